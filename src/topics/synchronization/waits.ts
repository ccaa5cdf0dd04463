/** What is read off the traces of the worlds with hosts: when a thread ended, and how long one waited for the lock. */
import type { EventId, EventOf } from "../../engine/trace/happening.ts";
import type { Trace } from "../../engine/trace/trace.ts";

/** The end of a thread, by its number. @throws TypeError when it never ended */
export function endOf(trace: Trace, thread: number): EventOf<"thread.ended"> {
  const ended = trace.of("thread.ended").find((event) => event.thread === thread);
  if (!ended) throw new TypeError(`thread ${thread} never ended`);
  return ended;
}

/** From a thread's first try for the lock to the moment it had it, in nanoseconds, and the event that gave it. */
export function waitOf(trace: Trace, thread: number): { lasted: number; taken: EventId } {
  const tries = trace.events.filter(
    (event) =>
      (event.kind === "cell.updated" || event.kind === "lock.busy" || event.kind === "lock.taken") &&
      event.thread === thread,
  );
  const taken = tries.find(
    (event) => event.kind === "lock.taken" || (event.kind === "cell.updated" && event.was === 0),
  );
  if (!taken) throw new TypeError(`thread ${thread} never got the lock`);
  return { lasted: taken.at - tries[0]!.at, taken: taken.id };
}
