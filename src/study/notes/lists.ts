/**
 * Which items of a list are questions, which only group others, and which are steps of an answer. The hard part of reading notes: the
 * same `1. ... 2. ...` is a list of questions in one place and an answer's steps in the next. Judged by the whole list, never by one
 * item: how many ask by their words, how many have something written beneath them, and how their numbers run.
 */
import { askEnd, asks, asksAsHeading, states } from "./asking.ts";
import type { Item } from "./lines.ts";
import type { Page } from "./page.ts";

/** What an item is, by line index. An item that is in no map is part of what stands around it. */
export interface ListReading {
  readonly questions: Set<number>;
  readonly groups: Set<number>;
}

interface Candidate {
  readonly line: Item;
  readonly asks: boolean;
  /** It asks, or would as a heading. */
  readonly names: boolean;
  /** What stands below: something deeper, bullets at the same margin, something else there, or the next item. */
  readonly body: "indented" | "bullets" | "lazy" | "none";
  /** From the next line to the next item of this list. */
  readonly bodyEnd: number;
  readonly text: string;
}

/**
 * What the lines around a list already are. "section": nothing is being asked; "topic": the title above may itself be a question ("HTTP
 * 메서드의 종류"); "answer": a question is open, so that a list is its answer unless nearly all of it asks and is answered.
 */
export type Setting = "section" | "topic" | "answer";

/** The lists in lines [from, to). */
export function readLists(page: Page, from: number, to: number, setting: Setting, depth = 0): ListReading {
  const { lines, hidden } = page;
  let base = Number.POSITIVE_INFINITY;
  for (let i = from; i < to; i++) {
    const line = lines[i]!;
    if (line.kind === "item" && line.quotes === 0 && !hidden[i]) base = Math.min(base, line.indent);
  }
  const out: ListReading = { questions: new Set(), groups: new Set() };
  if (base === Number.POSITIVE_INFINITY) return out;
  for (const ordered of [true, false]) {
    const items = candidates(page, from, to, base, ordered);
    const chosen = judge(items, ordered, setting);
    if (chosen.size === 0) {
      if (setting === "section") groupsOnly(page, items, depth, out);
      if (out.groups.size > 0) break;
      continue;
    }
    for (const item of items) {
      const at = item.line.index;
      if (!chosen.has(at)) continue;
      const mayGroup = !item.asks && depth < deepestGroups;
      const inner = mayGroup ? readLists(page, at + 1, item.bodyEnd, "answer", depth + 1) : null;
      if ((inner === null || inner.questions.size === 0) && !asksBelow(page, item)) {
        out.questions.add(at);
        continue;
      }
      out.groups.add(at);
      for (const question of inner?.questions ?? []) out.questions.add(question);
      for (const group of inner?.groups ?? []) out.groups.add(group);
    }
    break;
  }
  return out;
}

const deepestGroups = 4;

/** Where an item's words begin, behind `[ ]` and the `###` of "1. ### What is it?". */
export function itemText(text: string, line: Item): number {
  const box = /^(?:\[[ xX]\]\s{1,3})?(?:#{1,6}\s{1,3})?/.exec(text.slice(line.body, Math.min(line.to, line.body + 20)));
  return line.body + (box?.[0].length ?? 0);
}

/** `- 운영체제` over `  - 뮤텍스란?`: the items say nothing themselves, but what is below them asks and is answered. */
function groupsOnly(page: Page, items: readonly Candidate[], depth: number, out: ListReading): void {
  for (const item of items) {
    if (item.body !== "indented" || depth >= deepestGroups) continue;
    const inner = readLists(page, item.line.index + 1, item.bodyEnd, "answer", depth + 1);
    if (inner.questions.size === 0) continue;
    out.groups.add(item.line.index);
    for (const question of inner.questions) out.questions.add(question);
    for (const group of inner.groups) out.groups.add(group);
  }
}

/** The first thing below the item is a labelled question: the item only groups. */
function asksBelow({ lines, marks }: Page, item: Candidate): boolean {
  if (item.asks) return false;
  for (let i = item.line.index + 1; i < item.bodyEnd; i++) {
    if (lines[i]!.kind !== "blank") return marks[i]?.kind === "question";
  }
  return false;
}

function candidates(page: Page, from: number, to: number, base: number, ordered: boolean): Candidate[] {
  const { text, lines, marks, hidden } = page;
  const tops: Item[] = [];
  for (let i = from; i < to; i++) {
    const line = lines[i]!;
    if (line.kind !== "item" || hidden[i] || line.quotes > 0 || line.body >= line.to) continue;
    if (line.indent >= base + 2 || (line.ordinal !== null) !== ordered) continue;
    const mark = marks[i];
    if (!mark || mark.kind === "bold") tops.push(line);
  }
  return tops.map((line, n) => {
    const bodyEnd = tops[n + 1]?.index ?? to;
    let body: Candidate["body"] = "none";
    for (let i = line.index + 1; i < bodyEnd; i++) {
      const below = lines[i]!;
      if (below.kind === "blank" || below.kind === "rule") continue;
      if (below.indent >= line.indent + 2 || hidden[i]) body = "indented";
      else body = ordered && below.kind === "item" && below.ordinal === null ? "bullets" : "lazy";
      break;
    }
    const start = itemText(text, line);
    const words = text.slice(start, Math.min(line.to, start + 2000));
    const bold = marks[line.index]?.kind === "bold" || askEnd(words) > 0;
    return { line, asks: bold || asks(words), names: bold || asksAsHeading(words), body, bodyEnd, text: words };
  });
}

/** It says nothing by itself, and something is written below it. */
const isTitle = (item: Candidate): boolean =>
  (item.body === "indented" || item.body === "bullets" || (item.body === "lazy" && item.names)) && !states(item.text);

/** The items that ask count on by themselves, 1, 2, 3, and each has something beneath it: those between are steps of answers. */
function askInARow(items: readonly Candidate[]): boolean {
  const asking = items.filter((item) => item.asks);
  return asking.length > 1 && asking.every((item, n) => item.line.ordinal === asking[0]!.line.ordinal! + n);
}

/** The indices of the items that are questions (or groups of them). */
function judge(items: readonly Candidate[], ordered: boolean, setting: Setting): Set<number> {
  const out = new Set<number>();
  if (!mayAsk(items, ordered, setting)) return out;
  if (!ordered) {
    for (const item of items) if (item.asks || (setting === "section" && isTitle(item))) out.add(item.line.index);
    return out;
  }
  const sameNumbers = items.length > 1 && items.every((item) => item.line.ordinal === items[0]!.line.ordinal);
  let last = 0;
  let before: Before | null = null;
  for (const item of items) {
    const number = item.line.ordinal ?? 0;
    const question: boolean =
      sameNumbers && before !== null ? item.asks || before.question : asksNext(item, before, last);
    if (question) {
      out.add(item.line.index);
      last = number;
    }
    before = { number, question, open: item.body === "lazy" || item.body === "bullets" };
  }
  return out;
}

/** Whether the list as a whole is one of questions. */
function mayAsk(items: readonly Candidate[], ordered: boolean, setting: Setting): boolean {
  const count = (is: (item: Candidate) => boolean): number => items.filter(is).length;
  if (setting === "answer") {
    const answered = count((item) => item.asks && item.body !== "none");
    return answered > 0 && answered * 2 >= items.length && count((item) => item.asks) * 3 >= items.length * 2;
  }
  if (setting === "topic") {
    const answered = count((item) => item.names && item.body !== "none");
    return answered >= 2 && answered * 2 >= items.length;
  }
  const likely = count((item) => item.asks || (isTitle(item) && (ordered || item.names)));
  return (likely > 0 && likely * 2 >= items.length) || (ordered && askInARow(items));
}

/** The item before, in the same list. `open`: something stands between at the margin, so that this item may be a step of its answer. */
interface Before {
  readonly number: number;
  readonly question: boolean;
  readonly open: boolean;
}

/** Whether a numbered item of a list of questions is one; `last` is the number of the last question. */
function asksNext(item: Candidate, before: Before | null, last: number): boolean {
  const number = item.line.ordinal ?? 0;
  if (before === null) return item.asks || isTitle(item) || !states(item.text);
  if (before.question) return item.asks || !before.open || (number === last + 1 && !states(item.text));
  // Inside a run of steps only a number that goes on with the questions asks again.
  return item.asks && (before.open || number === last + 1 || number !== before.number + 1);
}
