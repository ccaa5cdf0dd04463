/**
 * A stretch of prose, Korean or English -> its sentences, as spans. Splits behind `.`, `?`, `!`, `。` where white space follows, and
 * behind `다.` and `요.` also without it; never inside brackets or `code`, nor at 1.5, e.g., HTTP/1.1, example.com, a.b(), "3.". A
 * sentence wholly in brackets stays with the one before it. It knows nothing of lines: what is one stretch is decided by the caller.
 */
import type { Span } from "./span.ts";

/** The sentences of text[from, to) in order, without surrounding white space. Linear. */
export function sentences(text: string, from: number, to: number): Span[] {
  const skip = brackets(text, from, to);
  const out: Span[] = [];
  let start = from;
  const cut = (end: number): void => {
    const span = tighten(text, start, end);
    if (span.start < span.end) out.push(span);
    start = end;
  };
  for (let at = from; at < to; at++) {
    const jump = skip.get(at);
    if (jump !== undefined) {
      at = jump;
      continue;
    }
    if (!enders.includes(text[at]!)) continue;
    let end = at + 1;
    while (end < to && enders.includes(text[end]!)) end++;
    const stop = end;
    while (end < to && closers.includes(text[end]!)) end++;
    if (ends(text, start, at, stop, end, to)) {
      end = withRemark(text, end, to, skip);
      cut(end);
    }
    at = Math.max(at, end - 1);
  }
  cut(to);
  return out;
}

const enders = ".?!。？！";
const closers = "\"'”’」』)]*_`~";

/** Does the mark at [at, stop), closed at `end`, end a sentence that began at `start`? */
function ends(text: string, start: number, at: number, stop: number, end: number, to: number): boolean {
  if (text[at] === "。" || end >= to) return true;
  const next = text[end]!;
  if (!/\s/.test(next))
    return /[.?!]/.test(text[at]!) && stop - at === 1 && isKoreanEnd(text[at - 1]) && isHangul(next);
  const begin = skipSpace(text, end, to);
  const after = text.slice(begin, Math.min(to, begin + 4));
  // `"Really?" he asked`, `"왜?" 라고 물었다`: the sentence round the quotation goes on.
  if (end > stop && /^(?:[a-z]|이?라고|하고|라는)/.test(after)) return false;
  if (text[at] !== ".") return true;
  const wordStart = beginningOfWord(text, start, at);
  const word = text.slice(wordStart, at);
  if (/^\(?\d{1,3}$/.test(word)) return false;
  if (stop - at > 1) return !/^[a-z]/.test(after);
  if (/^etc$/i.test(word)) return /^[A-Z가-힣]/.test(after);
  return !abbreviation.test(word) && !/^[A-Za-z]$/.test(word);
}

const abbreviation =
  /^\(?(?:e\.g|i\.e|eg|ie|vs|cf|al|approx|resp|Mr|Mrs|Ms|Dr|Prof|No|Fig|Eq|Sec|Ch|vol|pp?|incl|esp|ex|St|v|a\.k\.a|a\.m|p\.m|U\.S)$/i;

const isKoreanEnd = (char: string | undefined): boolean => char !== undefined && "다요음함됨임죠까".includes(char);
const isHangul = (char: string): boolean => char >= "가" && char <= "힣";

function beginningOfWord(text: string, start: number, at: number): number {
  let from = at;
  while (from > start && at - from < 16 && !/\s/.test(text[from - 1]!)) from--;
  return from;
}

function skipSpace(text: string, from: number, to: number): number {
  let at = from;
  while (at < to && /\s/.test(text[at]!)) at++;
  return at;
}

/** Behind a sentence, `(키가 없으면 만들어서)` belongs to it. */
function withRemark(text: string, end: number, to: number, skip: ReadonlyMap<number, number>): number {
  const open = skipSpace(text, end, to);
  const close = text[open] === "(" ? skip.get(open) : undefined;
  if (close === undefined) return end;
  let after = close + 1;
  while (after < to && (enders.includes(text[after]!) || closers.includes(text[after]!))) after++;
  return after >= to || /\s/.test(text[after]!) ? after : end;
}

/** From each opening bracket or backtick that is closed, to its closing one. Outermost only. */
function brackets(text: string, from: number, to: number): Map<number, number> {
  const pairs = new Map<number, number>();
  const stack: number[] = [];
  let tick = -1;
  for (let at = from; at < to; at++) {
    const char = text[at]!;
    if (char === "`") {
      if (tick >= 0) pairs.set(tick, at);
      tick = tick >= 0 ? -1 : at;
    } else if (tick >= 0) {
      if (char === "\n" || char === "\r") tick = -1;
    } else if (char === "(" || char === "[") stack.push(at);
    else if ((char === ")" || char === "]") && stack.length > 0) pairs.set(stack.pop()!, at);
  }
  return pairs;
}

function tighten(text: string, from: number, to: number): Span {
  let start = from;
  let end = to;
  while (start < end && /\s/.test(text[start]!)) start++;
  while (end > start && /\s/.test(text[end - 1]!)) end--;
  return { start, end };
}
