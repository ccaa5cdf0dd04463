/**
 * The calls by which threads synchronise, typed and handled. A call that must wait puts its thread to sleep in a queue of `futex.ts`.
 * `until` is an instant, as in pthread_mutex_timedlock: a call that is made anew after a wake-up does not begin its wait again.
 */
import type { Instant } from "../../base/time.ts";
import type { ThreadId, WaitsFor } from "../../trace/happening.ts";
import type { Reply } from "../calls.ts";
import type { Host } from "../host.ts";
import type { ThreadRecord } from "../thread.ts";
import type { FutexQueue } from "./futex.ts";

/** Name -> [arguments, result]. */
export interface SyncCalls {
  /** Waits until the lock is free and takes it. */
  lock: [{ lock: string; until?: Instant }, undefined | "ETIMEDOUT" | "EDEADLK"];
  /** Takes the lock if that can be done at once. */
  tryLock: [{ lock: string }, undefined | "EBUSY" | "EDEADLK"];
  /** Releases a lock; EPERM, and nothing else, when the caller does not hold it. */
  unlock: [{ lock: string }, "EPERM" | undefined];

  /** Takes a permit, waits while there is none. */
  down: [{ semaphore: string; until?: Instant }, undefined | "ETIMEDOUT"];
  /** Gives a permit, whoever took it. */
  up: [{ semaphore: string }, undefined];

  /**
   * Releases the lock and sleeps, in one step; before it returns it takes the lock again. That a signal came says nothing about what is
   * so when it returns (Mesa semantics). ETIMEDOUT when `until` came first; EPERM when the caller does not hold the lock.
   */
  conditionWait: [{ condition: string; lock: string; until?: Instant }, undefined | "ETIMEDOUT" | "EPERM"];
  /** Wakes one who waits, or everybody; a signal that nobody waits for is lost. How many it woke. */
  signal: [{ condition: string; everybody?: boolean }, number];

  readLock: [{ rwlock: string; until?: Instant }, undefined | "ETIMEDOUT"];
  writeLock: [{ rwlock: string; until?: Instant }, undefined | "ETIMEDOUT"];
  readWriteUnlock: [{ rwlock: string }, "EPERM" | undefined];

  /** Waits until all parties are there; the barrier is ready for the next round then. True for the one who came last. */
  arrive: [{ barrier: string }, boolean];

  /** Sleeps if the cell still holds `expected`, checked and done in one step; EAGAIN if it does not. */
  futexWait: [{ cell: string; expected: number; until?: Instant }, undefined | "EAGAIN" | "ETIMEDOUT"];
  /** Wakes up to `count` who sleep at the cell; how many. */
  futexWake: [{ cell: string; count: number }, number];
}

type Handler<N extends keyof SyncCalls> = (
  host: Host,
  thread: ThreadRecord,
  args: SyncCalls[N][0],
) => Reply<SyncCalls[N][1]>;

const done = { answer: undefined } as const;
const blocked = { blocked: true } as const;

const isLate = (host: Host, until: Instant | undefined): boolean => until !== undefined && until <= host.world.now;

export const syncCalls: { readonly [N in keyof SyncCalls]: Handler<N> } = {
  lock(host, thread, { lock, until }) {
    const mutex = host.mutex(lock);
    const taken = mutex.try(thread);
    if (taken === "EDEADLK") return { answer: taken };
    if (taken) return done;
    if (isLate(host, until)) return { answer: "ETIMEDOUT" };
    host.sync.waitForMutex(thread, mutex, until ?? null);
    return blocked;
  },

  tryLock(host, thread, { lock }) {
    const taken = host.mutex(lock).try(thread);
    if (taken === false) host.log(thread, { kind: "lock.busy", thread: thread.id, lock });
    return taken === true ? done : { answer: taken === false ? "EBUSY" : taken };
  },

  unlock(host, thread, { lock }) {
    if (host.mutex(lock).release(thread)) return done;
    host.log(thread, { kind: "lock.refused", thread: thread.id, lock, error: "EPERM" });
    return { answer: "EPERM" };
  },

  down(host, thread, { semaphore: name, until }) {
    const semaphore = host.sync.semaphore(name);
    if (semaphore.try(thread)) return done;
    return sleep(host, thread, semaphore.waiting, { what: "semaphore", name }, until);
  },

  up(host, thread, { semaphore }) {
    host.sync.semaphore(semaphore).up(thread);
    return done;
  },

  conditionWait(host, thread, { condition, lock, until }) {
    const mutex = host.mutex(lock);
    if (thread.reacquires !== null) {
      // It slept and was woken: now it wants its lock back, whatever that takes.
      if (!mutex.try(thread)) {
        host.sync.waitForMutex(thread, mutex, null);
        return blocked;
      }
      const { answer } = thread.reacquires;
      thread.reacquires = null;
      return { answer };
    }
    const queue = host.sync.condition(condition);
    if (mutex.holder !== thread) return { answer: "EPERM" };
    host.log(thread, { kind: "condition.wait", thread: thread.id, condition, lock });
    mutex.release(thread);
    thread.reacquires = { answer: undefined };
    queue.sleepToRetry(thread, { what: "condition", name: condition }, until ?? null, () => {
      thread.reacquires = { answer: "ETIMEDOUT" };
    });
    return blocked;
  },

  signal(host, thread, { condition, everybody = false }) {
    const queue = host.sync.condition(condition);
    const woken: ThreadId[] = queue.threads.slice(0, everybody ? queue.length : 1).map(({ id }) => id);
    host.log(thread, { kind: "condition.signal", thread: thread.id, condition, everybody, woken });
    return { answer: queue.wake(everybody ? queue.length : 1).length };
  },

  readLock(host, thread, { rwlock: name, until }) {
    const lock = host.sync.rwlock(name);
    if (lock.tryRead(thread)) return done;
    return sleep(host, thread, lock.waitingReaders, { what: "rwlock", name, mode: "read" }, until);
  },

  writeLock(host, thread, { rwlock: name, until }) {
    const lock = host.sync.rwlock(name);
    if (lock.tryWrite(thread)) return done;
    // Readers who waited for this writer may go in when it gives up.
    return sleep(host, thread, lock.waitingWriters, { what: "rwlock", name, mode: "write" }, until, () => lock.admit());
  },

  readWriteUnlock(host, thread, { rwlock }) {
    if (host.sync.rwlock(rwlock).release(thread)) return done;
    host.log(thread, { kind: "lock.refused", thread: thread.id, lock: rwlock, error: "EPERM" });
    return { answer: "EPERM" };
  },

  arrive(host, thread, { barrier: name }) {
    const { waiting, parties } = host.sync.barrier(name);
    const arrived = waiting.length + 1;
    const opened = arrived === parties;
    host.log(thread, { kind: "barrier.arrived", thread: thread.id, barrier: name, arrived, opened });
    if (!opened) {
      waiting.sleep(thread, { what: "barrier", name });
      return blocked;
    }
    for (let next = waiting.hand(); next !== null; next = waiting.hand()) host.answer(next, false);
    return { answer: true };
  },

  futexWait(host, thread, { cell, expected, until }) {
    if (host.memory.read(cell) !== expected) return { answer: "EAGAIN" };
    if (isLate(host, until)) return { answer: "ETIMEDOUT" };
    host.sync.futex(cell).sleep(thread, { what: "cell", name: cell }, until ?? null);
    return blocked;
  },

  futexWake(host, _thread, { cell, count }) {
    const queue = host.sync.futex(cell);
    let woken = 0;
    for (; woken < count; woken++) {
      const next = queue.hand();
      if (next === null) break;
      host.answer(next, undefined);
    }
    return { answer: woken };
  },
};

/** Sleeps until somebody answers, or until it is too late. */
function sleep(
  host: Host,
  thread: ThreadRecord,
  queue: FutexQueue,
  on: WaitsFor,
  until: Instant | undefined,
  late?: () => void,
): Reply<undefined | "ETIMEDOUT"> {
  if (isLate(host, until)) return { answer: "ETIMEDOUT" };
  queue.sleep(thread, on, until ?? null, late);
  return blocked;
}
