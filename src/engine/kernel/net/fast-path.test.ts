import fc from "fast-check";
import { expect, test } from "vitest";
import { anyGiven, calm, flip, type Given, headerBits, kinds, run } from "./testing/both-paths.ts";

// A sample of what `test/contract/fast-path.soak.ts` tries for as long as one likes.

test.each([
  ["all that happens is kept", "all", 5],
  ["no frames are kept, so that routers need no copies", kinds, 10],
] as const)("a run is the same with and without the fast path when %s", { timeout: 60_000 }, (_, trace, numRuns) => {
  fc.assert(
    fc.property(anyGiven, (given) => {
      expect(run(given, true, trace)).toEqual(run(given, false, trace));
    }),
    { numRuns },
  );
});

test("whichever bit of a segment's headers is flipped, the run is the same with and without the fast path", {
  timeout: 60_000,
}, () => {
  // Every 23rd: each bit of an octet in turn, and each field of the headers.
  for (let bit = 0; bit < headerBits; bit += 23)
    expect([bit, run(calm, true, kinds, [flip(bit)])]).toEqual([bit, run(calm, false, kinds, [flip(bit)])]);
});

test("what is kept of a run does not change what comes back: every octet in its place", () => {
  const trouble = { loss: 0.02, corrupt: 0.02, duplicate: 0.02, reorder: 0.02 };
  const given: Given = { ...calm, ...trouble, octets: [60_000, 30_000] };
  const everything = run(given, true, "all");
  expect(everything.sums.toSorted((a, b) => a - b)).toEqual([30_000, 60_000]);
  const { hash: _, ...nothing } = run(given, true, []);
  expect(nothing).toEqual({ sums: everything.sums, at: everything.at, choices: everything.choices });
});
