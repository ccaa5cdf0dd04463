/** What is said about context switches, and the experiment that decides each sentence. */
import { author } from "../../lab/author.ts";
import type { Case, Claim } from "../../lab/claim.ts";
import type { Knobs, Scenario } from "../../lab/scenario.ts";
import * as checks from "./checks.ts";
import * as worlds from "./scenario.ts";
import en from "./text.en.ts";
import ko from "./text.ko.ts";

const { claim, contrast } = author("context-switch", ko, en);

/** Nothing is left to chance in these worlds: a setting has one run. */
const one = (scenario: Scenario, knobs: Knobs = {}): Case => ({ scenario, knobs, choices: "all" });
const upTo = (most: number): number[] => Array.from({ length: most }, (_, at) => at + 1);

const ostep = (chapter: string): string => `Arpaci-Dusseau, Operating Systems: Three Easy Pieces, ${chapter}`;
const model = "viva: a model of TLB and cache, see the scenario";

export const claims: readonly Claim[] = [
  claim("save-restore", "point", "core", ostep("ch. 6"), {
    by: "run",
    holds: "always",
    over: upTo(20).map((quantum) => one(worlds.registers, { quantum })),
    check: checks.contextIsKept,
    contrasts: [
      contrast("loseR3", one(worlds.registers, { "lose-r3": true })),
      contrast("loseR3Long", one(worlds.registers, { "lose-r3": true, quantum: 20 })),
    ],
  }),
  claim("triggers", "point", "core", ostep("ch. 6, 7"), {
    by: "run",
    holds: "always",
    over: [one(worlds.causes), one(worlds.ioMix)],
    check: checks.causesAreTheFive,
    contrasts: [],
  }),
  claim("alternation-one-cpu", "point", "core", ostep("ch. 7"), {
    by: "run",
    holds: "always",
    over: [
      ...upTo(20).map((quantum) => one(worlds.threeJobs, { quantum })),
      ...[0, 1].map((cost) => one(worlds.threeJobs, { policy: "fifo", cost })),
    ],
    check: checks.oneAtATime,
    contrasts: [],
  }),
  claim("direct-cost", "point", "core", "viva: c / (q + c)", {
    by: "run",
    holds: "always",
    over: [1, 10, 50, 100].map((quantum) => one(worlds.twoCpuBound, { quantum })),
    check: checks.overheadIsSwitches,
    contrasts: [],
  }),
  claim("quantum-trade-off", "point", "full", ostep("ch. 7"), {
    by: "run",
    holds: "always",
    over: checks.quanta.slice(1).map((knobs) => one(worlds.threeJobs, { ...knobs, cost: 1 })),
    check: checks.largerIsSlowerButCheaper,
    contrasts: [],
  }),
  claim("not-mode-switch", "point", "full", ostep("ch. 6"), {
    by: "run",
    holds: "always",
    over: [one(worlds.systemCalls)],
    check: checks.callsSwitchNothing,
    contrasts: [contrast("blockingReads", one(worlds.systemCalls, { blocking: true }))],
  }),
  claim("same-process-cheaper-state", "point", "full", model, {
    by: "run",
    holds: "always",
    over: [false, true].map((tagged) => one(worlds.addressSpace, { spaces: "one-process", tagged })),
    check: checks.oneSpaceMissesLess,
    contrasts: [
      contrast("twoProcesses", one(worlds.addressSpace), checks.nothingSurvives),
      contrast("twoProcessesTagged", one(worlds.addressSpace, { tagged: true }), checks.nothingSurvives),
    ],
  }),
  claim("indirect-cost", "point", "senior", model, {
    by: "run",
    holds: "possible",
    over: [40, 33, 30].map((lines) => one(worlds.cache, { lines })),
    check: checks.turnsDisplace,
    contrasts: [],
  }),
  claim("overlap-io", "point", "full", ostep("ch. 7"), {
    by: "run",
    holds: "possible",
    over: [one(worlds.ioMix)],
    check: checks.overlaps,
    contrasts: [contrast("oneAfterTheOther", one(worlds.ioMix, { together: false }))],
  }),
  claim(
    "syscall-is-switch",
    "misconception",
    "full",
    ostep("ch. 6"),
    {
      by: "run",
      holds: "always",
      over: [one(worlds.systemCalls)],
      check: checks.everyCallSwitches,
      contrasts: [contrast("blockingReads", one(worlds.systemCalls, { blocking: true }))],
    },
    ["not-mode-switch"],
  ),
  claim(
    "empties-cache",
    "misconception",
    "full",
    model,
    {
      by: "run",
      holds: "always",
      over: [one(worlds.cache, { lines: 30 })],
      check: checks.nothingSurvives,
      contrasts: [
        contrast("linesDoNotFit", one(worlds.cache)),
        contrast("tlbTagged", one(worlds.addressSpace, { tagged: true })),
      ],
    },
    ["indirect-cost"],
  ),
  claim(
    "thread-switch-free",
    "misconception",
    "senior",
    "viva: three threads of one process",
    {
      by: "run",
      holds: "always",
      over: [one(worlds.threeJobs, { cost: 1 })],
      check: checks.switchesCostNothing,
      contrasts: [contrast("freeSwitches", one(worlds.threeJobs))],
    },
    ["same-process-cheaper-state", "direct-cost"],
  ),
  claim(
    "smaller-quantum-better",
    "misconception",
    "full",
    ostep("ch. 7"),
    {
      by: "run",
      holds: "always",
      over: [1, 4].map((quantum) => one(worlds.threeJobs, { quantum, cost: 1 })),
      check: checks.smallerTurnsBetter,
      contrasts: [contrast("freeSwitches", one(worlds.threeJobs, { quantum: 1 }))],
    },
    ["quantum-trade-off"],
  ),
  claim(
    "is-the-turn-taking",
    "misconception",
    "core",
    `${ostep("ch. 6")}; Silberschatz, Operating System Concepts, ch. 3`,
    { by: "source", verdict: "refuted" },
    ["save-restore"],
  ),
];
