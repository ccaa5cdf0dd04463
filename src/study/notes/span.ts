/**
 * A stretch of a text, and words in both languages: the two small shapes that everything in this folder passes around. Offsets are
 * UTF-16 code units, the unit of JavaScript strings and of editors; nothing here counts bytes or code points.
 */

/** `text.slice(start, end)`: `end` is exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** What a person reads, Korean first. */
export interface Words {
  readonly ko: string;
  readonly en: string;
}
