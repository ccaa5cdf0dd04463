/**
 * Scenarios that are thread programs: written in the small language of `language/`, decided by exploring every interleaving, and
 * acted out one schedule at a time like any other run. A program has no network, no time and no chance.
 */
import { choicesOf, type Enacted, enact } from "../engine/explore/enact.ts";
import { evaluate, type Final, type Formula } from "../engine/machine/formula.ts";
import type { MemoryModel, Program, Variable } from "../engine/machine/program.ts";
import type { EventId } from "../engine/trace/happening.ts";
import type { Trace } from "../engine/trace/trace.ts";
import { engineVersion, type RunRef } from "../engine/world/run-ref.ts";
import { compile, compileCondition } from "../language/compile.ts";
import type { Check } from "./claim.ts";
import { deadlock, finalValues, results } from "./observe.ts";
import { defaultKnobs, type Knobs, type Scenario } from "./scenario.ts";

export interface ProgramScenario extends Scenario {
  /** The program for a setting of the knobs, compiled. */
  program(knobs: Knobs): Enacted;
}

type Fixed<T> = T | ((knobs: Knobs) => T);
const fixed = <T extends string | number>(value: Fixed<T>, knobs: Knobs): T =>
  typeof value === "function" ? value(knobs) : value;

/**
 * A scenario that runs a thread program. `source`, `model` ("sc" when absent) and `spurious` (0) may depend on the knobs.
 *
 *     programScenario({ id: "thread-safe/atomic", title, about, knobs: [],
 *       source: "let x = 0; function T() { fetchAdd(x, 1); } run(T, T);" })
 */
export function programScenario(
  given: Pick<Scenario, "id" | "title" | "about" | "knobs"> & {
    readonly source: Fixed<string>;
    readonly model?: Fixed<MemoryModel>;
    readonly spurious?: Fixed<number>;
  },
): ProgramScenario {
  const compiled = new Map<string, Program>();
  const program = (knobs: Knobs): Enacted => {
    const source = fixed(given.source, knobs);
    let found = compiled.get(source);
    if (!found) {
      found = compiledOrThrow(given.id, source);
      compiled.set(source, found);
    }
    return { program: found, model: fixed(given.model ?? "sc", knobs), spurious: fixed(given.spurious ?? 0, knobs) };
  };
  const { id, title, about, knobs } = given;
  return { id, title, about, knobs, faults: [], program, build: (world, values) => enact(world, program(values)) };
}

export const isProgram = (scenario: Scenario): scenario is ProgramScenario => "program" in scenario;

/** The name of the run in which a program's threads go in this order. */
export const runOfSchedule = (scenario: ProgramScenario, knobs: Knobs, schedule: readonly number[]): RunRef => {
  const all = { ...defaultKnobs(scenario), ...knobs };
  const choices = choicesOf(scenario.program(all), schedule);
  return { scenario: scenario.id, knobs: all, seed: 1, faults: [], choices, engine: engineVersion };
};

/** @throws TypeError when a program of ours has a mistake */
function compiledOrThrow(id: string, source: string): Program {
  const result = compile(source);
  if ("program" in result) return result.program;
  const [first] = result.problems;
  throw new TypeError(`the program of ${id}, line ${first!.line}: ${first!.says.en}`);
}

/** @throws TypeError when the condition has a mistake */
export function conditionOf(program: Pick<Program, "variables">, condition: string): Formula {
  const result = compileCondition(program as Program, condition);
  if ("formula" in result) return result.formula;
  throw new TypeError(`the condition "${condition}": ${result.problems[0]!.says.en}`);
}

/** A check that looks at the end of a run only; over a program it is decided for all interleavings at once. */
export type EndCheck = Check & { readonly atEnd: string };

export const isEndCheck = (check: Check): check is EndCheck => "atEnd" in check;

/**
 * The check that a condition is so at the end of a run: cells by name, `ret[i]` what thread i returned, `dead` whether the run ended
 * in a deadlock. `because` picks the events that show it.
 *
 *     atEnd("count == 2", (run) => lostUpdate(run.trace, "count"))
 */
export function atEnd(condition: string, because: (trace: Trace) => readonly EventId[] = endings): EndCheck {
  const check: Check = ({ trace }) => {
    const final = finalOf(trace);
    const formula = conditionOf(final, condition);
    return { holds: Boolean(evaluate(formula, final)), because: because(trace) };
  };
  return Object.assign(check, { atEnd: condition });
}

/** The other way round, with the same events. */
export const never = (check: EndCheck): EndCheck =>
  Object.assign((run: Parameters<Check>[0]) => ({ ...check(run), holds: !check(run).holds }), {
    atEnd: `!(${check.atEnd})`,
  });

/** How every thread ended, or the deadlock. */
export function endings(trace: Trace): EventId[] {
  const dead = deadlock(trace);
  if (dead !== null) return [dead];
  return [...trace.of("thread.failed"), ...trace.of("thread.ended")].map(({ id }) => id);
}

/** The end of a run as conditions see it, read off its trace: cells are numbered in the order in which they were made. */
function finalOf(trace: Trace): Final & { readonly variables: readonly Variable[] } {
  const made = trace.of("cell.made").map(({ cell }) => cell);
  const values = finalValues(trace);
  const variables: { name: string; cell: number; length: number | null }[] = [];
  made.forEach((cell, number) => {
    const [, array] = /^(.*)\[\d+\]$/.exec(cell) ?? [];
    const last = variables.at(-1);
    if (array === undefined) variables.push({ name: cell, cell: number, length: null });
    else if (last?.name === array) last.length!++;
    else variables.push({ name: array, cell: number, length: 1 });
  });
  return {
    variables,
    cells: made.map((cell) => values.get(cell)!),
    results: results(trace),
    dead: deadlock(trace) !== null,
  };
}
