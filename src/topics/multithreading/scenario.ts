/** The worlds of "what is multithreading good for?": thread programs, and hosts whose CPUs take time or whose memory is counted. */
import { author } from "../../lab/author.ts";
import { programScenario } from "../../lab/program.ts";
import { flagKnob, type Knob, type Knobs, optionKnob, type Scenario } from "../../lab/scenario.ts";
import * as programs from "./programs.ts";
import en from "./text.en.ts";
import ko from "./text.ko.ts";

const { scenario, flag, number, oneOf } = author("multithreading", ko, en);

/** Takes its words as any scenario does; its world is a thread program. */
const program = (name: Parameters<typeof scenario>[0], knobs: readonly Knob[], source: (knobs: Knobs) => string) =>
  programScenario({ ...scenario(name, knobs, () => {}), source });

const increments = (name: Parameters<typeof scenario>[0], threads: number, times: number) =>
  program(name, [oneOf("guard", ["none", "mutex", "atomic"])], (knobs) =>
    programs.increments(threads, times, optionKnob(knobs, "guard")),
  );

export const inc2x1 = increments("inc-2x1", 2, 1);
export const inc2x2 = increments("inc-2x2", 2, 2);
export const inc2x3 = increments("inc-2x3", 2, 3);
export const inc2x5 = increments("inc-2x5", 2, 5);
export const inc3x1 = increments("inc-3x1", 3, 1);
export const locals = program("locals", [flag("shared")], (knobs) => programs.locals(flagKnob(knobs, "shared")));
export const whereItLives = program("where-it-lives", [oneOf("place", ["heap", "data", "stack", "file"])], (knobs) =>
  programs.cellAt(optionKnob(knobs, "place")),
);
export const filePosition = program("file-position", [flag("atomic")], (knobs) =>
  programs.filePosition(flagKnob(knobs, "atomic")),
);
export const lockOrder = program("lock-order", [flag("same-order")], (knobs) =>
  programs.lockOrder(flagKnob(knobs, "same-order")),
);
export const gilCounter = program("gil-counter", [], () => programs.gilCounter);

export const memory = scenario(
  "memory",
  [oneOf("parts", ["threads", "started", "forked", "forked-writing"]), number("workers", 8, 1, 64)],
  programs.memory,
);
export const amdahl = scenario(
  "amdahl",
  [number("serial", 100, 0, 1000), number("threads", 4, 1, 64)],
  programs.amdahl,
);
export const interpreterLock = scenario(
  "gil",
  [oneOf("how", ["gil-threads", "threads", "processes"]), oneOf("work", ["cpu", "io"])],
  programs.interpreterLock,
);
export const responsive = scenario(
  "responsive",
  [oneOf("how", ["one-thread", "worker", "worker-preempt"]), number("click", 53, 0, 299)],
  programs.responsive,
);
export const ioPool = scenario("io-pool", [number("threads", 40, 1, 100)], programs.ioPool);
export const oversubscribe = scenario("oversubscribe", [number("threads", 8, 2, 64)], programs.oversubscribe);
export const lockShare = scenario("lock-share", [number("threads", 4, 1, 16)], programs.lockShare);

export const scenarios: readonly Scenario[] = [
  inc2x1,
  inc2x2,
  inc2x3,
  inc2x5,
  inc3x1,
  locals,
  whereItLives,
  filePosition,
  lockOrder,
  gilCounter,
  memory,
  amdahl,
  interpreterLock,
  responsive,
  ioPool,
  oversubscribe,
  lockShare,
];
