import { expect, test } from "vitest";
import { conclude } from "./measurement.ts";
import { needed, outcome, spread } from "./statistics.ts";

test("the spread of samples in any order; quartiles lie between the two nearest samples", () => {
  expect(spread([4, 1, 3, 2])).toEqual({ median: 2.5, min: 1, max: 4, lowerQuartile: 1.75, upperQuartile: 3.25 });
  expect(spread([7])).toEqual({ median: 7, min: 7, max: 7, lowerQuartile: 7, upperQuartile: 7 });
  expect(spread([1000, 10, 11, 12, 10]).median).toBe(11);
});

test("no samples, or one that is no number, have no spread", () => {
  expect(() => spread([])).toThrow(RangeError);
  expect(() => spread([1, Number.NaN])).toThrow(RangeError);
});

test("a conclusion about every run may miss one of 20, and none of fewer", () => {
  expect([1, 5, 19, 20, 39, 40, 100].map((runs) => needed("always", runs))).toEqual([1, 5, 19, 19, 38, 38, 95]);
  expect(outcome("always", 19, 20)).toBe("reproduced");
  expect(outcome("always", 18, 20)).toBe("not-reproduced");
  expect(outcome("always", 18, 19)).toBe("not-reproduced");
});

test("a conclusion that something can happen needs one run; without runs nothing is concluded", () => {
  expect(outcome("possible", 1, 20)).toBe("reproduced");
  expect(outcome("possible", 0, 20)).toBe("not-reproduced");
  expect(outcome("always", 0, 0)).toBe("not-measured");
});

test("what a machine could not give is missing, and what needs it is not measured", () => {
  const text = { ko: "", en: "" };
  const quantity = { says: text, unit: "" } as const;
  const about = (id: string, needs: string[]) =>
    ({ id, says: text, otherwise: text, holds: "always", needs, check: () => true }) as const;
  const found = conclude(
    {
      quantities: { seen: quantity, unseen: quantity },
      conclusions: [about("of-seen", ["seen"]), about("of-both", ["seen", "unseen"])],
    },
    [{ seen: 1 }, { seen: 3, unseen: Number.NaN }],
  );
  expect(found.quantities.map(({ id, samples, median }) => ({ id, samples, median }))).toEqual([
    { id: "seen", samples: [1, 3], median: 2 },
  ]);
  expect(found.conclusions.map(({ held, of, outcome }) => [held, of, outcome])).toEqual([
    [2, 2, "reproduced"],
    [0, 0, "not-measured"],
  ]);
});
