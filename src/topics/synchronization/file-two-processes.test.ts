import { expect, test } from "vitest";
import type { Scenario } from "../../lab/scenario.ts";
import { same } from "../../lab/text.ts";
import { judgedRuns } from "../../lab/verify.ts";
import { balanceOf, depositIntoFile, type FileGuard, fileGuards, keepsEveryDeposit } from "./file-two-processes.ts";

/** Every run: how many, in how many a deposit is lost, what the account may hold, and the fewest switches of a bad run. */
function count(guard: FileGuard, processes = 2) {
  const scenario: Scenario = {
    id: "test/file",
    title: same("file"),
    about: same("file"),
    knobs: [],
    faults: [],
    build: (world) => depositIntoFile(world, guard, processes),
  };
  const finals = new Set<number>();
  const search = judgedRuns({ scenario, choices: "all" }, (run) => {
    finals.add(balanceOf(run.trace, guard));
    expect(run.trace.of("deadlock")).toEqual([]);
    return keepsEveryDeposit(guard, processes)(run);
  });
  let [runs, bad, fewest] = [0, 0, Number.POSITIVE_INFINITY];
  for (;;) {
    const next = search.next();
    if (next.done) {
      expect(next.value.exhaustive).toBe(true);
      return { runs, bad, finals: [...finals].sort((a, b) => a - b), fewest };
    }
    runs++;
    if (next.value.holds) continue;
    bad++;
    fewest = Math.min(fewest, next.value.switches);
    expect(next.value.because).toHaveLength(3);
  }
}

test("two processes lose a deposit through a file in 4 of 6 interleavings, and end with 15 or 20", () => {
  expect(count("none")).toEqual({ runs: 6, bad: 4, finals: [15, 20], fewest: 2 });
});

test("with flock round both steps none is lost in any order, and 2 orders are left", () => {
  expect(count("flock")).toMatchObject({ runs: 2, bad: 0, finals: [20] });
});

test("a log to which each only appends loses nothing", () => {
  expect(count("append")).toMatchObject({ runs: 2, bad: 0, finals: [20] });
});

test("three processes: 90 interleavings, as with three threads and a cell", () => {
  expect(count("none", 3)).toMatchObject({ runs: 90, finals: [15, 20, 25] });
  expect(fileGuards.slice(1).map((guard) => count(guard, 3).bad)).toEqual([0, 0]);
});
