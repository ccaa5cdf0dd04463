/**
 * Where everything lies in a state. A state is a stretch of integers, so that copying one is copying memory: first the cells, then
 * the synchronisation objects, the budget of spurious wake-ups, the number of threads so far, one record a thread, and under TSO
 * and PSO one store buffer a thread. Offsets are from the beginning of the state.
 */
import type { MemoryModel, Program } from "./program.ts";
import { op, width } from "./program.ts";

/** Offsets in the record of a thread. Its registers follow. */
export const slot = { pc: 0, status: 1, touch: 2, touch2: 3, target: 4, result: 5, returned: 6, failure: 7 } as const;
export const registersAt = 8;

/** What a thread is doing. */
export const status = {
  /** It stands before a visible step. */
  ready: 0,
  /** In the queue of a condition variable. */
  waiting: 1,
  /** Signalled: it must take the mutex again. */
  woken: 2,
  ended: 3,
  /** An assertion of its own failed, or it did what cannot be done. */
  failed: 4,
  /** Not spawned yet. */
  absent: 5,
  /** At a barrier that has not opened. */
  arrived: 6,
} as const;

/** Why a thread failed, other than by an assertion (those are the messages of the program, from 1 up). */
export const failure = {
  range: -1,
  index: -2,
  zero: -3,
  threads: -4,
  waitsWithoutLock: -5,
  runaway: -6,
  thread: -7,
  kind: -8,
} as const;

/** Stores that a buffer holds at most; a thread whose buffer is full waits for a flush. */
const mostBuffered = 8;

export interface Layout {
  readonly size: number;
  readonly cells: number;
  readonly threads: number;
  /** By object: where its integers begin. */
  readonly objectAt: Int32Array;
  readonly budgetAt: number;
  readonly startedAt: number;
  readonly threadsAt: number;
  readonly threadSize: number;
  readonly buffersAt: number;
  readonly bufferSize: number;
  readonly bufferStores: number;
  /** Numbers of things that steps touch: the cells, then the objects, then these. */
  readonly budgetThing: number;
  readonly spawnThing: number;
  readonly bufferThing: number;
  /** Who can make a step: the threads, then (TSO) a flusher a thread or (PSO) a flusher a thread and cell. */
  readonly actors: number;
}

export function layoutOf(program: Program, model: MemoryModel): Layout {
  const cells = program.cells.length;
  const threads = program.threads.length + program.spawnable;
  const objectAt = new Int32Array(program.objects.length);
  let at = cells;
  program.objects.forEach(({ kind }, number) => {
    objectAt[number] = at;
    // A mutex and a semaphore are one number; a condition a queue; a read-write lock its writer and readers; a barrier
    // how many have arrived, and how often it has opened.
    at += kind === "condition" ? 1 + threads : kind === "rwlock" || kind === "barrier" ? 2 : 1;
  });
  const budgetAt = at;
  const startedAt = at + 1;
  const threadsAt = at + 2;
  const threadSize = registersAt + program.registers;
  const buffersAt = threadsAt + threads * threadSize;
  const bufferStores = model === "sc" ? 0 : storesIn(program);
  const bufferSize = model === "sc" ? 0 : 1 + 2 * bufferStores;
  const budgetThing = cells + program.objects.length;
  return {
    size: buffersAt + threads * bufferSize,
    cells,
    threads,
    objectAt,
    budgetAt,
    startedAt,
    threadsAt,
    threadSize,
    buffersAt,
    bufferSize,
    bufferStores,
    budgetThing,
    spawnThing: budgetThing + 1,
    bufferThing: budgetThing + 2,
    actors: threads + (model === "sc" ? 0 : model === "tso" ? threads : threads * cells),
  };
}

/** How many stores a thread can have made without a step that empties its buffer: at most all that are written down. */
function storesIn(program: Program): number {
  let most = 1;
  program.entries.forEach(({ start }, number) => {
    const end = program.entries[number + 1]?.start ?? program.code.length;
    let stores = 0;
    for (let pc = start; pc < end; pc += width) {
      const code = program.code[pc]!;
      if (code === op.write) stores++;
      const jumps = code === op.jump || code === op.jumpIfZero || code === op.jumpIfSet;
      if (jumps && program.code[pc + 1]! <= pc && stores > 0) stores = mostBuffered; // a loop
    }
    most = Math.max(most, Math.min(stores, mostBuffered));
  });
  return most;
}
