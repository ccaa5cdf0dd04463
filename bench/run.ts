/**
 * `npm run bench -- [NAME...]`: runs `bench/*.bench.ts` whose names contain a NAME (all without one), prints what machine this is and
 * a table for each. How it measures stands in compare.ts.
 */
import { readdirSync } from "node:fs";
import { cpus } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Bench, Row } from "./compare.ts";

/** The rows as a table: what part of the peer's time each takes (under 1.0 is faster), and the time of one turn. */
function table(rows: readonly Row[]): string {
  const lines = ["ratio to peer  ns a turn", "-------------  ---------"];
  for (const of of new Set(rows.map((row) => row.of))) {
    const group = rows.filter((row) => row.of === of);
    const peer = group.find((row) => row.peer)!;
    lines.push(`${of}:`);
    for (const row of group) {
      const ratio = row.peer ? "1.0 (peer)" : (row.ns / peer.ns).toFixed(2);
      lines.push(`${ratio.padStart(13)}  ${row.ns.toFixed(row.ns < 100 ? 1 : 0).padStart(9)}  ${row.who}`);
    }
  }
  return lines.join("\n");
}

/** Runs the benches whose names contain one of `names`; all when there are none. Returns the exit code. */
async function main(names: readonly string[], folder: string): Promise<number> {
  const all = readdirSync(folder)
    .filter((file) => file.endsWith(".bench.ts"))
    .sort();
  const chosen = all.filter((file) => names.length === 0 || names.some((name) => file.includes(name)));
  if (chosen.length === 0) {
    const known = all.map((file) => basename(file, ".bench.ts")).join(", ");
    console.error(`bench: no bench is called ${names.join(" or ")}; there are: ${known}`);
    return 2;
  }
  console.log(
    `node ${process.version}, v8 ${process.versions.v8}, ${process.platform} ${process.arch}, ${cpus().length} x ${cpus()[0]?.model}`,
  );
  for (const file of chosen) {
    const { default: bench } = (await import(pathToFileURL(join(folder, file)).href)) as { default: Bench };
    console.log(`\n${bench.name}: ${bench.what}\n\n${table(await bench.run())}`);
  }
  return 0;
}

process.exitCode = await main(process.argv.slice(2), fileURLToPath(new URL(".", import.meta.url)));
