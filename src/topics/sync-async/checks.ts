/** What the claims look for in a run: when tasks began and ended, in which order, how many ran at once. */
import type { EventOf } from "../../engine/trace/happening.ts";
import { cpuStretches } from "../../engine/trace/stretches.ts";
import type { Trace } from "../../engine/trace/trace.ts";
import type { Check } from "../../lab/claim.ts";
import { cpuTimes, hostOf, neighbour } from "../../lab/observe-cpu.ts";
import { type Knobs, numberKnob } from "../../lab/scenario.ts";
import { pageKib } from "./programs.ts";
import * as worlds from "./scenario.ts";

type Changed = EventOf<"task.changed">;

const inMs = (at: number): number => at / 1e6;

/** The tasks that do the work: not the one that began them. */
export const changes = (trace: Trace, what: Changed["what"]): Changed[] =>
  trace.of("task.changed").filter((event) => event.what === what && event.task !== "main");

export const ends = (trace: Trace): { task: string; at: number }[] =>
  changes(trace, "ended").map(({ task, at }) => ({ task, at: inMs(at) }));

export const lastEnd = (trace: Trace): number => Math.max(...ends(trace).map(({ at }) => at));

const lastEvents = (trace: Trace) =>
  changes(trace, "ended")
    .slice(-1)
    .map(({ id }) => id);

/** The total is that of the longest task, and the sum when they wait one after the other. */
export const nearTheLongest: Check = (run) => {
  const times = durations(run.ref.knobs);
  const together = lastEnd(run.trace) === Math.max(...times);
  const oneAfterTheOther = lastEnd(neighbour(worlds.threeIo, run, { way: "blocking" }).trace);
  return { holds: together && oneAfterTheOther === times.reduce((a, b) => a + b, 0), because: lastEvents(run.trace) };
};

function durations(knobs: Knobs): number[] {
  const [tasks, time, longer] = ["tasks", "time", "longer"].map((name) => numberKnob(knobs, name));
  return Array.from({ length: tasks! }, (_, i) => time! + i * longer!);
}

/** As long as blocking calls take. */
export const asLongAsBlocking: Check = (run) => ({
  holds: lastEnd(run.trace) === lastEnd(neighbour(worlds.threeIo, run, { way: "blocking" }).trace),
  because: lastEvents(run.trace),
});

/** Blocking: the call is over with the result. Callback: it is over at once, and the result comes later. */
export const whoWaits: Check = ({ trace, ref }) => {
  const time = numberKnob(ref.knobs, "time");
  const at = new Map(ends(trace).map((one) => [one.task, one.at]));
  const because = changes(trace, "ended").map(({ id }) => id);
  if (ref.knobs["way"] === "blocking") return { holds: at.get("A") === time, because };
  return { holds: at.get("call") === 0 && at.get("callback") === time, because };
};

/** The caller finds out itself, and no single call keeps it for long. */
export const pollsReturnAtOnce: Check = ({ trace, ref }) => {
  const begun = changes(trace, "begun").filter(({ task }) => task === "poll");
  const ended = changes(trace, "ended").filter(({ task }) => task === "poll");
  const cost = numberKnob(ref.knobs, "poll");
  const brief = begun.every((event, i) => inMs(ended[i]!.at - event.at) === cost);
  return { holds: brief && begun.length > 1, because: [begun[0]!.id, begun.at(-1)!.id] };
};

/** "Synchronous" and "non-blocking" exclude each other: here they do not. */
export const syncMeansBlocking: Check = (run) => {
  const found = pollsReturnAtOnce(run);
  return { holds: !found.holds, because: found.because };
};

export const endOrder = (trace: Trace): string =>
  ends(trace)
    .map(({ task }) => task)
    .join("");

export const inProgramOrder: Check = ({ trace }) => ({
  holds: endOrder(trace) === [...endOrder(trace)].sort().join(""),
  because: changes(trace, "ended").map(({ id }) => id),
});

export const inAnotherOrder: Check = (run) => ({ ...inProgramOrder(run), holds: !inProgramOrder(run).holds });

/** The timer runs as late as the computation lets it. */
export const timerWaits: Check = ({ trace, ref }) => {
  const at = ends(trace).find(({ task }) => task === "timer")!.at;
  const due = Math.max(numberKnob(ref.knobs, "timer"), numberKnob(ref.knobs, "length"));
  const because = changes(trace, "ended")
    .filter(({ task }) => task === "timer")
    .map(({ id }) => id);
  return { holds: at === due, because };
};

export const timerInTime: Check = ({ trace, ref }) => {
  const at = ends(trace).find(({ task }) => task === "timer")!.at;
  return { holds: at === numberKnob(ref.knobs, "timer"), because: lastEvents(trace) };
};

/** KiB of page frames that the connections took beside those of the program itself, and threads at the end. */
export function costOf(trace: Trace): { kib: number; threads: number } {
  const taken = [...trace.of("region.mapped"), ...trace.of("page.fault")];
  const start = trace.of("process.thread")[0]!.id;
  const most = (of: typeof taken): number => of.reduce((sum, { inUse }) => Math.max(sum, inUse), 0);
  const frames = most(taken) - most(taken.filter(({ id }) => id < start));
  return { kib: frames * pageKib, threads: trace.of("thread.spawned").length };
}

export const cheaperThanThreads: Check = (run) => {
  const mine = costOf(run.trace);
  const threads = costOf(neighbour(worlds.manyConnections, run, { way: "threads" }).trace);
  const connections = numberKnob(run.ref.knobs, "connections");
  const because = run.trace.of("thread.spawned").map(({ id }) => id);
  return { holds: mine.threads === 1 && threads.threads === connections + 1 && mine.kib < threads.kib, because };
};

/** Of several waits: they take as long as all together, while the CPU has nothing to do. */
export const slowAndWasteful: Check = (run) => {
  const scenario = run.ref.scenario === worlds.threeIo.id ? worlds.threeIo : worlds.threeCpu;
  const together = lastEnd(neighbour(scenario, run, { way: "together" }).trace);
  const { idle } = cpuTimes(run.trace);
  return { holds: lastEnd(run.trace) > together && idle > 0, because: lastEvents(run.trace) };
};

/** How many threads were computing at one instant, at most. */
export function mostAtOnce(trace: Trace): number {
  const runs = cpuStretches(trace, hostOf(trace)).filter(({ kind, from, to }) => kind === "run" && from < to);
  return Math.max(
    0,
    ...runs.map((one) => runs.filter((other) => other.from <= one.from && one.from < other.to).length),
  );
}

export const twoAtOnce: Check = ({ trace }) => ({
  holds: mostAtOnce(trace) > 1,
  because: [...trace.of("thread.switch").map(({ id }) => id), ...lastEvents(trace)],
});

export const fasterThanPlain: Check = (run) => ({
  holds: lastEnd(run.trace) < lastEnd(neighbour(worlds.threeCpu, run, { way: "plain" }).trace),
  because: lastEvents(run.trace),
});

export const severalThreads: Check = ({ trace }) => ({
  holds: trace.of("thread.spawned").length > 1,
  because: [...trace.of("thread.spawned").map(({ id }) => id), ...lastEvents(trace)],
});
