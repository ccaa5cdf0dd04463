/**
 * The part of the machine between visible steps: arithmetic, jumps and local variables, which belong to one thread and cost no
 * step. It stops before the next visible instruction with its operands worked out, or when the thread ends or fails.
 */
import { failure, type Layout, layoutOf, registersAt, slot, status } from "./layout.ts";
import { type MemoryModel, op, type Program, type SyncKind } from "./program.ts";

/** Instructions that a thread may run without a visible step. */
const mostLocal = 100_000;

export class Interpreter {
  readonly program: Program;
  readonly model: MemoryModel;
  readonly layout: Layout;

  constructor(program: Program, model: MemoryModel) {
    this.program = program;
    this.model = model;
    this.layout = layoutOf(program, model);
  }

  /** Where the record of a thread begins. */
  thread(base: number, thread: number): number {
    return base + this.layout.threadsAt + thread * this.layout.threadSize;
  }

  buffer(base: number, thread: number): number {
    return base + this.layout.buffersAt + thread * this.layout.bufferSize;
  }

  /** Where in a state a synchronisation object lies, by the number of the thing. */
  objectAt(thing: number): number {
    return this.layout.objectAt[thing - this.layout.cells]!;
  }

  kindOf(thing: number): SyncKind {
    return this.program.objects[thing - this.layout.cells]!.kind;
  }

  /** The value of an operand: a register, or a constant. */
  operand(S: Int32Array, at: number, operand: number): number {
    return operand >= 0 ? S[at + registersAt + operand]! : this.program.constants[~operand]!;
  }

  /** Where in the thread's buffer the newest store to a cell is; -1 when there is none. */
  buffered(S: Int32Array, base: number, thread: number, cell: number): number {
    const buffer = this.buffer(base, thread);
    for (let i = S[buffer]! - 1; i >= 0; i--) if (S[buffer + 1 + 2 * i] === cell) return buffer + 2 + 2 * i;
    return -1;
  }

  /** What a thread sees in a cell: its own newest store that is still buffered, or memory. */
  load(S: Int32Array, base: number, thread: number, cell: number): number {
    const own = this.layout.bufferSize > 0 ? this.buffered(S, base, thread, cell) : -1;
    return own >= 0 ? S[own]! : S[base + cell]!;
  }

  /** Whether what an `until` waits for is so of this value. */
  comparison(S: Int32Array, at: number, value: number): boolean {
    const { code } = this.program;
    const pc = S[at + slot.pc]!;
    return compare(code[pc + 6]!, value, this.operand(S, at, code[pc + 5]!));
  }

  fail(S: Int32Array, at: number, pc: number, why: number): void {
    S[at + slot.pc] = pc;
    S[at + slot.status] = status.failed;
    S[at + slot.touch] = -1;
    S[at + slot.touch2] = -1;
    S[at + slot.failure] = why;
  }

  /** Runs a thread from `pc` up to its next visible step. */
  advance(S: Int32Array, base: number, thread: number, from: number): void {
    const { code } = this.program;
    const K = this.program.constants;
    const at = this.thread(base, thread);
    const R = at + registersAt;
    let pc = from;
    for (let left = mostLocal; left > 0; left--) {
      const operation = code[pc]!;
      if (operation >= op.read) {
        this.#stop(S, at, pc, operation);
        return;
      }
      const a = code[pc + 1]!;
      const b = code[pc + 2]!;
      const x = b >= 0 ? S[R + b]! : K[~b]!;
      if (operation === op.move) {
        S[R + a] = x;
        pc += 8;
        continue;
      }
      if (operation >= op.jump) {
        switch (operation) {
          case op.jump:
            pc = a;
            continue;
          case op.jumpIfZero:
            pc = x === 0 ? a : pc + 8;
            continue;
          case op.jumpIfSet:
            pc = x !== 0 ? a : pc + 8;
            continue;
          case op.localRead:
          case op.localWrite: {
            const index = this.operand(S, at, code[pc + 3]!);
            if (index < 0 || index >= code[pc + 4]!) {
              this.fail(S, at, pc, failure.index);
              return;
            }
            if (operation === op.localRead) S[R + a] = S[R + b + index]!;
            else S[R + b + index] = this.operand(S, at, a);
            pc += 8;
            continue;
          }
          case op.check:
            if (this.operand(S, at, a) === 0) {
              this.fail(S, at, pc, b + 1);
              return;
            }
            pc += 8;
            continue;
          default: // end
            S[at + slot.result] = b === 1 ? this.operand(S, at, a) : 0;
            S[at + slot.returned] = b;
            S[at + slot.pc] = pc;
            S[at + slot.status] = status.ended;
            S[at + slot.touch] = -1;
            S[at + slot.touch2] = -1;
            // What it knew is nobody's business any more: states that differ only in that are the same.
            S.fill(0, R, at + this.layout.threadSize);
            return;
        }
      }
      const c = code[pc + 3]!;
      const y = c >= 0 ? S[R + c]! : K[~c]!;
      if (y === 0 && operation >= op.divide && operation <= op.remainder) {
        this.fail(S, at, pc, failure.zero);
        return;
      }
      const value = calculate(operation, x, y);
      if (value !== (value | 0)) {
        this.fail(S, at, pc, failure.range);
        return;
      }
      S[R + a] = value;
      pc += 8;
    }
    this.fail(S, at, pc, failure.runaway);
  }

  /** Stops before a visible instruction and notes what it will touch. */
  #stop(S: Int32Array, at: number, pc: number, operation: number): void {
    const { code } = this.program;
    S[at + slot.pc] = pc;
    S[at + slot.status] = status.ready;
    S[at + slot.touch2] = -1;
    S[at + slot.target] = 0;
    if (operation <= op.until) {
      const index = this.operand(S, at, code[pc + 3]!);
      if (index < 0 || index >= code[pc + 4]!) {
        this.fail(S, at, pc, failure.index);
        return;
      }
      const cell = code[pc + 2]! + index;
      S[at + slot.target] = cell;
      const reads = operation === op.read || operation === op.until;
      const buffers = operation === op.write && this.layout.bufferSize > 0;
      S[at + slot.touch] = buffers ? -1 : cell * 2 + (reads ? 0 : 1);
      return;
    }
    switch (operation) {
      case op.fence:
        S[at + slot.touch] = -1;
        return;
      case op.spawn:
        S[at + slot.touch] = this.layout.spawnThing * 2 + 1;
        return;
      case op.join: {
        const other = this.operand(S, at, code[pc + 2]!);
        if (other < 0 || other >= this.layout.threads) {
          this.fail(S, at, pc, failure.thread);
          return;
        }
        S[at + slot.touch] = -1;
        S[at + slot.target] = other;
        return;
      }
      case op.wait: {
        const mutex = this.#object(S, at, pc, code[pc + 2]!, operation, "mutex");
        if (mutex < 0) return;
        S[at + slot.touch2] = mutex * 2 + 1;
      }
    }
    const object = this.#object(S, at, pc, code[pc + 1]!, operation, null);
    if (object >= 0) S[at + slot.touch] = object * 2 + 1;
  }

  /** The thing that an operand names, of a kind that the operation is for; -1, the thread having failed, when it is none. */
  #object(S: Int32Array, at: number, pc: number, operand: number, operation: number, kind: SyncKind | null): number {
    const number = this.operand(S, at, operand);
    const found = this.program.objects[number]?.kind;
    const fits = found !== undefined && (kind === null ? kindsFor[operation]!.includes(found) : found === kind);
    if (fits) return this.layout.cells + number;
    this.fail(S, at, pc, failure.kind);
    return -1;
  }
}

export const kindsFor: Readonly<Record<number, readonly SyncKind[]>> = {
  [op.lock]: ["mutex"],
  [op.unlock]: ["mutex", "rwlock"],
  [op.tryLock]: ["mutex"],
  [op.down]: ["semaphore"],
  [op.up]: ["semaphore"],
  [op.wait]: ["condition"],
  [op.signal]: ["condition"],
  [op.broadcast]: ["condition"],
  [op.lockRead]: ["rwlock"],
  [op.lockWrite]: ["rwlock"],
  [op.arrive]: ["barrier"],
};

/** Comparisons by the operations that make them; `~operation` is the opposite. */
export function compare(comparison: number, x: number, y: number): boolean {
  return comparison >= 0 ? calculate(comparison, x, y) !== 0 : calculate(~comparison, x, y) === 0;
}

function calculate(operation: number, x: number, y: number): number {
  switch (operation) {
    case op.add:
      return x + y;
    case op.subtract:
      return x - y;
    case op.multiply:
      return x * y;
    case op.divide:
      return Math.floor(x / y);
    case op.truncate:
      return Math.trunc(x / y);
    case op.remainder:
      return (x % y) | 0;
    case op.and:
      return x & y;
    case op.or:
      return x | y;
    case op.xor:
      return x ^ y;
    case op.shiftLeft:
      return x << y;
    case op.shiftRight:
      return x >> y;
    case op.equal:
      return x === y ? 1 : 0;
    case op.unequal:
      return x !== y ? 1 : 0;
    case op.less:
      return x < y ? 1 : 0;
    case op.lessEqual:
      return x <= y ? 1 : 0;
    case op.min:
      return x < y ? x : y;
    default:
      return x > y ? x : y;
  }
}
