import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { rooms, tidy } from "./tidy.ts";

const planted: string[] = [];
afterAll(() => {
  for (const root of planted) rmSync(root, { recursive: true, force: true });
});

/** A tree of its own with these files; what tidy says of it, as `file:line: message`. */
function said(files: Record<string, string>): string[] {
  const root = mkdtempSync(join(tmpdir(), "viva-tidy-"));
  planted.push(root);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return tidy(root).offences.map(({ file, line, message }) => `${file}:${line}: ${message}`);
}

const opening = "/** A file planted by a test, with the paragraph that every file begins with. */\n";
/** What tidy says of one engine file whose second line is `line`. */
const ofEngine = (line: string): string[] => said({ "src/engine/world/planted.ts": `${opening}${line}\n` });

describe("who may import whom", () => {
  it("a folder may import what the table allows, and itself", () => {
    const files = {
      "src/engine/base/bytes.ts": `${opening}export const one = 1;\n`,
      "src/engine/base/crypto.ts": `${opening}import { sha256 } from "@noble/hashes/sha2.js";\nexport const hash = sha256;\n`,
      "src/engine/wire/tcp.ts": `${opening}import { one } from "../base/bytes.ts";\nexport const two = one + 1;\n`,
      "src/engine/wire/ip.ts": `${opening}import { two } from "./tcp.ts";\nexport const three = two + 1;\n`,
      "src/topics/cors/claims.ts": `${opening}import { two } from "../../engine/wire/tcp.ts";\nexport const claims = [two];\n`,
      "src/study/notes/markdown.ts": `${opening}import { fromMarkdown } from "mdast-util-from-markdown";\nexport const read = fromMarkdown;\n`,
      "src/shells/cli/main.ts": `${opening}import { readFileSync } from "node:fs";\nimport { claims } from "../../topics/cors/claims.ts";\nimport pc from "picocolors";\nexport const all = [readFileSync, claims, pc];\n`,
      "test/e2e/visit.test.ts": `import { all } from "../../src/shells/cli/main.ts";\nimport pc from "picocolors";\nexport const used = [all, pc];\n`,
    };
    expect(said(files)).toEqual([]);
  });

  it("an import upwards is reported with its line, type imports and re-exports too", () => {
    const files = {
      "src/engine/wire/tcp.ts": `${opening}export type T = 1;\nexport const x = 1;\n`,
      "src/engine/base/one.ts": `${opening}\nimport { x } from "../wire/tcp.ts";\nexport const y = x;\n`,
      "src/engine/base/two.ts": `${opening}import type { T } from "../wire/tcp.ts";\nexport type U = T;\n`,
      "src/engine/base/three.ts": `${opening}export type U = import("../wire/tcp.ts").T;\n`,
      "src/engine/base/four.ts": `${opening}export const y = 1;\nexport { x } from "../wire/tcp.ts";\n`,
    };
    const places = said(files);
    const says = "imports ../wire/tcp.ts, but engine/base/ may import nothing else in src/;";
    expect(places.filter((place) => place.startsWith("src/engine/base/four.ts:3:"))[0]).toContain(says);
    expect(places.filter((place) => place.startsWith("src/engine/base/one.ts:3:"))[0]).toContain(says);
    expect(places.filter((place) => place.startsWith("src/engine/base/three.ts:2:"))[0]).toContain(says);
    expect(places.filter((place) => place.startsWith("src/engine/base/two.ts:2:"))[0]).toContain(says);
  });

  it.each([
    [
      "src/engine/wire/tcp.ts",
      "@noble/hashes/sha2.js",
      "imports @noble/hashes, but engine/wire/ may import no package",
    ],
    ["src/engine/base/bytes.ts", "@noble/hashes/sha2.js", "only crypto.ts may"],
    ["src/engine/base/crypto.ts", "lodash/fp", "imports lodash, but engine/base/ may import only @noble/*"],
    ["src/lab/run.ts", "node:fs", "only shells/ may touch Node"],
    ["src/lab/run.ts", "fs", "only shells/ may touch Node"],
    ["src/study/coach/plan.ts", "ts-fsrs", "only schedule.ts may"],
    ["src/shells/cli/main.ts", "../../../scripts/build.ts", "lies outside src/"],
    ["src/engine/wire/tcp.ts", "./tcp.test.ts", "a test; the product must not need its tests"],
    ["src/topics/cors/claims.ts", "../../engine/index.ts", "for users of the library"],
  ])("%s may not import %s", (path, specifier, message) => {
    const places = said({ [path]: `${opening}import * as it from "${specifier}";\nexport const used = it;\n` });
    expect(places).toHaveLength(1);
    expect(places[0]).toContain(`${path}:2: imports `);
    expect(places[0]).toContain(message);
  });

  it("a test beside the code may import anything, but must lie in a folder of the house", () => {
    const text = `import fc from "fast-check";\nimport { x } from "../../shells/cli/main.ts";\nexport const at = [Date.now(), fc, x];\n`;
    expect(said({ "src/engine/base/bytes.test.ts": text })).toEqual([]);
    expect(said({ "src/engine/basement/bytes.test.ts": text })[0]).toContain(
      "src/engine/basement/bytes.test.ts:1: src/engine/basement is not a folder of the house",
    );
  });

  it("files that import each other at run time are reported, those that share types are not", () => {
    const files = (kind: string) => ({
      "src/lab/a.ts": `${opening}import { b } from "./b.ts";\nexport const a = (): number => b();\n`,
      "src/lab/b.ts": `${opening}import { c } from "./c.ts";\nexport const b = (): number => c();\n`,
      "src/lab/c.ts": `${opening}\nimport ${kind} { a } from "./a.ts";\nexport const c = (): number => 1 as unknown as ReturnType<typeof a>;\n`,
    });
    expect(said(files("type"))).toEqual([]);
    const places = said(files(""));
    expect(places).toHaveLength(1);
    expect(places[0]).toContain(
      "src/lab/c.ts:3: closes a cycle of imports, src/lab/a.ts -> src/lab/b.ts -> src/lab/c.ts -> src/lab/a.ts",
    );
  });

  it("the table names only rooms that exist", () => {
    const parts = new Set(Object.keys(rooms).flatMap((room) => room.split("/")));
    for (const { mayImport } of Object.values(rooms)) {
      for (const name of mayImport.split(" ")) if (name !== "" && name !== "*") expect(parts).toContain(name);
    }
  });
});

describe("what the engine may not touch", () => {
  it.each([
    ["export const t = Date.now();", "uses Date; the engine has no clock"],
    ["export const t = new Date();", "uses Date;"],
    ["export function f(when: Date) { return when; }", "uses Date;"],
    ["export const t = performance.now();", "uses performance;"],
    ["export const r = Math.random();", "uses Math.random; chance must come from the seed"],
    [`export const r = Math["random"]();`, "uses Math.random;"],
    ["export const { exp } = Math;", "takes Math apart"],
    ["export const r = Math.exp(1);", "uses Math.exp; its last digits"],
    ["export const r = Math.hypot(1, 2);", "uses Math.hypot;"],
    ["export const r = crypto.randomUUID();", "uses crypto;"],
    ["export const p = Promise.resolve(1);", "uses Promise;"],
    ["export type P = Promise<number>;", "uses Promise;"],
    ["export async function f() {}", "uses async; the engine is synchronous"],
    ["export const f = async () => 1;", "uses async;"],
    ["export const x = await 1;", "uses await;"],
    [`export const x = import("./y.ts");`, "uses import();"],
    ["export const x = import.meta.url;", "uses import.meta;"],
    ["setTimeout(() => {}, 1);", "uses setTimeout; the engine is synchronous"],
    ["setInterval(() => {}, 1);", "uses setInterval;"],
    ["setImmediate(() => {});", "uses setImmediate;"],
    ["queueMicrotask(() => {});", "uses queueMicrotask;"],
    ["export const n = new Intl.NumberFormat();", "uses Intl; the answer depends on the machine's locale"],
    [`export const c = "a".localeCompare("b");`, "uses .localeCompare;"],
    [`export const c = "a"["localeCompare"]("b");`, "uses .localeCompare;"],
    ["export const c = (1).toLocaleString();", "uses .toLocaleString;"],
    ["export const k = (n: number) => 2 ** n;", "uses **; the last digits of a power"],
    ["export let k = 2;\nk **= 2;", "uses **;"],
    [`export const k = eval("1");`, "uses eval; code made from text"],
    [`export const k = new Function("return 1");`, "uses Function;"],
    ["export const k = document.title;", "uses document; this is the platform's"],
    ["export const k = new TextEncoder();", "uses TextEncoder; this is the platform's"],
    ["export const k = process.env;", "uses process; this is the platform's"],
    [`console.log("here");`, "uses console; this is the platform's"],
    ["export const k = globalThis;", "uses globalThis; this is the platform's"],
    ["export const k = new WeakRef({});", "uses WeakRef; when it acts"],
  ])("%s", (line, message) => {
    const places = ofEngine(line);
    expect(
      places.filter((place) => /^src\/engine\/world\/planted\.ts:[23]: /.test(place) && place.includes(message)),
    ).not.toEqual([]);
  });

  it.each([
    "export const at = { Date: 1, performance: 2, setTimeout() {}, get crypto() { return 1; } };",
    "export const f = (x: { Date: number; fetch(): void }) => x.Date + x.fetch.length;",
    "export function f(performance: number) { return performance + 1; }",
    `export const text = "Date.now() and Math.random()"; // Date.now() in words`,
    "export const f = (x: { document: number }) => { const { document } = x; const { document: page } = x; return document + page; };",
    "export class Timer { setTimeout(Date: number): number { return this.setTimeout(Date); } }",
    "export const f = (a: number, b: number) => Math.max(Math.floor(a), Math.imul(a, b), Math.sqrt(b)) + Math.PI;",
    "export const big = 2n ** 64n;",
    `export type Name = "async" | "await"; export const of = (await_: Name): Name => await_;`,
    "export function* turns(): Generator<number, void, unknown> { yield Number.parseInt('7', 10); }",
    "export const bytes = (n: number) => new Uint8Array(n).map((_, i) => i);",
    "export const isText = (x: unknown): x is string => typeof x === 'string';",
    "export interface Clock<Date> { read(): Date } export const sum = <fetch extends number>(x: fetch): fetch => x;",
    "outer: for (const x of [1]) { for (;;) { if (x) continue outer; break outer; } }",
  ])("%s is no offence", (line) => {
    expect(ofEngine(line)).toEqual([]);
  });

  it("a local name does not hide the global of the same name elsewhere in the file", () => {
    const places = ofEngine(
      "export const f = (performance: number) => performance;\nexport const g = () => performance.now();",
    );
    expect(places).toHaveLength(1);
    expect(places[0]).toContain("src/engine/world/planted.ts:3: uses performance;");
  });

  it("a shell may do all of it", () => {
    const text = `${opening}export const now = async () => [Date.now(), Math.random() ** 2, await import("node:fs"), document.title];\n`;
    expect(said({ "src/shells/web/clock.ts": text })).toEqual([]);
  });
});

describe("habits", () => {
  it("an enum is reported wherever it stands", () => {
    expect(said({ "scripts/x.ts": "export enum E { A }\n" })[0]).toContain("scripts/x.ts:1: declares an enum");
  });

  it("a file that only re-exports is reported, a published index.ts is not", () => {
    const text = `${opening}export { a } from "./engine/base/a.ts";\n`;
    expect(said({ "src/shells/all.ts": text })[0]).toContain("src/shells/all.ts:1: only passes on");
    expect(said({ "src/engine/index.ts": `${opening}export { a } from "./base/a.ts";\n` })).toEqual([]);
    const viaImport = `${opening}import { a } from "./b.ts";\nexport { a };\n`;
    expect(said({ "src/lab/all.ts": viaImport })[0]).toContain("src/lab/all.ts:1: only passes on");
  });

  it("a file without an opening comment is reported, a test or a generated file is not", () => {
    const text = "export const x = 1;\n";
    expect(said({ "src/lab/x.ts": text })[0]).toContain("src/lab/x.ts:1: begins without a comment");
    expect(said({ "src/lab/x.ts": `// biome-ignore-all lint: because of this and that\n${text}` })).toHaveLength(1);
    expect(said({ "src/lab/x.ts": `// What this file is, in so many words.\n${text}` })).toEqual([]);
    expect(said({ "src/lab/x.test.ts": text, "src/lab/x.generated.ts": text })).toEqual([]);
  });

  it("a folder of more than three files without a README is reported", () => {
    const files = Object.fromEntries(
      ["a", "b", "c", "d"].map((name) => [`src/lab/${name}.ts`, `${opening}export const x = 1;\n`]),
    );
    expect(said(files)).toHaveLength(1);
    expect(said(files)[0]).toContain("src/lab/README.md:1: is missing");
    expect(said({ ...files, "src/lab/README.md": "# lab\n" })).toEqual([]);
  });

  it("a path of somebody's machine is reported in any text file, a path of a URL is not", () => {
    const path = ["", "work", "notes.md"].join("/"); // in pieces, or tidy would report this file
    expect(said({ "docs/x.md": `one\nsee ${path}\n` })[0]).toContain(`docs/x.md:2: names ${path.slice(0, 6)}`);
    expect(said({ "docs/x.md": `see https://example.test${path} and ../shared${path}\n` })).toEqual([]);
    expect(said({ "package-lock.json": `{\n  "resolved": "https://registry.test/x.tgz"\n}\n` })[0]).toContain(
      "package-lock.json:2:",
    );
  });
});

it("in a git checkout only files that are tracked or would be added count", () => {
  const root = mkdtempSync(join(tmpdir(), "viva-tidy-"));
  planted.push(root);
  mkdirSync(join(root, "src/lab"), { recursive: true });
  writeFileSync(join(root, ".gitignore"), "ignored.ts\n");
  writeFileSync(join(root, "src/lab/ignored.ts"), "export const x = 1;\n");
  writeFileSync(join(root, "src/lab/seen.ts"), "export const x = 1;\n");
  execFileSync("git", ["init", "-q"], { cwd: root });
  expect(tidy(root).offences.map((offence) => offence.file)).toEqual(["src/lab/seen.ts"]);
});
