/**
 * What CPUs and threads were doing and when, read off a trace of a host whose CPUs take time: stretches of running, of switching, of
 * waiting. What happened within one instant has no length and is left out.
 */
import { after, type Instant, ns } from "../base/time.ts";
import type { EventId, HostId, ThreadId, TraceEvent, WaitsFor } from "./happening.ts";
import type { Trace } from "./trace.ts";

/** A CPU ran a thread, or was changing to it. */
export interface CpuStretch {
  readonly cpu: number;
  readonly thread: ThreadId;
  readonly kind: "run" | "switch";
  readonly from: Instant;
  readonly to: Instant;
  /** The switch, or the going on after idling, that it began with. */
  readonly event: EventId;
}

/** A thread ran, was ready and got no CPU, or waited for something. */
export interface ThreadStretch {
  readonly thread: ThreadId;
  readonly state: "running" | "ready" | "blocked";
  readonly from: Instant;
  readonly to: Instant;
  readonly cpu: number | null;
  readonly on: WaitsFor | null;
}

/** In the order in which they ended. */
export function cpuStretches(trace: Trace, host: HostId): CpuStretch[] {
  const out: CpuStretch[] = [];
  const open = new Map<number, Omit<CpuStretch, "to">>();
  const close = (cpu: number, to: Instant): void => {
    const stretch = open.get(cpu);
    if (stretch && stretch.from < to) out.push({ ...stretch, to });
    open.delete(cpu);
  };
  let last: TraceEvent | null = null;
  for (const event of trace.events) {
    last = event;
    if (event.host !== host) continue;
    if (event.kind === "thread.switch") {
      const { cpu, at, id } = event;
      const begins = after(at, event.cost ?? ns(0));
      close(cpu, at);
      if (begins > at) out.push({ cpu, thread: event.in, kind: "switch", from: at, to: begins, event: id });
      open.set(cpu, { cpu, thread: event.in, kind: "run", from: begins, event: id });
    } else if (event.kind === "cpu.idle") close(event.cpu, event.at);
    else if (event.kind === "cpu.resumed")
      open.set(event.cpu, { cpu: event.cpu, thread: event.thread, kind: "run", from: event.at, event: event.id });
  }
  for (const cpu of [...open.keys()]) close(cpu, last!.at);
  return out;
}

/** Thread by thread, each in the order of time. */
export function threadStretches(trace: Trace, host: HostId): ThreadStretch[] {
  const runs = new Map<ThreadId, CpuStretch[]>();
  for (const stretch of cpuStretches(trace, host)) {
    if (stretch.kind === "switch") continue;
    const list = runs.get(stretch.thread);
    if (list) list.push(stretch);
    else runs.set(stretch.thread, [stretch]);
  }
  // What each would be doing if no CPU ran it.
  const off = new Map<ThreadId, Omit<ThreadStretch, "cpu" | "thread">[]>();
  const open = new Map<ThreadId, { state: "ready" | "blocked"; from: Instant; on: WaitsFor | null }>();
  const change = (thread: ThreadId, at: Instant, next: { state: "ready" | "blocked"; on: WaitsFor | null } | null) => {
    const now = open.get(thread);
    if (now && now.from < at) {
      const list = off.get(thread) ?? [];
      list.push({ ...now, to: at });
      off.set(thread, list);
    }
    if (next === null) open.delete(thread);
    else open.set(thread, { ...next, from: at });
  };
  for (const event of trace.events) {
    if (event.host !== host) continue;
    if (event.kind === "thread.spawned" || event.kind === "thread.woken")
      change(event.thread, event.at, { state: "ready", on: null });
    else if (event.kind === "thread.blocked") change(event.thread, event.at, { state: "blocked", on: event.on });
    else if (event.kind === "thread.ended") change(event.thread, event.at, null);
  }
  const end = trace.events.at(-1)?.at;
  if (end !== undefined) for (const thread of [...open.keys()]) change(thread, end, null);
  const threads = [...new Set([...off.keys(), ...runs.keys()])].sort((a, b) => a - b);
  return threads.flatMap((thread) => weave(thread, off.get(thread) ?? [], runs.get(thread) ?? []));
}

/** Cuts the times of running out of those of being ready. */
function weave(
  thread: ThreadId,
  off: readonly Omit<ThreadStretch, "cpu" | "thread">[],
  runs: readonly CpuStretch[],
): ThreadStretch[] {
  const out: ThreadStretch[] = [];
  let next = 0;
  for (const { state, from, to, on } of off) {
    let at = from;
    while (state === "ready" && next < runs.length && runs[next]!.from < to) {
      const run = runs[next++]!;
      if (at < run.from) out.push({ thread, state, from: at, to: run.from, cpu: null, on });
      out.push({ thread, state: "running", from: run.from, to: run.to, cpu: run.cpu, on: null });
      at = run.to;
    }
    if (at < to) out.push({ thread, state, from: at, to, cpu: null, on });
  }
  return out;
}
