import { describe, expect, test } from "vitest";
import { ms } from "../engine/base/time.ts";
import { Host } from "../engine/kernel/host.ts";
import { sys, type Thread, type ThreadResult } from "../engine/kernel/thread.ts";
import type { EventId } from "../engine/trace/happening.ts";
import type { Trace } from "../engine/trace/trace.ts";
import { parseFault } from "../engine/world/faults.ts";
import { Link } from "../engine/world/link.ts";
import { World } from "../engine/world/world.ts";
import { centre, padEnd, width } from "./columns.ts";
import { ladder } from "./ladder.ts";
import { ladderText } from "./ladder-text.ts";
import { timelines } from "./timeline.ts";
import { timelineText } from "./timeline-text.ts";

function threads(
  choices: readonly [number, number][],
  locks: readonly string[],
  ...bodies: (() => Thread<ThreadResult>)[]
): Trace {
  const world = new World({ seed: 1, choices });
  const host = new Host(world, "h", "every-step");
  host.makeCell("x", 0);
  for (const lock of locks) host.makeLock(lock);
  for (const [number, body] of bodies.entries()) host.start(`T${number}`, body);
  world.run();
  return world.trace;
}

function* increment(): Thread<null> {
  const value = yield* sys("read", { cell: "x" });
  yield* sys("write", { cell: "x", value: value + 1 });
  return null;
}

const guarded = function* (): Thread<number> {
  yield* sys("lock", { lock: "m" });
  yield* increment();
  yield* sys("unlock", { lock: "m" });
  return 5;
};

const text = (trace: Trace, columns = 100, because: number[] = []): string =>
  timelineText(timelines(trace)[0]!, { language: "en", columns, because: because as EventId[] });

describe("the timeline", () => {
  test("has one column a step, with the values after it, and says where threads changed", () => {
    const [timeline] = timelines(threads([[1, 1]], [], increment, increment));
    expect(timeline!.steps.map((step) => [step.number, step.thread, step.action.kind, step.switched])).toEqual([
      [1, 0, "read", false],
      [2, 1, "read", true],
      [3, 1, "write", false],
      [4, 0, "write", true],
    ]);
    expect(timeline!.cells).toEqual([{ name: "x", values: [0, 0, 0, 1, 1] }]);
    expect(timeline!.switches).toBe(2);
  });

  test("each step bears the decision that let this thread go, so that it can be made otherwise", () => {
    const trace = threads([], [], increment, increment);
    const [timeline] = timelines(trace);
    expect(timeline!.steps.map((step) => step.choice)).toEqual([0, 1, null, null]);
  });

  test("shows who waits for a lock, until when, and who holds it", () => {
    const [timeline] = timelines(threads([], ["m"], guarded, guarded));
    expect(timeline!.lanes[1]!.waits).toEqual([{ after: 1, until: 5, on: "m" }]);
    expect(timeline!.locks).toEqual([{ name: "m", owners: [null, 0, 0, 0, null, 1, 1, 1, null] }]);
  });

  test("as text: boxes under their numbers, waiting as waves, what was returned", () => {
    const lines = text(threads([], ["m"], guarded, guarded), 200).split("\n");
    expect(lines).toEqual([
      "           1         2         3         4    ┊    5         6         7         8",
      "T0       lock      read      write    unlock  ┊",
      "           m       x = 0     x = 1       m    ┊",
      "T1     ───────── ~~~~~~~~~ ~~~~~~~~~ ~~~~~~~~~┊  lock      read      write    unlock",
      "                                              ┊    m       x = 1     x = 2       m",
      "x          0         0         1         1    ┊    1         1         2         2",
      "m         T0        T0        T0         ·    ┊   T1        T1        T1         ·",
      "",
      "1 thread switch (┊)",
      "returned: T0 5, T1 5",
    ]);
  });

  test("as text: a narrow terminal gets blocks, no line is longer than it, and marks stand under their steps", () => {
    const written = text(threads([], ["m"], guarded, guarded), 50, [6]);
    expect(Math.max(...written.split("\n").map(width))).toBeLessThanOrEqual(50);
    expect(written.match(/\^/g)).toHaveLength(1);
    expect(written.split("\n").every((line) => line === line.trimEnd())).toBe(true);
  });

  test("as text: a deadlock is said, with its ring", () => {
    const twice = function* (): Thread<null> {
      yield* sys("lock", { lock: "m" });
      yield* sys("lock", { lock: "m" });
      return null;
    };
    expect(text(threads([], ["m"], twice))).toContain("deadlock: T0 waits for ever (T0 → T0)");
  });
});

describe("the ladder", () => {
  test("of threads: a lifeline a thread, a rung a step, a dashed line at each change", () => {
    const trace = threads([[1, 1]], [], increment, increment);
    expect(ladderText(ladder(trace), { language: "ko", because: [] })).toBe(
      [
        "        T0            T1",
        " 1  읽기 x = 0        │",
        "  ╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌",
        " 2      │         읽기 x = 0",
        " 3      │         쓰기 x = 1",
        "  ╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌",
        " 4  쓰기 x = 1        │",
      ].join("\n"),
    );
  });

  test("of frames: arrows with their labels, a cross where one is lost, and why", () => {
    const fault = parseFault("drop PONG 1");
    if ("expected" in fault) throw new Error("fault");
    const world = new World({ seed: 1, faults: [fault] });
    const link: Link = new Link(world, {
      name: "wire",
      ends: [
        { host: "client", onFrame: () => {} },
        { host: "server", onFrame: () => link.send(1, new Uint8Array(2), ["PONG"]) },
      ],
      latency: ms(50),
      bitsPerSecond: null,
      queueFrames: null,
      loss: 0,
      maxFrameBytes: 100,
    });
    link.send(0, new Uint8Array(1), ["PING"]);
    world.run();
    const lines = ladderText(ladder(world.trace), { language: "en", because: [] }).split("\n");
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(/client\s+server/);
    expect(lines[1]).toMatch(/0\.000 s\s+│─+ PING ─+▶$/);
    expect(lines[2]).toMatch(/0\.050 s\s+│ ✕╌* PONG ─+ {2}lost by the fault$/);
  });
});

test("Hangul and Han are two columns wide, Latin one, combining marks none", () => {
  expect(["읽기", "read", "漢字", "e\u0301", ""].map(width)).toEqual([4, 4, 4, 1, 0]);
  expect(padEnd("가", 4)).toBe("가  ");
  expect(centre("가", 5)).toBe(" 가  ");
});
