/**
 * Mutual exclusion: one owner at a time, and a wait queue. A release wakes all who wait and they compete again (as futexes and
 * monitors do), so which of them takes the lock next is the scheduler's choice, not a rule of the lock.
 */
import { assert } from "../base/assert.ts";
import type { ThreadId } from "../trace/happening.ts";

export class Mutex {
  readonly name: string;
  owner: ThreadId | null = null;
  #waiting: ThreadId[] = [];

  constructor(name: string) {
    this.name = name;
  }

  take(thread: ThreadId): void {
    assert(this.owner === null, () => `thread ${thread} takes ${this.name}, which thread ${this.owner} holds`);
    this.owner = thread;
  }

  wait(thread: ThreadId): void {
    this.#waiting.push(thread);
  }

  /** Frees the lock and returns the threads to wake, in the order in which they came; null when `thread` is not the owner. */
  release(thread: ThreadId): ThreadId[] | null {
    if (this.owner !== thread) return null;
    this.owner = null;
    const woken = this.#waiting;
    this.#waiting = [];
    return woken;
  }
}
