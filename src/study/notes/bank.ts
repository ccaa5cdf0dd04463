/**
 * A note as a bank of questions: what each asks and answers, and where exactly in the file. Nothing is dropped in silence: `regions`
 * cut the file into stretches that together are the file, and what was not understood is listed. It does not judge an answer, does
 * not read statements (`statements.ts`), and changes nothing.
 */
import { type Line, scan } from "./lines.ts";
import type { Span, Words } from "./span.ts";

export type { Span } from "./span.ts";

export interface NoteQuestion {
  /** Eight hexadecimal digits out of section and question, so that it stays when answers or other questions change. */
  id: string;
  /** The headings above, outermost first. */
  section: readonly string[];
  ask: string;
  /** The file from the first to the last character of the answer, as it is; "" when there is none. */
  answer: string;
  answered: boolean;
  /** From 1, and inclusive. */
  line: number;
  endLine: number;
  parent: string | null;
  followUp: boolean;
  askSpan: Span;
  answerSpan: Span | null;
}

export interface NoteProblem {
  line: number;
  message: Words;
}

export type RegionKind = "section" | "question" | "answer" | "blank" | "decoration" | "not-understood";

/** Whole lines of one kind, line ends included. */
export interface Region extends Span {
  kind: RegionKind;
  line: number;
  endLine: number;
  /** The id of the question that it asks or answers. */
  question: string | null;
}

export interface NoteBank {
  file: string;
  text: string;
  questions: NoteQuestion[];
  problems: NoteProblem[];
  notUnderstood: { line: number; endLine: number; text: string }[];
  /** In order, without gap or overlap: joined, they are the text. */
  regions: Region[];
}

/** Reads one file. Any string is accepted; what is wrong with it is in `problems`. */
export function readNotes(file: string, text: string): NoteBank {
  const { lines } = scan(text);
  const bank: NoteBank = { file, text, questions: [], problems: [], notUnderstood: [], regions: [] };
  let section: string[] = [];
  let current: NoteQuestion | null = null;
  const put = (line: Line, kind: RegionKind, question: string | null): void => {
    const last = bank.regions.at(-1);
    if (last && last.kind === kind && last.question === question && kind !== "question") {
      bank.regions[bank.regions.length - 1] = { ...last, end: line.next, endLine: line.index + 1 };
    } else {
      bank.regions.push({
        kind,
        question,
        start: line.start,
        end: line.next,
        line: line.index + 1,
        endLine: line.index + 1,
      });
    }
  };
  for (const line of lines) {
    if (line.kind === "heading") {
      section = [text.slice(line.body, line.bodyEnd)];
      current = null;
      put(line, "section", null);
    } else if (line.kind === "item" && line.indent < 2 && line.ordinal !== null) {
      const ask = text.slice(line.body, line.to);
      const n = line.index + 1;
      current = {
        id: (bank.questions.length + 0x10000000).toString(16),
        section,
        ask,
        answer: "",
        answered: false,
        line: n,
        endLine: n,
        parent: null,
        followUp: false,
        askSpan: { start: line.body, end: line.to },
        answerSpan: null,
      };
      bank.questions.push(current);
      put(line, "question", current.id);
    } else if (line.kind === "blank") put(line, "blank", null);
    else if (line.kind === "rule") put(line, "decoration", null);
    else if (current === null) put(line, "not-understood", null);
    else {
      put(line, "answer", current.id);
      const start: number = current.answerSpan?.start ?? line.from;
      current.answerSpan = { start, end: line.to };
      current.answer = text.slice(start, line.to);
      current.answered = true;
      current.endLine = line.index + 1;
    }
  }
  return bank;
}
