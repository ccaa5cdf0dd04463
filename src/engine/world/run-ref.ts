/**
 * The name of a run: enough to see the very same run again, anywhere. It is a URL, a command-line argument, a failing test's
 * message, a review's footnote. Written:
 *
 *     thread-safe/singleton-counter?lock=false&seed=7&fault=drop+SYN+1&choice=3:1&choice=5:0&engine=1
 *
 * Knobs stand under their own names; `seed`, `fault`, `choice` and `engine` are reserved.
 */
export interface RunRef {
  readonly scenario: string;
  readonly knobs: Readonly<Record<string, KnobValue>>;
  readonly seed: number;
  /** By meaning: "drop SYN 1..2 from client" survives changes of the engine. */
  readonly faults: readonly string[];
  /** By position: decision number `at` takes option `pick` instead of its default. Sorted by `at`. */
  readonly choices: readonly (readonly [at: number, pick: number])[];
  /** The engine that saw the run. */
  readonly engine: string;
}

export type KnobValue = string | number | boolean;

/** Raised when the same RunRef may give another trace than before: then positions of choices may have moved. */
export const engineVersion = "1";

export const reservedNames: readonly string[] = ["seed", "fault", "choice", "engine"];

/** The one text of a RunRef. Knobs are in code-unit order, so equal runs have equal names. */
export function formatRunRef(ref: RunRef): string {
  const pairs: string[] = [];
  for (const name of Object.keys(ref.knobs).sort()) pairs.push(`${quote(name)}=${quote(String(ref.knobs[name]))}`);
  pairs.push(`seed=${ref.seed}`);
  for (const fault of ref.faults) pairs.push(`fault=${quote(fault)}`);
  for (const [at, pick] of ref.choices) pairs.push(`choice=${at}:${pick}`);
  pairs.push(`engine=${quote(ref.engine)}`);
  return `${ref.scenario}?${pairs.join("&")}`;
}

/** What a RunRef's text says, knobs still as text: only the scenario knows their types. */
export interface RunRefText {
  scenario: string;
  knobs: Record<string, string>;
  seed: number | null;
  faults: string[];
  choices: [at: number, pick: number][];
  engine: string | null;
}

/** What is wrong with a run's name, and the part of it that is. */
export interface RunRefProblem {
  readonly wrong: "pair" | "seed" | "choice" | "knob-twice" | "choice-twice";
  readonly part: string;
}

/** Reads a RunRef or a bare scenario name. */
export function parseRunRef(text: string): RunRefText | RunRefProblem {
  const mark = text.indexOf("?");
  const out: RunRefText = {
    scenario: mark < 0 ? text : text.slice(0, mark),
    knobs: {},
    seed: null,
    faults: [],
    choices: [],
    engine: null,
  };
  if (mark < 0) return out;
  for (const pair of text.slice(mark + 1).split("&")) {
    if (pair === "") continue;
    const equals = pair.indexOf("=");
    const name = unquote(equals < 0 ? pair : pair.slice(0, equals));
    const value = equals < 0 ? null : unquote(pair.slice(equals + 1));
    if (name === null || value === null || equals < 1) return { wrong: "pair", part: pair };
    if (name === "seed") {
      const seed = parseSeed(value);
      if (seed === null) return { wrong: "seed", part: pair };
      out.seed = seed;
    } else if (name === "fault") out.faults.push(value);
    else if (name === "engine") out.engine = value;
    else if (name === "choice") {
      const match = /^(\d{1,9}):(\d{1,9})$/.exec(value);
      if (!match) return { wrong: "choice", part: pair };
      out.choices.push([Number(match[1]), Number(match[2])]);
    } else {
      if (Object.hasOwn(out.knobs, name)) return { wrong: "knob-twice", part: name };
      out.knobs[name] = value;
    }
  }
  out.choices.sort((a, b) => a[0] - b[0]);
  for (let i = 1; i < out.choices.length; i++)
    if (out.choices[i]![0] === out.choices[i - 1]![0])
      return { wrong: "choice-twice", part: String(out.choices[i]![0]) };
  return out;
}

/** A seed is a whole number that a double holds exactly; null otherwise. */
export function parseSeed(text: string): number | null {
  const seed = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(seed) ? seed : null;
}

function quote(text: string): string {
  return encodeURIComponent(text).replace(/%20/g, "+").replace(/%2F/g, "/");
}

function unquote(text: string): string | null {
  try {
    return decodeURIComponent(text.replace(/\+/g, " "));
  } catch {
    return null; // a lone % or broken UTF-8
  }
}
