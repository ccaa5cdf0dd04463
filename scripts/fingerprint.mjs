// Whether dist/ is what the sources would give: one short text for the sources as they lie on the disk, written into
// dist/build.json by the build and compared by bin/viva.mjs at every start, so it has to be cheap. It looks at names, sizes and times
// (a few milliseconds for 600 files), not at contents; a file that was touched and not changed costs a rebuild, never a wrong run.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

const single = ["package.json", "package-lock.json", "vite.config.ts", "scripts/build.ts"];
const folders = ["src"];
/** What lies under src/ and does not end up in the product. */
const isAside = (name) => /\.(?:test|soak)\.tsx?$|\.md$/.test(name);

/** The sources at `root`, as sixteen hexadecimal digits. */
export function fingerprint(root) {
  const lines = [];
  const add = (path) => {
    const stat = statSync(join(root, path), { throwIfNoEntry: false });
    if (stat?.isFile()) lines.push(`${path}\0${stat.size}\0${stat.mtimeMs}`);
  };
  const walk = (folder) => {
    let entries;
    try {
      entries = readdirSync(join(root, folder), { withFileTypes: true });
    } catch {
      return; // no such folder yet
    }
    for (const entry of entries) {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) walk(path);
      else if (!isAside(entry.name)) add(path);
    }
  };
  single.forEach(add);
  folders.forEach(walk);
  return hash(lines.sort().join("\n"));
}

/** What the last build left, or null: `{ version, fingerprint, parts: { cli: "built" | "skipped" | "failed", web: ... } }`. */
export function readStamp(root) {
  try {
    return JSON.parse(readFileSync(join(root, "dist", "build.json"), "utf8"));
  } catch {
    return null;
  }
}

/**
 * Whether dist/ was built from the sources as they are now: all of it without a failure, or the one `part` that is asked for.
 * @param {string} root
 * @param {"cli" | "web"} [part]
 */
export function isFresh(root, part) {
  const stamp = readStamp(root);
  if (stamp === null || stamp.fingerprint !== fingerprint(root)) return false;
  return part === undefined ? !Object.values(stamp.parts).includes("failed") : stamp.parts[part] === "built";
}

/** FNV-1a in two lanes. Loading node:crypto for this would take longer than the rest of this file. */
function hash(text) {
  let a = 0x811c9dc5;
  let b = 0xcbf29ce4;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 0x01000193);
    b = Math.imul(b ^ (unit + i), 0x01000193);
  }
  return [a, b].map((lane) => (lane >>> 0).toString(16).padStart(8, "0")).join("");
}
