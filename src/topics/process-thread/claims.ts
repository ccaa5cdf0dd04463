/** What is said about processes and threads, and the experiment that decides each sentence. */
import type { Case, Check, Claim, RunDecision } from "../../lab/claim.ts";
import type { Knobs, Scenario } from "../../lab/scenario.ts";
import * as checks from "./checks.ts";
import * as worlds from "./scenario.ts";
import { claim, contrast, notYet } from "./words-of-topic.ts";

/** One setting of a world in all orders that its threads may go in. */
const every = (scenario: Scenario, knobs: Knobs = {}): Case => ({ scenario, knobs, choices: "all" });
/** One setting of a world as it goes by default: where the order of threads has no part in the claim, or is far too many. */
const once = (scenario: Scenario, knobs: Knobs = {}): Case => ({ scenario, knobs, choices: "default" });

const always = (over: readonly Case[], check: Check): RunDecision => ({
  by: "run",
  holds: "always",
  over,
  check,
  contrasts: [],
});

const upTo = (most: number, from = 1): number[] => Array.from({ length: most - from + 1 }, (_, i) => from + i);

const cloneFlags: Knobs[] = [
  { CLONE_VM: false, CLONE_FILES: false, CLONE_THREAD: false },
  { CLONE_VM: false, CLONE_FILES: true, CLONE_THREAD: false },
  { CLONE_VM: true, CLONE_FILES: false, CLONE_THREAD: false },
  { CLONE_VM: true, CLONE_FILES: true, CLONE_THREAD: false },
  { CLONE_VM: true, CLONE_FILES: false, CLONE_THREAD: true },
  { CLONE_VM: true, CLONE_FILES: true, CLONE_THREAD: true },
];

const crashOf = (units: string): Case[] => upTo(3).map((victim) => every(worlds.crash, { units, victim }));

export const claims: readonly Claim[] = [
  claim(
    "program-in-execution",
    "point",
    "core",
    "viva: runs; Arpaci-Dusseau, Operating Systems: Three Easy Pieces, ch. 4",
    always(
      upTo(5).map((instances) => once(worlds.twoLoads, { instances })),
      checks.eachIsItsOwnProcess,
    ),
  ),
  claim("unit-of-scheduling", "point", "core", "viva: runs; sched(7)", {
    ...always(
      upTo(8).flatMap((threads) =>
        upTo(8).map((others) => once(worlds.cpuShare, { "p1-threads": threads, "p2-threads": others })),
      ),
      checks.threadsShareTheCpu,
    ),
    contrasts: [contrast("unitIsProcess", once(worlds.cpuShare, { unit: "process" }))],
  }),
  claim("own-space", "point", "core", "viva: all interleavings; fork(2)", {
    ...always(
      [every(worlds.counter, { parts: "fork" }), every(worlds.counter), every(worlds.ipc, { mechanism: "private" })],
      checks.parentKeepsItsValue,
    ),
    contrasts: [contrast("sharedPage", every(worlds.counter, { parts: "fork", shared: true }))],
  }),
  claim(
    "threads-share",
    "point",
    "core",
    "viva: all interleavings; pthreads(7)",
    always(
      [
        every(worlds.counter, { parts: "thread" }),
        every(worlds.files, { case: "thread-closes" }),
        every(worlds.ipc, { mechanism: "thread" }),
      ],
      checks.threadsShare,
    ),
  ),
  claim(
    "own-stack",
    "point",
    "core",
    "viva: runs; pthreads(7)",
    always(
      upTo(20).map((quantum) => once(worlds.stacks, { quantum })),
      checks.stacksAreApart,
    ),
  ),
  claim(
    "ipc",
    "point",
    "full",
    "viva: all interleavings; pipe(7), shm_overview(7)",
    always(
      ["private", "pipe", "shared-page", "thread"].map((mechanism) => every(worlds.ipc, { mechanism })),
      checks.costsOfIpc,
    ),
  ),
  claim("fault-isolation", "point", "full", "viva: all interleavings; signal(7)", {
    ...always([...crashOf("threads"), ...crashOf("processes")], checks.oneProcessDies),
    contrasts: [contrast("handlerRepairs", every(worlds.crash, { handler: "repairs" }))],
  }),
  claim("creation-cost", "point", "full", "fork(2), pthread_create(3)", notYet("creation-cost")),
  claim("copy-on-write", "point", "senior", "viva: runs; fork(2), NOTES", {
    ...always(
      upTo(127, 0).map((pages) => every(worlds.addressMap, { "child-writes": pages, "parent-writes": 0 })),
      checks.copiesWhatIsWritten,
    ),
    contrasts: [contrast("eagerFork", every(worlds.addressMap, { "copy-on-write": false, "parent-writes": 0 }))],
  }),
  claim(
    "clone-flags",
    "point",
    "senior",
    "viva: all interleavings; clone(2)",
    always(
      cloneFlags.map((knobs) => every(worlds.clone, knobs)),
      checks.followsTheFlags,
    ),
  ),
  claim(
    "stack-unreachable",
    "misconception",
    "full",
    "viva: all interleavings; measured with pthreads on Linux",
    {
      ...always([every(worlds.stackPointer)], checks.localIsSafe),
      contrasts: [contrast("childInstead", every(worlds.stackPointer, { writer: "child" }))],
    },
    ["own-stack", "threads-share"],
  ),
  claim(
    "fork-copies-all",
    "misconception",
    "senior",
    "viva: runs; fork(2), NOTES",
    {
      ...always([every(worlds.addressMap)], checks.forkCopiesAll),
      contrasts: [contrast("eagerFork", every(worlds.addressMap, { "copy-on-write": false }))],
    },
    ["copy-on-write"],
  ),
  claim(
    "crash-only-itself",
    "misconception",
    "full",
    "viva: all interleavings; signal(7)",
    always(crashOf("threads"), checks.onlyTheVictimEnds),
    ["fault-isolation"],
  ),
  claim(
    "no-control-block",
    "misconception",
    "full",
    "viva: runs; Linux: task_struct",
    always([once(worlds.stacks)], checks.nothingIsSavedPerThread),
    ["own-stack"],
  ),
  claim(
    "thread-always-faster",
    "misconception",
    "full",
    "viva: runs; CPython, ceval_gil",
    {
      ...always([once(worlds.cores)], checks.threadsAreFaster),
      contrasts: [
        contrast("noInterpreterLock", once(worlds.cores, { "interpreter-lock": false }), checks.threadsKeepUp),
      ],
    },
    ["unit-of-scheduling"],
  ),
];
