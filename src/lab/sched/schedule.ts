/**
 * A CPU schedule: jobs on a host of the kernel under one policy, and what came out, read off the trace. The host is the very same that
 * scenarios run on; a job is a thread that computes (and perhaps waits for a device), started when it arrives.
 */
import { type Duration, type Instant, ns, start } from "../../engine/base/time.ts";
import type { PolicyOptions } from "../../engine/kernel/cpu-options.ts";
import { Host } from "../../engine/kernel/host.ts";
import type { TaskOptions } from "../../engine/kernel/scheduler/task.ts";
import { sys, type Thread } from "../../engine/kernel/thread.ts";
import { cpuStretches } from "../../engine/trace/stretches.ts";
import type { Trace } from "../../engine/trace/trace.ts";
import { World } from "../../engine/world/world.ts";
import { type Job, unit } from "./jobs.ts";

export interface ScheduleOptions {
  readonly policy: PolicyOptions;
  readonly jobs: readonly Job[];
  /** Tickets, nice values or priorities, by job. */
  readonly tasks?: readonly TaskOptions[];
  readonly cpus?: number;
  readonly switchCost?: Duration;
  readonly ioTime?: Duration;
  readonly seed?: number;
}

/** All times in the user's unit. */
export interface JobResult {
  readonly id: number;
  readonly arrival: number;
  readonly length: number;
  /** When it first ran. */
  readonly start: number;
  readonly finish: number;
  /** From arrival to start, from arrival to finish, and what of that it was neither running nor waiting for a device. */
  readonly response: number;
  readonly turnaround: number;
  readonly wait: number;
}

export interface Schedule {
  readonly jobs: readonly JobResult[];
  readonly averages: { readonly response: number; readonly turnaround: number; readonly wait: number };
  /** Changes of a CPU from one job to another. */
  readonly switches: number;
  /** Stretches of a job on a CPU, in the order in which they began. A job that goes on after its quantum has one. */
  readonly slices: readonly {
    readonly job: number;
    readonly from: number;
    readonly to: number;
    readonly cpu: number;
  }[];
  readonly trace: Trace;
  /** Chance had a part in it. */
  readonly random: boolean;
}

/** A schedule of more turns than these is refused. */
export const mostTurns = 20_000_000;

/** Runs the schedule; null when it takes too many turns. */
export function schedule(options: ScheduleOptions): Schedule | null {
  const world = new World({
    seed: options.seed ?? 1,
    trace: [
      "thread.spawned",
      "thread.switch",
      "thread.blocked",
      "thread.woken",
      "thread.ended",
      "cpu.idle",
      "cpu.resumed",
    ],
  });
  const host = new Host(world, "host", {
    cpus: options.cpus ?? 1,
    scheduler: options.policy,
    costs: { contextSwitch: options.switchCost ?? ns(0) },
  });
  const threads: number[] = [];
  const ioTime = options.ioTime ?? ns(0);
  for (const [number, job] of options.jobs.entries())
    world.at(job.arrival as Instant, "timer", () => {
      threads[number] = host.start(`${number}`, () => program(job, ioTime), options.tasks?.[number]);
    });
  if (world.run(mostTurns) === "cut") return null;
  return resultOf(options, world, threads);
}

function* program({ length, waitsEvery }: Job, ioTime: Duration): Thread<null> {
  for (let left = length; left > 0; ) {
    const burst = Math.min(left, waitsEvery ?? left);
    yield* sys("compute", { for: ns(burst) });
    left -= burst;
    if (left > 0) yield* sys("io", { for: ioTime });
  }
  return null;
}

function resultOf(options: ScheduleOptions, world: World, threads: readonly number[]): Schedule {
  const { trace } = world;
  const jobOf = new Map(threads.map((thread, job) => [thread, job]));
  const runs = cpuStretches(trace, "host").filter(({ kind }) => kind === "run");
  runs.sort((a, b) => a.from - b.from || a.cpu - b.cpu);
  const started = new Map<number, Instant>();
  for (const { thread, from } of runs) if (!started.has(thread)) started.set(thread, from);
  const ended = new Map(trace.of("thread.ended").map((event) => [event.thread, event.at]));
  const jobs = options.jobs.map(({ arrival, length, waitsEvery }, id): JobResult => {
    const begin = started.get(threads[id]!) ?? start;
    const finish = ended.get(threads[id]!) ?? start;
    const waits = waitsEvery === null ? 0 : Math.ceil(length / waitsEvery) - 1;
    return {
      id,
      arrival: arrival / unit,
      length: length / unit,
      start: begin / unit,
      finish: finish / unit,
      response: (begin - arrival) / unit,
      turnaround: (finish - arrival) / unit,
      wait: (finish - arrival - length - waits * (options.ioTime ?? 0)) / unit,
    };
  });
  const average = (of: "response" | "turnaround" | "wait"): number =>
    jobs.reduce((sum, job) => sum + job[of], 0) / jobs.length;
  return {
    jobs,
    averages: { response: average("response"), turnaround: average("turnaround"), wait: average("wait") },
    switches: trace.of("thread.switch").filter(({ out }) => out !== null).length,
    slices: runs.map(({ thread, from, to, cpu }) => ({
      job: jobOf.get(thread)!,
      from: from / unit,
      to: to / unit,
      cpu,
    })),
    trace,
    random: world.random,
  };
}
