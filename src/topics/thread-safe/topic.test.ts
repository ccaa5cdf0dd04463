import { describe, expect, test } from "vitest";
import type { Case, Claim } from "../../lab/claim.ts";
import { decide } from "../../lab/decide.ts";
import { deadlock, finalValues, results } from "../../lab/observe.ts";
import { makeRun, type Run } from "../../lab/run.ts";
import type { Scenario } from "../../lab/scenario.ts";
import { judgedRuns } from "../../lab/verify.ts";
import { decidedOf } from "../verdicts.ts";
import * as worlds from "./scenario.ts";
import { threadSafe } from "./topic.ts";

/** Every run of a scenario: how many there are, in how many `bad` is so, and the fewest switches of a bad one. */
function count(
  scenario: Scenario,
  bad: (run: Run) => boolean,
  knobs: Case["knobs"] = {},
): { runs: number; bad: number; fewest: number | null; exhaustive: boolean } {
  const search = judgedRuns({ scenario, knobs, choices: "all" }, (run) => ({ holds: !bad(run), because: [] }));
  let runs = 0;
  let badRuns = 0;
  let fewest: number | null = null;
  for (;;) {
    const next = search.next();
    if (next.done) return { runs, bad: badRuns, fewest, exhaustive: next.value.exhaustive };
    runs++;
    if (next.value.holds) continue;
    badRuns++;
    fewest = Math.min(fewest ?? Number.POSITIVE_INFINITY, next.value.switches);
  }
}

const final = (cell: string) => (run: Run) => finalValues(run.trace).get(cell);

describe("the numbers of interleavings, as worked out by an independent explorer", () => {
  // [scenario, interleavings, bad ones, fewest switches of a bad one]
  test.each<[Scenario, (run: Run) => boolean, number, number, number | null, Case["knobs"]?]>([
    [worlds.singletonCounter, (run) => final("count")(run) === 1, 20, 12, 2],
    [worlds.lazySingleton, (run) => final("made")(run) === 2, 66, 60, 2],
    [
      worlds.lazySingletonLocked,
      (run) => final("made")(run) !== 1 || new Set(results(run.trace)).size !== 1,
      2,
      0,
      null,
    ],
    [worlds.mutex, (run) => final("count")(run) !== 2, 2, 0, null],
    [worlds.mutex, (run) => final("count")(run) !== 5, 120, 0, null, { threads: 5 }],
    [worlds.oneForgetsLock, (run) => final("count")(run) === 1, 15, 9, 2],
    [worlds.twoLocksOneCell, (run) => final("count")(run) === 1, 70, 36, 2],
    [worlds.atomic, (run) => final("count")(run) !== 3, 6, 0, null],
    [worlds.casLoop, (run) => final("count")(run) !== 2, 6, 0, null],
    [worlds.casLoop, (run) => final("count")(run) !== 3, 498, 0, null, { threads: 3 }],
    [worlds.volatileIncrement, (run) => final("count")(run) === 1, 6, 4, 2],
    [worlds.checkThenPut, (run) => final("made")(run) === 2, 6, 4, 2],
    [worlds.checkThenPut, (run) => final("made")(run) !== 1, 2, 0, null, { whole: true }],
    [worlds.transfer, (run) => results(run.trace)[1] !== 100, 72, 2, 2],
    [worlds.transfer, (run) => results(run.trace)[1] !== 100, 2, 0, null, { "one-lock": true }],
    [worlds.withdraw, (run) => results(run.trace)[0]! + results(run.trace)[1]! === 2, 20, 18, 2],
    [worlds.immutable, (run) => results(run.trace)[0] !== 3, 6, 0, null],
    [worlds.confined, (run) => final("sum0")(run)! + final("sum1")(run)! !== 4, 70, 0, null],
    [worlds.selfLock, (run) => deadlock(run.trace) !== null, 1, 1, 0],
    [worlds.counter, (run) => final("count")(run) === 1, 6, 4, 2],
  ])("$id", (scenario, bad, runs, badRuns, fewest, knobs = {}) => {
    expect(count(scenario, bad, knobs)).toEqual({ runs, bad: badRuns, fewest, exhaustive: true });
  });

  test("two unlocked callers of the lazy singleton hold different objects in 24 of 66", () => {
    expect(count(worlds.lazySingleton, (run) => results(run.trace)[0] !== results(run.trace)[1]).bad).toBe(24);
  });

  test("n threads of one read and one write: (2n)! / 2^n interleavings", () => {
    expect([1, 2, 3, 4].map((threads) => count(worlds.counter, () => false, { threads }).runs)).toEqual([
      1, 6, 90, 2520,
    ]);
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
    visibility: "undecided",
    "double-checked": "undecided",
    "reentrancy-differs": "confirmed",
    "singleton-is-safe": "refuted",
    "lazy-makes-one": "refuted",
    "safe-parts-safe-whole": "refuted",
    "volatile-is-atomic": "refuted",
    "passed-tests-so-safe": "undecided",
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
  ])("%s is answered out of runs", (id, value) => {
    const answer = threadSafe.followUps.find((followUp) => followUp.id === id)!.answer();
    expect(answer.value).toEqual(value);
    expect(answer.says.ko).not.toMatch(/[{}]/);
    expect(answer.says.en).not.toMatch(/[{}]/);
  });
});
