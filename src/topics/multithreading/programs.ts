/** The thread programs of this topic, in the language of learners, and what its hosts run where time or memory is the subject. */
import { ms, us } from "../../engine/base/time.ts";
import { Host } from "../../engine/kernel/host.ts";
import { startProgram } from "../../engine/kernel/process/begin.ts";
import type { ProgramStart } from "../../engine/kernel/process/program.ts";
import { sys, type Thread } from "../../engine/kernel/thread.ts";
import type { World } from "../../engine/world/world.ts";
import { type Knobs, numberKnob, optionKnob } from "../../lab/scenario.ts";

/** Each of some threads adds 1 to a shared cell, a number of times. */
export function increments(threads: number, times: number, guard: string): string {
  const add = guard === "atomic" ? "fetchAdd(x, 1);" : guard === "mutex" ? "lock(m); x++; unlock(m);" : "x++;";
  const body = times === 1 ? add : `for (let i = 0; i < ${times}; i++) { ${add} }`;
  return `let x = 0;
${guard === "mutex" ? "const m = mutex();\n" : ""}function A() { ${body} }
run(${Array.from({ length: threads }, () => "A").join(", ")});`;
}

export const locals = (shared: boolean): string =>
  shared
    ? `let k = 3, s = 0;
function A() { let n = k; let i = 0; while (i < n) { s = s + i; i++; } return s; }
run(A, A);`
    : `let k = 3;
function A() { let n = k; let s = 0; let i = 0; while (i < n) { s = s + i; i++; } return s; }
run(A, A);`;

/** The cell by the name of the place where it lies: for the interleavings it makes no difference. */
export const cellAt = (place: string): string => `let ${place} = 0;
function A() { let v = ${place}; ${place} = v + 1; }
run(A, A);`;

export const filePosition = (atomic: boolean): string => `let pos = 0, f = [0, 0];
function W(i) { ${atomic ? "let p = fetchAdd(pos, 1); f[p] = i;" : "let p = pos; f[p] = i; pos = p + 1;"} }
run(W(1), W(2));`;

export const lockOrder = (same: boolean): string => `const a = mutex(), b = mutex();
function T1() { lock(a); lock(b); unlock(b); unlock(a); }
function T2() { ${same ? "lock(a); lock(b); unlock(b); unlock(a);" : "lock(b); lock(a); unlock(a); unlock(b);"} }
run(T1, T2);`;

/** LOAD and STORE are steps; the interpreter's lock may be handed over between them. */
export const gilCounter = `let x = 0;
function A() { for (let i = 0; i < 2; i++) { x = x + 1; } }
run(A, A);`;

// Hosts.

/** A part that one thread must do, then the rest divided evenly, a core for each thread. */
export function amdahl(world: World, knobs: Knobs): void {
  const [total, serial, n] = [1000, numberKnob(knobs, "serial"), numberKnob(knobs, "threads")];
  const host = new Host(world, "machine", { cpus: n, scheduler: { policy: "fifo" } });
  host.start("T0", function* () {
    yield* sys("compute", { for: ms(serial) });
    const share = ms((total - serial) / n);
    const others: number[] = [];
    for (let i = 1; i < n; i++)
      others.push(
        yield* sys("spawn", {
          name: `T${i}`,
          *body() {
            yield* sys("compute", { for: share });
            return null;
          },
        }),
      );
    yield* sys("compute", { for: share });
    for (const thread of others) yield* sys("join", { thread });
    return null;
  });
}

/** Four jobs on four cores. With the interpreter's lock a thread computes 5 ms at most while it holds it, and waits without it. */
export function interpreterLock(world: World, knobs: Knobs): void {
  const [how, work] = [optionKnob(knobs, "how"), optionKnob(knobs, "work")];
  const host = new Host(world, "machine", { cpus: 4, scheduler: { policy: "fifo" } });
  host.makeLock("gil", { next: "hand-over" });
  function* job(): Thread<number> {
    if (work === "io") yield* sys("io", { for: ms(100) });
    else if (how !== "gil-threads") yield* sys("compute", { for: ms(100) });
    else
      for (let done = 0; done < 100; done += 5) {
        yield* sys("lock", { lock: "gil" });
        yield* sys("compute", { for: ms(5) });
        yield* sys("unlock", { lock: "gil" });
      }
    return 0;
  }
  for (let i = 0; i < 4; i++)
    if (how === "processes") startProgram(host, { name: `P${i}`, main: job });
    else host.start(`T${i}`, job);
}

/** A click comes while 300 ms are computed, and takes 1 ms to handle. */
export function responsive(world: World, knobs: Knobs): void {
  const how = optionKnob(knobs, "how");
  const click = ms(numberKnob(knobs, "click"));
  const host = new Host(world, "machine", {
    scheduler: { policy: "rr", quantum: ms(10), wakeUpPreemption: how === "worker-preempt" },
  });
  function* handle(): Thread<null> {
    yield* sys("compute", { for: ms(1) });
    return null;
  }
  host.start("UI", function* () {
    if (how === "one-thread") yield* sys("compute", { for: ms(300) });
    else yield* sys("io", { for: click });
    return yield* handle();
  });
  if (how === "one-thread") return;
  host.start("worker", function* () {
    yield* sys("compute", { for: ms(300) });
    return null;
  });
}

export const requestsEach = 20;

/** Each thread serves one request after another: some CPU, then some waiting. */
export function ioPool(world: World, knobs: Knobs): void {
  const host = new Host(world, "machine", { cpus: 4, scheduler: { policy: "fifo" } });
  for (let i = 0; i < numberKnob(knobs, "threads"); i++)
    host.start(`T${i}`, function* () {
      for (let request = 0; request < requestsEach; request++) {
        yield* sys("compute", { for: ms(10) });
        yield* sys("io", { for: ms(90) });
      }
      return null;
    });
}

/** 800 ms of work on two cores with a run queue each; a switch costs 0.1 ms. */
export function oversubscribe(world: World, knobs: Knobs): void {
  const threads = numberKnob(knobs, "threads");
  const host = new Host(world, "machine", {
    cpus: 2,
    queues: "per-cpu",
    scheduler: { policy: "rr", quantum: ms(10) },
    costs: { contextSwitch: us(100) },
  });
  for (let i = 0; i < threads; i++)
    host.start(`T${i}`, function* () {
      yield* sys("compute", { for: ms(800 / threads) });
      return null;
    });
}

/** Each of n threads on n cores: 100 times 3 ms by itself and 1 ms under the one lock. The work of one, done by n, is 400 ms each. */
export function lockShare(world: World, knobs: Knobs): void {
  const threads = numberKnob(knobs, "threads");
  const host = new Host(world, "machine", { cpus: threads, scheduler: { policy: "fifo" } });
  host.makeLock("m", { next: "hand-over" });
  for (let i = 0; i < threads; i++)
    host.start(`T${i}`, function* () {
      for (let round = 0; round < 100; round++) {
        yield* sys("compute", { for: ms(3) });
        yield* sys("lock", { lock: "m" });
        yield* sys("compute", { for: ms(1) });
        yield* sys("unlock", { lock: "m" });
      }
      return null;
    });
}

/** Stands for a MiB: what is counted are pages, whatever their size. */
const page = 4096;

/** Text 10 MiB, data and heap 50, a stack 1 for each worker; a page stands for a MiB here, so that the frames in use are MiB. Main is a worker. */
export function memory(world: World, knobs: Knobs): void {
  const [how, workers] = [optionKnob(knobs, "parts"), numberKnob(knobs, "workers")];
  const host = new Host(world, "machine", { scheduler: { policy: "fifo" } });
  host.processes.equip({ frames: 10_000, pageSize: page, processes: 100 });
  const image = { textPages: 10, dataPages: 49, heapPages: 1, stackPages: 1 };
  function* work({ data, heap }: ProgramStart, writes: boolean): Thread<number> {
    const { low } = yield* sys("stack", {});
    yield* sys("store", { address: low, value: 1 });
    if (writes) {
      for (let at = 0; at < image.dataPages; at++) yield* sys("store", { address: data + at * page, value: 1 });
      yield* sys("store", { address: heap, value: 1 });
    }
    yield* sys("sleep", { for: ms(10) });
    return 0;
  }
  if (how === "started") {
    for (let i = 0; i < workers; i++)
      startProgram(host, { name: "worker", ...image, main: (start) => work(start, true) });
    return;
  }
  startProgram(host, {
    name: "main",
    ...image,
    *main(start) {
      for (let i = 1; i < workers; i++)
        if (how === "threads") yield* sys("spawn", { name: `T${i}`, body: () => work(start, false) });
        else yield* sys("fork", { name: `P${i}`, child: () => work(start, how === "forked-writing") });
      return yield* work(start, false);
    },
  });
}
