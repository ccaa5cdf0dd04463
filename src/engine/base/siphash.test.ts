import { expect, test } from "vitest";
import { sipHash } from "./siphash.ts";

const hex = (bytes: Uint8Array): string => [...bytes].map((b) => b.toString(16).padStart(2, "0")).join("");

test("the example of the paper's appendix A: key 00..0f, message 00..0e", () => {
  const key = Uint8Array.from({ length: 16 }, (_, i) => i);
  const message = Uint8Array.from({ length: 15 }, (_, i) => i);
  expect(hex(sipHash(key, message))).toBe("e545be4961ca29a1");
});

test("every octet of the key and of the message matters", () => {
  const key = new Uint8Array(16);
  const message = new Uint8Array(8);
  const seen = new Set([hex(sipHash(key, message))]);
  for (let i = 0; i < 16; i++) seen.add(hex(sipHash(key.with(i, 1), message)));
  for (let i = 0; i < 8; i++) seen.add(hex(sipHash(key, message.with(i, 1))));
  for (let i = 9; i < 17; i++) seen.add(hex(sipHash(key, new Uint8Array(i))));
  expect(seen.size).toBe(1 + 16 + 8 + 8);
});
