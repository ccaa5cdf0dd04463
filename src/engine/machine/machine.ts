/**
 * The small machine: runs a thread program one visible step at a time. States lie in an Int32Array that the caller owns, at an
 * offset, so that a search keeps as many as it likes and going back costs nothing. A thread always stands *before* its next
 * visible step with all operands worked out, so the machine can say of every thread what it is about to do and whether it can.
 *
 * Memory is sequentially consistent, or has store buffers (TSO, PSO): a plain write goes into the thread's buffer, and flushing
 * its oldest entry is a step of an actor of its own. Numbers are whole, of 32 bits; leaving them fails the thread.
 */
import { Interpreter } from "./interpreter.ts";
import { failure, registersAt, slot, status } from "./layout.ts";
import { op } from "./program.ts";

/** No thing is touched. */
export const untouched = -1;

export class Machine extends Interpreter {
  /** What the last step woke: a thread, `everybody` that waits, or `nobody`. */
  woke = nobody;
  /** The last step wrote to what it touched (a failed compare-and-swap does not). */
  wrote = false;

  /** Puts the first state at `base`: every thread before its first visible step. */
  begin(S: Int32Array, base: number, spurious = 0): void {
    const { layout, program } = this;
    S.fill(0, base, base + layout.size);
    program.cells.forEach(({ initial }, cell) => {
      S[base + cell] = initial;
    });
    program.objects.forEach(({ kind, initial }, number) => {
      if (kind === "semaphore") S[base + layout.objectAt[number]!] = initial;
    });
    S[base + layout.budgetAt] = spurious;
    S[base + layout.startedAt] = program.threads.length;
    for (let t = 0; t < layout.threads; t++) S[this.thread(base, t) + slot.status] = status.absent;
    program.threads.forEach(({ entry, arguments: given }, t) => {
      given.forEach((value, at) => {
        S[this.thread(base, t) + registersAt + at] = value;
      });
      this.advance(S, base, t, program.entries[entry]!.start);
    });
  }

  /** Whether the actor can make its step now. */
  enabled(S: Int32Array, base: number, actor: number): boolean {
    const { layout } = this;
    if (actor >= layout.threads) return this.#oldest(S, base, actor) >= 0;
    const at = this.thread(base, actor);
    switch (S[at + slot.status]) {
      case status.ready:
        return this.#canGo(S, base, actor, at);
      case status.waiting:
        return S[base + layout.budgetAt]! > 0;
      case status.woken:
        return S[base + this.objectAt(S[at + slot.touch2]! >> 1)] === 0;
      case status.arrived:
        return S[base + this.objectAt(S[at + slot.touch]! >> 1) + 1] !== S[at + slot.target];
      default:
        return false;
    }
  }

  #canGo(S: Int32Array, base: number, actor: number, at: number): boolean {
    const code = this.program.code[S[at + slot.pc]!]!;
    if (code === op.read) return true;
    const { layout } = this;
    if (layout.bufferSize > 0) {
      const stores = S[this.buffer(base, actor)]!;
      if (code === op.write) return stores < layout.bufferStores;
      if (code !== op.until && stores > 0) return false;
    }
    switch (code) {
      case op.lock:
        return S[base + this.objectAt(S[at + slot.touch]! >> 1)] === 0;
      case op.down:
        return S[base + this.objectAt(S[at + slot.touch]! >> 1)]! > 0;
      case op.until:
        return this.comparison(S, at, this.load(S, base, actor, S[at + slot.target]!));
      case op.lockRead:
        return S[base + this.objectAt(S[at + slot.touch]! >> 1)] === 0;
      case op.lockWrite: {
        const lock = base + this.objectAt(S[at + slot.touch]! >> 1);
        return S[lock] === 0 && S[lock + 1] === 0;
      }
      case op.join: {
        const other = S[this.thread(base, S[at + slot.target]!) + slot.status];
        return other === status.ended || other === status.failed;
      }
      default:
        return true;
    }
  }

  /** The first thing that the actor's step touches, times two, plus one when it writes to it; `untouched` when none. */
  touch(S: Int32Array, base: number, actor: number): number {
    const { layout } = this;
    if (actor >= layout.threads) return this.flushedCell(S, base, actor) * 2 + 1;
    const at = this.thread(base, actor);
    const touch = S[at + slot.touch]!;
    switch (S[at + slot.status]) {
      case status.waiting:
        return touch;
      case status.woken:
        return S[at + slot.touch2]!;
      case status.arrived:
        return touch & ~1;
    }
    const code = this.program.code[S[at + slot.pc]!]!;
    if (code === op.cas) {
      const expected = this.operand(S, at, this.program.code[S[at + slot.pc]! + 5]!);
      return S[base + (touch >> 1)] === expected ? touch | 1 : touch & ~1;
    }
    if (layout.bufferSize > 0 && (code === op.read || code === op.until)) {
      const cell = S[at + slot.target]!;
      if (this.buffered(S, base, actor, cell) >= 0) return this.#bufferThing(actor, cell) * 2;
    }
    return touch;
  }

  /** A second thing that the step touches, as `touch`. */
  touch2(S: Int32Array, base: number, actor: number): number {
    const { layout } = this;
    if (actor >= layout.threads)
      return this.#bufferThing(this.ownerOf(actor), this.flushedCell(S, base, actor)) * 2 + 1;
    const at = this.thread(base, actor);
    const now = S[at + slot.status];
    if (now === status.waiting) return layout.budgetThing * 2 + 1;
    return now === status.woken ? untouched : S[at + slot.touch2]!;
  }

  /** The thread whose store buffer the actor flushes, or the thread that it is. */
  ownerOf(actor: number): number {
    const { threads, cells } = this.layout;
    if (actor < threads) return actor;
    return this.model === "tso" ? actor - threads : Math.floor((actor - threads) / cells);
  }

  /** Every thread has ended (or failed), and nothing is left to flush. */
  isOver(S: Int32Array, base: number): boolean {
    for (let t = 0; t < this.layout.threads; t++) {
      const now = S[this.thread(base, t) + slot.status];
      if (now !== status.ended && now !== status.failed && now !== status.absent) return false;
      if (this.layout.bufferSize > 0 && S[this.buffer(base, t)]! > 0) return false;
    }
    return true;
  }

  /** Makes the step of an actor that is enabled, and lets its thread run on to its next visible step. */
  step(S: Int32Array, base: number, actor: number): void {
    this.woke = nobody;
    this.wrote = true;
    if (actor >= this.layout.threads) {
      this.#flush(S, base, actor);
      return;
    }
    const at = this.thread(base, actor);
    switch (S[at + slot.status]) {
      case status.waiting: // a spurious wake-up
        S[base + this.layout.budgetAt]!--;
        this.#leaveQueue(S, base, S[at + slot.touch]! >> 1, actor);
        S[at + slot.status] = status.woken;
        return;
      case status.woken:
        S[base + this.objectAt(S[at + slot.touch2]! >> 1)] = actor + 1;
        this.advance(S, base, actor, S[at + slot.pc]! + 8);
        return;
      case status.arrived:
        this.wrote = false;
        this.advance(S, base, actor, S[at + slot.pc]! + 8);
        return;
    }
    this.#perform(S, base, actor, at);
  }

  #perform(S: Int32Array, base: number, actor: number, at: number): void {
    const { code } = this.program;
    const pc = S[at + slot.pc]!;
    const cell = S[at + slot.target]!;
    switch (code[pc]) {
      case op.read:
        this.wrote = false;
        S[at + registersAt + code[pc + 1]!] =
          this.layout.bufferSize === 0 ? S[base + cell]! : this.load(S, base, actor, cell);
        break;
      case op.until:
        this.wrote = false;
        break;
      case op.write: {
        const value = this.operand(S, at, code[pc + 1]!);
        if (this.layout.bufferSize === 0) S[base + cell] = value;
        else this.#store(S, base, actor, cell, value);
        break;
      }
      case op.fetchAdd: {
        const was = S[base + cell]!;
        const value = was + this.operand(S, at, code[pc + 5]!);
        if (value !== (value | 0)) {
          this.fail(S, at, pc, failure.range);
          return;
        }
        S[base + cell] = value;
        S[at + registersAt + code[pc + 1]!] = was;
        break;
      }
      case op.swap: {
        const was = S[base + cell]!;
        S[base + cell] = this.operand(S, at, code[pc + 5]!);
        S[at + registersAt + code[pc + 1]!] = was;
        break;
      }
      case op.cas: {
        this.wrote = S[base + cell] === this.operand(S, at, code[pc + 5]!);
        if (this.wrote) S[base + cell] = this.operand(S, at, code[pc + 6]!);
        S[at + registersAt + code[pc + 1]!] = this.wrote ? 1 : 0;
        break;
      }
      case op.join:
        S[at + registersAt + code[pc + 1]!] = S[this.thread(base, cell) + slot.result]!;
        break;
      case op.spawn:
        if (!this.#spawn(S, base, at, pc)) {
          this.fail(S, at, pc, failure.threads);
          return;
        }
        break;
      case op.fence:
        break;
      default:
        if (!this.#synchronise(S, base, actor, at, code[pc]!)) return;
    }
    this.advance(S, base, actor, pc + 8);
  }

  /** Operations on synchronisation objects. False when the thread does not go on to its next instruction. */
  #synchronise(S: Int32Array, base: number, actor: number, at: number, code: number): boolean {
    const object = base + this.objectAt(S[at + slot.touch]! >> 1);
    switch (code) {
      case op.lock:
      case op.lockWrite:
        S[object] = actor + 1;
        return true;
      case op.tryLock: {
        const free = S[object] === 0;
        if (free) S[object] = actor + 1;
        S[at + registersAt + this.program.code[S[at + slot.pc]! + 2]!] = free ? 1 : 0;
        return true;
      }
      case op.lockRead:
        S[object + 1]!++;
        return true;
      case op.unlock: // by who does not hold it, it changes nothing (POSIX: EPERM)
        if (S[object] === actor + 1) S[object] = 0;
        else if (this.kindOf(S[at + slot.touch]! >> 1) === "rwlock" && S[object + 1]! > 0) S[object + 1]!--;
        return true;
      case op.down:
        S[object]!--;
        return true;
      case op.up:
        S[object]!++;
        return true;
      case op.signal:
        if (S[object]! > 0) this.#wakeFirst(S, base, object);
        return true;
      case op.broadcast:
        if (S[object]! > 0) this.woke = everybody;
        while (S[object]! > 0) {
          const before = this.woke;
          this.#wakeFirst(S, base, object);
          this.woke = before;
        }
        return true;
      case op.wait: {
        const mutex = base + this.objectAt(S[at + slot.touch2]! >> 1);
        if (S[mutex] !== actor + 1) {
          this.fail(S, at, S[at + slot.pc]!, failure.waitsWithoutLock);
          return false;
        }
        S[mutex] = 0;
        S[object]!++;
        S[object + S[object]!] = actor;
        S[at + slot.status] = status.waiting;
        return false;
      }
      default: {
        // arrive: the last one opens the barrier and goes on at once
        const parties = this.program.objects[(S[at + slot.touch]! >> 1) - this.layout.cells]!.initial;
        S[object]!++;
        if (S[object]! >= parties) {
          S[object] = 0;
          S[object + 1]!++;
          this.woke = everybody;
          return true;
        }
        S[at + slot.target] = S[object + 1]!;
        S[at + slot.status] = status.arrived;
        return false;
      }
    }
  }

  #wakeFirst(S: Int32Array, base: number, queue: number): void {
    const thread = S[queue + 1]!;
    this.#shiftQueue(S, queue, 1);
    S[this.thread(base, thread) + slot.status] = status.woken;
    this.woke = thread;
  }

  #leaveQueue(S: Int32Array, base: number, thing: number, thread: number): void {
    const queue = base + this.objectAt(thing);
    for (let i = 1; i <= S[queue]!; i++)
      if (S[queue + i] === thread) {
        this.#shiftQueue(S, queue, i);
        return;
      }
  }

  #shiftQueue(S: Int32Array, queue: number, from: number): void {
    const last = S[queue]!;
    for (let i = from; i < last; i++) S[queue + i] = S[queue + i + 1]!;
    S[queue + last] = 0; // so that equal states are equal integers
    S[queue] = last - 1;
  }

  #spawn(S: Int32Array, base: number, at: number, pc: number): boolean {
    const { code, entries } = this.program;
    const { layout } = this;
    const number = S[base + layout.startedAt]!;
    if (number >= layout.threads) return false;
    S[base + layout.startedAt]!++;
    const child = this.thread(base, number);
    const first = code[pc + 3]!;
    for (let i = 0; i < code[pc + 4]!; i++) S[child + registersAt + i] = S[at + registersAt + first + i]!;
    S[at + registersAt + code[pc + 1]!] = number;
    this.woke = number;
    this.advance(S, base, number, entries[code[pc + 2]!]!.start);
    return true;
  }

  // Store buffers: how many stores, then a cell and a value for each, oldest first.

  #store(S: Int32Array, base: number, thread: number, cell: number, value: number): void {
    const buffer = this.buffer(base, thread);
    const stores = S[buffer]!;
    let at = stores;
    // Under PSO the order of stores to different cells means nothing, so they lie sorted by cell.
    if (this.model === "pso")
      for (; at > 0 && S[buffer + 1 + 2 * (at - 1)]! > cell; at--) {
        S[buffer + 1 + 2 * at] = S[buffer + 1 + 2 * (at - 1)]!;
        S[buffer + 2 + 2 * at] = S[buffer + 2 + 2 * (at - 1)]!;
      }
    S[buffer + 1 + 2 * at] = cell;
    S[buffer + 2 + 2 * at] = value;
    S[buffer] = stores + 1;
  }

  /** Where in its buffer the entry is that the flusher would flush; -1 when there is none. */
  #oldest(S: Int32Array, base: number, actor: number): number {
    const buffer = this.buffer(base, this.ownerOf(actor));
    const stores = S[buffer]!;
    if (this.model === "tso") return stores > 0 ? 0 : -1;
    const cell = (actor - this.layout.threads) % this.layout.cells;
    for (let i = 0; i < stores; i++) if (S[buffer + 1 + 2 * i] === cell) return i;
    return -1;
  }

  /** The cell that a flusher writes to next. */
  flushedCell(S: Int32Array, base: number, actor: number): number {
    if (this.model === "pso") return (actor - this.layout.threads) % this.layout.cells;
    return S[this.buffer(base, this.ownerOf(actor)) + 1]!;
  }

  #flush(S: Int32Array, base: number, actor: number): void {
    const buffer = this.buffer(base, this.ownerOf(actor));
    const entry = this.#oldest(S, base, actor);
    const last = S[buffer]! - 1;
    S[base + S[buffer + 1 + 2 * entry]!] = S[buffer + 2 + 2 * entry]!;
    for (let i = 2 * entry; i < 2 * last; i++) S[buffer + 1 + i] = S[buffer + 3 + i]!;
    S[buffer + 1 + 2 * last] = 0;
    S[buffer + 2 + 2 * last] = 0;
    S[buffer] = last;
  }

  #bufferThing(thread: number, cell: number): number {
    return this.layout.bufferThing + thread * this.layout.cells + cell;
  }
}

export const nobody = -1;
export const everybody = -2;
