/**
 * Names for questions that stay: made of the section and the words of the question, so that writing a better answer, or another question
 * above, changes nothing. Not a cryptographic hash; two that meet are told apart by a suffix, in the order of the file.
 */

/** Hands out ids for the questions of one file, in order. */
export class Identities {
  readonly #given = new Map<string, number>();

  /** Eight hexadecimal digits of `parts` (in NFC; white space folded), and `-2`, `-3` where they were given before. */
  give(parts: readonly string[]): string {
    const id = hash(parts.map(fold).join("\u001f"));
    const times = (this.#given.get(id) ?? 0) + 1;
    this.#given.set(id, times);
    return times === 1 ? id : `${id}-${times}`;
  }
}

/** One line, one space between words. */
export const fold = (text: string): string => text.replace(/\s+/g, " ").trim();

/** FNV-1a over UTF-16 units, two bytes each, 32 bits; then mixed once, because FNV's last byte spreads badly. */
function hash(text: string): string {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    h = Math.imul(h ^ (unit & 0xff), 0x01000193);
    h = Math.imul(h ^ (unit >> 8), 0x01000193);
  }
  h ^= h >>> 15;
  h = Math.imul(h, 0x2c1b3c6d);
  h ^= h >>> 12;
  return (h >>> 0).toString(16).padStart(8, "0");
}
