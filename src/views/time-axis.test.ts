import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { timeAxis } from "./time-axis.ts";

const ms = 1_000_000;

describe("a common axis of time", () => {
  test("a long stretch of nothing is folded, and says how long it was", () => {
    const axis = timeAxis(
      [
        { from: 0, to: 50 * ms },
        { from: 1_000 * ms, to: 1_100 * ms },
      ],
      [],
      600,
    );
    expect(axis.folds.map(({ lasts }) => lasts)).toEqual([950 * ms]);
    expect(axis.x(0)).toBe(0);
    expect(axis.x(1_100 * ms)).toBeCloseTo(600);
    // Of the two pieces the second lasts twice as long and is twice as wide.
    const [first, second] = [axis.x(50 * ms) - axis.x(0), axis.x(1_100 * ms) - axis.x(1_000 * ms)];
    expect(second / first).toBeCloseTo(2);
  });

  test("short pauses are drawn in proportion, so that they can be compared", () => {
    const axis = timeAxis(
      [
        { from: 0, to: 50 * ms },
        { from: 55 * ms, to: 100 * ms },
      ],
      [],
      500,
    );
    expect(axis.folds).toEqual([]);
    expect(axis.x(55 * ms) - axis.x(50 * ms)).toBeCloseTo(25);
  });

  test("ticks are round, in order, and have room", () => {
    const { ticks } = timeAxis([{ from: 0, to: 1_000 * ms }], [], 1_000);
    expect(ticks.map(({ at }) => at / ms)).toEqual([0, 100, 200, 300, 400, 500, 600, 700, 800, 900, 1_000]);
  });

  test("an empty run has an axis all the same", () => {
    const axis = timeAxis([], [], 300);
    expect(axis.x(5)).toBe(0);
    expect(axis.width).toBeGreaterThan(0);
  });

  test("whatever goes on: later is never to the left, nothing leaves the width, and at() finds back what x() placed", () => {
    const stretch = fc.tuple(fc.nat(1e12), fc.nat(1e10)).map(([from, lasts]) => ({ from, to: from + lasts }));
    fc.assert(
      fc.property(
        fc.array(stretch, { maxLength: 20 }),
        fc.array(fc.nat(1e12), { maxLength: 10 }),
        fc.array(fc.nat(2e12), { minLength: 2, maxLength: 10 }),
        (busy, points, asked) => {
          const axis = timeAxis(busy, points, 800);
          const xs = asked.sort((a, b) => a - b).map(axis.x);
          for (const [at, x] of xs.entries()) {
            expect(x).toBeGreaterThanOrEqual(0);
            expect(x).toBeLessThanOrEqual(axis.width + 1e-6);
            if (at > 0) expect(x).toBeGreaterThanOrEqual(xs[at - 1]!);
          }
          for (const at of points) expect(Math.abs(axis.x(axis.at(axis.x(at))) - axis.x(at))).toBeLessThan(1e-3);
        },
      ),
    );
  });
});
