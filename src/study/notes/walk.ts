/**
 * The second pass: one walk down the page that opens and closes questions and gives every line its place. All judgement that needs more
 * than one line was made before (`outline.ts`, `lists.ts`); here only the order counts: a line belongs to the question opened last.
 */
import { askEnd, asks, states } from "./asking.ts";
import type { Details } from "./details.ts";
import { type Mark, peel, trim } from "./labels.ts";
import { type Heading, type Item, isLayout, type Line } from "./lines.ts";
import { itemText, readLists, type Setting } from "./lists.ts";
import { type HeadingRole, numbering, readOutline, settingUnder } from "./outline.ts";
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

interface Frame {
  readonly details: Details;
  readonly saved: Draft | null;
  /** Its summary was met, and it was a question. */
  summarised: boolean;
  asked: boolean;
}

export function walk(page: Page): Walked {
  return new Walk(page).run();
}

class Walk {
  readonly #page: Page;
  readonly #outline: Map<number, HeadingRole>;
  readonly #questions = new Set<number>();
  readonly #groups = new Set<number>();
  readonly #out: Walked;
  #sections: { level: number; title: string }[] = [];
  #path: readonly string[] = [];
  #current: Draft | null = null;
  /** The question that follow-ups follow, and all of this section by number. */
  #main: Draft | null = null;
  readonly #byNumber = new Map<string, Draft>();
  /** Below a bare `꼬리질문:`, items are follow-ups. */
  #followList: { indent: number; items: number | null } | null = null;
  readonly #frames: Frame[] = [];
  #nextTag = 0;
  #nextDetails = 0;
  #inSummary: Details | null = null;
  /** Lines up to here belong to the ask of a question that runs over several lines. */
  #askUntil = -1;

  constructor(page: Page) {
    this.#page = page;
    this.#outline = readOutline(page);
    const count = page.lines.length;
    this.#out = {
      drafts: [],
      places: new Array(count).fill("blank"),
      owners: new Int32Array(count).fill(-1),
      strays: [],
    };
    this.#readAllLists();
  }

  run(): Walked {
    const { lines, details } = this.#page;
    for (const line of lines) {
      const tag = details.tags[this.#nextTag];
      if (line.index <= this.#askUntil) continue;
      else if (tag !== undefined && tag.start < line.next) this.#onTags(line);
      else if (this.#inSummary !== null) this.#put(line, line.kind === "blank" ? "blank" : this.#summaryPlace());
      else this.#onLine(line);
    }
    return this.#out;
  }

  #readAllLists(): void {
    const { text, lines, starts } = this.#page;
    let from = 0;
    let setting: Setting = "section";
    const read = (to: number): void => {
      const found = readLists(this.#page, from, to, setting);
      for (const question of found.questions) this.#questions.add(question);
      for (const group of found.groups) this.#groups.add(group);
    };
    for (const line of lines) {
      const role = this.#outline.get(line.index);
      const labelled = starts[line.index] === "question" && this.#page.marks[line.index];
      if (role === undefined && !labelled) continue;
      read(line.index);
      from = line.index;
      setting = "answer";
      if (role === "section" && line.kind === "heading") {
        setting = "section";
        from++;
        if (settingUnder(text.slice(line.body, line.bodyEnd)) === "topic") setting = "topic";
      }
    }
    read(lines.length);
  }

  // --- one line

  #onLine(line: Line): void {
    const role = this.#outline.get(line.index);
    const mark = this.#page.marks[line.index] ?? null;
    if (line.kind === "heading" && role !== undefined) this.#onHeading(line, role, mark);
    else if (line.kind === "blank") this.#put(line, "blank");
    else if (line.kind === "rule" || line.kind === "comment" || line.kind === "matter") this.#put(line, "decoration");
    else if (mark !== null && this.#onMark(line, mark)) return;
    else if (line.kind === "item" && this.#groups.has(line.index)) {
      this.#openSection(line, 10 + line.indent, line.body, line.to);
    } else if (line.kind === "item" && this.#isFollowItem(line)) this.#askFollowUp(line, line.body, line.to);
    else if (line.kind === "item" && this.#questions.has(line.index)) this.#askItem(line);
    else if (line.kind === "text" && this.#isFollowText(line)) this.#askFollowUp(line, line.from, line.to);
    else this.#content(line, line.from, line.to);
  }

  #onHeading(line: Heading, role: HeadingRole, mark: Mark | null): void {
    if (role === "section") {
      this.#openSection(line, line.level, line.body, line.bodyEnd);
    } else if (role === "answer") {
      this.#content(line, line.from, line.to);
    } else if (role === "answer-label") {
      if (mark === null || !this.#onMark(line, mark)) this.#content(line, line.body, line.bodyEnd);
    } else if (role === "question" || mark === null || !this.#onMark(line, mark)) {
      if (role === "question") this.#leaveSections(line.level);
      if (role === "question" && mark?.kind === "question" && this.#onMark(line, mark)) return;
      const { text } = this.#page;
      const span = peel(text, line.body, line.bodyEnd);
      const number = numbering.exec(text.slice(span.start, Math.min(span.end, span.start + 40)))?.[0] ?? "";
      const ask = peel(text, span.start + number.length, span.end);
      const parent = this.#headingAbove(line.level);
      if (ask.start >= ask.end) this.#content(line, line.from, line.to);
      else this.#ask(line, ask, { by: "heading", parent, number: /\d+/.exec(number)?.[0] ?? null });
    }
  }

  /** True: the line is dealt with. */
  #onMark(line: Line, mark: Mark): boolean {
    if (this.#page.hidden[line.index] && mark.kind !== "follow-up" && mark.kind !== "answer") return false;
    switch (mark.kind) {
      case "question": {
        const number = mark.number ?? (line.kind === "item" ? (line.ordinal?.toString() ?? null) : null);
        return this.#askLabelled(line, mark.ask, mark.rest, number);
      }
      case "bold": {
        if (line.quotes > 0 || this.#isInsideItem(line)) return false;
        if (line.kind === "item" && line.ordinal !== null && !this.#questions.has(line.index)) return false;
        const ordinal = line.kind === "item" ? (line.ordinal?.toString() ?? null) : null;
        const parent = this.#current?.by === "heading" ? this.#current : this.#parentInHeading();
        this.#ask(
          line,
          mark.ask,
          { by: line.kind === "item" ? "item" : "bold", parent, number: mark.number ?? ordinal },
          mark.rest,
        );
        return true;
      }
      case "follow-up":
        return this.#onFollowUp(line, mark);
      case "answer":
        return this.#onAnswerLabel(line, mark.rest);
    }
  }

  #onAnswerLabel(line: Line, rest: Span): boolean {
    if (this.#current === null) {
      this.#out.strays.push({ line: line.index, what: "answer" });
      return false;
    }
    if (this.#current.answer !== null && rest.start < rest.end) return false;
    if (rest.start < rest.end) this.#content(line, rest.start, rest.end);
    else this.#put(line, "decoration");
    return true;
  }

  // --- questions

  /** `Q.` with its words on the same line, on the next, or on several up to the line with `A.`. */
  #askLabelled(line: Line, ask: Span, rest: Span, number: string | null): boolean {
    const { text, lines, marks } = this.#page;
    let span = ask;
    let last = line.index;
    if (ask.start >= ask.end) {
      for (let i = last + 1; i <= line.index + 3 && lines[i]?.kind === "blank"; i++) last = i;
      const below = lines[++last];
      const mark = marks[last];
      if (below?.kind === "text" && (!mark || mark.kind === "bold"))
        span = mark?.ask ?? peel(text, below.from, below.to);
    } else if (rest.start >= rest.end && line.kind !== "heading") {
      let i = last + 1;
      const goesOn = (below: Line): boolean => below.kind === "text" && below.quotes === line.quotes;
      while (i < lines.length && i <= line.index + 10 && goesOn(lines[i]!) && !marks[i]) i++;
      if (marks[i]?.kind === "answer") {
        last = i - 1;
        span = last > line.index ? { start: ask.start, end: lines[last]!.to } : ask;
      }
    }
    if (span.start >= span.end) {
      this.#out.strays.push({ line: line.index, what: "question" });
      return false;
    }
    const whole = last > line.index ? { ask: span, rest: null } : this.#splitAnswer(span);
    const by = line.kind === "heading" ? "heading" : "label";
    const parent = line.kind === "heading" ? this.#headingAbove(line.level) : this.#parentInHeading();
    this.#ask(line, whole.ask, { by, parent, number }, rest.start < rest.end ? rest : whole.rest);
    for (let i = line.index + 1; i <= last; i++) this.#put(lines[i]!, "question");
    this.#askUntil = last;
    return true;
  }

  #askItem(line: Item): void {
    const { text } = this.#page;
    const number = line.ordinal?.toString() ?? null;
    const { ask, rest } = this.#splitAnswer(peel(text, itemText(text, line), line.to));
    this.#ask(line, ask, { by: "item", parent: this.#parentInHeading(), number }, rest);
  }

  /** `1. CORS란? 다른 출처의 자원을 ... 이다.`: question and answer on one line. */
  #splitAnswer(span: Span): { ask: Span; rest: Span | null } {
    const { text } = this.#page;
    const end = askEnd(text.slice(span.start, span.end));
    if (end < 0) return { ask: span, rest: null };
    return {
      ask: peel(text, span.start, span.start + end),
      rest: trim(text, span.start + end, span.end),
    };
  }

  #ask(
    line: Line,
    ask: Span,
    about: { by: Draft["by"]; parent: Draft | null; number: string | null; followUp?: boolean },
    rest: Span | null = null,
  ): Draft {
    const { by, parent, number } = about;
    const followUp = about.followUp ?? parent !== null;
    const section = parent?.section ?? this.#path;
    const { drafts } = this.#out;
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
    this.#current = draft;
    if (number !== null) this.#byNumber.set(number, draft);
    if (!followUp) {
      this.#main = draft;
      this.#followList = null;
    }
    this.#put(line, "question");
    if (rest !== null && rest.start < rest.end) this.#extend(draft, rest, line.index);
    return draft;
  }

  // --- follow-ups

  #onFollowUp(line: Line, mark: Mark & { kind: "follow-up" }): boolean {
    const { text, lines } = this.#page;
    const words = text.slice(mark.ask.start, mark.ask.end);
    const above = mark.number?.includes("-") ? mark.number.slice(0, mark.number.lastIndexOf("-")) : null;
    if (mark.weak) {
      const known = above !== null && this.#byNumber.has(above);
      const below = lines[line.index + 1];
      const stands = line.indent < 2 || (below !== undefined && below.kind !== "blank" && below.indent > line.indent);
      if (line.kind === "heading" ? !known && !asks(words) : !asks(words) && (states(words) || !known || !stands))
        return false;
      if (!known && this.#main === null) {
        this.#ask(
          line,
          mark.ask,
          { by: line.kind === "heading" ? "heading" : "label", parent: null, number: mark.number },
          mark.rest,
        );
        return true;
      }
    }
    if (mark.ask.start >= mark.ask.end) {
      this.#followList = { indent: line.indent, items: null };
      if (this.#main === null) this.#out.strays.push({ line: line.index, what: "follow-up" });
      this.#put(line, "decoration");
      return true;
    }
    const nested =
      this.#current?.followUp && line.indent > this.#current.indent && line.indent >= 2 ? this.#current : null;
    const numbered = above === null ? undefined : this.#byNumber.get(above);
    const parent = numbered ?? nested ?? this.#main;
    if (parent === null) this.#out.strays.push({ line: line.index, what: "follow-up" });
    this.#ask(
      line,
      mark.ask,
      { by: "label", parent, number: mark.number?.includes("-") ? mark.number : null, followUp: true },
      mark.rest,
    );
    return true;
  }

  #askFollowUp(line: Line, from: number, to: number): void {
    const { ask, rest } = this.#splitAnswer(peel(this.#page.text, from, to));
    this.#ask(line, ask, { by: "item", parent: this.#main, number: null, followUp: true }, rest);
  }

  #isFollowItem(line: Item): boolean {
    const list = this.#followList;
    if (list === null || line.body >= line.to || line.indent < list.indent) return false;
    list.items ??= line.indent;
    return line.indent < list.items + 2;
  }

  #isFollowText(line: Line): boolean {
    const { text, hidden } = this.#page;
    if (this.#followList === null || this.#followList.items !== null || hidden[line.index]) return false;
    return asks(text.slice(line.from, Math.min(line.to, line.from + 1000)));
  }

  // --- where a line stands

  /** Deeper than the mark of the item that asks: inside its answer. */
  #isInsideItem(line: Line): boolean {
    return this.#current?.by === "item" && line.indent >= this.#current.indent + 2;
  }

  /** A question by label, bold or item inside the answer of a heading that asks follows that heading's question. */
  #parentInHeading(): Draft | null {
    for (let up = this.#current; up !== null; up = up.parent) if (up.by === "heading") return up;
    return null;
  }

  /** The question of a heading above this level, if one is open. */
  #headingAbove(level: number): Draft | null {
    const { lines } = this.#page;
    for (let up = this.#current; up !== null; up = up.parent) {
      const line = lines[up.line]!;
      if (up.by === "heading" && line.kind === "heading" && line.level < level) return up;
    }
    return null;
  }

  #openSection(line: Line, level: number, from: number, to: number): void {
    this.#leaveSections(level);
    const { start, end } = peel(this.#page.text, from, to);
    this.#sections.push({ level, title: this.#page.text.slice(start, end) });
    this.#path = this.#sections.map((section) => section.title);
    this.#current = null;
    this.#main = null;
    this.#followList = null;
    this.#byNumber.clear();
    this.#put(line, "section");
  }

  #leaveSections(level: number): void {
    let open = this.#sections.length;
    while (open > 0 && this.#sections[open - 1]!.level >= level) open--;
    if (open === this.#sections.length) return;
    this.#sections.length = open;
    this.#path = this.#sections.map((section) => section.title);
  }

  /** Of several questions on one line, the line is the first one's. */
  #put(line: Line, place: Place): void {
    const { places, owners } = this.#out;
    if (place === "question" && this.#current !== null) this.#current.endLine = line.index;
    if (place === "question" && places[line.index] === "question") return;
    places[line.index] = place;
    if (this.#current !== null && place !== "section") owners[line.index] = this.#current.index;
  }

  #content(line: Line, from: number, to: number): void {
    this.#put(line, "content");
    if (this.#current !== null) this.#extend(this.#current, trim(this.#page.text, from, to), line.index);
  }

  #extend(draft: Draft, span: Span, line: number): void {
    if (span.start >= span.end) return;
    draft.answer = { start: draft.answer?.start ?? span.start, end: span.end };
    draft.endLine = line;
  }

  // --- <details>

  #onTags(line: Line): void {
    const { text, details } = this.#page;
    let at = line.from;
    let asked = this.#inSummary !== null && this.#frames.at(-1)?.asked === true;
    let content = false;
    const piece = (to: number): void => {
      const span = trim(text, at, Math.min(to, line.to));
      const { start, end } = span;
      if (start >= end || (end - start <= 12 && /^[-*+>#\d.)\s]+$/.test(text.slice(start, end)))) return;
      if (isLayout(text, start, end)) return;
      if (this.#inSummary !== null) return;
      content = true;
      if (this.#current !== null) this.#extend(this.#current, span, line.index);
    };
    this.#put(line, asked ? "question" : "decoration");
    for (let tag = details.tags[this.#nextTag]; tag && tag.start < line.next; tag = details.tags[++this.#nextTag]) {
      piece(tag.start);
      at = tag.end;
      const kind = text.slice(tag.start, tag.start + 10).toLowerCase();
      if (kind.startsWith("<details")) this.#onOpen(tag);
      else if (kind.startsWith("<summary")) asked = this.#onSummary(line) || asked;
      else if (kind.startsWith("</summary")) this.#inSummary = null;
      else this.#onClose(tag);
    }
    if (this.#inSummary !== null && this.#inSummary.content <= line.end) {
      this.#inSummary = null; // the closing tag is missing: the summary is this line
      at = line.to;
    }
    piece(line.to);
    if (asked) return;
    if (content) this.#put(line, "content");
  }

  /** What a line is that lies wholly inside a summary. */
  #summaryPlace(): Place {
    if (this.#frames.at(-1)?.asked) return "question";
    return this.#inSummary?.role === "section" ? "section" : "decoration";
  }

  #onOpen(tag: Span): void {
    const { all } = this.#page.details;
    while (this.#frames.length > 0 && this.#frames.at(-1)!.details.close === null) this.#pop();
    const details = all[this.#nextDetails];
    if (details === undefined || details.open.start !== tag.start) return;
    this.#nextDetails++;
    this.#frames.push({ details, saved: this.#current, summarised: false, asked: false });
  }

  /** True: the summary asks. */
  #onSummary(line: Line): boolean {
    const frame = this.#frames.at(-1);
    if (frame === undefined || frame.summarised || this.#inSummary !== null) return false;
    frame.summarised = true;
    const { details } = frame;
    this.#inSummary = details;
    const { summary, role } = details;
    if (summary === null || role === "plain" || role === "disclosure") return false;
    if (role === "section") {
      this.#openSection(line, 20 + details.depth, summary.start, summary.end);
      return true;
    }
    const outer = this.#frames.length > 1 && this.#frames.at(-2)!.asked;
    if (role === "topic" && this.#current !== null && !(outer && this.#current.answer === null)) {
      if (!(this.#current.by === "summary" && !outer)) {
        this.#put(line, "content");
        this.#extend(this.#current, summary, line.index);
        return true;
      }
    }
    const parent = outer || this.#isInsideItem(line) ? this.#current : this.#parentInHeading();
    this.#ask(line, summary, { by: "summary", parent, number: null });
    frame.asked = true;
    return true;
  }

  #onClose(tag: Span): void {
    while (this.#frames.length > 0 && this.#frames.at(-1)!.details.close === null) this.#pop();
    if (this.#frames.at(-1)?.details.close?.start === tag.start) this.#pop();
  }

  #pop(): void {
    const frame = this.#frames.pop()!;
    if (frame.asked) this.#current = frame.saved;
    if (frame.details.role === "section") {
      this.#current = null;
      this.#leaveSections(20 + frame.details.depth);
    }
  }
}
