/** A walk over the tokens of a script: look at the next one, take it, or say what was expected instead. */
import type { Duration } from "../../engine/base/time.ts";
import { type Token, tokenize } from "./lexer.ts";
import { mistake } from "./place.ts";

/** Nothing in a script nests deeper than this. */
const deepest = 64;

export class Reader {
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(source: string, symbol: string | null) {
    this.#tokens = tokenize(source, symbol);
  }

  get next(): Token {
    return this.#tokens[this.#at]!;
  }

  /** The token after the next one. */
  get second(): Token {
    return this.#tokens[Math.min(this.#at + 1, this.#tokens.length - 1)]!;
  }

  take(): Token {
    const token = this.next;
    if (token.kind !== "end") this.#at++;
    return token;
  }

  /** Whether this punctuation comes next. */
  sees(mark: string): boolean {
    return this.next.kind === "punctuation" && this.next.text === mark;
  }

  seesWord(...words: readonly string[]): boolean {
    return this.next.kind === "word" && words.includes(this.next.text);
  }

  /** Takes the punctuation if it comes next. */
  skip(mark: string): boolean {
    if (!this.sees(mark)) return false;
    this.#at++;
    return true;
  }

  skipWord(word: string): boolean {
    if (!this.seesWord(word)) return false;
    this.#at++;
    return true;
  }

  /** @throws ProblemThrown when something else comes next. */
  must(mark: string): Token {
    if (!this.sees(mark)) this.fail(`"${mark}"`);
    return this.take();
  }

  word(what: string): Token {
    if (this.next.kind !== "word") this.fail(what);
    return this.take();
  }

  /** A whole number from 0 to `most`. */
  integer(what: string, most: number): number {
    const token = this.next;
    if (token.kind !== "integer") this.fail(what);
    const value = Number(token.text);
    if (value > most) mistake(token, `${what} of at most ${most}`, token.text);
    this.take();
    return value;
  }

  /** Seconds, with a fraction down to nanoseconds; digits behind those are dropped. */
  seconds(): Duration {
    const token = this.next;
    if (token.kind !== "integer" && token.kind !== "decimal") this.fail("a time in seconds");
    const [whole = "", fraction = ""] = token.text.split(".");
    const value = Number(whole === "" ? "0" : whole) * 1_000_000_000 + Number(fraction.padEnd(9, "0").slice(0, 9));
    if (!(value <= latest)) mistake(token, "a time of at most 9,000,000 seconds", token.text);
    this.take();
    return value as Duration;
  }

  /** Reads something that may hold itself, not too deep. */
  nested<T>(read: () => T): T {
    if (++this.#depth > deepest) mistake(this.next, `at most ${deepest} levels of nesting`, "one more");
    const value = read();
    this.#depth--;
    return value;
  }

  fail(expected: string): never {
    mistake(this.next, expected, describeToken(this.next));
  }
}

const latest = 9_000_000_000_000_000;

function describeToken(token: Token): string {
  switch (token.kind) {
    case "end":
      return "the end of the script";
    case "shell":
      return "a shell command";
    case "code":
      return "code";
    case "option":
      return `--${token.text}`;
    case "text":
      return `"${token.text.slice(0, 40)}"`;
    default:
      return `"${token.text.slice(0, 40)}"`;
  }
}
