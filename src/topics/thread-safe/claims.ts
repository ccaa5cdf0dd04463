/** What is said about thread safety, and the experiment that decides each sentence. */
import type { EventId } from "../../engine/trace/happening.ts";
import type { Case, Check, Claim, Contrast, Decision } from "../../lab/claim.ts";
import { deadlock, finalValues, lastWrite, lostUpdate, results } from "../../lab/observe.ts";
import type { Run } from "../../lab/run.ts";
import type { Knobs, Scenario } from "../../lab/scenario.ts";
import * as worlds from "./scenario.ts";
import en from "./text.en.ts";
import ko from "./text.ko.ts";

type Name = keyof typeof ko.claims;

function claim(
  name: Name,
  kind: Claim["kind"],
  weight: Claim["weight"],
  decided: Decision,
  source: string,
  instead: readonly Name[] = [],
): Claim {
  return {
    id: `thread-safe.${name}`,
    kind,
    weight,
    says: { ko: ko.claims[name], en: en.claims[name] },
    reason: { ko: ko.reasons[name], en: en.reasons[name] },
    source,
    decided,
    instead: instead.map((other) => `thread-safe.${other}`),
  };
}

const explored = "viva: all interleavings";
const every = (scenario: Scenario, knobs: Knobs = {}): Case => ({ scenario, knobs, choices: "all" });
const contrast = (says: keyof typeof ko.contrasts, over: Case, check?: Check): Contrast => ({
  says: { ko: ko.contrasts[says], en: en.contrasts[says] },
  over,
  ...(check ? { check } : {}),
});
const notYet = (name: Name): Decision => ({ by: "nothing-yet", why: { ko: ko.reasons[name], en: en.reasons[name] } });

const events = (...ids: readonly (EventId | null)[]): EventId[] => ids.filter((id) => id !== null);
const threadCount = (run: Run): number => run.trace.of("thread.spawned").length;

/** Every thread counted up once, and the counter shows it. Where it does not, the events of the lost update say why. */
const countsEveryThread: Check = (run) => {
  const values = finalValues(run.trace);
  const total = [...values].reduce((sum, [cell, value]) => (cell.startsWith("count") ? sum + value : sum), 0);
  const holds = total === threadCount(run);
  return { holds, because: holds ? events(lastWrite(run.trace, "count")) : lostUpdate(run.trace, "count") };
};

/** An update is lost: the reverse of the above, for a claim that something *can* happen. */
const losesAnUpdate: Check = (run) => {
  const found = countsEveryThread(run);
  return { holds: !found.holds, because: found.because };
};

/** One object was made, and all callers got that one. */
const makesOneObject: Check = (run) => {
  const made = run.trace.of("cell.updated").filter((event) => event.cell === "made");
  const got = new Set(results(run.trace));
  return { holds: made.length === 1 && got.size === 1, because: made.map((event) => event.id) };
};

/** However many objects the callers hold: only one was made. */
const makesOnlyOne: Check = (run) => {
  const made = run.trace.of("cell.updated").filter((event) => event.cell === "made");
  return { holds: made.length === 1, because: made.map((event) => event.id) };
};

const putsOnce: Check = (run) => {
  const puts = run.trace.of("cell.written").filter((event) => event.cell === "has");
  return { holds: puts.length === 1, because: puts.map((event) => event.id) };
};

const paysOnce: Check = (run) => {
  const payments = run.trace.of("thread.ended").filter((event) => event.result === 1);
  return { holds: payments.length <= 1, because: payments.map((event) => event.id) };
};

/** The reader's total is what is really there, 100. */
const sumsRight: Check = (run) => {
  const reads = run.trace.of("cell.read").filter((event) => event.thread === 1);
  return { holds: results(run.trace)[1] === 100, because: reads.map((event) => event.id) };
};

/** Either of the two compound actions, by the cells of the world it is asked about. */
const compoundIsWhole: Check = (run) => (finalValues(run.trace).has("balance") ? paysOnce(run) : putsOnce(run));
const wholeIsSafe: Check = (run) => (finalValues(run.trace).has("has") ? putsOnce(run) : sumsRight(run));

/** No two steps of different threads touch the same cell unless both only read. */
const neverConflicts: Check = (run) => {
  const touched = new Map<string, { thread: number; writes: boolean; id: EventId }[]>();
  for (const event of run.trace.events) {
    if (event.kind !== "cell.read" && event.kind !== "cell.written" && event.kind !== "cell.updated") continue;
    const writes = event.kind !== "cell.read";
    const earlier = touched.get(event.cell) ?? [];
    const conflict = earlier.find((other) => other.thread !== event.thread && (other.writes || writes));
    if (conflict) return { holds: false, because: [conflict.id, event.id] };
    touched.set(event.cell, [...earlier, { thread: event.thread, writes, id: event.id }]);
  }
  return { holds: true, because: [] };
};

const hangs: Check = (run) => {
  const stuck = deadlock(run.trace);
  return { holds: stuck !== null, because: events(stuck) };
};
const neverHangs: Check = (run) => {
  const stuck = deadlock(run.trace);
  return { holds: stuck === null, because: events(stuck) };
};

const counts = (list: readonly number[], scenario: Scenario): Case[] =>
  list.map((threads) => every(scenario, { threads }));

export const claims: readonly Claim[] = [
  claim(
    "every-interleaving",
    "point",
    "core",
    { by: "source", verdict: "confirmed" },
    "Goetz et al., Java Concurrency in Practice (2006), 2.1",
  ),
  claim(
    "unsynchronised-fails",
    "point",
    "core",
    { by: "run", holds: "possible", over: [every(worlds.counter)], check: losesAnUpdate, contrasts: [] },
    explored,
  ),
  claim(
    "mutual-exclusion",
    "point",
    "core",
    {
      by: "run",
      holds: "always",
      over: counts([2, 3, 4, 5], worlds.mutex),
      check: countsEveryThread,
      contrasts: [
        contrast("counterUnlocked", every(worlds.counter)),
        contrast("oneForgets", every(worlds.oneForgetsLock)),
        contrast("twoLocks", every(worlds.twoLocksOneCell)),
      ],
    },
    explored,
  ),
  claim(
    "atomic-operations",
    "point",
    "core",
    {
      by: "run",
      holds: "always",
      over: [every(worlds.atomic), ...counts([2, 3], worlds.casLoop)],
      check: countsEveryThread,
      contrasts: [
        contrast("counterUnlocked", every(worlds.counter)),
        contrast("withVolatile", every(worlds.volatileIncrement)),
      ],
    },
    explored,
  ),
  claim(
    "no-shared-mutable",
    "point",
    "core",
    {
      by: "run",
      holds: "always",
      over: [every(worlds.immutable), every(worlds.confined)],
      check: neverConflicts,
      contrasts: [
        contrast("withWriter", every(worlds.immutable, { writer: true })),
        contrast("sameSlot", every(worlds.confined, { "same-slot": true })),
      ],
    },
    explored,
  ),
  claim(
    "compound-action",
    "point",
    "full",
    {
      by: "run",
      holds: "always",
      over: [every(worlds.checkThenPut, { whole: true }), every(worlds.withdraw, { lock: true })],
      check: compoundIsWhole,
      contrasts: [
        contrast("partsLocked", every(worlds.checkThenPut)),
        contrast("withdrawUnlocked", every(worlds.withdraw)),
      ],
    },
    explored,
  ),
  claim(
    "safe-lazy-init",
    "point",
    "full",
    {
      by: "run",
      holds: "always",
      over: [every(worlds.lazySingletonLocked)],
      check: makesOneObject,
      contrasts: [
        contrast("lazyUnlocked", every(worlds.lazySingleton)),
        contrast("eagerField", every(worlds.singletonCounter), countsEveryThread),
      ],
    },
    explored,
  ),
  claim("visibility", "point", "senior", notYet("visibility"), "Sewell et al., x86-TSO, CACM 53(7), 2010"),
  claim(
    "double-checked",
    "point",
    "senior",
    notYet("double-checked"),
    "JSR-133: Java Memory Model and Thread Specification (2004)",
  ),
  claim(
    "reentrancy-differs",
    "point",
    "senior",
    {
      by: "run",
      holds: "possible",
      over: [every(worlds.selfLock)],
      check: hangs,
      contrasts: [contrast("calledFromOutside", every(worlds.mutex), neverHangs)],
    },
    explored,
  ),
  claim(
    "singleton-is-safe",
    "misconception",
    "core",
    {
      by: "run",
      holds: "always",
      over: [every(worlds.singletonCounter)],
      check: countsEveryThread,
      contrasts: [
        contrast("withLock", every(worlds.singletonCounter, { guard: "lock" })),
        contrast("withAtomic", every(worlds.atomic)),
        contrast("oneForgets", every(worlds.oneForgetsLock)),
        contrast("withVolatile", every(worlds.volatileIncrement)),
        contrast("twoObjects", every(worlds.singletonCounter, { guard: "two-objects" })),
      ],
    },
    explored,
    ["mutual-exclusion", "atomic-operations", "no-shared-mutable"],
  ),
  claim(
    "lazy-makes-one",
    "misconception",
    "full",
    {
      by: "run",
      holds: "always",
      over: [every(worlds.lazySingleton)],
      check: makesOnlyOne,
      contrasts: [contrast("lazyLocked", every(worlds.lazySingletonLocked))],
    },
    explored,
    ["safe-lazy-init"],
  ),
  claim(
    "safe-parts-safe-whole",
    "misconception",
    "full",
    {
      by: "run",
      holds: "always",
      over: [every(worlds.checkThenPut), every(worlds.transfer)],
      check: wholeIsSafe,
      contrasts: [
        contrast("wholeLocked", every(worlds.checkThenPut, { whole: true })),
        contrast("oneLockForBoth", every(worlds.transfer, { "one-lock": true })),
      ],
    },
    explored,
    ["compound-action"],
  ),
  claim(
    "volatile-is-atomic",
    "misconception",
    "full",
    {
      by: "run",
      holds: "always",
      over: [every(worlds.volatileIncrement)],
      check: countsEveryThread,
      contrasts: [contrast("withAtomic", every(worlds.atomic)), contrast("withLock", every(worlds.mutex))],
    },
    explored,
    ["atomic-operations"],
  ),
  claim("passed-tests-so-safe", "misconception", "senior", notYet("passed-tests-so-safe"), explored, [
    "every-interleaving",
  ]),
];
