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
  /** "indented": something deeper stands below; "lazy": something does, at the left margin; "none": the next item follows. */
  readonly body: "indented" | "lazy" | "none";
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
      body = below.indent >= line.indent + 2 || hidden[i] ? "indented" : "lazy";
      break;
    }
    const words = text.slice(line.body, Math.min(line.to, line.body + 2000));
    const bold = marks[line.index]?.kind === "bold" || askEnd(words) > 0;
    return { line, asks: bold || asks(words), names: bold || asksAsHeading(words), body, bodyEnd, text: words };
  });
}

/** The items that ask count on by themselves, 1, 2, 3, and each has something beneath it: those between are steps of answers. */
function askInARow(items: readonly Candidate[]): boolean {
  const asking = items.filter((item) => item.asks);
  return asking.length > 1 && asking.every((item, n) => item.line.ordinal === asking[0]!.line.ordinal! + n);
}

/** The indices of the items that are questions (or groups of them). */
function judge(items: readonly Candidate[], ordered: boolean, setting: Setting): Set<number> {
  const out = new Set<number>();
  const asking = items.filter((item) => item.asks).length;
  if (setting === "answer") {
    const answered = items.filter((item) => item.asks && item.body !== "none").length;
    if (asking * 3 < items.length * 2 || answered * 2 < items.length) return out;
  } else if (setting === "topic") {
    const answered = items.filter((item) => item.names && item.body !== "none").length;
    if (answered < 2 || answered * 2 < items.length) return out;
  } else if (ordered) {
    const likely = items.filter((item) => item.asks || (item.body === "indented" && !states(item.text))).length;
    if ((likely === 0 || likely * 2 < items.length) && !askInARow(items)) return out;
  } else if (asking === 0 || asking * 2 < items.length) return out;
  const sameNumbers = items.length > 1 && items.every((item) => item.line.ordinal === items[0]!.line.ordinal);
  let last = 0;
  let before = null as { number: number; question: boolean; open: boolean } | null;
  for (const item of items) {
    const ordinal = item.line.ordinal ?? 0;
    let question: boolean;
    if (!ordered)
      question =
        item.asks || (setting === "section" && item.body === "indented" && before?.question === true && !before.open);
    else if (before === null) question = item.asks || item.body === "indented" || !states(item.text);
    else if (sameNumbers) question = item.asks || before.question;
    // Inside a run of steps only the number that continues the questions asks again.
    else if (!before.question && !before.open)
      question = item.asks && (ordinal === last + 1 || ordinal !== before.number + 1);
    else if (!before.open) question = before.question;
    else question = item.asks || (before.question && ordinal === last + 1 && !states(item.text));
    if (question) {
      out.add(item.line.index);
      last = ordinal;
    }
    before = { number: ordinal, question, open: item.body === "lazy" };
  }
  return out;
}
