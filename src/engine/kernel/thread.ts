/**
 * A thread is a generator that yields typed calls. One table types them all: a call without a handler (`calls.ts`) does not
 * compile. System calls are among them, and so are steps on shared memory: on a real machine those are instructions, not calls,
 * but here each is yielded, since between any two of them another thread may run.
 */
import type { Duration, Instant } from "../base/time.ts";
import type { EventId, ThreadId, WaitsFor } from "../trace/happening.ts";
import type { InstructionCalls } from "./cpu/instructions.ts";
import type { Errno } from "./errno.ts";
import type { Fd } from "./files/descriptors.ts";
import type { FileCalls } from "./files/file-calls.ts";
import type { MemoryCalls } from "./memory/memory-calls.ts";
import type { SocketCalls } from "./net/socket-calls.ts";
import type { ThreadOfProcess } from "./process/process.ts";
import type { ProcessCalls } from "./process/process-calls.ts";
import type { Task, TaskOptions } from "./scheduler/task.ts";
import type { SyncCalls } from "./sync/sync-calls.ts";

/** What a thread's body returns: its exit value, null for none. */
export type ThreadResult = number | null;

/** Name -> [arguments, result]. */
export interface Calls extends SocketCalls, FileCalls, MemoryCalls, ProcessCalls, InstructionCalls, SyncCalls {
  /** Uses the CPU for a while. */
  compute: [{ for: Duration }, void];
  /** Leaves the CPU until so much time has passed. */
  sleep: [{ for: Duration }, void];
  /** Waits for a device that takes so long: leaves the CPU, and uses none meanwhile. */
  io: [{ for: Duration }, void];
  /** Goes to the tail of the run queue. */
  yield: [Record<string, never>, void];
  /** Sets its own nice value, -20 to 19; beyond that the nearest of them. The new one. */
  nice: [{ nice: number }, number];
  /** Sets its own fixed priority; larger is more urgent. */
  setPriority: [{ priority: number }, void];
  /** Starts a thread of the same process. */
  spawn: [{ name: string; body: () => Thread<ThreadResult>; options?: TaskOptions }, ThreadId];
  /** Waits until a thread has ended; its result. */
  join: [{ thread: ThreadId }, ThreadResult];

  /** Frees a descriptor; what it referred to is closed with the last one that does. */
  close: [{ fd: Fd }, Errno | undefined];

  /** One shared read. */
  read: [{ cell: string }, number];
  /** One shared write. */
  write: [{ cell: string; value: number }, void];
  /** Adds in one indivisible step; the old value. */
  fetchAdd: [{ cell: string; add: number }, number];
  /** Exchanges in one indivisible step; the old value. */
  swap: [{ cell: string; value: number }, number];
  /** Loads a number into a register of the CPU that it runs on; the number. */
  setRegister: [{ register: number; value: number }, number];
  /** Adds to such a register; what it holds then. */
  addToRegister: [{ register: number; add: number }, number];
  /** Touches memory: looks its page up in the TLB and its line in the cache of the CPU that it runs on. */
  access: [{ address: number }, void];

  /** Writes `value` if the cell holds `expected`, in one indivisible step; whether it did. */
  compareAndSwap: [{ cell: string; expected: number; value: number }, boolean];
}

export type Call = { [N in keyof Calls]: { readonly name: N; readonly args: Calls[N][0] } }[keyof Calls];

/** A thread's body. */
export type Thread<T> = Generator<Call, T, unknown>;

/**
 * Makes one call: `const value = yield* sys("read", { cell: "count" })`. The one cast of the kernel is here: the kernel answers a
 * yielded call with the result that the table gives it. A one-shot iterator is 2.6 times faster than a nested generator.
 */
export function sys<N extends keyof Calls>(name: N, args: Calls[N][0]): Iterable<Call, Calls[N][1], unknown> {
  let asked = false;
  const call = { name, args } as unknown as Call;
  const iterator: Iterator<Call, Calls[N][1], unknown> = {
    next(answer) {
      if (asked) return { done: true, value: answer as Calls[N][1] };
      asked = true;
      return { done: false, value: call };
    },
  };
  return { [Symbol.iterator]: () => iterator };
}

/** What the kernel keeps of a thread: its thread control block. */
export interface ThreadRecord extends ThreadOfProcess {
  readonly id: ThreadId;
  readonly name: string;
  readonly body: Thread<ThreadResult>;
  state: "ready" | "running" | "blocked" | "ended";
  /** The call that it has made and that is not answered yet; null when it has ended. */
  call: Call | null;
  /** The latest event of this thread, the cause of its next. */
  latest: EventId | null;
  /** What it waits for; null when it does not. */
  waitsFor: WaitsFor | null;
  /** It does not wait for ever. */
  waitsTimed: boolean;
  /** It was woken from a condition, wants the lock back and is answered so then. */
  reacquires: { readonly answer: undefined | "ETIMEDOUT" } | null;
  /** Whether it waits for something that comes from outside the host: then it may wait for ever without being deadlocked. */
  waitsOutside: boolean;
  /** Its exit value once it has ended. */
  result: ThreadResult;

  /** What the scheduler keeps of it. */
  readonly task: Task;
  /** r0, r1, ... while it does not run, on CPUs that have them (`cpu/hardware.ts`); null before its first switch. */
  context: number[] | null;
  /** The run queue that it belongs to, where each CPU has one. */
  home: number | null;
  /** What is left of the CPU time of the call that it is in; null between two calls. */
  remaining: Duration | null;
  /** CPU time that it has used. */
  cpuTime: Duration;
  /** The system call that it is in; null in user mode. */
  inKernel: Call["name"] | null;
  /** Its call is to be made anew when it gets the CPU, rather than having been answered. */
  retries: boolean;
  /** How many steps it has made at this instant. */
  steps: number;
  stepsAt: Instant | null;
}
