import { describe, expect, test } from "vitest";
import { dpor } from "../../engine/explore/dpor.ts";
import { finalOf } from "../../engine/explore/state-graph.ts";
import { evaluate } from "../../engine/machine/formula.ts";
import { Machine } from "../../engine/machine/machine.ts";
import type { Claim } from "../../lab/claim.ts";
import { decide } from "../../lab/decide.ts";
import { Explored } from "../../lab/explored.ts";
import { conditionOf, type ProgramScenario } from "../../lab/program.ts";
import { makeRun } from "../../lab/run.ts";
import { defaultKnobs, type Knobs } from "../../lab/scenario.ts";
import { decidedOf } from "../verdicts.ts";
import * as worlds from "./scenario.ts";
import { threadSafe } from "./topic.ts";

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
  // Interleavings, those that are bad; traces, those that are bad; fewest switches of a bad one.
  test.each<[ProgramScenario, string, number, number, number, number, number | null, Knobs?]>([
    [worlds.singletonCounter, "count == 1", 20, 12, 4, 2, 2],
    [worlds.lazySingleton, "made == 2", 66, 60, 10, 8, 2],
    [worlds.lazySingletonLocked, "made != 1 || ret[0] != ret[1]", 2, 0, 2, 0, null],
    [worlds.doubleChecked, "ret[0] != 42 || ret[1] != 42", 62, 0, 4, 0, null],
    [worlds.doubleChecked, "ret[0] != 42 || ret[1] != 42", 164, 0, 4, 0, null, { model: "tso" }],
    [worlds.doubleChecked, "ret[0] == 0 || ret[1] == 0", 244, 2, 6, 2, 2, { model: "pso" }],
    [worlds.doubleChecked, "ret[0] == 0 || ret[1] == 0", 60, 2, 6, 2, 2, { exchanged: true }],
    [worlds.mutex, "count != 2", 2, 0, 2, 0, null],
    [worlds.mutex, "count != 5", 120, 0, 120, 0, null, { threads: 5 }],
    [worlds.oneForgetsLock, "count == 1", 15, 9, 4, 2, 2],
    [worlds.twoLocksOneCell, "count == 1", 70, 36, 4, 2, 2],
    [worlds.atomic, "count != 3", 6, 0, 6, 0, null],
    [worlds.casLoop, "count != 2", 6, 0, 4, 0, null],
    [worlds.casLoop, "count != 3", 498, 0, 60, 0, null, { threads: 3 }],
    [worlds.volatileIncrement, "count == 1", 6, 4, 6, 4, 2],
    [worlds.checkThenPut, "made == 2", 6, 4, 6, 4, 2],
    [worlds.checkThenPut, "made != 1", 2, 0, 2, 0, null, { whole: true }],
    [worlds.transfer, "ret[1] != 100", 72, 2, 4, 2, 2],
    [worlds.transfer, "ret[1] != 100", 2, 0, 2, 0, null, { "one-lock": true }],
    [worlds.withdraw, "ret[0] + ret[1] == 2", 20, 18, 6, 4, 2],
    [worlds.immutable, "ret[0] != 3", 6, 0, 1, 0, null],
    [worlds.confined, "sum[0] + sum[1] != 4", 70, 0, 1, 0, null],
    [worlds.storeBuffer, "ret[0] == 0 && ret[1] == 0", 6, 0, 3, 0, null],
    [worlds.storeBuffer, "ret[0] == 0 && ret[1] == 0", 80, 18, 4, 1, 2, { model: "tso" }],
    [worlds.storeBuffer, "ret[0] == 0 && ret[1] == 0", 70, 0, 3, 0, null, { model: "tso", store: "fence" }],
    [worlds.publish, "ret[1] == 0", 3, 0, 2, 0, null],
    [worlds.publish, "ret[1] == 0", 16, 1, 3, 1, 2, { model: "pso" }],
    [worlds.publish, "ret[1] == 0", 4, 1, 3, 1, 2, { exchanged: true }],
    [worlds.selfLock, "dead", 1, 1, 1, 1, 0],
    [worlds.counter, "count == 1", 6, 4, 4, 2, 2],
  ])("$id", (scenario, bad, runs, badRuns, executions, badExecutions, fewest, knobs = {}) => {
    const explored = new Explored(scenario, knobs);
    expect([explored.runs, explored.count(bad), explored.pick(bad)?.switches ?? null]).toEqual([runs, badRuns, fewest]);
    expect(traces(scenario, knobs, bad)).toEqual([executions, badExecutions]);
  });

  test("two unlocked callers of the lazy singleton hold different objects in 24 of 66", () => {
    expect(new Explored(worlds.lazySingleton).count("ret[0] != ret[1]")).toBe(24);
  });

  test("n threads of one read and one write: (2n)! / 2^n interleavings", () => {
    expect([1, 2, 3, 4].map((threads) => new Explored(worlds.counter, { threads }).runs)).toEqual([1, 6, 90, 2520]);
  });
});

describe("the claims", () => {
  const expected: Record<string, string> = {
    "every-interleaving": "confirmed",
    "unsynchronised-fails": "confirmed",
    "mutual-exclusion": "confirmed",
    "atomic-operations": "confirmed",
    "no-shared-mutable": "confirmed",
    "compound-action": "confirmed",
    "safe-lazy-init": "confirmed",
    visibility: "confirmed",
    "double-checked": "confirmed",
    "reentrancy-differs": "confirmed",
    "singleton-is-safe": "refuted",
    "lazy-makes-one": "refuted",
    "safe-parts-safe-whole": "refuted",
    "volatile-is-atomic": "refuted",
    "passed-tests-so-safe": "refuted",
  };

  test.each(threadSafe.claims.map((claim) => [claim.id, claim] as [string, Claim]))(
    "%s comes out as expected, and as kept",
    (id, claim) => {
      const decided = decide(claim);
      expect(decided.verdict.verdict).toBe(expected[id.replace("thread-safe.", "")]);
      expect(decided).toEqual(decidedOf(claim));
    },
  );

  test("there is no verdict without a run, but where the claim is a definition or has no experiment and says so", () => {
    for (const claim of threadSafe.claims) {
      const { verdict } = decidedOf(claim);
      if (verdict.by === "run") expect(verdict.coverage).toMatchObject({ exhaustive: true });
      else expect(claim.decided.by).toBe(verdict.by);
    }
  });

  test("the events that a refutation rests on are those of the lost update: read, foreign write, overwriting write", () => {
    const { verdict } = decidedOf(threadSafe.claims.find((claim) => claim.id === "thread-safe.singleton-is-safe")!);
    if (verdict.by !== "run" || verdict.verdict !== "refuted") throw new Error("not refuted");
    const { trace } = makeRun(worlds.singletonCounter, verdict.counterexample);
    expect(verdict.because.map((id) => trace.event(id))).toMatchObject([
      { kind: "cell.read", thread: 0, value: 0 },
      { kind: "cell.written", thread: 1, value: 1 },
      { kind: "cell.written", thread: 0, value: 1 },
    ]);
  });

  test("every claim has words, and every point that stands in for a misconception is there", () => {
    const ids = new Set(threadSafe.claims.map((claim) => claim.id));
    expect(Object.keys(threadSafe.words).sort()).toEqual([...ids].sort());
    for (const claim of threadSafe.claims) for (const other of claim.instead) expect(ids.has(other)).toBe(true);
    for (const followUp of threadSafe.followUps) for (const claim of followUp.claims) expect(ids.has(claim)).toBe(true);
  });
});

describe("the follow-ups", () => {
  test.each([
    ["thread-safe.q-singleton-schedule", [0, 0, 1, 1, 1, 0]],
    ["thread-safe.q-two-instances", 60],
    ["thread-safe.q-forgot-lock", 9],
    ["thread-safe.q-sum", [70, 100, 130]],
    ["thread-safe.q-dcl-model", "pso"],
    ["thread-safe.q-store-buffer", true],
  ])("%s is answered out of runs", (id, value) => {
    const answer = threadSafe.followUps.find((followUp) => followUp.id === id)!.answer();
    expect(answer.value).toEqual(value);
    expect(answer.says.ko).not.toMatch(/[{}]/);
    expect(answer.says.en).not.toMatch(/[{}]/);
  });
});
