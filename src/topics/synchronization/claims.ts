/** What is said about synchronisation, and the experiment that decides each sentence: every interleaving of small programs. */
import { author } from "../../lab/author.ts";
import { type Case, type Claim, dependingOn } from "../../lab/claim.ts";
import { lostUpdate } from "../../lab/observe.ts";
import { lastEnd, neighbour } from "../../lab/observe-cpu.ts";
import { atEnd, endings, never } from "../../lab/program.ts";
import type { Knobs, Scenario } from "../../lab/scenario.ts";
import * as worlds from "./scenario.ts";
import en from "./text.en.ts";
import ko from "./text.ko.ts";
import { endOf, waitOf } from "./waits.ts";

const { claim, contrast, condition } = author("synchronization", ko, en);

const byDefault = (scenario: Scenario, knobs: Knobs = {}): Case => ({ scenario, knobs, choices: "default" });
const every = (scenario: Scenario, knobs: Knobs = {}): Case => ({ scenario, knobs, choices: "all" });
const explored = "viva: all interleavings";

const neverBoth = atEnd("both == 0", (trace) => trace.of("cell.updated").map(({ id }) => id));
const noneInside = atEnd("ret[0] + ret[1] <= 1");
const countsAll = atEnd("count == threads", (trace) => lostUpdate(trace, "count"));
const fileKeepsBoth = atEnd("file == 20", (trace) => lostUpdate(trace, "file"));
const neverHangs = atEnd("!dead", endings);
const neverTakesNothing = atEnd("bad == 0", (trace) => [
  ...trace.of("condition.wait").map(({ id }) => id),
  ...trace.of("condition.spurious").map(({ id }) => id),
]);
/** B saw what A had written before; who returns nothing does not count. */
const seesTheOther = atEnd("ret[0] != 0 && ret[1] != 0");

export const claims: readonly Claim[] = [
  claim("race-is-why", "point", "core", explored, {
    by: "run",
    holds: "possible",
    over: [every(worlds.file)],
    check: never(fileKeepsBoth),
    contrasts: [
      contrast("threads", every(worlds.counter), countsAll),
      contrast("withFlock", every(worlds.file, { flock: true }), fileKeepsBoth),
    ],
  }),
  claim("one-at-a-time", "point", "core", explored, {
    by: "run",
    holds: "always",
    over: [every(worlds.mutexCounter), every(worlds.semaphoreAsMutex)],
    check: countsAll,
    contrasts: [
      contrast("testAndSet", every(worlds.testAndSet), noneInside),
      contrast("plainFlag", every(worlds.flagLock), noneInside),
      contrast("plainFlagSpin", every(worlds.flagLockSpin), neverBoth),
      contrast("twoPermits", every(worlds.semaphoreAsMutex, { permits: 2 })),
    ],
  }),
  claim("three-conditions", "point", "full", "Dijkstra (1965); Silberschatz et al., Operating System Concepts, ch. 6", {
    by: "run",
    holds: "always",
    over: [every(worlds.ticketBypass)],
    check: atEnd("bypass <= 1"),
    contrasts: [
      contrast("noProgress", every(worlds.strictAlternation), neverHangs),
      contrast("unbounded", every(worlds.tasBypass)),
    ],
  }),
  claim("mutex-and-semaphore", "point", "core", "POSIX.1-2017, pthread_mutex_unlock (EPERM)", {
    by: "run",
    holds: "always",
    over: [every(worlds.twoPermits)],
    check: atEnd("three == 0", (trace) => trace.of("semaphore.down").map(({ id }) => id)),
    contrasts: [
      contrast("foreignUp", every(worlds.foreignUp), neverBoth),
      contrast("foreignUnlock", every(worlds.foreignUp, { lock: "mutex" }), neverBoth),
    ],
  }),
  claim("ordering", "point", "full", explored, {
    by: "run",
    holds: "always",
    over: [every(worlds.orderSemaphore), every(worlds.rendezvous)],
    check: seesTheOther,
    contrasts: [
      contrast("noTool", every(worlds.orderNone)),
      contrast("onlyMutex", every(worlds.orderMutex)),
      contrast("wrongWay", every(worlds.rendezvous, { wrong: true }), neverHangs),
    ],
  }),
  claim("recheck-in-loop", "point", "full", "POSIX.1-2017, pthread_cond_wait", {
    by: "run",
    holds: "always",
    over: [every(worlds.condvarWhile), every(worlds.condvarWhile, { pairs: 1, spurious: 1 })],
    check: neverTakesNothing,
    contrasts: [
      contrast("withIf", every(worlds.condvarIf)),
      contrast("withIfSpurious", every(worlds.condvarIf, { pairs: 1, spurious: 1 })),
      contrast("lostWakeup", every(worlds.lostWakeup), neverHangs),
      contrast("testedInside", every(worlds.lostWakeup, { fixed: true }), neverHangs),
    ],
  }),
  claim("needs-atomic-instruction", "point", "full", explored, {
    by: "run",
    holds: "always",
    over: [every(worlds.testAndSet)],
    check: noneInside,
    contrasts: [
      contrast("plainFlag", every(worlds.flagLock)),
      contrast("plainFlagSpin", every(worlds.flagLockSpin), neverBoth),
      contrast("petersonInOrder", every(worlds.peterson), neverBoth),
    ],
  }),
  claim("deadlock", "point", "full", "Coffman, Elphick, Shoshani, System Deadlocks, 1971", {
    by: "run",
    holds: "always",
    over: [2, 3, 4, 5].map((count) => every(worlds.philosophers, { count, ordered: true })),
    check: neverHangs,
    contrasts: [
      contrast("leftFirst3", every(worlds.philosophers)),
      contrast("leftFirst5", every(worlds.philosophers, { count: 5 })),
    ],
  }),
  claim("priority-inversion", "point", "senior", "Sha, Rajkumar, Lehoczky, Priority Inheritance Protocols, 1990", {
    by: "run",
    holds: "possible",
    over: [10, 100].map((middle) => byDefault(worlds.priorityInversion, { middle })),
    check: (run) => {
      const without = endOf(run.trace, 0);
      const inherited = endOf(neighbour(worlds.priorityInversion, run, { inherit: true }).trace, 0);
      return { holds: inherited.at < without.at, because: [without.id] };
    },
    contrasts: [],
  }),
  claim("spin-or-sleep", "point", "senior", "Arpaci-Dusseau, Operating Systems: Three Easy Pieces, ch. 28", {
    by: "run",
    holds: "always",
    over: [byDefault(worlds.spinOrSleep), byDefault(worlds.spinOrSleep, { cpus: 2, before: 0, hold: 2, wake: 10 })],
    // On one CPU the whole must end sooner with sleeping; on two, with a short hold, the wait must be shorter with spinning.
    check: (run) => {
      const [spin, sleep] = ["spin", "sleep"].map((wait) => neighbour(worlds.spinOrSleep, run, { wait }).trace);
      const one = run.ref.knobs["cpus"] === 1;
      const holds = one ? lastEnd(sleep!) < lastEnd(spin!) : waitOf(spin!, 1).lasted < waitOf(sleep!, 1).lasted;
      return { holds, because: [waitOf(run.trace, 1).taken] };
    },
    contrasts: [],
  }),
  claim("memory-order", "point", "senior", "Sewell et al., x86-TSO, CACM 53(7), 2010", {
    by: "run",
    holds: "possible",
    over: [every(worlds.peterson, { model: "tso" })],
    check: never(neverBoth),
    contrasts: [
      contrast("petersonInOrder", every(worlds.peterson), neverBoth),
      contrast("petersonFence", every(worlds.peterson, { model: "tso", fence: true }), neverBoth),
    ],
  }),
  claim(
    "only-one-process",
    "point",
    "full",
    explored,
    dependingOn(
      [
        condition("exclusive", [every(worlds.criticalSection)], "one-at-a-time"),
        condition("shared", [every(worlds.readers)]),
      ],
      { holds: "always", check: neverBoth },
    ),
  ),
  claim(
    "binary-semaphore-is-mutex",
    "misconception",
    "full",
    "POSIX.1-2017, pthread_mutex_unlock (EPERM)",
    {
      by: "run",
      holds: "always",
      over: [every(worlds.foreignUp)],
      check: neverBoth,
      contrasts: [contrast("foreignUnlock", every(worlds.foreignUp, { lock: "mutex" }))],
    },
    ["mutex-and-semaphore"],
  ),
  claim(
    "if-is-enough",
    "misconception",
    "full",
    "POSIX.1-2017, pthread_cond_wait",
    {
      by: "run",
      holds: "always",
      over: [every(worlds.condvarIf)],
      check: neverTakesNothing,
      contrasts: [contrast("withWhile", every(worlds.condvarWhile))],
    },
    ["recheck-in-loop"],
  ),
  claim(
    "sleep-orders",
    "misconception",
    "full",
    explored,
    {
      by: "run",
      holds: "always",
      over: [every(worlds.orderNone, { sleep: true })],
      check: seesTheOther,
      contrasts: [contrast("withSemaphore", every(worlds.orderSemaphore))],
    },
    ["ordering"],
  ),
  claim(
    "processes-only",
    "misconception",
    "senior",
    explored,
    {
      by: "run",
      holds: "always",
      over: [every(worlds.file)],
      check: fileKeepsBoth,
      contrasts: [contrast("threads", every(worlds.counter), countsAll)],
    },
    ["race-is-why"],
  ),
  claim(
    "more-locks-safer",
    "misconception",
    "senior",
    explored,
    {
      by: "run",
      holds: "always",
      over: [every(worlds.boundedBuffer), every(worlds.lockOrder)],
      check: neverHangs,
      contrasts: [
        contrast("semaphoreFirst", every(worlds.boundedBuffer, { right: true })),
        contrast("sameOrder", every(worlds.lockOrder, { same: true })),
      ],
    },
    ["deadlock"],
  ),
];
