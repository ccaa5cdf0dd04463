/**
 * An answer -> its statements: sentences, list items, and the lead-ins that only announce them ("TCP의 경우"). A line of a note is
 * normally a statement of its own, also without a full stop (`GET은 조회에 사용`); it is joined with the next only where the next plainly
 * continues it (`continues`), so a statement may run over a line end. Code, tables' rules, images, bare links and tags are no
 * statements. What a statement claims is not judged here.
 */
import { states } from "./asking.ts";
import type { NoteBank, NoteQuestion, Span } from "./bank.ts";
import { compose } from "./composed.ts";
import { isAnswerTitle, peel, trim } from "./labels.ts";
import { itemMark, type Line, scan } from "./lines.ts";
import { sentences } from "./sentences.ts";

export interface Statement extends Span {
  text: string;
  /** Where it begins, from 1. */
  line: number;
  kind: "sentence" | "item" | "lead-in";
}

/** A stretch that holds whole sentences, and the line (from 0, within the answer) where it begins. */
interface Unit {
  readonly line: number;
  readonly from: number;
  to: number;
  readonly kind: "item" | "text" | "title";
  readonly indent: number;
  readonly quotes: number;
  /** The next line that says something is a list item. */
  beforeList: boolean;
}

/** The statements of a question's answer, in order; `text === bank.text.slice(start, end)`. */
export function statements(bank: NoteBank, question: NoteQuestion): Statement[] {
  if (question.answerSpan === null) return [];
  const { start, end } = question.answerSpan;
  const composed = compose(bank.text.slice(start, end));
  const { lines } = scan(composed.text);
  const foreign = foreignLines(bank, question);
  const firstLine = lineOf(bank, start);
  const out: Statement[] = [];
  for (const unit of units(composed.text, lines, (index) => foreign(firstLine + index))) {
    for (const sentence of sentences(composed.text, unit.from, unit.to)) {
      const span = strip(composed.text, sentence);
      const words = composed.text.slice(span.start, span.end);
      if (!/[\p{L}\p{N}]/u.test(words) || onlyPointer.test(words)) continue;
      if (unit.kind === "title" && isAnswerTitle(words)) continue;
      const at = composed.original(span);
      const kind = isLeadIn(words, unit) ? "lead-in" : unit.kind === "item" ? "item" : "sentence";
      const line = firstLine + unit.line + lineEnds(composed.text, lines, unit, span.start);
      out.push({
        text: bank.text.slice(start + at.start, start + at.end),
        start: start + at.start,
        end: start + at.end,
        line,
        kind,
      });
    }
  }
  return out;
}

/** Whether a line of the file lies inside the answer but belongs to another question: one folded inside it. */
function foreignLines(bank: NoteBank, question: NoteQuestion): (line: number) => boolean {
  const { start, end } = question.answerSpan!;
  const others: { line: number; endLine: number }[] = [];
  for (let i = regionAt(bank, start); i < bank.regions.length && bank.regions[i]!.start < end; i++) {
    const region = bank.regions[i]!;
    if (region.start > start && region.question !== null && region.question !== question.id) others.push(region);
  }
  let n = 0;
  return (line) => {
    while (n < others.length && others[n]!.endLine < line) n++;
    return n < others.length && others[n]!.line <= line;
  };
}

function regionAt(bank: NoteBank, offset: number): number {
  let low = 0;
  let high = bank.regions.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (bank.regions[middle]!.start <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The line of the file at an offset: regions are whole lines, so only one region is counted through. */
function lineOf(bank: NoteBank, offset: number): number {
  const region = bank.regions[regionAt(bank, offset)]!;
  if (region.line === region.endLine) return region.line;
  return region.line + Math.max(0, scan(bank.text.slice(region.start, offset + 1)).lines.length - 1);
}

function lineEnds(text: string, lines: readonly Line[], unit: Unit, offset: number): number {
  let n = 0;
  while (lines[unit.line + n + 1] !== undefined && lines[unit.line + n + 1]!.start <= offset && offset < text.length)
    n++;
  return n;
}

function units(text: string, lines: readonly Line[], isForeign: (line: number) => boolean): Unit[] {
  const out: Unit[] = [];
  let open: Unit | null = null;
  for (const line of lines) {
    if (isForeign(line.index)) {
      open = null;
      continue;
    }
    const unit = unitOf(text, lines, line);
    if (unit === null) {
      open = null;
      continue;
    }
    if (
      open !== null &&
      unit.kind === "text" &&
      open.kind !== "title" &&
      open.quotes === unit.quotes &&
      continues(text, open, unit)
    ) {
      open.to = unit.to;
      continue;
    }
    const before = out.at(-1);
    if (before !== undefined)
      before.beforeList = unit.kind === "item" && (before.kind !== "item" || unit.indent > before.indent);
    out.push(unit);
    open = unit;
  }
  return out;
}

/** Null: the line says nothing. */
function unitOf(text: string, lines: readonly Line[], line: Line): Unit | null {
  if (line.kind !== "text" && line.kind !== "item" && line.kind !== "heading") return null;
  let from = line.from;
  let to = line.to;
  if (line.kind === "heading") return unit(line, line.body, line.bodyEnd, "title");
  if (text[from] === "|") {
    if (/^[\s|:-]+$/.test(text.slice(from, to))) return null;
    from++;
    if (text[to - 1] === "|") to--;
    const below = lines[line.index + 1];
    const header = below !== undefined && /^\|[\s|:-]+$/.test(text.slice(below.from, below.to));
    return unit(line, from, to, header ? "title" : "item");
  }
  ({ start: from, end: to } = withoutTags(text, from, to));
  if (
    text[line.from] === "<" &&
    /^<summary>/i.test(text.slice(line.from, line.from + 9)) &&
    isAnswerTitle(text.slice(from, to))
  )
    return null;
  let kind: Unit["kind"] = "text";
  for (let mark = itemMark(text, from, to); mark !== null; mark = itemMark(text, from, to)) {
    from = mark.body;
    kind = "item";
  }
  const first = text[from] ?? "";
  const mayMark = ").".includes(text[from + 1] ?? " ") || "[(-=→⇒ㄴ└↳".includes(first) || /[①-⑳❶-❿]/.test(first);
  const other = mayMark ? otherMark.exec(text.slice(from, from + 12)) : null;
  if (other !== null) {
    from += other[0].length;
    kind = "item";
  }
  return from >= to ? null : unit(line, from, to, kind);
}

const unit = (line: Line, from: number, to: number, kind: Unit["kind"]): Unit => ({
  line: line.index,
  from,
  to,
  kind,
  indent: line.indent,
  quotes: line.quotes,
  beforeList: false,
});

/** Marks that are no Markdown: `[ ]`, `(1)`, `①`, `a)`, `가.`, `->`. */
const otherMark =
  /^(?:\[[ xX]\]\s+|\(\d{1,2}\)\s+|[①-⑳❶-❿]\s*|[a-z가나다라마바사]\)\s+|[가나다라마바사]\.\s+|(?:->|=>|→|⇒|ㄴ|└|↳)\s*)/;

/** A link or an image and nothing else. */
const onlyPointer =
  /^(?:(?:!?\[[^\]]{0,500}\]\([^)\s]{0,2000}\)|!\[\[[^\]]{0,500}\]\]|<?https?:\/\/[^\s>]+>?|\[[^\]]{1,200}\]:\s*\S+)[\s,.]*){1,20}$/;

/** Without the tags that stand at either end: `<br>`, `</p>`, `<summary>`. */
function withoutTags(text: string, from: number, to: number): Span {
  let { start, end } = trim(text, from, to);
  while (start < end && text[start] === "<") {
    const head = /^<\/?[a-zA-Z][^<>:]{0,200}(?:\s[^<>]{0,200})?>/.exec(text.slice(start, Math.min(end, start + 420)));
    if (head === null) break;
    ({ start, end } = trim(text, start + head[0].length, end));
  }
  while (start < end && text[end - 1] === ">") {
    const tail = /<\/?[a-zA-Z][^<>:]{0,200}(?:\s[^<>]{0,200})?>$/.exec(text.slice(Math.max(start, end - 420), end));
    if (tail === null) break;
    ({ start, end } = trim(text, start, end - tail[0].length));
  }
  return { start, end };
}

/** Without emphasis round it, a number before it, a tag or table rule behind it. */
function strip(text: string, { start, end }: Span): Span {
  const plain = withoutTags(text, start, end);
  const mark = itemMark(text, plain.start, plain.end);
  const span = peel(text, mark !== null && mark.ordinal !== null ? mark.body : plain.start, plain.end);
  // Emphasis that was cut apart: `**하나. 둘.**` gives `**하나.` and `둘.**`.
  const words = text.slice(span.start, span.end);
  if (words.length > 4 && words.split("**").length === 2) {
    if (words.startsWith("**")) return peel(text, span.start + 2, span.end);
    if (words.endsWith("**")) return peel(text, span.start, span.end - 2);
  }
  return span;
}

/** Does the line at `next` go on with the sentence of `open`? Only where a line breaks off, or is as wide as wrapped text is. */
function continues(text: string, open: Unit, next: Unit): boolean {
  const tail = text.slice(Math.max(open.from, open.to - 200), open.to);
  if (/[.?!。？！:：;][*_"'”’)\]`]*$/.test(tail) || states(tail) || connective.test(tail)) return false;
  const first = text[next.from] ?? "";
  if (/^[\p{L}\s\d()/-]{1,12}[:：]/u.test(text.slice(next.from, next.from + 14))) return false;
  const wide = columns(tail);
  if (/[가-힣]["'”’)\]]*,?$/.test(tail))
    return (/(?:을|를|에서|에게|으로|또는|및|그리고|하는|되는|있는|없는)$/.test(tail) && wide >= 24) || wide >= 70;
  if (/[a-z]/.test(first)) return wide >= 40 || dangling.test(tail);
  return wide >= 66 || (dangling.test(tail) && wide >= 24);
}

const connective = /(?:[가-힣](?:고|며|면서|지만|으나|므로|거나|도록|는데|니까)|때문에),?$/;
const dangling = /(?:,|\b(?:the|an?|of|to|and|or|is|are|in|on|with|for|that|which|by|from|as|at|be|its|their|not))$/i;

/** Hangul and what is as wide counts two, as on screen. */
function columns(text: string): number {
  let n = 0;
  for (let i = 0; i < text.length; i++) n += text.charCodeAt(i) >= 0x1100 ? 2 : 1;
  return n;
}

function isLeadIn(words: string, unit: Unit): boolean {
  if (/[:：]$/.test(words) && words.length < 200) return true;
  if (/(?:다음|아래)(?:과|와) 같(?:다|습니다|아요|이)[.:]?$/.test(words)) return true;
  if (words.length > 80 || states(words) || /[?？]$/.test(words)) return false;
  if (/(?:경우|때|예|예시|예를 들면|예를 들어|for example)[,]?$/i.test(words))
    return unit.kind !== "item" || unit.beforeList;
  if (unit.kind === "title") return true;
  return (
    unit.kind === "text" && unit.beforeList && !/[가-힣A-Za-z0-9)](?:은|는)\s/.test(words) && !/[:：]\s/.test(words)
  );
}
