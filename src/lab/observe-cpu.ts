/** What can be read off a trace about CPUs: switches and their causes, who ran when, responses and turnarounds. */
import { type Duration, type Instant, ns } from "../engine/base/time.ts";
import type { EventOf, HostId, ThreadId } from "../engine/trace/happening.ts";
import { cpuStretches } from "../engine/trace/stretches.ts";
import type { Trace } from "../engine/trace/trace.ts";
import { makeRun, type Run } from "./run.ts";
import type { Knobs, Scenario } from "./scenario.ts";

/** The records of context switches: of a CPU that went from one thread to another. */
export const switchRecords = (trace: Trace): (EventOf<"thread.switch"> & { readonly out: ThreadId })[] =>
  trace
    .of("thread.switch")
    .filter((event): event is EventOf<"thread.switch"> & { out: ThreadId } => event.out !== null);

/** The host of a run that has but one. */
export const hostOf = (trace: Trace): HostId => trace.of("thread.spawned")[0]!.host!;

/** When each thread ended, by its number; null for one that never did. */
export function endings(trace: Trace): (Instant | null)[] {
  const out: (Instant | null)[] = trace.of("thread.spawned").map(() => null);
  for (const event of trace.of("thread.ended")) out[event.thread] = event.at;
  return out;
}

/** When each thread first ran, by its number; null for one that never did. */
export function firstRuns(trace: Trace): (Instant | null)[] {
  const out: (Instant | null)[] = trace.of("thread.spawned").map(() => null);
  for (const { thread, from, kind } of cpuStretches(trace, hostOf(trace)))
    if (kind === "run" && (out[thread] === null || from < out[thread]!)) out[thread] = from;
  return out;
}

/** The mean of times since the start, in milliseconds, over threads that all started then. */
export function meanMs(times: readonly (Instant | null)[]): number {
  return times.reduce((sum: number, at) => sum + (at ?? 0), 0) / times.length / 1e6;
}

/** When the last thread ended. */
export const lastEnd = (trace: Trace): Instant =>
  endings(trace).reduce<Instant>((last, at) => (at !== null && at > last ? at : last), 0 as Instant);

/** How long CPUs were in threads up to the last end, and how long they idled, all of them together; switching is neither. */
export function cpuTimes(trace: Trace): { busy: Duration; switching: Duration; idle: Duration } {
  const stretches = cpuStretches(trace, hostOf(trace));
  const cpus = new Set(trace.of("thread.switch").map((event) => event.cpu)).size;
  const sum = (kind: "run" | "switch"): number =>
    stretches.reduce((total, one) => (one.kind === kind ? total + one.to - one.from : total), 0);
  const [busy, switching] = [sum("run"), sum("switch")];
  return { busy: ns(busy), switching: ns(switching), idle: ns(cpus * lastEnd(trace) - busy - switching) };
}

/** The same scenario with other knobs, for claims that compare. Defaults, seed and all else are those of `run`. */
export const neighbour = (scenario: Scenario, run: Run, knobs: Knobs): Run =>
  makeRun(scenario, { ...run.ref, knobs: { ...run.ref.knobs, ...knobs } });
