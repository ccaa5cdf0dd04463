/**
 * What has been read so far: the questions, what each line is and whose, the sections and the question that are open. The walk
 * (`walk.ts`, `folding.ts`) decides; this only keeps the books, so that a line has one place and an answer one beginning and end.
 */
import { peel, trim } from "./labels.ts";
import type { Line } from "./lines.ts";
import type { Page } from "./page.ts";
import type { Span } from "./span.ts";

/** A question while it is being read; offsets into the page's text, lines from 0. */
export interface Draft {
  readonly index: number;
  readonly by: "item" | "heading" | "label" | "bold" | "summary";
  readonly section: readonly string[];
  readonly ask: Span;
  readonly line: number;
  readonly indent: number;
  readonly number: string | null;
  readonly parent: Draft | null;
  readonly followUp: boolean;
  answer: Span | null;
  endLine: number;
}

export type Place = "section" | "question" | "content" | "blank" | "decoration";

export interface Walked {
  readonly drafts: Draft[];
  /** By line: what it is, and whose (an index into `drafts`, or -1). */
  readonly places: Place[];
  readonly owners: Int32Array;
  /** Lines with an answer's label and no question, or a question's label and no words. */
  readonly strays: { readonly line: number; readonly what: "answer" | "question" | "follow-up" }[];
}

/** What a question is known by when it is opened. */
export interface About {
  readonly by: Draft["by"];
  readonly parent: Draft | null;
  readonly number: string | null;
  readonly followUp?: boolean;
}

export class Ledger {
  readonly walked: Walked;
  /** The question that a line belongs to which does not open another. */
  current: Draft | null = null;
  /** The question that follow-ups follow, and all of this section by number. */
  main: Draft | null = null;
  readonly byNumber = new Map<string, Draft>();
  /** Below a bare `꼬리질문:`, items are follow-ups. */
  followList: { indent: number; items: number | null } | null = null;
  readonly #page: Page;
  readonly #sections: { level: number; title: string }[] = [];
  #path: readonly string[] = [];

  constructor(page: Page) {
    this.#page = page;
    const count = page.lines.length;
    this.walked = {
      drafts: [],
      places: new Array(count).fill("blank"),
      owners: new Int32Array(count).fill(-1),
      strays: [],
    };
  }

  /** Opens a question at `line`; `rest` is the beginning of its answer on the same line. */
  ask(line: Line, ask: Span, about: About, rest: Span | null = null): void {
    const { by, parent, number } = about;
    const followUp = about.followUp ?? parent !== null;
    const section = parent?.section ?? this.#path;
    const { drafts } = this.walked;
    const { index: at, indent } = line;
    const index = drafts.length;
    const draft: Draft = {
      index,
      by,
      section,
      ask,
      line: at,
      indent,
      number,
      parent,
      followUp,
      answer: null,
      endLine: at,
    };
    drafts.push(draft);
    this.current = draft;
    if (number !== null) this.byNumber.set(number, draft);
    if (!followUp) {
      this.main = draft;
      this.followList = null;
    }
    this.put(line, "question");
    if (rest !== null && rest.start < rest.end) this.extend(draft, rest, line.index);
  }

  /** Deeper than the mark of the item that asks: inside its answer. */
  isInsideItem(line: Line): boolean {
    return this.current?.by === "item" && line.indent >= this.current.indent + 2;
  }

  /** A question by label, bold or item inside the answer of a heading that asks follows that heading's question. */
  parentInHeading(): Draft | null {
    for (let up = this.current; up !== null; up = up.parent) if (up.by === "heading") return up;
    return null;
  }

  /** The question of a heading above this level, if one is open. */
  headingAbove(level: number): Draft | null {
    const { lines } = this.#page;
    for (let up = this.current; up !== null; up = up.parent) {
      const line = lines[up.line]!;
      if (up.by === "heading" && line.kind === "heading" && line.level < level) return up;
    }
    return null;
  }

  /** @param level of a heading, 1 to 6; groups by item or `<details>` are deeper. */
  openSection(line: Line, level: number, from: number, to: number): void {
    this.leaveSections(level);
    const { start, end } = peel(this.#page.text, from, to);
    this.#sections.push({ level, title: this.#page.text.slice(start, end) });
    this.#path = this.#sections.map((section) => section.title);
    this.current = null;
    this.main = null;
    this.followList = null;
    this.byNumber.clear();
    this.put(line, "section");
  }

  leaveSections(level: number): void {
    let open = this.#sections.length;
    while (open > 0 && this.#sections[open - 1]!.level >= level) open--;
    if (open === this.#sections.length) return;
    this.#sections.length = open;
    this.#path = this.#sections.map((section) => section.title);
  }

  /** Of several questions on one line, the line is the first one's. */
  put(line: Line, place: Place): void {
    const { places, owners } = this.walked;
    if (place === "question" && places[line.index] === "question" && owners[line.index]! >= 0) {
      if (this.current !== null) this.current.endLine = line.index;
      return;
    }
    if (this.current === null) {
      places[line.index] = place === "question" ? "content" : place; // tags crossed over: nobody's question
      return;
    }
    if (place === "question") this.current.endLine = line.index;
    places[line.index] = place;
    if (place !== "section") owners[line.index] = this.current.index;
  }

  /** A line of an answer, or not understood where no question is open. */
  content(line: Line, from: number, to: number): void {
    this.put(line, "content");
    if (this.current !== null) this.extend(this.current, trim(this.#page.text, from, to), line.index);
  }

  /** The answer reaches to the end of `span`. */
  extend(draft: Draft, span: Span, line: number): void {
    if (span.start >= span.end) return;
    draft.answer = { start: draft.answer?.start ?? span.start, end: span.end };
    draft.endLine = line;
  }
}
