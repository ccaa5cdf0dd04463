/**
 * Mutual exclusion: one owner at a time (POSIX pthread_mutex_t). Kinds differ in what happens when the owner locks again: "normal" waits
 * for itself for ever, "error-checking" answers EDEADLK, "recursive" counts. A release by anybody else is EPERM with every kind.
 *
 * Who gets it next: "all" wakes everybody and they compete again, so that it is the scheduler's choice, as exploring wants it; "one"
 * wakes the first, and somebody who comes meanwhile may be faster, as with futexes; "hand-over" makes the first the owner at once.
 * With the protocol "inherit" the owner has the priority of the most urgent who waits (PTHREAD_PRIO_INHERIT; Sha, Rajkumar, Lehoczky 1990).
 */
import type { Host } from "../host.ts";
import type { ThreadRecord } from "../thread.ts";
import { FutexQueue } from "./futex.ts";

export interface MutexOptions {
  readonly kind?: "normal" | "error-checking" | "recursive";
  readonly next?: "all" | "one" | "hand-over";
  readonly protocol?: "none" | "inherit";
}

export class Mutex {
  readonly name: string;
  readonly options: Required<MutexOptions>;
  readonly waiting: FutexQueue;
  readonly #host: Host;
  #holder: ThreadRecord | null = null;
  /** How often a recursive one is locked beyond the first time. */
  #again = 0;

  constructor(host: Host, name: string, options: MutexOptions) {
    this.name = name;
    this.options = { kind: "normal", next: host.dispatcher.takesTime ? "one" : "all", protocol: "none", ...options };
    this.waiting = new FutexQueue(host);
    this.#host = host;
  }

  get owner(): number | null {
    return this.#holder?.id ?? null;
  }

  get holder(): ThreadRecord | null {
    return this.#holder;
  }

  /** Takes it if that can be done at once: true; "EDEADLK" for the owner of an error-checking one; false where one would have to wait. */
  try(thread: ThreadRecord): boolean | "EDEADLK" {
    if (this.#holder === null) {
      this.#take(thread);
      return true;
    }
    if (this.#holder !== thread || this.options.kind === "normal") return false;
    if (this.options.kind === "error-checking") return "EDEADLK";
    this.#again++;
    this.#host.log(thread, { kind: "lock.taken", thread: thread.id, lock: this.name });
    return true;
  }

  /** False, and nothing else, when `thread` is not the owner. */
  release(thread: ThreadRecord): boolean {
    if (this.#holder !== thread) return false;
    this.#host.log(thread, { kind: "lock.released", thread: thread.id, lock: this.name });
    if (this.#again > 0) {
      this.#again--;
      return true;
    }
    this.#holder = null;
    this.#host.sync.onReleased(thread, this);
    if (this.options.next === "hand-over") {
      const next = this.waiting.hand();
      if (next !== null) {
        this.#host.answer(next, undefined, () => this.#take(next));
      }
    } else this.waiting.wake(this.options.next === "all" ? this.waiting.length : 1);
    return true;
  }

  #take(thread: ThreadRecord): void {
    this.#holder = thread;
    this.#host.log(thread, { kind: "lock.taken", thread: thread.id, lock: this.name });
    this.#host.sync.onTaken(thread, this);
  }
}
