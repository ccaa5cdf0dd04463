import { spawn, spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { fingerprint, isFresh } from "./fingerprint.mjs";
import { lockFile, oneAtATime } from "./lock.mjs";
import { checkNode, explain, NotReady, whyStale } from "./setup.mjs";

const repo = fileURLToPath(new URL("..", import.meta.url));
const planted: string[] = [];
afterAll(() => {
  for (const root of planted) rmSync(root, { recursive: true, force: true });
});

function plant(files: Record<string, string>): string {
  const root = mkdtempSync(join(tmpdir(), "viva-house-"));
  planted.push(root);
  for (const [path, text] of Object.entries(files)) write(root, path, text);
  return root;
}

/** What a build of the sources as they are would leave. */
const stamp = (root: string, web = "built"): string =>
  JSON.stringify({ fingerprint: fingerprint(root), parts: { cli: "built", web } });

function write(root: string, path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

describe("setup", () => {
  it("a Node that is too old is named, with where to get another", () => {
    for (const fine of ["20.19.0", "20.19", "20.20.2", "22.0.0", "26.1.3"]) checkNode(fine, ">=20.19");
    for (const old of ["20.18.9", "18.20.0", "8.0.0"]) expect(() => checkNode(old, ">=20.19")).toThrow(NotReady);
    expect(() => checkNode("18.20.0", ">=20.19")).toThrow(/Node 20\.19 or newer; this is Node 18\.20\.0.*nodejs\.org/s);
  });

  const lock = (packages: object): string => JSON.stringify({ packages: { "": { name: "viva" }, ...packages } });
  const inLock = {
    "node_modules/a": { version: "1.0.0" },
    "node_modules/a/node_modules/@b/c": { version: "2.0.0" },
    "node_modules/only-elsewhere": { version: "1.0.0", optional: true, os: ["elsewhere"] },
  };

  it("what is installed is compared with the lock, package by package", () => {
    const { "node_modules/only-elsewhere": _, ...here } = inLock;
    const stale = (installed: object): string | null =>
      whyStale(plant({ "package-lock.json": lock(inLock), "node_modules/.package-lock.json": lock(installed) }));
    expect(stale(here)).toBeNull();
    expect(stale({ ...here, "node_modules/more": { version: "1.0.0" } })).toBeNull();
    expect(stale({ ...here, "node_modules/a": { version: "1.0.1" } })).toBe("a is 1.0.1 here and 1.0.0 in the lock");
    expect(stale({ "node_modules/a": { version: "1.0.0" } })).toBe("@b/c is missing from node_modules");
    expect(stale(inLock)).toBe("node_modules holds only-elsewhere, so it was made on another kind of machine");
    expect(whyStale(plant({ "package-lock.json": lock(inLock) }))).toBe("the packages are not installed yet");
    expect(whyStale(plant({ "package-lock.json": lock(inLock), "node_modules/a/package.json": "{}" }))).not.toBeNull();
  });

  it.each([
    [Object.assign(new Error("spawn npm ENOENT"), { code: "ENOENT" }), "", "npm was not found"],
    [1, "npm error code ENOTFOUND\nnpm error request to it failed", "registry could not be reached"],
    [1, "npm error code EUSAGE\nnpm error in sync", "package.json and package-lock.json disagree"],
    [1, "npm error code ENOSPC", "The disk is full"],
    [1, "npm error code EINTEGRITY", "npm ci failed (exit code 1).\nnpm said:\n  npm error code EINTEGRITY"],
    ["SIGINT", "", "stopped by SIGINT"],
  ])("a failure of npm (%s, %j) is put into words", (ended, errors, words) => {
    expect(explain(ended, errors, "here")).toContain(words);
  });
});

describe("one at a time", () => {
  it("three processes that start at once do the work one after the other", async () => {
    const root = plant({ "log.txt": "" });
    const script = `
      import { appendFileSync } from "node:fs";
      import { oneAtATime } from ${JSON.stringify(new URL("lock.mjs", import.meta.url).href)};
      await oneAtATime(${JSON.stringify(root)}, "trial", async () => {
        appendFileSync(${JSON.stringify(join(root, "log.txt"))}, "in ");
        await new Promise((done) => setTimeout(done, 100));
        appendFileSync(${JSON.stringify(join(root, "log.txt"))}, "out ");
      });`;
    const codes = await Promise.all(
      [1, 2, 3].map(
        () =>
          new Promise((done) => {
            const child = spawn(process.execPath, ["--input-type=module", "-e", script], { stdio: "inherit" });
            child.on("close", done);
          }),
      ),
    );
    expect(codes).toEqual([0, 0, 0]);
    expect(readFileSync(join(root, "log.txt"), "utf8")).toBe("in out ".repeat(3));
    expect(existsSync(lockFile(root, "trial"))).toBe(false);
  });

  it("a lock whose holder has died is taken over", async () => {
    const root = plant({});
    const dead = spawnSync(process.execPath, ["-e", "process.stdout.write(String(process.pid))"]).stdout.toString();
    writeFileSync(lockFile(root, "trial"), dead);
    let waited = false;
    const result = await oneAtATime(
      root,
      "trial",
      () => "done",
      () => {
        waited = true;
      },
    );
    expect([result, waited, existsSync(lockFile(root, "trial"))]).toEqual(["done", false, false]);
  });

  it("a lock that nobody has touched for a minute is taken over: its number may be another process's by now", async () => {
    const root = plant({});
    writeFileSync(lockFile(root, "trial"), String(process.ppid));
    utimesSync(lockFile(root, "trial"), 1, Date.now() / 1000 - 61);
    expect(await oneAtATime(root, "trial", () => "done")).toBe("done");
  });

  it("work that fails gives the lock back", async () => {
    const root = plant({});
    const failing = oneAtATime(root, "trial", () => {
      throw new Error("no luck");
    });
    await expect(failing).rejects.toThrow("no luck");
    expect(existsSync(lockFile(root, "trial"))).toBe(false);
  });
});

describe("the fingerprint of the sources", () => {
  it("changes when a source is edited, added, removed or renamed, not for tests and READMEs", () => {
    const root = plant({ "src/a/one.ts": "1", "src/a/two.ts": "22", "package.json": "{}" });
    const seen = [fingerprint(root)];
    const same = (): void => expect(fingerprint(root)).toBe(seen.at(-1));
    const differs = (): void => {
      expect(seen).not.toContain(fingerprint(root));
      seen.push(fingerprint(root));
    };
    same();
    write(root, "src/a/one.test.ts", "test");
    write(root, "src/a/README.md", "text");
    same();
    write(root, "src/a/one.ts", "11");
    differs();
    utimesSync(join(root, "src/a/one.ts"), 1, 1);
    differs();
    write(root, "src/a/three.css", "");
    differs();
    rmSync(join(root, "src/a/two.ts"));
    differs();
    write(root, "package.json", "{ }");
    differs();
  });

  it("a build without a stamp, or with an older one, is not fresh", () => {
    const root = plant({ "src/one.ts": "1" });
    expect(isFresh(root)).toBe(false);
    write(root, "dist/build.json", stamp(root));
    expect(isFresh(root)).toBe(true);
    write(root, "dist/build.json", stamp(root, "failed"));
    expect([isFresh(root), isFresh(root, "cli"), isFresh(root, "web")]).toEqual([false, true, false]);
    write(root, "src/one.ts", "one");
    expect(isFresh(root, "cli")).toBe(false);
    write(root, "dist/build.json", "{ broken");
    expect(isFresh(root)).toBe(false);
  });
});

describe("bin/viva.mjs", () => {
  const says = (what: string): string =>
    `console.log(${JSON.stringify(what)}, ...process.argv.slice(2));\nprocess.exitCode = 3;\n`;
  const viva = (root: string, ...args: string[]) =>
    spawnSync(process.execPath, [join(root, "bin/viva.mjs"), ...args], { encoding: "utf8", cwd: tmpdir() });
  /** A tree with the front door and what it needs; `files` are the rest. */
  function house(files: Record<string, string>): string {
    const root = plant({ "package.json": '{ "type": "module" }', ...files });
    for (const path of ["bin/viva.mjs", "scripts/fingerprint.mjs"]) cpSync(join(repo, path), join(root, path));
    return root;
  }

  it("an installed package runs its build and keeps the exit code", () => {
    const run = viva(house({ "dist/cli/main.js": says("built") }), "list", "--json");
    expect([run.stdout, run.status]).toEqual(["built list --json\n", 3]);
  });

  it("a checkout runs the build while it is fresh", () => {
    const root = house({ "dist/cli/main.js": says("built"), "src/shells/cli/main.ts": says("source") });
    write(root, "dist/build.json", stamp(root));
    expect(viva(root).stdout).toBe("built\n");
  });

  it("a checkout with a stale build runs the sources, or says what to do without packages", () => {
    const root = house({ "dist/cli/main.js": says("built"), "src/shells/cli/main.ts": says("source") });
    const without = viva(root);
    expect([without.status, without.stdout]).toEqual([2, ""]);
    expect(without.stderr).toMatch(/^viva: The packages are not installed yet.*npm start.*npm ci/);
    symlinkSync(join(repo, "node_modules"), join(root, "node_modules"), "junction");
    const run = viva(root);
    expect([run.stdout, run.status]).toEqual(["source\n", 3]);
  });

  it("a package with nothing to run says so", () => {
    const run = viva(house({}));
    expect(run.status).toBe(2);
    expect(run.stderr).toContain("install it again");
  });
});
