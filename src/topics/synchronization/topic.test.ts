import { describe, expect, test } from "vitest";
import { dpor } from "../../engine/explore/dpor.ts";
import { finalOf } from "../../engine/explore/state-graph.ts";
import { evaluate } from "../../engine/machine/formula.ts";
import { Machine } from "../../engine/machine/machine.ts";
import type { Claim } from "../../lab/claim.ts";
import { decide } from "../../lab/decide.ts";
import { Explored } from "../../lab/explored.ts";
import { lastEnd } from "../../lab/observe-cpu.ts";
import { conditionOf, type ProgramScenario } from "../../lab/program.ts";
import { runWith } from "../../lab/run.ts";
import { defaultKnobs, type Knobs, type Scenario } from "../../lab/scenario.ts";

import { decidedOf } from "../verdicts.ts";
import * as worlds from "./scenario.ts";
import { synchronization } from "./topic.ts";
import { endOf, waitOf } from "./waits.ts";

/** Executions by the trace search, and in how many of them the condition is so. */
function traces(scenario: ProgramScenario, knobs: Knobs, bad: string): [number, number] {
  const { program, model, spurious } = scenario.program({ ...defaultKnobs(scenario), ...knobs });
  const machine = new Machine(program, model);
  const formula = conditionOf(program, bad);
  let count = 0;
  const { executions, blocked } = dpor(machine, {
    spurious,
    onEnd: (S, base) => {
      if (evaluate(formula, finalOf(machine, S, base))) count++;
    },
  });
  expect(blocked).toBe(0);
  return [executions, count];
}

describe("the numbers worked out by an independent explorer come out", () => {
  // Interleavings, those that are bad; fewest switches of a bad one; traces and bad traces where these are known.
  test.each<[ProgramScenario, string, number, number, number | null, [number, number] | null, Knobs?]>([
    [worlds.flagLock, "ret[0] + ret[1] == 2", 6, 4, 2, [4, 2]],
    [worlds.flagLockSpin, "both == 1", 190, 120, 3, [28, 16]],
    [worlds.testAndSet, "ret[0] + ret[1] == 2", 2, 0, null, [2, 0]],
    [worlds.peterson, "both == 1", 292, 0, null, [10, 0]],
    [worlds.peterson, "both == 1", 504_614, 166_544, 3, null, { model: "tso" }],
    [worlds.peterson, "both == 1", 124_944, 0, null, null, { model: "tso", fence: true }],
    [worlds.strictAlternation, "dead", 1, 1, 1, [1, 1]],
    [worlds.ticketBypass, "bypass > 1", 103, 0, null, null],
    [worlds.semaphoreAsMutex, "count != 2", 2, 0, null, [2, 0]],
    [worlds.semaphoreAsMutex, "count != 2", 70, 36, 2, null, { permits: 2 }],
    [worlds.foreignUp, "both == 1", 246, 140, 3, [58, 32]],
    [worlds.twoPermits, "three == 1", 2550, 0, null, [510, 0]],
    [worlds.readers, "both == 1", 6, 4, 2, [6, 4]],
    [worlds.orderNone, "ret[1] == 0", 2, 1, 1, [2, 1]],
    [worlds.orderNone, "ret[1] == 0", 2, 1, 1, [2, 1], { sleep: true }],
    [worlds.orderMutex, "ret[1] == 0", 2, 1, 1, [2, 1]],
    [worlds.orderSemaphore, "ret[1] == 0", 1, 0, null, [1, 0]],
    [worlds.rendezvous, "ret[0] != 1 || ret[1] != 1", 36, 0, null, [1, 0]],
    [worlds.rendezvous, "dead", 2, 2, 1, null, { wrong: true }],
    [worlds.condvarIf, "bad == 1", 48, 4, 4, null],
    [worlds.condvarWhile, "bad == 1", 48, 0, null, null],
    [worlds.condvarIf, "bad == 1", 7, 1, 1, [4, 1], { pairs: 1, spurious: 1 }],
    [worlds.condvarWhile, "bad == 1", 7, 0, null, null, { pairs: 1, spurious: 1 }],
    [worlds.lostWakeup, "dead", 8, 1, 2, [3, 1]],
    [worlds.lostWakeup, "dead", 2, 0, null, null, { fixed: true }],
    [worlds.philosophers, "dead", 168, 6, 2, [7, 1]],
    [worlds.philosophers, "dead", 66_468_720, 120, 4, [31, 1], { count: 5 }],
    [worlds.philosophers, "dead", 142, 0, null, [6, 0], { ordered: true }],
    [worlds.philosophers, "dead", 49_719_072, 0, null, [30, 0], { count: 5, ordered: true }],
    [worlds.boundedBuffer, "dead", 4, 3, 0, [4, 3]],
    [worlds.boundedBuffer, "dead || ret[1] != 12", 1, 0, null, null, { right: true }],
    [worlds.lockOrder, "dead", 6, 2, 1, [3, 1]],
    [worlds.lockOrder, "dead", 2, 0, null, [2, 0], { same: true }],
    [worlds.file, "file == 15", 6, 4, 2, [4, 2]],
    [worlds.file, "file == 15", 2, 0, null, [2, 0], { flock: true }],
  ])("$id", (scenario, bad, runs, badRuns, fewest, executions, knobs = {}) => {
    const explored = new Explored(scenario, knobs);
    expect([explored.runs, explored.count(bad), explored.pick(bad)?.switches ?? null]).toEqual([runs, badRuns, fewest]);
    if (executions) expect(traces(scenario, knobs, bad)).toEqual(executions);
  });

  test("a test-and-set lock can be overtaken three times of three, a ticket lock once", () => {
    expect(new Explored(worlds.tasBypass).values("bypass")).toEqual([0, 1, 2, 3]);
    expect(new Explored(worlds.ticketBypass).values("bypass")).toEqual([0, 1]);
  });

  test("a stranger's unlock of a mutex lets nobody in", () => {
    expect(new Explored(worlds.foreignUp, { lock: "mutex" }).count("both == 1")).toBe(0);
  });
});

describe("the worlds whose CPUs take time", () => {
  const run = (scenario: Scenario, knobs: Knobs) => runWith(scenario, knobs).trace;

  test.each([
    [false, 10, [18, 13, 19]],
    [true, 10, [8, 18, 19]],
    [false, 100, [108, 103, 109]],
    [true, 100, [8, 108, 109]],
  ])("inheritance %s, middle %i ms: H, M and L end at %j ms", (inherit, middle, ends) => {
    const trace = run(worlds.priorityInversion, { inherit, middle });
    expect([0, 1, 2].map((thread) => endOf(trace, thread).at / 1e6)).toEqual(ends);
  });

  test("one CPU: all is done at 26 ms with spinning, at 16 with sleeping", () => {
    expect(lastEnd(run(worlds.spinOrSleep, { wait: "spin" })) / 1e6).toBe(26);
    expect(lastEnd(run(worlds.spinOrSleep, { wait: "sleep" })) / 1e6).toBe(16);
  });

  test("two CPUs, held 2 µs, 10 µs to sleep and wake: a wait of 2 µs against 10", () => {
    const short = { cpus: 2, before: 0, hold: 2, wake: 10 };
    expect(waitOf(run(worlds.spinOrSleep, { ...short, wait: "spin" }), 1).lasted).toBe(2_000);
    expect(waitOf(run(worlds.spinOrSleep, { ...short, wait: "sleep" }), 1).lasted).toBe(10_000);
  });
});

describe("the claims", () => {
  const expected: Record<string, string> = {
    "race-is-why": "confirmed",
    "one-at-a-time": "confirmed",
    "three-conditions": "confirmed",
    "mutex-and-semaphore": "confirmed",
    ordering: "confirmed",
    "recheck-in-loop": "confirmed",
    "needs-atomic-instruction": "confirmed",
    deadlock: "confirmed",
    "priority-inversion": "confirmed",
    "spin-or-sleep": "confirmed",
    "memory-order": "confirmed",
    "only-one-process": "depends",
    "binary-semaphore-is-mutex": "refuted",
    "if-is-enough": "refuted",
    "sleep-orders": "refuted",
    "processes-only": "refuted",
    "more-locks-safer": "refuted",
  };

  test.each(synchronization.claims.map((claim) => [claim.id, claim] as [string, Claim]))(
    "%s comes out as expected, and as kept",
    (id, claim) => {
      const decided = decide(claim);
      expect(decided.verdict.verdict).toBe(expected[id.replace("synchronization.", "")]);
      expect(decided).toEqual(decidedOf(claim));
    },
  );

  test("every claim has words, and every point that stands in for a misconception is there", () => {
    const ids = new Set(synchronization.claims.map((claim) => claim.id));
    expect(Object.keys(synchronization.words).sort()).toEqual([...ids].sort());
    for (const claim of synchronization.claims) for (const other of claim.instead) expect(ids.has(other)).toBe(true);
    for (const one of synchronization.followUps) for (const claim of one.claims) expect(ids.has(claim)).toBe(true);
  });
});

describe("the follow-ups", () => {
  test.each<[string, unknown]>([
    ["q-flag", 4],
    ["q-philosophers", 5],
    ["q-foreign-up", "semaphore"],
    ["q-inversion", [18, 8, 108, 8]],
  ])("%s is answered out of runs", (id, value) => {
    const answer = synchronization.followUps.find((one) => one.id === `synchronization.${id}`)!.answer();
    expect(answer.value).toEqual(value);
    expect(`${answer.says.ko}${answer.says.en}`).not.toMatch(/[{}]/);
  });

  test.each([
    ["q-if-while", 4],
    ["q-lost-wakeup", 2],
  ])("%s is a schedule with %i switches", (id, switches) => {
    const answer = synchronization.followUps.find((one) => one.id === `synchronization.${id}`)!.answer();
    const steps = answer.value as readonly number[];
    expect(steps.filter((thread, at) => at > 0 && thread !== steps[at - 1]).length).toBe(switches);
    expect(`${answer.says.ko}${answer.says.en}`).not.toMatch(/[{}]/);
  });
});
