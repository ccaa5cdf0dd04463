/**
 * Kept verdicts: what `npm run verdicts` found when it decided every claim over its whole space. The product shows them at once
 * and replays their runs live; nothing in the tables is typed in, and the tests decide every claim again and compare.
 */
import { engineVersion } from "../engine/world/run-ref.ts";
import type { Topic } from "../lab/catalogue.ts";
import type { Claim } from "../lab/claim.ts";
import { type Decided, decide, type VerdictTable } from "../lab/decide.ts";
import { catalogue } from "./catalogue.ts";

const topicOfClaim = new Map(
  catalogue.topics.flatMap((topic) => topic.claims.map((claim): [string, Topic] => [claim.id, topic])),
);
const tables = new Map<Topic, VerdictTable>();

/** What is kept of a claim; a claim that is in no table, or in a table of another engine, is decided now. */
export function decidedOf(claim: Claim): Decided {
  const topic = topicOfClaim.get(claim.id);
  const table = topic && tableOf(topic);
  const kept = table?.engine === engineVersion ? table.claims[claim.id] : undefined;
  return kept ?? decide(claim);
}

function tableOf(topic: Topic): VerdictTable {
  const table = tables.get(topic) ?? topic.verdicts();
  tables.set(topic, table);
  return table;
}
