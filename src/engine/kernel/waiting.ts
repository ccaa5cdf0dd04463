/**
 * How a call waits for something to change: its thread is blocked, and whenever one of the queues is woken the call is tried again, until
 * there is something to answer, a timeout comes, or a signal breaks in. Everything that waits for descriptors or children waits so.
 */
import { after, type Duration } from "../base/time.ts";
import type { WaitsFor } from "../trace/happening.ts";
import type { Alarm } from "../world/world.ts";
import type { Reply } from "./calls.ts";
import type { Host } from "./host.ts";
import { hasToHandle, interrupted } from "./process/delivery.ts";
import type { ThreadRecord } from "./thread.ts";
import type { WaitQueue } from "./wait-queue.ts";

/** Nothing to answer yet. */
export const notYet = Symbol("not yet");

export interface Waiting<T> {
  /** What the trace says that it waits for. */
  readonly on: WaitsFor;
  readonly queues: readonly WaitQueue[];
  /** Tried whenever one of the queues is woken. */
  readonly attempt: () => T | typeof notYet;
  /** Null or absent: for ever. */
  readonly timeout?: Duration | null;
  /** The answer when the timeout comes first. */
  readonly late?: T;
  /** Called with the result before the thread wakes, and when it has woken, before it goes on. */
  readonly before?: (result: T) => void;
  readonly log?: (result: T) => void;
}

/** Blocks the thread. The caller has tried once already, in vain. */
export function wait<T>(host: Host, thread: ThreadRecord, waiting: Waiting<T>): Reply<T> {
  const { on, queues, attempt, timeout = null, late, before, log } = waiting;
  const { world } = host;
  if (hasToHandle(thread)) return { answer: interrupted as T }; // it came just before: nobody sleeps over a signal
  let alarm: Alarm | null = null;
  const stop = (): void => {
    alarm?.cancel();
    for (const queue of queues) queue.remove(retry);
  };
  const answer = (result: T): void => {
    stop();
    before?.(result);
    host.answer(thread, result, () => log?.(result));
  };
  const retry = (): boolean => {
    const result = attempt();
    if (result === notYet) return false;
    answer(result);
    return true;
  };
  host.block(thread, on);
  thread.interrupt = stop;
  for (const queue of queues) queue.add(retry);
  if (timeout !== null) alarm = world.at(after(world.now, timeout), "timer", () => answer(late as T));
  return { blocked: true };
}
