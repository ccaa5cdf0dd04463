/**
 * The second pass: one walk down the page that opens and closes questions and gives every line its place. All judgement that needs more
 * than one line was made before (`outline.ts`, `lists.ts`); here only the order counts: a line belongs to the question opened last.
 */
import { askEnd, asks, states } from "./asking.ts";
import { Folding } from "./folding.ts";
import { type Mark, peel, trim } from "./labels.ts";
import { Ledger, type Walked } from "./ledger.ts";
import type { Heading, Item, Line } from "./lines.ts";
import { itemText, readLists, type Setting } from "./lists.ts";
import { type HeadingRole, numbering, readOutline, settingUnder } from "./outline.ts";
import type { Page } from "./page.ts";
import type { Span } from "./span.ts";

export function walk(page: Page): Walked {
  return new Walk(page).run();
}

class Walk {
  readonly #page: Page;
  readonly #outline: Map<number, HeadingRole>;
  readonly #questions = new Set<number>();
  readonly #groups = new Set<number>();
  readonly #ledger: Ledger;
  readonly #folding: Folding;
  /** Lines up to here belong to the ask of a question that runs over several lines. */
  #askUntil = -1;

  constructor(page: Page) {
    this.#page = page;
    this.#outline = readOutline(page);
    this.#ledger = new Ledger(page);
    this.#folding = new Folding(page, this.#ledger);
    this.#readAllLists();
  }

  run(): Walked {
    for (const line of this.#page.lines) {
      if (line.index > this.#askUntil && !this.#folding.take(line)) this.#onLine(line);
    }
    return this.#ledger.walked;
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
    else if (line.kind === "blank") this.#ledger.put(line, "blank");
    else if (line.kind === "rule" || line.kind === "comment" || line.kind === "matter")
      this.#ledger.put(line, "decoration");
    else if (mark !== null && this.#onMark(line, mark)) return;
    else if (line.kind === "item" && this.#groups.has(line.index)) {
      this.#ledger.openSection(line, 10 + line.indent, line.body, line.to);
    } else if (line.kind === "item" && this.#isFollowItem(line)) this.#askFollowUp(line, line.body, line.to);
    else if (line.kind === "item" && this.#questions.has(line.index)) this.#askItem(line);
    else if (line.kind === "text" && this.#isFollowText(line)) this.#askFollowUp(line, line.from, line.to);
    else this.#ledger.content(line, line.from, line.to);
  }

  #onHeading(line: Heading, role: HeadingRole, mark: Mark | null): void {
    if (role === "section") {
      this.#ledger.openSection(line, line.level, line.body, line.bodyEnd);
    } else if (role === "answer") {
      this.#ledger.content(line, line.from, line.to);
    } else if (role === "answer-label") {
      if (mark === null || !this.#onMark(line, mark)) this.#ledger.content(line, line.body, line.bodyEnd);
    } else if (role === "question" || mark === null || !this.#onMark(line, mark)) {
      if (role === "question") this.#ledger.leaveSections(line.level);
      if (role === "question" && mark?.kind === "question" && this.#onMark(line, mark)) return;
      const { text } = this.#page;
      const span = peel(text, line.body, line.bodyEnd);
      const number = numbering.exec(text.slice(span.start, Math.min(span.end, span.start + 40)))?.[0] ?? "";
      const ask = peel(text, span.start + number.length, span.end);
      const parent = this.#ledger.headingAbove(line.level);
      if (ask.start >= ask.end) this.#ledger.content(line, line.from, line.to);
      else this.#ledger.ask(line, ask, { by: "heading", parent, number: /\d+/.exec(number)?.[0] ?? null });
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
        if (line.quotes > 0 || this.#ledger.isInsideItem(line)) return false;
        if (line.kind === "item" && line.ordinal !== null && !this.#questions.has(line.index)) return false;
        const ordinal = line.kind === "item" ? (line.ordinal?.toString() ?? null) : null;
        const parent = this.#ledger.current?.by === "heading" ? this.#ledger.current : this.#ledger.parentInHeading();
        this.#ledger.ask(
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
    if (this.#ledger.current === null) {
      this.#ledger.walked.strays.push({ line: line.index, what: "answer" });
      return false;
    }
    if (this.#ledger.current.answer !== null && rest.start < rest.end) return false;
    if (rest.start < rest.end) this.#ledger.content(line, rest.start, rest.end);
    else this.#ledger.put(line, "decoration");
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
      this.#ledger.walked.strays.push({ line: line.index, what: "question" });
      return false;
    }
    const whole = last > line.index ? { ask: span, rest: null } : this.#splitAnswer(span);
    const by = line.kind === "heading" ? "heading" : "label";
    const parent = line.kind === "heading" ? this.#ledger.headingAbove(line.level) : this.#ledger.parentInHeading();
    this.#ledger.ask(line, whole.ask, { by, parent, number }, rest.start < rest.end ? rest : whole.rest);
    for (let i = line.index + 1; i <= last; i++) this.#ledger.put(lines[i]!, "question");
    this.#askUntil = last;
    return true;
  }

  #askItem(line: Item): void {
    const { text } = this.#page;
    const number = line.ordinal?.toString() ?? null;
    const { ask, rest } = this.#splitAnswer(peel(text, itemText(text, line), line.to));
    this.#ledger.ask(line, ask, { by: "item", parent: this.#ledger.parentInHeading(), number }, rest);
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

  // --- follow-ups

  #onFollowUp(line: Line, mark: Mark & { kind: "follow-up" }): boolean {
    const { text, lines } = this.#page;
    const words = text.slice(mark.ask.start, mark.ask.end);
    const above = mark.number?.includes("-") ? mark.number.slice(0, mark.number.lastIndexOf("-")) : null;
    if (mark.weak) {
      const known = above !== null && this.#ledger.byNumber.has(above);
      const below = lines[line.index + 1];
      const stands = line.indent < 2 || (below !== undefined && below.kind !== "blank" && below.indent > line.indent);
      if (line.kind === "heading" ? !known && !asks(words) : !asks(words) && (states(words) || !known || !stands))
        return false;
      if (!known && this.#ledger.main === null) {
        this.#ledger.ask(
          line,
          mark.ask,
          { by: line.kind === "heading" ? "heading" : "label", parent: null, number: mark.number },
          mark.rest,
        );
        return true;
      }
    }
    if (mark.ask.start >= mark.ask.end) {
      this.#ledger.followList = { indent: line.indent, items: null };
      if (this.#ledger.main === null) this.#ledger.walked.strays.push({ line: line.index, what: "follow-up" });
      this.#ledger.put(line, "decoration");
      return true;
    }
    const nested =
      this.#ledger.current?.followUp && line.indent > this.#ledger.current.indent && line.indent >= 2
        ? this.#ledger.current
        : null;
    const numbered = above === null ? undefined : this.#ledger.byNumber.get(above);
    const parent = numbered ?? nested ?? this.#ledger.main;
    if (parent === null) this.#ledger.walked.strays.push({ line: line.index, what: "follow-up" });
    this.#ledger.ask(
      line,
      mark.ask,
      { by: "label", parent, number: mark.number?.includes("-") ? mark.number : null, followUp: true },
      mark.rest,
    );
    return true;
  }

  #askFollowUp(line: Line, from: number, to: number): void {
    const { ask, rest } = this.#splitAnswer(peel(this.#page.text, from, to));
    this.#ledger.ask(line, ask, { by: "item", parent: this.#ledger.main, number: null, followUp: true }, rest);
  }

  #isFollowItem(line: Item): boolean {
    const list = this.#ledger.followList;
    if (list === null || line.body >= line.to || line.indent < list.indent) return false;
    list.items ??= line.indent;
    return line.indent < list.items + 2;
  }

  #isFollowText(line: Line): boolean {
    const { text, hidden } = this.#page;
    if (this.#ledger.followList === null || this.#ledger.followList.items !== null || hidden[line.index]) return false;
    return asks(text.slice(line.from, Math.min(line.to, line.from + 1000)));
  }
}
