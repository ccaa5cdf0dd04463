/**
 * Faults: what is made to go wrong in a run, named by meaning ("drop SYN 1..2 from client") rather than by position, so that the
 * name survives changes of the engine. This file reads and writes them and counts which frames they mean; links carry them out.
 *
 *     drop|duplicate FRAME [N[..M]] [from HOST]      delay FRAME [N[..M]] [from HOST] by DURATION
 *     corrupt FRAME [N[..M]] [from HOST] bit N       loss P%
 *     kill PROGRAM at TIME                           expire certificate of HOST
 *
 * FRAME is a label that the sender gave its frame (SYN, SYN-ACK, DATA, "DNS response", ...) or FRAME for any. Without a number
 * every such frame is meant.
 */
import { assert } from "../base/assert.ts";
import { type Duration, formatTime, type Instant, parseDuration } from "../base/time.ts";

export interface WhichFrames {
  readonly label: string;
  /** First and last, counted from 1 among the frames with that label (and sender, if given). */
  readonly first: number;
  readonly last: number;
  readonly from: string | null;
}

export type FrameFault =
  | { readonly act: "drop"; readonly which: WhichFrames }
  | { readonly act: "duplicate"; readonly which: WhichFrames }
  | { readonly act: "delay"; readonly which: WhichFrames; readonly by: Duration }
  | { readonly act: "corrupt"; readonly which: WhichFrames; readonly bit: number };

export type Fault =
  | FrameFault
  | { readonly act: "loss"; readonly percent: number }
  | { readonly act: "kill"; readonly program: string; readonly at: Instant }
  | { readonly act: "expire"; readonly host: string };

export const faultActs = ["drop", "duplicate", "delay", "corrupt", "loss", "kill", "expire"] as const;

/** Why an expression is no fault. */
export interface FaultProblem {
  /** Offset of the first character that does not fit. */
  readonly at: number;
  /** What does not fit there; "" when something is missing at the end. */
  readonly found: string;
  /** What should stand there. "act": one of `faultActs`; "end": nothing more. */
  readonly expected:
    | "act"
    | "frame"
    | "range"
    | "host"
    | "duration"
    | "bit"
    | "percentage"
    | "program-and-time"
    | "certificate"
    | "end";
}

/** Reads one fault expression. Upper and lower case of labels matter not; those of host names do. */
export function parseFault(text: string): Fault | FaultProblem {
  const words = [...text.matchAll(/\S+/g)].map((match) => ({ word: match[0], at: match.index }));
  const first = words[0];
  if (!first) return { at: 0, found: "", expected: "act" };
  const act = faultActs.find((known) => known === first.word.toLowerCase());
  const end = text.length;
  if (!act) return { at: first.at, found: first.word, expected: "act" };
  const rest = words.slice(1);
  switch (act) {
    case "loss": {
      const match = /^(\d{1,3}(?:\.\d{1,6})?)%$/.exec(rest[0]?.word ?? "");
      const percent = match ? Number(match[1]) : Number.NaN;
      if (!(percent >= 0 && percent <= 100) || rest.length !== 1)
        return { at: rest[0]?.at ?? end, found: rest[0]?.word ?? "", expected: "percentage" };
      return { act, percent };
    }
    case "kill": {
      const at = rest[2] ? parseDuration(rest[2].word) : null;
      if (rest.length !== 3 || rest[1]!.word !== "at" || at === null)
        return { at: rest[0]?.at ?? end, found: rest[0]?.word ?? "", expected: "program-and-time" };
      return { act, program: rest[0]!.word, at: (0 + at) as Instant };
    }
    case "expire":
      if (rest.length !== 3 || rest[0]!.word !== "certificate" || rest[1]!.word !== "of")
        return { at: rest[0]?.at ?? end, found: rest[0]?.word ?? "", expected: "certificate" };
      return { act, host: rest[2]!.word };
    default:
      return parseFrameFault(act, rest, end);
  }
}

function parseFrameFault(
  act: FrameFault["act"],
  words: readonly { word: string; at: number }[],
  end: number,
): Fault | FaultProblem {
  let at = 0;
  const label: string[] = [];
  while (at < words.length && !/^(\d|from$|by$|bit$)/.test(words[at]!.word)) label.push(words[at++]!.word);
  if (label.length === 0) return { at: words[0]?.at ?? end, found: words[0]?.word ?? "", expected: "frame" };
  let range: [number, number] = [1, Number.MAX_SAFE_INTEGER];
  if (at < words.length && /^\d/.test(words[at]!.word)) {
    const match = /^(\d{1,9})(?:\.\.(\d{1,9}))?$/.exec(words[at]!.word);
    const lower = Number(match?.[1]);
    const upper = Number(match?.[2] ?? match?.[1]);
    if (!match || lower < 1 || upper < lower) return { at: words[at]!.at, found: words[at]!.word, expected: "range" };
    range = [lower, upper];
    at++;
  }
  let from: string | null = null;
  if (words[at]?.word === "from") {
    const host = words[at + 1];
    if (!host) return { at: end, found: "", expected: "host" };
    from = host.word;
    at += 2;
  }
  const which: WhichFrames = { label: label.join(" ").toUpperCase(), first: range[0], last: range[1], from };
  let fault: FrameFault;
  if (act === "delay") {
    const by = words[at]?.word === "by" && words[at + 1] ? parseDuration(words[at + 1]!.word) : null;
    if (by === null) return { at: words[at]?.at ?? end, found: words[at]?.word ?? "", expected: "duration" };
    fault = { act, which, by };
    at += 2;
  } else if (act === "corrupt") {
    const bit = words[at]?.word === "bit" ? /^\d{1,6}$/.exec(words[at + 1]?.word ?? "") : null;
    if (!bit) return { at: words[at]?.at ?? end, found: words[at]?.word ?? "", expected: "bit" };
    fault = { act, which, bit: Number(bit[0]) };
    at += 2;
  } else fault = { act, which };
  if (at < words.length) return { at: words[at]!.at, found: words[at]!.word, expected: "end" };
  return fault;
}

/** The one text of a fault: `parseFault(formatFault(f))` is `f`. */
export function formatFault(fault: Fault): string {
  switch (fault.act) {
    case "loss":
      return `loss ${fault.percent}%`;
    case "kill":
      return `kill ${fault.program} at ${formatTime(fault.at).replace(" ", "")}`;
    case "expire":
      return `expire certificate of ${fault.host}`;
    default: {
      const { label, first, last, from } = fault.which;
      const range =
        last === Number.MAX_SAFE_INTEGER
          ? first === 1
            ? ""
            : ` ${first}..${last}`
          : first === last
            ? ` ${first}`
            : ` ${first}..${last}`;
      const sender = from === null ? "" : ` from ${from}`;
      const how =
        fault.act === "delay"
          ? ` by ${formatTime(fault.by).replace(" ", "")}`
          : fault.act === "corrupt"
            ? ` bit ${fault.bit}`
            : "";
      return `${fault.act} ${label}${range}${sender}${how}`;
    }
  }
}

/** The faults of one run, each with how often it has matched so far. */
export class FaultPlan {
  readonly #faults: readonly { fault: Fault; text: string; seen: number; applied: number }[];

  constructor(faults: readonly Fault[]) {
    this.#faults = faults.map((fault) => ({ fault, text: formatFault(fault), seen: 0, applied: 0 }));
  }

  /** Whether nothing at all is to go wrong. */
  get empty(): boolean {
    return this.#faults.length === 0;
  }

  /** Which frame faults mean this frame, sent now by `from`. Counts it: ask once for each frame. */
  onFrame(labels: readonly string[], from: string): readonly { fault: FrameFault; text: string }[] {
    if (this.#faults.length === 0) return nothing;
    const out: { fault: FrameFault; text: string }[] = [];
    for (const entry of this.#faults) {
      const { fault } = entry;
      if (!("which" in fault)) continue;
      const { label, first, last, from: sender } = fault.which;
      if (sender !== null && sender !== from) continue;
      if (label !== "FRAME" && !labels.some((own) => own.toUpperCase() === label)) continue;
      entry.seen++;
      if (entry.seen < first || entry.seen > last) continue;
      entry.applied++;
      out.push({ fault, text: entry.text });
    }
    return out;
  }

  /** The probability of loss that a fault adds to every link: the greatest of all `loss` faults. */
  get loss(): number {
    let most = 0;
    for (const { fault } of this.#faults) if (fault.act === "loss") most = Math.max(most, fault.percent / 100);
    return most;
  }

  /** Every fault of one act, for whoever carries it out (a host: kill; a scenario: expire). Counts as applied. */
  take<A extends Fault["act"]>(act: A): Extract<Fault, { act: A }>[] {
    const found = this.#faults.filter((entry) => entry.fault.act === act);
    for (const entry of found) entry.applied++;
    return found.map((entry) => {
      assert(entry.fault.act === act, "a fault changed its act");
      return entry.fault as Extract<Fault, { act: A }>;
    });
  }

  /** The faults of which this run had no occasion: the learner is told, rather than left to believe that they did nothing. */
  unused(): string[] {
    return this.#faults.filter((entry) => entry.applied === 0 && entry.fault.act !== "loss").map((entry) => entry.text);
  }
}

const nothing: readonly never[] = [];
