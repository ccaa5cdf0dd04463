/**
 * `<details><summary>…</summary>…</details>`, wherever its tags stand: on lines of their own, all on one line, nested. Tags only; what
 * a summary is (a question, a section, "show the answer") is a first judgement from its own words, settled in `reading.ts`.
 */
import { asksAsHeading } from "./asking.ts";
import { isAnswerTitle, peel, trim } from "./labels.ts";
import type { Line } from "./lines.ts";
import type { Span } from "./span.ts";

/** "topic": asks only if nothing else is being asked there; "plain": no summary, or one that only wraps others. */
export type Role = "question" | "topic" | "disclosure" | "section" | "plain";

export interface Details {
  readonly open: Span;
  /** Inside the summary's tags, without emphasis; null: no summary. */
  readonly summary: Span | null;
  /** Where the content begins. */
  readonly content: number;
  /** The closing tag; null where it is missing. */
  readonly close: Span | null;
  readonly role: Role;
  readonly depth: number;
}

/** Deeper nesting is read as text: nobody writes it, and it must not cost more than it is worth. */
export const deepestDetails = 8;

export interface DetailsScan {
  /** In the order of their opening tags. */
  readonly all: Details[];
  /** Every tag span in order, for cutting lines: what is between is text. */
  readonly tags: Span[];
  readonly tooDeep: number | null;
}

const tag = /<(\/?)(details|summary)\b[^<>]{0,200}>/gi;

interface Open {
  open: Span;
  from: number | null;
  summary: Span | null;
  content: number;
  close: Span | null;
  depth: number;
}

export function findDetails(text: string, lines: readonly Line[]): DetailsScan {
  const all: Open[] = [];
  const stack: Open[] = [];
  const tags: Span[] = [];
  let tooDeep: number | null = null;
  let skipped = 0;
  let at = 0;
  tag.lastIndex = 0;
  for (let found = tag.exec(text); found !== null; found = tag.exec(text)) {
    const span = { start: found.index, end: tag.lastIndex };
    while (at < lines.length - 1 && lines[at]!.next <= span.start) at++;
    const { kind } = lines[at]!;
    if (kind === "code" || kind === "fence" || kind === "comment" || kind === "matter") continue;
    if (text[span.start - 1] === "`") continue;
    const closing = found[1] === "/";
    const top = stack.at(-1);
    if (found[2]!.toLowerCase() === "details") {
      if (!closing && stack.length >= deepestDetails) {
        tooDeep ??= at + 1;
        skipped++;
      } else if (closing && skipped > 0) skipped--;
      else if (closing) {
        const closed = stack.pop();
        if (closed) closed.close = span;
      } else {
        const one = { open: span, from: null, summary: null, content: span.end, close: null, depth: stack.length };
        all.push(one);
        stack.push(one);
      }
    } else if (top !== undefined && skipped === 0) {
      if (!closing && top.summary === null && top.from === null) {
        top.from = span.end;
        top.content = span.end;
      } else if (closing && top.from !== null && top.summary === null) {
        top.summary = peel(text, top.from, span.start);
        top.content = span.end;
      }
    }
    tags.push(span);
  }
  return { all: all.map((one) => settle(text, lines, one)), tags, tooDeep };
}

function settle(text: string, lines: readonly Line[], one: Open): Details {
  let { summary, content } = one;
  if (summary === null && one.from !== null) {
    const line = lines[lineOf(lines, one.from)];
    summary = peel(text, one.from, line?.to ?? one.from);
    content = line?.to ?? one.from;
  }
  const { open, close, depth } = one;
  return { open, summary, content, close, depth, role: roleOf(text, summary, content) };
}

function roleOf(text: string, summary: Span | null, content: number): Role {
  if (summary === null || summary.start === summary.end) return "plain";
  const words = text.slice(summary.start, summary.end);
  const wraps = /^(?:<details|#{1,6}\s|(?:\*\*)?Q\s?\d{0,3}[.:)])/i.test(
    text.slice(trim(text, content, Math.min(text.length, content + 500)).start).slice(0, 20),
  );
  if (isAnswerTitle(words)) return wraps ? "plain" : "disclosure";
  if (asksAsHeading(words)) return "question";
  return wraps ? "section" : "topic";
}

/** The line that holds an offset. */
export function lineOf(lines: readonly Line[], offset: number): number {
  let low = 0;
  let high = lines.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (lines[middle]!.start <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
