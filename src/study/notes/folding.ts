/**
 * `<details>` during the walk: what is folded in belongs to the question of its summary, and when it closes, the question that was open
 * before goes on. A line with tags is cut at them, since a whole question with its answer may stand on one line, or several.
 */
import type { Details } from "./details.ts";
import { trim } from "./labels.ts";
import type { Draft, Ledger, Place } from "./ledger.ts";
import { isLayout, type Line } from "./lines.ts";
import type { Page } from "./page.ts";
import type { Span } from "./span.ts";

interface Frame {
  readonly details: Details;
  readonly saved: Draft | null;
  /** Its summary was met, and it was a question. */
  summarised: boolean;
  asked: boolean;
}

export class Folding {
  readonly #page: Page;
  readonly #ledger: Ledger;
  readonly #frames: Frame[] = [];
  #nextTag = 0;
  #nextDetails = 0;
  #inSummary: Details | null = null;

  constructor(page: Page, ledger: Ledger) {
    this.#page = page;
    this.#ledger = ledger;
  }

  /** True: the line has tags, or lies in a summary, and is dealt with. */
  take(line: Line): boolean {
    const tag = this.#page.details.tags[this.#nextTag];
    if (tag !== undefined && tag.start < line.next) this.#onTags(line);
    else if (this.#inSummary !== null) this.#ledger.put(line, line.kind === "blank" ? "blank" : this.#summaryPlace());
    else return false;
    return true;
  }

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
      if (this.#ledger.current !== null) this.#ledger.extend(this.#ledger.current, span, line.index);
    };
    this.#ledger.put(line, asked ? "question" : "decoration");
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
    if (content) this.#ledger.put(line, "content");
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
    this.#frames.push({ details, saved: this.#ledger.current, summarised: false, asked: false });
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
      this.#ledger.openSection(line, 20 + details.depth, summary.start, summary.end);
      return true;
    }
    const outer = this.#frames.length > 1 && this.#frames.at(-2)!.asked;
    if (role === "topic" && this.#ledger.current !== null && !(outer && this.#ledger.current.answer === null)) {
      if (!(this.#ledger.current.by === "summary" && !outer)) {
        this.#ledger.put(line, "content");
        this.#ledger.extend(this.#ledger.current, summary, line.index);
        return true;
      }
    }
    const parent = outer || this.#ledger.isInsideItem(line) ? this.#ledger.current : this.#ledger.parentInHeading();
    this.#ledger.ask(line, summary, { by: "summary", parent, number: null });
    frame.asked = true;
    return true;
  }

  #onClose(tag: Span): void {
    while (this.#frames.length > 0 && this.#frames.at(-1)!.details.close === null) this.#pop();
    if (this.#frames.at(-1)?.details.close?.start === tag.start) this.#pop();
  }

  #pop(): void {
    const frame = this.#frames.pop()!;
    if (frame.asked) this.#ledger.current = frame.saved;
    if (frame.details.role === "section") {
      this.#ledger.current = null;
      this.#ledger.leaveSections(20 + frame.details.depth);
    }
  }
}
