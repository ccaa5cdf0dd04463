import { describe, expect, test } from "vitest";
import { ms } from "../base/time.ts";
import type { Trace } from "../trace/trace.ts";
import { World } from "../world/world.ts";
import type { Preemption } from "./dispatch/steps.ts";
import { Host } from "./host.ts";
import { sys, type Thread, type ThreadResult } from "./thread.ts";

interface Given {
  readonly cells?: Readonly<Record<string, number>>;
  readonly locks?: readonly string[];
  readonly preemption?: Preemption;
  readonly choices?: readonly [number, number][];
}

/** Runs threads on one host to the end and gives the trace. */
function run(given: Given, ...bodies: (() => Thread<ThreadResult>)[]): { trace: Trace; host: Host; world: World } {
  const world = new World({ seed: 1, choices: given.choices ?? [] });
  const host = new Host(world, "h", given.preemption ?? "when-blocked");
  for (const [cell, value] of Object.entries(given.cells ?? {})) host.makeCell(cell, value);
  for (const lock of given.locks ?? []) host.makeLock(lock);
  for (const [number, body] of bodies.entries()) host.start(`T${number}`, body);
  world.run(10_000);
  return { trace: world.trace, host, world };
}

describe("time and the CPU", () => {
  test("compute keeps the one CPU: two threads of 10 ms each take 20 ms", () => {
    const work = function* (): Thread<null> {
      yield* sys("compute", { for: ms(10) });
      return null;
    };
    const { world, trace } = run({}, work, work);
    expect(world.now).toBe(20_000_000);
    expect(trace.of("thread.switch").map((event) => [event.out, event.in, event.why])).toEqual([
      [null, 0, "start"],
      [0, 1, "exit"],
    ]);
  });

  test("sleep leaves the CPU: two sleeps of 10 ms take 10 ms", () => {
    const nap = function* (): Thread<null> {
      yield* sys("sleep", { for: ms(10) });
      return null;
    };
    const { world, trace } = run({}, nap, nap);
    expect(world.now).toBe(10_000_000);
    expect(trace.of("thread.ended")).toHaveLength(2);
  });

  test("a sleeper's waking is caused by its going to sleep", () => {
    const { trace } = run({}, function* () {
      yield* sys("sleep", { for: ms(1) });
      return null;
    });
    const [woken] = trace.of("thread.woken");
    expect(trace.causes(woken!.id).map((event) => event.kind)).toEqual([
      "thread.woken",
      "thread.blocked",
      "thread.spawned",
    ]);
  });
});

describe("threads", () => {
  test("spawn starts a thread, join waits for it and gets its result", () => {
    const { trace } = run({}, function* () {
      const child = yield* sys("spawn", {
        name: "child",
        *body() {
          yield* sys("sleep", { for: ms(3) });
          return 42;
        },
      });
      return yield* sys("join", { thread: child });
    });
    expect(trace.of("thread.ended").map((event) => [event.thread, event.result])).toEqual([
      [1, 42],
      [0, 42],
    ]);
    const spawned = trace.of("thread.spawned")[1]!;
    expect(trace.event(spawned.cause!).kind).toBe("thread.spawned"); // the parent's own beginning
  });

  test("joining a thread that has ended does not wait", () => {
    const { trace } = run({ preemption: "when-blocked" }, function* () {
      const child = yield* sys("spawn", {
        name: "child",
        *body() {
          yield* sys("compute", { for: ms(0) });
          return 7;
        },
      });
      yield* sys("sleep", { for: ms(1) });
      return yield* sys("join", { thread: child });
    });
    expect(trace.of("thread.blocked").filter((event) => event.on.what === "thread")).toEqual([]);
    expect(trace.of("thread.ended").at(-1)).toMatchObject({ thread: 0, result: 7 });
  });

  test("when-blocked: a thread keeps the CPU; every-step: any runnable thread may go next", () => {
    const twice = function* (): Thread<null> {
      yield* sys("read", { cell: "x" });
      yield* sys("read", { cell: "x" });
      return null;
    };
    expect(run({ cells: { x: 0 } }, twice, twice).trace.choices).toHaveLength(1); // who begins
    const flipped = run({ cells: { x: 0 }, preemption: "every-step", choices: [[1, 1]] }, twice, twice);
    expect(flipped.trace.of("cell.read").map((event) => event.thread)).toEqual([0, 1, 1, 0]);
    expect(flipped.trace.of("thread.switch").map((event) => event.why)).toEqual(["start", "preempted", "exit"]);
  });
});

describe("memory", () => {
  test("read, write and the atomic operations answer and log what they did", () => {
    const { trace, host } = run({ cells: { x: 5 } }, function* () {
      const old = yield* sys("fetchAdd", { cell: "x", add: 2 });
      const swapped = yield* sys("swap", { cell: "x", value: 10 });
      const failed = yield* sys("compareAndSwap", { cell: "x", expected: 9, value: 1 });
      const done = yield* sys("compareAndSwap", { cell: "x", expected: 10, value: 11 });
      yield* sys("write", { cell: "x", value: (yield* sys("read", { cell: "x" })) + 1 });
      return old * 1000 + swapped * 100 + (failed ? 10 : 0) + (done ? 1 : 0);
    });
    expect(host.memory.read("x")).toBe(12);
    expect(trace.of("thread.ended")[0]!.result).toBe(5 * 1000 + 7 * 100 + 1);
    expect(trace.of("cell.updated").map((event) => [event.operation, event.was, event.value, event.changed])).toEqual([
      ["fetch-add", 5, 7, true],
      ["swap", 7, 10, true],
      ["compare-and-swap", 10, 10, false],
      ["compare-and-swap", 10, 11, true],
    ]);
  });

  test("a cell that is not there is our mistake, and the message names those that are", () => {
    expect(() =>
      run({ cells: { x: 0 } }, function* () {
        return yield* sys("read", { cell: "y" });
      }),
    ).toThrow(/no cell named y; there are: x/);
  });
});

describe("locks", () => {
  const guarded = function* (): Thread<null> {
    yield* sys("lock", { lock: "m" });
    yield* sys("compute", { for: ms(1) });
    yield* sys("unlock", { lock: "m" });
    return null;
  };

  test("only one holds the lock; the next is woken by the release", () => {
    const { trace } = run({ locks: ["m"], preemption: "every-step" }, guarded, guarded);
    const order = trace.events.flatMap((event) =>
      event.kind === "lock.taken" || event.kind === "lock.released" ? [`${event.thread} ${event.kind}`] : [],
    );
    expect(order).toEqual(["0 lock.taken", "0 lock.released", "1 lock.taken", "1 lock.released"]);
    const [woken] = trace.of("thread.woken");
    expect(trace.event(woken!.cause!).kind).toBe("lock.released");
  });

  test("a lock that sleeps inside is waited for with the CPU free", () => {
    const { trace } = run(
      { locks: ["m"] },
      function* () {
        yield* sys("lock", { lock: "m" });
        yield* sys("sleep", { for: ms(5) });
        yield* sys("unlock", { lock: "m" });
        return null;
      },
      guarded,
    );
    expect(trace.of("thread.blocked").map((event) => [event.thread, event.on.what])).toEqual([
      [0, "time"],
      [1, "lock"],
    ]);
    expect(trace.of("thread.ended")).toHaveLength(2);
  });

  test("releasing a lock that one does not hold changes nothing: EPERM", () => {
    const { trace } = run(
      { locks: ["m"], preemption: "when-blocked" },
      function* () {
        yield* sys("lock", { lock: "m" });
        yield* sys("sleep", { for: ms(5) });
        yield* sys("unlock", { lock: "m" });
        return null;
      },
      function* () {
        return (yield* sys("unlock", { lock: "m" })) === "EPERM" ? 1 : 0;
      },
    );
    expect(trace.of("lock.refused")).toMatchObject([{ thread: 1, error: "EPERM" }]);
    expect(trace.of("thread.ended").find((event) => event.thread === 1)!.result).toBe(1);
    expect(trace.of("lock.released")).toHaveLength(1);
  });

  test("two locks in opposite order deadlock, and the cycle is named", () => {
    const take = (first: string, second: string) =>
      function* (): Thread<null> {
        yield* sys("lock", { lock: first });
        yield* sys("sleep", { for: ms(1) });
        yield* sys("lock", { lock: second });
        return null;
      };
    const { trace } = run({ locks: ["a", "b"] }, take("a", "b"), take("b", "a"));
    expect(trace.of("deadlock")).toMatchObject([{ threads: [0, 1], cycle: [0, 1] }]);
  });

  test("waiting for a lock that its owner took to the grave is a deadlock without a cycle", () => {
    const { trace } = run(
      { locks: ["m"] },
      function* () {
        yield* sys("lock", { lock: "m" });
        return null;
      },
      guarded,
    );
    expect(trace.of("deadlock")).toMatchObject([{ threads: [1], cycle: [] }]);
  });
});
