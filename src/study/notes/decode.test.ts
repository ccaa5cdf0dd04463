import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeNotes, largestNoteBytes } from "./decode.ts";

const bytes = (...parts: (string | number[])[]): Uint8Array =>
  new Uint8Array(parts.flatMap((part) => (typeof part === "string" ? [...new TextEncoder().encode(part)] : part)));

/** "한글 질문" as Korean Windows writes it. */
const cp949 = [0xc7, 0xd1, 0xb1, 0xdb, 0x20, 0xc1, 0xfa, 0xb9, 0xae];

test("UTF-8 is taken as it is, without a remark", () => {
  expect(decodeNotes(bytes("# 세션이란?\r\n쿠키"))).toEqual({
    text: "# 세션이란?\r\n쿠키",
    encoding: "utf-8",
    remark: null,
  });
});

test("a byte order mark stays as the first character, so that offsets are those of the file", () => {
  expect(decodeNotes(bytes([0xef, 0xbb, 0xbf], "가"))).toMatchObject({ text: "\ufeff가", encoding: "utf-8" });
  expect(decodeNotes(bytes([0xff, 0xfe, 0x00, 0xac, 0x0a, 0x00]))).toMatchObject({
    text: "\ufeff가\n",
    encoding: "utf-16le",
  });
  expect(decodeNotes(bytes([0xfe, 0xff, 0xac, 0x00]))).toMatchObject({ text: "\ufeff가", encoding: "utf-16be" });
});

test("Hangul that was taken apart stays apart", () => {
  const apart = "한글".normalize("NFD");
  expect(decodeNotes(bytes(apart))).toMatchObject({ text: apart });
});

test("a file of Korean Windows is read as CP949, with a remark in both languages", () => {
  const result = decodeNotes(bytes(cp949));
  expect(result).toMatchObject({ text: "한글 질문", encoding: "cp949" });
  expect(result).toHaveProperty("remark.ko", expect.stringContaining("CP949"));
  expect(result).toHaveProperty("remark.en", expect.stringContaining("UTF-8"));
});

test("what is not text is refused with its place", () => {
  const result = decodeNotes(bytes("PK", [3, 4, 0, 0], "x"));
  expect(result).toHaveProperty("problem.ko", expect.stringContaining("오프셋 4"));
  expect(result).toHaveProperty("problem.en", expect.stringContaining("offset 4"));
  expect(decodeNotes(bytes([0x89, 0x50, 0x4e, 0x47, 0xff, 0xd8]))).toHaveProperty("problem");
});

test("damaged UTF-8 is said to be damaged, by line, and not read as something else", () => {
  const result = decodeNotes(bytes("첫 줄\n둘째 ", [0xec, 0x84]));
  expect(result).toHaveProperty("problem.en", expect.stringContaining("line 2 (offset 15)"));
});

test("UTF-16 without a byte order mark is recognised, not guessed at", () => {
  const result = decodeNotes(bytes([0x51, 0, 0x2e, 0, 0x20, 0, 0x61, 0]));
  expect(result).toHaveProperty("problem.en", expect.stringContaining("UTF-16"));
});

test("half a character at the end of UTF-16 is a problem", () => {
  expect(decodeNotes(bytes([0xff, 0xfe, 0x00]))).toHaveProperty("problem.ko", expect.stringContaining("홀수"));
});

test("a file over the limit is refused with both sizes; one at the limit is not", () => {
  const result = decodeNotes(new Uint8Array(largestNoteBytes + 1024 * 1024));
  expect(result).toHaveProperty("problem.ko", expect.stringMatching(/11\.0 MB.*10 MB/));
  expect(decodeNotes(new Uint8Array(largestNoteBytes).fill(0x20))).toHaveProperty("text");
});

test("an empty file is an empty text", () => {
  expect(decodeNotes(new Uint8Array())).toEqual({ text: "", encoding: "utf-8", remark: null });
});

test("any bytes give a text or a problem; UTF-8 without NUL always its own text", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (input) => {
      const result = decodeNotes(input);
      return "text" in result || result.problem.ko !== "";
    }),
  );
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const clean = text.replaceAll("\0", "").replace(/^[\ufffe\ufeff]+/, "");
      const result = decodeNotes(bytes(clean));
      return "text" in result && result.text === clean;
    }),
  );
});
