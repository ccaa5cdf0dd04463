/**
 * An answer -> its statements: sentences and list items, each a slice of the file. It does not say what a statement claims.
 */
import type { NoteBank, NoteQuestion, Span } from "./bank.ts";
import { itemMark, scan } from "./lines.ts";

export interface Statement extends Span {
  text: string;
  line: number;
  kind: "sentence" | "item" | "lead-in";
}

/** The statements of a question's answer, in order; `text === bank.text.slice(start, end)`. */
export function statements(bank: NoteBank, question: NoteQuestion): Statement[] {
  if (question.answerSpan === null) return [];
  const { start, end } = question.answerSpan;
  const out: Statement[] = [];
  for (const line of scan(bank.text.slice(start, end)).lines) {
    if (line.kind !== "text" && line.kind !== "item") continue;
    const mark = itemMark(bank.text, start + line.from, start + line.to);
    const from = mark?.body ?? start + line.from;
    const text = bank.text.slice(from, start + line.to);
    const kind = mark ? "item" : "sentence";
    if (text !== "") out.push({ text, start: from, end: start + line.to, line: 0, kind });
  }
  const first = bank.text.slice(0, start).split("\n").length;
  let at = start;
  let n = first;
  for (const one of out) {
    for (; at < one.start; at++) if (bank.text[at] === "\n") n++;
    one.line = n;
  }
  return out;
}
