/**
 * `npm run build`: dist/cli (the command, by esbuild: one file per subcommand, loaded when asked for, dependencies inside) and
 * dist/web (the page, by Vite), then dist/build.json, which says what they were made from. A part whose entry is missing is left
 * out and said so. Two builds at once do the work once. The stamp says of each part what became
 * of it, so that the command can be run while the page does not build.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { fingerprint, isFresh } from "./fingerprint.mjs";
import { oneAtATime } from "./lock.mjs";

const root = resolve(fileURLToPath(import.meta.url), "../..");
const dist = join(root, "dist");
const stamp = join(dist, "build.json");
const cliEntry = join(root, "src/shells/cli/main.ts");
/** What `viva live` starts as workers and processes: a file of its own, which src/shells/live/probe.ts finds by this name. */
const liveProbe = join(root, "src/shells/live/probe.mjs");
const webEntry = join(root, "src/shells/web/index.html");

/** What became of a part; readStamp in fingerprint.mjs reads it. */
type Result = "built" | "skipped" | "failed";

/** Packages with a compiled part, which no bundler can take in; they are asked for only where they are needed. */
const native = ["libsql", "@libsql/*", "koffi", "pg-native"];

async function build(): Promise<void> {
  if (process.argv.includes("--if-stale") && isFresh(root)) return;
  // Taken first: what changes while we build makes the build stale, as it should.
  const sources = fingerprint(root);
  rmSync(stamp, { force: true });
  mkdirSync(dist, { recursive: true });
  const began = performance.now();
  const parts = { cli: await part("cli", cliEntry, buildCli), web: await part("web", webEntry, buildWeb) };
  const failed = Object.entries(parts).flatMap(([name, result]) => (result === "failed" ? [name] : []));
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  writeFileSync(stamp, `${JSON.stringify({ version, fingerprint: sources, parts }, null, 2)}\n`);
  console.log(`build: ${failed.length === 0 ? "done" : `FAILED (${failed.join(", ")})`} in ${seconds(began)}`);
  if (failed.length > 0) process.exitCode = 1;
}

async function part(name: "cli" | "web", entry: string, make: () => Promise<void>): Promise<Result> {
  const folder = join(dist, name);
  rmSync(folder, { recursive: true, force: true });
  if (!existsSync(entry)) {
    console.log(`build: ${name} SKIPPED, ${entry.slice(root.length + 1)} does not exist yet`);
    return "skipped";
  }
  const began = performance.now();
  console.log(`build: ${name} ...`);
  try {
    await make();
  } catch (error) {
    console.log(`build: ${name} FAILED\n${(error as Error).message}`);
    return "failed";
  }
  console.log(`build: ${name} in ${seconds(began)}, ${kilobytes(folder)} kB in dist/${name}`);
  return "built";
}

async function buildCli(): Promise<void> {
  const { build: bundle } = await import("esbuild");
  await bundle({
    entryPoints: { main: cliEntry, "live-probe": liveProbe },
    outdir: join(dist, "cli"),
    chunkNames: "[name]-[hash]",
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20",
    sourcemap: true,
    legalComments: "none",
    external: native,
    absWorkingDir: root,
    logLevel: "warning",
    // CommonJS packages inside the bundle call require() for what is built into Node.
    banner: {
      js: 'import { createRequire as nodeRequire } from "node:module"; const require = nodeRequire(import.meta.url);',
    },
  });
}

async function buildWeb(): Promise<void> {
  const { build: bundle } = await import("vite");
  await bundle({ configFile: join(root, "vite.config.ts"), root: join(root, "src/shells/web"), logLevel: "warn" });
}

const seconds = (since: number): string => `${((performance.now() - since) / 1000).toFixed(1)} s`;

/** What is loaded or shipped; source maps are fetched by debuggers only. */
function kilobytes(folder: string): number {
  let bytes = 0;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile() && !entry.name.endsWith(".map")) bytes += statSync(join(entry.parentPath, entry.name)).size;
  }
  return Math.round(bytes / 1000);
}

await oneAtATime(root, "build", build, (holder) =>
  console.log(`Another build is at work here (process ${holder}); waiting for it.`),
);
