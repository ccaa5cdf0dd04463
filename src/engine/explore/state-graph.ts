/**
 * Every reachable state of a thread program, each once, with the steps between them. From it come the exact numbers of
 * interleavings (paths, counted without walking each), what can come out, whether the program can go round in circles for ever,
 * and, in `schedules.ts`, the schedule with the fewest switches to any state. Complete, or it says at how many states it stopped.
 */
import type { Final } from "../machine/formula.ts";
import { slot, status } from "../machine/layout.ts";
import type { Machine } from "../machine/machine.ts";
import { StateTable } from "./state-table.ts";

export interface GraphOptions {
  /** Spurious wake-ups that a run may have. */
  readonly spurious?: number;
  /** Stop after so many states. */
  readonly states?: number;
  /** Stop when the states take so many integers together; 128 million (512 MB) when absent. */
  readonly integers?: number;
  readonly onProgress?: (states: number) => void;
}

/** Integers that the states may take together: 512 MB. */
const mostIntegers = 128 * 1024 * 1024;

export class StateGraph {
  readonly machine: Machine;
  readonly table: StateTable;
  /** Whether every reachable state is there. */
  readonly complete: boolean;
  /** Steps of state s: from `firstStep[s]` to `firstStep[s + 1]`; whose they are, and where they lead. */
  readonly firstStep: number[] = [0];
  readonly actors: number[] = [];
  readonly targets: number[] = [];
  /** States in which nobody can go on. */
  readonly ends: number[] = [];
  #order: Int32Array | null = null;

  constructor(machine: Machine, options: GraphOptions = {}) {
    this.machine = machine;
    this.table = new StateTable(machine.layout.size);
    const most = Math.min(
      options.states ?? 2_000_000,
      Math.floor((options.integers ?? mostIntegers) / machine.layout.size),
    );
    machine.begin(this.table.states, this.table.scratch(), options.spurious ?? 0);
    this.table.number();
    let at = 0;
    for (; at < this.table.count && this.table.count <= most; at++) {
      this.#expand(at);
      if ((at & 0xfff) === 0) options.onProgress?.(at);
    }
    this.complete = at === this.table.count;
    // States that were seen but not looked into have no steps here, and are no ends.
    while (this.firstStep.length <= this.table.count) this.firstStep.push(this.actors.length);
  }

  #expand(from: number): void {
    const { machine, table } = this;
    const { size } = table;
    for (let actor = 0; actor < machine.layout.actors; actor++) {
      if (!machine.enabled(table.states, from * size, actor)) continue;
      const to = table.scratch();
      table.states.copyWithin(to, from * size, (from + 1) * size);
      machine.step(table.states, to, actor);
      this.actors.push(actor);
      this.targets.push(table.number());
    }
    if (this.actors.length === this.firstStep[from]) this.ends.push(from);
    this.firstStep.push(this.actors.length);
  }

  get states(): number {
    return this.table.count;
  }

  /** The program can return to a state it was in: then it has infinitely many interleavings. */
  get cyclic(): boolean {
    return this.#topological().length < this.states;
  }

  /** Whether the run that ended here left threads behind that can never go on. */
  isDead(state: number): boolean {
    return !this.machine.isOver(this.table.states, state * this.table.size);
  }

  final(state: number): Final {
    return finalOf(this.machine, this.table.states, state * this.table.size);
  }

  /** How many interleavings lead to each end; null when they are infinitely many or not all known. */
  interleavings(): Map<number, bigint> | null {
    if (!this.complete || this.cyclic) return null;
    const exact = this.#countSmall() ?? this.#countLarge();
    return new Map(this.ends.map((end) => [end, BigInt(exact[end]!)]));
  }

  /** In doubles; null when a number is larger than these hold exactly. */
  #countSmall(): Float64Array | null {
    const ways = new Float64Array(this.states);
    ways[0] = 1;
    for (const from of this.#topological())
      for (let step = this.firstStep[from]!; step < this.firstStep[from + 1]!; step++)
        ways[this.targets[step]!]! += ways[from]!;
    return ways.every((count) => count < Number.MAX_SAFE_INTEGER) ? ways : null;
  }

  #countLarge(): bigint[] {
    const ways: bigint[] = Array.from({ length: this.states }, () => 0n);
    ways[0] = 1n;
    for (const from of this.#topological())
      for (let step = this.firstStep[from]!; step < this.firstStep[from + 1]!; step++)
        ways[this.targets[step]!]! += ways[from]!;
    return ways;
  }

  /** The states in an order in which steps lead forward only; those on or behind a cycle are missing. */
  #topological(): Int32Array {
    if (this.#order) return this.#order;
    const entering = new Int32Array(this.states);
    for (const target of this.targets) entering[target]!++;
    const order = new Int32Array(this.states);
    let count = entering[0] === 0 ? 1 : 0;
    for (let at = 0; at < count; at++) {
      const from = order[at]!;
      for (let step = this.firstStep[from]!; step < this.firstStep[from + 1]!; step++)
        if (--entering[this.targets[step]!]! === 0) order[count++] = this.targets[step]!;
    }
    this.#order = order.subarray(0, count);
    return this.#order;
  }
}

/** The end of a run as conditions see it. */
export function finalOf(machine: Machine, states: Int32Array, base: number): Final {
  const { cells, startedAt } = machine.layout;
  const results: (number | null)[] = [];
  for (let t = 0; t < states[base + startedAt]!; t++) {
    const at = machine.thread(base, t);
    const has = states[at + slot.status] === status.ended && states[at + slot.returned] === 1;
    results.push(has ? states[at + slot.result]! : null);
  }
  return { cells: states.subarray(base, base + cells), results, dead: !machine.isOver(states, base) };
}
