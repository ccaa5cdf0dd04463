/**
 * Every run, by replay: a run is named by its decisions, so all runs are visited by changing the last decision that has an option
 * left and replaying from the start. Complete and without memory of states; its cost is runs times their length. Bounds say which
 * decisions may differ from their defaults, and how often; a bounded search proves nothing beyond its bound and says so.
 */
import type { ChoiceKind, ChoiceMade } from "../trace/trace.ts";

/** Decisions that differ from their defaults: `RunRef.choices`. */
export type Overrides = readonly (readonly [at: number, pick: number])[];

export interface Bounds {
  /** Stop after so many runs. */
  readonly runs: number;
  /** At most so many non-default decisions of a kind in one run; a kind that is absent is not bounded. */
  readonly departures?: Readonly<Partial<Record<ChoiceKind, number>>>;
}

export interface Explored<R> {
  readonly overrides: Overrides;
  readonly result: R;
}

/**
 * Visits every run within the bounds, the run with all defaults first. `replay` makes one run and returns the decisions it was
 * asked for (and whatever the caller wants of it). Returns whether all runs were visited, and if not, which bound cut the search.
 */
export function* everyRun<R extends { readonly choices: readonly ChoiceMade[] }>(
  replay: (overrides: Overrides) => R,
  bounds: Bounds,
): Generator<Explored<R>, { exhaustive: boolean; cutBy: "runs" | "departures" | null }, unknown> {
  let overrides: Overrides = [];
  let cutBy: "departures" | null = null;
  for (let runs = 0; ; runs++) {
    if (runs === bounds.runs) return { exhaustive: false, cutBy: "runs" };
    const result = replay(overrides);
    yield { overrides, result };
    const next = nextOverrides(result.choices, bounds.departures ?? {});
    if (next.cut) cutBy = "departures";
    if (next.overrides === null) return { exhaustive: cutBy === null, cutBy };
    overrides = next.overrides;
  }
}

/** The options of a decision in the order in which they are tried: the default, then the others from 0 up. */
const turnOf = (choice: ChoiceMade, pick: number): number =>
  pick === choice.byDefault ? 0 : pick < choice.byDefault ? pick + 1 : pick;
const optionAt = (choice: ChoiceMade, turn: number): number =>
  turn === 0 ? choice.byDefault : turn <= choice.byDefault ? turn - 1 : turn;

function nextOverrides(
  choices: readonly ChoiceMade[],
  departures: Readonly<Partial<Record<ChoiceKind, number>>>,
): { overrides: Overrides | null; cut: boolean } {
  const departs = (choice: ChoiceMade): boolean => choice.pick !== choice.byDefault;
  // How many decisions of each kind depart before the one that is looked at; from the last to the first, so that it takes one pass.
  const before = new Map<ChoiceKind, number>();
  for (const choice of choices) if (departs(choice)) before.set(choice.about, (before.get(choice.about) ?? 0) + 1);
  let cut = false;
  for (let at = choices.length - 1; at >= 0; at--) {
    const choice = choices[at]!;
    if (departs(choice)) before.set(choice.about, before.get(choice.about)! - 1);
    const turn = turnOf(choice, choice.pick) + 1;
    if (turn >= choice.of) continue;
    const limit = departures[choice.about];
    if (limit !== undefined && (before.get(choice.about) ?? 0) >= limit) {
      cut = true;
      continue;
    }
    const kept = choices.slice(0, at).flatMap((other, index) => (departs(other) ? [[index, other.pick] as const] : []));
    return { overrides: [...kept, [at, optionAt(choice, turn)]], cut };
  }
  return { overrides: null, cut };
}
