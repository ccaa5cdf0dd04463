/** A program in an address: base64url of its UTF-8, so that a link holds all of it and no server is asked. */

/** Longer than this and chats cut the link off; the page says so instead of giving a broken one. */
export const longestLink = 8_000;

export function encodeSource(source: string): string {
  let bytes = "";
  for (const byte of new TextEncoder().encode(source)) bytes += String.fromCharCode(byte);
  return btoa(bytes).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** Null where the text is not such an encoding. */
export function decodeSource(text: string): string | null {
  try {
    const bytes = Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null; // cut short, or not base64, or not UTF-8
  }
}
