import fc from "fast-check";
import { expect, test } from "vitest";
import { World } from "../world/world.ts";
import { everyRun, type Overrides } from "./replay.ts";

/** A world that asks for decisions with so many options; the answers are the run. */
function asks(options: readonly number[], defaults: readonly number[] = []) {
  return (overrides: Overrides) => {
    const world = new World({ seed: 1, choices: overrides });
    const picks = options.map((of, at) =>
      world.choose(at % 2 === 0 ? "schedule" : "frame", of, Math.min(of - 1, defaults[at] ?? 0)),
    );
    return { picks, choices: world.trace.choices, misfits: world.misfits() };
  };
}

function all<T>(search: Generator<T, unknown>): { seen: T[]; end: unknown } {
  const seen: T[] = [];
  for (;;) {
    const next = search.next();
    if (next.done) return { seen, end: next.value };
    seen.push(next.value);
  }
}

test("every run is visited exactly once, whatever the defaults, the default run first", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 5 }),
      fc.array(fc.nat(3), { maxLength: 5 }),
      (options, defaults) => {
        const { seen, end } = all(everyRun(asks(options, defaults), { runs: 10_000 }));
        const runs = seen.map(({ result }) => result.picks.join());
        expect(new Set(runs).size).toBe(runs.length);
        expect(runs.length).toBe(options.reduce((product, of) => product * of, 1));
        expect(seen[0]!.overrides).toEqual([]);
        expect(seen.every(({ result }) => result.misfits.length === 0)).toBe(true);
        expect(end).toEqual({ exhaustive: true, cutBy: null });
      },
    ),
  );
});

test("overrides are sparse: they hold only what differs from the default", () => {
  const { seen } = all(everyRun(asks([2, 2], [1, 0]), { runs: 10 }));
  expect(seen.map(({ overrides }) => overrides)).toEqual([
    [],
    [[1, 1]],
    [[0, 0]],
    [
      [0, 0],
      [1, 1],
    ],
  ]);
});

test("a search cut after so many runs says that it was", () => {
  const { seen, end } = all(everyRun(asks([4, 4]), { runs: 5 }));
  expect(seen).toHaveLength(5);
  expect(end).toEqual({ exhaustive: false, cutBy: "runs" });
});

test("at most k departures of one kind: C(n,0) + C(n,1) runs for k = 1, and the search says that it was bounded", () => {
  const { seen, end } = all(everyRun(asks([2, 2, 2, 2, 2, 2]), { runs: 1000, departures: { schedule: 1, frame: 0 } }));
  expect(seen).toHaveLength(1 + 3);
  expect(end).toEqual({ exhaustive: false, cutBy: "departures" });
});
