/** What is said about multithreading, and the experiment that decides each sentence. */
import { author } from "../../lab/author.ts";
import { type Case, type Check, type Claim, dependingOn, type RunDecision } from "../../lab/claim.ts";
import { lastWrite, lostUpdate } from "../../lab/observe.ts";
import { atEnd, never } from "../../lab/program.ts";
import type { Knobs, Scenario } from "../../lab/scenario.ts";
import * as checks from "./checks.ts";
import * as worlds from "./scenario.ts";
import en from "./text.en.ts";
import ko from "./text.ko.ts";

const { claim, contrast, condition } = author("multithreading", ko, en);

const one = (scenario: Scenario, knobs: Knobs = {}): Case => ({ scenario, knobs, choices: "all" });
const each = (scenario: Scenario, list: readonly Knobs[]): Case[] => list.map((knobs) => one(scenario, knobs));
const decide = (
  holds: RunDecision["holds"],
  over: readonly Case[],
  check: Check,
  contrasts: RunDecision["contrasts"] = [],
): RunDecision => ({ by: "run", holds, over, check, contrasts });

const explored = "viva: all interleavings";
const runs = "viva: runs";

/** All updates are there. */
const counts = (expected: number) =>
  atEnd(`x == ${expected}`, (trace) => {
    const lost = lostUpdate(trace, "x");
    const last = lastWrite(trace, "x");
    return lost.length > 0 ? lost : last === null ? [] : [last];
  });
const places = ["heap", "data", "stack", "file"];
const losesWherever = (place: string) => atEnd(`${place} == 2`, (trace) => lostUpdate(trace, place));
/** The cell goes by the name of its place; a shared position by `pos`. */
const losesThere: Check = (run) => {
  const place = run.ref.knobs["place"];
  const found = place === undefined ? atEnd("pos == 2")(run) : losesWherever(String(place))(run);
  return { holds: !found.holds, because: found.because };
};
const keepsAll: Check = (run) => {
  const found = losesThere(run);
  return { holds: !found.holds, because: found.because };
};

export const claims: readonly Claim[] = [
  claim(
    "shared-economy",
    "point",
    "core",
    runs,
    decide(
      "always",
      each(
        worlds.memory,
        [2, 8, 16, 64].map((workers) => ({ workers })),
      ),
      checks.oneMoreIsOneStack,
      [contrast("startedApart", one(worlds.memory, { parts: "started" }))],
    ),
  ),
  claim(
    "less-memory-than-processes",
    "point",
    "full",
    "viva: runs; fork(2)",
    dependingOn(
      [
        condition("startedOrWriting", each(worlds.memory, [{ parts: "started" }, { parts: "forked-writing" }])),
        condition("forkedReading", [one(worlds.memory, { parts: "forked" })]),
      ],
      { holds: "always", check: checks.threadsTakeLess },
    ),
  ),
  claim(
    "parallel",
    "point",
    "core",
    runs,
    decide(
      "always",
      each(
        worlds.amdahl,
        [2, 3, 4, 8, 16, 64].map((threads) => ({ serial: 0, threads })),
      ),
      checks.nTimesFaster,
    ),
  ),
  claim(
    "responsive",
    "point",
    "full",
    runs,
    decide(
      "always",
      ["worker", "worker-preempt"].flatMap((how) =>
        each(
          worlds.responsive,
          [0, 7, 53, 100, 155, 299].map((click) => ({ how, click })),
        ),
      ),
      checks.clickIsHandledSoon,
      [contrast("oneThread", one(worlds.responsive))],
    ),
  ),
  claim(
    "race",
    "point",
    "core",
    explored,
    decide("possible", [one(worlds.inc2x1)], never(counts(2)), [
      contrast("withMutex", one(worlds.inc2x1, { guard: "mutex" })),
      contrast("withAtomic", one(worlds.inc2x1, { guard: "atomic" })),
    ]),
  ),
  claim(
    "all-shared-places",
    "point",
    "full",
    explored,
    decide(
      "possible",
      [
        ...each(
          worlds.whereItLives,
          places.map((place) => ({ place })),
        ),
        one(worlds.filePosition),
      ],
      losesThere,
      [contrast("atomicAppend", one(worlds.filePosition, { atomic: true }))],
    ),
  ),
  claim(
    "locals-safe",
    "point",
    "full",
    explored,
    decide("always", [one(worlds.locals)], atEnd("ret[0] == 3 && ret[1] == 3"), [
      contrast("sharedSum", one(worlds.locals, { shared: true })),
    ]),
  ),
  claim(
    "deadlock-risk",
    "point",
    "full",
    explored,
    decide("possible", [one(worlds.lockOrder)], atEnd("dead"), [
      contrast("sameOrder", one(worlds.lockOrder, { "same-order": true })),
    ]),
  ),
  claim(
    "amdahl",
    "point",
    "senior",
    "Amdahl, AFIPS Spring Joint Computer Conference 30, 1967",
    decide(
      "always",
      [
        ...each(
          worlds.amdahl,
          [1, 2, 4, 8, 16, 32, 64].map((threads) => ({ threads })),
        ),
        ...each(
          worlds.lockShare,
          [1, 2, 4, 8].map((threads) => ({ threads })),
        ),
      ],
      checks.withinAmdahl,
    ),
  ),
  claim(
    "pool-size",
    "point",
    "senior",
    "Goetz et al., Java Concurrency in Practice (2006), 8.2",
    decide(
      "always",
      each(
        worlds.ioPool,
        [1, 4, 10, 20, 39, 40, 80].map((threads) => ({ threads })),
      ),
      checks.saturatesAtForty,
    ),
  ),
  claim(
    "gil",
    "point",
    "senior",
    "CPython, Python/ceval_gil.c: an interval of 5 ms; viva: a model of it",
    decide("always", each(worlds.interpreterLock, [{ work: "cpu" }, { work: "io" }]), checks.computesInTurn, [
      contrast("noGil", one(worlds.interpreterLock, { how: "threads" })),
      contrast("separateProcesses", one(worlds.interpreterLock, { how: "processes" })),
    ]),
  ),
  claim(
    "n-times-faster",
    "misconception",
    "full",
    runs,
    decide(
      "always",
      [
        one(worlds.amdahl, { threads: 8 }),
        one(worlds.oversubscribe, { threads: 8 }),
        one(worlds.lockShare, { threads: 8 }),
      ],
      checks.nTimesFaster,
      [contrast("noSerialPart", one(worlds.amdahl, { serial: 0, threads: 8 }))],
    ),
    ["parallel", "amdahl"],
  ),
  claim(
    "heap-only",
    "misconception",
    "full",
    explored,
    decide(
      "always",
      each(
        worlds.whereItLives,
        places.filter((place) => place !== "heap").map((place) => ({ place })),
      ),
      keepsAll,
    ),
    ["all-shared-places"],
  ),
  claim(
    "gil-no-lock",
    "misconception",
    "senior",
    explored,
    decide("always", [one(worlds.gilCounter)], counts(4), [
      contrast("withMutex", one(worlds.inc2x2, { guard: "mutex" })),
    ]),
    ["gil", "race"],
  ),
  claim(
    "minimum-is-n",
    "misconception",
    "senior",
    explored,
    decide(
      "always",
      [one(worlds.inc2x3)],
      atEnd("x >= 3", (trace) => lostUpdate(trace, "x")),
    ),
    ["race"],
  ),
];
