/**
 * A note as a bank of questions: what each asks and answers, and where exactly in the file. Nothing is dropped in silence: `regions`
 * cut the file into stretches that together are the file, and what was not understood is listed. It does not judge an answer, does
 * not read statements (`statements.ts`), and changes nothing.
 */
import { type Composed, compose } from "./composed.ts";
import { fold, Identities } from "./identity.ts";
import type { Walked } from "./ledger.ts";
import { type Page, readPage } from "./page.ts";
import { problemsOf } from "./problems.ts";
import type { Span, Words } from "./span.ts";
import { walk } from "./walk.ts";

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
  const composed = compose(text);
  let page = readPage(composed.text);
  let walked = walk(page);
  if (walked.drafts.length === 0) {
    page = readPage(composed.text, true);
    walked = walk(page);
  }
  const questions = name(composed, walked);
  const regions = cut(composed, page, walked, questions);
  const rest = composed.original({ start: page.end, end: composed.text.length });
  if (rest.start < rest.end) {
    const line = page.lines.length + 1;
    regions.push({ kind: "not-understood", ...rest, line, endLine: line, question: null });
  }
  const notUnderstood = regions
    .filter((region) => region.kind === "not-understood")
    .map(({ line, endLine, start, end }) => ({ line, endLine, text: text.slice(start, end).trimEnd() }));
  return { file, text, questions, problems: problemsOf(page, walked, questions), notUnderstood, regions };
}

function name(composed: Composed, { drafts }: Walked): NoteQuestion[] {
  const identities = new Identities();
  const questions: NoteQuestion[] = [];
  for (const draft of drafts) {
    const ask = fold(composed.text.slice(draft.ask.start, draft.ask.end).replace(/[\r\n]+[ \t>]*/g, " "));
    const parent = draft.parent === null ? null : questions[draft.parent.index]!.id;
    const answerSpan = draft.answer && composed.original(draft.answer);
    const askSpan = composed.original(draft.ask);
    questions.push({
      id: identities.give([...draft.section, ...(parent === null ? [] : [parent]), ask]),
      section: draft.section,
      ask,
      answer: answerSpan === null ? "" : composed.source.slice(answerSpan.start, answerSpan.end),
      answered: answerSpan !== null,
      line: draft.line + 1,
      endLine: draft.endLine + 1,
      parent,
      followUp: draft.followUp,
      askSpan,
      answerSpan,
    });
  }
  return questions;
}

/** Blank lines and rules between two lines of one answer belong to it; runs of lines of one kind are one region. */
function cut(composed: Composed, page: Page, { places, owners }: Walked, questions: readonly NoteQuestion[]): Region[] {
  const { lines } = page;
  const kinds: RegionKind[] = new Array(lines.length);
  const lastContent = new Int32Array(questions.length).fill(-1);
  for (let i = 0; i < lines.length; i++) {
    const owner = owners[i]!;
    const place = places[i]!;
    kinds[i] = place !== "content" ? place : owner < 0 ? "not-understood" : "answer";
    if (kinds[i] !== "answer") continue;
    const before = lastContent[owner]!;
    for (let gap = i - 1; before >= 0 && gap > before && owners[gap] === owner && isGap(places[gap]!); gap--)
      kinds[gap] = "answer";
    lastContent[owner] = i;
  }
  const regions: Region[] = [];
  let first = 0;
  for (let i = 1; i <= lines.length; i++) {
    const kind = kinds[first]!;
    const asks = kind === "answer" || kind === "question";
    if (i < lines.length && kinds[i] === kind && (!asks || owners[i] === owners[first])) continue;
    const { start, end } = composed.original({ start: lines[first]!.start, end: lines[i - 1]!.next });
    const question = asks ? questions[owners[first]!]!.id : null;
    regions.push({ kind, start, end, line: first + 1, endLine: i, question });
    first = i;
  }
  return regions;
}

const isGap = (place: string): boolean => place === "blank" || place === "decoration";
