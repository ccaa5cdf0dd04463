/**
 * Where threads sleep until somebody wakes them: the queue under every lock, semaphore and condition here, and by itself the futex
 * ("fast user-space mutex", Franke, Russell, Kirkwood 2002; futex(2)): sleep if the cell still holds this value, wake so many.
 * The check and the going to sleep are one step, so no wake-up is lost in between.
 *
 * The most urgent goes first, equals in the order in which they came. A sleeper either gets its answer from who wakes it (`hand`), or
 * makes its call anew when it gets the CPU (`wake`) and may find that somebody else was faster.
 */
import type { Instant } from "../../base/time.ts";
import type { WaitsFor } from "../../trace/happening.ts";
import type { Alarm } from "../../world/world.ts";
import type { Host } from "../host.ts";
import type { ThreadRecord } from "../thread.ts";

interface Sleeper {
  readonly thread: ThreadRecord;
  readonly alarm: Alarm | null;
}

export class FutexQueue {
  readonly #host: Host;
  #sleepers: Sleeper[] = [];

  constructor(host: Host) {
    this.#host = host;
  }

  get length(): number {
    return this.#sleepers.length;
  }

  /** Who sleeps here, in the order in which they came. */
  get threads(): readonly ThreadRecord[] {
    return this.#sleepers.map(({ thread }) => thread);
  }

  /** Puts the thread to sleep; at `until`, if there is one, it is answered "ETIMEDOUT" after `late` was told. */
  sleep(thread: ThreadRecord, on: WaitsFor, until: Instant | null = null, late?: () => void): void {
    this.#add(thread, on, until, () => {
      late?.();
      this.#host.answer(thread, "ETIMEDOUT");
    });
  }

  /** As `sleep`, but at `until` the thread makes its call anew, after `late` was told. */
  sleepToRetry(thread: ThreadRecord, on: WaitsFor, until: Instant | null, late: () => void): void {
    this.#add(thread, on, until, () => {
      late();
      this.#host.wake(thread);
    });
  }

  #add(thread: ThreadRecord, on: WaitsFor, until: Instant | null, onLate: () => void): void {
    this.#host.block(thread, on, until !== null);
    thread.interrupt = () => this.#remove(thread);
    const ring = (): void => {
      this.#remove(thread);
      onLate();
    };
    this.#sleepers.push({ thread, alarm: until === null ? null : this.#host.world.at(until, "timer", ring) });
  }

  /** Wakes up to `count`: each makes its call anew. Those it woke. */
  wake(count: number): ThreadRecord[] {
    const woken: ThreadRecord[] = [];
    for (; woken.length < count && this.#sleepers.length > 0; woken.push(this.#next()));
    for (const thread of woken) this.#host.wake(thread);
    return woken;
  }

  /** Takes one out, to be answered by the caller with `host.answer`; null when nobody sleeps. */
  hand(): ThreadRecord | null {
    return this.#sleepers.length === 0 ? null : this.#next();
  }

  #next(): ThreadRecord {
    let best = this.#sleepers[0]!.thread;
    for (const { thread } of this.#sleepers)
      if (thread.task.effectivePriority > best.task.effectivePriority) best = thread;
    this.#remove(best);
    return best;
  }

  #remove(thread: ThreadRecord): void {
    this.#sleepers.find((one) => one.thread === thread)?.alarm?.cancel();
    this.#sleepers = this.#sleepers.filter((one) => one.thread !== thread);
  }
}
