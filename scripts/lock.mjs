// One at a time: setup and build take a lock file that names the process holding it, so that two starts at once do the work once.
// A holder that died is noticed and replaced: its process is gone, or it no longer touches the file. The file lies in the system's
// folder for temporary files, since setup deletes and remakes node_modules. Node built-ins only: this runs before any install.
import { createHash } from "node:crypto";
import { linkSync, readFileSync, realpathSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * Runs `work` while nobody else on this machine runs work of the same `name` for the same `root`.
 * @param {string} root the checkout
 * @param {string} name what is being done: "setup", "build"
 * @param {() => unknown} work may be asynchronous; must look again whether there is still something to do
 * @param {(holder: number) => void} [onWait] called once when another process has to be waited for
 */
export async function oneAtATime(root, name, work, onWait = () => {}) {
  const file = lockFile(root, name);
  const mine = `${file}.${process.pid}`;
  const release = () => rmSync(file, { force: true });
  let said = false;
  writeFileSync(mine, String(process.pid));
  try {
    while (!take(mine, file)) {
      const holder = holderOf(file);
      if (holder === null) continue; // released between our two looks
      if (!isAlive(holder) || secondsUntouched(file) > 60) {
        evict(file, holder);
        continue;
      }
      if (!said) onWait(holder);
      said = true;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  } finally {
    rmSync(mine, { force: true });
  }
  process.on("exit", release);
  const touch = setInterval(() => touchFile(file), 5_000).unref();
  try {
    return await work();
  } finally {
    clearInterval(touch);
    process.off("exit", release);
    release();
  }
}

/** Where the lock for `name` of `root` lies; another user's is another file. */
export function lockFile(root, name) {
  const id = createHash("sha256")
    .update(`${realpathSync(root)}\0${process.getuid?.()}`)
    .digest("hex")
    .slice(0, 12);
  return join(tmpdir(), `viva-${name}-${id}.lock`);
}

/** A link appears whole or not at all, so nobody ever reads a lock without a process in it. */
function take(mine, file) {
  try {
    linkSync(mine, file);
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  }
}

function holderOf(file) {
  try {
    return Number(readFileSync(file, "utf8")) || 0;
  } catch {
    return null;
  }
}

function isAlive(pid) {
  if (pid === 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

function touchFile(file) {
  try {
    utimesSync(file, new Date(), new Date());
  } catch {
    // Somebody cleared the folder of temporary files; the work goes on.
  }
}

function secondsUntouched(file) {
  return (Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Date.now())) / 1000;
}

/** Takes a dead holder's lock away. Should somebody have been faster and hold a new one by now, it is put back. */
function evict(file, holder) {
  const aside = `${file}.${process.pid}.dead`;
  try {
    renameSync(file, aside);
    if (holderOf(aside) !== holder) linkSync(aside, file);
  } catch {
    // Gone already: then the next look decides.
  } finally {
    rmSync(aside, { force: true });
  }
}
