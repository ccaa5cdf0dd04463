// Makes a checkout ready: the right Node, and node_modules as package-lock.json says. Does nothing in some 10 ms when all is well,
// so every npm script may begin with it. Node built-ins only, and syntax that an old Node can still read, so that it can say what is
// wrong. `node scripts/setup.mjs` exits 0 when ready, 1 with a message otherwise.
import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { oneAtATime } from "./lock.mjs";

const here = join(dirname(fileURLToPath(import.meta.url)), "..");

/** Something a person has to do; the message says what. Printed without a stack. */
export class NotReady extends Error {}

/**
 * Checks Node and installs what is missing or out of date. Safe when two run at once: the second waits and finds it done.
 * @throws NotReady
 */
export async function setup(root = here, say = (line) => console.error(line)) {
  checkNode(process.versions.node, JSON.parse(readFileSync(join(root, "package.json"), "utf8")).engines.node);
  if (whyStale(root) === null) return;
  const waiting = (holder) => say(`Another setup is at work here (process ${holder}); waiting for it.`);
  await oneAtATime(
    root,
    "setup",
    async () => {
      const why = whyStale(root);
      if (why === null) return;
      await install(root, why, say);
      const still = whyStale(root);
      if (still !== null)
        throw new NotReady(`npm ci ended without an error, but ${still}. Delete node_modules and try again.`);
    },
    waiting,
  );
}

/** @throws NotReady when `version` is lower than `wanted`, which reads `>=20.19`. */
export function checkNode(version, wanted) {
  const minimum = wanted.replace(/^>=\s*/, "");
  const [have, need] = [version, minimum].map((text) => text.split(".").map(Number));
  for (let i = 0; i < need.length; i++) {
    if (have[i] > need[i]) return;
    if (have[i] < need[i])
      throw new NotReady(
        `viva needs Node ${minimum} or newer; this is Node ${version} (${process.execPath}).\n` +
          "Get a current one from https://nodejs.org, or with your version manager: nvm install --lts, fnm install --lts.",
      );
  }
}

/**
 * Why node_modules does not hold what package-lock.json asks for, or null when it does. Compares contents, not times: npm keeps a
 * list of what it installed in node_modules/.package-lock.json, written last, so a broken-off install has none. Whoever installed
 * (npm ci, npm install, an image) makes no difference, and packages that are there in excess do no harm.
 */
export function whyStale(root) {
  const installedList = join(root, "node_modules", ".package-lock.json");
  if (!existsSync(installedList)) return "the packages are not installed yet";
  const wanted = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")).packages;
  const installed = JSON.parse(readFileSync(installedList, "utf8")).packages;
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === "" || entry.link) continue;
    const there = installed[path];
    const name = path.replace(/^.*node_modules\//, "");
    if (there === undefined) {
      // Packages for other platforms are left out rightly.
      if (!entry.optional) return `${name} is missing from node_modules`;
    } else if (there.version !== entry.version)
      return `${name} is ${there.version} here and ${entry.version} in the lock`;
    else if (!suits(there)) return `node_modules holds ${name}, so it was made on another kind of machine`;
  }
  return null;
}

/** Whether a package with compiled parts is for this machine; a folder copied from a Mac into a container is not. */
const suits = ({ os, cpu }) => (os?.includes(process.platform) ?? true) && (cpu?.includes(process.arch) ?? true);

async function install(root, why, say) {
  const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")).packages;
  const total = Object.entries(lock).filter(([path, entry]) => path !== "" && !entry.optional).length;
  say(`Setting up: ${why}. Running npm ci for ${total} packages; the first time takes about half a minute.`);
  const began = Date.now();
  // Under npm, run the very same npm. Its own scripts are all that a dependency could run; none is needed.
  const npm = process.env.npm_execpath?.endsWith(".js") ? [process.execPath, process.env.npm_execpath] : ["npm"];
  const args = [
    ...npm.slice(1),
    "ci",
    "--include=dev",
    "--ignore-scripts",
    "--no-audit",
    "--no-fund",
    "--loglevel=error",
  ];
  const child = spawn(npm[0], args, {
    cwd: root,
    stdio: ["ignore", "ignore", "pipe"],
    shell: process.platform === "win32" && npm.length === 1,
  });
  let errors = "";
  child.stderr.on("data", (chunk) => {
    errors = (errors + chunk).slice(-20_000);
  });
  const stop = progress(root, total, began, say);
  const ended = await new Promise((resolve) => {
    child.on("error", (error) => resolve(error));
    child.on("close", (code, signal) => resolve(code ?? signal));
  });
  stop();
  if (ended !== 0) throw new NotReady(explain(ended, errors, root));
  say(`Packages installed in ${seconds(began)}.`);
}

/** A line that is rewritten on a terminal; elsewhere a new one every ten seconds. */
function progress(root, total, began, say) {
  const live = process.stderr.isTTY && !process.env.CI;
  const timer = setInterval(
    () => {
      const line = `  ${Math.min(countPackages(root), total)} of ${total} packages, ${seconds(began)}`;
      if (live) process.stderr.write(`\r${line}  `);
      else say(line);
    },
    live ? 500 : 10_000,
  );
  return () => {
    clearInterval(timer);
    if (live) process.stderr.write("\r\x1b[K");
  };
}

function countPackages(root) {
  let count = 0;
  const folder = join(root, "node_modules");
  if (!existsSync(folder)) return 0;
  for (const name of readdirSync(folder)) {
    if (name.startsWith(".")) continue;
    if (name.startsWith("@")) count += safeList(join(folder, name)).filter((inner) => !inner.startsWith(".")).length;
    else count++;
  }
  return count;
}

function safeList(folder) {
  try {
    return readdirSync(folder);
  } catch {
    return []; // removed by npm while we looked
  }
}

/** What a failed npm ci means to a person. */
export function explain(ended, errors, root) {
  const tail = errors
    .split("\n")
    .filter((line) => line.startsWith("npm error") && !line.includes("A complete log"))
    .slice(0, 12)
    .map((line) => `  ${line}`)
    .join("\n");
  const said = tail === "" ? "" : `\nnpm said:\n${tail}`;
  if (ended instanceof Error && ended.code === "ENOENT")
    return "npm was not found. It comes with Node: install Node from https://nodejs.org, then run `npm ci` here yourself to see.";
  if (ended instanceof Error) return `npm could not be started: ${ended.message}`;
  if (typeof ended === "string")
    return `npm ci was stopped by ${ended}. Start again when you are ready; nothing is left half done.`;
  if (
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ERR_SOCKET_TIMEOUT|CERT|E50\d/.test(
      errors,
    )
  )
    return `The npm registry could not be reached. Check the network and the proxy (npm config get registry), then try again.${said}`;
  if (/EUSAGE|in sync/.test(errors))
    return `package.json and package-lock.json disagree. After changing dependencies run \`npm install\` and commit both.${said}`;
  if (/ENOSPC/.test(errors)) return `The disk is full.${said}`;
  if (/EACCES|EPERM/.test(errors))
    return `npm may not write to ${join(root, "node_modules")}; look at who owns it.${said}`;
  return `npm ci failed (exit code ${ended}).${said}`;
}

const seconds = (since) => `${Math.round((Date.now() - since) / 1000)} s`;

/** For scripts: sets up, or prints why not and ends the process. */
export async function setupOrExit() {
  try {
    await setup();
  } catch (error) {
    if (!(error instanceof NotReady)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) await setupOrExit();
