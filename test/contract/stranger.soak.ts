/** A stranger who sends ever new frames. */
import fc from "fast-check";
import { test } from "vitest";
import { onslaught, withstands } from "../../src/engine/kernel/net/testing/stranger.ts";
import { seeds } from "../soak.ts";

test("whatever frames come in, nothing throws, the world comes to rest, and what is answered is answered once each", () => {
  for (const seed of seeds()) fc.assert(fc.property(onslaught, withstands), { seed, numRuns: 500 });
});
