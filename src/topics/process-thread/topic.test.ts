import { describe, expect, test } from "vitest";
import { engineVersion } from "../../engine/world/run-ref.ts";
import { decide } from "../../lab/decide.ts";
import { makeRun, type Run, runHash } from "../../lab/run.ts";
import { defaultKnobs, type Knobs, type Scenario } from "../../lab/scenario.ts";
import { recognise } from "../../study/coach/recognise.ts";
import { decidedOf } from "../verdicts.ts";
import { shares } from "./checks.ts";
import { eventsOf, frameUse, numberOf, printed, valuesOf } from "./printed.ts";
import * as worlds from "./scenario.ts";
import { processThread } from "./topic.ts";

function run(scenario: Scenario, knobs: Knobs = {}): Run {
  const all = { ...defaultKnobs(scenario), ...knobs };
  return makeRun(scenario, {
    scenario: scenario.id,
    knobs: all,
    seed: 1,
    faults: [],
    choices: [],
    engine: engineVersion,
  });
}
const trace = (scenario: Scenario, knobs: Knobs = {}) => run(scenario, knobs).trace;

describe("the numbers of the worlds", () => {
  test("counter: a thread makes it 2, the child prints 12, and the parent still has 2", () => {
    const { trace } = run(worlds.counter);
    expect(["after threads", "child", "parent"].map((label) => numberOf(trace, label))).toEqual([2, 12, 2]);
  });

  test.each<[Knobs, number[]]>([
    [{ parts: "thread", workers: 4 }, [5]],
    [{ parts: "fork" }, [11, 1]],
    [{ parts: "fork", shared: true }, [11, 11]],
    [{ shared: true }, [2, 12, 12]],
  ])("counter with %j", (knobs, values) => {
    expect(printed(trace(worlds.counter, knobs)).map(({ value }) => Number(value))).toEqual(values);
  });

  test("address-map: 8 frames, 8 after fork with 7 pages marked, 3 copied by the child, none by the parent, 11 at the end", () => {
    expect(frameUse(trace(worlds.addressMap))).toMatchObject({
      before: 8,
      afterFork: 8,
      marked: 7,
      copiedByFork: 0,
      copiedByChild: 3,
      copiedByParent: 0,
      bytesCopied: 12_288,
      faults: 6,
      atEnd: 11,
    });
  });

  test("address-map without copy-on-write: 8 copied inside fork, 16 in use, no fault", () => {
    const use = frameUse(trace(worlds.addressMap, { "copy-on-write": false }));
    expect(use).toMatchObject({ before: 8, copiedByFork: 8, afterFork: 16, atEnd: 16, faults: 0 });
  });

  test("address-map with a thread instead: nothing copied, 2 pages of stack more, 10 in use", () => {
    const use = frameUse(trace(worlds.addressMap, { instead: "thread" }));
    expect(use).toMatchObject({ before: 8, copiedByFork: 0, copiedByChild: 0, atEnd: 10, faults: 0 });
    expect(frameUse(trace(worlds.addressMap, { instead: "thread", "stack-pages": 5 })).atEnd).toBe(13);
  });

  test("address-map: larger pages, as many copies of more bytes", () => {
    const use = frameUse(trace(worlds.addressMap, { "page-size": "65536" }));
    expect(use).toMatchObject({ copiedByChild: 3, bytesCopied: 3 * 65_536, atEnd: 11 });
  });

  test("two-loads: two numbers, two address spaces, counters 3 and 5", () => {
    const { trace } = run(worlds.twoLoads);
    const started = trace.of("process.started");
    expect(new Set(started.map(({ pid }) => pid)).size).toBe(2);
    expect(new Set(started.map(({ space }) => space)).size).toBe(2);
    expect(valuesOf(trace, "counter")).toEqual(["3", "5"]);
    expect(valuesOf(run(worlds.twoLoads, { threads: 3 }).trace, "counter")).toEqual(["9", "15"]);
  });

  test("stacks: 55 and 5050 on stacks that have nothing in common, with two sets of registers saved; too deep ends the process", () => {
    const { trace } = run(worlds.stacks);
    expect(valuesOf(trace, "f")).toEqual(["55", "5050"]);
    expect(new Set(trace.of("context.saved").map(({ thread }) => thread)).size).toBe(2);
    const [one, two] = trace.of("process.thread").map(({ stack }) => stack!);
    expect(one!.first >= two!.first + two!.pages).toBe(true);
    const deep = run(worlds.stacks, { m: 1100, quantum: 1000 }).trace;
    expect(deep.of("process.ended")).toMatchObject([{ signal: "SIGSEGV" }]);
  });

  test("stack-pointer: 77 by a thread, 5 by a forked child; after A has ended its stack is gone, and B's write ends the process", () => {
    expect(numberOf(trace(worlds.stackPointer), "v")).toBe(77);
    expect(numberOf(trace(worlds.stackPointer, { writer: "child" }), "v")).toBe(5);
    const late = trace(worlds.stackPointer, { "after-return": true });
    expect(late.of("process.ended")).toMatchObject([{ signal: "SIGSEGV" }]);
    expect(valuesOf(late, "v")).toEqual([]);
  });

  test("crash: 0 of 3 threads are alive, 2 of 3 processes; with a handler that repairs all 3", () => {
    const alive = (knobs: Knobs): number => valuesOf(trace(worlds.crash, knobs), "alive").length;
    expect(alive({ units: "threads" })).toBe(0);
    expect(alive({ units: "processes" })).toBe(2);
    expect(alive({ units: "threads", handler: "repairs" })).toBe(3);
    expect(alive({ units: "threads", signal: "SIGTERM" })).toBe(0);
    expect(alive({ units: "threads", signal: "SIGCHLD" })).toBe(3);
    expect(alive({ units: "processes", count: 6, victim: 6 })).toBe(5);
    const { trace: dead } = run(worlds.crash, { units: "threads" });
    expect(dead.of("process.ended")[0]).toMatchObject({ signal: "SIGSEGV", at: 10_000_000 });
  });

  test.each([
    ["thread-closes", "EBADF", 0],
    ["child-closes", "4", 4],
    ["opened-before", "4", 8],
    ["opened-by-each", "4", 4],
  ])("files: %s", (which, write, size) => {
    const { trace } = run(worlds.files, { case: which });
    expect([valuesOf(trace, "write").join(), numberOf(trace, "file size")]).toEqual([write, size]);
  });

  test("files: with O_APPEND both writes are there though each opened the file", () => {
    expect(numberOf(trace(worlds.files, { case: "opened-by-each", append: true }), "file size")).toBe(8);
  });

  test("cpu-share: 90 and 30 ms; by process 60 and 60", () => {
    expect(shares(trace(worlds.cpuShare))).toEqual([90_000_000, 30_000_000]);
    expect(shares(trace(worlds.cpuShare, { unit: "process" }))).toEqual([60_000_000, 60_000_000]);
  });

  test.each([
    ["private", 0, 0, 0],
    ["pipe", 42, 2, 8],
    ["shared-page", 42, 0, 0],
    ["thread", 42, 0, 0],
  ])("ipc by %s: the parent gets %i with %i system calls and %i bytes copied", (mechanism, value, calls, copied) => {
    const { trace } = run(worlds.ipc, { mechanism });
    const made = [...trace.of("file.read"), ...trace.of("file.written")].filter(({ file }) => file !== "console");
    expect(numberOf(trace, "parent got")).toBe(value);
    expect([made.length, made.reduce((sum, one) => sum + one.lengthBytes, 0)]).toEqual([calls, copied]);
  });

  test.each([
    [{ CLONE_VM: true }, "1", "open", false],
    [{ CLONE_FILES: true }, "0", "closed", false],
    [{ CLONE_VM: true, CLONE_FILES: true, CLONE_THREAD: true }, "1", "closed", true],
  ])("clone with %j", (knobs, global, fd, samePid) => {
    const { trace } = run(worlds.clone, knobs);
    expect([valuesOf(trace, "global").join(), valuesOf(trace, "fd 3").join()]).toEqual([global, fd]);
    expect(numberOf(trace, "pid of the new task") === numberOf(trace, "pid of the old task")).toBe(samePid);
  });

  test("clone: CLONE_THREAD without CLONE_VM is EINVAL", () => {
    expect(valuesOf(trace(worlds.clone, { CLONE_THREAD: true }), "clone")).toEqual(["EINVAL"]);
  });

  test("fork-tree: 2^n lines of 2^n processes; a buffer is written twice unless it was flushed", () => {
    expect(
      [0, 1, 2, 3, 4, 5, 6].map((forks) => new Set(valuesOf(trace(worlds.forkTree, { forks }), "line")).size),
    ).toEqual([1, 2, 4, 8, 16, 32, 64]);
    const text = (knobs: Knobs): string =>
      printed(trace(worlds.forkTree, knobs))
        .map(({ text }) => text)
        .join("");
    expect(text({ part: "buffer" })).toBe("AA");
    expect(text({ part: "buffer", "flush-first": true })).toBe("A");
  });

  test("threads-or-processes: 400 ms in threads under an interpreter lock, 100 in processes, 100 in both without", () => {
    const done = (knobs: Knobs): number[] => {
      const { trace } = run(worlds.cores, knobs);
      return ["threads", "processes"].map((label) => trace.event(eventsOf(trace, label)[0]!).at / 1_000_000);
    };
    expect(done({})).toEqual([400, 100]);
    expect(done({ "interpreter-lock": false })).toEqual([100, 100]);
    expect(done({ jobs: 2, cores: 2 })).toEqual([200, 100]);
  });

  test.each(worlds.scenarios.map((scenario) => [scenario.id, scenario] as const))(
    "%s runs twice alike, to a quiet end",
    (_, scenario) => {
      const [one, two] = [run(scenario), run(scenario)];
      expect(runHash(one)).toBe(runHash(two));
      expect(one.ending).toBe("quiet");
      expect(one.trace.of("deadlock")).toEqual([]);
    },
  );
});

describe("the claims", () => {
  const expected: Record<string, string> = {
    "program-in-execution": "confirmed",
    "unit-of-scheduling": "confirmed",
    "own-space": "confirmed",
    "threads-share": "confirmed",
    "own-stack": "confirmed",
    ipc: "confirmed",
    "fault-isolation": "confirmed",
    "creation-cost": "undecided",
    "copy-on-write": "confirmed",
    "clone-flags": "confirmed",
    "stack-unreachable": "refuted",
    "fork-copies-all": "refuted",
    "crash-only-itself": "refuted",
    "no-control-block": "refuted",
    "thread-always-faster": "refuted",
  };

  test.each(processThread.claims.map((claim) => [claim.id.replace("process-thread.", ""), claim] as const))(
    "%s comes out as expected, and as kept",
    (name, claim) => {
      const decided = decide(claim);
      expect(decided.verdict.verdict).toBe(expected[name]);
      expect(decided).toEqual(decidedOf(claim));
    },
  );

  test("each contrast comes out the other way", () => {
    for (const claim of processThread.claims) {
      const { verdict, contrasts } = decidedOf(claim);
      if (verdict.by !== "run") continue;
      for (const { runs, failing } of contrasts)
        expect(claim.kind === "point" ? failing : runs - failing, claim.id).toBe(runs);
    }
  });

  test("every claim has words, and every point that stands in for a misconception is there", () => {
    const ids = new Set(processThread.claims.map((claim) => claim.id));
    expect(Object.keys(processThread.words).sort()).toEqual([...ids].sort());
    for (const claim of processThread.claims) for (const other of claim.instead) expect(ids.has(other)).toBe(true);
    for (const { claims } of processThread.followUps) for (const claim of claims) expect(ids.has(claim)).toBe(true);
  });
});

describe("the follow-ups", () => {
  test.each([
    ["q-global-after-fork", [12, 2]],
    ["q-frames", 11],
    ["q-close-fd", "EBADF, 4"],
    ["q-file-size", [8, 4]],
    ["q-three-forks", 8],
    ["q-cpu-share", [90, 30]],
  ])("%s is answered out of runs", (id, value) => {
    const answer = processThread.followUps.find((followUp) => followUp.id === `process-thread.${id}`)!.answer();
    expect(answer.value).toEqual(value);
    expect(answer.says.ko).not.toMatch(/[{}]/);
    expect(answer.says.en).not.toMatch(/[{}]/);
  });
});

describe("words", () => {
  const ids = (text: string): string[] =>
    recognise(text, processThread).map(({ claim }) => claim.id.replace("process-thread.", ""));

  test.each([
    ["프로세스는 실행중인 프로그램을 의미", ["program-in-execution"]],
    ["스레드는 프로세스의 실행 단위를 의미", ["unit-of-scheduling"]],
    ["프로세스는 운영체제로부터 독립된 메모리를 할당받습니다", ["own-space"]],
    ["스레드는 코드, 데이터, 힙을 공유하고 스택은 따로 갖습니다", ["threads-share", "own-stack"]],
    ["프로세스끼리는 IPC로 통신합니다", ["ipc"]],
    ["스레드 하나가 죽으면 프로세스 전체가 죽습니다", ["fault-isolation"]],
    ["스레드는 생성 비용이 적습니다", ["creation-cost"]],
    ["fork는 copy-on-write라서 쓸 때 복사합니다", ["copy-on-write"]],
    ["리눅스는 clone 플래그로 무엇을 공유할지 정합니다", ["clone-flags"]],
    ["스레드가 프로세스보다 항상 빠릅니다", ["thread-always-faster"]],
    ["스레드가 항상 빠른 것은 아닙니다", []],
    ["fork는 부모의 메모리를 통째로 복사합니다", ["fork-copies-all"]],
    ["PCB는 프로세스에만 있습니다", ["no-control-block"]],
    ["오류가 나면 그 스레드만 종료됩니다", ["crash-only-itself"]],
    ["다른 스레드의 스택에는 절대 접근할 수 없습니다", ["stack-unreachable"]],
    ["A process is a program in execution", ["program-in-execution"]],
    ["Threads share the heap and each has its own stack", ["threads-share", "own-stack"]],
    ["Each process has its own address space", ["own-space"]],
    ["프로세스는 주소 공간이 따로이고, 스레드는 그 안에서 힙을 함께 씁니다.", ["own-space", "threads-share"]],
    ["A process has an address space of its own; threads share the heap inside of it.", ["own-space", "threads-share"]],
    ["레지스터와 스택은 스레드마다 따로 갖습니다", ["own-stack"]],
    ["멀티 프로세스는 하나가 죽어도 다른 프로세스에 영향이 없어 안정성이 높습니다", ["fault-isolation"]],
    [
      "스레드는 자원을 공유하므로 하나의 스레드에 문제가 생기면 전체 프로세스가 영향을 받습니다",
      ["threads-share", "fault-isolation"],
    ],
    ["프로세스는 운영체제로부터 자원을 할당받는 작업의 단위입니다", ["unit-of-scheduling"]],
    ["싱글톤 패턴을 사용합니다", []],
    ["오늘은 날씨가 좋습니다", []],
  ])("%s", (text, expected) => {
    expect(ids(text)).toEqual(expected);
  });
});
