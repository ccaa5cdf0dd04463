/**
 * Pseudo-code to tokens, with blocks by indentation as in Python (The Python Language Reference, chapter 2): a deeper line opens a
 * block, a shallower one closes blocks, and inside brackets lines do not end. Tabs reach to the next multiple of eight; where a tab
 * and spaces could be read in two ways the text is refused.
 */
import { Refusal } from "../problem.ts";

export interface Token {
  readonly kind: "name" | "number" | "text" | "sign" | "newline" | "indent" | "dedent" | "end";
  /** As written; of a text, what stands between the quotes. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const name = /[\p{L}_][\p{L}\p{N}_]*/uy;
const number = /(?:0[xX][\da-fA-F_]+|0[bB][01_]+|0[oO][0-7_]+|\d[\d_]*)/y;
const fraction = /\.\d|[eE][+-]?\d/y;
const sign =
  /(?:\*\*=|\/\/=|<<=|>>=|:=|->|\+=|-=|\*=|\/=|%=|&=|\|=|\^=|==|!=|<=|>=|<<|>>|\*\*|\/\/|&&|\|\||[-+*/%&|^~<>=!()[\]{}.,:;@?])/y;
const lineEnd = /\r\n|\r|\n/y;

/** Deeper blocks and parentheses than these are refused. */
export const deepest = 100;

/** @throws Refusal */
export function tokens(source: string): Token[] {
  const out: Token[] = [];
  /** Widths of the open blocks, a tab counted as up to eight and as one. */
  const blocks = [{ wide: 0, narrow: 0 }];
  const open: { sign: string; at: number }[] = [];
  let at = source.startsWith("\uFEFF") ? 1 : 0;
  const match = (pattern: RegExp): string | null => {
    pattern.lastIndex = at;
    return pattern.exec(source)?.[0] ?? null;
  };
  const push = (kind: Token["kind"], text: string, start: number, end: number): void => {
    out.push({ kind, text, start, end });
  };

  /** Reads the indentation of a line that says something, and opens or closes blocks. */
  const indent = (): void => {
    let wide = 0;
    let narrow = 0;
    for (; source[at] === " " || source[at] === "\t" || source[at] === "\f"; at++) {
      wide = source[at] === "\t" ? wide + 8 - (wide % 8) : wide + 1;
      narrow++;
    }
    const rest = source[at];
    if (rest === undefined || rest === "#" || rest === "\n" || rest === "\r") return;
    const last = blocks.at(-1)!;
    if (Math.sign(wide - last.wide) !== Math.sign(narrow - last.narrow)) mixed(at);
    if (wide > last.wide) {
      if (blocks.length > deepest) tooDeep(at);
      blocks.push({ wide, narrow });
      push("indent", "", at, at);
      return;
    }
    while (blocks.at(-1)!.wide > wide) {
      blocks.pop();
      push("dedent", "", at, at);
    }
    const now = blocks.at(-1)!;
    if (now.wide === wide && now.narrow !== narrow) mixed(at);
    if (now.wide !== wide)
      throw new Refusal(at, {
        ko: "들여쓰기가 위의 어느 블록과도 맞지 않습니다. 같은 블록의 줄은 같은 만큼 들여 쓰세요.",
        en: "This indentation matches no block above: lines of one block begin in the same column.",
      });
  };

  indent();
  while (at < source.length) {
    const start = at;
    const newline = match(lineEnd);
    if (newline !== null) {
      at += newline.length;
      if (open.length > 0) continue;
      if (out.length > 0 && !["newline", "indent", "dedent"].includes(out.at(-1)!.kind))
        push("newline", "", start, start);
      indent();
      continue;
    }
    const here = source[at]!;
    if (here === " " || here === "\t" || here === "\f") {
      at++;
      continue;
    }
    if (here === "#") {
      while (at < source.length && source[at] !== "\n" && source[at] !== "\r") at++;
      continue;
    }
    if (here === "\\") {
      at++;
      const end = match(lineEnd);
      if (end === null)
        throw new Refusal(start, {
          ko: "\\ 뒤에는 줄바꿈만 올 수 있습니다.",
          en: "Only the end of the line may follow \\.",
        });
      at += end.length;
      continue;
    }
    if (here === '"' || here === "'") {
      at = quoted(source, at, push);
      continue;
    }
    const word = match(name);
    if (word !== null) {
      at += word.length;
      if ((source[at] === '"' || source[at] === "'") && /^[fFrRbBuU]{1,2}$/.test(word))
        throw new Refusal(start, {
          ko: `${word}"..." 문자열은 쓸 수 없습니다. 설명은 "..."로만 쓰세요.`,
          en: `${word}"..." is not supported: write a plain "...".`,
        });
      push("name", word, start, at);
      continue;
    }
    const digits = match(number);
    if (digits !== null) {
      at += digits.length;
      if (match(fraction) !== null || match(name) !== null)
        throw new Refusal(start, {
          ko: "정수만 쓸 수 있습니다. 이름은 숫자로 시작할 수 없습니다.",
          en: "Only whole numbers are supported, and a name cannot begin with a digit.",
        });
      push("number", digits, start, at);
      continue;
    }
    const signed = match(sign);
    if (signed === null)
      throw new Refusal(start, {
        ko: `${shown(source, at)}: 여기에 올 수 없는 글자입니다.`,
        en: `${shown(source, at)}: this character has no meaning here.`,
      });
    at += signed.length;
    if (signed === "(" || signed === "[" || signed === "{") {
      if (open.push({ sign: signed, at: start }) > deepest) tooDeep(start);
    } else if (signed === ")" || signed === "]" || signed === "}") closed(open.pop(), signed, start);
    push("sign", signed, start, at);
  }
  const left = open.at(-1);
  if (left)
    throw new Refusal(left.at, {
      ko: `여는 ${left.sign}에 맞는 닫는 괄호가 없습니다.`,
      en: `This ${left.sign} is never closed.`,
    });
  if (out.length > 0 && out.at(-1)!.kind !== "newline") push("newline", "", at, at);
  for (; blocks.length > 1; blocks.pop()) push("dedent", "", at, at);
  push("end", "", at, at);
  return out;
}

/** A text in quotes from `start`; where it ends. Three quotes reach over lines. */
function quoted(
  source: string,
  start: number,
  push: (kind: "text", text: string, start: number, end: number) => void,
): number {
  const mark = source[start]!;
  const quotes = source.startsWith(mark.repeat(3), start) ? mark.repeat(3) : mark;
  const escapes: Readonly<Record<string, string>> = { n: "\n", t: "\t", "\n": "", "\r": "" };
  let text = "";
  let at = start + quotes.length;
  while (at < source.length && !source.startsWith(quotes, at)) {
    const here = source[at]!;
    if (quotes.length === 1 && (here === "\n" || here === "\r")) break;
    if (here === "\\" && at + 1 < source.length) {
      const escaped = source[at + 1]!;
      text += escapes[escaped] ?? escaped;
      at += 2;
      continue;
    }
    text += here;
    at++;
  }
  if (!source.startsWith(quotes, at))
    throw new Refusal(start, { ko: `닫는 ${quotes}가 없습니다.`, en: `This text lacks its closing ${quotes}.` });
  push("text", text, start, at + quotes.length);
  return at + quotes.length;
}

const pairs: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };

function closed(opened: { sign: string; at: number } | undefined, sign: string, at: number): void {
  if (!opened)
    throw new Refusal(at, { ko: `${sign}에 맞는 여는 괄호가 없습니다.`, en: `Nothing was opened for this ${sign}.` });
  if (pairs[opened.sign] !== sign)
    throw new Refusal(at, {
      ko: `${opened.sign}로 열었으니 ${pairs[opened.sign]}로 닫아야 합니다.`,
      en: `${opened.sign} was opened, so ${pairs[opened.sign]} must close it.`,
    });
}

function mixed(at: number): never {
  throw new Refusal(at, {
    ko: "들여쓰기에 탭과 공백이 섞였습니다. 한 가지로만 쓰세요.",
    en: "Tabs and spaces are mixed in the indentation: use one of them.",
  });
}

export function tooDeep(at: number): never {
  throw new Refusal(at, {
    ko: "괄호나 블록이 너무 깊이 겹쳐 있습니다.",
    en: "Parentheses or blocks are nested too deeply.",
  });
}

const shown = (source: string, at: number): string => String.fromCodePoint(source.codePointAt(at)!);
