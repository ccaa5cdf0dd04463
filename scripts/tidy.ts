/**
 * House rules that a machine can check: who may import whom, what the engine may not touch, and the habits that keep a newcomer
 * from getting lost. The tables come first and are the documentation (docs/ARCHITECTURE.md explains them). `tsx scripts/tidy.ts`
 * prints `file:line: what; why; what to do` for each offence and exits 1 when there is one. Style is not judged here: Biome does that.
 */
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { builtinModules } from "node:module";
import { dirname, join, posix, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { type Import, readSources, type Source, type SyntaxOfNote } from "./parse.ts";

/** One folder under src/. */
interface Room {
  /** The rooms it may import besides itself, by the last part of their names; `engine` means all of engine/. */
  readonly mayImport: string;
  /** npm packages it may import; `@noble/*` means all that begin so. */
  readonly packages?: string;
  /** The only file of the room that may import packages, where there is one. */
  readonly packagesOnlyIn?: string;
  /** Synchronous, and the same on every machine at every time: `language`, `exactMath` and `bans` below apply. */
  readonly deterministic?: true;
}

const pure = { deterministic: true } as const;

// biome-ignore format: a table
/** Who may import whom. A file belongs to the longest path that begins its own. */
export const rooms: Readonly<Record<string, Room>> = {
  "engine/base":      { mayImport: "", packages: "@noble/*", packagesOnlyIn: "crypto.ts", ...pure },
  "engine/wire":      { mayImport: "base", ...pure },
  "engine/trace":     { mayImport: "base wire", ...pure },
  "engine/protocols": { mayImport: "base wire trace", ...pure },
  "engine/world":     { mayImport: "base trace", ...pure },
  "engine/machine":   { mayImport: "base trace", ...pure },
  "engine/kernel":    { mayImport: "base wire trace protocols world machine", ...pure },
  "engine/programs":  { mayImport: "base wire trace protocols world machine kernel", ...pure },
  "engine/explore":   { mayImport: "base trace world machine kernel", ...pure },
  "language":         { mayImport: "base machine", packages: "acorn", ...pure },
  "lab":              { mayImport: "engine language", ...pure },
  "topics":           { mayImport: "engine language lab", ...pure },
  "views":            { mayImport: "base wire trace" },
  "study/notes":      { mayImport: "base", packages: "mdast mdast-* micromark micromark-* unist unist-*" },
  "study/coach":      { mayImport: "notes lab topics", packages: "ts-fsrs", packagesOnlyIn: "schedule.ts" },
  "study/store":      { mayImport: "base notes coach", packages: "kysely libsql pg idb" },
  "shells":           { mayImport: "*", packages: "*" },
};

/** Folders beside src/ that may import anything and that nothing in src/ may import. */
const outside = ["scripts", "bench", "test"];

/** Folders whose `index.ts` is what a program that uses viva as a library imports. Nothing inside src/ goes through them. */
const published = ["src/engine", "src/lab", "src/study", "src/views"];

/** Folders of one shape, explained once in the README of their parent. */
const explainedByParent = ["src/topics"];

/** All that deterministic code may use without importing or declaring it: the language, less what depends on when and where it runs. */
const language = new Set(
  `undefined NaN Infinity isNaN isFinite parseInt parseFloat encodeURI encodeURIComponent decodeURI decodeURIComponent arguments
   Object Array String Number Boolean BigInt Symbol Math JSON RegExp Reflect Proxy Iterator
   Map Set WeakMap WeakSet ArrayBuffer DataView Uint8Array Uint8ClampedArray Int8Array Uint16Array Int16Array Uint32Array Int32Array
   BigInt64Array BigUint64Array Float32Array Float64Array
   Error TypeError RangeError SyntaxError EvalError ReferenceError URIError AggregateError`.split(/\s+/),
);

/** Of Math only what IEEE 754 fixes to the last bit; the rest is "implementation-approximated" in ECMA-262. */
const exactMath = new Set(
  "abs ceil floor trunc round sign min max imul clz32 fround sqrt PI E LN2 LN10 LOG2E LOG10E SQRT2 SQRT1_2".split(" "),
);

const clock =
  "the engine has no clock of its own, or a run would differ from its replay; take the time from `now` or the world";
const later =
  "the engine is synchronous, or the host's event loop would decide the order; schedule with the world (`world.at`)";
const chance = "chance must come from the seed, or the run cannot be seen again; draw from the Rng given to you";
const locale = "the answer depends on the machine's locale data; compare code units, or format in shells/";
const platform =
  "this is the platform's, not the language's, and is not the same everywhere; pass its result in as an argument, from shells/";
const code = "code made from text escapes types, lint and this check; write the function out, or interpret a table";
const collected =
  "when it acts is up to the garbage collector; keep an ordinary reference and drop it at a known event";

/** Why a name may not be used in deterministic code, and what to do instead; any other global gets `platform`. */
const bans: Readonly<Record<string, string>> = {
  Date: clock,
  performance: clock,
  Temporal: clock,
  crypto: chance,
  Promise: later,
  PromiseLike: later,
  AsyncIterable: later,
  AsyncGenerator: later,
  setTimeout: later,
  setInterval: later,
  setImmediate: later,
  queueMicrotask: later,
  requestAnimationFrame: later,
  Intl: locale,
  eval: code,
  Function: code,
  WeakRef: collected,
  FinalizationRegistry: collected,
};

/** Properties that may not be taken, of whatever object. */
const bannedMembers = new Set(
  "localeCompare toLocaleString toLocaleDateString toLocaleTimeString toLocaleUpperCase toLocaleLowerCase".split(" "),
);

const bannedSyntax: Partial<Record<SyntaxOfNote, string>> = {
  async: later,
  await: later,
  "import()": later,
  "import.meta": platform,
  power:
    "the last digits of a power are up to the machine; multiply, write the number out (0x1_0000_0000), or use BigInt: 2n ** 64n",
};

/** Where somebody's own machine shows through. In pieces, so that this file does not report itself. */
const machinePaths = new RegExp(`(?<![\\w.~/-])/(?:${["work/", "farm/", "tmp/bash_jobs"].join("|")})`);

export interface Offence {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

/** Checks the tree at `root`: the files that git tracks or would add, or all of them where there is no git. */
export function tidy(root: string): { readonly offences: Offence[]; readonly files: number } {
  const all = listFiles(root);
  const code = all.filter((path) => /\.(?:ts|tsx|mts)$/.test(path) && !path.endsWith(".d.ts") && inKnownPlace(path));
  const sources = readSources(root, code);
  const offences = [
    ...sources.flatMap((source) => [
      ...misplaced(source),
      ...imports(source),
      ...nondeterminism(source),
      ...habits(source),
    ]),
    ...cycles(sources),
    ...missingReadmes(all),
    ...all.flatMap((path) => traces(root, path)),
  ];
  offences.sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line));
  return { offences, files: all.length };
}

const inKnownPlace = (path: string): boolean =>
  ["src", ...outside].some((folder) => path.startsWith(`${folder}/`)) || !path.includes("/");

/** Tests, what they share (a folder `testing/`) and long searches may import anything, and nothing but they may import them. */
const isTest = (path: string): boolean => /\.(?:test|soak|bench)\.tsx?$|\/testing\//.test(path);
const isGenerated = (path: string): boolean => /\.generated\.\w+$/.test(path);

/** The room of a file under src/, or null: it lies in none. */
function roomOf(path: string): string | null {
  const inside = path.slice("src/".length);
  let found: string | null = null;
  for (const room of Object.keys(rooms)) {
    if (inside.startsWith(`${room}/`) && room.length > (found?.length ?? 0)) found = room;
  }
  return found;
}

const isPublishedIndex = (path: string): boolean =>
  posix.basename(path) === "index.ts" && published.includes(posix.dirname(path));

function misplaced({ path }: Source): Offence[] {
  if (!path.startsWith("src/") || roomOf(path) !== null || isPublishedIndex(path)) return [];
  const what = `${posix.dirname(path)} is not a folder of the house, so nothing says who may import it`;
  return [
    at(path, 1, `${what}; move the file, or add the folder to the table in scripts/tidy.ts and docs/ARCHITECTURE.md`),
  ];
}

// --- imports

function imports(source: Source): Offence[] {
  const { path } = source;
  if (!path.startsWith("src/") || isTest(path)) return [];
  const room = roomOf(path);
  if (room === null) return [];
  return source.imports.flatMap((one) => {
    const message = isRelative(one.specifier) ? wrongFile(path, room, one) : wrongPackage(path, room, one);
    return message === null ? [] : [at(path, one.line, message)];
  });
}

const words = (text: string): string[] => text.split(/\s+/).filter((word) => word !== "");

const isRelative = (specifier: string): boolean => specifier.startsWith(".");

/** The file that a relative import means, from the root. */
const target = (path: string, specifier: string): string =>
  posix.normalize(posix.join(posix.dirname(path), specifier.replace(/\?.*$/, "")));

function wrongFile(path: string, room: string, { specifier }: Import): string | null {
  const to = target(path, specifier);
  const name = `imports ${specifier}`;
  const may = mayImport(room);
  if (isTest(to))
    return `${name}, a test; the product must not need its tests; move what is shared into a file of its own`;
  if (!to.startsWith("src/")) {
    if (may === null && !outside.some((folder) => to.startsWith(`${folder}/`))) return null; // package.json, generated assets
    return `${name}, which lies outside src/; the package ships without it; move it into src/`;
  }
  if (isPublishedIndex(to))
    return `${name}, which is for users of the library; inside, it hides where things live; import the file that defines it`;
  const other = roomOf(to);
  if (other === null)
    return `${name}, which lies in no folder of the house; move it, or add its folder to scripts/tidy.ts`;
  if (other === room || may === null || may.includes(other)) return null;
  const allowed = may.length === 0 ? "nothing else in src/" : `only ${may.join(", ")}`;
  return `${name}, but ${room}/ may import ${allowed}; each folder must be readable without those above it; move the shared part down, or turn the call round (an \`out\` argument)`;
}

/** The rooms that `room` may import; null: all. */
function mayImport(room: string): string[] | null {
  const names = words(rooms[room]!.mayImport);
  if (names.includes("*")) return null;
  return Object.keys(rooms).filter((other) => other.split("/").some((part) => names.includes(part)));
}

function wrongPackage(path: string, room: string, { specifier }: Import): string | null {
  const { packagesOnlyIn } = rooms[room]!;
  const packages = words(rooms[room]!.packages ?? "");
  if (packages.includes("*")) return null;
  const name = packageOf(specifier);
  if (name.startsWith("node:"))
    return `imports ${specifier}, but only shells/ may touch Node; the rest also runs in a browser; pass what you need in as an argument`;
  if (!packages.some((pattern) => matches(pattern, name))) {
    const allowed = packages.length === 0 ? "no package" : `only ${packages.join(", ")}`;
    return `imports ${name}, but ${room}/ may import ${allowed}; a dependency there becomes everybody's; write it, or do it in shells/`;
  }
  if (packagesOnlyIn === undefined || path === `src/${room}/${packagesOnlyIn}`) return null;
  return `imports ${name}, but in ${room}/ only ${packagesOnlyIn} may; a package behind one file can be replaced; export what you need from ${packagesOnlyIn}`;
}

function packageOf(specifier: string): string {
  const [first, second] = specifier.split("/");
  if (specifier.startsWith("node:")) return specifier;
  if (builtinModules.includes(specifier)) return `node:${specifier}`;
  return specifier.startsWith("@") ? `${first}/${second}` : first!;
}

const matches = (pattern: string, name: string): boolean =>
  pattern.endsWith("*") ? name.startsWith(pattern.slice(0, -1)) : name === pattern;

// --- determinism

function nondeterminism(source: Source): Offence[] {
  const { path } = source;
  const room = path.startsWith("src/") ? roomOf(path) : null;
  if (room === null || !rooms[room]!.deterministic || isTest(path)) return [];
  const found: Offence[] = [];
  for (const { name, member, line, inType } of source.globals) {
    const ban = Object.hasOwn(bans, name) ? bans[name]! : null;
    if (ban !== null) found.push(at(path, line, `uses ${name}; ${ban}`));
    else if (inType)
      continue; // the compiler settings of src/engine know which types there are
    else if (!language.has(name)) found.push(at(path, line, `uses ${name}; ${platform}`));
    else if (name === "Math") {
      if (member === "random") found.push(at(path, line, `uses Math.random; ${chance}`));
      else if (member === null)
        found.push(at(path, line, "takes Math apart, which hides what is used of it; write Math.floor and so on"));
      else if (!exactMath.has(member)) {
        const why = "its last digits are up to the machine (ECMA-262: implementation-approximated)";
        found.push(at(path, line, `uses Math.${member}; ${why}; use whole numbers or a table`));
      }
    }
  }
  for (const { name, line } of source.members) {
    if (bannedMembers.has(name)) found.push(at(path, line, `uses .${name}; ${locale}`));
  }
  for (const { kind, line } of source.syntax) {
    const why = bannedSyntax[kind];
    if (why) found.push(at(path, line, `uses ${kind === "power" ? "**" : kind}; ${why}`));
  }
  return found;
}

// --- habits

function habits(source: Source): Offence[] {
  const { path } = source;
  const found: Offence[] = [];
  for (const { kind, line } of source.syntax) {
    if (kind === "enum")
      found.push(
        at(path, line, "declares an enum, which is not erasable and leaves code behind; use a union of strings"),
      );
  }
  if (!path.startsWith("src/")) return found;
  if (source.onlyReexports && !isPublishedIndex(path))
    found.push(
      at(
        path,
        1,
        "only passes on what others export (a barrel); it hides where things live and makes cycles; import the defining files",
      ),
    );
  if (!isTest(path) && !isGenerated(path) && source.opening.length < 20)
    found.push(
      at(
        path,
        1,
        "begins without a comment; a newcomer reads that first; say in a paragraph what the file is and what it does not do",
      ),
    );
  return found;
}

/** Cycles of imports that exist at run time; where only types go round, nothing can be used before it is made. */
function cycles(sources: readonly Source[]): Offence[] {
  const edges = new Map<string, { to: string; line: number }[]>();
  const known = new Set(sources.map((source) => source.path));
  for (const { path, imports } of sources) {
    const out: { to: string; line: number }[] = [];
    for (const one of imports) {
      const to = isRelative(one.specifier) ? target(path, one.specifier) : null;
      if (to !== null && !one.typeOnly && known.has(to)) out.push({ to, line: one.line });
    }
    edges.set(path, out);
  }
  const found: Offence[] = [];
  const done = new Set<string>();
  const walk = (path: string, trail: string[]): void => {
    for (const { to, line } of edges.get(path)!) {
      const from = trail.indexOf(to);
      if (from >= 0) {
        const ring = [...trail.slice(from), to].join(" -> ");
        found.push(
          at(
            path,
            line,
            `closes a cycle of imports, ${ring}; which file runs first is then luck; move what both need into a third file`,
          ),
        );
      } else if (!done.has(to)) walk(to, [...trail, to]);
    }
    done.add(path);
  };
  for (const path of [...edges.keys()].sort()) if (!done.has(path)) walk(path, [path]);
  return found;
}

function missingReadmes(files: readonly string[]): Offence[] {
  const count = new Map<string, number>();
  for (const path of files) {
    if (!path.startsWith("src/") || !/\.tsx?$/.test(path) || isTest(path) || isGenerated(path)) continue;
    count.set(posix.dirname(path), (count.get(posix.dirname(path)) ?? 0) + 1);
  }
  const present = new Set(files);
  return [...count].flatMap(([folder, n]) => {
    if (n <= 3 || present.has(`${folder}/README.md`) || explainedByParent.includes(posix.dirname(folder))) return [];
    const what = `is missing, and ${folder} has ${n} files; nobody knows where to begin`;
    return [
      at(
        `${folder}/README.md`,
        1,
        `${what}; write about 20 lines: what it is, which files to read in which order, the invariants`,
      ),
    ];
  });
}

function traces(root: string, path: string): Offence[] {
  if (!/\.(?:[cm]?[jt]sx?|json|jsonc|md|ya?ml|txt|css|html|sh|svg|toml)$|(?:^|\/)[^.]+$/.test(path)) return [];
  const full = join(root, path);
  if (statSync(full).size > 2_000_000) return [];
  const text = readFileSync(full, "utf8");
  const found: Offence[] = [];
  if (machinePaths.test(text)) {
    text.split("\n").forEach((line, i) => {
      const hit = machinePaths.exec(line);
      if (hit)
        found.push(
          at(
            path,
            i + 1,
            `names ${hit[0]}, a path of somebody's machine; it exists nowhere else; make it relative or an option`,
          ),
        );
    });
  }
  if (path === "package-lock.json") {
    const line = text.split("\n").findIndex((row) => row.includes('"resolved": "http'));
    if (line >= 0)
      found.push(
        at(
          path,
          line + 1,
          "names the host of a registry; others use another; run `npm install` where .npmrc is read (omit-lockfile-registry-resolved)",
        ),
      );
  }
  return found;
}

const at = (file: string, line: number, message: string): Offence => ({ file, line, message });

function listFiles(root: string): string[] {
  try {
    const top = execFileSync("git", ["rev-parse", "--show-toplevel"], {
      cwd: root,
      stdio: ["ignore", "pipe", "ignore"],
    });
    if (realpathSync(top.toString().trim()) === realpathSync(root)) {
      const out = execFileSync("git", ["ls-files", "-coz", "--exclude-standard"], { cwd: root, maxBuffer: 1 << 28 });
      const listed = new Set(out.toString().split("\0").filter(Boolean));
      return [...listed].filter((path) => existsSync(join(root, path)) && statSync(join(root, path)).isFile()).sort();
    }
  } catch {
    // No git, or an unpacked archive: walk.
  }
  const skipped = new Set(["node_modules", "dist", ".git", "coverage"]);
  const files = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll("\\", "/"));
  return files.filter((path) => !path.split("/").some((part) => skipped.has(part))).sort();
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
  const { offences, files } = tidy(root);
  for (const { file, line, message } of offences) console.log(`${file}:${line}: ${message}`);
  console.log(
    offences.length === 0
      ? `tidy: ${files} files, nothing to say`
      : `tidy: ${offences.length} offences in ${files} files`,
  );
  process.exitCode = offences.length === 0 ? 0 : 1;
}
