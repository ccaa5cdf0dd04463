import { describe, expect, test } from "vitest";
import { ms } from "../engine/base/time.ts";
import { Host } from "../engine/kernel/host.ts";
import { sys, type Thread } from "../engine/kernel/thread.ts";
import type { Trace } from "../engine/trace/trace.ts";
import { World } from "../engine/world/world.ts";
import { ftrace } from "./ftrace.ts";
import { gantts } from "./gantt.ts";
import { ganttText } from "./gantt-text.ts";

/** A computes 3, waits 4, computes 1 under a lock; B computes 5. Quantum 2, a switch costs 1. */
function run(): Trace {
  const world = new World({ seed: 1 });
  const host = new Host(world, "h", { scheduler: { policy: "rr", quantum: ms(2) }, costs: { contextSwitch: ms(1) } });
  host.makeLock("m");
  host.start("A", function* (): Thread<null> {
    yield* sys("compute", { for: ms(3) });
    yield* sys("io", { for: ms(4) });
    yield* sys("lock", { lock: "m" });
    yield* sys("compute", { for: ms(1) });
    yield* sys("unlock", { lock: "m" });
    return null;
  });
  host.start("B", function* (): Thread<null> {
    yield* sys("compute", { for: ms(5) });
    return null;
  });
  world.run();
  return world.trace;
}

const inMs = (at: number): number => at / 1e6;

describe("the chart of CPUs and threads", () => {
  const [chart] = gantts(run());

  test("says of each thread when it ran, was ready, and waited", () => {
    expect(
      chart!.lanes.map(({ name, stretches }) => [
        name,
        ...stretches.map(({ state, from, to }) => `${state} ${inMs(from)}-${inMs(to)}`),
      ]),
    ).toEqual([
      ["A", "running 0-2", "ready 2-6", "running 6-7", "blocked 7-11", "running 12-13"].flatMap((one) =>
        one === "running 12-13" ? ["ready 11-12", one] : [one],
      ),
      ["B", "ready 0-3", "running 3-5", "ready 5-8", "running 8-11"],
    ]);
  });

  test("and of the CPU what it ran and when it changed, how long the run queue was, who held the lock", () => {
    expect(
      chart!.cpus[0]!.stretches.map(({ kind, thread, from, to }) => `${kind} ${thread} ${inMs(from)}-${inMs(to)}`),
    ).toEqual([
      "run 0 0-2",
      "switch 1 2-3",
      "run 1 3-5",
      "switch 0 5-6",
      "run 0 6-7",
      "switch 1 7-8",
      "run 1 8-11",
      "switch 0 11-12",
      "run 0 12-13",
    ]);
    expect(chart!.switches.map(({ why }) => why)).toEqual(["quantum", "quantum", "blocked", "exit"]);
    expect(chart!.runQueue.map(({ at, length }) => [inMs(at), length])).toEqual([
      [0, 1],
      [2, 2],
      [3, 1],
      [5, 2],
      [6, 1],
      [8, 0],
      [11, 1],
      [12, 0],
    ]);
    expect(chart!.locks).toEqual([{ name: "m", held: [{ by: 0, from: 12_000_000, to: 13_000_000 }] }]);
  });

  test("as text", () => {
    expect(ganttText(chart!, { language: "en", columns: 60 })).toBe(
      [
        "A     ████······▒▒██~~~~~~~~▒▒██",
        "B     ····▒▒████····▒▒██████",
        "m                             00",
        "      0         5         10",
        "",
        "█ running  ▒ switching  · ready  ~ waiting",
        "4 context switches (quantum 2, blocked 1, exit 1)",
      ].join("\n"),
    );
  });
});

test("as Linux prints it", () => {
  const lines = ftrace(run())
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"));
  expect(lines.slice(0, 5)).toEqual([
    "          <idle>-0       [000] d..2.     0.000000: sched_wakeup_new: comm=A pid=1 prio=120 target_cpu=000",
    "          <idle>-0       [000] d..2.     0.000000: sched_wakeup_new: comm=B pid=2 prio=120 target_cpu=000",
    "          <idle>-0       [000] d..2.     0.000000: sched_switch: prev_comm=swapper/0 prev_pid=0 prev_prio=120 prev_state=R ==> next_comm=A next_pid=1 next_prio=120",
    "               A-1       [000] d..2.     0.002000: sched_switch: prev_comm=A prev_pid=1 prev_prio=120 prev_state=R+ ==> next_comm=B next_pid=2 next_prio=120",
    "               B-2       [000] d..2.     0.005000: sched_switch: prev_comm=B prev_pid=2 prev_prio=120 prev_state=R+ ==> next_comm=A next_pid=1 next_prio=120",
  ]);
  expect(lines.at(-1)).toMatch(/prev_comm=A prev_pid=1 prev_prio=120 prev_state=X ==> next_comm=swapper\/0 next_pid=0/);
});
