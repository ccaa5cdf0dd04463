/**
 * The marks by which a line says what it is: `Q1.`, `질문:`, `A.`, `답변:`, `꼬리질문:`, `2-1.`, or a question in bold. One line in, one mark
 * out; whether the mark counts where it stands is decided in `reading.ts`.
 */
import { asks } from "./asking.ts";
import { isSpace, itemMark, type Line } from "./lines.ts";
import type { Span } from "./span.ts";

export type Mark =
  /** `ask` is empty where the question is on the next line; `rest` is what follows on the same line, the answer's beginning. */
  | { readonly kind: "question" | "bold"; readonly number: string | null; readonly ask: Span; readonly rest: Span }
  /** `weak`: only a number such as `2-1.`, which steps of an answer may bear as well. */
  | {
      readonly kind: "follow-up";
      readonly number: string | null;
      readonly ask: Span;
      readonly rest: Span;
      readonly weak: boolean;
    }
  | { readonly kind: "answer"; readonly rest: Span };

/** White space inside a line: `\s` would read on into the next one. */
const gap = "[ \\t\\u00a0\\u3000]";
const word = `(?:\\*\\*|__)?${gap}{0,2}[[(]?${gap}{0,2}`;
const number = `${gap}{0,2}(?:No)?\\.?${gap}{0,2}(\\d{1,4}(?:-\\d{1,3}){0,3})?`;
const close = `(?:\\*\\*|__)?${gap}{0,2}(?:[.:)．：\\]]|번${gap}{0,2}[.:)：])[.:)\\]]?(?:\\*\\*|__)?[.:：]?${gap}{0,4}`;
const answerWords = `(?:A|답|답변|대답|정답|(?:모범|예시)${gap}?답[안변]|나의${gap}?답변|해설|Answer|Ans|Solution)`;
const followWords = `(?:꼬리에?${gap}?(?:꼬리를 무는${gap}?)?질문|(?:추가|연관|후속|심화)${gap}?질문|Follow[ -]?up(?: questions?)?)`;

const question = new RegExp(`${word}(?:Q|질문|면접${gap}?질문|Question)${number}${close}`, "iy");
/** `Q1 무엇인가`: without a stop the number must be there. */
const questionByNumber = new RegExp(`${word}Q(\\d{1,4}(?:-\\d{1,3}){0,3})(?:\\*\\*|__)?(?=\\s|$)${gap}{0,4}`, "iy");
const answer = new RegExp(`${word}${answerWords}${number}${close}`, "iy");
const bareAnswer = new RegExp(`^(?:A\\d{1,3}|${answerWords})$`, "i");
const followUp = new RegExp(`${word}${followWords}${number}${close}`, "iy");
const bareFollowUp = new RegExp(`^${followWords}${gap}{0,2}(\\d{1,4})?$`, "i");
const numbered = new RegExp(
  `(?:\\*\\*|__)?(\\d{1,3}(?:-\\d{1,3}){1,3})(?:[.):]|번[.):])(?:\\*\\*|__)?${gap}{1,4}`,
  "iy",
);

/** The mark of a line, if it bears one; `from` and `to` bound its text behind list and heading marks. */
export function markOf(text: string, line: Line): Mark | null {
  if (line.kind !== "text" && line.kind !== "item" && line.kind !== "heading") return null;
  const from = line.body;
  const to = line.bodyEnd;
  let first = from;
  while (first < to && first < from + 6 && "*_[( ".includes(text[first]!)) first++;
  if (first >= to) return null;
  if (!firstLetters.has(text[first]!))
    return first === from && text[first] !== "<" ? null : boldMark(text, line, from, to);
  const follow = startsWith(followUp, text, from, to) ?? bareFollow(text, from, to);
  if (follow !== null)
    return { kind: "follow-up", number: follow.number, ...askOf(text, follow.end, to, from), weak: false };
  const minor = startsWith(numbered, text, from, to);
  if (minor !== null)
    return { kind: "follow-up", number: minor.number, ...askOf(text, minor.end, to, from), weak: true };
  const asked = startsWith(question, text, from, to) ?? startsWith(questionByNumber, text, from, to);
  if (asked !== null) {
    const parts = askOf(text, asked.end, to, from);
    if (asked.number?.includes("-")) return { kind: "follow-up", number: asked.number, ...parts, weak: false };
    return { kind: "question", number: asked.number, ...parts };
  }
  const answered = startsWith(answer, text, from, to);
  if (answered !== null) return { kind: "answer", rest: peel(text, answered.end, to) };
  if (to - from < 24 && bareAnswer.test(inner(text, from, to))) return { kind: "answer", rest: { start: to, end: to } };
  return boldMark(text, line, from, to);
}

const boldMark = (text: string, line: Line, from: number, to: number): Mark | null =>
  line.kind === "heading" ? null : boldAsk(text, from, to);

/** Every label begins with one of these: most lines are dismissed by one look. */
const firstLetters = new Set("QqAaFfSs0123456789질면답대정모예나해꼬추연후심");

/** Whether a summary only invites to open it: "답변 보기", "Answer". */
export const isAnswerTitle = (text: string): boolean =>
  text.length < 30 &&
  /^(?:\W*)(?:모범\s?|예시\s?|나의\s?)?(?:답|답변|답안|정답|해설|풀이|펼치기|접기|펼쳐\s?보기|더\s?보기|보기|확인|클릭|열기|answers?|solution|show|see|view|reveal|click|open|toggle|expand|hint|힌트)(?:$|[^가-힣A-Za-z]|\s?(?:을|를)?\s?(?:보기|확인|펼치기|열기|접기|하기|예시|here|answer|me))/i.test(
    text,
  ) &&
  !/[?？]\s*$/.test(text);

function startsWith(
  pattern: RegExp,
  text: string,
  from: number,
  to: number,
): { number: string | null; end: number } | null {
  pattern.lastIndex = from;
  const found = pattern.exec(text);
  if (found === null || pattern.lastIndex > to) return null;
  return { number: found[1] ?? null, end: pattern.lastIndex };
}

function bareFollow(text: string, from: number, to: number): { number: string | null; end: number } | null {
  if (to - from > 40) return null;
  const found = bareFollowUp.exec(inner(text, from, to));
  return found === null ? null : { number: found[1] ?? null, end: to };
}

const inner = (text: string, from: number, to: number): string => {
  const { start, end } = peel(text, from, to);
  return text.slice(start, end).replace(/[:：]$/, "");
};

/** The question in [from, to) behind a label that began at `label`; an answer on the same line is the rest. */
function askOf(text: string, from: number, to: number, label: number): { ask: Span; rest: Span } {
  const opened = text.startsWith("**", label) || text.startsWith("__", label) ? text.slice(label, label + 2) : null;
  const closed = opened !== null && text.slice(label + 2, from).includes(opened);
  if (opened !== null && !closed) {
    const end = text.indexOf(opened, from);
    if (end >= from && end < to) return { ask: peel(text, from, end), rest: trim(text, end + 2, to) };
  }
  const line = to - from > 5000 ? "" : text.slice(from, to);
  const inline = /[?？.)"”*]\s+(?:\*\*)?(?:A\d{0,3}\s?[.:)：]|(?:답|답변|Answer)\s?[:：])(?:\*\*)?\s+/i.exec(line);
  if (inline !== null) {
    return {
      ask: peel(text, from, from + inline.index + 1),
      rest: trim(text, from + inline.index + inline[0].length, to),
    };
  }
  return { ask: peel(text, from, to), rest: { start: to, end: to } };
}

/** `**...?**`, alone on the line or before its answer; also with a number or a tag in place of the stars. */
function boldAsk(text: string, from: number, to: number): Mark | null {
  const open = boldOpen(text, from);
  if (open === null) return null;
  const until = text.slice(open.from, Math.min(to, open.from + 700)).indexOf(open.close);
  if (until < 0) return null;
  const end = open.from + until;
  const mark = itemMark(text, open.from, end);
  const ask = peel(text, mark?.body ?? open.from, end);
  const rest = trim(text, end + open.close.length, to);
  const asked = text.slice(ask.start, ask.end);
  const closedByMark = /^[?？:：]$/.test(text.slice(rest.start, rest.end));
  if (!asks(asked) && !(closedByMark && /[?？]/.test(text[rest.start] ?? ""))) return null;
  if (rest.start < rest.end && !closedByMark && !/[?？]\W*$/.test(asked)) return null;
  return {
    kind: "bold",
    number: mark?.ordinal?.toString() ?? null,
    ask,
    rest: closedByMark ? { start: to, end: to } : rest,
  };
}

function boldOpen(text: string, from: number): { from: number; close: string } | null {
  if (text.startsWith("***", from)) return { from: from + 3, close: "***" };
  if (text.startsWith("**", from)) return { from: from + 2, close: "**" };
  if (text.startsWith("__", from)) return { from: from + 2, close: "__" };
  const tag = /^<(b|strong)>/i.exec(text.slice(from, from + 8));
  return tag === null ? null : { from: from + tag[0].length, close: `</${tag[1]}>` };
}

export function trim(text: string, from: number, to: number): Span {
  let start = from;
  let end = Math.max(from, to);
  while (start < end && isBlank(text.charCodeAt(start))) start++;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--;
  return { start, end };
}

const isBlank = (code: number): boolean => isSpace(code) || code === 9 || code === 10 || code === 13 || code === 0xfeff;

const wrappers = ["***", "**", "__", "<b>", "<strong>", "<h1>", "<h2>", "<h3>", "<h4>", "<h5>", "<i>", "<u>"] as const;

/** [from, to) without white space and without emphasis that wraps all of it. */
export function peel(text: string, from: number, to: number): Span {
  let span = trim(text, from, to);
  for (let again = true; again; ) {
    if (span.start >= span.end || !"*_<".includes(text[span.start]!)) return span;
    again = false;
    for (const open of wrappers) {
      const close = open.startsWith("<") ? `</${open.slice(1)}` : open;
      const { start, end } = span;
      const head = text.slice(start, start + open.length).toLowerCase();
      if (end - start <= open.length + close.length || head !== open) continue;
      if (text.slice(end - close.length, end).toLowerCase() !== close) continue;
      if (
        !open.startsWith("<") &&
        text.slice(start + open.length, Math.min(end, start + 2000) - close.length).includes(open)
      )
        continue;
      span = trim(text, start + open.length, end - close.length);
      again = true;
    }
  }
  return span;
}
