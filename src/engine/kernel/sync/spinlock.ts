/**
 * A spinlock, as a program makes one out of a shared cell and test-and-set: it keeps the CPU while it waits. No system call, no wait
 * queue, no owner, no order among those who wait. What one look at the cell takes must be said, or spinning would take no time.
 */
import type { Duration } from "../../base/time.ts";
import { sys, type Thread } from "../thread.ts";

/** Sets the cell from 0 to 1, again and again until it was 0. */
export function* spinLock(cell: string, each: Duration): Thread<void> {
  while ((yield* sys("swap", { cell, value: 1 })) === 1) yield* sys("compute", { for: each });
}

export function* spinUnlock(cell: string): Thread<void> {
  yield* sys("write", { cell, value: 0 });
}
