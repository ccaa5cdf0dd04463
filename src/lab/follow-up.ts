/** A follow-up question: its answer is computed from runs when it is asked, never typed in. */
import type { RunRef } from "../engine/world/run-ref.ts";
import type { Text } from "./text.ts";

export interface FollowUp {
  /** "thread-safe.q-name". */
  readonly id: string;
  readonly ask: Text;
  readonly kind: "number" | "order" | "set" | "choice" | "true-false" | "trace-step";
  /** The claims that it exercises. */
  readonly claims: readonly string[];
  /** Runs what must be run and says what came out. */
  answer(): ComputedAnswer;
}

export interface ComputedAnswer {
  /** The bare answer: a number, a set in ascending order, a schedule as thread numbers, a truth value. */
  readonly value: number | boolean | readonly number[] | string;
  readonly says: Text;
  /** A run that shows it. */
  readonly run: RunRef | null;
}
