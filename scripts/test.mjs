// `npm test`: everything that can be judged on this machine. Sets up; runs `check` (house rules, types, lint, unit tests); sees to a
// Chromium with Hangul and to the programs that judge from outside; builds; runs the suites in test/ against the built product. What
// cannot be had is SKIPPED in capitals, with the way to get it. The last line counts: tests of both kinds, and one more failure for each
// step that failed as a whole.
// VIVA_TOTALS=file leaves the same counts in a file, for .ci/run.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { provideChromium } from "./chromium.mjs";
import { provideJudges } from "./debian.mjs";
import { setupOrExit } from "./setup.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const scratch = mkdtempSync(join(tmpdir(), "viva-test-"));
process.on("exit", () => rmSync(scratch, { recursive: true, force: true }));
const began = Date.now();
const total = { passed: 0, failed: 0, skipped: 0 };
const failedSteps = [];
const skipped = [];

heading("setup");
await setupOrExit();

heading("check");
const unit = join(scratch, "check.json");
const checked = await run(["--import", "tsx", "scripts/check.ts", "--totals", unit]);
const check = read(unit);
if (check === null) failedSteps.push("check");
else {
  count(check);
  // The tests of a failed "tests" step are counted one by one; the step itself counts only when none of them failed.
  failedSteps.push(...check.failedSteps.filter((step) => step !== "tests" || check.failed === 0));
  if (checked !== 0 && check.failed === 0 && check.failedSteps.length === 0) failedSteps.push("check");
}

heading("browser");
const { chromium, problems } = provideChromium(console.log);
for (const problem of problems) skip(problem);
if (chromium !== null) console.log(chromium);

heading("judges from outside");
for (const problem of provideJudges(console.log)) skip(problem);

heading("build");
if ((await run(["--import", "tsx", "scripts/build.ts"])) !== 0) failedSteps.push("build");

heading("from outside: test/");
const outside = join(scratch, "outside.json");
const args = ["run", "--config", "test/e2e/vitest.config.ts", "--reporter=default", "--reporter=json"];
const judged = await run([join(root, "node_modules/vitest/vitest.mjs"), ...args, `--outputFile.json=${outside}`], {
  ...(chromium === null ? {} : { CHROMIUM_PATH: chromium }),
});
const suites = vitestTotals(read(outside));
if (suites !== null) count(suites);
if (judged !== 0 && (suites === null || suites.failed === 0)) failedSteps.push("test/");

total.failed += failedSteps.length;
heading("summary");
for (const step of failedSteps) console.log(`FAILED   ${step}`);
for (const what of skipped) console.log(`SKIPPED  ${what}`);
if (total.skipped > 0) console.log(`SKIPPED  ${total.skipped} tests, listed above by their suites`);
console.log(`${Math.round((Date.now() - began) / 1000)} s`);
console.log(`${total.passed} passed, ${total.failed} failed`);
if (process.env.VIVA_TOTALS) writeFileSync(process.env.VIVA_TOTALS, `${total.passed} passed, ${total.failed} failed\n`);
process.exitCode = total.failed === 0 ? 0 : 1;

function heading(text) {
  console.log(`\n=== ${text}`);
}

function skip(what) {
  console.log(`SKIPPED: ${what}`);
  skipped.push(what);
}

function count({ passed, failed, skipped }) {
  total.passed += passed;
  total.failed += failed;
  total.skipped += skipped;
}

/** Runs Node with `args` in the checkout, its output ours; resolves to the exit code. */
function run(args, env = {}) {
  const child = spawn(process.execPath, args, {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, ...env },
  });
  return new Promise((done) => {
    child.on("error", (error) => {
      console.error(error.message);
      done(1);
    });
    child.on("close", (code) => done(code ?? 1));
  });
}

function read(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return null;
  }
}

/** The counts of a report of vitest's json reporter. A file that does not even load counts as one failed test. */
function vitestTotals(report) {
  if (report === null) return null;
  const broken = report.testResults.filter((file) => file.status === "failed" && file.assertionResults.length === 0);
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}
