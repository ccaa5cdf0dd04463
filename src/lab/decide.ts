/** Decides a claim with all that is kept of it: its verdict, the hash of the run that it rests on, and its contrasts. */
import { type Claim, type RunDecision, runOf, type Verdict } from "./claim.ts";
import { makeRun, runHash } from "./run.ts";
import type { Scenario } from "./scenario.ts";
import { countContrast, verify } from "./verify.ts";

export interface Decided {
  readonly verdict: Verdict;
  /** SHA-256 of the trace of the run that it rests on; null when it rests on none. */
  readonly traceSha256: string | null;
  /** The claim's contrasts, in their order. */
  readonly contrasts: readonly { readonly runs: number; readonly failing: number; readonly exhaustive: boolean }[];
}

/** What `npm run verdicts` kept of a topic's claims. */
export interface VerdictTable {
  /** The version of the engine that decided them; another engine's verdicts count for nothing. */
  readonly engine: string;
  readonly claims: Readonly<Record<string, Decided>>;
}

export function decide(claim: Claim): Decided {
  const verdict = verify(claim);
  const { decided } = claim;
  if (decided.by !== "run") return { verdict, traceSha256: null, contrasts: [] };
  const ref = runOf(verdict);
  return {
    verdict,
    traceSha256: ref === null ? null : runHash(makeRun(scenarioOf(decided, ref.scenario), ref)),
    contrasts: decided.contrasts.map((contrast) => countContrast(contrast, decided.check)),
  };
}

function scenarioOf(decided: RunDecision, id: string): Scenario {
  const found = decided.over.find((one) => one.scenario.id === id);
  if (!found) throw new TypeError(`the run of a claim is of ${id}, which is not in its space`);
  return found.scenario;
}
