/** Decides a claim by running its whole space. What it returns is all that the product ever says about the claim's truth. */
import { assert } from "../engine/base/assert.ts";
import { everyRun, type Overrides } from "../engine/explore/replay.ts";
import type { EventId } from "../engine/trace/happening.ts";
import type { ChoiceKind, ChoiceMade } from "../engine/trace/trace.ts";
import { engineVersion, type RunRef } from "../engine/world/run-ref.ts";
import {
  type Case,
  type Check,
  type Claim,
  type Condition,
  type Contrast,
  type Coverage,
  type Limits,
  type RunDecision,
  runOf,
  type Verdict,
} from "./claim.ts";
import { Explored } from "./explored.ts";
import { switches } from "./observe.ts";
import { isEndCheck, isProgram } from "./program.ts";
import { makeRun, type Run } from "./run.ts";
import { defaultKnobs } from "./scenario.ts";

/** More runs than this of one case are a search for another explorer; the verdict then says that it is bounded. */
export const mostRuns = 100_000;

/** One run of a case as a claim sees it. */
export interface JudgedRun {
  readonly ref: RunRef;
  readonly holds: boolean;
  readonly because: readonly EventId[];
  readonly switches: number;
}

/** What `judgedRuns` returns: whether it visited all that the case declares, and what the case itself leaves out. */
export interface Searched {
  readonly exhaustive: boolean;
  readonly limits: Limits;
}

/** Every run of a case with its finding, in the order of exploration. */
export function* judgedRuns(over: Case, check: Check, limit = mostRuns): Generator<JudgedRun, Searched, unknown> {
  const { scenario } = over;
  const knobs = { ...defaultKnobs(scenario), ...over.knobs };
  const faults = over.faults ?? [];
  const seeds = over.seeds ?? [1];
  const departures = departuresOf(over.choices);
  let bounded = false;
  let cut = false;
  let random = false;
  for (const seed of seeds) {
    const replay = (choices: Overrides): { run: Run; choices: readonly ChoiceMade[] } => {
      const run = makeRun(scenario, { scenario: scenario.id, knobs, seed, faults, choices, engine: engineVersion });
      return { run, choices: run.trace.choices };
    };
    const search = everyRun(replay, { runs: limit, ...(departures ? { departures } : {}) });
    for (;;) {
      const next = search.next();
      if (next.done) {
        if (next.value.cutBy === "runs") cut = true;
        if (next.value.cutBy === "departures") bounded = true;
        break;
      }
      const { run } = next.value.result;
      random ||= run.random;
      yield { ref: run.ref, ...check(run), switches: switches(run.trace) };
    }
  }
  const limits: Limits = {
    seeds: random ? seeds.length : null,
    departures: bounded ? departures : null,
    cutAfter: cut ? limit : null,
  };
  return { exhaustive: !bounded && !cut && !random, limits };
}

/** As bounds of the search: kinds that are not named may not depart at all. Null: no bounds. */
function departuresOf(choices: Case["choices"]): Record<ChoiceKind, number> | null {
  if (choices === "all") return null;
  return { schedule: 0, frame: 0, ...(choices === "default" ? {} : choices) };
}

interface ExploredCase extends Searched {
  readonly runs: number;
  readonly holding: number;
  /** With the fewest switches each; null when there is none. */
  readonly any: JudgedRun;
  readonly shows: JudgedRun | null;
  readonly fails: JudgedRun | null;
}

/** A whole thread program, judged by how its runs end: all interleavings at once, without making each. Null for any other case. */
function exploredCase({ scenario, knobs = {}, choices }: Case, check: Check): ExploredCase | null {
  if (!isProgram(scenario) || !isEndCheck(check) || choices !== "all") return null;
  const explored = new Explored(scenario, knobs);
  const judged = (condition: string): JudgedRun | null => {
    const picked = explored.pick(condition);
    if (!picked) return null;
    const run = makeRun(scenario, picked.ref);
    return { ref: picked.ref, ...check(run), switches: picked.switches };
  };
  const any = judged("1");
  assert(any, () => `${scenario.id} has no run that ends`);
  const { runs, complete, cyclic } = explored;
  return {
    runs,
    holding: explored.count(check.atEnd),
    any,
    shows: judged(check.atEnd),
    fails: judged(`!(${check.atEnd})`),
    exhaustive: complete,
    limits: { seeds: null, departures: null, cutAfter: complete ? null : runs, ...(cyclic ? { endings: true } : {}) },
  };
}

/** Decides a claim. Takes as long as its space is large; `onProgress` is told the number of runs made so far. */
export function verify(claim: Claim, onProgress?: (runs: number) => void): Verdict {
  const { decided } = claim;
  if (decided.by === "source") return { by: "source", verdict: decided.verdict };
  if (decided.by === "nothing-yet") return { by: "nothing-yet", verdict: "undecided", why: decided.why };
  return decided.conditions
    ? verifyByConditions(decided, decided.conditions, onProgress)
    : verifyByRuns(decided, onProgress);
}

/** Decides each condition by itself. Where they disagree, the claim depends on them. */
function verifyByConditions(
  decided: RunDecision,
  conditions: readonly Condition[],
  onProgress?: (runs: number) => void,
): Verdict {
  assert(conditions.length > 1, "a claim that depends on less than two conditions");
  let before = 0;
  const verdicts = conditions.map(({ over }) => {
    const verdict = verifyByRuns({ ...decided, over }, onProgress && ((runs) => onProgress(before + runs)));
    before += verdict.coverage.runs;
    return verdict;
  });
  const refuted = verdicts.find((one) => one.verdict === "refuted");
  // All of one mind: decided over all of them at once, which costs their runs again but only where nothing depends.
  if (!refuted || verdicts.every((one) => one.verdict === "refuted")) return verifyByRuns(decided, onProgress);
  return {
    by: "run",
    verdict: "depends",
    counterexample: refuted.counterexample,
    because: refuted.because,
    coverage: verdicts.map(({ coverage }) => coverage).reduce(addCoverage),
    conditions: verdicts.map((one) => ({
      verdict: one.verdict,
      run: runOf(one),
      because: one.verdict === "undecided" ? [] : one.because,
      coverage: one.coverage,
    })),
  };
}

const addCoverage = (a: Coverage, b: Coverage): Coverage => ({
  runs: a.runs + b.runs,
  holding: a.holding + b.holding,
  ...both(a, b),
});

type RunVerdict = Extract<Verdict, { by: "run" }>;
type PlainVerdict = Exclude<RunVerdict, { verdict: "depends" }>;

function verifyByRuns(decided: RunDecision, onProgress?: (runs: number) => void): PlainVerdict {
  const decisive = decided.holds === "possible";
  let runs = 0;
  let holding = 0;
  let best: JudgedRun | null = null;
  let first: JudgedRun | null = null;
  let searched: Searched | null = null;
  for (const over of decided.over) {
    const explored = exploredCase(over, decided.check);
    if (explored) {
      searched = searched ? both(searched, explored) : explored;
      runs += explored.runs;
      holding += explored.holding;
      first ??= explored.any;
      const shown = decisive ? explored.shows : explored.fails;
      if (shown && (best === null || shown.switches < best.switches)) best = shown;
      onProgress?.(runs);
      continue;
    }
    const search = judgedRuns(over, decided.check);
    for (;;) {
      const next = search.next();
      if (next.done) {
        searched = searched ? both(searched, next.value) : next.value;
        break;
      }
      const run = next.value;
      first ??= run;
      runs++;
      if (run.holds) holding++;
      // Of all runs that decide, the one with the fewest switches is shown; of equals, the first.
      if (run.holds === decisive && (best === null || run.switches < best.switches)) best = run;
      onProgress?.(runs);
    }
  }
  assert(searched && first, "a claim over no runs");
  const coverage: Coverage = { runs, holding, ...searched };
  const confirmed = (run: JudgedRun): PlainVerdict => ({
    by: "run",
    verdict: "confirmed",
    witness: run.ref,
    because: run.because,
    coverage,
  });
  const refuted = (run: JudgedRun): PlainVerdict => ({
    by: "run",
    verdict: "refuted",
    counterexample: run.ref,
    because: run.because,
    coverage,
  });
  if (best) return decisive ? confirmed(best) : refuted(best);
  // Nothing in the space decided, so the whole of it does: it holds in each run, or in none. A search that was broken off is not whole.
  if (coverage.limits.cutAfter === null) return decisive ? refuted(first) : confirmed(first);
  return {
    by: "run",
    verdict: "undecided",
    why: {
      ko: `${runs}번까지만 돌려 보아 결론을 낼 수 없습니다.`,
      en: `Only ${runs} runs were made, which decide nothing.`,
    },
    coverage,
  };
}

/** Two parts of a space together: exhaustive if both are; otherwise the limits of either. */
function both(a: Searched, b: Searched): Searched {
  const seeds = Math.max(a.limits.seeds ?? 0, b.limits.seeds ?? 0);
  return {
    exhaustive: a.exhaustive && b.exhaustive,
    limits: {
      seeds: seeds > 0 ? seeds : null,
      departures: a.limits.departures ?? b.limits.departures,
      cutAfter: a.limits.cutAfter ?? b.limits.cutAfter,
      ...(a.limits.endings || b.limits.endings ? { endings: true } : {}),
    },
  };
}

/** In how many runs of a neighbouring world the property fails. */
export function countContrast(
  contrast: Contrast,
  check: Check,
): { runs: number; failing: number; exhaustive: boolean } {
  const explored = exploredCase(contrast.over, contrast.check ?? check);
  if (explored)
    return { runs: explored.runs, failing: explored.runs - explored.holding, exhaustive: explored.exhaustive };
  const search = judgedRuns(contrast.over, contrast.check ?? check);
  let runs = 0;
  let failing = 0;
  for (;;) {
    const next = search.next();
    if (next.done) return { runs, failing, exhaustive: next.value.exhaustive };
    runs++;
    if (!next.value.holds) failing++;
  }
}
