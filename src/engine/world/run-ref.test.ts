import fc from "fast-check";
import { expect, test } from "vitest";
import { formatRunRef, parseRunRef, parseSeed, type RunRef, reservedNames } from "./run-ref.ts";

const refs: fc.Arbitrary<RunRef> = fc.record({
  scenario: fc.constantFrom("thread-safe/mutex", "handshake/open-close"),
  knobs: fc.dictionary(
    fc.stringMatching(/^[a-z][a-z-]{0,8}$/).filter((name) => !reservedNames.includes(name)),
    fc.oneof(fc.boolean(), fc.integer(), fc.string()),
  ),
  seed: fc.nat(),
  faults: fc.array(fc.string(), { maxLength: 3 }),
  choices: fc
    .uniqueArray(fc.tuple(fc.nat(1000), fc.nat(9)), { selector: ([at]) => at, maxLength: 5 })
    .map((list) => list.sort((a, b) => a[0] - b[0])),
  engine: fc.constantFrom("1", "2.0-x"),
});

test("parseRunRef reads back what formatRunRef wrote, knobs as text", () => {
  fc.assert(
    fc.property(refs, (ref) => {
      const knobs = Object.fromEntries(Object.entries(ref.knobs).map(([name, value]) => [name, String(value)]));
      // Lone surrogates cannot stand in a URL; nobody can type one either.
      fc.pre([...Object.values(knobs), ...ref.faults].every((text) => !/[\ud800-\udfff]/.test(text)));
      expect(parseRunRef(formatRunRef(ref))).toEqual({ ...ref, knobs });
    }),
  );
});

test("equal runs have equal names, whatever the order of their knobs", () => {
  const ref = { scenario: "s/t", seed: 1, faults: [], choices: [], engine: "1" };
  expect(formatRunRef({ ...ref, knobs: { b: 1, a: true } })).toBe(formatRunRef({ ...ref, knobs: { a: true, b: 1 } }));
});

test("a bare scenario is a name too", () => {
  expect(parseRunRef("thread-safe/mutex")).toEqual({
    scenario: "thread-safe/mutex",
    knobs: {},
    seed: null,
    faults: [],
    choices: [],
    engine: null,
  });
});

test.each([
  ["s?x", "pair"],
  ["s?=1", "pair"],
  ["s?a=%zz", "pair"],
  ["s?seed=-1", "seed"],
  ["s?seed=9007199254740992", "seed"],
  ["s?choice=1", "choice"],
  ["s?choice=a:b", "choice"],
  ["s?a=1&a=2", "knob-twice"],
  ["s?choice=1:1&choice=1:2", "choice-twice"],
])("%s is refused: %s", (text, wrong) => {
  expect(parseRunRef(text)).toMatchObject({ wrong });
});

test("no text makes it throw", () => {
  fc.assert(fc.property(fc.string(), (text) => void parseRunRef(`s?${text}`)));
});

test("a seed is a whole number that a double holds exactly", () => {
  expect(["0", "42", "9007199254740991"].map(parseSeed)).toEqual([0, 42, 9007199254740991]);
  expect(["", "-1", "1.5", "1e3", "9007199254740993", " 1"].map(parseSeed)).toEqual([
    null,
    null,
    null,
    null,
    null,
    null,
  ]);
});
