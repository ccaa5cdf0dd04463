/** Ever new mutations of our scripts: no text makes the interpreter throw or hang, no segment makes TCP break an invariant of its own. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { seeds } from "../soak.ts";
import { endOf, mutatedScripts } from "./mutations.ts";

const folder = fileURLToPath(new URL(".", import.meta.url));
const sources = readdirSync(folder)
  .filter((name) => name.endsWith(".pkt"))
  .sort()
  .map((name) => readFileSync(`${folder}${name}`, "utf8"));

test("no script breaks the interpreter or the TCP behind it", () => {
  for (const seed of seeds()) {
    for (const source of fc.sample(mutatedScripts(sources), { seed, numRuns: 500 })) {
      const end = endOf(source);
      if (end.startsWith("invariant")) expect({ seed, end, source }).toBeNull();
    }
  }
});
