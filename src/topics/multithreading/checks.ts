/** What the claims of this topic look for in a trace. */
import type { EventOf } from "../../engine/trace/happening.ts";
import type { Check } from "../../lab/claim.ts";
import { endings, lastEnd, neighbour } from "../../lab/observe-cpu.ts";
import type { Run } from "../../lab/run.ts";
import * as worlds from "./scenario.ts";

const number = (run: Run, knob: string): number => run.ref.knobs[knob] as number;
const ends = ({ trace }: Run) => trace.of("thread.ended").map(({ id }) => id);

/** The most frames that were in use at one time: MiB, since a page stands for one in these worlds. */
export function mostInUse({ trace }: Run): number {
  let most = 0;
  for (const event of trace.events) if ("inUse" in event) most = Math.max(most, event.inUse);
  return most;
}

/** One worker more takes a stack more, 1 MiB, and no more. */
export const oneMoreIsOneStack: Check = (run) => {
  const fewer = neighbour(worlds.memory, run, { workers: number(run, "workers") - 1 });
  const stacks = run.trace.of("process.thread").map(({ id }) => id);
  return { holds: mostInUse(run) - mostInUse(fewer) === 1, because: stacks };
};

/** As many workers as threads take less memory than these processes. */
export const threadsTakeLess: Check = (run) => {
  const threads = neighbour(worlds.memory, run, { parts: "threads" });
  const started = run.trace.events.filter(({ kind }) => kind === "process.started" || kind === "space.copied");
  return { holds: mostInUse(threads) < mostInUse(run), because: started.map(({ id }) => id) };
};

/** n threads take the n-th part of the time of one, to within the rounding of nanoseconds. */
export const nTimesFaster: Check = (run) => {
  const alone = neighbour(scenarioOf(run), run, { threads: least(run) });
  const factor = number(run, "threads") / least(run);
  // Threads that share a lock have n times the work of one to do: more of it in the time of one is what faster means there.
  const work = run.ref.scenario === worlds.lockShare.id ? factor : 1;
  const expected = (lastEnd(alone.trace) * work) / factor;
  return { holds: Math.abs(lastEnd(run.trace) - expected) < 100, because: ends(run) };
};
const least = (run: Run): number => (run.ref.scenario === worlds.oversubscribe.id ? 2 : 1);
const scenarioOf = (run: Run) =>
  [worlds.amdahl, worlds.oversubscribe, worlds.lockShare].find(({ id }) => id === run.ref.scenario)!;

/** How often as fast as one thread. */
export function speedUp(run: Run): number {
  const n = number(run, "threads");
  const alone = neighbour(scenarioOf(run), run, { threads: 1 });
  const work = run.ref.scenario === worlds.lockShare.id ? n : 1;
  return (lastEnd(alone.trace) * work) / lastEnd(run.trace);
}

/** No faster than Amdahl's bound; the lock's share is what each thread spends inside it. */
export const withinAmdahl: Check = (run) => {
  const serial = run.ref.scenario === worlds.lockShare.id ? 1 / 4 : number(run, "serial") / 1000;
  const n = number(run, "threads");
  // With a lock the serial parts of some may overlap the rest of others: only the cap 1/s is left, and n itself.
  const bound = run.ref.scenario === worlds.lockShare.id ? Math.min(n, 1 / serial) : 1 / (serial + (1 - serial) / n);
  return { holds: speedUp(run) <= bound + 1e-6, because: ends(run) };
};

/** How long the click waited before it was handled, in ms: it takes 1 ms and ends with the thread called UI. */
export const clickWaits = (run: Run): number => endings(run.trace)[0]! / 1e6 - 1 - number(run, "click");

/** The click waits no longer than a quantum, and not at all if it may preempt. */
export const clickIsHandledSoon: Check = (run) => ({
  holds: clickWaits(run) <= (run.ref.knobs["how"] === "worker-preempt" ? 0 : 10),
  because: ends(run).slice(0, 1),
});

/** Requests done in a second in the steady state, and how long one takes from one end to the next, in ms. */
export function pool(run: Run): { rate: number; response: number } {
  const done = run.trace.of("thread.woken");
  const [from, to] = [0.5e9, 1.5e9];
  const rate = done.filter(({ at }) => from < at && at <= to).length;
  const own = done.filter(({ thread }) => thread === 0);
  return { rate, response: (own[9]!.at - own[8]!.at) / 1e6 };
}

/** Throughput grows with each thread up to cores x (1 + wait / compute) = 40, and is what four cores can do from then on. */
export const saturatesAtForty: Check = (run) => {
  const n = number(run, "threads");
  const { rate } = pool(run);
  return {
    holds: rate === Math.min(10 * n, 400),
    because: run.trace
      .of("thread.woken")
      .slice(-1)
      .map(({ id }) => id),
  };
};

/** With a GIL four computations take as long as one after the other, but four waits as long as one. */
export const computesInTurn: Check = (run) => {
  const expected = run.ref.knobs["work"] === "cpu" ? 400 : 100;
  const locks: EventOf<"lock.taken">[] = run.trace.of("lock.taken");
  return {
    holds: lastEnd(run.trace) / 1e6 === expected,
    because: [...locks.slice(0, 4).map(({ id }) => id), ...ends(run)],
  };
};
