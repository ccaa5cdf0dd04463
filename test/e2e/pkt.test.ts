/** `viva pkt` as programs call it: lines, JSON and exit codes. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";

const bin = fileURLToPath(new URL("../../bin/viva.mjs", import.meta.url));
const good = "0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n+0 bind(3, ..., ...) = 0\n+0 listen(3, 1) = 0\n";
const scripts: Readonly<Record<string, string>> = {
  "good.pkt": good,
  "bad.pkt": `${good}+0 < S 0:0(0) win 1000\n+0 > S. 0:0(0) ack 2 <...>\n`,
  "foreign.pkt": "0 `reboot`\n",
  "broken.pkt": "0 socket(\n",
};
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "viva-pkt-"));
  for (const [name, source] of Object.entries(scripts)) writeFileSync(join(folder, name), source);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function viva(...args: string[]): { out: string; err: string; code: number | null } {
  const { stdout, stderr, status } = spawnSync(process.execPath, [bin, "pkt", ...args, "--lang", "en"], {
    cwd: folder,
    encoding: "utf8",
  });
  return { out: stdout, err: stderr, code: status };
}

test("a script that holds is ok, one that asks for what we have not is skipped by name; both exit with 0", () => {
  expect(viva("good.pkt", "foreign.pkt")).toEqual({
    out: "ok good.pkt\nok foreign.pkt # SKIP unsupported: shell command: reboot\n",
    err: "",
    code: 0,
  });
});

test("a script that fails says why and exits with 1", () => {
  const { out, code } = viva("good.pkt", "bad.pkt");
  expect(out).toContain("ok good.pkt\nnot ok bad.pkt # line 5: expected ack 2, found ack 1");
  expect(code).toBe(1);
});

test("JSON is the documented object", () => {
  const { out, code } = viva("good.pkt", "bad.pkt", "--json", "--profile", "rfc");
  expect(code).toBe(1);
  expect(JSON.parse(out)).toMatchObject({
    schema: "viva.pkt/1",
    scripts: [
      {
        file: "good.pkt",
        verdict: "pass",
        line: null,
        expected: null,
        found: null,
        why: null,
        virtualNs: 0,
        profile: "rfc",
      },
      { file: "bad.pkt", verdict: "fail", line: 5, field: "ack", expected: "ack 2", found: "ack 1", virtualNs: 0 },
    ],
  });
});

test("a script that cannot be read is one line, and exit code 2", () => {
  expect(viva("broken.pkt")).toMatchObject({ out: "", code: 2 });
  expect(viva("broken.pkt").err).toMatch(
    /^viva: broken\.pkt:2:1: expected an argument[^\n]*, found the end of the script\n$/,
  );
  expect(viva("missing.pkt")).toEqual({ out: "", err: "viva: missing.pkt: cannot be read (ENOENT)\n", code: 2 });
});
