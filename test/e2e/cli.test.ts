/** The command as people and programs call it: what it prints, where, in which language, and with which exit code. */
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const bin = fileURLToPath(new URL("../../bin/viva.mjs", import.meta.url));
let folder: string;

const note = `<hr>
### 운영체제
1. 스레드 안전하다는 것은 무슨 뜻인가요?
	여러 스레드가 동시에 접근해도 결과가 올바르게 나온다는 뜻입니다.
	싱글톤으로 만들면 됩니다.
2. 교착 상태가 뭔가요?
`;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "viva-cli-"));
  writeFileSync(join(folder, "note.md"), note);
  writeFileSync(join(folder, "empty.md"), "");
  writeFileSync(join(folder, "picture.png"), Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3, 0xff, 0xfe]));
  mkdirSync(join(folder, "notes"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Outcome {
  readonly out: string;
  readonly err: string;
  readonly code: number | null;
}

function viva(args: readonly string[], options: { input?: string; env?: Record<string, string> } = {}): Outcome {
  const { LC_ALL: _, ...env } = process.env;
  const { stdout, stderr, status } = spawnSync(process.execPath, [bin, ...args], {
    cwd: folder,
    input: options.input ?? "",
    encoding: "utf8",
    env: { ...env, LANG: "en_US.UTF-8", ...options.env },
  });
  return { out: stdout, err: stderr, code: status };
}

const json = (outcome: Outcome): Record<string, never> => JSON.parse(outcome.out);

describe("viva notes", () => {
  test("--json is the documented object, whatever the language", () => {
    const outcome = viva(["notes", "note.md", "--json", "--lang", "ko"]);
    expect(outcome).toMatchObject({ code: 0, err: "" });
    expect(json(outcome)).toMatchObject({
      schema: "viva.notes/1",
      files: [
        {
          file: "note.md",
          questions: [
            {
              section: ["운영체제"],
              ask: "스레드 안전하다는 것은 무슨 뜻인가요?",
              answered: true,
              line: 3,
              endLine: 5,
              parent: null,
              followUp: false,
            },
            { ask: "교착 상태가 뭔가요?", answered: false, line: 6, endLine: 6 },
          ],
          problems: [],
          notUnderstood: [],
        },
      ],
    });
  });

  test("- is standard input", () => {
    expect(json(viva(["notes", "-", "--json"], { input: note }))).toMatchObject({
      files: [{ file: "-", questions: { length: 2 } }],
    });
  });

  test.each([
    ["missing.md", /^viva: missing\.md: there is no such file\.\n$/],
    ["notes", /^viva: notes: this is a folder; give the files in it\.\n$/],
    ["picture.png", /^viva: picture\.png: [^\n]+\n$/],
  ])("%s: one line on stderr, exit code 2", (file, says) => {
    const outcome = viva(["notes", file]);
    expect(outcome).toMatchObject({ code: 2, out: "" });
    expect(outcome.err).toMatch(says);
  });

  test("an empty file is said to hold no question, exit code 1", () => {
    const outcome = viva(["notes", "empty.md"]);
    expect(outcome.code).toBe(1);
    expect(outcome.err).toMatch(/empty\.md:1: /);
  });
});

describe("viva check", () => {
  test("the singleton sentence comes out refuted, with the run that refutes it", () => {
    const outcome = viva(["check", "note.md", "--json"]);
    expect(outcome.code).toBe(0);
    const { files, totals } = json(outcome) as never as {
      files: {
        questions: {
          matched: string;
          statements: {
            text: string;
            start: number;
            end: number;
            verdict: string;
            claims: { id: string; run: unknown }[];
          }[];
        }[];
      }[];
      totals: object;
    };
    const [definition, singleton] = files[0]!.questions[0]!.statements;
    expect(definition).toMatchObject({
      verdict: "confirmed",
      claims: [{ id: "thread-safe.every-interleaving", run: null }],
    });
    expect(singleton).toMatchObject({
      text: "싱글톤으로 만들면 됩니다.",
      verdict: "refuted",
      claims: [
        {
          id: "thread-safe.singleton-is-safe",
          verdict: "refuted",
          run: { scenario: "thread-safe/singleton-counter", choices: [[2, 1]] },
        },
      ],
    });
    expect(note.slice(singleton!.start, singleton!.end)).toBe(singleton!.text);
    expect(totals).toEqual({
      questions: 2,
      statements: 2,
      confirmed: 1,
      refuted: 1,
      depends: 0,
      unclear: 0,
      noExperiment: 0,
    });
  });

  test("people get it in their language, with the picture of the run", () => {
    const korean = viva(["check", "note.md"], { env: { LANG: "ko_KR.UTF-8" } });
    expect(korean.out).toMatch(/✗ 반박 {2}싱글톤으로 만들면 됩니다\./);
    expect(korean.out).toMatch(/스레드 전환 2번/);
    const english = viva(["check", "note.md"]);
    expect(english.out).toMatch(/✗ refuted/);
    expect(english.out).toMatch(/It fails in 12 of all 20 possible runs\./);
    expect(english.out).toMatch(/viva run 'thread-safe\/singleton-counter\?guard=none&seed=1&choice=2:1&engine=\d+'/);
  });

  test("--fail-on refuted makes it fail, and only when something is refuted", () => {
    expect(viva(["check", "note.md", "--fail-on", "refuted"]).code).toBe(1);
    expect(
      viva(["check", "-", "--fail-on", "refuted"], { input: "1. 스레드 안전이란?\n\t뮤텍스를 씁니다.\n" }).code,
    ).toBe(0);
  });

  test("there is no colour without a terminal, and there is with FORCE_COLOR", () => {
    const csi = "\u001b[";
    expect(viva(["check", "note.md"]).out).not.toContain(csi);
    expect(viva(["check", "note.md"], { env: { FORCE_COLOR: "1" } }).out).toContain(csi);
    expect(viva(["check", "note.md"], { env: { FORCE_COLOR: "1", NO_COLOR: "1" } }).out).not.toContain(csi);
  });
});

describe("viva run", () => {
  test("by its name gives the same trace each time, as JSON", () => {
    const name = "thread-safe/singleton-counter?guard=none&seed=1&choice=2:1";
    const [first, second] = [viva(["run", name, "--json"]), viva(["run", name, "--json"])];
    expect(first.code).toBe(0);
    expect(first.out).toBe(second.out);
    expect(json(first)).toMatchObject({
      schema: "viva.run/1",
      run: {
        scenario: "thread-safe/singleton-counter",
        knobs: { guard: "none" },
        seed: 1,
        faults: [],
        choices: [[2, 1]],
      },
      traceSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      events: 15,
      virtualNs: 0,
      claims: [{ id: "thread-safe.singleton-is-safe", holds: false, because: [6, 10, 13] }],
    });
  });

  test("shows the timeline, the ladder and the events, in the order of the flags' help", () => {
    const { out } = viva(["run", "thread-safe/mutex", "--timeline", "--ladder", "--events", "--seed", "5"]);
    expect(out).toMatch(/1 thread switch/);
    expect(out).toMatch(/lock m/);
    expect(out).toMatch(/thread\.switch/);
    expect(out).toMatch(/seed {4}5/);
  });

  test.each([
    [["run", "thread-safe/mutx"], /Did you mean thread-safe\/mutex\?/],
    [["run", "thread-safe/mutex", "--knob", "treads=2"], /no knob "treads"\. Did you mean threads\?/],
    [["run", "thread-safe/mutex", "--knob", "threads=99"], /from 1 to 6/],
    [["run", "thread-safe/mutex", "--fault", "drop SYN one more"], /no occasion|cannot be read/],
    [["run", "thread-safe/mutex", "--fault", "dorp SYN 1"], /Did you mean drop\?/],
    [["run", "thread-safe/mutex", "--seed", "x"], /--seed x/],
    [["run", "thread-safe/mutex?choice=77:1"], /asks for 1 choices only/],
    [["run"], /missing required argument/],
    [["run", "thread-safe/mutex", "--ladderr"], /unknown option '--ladderr' \(Did you mean --ladder\?\)/],
    [["verify", "thread-safe.singleton"], /Did you mean thread-safe\.singleton-is-safe\?/],
    [["chekc", "note.md"], /no command "chekc"\. Did you mean check\?/],
    [["check", "note.md", "--fail-on", "wrong"], /refuted/],
    [["serve", "--port", "99999"], /--port 99999/],
    [["--lang", "fr"], /ko/],
  ])("%j: one line that helps, exit code 2", (args, says) => {
    const outcome = viva(args);
    expect(outcome).toMatchObject({ code: 2, out: "" });
    expect(outcome.err).toMatch(says);
    expect(outcome.err.trim().split("\n")).toHaveLength(1);
  });
});

describe("viva run of a network", () => {
  const run = ["run", "handshake/open-close", "--fault", "drop SYN-ACK 1"];

  test("is drawn as its ladder: what was lost, what was sent again, when connect() returned", () => {
    const { out, code } = viva(run);
    expect(code).toBe(0);
    expect(out).toMatch(/0\.050 s .*✕.*SYN-ACK seq=5000 ack=1001.*lost by the fault/);
    expect(out).toMatch(/1\.000 s .*SYN seq=1000 again/);
    expect(out).toMatch(/1\.100 s .*connect\(\) = 0/);
  });

  test("--pcapng writes a capture; a thread program has none to write; an unknown host is refused", () => {
    const file = join(folder, "run.pcapng");
    expect(viva([...run, "--pcapng", file])).toMatchObject({ code: 0, err: `${file}: 14 frames\n` });
    expect(readFileSync(file).readUInt32LE(0)).toBe(0x0a0d0d0a);
    expect(viva(["run", "thread-safe/mutex", "--pcapng", file])).toMatchObject({ code: 2, out: "" });
    expect(viva([...run, "--pcapng", "-", "--at", "servr"]).err).toMatch(/Did you mean server\?/);
  });

  test("--perfetto writes a timeline, of a thread program too; both files on one stdout are refused", () => {
    const file = join(folder, "run.perfetto.json");
    expect(viva([...run, "--perfetto", file])).toMatchObject({ code: 0, err: `${file}: 92 events\n` });
    const { traceEvents, otherData } = JSON.parse(readFileSync(file, "utf8"));
    expect(traceEvents.filter(({ ph }: { ph: string }) => ph === "b")).toHaveLength(14);
    expect(otherData.run).toMatch(/^handshake\/open-close\?.*fault=drop\+SYN-ACK\+1/);
    const { code, out } = viva(["run", "thread-safe/mutex", "--perfetto", "-"]);
    expect(code).toBe(0);
    expect(JSON.parse(out).traceEvents.length).toBeGreaterThan(4);
    expect(viva([...run, "--perfetto", "-", "--pcapng", "-"])).toMatchObject({ code: 2, out: "" });
    expect(viva([...run, "--perfetto", join(folder, "no", "such", "place")]).err).toMatch(
      /cannot be written \(ENOENT\)/,
    );
  });

  test("a fault that found no occasion is reported, and the run made all the same", () => {
    const { code, err } = viva(["run", "handshake/open-close", "--fault", "drop SYN 9", "--json"]);
    expect(code).toBe(0);
    expect(err).toMatch(/"drop SYN 9" had no occasion/);
  });
});

describe("viva verify and list", () => {
  test("verify decides a topic's claims over all their runs and agrees with the kept verdicts", () => {
    const outcome = viva(["verify", "thread-safe", "--json"]);
    expect(outcome).toMatchObject({ code: 0, err: "" });
    const { claims } = json(outcome) as never as { claims: { id: string }[] };
    expect(claims.find((claim) => claim.id === "thread-safe.singleton-is-safe")).toMatchObject({
      verdict: "refuted",
      coverage: { runs: 20, exhaustive: true },
      run: { scenario: "thread-safe/singleton-counter" },
    });
  });

  test("list names eighteen questions, and every scenario that it lists runs", () => {
    const { questions, scenarios } = json(viva(["list", "--json"])) as never as {
      questions: object[];
      scenarios: { id: string }[];
    };
    expect(questions).toHaveLength(18);
    for (const { id } of scenarios.filter((_, at) => at % 5 === 0))
      expect([id, viva(["run", id]).code]).toEqual([id, 0]);
  });
});

describe("viva live", () => {
  test("without a name it lists the measurements, with their conclusions in JSON", () => {
    const { out, code } = viva(["live"]);
    expect([out.split("\n").filter(Boolean).length, code]).toEqual([7, 0]);
    expect(json(viva(["live", "--json"]))).toMatchObject({ schema: "viva.live/1", measurements: { length: 7 } });
  });

  test("a measurement starts its workers and processes wherever the command lies, and --json is the documented object", () => {
    const outcome = viva(["live", "isolation", "--runs", "1", "--json"]);
    expect(outcome).toMatchObject({ code: 0, err: "" });
    expect(json(outcome)).toMatchObject({
      schema: "viva.live/1",
      name: "isolation",
      runs: 1,
      reproduced: true,
      quantities: [{ id: "process", samples: [5], median: 5, min: 5, max: 5 }, {}, { id: "shared", samples: [6] }, {}],
      conclusions: [{ held: 1, of: 1, outcome: "reproduced", why: null }, {}, {}],
      missing: [],
    });
  });

  test("a name that there is not, and a number of runs that makes no sense, are wrong usage", () => {
    expect(viva(["live", "wait"])).toMatchObject({
      code: 2,
      out: "",
      err: expect.stringContaining("Did you mean waits?"),
    });
    expect(viva(["live", "waits", "--runs", "1.5"])).toMatchObject({ code: 2, out: "" });
  });
});

describe("in a pipe", () => {
  test("a reader that goes away early is no error", async () => {
    const child = spawn("bash", ["-c", `"${process.execPath}" "${bin}" list | head -n 1`], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    let err = "";
    child.stderr.on("data", (chunk) => {
      err += chunk;
    });
    const code = await new Promise((done) => child.on("close", done));
    expect({ code, err }).toEqual({ code: 0, err: "" });
  });

  test("completion scripts are valid for bash", () => {
    const { out } = viva(["completion", "bash"]);
    expect(spawnSync("bash", ["-n"], { input: out, encoding: "utf8" })).toMatchObject({ status: 0, stderr: "" });
  });
});
