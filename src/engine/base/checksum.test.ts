import fc from "fast-check";
import { expect, it } from "vitest";
import { fromHex } from "./bytes.ts";
import { addChecksum, checksum, finishChecksum } from "./checksum.ts";

/** RFC 1071 4.1 as it is written there: 16 bits at a time, folded at once. The oracle of the fast one. */
function naiveChecksum(bytes: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < bytes.length; i += 2) {
    sum += (bytes[i]! << 8) | (bytes[i + 1] ?? 0);
    sum = (sum & 0xffff) + (sum >> 16);
  }
  return ~sum & 0xffff;
}

it("the example of RFC 1071 section 3 sums to 2ddf0, which folds to ddf2", () => {
  const example = fromHex("0001 f203 f4f5 f6f7")!;
  expect(addChecksum(example)).toBe(0x2ddf0);
  expect(checksum(example)).toBe(~0xddf2 & 0xffff);
});

it("a real IPv4 header with its checksum in place sums to zero", () => {
  // The header that Wikipedia's article "Internet checksum" works through by hand; its checksum is b861.
  const header = fromHex("4500 0073 0000 4000 4011 b861 c0a8 0001 c0a8 00c7")!;
  expect(checksum(header)).toBe(0);
  header.set([0, 0], 10);
  expect(checksum(header)).toBe(0xb861);
});

it("all zeros sum to ffff, as does nothing", () => {
  expect(checksum(new Uint8Array(1460))).toBe(0xffff);
  expect(checksum(new Uint8Array(0))).toBe(0xffff);
});

it("any stretch of any bytes has the checksum of the naive loop, wherever it lies in memory", () => {
  const input = fc.oneof(
    fc.uint8Array({ maxLength: 40 }),
    fc.uint8Array({ minLength: 100, maxLength: 1600, size: "max" }),
  );
  fc.assert(
    fc.property(input, fc.nat(7), fc.nat(7), (bytes, before, behind) => {
      const padded = new Uint8Array(before + bytes.length + behind).fill(0xa5);
      padded.set(bytes, before);
      expect(checksum(padded, before, before + bytes.length)).toBe(naiveChecksum(bytes));
      expect(checksum(padded.subarray(before, before + bytes.length))).toBe(naiveChecksum(bytes));
    }),
    { numRuns: 500 },
  );
});

it("partial sums of even length add up: a pseudo-header can be summed apart from its payload", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300, size: "max" }), fc.nat(150), (bytes, half) => {
      const cut = Math.min(half * 2, bytes.length & ~1);
      expect(finishChecksum(addChecksum(bytes, cut, bytes.length, addChecksum(bytes, 0, cut)))).toBe(checksum(bytes));
    }),
  );
});

it("the sum stays exact for the largest datagram, and past where a column of the fast loop would be full", () => {
  for (const length of [65_535, 0x2_0000, 0x2_0007, 0x6_0001]) {
    const bytes = new Uint8Array(length).fill(0xff);
    bytes[0] = 0x12;
    expect(checksum(bytes)).toBe(naiveChecksum(bytes));
  }
});
