/** The worlds of "when does a context switch happen?": one CPU, threads, and a policy. */
import { author } from "../../lab/author.ts";
import type { Scenario } from "../../lab/scenario.ts";
import * as programs from "./programs.ts";
import en from "./text.en.ts";
import ko from "./text.ko.ts";

const { scenario, flag, number, oneOf } = author("context-switch", ko, en);

export const threeJobs = scenario(
  "rr-three-jobs",
  [
    oneOf("policy", ["rr", "fifo"]),
    number("quantum", 4, 1, 100),
    number("cost", 0, 0, 10),
    number("a", 20, 1, 200),
    number("b", 5, 1, 200),
    number("c", 8, 1, 200),
  ],
  programs.threeJobs,
);
export const twoCpuBound = scenario(
  "two-cpu-bound",
  [number("quantum", 10, 1, 200), number("cost", 1, 0, 10), number("length", 100, 1, 1000)],
  programs.twoCpuBound,
);
export const registers = scenario("registers", [number("quantum", 3, 1, 50), flag("lose-r3")], programs.registers);
export const ioMix = scenario(
  "io-mix",
  [number("cost", 0, 0, 5), flag("preempt", true), flag("together", true)],
  programs.ioMix,
);
export const systemCalls = scenario(
  "syscalls",
  [number("calls", 1000, 1, 5000), flag("blocking")],
  programs.systemCalls,
);
export const addressSpace = scenario(
  "address-space",
  [
    oneOf("spaces", ["two-processes", "one-process"]),
    flag("tagged"),
    number("entries", 16, 1, 1024),
    number("pages", 8, 1, 64),
  ],
  programs.addressSpace,
);
export const cache = scenario(
  "cache",
  [number("lines", 40, 1, 500), number("passes", 1, 1, 10), number("size", 64, 1, 1024)],
  programs.cache,
);
export const causes = scenario(
  "causes",
  [oneOf("without", ["nothing", "blocked", "preempted", "quantum", "yield"])],
  programs.causes,
);

export const scenarios: readonly Scenario[] = [
  threeJobs,
  twoCpuBound,
  registers,
  ioMix,
  systemCalls,
  addressSpace,
  cache,
  causes,
];
