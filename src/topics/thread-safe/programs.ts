/**
 * The thread programs of this topic, each a few lines: shared cells, locks, and one body a thread. A shared read, a shared write,
 * an atomic operation, a lock and an unlock are one step each; everything between them belongs to one thread and costs none.
 */
import { Host } from "../../engine/kernel/host.ts";
import { sys, type Thread, type ThreadResult } from "../../engine/kernel/thread.ts";
import type { World } from "../../engine/world/world.ts";

export interface ThreadProgram {
  /** Shared cells with their first values. */
  readonly cells: Readonly<Record<string, number>>;
  readonly locks: readonly string[];
  readonly threads: readonly (() => Thread<ThreadResult>)[];
}

/** Puts a program on a machine with one CPU, on which any thread may go next after each step. */
export function interleave(world: World, program: ThreadProgram): void {
  const host = new Host(world, "machine", "every-step");
  for (const [cell, value] of Object.entries(program.cells)) host.makeCell(cell, value);
  for (const lock of program.locks) host.makeLock(lock);
  for (const [number, body] of program.threads.entries()) host.start(`T${number}`, body);
}

const times = <T>(count: number, body: T): T[] => Array.from({ length: count }, () => body);

/** `cell = cell + by`: a read step and a write step. */
function* add(cell: string, by = 1): Thread<void> {
  const value = yield* sys("read", { cell });
  yield* sys("write", { cell, value: value + by });
}

function* locked<T>(lock: string, body: () => Thread<T>): Thread<T> {
  yield* sys("lock", { lock });
  const result = yield* body();
  yield* sys("unlock", { lock });
  return result;
}

function* plainIncrement(): Thread<null> {
  yield* add("count");
  return null;
}

/** `count++` on each of some threads, guarded in the given way. */
export const counter = (threads: number): ThreadProgram => ({
  cells: { count: 0 },
  locks: [],
  threads: times(threads, plainIncrement),
});

export const counterWithMutex = (threads: number): ThreadProgram => ({
  cells: { count: 0 },
  locks: ["m"],
  threads: times(threads, function* () {
    yield* locked("m", () => add("count"));
    return null;
  }),
});

export const oneForgetsLock = (): ThreadProgram => ({
  ...counterWithMutex(1),
  threads: [...counterWithMutex(1).threads, plainIncrement],
});

export const twoLocksOneCell = (): ThreadProgram => ({
  cells: { count: 0 },
  locks: ["m", "n"],
  threads: ["m", "n"].map(
    (lock) =>
      function* () {
        yield* locked(lock, () => add("count"));
        return null;
      },
  ),
});

export const counterWithFetchAdd = (threads: number): ThreadProgram => ({
  cells: { count: 0 },
  locks: [],
  threads: times(threads, function* () {
    yield* sys("fetchAdd", { cell: "count", add: 1 });
    return null;
  }),
});

export const counterWithCasLoop = (threads: number): ThreadProgram => ({
  cells: { count: 0 },
  locks: [],
  threads: times(threads, function* () {
    for (;;) {
      const expected = yield* sys("read", { cell: "count" });
      if (yield* sys("compareAndSwap", { cell: "count", expected, value: expected + 1 })) return null;
    }
  }),
});

/** What volatile gives: the read alone and the write alone are indivisible and seen at once. The pair is not. */
export const counterWithVolatile = (threads: number): ThreadProgram => ({
  cells: { count: 0 },
  locks: [],
  threads: times(threads, function* () {
    const value = yield* sys("fetchAdd", { cell: "count", add: 0 });
    yield* sys("swap", { cell: "count", value: value + 1 });
    return null;
  }),
});

export type SingletonGuard = "none" | "lock" | "atomic" | "two-objects";

/** One eagerly made object with a counter field. Each thread gets the object (a read of the reference) and counts up. */
export const singletonCounter = (guard: SingletonGuard): ThreadProgram => ({
  cells: guard === "two-objects" ? { instance0: 1, instance1: 1, count0: 0, count1: 0 } : { instance: 1, count: 0 },
  locks: guard === "lock" ? ["m"] : [],
  threads: ["0", "1"].map((own) => {
    const suffix = guard === "two-objects" ? own : "";
    return function* () {
      yield* sys("read", { cell: `instance${suffix}` });
      if (guard === "lock") yield* locked("m", () => add("count"));
      else if (guard === "atomic") yield* sys("fetchAdd", { cell: "count", add: 1 });
      else yield* add(`count${suffix}`);
      return null;
    };
  }),
});

/** `if (instance == 0) instance = new`: fetch-and-add on `made` stands for new and numbers the objects. Returns the object got. */
function* getInstance(): Thread<number> {
  if ((yield* sys("read", { cell: "instance" })) === 0) {
    const made = yield* sys("fetchAdd", { cell: "made", add: 1 });
    yield* sys("write", { cell: "instance", value: made + 1 });
  }
  return yield* sys("read", { cell: "instance" });
}

export const lazySingleton = (): ThreadProgram => ({
  cells: { instance: 0, made: 0 },
  locks: [],
  threads: times(2, getInstance),
});

export const lazySingletonLocked = (): ThreadProgram => ({
  cells: { instance: 0, made: 0 },
  locks: ["m"],
  threads: times(2, () => locked("m", getInstance)),
});

/** A map whose isEmpty and put are each locked; callers do `if (isEmpty()) put()`. With `whole`, one lock spans both. */
export function checkThenPut(whole: boolean): ThreadProgram {
  function* isEmpty(): Thread<boolean> {
    return (yield* sys("read", { cell: "has" })) === 0;
  }
  function* put(): Thread<void> {
    yield* sys("write", { cell: "has", value: 1 });
    yield* add("made");
  }
  function* putIfAbsent(): Thread<null> {
    if (yield* isEmpty()) yield* put();
    return null;
  }
  function* twoCalls(): Thread<null> {
    if (yield* locked("m", isEmpty)) yield* locked("m", put);
    return null;
  }
  return {
    cells: { has: 0, made: 0 },
    locks: ["m"],
    threads: times(2, whole ? () => locked("m", putIfAbsent) : twoCalls),
  };
}

/** Balance 100; each thread withdraws 100 if it is there, and returns 1 if it did. */
export function withdraw(lock: boolean): ThreadProgram {
  function* take(): Thread<number> {
    if ((yield* sys("read", { cell: "balance" })) < 100) return 0;
    yield* add("balance", -100);
    return 1;
  }
  return { cells: { balance: 100 }, locks: ["m"], threads: times(2, lock ? () => locked("m", take) : take) };
}

/** Two accounts with a lock each (or one for both): one thread moves 30 from a to b, the other adds up a and b. */
export function transfer(oneLock: boolean): ThreadProgram {
  function* mover(): Thread<null> {
    yield* locked("ma", () => add("a", -30));
    yield* locked("mb", () => add("b", 30));
    return null;
  }
  function* reader(): Thread<number> {
    const a = yield* locked("ma", () => one("a"));
    const b = yield* locked("mb", () => one("b"));
    return a + b;
  }
  function* one(cell: string): Thread<number> {
    return yield* sys("read", { cell });
  }
  function* moverInOne(): Thread<null> {
    yield* add("a", -30);
    yield* add("b", 30);
    return null;
  }
  function* readerInOne(): Thread<number> {
    return (yield* one("a")) + (yield* one("b"));
  }
  return {
    cells: { a: 100, b: 0 },
    locks: ["ma", "mb"],
    threads: oneLock ? [() => locked("ma", moverInOne), () => locked("ma", readerInOne)] : [mover, reader],
  };
}

/** Threads that only read; with `writer`, one more that writes. */
export function immutable(writer: boolean): ThreadProgram {
  function* sum(): Thread<number> {
    return (yield* sys("read", { cell: "a" })) + (yield* sys("read", { cell: "b" }));
  }
  function* write(): Thread<null> {
    yield* sys("write", { cell: "a", value: 10 });
    return null;
  }
  return { cells: { a: 1, b: 2 }, locks: [], threads: writer ? [sum, sum, write] : [sum, sum] };
}

/** Each thread adds to a slot of its own, twice; with `sameSlot`, both to one. */
export const confined = (sameSlot: boolean): ThreadProgram => ({
  cells: { sum0: 0, sum1: 0 },
  locks: [],
  threads: ["sum0", sameSlot ? "sum0" : "sum1"].map(
    (cell) =>
      function* () {
        yield* add(cell);
        yield* add(cell);
        return null;
      },
  ),
});

/** A locked function that calls another which takes the same lock. */
export const selfLock = (): ThreadProgram => ({
  cells: { count: 0 },
  locks: ["m"],
  threads: [
    function* () {
      yield* locked("m", () => locked("m", () => add("count")));
      return null;
    },
  ],
});
