/**
 * The headings of a note, as a tree, and what each is: a section, a question, part of an answer, or the label of what follows. A title
 * that asks is a question unless it stands over other questions; one that does not ask is still a question where its sisters are.
 */
import { asks, asksAsHeading } from "./asking.ts";
import type { Mark } from "./labels.ts";
import type { Heading } from "./lines.ts";
import { readLists, type Setting } from "./lists.ts";
import type { Page } from "./page.ts";

export type HeadingRole = "section" | "question" | "answer" | "answer-label" | "follow-up";

interface Node {
  readonly line: Heading;
  readonly parent: Node | null;
  readonly children: Node[];
  /** Lines of its own: behind it, up to the next heading of any level. */
  readonly from: number;
  readonly to: number;
  readonly title: string;
  readonly mark: Mark | null;
  readonly numbered: boolean;
  readonly asks: boolean;
  /** Something is written under it, before the next heading. */
  own: boolean;
  /** Questions of other kinds in its own lines; `first`: they begin at once. */
  inner: { count: number; first: boolean };
  /** Headings below it that are questions. */
  below: number;
  role: HeadingRole;
}

/** The headings by line index, in order. */
export function readOutline(page: Page): Map<number, HeadingRole> {
  const nodes = plant(page);
  for (const node of nodes) look(page, node);
  const highest = Math.min(...new Set(nodes.map((node) => node.line.level)));
  const title = nodes.filter((node) => node.line.level === highest);
  for (let i = nodes.length - 1; i >= 0; i--) {
    const node = nodes[i]!;
    node.role = judge(node, nodes[i - 1] ?? null, title.length === 1 && title[0] === node);
    if (node.role === "question") count(node);
  }
  sisters(nodes);
  const roles = new Map<number, HeadingRole>();
  const answering = new Set<Node>();
  for (const node of nodes) {
    const inAnswer = node.parent !== null && answering.has(node.parent);
    if (node.role === "section" && inAnswer && node.below === 0 && node.inner.count === 0) node.role = "answer";
    if (node.role === "question" || node.role === "follow-up" || node.role === "answer") answering.add(node);
    roles.set(node.line.index, node.role);
  }
  return roles;
}

function plant({ text, lines, marks, hidden }: Page): Node[] {
  const nodes: Node[] = [];
  const path: Node[] = [];
  const headings = lines.filter((line): line is Heading => line.kind === "heading" && !hidden[line.index]);
  headings.forEach((line, n) => {
    while (path.length > 0 && path.at(-1)!.line.level >= line.level) path.pop();
    const parent = path.at(-1) ?? null;
    const raw = text.slice(line.body, Math.min(line.bodyEnd, line.body + 1000));
    const title = raw.replace(numbering, "");
    const node: Node = {
      line,
      parent,
      children: [],
      from: line.index + 1,
      to: headings[n + 1]?.index ?? lines.length,
      title,
      mark: marks[line.index] ?? null,
      numbered: title !== raw,
      asks: asksAsHeading(title),
      own: false,
      inner: { count: 0, first: false },
      below: 0,
      role: "section",
    };
    parent?.children.push(node);
    nodes.push(node);
    path.push(node);
  });
  return nodes;
}

/** `1.`, `1)`, `1-2.`, `1.2`, `01.`, `①` before a title. */
export const numbering = /^(?:\*\*)?(?:\d{1,3}(?:[.-]\d{1,3}){0,3}(?:[.)]\s*|\s+(?=\S))|[①-⑳]\s*)(?=\S)/;

function look(page: Page, node: Node): void {
  const { lines, starts } = page;
  let first = -1;
  let cut = node.to;
  for (let i = node.from; i < node.to; i++) {
    const { kind } = lines[i]!;
    if (kind === "blank" || kind === "rule" || kind === "comment") continue;
    if (first < 0) first = i;
    if (starts[i] !== "question" && (starts[i] !== "topic" || node.asks)) continue;
    node.inner.count++;
    cut = Math.min(cut, i);
  }
  node.own = first >= 0;
  const { questions, groups } = readLists(page, node.from, cut, settingUnder(node.title));
  node.inner.count += questions.size;
  node.inner.first = first === cut || (questions.size > 1 && (questions.has(first) || groups.has(first)));
}

/** What a list stands in that follows a heading. */
export const settingUnder = (title: string): Setting =>
  asks(title) ? "answer" : asksAsHeading(title) ? "topic" : "section";

function judge(node: Node, before: Node | null, onlyTitle: boolean): HeadingRole {
  // `## A. 언어` before `## B. 도구` is a letter: an answer's heading follows a question's, or is nothing but the label.
  if (node.mark?.kind === "answer" && (before?.asks || before?.mark?.kind === "question" || isBare(node.mark)))
    return "answer-label";
  if (node.mark?.kind === "follow-up" && (!node.mark.weak || node.asks)) return "follow-up";
  if (node.mark?.kind === "question") return "question";
  if (!node.asks || neverAsks.test(node.title)) return "section";
  if (!node.own && node.below > 0) return "section";
  if (onlyTitle && node.below >= 2) return "section";
  return node.inner.first ? "section" : "question";
}

const isBare = (mark: Mark & { kind: "answer" }): boolean => mark.rest.start >= mark.rest.end;

function count(node: Node): void {
  for (let up = node.parent; up !== null; up = up.parent) up.below++;
}

/**
 * Headings that do not ask become questions where at least half of their sisters are, or half of all headings of their level, or where
 * they are numbered in a row and have a text.
 */
function sisters(nodes: readonly Node[]): void {
  const families = new Map<number, Node[]>();
  for (const node of nodes) {
    for (const key of [familyOf(node), -node.line.level]) {
      const family = families.get(key);
      if (family) family.push(node);
      else families.set(key, [node]);
    }
  }
  for (const [key, family] of families) {
    const alike = family.filter((node) => isPlain(node) && !neverAsks.test(node.title));
    const questions = family.filter((node) => node.role === "question").length;
    const plain = alike.filter((node) => node.role === "section" && isLeaf(node));
    const numbered = plain.filter((node) => node.numbered);
    const mostAsk = questions >= 2 && questions * 2 >= family.length;
    const row = numbered.length + questions;
    const inARow = key >= 0 && row >= 2 && row * 2 >= alike.length;
    for (const node of mostAsk ? plain : inARow ? numbered : []) {
      node.role = "question";
      count(node);
    }
  }
}

/** The headings of one level under one parent. */
const familyOf = ({ parent, line }: Node): number => (parent === null ? 0 : parent.line.index + 1) * 8 + line.level;

/** Without a label of its own; `A. 네트워크` before `B. 운영체제` is none. */
const isPlain = ({ mark, role }: Node): boolean =>
  mark === null || (mark.kind === "follow-up" && mark.weak) || (mark.kind === "answer" && role === "section");

/** It has a text (its own, or under titles that ask nothing), and no questions in it. */
function isLeaf(node: Node): boolean {
  if (node.below > 0 || node.inner.count > 0) return false;
  return node.own || node.children.some((child) => child.own && child.inner.count === 0);
}

const neverAsks =
  /^(?:참고(?:\s?(?:자료|문헌|링크))?|출처|목차|차례|링크|자료|references?|links?|contents|table of contents|toc|introduction|소개|머리말|들어가며|마치며|결론|요약|정리)$/i;
