/** Statements of the pseudo-code, line by line and block by block; expressions are in `expression-parser.ts`. */
import { Refusal } from "../problem.ts";
import { ExpressionParser, refuseAt } from "./expression-parser.ts";
import { tokens } from "./tokens.ts";
import type { Def, Expr, Name, Stmt } from "./tree.ts";

// biome-ignore format: a table
/** Words that begin a statement which is not here, and what to write instead. */
const notHere: Readonly<Record<string, readonly [ko: string, en: string]>> = {
  class: ["클래스는 쓸 수 없습니다. 공유 변수와 def로 쓰세요.", "Classes are not supported: use shared variables and def."],
  try: ["예외는 없습니다. with m: 은 블록을 어떻게 벗어나도 잠금을 풉니다.", "There are no exceptions; `with m:` releases however its block is left."],
  raise: ["예외는 없습니다. assert 조건, \"설명\"을 쓰세요.", "There are no exceptions: write assert condition, \"message\"."],
  async: ["async는 쓸 수 없습니다. def로 쓰세요.", "async is not supported: write def."],
  await: ["await는 쓸 수 없습니다. 공유 변수를 읽고 쓰는 사이마다 이미 다른 스레드가 끼어들 수 있습니다.", "await is not supported: another thread may already run between any two shared steps."],
  yield: ["yield는 쓸 수 없습니다.", "yield is not supported."],
  del: ["del은 쓸 수 없습니다.", "del is not supported."],
  nonlocal: ["nonlocal은 쓸 수 없습니다. 맨 위의 이름은 어디서나 공유됩니다.", "nonlocal is not supported: names of the top level are shared everywhere."],
  match: ["match는 쓸 수 없습니다. if와 elif로 쓰세요.", "match is not supported: use if and elif."],
  switch: ["switch는 쓸 수 없습니다. if와 elif로 쓰세요.", "switch is not supported: use if and elif."],
  function: ["함수는 def 이름(): 으로 쓰세요.", "Write a function as def name():."],
  let: ["let 없이 이름 = 값 으로 쓰세요.", "Write name = value, without let."],
  var: ["var 없이 이름 = 값 으로 쓰세요.", "Write name = value, without var."],
  const: ["const 없이 이름 = 값 으로 쓰세요.", "Write name = value, without const."],
  do: ["do는 쓸 수 없습니다. while True: 와 break로 쓰세요.", "do is not supported: write while True: and break."],
  print: ["출력은 없습니다. return이나 assert로 확인하세요.", "There is no output: use return or assert."],
};

const augmented = new Set(["+=", "-=", "*=", "//=", "%=", "&=", "|=", "^=", "<<=", ">>="]);

export class Parser extends ExpressionParser {
  constructor(source: string) {
    super(tokens(source));
  }

  /** @throws Refusal */
  program(): Stmt[] {
    const out: Stmt[] = [];
    while (this.now.kind !== "end") {
      if (this.now.kind === "indent") this.#unexpectedIndent();
      out.push(...this.#statement());
    }
    return out;
  }

  #unexpectedIndent(): never {
    return refuseAt(
      this.now,
      "들여 쓸 까닭이 없습니다. 블록은 콜론(:)으로 끝나는 줄 다음에만 옵니다.",
      "Nothing opens a block here: only a line that ends in a colon (:) does.",
    );
  }

  /** One compound statement, or the simple ones of a line. */
  #statement(): Stmt[] {
    const { now } = this;
    if (now.kind === "name") {
      switch (now.text) {
        case "def":
          return [this.#def()];
        case "if":
          return [this.#if()];
        case "while": {
          const { start } = this.take();
          const test = this.expression();
          return [{ type: "While", test, ...this.#body(start, "while") }];
        }
        case "for":
          return [this.#for()];
        case "with":
          return [this.#with()];
        case "elif":
        case "else":
          return refuseAt(
            now,
            `${now.text}에 맞는 if가 같은 들여쓰기에 없습니다.`,
            `No if in the same column belongs to this ${now.text}.`,
          );
      }
    }
    if (now.kind === "sign" && (now.text === "//" || now.text === "/"))
      refuseAt(now, "주석은 #으로 시작합니다.", "Comments begin with #.");
    if (now.kind === "sign" && now.text === "@") refuseAt(now, "데코레이터는 없습니다.", "There are no decorators.");
    const out = [this.#simple()];
    while (this.sign(";")) if (this.now.kind !== "newline") out.push(this.#simple());
    this.#endOfLine();
    return out;
  }

  #endOfLine(): void {
    const { now } = this;
    if (now.kind === "newline") {
      this.take();
      return;
    }
    if (now.kind === "end") return;
    if (now.text === "{" || now.text === "}")
      refuseAt(
        now,
        "블록은 중괄호가 아니라 콜론과 들여쓰기로 씁니다.",
        "Blocks are written with a colon and indentation, not with braces.",
      );
    if (now.text === ":")
      refuseAt(
        now,
        "여기에는 콜론이 올 수 없습니다. def, if, while, for, with로 시작하는 줄에만 씁니다.",
        "No colon belongs here: only lines with def, if, while, for or with end in one.",
      );
    refuseAt(
      now,
      `${now.text || "여기"}: 줄이 끝나야 하는 자리입니다. 한 줄에 문장 하나를 쓰세요.`,
      `The line should end before ${now.text || "this"}: write one statement a line.`,
    );
  }

  /** The block after a head that began at `start`; the head's span comes with it. */
  #body(start: number, what: string): { start: number; end: number; body: Stmt[] } {
    const end = this.previous.end;
    if (!this.sign(":")) {
      const brace = this.now.text === "{";
      const once = this.now.text === "=" && what !== "def";
      refuseAt(
        this.now,
        brace
          ? "블록은 중괄호가 아니라 콜론과 들여쓰기로 씁니다."
          : once
            ? "비교는 ==로 씁니다."
            : `${what} 줄은 콜론(:)으로 끝나야 합니다.`,
        brace
          ? "Blocks are written with a colon and indentation, not with braces."
          : once
            ? "A comparison is written ==."
            : `A line with ${what} ends in a colon (:).`,
      );
    }
    const span = { start, end: end + 1 };
    if (this.ahead(0).kind !== "newline") {
      const body = [this.#simple()];
      while (this.sign(";")) if (this.ahead(0).kind !== "newline") body.push(this.#simple());
      this.#endOfLine();
      return { ...span, body };
    }
    this.take();
    if (this.ahead(0).kind !== "indent")
      refuseAt(
        this.now,
        `${what} 아래에 들여 쓴 줄이 있어야 합니다. 할 일이 없으면 pass를 쓰세요.`,
        `An indented line must follow ${what}: write pass when there is nothing to do.`,
      );
    this.enter();
    this.take();
    const body: Stmt[] = [];
    while (!["dedent", "end"].includes(this.ahead(0).kind)) {
      if (this.ahead(0).kind === "indent") this.#unexpectedIndent();
      body.push(...this.#statement());
    }
    if (this.ahead(0).kind === "dedent") this.take();
    this.leave();
    return { ...span, body };
  }

  #def(): Def {
    const { start } = this.take();
    const name = this.name("def 이름():", "def name():");
    if (!this.sign("(")) refuseAt(this.now, "def 이름(): 처럼 괄호를 쓰세요.", "Write parentheses, as in def name():.");
    const parameters: Name[] = [];
    while (!this.sign(")")) {
      if (parameters.length > 0 && !this.sign(","))
        refuseAt(this.now, "인수 사이에 쉼표를 쓰세요.", "Separate parameters by commas.");
      if (this.sign(")")) break;
      parameters.push(this.name("인수", "a parameter"));
      if (this.sign(":")) this.expression();
      if (this.is("="))
        refuseAt(this.now, "인수의 기본값은 쓸 수 없습니다.", "Parameters have no default values here.");
    }
    if (this.sign("->") && !this.keyword("None")) this.expression();
    return { type: "Def", name, parameters, ...this.#body(start, "def") };
  }

  #if(): Stmt {
    // `elif` after `elif` may be a thousand: one loop, no recursion.
    const arms: { test: Expr; start: number; end: number; body: Stmt[] }[] = [];
    let otherwise: Stmt[] = [];
    do {
      const { start } = this.take();
      const test = this.expression();
      arms.push({ test, ...this.#body(start, arms.length === 0 ? "if" : "elif") });
      if (arms.length > 256) refuseAt(this.now, "elif가 너무 많습니다.", "There are too many elif.");
    } while (this.word("elif"));
    if (this.word("else")) {
      const { start } = this.take();
      if (this.word("if")) refuseAt(this.now, "else if는 elif로 씁니다.", "Write elif instead of else if.");
      otherwise = this.#body(start, "else").body;
    }
    for (const { test, start, end, body } of arms.reverse())
      otherwise = [{ type: "If", test, body, otherwise, start, end }];
    return otherwise[0]!;
  }

  #for(): Stmt {
    const { start } = this.take();
    if (this.is("(")) refuseAt(this.now, "for i in range(n): 으로 쓰세요.", "Write for i in range(n):.");
    const target = this.name("for i in range(n):", "for i in range(n):");
    if (!this.keyword("in")) refuseAt(this.now, "for i in range(n): 으로 쓰세요.", "Write for i in range(n):.");
    const over = this.expression();
    return { type: "For", target, over, ...this.#body(start, "for") };
  }

  #with(): Stmt {
    const { start } = this.take();
    const items: Expr[] = [];
    do items.push(this.expression());
    while (this.sign(","));
    if (this.word("as")) refuseAt(this.now, "with m: 으로 쓰세요. as는 없습니다.", "Write with m:, without as.");
    return { type: "With", items, ...this.#body(start, "with") };
  }

  #simple(): Stmt {
    const { now } = this;
    const { start } = now;
    const done = (): { start: number; end: number } => ({ start, end: this.previous.end });
    if (now.kind === "name") {
      switch (now.text) {
        case "pass":
          this.take();
          return { type: "Nothing", ...done() };
        case "break":
          this.take();
          return { type: "Break", ...done() };
        case "continue":
          this.take();
          return { type: "Continue", ...done() };
        case "return": {
          this.take();
          const value = this.now.kind === "newline" || this.is(";") ? null : this.expression();
          if (this.is(",")) refuseAt(this.now, "값은 하나만 돌려줄 수 있습니다.", "Only one value can be returned.");
          return { type: "Return", value, ...done() };
        }
        case "global": {
          this.take();
          const names: Name[] = [];
          do names.push(this.name("global 이름", "global name"));
          while (this.sign(","));
          return { type: "Global", names, ...done() };
        }
        case "assert":
          if (this.next.text !== "(" || !this.#assertIsCall()) {
            this.take();
            const test = this.expression();
            const message = this.sign(",") ? this.expression() : null;
            return { type: "Assert", test, message, ...done() };
          }
          break;
        case "import":
        case "from":
          while (this.now.kind !== "newline" && this.now.kind !== "end") this.take();
          return { type: "Nothing", ...done() };
        case "def":
        case "if":
        case "while":
        case "for":
        case "with":
          return refuseAt(now, `${now.text}은(는) 줄의 처음에 써야 합니다.`, `${now.text} must begin a line.`);
      }
      const [ko, en] =
        Object.hasOwn(notHere, now.text) && !["=", "."].includes(this.next.text) ? notHere[now.text]! : [];
      if (ko && en) refuseAt(now, ko, en);
    }
    return this.#assignment(start);
  }

  /** `assert(x == 1, "text")`, which in Python would be a tuple and never fail, is taken as JavaScript has it. */
  #assertIsCall(): boolean {
    let depth = 0;
    let comma = false;
    for (let ahead = 1; ; ahead++) {
      const token = this.ahead(ahead);
      if (token.kind === "newline" || token.kind === "end") return false;
      if (token.kind === "sign" && "([{".includes(token.text)) depth++;
      if (token.kind === "sign" && depth === 1 && token.text === ",") comma = true;
      if (token.kind === "sign" && ")]}".includes(token.text) && --depth === 0)
        return comma && ["newline", "end"].includes(this.ahead(ahead + 1).kind);
    }
  }

  #assignment(start: number): Stmt {
    const first = this.expressions();
    if (this.sign(":")) this.expression();
    const { now } = this;
    if (now.kind === "sign" && now.text === ":=") refuseAt(now, "대입은 =으로 씁니다.", "Assign with =.");
    if (now.kind === "sign" && now.text === "/=")
      refuseAt(now, "정수 나눗셈은 //=로 씁니다.", "Whole numbers divide with //=.");
    if (now.kind === "sign" && augmented.has(now.text)) {
      this.take();
      const value = this.expression();
      return {
        type: "Augmented",
        target: first,
        operator: now.text.slice(0, -1),
        value,
        start,
        end: this.previous.end,
      };
    }
    const parts = [first];
    while (this.sign("=")) parts.push(this.expressions());
    const end = this.previous.end;
    if (parts.length === 1) return { type: "Expression", of: first, start, end };
    return { type: "Assign", targets: parts.slice(0, -1), value: parts.at(-1)!, start, end };
  }
}

/** @throws Refusal */
export function parsePseudo(source: string): Stmt[] {
  try {
    return new Parser(source).program();
  } catch (error) {
    if (error instanceof Refusal && error.at > source.length) throw new Refusal(source.length, error.says);
    throw error;
  }
}
