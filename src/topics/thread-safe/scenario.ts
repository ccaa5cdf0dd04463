/** The worlds of "what does thread-safe mean?": thread programs with their knobs. */
import type { MemoryModel } from "../../engine/machine/program.ts";
import { type ProgramScenario, programScenario } from "../../lab/program.ts";
import { flagKnob, type Knob, type Knobs, numberKnob, optionKnob } from "../../lab/scenario.ts";
import type { Text } from "../../lab/text.ts";
import * as programs from "./programs.ts";
import en from "./text.en.ts";
import ko from "./text.ko.ts";

type Name = keyof typeof ko.scenarios;

function scenario(name: Name, knobs: readonly Knob[], source: (knobs: Knobs) => string): ProgramScenario {
  const hasModel = knobs.some((knob) => knob.name === "model");
  return programScenario({
    id: `thread-safe/${name}`,
    title: { ko: ko.scenarios[name][0], en: en.scenarios[name][0] },
    about: { ko: ko.scenarios[name][1], en: en.scenarios[name][1] },
    knobs,
    source,
    ...(hasModel ? { model: (values) => optionKnob(values, "model") as MemoryModel } : {}),
  });
}

const about = (name: keyof typeof ko.knobs): Text => ({ ko: ko.knobs[name], en: en.knobs[name] });
const flag = (name: keyof typeof ko.knobs): Knob => ({ type: "flag", name, about: about(name), byDefault: false });
const threads = (byDefault: number, most: number): Knob => ({
  type: "number",
  name: "threads",
  about: about("threads"),
  byDefault,
  least: 1,
  most,
});

export const counter = scenario("counter", [threads(2, 4)], (k) => programs.counter(numberKnob(k, "threads")));
export const mutex = scenario("mutex", [threads(2, 6)], (k) => programs.counterWithMutex(numberKnob(k, "threads")));
export const oneForgetsLock = scenario("one-forgets-lock", [], () => programs.oneForgetsLock);
export const twoLocksOneCell = scenario("two-locks-one-cell", [], () => programs.twoLocksOneCell);
export const atomic = scenario("atomic", [threads(3, 6)], (k) =>
  programs.counterWithFetchAdd(numberKnob(k, "threads")),
);
export const casLoop = scenario("cas-loop", [threads(2, 3)], (k) =>
  programs.counterWithCasLoop(numberKnob(k, "threads")),
);
export const volatileIncrement = scenario("volatile-increment", [threads(2, 4)], (k) =>
  programs.counterWithVolatile(numberKnob(k, "threads")),
);
export const singletonCounter = scenario(
  "singleton-counter",
  [
    {
      type: "one-of",
      name: "guard",
      about: about("guard"),
      byDefault: "none",
      options: ["none", "lock", "atomic", "two-objects"],
    },
  ],
  (k) => programs.singletonCounter(optionKnob(k, "guard") as programs.SingletonGuard),
);
export const lazySingleton = scenario("lazy-singleton", [], () => programs.lazySingleton);
export const lazySingletonLocked = scenario("lazy-singleton-locked", [], () => programs.lazySingletonLocked);
export const checkThenPut = scenario("check-then-put", [flag("whole")], (k) =>
  programs.checkThenPut(flagKnob(k, "whole")),
);
export const withdraw = scenario("withdraw", [flag("lock")], (k) => programs.withdraw(flagKnob(k, "lock")));
export const transfer = scenario("transfer", [flag("one-lock")], (k) => programs.transfer(flagKnob(k, "one-lock")));
export const immutable = scenario("immutable", [flag("writer")], (k) => programs.immutable(flagKnob(k, "writer")));
export const confined = scenario("confined", [flag("same-slot")], (k) => programs.confined(flagKnob(k, "same-slot")));
const model: Knob = {
  type: "one-of",
  name: "model",
  about: about("model"),
  byDefault: "sc",
  options: ["sc", "tso", "pso"],
};
export const doubleChecked = scenario("dcl", [model, flag("exchanged")], (k) =>
  programs.doubleChecked(flagKnob(k, "exchanged")),
);
export const storeBuffer = scenario(
  "store-buffer",
  [
    model,
    { type: "one-of", name: "store", about: about("store"), byDefault: "plain", options: ["plain", "fence", "swap"] },
  ],
  (k) => programs.storeBuffer(optionKnob(k, "store") as programs.StoreKind),
);
export const publish = scenario("publish", [model, flag("exchanged")], (k) =>
  programs.publish(flagKnob(k, "exchanged")),
);
export const selfLock = scenario("self-lock", [], () => programs.selfLock);

export const scenarios: readonly ProgramScenario[] = [
  singletonCounter,
  counter,
  mutex,
  oneForgetsLock,
  twoLocksOneCell,
  atomic,
  casLoop,
  volatileIncrement,
  lazySingleton,
  lazySingletonLocked,
  checkThenPut,
  withdraw,
  transfer,
  immutable,
  confined,
  doubleChecked,
  storeBuffer,
  publish,
  selfLock,
];
