import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, it } from "vitest";
import { concat, encodeUtf8, toHex } from "./bytes.ts";
import { createSha256, sha256 } from "./crypto.ts";

it.each([
  ["abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"],
  ["", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
  [
    "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
    "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
  ],
])("SHA-256 of %j is the example of FIPS 180 (NIST, Examples with Intermediate Values)", (text, hex) => {
  expect(toHex(sha256(encodeUtf8(text)))).toBe(hex);
});

it("SHA-256 fed piece by piece equals SHA-256 of the whole, and Node's", () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 150, size: "max" }), { maxLength: 6 }), (parts) => {
      const hash = createSha256();
      for (const part of parts) hash.update(part);
      const whole = concat(...parts);
      const digest = hash.digest();
      expect(digest).toEqual(sha256(whole));
      expect(toHex(digest)).toBe(createHash("sha256").update(whole).digest("hex"));
    }),
  );
});
