/** A stranger who sends ever new frames. */
import fc from "fast-check";
import { test } from "vitest";
import { seeds } from "../../../../test/soak.ts";
import { onslaught, withstands } from "./testing/stranger.ts";

test("whatever frames come in, nothing throws, the world comes to rest, and what is answered is answered once each", () => {
  for (const seed of seeds()) fc.assert(fc.property(onslaught, withstands), { seed, numRuns: 500 });
});
