/**
 * A thread program with every interleaving explored: exact numbers, what can come out, and the run with the fewest switches to
 * whatever one asks for. Claims and follow-up questions over programs are answered with it.
 */
import { fewestSwitches } from "../engine/explore/schedules.ts";
import { StateGraph } from "../engine/explore/state-graph.ts";
import { evaluate } from "../engine/machine/formula.ts";
import { Machine } from "../engine/machine/machine.ts";
import type { RunRef } from "../engine/world/run-ref.ts";
import { conditionOf, type ProgramScenario, runOfSchedule } from "./program.ts";
import { defaultKnobs, type Knobs } from "./scenario.ts";

/** One run picked out of all. */
export interface PickedRun {
  readonly ref: RunRef;
  readonly switches: number;
  /** Who made each step. */
  readonly schedule: readonly number[];
}

export class Explored {
  readonly #scenario: ProgramScenario;
  readonly #knobs: Knobs;
  readonly #graph: StateGraph;
  readonly #ways: ReadonlyMap<number, bigint> | null;

  constructor(scenario: ProgramScenario, knobs: Knobs = {}) {
    this.#scenario = scenario;
    this.#knobs = knobs;
    const { program, model, spurious } = scenario.program({ ...defaultKnobs(scenario), ...knobs });
    this.#graph = new StateGraph(new Machine(program, model), { spurious });
    this.#ways = this.#graph.interleavings();
  }

  /** Every reachable state was seen. */
  get complete(): boolean {
    return this.#graph.complete;
  }

  /** A loop can go round for ever: interleavings have no number, and only different endings are counted. */
  get cyclic(): boolean {
    return this.#graph.complete && this.#ways === null;
  }

  /** Interleavings, or different endings of a program that is cyclic. */
  get runs(): number {
    return this.#count(() => true);
  }

  /** In how many of them the condition is so at the end. */
  count(condition: string): number {
    const formula = this.#formula(condition);
    return this.#count((end) => Boolean(evaluate(formula, this.#graph.final(end))));
  }

  get deadlocks(): number {
    return this.count("dead");
  }

  #formula(condition: string) {
    return conditionOf(this.#graph.machine.program, condition);
  }

  #count(counts: (end: number) => boolean): number {
    let sum = 0n;
    for (const end of this.#graph.ends) if (counts(end)) sum += this.#ways?.get(end) ?? 1n;
    return Number(sum);
  }

  /** The values that an expression has at the ends, each once, in ascending order; null (nothing returned) is left out. */
  values(expression: string): number[] {
    const formula = this.#formula(expression);
    const values = new Set<number>();
    for (const end of this.#graph.ends) {
      const value = evaluate(formula, this.#graph.final(end));
      if (value !== null) values.add(value);
    }
    return [...values].sort((a, b) => a - b);
  }

  /** Of the runs in which the condition is so at the end, one with the fewest switches, and of these the shortest; null: there is none. */
  pick(condition: string): PickedRun | null {
    const formula = this.#formula(condition);
    const graph = this.#graph;
    const isEnd = new Set(graph.ends);
    const found = fewestSwitches(graph, (state) =>
      isEnd.has(state) && evaluate(formula, graph.final(state)) ? ["found"] : [],
    ).get("found");
    if (!found) return null;
    const { switches, schedule } = found;
    return { ref: runOfSchedule(this.#scenario, this.#knobs, schedule), switches, schedule };
  }
}
