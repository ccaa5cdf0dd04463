/**
 * All that is known of a note line by line, before anything is decided that depends on other lines: what each line is, which mark it
 * bears, which lines are folded away in `<details>`, which begin a question whatever stands around them.
 */
import { asks } from "./asking.ts";
import { type Details, type DetailsScan, findDetails, lineOf } from "./details.ts";
import { type Mark, markOf, peel } from "./labels.ts";
import { type Line, scan } from "./lines.ts";

export interface Page {
  /** In NFC (`composed.ts`); every offset below is into this. */
  readonly text: string;
  readonly lines: readonly Line[];
  readonly marks: readonly (Mark | null)[];
  readonly details: DetailsScan;
  /** Lines inside a folded answer: headings and lists there do not shape the note. */
  readonly hidden: readonly boolean[];
  /** Lines that begin a question by their own mark, outside folded answers; "topic": if nothing else is being asked. */
  readonly starts: readonly ("question" | "topic" | null)[];
  readonly openFences: readonly number[];
  /** Where reading ended: the text's length, or earlier in a file of too many lines. */
  readonly end: number;
}

/** @param bare take a line that asks, and stands after a blank one, for a question though nothing marks it. */
export function readPage(text: string, bare = false): Page {
  const { lines, openFences, end } = scan(text);
  const marks = lines.map((line) => markOf(text, line) ?? (bare ? bareMark(text, line, lines[line.index - 1]) : null));
  const details = findDetails(text, lines);
  const hidden = fold(lines, details.all);
  const starts: Page["starts"][number][] = lines.map((line) => {
    const mark = marks[line.index];
    if (!mark || hidden[line.index] || line.kind === "heading") return null;
    return mark.kind === "question" || (mark.kind === "bold" && line.indent < 2 && line.quotes === 0)
      ? "question"
      : null;
  });
  for (const one of details.all) {
    const at = lineOf(lines, one.open.start);
    if ((one.role === "question" || one.role === "topic") && !hidden[at]) starts[at] ??= one.role;
  }
  return { text, lines, marks, details, hidden, starts, openFences, end };
}

/** Of use only where a file has no other questions: many plain text notes are a question, its answer, a blank line, and so on. */
function bareMark(text: string, line: Line, before: Line | undefined): Mark | null {
  if (line.kind !== "text" || line.indent > 1 || line.quotes > 0 || line.to - line.from > 300) return null;
  if (before !== undefined && before.kind !== "blank" && before.kind !== "heading" && before.kind !== "rule")
    return null;
  const ask = peel(text, line.from, line.to);
  const end = { start: line.to, end: line.to };
  return asks(text.slice(ask.start, ask.end)) ? { kind: "bold", number: null, ask, rest: end } : null;
}

/** Marks the lines behind the one with the summary, up to the one with the closing tag. */
function fold(lines: readonly Line[], all: readonly Details[]): boolean[] {
  const hidden: boolean[] = new Array(lines.length).fill(false);
  let done = 0;
  for (const { open, close, role } of all) {
    if (close === null || role === "plain" || role === "section") continue;
    const from = Math.max(done, lineOf(lines, open.start) + 1);
    const to = lineOf(lines, close.start);
    for (let i = from; i <= to; i++) hidden[i] = true;
    done = Math.max(done, to + 1);
  }
  return hidden;
}
