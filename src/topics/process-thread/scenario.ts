/** The worlds of "how do a process and a thread differ?": one machine, one program or a few, with their knobs. */
import { ms, us } from "../../engine/base/time.ts";
import { registerCount } from "../../engine/kernel/cpu/instructions.ts";
import type { CpuOptions } from "../../engine/kernel/cpu-options.ts";
import type { Preemption } from "../../engine/kernel/dispatch/steps.ts";
import { Host } from "../../engine/kernel/host.ts";
import { type CloneFlag, startProgram } from "../../engine/kernel/process/begin.ts";
import type { Equipment } from "../../engine/kernel/process/processes.ts";
import type { Program } from "../../engine/kernel/process/program.ts";
import type { SignalName } from "../../engine/trace/happening.ts";
import type { World } from "../../engine/world/world.ts";
import { flagKnob, numberKnob, optionKnob, type Scenario } from "../../lab/scenario.ts";
import * as programs from "./programs.ts";
import { flag, number, oneOf, scenario } from "./words-of-topic.ts";

/** A machine on which any thread may go next after each step, unless it is given CPUs that take time. */
function machine(world: World, runs: Preemption | CpuOptions = "every-step", equipment: Partial<Equipment> = {}): Host {
  const host = new Host(world, "machine", runs);
  host.processes.equip(equipment);
  return host;
}

const alone = (world: World, program: Program, equipment: Partial<Equipment> = {}): void => {
  startProgram(machine(world, "every-step", equipment), program);
};

export const counter = scenario(
  "counter",
  [oneOf("parts", ["both", "thread", "fork"]), number("workers", 1, 1, 4), flag("shared")],
  (world, k) =>
    alone(
      world,
      programs.counter({
        parts: optionKnob(k, "parts") as programs.CounterOptions["parts"],
        workers: numberKnob(k, "workers"),
        shared: flagKnob(k, "shared"),
      }),
    ),
);

export const addressMap = scenario(
  "address-map",
  [
    oneOf("instead", ["fork", "thread"]),
    flag("copy-on-write", true),
    number("child-writes", 0b0001110, 0, 127),
    number("parent-writes", 0b0001110, 0, 127),
    oneOf("page-size", ["4096", "16384", "65536"]),
    number("stack-pages", 2, 1, 16),
  ],
  (world, k) => {
    const pageSize = Number(optionKnob(k, "page-size"));
    const options = {
      instead: optionKnob(k, "instead") as programs.AddressMapOptions["instead"],
      child: numberKnob(k, "child-writes"),
      parent: numberKnob(k, "parent-writes"),
      pageSize,
      stackPages: numberKnob(k, "stack-pages"),
    };
    const fork = flagKnob(k, "copy-on-write") ? "copy-on-write" : "eager";
    alone(world, programs.addressMap(options), { pageSize, fork });
  },
);

export const twoLoads = scenario(
  "two-loads",
  [number("instances", 2, 1, 5), number("threads", 1, 1, 4)],
  (world, k) => {
    const host = machine(world);
    for (let i = 0; i < numberKnob(k, "instances"); i++)
      startProgram(host, programs.instance(3 + 2 * i, numberKnob(k, "threads")));
  },
);

export const stacks = scenario(
  "stacks",
  [number("n", 10, 0, 2000), number("m", 100, 0, 2000), number("quantum", 7, 1, 1000)],
  (world, k) => {
    const host = machine(world, {
      scheduler: { policy: "rr", quantum: us(numberKnob(k, "quantum")) },
      costs: { instruction: us(1) },
      hardware: { registers: { count: registerCount } },
    });
    startProgram(host, programs.stacks(numberKnob(k, "n"), numberKnob(k, "m")));
  },
);

export const stackPointer = scenario(
  "stack-pointer",
  [oneOf("writer", ["thread", "child"]), flag("after-return")],
  (world, k) =>
    alone(world, programs.stackPointer(optionKnob(k, "writer") as "thread" | "child", flagKnob(k, "after-return"))),
);

export const crash = scenario(
  "crash",
  [
    oneOf("units", ["threads", "processes"]),
    number("count", 3, 1, 6),
    number("victim", 2, 1, 6),
    oneOf("signal", ["SIGSEGV", "SIGTERM", "SIGKILL", "SIGUSR1", "SIGCHLD"]),
    oneOf("handler", ["none", "repairs"]),
  ],
  (world, k) =>
    alone(
      world,
      programs.crash({
        by: optionKnob(k, "units") as programs.CrashOptions["by"],
        count: numberKnob(k, "count"),
        victim: numberKnob(k, "victim"),
        signal: optionKnob(k, "signal") as SignalName,
        handler: optionKnob(k, "handler") as programs.CrashOptions["handler"],
      }),
    ),
);

export const files = scenario(
  "files",
  [oneOf("case", ["thread-closes", "child-closes", "opened-before", "opened-by-each"]), flag("append")],
  (world, k) => alone(world, programs.files(optionKnob(k, "case") as programs.FilesCase, flagKnob(k, "append"))),
);

export const cpuShare = scenario(
  "cpu-share",
  [
    number("p1-threads", 3, 1, 8),
    number("p2-threads", 1, 1, 8),
    number("quantum", 10, 1, 60),
    oneOf("unit", ["thread", "process"]),
  ],
  (world, k) => {
    const quantum = ms(numberKnob(k, "quantum"));
    const policy = optionKnob(k, "unit") === "thread" ? "rr" : "process-rr";
    const host = machine(world, { scheduler: { policy, quantum } });
    startProgram(host, programs.busy("P1", numberKnob(k, "p1-threads")));
    startProgram(host, programs.busy("P2", numberKnob(k, "p2-threads")));
  },
);

export const ipc = scenario(
  "ipc",
  [oneOf("mechanism", ["private", "pipe", "shared-page", "thread"]), number("bytes", 4, 1, 4096)],
  (world, k) => alone(world, programs.ipc(optionKnob(k, "mechanism") as programs.IpcMechanism, numberKnob(k, "bytes"))),
);

export const clone = scenario("clone", [flag("CLONE_VM"), flag("CLONE_FILES"), flag("CLONE_THREAD")], (world, k) => {
  const flags: CloneFlag[] = (["CLONE_VM", "CLONE_FILES", "CLONE_THREAD"] as const).filter((name) => flagKnob(k, name));
  alone(world, programs.cloned(flags.includes("CLONE_THREAD") ? [...flags, "CLONE_SIGHAND"] : flags));
});

export const forkTree = scenario(
  "fork-tree",
  [oneOf("part", ["lines", "buffer"]), number("forks", 3, 0, 6), flag("flush-first")],
  (world, k) =>
    alone(
      world,
      optionKnob(k, "part") === "lines"
        ? programs.forkTree(numberKnob(k, "forks"))
        : programs.buffered(flagKnob(k, "flush-first")),
    ),
);

export const cores = scenario(
  "threads-or-processes",
  [number("jobs", 4, 1, 8), number("cores", 4, 1, 8), flag("interpreter-lock", true), number("interval", 5, 1, 100)],
  (world, k) => {
    const count = numberKnob(k, "jobs");
    for (const by of ["threads", "processes"] as const) {
      const host = new Host(world, by, { cpus: numberKnob(k, "cores") });
      const lockName = (job: number): string => `interpreter ${job + 1}`;
      for (let job = 0; job < (by === "threads" ? 1 : count); job++) host.makeLock(lockName(job));
      startProgram(
        host,
        programs.jobs(by, count, flagKnob(k, "interpreter-lock"), numberKnob(k, "interval"), lockName),
      );
    }
  },
);

export const scenarios: readonly Scenario[] = [
  counter,
  addressMap,
  twoLoads,
  stacks,
  stackPointer,
  crash,
  files,
  cpuShare,
  ipc,
  clone,
  forkTree,
  cores,
];
