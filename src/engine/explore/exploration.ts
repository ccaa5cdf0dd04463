/**
 * What there is to say of a thread program: how many executions and interleavings it has, what can come out, and what goes wrong in
 * some of them, each with the schedule of fewest switches that shows it. Puts the searches of this folder together: the state graph
 * finds what can go wrong and counts interleavings, DPOR counts executions; `sampling.ts` is for programs too large for either.
 */
import { evaluate } from "../machine/formula.ts";
import { slot, status } from "../machine/layout.ts";
import type { Machine } from "../machine/machine.ts";
import { failureOf, waitsFor } from "../machine/narrate.ts";
import { op, width } from "../machine/program.ts";
import type { ThreadId, WaitsFor } from "../trace/happening.ts";
import { type DporOptions, dpor } from "./dpor.ts";
import { waitCycle } from "./enact.ts";
import { fewestSwitches } from "./schedules.ts";
import { finalOf, StateGraph } from "./state-graph.ts";

/** What goes wrong. Places are offsets in the program's code. */
export type Wrong =
  | { readonly kind: "assertion"; readonly message: string; readonly line: number; readonly thread: ThreadId | null }
  | { readonly kind: "error"; readonly message: string; readonly line: number; readonly thread: ThreadId }
  | {
      readonly kind: "deadlock";
      readonly waits: readonly { readonly thread: ThreadId; readonly on: WaitsFor; readonly pc: number }[];
      readonly cycle: readonly ThreadId[];
    }
  /** Two accesses of one cell, at least one a write, and nothing makes either come first. */
  | {
      readonly kind: "race";
      readonly cell: string;
      readonly accesses: readonly { readonly thread: ThreadId; readonly pc: number; readonly writes: boolean }[];
    };

export interface Violation {
  readonly wrong: Wrong;
  readonly switches: number;
  /** No schedule with fewer switches shows it. */
  readonly fewest: boolean;
  readonly schedule: readonly number[];
}

/** Values of the shared variables (or what the threads returned) at the end, and how often they came out. */
export interface Outcome {
  readonly values: readonly (number | null)[];
  executions: number;
  interleavings: bigint | null;
}

/** One way in which runs of the program end: the shared variables together with what the threads returned. */
export interface Ending {
  readonly cells: readonly number[];
  readonly results: readonly (number | null)[];
  readonly dead: boolean;
  /** Something other than a race is wrong with it. */
  readonly wrong: boolean;
  executions: number;
  interleavings: bigint | null;
  /** A schedule that ends so: the one with the fewest switches where all states were seen, else the first that was found. */
  schedule: readonly number[];
}

export interface Exploration {
  /** Mazurkiewicz traces completed; of a cyclic program, different endings; of a sampled one, runs made. */
  readonly executions: number;
  readonly blocked: number;
  /** Every behaviour was seen: what is not reported cannot happen. */
  readonly exhaustive: boolean;
  /** Null when they are infinitely many, or not all were seen. */
  readonly interleavings: bigint | null;
  /** Some loop can go round for ever. */
  readonly cyclic: boolean;
  /** Executions were counted up to here only, though all states were seen. */
  readonly countedUpTo: number | null;
  readonly states: number | null;
  /** By the cells. */
  readonly outcomes: readonly Outcome[];
  /** By what the threads returned. */
  readonly returns: readonly Outcome[];
  /** By both, each with a schedule. */
  readonly endings: readonly Ending[];
  readonly violations: readonly Violation[];
}

export interface ExploreOptions {
  readonly spurious?: number;
  readonly states?: number;
  readonly executions?: number;
  /** False ends the search. */
  readonly onProgress?: (executions: number) => boolean | undefined;
}

/** Explores everything, as far as the bounds allow. */
export function exploreAll(machine: Machine, options: ExploreOptions = {}): Exploration {
  const { spurious = 0, executions: most = 3_000_000 } = options;
  // A program with many threads has far more states than traces: then the trace search alone must do.
  const graph = new StateGraph(machine, { spurious, states: options.states ?? 400_000, integers: 20_000_000 });
  const ways = graph.interleavings();
  const cyclic = graph.complete && ways === null;
  const outcomes = new Outcomes(machine);
  for (const end of graph.ends) outcomes.reach(graph.table.states, end * graph.table.size, ways?.get(end) ?? null);
  const violations = new Map<string, Violation>();
  if (graph.complete) {
    const ends = new Set(graph.ends);
    const wrongs = new Map<string, Wrong>();
    const found = fewestSwitches(graph, (state) => {
      const base = state * graph.table.size;
      const seen = wrongsAt(machine, graph.table.states, base, ends.has(state));
      const labels = seen.map((wrong) => {
        const label = labelOf(machine, wrong);
        if (!wrongs.has(label)) wrongs.set(label, wrong);
        return label;
      });
      return ends.has(state) ? [...labels, endingKey(machine, graph.table.states, base)] : labels;
    });
    for (const [label, { switches, schedule }] of found) {
      const wrong = wrongs.get(label);
      if (wrong) violations.set(label, extended(machine, { wrong, switches, fewest: true, schedule }));
      else outcomes.witness(label, schedule);
    }
  }
  if (cyclic) {
    outcomes.countEndings(
      graph.ends.map((end) => end * graph.table.size),
      graph.table.states,
    );
    return report(graph.ends.length, 0, true, null);
  }
  const searched = dpor(machine, {
    spurious,
    executions: most,
    ...(options.onProgress ? { onProgress: options.onProgress } : {}),
    onEnd: (S, base, schedule, length) => {
      outcomes.execute(S, base, schedule.subarray(0, length));
      if (!graph.complete) collect(machine, S, base, schedule.subarray(0, length), violations);
    },
    ...(graph.complete ? {} : { onRace: raceInto(machine, violations) }),
  });
  return report(searched.executions, searched.blocked, graph.complete || searched.cutBy === null, searched.cutBy);

  function report(executions: number, blocked: number, exhaustive: boolean, cutBy: string | null): Exploration {
    const total = ways === null ? null : [...ways.values()].reduce((sum, count) => sum + count, 0n);
    return {
      executions,
      blocked,
      exhaustive,
      interleavings: total,
      cyclic,
      countedUpTo: cutBy === null ? null : executions,
      states: graph.complete ? graph.states : null,
      outcomes: outcomes.byCells(),
      returns: outcomes.byReturns(),
      endings: outcomes.endings(),
      violations: ranked(violations),
    };
  }
}

/** Names an ending: equal for ends that look the same from outside. */
function endingKey(machine: Machine, S: Int32Array, base: number): string {
  const { cells, results, dead } = finalOf(machine, S, base);
  return `ends ${Array.from(cells).join()} ${results.join()} ${dead}`;
}

/** Adds what is wrong at the end of a run that nothing else has shown with as few switches. */
export function collect(
  machine: Machine,
  S: Int32Array,
  base: number,
  schedule: ArrayLike<number>,
  into: Map<string, Violation>,
): void {
  for (const wrong of wrongsAt(machine, S, base, true)) {
    const label = labelOf(machine, wrong);
    const switches = switchesOf(machine, schedule);
    const known = into.get(label);
    if (!known || switches < known.switches)
      into.set(label, { wrong, switches, fewest: false, schedule: Array.from(schedule) });
  }
}

/** Notes each race that the trace search meets, by the run in which it first does. */
const raceInto =
  (machine: Machine, into: Map<string, Violation>): NonNullable<DporOptions["onRace"]> =>
  (cell, accesses, schedule) => {
    const wrong: Wrong = { kind: "race", cell: machine.program.cells[cell]!.name, accesses };
    const label = labelOf(machine, wrong);
    if (!into.has(label))
      into.set(label, {
        wrong,
        switches: switchesOf(machine, schedule),
        fewest: false,
        schedule: Array.from(schedule),
      });
  };

/** Assertions and errors first, then deadlocks, then races; of a kind the shortest first. */
export function ranked(violations: ReadonlyMap<string, Violation>): Violation[] {
  const kinds = ["assertion", "error", "deadlock", "race"];
  return [...violations.values()].sort(
    (a, b) =>
      kinds.indexOf(a.wrong.kind) - kinds.indexOf(b.wrong.kind) ||
      a.switches - b.switches ||
      a.schedule.length - b.schedule.length,
  );
}

export function switchesOf(machine: Machine, schedule: ArrayLike<number>): number {
  let count = 0;
  for (let i = 1; i < schedule.length; i++)
    if (machine.ownerOf(schedule[i]!) !== machine.ownerOf(schedule[i - 1]!)) count++;
  return count;
}

/** Wrongs of one label are one mistake: of them the one with the fewest switches is kept. */
const labelOf = ({ program }: Machine, wrong: Wrong): string =>
  wrong.kind === "deadlock"
    ? `deadlock ${wrong.waits.map(({ thread, pc }) => `${thread}:${pc}`).join()}`
    : wrong.kind === "race"
      ? `race ${wrong.cell.replace(/\[.*/, "")} ${wrong.accesses
          .map(({ pc }) => program.places[pc / width]!.from)
          .sort((a, b) => a - b)
          .join()}`
      : `${wrong.kind} ${wrong.line} ${wrong.message}`;

/** What is wrong in a state; `ended`: nobody can go on. */
function wrongsAt(machine: Machine, S: Int32Array, base: number, ended: boolean): Wrong[] {
  const found: Wrong[] = [];
  const { threads } = machine.layout;
  for (let thread = 0; thread < threads; thread++) {
    const failed = failureOf(machine, S, base, thread);
    if (failed)
      found.push({ kind: failed.assertion ? "assertion" : "error", message: failed.why, line: failed.line, thread });
  }
  races(machine, S, base, found);
  if (!ended || found.some(({ kind }) => kind !== "race")) return found;
  if (!machine.isOver(S, base)) found.push(deadlockAt(machine, S, base));
  else {
    const final = finalOf(machine, S, base);
    for (const { formula, message, place } of machine.program.assertions)
      if (!evaluate(formula, final)) found.push({ kind: "assertion", message, line: place.line, thread: null });
  }
  return found;
}

function deadlockAt(machine: Machine, S: Int32Array, base: number): Wrong {
  const stuck: ThreadId[] = [];
  for (let thread = 0; thread < machine.layout.threads; thread++) {
    const now = S[machine.thread(base, thread) + slot.status];
    if (now !== status.ended && now !== status.failed && now !== status.absent) stuck.push(thread);
  }
  const waits = stuck.map((thread) => ({
    thread,
    on: waitsFor(machine, S, base, thread),
    pc: S[machine.thread(base, thread) + slot.pc]!,
  }));
  return { kind: "deadlock", waits, cycle: waitCycle(machine, S, base, stuck) };
}

/** Two threads that both stand before a plain access of one cell, one of them a write, could make them at once. */
function races(machine: Machine, S: Int32Array, base: number, found: Wrong[]): void {
  const { program, layout } = machine;
  const standing: { thread: ThreadId; pc: number; writes: boolean; cell: number }[] = [];
  for (let thread = 0; thread < layout.threads; thread++) {
    const at = machine.thread(base, thread);
    if (S[at + slot.status] !== status.ready) continue;
    const pc = S[at + slot.pc]!;
    const code = program.code[pc];
    if (code !== op.read && code !== op.write) continue;
    const cell = S[at + slot.target]!;
    if (!program.cells[cell]!.atomic) standing.push({ thread, pc, writes: code === op.write, cell });
  }
  for (const [i, a] of standing.entries())
    for (const b of standing.slice(i + 1))
      if (a.cell === b.cell && (a.writes || b.writes))
        found.push({ kind: "race", cell: program.cells[a.cell]!.name, accesses: [a, b] });
}

/** A race is shown by making both accesses, one right after the other. */
function extended(machine: Machine, violation: Violation): Violation {
  const { wrong, schedule } = violation;
  if (wrong.kind !== "race") return violation;
  const last = schedule.length > 0 ? machine.ownerOf(schedule.at(-1)!) : -1;
  const [a, b] = wrong.accesses;
  const both = b!.thread === last ? [b!.thread, a!.thread] : [a!.thread, b!.thread];
  const whole = [...schedule, ...both];
  return { ...violation, schedule: whole, switches: switchesOf(machine, whole) };
}

/** Stands for a schedule until one is found. */
const unseen: readonly number[] = [];

/** Counts outcomes, by the cells and by what the threads returned. */
export class Outcomes {
  readonly #machine: Machine;
  readonly #byCells = new Map<string, Outcome>();
  readonly #byReturns = new Map<string, Outcome>();
  readonly #byEnding = new Map<string, Ending>();
  // Where a run ended: far fewer final states than runs, so that each is read once.
  readonly #finals = new Map<number, { key: Int32Array; cells: Outcome; returns: Outcome; ending: Ending }[]>();

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  /** A final state and the interleavings that lead to it. */
  reach(S: Int32Array, base: number, interleavings: bigint | null): void {
    const { cells, returns, ending } = this.#at(S, base);
    if (interleavings === null) return;
    for (const one of [cells, returns, ending]) one.interleavings = (one.interleavings ?? 0n) + interleavings;
  }

  execute(S: Int32Array, base: number, schedule: ArrayLike<number> | null = null): void {
    const { cells, returns, ending } = this.#at(S, base);
    cells.executions++;
    returns.executions++;
    ending.executions++;
    if (schedule !== null && ending.schedule === unseen) ending.schedule = Array.from(schedule);
  }

  countEndings(bases: readonly number[], S: Int32Array): void {
    for (const base of bases) this.execute(S, base);
  }

  /** A schedule that leads to the ending of this name. */
  witness(key: string, schedule: readonly number[]): void {
    const ending = this.#byEnding.get(key);
    if (ending) ending.schedule = schedule;
  }

  #at(S: Int32Array, base: number): { cells: Outcome; returns: Outcome; ending: Ending } {
    const { size } = this.#machine.layout;
    let hash = 7;
    for (let i = base; i < base + size; i++) hash = (Math.imul(hash, 31) + S[i]!) | 0;
    const same = this.#finals.get(hash) ?? [];
    search: for (const known of same) {
      for (let i = 0; i < size; i++) if (known.key[i] !== S[base + i]) continue search;
      return known;
    }
    const { cells, results } = finalOf(this.#machine, S, base);
    const made = {
      key: S.slice(base, base + size),
      cells: outcomeOf(this.#byCells, Array.from(cells)),
      returns: outcomeOf(this.#byReturns, results),
      ending: this.#endingAt(S, base),
    };
    same.push(made);
    this.#finals.set(hash, same);
    return made;
  }

  #endingAt(S: Int32Array, base: number): Ending {
    const key = endingKey(this.#machine, S, base);
    const known = this.#byEnding.get(key);
    if (known) return known;
    const { cells, results, dead } = finalOf(this.#machine, S, base);
    const wrong = wrongsAt(this.#machine, S, base, true).some(({ kind }) => kind !== "race");
    const ending: Ending = {
      cells: Array.from(cells),
      results,
      dead,
      wrong,
      executions: 0,
      interleavings: null,
      schedule: unseen,
    };
    this.#byEnding.set(key, ending);
    return ending;
  }

  /** Right ones first, then by how often they come out. */
  endings(): Ending[] {
    const often = (one: Ending): number => Number(one.interleavings ?? one.executions);
    return [...this.#byEnding.values()].sort((a, b) => Number(a.wrong) - Number(b.wrong) || often(b) - often(a));
  }

  byCells(): Outcome[] {
    return inOrder(this.#byCells);
  }

  byReturns(): Outcome[] {
    return inOrder(this.#byReturns);
  }
}

function outcomeOf(known: Map<string, Outcome>, values: readonly (number | null)[]): Outcome {
  const key = values.join();
  let outcome = known.get(key);
  if (!outcome) {
    outcome = { values, executions: 0, interleavings: null };
    known.set(key, outcome);
  }
  return outcome;
}

const inOrder = (outcomes: ReadonlyMap<string, Outcome>): Outcome[] =>
  [...outcomes.values()].sort((a, b) => {
    for (let i = 0; i < a.values.length; i++)
      if (a.values[i] !== b.values[i]) return (a.values[i] ?? -1e10) - (b.values[i] ?? -1e10);
    return 0;
  });
