/** What the claims of this topic look for in a trace. */
import type { EventOf, SwitchReason, TraceEvent } from "../../engine/trace/happening.ts";
import { cpuStretches } from "../../engine/trace/stretches.ts";
import type { Check } from "../../lab/claim.ts";
import { results } from "../../lab/observe.ts";
import {
  cpuTimes,
  endings,
  firstRuns,
  hostOf,
  lastEnd,
  meanMs,
  neighbour,
  switchRecords,
} from "../../lab/observe-cpu.ts";
import type { Run } from "../../lab/run.ts";
import * as worlds from "./scenario.ts";

const number = (run: Run, knob: string): number => run.ref.knobs[knob] as number;

/** Each thread comes back to the registers that it left with, and both sums are right. */
export const contextIsKept: Check = ({ trace }) => {
  const left = new Map<number, EventOf<"context.saved">>();
  for (const event of trace.events) {
    if (event.kind === "context.saved") left.set(event.thread, event);
    if (event.kind !== "context.restored") continue;
    const saved = left.get(event.thread);
    if (saved?.registers.some((value, at) => event.registers[at] !== value))
      return { holds: false, because: [saved.id, event.id] };
  }
  const sums = results(trace);
  return {
    holds: sums.every((sum) => sum === 55),
    because: trace.of("thread.ended").map(({ id }) => id),
  };
};

/** What is known from elsewhere in the trace about why the thread left: what happened in the same instant, before the switch. */
function causeOf(trace: readonly TraceEvent[], record: EventOf<"thread.switch">): SwitchReason | null {
  let latest: TraceEvent["kind"] | null = null;
  let yields = false;
  let othersWake = false;
  for (const event of trace) {
    if (event.id >= record.id) break;
    if (event.kind === "thread.woken" && event.thread !== record.out) othersWake = event.at === record.at;
    if (!("thread" in event) || event.thread !== record.out) continue;
    if (event.kind === "thread.blocked" || event.kind === "thread.woken" || event.kind === "thread.ended")
      latest = event.kind;
    yields = event.kind === "mode.switch" && event.call === "yield" && event.at === record.at;
  }
  if (latest === "thread.ended") return "exit";
  if (latest === "thread.blocked") return "blocked";
  if (yields) return "yield";
  return othersWake ? "preempted" : "quantum";
}

/** Every record names the cause that the rest of the trace shows, and no cause is beyond the five. */
export const causesAreTheFive: Check = ({ trace }) => {
  const records = switchRecords(trace);
  const wrong = records.find((record) => causeOf(trace.events, record) !== record.why);
  return {
    holds: wrong === undefined && records.length > 0,
    because: wrong ? [wrong.id] : records.map(({ id }) => id),
  };
};

/** Never two threads at once, and as many changes of the running thread as records. */
export const oneAtATime: Check = ({ trace }) => {
  const runs = cpuStretches(trace, hostOf(trace)).filter(({ kind }) => kind === "run");
  runs.sort((a, b) => a.from - b.from);
  const overlap = runs.find((run, at) => at > 0 && runs[at - 1]!.to > run.from);
  const changes = runs.filter((run, at) => at > 0 && runs[at - 1]!.thread !== run.thread).length;
  const records = switchRecords(trace);
  return {
    holds: overlap === undefined && changes === records.length,
    because: overlap ? [overlap.event] : records.map(({ id }) => id),
  };
};

/** What is not work is switches, each of c, and each full turn but the last is q of work and c of switch. */
export const overheadIsSwitches: Check = (run) => {
  const { trace } = run;
  const cost = number(run, "cost") * 1e6;
  const quantum = number(run, "quantum") * 1e6;
  const work = 2 * number(run, "length") * 1e6;
  const records = switchRecords(trace);
  const stretches = cpuStretches(trace, hostOf(trace));
  const turns = stretches.filter(({ kind }) => kind === "run").slice(0, -1);
  const evenTurns = turns.every(({ from, to }) => to - from === quantum);
  const evenCosts = stretches.every(({ kind, from, to }) => kind === "run" || to - from === cost);
  return {
    holds: lastEnd(trace) - work === records.length * cost && evenTurns && evenCosts,
    because: records.slice(0, 3).map(({ id }) => id),
  };
};

/** The quanta of the comparison, the smallest first; the last is no quantum at all. */
export const quanta = [
  { policy: "rr", quantum: 1 },
  { policy: "rr", quantum: 4 },
  { policy: "rr", quantum: 10 },
  { policy: "fifo", quantum: 4 },
] as const;

/** Beside the next smaller quantum: slower responses, but fewer switches and an earlier end. */
export const largerIsSlowerButCheaper: Check = (run) => {
  const at = quanta.findIndex(
    ({ policy, quantum }) =>
      policy === run.ref.knobs["policy"] && (policy === "fifo" || quantum === number(run, "quantum")),
  );
  const smaller = neighbour(worlds.threeJobs, run, quanta[at - 1]!);
  const [a, b] = [smaller.trace, run.trace];
  return {
    holds:
      meanMs(firstRuns(a)) < meanMs(firstRuns(b)) &&
      switchRecords(a).length > switchRecords(b).length &&
      lastEnd(a) > lastEnd(b),
    because: switchRecords(b).map(({ id }) => id),
  };
};

/** Two mode switches a call, and no switch to another thread from the first call to the last. */
export const callsSwitchNothing: Check = (run) => {
  const { trace } = run;
  const modes = trace.of("mode.switch").filter(({ thread }) => thread === 0);
  const [first, last] = [modes[0]!, modes.at(-1)!];
  const away = switchRecords(trace).find(({ id }) => first.id < id && id < last.id);
  return {
    holds: modes.length === 2 * number(run, "calls") && away === undefined,
    because: away ? [away.id] : [first.id, last.id],
  };
};

/** Each call is followed by a switch away from its caller before it returns. */
export const everyCallSwitches: Check = (run) => {
  const { trace } = run;
  let entered: EventOf<"mode.switch"> | null = null;
  let switched = true;
  for (const event of trace.events) {
    if (event.kind === "thread.switch" && event.out === 0) switched = true;
    if (event.kind !== "mode.switch" || event.thread !== 0) continue;
    if (event.to === "kernel") {
      entered = event;
      switched = false;
    } else if (!switched) return { holds: false, because: [entered!.id, event.id] };
  }
  return {
    holds: true,
    because: switchRecords(trace)
      .slice(0, 3)
      .map(({ id }) => id),
  };
};

const misses = (run: Run): number => run.trace.of("tlb.miss").length + run.trace.of("cache.miss").length;
const changesOfSpace = (run: Run): number =>
  switchRecords(run.trace).filter(({ addressSpace }) => addressSpace === true).length;

/** Threads of one process: the address space never changes, and there are fewer misses than with two processes. */
export const oneSpaceMissesLess: Check = (run) => {
  const apart = neighbour(worlds.addressSpace, run, { spaces: "two-processes" });
  return {
    holds: changesOfSpace(run) === 0 && changesOfSpace(apart) > 0 && misses(run) < misses(apart),
    because: run.trace.of("tlb.miss").map(({ id }) => id),
  };
};

/** Short turns miss more often than long ones do: the threads displace each other's lines. */
export const turnsDisplace: Check = (run) => {
  const long = neighbour(worlds.cache, run, { passes: 10 });
  return {
    holds: misses(run) > misses(long),
    because: run.trace
      .of("cache.miss")
      .slice(-2)
      .map(({ id }) => id),
  };
};

/** The CPU never idles before the end, and the end comes before that of one job after the other. */
export const overlaps: Check = (run) => {
  const apart = neighbour(worlds.ioMix, run, { together: false });
  return {
    holds: cpuTimes(run.trace).idle === 0 && lastEnd(run.trace) < lastEnd(apart.trace),
    because: switchRecords(run.trace).map(({ id }) => id),
  };
};

/** After each switch the thread finds nothing of what it had: every access misses. */
export const nothingSurvives: Check = (run) => {
  const accesses = run.ref.scenario === worlds.cache.id ? 2 * 10 * number(run, "lines") : 2 * 10 * number(run, "pages");
  return {
    holds: misses(run) === accesses,
    because: switchRecords(run.trace)
      .slice(-1)
      .map(({ id }) => id),
  };
};

/** The end is that of the work alone. */
export const switchesCostNothing: Check = (run) => {
  const work = (number(run, "a") + number(run, "b") + number(run, "c")) * 1e6;
  return { holds: lastEnd(run.trace) === work, because: switchRecords(run.trace).map(({ id }) => id) };
};

/** Beside a quantum of 10, this smaller one is better: average turnaround is no worse. */
export const smallerTurnsBetter: Check = (run) => {
  const larger = neighbour(worlds.threeJobs, run, { quantum: 10 });
  return {
    holds: meanMs(endings(run.trace)) <= meanMs(endings(larger.trace)),
    because: switchRecords(run.trace)
      .slice(0, 3)
      .map(({ id }) => id),
  };
};
