/**
 * A compiled thread program: integer code, and what its integers mean. Written by `language/`, run by `machine.ts`. An instruction
 * takes eight integers: the operation and seven operands. An operand that is a value is a register of the thread when it is not
 * negative, and constant number `~operand` when it is. Instructions from `op.read` on are visible steps: between any two of them
 * another thread may run, and only there.
 */
import type { Formula } from "./formula.ts";

/** Integers an instruction takes. */
export const width = 8;

// biome-ignore format: a table
/** The operations; the comment says what the operands are. */
export const op = {
  move: 0,        // to, value
  add: 1,         // to, left, right; so for all arithmetic and comparisons
  subtract: 2,
  multiply: 3,
  divide: 4,      // rounded down, as Math.floor(a / b)
  truncate: 5,    // rounded towards zero, as Math.trunc(a / b)
  remainder: 6,
  and: 7,
  or: 8,
  xor: 9,
  shiftLeft: 10,
  shiftRight: 11,
  equal: 12,
  unequal: 13,
  less: 14,
  lessEqual: 15,
  min: 16,
  max: 17,
  jump: 18,       // target
  jumpIfZero: 19, // target, value
  jumpIfSet: 20,  // target, value
  localRead: 21,  // to, first register, index, length: an array of the thread's own
  localWrite: 22, // value, first register, index, length
  check: 23,      // value, message: the thread fails when the value is zero
  end: 24,        // value, 1; or 0, 0 when nothing is returned

  read: 32,       // to, cell, index, length: the cell is number `cell + index`
  write: 33,      // value, cell, index, length
  fetchAdd: 34,   // to, cell, index, length, add
  swap: 35,       // to, cell, index, length, value
  cas: 36,        // to, cell, index, length, expected, value
  until: 37,      // -, cell, index, length, value, comparison: one read, enabled only while the comparison is true
  fence: 38,
  lock: 39,       // object; so for the following ones
  unlock: 40,
  tryLock: 41,    // object, to
  down: 42,
  up: 43,
  wait: 44,       // condition, mutex
  signal: 45,
  broadcast: 46,
  lockRead: 47,
  lockWrite: 48,
  arrive: 49,     // barrier
  spawn: 50,      // to, entry, first register of the arguments, how many
  join: 51,       // to, thread
} as const;

export type SyncKind = "mutex" | "semaphore" | "condition" | "rwlock" | "barrier";

/** One cell of shared memory; an element of an array is a cell of its own, named "sum[0]". */
export interface Cell {
  readonly name: string;
  readonly initial: number;
  /**
   * Some operation on it is atomic (or an `until`), so all accesses to it are, as with an atomic variable of C++ or a volatile one
   * of Java: they order what stands before and after them, and do not race.
   */
  readonly atomic: boolean;
}

/** A shared variable as it is written: one cell or an array of them. */
export interface Variable {
  readonly name: string;
  /** The number of its first cell. */
  readonly cell: number;
  /** Null when it is no array. */
  readonly length: number | null;
}

export interface SyncObject {
  readonly name: string;
  readonly kind: SyncKind;
  /** Permits of a semaphore, parties of a barrier; 0 for others. */
  readonly initial: number;
}

/** A function that threads run, with all it calls written out in it. */
export interface Entry {
  readonly name: string;
  /** Where its code begins, in integers. */
  readonly start: number;
  readonly parameters: number;
}

export interface Place {
  /** From 1. */
  readonly line: number;
  /** Offsets in the source, in UTF-16 units. */
  readonly from: number;
  readonly to: number;
}

/** What is judged when all threads have ended. */
export interface FinalAssertion {
  readonly formula: Formula;
  readonly message: string;
  readonly place: Place;
}

export interface Program {
  readonly source: string;
  readonly code: Int32Array;
  readonly constants: Int32Array;
  /** By number of the instruction, which is its offset in `code` divided by `width`. */
  readonly places: readonly Place[];
  readonly cells: readonly Cell[];
  readonly variables: readonly Variable[];
  readonly objects: readonly SyncObject[];
  readonly entries: readonly Entry[];
  /** Registers that a thread needs. */
  readonly registers: number;
  /** The threads that `run` starts: which function, with which arguments. */
  readonly threads: readonly { readonly entry: number; readonly arguments: readonly number[] }[];
  /** How many threads may be spawned beside these. */
  readonly spawnable: number;
  /** Texts of assertions inside threads. */
  readonly messages: readonly string[];
  readonly assertions: readonly FinalAssertion[];
}

/** How memory behaves: sequentially consistent, or with a store buffer per thread (TSO: one queue; PSO: one queue per cell). */
export type MemoryModel = "sc" | "tso" | "pso";

/** The statement of an instruction, on one line. */
export function textOf(program: Program, pc: number): { line: number; text: string } {
  const place = program.places[pc / width]!;
  return { line: place.line, text: program.source.slice(place.from, place.to).replace(/\s+/g, " ").trim() };
}
