/**
 * The worlds of "why synchronise, under which conditions, with which tools?": thread programs, every interleaving of which is explored, and two
 * hosts whose CPUs take time.
 */
import type { MemoryModel } from "../../engine/machine/program.ts";
import { author } from "../../lab/author.ts";
import { type ProgramScenario, programScenario } from "../../lab/program.ts";
import { flagKnob, type Knob, type Knobs, numberKnob, optionKnob, type Scenario } from "../../lab/scenario.ts";
import * as hosts from "./hosts.ts";
import * as programs from "./programs.ts";
import en from "./text.en.ts";
import ko from "./text.ko.ts";

const { scenario, flag, number, oneOf } = author("synchronization", ko, en);

const program = (
  name: keyof typeof ko.scenarios,
  knobs: readonly Knob[],
  source: string | ((knobs: Knobs) => string),
): ProgramScenario => {
  const has = (knob: string): boolean => knobs.some((one) => one.name === knob);
  return programScenario({
    ...scenario(name, knobs, () => undefined),
    source,
    ...(has("model") ? { model: (k) => optionKnob(k, "model") as MemoryModel } : {}),
    ...(has("spurious") ? { spurious: (k) => numberKnob(k, "spurious") } : {}),
  });
};

export const flagLock = program("flag-lock", [], programs.tryOnce(false));
export const flagLockSpin = program("flag-lock-spin", [], programs.flagLockSpin);
export const testAndSet = program("test-and-set", [], programs.tryOnce(true));
export const peterson = program("peterson", [oneOf("model", ["sc", "tso", "pso"]), flag("fence")], (k) =>
  programs.peterson(flagKnob(k, "fence")),
);
export const strictAlternation = program("strict-alternation", [], programs.strictAlternation);
export const tasBypass = program("tas-bypass", [], programs.tasBypass);
export const ticketBypass = program("ticket-bypass", [], programs.ticketBypass);
export const semaphoreAsMutex = program("semaphore-as-mutex", [number("permits", 1, 1, 2)], (k) =>
  programs.semaphoreAsMutex(numberKnob(k, "permits")),
);
export const mutexCounter = program("mutex-counter", [], programs.mutexCounter);
export const counter = program("counter", [], programs.counter);
export const criticalSection = program("critical-section", [], programs.criticalSection);
export const foreignUp = program("foreign-up", [oneOf("lock", ["semaphore", "mutex"])], (k) =>
  programs.foreignUp(optionKnob(k, "lock") as "semaphore" | "mutex"),
);
export const twoPermits = program("two-permits", [], programs.twoPermits);
export const readers = program("readers", [], programs.readers);
export const orderNone = program("order-none", [flag("sleep")], (k) =>
  programs.order(flagKnob(k, "sleep") ? "sleep" : "none"),
);
export const orderMutex = program("order-mutex", [], programs.order("mutex"));
export const orderSemaphore = program("order-semaphore", [], programs.order("semaphore"));
export const rendezvous = program("rendezvous", [flag("wrong")], (k) => programs.rendezvous(flagKnob(k, "wrong")));
const condvar = (name: "condvar-if" | "condvar-while", check: "if" | "while"): ProgramScenario =>
  program(name, [number("pairs", 2, 1, 2), number("spurious", 0, 0, 1)], (k) =>
    programs.condvar(check, numberKnob(k, "pairs")),
  );
export const condvarIf = condvar("condvar-if", "if");
export const condvarWhile = condvar("condvar-while", "while");
export const lostWakeup = program("lost-wakeup", [flag("fixed")], (k) => programs.lostWakeup(flagKnob(k, "fixed")));
export const philosophers = program("philosophers", [number("count", 3, 2, 5), flag("ordered")], (k) =>
  programs.philosophers(numberKnob(k, "count"), flagKnob(k, "ordered")),
);
export const boundedBuffer = program("bounded-buffer", [flag("right")], (k) =>
  programs.boundedBuffer(flagKnob(k, "right")),
);
export const lockOrder = program("lock-order", [flag("same")], (k) => programs.lockOrder(flagKnob(k, "same")));
export const file = program("file-two-processes", [flag("flock")], (k) => programs.file(flagKnob(k, "flock")));

export const priorityInversion = scenario(
  "priority-inversion",
  [flag("inherit"), number("middle", 10, 1, 500)],
  hosts.priorityInversion,
);
export const spinOrSleep = scenario(
  "spin-or-sleep",
  [
    oneOf("wait", ["spin", "sleep"]),
    number("cpus", 1, 1, 2),
    number("before", 8000, 0, 50_000),
    number("hold", 4000, 1, 50_000),
    number("wake", 0, 0, 1000),
  ],
  hosts.spinOrSleep,
);

export const scenarios: readonly Scenario[] = [
  counter,
  mutexCounter,
  flagLock,
  flagLockSpin,
  testAndSet,
  peterson,
  strictAlternation,
  tasBypass,
  ticketBypass,
  semaphoreAsMutex,
  criticalSection,
  foreignUp,
  twoPermits,
  readers,
  orderNone,
  orderMutex,
  orderSemaphore,
  rendezvous,
  condvarIf,
  condvarWhile,
  lostWakeup,
  philosophers,
  boundedBuffer,
  lockOrder,
  file,
  priorityInversion,
  spinOrSleep,
];
