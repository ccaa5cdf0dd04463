/** Expressions of the pseudo-code, with Python's operators and precedence (The Python Language Reference, 6.17). */
import { Refusal } from "../problem.ts";
import { deepest, type Token, tooDeep } from "./tokens.ts";
import type { Call, Expr, Name, Span } from "./tree.ts";

export function refuseAt(at: { readonly start: number }, ko: string, en: string): never {
  throw new Refusal(at.start, { ko, en });
}

/** Binary operators by how tightly they bind; comparisons are apart, since they do not chain here. */
const tightness: Readonly<Record<string, number>> = {
  "|": 1,
  "^": 2,
  "&": 3,
  "<<": 4,
  ">>": 4,
  "+": 5,
  "-": 5,
  "*": 6,
  "//": 6,
  "%": 6,
};
const comparisons = new Set(["==", "!=", "<", "<=", ">", ">="]);
const keywords = new Set(
  "and or not if elif else while for in is def return with as pass break continue global assert lambda import from".split(
    " ",
  ),
);

export class ExpressionParser {
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  ahead(by: number): Token {
    return this.#tokens[Math.min(this.#at + by, this.#tokens.length - 1)]!;
  }

  get now(): Token {
    return this.ahead(0);
  }

  get next(): Token {
    return this.ahead(1);
  }

  get previous(): Token {
    return this.#tokens[Math.max(0, this.#at - 1)]!;
  }

  take(): Token {
    const { now } = this;
    if (now.kind !== "end") this.#at++;
    return now;
  }

  is(sign: string): boolean {
    return this.now.kind === "sign" && this.now.text === sign;
  }

  /** Takes the sign when it stands here. */
  sign(sign: string): boolean {
    if (!this.is(sign)) return false;
    this.take();
    return true;
  }

  word(word: string): boolean {
    return this.now.kind === "name" && this.now.text === word;
  }

  /** Takes the word when it stands here. */
  keyword(word: string): boolean {
    if (!this.word(word)) return false;
    this.take();
    return true;
  }

  name(ko: string, en: string): Name {
    const { now } = this;
    if (now.kind !== "name" || keywords.has(now.text))
      refuseAt(now, `이름이 와야 합니다: ${ko}`, `A name is missing here: ${en}`);
    this.take();
    return { type: "Name", name: now.text, start: now.start, end: now.end };
  }

  enter(): void {
    if (++this.#depth > deepest) tooDeep(this.now.start);
  }

  leave(): void {
    this.#depth--;
  }

  /** One expression, or several with commas between, which make a tuple. */
  expressions(): Expr {
    const first = this.expression();
    if (!this.is(",")) return first;
    const of = [first];
    while (this.sign(",")) {
      if (this.now.kind === "newline" || this.is("=") || this.is(")")) break;
      of.push(this.expression());
    }
    return { type: "Tuple", of, start: first.start, end: this.previous.end };
  }

  expression(): Expr {
    this.enter();
    const out = this.#choice();
    this.leave();
    return out;
  }

  #span(start: number): Span {
    return { start, end: this.previous.end };
  }

  #choice(): Expr {
    if (this.word("lambda")) {
      const { start } = this.take();
      if (!this.sign(":")) refuseAt(this.now, "lambda: 조건 으로 쓰세요.", "Write lambda: condition.");
      return { type: "Lambda", of: this.expression(), ...this.#span(start) };
    }
    const yes = this.#or();
    if (!this.word("if")) return yes;
    this.take();
    const test = this.#or();
    if (!this.keyword("else"))
      refuseAt(this.now, "값 if 조건 else 값 으로 쓰세요.", "Write value if condition else value.");
    return { type: "Choice", test, yes, no: this.expression(), ...this.#span(yes.start) };
  }

  #or(): Expr {
    let left = this.#and();
    while (this.#joins("or", "||"))
      left = { type: "Logical", operator: "||", left, right: this.#and(), ...this.#span(left.start) };
    return left;
  }

  #and(): Expr {
    let left = this.#not();
    while (this.#joins("and", "&&"))
      left = { type: "Logical", operator: "&&", left, right: this.#not(), ...this.#span(left.start) };
    return left;
  }

  #joins(word: string, sign: string): boolean {
    if (this.is(sign)) refuseAt(this.now, `${sign} 대신 ${word}를 쓰세요.`, `Write ${word} instead of ${sign}.`);
    return this.keyword(word);
  }

  #not(): Expr {
    if (this.is("!")) refuseAt(this.now, "! 대신 not을 쓰세요.", "Write not instead of !.");
    if (!this.word("not")) return this.#comparison();
    const { start } = this.take();
    this.enter();
    const of = this.#not();
    this.leave();
    return { type: "Unary", operator: "!", of, ...this.#span(start) };
  }

  #comparison(): Expr {
    const left = this.#binary(1);
    const operator = this.#compares();
    if (operator === null) return left;
    const right = this.#binary(1);
    const again = this.now;
    if (this.#compares() !== null)
      refuseAt(
        again,
        "비교는 이어 쓸 수 없습니다. a < b < c는 a < b and b < c로 나누어 쓰세요.",
        "Comparisons do not chain here: write a < b < c as a < b and b < c.",
      );
    return { type: "Binary", operator, left, right, start: left.start, end: right.end };
  }

  #compares(): string | null {
    const { now } = this;
    if (now.kind === "sign" && comparisons.has(now.text)) return this.take().text;
    if (now.kind === "sign" && now.text === "=" && this.next.text === "=")
      refuseAt(now, "비교는 ==로 씁니다.", "A comparison is written ==.");
    if (this.word("is")) refuseAt(now, "is 대신 ==를 쓰세요.", "Write == instead of is.");
    if (this.word("in") || (this.word("not") && this.next.text === "in"))
      refuseAt(
        now,
        "in은 for 안에서만 씁니다. 값을 하나씩 비교하세요.",
        "in belongs to for only: compare the values one by one.",
      );
    return null;
  }

  #binary(least: number): Expr {
    let left = this.#unary();
    for (;;) {
      const { now } = this;
      if (now.kind !== "sign") return left;
      if (now.text === "/")
        refuseAt(now, "정수만 있으므로 나눗셈은 //로 쓰세요.", "There are only whole numbers: divide with //.");
      if (now.text === "**")
        refuseAt(now, "거듭제곱은 없습니다. 곱으로 쓰세요.", "There is no power: write a product.");
      const binds = Object.hasOwn(tightness, now.text) ? tightness[now.text]! : 0;
      if (binds < least) return left;
      const twice = this.next.kind === "sign" && this.next.text === now.text && this.next.start === now.end;
      if (twice && (now.text === "+" || now.text === "-"))
        refuseAt(
          now,
          `${now.text}${now.text} 대신 ${now.text}= 1을 쓰세요.`,
          `Write ${now.text}= 1 instead of ${now.text}${now.text}.`,
        );
      this.take();
      const right = this.#binary(binds + 1);
      left = { type: "Binary", operator: now.text, left, right, start: left.start, end: right.end };
    }
  }

  #unary(): Expr {
    const { now } = this;
    if (now.kind !== "sign" || (now.text !== "-" && now.text !== "+" && now.text !== "~")) return this.#postfix();
    this.take();
    this.enter();
    const of = this.#unary();
    this.leave();
    return { type: "Unary", operator: now.text, of, ...this.#span(now.start) };
  }

  #postfix(): Expr {
    let of = this.#atom();
    for (;;) {
      const { start } = of;
      if (this.sign(".")) {
        const name = this.name("m.acquire()", "m.acquire()");
        of = { type: "Dot", of, name: name.name, ...this.#span(start) };
      } else if (this.is("[")) {
        this.take();
        const at = this.expression();
        if (this.is(":"))
          refuseAt(
            this.now,
            "배열을 잘라 낼 수 없습니다. 칸 하나를 쓰세요: a[i]",
            "Slices are not supported: name one element, a[i].",
          );
        if (!this.sign("]")) refuseAt(this.now, "a[i]처럼 칸 하나를 쓰세요.", "Name one element, as in a[i].");
        of = { type: "Index", of, at, ...this.#span(start) };
      } else if (this.is("(")) of = this.#call(of);
      else return of;
    }
  }

  #call(callee: Expr): Call {
    this.take();
    const given: Expr[] = [];
    const named: { name: string; value: Expr }[] = [];
    while (!this.sign(")")) {
      if (given.length + named.length > 0 && !this.sign(","))
        refuseAt(this.now, "인수 사이에 쉼표를 쓰세요.", "Separate arguments by commas.");
      if (this.sign(")")) break;
      if (this.is("*") || this.is("**")) refuseAt(this.now, "인수는 하나씩 쓰세요.", "Write arguments one by one.");
      if (this.now.kind === "name" && this.next.kind === "sign" && this.next.text === "=") {
        const { text } = this.take();
        this.take();
        named.push({ name: text, value: this.expression() });
      } else given.push(this.expression());
    }
    return { type: "Call", callee, given, named, ...this.#span(callee.start) };
  }

  #atom(): Expr {
    const { now } = this;
    const span = { start: now.start, end: now.end };
    if (now.kind === "number") {
      this.take();
      const digits = now.text.replaceAll("_", "");
      if (/^0\d*[1-9]/.test(digits)) refuseAt(now, "수는 0으로 시작하지 않습니다.", "A number does not begin with 0.");
      return { type: "Number", value: Number(digits), ...span };
    }
    if (now.kind === "text") {
      this.take();
      return { type: "Text", value: now.text, ...span };
    }
    if (now.kind === "name" && !keywords.has(now.text)) {
      this.take();
      if (now.text === "True" || now.text === "true") return { type: "Number", value: 1, ...span };
      if (now.text === "False" || now.text === "false") return { type: "Number", value: 0, ...span };
      if (["None", "null", "nil"].includes(now.text))
        refuseAt(now, "값이 없음은 0이나 -1로 나타내세요.", "Use 0 or -1 for 'no value'.");
      return { type: "Name", name: now.text, ...span };
    }
    if (this.sign("(")) {
      if (this.sign(")")) return { type: "Tuple", of: [], ...this.#span(now.start) };
      const of = this.expressions();
      if (!this.sign(")")) this.#unexpected();
      return { ...of, start: now.start, end: this.previous.end };
    }
    if (this.is("[")) return this.#list();
    if (this.is("{"))
      refuseAt(
        now,
        "사전과 집합은 쓸 수 없습니다. 배열이나 공유 변수로 나누어 쓰세요.",
        "Dictionaries and sets are not supported: use a list or several shared variables.",
      );
    return this.#unexpected();
  }

  #list(): Expr {
    const { start } = this.take();
    const of: Expr[] = [];
    while (!this.sign("]")) {
      if (of.length === 1 && this.keyword("for")) {
        const name = this.name("[값 for i in range(n)]", "[value for i in range(n)]");
        if (!this.keyword("in")) this.#unexpected();
        const over = this.#or();
        if (!this.sign("]"))
          refuseAt(
            this.now,
            "[값 for i in range(n)]만 쓸 수 있습니다.",
            "Only [value for i in range(n)] is supported.",
          );
        return { type: "Comprehension", each: of[0]!, name, over, ...this.#span(start) };
      }
      if (of.length > 0 && !this.sign(","))
        refuseAt(this.now, "칸 사이에 쉼표를 쓰세요.", "Separate elements by commas.");
      if (this.sign("]")) break;
      of.push(this.expression());
    }
    return { type: "List", of, ...this.#span(start) };
  }

  #unexpected(): never {
    const { now } = this;
    const ko =
      now.kind === "newline" || now.kind === "end"
        ? "줄이 끝나기 전에 값이 와야 합니다."
        : `${now.text || "여기"}: 값이 와야 하는 자리입니다.`;
    const en =
      now.kind === "newline" || now.kind === "end"
        ? "A value is missing before the end of the line."
        : `A value is missing before ${now.text || "this"}.`;
    return refuseAt(now, ko, en);
  }
}
