/** What can be read off a trace: final values, results, switches, lost updates. Claims are checked with these. */
import type { EventId, ThreadId } from "../engine/trace/happening.ts";
import type { Trace } from "../engine/trace/trace.ts";

/** The last value of each shared cell. */
export function finalValues(trace: Trace): ReadonlyMap<string, number> {
  const values = new Map<string, number>();
  for (const event of trace.events)
    if (
      event.kind === "cell.made" ||
      event.kind === "cell.written" ||
      event.kind === "cell.updated" ||
      event.kind === "store.flushed"
    )
      values.set(event.cell, event.value);
  return values;
}

/** What each thread returned, by its number; null where it returned nothing or never ended. */
export function results(trace: Trace): (number | null)[] {
  const out: (number | null)[] = [];
  for (const event of trace.events) {
    if (event.kind === "thread.spawned") out[event.thread] = null;
    else if (event.kind === "thread.ended") out[event.thread] = event.result;
  }
  return out;
}

/** How often a CPU changed from one thread to another; the first thread of a CPU is no change. */
export function switches(trace: Trace): number {
  let count = 0;
  for (const event of trace.events) if (event.kind === "thread.switch" && event.out !== null) count++;
  return count;
}

/** The deadlock that the run ended in; null when it ended well. */
export function deadlock(trace: Trace): EventId | null {
  return trace.of("deadlock").at(-1)?.id ?? null;
}

/** The last event that wrote a cell (or made it). */
export function lastWrite(trace: Trace, cell: string): EventId | null {
  const { events } = trace;
  for (let i = events.length - 1; i >= 0; i--) {
    const event = events[i]!;
    if (
      (event.kind === "cell.written" || event.kind === "cell.updated" || event.kind === "cell.made") &&
      event.cell === cell
    )
      return event.id;
  }
  return null;
}

/**
 * The first lost update of a cell: a thread reads it, another writes it, and the first writes what it had worked out from the old
 * value. The three events, in order; empty when no update was lost.
 */
export function lostUpdate(trace: Trace, cell: string): EventId[] {
  const lastRead = new Map<ThreadId, EventId>();
  const writes: { id: EventId; thread: ThreadId }[] = [];
  for (const event of trace.events) {
    const touches = event.kind === "cell.read" || event.kind === "cell.written" || event.kind === "cell.updated";
    if (!touches || event.cell !== cell) continue;
    const read = lastRead.get(event.thread);
    // A swap writes a value worked out before, as a plain write does; fetch-and-add and a successful compare-and-swap cannot be stale.
    const blind = event.kind === "cell.written" || (event.kind === "cell.updated" && event.operation === "swap");
    if (blind && read !== undefined) {
      const between = writes.find((write) => write.id > read && write.thread !== event.thread);
      if (between) return [read, between.id, event.id];
    }
    if (event.kind === "cell.written" || (event.kind === "cell.updated" && event.changed && event.value !== event.was))
      writes.push({ id: event.id, thread: event.thread });
    if (event.kind !== "cell.written") lastRead.set(event.thread, event.id);
  }
  return [];
}
