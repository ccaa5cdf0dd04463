import { describe, expect, test } from "vitest";
import { ms } from "../../base/time.ts";
import { World } from "../../world/world.ts";
import { Host } from "../host.ts";
import { runProgram, say } from "../testing/machine.ts";
import { sys, type Thread } from "../thread.ts";
import { type CloneFlag, startProgram } from "./begin.ts";
import { controlBlock, threadControlBlock } from "./process.ts";
import type { Waited } from "./process-calls.ts";

// biome-ignore lint/correctness/useYield: a program that does nothing makes no call
function* nothing(): Thread<null> {
  return null;
}

function* pauses(): Thread<null> {
  yield* sys("pause", {});
  return null;
}

function* exits(status: number): Thread<null> {
  yield* sys("exit", { status });
  return null;
}

function* waited(): Thread<string> {
  const answer = yield* sys("waitpid", {});
  return typeof answer === "string" ? answer : JSON.stringify((answer as Waited).status);
}

describe("fork", () => {
  test("gives the child a copy of memory: a write of one is not seen by the other", () => {
    const { lines } = runProgram(function* ({ data }) {
      yield* sys("store", { address: data, value: 2 });
      yield* sys("fork", {
        *child() {
          yield* sys("store", { address: data, value: 12 });
          yield* say(`child ${yield* sys("load", { address: data })}`);
          return 0;
        },
      });
      yield* sys("waitpid", {});
      yield* say(`parent ${yield* sys("load", { address: data })}`);
      return 0;
    });
    expect(lines).toEqual(["child 12", "parent 2"]);
  });

  test("copies descriptors, not descriptions; numbers differ, parent and child know each other", () => {
    const { lines } = runProgram(function* () {
      const me = yield* sys("getpid", {});
      const child = yield* sys("fork", {
        *child() {
          yield* say(`${(yield* sys("getppid", {})) === me} ${(yield* sys("getpid", {})) !== me}`);
          return 7;
        },
      });
      const got = (yield* sys("waitpid", {})) as Waited;
      yield* say(`${got.pid === child} ${JSON.stringify(got.status)}`);
      return 0;
    });
    expect(lines).toEqual(["true true", 'true {"exited":7}']);
  });

  test("a runaway fork meets the limit: EAGAIN, and the trace says which limit it was", () => {
    const { lines, trace } = runProgram(
      function* () {
        let forks = 0;
        for (;;) {
          const pid = yield* sys("fork", {
            *child() {
              yield* sys("pause", {});
              return 0;
            },
          });
          if (typeof pid === "string") {
            yield* say(`${pid} after ${forks}`);
            return 0;
          }
          forks++;
        }
      },
      { equipment: { processes: 10 } },
    );
    expect(lines).toEqual(["EAGAIN after 8"]); // with the first process and this one that makes ten
    expect(trace.of("limit.reached")).toMatchObject([{ limit: "processes", most: 10 }]);
  });

  test("a fork that copies eagerly and finds no memory is ENOMEM and leaves nothing behind", () => {
    const { lines, host } = runProgram(
      function* () {
        yield* say(`${yield* sys("fork", { child: nothing })}`);
        return 0;
      },
      { equipment: { frames: 8, fork: "eager" } },
    );
    expect(lines).toEqual(["ENOMEM"]);
    expect(host.processes.frames.inUse).toBe(0);
  });
});

describe("exit and wait", () => {
  test("a child that has ended is a zombie until its parent asks, and gone afterwards", () => {
    const world = new World({ seed: 1 });
    const host = new Host(world, "machine", "when-blocked");
    const states: (string | undefined)[] = [];
    startProgram(host, {
      name: "parent",
      *main() {
        const pid = (yield* sys("fork", { child: () => exits(3) })) as number;
        yield* sys("sleep", { for: ms(1) });
        const child = host.processes.get(pid);
        states.push(child === null ? "gone" : controlBlock(child).state);
        yield* sys("waitpid", { pid });
        states.push(host.processes.get(pid) === null ? "gone" : "there");
        return 0;
      },
    });
    world.run();
    expect(states).toEqual(["zombie", "gone"]);
    expect(host.processes.all().map(({ pid }) => pid)).toEqual([1]);
  });

  test("waiting without children is ECHILD, looking for one that still runs with noHang is null", () => {
    const { lines } = runProgram(function* () {
      yield* say(`${yield* sys("waitpid", {})}`);
      const pid = (yield* sys("fork", {
        *child() {
          yield* sys("sleep", { for: ms(1) });
          return 0;
        },
      })) as number;
      yield* say(`${yield* sys("waitpid", { noHang: true })}`);
      yield* say(`${yield* sys("waitpid", { pid: pid + 1 })}`);
      yield* say(yield* waited());
      return 0;
    });
    expect(lines).toEqual(["ECHILD", "null", "ECHILD", '{"exited":0}']);
  });

  test("an orphan is adopted by the first process, which asks for it when it ends", () => {
    const { lines, trace, host } = runProgram(function* () {
      yield* sys("fork", {
        *child() {
          yield* sys("sleep", { for: ms(1) });
          yield* say(`parent ${yield* sys("getppid", {})}`);
          return 0;
        },
      });
      return 0;
    });
    expect(lines).toEqual(["parent 1"]);
    expect(trace.of("process.adopted")).toMatchObject([{ by: 1 }]);
    expect(host.processes.all()).toHaveLength(1);
    expect(host.processes.frames.inUse).toBe(0);
  });

  test("returning from the first thread ends all threads; only the low eight bits of a status remain", () => {
    const { lines } = runProgram(function* () {
      yield* sys("fork", {
        *child() {
          yield* sys("spawn", {
            name: "other",
            *body() {
              yield* sys("sleep", { for: ms(10) });
              yield* say("never");
              return 0;
            },
          });
          return 258;
        },
      });
      yield* say(yield* waited());
      return 0;
    });
    expect(lines).toEqual(['{"exited":2}']);
  });

  test("a parent that ignores SIGCHLD has no zombies, and waits until there are no children", () => {
    const { lines } = runProgram(function* () {
      yield* sys("sigaction", { signal: "SIGCHLD", action: "ignore" });
      yield* sys("fork", { child: () => exits(0) });
      yield* say(`${yield* sys("waitpid", {})}`);
      return 0;
    });
    expect(lines).toEqual(["ECHILD"]);
  });
});

describe("exec", () => {
  const greeter = {
    name: "greeter",
    *main({ args }: { readonly args: readonly string[] }): Thread<number> {
      yield* say(`${args.join(" ")} ${yield* sys("getenv", { name: "USER" })} ${yield* sys("getpid", {})}`);
      return 5;
    },
  };

  test("puts another program in place of this one: same number, descriptors and environment, other memory", () => {
    const { lines, trace } = runProgram(
      function* ({ data }) {
        yield* sys("setenv", { name: "USER", value: "ada" });
        yield* sys("store", { address: data, value: 1 });
        yield* sys("fork", {
          *child() {
            yield* sys("exec", { program: "greeter", args: ["good", "day"] });
            yield* say("never");
            return 0;
          },
        });
        yield* say(yield* waited());
        return 0;
      },
      { programs: [greeter] },
    );
    expect(lines).toEqual(["good day ada 3", '{"exited":5}']);
    const [replaced] = trace.of("process.replaced");
    expect(replaced).toMatchObject({ pid: 3, program: "greeter" });
  });

  test("of an unknown program is ENOENT, and the old one goes on", () => {
    const { lines } = runProgram(function* () {
      yield* say(`${yield* sys("exec", { program: "nobody" })}`);
      return 0;
    });
    expect(lines).toEqual(["ENOENT"]);
  });

  test("closes what has FD_CLOEXEC and nothing else; handlers are gone, what was ignored stays ignored", () => {
    const looker = {
      name: "looker",
      *main(): Thread<number> {
        const fds: string[] = [];
        for (const fd of [3, 4]) fds.push(String(yield* sys("seek", { fd, offset: 0, from: "start" })));
        const usr1 = yield* sys("sigaction", { signal: "SIGUSR1", action: "default" });
        const usr2 = yield* sys("sigaction", { signal: "SIGUSR2", action: "default" });
        yield* say(`${fds.join(" ")} ${JSON.stringify([usr1, usr2])}`);
        return 0;
      },
    };
    const { lines } = runProgram(
      function* () {
        const flags = { access: "write", create: true } as const;
        yield* sys("open", { path: "/a", flags });
        yield* sys("open", { path: "/b", flags, closeOnExec: true });
        yield* sys("sigaction", { signal: "SIGUSR1", action: { body: nothing } });
        yield* sys("sigaction", { signal: "SIGUSR2", action: "ignore" });
        yield* sys("exec", { program: "looker" });
        return 0;
      },
      { programs: [looker] },
    );
    expect(lines).toEqual(['0 EBADF [{"before":"default"},{"before":"ignore"}]']);
  });
});

describe("clone", () => {
  const flagsOf = (vm: boolean, files: boolean, thread: boolean): CloneFlag[] => [
    ...(vm ? (["CLONE_VM"] as const) : []),
    ...(files ? (["CLONE_FILES"] as const) : []),
    ...(thread ? (["CLONE_SIGHAND", "CLONE_THREAD"] as const) : []),
  ];

  test.each([
    [false, false, false],
    [false, true, false],
    [true, false, false],
    [true, true, false],
    [true, false, true],
    [true, true, true],
  ])(
    "memory follows CLONE_VM (%s), descriptors CLONE_FILES (%s), the number CLONE_THREAD (%s)",
    (vm, files, thread) => {
      const { lines } = runProgram(function* ({ data }) {
        const fd = yield* sys("open", { path: "/a", flags: { access: "write", create: true } });
        const pid = yield* sys("getpid", {});
        let childPid = 0;
        yield* sys("clone", {
          flags: flagsOf(vm, files, thread),
          *child() {
            yield* sys("store", { address: data, value: 1 });
            yield* sys("close", { fd: fd as number });
            childPid = yield* sys("getpid", {});
            return 0;
          },
        });
        yield* sys("sleep", { for: ms(1) });
        const seek = yield* sys("seek", { fd: fd as number, offset: 0, from: "start" });
        yield* say(`${(yield* sys("load", { address: data })) === 1} ${seek === "EBADF"} ${childPid === pid}`);
        return 0;
      });
      expect(lines).toEqual([`${vm} ${files} ${thread}`]);
    },
  );

  test.each([
    [["CLONE_THREAD"]],
    [["CLONE_THREAD", "CLONE_VM"]],
    [["CLONE_SIGHAND"]],
    [["CLONE_THREAD", "CLONE_SIGHAND"]],
  ])("%s is EINVAL", (flags) => {
    const { lines } = runProgram(function* () {
      yield* say(`${yield* sys("clone", { flags: flags as CloneFlag[], child: nothing })}`);
      return 0;
    });
    expect(lines).toEqual(["EINVAL"]);
  });
});

describe("memory", () => {
  test("each thread has a stack of its own in the one address space, and can reach the others'", () => {
    const { lines } = runProgram(function* () {
      const mine = yield* sys("stack", {});
      const local = mine.high - 8;
      yield* sys("store", { address: local, value: 5 });
      const thread = yield* sys("spawn", {
        name: "other",
        *body() {
          const its = yield* sys("stack", {});
          yield* say(`apart ${its.high <= mine.low}`);
          yield* sys("store", { address: local, value: 77 });
          return 0;
        },
      });
      yield* sys("join", { thread });
      yield* say(`local ${yield* sys("load", { address: local })}`);
      return 0;
    });
    expect(lines).toEqual(["apart true", "local 77"]);
  });

  test("writing where nothing is mapped ends the whole process with SIGSEGV, and no other", () => {
    const { lines, trace } = runProgram(function* () {
      yield* sys("fork", {
        *child() {
          for (const name of ["a", "b"])
            yield* sys("spawn", {
              name,
              *body() {
                yield* sys("sleep", { for: ms(100) });
                return 0;
              },
            });
          yield* sys("store", { address: 0, value: 1 });
          return 0;
        },
      });
      yield* say(yield* waited());
      return 0;
    });
    expect(lines).toEqual(['{"killedBy":"SIGSEGV"}']);
    expect(trace.of("page.fault").at(-1)).toMatchObject({ fault: "unmapped", access: "write", page: 0 });
    expect(trace.of("thread.ended")).toHaveLength(4);
    expect(trace.events.at(-1)!.at).toBe(0); // nobody slept on
  });

  test("writing into the program's text is against its protection", () => {
    const { trace } = runProgram(function* ({ text }) {
      yield* sys("store", { address: text, value: 1 });
      return 0;
    });
    expect(trace.of("page.fault")).toMatchObject([{ fault: "protection" }]);
    expect(trace.of("process.ended")).toMatchObject([{ signal: "SIGSEGV" }]);
  });

  test("a handler of SIGSEGV may map what was missing; the instruction is then tried again and succeeds", () => {
    const { lines } = runProgram(function* () {
      const address = 0x5000_0000;
      yield* sys("sigaction", {
        signal: "SIGSEGV",
        action: {
          *body() {
            yield* sys("mmap", { lengthBytes: 4096, at: address });
          },
        },
      });
      yield* sys("store", { address, value: 9 });
      yield* say(`${yield* sys("load", { address })}`);
      return 0;
    });
    expect(lines).toEqual(["9"]);
  });

  test("a program that touches more than there is meets the limit and is ended, with its memory given back", () => {
    const { trace, host } = runProgram(
      function* () {
        const address = (yield* sys("mmap", { lengthBytes: 1000 * 4096 })) as number;
        for (let page = 0; page < 1000; page++) yield* sys("store", { address: address + page * 4096, value: 1 });
        return 0;
      },
      { equipment: { frames: 100 } },
    );
    expect(trace.of("limit.reached")).toMatchObject([{ limit: "frames", most: 100 }]);
    expect(trace.of("process.ended")).toMatchObject([{ signal: "SIGKILL" }]);
    expect(host.processes.frames.inUse).toBe(0);
  });

  test("an integer across two pages is stored and loaded whole; the heap grows by sbrk", () => {
    const { lines } = runProgram(function* ({ heap }) {
      const end = (yield* sys("sbrk", { byBytes: 4096 })) as number;
      yield* sys("store", { address: end - 2, value: -559038737 });
      yield* say(`${end - heap} ${yield* sys("load", { address: end - 2 })}`);
      return 0;
    });
    expect(lines).toEqual(["4096 -559038737"]);
  });

  test("named shared memory is one memory for all who map it, and stays when its name is taken away", () => {
    const { lines, host } = runProgram(function* () {
      yield* sys("shmOpen", { name: "/board", lengthBytes: 100 });
      const address = (yield* sys("mmap", { lengthBytes: 100, shared: true, segment: "/board" })) as number;
      yield* sys("fork", {
        *child() {
          const again = (yield* sys("mmap", { lengthBytes: 100, shared: true, segment: "/board" })) as number;
          yield* sys("store", { address: again, value: 42 });
          return 0;
        },
      });
      yield* sys("waitpid", {});
      yield* sys("shmUnlink", { name: "/board" });
      yield* say(`${yield* sys("load", { address })} ${yield* sys("mmap", { lengthBytes: 1, segment: "/board" })}`);
      return 0;
    });
    expect(lines).toEqual(["42 ENOENT"]);
    expect(host.processes.frames.inUse).toBe(0);
  });

  test("two instances of one program share the frame of its text, and have data of their own", () => {
    const world = new World({ seed: 1 });
    const host = new Host(world, "machine", "when-blocked");
    const program = { name: "editor", main: pauses, heapPages: 1, stackPages: 1 };
    startProgram(host, program);
    startProgram(host, program);
    expect(host.processes.frames.inUse).toBe(7); // 1 text, and twice data, heap, stack
  });
});

describe("control blocks", () => {
  test("are plain data: what a process owns, and what a thread has of its own", () => {
    const world = new World({ seed: 1 });
    const host = new Host(world, "machine", "when-blocked");
    const process = startProgram(host, {
      name: "idler",
      *main() {
        yield* sys("pause", {});
        return 0;
      },
    });
    expect(controlBlock(process)).toMatchObject({
      pid: 2,
      name: "idler",
      parent: 1,
      state: "alive",
      threads: [0],
      pages: 5,
      descriptors: [{ fd: 0 }, { fd: 1 }, { fd: 2 }],
    });
    expect(threadControlBlock(host.thread(0))).toMatchObject({ thread: 0, process: 2, stack: { pages: 2 } });
  });
});
