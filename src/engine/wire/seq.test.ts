import fc from "fast-check";
import { expect, test } from "vitest";
import { add, after, atOrAfter, atOrBefore, before, distance, earlier, inWindow, later, seq } from "./seq.ts";

const anySeq = fc.nat({ max: 0xffff_ffff }).map(seq);
const half = 0x8000_0000;

test("adding wraps at 2^32, in both directions", () => {
  expect(add(seq(0xffff_ffff), 1)).toBe(0);
  expect(add(seq(0), -1)).toBe(0xffff_ffff);
  expect(seq(0x1_0000_0005)).toBe(5);
});

test("what lies less than half the circle ahead is after", () => {
  fc.assert(
    fc.property(anySeq, fc.integer({ min: 1, max: half - 1 }), (s, n) => {
      const t = add(s, n);
      expect([before(s, t), after(t, s), before(t, s), after(s, t)]).toEqual([true, true, false, false]);
      expect([atOrBefore(s, t), atOrAfter(t, s), atOrBefore(t, s)]).toEqual([true, true, false]);
      expect([distance(s, t), distance(t, s)]).toEqual([n, 0x1_0000_0000 - n]);
      expect([later(s, t), later(t, s), earlier(s, t), earlier(t, s)]).toEqual([t, t, s, s]);
    }),
  );
});

test("a number is neither before nor after itself or its opposite", () => {
  fc.assert(
    fc.property(anySeq, (s) => {
      for (const t of [s, add(s, half)]) expect([before(s, t), after(s, t)]).toEqual([false, false]);
      expect([atOrBefore(s, s), atOrAfter(s, s), distance(s, s)]).toEqual([true, true, 0]);
    }),
  );
});

test("a window of n numbers holds the n from its start on, across zero too", () => {
  const start = seq(0xffff_fffe);
  expect([-1, 0, 1, 2, 3, 4].map((n) => inWindow(add(start, n), start, 4))).toEqual([
    false,
    true,
    true,
    true,
    true,
    false,
  ]);
  expect(inWindow(start, start, 0)).toBe(false);
});
