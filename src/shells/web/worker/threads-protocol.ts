/** What the Threads page asks and gets; part of the worker's protocol (`protocol.ts`). */
import type { Text } from "../../../lab/text.ts";

export type MemoryModelName = "sc" | "tso" | "pso";
export type SearchName = "all" | "pct" | "random";

export interface ThreadRequests {
  threadSamples: [null, readonly ThreadSample[]];
  exploreProgram: [
    { readonly source: string; readonly model: MemoryModelName; readonly search: SearchName },
    ExploreView,
  ];
  replayProgram: [
    { readonly source: string; readonly model: MemoryModelName; readonly schedule: readonly number[] },
    ProgramRunView,
  ];
}

export interface ThreadSample {
  /** "topic/name". */
  readonly id: string;
  readonly title: Text;
  readonly source: string;
  readonly model: MemoryModelName;
}

export interface ProgramProblem {
  /** Offsets in UTF-16 units; line and column count from 1. */
  readonly start: number;
  readonly end: number;
  readonly line: number;
  readonly column: number;
  readonly words: Text;
}

/** What a search found. */
export interface ExploreView {
  /** Of the question: model, search, source. */
  readonly key: string;
  /** The program could not be compiled; all else is empty then. */
  readonly problems: boolean;
  /** Executions that differ in more than the order of independent steps (Mazurkiewicz traces), or runs drawn by chance. */
  readonly executions: number;
  /** Runs that were begun and cut because another had shown the same. */
  readonly blocked: number;
  readonly exhaustive: boolean;
  /** A decimal number of any length; null where it was not counted. */
  readonly interleavings: string | null;
  readonly ms: number;
  /** What the columns of the outcomes are: shared variables, then what threads returned. */
  readonly columns: readonly string[];
  readonly outcomes: readonly OutcomeView[];
  /** Something is judged: there is an assert, a deadlock, a race or an error. */
  readonly judged: boolean;
  readonly violations: readonly ViolationView[];
  /** What the search does not prove; null where it was whole. */
  readonly bound: Text | null;
}

export interface OutcomeView {
  readonly values: readonly string[];
  /** How many executions, or runs drawn by chance, end so. */
  readonly executions: number;
  /** How many orders end so; null where they were not counted. */
  readonly interleavings: string | null;
  readonly bad: boolean;
  readonly deadlock: boolean;
  /** One order that ends so. */
  readonly schedule: readonly number[];
}

export interface ViolationView {
  readonly kind: "assertion" | "deadlock" | "race" | "error";
  readonly words: Text;
  readonly switches: number;
  /** No order with fewer changes of thread goes wrong so. */
  readonly fewest: boolean;
  readonly schedule: readonly number[];
}

/** One order of steps, with all that can be looked at before and after each. */
export interface ProgramRunView {
  readonly problems: readonly ProgramProblem[];
  readonly threads: readonly { readonly name: string; readonly code: string }[];
  readonly steps: readonly ProgramStepView[];
  /** The state before the first step and after each: one more than there are steps. */
  readonly states: readonly ProgramStateView[];
  /** Where each thread stands in each of these states; line null when it has ended. */
  readonly places: readonly (readonly { readonly thread: number; readonly line: number | null }[])[];
  /** Who may go next in each of these states. */
  readonly options: readonly (readonly OptionView[])[];
  readonly over: "done" | "deadlock" | "failed" | null;
  /** Lines of the asserts that failed at the end. */
  readonly failed: readonly number[];
  readonly text: Text;
}

export interface ProgramStepView {
  readonly thread: number;
  readonly line: number;
  readonly words: Text;
  /** Something shared was changed. */
  readonly writes: boolean;
}

export interface ProgramStateView {
  readonly cells: readonly { readonly name: string; readonly value: string }[];
  readonly locks: readonly {
    readonly name: string;
    readonly holder: string | null;
    readonly waiting: readonly string[];
  }[];
  /** Writes of a thread that others do not see yet; empty under sequential consistency. */
  readonly buffers: readonly { readonly thread: number; readonly writes: readonly string[] }[];
  readonly returned: readonly (string | null)[];
}

export interface OptionView {
  readonly thread: number;
  /** What to add to the schedule; null: it cannot go now. */
  readonly pick: number | null;
  readonly line: number | null;
  readonly words: Text;
  readonly ended: boolean;
}
