/** What can be said of a host's CPUs, in words: how many, which policy, what things cost. The only place that knows all policies. */
import { assert } from "../base/assert.ts";
import { type Duration, ms } from "../base/time.ts";
import type { World } from "../world/world.ts";
import type { HardwareOptions } from "./cpu/hardware.ts";
import { type Costs, Cpus, noCosts } from "./dispatch/cpus.ts";
import type { Host } from "./host.ts";
import { Cfs, type CfsOptions } from "./scheduler/cfs.ts";
import { Eevdf } from "./scheduler/eevdf.ts";
import { Fifo } from "./scheduler/fifo.ts";
import { Lottery } from "./scheduler/lottery.ts";
import { Mlfq, type MlfqLevel } from "./scheduler/mlfq.ts";
import { FixedPriority } from "./scheduler/priority.ts";
import { ProcessRoundRobin } from "./scheduler/process-round-robin.ts";
import { RoundRobin } from "./scheduler/round-robin.ts";
import type { Chance, Scheduler } from "./scheduler/scheduler.ts";
import { Shortest } from "./scheduler/shortest.ts";
import { Stride } from "./scheduler/stride.ts";

export type PolicyOptions =
  | { readonly policy: "fifo" | "sjf" | "srtf" }
  | { readonly policy: "rr"; readonly quantum: Duration; readonly wakeUpPreemption?: boolean }
  | { readonly policy: "priority"; readonly quantum?: Duration | null }
  | { readonly policy: "lottery" | "stride"; readonly quantum: Duration }
  | ({ readonly policy: "cfs" } & CfsOptions)
  | { readonly policy: "eevdf"; readonly slice: Duration }
  | { readonly policy: "mlfq"; readonly levels: readonly MlfqLevel[]; readonly boost?: Duration | null };

export type PolicyName = PolicyOptions["policy"];

/** A policy for threads alike, or one that asks which process a thread is of. */
export type SchedulerOptions = PolicyOptions | { readonly policy: "process-rr"; readonly quantum: Duration };

export const mostCpus = 64;

export interface CpuOptions {
  /** 1 to 64; 1 unless said. */
  readonly cpus?: number;
  /** Round robin with 10 ms unless said. */
  readonly scheduler?: SchedulerOptions;
  /** One run queue for all CPUs, or one for each: then threads stay where they are put. */
  readonly queues?: "shared" | "per-cpu";
  readonly costs?: Partial<Costs>;
  /** Registers, TLB and cache, where they are the subject; none unless said. */
  readonly hardware?: HardwareOptions;
}

export function cpusOf(host: Host, options: CpuOptions): Cpus {
  const { cpus = 1, scheduler = { policy: "rr", quantum: ms(10) }, queues = "shared" } = options;
  assert(
    Number.isInteger(cpus) && cpus >= 1 && cpus <= mostCpus,
    () => `a host has 1 to ${mostCpus} CPUs, not ${cpus}`,
  );
  const chance = chanceOf(host.world, host.name);
  const made = Array.from({ length: queues === "shared" ? 1 : cpus }, () => createScheduler(scheduler, chance));
  return new Cpus(host, cpus, made, { ...noCosts, ...options.costs }, options.hardware ?? {});
}

export function createScheduler(options: SchedulerOptions, chance: Chance): Scheduler {
  switch (options.policy) {
    case "fifo":
      return new Fifo();
    case "sjf":
    case "srtf":
      return new Shortest(options.policy === "srtf", chance);
    case "rr":
      return new RoundRobin(options.quantum, options.wakeUpPreemption ?? false);
    case "process-rr":
      return new ProcessRoundRobin(options.quantum);
    case "priority":
      return new FixedPriority(options.quantum ?? null);
    case "lottery":
      return new Lottery(options.quantum, chance);
    case "stride":
      return new Stride(options.quantum, chance);
    case "cfs":
      return new Cfs(options);
    case "eevdf":
      return new Eevdf(options.slice);
    case "mlfq":
      return new Mlfq(options.levels, options.boost ?? null);
  }
}

/** Ties and draws: both are decisions of the run, so its name can override them. */
function chanceOf(world: World, host: string): Chance {
  let rng: ReturnType<World["rng"]> | null = null;
  return {
    among: (of) => world.choose("schedule", of, 0),
    below(n) {
      rng ??= world.rng(`scheduler of ${host}`);
      world.leaveToChance();
      return rng.below(n);
    },
    drawn: (of, drawn) => world.choose("schedule", of, drawn),
  };
}
