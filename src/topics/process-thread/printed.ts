/** What the programs of this topic printed, and what else their claims look at, read off a trace. */
import { decodeUtf8 } from "../../engine/base/bytes.ts";
import type { EventId, HostId, Pid, ThreadId, TraceEvent } from "../../engine/trace/happening.ts";
import type { Trace } from "../../engine/trace/trace.ts";

/** One write to the console. */
export interface Printed {
  readonly event: EventId;
  readonly pid: Pid;
  readonly host: HostId | null;
  /** `label: value`, as printed; null where it was not of that form. */
  readonly label: string | null;
  readonly value: string;
  readonly text: string;
}

export function printed(trace: Trace): Printed[] {
  return trace
    .of("file.written")
    .filter(({ file }) => file === "console")
    .map(({ id, pid, host, bytes }) => {
      const text = decodeUtf8(bytes) ?? "";
      const [, label = null, value = ""] = /^(.*): (.*)\n$/.exec(text) ?? [];
      return { event: id, pid, host, label, value, text };
    });
}

/** The values that were printed under a label, in order. */
export const valuesOf = (trace: Trace, label: string): string[] =>
  printed(trace).flatMap((one) => (one.label === label ? [one.value] : []));

/** The only value that was printed under a label, as a number; NaN when there is none or more than one. */
export function numberOf(trace: Trace, label: string): number {
  const values = valuesOf(trace, label);
  return values.length === 1 ? Number(values[0]) : Number.NaN;
}

export const eventsOf = (trace: Trace, ...labels: readonly string[]): EventId[] =>
  printed(trace).flatMap((one) => (one.label !== null && labels.includes(one.label) ? [one.event] : []));

/** How frames were used in a run: when the program had begun, after its fork or clone, and before anybody ended. */
export interface FrameUse {
  readonly before: number;
  readonly afterFork: number;
  readonly atEnd: number;
  readonly marked: number;
  /** Copied inside fork, and by faults of the child and of the parent. */
  readonly copiedByFork: number;
  readonly copiedByChild: number;
  readonly copiedByParent: number;
  readonly bytesCopied: number;
  readonly faults: number;
  readonly because: readonly EventId[];
}

export function frameUse(trace: Trace): FrameUse {
  const [copied] = trace.of("space.copied");
  const pages = trace.of("page.copied");
  const parentSpace = trace.of("process.started")[0]?.space;
  const faults = trace.of("page.fault");
  let before = 0;
  let afterFork = 0;
  let atEnd = 0;
  const forked = copied?.id ?? trace.of("process.thread")[1]?.id ?? 0;
  for (const event of trace.events) {
    if (event.kind === "space.released" || event.kind === "region.unmapped") break;
    if (!("inUse" in event)) continue;
    if (event.kind === "region.mapped" && event.id < forked && !event.region.startsWith("stack ")) before = event.inUse;
    if (event.id <= forked) afterFork = event.inUse;
    atEnd = event.inUse;
  }
  const copiedIn = (isParent: boolean): number =>
    pages.filter(({ space }) => (space === parentSpace) === isParent).length;
  return {
    before,
    afterFork,
    atEnd,
    marked: copied?.marked ?? 0,
    copiedByFork: copied?.copies.length ?? 0,
    copiedByChild: copiedIn(false),
    copiedByParent: copiedIn(true),
    bytesCopied: pages.reduce((sum, page) => sum + page.lengthBytes, 0),
    faults: faults.length,
    because: [...(copied ? [copied.id] : []), ...pages.map(({ id }) => id)],
  };
}

/** The process of each thread. */
export function processOf(trace: Trace): ReadonlyMap<ThreadId, Pid> {
  return new Map(trace.of("process.thread").map(({ thread, pid }) => [thread, pid]));
}

/** CPU time of each process between two instants, on a host with one CPU: from the switches. Nanoseconds, by pid. */
export function cpuTimes(trace: Trace, from: number, to: number): ReadonlyMap<Pid, number> {
  const owner = processOf(trace);
  const times = new Map<Pid, number>();
  let running: ThreadId | null = null;
  let since = from;
  for (const event of trace.events) {
    const next = nextOn(event);
    if (next === undefined) continue;
    const at = Math.max(from, Math.min(event.at, to));
    const pid = running === null ? undefined : owner.get(running);
    if (pid !== undefined) times.set(pid, (times.get(pid) ?? 0) + at - since);
    running = next;
    since = at;
  }
  return times;
}

/** Whom the CPU runs from this event on; undefined when the event says nothing about that. */
function nextOn(event: TraceEvent): ThreadId | null | undefined {
  if (event.kind === "thread.switch") return event.in;
  if (event.kind === "cpu.resumed") return event.thread;
  return event.kind === "cpu.idle" ? null : undefined;
}
