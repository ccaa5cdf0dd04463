/** Makes one run of a scenario from its name, and never leaves a failure of ours without that name. */
import { BrokenInvariant } from "../engine/base/assert.ts";
import type { Instant } from "../engine/base/time.ts";
import { traceHash } from "../engine/trace/hash.ts";
import type { Kept, Trace } from "../engine/trace/trace.ts";
import { type Fault, parseFault } from "../engine/world/faults.ts";
import { engineVersion, formatRunRef, type RunRef } from "../engine/world/run-ref.ts";
import { type Ending, type Misfit, World } from "../engine/world/world.ts";
import { defaultKnobs, type Knobs, type Scenario } from "./scenario.ts";
import type { Text } from "./text.ts";

export interface Run {
  readonly ref: RunRef;
  readonly trace: Trace;
  /** Which happenings the trace has. */
  readonly kept: Kept;
  readonly ending: Ending;
  /** Virtual time at the end. */
  readonly lasted: Instant;
  /** Chance had a part in it: another seed may give another run. */
  readonly random: boolean;
  /** Faults of which the run had no occasion. */
  readonly unusedFaults: readonly string[];
  /** Choices that the run could not use: its name was made by another engine, or by hand. */
  readonly misfits: readonly Misfit[];
}

/**
 * Makes the run that `ref` names. The name must be resolved (`resolve.ts`): of this scenario, every knob given and valid.
 * @throws BrokenInvariant with the RunRef and the last 20 events, when the engine breaks a promise of its own.
 */
export function makeRun(scenario: Scenario, ref: RunRef): Run {
  const whole = makingRun(scenario, ref, Number.POSITIVE_INFINITY).next();
  if (!whole.done) throw new TypeError("a run in one slice has no pauses");
  return whole.value;
}

/** The same in slices of `every` turns; what is yielded is the number of events so far. */
export function* makingRun(scenario: Scenario, ref: RunRef, every = 2_000): Generator<number, Run, unknown> {
  const kept = scenario.keeps ?? "all";
  const world = new World({ seed: ref.seed, faults: ref.faults.map(resolvedFault), choices: ref.choices, trace: kept });
  try {
    scenario.build(world, ref.knobs);
    const running = world.running(every, scenario.mostTurns);
    let slice = running.next();
    for (; !slice.done; slice = running.next()) yield world.trace.events.length;
    return {
      ref,
      trace: world.trace,
      kept,
      ending: slice.value,
      lasted: world.now,
      random: world.random,
      unusedFaults: world.faults.unused(),
      misfits: world.misfits(),
    };
  } catch (error) {
    const events = world.trace.events.slice(-20).map((event) => `  ${JSON.stringify(event)}`);
    const what = error instanceof Error ? error.message : String(error);
    throw new BrokenInvariant(`${what}\nrun: ${formatRunRef(ref)}\nlast events:\n${events.join("\n")}`, {
      cause: error,
    });
  }
}

/** What to say of a run that does not keep all that happens; null when it does. */
export function keptWords({ ref, kept }: Run): Text | null {
  if (kept === "all") return null;
  const kinds = kept === "off" ? "-" : kept.join(", ");
  return {
    ko: `${ref.scenario}의 실행은 길어서 다음 종류의 사건만 기록합니다: ${kinds}`,
    en: `Runs of ${ref.scenario} are long, so only events of these kinds are kept: ${kinds}.`,
  };
}

/** SHA-256 of the run's trace: two machines that agree on it saw the same run. */
/** The run that a scenario gives with these knobs: the others at their defaults, seed 1, no faults, no other choices. */
export const runWith = (scenario: Scenario, knobs: Knobs = {}): Run =>
  makeRun(scenario, {
    scenario: scenario.id,
    knobs: { ...defaultKnobs(scenario), ...knobs },
    seed: 1,
    faults: [],
    choices: [],
    engine: engineVersion,
  });

export const runHash = (run: Run): string => traceHash(run.trace);

function resolvedFault(text: string): Fault {
  const fault = parseFault(text);
  if ("expected" in fault) throw new TypeError(`unresolved fault "${text}": ${fault.expected} expected`);
  return fault;
}
