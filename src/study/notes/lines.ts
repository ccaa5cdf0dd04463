/**
 * The line scanner: a text -> its lines, each with what its first characters make of it (blank, heading, list item, code, rule,
 * text). Every offset is exact and the work is linear, whatever the input. Why not a CommonMark parser: an HTML tag on line 1
 * swallows everything up to a blank line there, nesting costs stack or time, and notes are read line by line anyway. Links, emphasis,
 * tables are not looked at here.
 */

interface At {
  /** From 0; what people read is one more. */
  readonly index: number;
  /** The whole line is [start, next); [start, end) is without its line end. */
  readonly start: number;
  readonly end: number;
  readonly next: number;
  /** The first character after quote marks (`>`) and indentation, and the end without trailing white space. */
  readonly from: number;
  readonly to: number;
  /** Columns of white space before `from`, counted after the quote marks; a tab goes to the next multiple of four. */
  readonly indent: number;
  /** How many quote marks stand before. */
  readonly quotes: number;
  /** Where the text behind a heading's or an item's mark begins and ends; `from` and `to` of any other line. */
  readonly body: number;
  readonly bodyEnd: number;
}

/** "matter" is front matter, "fence" the marks round code. */
type PlainKind = "blank" | "text" | "rule" | "code" | "fence" | "comment" | "matter";

export type Heading = At & { readonly kind: "heading"; readonly level: number };
/** `ordinal` is its number; null: a bullet. */
export type Item = At & { readonly kind: "item"; readonly ordinal: number | null };
export type Line = Heading | Item | (At & { readonly kind: PlainKind });

export interface Scan {
  readonly lines: Line[];
  /** Lines (indices) that open a code fence which nothing closes; they are read as text. */
  readonly openFences: number[];
  /** Where the lines end: the text's length, or earlier where it has more than `mostLines`. */
  readonly end: number;
}

/** What is beyond is not read. A thousand pages of notes have fewer. */
export const mostLines = 200_000;

/** The lines of `text` in order, without gap; "" has none. Line ends are LF, CRLF and a lone CR. */
export function scan(text: string): Scan {
  const lines = split(text);
  const closers = longestFenceAfter(text, lines);
  const lastComment = text.lastIndexOf("-->");
  const openFences: number[] = [];
  let fence: Fence | null = null;
  let commentEnds = -1;
  const matter = frontMatter(text, lines);
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]!;
    const here = fenceAt(text, line);
    if (i < matter) become(line, "matter");
    else if (fence !== null) {
      const closes = here?.bare === true && here.mark === fence.mark && here.length >= fence.length;
      become(line, closes ? "fence" : "code");
      if (closes) fence = null;
    } else if (line.start < commentEnds) become(line, "comment");
    else if (here !== null && closers(i, here.mark) >= here.length) {
      fence = here;
      become(line, "fence");
    } else {
      if (here !== null && !here.bare) openFences.push(i);
      if (text.startsWith("<!--", line.from) && lastComment >= line.from) {
        const close = text.indexOf("-->", line.from) + 3;
        if (close >= line.to) commentEnds = close;
      }
      if (commentEnds > line.start) become(line, "comment");
      else classify(text, line);
    }
  }
  setext(text, lines);
  return { lines, openFences, end: lines.at(-1)?.next ?? 0 };
}

/** A line while it is being read; one shape for all, since a file has very many. */
interface Draft {
  index: number;
  start: number;
  end: number;
  next: number;
  from: number;
  to: number;
  indent: number;
  quotes: number;
  body: number;
  bodyEnd: number;
  kind: Line["kind"];
  level: number;
  ordinal: number | null;
}

function become(
  line: Line,
  kind: Line["kind"],
  body = line.from,
  bodyEnd = line.to,
  level = 0,
  ordinal: number | null = null,
): void {
  const draft = line as Draft;
  draft.kind = kind;
  draft.body = body;
  draft.bodyEnd = bodyEnd;
  draft.level = level;
  draft.ordinal = ordinal;
}

function split(text: string): Line[] {
  const lines: Line[] = [];
  let start = 0;
  while (start < text.length && lines.length < mostLines) {
    let end = start;
    let code = 0;
    for (; end < text.length; end++) {
      code = text.charCodeAt(end);
      if (code === 10 || code === 13) break;
    }
    const next = end >= text.length ? end : code === 13 && text.charCodeAt(end + 1) === 10 ? end + 2 : end + 1;
    lines.push(measure(text, lines.length, start, end, next));
    start = next;
  }
  return lines;
}

function measure(text: string, index: number, start: number, end: number, next: number): Line {
  let from = start;
  let column = 0;
  let quotes = 0;
  let base = 0;
  for (; from < end; from++) {
    const char = text.charCodeAt(from);
    if (char === 9) column += 4 - (column % 4);
    else if (isSpace(char)) column++;
    else if (char === 0xfeff) continue;
    else if (char === 62 && column - base < 4) {
      quotes++;
      column++;
      const after = text.charCodeAt(from + 1);
      base = after === 32 && from + 1 < end ? column + 1 : column;
    } else break;
  }
  let to = end;
  while (to > from && (isSpace(text.charCodeAt(to - 1)) || text.charCodeAt(to - 1) === 9)) to--;
  const indent = Math.max(0, column - base);
  const kind = from >= to ? "blank" : "text";
  const draft: Draft = {
    index,
    start,
    end,
    next,
    from,
    to,
    indent,
    quotes,
    body: from,
    bodyEnd: to,
    kind,
    level: 0,
    ordinal: null,
  };
  return draft as Line;
}

/** White space inside a line other than the tab: space, no-break space, the wide space of East Asian keyboards, zero-width ones. */
export const isSpace = (code: number): boolean =>
  code === 32 || code === 0xa0 || code === 0x3000 || code === 0x200b || code === 11 || code === 12;

function classify(text: string, line: Line): void {
  if (line.from >= line.to) return;
  if (isRule(text, line)) become(line, "rule");
  else if (text.charCodeAt(line.from) === 35) heading(text, line);
  else {
    const mark = itemMark(text, line.from, line.to);
    if (mark !== null) become(line, "item", mark.body, line.to, 0, mark.ordinal);
  }
}

/** `---`, `***`, `* * *`, `===`: at least three of one mark and nothing else; or tags such as `<hr>`. */
function isRule(text: string, { from, to }: At): boolean {
  const mark = text[from]!;
  if (mark === "<") return isLayout(text, from, to);
  if (!"-*_=─━—~".includes(mark)) return false;
  let marks = 0;
  for (let i = from; i < to; i++) {
    if (text[i] === mark) marks++;
    else if (!isSpace(text.charCodeAt(i)) && text[i] !== "\t") return false;
  }
  return marks >= 3;
}

/** Tags that only lay out, and nothing else: `<br>`, `<div align="center">`, `</b>`. */
const layoutTags = /^(?:<\/?(?:br|hr|b|p|div|center|strong|em|i|ul|ol|section|span)(?:\s[^<>]*)?\/?>\s*)+$/i;

/** Whether text[from, to) is such tags only. */
export const isLayout = (text: string, from: number, to: number): boolean =>
  text[from] === "<" && to - from < 200 && layoutTags.test(text.slice(from, to));

function heading(text: string, line: Line): void {
  if (line.quotes > 0 || line.indent > 3) return;
  let level = 1;
  while (level < 7 && text[line.from + level] === "#") level++;
  if (level > 6) return;
  let body = line.from + level;
  const after = text.charCodeAt(body);
  // Deviates from CommonMark: `##제목` without a space is a heading when Hangul follows, because people write it so.
  if (body < line.to && !isSpace(after) && after !== 9 && !isHangul(after)) return;
  while (body < line.to && (isSpace(text.charCodeAt(body)) || text[body] === "\t")) body++;
  let bodyEnd = line.to;
  while (bodyEnd > body && text[bodyEnd - 1] === "#") bodyEnd--;
  // `## C#` keeps its mark: closing marks stand apart.
  if (bodyEnd > body && !isSpace(text.charCodeAt(bodyEnd - 1))) bodyEnd = line.to;
  while (bodyEnd > body && isSpace(text.charCodeAt(bodyEnd - 1))) bodyEnd--;
  become(line, "heading", body, bodyEnd, level);
}

export const isHangul = (code: number): boolean =>
  (code >= 0xac00 && code <= 0xd7a3) || (code >= 0x1100 && code <= 0x11ff);

const ordered = /(\d{1,9})[.)](?=[ \t\u00a0\u3000]|[가-힣A-Z*<"'“`])/y;
const bullet = /(?:[-*+–](?=[ \t\u00a0\u3000])|[•·◦‣○●▪■□▶►])/y;
const bullets = "-*+–•·◦‣○●▪■□▶►";
const emptyMark = /(?:(\d{1,9})[.)]|[-*+])$/;

/** The list mark at `from`, if one stands there: its number, and where the text behind it begins. */
export function itemMark(text: string, from: number, to: number): { ordinal: number | null; body: number } | null {
  const code = text.charCodeAt(from);
  const digit = code >= 48 && code <= 57;
  if (!digit && !bullets.includes(text[from] ?? " ")) return null;
  if (to - from <= 10) {
    const alone = emptyMark.exec(text.slice(from, to));
    if (alone !== null && alone.index === 0) return { ordinal: alone[1] ? Number(alone[1]) : null, body: to };
  }
  const mark = digit ? ordered : bullet;
  mark.lastIndex = from;
  const found = mark.exec(text);
  if (found === null || mark.lastIndex > to) return null;
  let body = mark.lastIndex;
  while (body < to && (isSpace(text.charCodeAt(body)) || text[body] === "\t")) body++;
  return { ordinal: digit ? Number(found[1]) : null, body };
}

interface Fence {
  readonly mark: "`" | "~";
  readonly length: number;
  /** Nothing stands behind the marks: it may close a block. */
  readonly bare: boolean;
}

function fenceAt(text: string, { from, to }: At): Fence | null {
  const mark = text[from];
  if (mark !== "`" && mark !== "~") return null;
  let end = from;
  while (end < to && text[end] === mark) end++;
  const length = end - from;
  if (length < 3) return null;
  if (end === to) return { mark, length, bare: true };
  return mark === "`" && text.slice(end, to).includes("`") ? null : { mark, length, bare: false };
}

/** Tells for each line the longest bare fence of one mark after it: whether a fence opened there is ever closed. */
function longestFenceAfter(text: string, lines: readonly Line[]): (index: number, mark: "`" | "~") => number {
  const ticks = new Int32Array(lines.length + 1);
  const tildes = new Int32Array(lines.length + 1);
  for (let i = lines.length - 1; i >= 0; i--) {
    const fence = fenceAt(text, lines[i]!);
    const length = fence?.bare ? fence.length : 0;
    ticks[i] = Math.max(ticks[i + 1]!, fence?.mark === "`" ? length : 0);
    tildes[i] = Math.max(tildes[i + 1]!, fence?.mark === "~" ? length : 0);
  }
  return (index, mark) => (mark === "`" ? ticks : tildes)[index + 1]!;
}

/** How many lines of YAML (or the like) between `---` lines the file begins with; 0: none. */
function frontMatter(text: string, places: readonly Line[]): number {
  const lineIs = (at: At, what: string): boolean => text.slice(at.from, at.to) === what;
  if (places[0] === undefined || !lineIs(places[0], "---")) return 0;
  for (const at of places.slice(1, 200)) {
    if (lineIs(at, "---")) return at.index + 1;
    if (
      at.from < at.to &&
      !/^(?:[\w-]+:|- |#)/.test(text.slice(at.from, Math.min(at.to, at.from + 40))) &&
      at.indent === 0
    )
      return 0;
  }
  return 0;
}

/** `Title` over `=====` is a heading; over `-----` only where it cannot be the end of a paragraph: one line that is no sentence. */
function setext(text: string, lines: readonly Line[]): void {
  for (let i = 1; i < lines.length; i++) {
    const under = lines[i]!;
    const title = lines[i - 1]!;
    if (
      under.kind !== "rule" ||
      title.kind !== "text" ||
      title.quotes > 0 ||
      title.indent > 3 ||
      title.to - title.from > 120
    )
      continue;
    const mark = text[under.from];
    const alone = i < 2 || lines[i - 2]!.kind === "blank";
    const sentence = /[.다요음。!:]$/.test(text.slice(title.to - 1, title.to));
    if ((mark === "=" && alone) || (mark === "-" && alone && !sentence && lines[i + 1]?.kind === "blank")) {
      become(title, "heading", title.from, title.to, mark === "=" ? 1 : 2);
    }
  }
}
