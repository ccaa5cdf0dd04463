/**
 * The words of a packetdrill script: numbers, names, strings, shell commands in back quotes, code between %{ and }%, and punctuation.
 * Line ends mean nothing; comments are `// ...`, `/ * ... * /` and lines that begin with #; `#ifdef NAME` to `#endif` is left out unless the name is defined. Options, `--name=value` in front
 * of everything else, are taken apart here too, since their values are any text.
 */
import { mistake, type Place, unsupported } from "./place.ts";

export type TokenKind =
  | "integer"
  | "decimal"
  | "word"
  | "text"
  | "address"
  | "shell"
  | "code"
  | "punctuation"
  | "option"
  | "end";

export interface Token extends Place {
  readonly kind: TokenKind;
  /** As written; without the quotes for text, shell and code. For an option its name, without the dashes. */
  readonly text: string;
  /** Of an option, what stands behind "="; null where nothing does. */
  readonly value: string | null;
  /** Nothing stands between this token and the one before. */
  readonly glued: boolean;
}

/** Scripts longer than this are refused: nobody writes them by hand. */
const longest = 4_000_000;

/**
 * @param symbol the one name that `#ifdef` finds defined
 * @throws ProblemThrown where the text is no word of the language.
 */
export function tokenize(source: string, symbol: string | null): Token[] {
  const tokens: Token[] = [];
  let line = 1;
  let lineStart = 0;
  let at = 0;
  let end = 0; // of the token before
  if (source.length > longest)
    mistake({ line: 1, column: 1 }, `at most ${longest} characters`, `${source.length} characters`);
  const place = (): Place => ({ line, column: at - lineStart + 1 });
  const advance = (to: number): void => {
    for (let i = source.indexOf("\n", at); i >= 0 && i < to; i = source.indexOf("\n", i + 1)) {
      line++;
      lineStart = i + 1;
    }
    at = to;
  };
  const push = (kind: TokenKind, text: string, to: number, value: string | null = null): void => {
    tokens.push({ kind, text, value, ...place(), glued: at === end && tokens.length > 0 });
    advance(to);
    end = at;
  };
  const until = (mark: string, from: number, what: string): number => {
    const found = source.indexOf(mark, from);
    return found >= 0 ? found : mistake(place(), `${mark} at the end of ${what}`, "the end of the script");
  };
  while (at < source.length) {
    const rest = (pattern: RegExp): string | null => {
      pattern.lastIndex = at;
      return pattern.exec(source)?.[0] ?? null;
    };
    const blank = rest(/[ \t\r\n\f\v\u00a0\ufeff]+/y);
    if (blank !== null) {
      advance(at + blank.length);
      continue;
    }
    if (source.startsWith("//", at)) {
      const eol = source.indexOf("\n", at);
      advance(eol < 0 ? source.length : eol);
      continue;
    }
    if (source.startsWith("/*", at)) {
      advance(until("*/", at + 2, "the comment") + 2);
      continue;
    }
    if (source[at] === "#") {
      const directive = rest(/#\s*(?:ifdef|ifndef|if|else|elif|endif|define|include)\b[^\n]*/y);
      if (directive !== null) {
        const [word, name] = directive.slice(1).trim().split(/\s+/);
        const holds = word === "ifdef" ? name === symbol : word === "ifndef" ? name !== symbol : null;
        if (holds === null && word !== "endif") unsupported(place(), `preprocessor: #${word}`);
        const after = at + directive.length;
        advance(holds === false ? until("#endif", after, "what #ifdef leaves out") : after);
        continue;
      }
      if (source.slice(lineStart, at).trim() !== "") mistake(place(), "a token", '"#"');
      const eol = source.indexOf("\n", at);
      advance(eol < 0 ? source.length : eol);
      continue;
    }
    if (source[at] === "`") {
      const close = until("`", at + 1, "the shell command");
      push("shell", source.slice(at + 1, close), close + 1);
      continue;
    }
    if (source.startsWith("%{", at)) {
      const close = until("}%", at + 2, "the code");
      push("code", source.slice(at + 2, close), close + 2);
      continue;
    }
    if (source[at] === '"') {
      const text =
        rest(/"(?:[^"\\\n]|\\.)*"/y) ?? mistake(place(), 'a closing " on the same line', "the end of the line");
      push("text", text.slice(1, -1), at + text.length);
      continue;
    }
    const option = rest(/--[A-Za-z_][A-Za-z_0-9]*(?:=(?:"[^"\n]*"|[^\s"]*))?/y);
    if (option !== null && tokens.every((token) => token.kind === "option")) {
      const equals = option.indexOf("=");
      if (equals < 0) push("option", option.slice(2), at + option.length);
      else push("option", option.slice(2, equals), at + option.length, option.slice(equals + 1).replaceAll('"', ""));
      continue;
    }
    const address = rest(/\d+\.\d+\.\d+\.\d+/y);
    if (address !== null) {
      push("address", address, at + address.length);
      continue;
    }
    // "0...0.2" is 0, ..., 0.2: a point belongs to a number only with a digit behind it.
    const decimal = rest(/\d*\.\d+/y);
    if (decimal !== null) {
      push("decimal", decimal, at + decimal.length);
      continue;
    }
    const integer = rest(/0[xX][0-9a-fA-F]+(?![0-9A-Za-z_])|\d+(?![0-9A-Za-z_])/y);
    if (integer !== null) {
      push("integer", integer, at + integer.length);
      continue;
    }
    const word = rest(/[A-Za-z_0-9][A-Za-z_0-9]*/y);
    if (word !== null) {
      push("word", word, at + word.length);
      continue;
    }
    const mark = rest(/\.\.\.|[-+*~<>()[\]{},:;|&.=!/]/y);
    if (mark === null) mistake(place(), "a token", JSON.stringify(source[at]));
    push("punctuation", mark!, at + mark!.length);
  }
  tokens.push({ kind: "end", text: "", value: null, ...place(), glued: false });
  return tokens;
}
