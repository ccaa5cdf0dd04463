/**
 * The questions of `observe.c`, asked of viva's kernel: each is the same program in our calls, line by line. What C passes as flags is said in
 * words here; a child's part is a body of its own, since that is how our fork is told what the child does.
 */
import { encodeUtf8 } from "../../../src/engine/base/bytes.ts";
import { ms } from "../../../src/engine/base/time.ts";
import type { ExitStatus } from "../../../src/engine/kernel/process/process.ts";
import type { Waited } from "../../../src/engine/kernel/process/process-calls.ts";
import type { Program, ProgramStart } from "../../../src/engine/kernel/process/program.ts";
import { signalNumbers } from "../../../src/engine/kernel/process/signals.ts";
import { runProgram, say } from "../../../src/engine/kernel/testing/machine.ts";
import { sys, type Thread } from "../../../src/engine/kernel/thread.ts";
import type { SignalName } from "../../../src/engine/trace/happening.ts";

type Body = () => Thread<unknown>;

/** The result of a call as text: a number, the length of what was read, "0" for plain success, or the name of its error. */
const text = (answer: unknown): string =>
  answer === undefined || answer === null ? "0" : answer instanceof Uint8Array ? `${answer.length}` : String(answer);

function* result(...calls: Iterable<never, unknown, unknown>[]): Thread<void> {
  const answers: string[] = [];
  for (const call of calls) answers.push(text(yield* call));
  yield* say(answers.join(" "));
}
const answer = (call: ReturnType<typeof sys>): Iterable<never, unknown, unknown> => call as never;
function* ask(...calls: ReturnType<typeof sys>[]): Thread<void> {
  yield* result(...calls.map(answer));
}

function* fork(body: Body, status = 0): Thread<number> {
  const pid = yield* sys("fork", {
    *child() {
      yield* body();
      return status;
    },
  });
  return pid as number;
}
const wait = () => sys("waitpid", {});

const words = (status: ExitStatus): string =>
  "exited" in status ? `exited ${status.exited}` : `killed by ${signalNumbers[status.killedBy]}`;

function* waitAndSay(): Thread<void> {
  const got = yield* wait();
  yield* say(typeof got === "string" ? got : words((got as Waited).status));
}

function* inThread(body: Body): Thread<void> {
  const thread = yield* sys("spawn", {
    name: "thread",
    *body() {
      yield* body();
      return null;
    },
  });
  yield* sys("join", { thread });
}

const open = (path: string, more: object = {}) =>
  sys("open", { path, flags: { access: "read-write", create: true, ...more } });
function* file(path: string, append = false): Thread<number> {
  return (yield* open(path, { append })) as number;
}
const write = (fd: number, words: string) => sys("writeFd", { fd, bytes: encodeUtf8(words) });
const read = (fd: number, max: number) => sys("readFd", { fd, max });
const seek = (fd: number, offset = 0, from: "start" | "current" | "end" = "current") =>
  sys("seek", { fd, offset, from });
const sleep = (time: number) => sys("sleep", { for: ms(time) });

function* size(path: string): Thread<number> {
  const fd = (yield* sys("open", { path, flags: { access: "read" } })) as number;
  const end = yield* seek(fd, 0, "end");
  yield* sys("close", { fd });
  return end as number;
}

function* pipe(nonBlocking = false): Thread<{ reader: number; writer: number }> {
  return (yield* sys("pipe", { nonBlocking })) as { reader: number; writer: number };
}

function* handle(signal: SignalName, restart = false): Thread<void> {
  const body = (): Thread<void> => say(`handled ${signalNumbers[signal]}`);
  yield* sys("sigaction", { signal, action: { body, restart } });
}
function* killMyself(signal: SignalName): Thread<void> {
  yield* sys("kill", { pid: yield* sys("getpid", {}), signal });
}

/** By the names in `observe.c`, in its order. */
export const questions: Readonly<Record<string, (start: ProgramStart) => Thread<unknown>>> = {
  *globals({ data: g }) {
    const add = function* (amount: number): Thread<number> {
      const value = (yield* sys("load", { address: g })) + amount;
      yield* sys("store", { address: g, value });
      return value;
    };
    yield* sys("store", { address: g, value: 1 });
    yield* inThread(() => add(1));
    yield* say(`after thread ${yield* sys("load", { address: g })}`);
    yield* fork(function* () {
      yield* say(`child ${yield* add(10)}`);
    });
    yield* wait();
    yield* say(`parent ${yield* sys("load", { address: g })}`);
  },

  *locals() {
    const { high } = yield* sys("stack", {});
    const address = high - 8;
    const store77 = function* (): Thread<void> {
      yield* sys("store", { address, value: 77 });
    };
    yield* sys("store", { address, value: 5 });
    yield* fork(store77);
    yield* wait();
    yield* say(`child ${yield* sys("load", { address })}`);
    yield* inThread(store77);
    yield* say(`thread ${yield* sys("load", { address })}`);
  },

  *"shared-offset"() {
    const fd = yield* file("a");
    yield* fork(function* () {
      yield* say(`child ${text(yield* write(fd, "BBBB"))}`);
    });
    yield* wait();
    yield* say(`parent ${text(yield* write(fd, "AAAA"))}`);
    yield* say(`${text(yield* seek(fd))} size ${yield* size("a")}`);
  },

  *"own-offset"() {
    for (const append of [false, true]) {
      const path = append ? "b" : "a";
      const writes = function* (letters: string): Thread<void> {
        yield* write(yield* file(path, append), letters);
      };
      yield* fork(() => writes("BBBB"));
      yield* wait();
      yield* writes("AAAA");
      yield* say(`size ${yield* size(path)}`);
    }
  },

  *"closed-by"() {
    const fd = yield* file("a");
    const close = function* (): Thread<void> {
      yield* sys("close", { fd });
    };
    yield* fork(close);
    yield* wait();
    yield* say(`child ${text(yield* write(fd, "x"))}`);
    yield* inThread(close);
    yield* say(`thread ${text(yield* write(fd, "x"))}`);
  },

  *numbers() {
    const [a, b] = [yield* file("a"), yield* file("b")];
    yield* say(`${a} ${b}`);
    yield* sys("close", { fd: a });
    const copy = (yield* sys("dup", { fd: b })) as number;
    yield* write(b, "12");
    yield* write(copy, "34");
    yield* say(`${copy} size ${yield* size("b")}`);
    yield* ask(sys("dup2", { fd: b, to: 50 }), sys("dup2", { fd: b, to: b }));
    yield* ask(sys("dup2", { fd: 49, to: 51 }), sys("dup", { fd: 49 }));
    yield* sys("close", { fd: b });
    yield* ask(seek(50));
    yield* ask(sys("close", { fd: b }));
  },

  *offsets() {
    const fd = yield* file("a");
    yield* ask(sys("writeAt", { fd, offset: 5, bytes: encodeUtf8("xy") }));
    yield* say(`${text(yield* seek(fd))} size ${yield* size("a")}`);
    const bytes = (yield* sys("readAt", { fd, offset: 4, max: 10 })) as Uint8Array;
    yield* say(text(bytes));
    yield* say(`${bytes[0]} ${bytes[1]}`);
    yield* ask(seek(fd, -1, "start"), seek(fd, -2, "end"));
    yield* ask(read(fd, 10));
    yield* ask(read(fd, 10));
    const reader = (yield* sys("open", { path: "a", flags: { access: "read" } })) as number;
    const writer = (yield* sys("open", { path: "a", flags: { access: "write" } })) as number;
    yield* ask(write(reader, "x"), read(writer, 1));
  },

  *names() {
    const reading = (path: string) => sys("open", { path, flags: { access: "read" } });
    yield* ask(reading("nobody"), reading(""));
    yield* sys("close", { fd: yield* file("a") });
    yield* ask(open("a", { exclusive: true }));
    yield* ask(open("a/b"));
    yield* ask(sys("mkdir", { path: "d" }), sys("mkdir", { path: "a" }));
    yield* ask(sys("open", { path: "d", flags: { access: "write" } }));
    const fd = yield* file("d/e");
    yield* write(fd, "here");
    yield* ask(sys("unlink", { path: "d" }), sys("rename", { from: "d", to: "d/f" }));
    yield* ask(sys("unlink", { path: "d/e" }));
    yield* ask(sys("readAt", { fd, offset: 0, max: 10 }), reading("d/e"));
    const old = yield* file("old");
    yield* write(old, "old");
    yield* write(yield* file("new"), "newer");
    yield* say(`${text(yield* sys("rename", { from: "new", to: "old" }))} size ${yield* size("old")}`);
    yield* ask(sys("readAt", { fd: old, offset: 0, max: 10 }));
    yield* open("old", { access: "write", truncate: true });
    yield* say(`size ${yield* size("old")}`);
  },

  *"pipe-end"() {
    const { reader, writer } = yield* pipe();
    yield* ask(seek(reader, 0, "start"), write(reader, "x"));
    yield* fork(function* () {
      yield* sleep(30);
      yield* write(writer, "1234");
    });
    yield* sys("close", { fd: writer });
    yield* ask(read(reader, 100));
    yield* ask(read(reader, 100));
    yield* wait();
  },

  *"pipe-full"() {
    const { reader, writer } = yield* pipe(true);
    const zeroes = (length: number) => sys("writeFd", { fd: writer, bytes: new Uint8Array(length) });
    yield* ask(read(reader, 1));
    yield* ask(zeroes(70_000));
    yield* ask(zeroes(1));
    yield* ask(read(reader, 4096));
    yield* ask(zeroes(4096));
    yield* ask(zeroes(4096));
    yield* sys("close", { fd: writer });
    let total = 0;
    for (;;) {
      const got = (yield* read(reader, 70_000)) as Uint8Array;
      if (got.length === 0) break;
      total += got.length;
    }
    yield* say(`${total}`);
  },

  *"pipe-broken"() {
    const { reader, writer } = yield* pipe();
    yield* sys("close", { fd: reader });
    yield* fork(function* () {
      yield* write(writer, "x");
    });
    yield* waitAndSay();
    yield* sys("sigaction", { signal: "SIGPIPE", action: "ignore" });
    yield* ask(write(writer, "x"));
  },

  *ends() {
    yield* fork(function* () {}, 258);
    yield* waitAndSay();
    for (const signal of ["SIGTERM", "SIGKILL", "SIGUSR1", "SIGINT"] as const) {
      const pid = yield* fork(function* () {
        yield* sleep(5000);
      });
      yield* sys("kill", { pid, signal });
      yield* waitAndSay();
    }
    yield* fork(function* () {
      yield* sys("store", { address: 8, value: 1 });
    });
    yield* waitAndSay();
    yield* waitAndSay();
  },

  *waiting() {
    yield* ask(wait());
    const pid = yield* fork(function* () {
      yield* sleep(50);
    }, 3);
    yield* ask(sys("waitpid", { noHang: true }));
    yield* ask(sys("waitpid", { pid: pid + 1 }));
    yield* waitAndSay();
    yield* sys("sigaction", { signal: "SIGCHLD", action: "ignore" });
    yield* fork(function* () {});
    yield* waitAndSay();
  },

  *crash() {
    yield* fork(function* () {
      const start = (body: Body) =>
        sys("spawn", {
          name: "thread",
          *body() {
            yield* body();
            return null;
          },
        });
      yield* start(function* () {
        yield* sleep(2000);
        yield* say("still here");
      });
      yield* start(function* () {
        yield* sleep(10);
        yield* sys("store", { address: 8, value: 1 });
      });
      yield* sleep(2000);
      yield* say("main still here");
    });
    yield* waitAndSay();
  },

  *handlers() {
    yield* handle("SIGUSR1");
    yield* killMyself("SIGUSR1");
    yield* say("after");
    yield* sys("sigmask", { how: "block", signals: ["SIGUSR1"] });
    for (let i = 0; i < 3; i++) yield* killMyself("SIGUSR1");
    yield* say("blocked");
    yield* sys("sigmask", { how: "unblock", signals: ["SIGUSR1"] });
    yield* say("unblocked");
    yield* ask(sys("sigaction", { signal: "SIGKILL", action: "ignore" }));
    yield* ask(sys("kill", { pid: 999_999, signal: "SIGTERM" }));
    yield* fork(function* () {
      yield* killMyself("SIGUSR1");
      yield* sys("sigaction", { signal: "SIGUSR1", action: "default" });
    });
    yield* waitAndSay();
    yield* killMyself("SIGUSR1");
  },

  *interrupted() {
    for (const restart of [false, true]) {
      const { reader, writer } = yield* pipe();
      yield* handle("SIGUSR1", restart);
      const pid = yield* sys("getpid", {});
      yield* fork(function* () {
        yield* sleep(50);
        yield* sys("kill", { pid, signal: "SIGUSR1" });
        yield* sleep(50);
        yield* write(writer, "x");
      });
      yield* ask(read(reader, 1));
      while ((yield* wait()) === "EINTR");
    }
  },

  *"child-signal"() {
    yield* handle("SIGCHLD");
    yield* fork(function* () {
      yield* sleep(50);
    }, 4);
    yield* ask(sys("pause", {}));
    yield* waitAndSay();
  },

  *"unblocked-default"() {
    yield* fork(function* () {
      yield* sys("sigmask", { how: "block", signals: ["SIGTERM"] });
      yield* killMyself("SIGTERM");
      yield* say("still here");
      yield* sys("sigmask", { how: "unblock", signals: ["SIGTERM"] });
      yield* say("never");
    });
    yield* waitAndSay();
  },

  *repaired() {
    const address = 0x5000_0000;
    const body = function* (): Thread<void> {
      yield* sys("mmap", { lengthBytes: 4096, at: address });
    };
    yield* sys("sigaction", { signal: "SIGSEGV", action: { body } });
    yield* sys("store", { address, value: 9 });
    yield* say(`${yield* sys("load", { address })}`);
  },

  *"shared-memory"() {
    const shared = (yield* sys("mmap", { lengthBytes: 4096, shared: true })) as number;
    const own = (yield* sys("mmap", { lengthBytes: 4096 })) as number;
    yield* fork(function* () {
      for (const address of [shared, own]) yield* sys("store", { address, value: 42 });
    });
    yield* wait();
    yield* say(`${yield* sys("load", { address: shared })} ${yield* sys("load", { address: own })}`);
  },

  *locks() {
    const flock = (fd: number, lock: "shared" | "exclusive", nonBlocking = false) =>
      sys("flock", { fd, lock, nonBlocking });
    const [one, two] = [yield* file("a"), yield* file("a")];
    yield* ask(flock(one, "exclusive"), flock(two, "shared", true));
    yield* fork(function* () {
      yield* say(`child ${text(yield* flock(one, "exclusive", true))}`);
    });
    yield* wait();
    yield* ask(flock(two, "exclusive", true));
    const copy = (yield* sys("dup", { fd: one })) as number;
    yield* sys("close", { fd: one });
    yield* ask(flock(two, "exclusive", true));
    yield* sys("close", { fd: copy });
    yield* ask(flock(two, "exclusive", true));
    const three = yield* file("a");
    yield* flock(two, "shared");
    yield* ask(flock(three, "shared", true));
    yield* ask(flock(two, "exclusive", true));
    yield* ask(flock(three, "exclusive", true));
    yield* ask(flock(77, "shared"));
  },

  *clones({ data: g }) {
    for (let i = 0; i < 4; i++) {
      yield* sys("store", { address: g, value: 1 });
      const fd = yield* file("a");
      const flags = [...(i & 1 ? (["CLONE_VM"] as const) : []), ...(i & 2 ? (["CLONE_FILES"] as const) : [])];
      yield* sys("clone", {
        flags,
        *child() {
          yield* sys("store", { address: g, value: 2 });
          yield* sys("close", { fd });
          return 0;
        },
      });
      yield* wait();
      yield* say(`${yield* sys("load", { address: g })} ${text(yield* seek(fd))}`);
      yield* sys("close", { fd });
    }
    const illegal = [
      ["CLONE_THREAD"],
      ["CLONE_THREAD", "CLONE_VM"],
      ["CLONE_SIGHAND"],
      ["CLONE_THREAD", "CLONE_SIGHAND"],
    ] as const;
    // biome-ignore lint/correctness/useYield: it never runs
    const never = function* (): Thread<null> {
      return null;
    };
    for (const flags of illegal) yield* ask(sys("clone", { flags, child: never }));
  },

  *executed() {
    yield* sys("setenv", { name: "USER_OF_TEST", value: "ada" });
    yield* file("a");
    yield* sys("open", { path: "b", flags: { access: "read-write", create: true }, closeOnExec: true });
    yield* handle("SIGUSR1");
    yield* sys("sigaction", { signal: "SIGUSR2", action: "ignore" });
    yield* ask(sys("exec", { program: "nobody" }));
    yield* fork(function* () {
      yield* sys("exec", { program: afterExec.name });
    }, 9);
    yield* waitAndSay();
  },

  *tree() {
    const { reader, writer } = yield* pipe();
    const from = function* (next: number): Thread<void> {
      for (let i = next; i < 3; i++) yield* fork(() => from(i + 1));
      yield* write(writer, "x");
      while (typeof (yield* wait()) !== "string");
    };
    yield* from(0);
    yield* sys("close", { fd: writer });
    let lines = 0;
    for (;;) {
      const got = (yield* read(reader, 100)) as Uint8Array;
      if (got.length === 0) break;
      lines += got.length;
    }
    yield* say(`${lines}`);
  },

  *buffer({ data }) {
    // The C library's buffer lies in the program's memory: its length, then its bytes.
    const print = function* (words: string): Thread<void> {
      const length = yield* sys("load", { address: data });
      yield* sys("storeBytes", { address: data + 4 + length, bytes: encodeUtf8(words) });
      yield* sys("store", { address: data, value: length + words.length });
    };
    const flush = function* (): Thread<void> {
      const length = yield* sys("load", { address: data });
      yield* sys("writeFd", { fd: 1, bytes: yield* sys("loadBytes", { address: data + 4, length }) });
    };
    yield* print("A");
    yield* fork(flush);
    yield* wait();
    yield* print("\n");
    yield* flush();
  },
};

const afterExec: Program = {
  name: "after-exec",
  *main() {
    yield* ask(seek(3, 0, "start"), seek(4, 0, "start"));
    yield* say(String(yield* sys("getenv", { name: "USER_OF_TEST" })));
    const names: string[] = [];
    for (const signal of ["SIGUSR1", "SIGUSR2"] as const) {
      const before = yield* sys("sigaction", { signal, action: "default" });
      names.push(typeof before === "string" ? before : String(before.before));
    }
    yield* say(names.join(" "));
    return 5;
  },
};

/** What our kernel says to a question. */
export function answerOf(question: string): readonly string[] {
  const main = questions[question]!;
  const { lines, ending, trace } = runProgram(
    function* (start) {
      yield* main(start);
      return 0;
    },
    { programs: [afterExec] },
  );
  const stuck = trace.of("deadlock").length > 0 || ending !== "quiet";
  return stuck ? [...lines, "(does not end)"] : lines;
}
