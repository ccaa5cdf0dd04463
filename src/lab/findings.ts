/**
 * What single runs say of claims: only those claims are asked whose space has this setting of this scenario, since in other worlds
 * their checks would mean something else. It decides nothing: a verdict needs all runs of the space.
 */
import { type Catalogue, claimsOf } from "./catalogue.ts";
import type { Claim, Finding, RunDecision } from "./claim.ts";
import type { Run } from "./run.ts";
import { defaultKnobs } from "./scenario.ts";

export interface RunFinding extends Finding {
  readonly claim: Claim;
  readonly holds: boolean;
  /** "always" or "possible": what the claim says of all runs. */
  readonly quantifier: RunDecision["holds"];
}

export function findings(catalogue: Catalogue, run: Run): RunFinding[] {
  return claimsOf(catalogue).flatMap((claim) => {
    const { decided } = claim;
    if (decided.by !== "run" || !isInSpace(decided, run)) return [];
    return [{ claim, quantifier: decided.holds, ...decided.check(run) }];
  });
}

function isInSpace(decided: RunDecision, { ref }: Run): boolean {
  return decided.over.some(({ scenario, knobs }) => {
    if (scenario.id !== ref.scenario) return false;
    const wanted = { ...defaultKnobs(scenario), ...knobs };
    return Object.entries(wanted).every(([name, value]) => ref.knobs[name] === value);
  });
}
