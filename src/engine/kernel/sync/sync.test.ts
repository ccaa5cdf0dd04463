import { describe, expect, test } from "vitest";
import { type Instant, ms, us } from "../../base/time.ts";
import type { Happening } from "../../trace/happening.ts";
import { World } from "../../world/world.ts";
import type { CpuOptions } from "../cpu-options.ts";
import { Host, type StartOptions } from "../host.ts";
import { sys, type Thread, type ThreadResult } from "../thread.ts";
import { spinLock, spinUnlock } from "./spinlock.ts";

type Body = () => Thread<ThreadResult>;

function run(options: CpuOptions, prepare: (host: Host) => void, bodies: Record<string, Body | [Body, StartOptions]>) {
  const world = new World({ seed: 1 });
  const host = new Host(world, "h", options);
  prepare(host);
  for (const [name, given] of Object.entries(bodies))
    if (Array.isArray(given)) host.start(name, given[0], given[1]);
    else host.start(name, given);
  world.run(100_000);
  const names = Object.keys(bodies);
  const ended = Object.fromEntries(
    world.trace.of("thread.ended").map((event) => [names[event.thread]!, event.at / 1e6]),
  );
  const results = Object.fromEntries(
    world.trace.of("thread.ended").map((event) => [names[event.thread]!, event.result]),
  );
  const order = (...kinds: Happening["kind"][]): string[] =>
    world.trace.events.flatMap((event) =>
      kinds.includes(event.kind) && "thread" in event ? [`${names[event.thread!]} ${event.kind}`] : [],
    );
  return { trace: world.trace, host, end: world.now / 1e6, ended, results, order };
}

const at = (time: number): Instant => ms(time) as number as Instant;
const compute = (time: number) => sys("compute", { for: ms(time) });
const nap = (time: number) => sys("sleep", { for: ms(time) });
const fourCpus: CpuOptions = { cpus: 4, scheduler: { policy: "fifo" } };

describe("mutex", () => {
  /** The classic: L takes the lock, H waits for it, M keeps L from the CPU. */
  const inversion = (protocol: "none" | "inherit", m: number) =>
    run({ scheduler: { policy: "priority" } }, (host) => host.makeLock("m", { protocol }), {
      H: [
        function* () {
          yield* nap(2);
          yield* compute(1);
          yield* sys("lock", { lock: "m" });
          yield* compute(2);
          yield* sys("unlock", { lock: "m" });
          return null;
        },
        { priority: 3 },
      ],
      M: [
        function* () {
          yield* nap(3);
          yield* compute(m);
          return null;
        },
        { priority: 2 },
      ],
      L: [
        function* () {
          yield* compute(1);
          yield* sys("lock", { lock: "m" });
          yield* compute(4);
          yield* sys("unlock", { lock: "m" });
          yield* compute(1);
          return null;
        },
        { priority: 1 },
      ],
    });

  test("priority inversion: H ends at 18, and at 108 if M takes 100; with inheritance at 8 in either case", () => {
    expect(inversion("none", 10).ended).toEqual({ H: 18, M: 13, L: 19 });
    expect(inversion("none", 100).ended["H"]).toBe(108);
    expect(inversion("inherit", 10).ended).toEqual({ H: 8, M: 18, L: 19 });
    expect(inversion("inherit", 100).ended["H"]).toBe(8);
    const changes = inversion("inherit", 10).trace.of("priority.changed");
    expect(changes.map(({ thread, was, priority }) => [thread, was, priority])).toEqual([
      [2, 1, 3],
      [2, 3, 1],
    ]);
  });

  test("inheritance goes on along a chain of locks", () => {
    const { trace } = run(
      { scheduler: { policy: "priority" } },
      (host) => {
        for (const lock of ["a", "b"]) host.makeLock(lock, { protocol: "inherit" });
      },
      {
        low: [
          function* () {
            yield* sys("lock", { lock: "a" });
            yield* compute(10);
            yield* sys("unlock", { lock: "a" });
            return null;
          },
          { priority: 1 },
        ],
        middle: [
          function* () {
            yield* nap(1);
            yield* sys("lock", { lock: "b" });
            yield* sys("lock", { lock: "a" });
            return null;
          },
          { priority: 2 },
        ],
        high: [
          function* () {
            yield* nap(2);
            yield* sys("lock", { lock: "b" });
            return null;
          },
          { priority: 3 },
        ],
      },
    );
    expect(trace.of("priority.changed").map(({ thread, priority }) => [thread, priority])).toContainEqual([0, 3]);
  });

  test("a recursive one counts, an error-checking one answers EDEADLK, a normal one waits for itself for ever", () => {
    const twice = (kind: "normal" | "recursive" | "error-checking") =>
      run(fourCpus, (host) => host.makeLock("m", { kind }), {
        A: function* () {
          yield* sys("lock", { lock: "m" });
          const again = yield* sys("lock", { lock: "m" });
          if (again !== "EDEADLK") yield* sys("unlock", { lock: "m" });
          yield* sys("unlock", { lock: "m" });
          return again === "EDEADLK" ? 1 : 0;
        },
      });
    expect(twice("recursive").results).toEqual({ A: 0 });
    expect(twice("recursive").host.mutex("m").owner).toBeNull();
    expect(twice("error-checking").results).toEqual({ A: 1 });
    expect(twice("normal").trace.of("deadlock")).toMatchObject([{ threads: [0], cycle: [0] }]);
  });

  test("a timed wait ends with ETIMEDOUT at its instant; trying answers EBUSY at once", () => {
    const { results, ended } = run(fourCpus, (host) => host.makeLock("m"), {
      holder: function* () {
        yield* sys("lock", { lock: "m" });
        yield* compute(10);
        yield* sys("unlock", { lock: "m" });
        return null;
      },
      timed: function* () {
        yield* compute(1);
        return (yield* sys("lock", { lock: "m", until: at(4) })) === "ETIMEDOUT" ? 1 : 0;
      },
      tries: function* () {
        yield* compute(1);
        return (yield* sys("tryLock", { lock: "m" })) === "EBUSY" ? 1 : 0;
      },
    });
    expect(results).toEqual({ holder: null, timed: 1, tries: 1 });
    expect([ended["timed"], ended["tries"]]).toEqual([4, 1]);
  });

  test("handed over in the order of coming: nobody passes; else who comes at the right moment may", () => {
    const taken = (next: "one" | "hand-over"): string[] =>
      run({ scheduler: { policy: "fifo" } }, (host) => host.makeLock("m", { next }), {
        A: function* () {
          for (let round = 0; round < 2; round++) {
            yield* sys("lock", { lock: "m" });
            yield* nap(1);
            yield* sys("unlock", { lock: "m" });
          }
          return null;
        },
        B: function* () {
          yield* sys("lock", { lock: "m" });
          yield* sys("unlock", { lock: "m" });
          return null;
        },
      }).order("lock.taken");
    expect(taken("one")).toEqual(["A lock.taken", "A lock.taken", "B lock.taken"]);
    expect(taken("hand-over")).toEqual(["A lock.taken", "B lock.taken", "A lock.taken"]);
  });
});

describe("deadlocks", () => {
  const cross = (first: string, second: string): Body =>
    function* () {
      yield* sys("lock", { lock: first });
      yield* compute(1);
      yield* sys("lock", { lock: second });
      yield* sys("unlock", { lock: second });
      yield* sys("unlock", { lock: first });
      return null;
    };
  const two = (host: Host): void => {
    for (const lock of ["a", "b"]) host.makeLock(lock);
  };

  const withLockAndPermit = (host: Host): void => {
    host.makeLock("m");
    host.sync.makeSemaphore("s", 1);
  };

  test("are reported when the circle closes, while others run on, and once", () => {
    const { trace } = run(fourCpus, two, {
      A: cross("a", "b"),
      B: cross("b", "a"),
      busy: function* () {
        yield* compute(50);
        return null;
      },
    });
    expect(trace.of("deadlock").map(({ at: when, threads, cycle }) => [when / 1e6, threads, cycle])).toEqual([
      [1, [0, 1], [1, 0]],
    ]);
  });

  test("that did not happen but could are told by the order of the locks", () => {
    const one: CpuOptions = { scheduler: { policy: "fifo" } };
    const { trace } = run(one, two, { A: cross("a", "b"), B: cross("b", "a") });
    expect(trace.of("deadlock")).toEqual([]);
    expect(trace.of("lock.inverted")).toMatchObject([{ thread: 1, held: "b", lock: "a" }]);
    expect(run(one, two, { A: cross("a", "b"), B: cross("a", "b") }).trace.of("lock.inverted")).toEqual([]);
  });

  test("a wait with a time limit is none", () => {
    const { trace, ended } = run(fourCpus, two, {
      A: cross("a", "b"),
      B: function* () {
        yield* sys("lock", { lock: "b" });
        yield* compute(1);
        const got = yield* sys("lock", { lock: "a", until: at(5) });
        yield* sys("unlock", { lock: "b" });
        return got === "ETIMEDOUT" ? 1 : 0;
      },
    });
    expect(trace.of("deadlock")).toEqual([]);
    expect(ended).toEqual({ A: 5, B: 5 });
  });

  test("over a semaphore and a lock are seen when nothing is left to run, with the circle", () => {
    const { trace } = run(fourCpus, withLockAndPermit, {
      A: function* () {
        yield* sys("down", { semaphore: "s" });
        yield* compute(1);
        yield* sys("lock", { lock: "m" });
        return null;
      },
      B: function* () {
        yield* sys("lock", { lock: "m" });
        yield* compute(1);
        yield* sys("down", { semaphore: "s" });
        return null;
      },
    });
    expect(trace.of("deadlock")).toMatchObject([{ threads: [0, 1], cycle: [0, 1] }]);
  });
});

describe("semaphore", () => {
  test("lets so many in, in the order of coming, and anybody may give a permit", () => {
    const worker: Body = function* () {
      yield* sys("down", { semaphore: "s" });
      yield* compute(10);
      yield* sys("up", { semaphore: "s" });
      return null;
    };
    const { ended } = run(fourCpus, (host) => host.sync.makeSemaphore("s", 2), { A: worker, B: worker, C: worker });
    expect(ended).toEqual({ A: 10, B: 10, C: 20 });
    const stranger = run(fourCpus, (host) => host.sync.makeSemaphore("s", 0), {
      waits: function* () {
        yield* sys("down", { semaphore: "s" });
        return null;
      },
      gives: function* () {
        yield* compute(3);
        yield* sys("up", { semaphore: "s" });
        return null;
      },
    });
    expect(stranger.ended).toEqual({ gives: 3, waits: 3 });
  });

  test("a timed down gives up", () => {
    const { results, end } = run(fourCpus, (host) => host.sync.makeSemaphore("s", 0), {
      A: function* () {
        return (yield* sys("down", { semaphore: "s", until: at(7) })) === "ETIMEDOUT" ? 1 : 0;
      },
    });
    expect([results["A"], end]).toEqual([1, 7]);
  });
});

describe("condition variable", () => {
  const objects = (host: Host): void => {
    host.makeLock("m");
    host.sync.makeCondition("c");
    host.makeCell("ready", 0);
  };
  const waiter: Body = function* () {
    yield* sys("lock", { lock: "m" });
    let looks = 0;
    while ((yield* sys("read", { cell: "ready" })) === 0) {
      looks++;
      yield* sys("conditionWait", { condition: "c", lock: "m" });
    }
    yield* sys("write", { cell: "ready", value: 0 });
    yield* sys("unlock", { lock: "m" });
    return looks;
  };

  test("a waiter sleeps without the lock, and has it again when it returns", () => {
    const { results, order } = run(fourCpus, objects, {
      A: waiter,
      B: function* () {
        yield* compute(1);
        yield* sys("lock", { lock: "m" });
        yield* sys("write", { cell: "ready", value: 1 });
        yield* sys("signal", { condition: "c" });
        yield* compute(1);
        yield* sys("unlock", { lock: "m" });
        return null;
      },
    });
    expect(results["A"]).toBe(1);
    expect(order("lock.taken", "lock.released")).toEqual([
      "A lock.taken",
      "A lock.released",
      "B lock.taken",
      "B lock.released",
      "A lock.taken",
      "A lock.released",
    ]);
  });

  test("who is woken may find that another was faster (Mesa): broadcast wakes two, one of them waits again", () => {
    const { trace } = run(fourCpus, objects, {
      A: waiter,
      B: waiter,
      C: function* () {
        yield* compute(1);
        yield* sys("lock", { lock: "m" });
        yield* sys("write", { cell: "ready", value: 1 });
        yield* sys("unlock", { lock: "m" });
        return yield* sys("signal", { condition: "c", everybody: true });
      },
    });
    expect(trace.of("thread.ended").map((event) => [event.thread, event.result])).toEqual([
      [2, 2],
      [0, 1],
    ]);
    expect(trace.of("condition.wait")).toHaveLength(3);
  });

  test("a signal that nobody waits for is lost, and a timed wait returns with the lock", () => {
    const { results, host } = run(fourCpus, objects, {
      A: function* () {
        const woken = yield* sys("signal", { condition: "c" });
        yield* sys("lock", { lock: "m" });
        const got = yield* sys("conditionWait", { condition: "c", lock: "m", until: at(3) });
        const unlocked = yield* sys("unlock", { lock: "m" });
        return woken === 0 && got === "ETIMEDOUT" && unlocked === undefined ? 1 : 0;
      },
    });
    expect(results["A"]).toBe(1);
    expect(host.mutex("m").owner).toBeNull();
  });
});

describe("read-write lock", () => {
  const reader = (from: number, time: number): Body =>
    function* () {
      yield* nap(from);
      yield* sys("readLock", { rwlock: "rw" });
      yield* compute(time);
      yield* sys("readWriteUnlock", { rwlock: "rw" });
      return null;
    };
  const writer = (from: number): Body =>
    function* () {
      yield* nap(from);
      yield* sys("writeLock", { rwlock: "rw" });
      yield* compute(10);
      yield* sys("readWriteUnlock", { rwlock: "rw" });
      return null;
    };
  const ended = (prefers: "readers" | "writers") =>
    run(fourCpus, (host) => host.sync.makeRwLock("rw", prefers), {
      R1: reader(0, 10),
      W: writer(1),
      R2: reader(2, 10),
    }).ended;

  test("readers together; a reader who comes behind a waiting writer goes in or waits, as preferred", () => {
    expect(ended("readers")).toEqual({ R1: 10, R2: 12, W: 22 });
    expect(ended("writers")).toEqual({ R1: 10, W: 20, R2: 30 });
  });
});

test("a barrier lets nobody through until all are there, and is ready for the next round", () => {
  const party = (time: number): Body =>
    function* () {
      let last = 0;
      for (let round = 0; round < 2; round++) {
        yield* compute(time);
        if (yield* sys("arrive", { barrier: "b" })) last++;
      }
      return last;
    };
  const { ended, results } = run(fourCpus, (host) => host.sync.makeBarrier("b", 3), {
    A: party(1),
    B: party(5),
    C: party(2),
  });
  expect(ended).toEqual({ A: 10, B: 10, C: 10 });
  expect(results).toEqual({ A: 0, B: 2, C: 0 });
});

describe("by hand", () => {
  test("a lock out of compare-and-swap and futex sleeps without the CPU, and no wake-up is lost", () => {
    // Drepper, "Futexes are tricky", mutex 2: 0 free, 1 locked, 2 locked and somebody may sleep.
    const worker: Body = function* () {
      if (!(yield* sys("compareAndSwap", { cell: "x", expected: 0, value: 1 })))
        while ((yield* sys("swap", { cell: "x", value: 2 })) !== 0) yield* sys("futexWait", { cell: "x", expected: 2 });
      yield* compute(4);
      if ((yield* sys("swap", { cell: "x", value: 0 })) === 2) yield* sys("futexWake", { cell: "x", count: 1 });
      return null;
    };
    const { end, trace } = run(fourCpus, (host) => host.makeCell("x", 0), { A: worker, B: worker, C: worker });
    expect(end).toBe(12);
    expect(trace.of("thread.blocked").every(({ on }) => on.what === "cell")).toBe(true);
  });

  test("spinning on one CPU burns the quantum; sleeping does not: all done at 26 against 16", () => {
    const end = (spin: boolean): number =>
      run(
        { scheduler: { policy: "rr", quantum: ms(10) } },
        (host) => {
          host.makeLock("m");
          host.makeCell("x", 0);
        },
        Object.fromEntries(
          [8, 0].map((before, number): [string, Body] => [
            `T${number + 1}`,
            function* () {
              yield* compute(before);
              if (spin) yield* spinLock("x", us(1));
              else yield* sys("lock", { lock: "m" });
              yield* compute(4);
              if (spin) yield* spinUnlock("x");
              else yield* sys("unlock", { lock: "m" });
              return null;
            },
          ]),
        ),
      ).end;
    expect([end(true), end(false)]).toEqual([26, 16]);
  });
});
