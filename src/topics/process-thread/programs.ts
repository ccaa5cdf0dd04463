/**
 * The programs of this topic, in system calls, loads and stores only. What a program has found out it prints, as a C program would, so that it
 * stands in the trace: `printed.ts` reads it there.
 */
import { concat, encodeUtf8 } from "../../engine/base/bytes.ts";
import { ms } from "../../engine/base/time.ts";
import { execute, type Instruction } from "../../engine/kernel/cpu/instructions.ts";
import type { Address } from "../../engine/kernel/memory/address-space.ts";
import { toBytes, toInteger } from "../../engine/kernel/memory/memory-calls.ts";
import type { CloneFlag } from "../../engine/kernel/process/begin.ts";
import type { Program, ProgramStart } from "../../engine/kernel/process/program.ts";
import { sys, type Thread, type ThreadResult } from "../../engine/kernel/thread.ts";
import type { SignalName } from "../../engine/trace/happening.ts";

/** Prints `label: value` and a new line, in one write. */
export function* print(label: string, value: number | string): Thread<void> {
  yield* sys("writeFd", { fd: 1, bytes: encodeUtf8(`${label}: ${value}\n`) });
}

function* add(address: Address, amount: number): Thread<number> {
  const value = (yield* sys("load", { address })) + amount;
  yield* sys("store", { address, value });
  return value;
}

function* child(body: () => Thread<unknown>): Thread<number> {
  const pid = yield* sys("fork", {
    name: "child",
    *child() {
      yield* body();
      return 0;
    },
  });
  return typeof pid === "number" ? pid : -1;
}

/** The same, returning what a thread returns. */
const ends = (body: () => Thread<unknown>): (() => Thread<null>) =>
  function* () {
    yield* body();
    return null;
  };

function* waitFor(children: number): Thread<void> {
  for (let i = 0; i < children; i++) yield* sys("waitpid", {});
}

function* thread(name: string, body: () => Thread<unknown>): Thread<number> {
  return yield* sys("spawn", {
    name,
    *body() {
      yield* body();
      return null;
    },
  });
}

const program = (
  name: string,
  main: (start: ProgramStart) => Thread<unknown>,
  rest: Partial<Program> = {},
): Program => ({
  name,
  *main(start): Thread<ThreadResult> {
    yield* main(start);
    return 0;
  },
  ...rest,
});

/** A page for all who are forked after this, or the program's own data page. */
function* place(shared: boolean, data: Address): Thread<Address> {
  if (!shared) return data;
  return (yield* sys("mmap", { lengthBytes: 4, shared: true, populate: true })) as Address;
}

export interface CounterOptions {
  readonly parts: "both" | "thread" | "fork";
  readonly workers: number;
  readonly shared: boolean;
}

/** g = 1; threads add 1 each; then children add 10 each. */
export const counter = ({ parts, workers, shared }: CounterOptions): Program =>
  program("counter", function* ({ data }) {
    const g = yield* place(shared, data);
    yield* sys("store", { address: g, value: 1 });
    if (parts !== "fork") {
      for (let i = 0; i < workers; i++) {
        const other = yield* thread("adder", () => add(g, 1));
        yield* sys("join", { thread: other });
      }
      yield* print("after threads", yield* sys("load", { address: g }));
    }
    if (parts === "thread") return;
    for (let i = 0; i < workers; i++) {
      yield* child(function* () {
        yield* print("child", yield* add(g, 10));
      });
      yield* waitFor(1);
    }
    yield* print("parent", yield* sys("load", { address: g }));
  });

/** The writable pages in order: data, four of heap, two of stack. */
export const writablePages = 7;

export interface AddressMapOptions {
  readonly instead: "fork" | "thread";
  /** Bit i: the i-th writable page is written. */
  readonly child: number;
  readonly parent: number;
  readonly pageSize: number;
  readonly stackPages: number;
}

/** Text 1, data 1, heap 4, stack 2; fork, and each side writes a byte into the pages that it is told to. */
export const addressMap = ({ instead, child: mask, parent, pageSize, stackPages }: AddressMapOptions): Program =>
  program(
    "map",
    function* ({ data }) {
      const stack = yield* sys("stack", {});
      function* write(pages: number): Thread<void> {
        for (let i = 0; i < writablePages; i++) {
          if ((pages & (1 << i)) === 0) continue;
          const address = i < 5 ? data + i * pageSize : stack.low + (i - 5) * pageSize;
          yield* sys("storeBytes", { address, bytes: Uint8Array.of(1) });
        }
      }
      function* other(): Thread<void> {
        yield* write(mask);
        yield* sys("sleep", { for: ms(2) }); // stays until the parent has written
      }
      if (instead === "fork") yield* child(other);
      else {
        const flags: readonly CloneFlag[] = ["CLONE_VM", "CLONE_FILES", "CLONE_SIGHAND", "CLONE_THREAD"];
        yield* sys("clone", { flags, name: "thread", stackPages, child: ends(other) });
      }
      yield* sys("sleep", { for: ms(1) });
      yield* write(parent);
      if (instead === "fork") yield* waitFor(1);
      else yield* sys("sleep", { for: ms(2) });
    },
    { heapPages: 4, stackPages: 2 },
  );

/** Counts its own counter up and prints it; with several threads each does. */
export const instance = (times: number, threads: number): Program =>
  program("editor", function* ({ data }) {
    function* work(): Thread<void> {
      for (let i = 0; i < times; i++) yield* add(data, 1);
    }
    yield* work();
    for (let i = 1; i < threads; i++) yield* sys("join", { thread: yield* thread("worker", work) });
    yield* print("counter", yield* sys("load", { address: data }));
  });

/** v = 5 on A's stack; B writes 77 through its address. */
export const stackPointer = (by: "thread" | "child", afterReturn: boolean): Program =>
  program("pointer", function* () {
    if (afterReturn) {
      // A is a thread that has ended before B uses the address: its stack is gone.
      let address = 0;
      const a = yield* thread("A", function* () {
        const { high } = yield* sys("stack", {});
        address = high - 8;
        yield* sys("store", { address, value: 5 });
      });
      yield* sys("join", { thread: a });
      yield* print("A has returned", address);
      const b = yield* thread("B", () => writeThere(address));
      yield* sys("join", { thread: b });
      yield* print("v", yield* sys("load", { address }));
      return;
    }
    const { high } = yield* sys("stack", {});
    const address = high - 8;
    yield* sys("store", { address, value: 5 });
    if (by === "thread") yield* sys("join", { thread: yield* thread("B", () => writeThere(address)) });
    else {
      yield* child(() => writeThere(address));
      yield* waitFor(1);
    }
    yield* print("v", yield* sys("load", { address }));
  });

function* writeThere(address: Address): Thread<void> {
  yield* sys("store", { address, value: 77 });
}

/** f(n) = n == 0 ? 0 : n + f(n - 1), as a compiler would write it: n in a, and the result in a. */
const recursive = (n: number): readonly Instruction[] => [
  { op: "set", to: "a", value: n },
  { op: "call", to: 3 },
  { op: "halt" },
  { op: "jump-if-zero", to: 9 }, // f:
  { op: "push", from: "a" },
  { op: "decrement" },
  { op: "call", to: 3 },
  { op: "pop", to: "b" },
  { op: "add" },
  { op: "return" },
];

/** Two threads run f(n) and f(m), each instruction a step. */
export const stacks = (n: number, m: number): Program =>
  program("stacks", function* () {
    const other = yield* thread("second", function* () {
      yield* print("f", yield* execute(recursive(m)));
    });
    yield* print("f", yield* execute(recursive(n)));
    yield* sys("join", { thread: other });
  });

export interface CrashOptions {
  readonly by: "threads" | "processes";
  readonly count: number;
  /** Which of them, 1 to count. */
  readonly victim: number;
  readonly signal: SignalName;
  readonly handler: "none" | "repairs";
}

const unmapped = 0x5000_0000;

/** So many threads or processes; at 10 ms one of them gets a signal. Who is still there at 20 ms says so. */
export const crash = ({ by, count, victim, signal, handler }: CrashOptions): Program =>
  program("crash", function* () {
    if (handler === "repairs")
      yield* sys("sigaction", {
        signal,
        action: {
          *body() {
            yield* sys("mmap", { lengthBytes: 4, at: unmapped });
          },
        },
      });
    function* worker(number: number): Thread<void> {
      yield* sys("sleep", { for: ms(10) });
      if (number === victim) {
        if (signal === "SIGSEGV") yield* sys("store", { address: unmapped, value: 1 });
        else yield* sys("kill", { pid: yield* sys("getpid", {}), signal });
      }
      yield* sys("sleep", { for: ms(10) });
      yield* print("alive", number);
    }
    if (by === "processes") {
      for (let i = 1; i <= count; i++) yield* child(() => worker(i));
      yield* waitFor(count);
      return;
    }
    // The process with its threads is a child, so that somebody is left to be told how it ended.
    yield* child(function* () {
      const others: number[] = [];
      for (let i = 2; i <= count; i++) others.push(yield* thread(`worker ${i}`, () => worker(i)));
      yield* worker(1);
      for (const other of others) yield* sys("join", { thread: other });
    });
    yield* waitFor(1);
  });

export type FilesCase = "thread-closes" | "child-closes" | "opened-before" | "opened-by-each";

const path = "/log";

/** Who closes fd 3, and who opened the file. Prints what the last write came to, and how long the file is. */
export const files = (which: FilesCase, append: boolean): Program =>
  program("files", function* () {
    const open = () => sys("open", { path, flags: { access: "write", create: true, append } });
    const write = (fd: number, words: string) => sys("writeFd", { fd, bytes: encodeUtf8(words) });
    const fd = which === "opened-by-each" ? -1 : ((yield* open()) as number);
    if (which === "thread-closes") {
      const closer = yield* thread("closer", function* () {
        yield* sys("close", { fd });
      });
      yield* sys("join", { thread: closer });
    } else {
      yield* child(function* () {
        if (which === "child-closes") yield* sys("close", { fd });
        else if (which === "opened-before") yield* write(fd, "BBBB");
        else yield* write((yield* open()) as number, "BBBB");
      });
      yield* waitFor(1);
    }
    const last = which === "opened-by-each" ? ((yield* open()) as number) : fd;
    yield* print("write", yield* write(last, "AAAA"));
    const reader = yield* sys("open", { path, flags: { access: "read" } });
    yield* print("file size", yield* sys("seek", { fd: reader as number, offset: 0, from: "end" }));
  });

/** So many threads, all busy from 1 ms on, when there are all of them. */
export const busy = (name: string, threads: number): Program =>
  program(name, function* () {
    function* work(): Thread<void> {
      yield* sys("sleep", { for: ms(1) });
      yield* sys("compute", { for: ms(120) });
    }
    const others: number[] = [];
    for (let i = 1; i < threads; i++) others.push(yield* thread(`${name} thread ${i + 1}`, work));
    yield* work();
    for (const other of others) yield* sys("join", { thread: other });
  });

export type IpcMechanism = "private" | "pipe" | "shared-page" | "thread";

/** The child's answer is 42, in the first 4 of so many bytes. */
export const ipc = (mechanism: IpcMechanism, bytes: number): Program =>
  program(
    "ipc",
    function* ({ data }) {
      const message = concat(toBytes(42), new Uint8Array(Math.max(0, bytes - 4))).subarray(0, bytes);
      if (mechanism === "pipe") {
        const { reader, writer } = (yield* sys("pipe", {})) as { reader: number; writer: number };
        yield* child(() => discard(sys("writeFd", { fd: writer, bytes: message })));
        yield* sys("close", { fd: writer });
        const got = (yield* sys("readFd", { fd: reader, max: bytes })) as Uint8Array;
        yield* waitFor(1);
        yield* print("parent got", toInteger(concat(got, new Uint8Array(4))));
        return;
      }
      const at = yield* place(mechanism === "shared-page", data);
      if (mechanism === "thread")
        yield* sys("join", {
          thread: yield* thread("worker", () => discard(sys("storeBytes", { address: at, bytes: message }))),
        });
      else {
        yield* child(() => discard(sys("storeBytes", { address: at, bytes: message })));
        yield* waitFor(1);
      }
      yield* print("parent got", yield* sys("load", { address: at }));
    },
    { heapPages: 1, dataPages: 1 },
  );

function* discard(call: Iterable<Parameters<Thread<unknown>["next"]>[0], unknown, unknown>): Thread<void> {
  yield* call as Thread<unknown>;
}

/** clone with these flags; the new task writes a global and closes fd 3, and the old one looks. */
export const cloned = (flags: readonly CloneFlag[]): Program =>
  program("clone", function* ({ data }) {
    const fd = (yield* sys("open", { path, flags: { access: "write", create: true } })) as number;
    const made = yield* sys("clone", {
      flags,
      name: "task",
      *child() {
        yield* sys("store", { address: data, value: 1 });
        yield* sys("close", { fd });
        yield* print("pid of the new task", yield* sys("getpid", {}));
        return 0;
      },
    });
    yield* sys("sleep", { for: ms(1) });
    if (typeof made === "string") {
      yield* print("clone", made);
      return;
    }
    yield* print("global", yield* sys("load", { address: data }));
    yield* print("fd 3", (yield* sys("seek", { fd, offset: 0, from: "current" })) === "EBADF" ? "closed" : "open");
    yield* print("pid of the old task", yield* sys("getpid", {}));
  });

/** fork so many times in a row; then every process prints a line. */
export const forkTree = (forks: number): Program =>
  program("tree", function* () {
    function* from(next: number): Thread<void> {
      for (let i = next; i < forks; i++) yield* child(() => from(i + 1));
      yield* print("line", yield* sys("getpid", {}));
      yield* waitFor(forks - next);
    }
    yield* from(0);
  });

/** printf into a buffer in the program's memory, fork, and both write it out when they end. */
export const buffered = (flushFirst: boolean): Program =>
  program("buffered", function* ({ data }) {
    const text = data + 4;
    function* flush(): Thread<void> {
      const length = yield* sys("load", { address: data });
      if (length === 0) return;
      yield* sys("writeFd", { fd: 1, bytes: yield* sys("loadBytes", { address: text, length }) });
      yield* sys("store", { address: data, value: 0 });
    }
    yield* sys("storeBytes", { address: text, bytes: encodeUtf8("A") });
    yield* sys("store", { address: data, value: 1 });
    if (flushFirst) yield* flush();
    yield* child(flush);
    yield* waitFor(1);
    yield* flush();
  });

/** So many jobs of 100 ms of computing, in threads or in processes, each process with an interpreter lock of its own. */
export const jobs = (
  by: "threads" | "processes",
  count: number,
  lock: boolean,
  intervalMs: number,
  lockName: (job: number) => string,
): Program =>
  program(`jobs in ${by}`, function* () {
    function* job(number: number): Thread<void> {
      const gil = lockName(by === "threads" ? 0 : number);
      for (let done = 0; done < 100; done += intervalMs) {
        if (lock) yield* sys("lock", { lock: gil });
        yield* sys("compute", { for: ms(Math.min(intervalMs, 100 - done)) });
        if (lock) yield* sys("unlock", { lock: gil });
      }
    }
    if (by === "processes") {
      for (let i = 0; i < count; i++) yield* child(() => job(i));
      yield* waitFor(count);
    } else {
      const all: number[] = [];
      for (let i = 0; i < count; i++) all.push(yield* thread(`job ${i + 1}`, () => job(i)));
      for (const one of all) yield* sys("join", { thread: one });
    }
    yield* print(by, "done");
  });
