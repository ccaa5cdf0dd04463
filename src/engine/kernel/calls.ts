/**
 * What the kernel does for each call. A handler answers at once, or says that the thread waits ("blocked": the kernel answers
 * later, or the call is made again when it wakes) or that it keeps the CPU for a while ("computes").
 */
import { assert } from "../base/assert.ts";
import { after, type Duration, type Instant } from "../base/time.ts";
import { lineBytes, pageBytes } from "./cpu/hardware.ts";
import { instructionCalls } from "./cpu/instructions.ts";
import { canLock, fileCalls } from "./files/file-calls.ts";
import type { Host } from "./host.ts";
import { memoryCalls } from "./memory/memory-calls.ts";
import { close, socketCalls } from "./net/socket-calls.ts";
import { spawn } from "./process/begin.ts";
import { hasToHandle, interrupted } from "./process/delivery.ts";
import { hasZombie, processCalls } from "./process/process-calls.ts";
import { leastNice, mostNice } from "./scheduler/task.ts";
import { syncCalls } from "./sync/sync-calls.ts";
import type { Call, Calls, ThreadRecord } from "./thread.ts";

export type Reply<T> =
  /** `yields`: the caller goes to the tail of the run queue. */
  { readonly answer: T; readonly yields?: true } | { readonly blocked: true } | { readonly computes: Duration };

export type Handlers = {
  readonly [N in keyof Calls]: (host: Host, thread: ThreadRecord, args: Calls[N][0]) => Reply<Calls[N][1]>;
};

export const handlers: Handlers = {
  ...socketCalls,
  ...fileCalls,
  ...memoryCalls,
  ...processCalls,
  ...instructionCalls,
  ...syncCalls,

  close: (host, thread, { fd }) => close(host, thread, fd),

  compute: (_host, _thread, { for: duration }) => ({ computes: duration }),

  sleep: (host, thread, { for: duration }) => waitUntil(host, thread, "time", after(host.world.now, duration)),
  io: (host, thread, { for: duration }) => waitUntil(host, thread, "device", after(host.world.now, duration)),

  yield: () => ({ answer: undefined, yields: true }),

  nice(host, thread, { nice }) {
    thread.task.nice = Math.max(leastNice, Math.min(mostNice, nice));
    host.reprioritise(thread);
    return { answer: thread.task.nice };
  },

  setPriority(host, thread, { priority }) {
    thread.task.priority = priority;
    host.reprioritise(thread);
    return { answer: undefined };
  },

  spawn: (host, thread, { name, body, options }) => ({ answer: spawn(host, thread, name, body, options) }),

  join(host, thread, { thread: other }) {
    if (other < 0) return { answer: null }; // what spawn answered when there was no room
    const target = host.thread(other);
    if (target.state === "ended") return { answer: target.result };
    host.block(thread, { what: "thread", thread: other });
    host.whenEnded(other, () => host.answer(thread, target.result));
    return { blocked: true };
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

  setRegister(host, thread, { register, value }) {
    registersOf(host, thread, register)[register] = value;
    return { answer: value };
  },

  addToRegister(host, thread, { register, add }) {
    const registers = registersOf(host, thread, register);
    registers[register] = registers[register]! + add;
    return { answer: registers[register] };
  },

  access(host, thread, { address }) {
    const cpu = host.dispatcher.cpuOf(thread);
    if (cpu === null) return { answer: undefined };
    const { tlb, cache } = cpu.hardware;
    const page = Math.floor(address / pageBytes);
    const line = Math.floor(address / lineBytes);
    if (tlb !== null && !tlb.use(`${thread.process.space.id}:${page}`))
      host.log(thread, { kind: "tlb.miss", cpu: cpu.number, thread: thread.id, page });
    if (cache !== null && !cache.use(line))
      host.log(thread, { kind: "cache.miss", cpu: cpu.number, thread: thread.id, line });
    return { answer: undefined };
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

function waitUntil(host: Host, thread: ThreadRecord, what: "time" | "device", until: Instant): Reply<void> {
  if (hasToHandle(thread)) return { answer: interrupted as never }; // a signal came just before
  host.block(thread, { what, until });
  const alarm = host.world.at(until, "timer", () => host.answer(thread, undefined));
  thread.interrupt = () => alarm.cancel();
  return { blocked: true };
}

function registersOf(host: Host, thread: ThreadRecord, register: number): number[] {
  const registers = host.dispatcher.cpuOf(thread)?.hardware.registers;
  assert(registers && register in registers, () => `${host.name} has no register r${register}`);
  return registers;
}

/** Steps that the CPU does by itself, without entering the kernel; a lock enters it only if it must wait. */
export const isInstruction = (call: Call): boolean => instructions.has(call.name);

const instructions: ReadonlySet<Call["name"]> = new Set<Call["name"]>([
  "compute",
  "lock",
  "tryLock",
  "unlock",
  "down",
  "up",
  "conditionWait",
  "signal",
  "readLock",
  "writeLock",
  "readWriteUnlock",
  "arrive",
  "read",
  "write",
  "fetchAdd",
  "swap",
  "compareAndSwap",
  "load",
  "store",
  "loadBytes",
  "storeBytes",
  "stack",
  "getenv",
  "setenv",
  "setRegister",
  "addToRegister",
  "access",
  "instruction",
]);

/**
 * Whether the thread would only join a wait queue if it made its call now. Such a thread does so before the next step is chosen, so that a
 * schedule consists of real steps only.
 */
export function wouldWait(host: Host, thread: ThreadRecord): boolean {
  const call = thread.call!;
  switch (call.name) {
    case "lock":
      return host.mutex(call.args.lock).owner !== null;
    case "flock":
      return !canLock(thread, call.args);
    case "waitpid":
      return !call.args.noHang && !hasZombie(thread.process, call.args.pid);
    default:
      return false;
  }
}
