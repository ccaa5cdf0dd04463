/**
 * A claim: a quantified proposition about runs, said in a sentence. `holds: "always"` is confirmed when it holds in every run of
 * its space and refuted by one run; `"possible"` is confirmed by one witness and refuted only by an exhaustive search.
 */
import type { EventId } from "../engine/trace/happening.ts";
import type { ChoiceKind } from "../engine/trace/trace.ts";
import type { RunRef } from "../engine/world/run-ref.ts";
import type { Run } from "./run.ts";
import type { Knobs, Scenario } from "./scenario.ts";
import type { Text } from "./text.ts";

export interface Claim {
  /** "topic.name". */
  readonly id: string;
  /** A point belongs to a full answer; a misconception is what people wrongly say. */
  readonly kind: "point" | "misconception";
  /** What a junior must say, what a full answer says, what a senior adds. */
  readonly weight: "core" | "full" | "senior";
  readonly says: Text;
  /** Where it can be read up, beside the run or instead of one. */
  readonly source: string;
  readonly decided: Decision;
  /** Why it is so, in a sentence or two shown beside the run. */
  readonly reason: Text;
  /** For a misconception: the points to say instead. */
  readonly instead: readonly string[];
}

export type Decision =
  /** A definition, a convention, a piece of history: no run decides it, and the product says so. */
  | { readonly by: "source"; readonly verdict: "confirmed" | "refuted" | "depends" }
  /** It can be decided by a run, and nobody has built the experiment yet. */
  | { readonly by: "nothing-yet"; readonly why: Text }
  | RunDecision;

export interface RunDecision {
  readonly by: "run";
  readonly holds: "always" | "possible";
  readonly over: readonly Case[];
  readonly check: Check;
  /**
   * What the claim's truth depends on. Each part is decided by itself, and together they are `over` (`dependingOn` sees to that): if
   * all agree, the verdict is theirs; else the claim depends.
   */
  readonly conditions?: readonly Condition[];
  /** The same question asked of neighbouring worlds: with the lock left out, with an atomic operation. They decide nothing. */
  readonly contrasts: readonly Contrast[];
}

/** One meaning that a claim may have, or one circumstance that it may be said of. */
export interface Condition {
  /** "when ...", without a verdict: "for one short exchange". */
  readonly when: Text;
  readonly over: readonly Case[];
  /** The claim that says this part without leaving it open. */
  readonly precisely?: string;
}

/** A decision by conditions: `over` is all of them together. */
export const dependingOn = (
  conditions: readonly Condition[],
  decision: Pick<RunDecision, "holds" | "check">,
): RunDecision => ({
  by: "run",
  ...decision,
  over: conditions.flatMap((condition) => condition.over),
  conditions,
  contrasts: [],
});

/** Does the proposition hold in this run, and which events show it? Reads the trace and the run's name only. */
export type Check = (run: Run) => Finding;

export interface Finding {
  readonly holds: boolean;
  readonly because: readonly EventId[];
}

/** A part of a claim's space: one setting of one scenario, some seeds, and which decisions may differ from their defaults. */
export interface Case {
  readonly scenario: Scenario;
  readonly knobs?: Knobs;
  readonly faults?: readonly string[];
  /** Seed 1 alone when absent. */
  readonly seeds?: readonly number[];
  /** "all": any decision may go otherwise; "default": none; a record: at most so many of each kind in one run, of others none. */
  readonly choices: "all" | "default" | Departures;
}

/** How many decisions of each kind may differ from their defaults in one run. */
export type Departures = Readonly<Partial<Record<ChoiceKind, number>>>;

export interface Contrast {
  readonly says: Text;
  readonly over: Case;
  /** When it is another property than the claim's own. */
  readonly check?: Check;
}

export type Verdict =
  | {
      readonly verdict: "confirmed";
      readonly by: "run";
      readonly witness: RunRef;
      readonly because: readonly EventId[];
      readonly coverage: Coverage;
    }
  | {
      readonly verdict: "refuted";
      readonly by: "run";
      readonly counterexample: RunRef;
      readonly because: readonly EventId[];
      readonly coverage: Coverage;
    }
  | {
      readonly verdict: "depends";
      readonly by: "run";
      /** The first run that refutes. */
      readonly counterexample: RunRef;
      readonly because: readonly EventId[];
      /** Of all conditions together. */
      readonly coverage: Coverage;
      /** In the order of the claim's conditions. */
      readonly conditions: readonly ConditionVerdict[];
    }
  | { readonly verdict: "undecided"; readonly by: "run"; readonly why: Text; readonly coverage: Coverage }
  | { readonly verdict: "confirmed" | "refuted" | "depends"; readonly by: "source" }
  | { readonly verdict: "undecided"; readonly by: "nothing-yet"; readonly why: Text };

/** What came out under one condition, and the run that it rests on; null when it rests on none. */
export interface ConditionVerdict {
  readonly verdict: "confirmed" | "refuted" | "undecided";
  readonly run: RunRef | null;
  readonly because: readonly EventId[];
  readonly coverage: Coverage;
}

/** Always said to the learner: "all 20 interleavings" is a proof; "100 seeds, at most one loss" is not. */
export interface Coverage {
  readonly runs: number;
  /** In how many of them the proposition held. */
  readonly holding: number;
  /** These were all runs that the worlds can have; else `limits` says what was held fixed. */
  readonly exhaustive: boolean;
  readonly limits: Limits;
}

/** What a search left out. */
export interface Limits {
  /** It was made with so many seeds; null when chance has no part in these worlds. */
  readonly seeds: number | null;
  /** At most so many decisions of each kind were changed in one run; null when any were. */
  readonly departures: Departures | null;
  /** It was broken off after so many runs; null when it came to its end. */
  readonly cutAfter: number | null;
  /** Some loop can go round for ever, so that runs have no number: different endings were counted in their place. */
  readonly endings?: true;
}

/** The run that a verdict rests on; null when it rests on none. */
export function runOf(verdict: Verdict): RunRef | null {
  if (verdict.by !== "run") return null;
  return verdict.verdict === "confirmed"
    ? verdict.witness
    : verdict.verdict === "refuted" || verdict.verdict === "depends"
      ? verdict.counterexample
      : null;
}
