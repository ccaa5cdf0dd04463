/**
 * A note as a bank of questions: what each asks and answers, and where exactly in the file. Nothing is dropped in silence: `regions`
 * cut the file into stretches that together are the file, and what was not understood is listed. It does not judge an answer, does
 * not read statements (`statements.ts`), and changes nothing.
 */
import { type Composed, compose } from "./composed.ts";
import { fold, Identities } from "./identity.ts";
import { type Page, readPage } from "./page.ts";
import { problemsOf } from "./problems.ts";
import type { Span, Words } from "./span.ts";
import { type Walked, walk } from "./walk.ts";

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
  const page = readPage(composed.text);
  const walked = walk(page);
  const questions = name(composed, walked);
  const regions = cut(composed, page, walked, questions);
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
  const within = new Uint8Array(lines.length);
  const lastContent = new Map<number, number>();
  lines.forEach((_, i) => {
    const owner = owners[i]!;
    if (owner < 0 || places[i] !== "content") return;
    const before = lastContent.get(owner);
    for (let gap = i - 1; before !== undefined && gap > before && owners[gap] === owner && isGap(places[gap]!); gap--)
      within[gap] = 1;
    lastContent.set(owner, i);
  });
  const regions: Region[] = [];
  lines.forEach((line, i) => {
    const owner = owners[i]!;
    const place = places[i]!;
    const kind: RegionKind =
      place === "content" || within[i] === 1 ? (owner < 0 ? "not-understood" : "answer") : (place as RegionKind);
    const question = owner >= 0 && (kind === "answer" || kind === "question") ? questions[owner]!.id : null;
    const { start, end } = composed.original({ start: line.start, end: line.next });
    const last = regions.at(-1);
    if (last !== undefined && last.kind === kind && last.question === question) {
      regions[regions.length - 1] = { ...last, end, endLine: i + 1 };
    } else regions.push({ kind, question, start, end, line: i + 1, endLine: i + 1 });
  });
  return regions;
}

const isGap = (place: string): boolean => place === "blank" || place === "decoration";
