/**
 * Who decides which thread runs. The host knows threads and what they wait for; a dispatcher gives them the CPU. There are two:
 * `steps.ts` makes one step of one thread at a time and asks the world who goes next, which is how interleavings are explored;
 * `cpus.ts` has CPUs, quanta and costs, which is how time is measured.
 */
import type { Cpu } from "../cpu/cpu.ts";
import type { ThreadRecord } from "../thread.ts";

export interface Dispatcher {
  /** Whether its CPUs take time; else it makes steps. */
  readonly takesTime: boolean;
  /** A new thread; its program has gone up to its first call (or to its end: `call` is null). */
  started(thread: ThreadRecord): void;
  /** A blocked thread has been answered, and its program has gone on to its next call or its end. */
  answered(thread: ThreadRecord): void;
  /** A blocked thread may make its call anew. */
  woken(thread: ThreadRecord): void;
  /** Told before a blocked thread is answered: something is going to be ready. */
  expect(): void;
  /** The thread is no more: it must not run any further, whether it runs, is ready or waits. */
  remove(thread: ThreadRecord): void;
  /** The CPU that the thread runs on; null when it does not run, or where CPUs are not told apart. */
  cpuOf(thread: ThreadRecord): Cpu | null;
  /** Its priority has changed while it was ready or running. */
  reprioritised(thread: ThreadRecord): void;
}
