/**
 * The code between %{ and }%: the small part of Python in which scripts say what TCP_INFO must be. Statements are `assert E`,
 * `assert E, MESSAGE`, `NAME = E`, `NAME += E` and calls such as `print(E)`, which do nothing; expressions are arithmetic, comparisons
 * (chained too), `and`, `or`, `not`, `in`, strings and lists. Nothing is ever executed as Python: what is not in this list is
 * unsupported by name. Values are whole or fractional numbers, strings, booleans and lists.
 */
import { mistake, type Place, unsupported } from "./place.ts";

export type Value = number | string | boolean | null | readonly Value[];

export type Statement = Place &
  (
    | { readonly kind: "assert"; readonly test: Term; readonly text: string }
    | { readonly kind: "assign"; readonly name: string; readonly operator: string | null; readonly value: Term }
    | { readonly kind: "nothing" }
  );

export type Term =
  | { readonly kind: "value"; readonly value: Value }
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "list"; readonly items: readonly Term[] }
  | { readonly kind: "unary"; readonly operator: string; readonly of: Term }
  | { readonly kind: "binary"; readonly operator: string; readonly left: Term; readonly right: Term }
  /** `a < b < c`: each operator between two neighbours. */
  | { readonly kind: "chain"; readonly operators: readonly string[]; readonly terms: readonly Term[] }
  | { readonly kind: "apply"; readonly name: string; readonly args: readonly Term[] };

/** What stopped a statement: an assertion that does not hold, or one that cannot be judged. */
export type Trouble =
  | { readonly kind: "false"; readonly expected: string; readonly found: string }
  | { readonly kind: "error"; readonly expected: string; readonly found: string };

/** @param place of the first character of `source` in the script. @throws ProblemThrown */
export function parseStatements(source: string, place: Place): Statement[] {
  return new Statements(source, place).all();
}

/** The names that an expression or a statement reads. */
export function namesIn(statement: Statement): string[] {
  const names: string[] = [];
  const walk = (term: Term): void => {
    switch (term.kind) {
      case "value":
        return;
      case "name":
        names.push(term.name);
        return;
      case "list":
        term.items.forEach(walk);
        return;
      case "unary":
        walk(term.of);
        return;
      case "binary":
        walk(term.left);
        walk(term.right);
        return;
      case "chain":
        term.terms.forEach(walk);
        return;
      case "apply":
        term.args.forEach(walk);
    }
  };
  if (statement.kind === "assert") walk(statement.test);
  if (statement.kind === "assign") walk(statement.value);
  return names;
}

/**
 * Runs one statement. `known` gives a value to names that are not variables; undefined: there is no such name.
 * Returns null when all is well.
 */
export function runStatement(
  statement: Statement,
  variables: Map<string, Value>,
  known: (name: string) => Value | undefined,
): Trouble | null {
  const context: Context = { lookUp: (name) => variables.get(name) ?? known(name) };
  try {
    if (statement.kind === "assign") {
      const value = evaluate(statement.value, context);
      const before: Term = { kind: "name", name: statement.name };
      variables.set(
        statement.name,
        statement.operator === null ? value : binary(statement.operator, evaluate(before, context), value),
      );
    } else if (statement.kind === "assert" && !truth(evaluate(statement.test, context))) {
      const found = [...new Set(namesIn(statement))].map((name) => `${name} = ${show(context.lookUp(name) ?? null)}`);
      return { kind: "false", expected: statement.text, found: found.join(", ") || "false" };
    }
    return null;
  } catch (error) {
    if (!(error instanceof Uncomputable)) throw error;
    return { kind: "error", expected: statement.kind === "assert" ? statement.text : "a value", found: error.message };
  }
}

// --- evaluating

interface Context {
  lookUp(name: string): Value | undefined;
}

class Uncomputable extends Error {}

const no = (why: string): never => {
  throw new Uncomputable(why);
};

function evaluate(term: Term, context: Context): Value {
  switch (term.kind) {
    case "value":
      return term.value;
    case "name": {
      const value = context.lookUp(term.name);
      return value === undefined ? no(`the name ${term.name} has no value`) : value;
    }
    case "list":
      return term.items.map((item) => evaluate(item, context));
    case "unary": {
      const value = evaluate(term.of, context);
      if (term.operator === "not") return !truth(value);
      if (term.operator === "~") return -integer(value) - 1;
      return term.operator === "-" ? -number(value) : number(value);
    }
    case "binary": {
      const left = evaluate(term.left, context);
      if (term.operator === "and") return truth(left) ? evaluate(term.right, context) : left;
      if (term.operator === "or") return truth(left) ? left : evaluate(term.right, context);
      return binary(term.operator, left, evaluate(term.right, context));
    }
    case "chain": {
      let left = evaluate(term.terms[0]!, context);
      for (const [i, operator] of term.operators.entries()) {
        const right = evaluate(term.terms[i + 1]!, context);
        if (!compare(operator, left, right)) return false;
        left = right;
      }
      return true;
    }
    case "apply":
      return apply(
        term.name,
        term.args.map((arg) => evaluate(arg, context)),
      );
  }
}

function apply(name: string, args: readonly Value[]): Value {
  const numbers = (): number[] => {
    const list = args.length === 1 && Array.isArray(args[0]) ? (args[0] as Value[]) : args;
    return list.length === 0 ? no(`${name}() needs an argument`) : list.map(number);
  };
  switch (name) {
    case "abs":
      return Math.abs(numbers()[0]!);
    case "min":
      return numbers().reduce((a, b) => (b < a ? b : a));
    case "max":
      return numbers().reduce((a, b) => (b > a ? b : a));
    case "int":
      return Math.trunc(numbers()[0]!);
    case "float":
      return numbers()[0]!;
    case "round":
      return Math.round(numbers()[0]!);
    case "bool":
      return truth(args[0] ?? false);
    case "str":
      return show(args[0] ?? "");
    default:
      return no(`there is no function ${name}() here`);
  }
}

function binary(operator: string, left: Value, right: Value): Value {
  if (operator === "+" && typeof left === "string" && typeof right === "string") return left + right;
  if (operator === "%" && typeof left === "string") return `${left} % ${show(right)}`;
  switch (operator) {
    case "+":
      return number(left) + number(right);
    case "-":
      return number(left) - number(right);
    case "*":
      return number(left) * number(right);
    case "/":
      return number(right) === 0 ? no("division by zero") : number(left) / number(right);
    case "//":
      return number(right) === 0 ? no("division by zero") : Math.floor(number(left) / number(right));
    case "%": {
      const by = number(right);
      return by === 0 ? no("division by zero") : number(left) - by * Math.floor(number(left) / by);
    }
    case "&":
      return Number(BigInt(integer(left)) & BigInt(integer(right)));
    case "|":
      return Number(BigInt(integer(left)) | BigInt(integer(right)));
    case "^":
      return Number(BigInt(integer(left)) ^ BigInt(integer(right)));
    case "<<":
      return Number(BigInt(integer(left)) << BigInt(shift(right)));
    case ">>":
      return Number(BigInt(integer(left)) >> BigInt(shift(right)));
    default:
      return no(`there is no operator ${operator} here`);
  }
}

function compare(operator: string, left: Value, right: Value): boolean {
  switch (operator) {
    case "==":
      return same(left, right);
    case "!=":
      return !same(left, right);
    case "in":
      return contains(right, left);
    case "not in":
      return !contains(right, left);
  }
  if (typeof left === "string" && typeof right === "string") {
    return operator === "<"
      ? left < right
      : operator === "<="
        ? left <= right
        : operator === ">"
          ? left > right
          : left >= right;
  }
  const [a, b] = [number(left), number(right)];
  return operator === "<" ? a < b : operator === "<=" ? a <= b : operator === ">" ? a > b : a >= b;
}

const contains = (list: Value, item: Value): boolean =>
  typeof list === "string" && typeof item === "string"
    ? list.includes(item)
    : Array.isArray(list)
      ? list.some((one) => same(one, item))
      : no("`in` needs a list");

function same(a: Value, b: Value): boolean {
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, i) => same(item, b[i]!));
  return (typeof a === "boolean" ? Number(a) : a) === (typeof b === "boolean" ? Number(b) : b);
}

const truth = (value: Value): boolean => (Array.isArray(value) ? value.length > 0 : Boolean(value));

function number(value: Value): number {
  if (typeof value === "boolean") return Number(value);
  return typeof value === "number" ? value : no(`${show(value)} is not a number`);
}

function integer(value: Value): number {
  const n = number(value);
  return Number.isSafeInteger(n) ? n : no(`${n} is not a whole number`);
}

function shift(value: Value): number {
  const n = integer(value);
  return n >= 0 && n <= 64 ? n : no(`a shift by ${n}`);
}

function show(value: Value): string {
  if (Array.isArray(value)) return `[${value.map(show).join(", ")}]`;
  if (value === null) return "None";
  return typeof value === "boolean" ? (value ? "True" : "False") : String(value);
}

// --- reading

interface Piece extends Place {
  readonly kind: "number" | "name" | "string" | "mark" | "line" | "end";
  readonly text: string;
  readonly at: number;
  readonly to: number;
}

const pieces =
  /(?<blank>[ \t\r]+|#[^\n]*|\\\r?\n)|(?<line>\n|;)|(?<number>0[xX][0-9a-fA-F]+|\d+\.\d*|\.\d+|\d+)|(?<name>[A-Za-z_]\w*)|(?<string>'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")|(?<mark>\*\*|\/\/=|\/\/|<<|>>|[=!<>+\-*/%&|^]=|[-+*/%&|^~<>=()[\],:.{}@])/y;

/** Statements of Python that have no equal here. */
const foreign = "if for while def class import from try with return del raise lambda global while pass else elif".split(
  " ",
);

class Statements {
  readonly #source: string;
  readonly #pieces: Piece[] = [];
  #at = 0;
  #depth = 0;

  constructor(source: string, start: Place) {
    this.#source = source;
    let line = start.line;
    let column = start.column;
    let nesting = 0;
    for (let at = 0; at < source.length; ) {
      pieces.lastIndex = at;
      const found = pieces.exec(source);
      if (found === null) mistake({ line, column }, "code", JSON.stringify(source[at]));
      const text = found![0];
      const groups = found!.groups!;
      const kind = (["number", "name", "string", "mark", "line"] as const).find((one) => groups[one] !== undefined);
      if (text === "(" || text === "[") nesting++;
      if (text === ")" || text === "]") nesting--;
      if (kind !== undefined && !(kind === "line" && nesting > 0)) {
        this.#pieces.push({ kind, text, line, column, at, to: at + text.length });
      }
      at += text.length;
      const breaks = text.split("\n").length - 1;
      if (breaks > 0) {
        line += breaks;
        column = 1;
      } else column += text.length;
    }
    this.#pieces.push({ kind: "end", text: "", line, column, at: source.length, to: source.length });
  }

  all(): Statement[] {
    const statements: Statement[] = [];
    for (;;) {
      while (this.#next.kind === "line") this.#at++;
      if (this.#next.kind === "end") return statements;
      statements.push(this.#statement());
      const after: Piece = this.#next;
      if (after.kind !== "line" && after.kind !== "end") this.#fail("the end of the statement");
    }
  }

  #statement(): Statement {
    const { line, column, text, kind } = this.#next;
    const place = { line, column };
    if (kind === "name" && text === "pass") {
      this.#at++;
      return { kind: "nothing", ...place };
    }
    if (kind === "name" && foreign.includes(text)) unsupported(place, `Python: ${text}`);
    if (kind === "name" && text === "assert") {
      this.#at++;
      const from = this.#next.at;
      const test = this.#either();
      const to = this.#pieces[this.#at - 1]!.to;
      if (this.#skip(",")) this.#either(); // the message: we have our own
      return { kind: "assert", test, text: this.#source.slice(from, to).replace(/\s+/g, " ").trim(), ...place };
    }
    const second = this.#pieces[this.#at + 1]!;
    if (kind === "name" && second.kind === "mark" && /^(?:=|\+=|-=|\*=|\/=|\/\/=|%=|&=|\|=|\^=)$/.test(second.text)) {
      this.#at += 2;
      const operator = second.text === "=" ? null : second.text.slice(0, -1);
      return { kind: "assign", name: text, operator, value: this.#either(), ...place };
    }
    this.#either();
    return { kind: "nothing", ...place };
  }

  get #next(): Piece {
    return this.#pieces[this.#at]!;
  }

  #fail(expected: string): never {
    const { kind, text } = this.#next;
    return mistake(
      this.#next,
      expected,
      kind === "end" ? "the end of the code" : kind === "line" ? "the end of the line" : `"${text}"`,
    );
  }

  #skip(...marks: string[]): string | null {
    const { kind, text } = this.#pieces[this.#at]!;
    if ((kind !== "mark" && kind !== "name") || !marks.includes(text)) return null;
    this.#at++;
    return text;
  }

  #either(): Term {
    if (++this.#depth > 64) this.#fail("at most 64 levels of nesting");
    let left = this.#both();
    while (this.#skip("or")) left = { kind: "binary", operator: "or", left, right: this.#both() };
    if (this.#next.kind === "name" && this.#next.text === "if")
      unsupported(this.#next, "Python: conditional expression");
    this.#depth--;
    return left;
  }

  #both(): Term {
    let left = this.#negation();
    while (this.#skip("and")) left = { kind: "binary", operator: "and", left, right: this.#negation() };
    return left;
  }

  #negation(): Term {
    let times = 0;
    while (this.#skip("not")) times++;
    let term = this.#comparison();
    for (; times > 0; times--) term = { kind: "unary", operator: "not", of: term };
    return term;
  }

  #comparison(): Term {
    const terms = [this.#level(0)];
    const operators: string[] = [];
    for (;;) {
      let operator = this.#skip("==", "!=", "<=", ">=", "<", ">", "in");
      if (operator === null && this.#next.text === "not" && this.#pieces[this.#at + 1]!.text === "in") {
        this.#at += 2;
        operator = "not in";
      }
      if (operator === null) break;
      operators.push(operator);
      terms.push(this.#level(0));
    }
    return operators.length === 0 ? terms[0]! : { kind: "chain", operators, terms };
  }

  /** Operators that bind tighter have a higher level. */
  #level(level: number): Term {
    if (level === levels.length) return this.#sign();
    let left = this.#level(level + 1);
    for (;;) {
      const operator = this.#skip(...levels[level]!);
      if (operator === null) return left;
      left = { kind: "binary", operator, left, right: this.#level(level + 1) };
    }
  }

  #sign(): Term {
    const operators: string[] = [];
    for (let one = this.#skip("-", "+", "~"); one !== null; one = this.#skip("-", "+", "~")) operators.push(one);
    let term = this.#atom();
    if (this.#next.text === "**") unsupported(this.#next, "Python: **");
    for (const operator of operators.reverse()) term = { kind: "unary", operator, of: term };
    return term;
  }

  #atom(): Term {
    const piece = this.#next;
    switch (piece.kind) {
      case "number":
        this.#at++;
        return { kind: "value", value: Number(piece.text) };
      case "string": {
        let text = "";
        for (; this.#next.kind === "string"; this.#at++) text += this.#next.text.slice(1, -1);
        return { kind: "value", value: text };
      }
      case "name":
        return this.#named(piece);
      case "mark":
        if (this.#skip("[")) return { kind: "list", items: this.#items("]") };
        if (this.#skip("(")) {
          const items = this.#items(")");
          const tuple = this.#pieces[this.#at - 2]!.text === ",";
          return items.length === 1 && !tuple ? items[0]! : { kind: "list", items };
        }
    }
    return this.#fail("a value");
  }

  #named(piece: Piece): Term {
    if (["and", "or", "in", "is", ...foreign].includes(piece.text)) this.#fail("a value");
    this.#at++;
    if (piece.text === "True" || piece.text === "False") return { kind: "value", value: piece.text === "True" };
    if (piece.text === "None") return { kind: "value", value: null };
    if (this.#next.text === "." || this.#next.text === "[")
      unsupported(this.#next, `Python: ${piece.text}${this.#next.text}`);
    if (!this.#skip("(")) return { kind: "name", name: piece.text };
    return { kind: "apply", name: piece.text, args: this.#items(")") };
  }

  #items(close: string): Term[] {
    const items: Term[] = [];
    while (!this.#skip(close)) {
      items.push(this.#either());
      if (!this.#skip(",") && this.#next.text !== close) this.#fail(`"," or "${close}"`);
    }
    return items;
  }
}

const levels: readonly (readonly string[])[] = [["|"], ["^"], ["&"], ["<<", ">>"], ["+", "-"], ["*", "/", "//", "%"]];
