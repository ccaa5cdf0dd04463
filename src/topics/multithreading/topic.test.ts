import { describe, expect, test } from "vitest";
import { engineVersion } from "../../engine/world/run-ref.ts";
import type { Claim } from "../../lab/claim.ts";
import { decide } from "../../lab/decide.ts";
import { Explored } from "../../lab/explored.ts";
import { lastEnd, switchRecords } from "../../lab/observe-cpu.ts";
import { makeRun, type Run } from "../../lab/run.ts";
import { defaultKnobs, type Knobs, type Scenario } from "../../lab/scenario.ts";
import { checkNote } from "../../study/coach/check.ts";
import { catalogue } from "../catalogue.ts";
import { decidedOf } from "../verdicts.ts";
import { clickWaits, mostInUse, pool } from "./checks.ts";
import * as worlds from "./scenario.ts";
import { multithreading } from "./topic.ts";

const run = (scenario: Scenario, knobs: Knobs = {}): Run =>
  makeRun(scenario, {
    scenario: scenario.id,
    knobs: { ...defaultKnobs(scenario), ...knobs },
    seed: 1,
    faults: [],
    choices: [],
    engine: engineVersion,
  });
const end = ({ trace }: Run): number => lastEnd(trace) / 1e6;

describe("the numbers of the worlds, as worked out by other means", () => {
  test.each([
    [worlds.inc2x1, 6, "x != 2", 4],
    [worlds.inc2x2, 70, "x != 4", 64],
    [worlds.inc2x3, 924, "x == 2", 8],
    [worlds.inc2x5, 184_756, "x != 10", 184_504],
    [worlds.inc3x1, 90, "x != 3", 84],
    [worlds.locals, 2, "ret[0] != 3 || ret[1] != 3", 0],
    [worlds.filePosition, 20, "pos == 1", 18],
    [worlds.lockOrder, 6, "dead", 2],
    [worlds.gilCounter, 70, "x != 4", 64],
  ] as const)("$id: interleavings, and bad ones", (scenario, all, bad, count) => {
    const explored = new Explored(scenario);
    expect([explored.runs, explored.count(bad)]).toEqual([all, count]);
  });

  test("wherever the variable lies, 4 of 6 interleavings lose an update", () => {
    for (const place of ["heap", "data", "stack", "file"])
      expect(new Explored(worlds.whereItLives, { place }).count(`${place} == 1`)).toBe(4);
  });

  test("memory in MiB: threads 68, started 418, forked 68, forked and writing 418", () => {
    const used = ["threads", "started", "forked", "forked-writing"].map((parts) =>
      mostInUse(run(worlds.memory, { parts })),
    );
    expect(used).toEqual([68, 418, 68, 418]);
  });

  test("amdahl: 1000, 550, 325, 212.5 ms", () => {
    expect([1, 2, 4, 8].map((threads) => end(run(worlds.amdahl, { threads })))).toEqual([1000, 550, 325, 212.5]);
  });

  test("gil: 400 ms of computing in turn, 100 without or in processes, 100 of waiting", () => {
    const ends = ([{}, { how: "threads" }, { how: "processes" }, { work: "io" }] as Knobs[]).map((knobs) =>
      end(run(worlds.interpreterLock, knobs)),
    );
    expect(ends).toEqual([400, 100, 100, 100]);
  });

  test("a click at 53 waits 247, 7 and 0 ms", () => {
    const waits = ["one-thread", "worker", "worker-preempt"].map((how) => clickWaits(run(worlds.responsive, { how })));
    expect(waits).toEqual([247, 7, 0]);
  });

  test("io-pool: 10, 40, 400, 400 requests a second; a response takes 100 ms, and 200 with 80 threads", () => {
    expect([1, 4, 40, 80].map((threads) => pool(run(worlds.ioPool, { threads })).rate)).toEqual([10, 40, 400, 400]);
    expect([40, 80].map((threads) => pool(run(worlds.ioPool, { threads })).response)).toEqual([100, 200]);
  });

  test("oversubscribe: 400 ms without a switch; 403.9 with 39 on each core", () => {
    const [two, eight] = [run(worlds.oversubscribe, { threads: 2 }), run(worlds.oversubscribe)];
    expect([end(two), switchRecords(two.trace).length]).toEqual([400, 0]);
    expect(end(eight)).toBe(403.9);
    expect([0, 1].map((cpu) => switchRecords(eight.trace).filter((one) => one.cpu === cpu).length)).toEqual([39, 39]);
  });

  test("lock-share: 400, 401, 403, 803 ms", () => {
    expect([1, 2, 4, 8].map((threads) => end(run(worlds.lockShare, { threads })))).toEqual([400, 401, 403, 803]);
  });
});

describe("the claims", () => {
  const others: Readonly<Record<string, string>> = {
    "less-memory-than-processes": "depends",
    "n-times-faster": "refuted",
    "heap-only": "refuted",
    "gil-no-lock": "refuted",
    "minimum-is-n": "refuted",
  };

  test.each(multithreading.claims.map((claim) => [claim.id, claim] as [string, Claim]))(
    "%s comes out as expected, and as kept",
    (id, claim) => {
      const decided = decide(claim);
      expect(decided.verdict.verdict).toBe(others[id.replace("multithreading.", "")] ?? "confirmed");
      expect(decided).toEqual(decidedOf(claim));
    },
  );

  test("every claim has words, and what stands in for a misconception is there", () => {
    const ids = new Set(multithreading.claims.map((claim) => claim.id));
    expect(Object.keys(multithreading.words).sort()).toEqual([...ids].sort());
    for (const claim of multithreading.claims) for (const other of claim.instead) expect(ids.has(other)).toBe(true);
    for (const { claims } of multithreading.followUps) for (const claim of claims) expect(ids.has(claim)).toBe(true);
  });
});

test.each([
  ["q-minimum", 2],
  ["q-correct-share", 2],
  ["q-three-threads", [1, 2, 3]],
  ["q-amdahl", "3.08, 4.71, 10"],
  ["q-gil", [400, 100]],
  ["q-pool", 40],
])("%s is answered out of runs", (id, value) => {
  const answer = multithreading.followUps.find((followUp) => followUp.id === `multithreading.${id}`)!.answer();
  expect(answer.value).toEqual(value);
  expect(answer.says.ko + answer.says.en).not.toMatch(/[{}]/);
});

test.each([
  [
    "하나의 프로세스에서 여러개의 스레드를 만들어 자원의 생성과 관리의 중복을 최소화 하는 것을 의미한다.",
    ["shared-economy"],
    "confirmed",
  ],
  ["장점으로는 멀티 프로세스에 비해 메모리 자원 소모가 줄어든다.", ["less-memory-than-processes"], "depends"],
  [
    "단점으로는 힙 영역에 있는 자원을 사용할 때는 동기화를 진행해야 한다는 점이 있습니다.",
    ["race", "heap-only"],
    "depends",
  ],
])("%s", (answer, claims, verdict) => {
  const note = `1. 멀티 스레드 프로그래밍에 대해 설명해보세요\n\t${answer}\n`;
  const [statement] = checkNote("note.md", note, catalogue, (claim) => decidedOf(claim).verdict).questions[0]!
    .statements;
  expect(statement!.claims.map(({ claim }) => claim.id)).toEqual(claims.map((claim) => `multithreading.${claim}`));
  expect(statement!.verdict).toBe(verdict);
});
