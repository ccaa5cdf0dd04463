/** What is said about synchronous and asynchronous, and the experiment that decides each sentence. */
import { author } from "../../lab/author.ts";
import { type Case, type Claim, dependingOn } from "../../lab/claim.ts";
import { lostUpdate } from "../../lab/observe.ts";
import { atEnd } from "../../lab/program.ts";
import type { Knobs, Scenario } from "../../lab/scenario.ts";
import * as checks from "./checks.ts";
import * as worlds from "./scenario.ts";
import en from "./text.en.ts";
import ko from "./text.ko.ts";

const { claim, contrast, condition } = author("sync-async", ko, en);

const one = (scenario: Scenario, knobs: Knobs = {}): Case => ({ scenario, knobs, choices: "all" });

const measured = "Measured with Node 20 on Linux: 50 waits of 10 ms";
const node = "Node.js documentation, The Node.js Event Loop";
const terms = "Usage differs between authors; POSIX.1-2017, aio_read and read";

const lost = atEnd("x == 1", (trace) => lostUpdate(trace, "x"));
const noneLost = atEnd("x == 2");

export const claims: readonly Claim[] = [
  claim("who-waits", "point", "core", terms, {
    by: "run",
    holds: "always",
    over: ["blocking", "callback"].flatMap((way) => [1, 100, 1000].map((time) => one(worlds.twoByTwo, { way, time }))),
    check: checks.whoWaits,
    contrasts: [],
  }),
  claim("overlap-io", "point", "core", measured, {
    by: "run",
    holds: "always",
    over: [1, 2, 3, 10, 50].flatMap((tasks) =>
      [0, 7].map((longer) => one(worlds.threeIo, { way: "together", tasks, longer })),
    ),
    check: checks.nearTheLongest,
    contrasts: [contrast("poolOfOne", one(worlds.threeIo, { way: "together", pool: 1 }))],
  }),
  claim("simple-order", "point", "core", "viva", {
    by: "run",
    holds: "always",
    over: [one(worlds.order, { way: "blocking" }), one(worlds.order, { way: "blocking", unknown: true })],
    check: checks.inProgramOrder,
    contrasts: [contrast("unknownDurations", one(worlds.order, { unknown: true }))],
  }),
  claim("other-axis", "point", "full", terms, {
    by: "run",
    holds: "always",
    over: [0, 1, 9].map((pause) => one(worlds.twoByTwo, { way: "polling", pause })),
    check: checks.pollsReturnAtOnce,
    contrasts: [],
  }),
  claim("completion-order", "point", "full", "viva", {
    by: "run",
    holds: "possible",
    over: [one(worlds.order)],
    check: checks.inAnotherOrder,
    contrasts: [contrast("blockingOrder", one(worlds.order, { way: "blocking" }))],
  }),
  claim("loop-must-not-block", "point", "full", node, {
    by: "run",
    holds: "always",
    over: [10, 11, 50, 200, 1000].map((length) => one(worlds.blockedLoop, { length })),
    check: checks.timerWaits,
    contrasts: [contrast("inPieces", one(worlds.blockedLoop, { piece: 5 }), checks.timerInTime)],
  }),
  claim("await-one-by-one", "point", "senior", measured, {
    by: "run",
    holds: "always",
    over: [1, 2, 3, 10].flatMap((tasks) =>
      [0, 7].map((longer) => one(worlds.threeIo, { way: "one-by-one", tasks, longer })),
    ),
    check: checks.asLongAsBlocking,
    contrasts: [contrast("allAtOnce", one(worlds.threeIo, { way: "together" }))],
  }),
  claim("races-at-await", "point", "senior", "viva", {
    by: "run",
    holds: "possible",
    over: [one(worlds.awaitRace)],
    check: lost,
    contrasts: [
      contrast("noAwaitBetween", one(worlds.awaitRace, { between: "nothing" })),
      contrast("asyncMutex", one(worlds.awaitRace, { between: "await-in-mutex" })),
    ],
  }),
  claim("cheap-waiting", "point", "senior", "viva", {
    by: "run",
    holds: "always",
    over: [
      one(worlds.manyConnections, { way: "event-loop" }),
      one(worlds.manyConnections, { way: "event-loop", connections: 100, stack: 16, state: 4 }),
    ],
    check: checks.cheaperThanThreads,
    contrasts: [],
  }),
  claim(
    "sync-is-slow-and-wasteful",
    "point",
    "full",
    measured,
    dependingOn(
      [
        condition("severalWaits", [one(worlds.threeIo)], "overlap-io"),
        condition("pureCpu", [one(worlds.threeCpu)]),
        condition("blockingThreads", [one(worlds.threeIo, { way: "threads" })]),
      ],
      { holds: "possible", check: checks.slowAndWasteful },
    ),
  ),
  claim(
    "async-is-parallel",
    "misconception",
    "core",
    "viva",
    {
      by: "run",
      holds: "always",
      over: [one(worlds.threeCpu, { way: "together" }), one(worlds.mixed)],
      check: checks.twoAtOnce,
      contrasts: [contrast("threeCores", one(worlds.threeCpu, { way: "threads", cores: 3 }))],
    },
    ["overlap-io"],
  ),
  claim(
    "async-speeds-up-cpu",
    "misconception",
    "full",
    "viva",
    {
      by: "run",
      holds: "always",
      over: [one(worlds.threeCpu, { way: "together" })],
      check: checks.fasterThanPlain,
      contrasts: [
        contrast("threeCores", one(worlds.threeCpu, { way: "threads", cores: 3 })),
        contrast("threeCoresGil", one(worlds.threeCpu, { way: "threads", cores: 3, gil: true })),
      ],
    },
    ["overlap-io"],
  ),
  claim(
    "async-means-threads",
    "misconception",
    "full",
    "viva",
    {
      by: "run",
      holds: "always",
      over: [one(worlds.threeIo, { way: "together" })],
      check: checks.severalThreads,
      contrasts: [],
    },
    ["overlap-io", "cheap-waiting"],
  ),
  claim(
    "sync-equals-blocking",
    "misconception",
    "full",
    terms,
    {
      by: "run",
      holds: "always",
      over: [one(worlds.twoByTwo, { way: "polling" })],
      check: checks.syncMeansBlocking,
      contrasts: [],
    },
    ["other-axis"],
  ),
  claim(
    "single-thread-no-race",
    "misconception",
    "senior",
    "viva",
    {
      by: "run",
      holds: "always",
      over: [one(worlds.awaitRace)],
      check: noneLost,
      contrasts: [contrast("noAwaitBetween", one(worlds.awaitRace, { between: "nothing" }))],
    },
    ["races-at-await"],
  ),
];
