import { describe, expect, test } from "vitest";
import { ms, us } from "../../base/time.ts";
import type { Trace } from "../../trace/trace.ts";
import { World } from "../../world/world.ts";
import type { CpuOptions } from "../cpu-options.ts";
import { Host, type StartOptions } from "../host.ts";
import { sys, type Thread, type ThreadResult } from "../thread.ts";

type Body = () => Thread<ThreadResult>;

/** Runs threads on one host to the end. */
function run(options: CpuOptions, bodies: Readonly<Record<string, Body>>, starts: Record<string, StartOptions> = {}) {
  const world = new World({ seed: 1 });
  const host = new Host(world, "h", options);
  for (const [name, body] of Object.entries(bodies)) host.start(name, body, starts[name]);
  world.run();
  return { world, host, trace: world.trace, end: world.now / 1e6, switches: switchesOf(world.trace) };
}

const switchesOf = (trace: Trace): number => trace.of("thread.switch").filter((event) => event.out !== null).length;

const computes = (...times: number[]): Body =>
  function* () {
    for (const time of times) yield* sys("compute", { for: ms(time) });
    return null;
  };

/** When each thread first ran and when it ended, in ms, by name. */
function times(trace: Trace): Record<string, [start: number, end: number]> {
  const names = trace.of("thread.spawned").map((event) => event.name);
  const start = new Map<number, number>();
  for (const event of trace.of("thread.switch"))
    if (!start.has(event.in)) start.set(event.in, (event.at + (event.cost ?? 0)) / 1e6);
  return Object.fromEntries(
    trace.of("thread.ended").map((event) => [names[event.thread], [start.get(event.thread)!, event.at / 1e6]]),
  );
}

const rr = (quantum: number, cost = 0): CpuOptions => ({
  scheduler: { policy: "rr", quantum: ms(quantum) },
  costs: { contextSwitch: ms(cost) },
});

describe("round robin (rules T1, T2)", () => {
  const three = { A: computes(20), B: computes(5), C: computes(8) };

  // quantum, cost, switches, end, average response, average turnaround
  test.each([
    [1, 0, 21, 33, 1, 22.667],
    [2, 0, 11, 33, 2, 23],
    [4, 0, 6, 33, 4, 23.667],
    [5, 0, 5, 33, 5, 22],
    [10, 0, 3, 33, 8.333, 23.667],
    [1, 1, 21, 54, 2, 40.667],
    [4, 1, 6, 39, 5, 28.667],
    [5, 1, 5, 38, 6, 25.333],
    [10, 1, 3, 36, 9.333, 25.667],
  ])("jobs of 20, 5 and 8 ms, quantum %i, switch %i", (quantum, cost, switches, end, response, turnaround) => {
    const found = run(rr(quantum, cost), three);
    const all = Object.values(times(found.trace));
    const average = (at: 0 | 1): number => all.reduce((sum, one) => sum + one[at], 0) / 3;
    expect([found.switches, found.end]).toEqual([switches, end]);
    expect(average(0)).toBeCloseTo(response, 3);
    expect(average(1)).toBeCloseTo(turnaround, 3);
  });

  test("a lone runnable thread keeps the CPU at the end of its quantum: that is no switch", () => {
    expect(run(rr(1, 1), { A: computes(50) })).toMatchObject({ switches: 0, end: 50 });
  });

  test("who wakes at the instant at which a quantum ends stands in front of the thread whose quantum it was", () => {
    const { trace } = run(rr(4), {
      B: function* () {
        yield* sys("sleep", { for: ms(4) });
        yield* sys("compute", { for: ms(1) });
        return null;
      },
      A: computes(4, 1),
    });
    expect(times(trace)["B"]![1]).toBe(5);
    expect(times(trace)["A"]![1]).toBe(6);
  });

  test("idling and going on with the same thread is no switch; with another it is one", () => {
    const nap: Body = function* () {
      yield* sys("compute", { for: ms(1) });
      yield* sys("sleep", { for: ms(3) });
      yield* sys("compute", { for: ms(1) });
      return null;
    };
    const alone = run(rr(10, 1), { A: nap });
    expect([alone.switches, alone.end]).toEqual([0, 5]);
    expect(alone.trace.of("cpu.idle").map((event) => event.at / 1e6)).toEqual([1, 5]);
    expect(alone.trace.of("cpu.resumed").map((event) => event.at / 1e6)).toEqual([4]);
  });

  test("waking up preempts nobody, unless it is asked for", () => {
    const click: Body = function* () {
      yield* sys("io", { for: ms(53) });
      yield* sys("compute", { for: ms(1) });
      return null;
    };
    const handled = (wakeUpPreemption: boolean): number =>
      times(
        run({ scheduler: { policy: "rr", quantum: ms(10), wakeUpPreemption } }, { ui: click, worker: computes(300) })
          .trace,
      )["ui"]![1];
    expect([handled(false), handled(true)]).toEqual([61, 54]);
  });

  test("five causes: quantum, blocked, preempted, yield, exit", () => {
    const { trace } = run(
      { scheduler: { policy: "rr", quantum: ms(10), wakeUpPreemption: true } },
      {
        A: function* () {
          yield* sys("compute", { for: ms(5) });
          yield* sys("io", { for: ms(12) });
          yield* sys("compute", { for: ms(1) });
          yield* sys("yield", {});
          return null;
        },
        B: computes(20),
        C: computes(20),
      },
    );
    expect(trace.of("thread.switch").map(({ at, why }) => `${at / 1e6} ${why}`)).toEqual([
      "0 start",
      "5 blocked",
      "15 quantum",
      "17 preempted",
      "18 yield",
      "26 quantum",
      "36 exit",
      "36 exit",
    ]);
  });
});

describe("several CPUs", () => {
  test("run as many threads at once, and a thread comes back to the CPU where it ran last", () => {
    const found = run(
      { cpus: 2, scheduler: { policy: "fifo" } },
      { A: computes(10), B: computes(10), C: computes(10) },
    );
    expect([found.end, found.switches]).toEqual([20, 1]);
  });

  test("with a queue each: 8 threads of 100 ms on 2 CPUs, quantum 10, switch 0.1: 39 switches each, end at 403.9", () => {
    const bodies = Object.fromEntries(Array.from({ length: 8 }, (_, i) => [`T${i}`, computes(100)]));
    const found = run(
      {
        cpus: 2,
        queues: "per-cpu",
        scheduler: { policy: "rr", quantum: ms(10) },
        costs: { contextSwitch: us(100) },
      },
      bodies,
    );
    expect([found.end, found.switches]).toEqual([403.9, 78]);
  });
});

describe("fixed priorities", () => {
  test("the more urgent preempts at once, and the preempted goes on afterwards", () => {
    const late: Body = function* () {
      yield* sys("sleep", { for: ms(3) });
      yield* sys("compute", { for: ms(5) });
      return null;
    };
    const { trace } = run(
      { scheduler: { policy: "priority" } },
      { low: computes(10), high: late },
      { high: { priority: 1 } },
    );
    expect(times(trace)).toEqual({ high: [0, 8], low: [0, 15] });
  });

  test("a thread can change its own", () => {
    const { trace } = run(
      { scheduler: { policy: "priority" } },
      {
        A: function* () {
          yield* sys("compute", { for: ms(2) });
          yield* sys("setPriority", { priority: -1 });
          yield* sys("compute", { for: ms(2) });
          return null;
        },
        B: computes(3),
      },
    );
    expect(times(trace)).toEqual({ B: [2, 5], A: [0, 7] });
  });
});

describe("costs", () => {
  test("a system call is two mode switches and no context switch, whatever it costs", () => {
    const { trace, end, switches } = run(
      { costs: { systemCall: us(1) } },
      {
        A: function* () {
          for (let i = 0; i < 1000; i++) yield* sys("getpid", {});
          return null;
        },
      },
    );
    expect([end, switches, trace.of("mode.switch").length]).toEqual([1, 0, 2000]);
  });

  test("a thread that never takes time is ended, and the run says why", () => {
    const { trace } = run(rr(10), {
      A: function* () {
        for (;;) yield* sys("yield", {});
      },
      B: computes(3),
    });
    expect(trace.of("limit.reached")).toMatchObject([{ thread: 0, limit: "steps-in-no-time" }]);
    expect(times(trace)["B"]![1]).toBe(3);
  });

  test("a thread that never yields is interrupted by the timer as soon as its steps take time", () => {
    const world = new World({ seed: 1 });
    const host = new Host(world, "h", { scheduler: { policy: "rr", quantum: ms(1) }, costs: { instruction: us(1) } });
    host.makeCell("x", 0);
    host.start("spins", function* () {
      while ((yield* sys("read", { cell: "x" })) === 0) {}
      return null;
    });
    host.start("sets", function* () {
      yield* sys("compute", { for: ms(2) });
      yield* sys("write", { cell: "x", value: 1 });
      return null;
    });
    world.run();
    expect(world.trace.of("thread.ended").map((event) => [event.thread, event.at / 1e6])).toEqual([
      [1, 5.001],
      [0, 5.002],
    ]);
  });
});
