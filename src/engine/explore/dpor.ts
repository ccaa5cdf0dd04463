/**
 * Optimal dynamic partial-order reduction: runs a thread program once for each Mazurkiewicz trace (runs that differ only in the order of
 * steps that do not depend on each other are one trace), with no redundant run, blocked or complete. After each complete run its
 * races are looked at, and for each that can be turned round, the shortest sequence that turns it is put into the wakeup tree of the
 * node before it, unless what was explored there already covers it [Abdulla, Aronis, Jonsson, Sagonas, POPL 2014 and JACM 2017].
 * Since states are a few integers, every node keeps its own: going back costs nothing and no prefix is ever run again.
 *
 * Two steps depend on each other when they are of one thread, touch the same cell and one writes, touch the same lock, semaphore,
 * condition or barrier, or one makes the other possible. Not for programs that go round in circles for ever.
 */

import { compare } from "../machine/interpreter.ts";
import { slot, status } from "../machine/layout.ts";
import { everybody, type Machine } from "../machine/machine.ts";
import { op } from "../machine/program.ts";
import { dependent, Sequence, WakeupTrees } from "./wakeup-tree.ts";

export interface DporOptions {
  readonly spurious?: number;
  /** Stop after so many executions. */
  readonly executions?: number;
  /** Stop when a run takes more steps than this. */
  readonly steps?: number;
  /** Called at the end of each execution: its final state lies in `states` at `base`; the actors of its steps in `schedule`. */
  readonly onEnd?: (states: Int32Array, base: number, schedule: Int32Array, length: number) => void;
  /** Called now and then with the executions so far; false ends the search. */
  readonly onProgress?: (executions: number) => boolean | undefined;
  /** Told once of each pair of plain accesses of one cell, one a write, that nothing but their own order puts in order. */
  readonly onRace?: (
    cell: number,
    accesses: readonly { readonly thread: number; readonly pc: number; readonly writes: boolean }[],
    schedule: Int32Array,
  ) => void;
}

export interface DporResult {
  readonly executions: number;
  /** Redundant runs that had to be given up: none, unless the search was told of dependences that are not there. */
  readonly blocked: number;
  readonly cutBy: "executions" | "steps" | "caller" | null;
}

export function dpor(machine: Machine, options: DporOptions = {}): DporResult {
  return new Search(machine, options).run();
}

class Search {
  readonly #machine: Machine;
  readonly #options: DporOptions;
  readonly #size: number;
  readonly #actorCount: number;
  readonly #trees = new WakeupTrees();
  readonly #sequence = new Sequence();
  #executions = 0;
  #blocked = 0;
  // By depth: the state before the step, and the step that is being explored from it.
  #depths = 64;
  /** Words of a set of steps. */
  #words = 2;
  #states: Int32Array;
  #actors: Int32Array;
  #touches: Int32Array;
  #touches2: Int32Array;
  /** The step before of the same actor; -1. */
  #previous: Int32Array;
  /** Which thread the step woke. */
  #woke: Int32Array;
  /** Where in the code it stands. */
  #pcs: Int32Array;
  /** Sets of the steps that happen before each step. */
  #before: Int32Array;
  /** Actors whose steps from here were explored, and are not to be taken before something that depends on them. */
  #sleepers: Int32Array;
  #asleep: Int32Array;
  /** First branch of the wakeup tree. */
  #tree: Int32Array;
  /** How many races there were before the step. */
  #racesBefore: Int32Array;
  /** The last step of each actor. */
  readonly #last: Int32Array;
  readonly #direct: Int32Array;
  // Races: the earlier step, the later one, and whether the earlier one is what woke the later one's thread.
  #raceCount = 0;
  #first: Int32Array = new Int32Array(256);
  #second: Int32Array = new Int32Array(256);
  #kind: Uint8Array = new Uint8Array(256);
  /** Turned round already; stays so until the later step is taken back. */
  #settled: Uint8Array = new Uint8Array(256);

  constructor(machine: Machine, options: DporOptions) {
    this.#machine = machine;
    this.#options = options;
    this.#size = machine.layout.size;
    this.#actorCount = machine.layout.actors;
    const depths = this.#depths;
    this.#states = new Int32Array((depths + 1) * this.#size);
    this.#actors = new Int32Array(depths + 1);
    this.#touches = new Int32Array(depths + 1);
    this.#touches2 = new Int32Array(depths + 1);
    this.#previous = new Int32Array(depths + 1);
    this.#woke = new Int32Array(depths + 1);
    this.#pcs = new Int32Array(depths + 1);
    this.#before = new Int32Array((depths + 1) * this.#words);
    this.#sleepers = new Int32Array((depths + 1) * this.#actorCount);
    this.#asleep = new Int32Array(depths + 1);
    this.#tree = new Int32Array(depths + 1);
    this.#racesBefore = new Int32Array(depths + 1);
    this.#last = new Int32Array(this.#actorCount).fill(-1);
    this.#direct = new Int32Array(4096);
  }

  run(): DporResult {
    const { executions: most = Number.POSITIVE_INFINITY, steps = 5000, onProgress } = this.#options;
    this.#machine.begin(this.#states, 0, this.#options.spurious ?? 0);
    const result = (cutBy: DporResult["cutBy"]): DporResult => ({
      executions: this.#executions,
      blocked: this.#blocked,
      cutBy,
    });
    let depth = 0;
    let fresh = true;
    for (;;) {
      let actor = -1;
      let below = 0;
      const branch = this.#tree[depth]!;
      if (branch !== 0) {
        actor = this.#trees.actor(branch);
        below = this.#trees.children(branch);
        this.#tree[depth] = this.#trees.sibling(branch);
        this.#trees.release(branch);
      } else if (fresh) actor = this.#choose(depth);
      if (actor >= 0) {
        if (depth >= steps) return result("steps");
        this.#take(depth, actor, below);
        depth++;
        fresh = true;
        continue;
      }
      if (fresh && this.#end(depth)) {
        if (this.#executions >= most) return result("executions");
        if ((this.#executions & 0x3ff) === 0 && onProgress?.(this.#executions) === false) return result("caller");
      }
      if (--depth < 0) return result(null);
      // All that begins with this step is explored: from now on, here, it sleeps.
      const done = this.#actors[depth]!;
      this.#last[done] = this.#previous[depth]!;
      this.#sleepers[depth * this.#actorCount + this.#asleep[depth]!++] = done;
      this.#raceCount = this.#racesBefore[depth]!;
      fresh = false;
    }
  }

  /** Who goes next where nothing says so: who went last, else the first who can and does not sleep; -1 when there is nobody. */
  #choose(depth: number): number {
    const base = depth * this.#size;
    const last = depth > 0 ? this.#actors[depth - 1]! : -1;
    if (last >= 0 && this.#machine.enabled(this.#states, base, last) && !this.#sleeps(depth, last)) return last;
    for (let actor = 0; actor < this.#actorCount; actor++)
      if (this.#machine.enabled(this.#states, base, actor) && !this.#sleeps(depth, actor)) return actor;
    return -1;
  }

  #sleeps(depth: number, actor: number): boolean {
    const from = depth * this.#actorCount;
    for (let i = from; i < from + this.#asleep[depth]!; i++) if (this.#sleepers[i] === actor) return true;
    return false;
  }

  #take(depth: number, actor: number, below: number): void {
    if (depth + 2 > this.#depths) this.#grow();
    const base = depth * this.#size;
    const next = base + this.#size;
    this.#describe(depth, actor);
    this.#racesBefore[depth] = this.#raceCount;
    this.#relate(depth);
    const S = this.#states;
    // A loop is the faster way to copy a small state, a call for a large one.
    if (this.#size > 64) S.copyWithin(next, base, next);
    else for (let i = base; i < next; i++) S[i + this.#size] = S[i]!;
    this.#machine.step(this.#states, next, actor);
    this.#woke[depth] = this.#machine.woke;
    this.#last[actor] = depth;
    this.#tree[depth + 1] = below;
    this.#wakeSleepers(depth);
  }

  /** Notes who makes the step and what it touches. */
  #describe(depth: number, actor: number): void {
    const base = depth * this.#size;
    this.#actors[depth] = actor;
    this.#touches[depth] = this.#machine.touch(this.#states, base, actor);
    this.#touches2[depth] = this.#machine.touch2(this.#states, base, actor);
    this.#previous[depth] = this.#last[actor]!;
    const { threads } = this.#machine.layout;
    this.#pcs[depth] = actor < threads ? this.#states[this.#machine.thread(base, actor) + slot.pc]! : -1;
  }

  /** Who sleeps after the step: those who slept before it and do not depend on it. */
  #wakeSleepers(depth: number): void {
    const from = depth * this.#actorCount;
    const to = from + this.#actorCount;
    let count = 0;
    for (let i = 0; i < this.#asleep[depth]!; i++) {
      const sleeper = this.#sleepers[from + i]!;
      const base = depth * this.#size;
      const touch = this.#machine.touch(this.#states, base, sleeper);
      const touch2 = this.#machine.touch2(this.#states, base, sleeper);
      if (!dependent(touch, touch2, this.#touches[depth]!, this.#touches2[depth]!))
        this.#sleepers[to + count++] = sleeper;
    }
    this.#asleep[depth + 1] = count;
  }

  // What happens before a step, and what races with it.

  #has(set: number, step: number): boolean {
    return (this.#before[set * this.#words + (step >> 5)]! & (1 << (step & 31))) !== 0;
  }

  /** Adds a step and all that happens before it to the set of another. */
  #addBefore(step: number, earlier: number): void {
    const to = step * this.#words;
    const from = earlier * this.#words;
    for (let i = 0; i < this.#words; i++) this.#before[to + i]! |= this.#before[from + i]!;
    this.#before[to + (earlier >> 5)]! |= 1 << (earlier & 31);
  }

  /** Works out what happens before the step at `depth` (made, or waited for), and notes its races that can be turned round. */
  #relate(depth: number): void {
    const actor = this.#actors[depth]!;
    const touch = this.#touches[depth]!;
    const touch2 = this.#touches2[depth]!;
    this.#before.fill(0, depth * this.#words, (depth + 1) * this.#words);
    const previous = this.#previous[depth]!;
    if (previous >= 0) this.#addBefore(depth, previous);
    const waits = this.#enabling(depth, actor);
    if (touch < 0 && touch2 < 0) return;
    // A step that can be waited for races with the nearest step of its thing before which it was possible, and which nothing but
    // that thing orders before it: for a lock, the last time it was taken.
    const direct = this.#direct;
    if (waits) for (let i = 0; i < this.#words; i++) direct[i] = this.#before[depth * this.#words + i]!;
    let found = false;
    for (let i = depth - 1; i >= 0; i--) {
      const known = this.#has(depth, i);
      if (known && !waits) continue;
      if (!dependent(touch, touch2, this.#touches[i]!, this.#touches2[i]!)) continue;
      if (!waits) {
        this.#note(i, depth, 0);
        if (this.#options.onRace) this.#tellRace(i, depth);
      } else if (!found && (direct[i >> 5]! & (1 << (i & 31))) === 0 && this.#possible(depth, i)) {
        found = true;
        this.#note(i, depth, 0);
      }
      if (!known) this.#addBefore(depth, i);
    }
  }

  /** Data races already told, by the two places in the code. */
  readonly #told = new Set<number>();

  #tellRace(first: number, second: number): void {
    const { program, layout } = this.#machine;
    const cell = this.#touches[second]! >> 1;
    const [a, b] = [this.#pcs[first]!, this.#pcs[second]!];
    if (cell >= layout.cells || program.cells[cell]!.atomic || a < 0 || b < 0) return;
    const key = a * program.code.length + b;
    if (this.#told.has(key)) return;
    this.#told.add(key);
    const access = (step: number) => ({
      thread: this.#actors[step]!,
      pc: this.#pcs[step]!,
      writes: (this.#touches[step]! & 1) === 1,
    });
    this.#options.onRace!(cell, [access(first), access(second)], this.#actors.subarray(0, second + 1));
  }

  #note(first: number, second: number, kind: number): void {
    if (this.#raceCount === this.#first.length) {
      const larger = new Int32Array(this.#first.length * 2);
      larger.set(this.#first);
      this.#first = larger;
      const larger2 = new Int32Array(this.#second.length * 2);
      larger2.set(this.#second);
      this.#second = larger2;
      const larger3 = new Uint8Array(this.#kind.length * 2);
      larger3.set(this.#kind);
      this.#kind = larger3;
      const larger4 = new Uint8Array(this.#settled.length * 2);
      larger4.set(this.#settled);
      this.#settled = larger4;
    }
    this.#first[this.#raceCount] = first;
    this.#second[this.#raceCount] = second;
    this.#settled[this.#raceCount] = 0;
    this.#kind[this.#raceCount++] = kind;
  }

  /** Adds what made the step possible other than by the thing that it touches. Says whether it is a step that can be waited for. */
  #enabling(depth: number, actor: number): boolean {
    const machine = this.#machine;
    const { threads, bufferSize, startedAt } = machine.layout;
    const base = depth * this.#size;
    const previous = this.#previous[depth]!;
    if (actor >= threads) {
      this.#addBefore(depth, this.#storeOf(depth, actor));
      return false;
    }
    if (previous < 0 && actor >= machine.program.threads.length && actor < this.#states[base + startedAt]!) {
      let spawn = depth - 1;
      while (
        this.#pcs[spawn]! < 0 ||
        machine.program.code[this.#pcs[spawn]!] !== op.spawn ||
        this.#woke[spawn] !== actor
      )
        spawn--;
      this.#addBefore(depth, spawn);
    }
    const at = machine.thread(base, actor);
    const now = this.#states[at + slot.status]!;
    if (now === status.waiting) return false;
    if (now === status.woken || now === status.arrived) {
      const thing = this.#states[at + slot.touch]! >> 1;
      for (let i = depth - 1; i > previous; i--) {
        const woke = this.#woke[i]!;
        if (woke !== actor && !(woke === everybody && this.#touches[i]! >> 1 === thing)) continue;
        // It could have woken for nothing instead, had the budget allowed.
        const budget = this.#states[i * this.#size + machine.layout.budgetAt]!;
        if (now === status.woken) {
          if (budget === 0) this.#noteSpentBudget(depth, i);
          else if (!this.#has(depth, i)) this.#note(i, depth, 1);
        }
        this.#addBefore(depth, i);
        break;
      }
      return now === status.woken;
    }
    const code = machine.program.code[this.#pcs[depth]!]!;
    if (code === op.read || code === op.write) return false;
    if (code === op.until) return true;
    if (bufferSize > 0)
      for (let other = threads; other < this.#actorCount; other++)
        if (machine.ownerOf(other) === actor && this.#last[other]! >= 0) this.#addBefore(depth, this.#last[other]!);
    if (code === op.join) {
      const target = this.#states[at + slot.target]!;
      if (this.#last[target]! >= 0) this.#addBefore(depth, this.#last[target]!);
      return false;
    }
    return code === op.lock || code === op.down || code === op.lockRead || code === op.lockWrite;
  }

  /** The thread could have woken for nothing before another did and spent the last of the budget. */
  #noteSpentBudget(depth: number, before: number): void {
    const budget = this.#machine.layout.budgetThing * 2 + 1;
    for (let i = before - 1; i >= 0; i--)
      if (this.#touches2[i] === budget && !this.#has(depth, i)) {
        this.#note(i, depth, 1);
        return;
      }
  }

  /** The step that put into its buffer what the flusher flushes now. */
  #storeOf(depth: number, flusher: number): number {
    const machine = this.#machine;
    const owner = machine.ownerOf(flusher);
    const cell = machine.flushedCell(this.#states, depth * this.#size, flusher);
    let flushed = 0;
    for (let i = this.#last[flusher]!; i >= 0; i = this.#previous[i]!) flushed++;
    for (let i = 0; i < depth; i++) {
      if (this.#actors[i] !== owner || machine.program.code[this.#pcs[i]!] !== op.write) continue;
      const target = this.#states[machine.thread(i * this.#size, owner) + slot.target]!;
      if (machine.model === "pso" && target !== cell) continue;
      if (flushed-- === 0) return i;
    }
    throw new Error("a flush without a store");
  }

  /** Whether the step at `depth`, which can be waited for, was possible before the step `earlier` as far as its thing goes. */
  #possible(depth: number, earlier: number): boolean {
    const machine = this.#machine;
    const S = this.#states;
    const actor = this.#actors[depth]!;
    const at = machine.thread(depth * this.#size, actor);
    const base = earlier * this.#size;
    if (S[at + slot.status] === status.woken) return S[base + machine.objectAt(S[at + slot.touch2]! >> 1)] === 0;
    const pc = this.#pcs[depth]!;
    const { code } = machine.program;
    if (code[pc] === op.until) {
      const value = machine.load(S, base, actor, S[at + slot.target]!);
      return compare(code[pc + 6]!, value, machine.operand(S, at, code[pc + 5]!));
    }
    const object = base + machine.objectAt(S[at + slot.touch]! >> 1);
    if (code[pc] === op.down) return S[object]! > 0;
    if (code[pc] === op.lockWrite) return S[object] === 0 && S[object + 1] === 0;
    return S[object] === 0;
  }

  // The end of a run.

  /** A run came to its end: whether it is a complete one. Turns its races round. */
  #end(depth: number): boolean {
    const base = depth * this.#size;
    for (let actor = 0; actor < this.#actorCount; actor++)
      if (this.#machine.enabled(this.#states, base, actor)) {
        this.#blocked++;
        return false;
      }
    this.#executions++;
    this.#options.onEnd?.(this.#states, base, this.#actors, depth);
    const count = this.#raceCount;
    for (let race = 0; race < count; race++)
      if (
        this.#settled[race] === 0 &&
        this.#turnRound(this.#first[race]!, this.#second[race]!, this.#kind[race] === 1, depth)
      )
        this.#settled[race] = 1;
    this.#turnRoundWaits(depth);
    return true;
  }

  /** Threads that wait for ever: what they wait for might have come had another not come first. */
  #turnRoundWaits(depth: number): void {
    const machine = this.#machine;
    const base = depth * this.#size;
    for (let thread = 0; thread < machine.layout.threads; thread++) {
      const now = this.#states[machine.thread(base, thread) + slot.status];
      if (now !== status.ready && now !== status.woken && now !== status.waiting) continue;
      const count = this.#raceCount;
      this.#describe(depth, thread);
      if (now === status.waiting) {
        this.#before.fill(0, depth * this.#words, (depth + 1) * this.#words);
        this.#addBefore(depth, this.#previous[depth]!);
        this.#noteSpentBudget(depth, depth);
      } else this.#relate(depth);
      for (let race = count; race < this.#raceCount; race++)
        this.#turnRound(this.#first[race]!, depth, this.#kind[race] === 1, depth);
      this.#raceCount = count;
    }
  }

  /**
   * Puts into the wakeup tree before `first` what makes `second` come before it, unless it is covered there. Says whether the race is
   * settled for as long as both steps stay: it is not when what covers it might be disturbed by what comes after `second`.
   */
  #turnRound(first: number, second: number, woken: boolean, length: number): boolean {
    const sequence = this.#sequence;
    sequence.clear();
    let early = 0;
    for (let i = first + 1; i < length; i++) {
      if (i === second) early = sequence.length;
      else if (!this.#has(i, first)) sequence.push(this.#actors[i]!, this.#touches[i]!, this.#touches2[i]!);
    }
    this.#pushTurned(first, second, woken);
    const base = first * this.#size;
    const from = first * this.#actorCount;
    for (let i = 0; i < this.#asleep[first]!; i++) {
      const sleeper = this.#sleepers[from + i]!;
      const touch = this.#machine.touch(this.#states, base, sleeper);
      const touch2 = this.#machine.touch2(this.#states, base, sleeper);
      const place = sequence.weakInitial(sleeper, touch, touch2);
      if (place !== -2) return place >= 0 && place < early;
    }
    this.#tree[first] = this.#trees.insert(this.#tree[first]!, sequence);
    return true;
  }

  /** The later step of a race as it will be when it comes first: it may then touch something else, or write where it only read. */
  #pushTurned(first: number, second: number, woken: boolean): void {
    const machine = this.#machine;
    const S = this.#states;
    const actor = this.#actors[second]!;
    let touch = this.#touches[second]!;
    let touch2 = this.#touches2[second]!;
    const { layout, program } = machine;
    if (woken) {
      touch = S[machine.thread(second * this.#size, actor) + slot.touch]!;
      touch2 = layout.budgetThing * 2 + 1;
    } else if (actor < layout.threads) {
      const at = machine.thread(second * this.#size, actor);
      const code = program.code[this.#pcs[second]!];
      const cell = S[at + slot.target]!;
      if (code === op.cas) {
        const expected = machine.operand(S, at, program.code[this.#pcs[second]! + 5]!);
        touch = cell * 2 + (S[first * this.#size + cell] === expected ? 1 : 0);
      } else if (layout.bufferSize > 0 && (code === op.read || code === op.until)) {
        const ownFlush = this.#actors[first]! >= layout.threads && machine.ownerOf(this.#actors[first]!) === actor;
        if (ownFlush) touch = this.#touches2[first]! & ~1;
      }
    }
    this.#sequence.push(actor, touch, touch2);
  }

  #grow(): void {
    const old = { depths: this.#depths, words: this.#words };
    this.#depths *= 2;
    this.#words = this.#depths >> 5;
    const depths = this.#depths + 1;
    const grown = (array: Int32Array, length: number): Int32Array => {
      const larger = new Int32Array(length);
      larger.set(array);
      return larger;
    };
    this.#states = grown(this.#states, depths * this.#size);
    this.#actors = grown(this.#actors, depths);
    this.#touches = grown(this.#touches, depths);
    this.#touches2 = grown(this.#touches2, depths);
    this.#previous = grown(this.#previous, depths);
    this.#woke = grown(this.#woke, depths);
    this.#pcs = grown(this.#pcs, depths);
    this.#sleepers = grown(this.#sleepers, depths * this.#actorCount);
    this.#asleep = grown(this.#asleep, depths);
    this.#tree = grown(this.#tree, depths);
    this.#racesBefore = grown(this.#racesBefore, depths);
    const before = new Int32Array(depths * this.#words);
    for (let depth = 0; depth <= old.depths; depth++)
      for (let i = 0; i < old.words; i++) before[depth * this.#words + i] = this.#before[depth * old.words + i]!;
    this.#before = before;
  }
}
