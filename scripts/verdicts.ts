/**
 * `npm run verdicts [-- TOPIC...]`: decides every claim of the named topics (folders of src/topics; all of them when none is named)
 * over its whole space and writes each topic's `verdicts.generated.ts`. `--check` writes nothing and fails when a table differs from
 * what the runs say now. A new topic folder gets an empty table first, since its `topic.ts` imports one.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { engineVersion } from "../src/engine/world/run-ref.ts";
import type { Topic } from "../src/lab/catalogue.ts";
import { decide } from "../src/lab/decide.ts";

const topics = fileURLToPath(new URL("../src/topics", import.meta.url));
const folders = readdirSync(topics).filter((name) => existsSync(join(topics, name, "topic.ts")));
const checkOnly = process.argv.includes("--check");
const named = process.argv.slice(2).filter((argument) => argument !== "--check");
const unknown = named.filter((name) => !folders.includes(name));
if (unknown.length > 0) {
  process.stderr.write(
    `No such topic: ${unknown.join(", ")}. Topics are folders of src/topics: ${folders.join(", ")}.\n`,
  );
  process.exit(2);
}

const tablePath = (folder: string): string => join(topics, folder, "verdicts.generated.ts");
for (const folder of folders) if (!existsSync(tablePath(folder))) writeFileSync(tablePath(folder), textOf([]));

const { catalogue } = await import("../src/topics/catalogue.ts");
const stale = catalogue.topics.flatMap((topic) => {
  const folder = folderOf(topic);
  if (named.length > 0 && !named.includes(folder)) return [];
  const text = textOf(topic.claims.map((claim) => [claim.id, decideAloud(claim)]));
  if (!checkOnly) writeFileSync(tablePath(folder), text);
  return checkOnly && readFileSync(tablePath(folder), "utf8") !== text ? [folder] : [];
});
if (stale.length > 0) {
  process.stderr.write(
    `The kept verdicts of ${stale.join(", ")} are not what the runs say now: run \`npm run verdicts -- ${stale.join(" ")}\` and look at the difference.\n`,
  );
  process.exit(1);
}

/** "net.handshake" lies in src/topics/handshake. */
function folderOf({ question }: Topic): string {
  const folder = question.id.slice(question.id.indexOf(".") + 1);
  if (!folders.includes(folder)) throw new Error(`the topic of ${question.id} must lie in src/topics/${folder}`);
  return folder;
}

function decideAloud(claim: Topic["claims"][number]): ReturnType<typeof decide> {
  const kept = decide(claim);
  process.stderr.write(`${kept.verdict.verdict.padEnd(10)} ${claim.id}\n`);
  return kept;
}

/** A function's body is not compiled before it is called, so a table costs nothing where it is not looked at. */
function textOf(claims: readonly (readonly [string, ReturnType<typeof decide>])[]): string {
  const table = JSON.stringify({ engine: engineVersion, claims: Object.fromEntries(claims) }, null, 1);
  return `// Written by \`npm run verdicts\` out of runs; do not edit.
import type { VerdictTable } from "../../lab/decide.ts";

export const verdicts = () => (${table}) as unknown as VerdictTable;
`;
}
