/**
 * What the page asks the worker and what it gets: plain values that survive a structured clone, words in both languages. All
 * reading, checking and running happens behind this line; the page only draws.
 */

import type { Coverage } from "../../../lab/claim.ts";
import type { Text } from "../../../lab/text.ts";
import type { StatementVerdict } from "../../../study/coach/check.ts";
import type { CpuLanes } from "../../../views/cpus.ts";
import type { Change } from "../../../views/difference.ts";
import type { InspectedLayer } from "../../../views/inspect.ts";
import type { Ladder } from "../../../views/ladder.ts";
import type { ProcessesView } from "../../../views/processes.ts";
import type { Samples } from "../../../views/samples.ts";
import type { ConnectionStates, StateTransition } from "../../../views/states.ts";
import type { Timeline } from "../../../views/timeline.ts";
import type { ThreadRequests } from "./threads-protocol.ts";

/** Name of a request -> [what is given, what comes back]. */
export interface Requests extends ThreadRequests {
  check: [NoteSource, CheckResult];
  evidence: [{ readonly claim: string }, EvidenceView];
  run: [{ readonly name: string; readonly claim?: string }, RunView];
  forks: [{ readonly name: string; readonly choice: number }, readonly ForkView[]];
  frame: [{ readonly name: string; readonly event: number }, FrameView];
  /** The processes of each host just after an event, or at the end; none where there are no programs. */
  processes: [{ readonly name: string; readonly event: number | null }, readonly ProcessesView[]];
  words: [{ readonly name: string; readonly from: number; readonly to: number }, readonly Text[]];
  hash: [{ readonly name: string }, { readonly traceSha256: string }];
  compare: [{ readonly name: string }, readonly ComparedRun[]];
  difference: [{ readonly name: string }, DifferenceView | null];
  export: [{ readonly name: string; readonly format: ExportFormat }, ExportedFile];
  fault: [{ readonly name: string; readonly fault: string }, { readonly name: string }];
  list: [null, ListView];
  answer: [{ readonly id: string }, AnswerView];
}
export type RequestName = keyof Requests;

/** Bytes are decoded over there, and the text comes back; text that the page already has does not. */
export type NoteSource =
  | { readonly file: string; readonly bytes: Uint8Array }
  | { readonly file: string; readonly text: string };

/** "cancelled": someone asked again. "crashed": our own mistake, with its message; the worker has been started anew. */
export type Failure =
  | { readonly kind: "problem"; readonly words: Text }
  | { readonly kind: "cancelled" }
  | { readonly kind: "crashed"; readonly message: string };
export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure };

/** Page -> worker. */
export type ToWorker =
  | { readonly id: number; readonly ask: RequestName; readonly given: unknown }
  | { readonly id: number; readonly cancel: true };
/** Worker -> page. `runs`: so many runs have been made for this request so far; where it is one run, so many of its events. */
export type FromWorker =
  | { readonly id: number; readonly outcome: Outcome<unknown> }
  | { readonly id: number; readonly runs: number };

export interface CheckResult {
  /** Only when bytes were given. */
  readonly text: string | null;
  readonly encoding: string | null;
  readonly remark: Text | null;
  readonly note: NoteView;
}

/** A checked note without its text: every place is an offset into the text, which stays on the page. */
export interface NoteView {
  readonly file: string;
  readonly lines: number;
  /** Where each drawn row begins: one a line, and more where a line is so long that drawing it whole would stall the page. */
  readonly rowStarts: Uint32Array;
  /** The line (1, 2, ...) of each row; 0 for the continuation of the row above. */
  readonly rowLines: Uint32Array;
  /** In the order of the text, never overlapping. */
  readonly statements: readonly StatementView[];
  readonly questions: readonly QuestionView[];
  /** Lines that are headings. */
  readonly headings: readonly number[];
  readonly notUnderstood: readonly { readonly line: number; readonly endLine: number; readonly text: string }[];
  readonly problems: readonly { readonly line: number; readonly message: Text }[];
  readonly totals: Readonly<Record<StatementVerdict, number>> & { readonly statements: number };
}

export interface StatementView {
  readonly start: number;
  readonly end: number;
  readonly line: number;
  /** Index into `questions`. */
  readonly question: number;
  readonly verdict: StatementVerdict;
  readonly claims: readonly { readonly id: string; readonly verdict: ClaimVerdict }[];
}

export type ClaimVerdict = "confirmed" | "refuted" | "depends" | "undecided";

export interface QuestionView {
  readonly id: string;
  readonly section: readonly string[];
  readonly ask: string;
  readonly line: number;
  readonly endLine: number;
  readonly followUp: boolean;
  /** How many questions stand above it in its tree. */
  readonly depth: number;
  readonly answered: boolean;
  /** The question of the catalogue that it is. */
  readonly matched: string | null;
  readonly hasExperiments: boolean;
  readonly counts: Readonly<Record<StatementVerdict, number>>;
  /** The points of a full answer that are not in it, weightiest first; `points` is how many a full answer has. */
  readonly missing: readonly { readonly id: string; readonly says: Text; readonly weight: Weight }[];
  readonly points: number;
}
export type Weight = "core" | "full" | "senior";

export interface ClaimView {
  readonly id: string;
  readonly says: Text;
  readonly reason: Text;
  readonly kind: "point" | "misconception";
  readonly weight: Weight;
  readonly source: string;
  readonly by: "run" | "source" | "nothing-yet";
  /** "always" is refuted by one run, "possible" is confirmed by one; null when no run decides. */
  readonly holds: "always" | "possible" | null;
}

export interface EvidenceView {
  readonly claim: ClaimView;
  readonly verdict: ClaimVerdict;
  readonly coverage: Coverage | null;
  readonly run: EvidenceRun | null;
  /** The runs of the part of the claim's space that the shown run belongs to. */
  readonly strip: StripView | null;
  readonly contrasts: readonly ContrastView[];
  readonly instead: readonly { readonly id: string; readonly says: Text; readonly verdict: ClaimVerdict }[];
  readonly followUps: readonly FollowUpView[];
}

export interface EvidenceRun {
  readonly name: string;
  readonly scenario: { readonly id: string; readonly title: Text; readonly about: Text };
  readonly timelines: readonly Timeline[];
  readonly network: NetworkView | null;
  readonly because: readonly number[];
  /** Does the claim hold in this run? */
  readonly holds: boolean;
  readonly traceSha256: string;
  /** What was kept when the claim was decided; null for a run that no verdict rests on. */
  readonly keptSha256: string | null;
  readonly text: Text;
}

export interface StripView {
  readonly scenario: Text;
  readonly runs: readonly { readonly name: string; readonly holds: boolean; readonly switches: number }[];
  /** The run that the verdict rests on. */
  readonly chosen: number | null;
  /** All runs of this part are here. */
  readonly whole: boolean;
  /** This part is the claim's whole space. */
  readonly all: boolean;
}

export interface ContrastView {
  readonly says: Text;
  readonly runs: number;
  readonly failing: number;
  readonly exhaustive: boolean;
  /** The neighbouring world, as the name of a run. */
  readonly name: string;
}

export interface FollowUpView {
  readonly id: string;
  readonly ask: Text;
  readonly kind: "number" | "order" | "set" | "choice" | "true-false" | "trace-step";
}

export interface AnswerView {
  readonly id: string;
  readonly value: number | boolean | readonly number[] | string;
  readonly says: Text;
  readonly run: string | null;
}

export interface RunView {
  /** The resolved name: every knob, the engine. */
  readonly name: string;
  readonly scenario: ScenarioView;
  readonly knobs: Readonly<Record<string, string | number | boolean>>;
  readonly seed: number;
  readonly engine: string;
  readonly faults: readonly string[];
  readonly overrides: readonly (readonly [at: number, pick: number])[];
  readonly otherEngine: string | null;
  readonly misfits: readonly Text[];
  readonly timelines: readonly Timeline[];
  readonly cpus: CpuLanes;
  /** Null for a run in which no frame is sent. */
  readonly network: NetworkView | null;
  readonly timelineText: Text;
  readonly ladderText: Text;
  readonly events: EventTable;
  /** Of a long run null: it is asked for (`hash`), for it takes longer than all the rest. */
  readonly traceSha256: string | null;
  readonly virtualTime: string;
  /** What the claims that are about this scenario say of this one run. */
  readonly findings: readonly FindingView[];
  /** How the asked claim fares here; null when none was asked for. */
  readonly asked: { readonly holds: boolean; readonly because: readonly number[] } | null;
}

/**
 * All events of a run in columns, by their number: a hundred thousand of them cross to the page in a few milliseconds. Their words come
 * for the first of them, the others' are asked for (`words`) when somebody looks at them.
 */
export interface EventTable {
  readonly count: number;
  readonly at: Float64Array;
  /** -1 for an event without a cause. */
  readonly cause: Int32Array;
  /** Index into `layers`. */
  readonly layer: Uint8Array;
  readonly bad: Uint8Array;
  /** Index into `names`. */
  readonly who: Uint16Array;
  readonly names: readonly string[];
  readonly words: readonly Text[];
}
/** Which layer something happened on: the colour of its mark, and its shape. */
export const layers = ["app", "transport", "ip", "kernel"] as const;
export type Layer = (typeof layers)[number];

/** What a run between hosts has besides its events. */
export interface NetworkView {
  readonly ladder: Ladder;
  /** So many rungs the whole ladder has, where `ladder` is a part of it. */
  readonly allRungs: number;
  /** The events that stand in the picture: what one steps through. */
  readonly stops: Int32Array;
  /** One for each lifeline: its address, where it has a single one. */
  readonly addresses: readonly (string | null)[];
  /** By the number of an event: the frame that it is about (its arrival, its loss), or -1. */
  readonly frameOf: Int32Array;
  readonly connections: readonly ConnectionStates[];
  /** The ways between states that there are: the protocol's own table. */
  readonly transitions: readonly StateTransition[];
  readonly samples: readonly Samples[];
  /** Which faults the scenario has an occasion for. */
  readonly acts: readonly string[];
}

/** The bytes of one frame, as it was sent, or as it arrived where the event is its arrival. */
export interface FrameView {
  readonly event: number;
  readonly frame: number;
  readonly link: string;
  readonly bytes: Uint8Array;
  readonly layers: readonly InspectedLayer[];
  /** In one line, as tcpdump has it. */
  readonly summary: string;
}

export interface ComparedRun {
  readonly name: string;
  /** The faults and choices that it has; empty for the run that nobody broke. */
  readonly faults: readonly string[];
  readonly current: boolean;
  /** When the first connect() returned, and its error, if that is what it returned; null: it never did. */
  readonly connected: { readonly at: number; readonly time: string; readonly error: string | null } | null;
  readonly lasted: number;
  readonly time: string;
  readonly frames: number;
  readonly again: number;
}

/** This run beside the one that its last fault or choice parted it from. */
export interface DifferenceView {
  /** The other run. */
  readonly name: string;
  /** The fault or choice that parts them. */
  readonly by: string;
  /** So many events are the same. */
  readonly same: number;
  readonly here: EventView | null;
  readonly there: EventView | null;
  /** The first of them; `more` says how many there are besides. */
  readonly changes: readonly Change[];
  readonly more: number;
  readonly shifts: readonly { readonly by: number; readonly count: number }[];
}

export type ExportFormat = "pcapng" | "perfetto" | "json";
export interface ExportedFile {
  readonly file: string;
  readonly bytes: Uint8Array;
}

export interface FindingView {
  readonly claim: string;
  readonly says: Text;
  /** Whether the claim is about every run, or about there being one. */
  readonly always: boolean;
  readonly holds: boolean;
  readonly because: readonly number[];
}

export interface EventView {
  readonly id: number;
  readonly at: string;
  readonly words: Text;
  readonly who: string;
  readonly layer: Layer;
  readonly bad: boolean;
}

/** Another way that one decision could have gone: the run that follows, and what happens first in it. */
export interface ForkView {
  readonly pick: number;
  readonly taken: boolean;
  readonly name: string;
  readonly next: Text;
}

export interface ScenarioView {
  readonly id: string;
  readonly title: Text;
  readonly about: Text;
  readonly knobs: readonly KnobView[];
  /** The run that nobody turned a knob of. */
  readonly name: string;
}

export type KnobView = { readonly name: string; readonly about: Text } & (
  | { readonly type: "flag"; readonly byDefault: boolean }
  | { readonly type: "number"; readonly byDefault: number; readonly least: number; readonly most: number }
  | { readonly type: "one-of"; readonly byDefault: string; readonly options: readonly string[] }
);

export interface ListView {
  readonly engine: string;
  readonly topics: readonly {
    readonly question: string;
    readonly ask: Text;
    readonly scenarios: readonly ScenarioView[];
    readonly claims: readonly {
      readonly claim: ClaimView;
      readonly verdict: ClaimVerdict;
      readonly coverage: Coverage | null;
      readonly run: string | null;
    }[];
  }[];
}
