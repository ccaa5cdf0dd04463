/** The objects by which a host's threads synchronise, by name; and what can be said over all of them: priorities inherited, circles of waits. */
import { assert } from "../../base/assert.ts";
import type { Instant } from "../../base/time.ts";
import type { Host } from "../host.ts";
import type { ThreadRecord } from "../thread.ts";
import { FutexQueue } from "./futex.ts";
import { LockOrder } from "./lock-order.ts";
import { Mutex, type MutexOptions } from "./mutex.ts";
import { RwLock } from "./rwlock.ts";
import { Semaphore } from "./semaphore.ts";
import { waitCycle } from "./wait-for.ts";

export interface Barrier {
  readonly name: string;
  readonly parties: number;
  readonly waiting: FutexQueue;
}

export class Sync {
  readonly #host: Host;
  readonly #mutexes = new Map<string, Mutex>();
  readonly #semaphores = new Map<string, Semaphore>();
  readonly #rwlocks = new Map<string, RwLock>();
  readonly #barriers = new Map<string, Barrier>();
  readonly #conditions = new Map<string, FutexQueue>();
  readonly #futexes = new Map<string, FutexQueue>();
  readonly #order = new LockOrder();
  /** Mutexes that a thread holds, in the order of taking. */
  readonly #held = new Map<ThreadRecord, Mutex[]>();

  constructor(host: Host) {
    this.#host = host;
  }

  makeMutex(name: string, options: MutexOptions): void {
    put(this.#mutexes, name, new Mutex(this.#host, name, options));
  }
  makeSemaphore(name: string, count: number): void {
    put(this.#semaphores, name, new Semaphore(this.#host, name, count));
  }
  makeRwLock(name: string, prefers: "readers" | "writers"): void {
    put(this.#rwlocks, name, new RwLock(this.#host, name, prefers));
  }
  makeBarrier(name: string, parties: number): void {
    put(this.#barriers, name, { name, parties, waiting: new FutexQueue(this.#host) });
  }
  makeCondition(name: string): void {
    put(this.#conditions, name, new FutexQueue(this.#host));
  }

  mutex = (name: string): Mutex => get(this.#mutexes, name, "lock");
  semaphore = (name: string): Semaphore => get(this.#semaphores, name, "semaphore");
  rwlock = (name: string): RwLock => get(this.#rwlocks, name, "read-write lock");
  barrier = (name: string): Barrier => get(this.#barriers, name, "barrier");
  condition = (name: string): FutexQueue => get(this.#conditions, name, "condition");
  /** The sleepers at a cell; a cell where nobody ever slept has a queue too. */
  futex(cell: string): FutexQueue {
    const known = this.#futexes.get(cell);
    if (known) return known;
    const made = new FutexQueue(this.#host);
    this.#futexes.set(cell, made);
    return made;
  }

  /** Puts the thread to sleep at a mutex that it could not take, lends its priority, and looks whether it closed a circle. */
  waitForMutex(thread: ThreadRecord, mutex: Mutex, until: Instant | null): void {
    const owner = mutex.holder!;
    mutex.waiting.sleep(thread, { what: "lock", lock: mutex.name, owner: owner.id }, until, () => this.#inherit(owner));
    if (mutex.options.protocol === "inherit") this.#inherit(owner);
    if (!this.#host.dispatcher.takesTime) return; // where steps are explored, the end of the run tells
    const cycle = waitCycle(thread, (one) => this.#host.blockersOf(one).filter((other) => other.state === "blocked"));
    if (cycle.length > 0) this.#host.reportDeadlock(cycle);
  }

  onTaken(thread: ThreadRecord, mutex: Mutex): void {
    const held = this.#held.get(thread) ?? [];
    if (this.#host.dispatcher.takesTime)
      for (const other of held)
        if (this.#order.take(other.name, mutex.name))
          this.#host.log(thread, { kind: "lock.inverted", thread: thread.id, held: other.name, lock: mutex.name });
    held.push(mutex);
    this.#held.set(thread, held);
    if (mutex.options.protocol === "inherit") this.#inherit(thread);
  }

  onReleased(thread: ThreadRecord, mutex: Mutex): void {
    const held = this.#held.get(thread) ?? [];
    held.splice(held.lastIndexOf(mutex), 1);
    if (mutex.options.protocol === "inherit") this.#inherit(thread);
  }

  /** Works out anew what priority a thread has from those who wait for it, and hands it on to whom it waits for itself. */
  #inherit(thread: ThreadRecord): void {
    let most = Number.NEGATIVE_INFINITY;
    for (const { options, waiting } of this.#held.get(thread) ?? [])
      if (options.protocol === "inherit")
        for (const other of waiting.threads) most = Math.max(most, other.task.effectivePriority);
    if (most === thread.task.inherited) return;
    const before = thread.task.effectivePriority;
    thread.task.inherited = most;
    const after = thread.task.effectivePriority;
    if (before === after) return;
    this.#host.log(thread, { kind: "priority.changed", thread: thread.id, was: before, priority: after });
    if (thread.state === "ready" || thread.state === "running") this.#host.reprioritise(thread);
    for (const other of this.#host.blockersOf(thread)) if (other !== thread) this.#inherit(other);
  }
}

function put<T>(map: Map<string, T>, name: string, made: T): void {
  assert(!map.has(name), () => `a second lock named ${name}`);
  map.set(name, made);
}

function get<T>(map: ReadonlyMap<string, T>, name: string, what: string): T {
  const found = map.get(name);
  assert(found, () => `no ${what} named ${name}; there are: ${[...map.keys()].join(", ")}`);
  return found;
}
