import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { concat, decodeUtf8, encodeUtf8, equalBytes, fromHex, toHex } from "./bytes.ts";

const bytes = fc.uint8Array({ maxLength: 64 });

describe("joining and comparing", () => {
  it("parts are joined in order into an array of its own", () => {
    fc.assert(
      fc.property(fc.array(bytes, { maxLength: 5 }), (parts) => {
        const joined = concat(...parts);
        expect([...joined]).toEqual(parts.flatMap((part) => [...part]));
        for (const part of parts) expect(joined.buffer).not.toBe(part.buffer);
      }),
    );
  });

  it("equal means the same bytes, as Buffer.compare has it", () => {
    fc.assert(
      fc.property(bytes, bytes, (a, b) => {
        expect(equalBytes(a, b)).toBe(Buffer.compare(a, b) === 0);
        expect(equalBytes(a, a.slice())).toBe(true);
      }),
    );
  });
});

describe("hexadecimal", () => {
  it("is written as Buffer writes it and read back the same, upper case and spaced too", () => {
    fc.assert(
      fc.property(bytes, (value) => {
        const hex = toHex(value);
        expect(hex).toBe(Buffer.from(value).toString("hex"));
        expect(fromHex(hex)).toEqual(value);
        expect(fromHex(` ${hex.toUpperCase().replace(/../g, "$& ")}\n`)).toEqual(value);
      }),
    );
  });

  it.each(["0", "0g", "0x00", "a b", "00-11", "0 00"])("%j is not hexadecimal", (text) => {
    expect(fromHex(text)).toBeNull();
  });
});

describe("UTF-8", () => {
  const platform = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  const decodedByPlatform = (input: Uint8Array): string | null => {
    try {
      return platform.decode(input);
    } catch {
      return null;
    }
  };

  it("any text is encoded as TextEncoder does, unpaired surrogates included", () => {
    const anyUnits = fc.array(fc.oneof(fc.nat(0xffff), fc.integer({ min: 0xd800, max: 0xdfff })), { maxLength: 12 });
    fc.assert(
      fc.property(anyUnits, (units) => {
        const text = String.fromCharCode(...units);
        expect(encodeUtf8(text)).toEqual(new TextEncoder().encode(text));
      }),
    );
  });

  it("text without unpaired surrogates comes back", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(decodeUtf8(encodeUtf8(text))).toBe(text);
      }),
    );
  });

  it("any bytes are accepted or refused as TextDecoder does when it is fatal", () => {
    // Bytes near the borders of table 3-7 of the Unicode Standard, so that most cases are almost right.
    const near = fc.constantFrom(
      0x00,
      0x7f,
      0x80,
      0x8f,
      0x90,
      0x9f,
      0xa0,
      0xbf,
      0xc0,
      0xc1,
      0xc2,
      0xdf,
      0xe0,
      0xed,
      0xee,
      0xef,
      0xf0,
      0xf4,
      0xf5,
      0xff,
    );
    fc.assert(
      fc.property(
        fc.oneof(
          bytes,
          fc.array(near, { maxLength: 8 }).map((list) => Uint8Array.from(list)),
        ),
        (input) => {
          expect(decodeUtf8(input)).toBe(decodedByPlatform(input));
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it("every code point is decoded, and no surrogate is", () => {
    for (let code = 0; code <= 0x10ffff; code += code < 0x11000 ? 1 : 97) {
      if (code >= 0xd800 && code <= 0xdfff) {
        expect(decodeUtf8(Uint8Array.of(0xed, 0x80 | ((code >> 6) & 63), 0x80 | (code & 63)))).toBeNull();
        continue;
      }
      const text = String.fromCodePoint(code);
      if (decodeUtf8(encodeUtf8(text)) !== text) expect.fail(`U+${code.toString(16)} is lost`);
    }
  });

  it.each([
    ["an overlong NUL (C0 80)", "c080"],
    ["an overlong slash (E0 80 AF)", "e080af"],
    ["a code point past U+10FFFF (F4 90 80 80)", "f4908080"],
    ["a sequence cut short (E2 82)", "e282"],
    ["a lone continuation byte (80)", "80"],
  ])("%s is refused (Unicode Standard 3.9, table 3-7)", (_, hex) => {
    expect(decodeUtf8(fromHex(hex)!)).toBeNull();
  });

  it("Hangul is three bytes a syllable, a leading byte-order mark is kept", () => {
    expect(toHex(encodeUtf8("면접"))).toBe("eba9b4eca091");
    expect(decodeUtf8(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61))).toBe("\ufeffa");
  });
});
