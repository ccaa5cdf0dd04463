/** Text in columns of a terminal: Hangul, Han and kana are two columns wide (Unicode Standard Annex 11, East Asian Width). */

/** How many terminal columns `text` takes. */
export function width(text: string): number {
  let columns = 0;
  for (const character of text) {
    const code = character.codePointAt(0)!;
    columns += isCombining(code) ? 0 : isWide(code) ? 2 : 1;
  }
  return columns;
}

/** `text` with spaces behind it up to `columns`; longer text stays as it is. */
export const padEnd = (text: string, columns: number): string => text + " ".repeat(Math.max(0, columns - width(text)));
export const padStart = (text: string, columns: number): string =>
  " ".repeat(Math.max(0, columns - width(text))) + text;

export function centre(text: string, columns: number): string {
  const room = Math.max(0, columns - width(text));
  return " ".repeat(room >> 1) + text + " ".repeat(room - (room >> 1));
}

const isCombining = (code: number): boolean =>
  (code >= 0x300 && code <= 0x36f) || code === 0x200b || (code >= 0xfe00 && code <= 0xfe0f);

const isWide = (code: number): boolean =>
  (code >= 0x1100 && code <= 0x115f) ||
  (code >= 0x2e80 && code <= 0x303e) ||
  (code >= 0x3041 && code <= 0xa4cf) ||
  (code >= 0xac00 && code <= 0xd7a3) ||
  (code >= 0xf900 && code <= 0xfaff) ||
  (code >= 0xfe30 && code <= 0xfe6f) ||
  (code >= 0xff00 && code <= 0xff60) ||
  (code >= 0xffe0 && code <= 0xffe6) ||
  (code >= 0x1f300 && code <= 0x1faff) ||
  (code >= 0x20000 && code <= 0x3fffd);
