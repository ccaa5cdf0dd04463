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
}

/** `body` is where the text behind the mark begins. */
export type Line = At &
  (
    | { readonly kind: "blank" | "text" | "rule" | "code" | "fence" | "comment" | "matter" }
    | { readonly kind: "heading"; readonly level: number; readonly body: number; readonly bodyEnd: number }
    | { readonly kind: "item"; readonly ordinal: number | null; readonly body: number }
  );

export type Item = Line & { readonly kind: "item" };
export type Heading = Line & { readonly kind: "heading" };

export interface Scan {
  readonly lines: Line[];
  /** Lines (indices) that open a code fence which nothing closes; they are read as text. */
  readonly openFences: number[];
}

/** The lines of `text` in order, without gap; "" has none. Line ends are LF, CRLF and a lone CR. */
export function scan(text: string): Scan {
  const places = split(text);
  const closers = longestFenceAfter(text, places);
  const lastComment = text.lastIndexOf("-->");
  const lines: Line[] = [];
  const openFences: number[] = [];
  let fence: { mark: string; length: number } | null = null;
  let commentEnds = -1;
  const matter = frontMatter(text, places);
  for (const place of places) {
    if (place.index < matter) {
      lines.push({ ...place, kind: "matter" });
    } else if (fence !== null) {
      const here = fenceAt(text, place);
      const closes = here?.bare && here.mark === fence.mark && here.length >= fence.length;
      lines.push({ ...place, kind: closes ? "fence" : "code" });
      if (closes) fence = null;
    } else if (place.start < commentEnds) {
      lines.push({ ...place, kind: "comment" });
    } else {
      const here = fenceAt(text, place);
      if (here !== null && (closers[place.index]?.[here.mark === "`" ? 0 : 1] ?? 0) >= here.length) {
        fence = here;
        lines.push({ ...place, kind: "fence" });
        continue;
      }
      if (here !== null && !here.bare) openFences.push(place.index);
      if (text.startsWith("<!--", place.from) && lastComment >= place.from) {
        const close = text.indexOf("-->", place.from) + 3;
        if (close >= place.to) {
          commentEnds = close;
          lines.push({ ...place, kind: "comment" });
          continue;
        }
      }
      lines.push(classify(text, place));
    }
  }
  return { lines: setext(text, lines), openFences };
}

function split(text: string): At[] {
  const places: At[] = [];
  let start = 0;
  while (start < text.length) {
    let end = start;
    let code = 0;
    for (; end < text.length; end++) {
      code = text.charCodeAt(end);
      if (code === 10 || code === 13) break;
    }
    const next = end >= text.length ? end : code === 13 && text.charCodeAt(end + 1) === 10 ? end + 2 : end + 1;
    places.push(place(text, places.length, start, end, next));
    start = next;
  }
  return places;
}

function place(text: string, index: number, start: number, end: number, next: number): At {
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
  return { index, start, end, next, from, to, indent: Math.max(0, column - base), quotes };
}

/** White space inside a line other than the tab: space, no-break space, the wide space of East Asian keyboards, zero-width ones. */
export const isSpace = (code: number): boolean =>
  code === 32 || code === 0xa0 || code === 0x3000 || code === 0x200b || code === 11 || code === 12;

function classify(text: string, place: At): Line {
  if (place.from >= place.to) return { ...place, kind: "blank" };
  if (isRule(text, place)) return { ...place, kind: "rule" };
  return heading(text, place) ?? item(text, place) ?? { ...place, kind: "text" };
}

/** `---`, `***`, `* * *`, `===`, `<hr>`, `<br>`: at least three of one mark and nothing else, or the tag. */
function isRule(text: string, { from, to }: At): boolean {
  const mark = text[from]!;
  if (mark === "<") return to - from < 12 && ruleTag.test(text.slice(from, to));
  if (!"-*_=─━—~".includes(mark)) return false;
  let marks = 0;
  for (let i = from; i < to; i++) {
    if (text[i] === mark) marks++;
    else if (!isSpace(text.charCodeAt(i)) && text[i] !== "\t") return false;
  }
  return marks >= 3;
}

const ruleTag = /^<[hb]r\s*\/?>$/i;

function heading(text: string, place: At): Line | null {
  if (text[place.from] !== "#" || place.quotes > 0 || place.indent > 3) return null;
  let level = 1;
  while (level < 7 && text[place.from + level] === "#") level++;
  if (level > 6) return null;
  let body = place.from + level;
  const after = text.charCodeAt(body);
  // Deviates from CommonMark: `##제목` without a space is a heading when Hangul follows, because people write it so.
  if (body < place.to && !isSpace(after) && after !== 9 && !isHangul(after)) return null;
  while (body < place.to && (isSpace(text.charCodeAt(body)) || text[body] === "\t")) body++;
  let bodyEnd = place.to;
  while (bodyEnd > body && text[bodyEnd - 1] === "#") bodyEnd--;
  // `## C#` keeps its mark: closing marks stand apart.
  if (bodyEnd > body && !isSpace(text.charCodeAt(bodyEnd - 1))) bodyEnd = place.to;
  while (bodyEnd > body && isSpace(text.charCodeAt(bodyEnd - 1))) bodyEnd--;
  return { ...place, kind: "heading", level, body, bodyEnd };
}

export const isHangul = (code: number): boolean =>
  (code >= 0xac00 && code <= 0xd7a3) || (code >= 0x1100 && code <= 0x11ff);

function item(text: string, place: At): Line | null {
  const mark = itemMark(text, place.from, place.to);
  return mark === null ? null : { ...place, kind: "item", ordinal: mark.ordinal, body: mark.body };
}

const ordered = /(\d{1,9})[.)](?=[ \t\u00a0\u3000]|[가-힣A-Z*<"'“`])/y;
const bullet = /(?:[-*+–](?=[ \t\u00a0\u3000])|[•·◦‣○●▪■□▶►])/y;
const emptyMark = /(?:(\d{1,9})[.)]|[-*+])$/;

/** The list mark at `from`, if one stands there: its number, and where the text behind it begins. */
export function itemMark(text: string, from: number, to: number): { ordinal: number | null; body: number } | null {
  const code = text.charCodeAt(from);
  const digit = code >= 48 && code <= 57;
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

/** For each line, the longest bare fence of ` and of ~ after it: whether a fence opened there is ever closed. */
function longestFenceAfter(text: string, places: readonly At[]): (readonly [number, number])[] {
  const out: (readonly [number, number])[] = new Array(places.length);
  let longest: readonly [number, number] = [0, 0];
  for (let i = places.length - 1; i >= 0; i--) {
    out[i] = longest;
    const fence = fenceAt(text, places[i]!);
    if (fence?.bare) {
      longest =
        fence.mark === "`"
          ? [Math.max(longest[0], fence.length), longest[1]]
          : [longest[0], Math.max(longest[1], fence.length)];
    }
  }
  return out;
}

/** How many lines of YAML (or the like) between `---` lines the file begins with; 0: none. */
function frontMatter(text: string, places: readonly At[]): number {
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
function setext(text: string, lines: Line[]): Line[] {
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
      lines[i - 1] = { ...title, kind: "heading", level: mark === "=" ? 1 : 2, body: title.from, bodyEnd: title.to };
    }
  }
  return lines;
}
