import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeSource, encodeSource } from "../threads/link.ts";
import { exploreView } from "./explore-view.ts";
import { programRunView } from "./program-run.ts";

const increment = 'let x = 0;\nfunction T() { x++; }\nrun(T, T);\nassert(x === 2, "none is lost");\n';

describe("the Threads page's answers", () => {
  it("two increments: 6 orders, 2 right, and the smallest counterexample has 2 switches", () => {
    const { interleavings, outcomes, violations, exhaustive } = exploreView(increment, "sc", "all", "key");
    expect({ interleavings, exhaustive }).toEqual({ interleavings: "6", exhaustive: true });
    expect(outcomes.map(({ values, interleavings: orders, bad }) => [values, orders, bad])).toEqual([
      [["2"], "2", false],
      [["1"], "4", true],
    ]);
    const [worst, ...races] = violations.map(({ kind, switches, fewest }) => [kind, switches, fewest]);
    expect(worst).toEqual(["assertion", 2, true]);
    expect(races.every(([kind]) => kind === "race")).toBe(true);
  });

  it("every outcome's order, replayed, ends in that outcome", () => {
    for (const model of ["sc", "tso", "pso"] as const) {
      const source =
        "let x = 0, y = 0;\nfunction A() { x = 1; return y; }\nfunction B() { y = 1; return x; }\nrun(A, B);";
      for (const { values, schedule } of exploreView(source, model, "all", "").outcomes) {
        const run = programRunView(source, model, schedule);
        expect(run.over).toBe("done");
        const last = run.states.at(-1)!;
        expect([...last.cells.map(({ value }) => value), ...last.returned.slice(0, 2)]).toEqual(values);
      }
    }
  });

  it("runs drawn by chance find the lost update too, and say that they prove nothing", () => {
    for (const search of ["pct", "random"] as const) {
      const { exhaustive, bound, outcomes } = exploreView(increment, "sc", search, "");
      expect(exhaustive).toBe(false);
      expect(bound).not.toBeNull();
      expect(outcomes.map(({ values }) => values)).toEqual([["2"], ["1"]]);
    }
  });

  it("a schedule that cannot be followed is followed as far as it can be", () => {
    const run = programRunView(increment, "sc", [0, 0, 0, 7, -1, 1.5]);
    expect(run.steps).toHaveLength(2);
    expect(run.options.at(-1)!.map(({ pick }) => pick)).toEqual([null, 1]);
  });

  it("a problem's place is an offset into the text as it was typed, whatever its line ends", () => {
    const source = "let x = 0;\r\nfunction T() { y++; }\r\nrun(T);";
    const [problem] = programRunView(source, "sc", []).problems;
    expect(source.slice(problem!.start, problem!.end)).toBe("y");
    expect([problem!.line, problem!.column]).toEqual([2, 16]);
  });

  it("any text gives a run or problems, and any schedule a prefix of itself", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.constant(increment),
          fc.string().map((noise) => increment + noise),
        ),
        fc.array(fc.integer({ min: -2, max: 6 }), { maxLength: 8 }),
        (source, schedule) => {
          const run = programRunView(source, "tso", schedule);
          expect(run.steps.length).toBeLessThanOrEqual(schedule.length);
          expect(run.states).toHaveLength(run.problems.length > 0 ? 0 : run.steps.length + 1);
        },
      ),
      { numRuns: 200 },
    );
  });

  it("a program survives its address", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        expect(decodeSource(encodeSource(text))).toBe(text);
      }),
    );
    expect(decodeSource("%%%")).toBeNull();
  });
});
