/** What runs on the hosts of this topic: threads that compute, wait, call the kernel, and touch registers and memory. */
import { ms, us } from "../../engine/base/time.ts";
import { lineBytes, pageBytes } from "../../engine/kernel/cpu/hardware.ts";
import type { CpuOptions } from "../../engine/kernel/cpu-options.ts";
import { Host } from "../../engine/kernel/host.ts";
import { startProgram } from "../../engine/kernel/process/begin.ts";
import { sys, type Thread } from "../../engine/kernel/thread.ts";
import type { World } from "../../engine/world/world.ts";
import type { Knobs } from "../../lab/scenario.ts";
import { flagKnob, numberKnob, optionKnob } from "../../lab/scenario.ts";

const machine = (world: World, options: CpuOptions): Host => new Host(world, "machine", options);
const roundRobin = (quantum: number) => ({ policy: "rr", quantum: ms(quantum) }) as const;

function* compute(time: number): Thread<null> {
  yield* sys("compute", { for: ms(time) });
  return null;
}

export function threeJobs(world: World, knobs: Knobs): void {
  const fifo = optionKnob(knobs, "policy") === "fifo";
  const host = machine(world, {
    scheduler: fifo ? { policy: "fifo" } : roundRobin(numberKnob(knobs, "quantum")),
    costs: { contextSwitch: ms(numberKnob(knobs, "cost")) },
  });
  for (const name of ["a", "b", "c"]) host.start(name.toUpperCase(), () => compute(numberKnob(knobs, name)));
}

export function twoCpuBound(world: World, knobs: Knobs): void {
  const host = machine(world, {
    scheduler: roundRobin(numberKnob(knobs, "quantum")),
    costs: { contextSwitch: ms(numberKnob(knobs, "cost")) },
  });
  for (const name of ["A", "B"]) host.start(name, () => compute(numberKnob(knobs, "length")));
}

/** An instruction takes 1 us, so that a quantum of q us is one of q instructions. */
export function registers(world: World, knobs: Knobs): void {
  const host = machine(world, {
    scheduler: { policy: "rr", quantum: us(numberKnob(knobs, "quantum")) },
    costs: { instruction: us(1) },
    hardware: { registers: { count: 8, lost: flagKnob(knobs, "lose-r3") ? [3] : [] } },
  });
  for (const name of ["A", "B"])
    host.start(name, function* () {
      let r3 = yield* sys("setRegister", { register: 3, value: 0 });
      for (let add = 1; add <= 10; add++) r3 = yield* sys("addToRegister", { register: 3, add });
      return r3;
    });
}

export function ioMix(world: World, knobs: Knobs): void {
  const host = machine(world, {
    scheduler: { policy: "rr", quantum: ms(1000), wakeUpPreemption: flagKnob(knobs, "preempt") },
    costs: { contextSwitch: ms(numberKnob(knobs, "cost")) },
  });
  const a = host.start("A", function* () {
    for (let burst = 0; burst < 5; burst++) {
      if (burst > 0) yield* sys("io", { for: ms(9) });
      yield* sys("compute", { for: ms(1) });
    }
    return null;
  });
  host.start("B", function* () {
    if (!flagKnob(knobs, "together")) yield* sys("join", { thread: a });
    yield* sys("compute", { for: ms(50) });
    return null;
  });
}

/** A call takes 0.1 us; with `blocking` each is a read for which the data comes 1 us later. */
export function systemCalls(world: World, knobs: Knobs): void {
  const host = machine(world, { scheduler: roundRobin(10), costs: { systemCall: us(0.1) } });
  host.start("A", function* () {
    for (let call = 0; call < numberKnob(knobs, "calls"); call++)
      if (flagKnob(knobs, "blocking")) yield* sys("io", { for: us(1) });
      else yield* sys("getpid", {});
    yield* sys("compute", { for: ms(20) });
    return null;
  });
  host.start("B", function* () {
    // In small steps, so that a thread that wakes need not wait for long.
    for (let step = 0; step < 2_000; step++) {
      yield* sys("compute", { for: us(10) });
      if (flagKnob(knobs, "blocking")) yield* sys("yield", {});
    }
    return null;
  });
}

/** Ten quanta each, in turn; in each, some pages are touched at its beginning. */
export function addressSpace(world: World, knobs: Knobs): void {
  const host = machine(world, {
    scheduler: roundRobin(10),
    hardware: { tlb: { entries: numberKnob(knobs, "entries"), tagged: flagKnob(knobs, "tagged") } },
  });
  const oneProcess = optionKnob(knobs, "spaces") === "one-process";
  function* main(): Thread<number> {
    for (let turn = 0; turn < 10; turn++) {
      for (let page = 0; page < numberKnob(knobs, "pages"); page++) yield* sys("access", { address: page * pageBytes });
      yield* sys("compute", { for: ms(10) });
    }
    return 0;
  }
  for (const name of ["A", "B"])
    if (oneProcess) host.start(name, main);
    else startProgram(host, { name, main });
}

/** Each access takes 1 us, and a quantum is as long as so many passes. */
export function cache(world: World, knobs: Knobs): void {
  const lines = numberKnob(knobs, "lines");
  const host = machine(world, {
    scheduler: { policy: "rr", quantum: us(lines * numberKnob(knobs, "passes")) },
    costs: { instruction: us(1) },
    hardware: { cache: { lines: numberKnob(knobs, "size") } },
  });
  for (const [number, name] of ["A", "B"].entries())
    host.start(name, function* () {
      for (let pass = 0; pass < passesInAll; pass++)
        for (let line = 0; line < lines; line++)
          yield* sys("access", { address: (number * farApart + line) * lineBytes });
      return null;
    });
}

export const passesInAll = 10;
const farApart = 1_000;

/** A: 2 ms, waits 3, 11 ms, ends. B: 8 ms, yields, 4 ms, ends. */
export function causes(world: World, knobs: Knobs): void {
  const without = optionKnob(knobs, "without");
  const host = machine(world, {
    scheduler: {
      policy: "rr",
      quantum: ms(without === "quantum" ? 1000 : 10),
      wakeUpPreemption: without !== "preempted",
    },
  });
  host.start("A", function* () {
    yield* sys("compute", { for: ms(2) });
    if (without !== "blocked") yield* sys("io", { for: ms(3) });
    yield* sys("compute", { for: ms(11) });
    return null;
  });
  host.start("B", function* () {
    yield* sys("compute", { for: ms(8) });
    if (without !== "yield") yield* sys("yield", {});
    yield* sys("compute", { for: ms(4) });
    return null;
  });
}
