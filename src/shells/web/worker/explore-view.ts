/**
 * Every order of a thread program, as the Threads page shows it: what can come out and how often, and each way to go wrong with the
 * order that has the fewest changes of thread. A search that reached its limit says that it is not all.
 */
import { fewestSwitches } from "../../../engine/explore/schedules.ts";
import { StateGraph } from "../../../engine/explore/state-graph.ts";
import { evaluate } from "../../../engine/machine/formula.ts";
import { slot, status } from "../../../engine/machine/layout.ts";
import { Machine } from "../../../engine/machine/machine.ts";
import { failureOf } from "../../../engine/machine/narrate.ts";
import type { MemoryModel, Program } from "../../../engine/machine/program.ts";
import { compile } from "../../../language/compile.ts";
import type { ExploreView, OutcomeView, ViolationView } from "./threads-protocol.ts";

export function exploreView(source: string, model: MemoryModel, key: string): ExploreView {
  const compiled = compile(source);
  if (!("program" in compiled)) return { ...nothing, key, problems: true };
  return new Exploring(compiled.program, model).view(key);
}

const nothing: Omit<ExploreView, "key"> = {
  problems: false,
  executions: null,
  blocked: 0,
  exhaustive: false,
  interleavings: null,
  ms: 0,
  columns: [],
  outcomes: [],
  racesSought: false,
  judged: false,
  violations: [],
  bound: null,
};

/** One way in which a run ended wrong. */
interface Wrong extends Pick<ViolationView, "kind" | "words"> {
  readonly key: string;
}

class Exploring {
  readonly #machine: Machine;
  readonly #graph: StateGraph;
  /** Threads that return something in some run. */
  readonly #returning: readonly number[];

  constructor(program: Program, model: MemoryModel) {
    this.#machine = new Machine(program, model);
    this.#graph = new StateGraph(this.#machine);
    const returned = new Set<number>();
    for (const end of this.#graph.ends)
      this.#graph.final(end).results.forEach((value, thread) => {
        if (value !== null) returned.add(thread);
      });
    this.#returning = [...returned].sort((a, b) => a - b);
  }

  view(key: string): ExploreView {
    const began = performance.now();
    const graph = this.#graph;
    const ways = graph.interleavings();
    const isEnd = new Set(graph.ends);
    // What an order ends in, and each way in which it is wrong, are labels; the search finds the best order to each.
    const best = fewestSwitches(graph, (state) =>
      isEnd.has(state) ? [this.#outcomeOf(state).key, ...this.#wrongs(state).map(({ key: wrong }) => wrong)] : [],
    );
    const outcomes = new Map<string, { ways: bigint | null; view: Omit<OutcomeView, "interleavings"> }>();
    const wrongs = new Map<string, ViolationView>();
    for (const end of graph.ends) {
      const outcome = this.#outcomeOf(end);
      const bad = this.#wrongs(end);
      const before = outcomes.get(outcome.key);
      const more = ways?.get(end) ?? null;
      outcomes.set(outcome.key, {
        ways: more === null ? null : (before?.ways ?? 0n) + more,
        view: {
          values: outcome.values,
          executions: null,
          bad: bad.length > 0,
          deadlock: graph.isDead(end),
          schedule: best.get(outcome.key)!.schedule,
        },
      });
      for (const { key: wrong, kind, words } of bad) {
        const { switches, schedule } = best.get(wrong)!;
        wrongs.set(wrong, { kind, words, switches, fewest: graph.complete, schedule });
      }
    }
    const sum = ways && [...ways.values()].reduce((a, b) => a + b, 0n);
    const { program } = this.#machine;
    return {
      ...nothing,
      key,
      exhaustive: graph.complete,
      interleavings: sum === null ? null : String(sum),
      ms: Math.round(performance.now() - began),
      columns: [...program.cells.map(({ name }) => name), ...this.#returning.map((thread) => `T${thread}`)],
      outcomes: [...outcomes.values()]
        .map(({ ways: count, view }) => ({ ...view, interleavings: count === null ? null : String(count) }))
        .sort((a, b) => Number(a.bad) - Number(b.bad) || Number(b.interleavings ?? 0) - Number(a.interleavings ?? 0)),
      judged: program.assertions.length > 0 || program.messages.length > 0 || wrongs.size > 0,
      violations: [...wrongs.values()].sort((a, b) => a.switches - b.switches || a.schedule.length - b.schedule.length),
      bound: this.#bound(),
    };
  }

  #bound(): ExploreView["bound"] {
    const graph = this.#graph;
    const states = graph.states.toLocaleString("en-US");
    if (!graph.complete)
      return {
        ko: `상태 ${states}개까지 보고 멈췄습니다. 보지 못한 순서가 있어, 없다고는 말할 수 없습니다.`,
        en: `Stopped after ${states} states. There are orders that were not seen, so nothing is ruled out.`,
      };
    if (graph.cyclic)
      return {
        ko: "끝없이 돌 수 있는 반복이 있어 순서의 수는 셀 수 없습니다. 닿을 수 있는 상태는 모두 보았습니다.",
        en: "A loop can go round for ever, so orders cannot be counted. Every reachable state was seen.",
      };
    return null;
  }

  #outcomeOf(end: number): { key: string; values: string[] } {
    const { cells, results } = this.#graph.final(end);
    const values = [...Array.from(cells, String), ...this.#returning.map((thread) => String(results[thread] ?? "·"))];
    return { key: `ends ${values.join(" ")} ${this.#graph.isDead(end)}`, values };
  }

  #wrongs(end: number): Wrong[] {
    const graph = this.#graph;
    const machine = this.#machine;
    const base = end * graph.table.size;
    const found: Wrong[] = [];
    for (let thread = 0; thread < machine.layout.threads; thread++) {
      const failure = failureOf(machine, graph.table.states, base, thread);
      if (!failure) continue;
      const place = { ko: `${failure.line}번째 줄`, en: `line ${failure.line}` };
      found.push({
        key: `thread ${failure.line} ${failure.why}`,
        kind: failure.assertion ? "assertion" : "error",
        words: failure.assertion
          ? { ko: `${place.ko}의 assert가 틀림: ${failure.why}`, en: `assert in ${place.en} fails: ${failure.why}` }
          : { ko: `${place.ko}에서 멈춤: ${failure.why}`, en: `stops in ${place.en}: ${failure.why}` },
      });
    }
    if (graph.isDead(end)) {
      const stuck = stuckThreads(machine, graph.table.states, base);
      found.push({
        key: `deadlock ${stuck}`,
        kind: "deadlock",
        words: { ko: `교착: ${stuck} 영원히 기다림`, en: `deadlock: ${stuck} wait for ever` },
      });
      return found;
    }
    for (const { formula, message, place } of machine.program.assertions)
      if (!evaluate(formula, graph.final(end)))
        found.push({
          key: `assert ${place.line} ${message}`,
          kind: "assertion",
          words: {
            ko: `${place.line}번째 줄의 assert가 틀림: ${message}`,
            en: `assert in line ${place.line} fails: ${message}`,
          },
        });
    return found;
  }
}

function stuckThreads(machine: Machine, states: Int32Array, base: number): string {
  const stuck: string[] = [];
  for (let thread = 0; thread < machine.layout.threads; thread++) {
    const now = states[machine.thread(base, thread) + slot.status]!;
    if (now !== status.ended && now !== status.failed && now !== status.absent) stuck.push(`T${thread}`);
  }
  return stuck.join(", ");
}
