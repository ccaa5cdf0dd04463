/**
 * `npm run check`: tidy, types (the whole, and the engine without DOM and Node), lint and format, unit tests. As many at once as
 * there are processors, longest first; each with its time, output only of those that failed, exit 1 when one did.
 * `--fix` lets Biome write; `--totals FILE` leaves the counts of tests behind for scripts/test.mjs.
 */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, freemem, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

interface Step {
  readonly name: string;
  readonly what: string;
  readonly command: readonly string[];
}

interface Result extends Step {
  readonly code: number;
  readonly output: string;
  readonly seconds: number;
}

const root = resolve(fileURLToPath(import.meta.url), "../..");
const fix = process.argv.includes("--fix");
const totalsAt = process.argv.indexOf("--totals");
const scratch = mkdtempSync(join(tmpdir(), "viva-check-"));
const report = join(scratch, "unit.json");
const bin = (path: string): string => join(root, "node_modules", path);

const steps: readonly Step[] = [
  {
    name: "tests",
    what: "unit tests",
    command: [bin("vitest/vitest.mjs"), "run", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`],
  },
  { name: "types", what: "tsc", command: [bin("typescript/bin/tsc"), "-p", "."] },
  { name: "engine", what: "tsc, without DOM and Node", command: [bin("typescript/bin/tsc"), "-p", "src/engine"] },
  { name: "tidy", what: "house rules", command: ["--import", "tsx", "scripts/tidy.ts"] },
  {
    name: "lint",
    what: fix ? "Biome, writing" : "Biome",
    command: [bin("@biomejs/biome/bin/biome"), "check", ...(fix ? ["--write"] : []), "--max-diagnostics=50", "."],
  },
];

const began = Date.now();
try {
  if (freemem() < 500_000_000) console.log("warning: less than 500 MB of memory is free; tests may be slow or killed");
  if (availableParallelism() < 2) console.log("warning: one processor only; this takes about twice as long");
  const results = await runAll();
  for (const { name, code, output } of results) if (code !== 0) console.log(`\n--- ${name}\n${output.trim()}`);
  const tests = countTests();
  const failed = results.filter(({ code }) => code !== 0).map(({ name }) => name);
  const time = ((Date.now() - began) / 1000).toFixed(1);
  const counts = `${tests.passed} tests passed${tests.failed ? `, ${tests.failed} failed` : ""}${tests.skipped ? `, ${tests.skipped} skipped` : ""}`;
  console.log(`\ncheck: ${failed.length === 0 ? "all is well" : `failed: ${failed.join(", ")}`}; ${counts}; ${time} s`);
  if (failed.includes("lint") && !fix)
    console.log("Most of what Biome reports it can also repair: npm run check -- --fix");
  if (totalsAt > 0) writeFileSync(process.argv[totalsAt + 1]!, JSON.stringify({ ...tests, failedSteps: failed }));
  process.exitCode = failed.length === 0 ? 0 : 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

/** A queue with as many workers as processors: on two, the tests run beside all the rest, one after another. */
async function runAll(): Promise<Result[]> {
  const results: Result[] = [];
  // Biome rewrites files under --fix: nobody may read them meanwhile.
  const waiting = [...steps];
  if (fix) results.push(await run(waiting.pop()!));
  const worker = async (): Promise<void> => {
    for (let step = waiting.shift(); step; step = waiting.shift()) results.push(await run(step));
  };
  await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) }, worker));
  return results;
}

async function run(step: Step): Promise<Result> {
  const start = Date.now();
  const child = spawn(process.execPath, step.command, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8");
    stream.on("data", (text: string) => {
      output += text;
    });
  }
  const code = await new Promise<number>((done) => {
    child.on("error", (error) => {
      output += error.message;
      done(1);
    });
    child.on("close", (status) => done(status ?? 1));
  });
  const seconds = (Date.now() - start) / 1000;
  console.log(
    `${code === 0 ? "ok    " : "FAILED"}  ${step.name.padEnd(7)} ${seconds.toFixed(1).padStart(5)} s  ${step.what}`,
  );
  return { ...step, code, output, seconds };
}

function countTests(): { passed: number; failed: number; skipped: number } {
  try {
    const json = JSON.parse(readFileSync(report, "utf8"));
    // A file that does not even load has no tests in it that could fail: it counts as one.
    const broken = json.testResults.filter(
      (file: { status: string; assertionResults: unknown[] }) =>
        file.status === "failed" && file.assertionResults.length === 0,
    ).length;
    return {
      passed: json.numPassedTests,
      failed: json.numFailedTests + broken,
      skipped: json.numPendingTests + json.numTodoTests,
    };
  } catch {
    return { passed: 0, failed: 0, skipped: 0 };
  }
}
