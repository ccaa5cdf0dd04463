/** The contract of determinism, for as long as one likes: ever new random worlds, each run twice and forked at every decision. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { encodeCanonical, traceHash } from "../../src/engine/trace/hash.ts";
import { seeds } from "../soak.ts";
import { randomWorld } from "./random-world.ts";
import { randomWorlds } from "./random-worlds.ts";

test("no world differs from its replay, and no fork from what went before it", () => {
  for (const seed of seeds()) {
    for (const spec of fc.sample(randomWorlds, { seed, numRuns: 20 })) {
      const original = randomWorld(spec, []);
      expect(traceHash(randomWorld(spec, []))).toBe(traceHash(original));
      for (const [n, choice] of original.choices.entries()) {
        const forked = randomWorld(spec, [[n, (choice.pick + 1) % choice.of]]);
        const until = Math.max(
          0,
          original.events.findIndex((event) => event.choice !== null && event.choice >= n),
        );
        expect(forked.choices.slice(0, n)).toEqual(original.choices.slice(0, n));
        expect(encodeCanonical(forked.events.slice(0, until))).toEqual(
          encodeCanonical(original.events.slice(0, until)),
        );
      }
    }
  }
});
