import { describe, expect, test } from "vitest";
import { engineVersion } from "../../engine/world/run-ref.ts";
import type { Claim } from "../../lab/claim.ts";
import { decide } from "../../lab/decide.ts";
import { results } from "../../lab/observe.ts";
import { cpuTimes, endings, firstRuns, lastEnd, meanMs, switchRecords } from "../../lab/observe-cpu.ts";
import { makeRun, type Run } from "../../lab/run.ts";
import { defaultKnobs, type Knobs, type Scenario } from "../../lab/scenario.ts";
import { checkNote } from "../../study/coach/check.ts";
import { catalogue } from "../catalogue.ts";
import { decidedOf } from "../verdicts.ts";
import * as worlds from "./scenario.ts";
import { contextSwitch } from "./topic.ts";

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
const switches = ({ trace }: Run): number => switchRecords(trace).length;
const round = (value: number): number => Math.round(value * 1000) / 1000;

describe("the numbers of the worlds, as worked out by other means", () => {
  test.each<[knobs: Knobs, switches: number, end: number, response: number, turnaround: number]>([
    [{ quantum: 1 }, 21, 33, 1, 22.667],
    [{ quantum: 2 }, 11, 33, 2, 23],
    [{ quantum: 4 }, 6, 33, 4, 23.667],
    [{ quantum: 5 }, 5, 33, 5, 22],
    [{ quantum: 6 }, 5, 33, 5.667, 23],
    [{ quantum: 10 }, 3, 33, 8.333, 23.667],
    [{ policy: "fifo" }, 2, 33, 15, 26],
    [{ quantum: 1, cost: 1 }, 21, 54, 2, 40.667],
    [{ quantum: 4, cost: 1 }, 6, 39, 5, 28.667],
    [{ quantum: 5, cost: 1 }, 5, 38, 6, 25.333],
    [{ quantum: 10, cost: 1 }, 3, 36, 9.333, 25.667],
    [{ policy: "fifo", cost: 1 }, 2, 35, 16, 27],
  ])("rr-three-jobs %o", (knobs, ...expected) => {
    const found = run(worlds.threeJobs, knobs);
    const { trace } = found;
    expect([switches(found), end(found), round(meanMs(firstRuns(trace))), round(meanMs(endings(trace)))]).toEqual(
      expected,
    );
  });

  test.each([
    [1, 199, 399],
    [10, 19, 219],
    [50, 3, 203],
    [100, 1, 201],
  ])("two-cpu-bound, quantum %i: %i switches, end %i", (quantum, count, at) => {
    const found = run(worlds.twoCpuBound, { quantum });
    expect([switches(found), end(found)]).toEqual([count, at]);
  });

  test.each<[knobs: Knobs, sums: number[]]>([
    [{}, [55, 55]],
    [{ "lose-r3": true }, [88, 107]],
    [{ "lose-r3": true, quantum: 4 }, [77, 104]],
    [{ "lose-r3": true, quantum: 20 }, [55, 55]],
  ])("registers %o: sums %o", (knobs, sums) => {
    expect(results(run(worlds.registers, knobs).trace)).toEqual(sums);
  });

  test("io-mix: 9 switches, A ends at 41 and B at 55, the CPU never idles; one after the other 91", () => {
    const found = run(worlds.ioMix);
    const why = switchRecords(found.trace).map((record) => `${record.out} ${record.why}`);
    const count = (what: string): number => why.filter((one) => one === what).length;
    expect([why.length, count("0 blocked"), count("0 exit"), count("1 preempted")]).toEqual([9, 4, 1, 4]);
    expect(endings(found.trace).map((at) => at! / 1e6)).toEqual([41, 55]);
    expect(cpuTimes(found.trace).idle).toBe(0);
    expect(end(run(worlds.ioMix, { together: false }))).toBe(91);
  });

  test("syscalls: 2000 mode switches and no context switch; 1000 blocking reads switch away 1000 times", () => {
    const { trace } = run(worlds.systemCalls);
    const modes = trace.of("mode.switch").filter(({ thread }) => thread === 0);
    expect(modes).toHaveLength(2000);
    const first = switchRecords(trace)[0]!;
    expect([first.at / 1e6, first.why]).toEqual([10, "quantum"]);
    const blocking = run(worlds.systemCalls, { blocking: true });
    const away = switchRecords(blocking.trace).filter(({ out, why }) => out === 0 && why === "blocked");
    expect(away.length).toBeGreaterThanOrEqual(1000);
  });

  test.each<[knobs: Knobs, spaces: number, misses: number]>([
    [{}, 19, 160],
    [{ tagged: true }, 19, 16],
    [{ spaces: "one-process" }, 0, 8],
  ])("address-space %o: %i changes of address space in 19 switches, %i misses", (knobs, spaces, misses) => {
    const found = run(worlds.addressSpace, knobs);
    expect(switches(found)).toBe(19);
    expect(switchRecords(found.trace).filter(({ addressSpace }) => addressSpace)).toHaveLength(spaces);
    expect(found.trace.of("tlb.miss")).toHaveLength(misses);
  });

  test.each([
    [30, [60, 60, 60, 60]],
    [33, [660, 330, 132, 66]],
    [40, [800, 400, 160, 80]],
  ])("cache, %i lines each: misses for turns of 1, 2, 5 and 10 passes", (lines, misses) => {
    expect([1, 2, 5, 10].map((passes) => run(worlds.cache, { lines, passes }).trace.of("cache.miss").length)).toEqual(
      misses,
    );
  });

  test("causes: one switch each; what is left out does not occur", () => {
    const why = (without: string): string[] =>
      switchRecords(run(worlds.causes, { without }).trace).map((record) => record.why);
    expect(why("nothing")).toEqual(["blocked", "preempted", "quantum", "yield", "exit"]);
    for (const without of ["blocked", "preempted", "quantum", "yield"]) expect(why(without)).not.toContain(without);
  });
});

describe("the claims", () => {
  const refuted = [
    "syscall-is-switch",
    "empties-cache",
    "thread-switch-free",
    "smaller-quantum-better",
    "is-the-turn-taking",
  ];

  test.each(contextSwitch.claims.map((claim) => [claim.id, claim] as [string, Claim]))(
    "%s comes out as expected, and as kept",
    (id, claim) => {
      const decided = decide(claim);
      const expected = refuted.includes(id.replace("context-switch.", "")) ? "refuted" : "confirmed";
      expect(decided.verdict.verdict).toBe(expected);
      expect(decided).toEqual(decidedOf(claim));
    },
  );

  test("contrasts come out other than their claims, where they are meant to", () => {
    const failing = (name: string): number[] =>
      decidedOf(contextSwitch.claims.find(({ id }) => id === `context-switch.${name}`)!).contrasts.map(
        (contrast) => contrast.failing,
      );
    expect(failing("save-restore")).toEqual([1, 0]); // lost, and lost without a switch in the middle
    expect(failing("not-mode-switch")).toEqual([1]);
    expect(failing("overlap-io")).toEqual([1]);
    expect(failing("empties-cache")).toEqual([0, 1]); // lines that do not fit: nothing survives
    expect(failing("thread-switch-free")).toEqual([0]);
    expect(failing("smaller-quantum-better")).toEqual([0]);
  });

  test("every claim has words, and what stands in for a misconception is there", () => {
    const ids = new Set(contextSwitch.claims.map((claim) => claim.id));
    expect(Object.keys(contextSwitch.words).sort()).toEqual([...ids].sort());
    for (const claim of contextSwitch.claims) for (const other of claim.instead) expect(ids.has(other)).toBe(true);
    for (const { claims } of contextSwitch.followUps) for (const claim of claims) expect(ids.has(claim)).toBe(true);
  });
});

test.each([
  ["q-overhead", "9.09, 50"],
  ["q-count", 6],
  ["q-order", "B 17, C 21, A 33"],
  ["q-getpid", [0, 2000]],
  ["q-cache", [800, 60]],
  ["q-io-mix", [55, 91]],
])("%s is answered out of runs", (id, value) => {
  const answer = contextSwitch.followUps.find((followUp) => followUp.id === `context-switch.${id}`)!.answer();
  expect(answer.value).toEqual(value);
  expect(answer.says.ko + answer.says.en).not.toMatch(/[{}]/);
});

test("the finite run of q-overhead: 19 of 219 and 199 of 399", () => {
  const { says } = contextSwitch.followUps[0]!.answer();
  expect(says.en).toContain("8.68 % and 49.87 %");
});

describe("what people write", () => {
  const check = (answer: string) =>
    checkNote(
      "note.md",
      `1. 컨텍스트 스위칭에 대해 설명해보세요.\n\t${answer}\n`,
      catalogue,
      (claim) => decidedOf(claim).verdict,
    ).questions[0]!.statements[0]!;

  test("turn-taking said as the definition depends: right of one CPU, wrong as a definition", () => {
    const found = check(
      "문맥 교환은 한 가지의 작업을 수행하다 멈추고 다른 작업을 번갈아가면서 실행하는 것을 의미합니다.",
    );
    expect(found.claims.map(({ claim }) => claim.id)).toEqual([
      "context-switch.alternation-one-cpu",
      "context-switch.is-the-turn-taking",
    ]);
    expect(found.verdict).toBe("depends");
  });

  test.each([
    ["레지스터와 프로그램 카운터를 PCB에 저장하고 다음 프로세스의 것을 복원합니다.", "save-restore", "confirmed"],
    ["타임 슬라이스가 끝나거나 입출력 대기로 블록될 때 일어납니다.", "triggers", "confirmed"],
    ["시스템 콜을 부를 때마다 문맥 교환이 일어납니다.", "syscall-is-switch", "refuted"],
    ["문맥 교환을 하면 캐시를 비우고 다시 채워야 합니다.", "empties-cache", "refuted"],
    ["타임 퀀텀은 작을수록 좋습니다.", "smaller-quantum-better", "refuted"],
    ["Every system call causes a context switch.", "syscall-is-switch", "refuted"],
    ["It saves the registers in the PCB and restores those of the next thread.", "save-restore", "confirmed"],
  ])("%s", (answer, claim, verdict) => {
    const found = check(answer);
    expect(found.claims.map((one) => one.claim.id)).toContain(`context-switch.${claim}`);
    expect(found.verdict).toBe(verdict);
  });
});
