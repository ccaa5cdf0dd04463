#!/usr/bin/env node
// The command `viva`. In a checkout: the build in dist/ when it is there and fresh, else the sources through tsx, so that what runs
// is always what is written. In an installed package, which has no src/: the build. The work is in src/shells/cli/main.ts, which runs
// the command line of its process. Kept small: this comes before everything else.
import { existsSync } from "node:fs";
import * as nodeModule from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const home = join(dirname(fileURLToPath(import.meta.url)), "..");
const source = join(home, "src", "shells", "cli", "main.ts");
const built = join(home, "dist", "cli", "main.js");

const entry = await choose();
if (entry !== null) await import(pathToFileURL(entry).href);

async function choose() {
  nodeModule.enableCompileCache?.(); // Node 22 and later: compiled code is kept between runs
  if (!existsSync(source)) {
    if (existsSync(built)) return built;
    return giveUp(
      "This package holds neither dist/cli nor src/shells/cli, so there is nothing to run; install it again.",
    );
  }
  const { isFresh } = await import("../scripts/fingerprint.mjs");
  if (existsSync(built) && isFresh(home, "cli")) return built;
  if (!existsSync(join(home, "node_modules", "tsx")))
    return giveUp(
      `The packages are not installed yet. In ${home} run \`npm start\` (sets up, builds, opens the page) or \`npm ci\`.`,
    );
  const { register } = await import("tsx/esm/api");
  register();
  return source;
}

function giveUp(message) {
  console.error(`viva: ${message}`);
  process.exitCode = 2;
  return null;
}
