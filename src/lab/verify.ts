/** Decides a claim by running its whole space. What it returns is all that the product ever says about the claim's truth. */
import { everyRun, type Overrides } from "../engine/explore/replay.ts";
import type { EventId } from "../engine/trace/happening.ts";
import { engineVersion, type RunRef } from "../engine/world/run-ref.ts";
import type { Case, Check, Claim, Contrast, Coverage, RunDecision, Verdict } from "./claim.ts";
import { switches } from "./observe.ts";
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

/** Every run of a case with its finding, in the order of exploration; the return value says whether these were all. */
export function* judgedRuns(
  over: Case,
  check: Check,
  limit = mostRuns,
): Generator<JudgedRun, { exhaustive: boolean }, unknown> {
  const { scenario } = over;
  const knobs = { ...defaultKnobs(scenario), ...over.knobs };
  const judge = (run: Run): JudgedRun => ({ ref: run.ref, ...check(run), switches: switches(run.trace) });
  const name = (seed: number, choices: Overrides): RunRef => ({
    scenario: scenario.id,
    knobs,
    seed,
    faults: [],
    choices,
    engine: engineVersion,
  });
  let exhaustive = true;
  for (const seed of over.seeds ?? [1]) {
    if (over.choices === "default") {
      const run = makeRun(scenario, name(seed, []));
      // Without any decision or chance in it, the one run is all there is.
      if (run.trace.choices.length > 0) exhaustive = false;
      yield judge(run);
      continue;
    }
    const search = everyRun(
      (overrides) => {
        const run = makeRun(scenario, name(seed, overrides));
        return { run, choices: run.trace.choices };
      },
      { runs: limit },
    );
    for (;;) {
      const next = search.next();
      if (next.done) {
        exhaustive &&= next.value.exhaustive;
        break;
      }
      yield judge(next.value.result.run);
    }
  }
  return { exhaustive };
}

/** Decides a claim. Takes as long as its space is large; `onProgress` is told the number of runs made so far. */
export function verify(claim: Claim, onProgress?: (runs: number) => void): Verdict {
  const { decided } = claim;
  if (decided.by === "source") return { by: "source", verdict: decided.verdict };
  if (decided.by === "nothing-yet") return { by: "nothing-yet", verdict: "undecided", why: decided.why };
  return verifyByRuns(decided, onProgress);
}

function verifyByRuns(decided: RunDecision, onProgress?: (runs: number) => void): Verdict {
  let runs = 0;
  let holding = 0;
  let exhaustive = true;
  let best: JudgedRun | null = null;
  const decisive = decided.holds === "possible";
  let first: JudgedRun | null = null;
  for (const over of decided.over) {
    const search = judgedRuns(over, decided.check);
    for (;;) {
      const next = search.next();
      if (next.done) {
        exhaustive &&= next.value.exhaustive;
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
  const coverage: Coverage = { runs, holding, exhaustive, ...(exhaustive ? {} : { bound: `${runs} runs` }) };
  const confirmed = (run: JudgedRun): Verdict => ({
    by: "run",
    verdict: "confirmed",
    witness: run.ref,
    because: run.because,
    coverage,
  });
  const refuted = (run: JudgedRun): Verdict => ({
    by: "run",
    verdict: "refuted",
    counterexample: run.ref,
    because: run.because,
    coverage,
  });
  if (best) return decided.holds === "possible" ? confirmed(best) : refuted(best);
  if (first && exhaustive) return decided.holds === "possible" ? refuted(first) : confirmed(first);
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

/** In how many runs of a neighbouring world the property fails. */
export function countContrast(
  contrast: Contrast,
  check: Check,
): { runs: number; failing: number; exhaustive: boolean } {
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
