/**
 * A claim: a quantified proposition about runs, said in a sentence. `holds: "always"` is confirmed when it holds in every run of
 * its space and refuted by one run; `"possible"` is confirmed by one witness and refuted only by an exhaustive search.
 */
import type { EventId } from "../engine/trace/happening.ts";
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
  /** The same question asked of neighbouring worlds: with the lock left out, with an atomic operation. They decide nothing. */
  readonly contrasts: readonly Contrast[];
}

/** Does the proposition hold in this run, and which events show it? Reads the trace and the run's name only. */
export type Check = (run: Run) => Finding;

export interface Finding {
  readonly holds: boolean;
  readonly because: readonly EventId[];
}

/** A part of a claim's space: one setting of one scenario, with every schedule or with seeds. */
export interface Case {
  readonly scenario: Scenario;
  readonly knobs?: Knobs;
  /** "all": every decision explored; "default": the one run of each seed. */
  readonly choices: "all" | "default";
  readonly seeds?: readonly number[];
}

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
  | { readonly verdict: "undecided"; readonly by: "run"; readonly why: Text; readonly coverage: Coverage }
  | { readonly verdict: "confirmed" | "refuted" | "depends"; readonly by: "source" }
  | { readonly verdict: "undecided"; readonly by: "nothing-yet"; readonly why: Text };

/** Always said to the learner: "all 20 interleavings" is a proof; "1,000 seeds, at most one loss" is not. */
export interface Coverage {
  readonly runs: number;
  /** In how many of them the proposition held. */
  readonly holding: number;
  readonly exhaustive: boolean;
  /** What was left out, when something was. */
  readonly bound?: string;
}

/** The run that a verdict rests on; null when it rests on none. */
export function runOf(verdict: Verdict): RunRef | null {
  if (verdict.by !== "run") return null;
  return verdict.verdict === "confirmed"
    ? verdict.witness
    : verdict.verdict === "refuted"
      ? verdict.counterexample
      : null;
}
