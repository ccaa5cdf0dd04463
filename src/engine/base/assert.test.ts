import { expect, it } from "vitest";
import { assert, BrokenInvariant, unreachable } from "./assert.ts";

it("a condition that holds says nothing and never builds the message", () => {
  assert("truthy", () => {
    throw new Error("the message was built");
  });
});

it("a condition that does not hold throws BrokenInvariant with the message, text or function", () => {
  expect(() => assert(false, "expected 3, found 4")).toThrow(new BrokenInvariant("expected 3, found 4"));
  expect(() => assert(0, () => `expected ${3}`)).toThrow(BrokenInvariant);
});

it("an unhandled member of a union is named in the message", () => {
  expect(() => unreachable({ kind: "syn" } as never)).toThrow('no case for {"kind":"syn"}');
});
