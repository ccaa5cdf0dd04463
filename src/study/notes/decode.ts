/**
 * The bytes of a note -> its text: UTF-8, UTF-16 with a byte order mark, or what Korean Windows writes (code page 949). It refuses
 * what is not text, saying where and what to do. It changes no character: line ends stay as they are, Hangul that macOS has taken
 * apart (NFD) stays apart, and a byte order mark stays as the first character, U+FEFF, so that an offset into `text` is an offset
 * into the file as any other program reads it.
 */
import type { Words } from "./span.ts";

export type { Words } from "./span.ts";

export type Decoded = { text: string; encoding: string; remark: Words | null } | { problem: Words };

/** Larger files are refused: they are not notes. */
export const largestNoteBytes = 10 * 1024 * 1024;

/** The text of a file, or what is wrong with it. Never throws. */
export function decodeNotes(bytes: Uint8Array): Decoded {
  if (bytes.length > largestNoteBytes) return { problem: tooLarge(bytes.length) };
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return utf16(bytes, "utf-16le");
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return utf16(bytes, "utf-16be");
  const nul = bytes.indexOf(0);
  if (nul >= 0) return { problem: notText(nul, looksLikeUtf16(bytes)) };
  const survey = surveyUtf8(bytes);
  if (survey.firstBad < 0) return decoded(bytes, "utf-8", null) ?? { problem: notText(0, false) };
  const line = lineAt(bytes, survey.firstBad);
  if (survey.hangul > 0) return { problem: brokenUtf8(survey.firstBad, line) };
  const korean = decoded(bytes, "euc-kr", readAsKorean);
  if (korean === null || !("text" in korean)) return { problem: unknownEncoding(survey.firstBad, line) };
  const control = controlCharacter.exec(korean.text);
  return control === null ? korean : { problem: unknownEncoding(survey.firstBad, line) };
}

function utf16(bytes: Uint8Array, encoding: "utf-16le" | "utf-16be"): Decoded {
  const result = decoded(bytes, encoding, null);
  if (result === null) return { problem: brokenUtf16(bytes.length) };
  const nul = "text" in result ? result.text.indexOf("\0") : -1;
  return nul < 0 ? result : { problem: notText(nul * 2, false) };
}

/** Null: these bytes are not that encoding, or this platform does not know it. */
function decoded(bytes: Uint8Array, encoding: string, remark: Words | null): Decoded | null {
  try {
    const text = new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes);
    return { text, encoding: encoding === "euc-kr" ? "cp949" : encoding, remark };
  } catch {
    return null;
  }
}

/**
 * Where UTF-8 first breaks (-1: nowhere; Unicode Standard 3.9, table 3-7), and how many Hangul syllables stood before. A Korean
 * file in code page 949 breaks at once and hardly ever spells a Hangul syllable in UTF-8 by accident, so a count above zero means
 * that the file is UTF-8 and damaged.
 */
function surveyUtf8(bytes: Uint8Array): { firstBad: number; hangul: number } {
  let hangul = 0;
  let at = 0;
  const isTail = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x80 && byte <= 0xbf;
  while (at < bytes.length) {
    const lead = bytes[at]!;
    if (lead < 0x80) {
      at++;
      continue;
    }
    const length =
      lead >= 0xc2 && lead <= 0xdf ? 2 : lead >= 0xe0 && lead <= 0xef ? 3 : lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
    const second = bytes[at + 1] ?? 0;
    const low = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
    const high = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
    if (length === 0 || second < low || second > high) return { firstBad: at, hangul };
    for (let i = 2; i < length; i++) if (!isTail(bytes[at + i])) return { firstBad: at, hangul };
    if (length === 3 && lead >= 0xea && lead <= 0xed) hangul++;
    at += length;
  }
  return { firstBad: -1, hangul };
}

function lineAt(bytes: Uint8Array, offset: number): number {
  let line = 1;
  for (let i = 0; i < offset; i++) {
    if (bytes[i] === 0x0a || (bytes[i] === 0x0d && bytes[i + 1] !== 0x0a)) line++;
  }
  return line;
}

/** Every second byte of the beginning is zero: UTF-16 whose byte order mark is missing. */
function looksLikeUtf16(bytes: Uint8Array): boolean {
  const zeros = [0, 0];
  const length = Math.min(bytes.length, 4096);
  for (let i = 0; i < length; i++) if (bytes[i] === 0) zeros[i % 2]!++;
  const [even, odd] = zeros as [number, number];
  return (even === 0) !== (odd === 0) && (even + odd) * 10 > length;
}

/** What no note holds; form feed, and the end-of-file mark of old DOS editors, are let through. */
const controlCharacter = /[\u0000-\u0008\u000e-\u0019\u001b-\u001f\u0080-\u009f]/;

const readAsKorean: Words = {
  ko: "UTF-8이 아니어서 한국어 Windows 인코딩(CP949)으로 읽었습니다. 글자가 깨져 보이면 편집기에서 UTF-8로 다시 저장하세요.",
  en: "This file is not UTF-8; it was read as Korean Windows text (CP949). If it looks garbled, save it again as UTF-8.",
};

const saveAsUtf8: Words = {
  ko: "편집기에서 '다른 이름으로 저장'을 골라 인코딩을 UTF-8로 바꿔 저장하세요.",
  en: 'Open it in an editor, choose "Save as" and the encoding UTF-8.',
};

function tooLarge(bytes: number): Words {
  const size = (bytes / (1024 * 1024)).toFixed(1);
  const limit = largestNoteBytes / (1024 * 1024);
  return {
    ko: `파일이 너무 큽니다: ${size} MB (한도 ${limit} MB). 질문과 답만 남기거나 파일을 나누세요.`,
    en: `The file is too large: ${size} MB (the limit is ${limit} MB). Keep only the questions and answers, or split it.`,
  };
}

function notText(offset: number, likeUtf16: boolean): Words {
  if (likeUtf16) {
    return {
      ko: `바이트 순서 표시(BOM)가 없는 UTF-16 파일로 보입니다(오프셋 ${offset}에 0 바이트). ${saveAsUtf8.ko}`,
      en: `This looks like UTF-16 without a byte order mark (a zero byte at offset ${offset}). ${saveAsUtf8.en}`,
    };
  }
  return {
    ko: `텍스트 파일이 아닙니다: 오프셋 ${offset}에 0 바이트가 있습니다. Markdown이나 텍스트 파일(.md, .txt)을 고르세요.`,
    en: `This is not a text file: there is a zero byte at offset ${offset}. Choose a Markdown or text file (.md, .txt).`,
  };
}

function brokenUtf8(offset: number, line: number): Words {
  return {
    ko: `UTF-8 파일이 손상되었습니다: ${line}번째 줄(오프셋 ${offset})의 바이트가 올바르지 않습니다. 그 줄을 고치거나 원본을 다시 받으세요.`,
    en: `The UTF-8 of this file is damaged: wrong byte in line ${line} (offset ${offset}). Repair that line, or fetch the file again.`,
  };
}

function unknownEncoding(offset: number, line: number): Words {
  return {
    ko: `글자를 읽을 수 없습니다: ${line}번째 줄(오프셋 ${offset})이 UTF-8도 CP949도 아닙니다. ${saveAsUtf8.ko}`,
    en: `The characters cannot be read: line ${line} (offset ${offset}) is neither UTF-8 nor CP949. ${saveAsUtf8.en}`,
  };
}

function brokenUtf16(length: number): Words {
  const odd = length % 2 === 1;
  return {
    ko: `UTF-16 파일이 손상되었습니다${odd ? ` (길이 ${length}바이트가 홀수)` : ""}. ${saveAsUtf8.ko}`,
    en: `The UTF-16 of this file is damaged${odd ? ` (its length, ${length} bytes, is odd)` : ""}. ${saveAsUtf8.en}`,
  };
}
