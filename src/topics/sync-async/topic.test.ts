import { describe, expect, test } from "vitest";
import { engineVersion } from "../../engine/world/run-ref.ts";
import type { Claim } from "../../lab/claim.ts";
import { decide } from "../../lab/decide.ts";
import { Explored } from "../../lab/explored.ts";
import { cpuTimes } from "../../lab/observe-cpu.ts";
import { makeRun, type Run, runHash } from "../../lab/run.ts";
import { defaultKnobs, type Knobs, type Scenario } from "../../lab/scenario.ts";
import { checkNote } from "../../study/coach/check.ts";
import { catalogue } from "../catalogue.ts";
import { decidedOf } from "../verdicts.ts";
import { changes, costOf, ends, lastEnd, mostAtOnce } from "./checks.ts";
import * as worlds from "./scenario.ts";
import { syncAsync } from "./topic.ts";

const run = (scenario: Scenario, knobs: Knobs = {}, choices: Run["ref"]["choices"] = []): Run =>
  makeRun(scenario, {
    scenario: scenario.id,
    knobs: { ...defaultKnobs(scenario), ...knobs },
    seed: 1,
    faults: [],
    choices,
    engine: engineVersion,
  });
const end = (scenario: Scenario, knobs: Knobs): number => lastEnd(run(scenario, knobs).trace);
const threads = (scenario: Scenario, knobs: Knobs): number => run(scenario, knobs).trace.of("thread.spawned").length;
const endsOf = (scenario: Scenario, knobs: Knobs): string =>
  ends(run(scenario, knobs).trace)
    .map(({ task, at }) => `${task} ${at}`)
    .join(", ");

describe("the numbers of the worlds, as worked out by other means", () => {
  test.each([
    ["blocking", 300, 1],
    ["together", 100, 1],
    ["one-by-one", 300, 1],
    ["threads", 100, 3],
  ])("three-io, %s: over at %i with %i threads", (way, at, count) => {
    expect([end(worlds.threeIo, { way }), threads(worlds.threeIo, { way })]).toEqual([at, count]);
  });

  test.each<[knobs: Knobs, at: number]>([
    [{ way: "plain" }, 300],
    [{ way: "together" }, 300],
    [{ way: "threads", cores: 2, threads: 2 }, 200],
    [{ way: "threads", cores: 3, threads: 3 }, 100],
    [{ way: "threads", cores: 3, threads: 3, gil: true }, 300],
  ])("three-cpu %o: over at %i", (knobs, at) => {
    expect(end(worlds.threeCpu, knobs)).toBe(at);
  });

  test("three-cpu: on one loop one task runs at any instant, on three cores three", () => {
    expect(mostAtOnce(run(worlds.threeCpu, { way: "together" }).trace)).toBe(1);
    expect(mostAtOnce(run(worlds.threeCpu, { way: "threads", cores: 3 }).trace)).toBe(3);
  });

  test("mixed: both end at 150 on the loop, all is over at 300 one after the other", () => {
    expect(endsOf(worlds.mixed, {}).split(", ").sort()).toEqual(["A 150", "B 150"]);
    expect(end(worlds.mixed, { way: "blocking" })).toBe(300);
  });

  test("blocked-loop: the timer runs at 200, and at 10 between pieces of 5 ms", () => {
    expect(endsOf(worlds.blockedLoop, {})).toContain("timer 200");
    expect(endsOf(worlds.blockedLoop, { piece: 5 })).toContain("timer 10");
  });

  test("two-by-two: no poll and no CPU in (a), 101 and 11 polls in (b), the call over at 0 in (c)", () => {
    const blocking = run(worlds.twoByTwo, { way: "blocking" });
    expect([lastEnd(blocking.trace), cpuTimes(blocking.trace).busy]).toEqual([100, 0]);
    for (const [pause, polls] of [
      [0, 101],
      [9, 11],
    ] as const) {
      const { trace } = run(worlds.twoByTwo, { way: "polling", pause });
      expect(changes(trace, "begun").filter(({ task }) => task === "poll")).toHaveLength(polls);
      expect([lastEnd(trace), cpuTimes(trace).busy / 1e6]).toEqual([101, polls]);
    }
    expect(endsOf(worlds.twoByTwo, { way: "callback" })).toBe("call 0, callback 100");
  });

  test("order: B 10, C 20, A 30 together; A 30, B 40, C 60 blocking", () => {
    expect(endsOf(worlds.order, {})).toBe("B 10, C 20, A 30");
    expect(endsOf(worlds.order, { way: "blocking" })).toBe("A 30, B 40, C 60");
  });

  test("order: with unknown durations six orders are possible, and one with blocking calls", () => {
    const orders = (way: string): Set<string> => {
      const found = new Set<string>();
      for (let first = 0; first < 3; first++)
        for (let second = 0; second < 2; second++) {
          const choices =
            way === "together"
              ? ([
                  [0, first],
                  [1, second],
                ] as const)
              : [];
          found.add(
            ends(run(worlds.order, { way, unknown: true }, choices).trace)
              .map(({ task }) => task)
              .join(""),
          );
        }
      return found;
    };
    expect(orders("together").size).toBe(6);
    expect(orders("blocking")).toEqual(new Set(["ABC"]));
  });

  test("await-race: 6 orders, 4 of which lose an update; 2 without the await, none with a mutex", () => {
    const of = (between: string): [number, number, number[]] => {
      const explored = new Explored(worlds.awaitRace, { between });
      return [explored.runs, explored.count("x == 1"), explored.values("x")];
    };
    expect(of("await")).toEqual([6, 4, [1, 2]]);
    expect(of("nothing")).toEqual([2, 0, [2]]);
    expect(of("await-in-mutex").slice(1)).toEqual([0, [2]]);
  });

  test("loop-order: as Node prints it", () => {
    const printed = (program: string): string =>
      run(worlds.loopOrder, { program })
        .trace.of("line.printed")
        .map(({ text }) => text)
        .join(" ");
    expect(printed("all-queues")).toBe("1 5 7 4 3 6 2");
    expect(printed("in-a-file-callback")).toBe("nextTick immediate timeout");
  });

  test.each([
    [10, 10_000],
    [100, 1000],
    [1000, 100],
  ])("pool: with %i at once a thousand requests are over at %i", (limit, at) => {
    expect(end(worlds.pool, { limit })).toBe(at);
  });

  test("many-connections: 64,000 KiB and a thousand threads more, against 1,000 KiB and one thread", () => {
    expect(costOf(run(worlds.manyConnections).trace)).toEqual({ kib: 64_000, threads: 1001 });
    expect(costOf(run(worlds.manyConnections, { way: "event-loop" }).trace)).toEqual({ kib: 1000, threads: 1 });
  });

  // Four ways along the link at 1 ms each: SYN, SYN-ACK, request, response.
  test.each<[knobs: Knobs, at: number]>([
    [{ build: "thread-per-connection" }, 104],
    [{ build: "event-loop" }, 104],
    [{ build: "thread-pool", threads: 10 }, 504],
    [{ build: "thread-per-connection", compute: 10, wait: 0, clients: 40 }, 404],
    [{ build: "thread-per-connection", compute: 10, wait: 0, clients: 40, cores: 4 }, 104],
    [{ build: "thread-per-connection", compute: 10, wait: 0, clients: 40, cores: 4, gil: true }, 404],
    [{ build: "event-loop", compute: 10, wait: 0, clients: 40, cores: 4 }, 404],
    [{ build: "thread-pool", compute: 10, wait: 0, clients: 40, cores: 4, threads: 4 }, 104],
  ])("servers %o: the last answer is there at %i", (knobs, at) => {
    const { trace } = run(worlds.servers, knobs);
    expect(ends(trace)).toHaveLength(Number(knobs["clients"] ?? 50));
    expect(lastEnd(trace)).toBe(at);
  });

  test("servers: the threads of the three builds are counted: 51, 10 and 1", () => {
    const count = (knobs: Knobs): number =>
      run(worlds.servers, knobs)
        .trace.of("thread.spawned")
        .filter(({ host }) => host === "server").length;
    expect(count({ build: "thread-per-connection" })).toBe(51);
    expect(count({ build: "thread-pool", threads: 10 })).toBe(10);
    expect(count({ build: "event-loop" })).toBe(1);
  });

  test("a run is the same twice", () => {
    for (const scenario of syncAsync.scenarios.filter(({ id }) => !id.endsWith("many-connections")))
      expect(runHash(run(scenario))).toBe(runHash(run(scenario)));
  });
});

describe("the claims", () => {
  const refuted = [
    "async-is-parallel",
    "async-speeds-up-cpu",
    "async-means-threads",
    "sync-equals-blocking",
    "single-thread-no-race",
  ];

  test.each(syncAsync.claims.map((claim) => [claim.id, claim] as [string, Claim]))(
    "%s comes out as expected, and as kept",
    (id, claim) => {
      const decided = decide(claim);
      const name = id.replace("sync-async.", "");
      const expected = refuted.includes(name) ? "refuted" : name.startsWith("sync-is-slow") ? "depends" : "confirmed";
      expect(decided.verdict.verdict).toBe(expected);
      expect(decided).toEqual(decidedOf(claim));
    },
  );

  test("every claim has words, and what stands in for a misconception is there", () => {
    const ids = new Set(syncAsync.claims.map((claim) => claim.id));
    expect(Object.keys(syncAsync.words).sort()).toEqual([...ids].sort());
    for (const claim of syncAsync.claims) for (const other of claim.instead) expect(ids.has(other)).toBe(true);
    for (const { claims } of syncAsync.followUps) for (const claim of claims) expect(ids.has(claim)).toBe(true);
  });
});

test.each([
  ["q-three-io", "300, 300, 100"],
  ["q-three-cpu", "300, 300, 200, 100"],
  ["q-mixed", 150],
  ["q-late-timer", 200],
  ["q-polls", [101, 11]],
  ["q-log-order", "1 5 7 4 3 6 2"],
  ["q-lost-await", [1, 2]],
])("%s is answered out of runs", (id, value) => {
  const answer = syncAsync.followUps.find((followUp) => followUp.id === `sync-async.${id}`)!.answer();
  expect(answer.value).toEqual(value);
  expect(answer.says.ko + answer.says.en).not.toMatch(/[{}]/);
});

describe("what people write", () => {
  const check = (answer: string) =>
    checkNote(
      "note.md",
      `1. 동기와 비동기의 차이를 설명해보세요.\n\t${answer}\n`,
      catalogue,
      (claim) => decidedOf(claim).verdict,
    ).questions[0]!.statements[0]!;

  test.each([
    ["동기는 순차적으로 작업을 실행하는 것을 의미합니다.", "who-waits", "confirmed"],
    ["동기에서는 이전 작업이 완료되기 전에는 다음 작업이 시작되지 않습니다.", "who-waits", "confirmed"],
    ["동기의 장점은 직관적이라는 것입니다.", "simple-order", "confirmed"],
    ["동기의 단점은 속도 저하 및 리소스 낭비입니다.", "sync-is-slow-and-wasteful", "depends"],
    ["비동기는 작업이 병렬로 실행됩니다.", "async-is-parallel", "refuted"],
    ["하나의 작업이 완료되기를 기다리지 않고 다른 작업을 시작할 수 있습니다.", "who-waits", "confirmed"],
    ["비동기의 장점은 효율적이라는 것입니다.", "overlap-io", "depends"],
    ["비동기의 단점은 복잡함 및 동기화 문제입니다.", "races-at-await", "confirmed"],
    ["Async means that tasks run in parallel.", "async-is-parallel", "refuted"],
    ["A synchronous call waits for the result.", "who-waits", "confirmed"],
  ])("%s", (answer, claim, verdict) => {
    const found = check(answer);
    expect(found.claims.map((one) => one.claim.id)).toContain(`sync-async.${claim}`);
    expect(found.verdict).toBe(verdict);
  });
});
