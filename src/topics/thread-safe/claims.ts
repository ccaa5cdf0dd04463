/** What is said about thread safety, and the experiment that decides each sentence. */
import type { EventId, TraceEvent } from "../../engine/trace/happening.ts";
import type { Trace } from "../../engine/trace/trace.ts";
import type { Case, Check, Claim, Contrast, Decision } from "../../lab/claim.ts";
import { lastWrite, lostUpdate } from "../../lab/observe.ts";
import { atEnd, never } from "../../lab/program.ts";
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

/** All events of a kind, by number. */
const all =
  (...kinds: readonly TraceEvent["kind"][]) =>
  (trace: Trace): EventId[] =>
    trace.events.flatMap(({ kind, id }) => (kinds.includes(kind) ? [id] : []));
const touching =
  (cell: string, kind: "cell.updated" | "cell.written") =>
  (trace: Trace): EventId[] =>
    trace.of(kind).flatMap((event) => (event.cell === cell ? [event.id] : []));

/** Every thread counted up once, and the counter shows it. Where it does not, the events of the lost update say why. */
const countsEveryThread = atEnd("count == threads", (trace) => {
  const lost = lostUpdate(trace, "count");
  const last = lastWrite(trace, "count");
  return lost.length > 0 ? lost : last === null ? [] : [last];
});
const bothCount = atEnd("count0 + count1 == threads");

/** One object was made, and all callers got that one. */
const makesOneObject = atEnd("made == 1 && ret[0] == ret[1]", touching("made", "cell.updated"));
/** However many objects the callers hold: only one was made. */
const makesOnlyOne = atEnd("made == 1", touching("made", "cell.updated"));

/** At most one of two threads that check first did act, and says so. */
const actsOnce = atEnd("ret[0] + ret[1] <= 1", all("thread.ended"));
/** One of two put, or (where one thread only moves money and returns nothing) the other's total is what is there: 100. */
const wholeIsSafe = atEnd("ret[0] == null ? ret[1] == 100 : ret[0] + ret[1] <= 1", all("thread.ended"));

const bothReadZero = atEnd("ret[0] == 0 && ret[1] == 0", all("cell.read", "store.flushed"));
const seesHalfBuilt = atEnd("ret[0] == 0 || ret[1] == 0", all("store.flushed", "cell.read"));

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

const hangs = atEnd("dead");

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
    { by: "run", holds: "possible", over: [every(worlds.counter)], check: never(countsEveryThread), contrasts: [] },
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
      check: actsOnce,
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
  claim(
    "visibility",
    "point",
    "senior",
    {
      by: "run",
      holds: "possible",
      over: [every(worlds.storeBuffer, { model: "tso" })],
      check: bothReadZero,
      contrasts: [
        contrast("inOrder", every(worlds.storeBuffer), never(bothReadZero)),
        contrast("withFence", every(worlds.storeBuffer, { model: "tso", store: "fence" }), never(bothReadZero)),
        contrast("withSwap", every(worlds.storeBuffer, { model: "tso", store: "swap" }), never(bothReadZero)),
      ],
    },
    "Sewell et al., x86-TSO, CACM 53(7), 2010",
  ),
  claim(
    "double-checked",
    "point",
    "senior",
    {
      by: "run",
      holds: "possible",
      over: [every(worlds.doubleChecked, { model: "pso" })],
      check: seesHalfBuilt,
      contrasts: [
        contrast("inOrder", every(worlds.doubleChecked), never(seesHalfBuilt)),
        contrast("onTso", every(worlds.doubleChecked, { model: "tso" }), never(seesHalfBuilt)),
        contrast("exchanged", every(worlds.doubleChecked, { exchanged: true }), never(seesHalfBuilt)),
      ],
    },
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
      contrasts: [contrast("calledFromOutside", every(worlds.mutex), never(hangs))],
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
        contrast("twoObjects", every(worlds.singletonCounter, { guard: "two-objects" }), bothCount),
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
  claim(
    "passed-tests-so-safe",
    "misconception",
    "senior",
    {
      by: "run",
      holds: "always",
      over: [every(worlds.counter)],
      check: countsEveryThread,
      contrasts: [contrast("asTestsRun", { scenario: worlds.counter, choices: "default" })],
    },
    explored,
    ["every-interleaving"],
  ),
];
