/**
 * Schedules by a second derivation, for comparison: one CPU, no costs, whole numbers, tick after tick, each policy as plainly as it can
 * be said. It shares nothing with the kernel but the random numbers of the lottery.
 */
import { Rng } from "../../../engine/base/rng.ts";

export interface OracleJob {
  readonly arrival: number;
  readonly length: number;
  readonly waitsEvery?: number;
  readonly tickets?: number;
  readonly priority?: number;
}

export interface OraclePolicy {
  readonly policy: "fifo" | "sjf" | "srtf" | "rr" | "priority" | "mlfq" | "lottery" | "stride";
  readonly quantum?: number;
  readonly levels?: readonly number[];
  readonly allotment?: number;
  readonly boost?: number | null;
  readonly ioTime?: number;
  readonly seed?: number;
}

export interface OracleResult {
  readonly start: number[];
  readonly finish: number[];
  readonly switches: number;
}

interface State extends OracleJob {
  readonly id: number;
  left: number;
  ticks: number;
  level: number;
  allotment: number;
  pass: number;
  /** Since when it has been in the list, for policies that ask. */
  start: number;
  finish: number;
}

export function oracle(jobs: readonly OracleJob[], how: OraclePolicy): OracleResult {
  const { policy, quantum = 1, levels = [10, 10, 10], allotment = 1, boost = null, ioTime = 5, seed = 1 } = how;
  const rng = new Rng(seed, "scheduler of host");
  const all: State[] = jobs.map((job, id) => ({
    ...job,
    id,
    left: job.length,
    ticks: policy === "mlfq" ? levels[0]! : quantum,
    level: 0,
    allotment,
    pass: 0,
    start: -1,
    finish: -1,
  }));
  // Who comes when: arrivals first, in the order of writing, then those whose device is done, in the order of asking.
  const coming = new Map<number, State[]>();
  const come = (at: number, job: State): void => void coming.set(at, [...(coming.get(at) ?? []), job]);
  for (const job of all) come(job.arrival, job);
  let ready: State[] = [];
  let running: State | null = null;
  let last: State | null = null;
  let switches = 0;
  let globalPass = 0;
  const pass = (job: State): void => {
    job.pass += Math.floor(1_048_576 / (job.tickets ?? 100));
  };
  // How urgent: less goes first. Equals by their place in `ready`.
  const key = (job: State): number =>
    policy === "sjf" || policy === "srtf"
      ? burst(job)
      : policy === "priority"
        ? -(job.priority ?? 0)
        : policy === "mlfq"
          ? job.level
          : policy === "stride"
            ? job.pass
            : 0;
  const burst = (job: State): number =>
    job.waitsEvery === undefined
      ? job.left
      : Math.min(job.left, job.waitsEvery - ((job.length - job.left) % job.waitsEvery));

  for (let now = 0; all.some((job) => job.left > 0); now++) {
    const runner: State | null = running;
    const quantumOver = runner !== null && runner.ticks === 0;
    const newcomers = (coming.get(now) ?? []).map((job) => {
      if (policy === "stride") job.pass = Math.max(job.pass, globalPass);
      if (policy !== "mlfq") job.ticks = quantum;
      return job;
    });
    const wasBoost = policy === "mlfq" && boost !== null && now > 0 && now % boost === 0;
    if (policy === "mlfq") {
      // The one whose quantum is over first, then the boost, then those who come.
      if (runner !== null && quantumOver) {
        down(runner);
        ready.push(runner);
        running = null;
      } else if (runner !== null) {
        ready = [runner, ...ready];
        running = null;
      }
      if (wasBoost) {
        // The top level stays as it is; behind it the lowest, then the next higher, and so on.
        const order = [
          0,
          ...levels
            .map((_, level) => level)
            .filter((level) => level > 0)
            .reverse(),
        ];
        ready = order.flatMap((level) => ready.filter((job) => job.level === level));
        for (const job of all) if (job.left > 0 && job.arrival < now) top(job);
      }
      ready.push(...newcomers);
    } else {
      ready.push(...newcomers);
      if (runner !== null && quantumOver) {
        runner.ticks = quantum;
        ready.push(runner);
        running = null;
      }
    }
    const best = Math.min(...ready.map(key));
    const current: State | null = running;
    if (current !== null && (policy === "srtf" || policy === "priority") && best < key(current)) {
      ready = [current, ...ready];
      running = null;
    }
    if (running === null && ready.length > 0) {
      let next: State;
      if (policy === "lottery") {
        const holders = [...ready].sort((a, b) => a.arrival - b.arrival || a.id - b.id);
        let ticket = holders.length === 1 ? 0 : rng.below(holders.reduce((sum, job) => sum + (job.tickets ?? 100), 0));
        next = holders.find((job) => {
          ticket -= job.tickets ?? 100;
          return ticket < 0;
        })!;
      } else next = ready.find((job) => key(job) === Math.min(...ready.map(key)))!;
      ready = ready.filter((job) => job !== next);
      running = next;
      globalPass = next.pass;
      if (policy === "lottery" || policy === "stride") next.ticks = quantum;
    }
    const on: State | null = running;
    if (on === null) continue;
    if (last !== null && last !== on) switches++;
    last = on;
    if (on.start < 0) on.start = now;
    on.left--;
    if (policy !== "fifo" && policy !== "sjf" && policy !== "srtf" && policy !== "priority") on.ticks--;
    if (on.left === 0) {
      on.finish = now + 1;
      running = null;
    } else if (on.waitsEvery !== undefined && (on.length - on.left) % on.waitsEvery === 0) {
      if (on.ticks === 0 && policy === "mlfq") down(on);
      come(now + 1 + ioTime, on);
      running = null;
    }
    if (policy === "stride" && (on.ticks === 0 || running === null)) {
      if (on.ticks === 0) pass(on);
      else on.pass += Math.floor((1_048_576 * (quantum - on.ticks)) / ((on.tickets ?? 100) * quantum));
    }
  }

  function top(job: State): void {
    job.level = 0;
    job.ticks = levels[0]!;
    job.allotment = allotment;
  }
  function down(job: State): void {
    job.allotment--;
    if (job.allotment === 0) {
      job.level = Math.min(job.level + 1, levels.length - 1);
      job.allotment = allotment;
    }
    job.ticks = levels[job.level]!;
  }
  return { start: all.map(({ start }) => start), finish: all.map(({ finish }) => finish), switches };
}
