import { describe, expect, test } from "vitest";
import { Host } from "../engine/kernel/host.ts";
import { sys } from "../engine/kernel/thread.ts";
import { engineVersion, formatRunRef } from "../engine/world/run-ref.ts";
import type { Catalogue } from "./catalogue.ts";
import { type Claim, dependingOn, type RunDecision, runOf } from "./claim.ts";
import { closest, editDistance, isProblem } from "./problem.ts";
import { resolveRun } from "./resolve.ts";
import { keptWords, makeRun } from "./run.ts";
import { sayVerdict } from "./say-verdict.ts";
import type { Scenario } from "./scenario.ts";
import { fill, same } from "./text.ts";
import { verify } from "./verify.ts";

/** Two threads that each read a cell once: two interleavings. */
const twoReaders: Scenario = {
  id: "lab/two-readers",
  title: same("two readers"),
  about: same(""),
  knobs: [
    { name: "start", type: "number", about: same(""), byDefault: 1, least: 0, most: 9 },
    { name: "fast", type: "flag", about: same(""), byDefault: false },
    { name: "profile", type: "one-of", about: same(""), byDefault: "rfc", options: ["rfc", "linux"] },
  ],
  faults: ["drop"],
  build(world, knobs) {
    const host = new Host(world, "h", "every-step");
    host.makeCell("x", knobs["start"] as number);
    for (const name of ["T0", "T1"])
      host.start(name, function* () {
        return yield* sys("read", { cell: "x" });
      });
  },
};
const endless: Scenario = {
  ...twoReaders,
  id: "lab/broken",
  build(world) {
    new Host(world, "h", "every-step").start("T0", function* () {
      return yield* sys("read", { cell: "nowhere" });
    });
  },
};
const catalogue: Catalogue = {
  questions: [],
  topics: [
    {
      question: { id: "lab", ask: same(""), seconds: 1, words: [] },
      scenarios: [twoReaders, endless],
      claims: [],
      followUps: [],
      words: {},
      verdicts: () => ({ engine: "none", claims: {} }),
    },
  ],
};

const claim = (holds: RunDecision["holds"], check: RunDecision["check"]): Claim => ({
  id: "lab.claim",
  kind: "point",
  weight: "core",
  says: same("x"),
  reason: same(""),
  source: "",
  instead: [],
  decided: { by: "run", holds, over: [{ scenario: twoReaders, choices: "all" }], check, contrasts: [] },
});

describe("a run from what a person wrote", () => {
  const written = (text: string, given = {}): string => {
    const resolved = resolveRun(catalogue, text, given);
    return isProblem(resolved) ? resolved.problem.en : formatRunRef(resolved.ref);
  };

  test("knobs are filled in, given ones win over those of the name, and the name is whole", () => {
    expect(written("lab/two-readers?start=2", { knobs: ["start=3", "fast=true"], seed: 9 })).toBe(
      `lab/two-readers?fast=true&profile=rfc&start=3&seed=9&engine=${engineVersion}`,
    );
  });

  test("its own name resolves to itself", () => {
    const name = `lab/two-readers?fast=false&profile=linux&start=1&seed=4&fault=drop+SYN+1&choice=0:1&engine=${engineVersion}`;
    expect(written(name)).toBe(name);
  });

  test.each([
    ["lab/two-reader", {}, /no scenario "lab\/two-reader"\. Did you mean lab\/two-readers\?/],
    ["two-readers", {}, /Did you mean lab\/two-readers\?/],
    ["lab/two-readers", { knobs: ["strat=1"] }, /no knob "strat"\. Did you mean start\? It has: start, fast, profile/],
    ["lab/two-readers", { knobs: ["start"] }, /write it as name=value/],
    ["lab/two-readers", { knobs: ["start=10"] }, /whole number from 0 to 9/],
    ["lab/two-readers", { knobs: ["start=1.5"] }, /whole number/],
    ["lab/two-readers", { knobs: ["fast=yes"] }, /true or false/],
    ["lab/two-readers", { knobs: ["profile=lunix"] }, /one of rfc, linux\. Did you mean linux\?/],
    ["lab/two-readers", { faults: ["drpo SYN"] }, /from character 1\..* Did you mean drop\?/],
    ["lab/two-readers", { faults: ["loss 5%"] }, /no occasion for "loss 5%"\. It knows: drop/],
    ["lab/two-readers?%%%", {}, /cannot be read/],
  ])("%s %j is refused in one line that says what to do", (text, given, says) => {
    expect(written(text, given)).toMatch(says);
    expect(written(text, given)).not.toMatch(/[\n{}]/);
  });

  test("a name of another engine is said to be one", () => {
    expect(resolveRun(catalogue, "lab/two-readers?engine=0")).toMatchObject({ otherEngine: "0" });
  });
});

describe("a scenario that keeps some kinds of happenings only", () => {
  const ref = { scenario: "lab/sparse", knobs: { start: 1 }, seed: 1, faults: [], choices: [], engine: engineVersion };
  const sparse: Scenario = { ...twoReaders, id: "lab/sparse", keeps: ["cell.read"] };

  test("has those in its trace and no others, and says so; the run itself is the same", () => {
    const run = makeRun(sparse, ref);
    expect(run.trace.events.map(({ id, kind, cause }) => ({ id, kind, cause }))).toEqual([
      { id: 0, kind: "cell.read", cause: null },
      { id: 1, kind: "cell.read", cause: null },
    ]);
    expect(run.trace.choices).toEqual(makeRun(twoReaders, ref).trace.choices);
    expect(keptWords(run)?.en).toMatch(/only events of these kinds are kept: cell.read/);
    expect(keptWords(makeRun(twoReaders, ref))).toBeNull();
  });

  test("is cut after as many turns as it says", () => {
    const run = makeRun({ ...sparse, keeps: ["run.cut"], mostTurns: 1 }, ref);
    expect([run.ending, run.trace.events.map(({ kind }) => kind)]).toEqual(["cut", ["run.cut"]]);
  });
});

describe("a failure of ours", () => {
  test("never comes without the run's name and the last events", () => {
    const resolved = resolveRun(catalogue, "lab/broken");
    if (isProblem(resolved)) throw new Error(resolved.problem.en);
    expect(() => makeRun(endless, resolved.ref)).toThrow(
      /no cell named nowhere[\s\S]*run: lab\/broken\?[\s\S]*thread\.spawned/,
    );
  });
});

describe("verdicts", () => {
  const firstIs =
    (thread: number): RunDecision["check"] =>
    (run) => {
      const [read] = run.trace.of("cell.read");
      return { holds: read!.thread === thread, because: [read!.id] };
    };

  test("always is refuted by one run, and the counterexample is that run", () => {
    const verdict = verify(claim("always", firstIs(0)));
    expect(verdict).toMatchObject({
      verdict: "refuted",
      coverage: { runs: 2, holding: 1, exhaustive: true },
      counterexample: { choices: [[0, 1]] },
    });
  });

  test("possible is confirmed by one run, and the witness is that run", () => {
    expect(verify(claim("possible", firstIs(1)))).toMatchObject({
      verdict: "confirmed",
      witness: { choices: [[0, 1]] },
    });
  });

  test("always is confirmed and possible refuted only by all runs", () => {
    expect(verify(claim("always", () => ({ holds: true, because: [] })))).toMatchObject({
      verdict: "confirmed",
      coverage: { runs: 2, holding: 2 },
    });
    expect(verify(claim("possible", () => ({ holds: false, because: [] })))).toMatchObject({
      verdict: "refuted",
      coverage: { runs: 2, holding: 0 },
    });
  });

  test("a space that holds decisions fixed is decided within it, and the verdict says what was held fixed", () => {
    const always = claim("always", firstIs(0));
    const decided: RunDecision = {
      ...(always.decided as RunDecision),
      over: [{ scenario: twoReaders, choices: "default" }],
    };
    const verdict = verify({ ...always, decided });
    expect(verdict).toMatchObject({
      verdict: "confirmed",
      coverage: { runs: 1, exhaustive: false, limits: { departures: { schedule: 0, frame: 0 } } },
    });
    expect(sayVerdict({ ...always, decided }, verdict).en).toBe("It holds in 1 runs (default decisions).");
  });

  test("a claim with conditions is decided under each: where they disagree it depends, and says on what", () => {
    const { check } = claim("always", firstIs(0)).decided as RunDecision;
    const when = (ko: string, en: string, start: number) => ({
      when: { ko, en },
      over: [
        { scenario: twoReaders, knobs: { start }, choices: start === 1 ? ("default" as const) : ("all" as const) },
      ],
    });
    const first = when("첫째만 보면", "by default", 1);
    const every = when("모두 보면", "in every order", 2);
    const decided = (...conditions: (typeof first)[]): Claim => ({
      ...claim("always", check),
      decided: dependingOn(conditions, { holds: "always", check }),
    });
    const depends = verify(decided(first, every));
    expect(depends).toMatchObject({
      verdict: "depends",
      counterexample: { knobs: { start: 2 }, choices: [[0, 1]] },
      coverage: { runs: 3, holding: 2 },
      conditions: [
        { verdict: "confirmed", run: { knobs: { start: 1 } } },
        { verdict: "refuted", run: { knobs: { start: 2 } } },
      ],
    });
    expect(runOf(depends)).toMatchObject({ knobs: { start: 2 } });
    expect(sayVerdict(decided(first, every), depends).en).toBe(
      "right by default [1 runs (default decisions)]; wrong in every order [all 2 possible runs].",
    );
    // Where they agree the verdict is theirs.
    expect(verify(decided(first, first))).toMatchObject({ verdict: "confirmed", coverage: { runs: 2 } });
    expect(verify(decided(every, every))).toMatchObject({ verdict: "refuted", coverage: { runs: 4 } });
  });

  test("are said with what they rest on", () => {
    const refuted = claim("always", firstIs(0));
    expect(sayVerdict(refuted, verify(refuted)).en).toBe("It fails in 1 of all 2 possible runs.");
    const possible = claim("possible", firstIs(1));
    expect(sayVerdict(possible, verify(possible)).ko).toBe("가능한 실행 2가지 가운데 1가지에서 일어납니다.");
  });
});

describe("words", () => {
  test("the distance of two words counts insertions, deletions, replacements and swapped neighbours", () => {
    expect([
      editDistance("", "abc"),
      editDistance("abc", "acb"),
      editDistance("kitten", "sitting"),
      editDistance("mutex", "mutex"),
    ]).toEqual([3, 1, 3, 0]);
  });

  test("what is nothing like anything suggests nothing", () => {
    expect(closest("xyzzy-quux", ["thread-safe/mutex", "check"])).toBe(null);
  });

  test("a placeholder without a value stays, so that it is seen", () => {
    expect(fill({ ko: "{a} {b}", en: "{a}" }, { a: 1 })).toEqual({ ko: "1 {b}", en: "1" });
  });
});
