/** The fast path over ever new runs, and every bit of a segment's headers flipped once. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { anyGiven, calm, flip, headerBits, kinds, run } from "../../src/engine/kernel/net/testing/both-paths.ts";
import { seeds } from "../soak.ts";

test("no run differs with and without the fast path", () => {
  for (const seed of seeds())
    for (const given of fc.sample(anyGiven, { seed, numRuns: 5 }))
      for (const trace of ["all", kinds] as const)
        expect([given, run(given, true, trace)]).toEqual([given, run(given, false, trace)]);
});

test("whichever bit of a segment's headers is flipped, the run is the same with and without the fast path", () => {
  for (let bit = 0; bit < headerBits; bit++)
    expect([bit, run(calm, true, kinds, [flip(bit)])]).toEqual([bit, run(calm, false, kinds, [flip(bit)])]);
});
