/**
 * `npm run verdicts`: decides every claim over its whole space and writes the kept table. `--check` writes nothing and fails when
 * the table differs from what the runs say now.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { engineVersion } from "../src/engine/world/run-ref.ts";
import { claimsOf } from "../src/lab/catalogue.ts";
import { decide } from "../src/lab/decide.ts";
import { catalogue } from "../src/topics/catalogue.ts";

const path = fileURLToPath(new URL("../src/topics/verdicts.generated.ts", import.meta.url));
const claims = Object.fromEntries(
  claimsOf(catalogue).map((claim) => {
    const kept = decide(claim);
    process.stderr.write(`${kept.verdict.verdict.padEnd(10)} ${claim.id}\n`);
    return [claim.id, kept] as const;
  }),
);
const table = JSON.stringify({ engine: engineVersion, claims }, null, 1);
const text = `// Written by \`npm run verdicts\` out of runs; do not edit.
import type { VerdictTable } from "./verdicts.ts";

export const table = ${table} as unknown as VerdictTable;
`;
if (process.argv.includes("--check")) {
  if (readFileSync(path, "utf8") !== text) {
    process.stderr.write(
      "The kept verdicts are not what the runs say now: run `npm run verdicts` and look at the difference.\n",
    );
    process.exit(1);
  }
} else writeFileSync(path, text);
