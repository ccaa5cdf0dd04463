/**
 * What the kernel does for each call. A handler answers at once, or says that the thread waits ("blocked": the kernel answers
 * later, or the call is made again when it wakes) or that it keeps the CPU for a while ("busy").
 */
import { after, type Instant } from "../base/time.ts";
import type { Host } from "./host.ts";
import { socketCalls } from "./net/socket-calls.ts";
import type { Calls, ThreadRecord } from "./thread.ts";

export type Reply<T> = { readonly answer: T } | { readonly blocked: true } | { readonly busyUntil: Instant };

export type Handlers = {
  readonly [N in keyof Calls]: (host: Host, thread: ThreadRecord, args: Calls[N][0]) => Reply<Calls[N][1]>;
};

export const handlers: Handlers = {
  ...socketCalls,

  compute(host, thread, { for: duration }) {
    const until = after(host.world.now, duration);
    host.log(thread, { kind: "thread.computes", thread: thread.id, cpu: 0, until });
    return { busyUntil: until };
  },

  sleep(host, thread, { for: duration }) {
    const until = after(host.world.now, duration);
    host.block(thread, { what: "time", until });
    host.world.at(until, "timer", () => host.answer(thread, undefined));
    return { blocked: true };
  },

  spawn: (host, _thread, { name, body }) => ({ answer: host.start(name, body) }),

  join(host, thread, { thread: other }) {
    const target = host.thread(other);
    if (target.state === "ended") return { answer: target.result };
    host.block(thread, { what: "thread", thread: other });
    host.whenEnded(other, () => host.answer(thread, target.result));
    return { blocked: true };
  },

  lock(host, thread, { lock }) {
    const mutex = host.mutex(lock);
    if (mutex.owner !== null) {
      mutex.wait(thread.id);
      host.block(thread, { what: "lock", lock, owner: mutex.owner });
      return { blocked: true };
    }
    mutex.take(thread.id);
    host.log(thread, { kind: "lock.taken", thread: thread.id, lock });
    return { answer: undefined };
  },

  unlock(host, thread, { lock }) {
    const woken = host.mutex(lock).release(thread.id);
    if (woken === null) {
      host.log(thread, { kind: "lock.refused", thread: thread.id, lock, error: "EPERM" });
      return { answer: "EPERM" };
    }
    host.log(thread, { kind: "lock.released", thread: thread.id, lock });
    for (const id of woken) host.wake(host.thread(id)); // each is woken by this release
    return { answer: undefined };
  },

  read(host, thread, { cell }) {
    const value = host.memory.read(cell);
    host.log(thread, { kind: "cell.read", thread: thread.id, cell, value });
    return { answer: value };
  },

  write(host, thread, { cell, value }) {
    const was = host.memory.write(cell, value);
    host.log(thread, { kind: "cell.written", thread: thread.id, cell, was, value });
    return { answer: undefined };
  },

  fetchAdd(host, thread, { cell, add }) {
    const was = host.memory.read(cell);
    const value = was + add;
    host.memory.write(cell, value);
    host.log(thread, {
      kind: "cell.updated",
      thread: thread.id,
      cell,
      was,
      value,
      operation: "fetch-add",
      changed: true,
    });
    return { answer: was };
  },

  swap(host, thread, { cell, value }) {
    const was = host.memory.write(cell, value);
    host.log(thread, { kind: "cell.updated", thread: thread.id, cell, was, value, operation: "swap", changed: true });
    return { answer: was };
  },

  compareAndSwap(host, thread, { cell, expected, value }) {
    const was = host.memory.read(cell);
    const changed = was === expected;
    if (changed) host.memory.write(cell, value);
    host.log(thread, {
      kind: "cell.updated",
      thread: thread.id,
      cell,
      was,
      value: changed ? value : was,
      operation: "compare-and-swap",
      changed,
    });
    return { answer: changed };
  },
};
