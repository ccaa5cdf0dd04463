/**
 * Kept verdicts: what `npm run verdicts` found when it decided every claim over its whole space. The product shows them at once
 * and replays their runs live; nothing in the table is typed in, and the tests decide every claim again and compare.
 */
import { engineVersion } from "../engine/world/run-ref.ts";
import type { Claim } from "../lab/claim.ts";
import { type Decided, decide } from "../lab/decide.ts";
import { table } from "./verdicts.generated.ts";

export interface VerdictTable {
  readonly engine: string;
  readonly claims: Readonly<Record<string, Decided>>;
}

/** What is kept of a claim; a claim that is not in the table, or a table of another engine, is decided now. */
export function decidedOf(claim: Claim): Decided {
  const kept = table.engine === engineVersion ? table.claims[claim.id] : undefined;
  return kept ?? decide(claim);
}
