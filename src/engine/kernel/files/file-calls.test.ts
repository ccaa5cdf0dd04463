import { describe, expect, test } from "vitest";
import { decodeUtf8, encodeUtf8 } from "../../base/bytes.ts";
import { ms } from "../../base/time.ts";
import type { Waited } from "../process/process-calls.ts";
import { runProgram, say } from "../testing/machine.ts";
import { sys, type Thread } from "../thread.ts";
import { pipeCapacity } from "./pipe.ts";

const text = (words: string): Uint8Array => encodeUtf8(words);

function* makeFile(path: string, append = false): Thread<number> {
  return (yield* sys("open", { path, flags: { access: "read-write", create: true, append } })) as number;
}

function* content(path: string): Thread<string> {
  const fd = (yield* sys("open", { path, flags: { access: "read" } })) as number;
  const bytes = yield* sys("readFd", { fd, max: 1000 });
  yield* sys("close", { fd });
  return typeof bytes === "string" ? bytes : (decodeUtf8(bytes) ?? "?");
}

/** Forks, lets the child do this, and waits for its end. */
function* inChild(work: () => Thread<unknown>): Thread<string> {
  yield* sys("fork", {
    *child() {
      yield* work();
      return 0;
    },
  });
  return JSON.stringify(((yield* sys("waitpid", {})) as Waited).status);
}

describe("descriptors after fork", () => {
  test("opened before: one offset, so both writes are there (8 bytes)", () => {
    const { lines } = runProgram(function* () {
      const fd = yield* makeFile("/a");
      yield* inChild(() => write(fd, "BBBB"));
      yield* write(fd, "AAAA");
      yield* say(yield* content("/a"));
      return 0;
    });
    expect(lines).toEqual(["BBBBAAAA"]);
  });

  test("opened by each: two offsets, so one overwrites the other (4 bytes), unless O_APPEND", () => {
    const { lines } = runProgram(function* () {
      for (const append of [false, true]) {
        const path = append ? "/b" : "/a";
        yield* inChild(function* () {
          yield* write(yield* makeFile(path, append), "BBBB");
        });
        yield* write(yield* makeFile(path, append), "AAAA");
        yield* say(yield* content(path));
      }
      return 0;
    });
    expect(lines).toEqual(["AAAA", "BBBBAAAA"]);
  });

  test("closed by the child: still open in the parent; closed by a thread: EBADF for all", () => {
    const { lines } = runProgram(function* () {
      const fd = yield* makeFile("/a");
      yield* inChild(() => close(fd));
      yield* say(`${yield* write(fd, "x")}`);
      const thread = yield* sys("spawn", {
        name: "closer",
        *body() {
          yield* sys("close", { fd });
          return null;
        },
      });
      yield* sys("join", { thread });
      yield* say(`${yield* write(fd, "x")}`);
      return 0;
    });
    expect(lines).toEqual(["1", "EBADF"]);
  });
});

function* write(fd: number, words: string): Thread<unknown> {
  return yield* sys("writeFd", { fd, bytes: text(words) });
}
function* close(fd: number): Thread<unknown> {
  return yield* sys("close", { fd });
}

describe("open, dup, seek", () => {
  test("the lowest free number is given; dup shares the offset; dup2 closes what was there", () => {
    const { lines } = runProgram(function* () {
      const a = yield* makeFile("/a");
      const b = yield* makeFile("/b");
      yield* close(a);
      const copy = yield* sys("dup", { fd: b });
      yield* write(b, "12");
      yield* write(copy as number, "34");
      yield* say(`${a} ${b} ${copy} ${yield* content("/b")}`);
      yield* say(`${yield* sys("dup2", { fd: b, to: 1000 })} ${yield* sys("dup2", { fd: b, to: 2000 })}`);
      yield* say(`${yield* sys("seek", { fd: 1000, offset: 0, from: "current" })}`);
      yield* say(`${yield* sys("seek", { fd: b, offset: -5, from: "end" })}`);
      return 0;
    });
    expect(lines).toEqual(["3 4 3 1234", "1000 EBADF", "4", "EINVAL"]);
  });

  test("more descriptors than the limit: EMFILE, and the trace says which limit it was", () => {
    const { lines, trace } = runProgram(
      function* () {
        for (let i = 0; ; i++) {
          const fd = yield* sys("open", { path: "/a", flags: { access: "read-write", create: true } });
          if (typeof fd === "number") continue;
          yield* say(`${fd} after ${i}`);
          return 0;
        }
      },
      { equipment: { openFiles: 20 } },
    );
    expect(lines).toEqual(["EMFILE after 17"]);
    expect(trace.of("limit.reached")).toMatchObject([{ limit: "descriptors", most: 20 }]);
  });

  test("what cannot be done with a kind of file says so", () => {
    const { lines } = runProgram(function* () {
      const { reader } = (yield* sys("pipe", {})) as { reader: number };
      yield* say(`${yield* sys("seek", { fd: reader, offset: 0, from: "start" })}`);
      yield* say(`${yield* sys("flock", { fd: reader, lock: "shared" })}`);
      yield* say(`${yield* sys("listen", { fd: reader, backlog: 1 })} ${yield* sys("listen", { fd: 99, backlog: 1 })}`);
      yield* say(
        `${yield* sys("readFd", { fd: 99, max: 1 })} ${yield* sys("writeFd", { fd: reader, bytes: text("x") })}`,
      );
      return 0;
    });
    expect(lines).toEqual(["ESPIPE", "EINVAL", "ENOTSOCK EBADF", "EBADF EBADF"]);
  });
});

describe("pipes between processes", () => {
  test("a reader waits for bytes, and for the end until the last writer has closed, its own end included", () => {
    const { lines } = runProgram(function* () {
      const { reader, writer } = (yield* sys("pipe", {})) as { reader: number; writer: number };
      yield* sys("fork", {
        *child() {
          yield* sys("sleep", { for: ms(5) });
          yield* write(writer, "1234");
          return 0;
        },
      });
      yield* close(writer);
      for (let i = 0; i < 2; i++) {
        const bytes = (yield* sys("readFd", { fd: reader, max: 100 })) as Uint8Array;
        yield* say(`${bytes.length}`);
      }
      return 0;
    });
    expect(lines).toEqual(["4", "0"]);
  });

  test("who keeps the writing end open waits for ever for the end", () => {
    const { trace } = runProgram(function* () {
      const { reader } = (yield* sys("pipe", {})) as { reader: number };
      yield* sys("readFd", { fd: reader, max: 1 });
      return 0;
    });
    expect(trace.of("deadlock")).toMatchObject([{ threads: [0], cycle: [] }]);
  });

  test("writing without a reader is SIGPIPE, and EPIPE for who ignores that", () => {
    const { lines } = runProgram(function* () {
      const { reader, writer } = (yield* sys("pipe", {})) as { reader: number; writer: number };
      yield* close(reader);
      yield* say(yield* inChild(() => write(writer, "x")));
      yield* sys("sigaction", { signal: "SIGPIPE", action: "ignore" });
      yield* say(`${yield* write(writer, "x")}`);
      return 0;
    });
    expect(lines).toEqual(['{"killedBy":"SIGPIPE"}', "EPIPE"]);
  });

  test("a writer waits for room, and everything arrives in order", () => {
    const { lines } = runProgram(function* () {
      const { reader, writer } = (yield* sys("pipe", {})) as { reader: number; writer: number };
      const size = pipeCapacity * 2 + 17;
      yield* sys("fork", {
        *child() {
          yield* close(reader);
          const bytes = Uint8Array.from({ length: size }, (_, i) => i % 251);
          return (yield* sys("writeFd", { fd: writer, bytes })) === size ? 0 : 1;
        },
      });
      yield* close(writer);
      let got = 0;
      let right = true;
      for (;;) {
        const bytes = (yield* sys("readFd", { fd: reader, max: 10_000 })) as Uint8Array;
        if (bytes.length === 0) break;
        for (const byte of bytes) right &&= byte === got++ % 251;
      }
      yield* say(`${got === size} ${right} ${JSON.stringify(((yield* sys("waitpid", {})) as Waited).status)}`);
      return 0;
    });
    expect(lines).toEqual(['true true {"exited":0}']);
  });

  test("non-blocking ends answer EAGAIN instead of waiting", () => {
    const { lines } = runProgram(function* () {
      const { reader, writer } = (yield* sys("pipe", { nonBlocking: true })) as { reader: number; writer: number };
      yield* say(`${yield* sys("readFd", { fd: reader, max: 1 })}`);
      yield* say(`${yield* sys("writeFd", { fd: writer, bytes: new Uint8Array(pipeCapacity + 5) })}`);
      yield* say(`${yield* write(writer, "x")}`);
      return 0;
    });
    expect(lines).toEqual(["EAGAIN", `${pipeCapacity}`, "EAGAIN"]);
  });

  test("poll waits for pipes as it does for sockets", () => {
    const { lines, trace } = runProgram(function* () {
      const { reader, writer } = (yield* sys("pipe", {})) as { reader: number; writer: number };
      yield* sys("fork", {
        *child() {
          yield* sys("sleep", { for: ms(3) });
          yield* write(writer, "x");
          return 0;
        },
      });
      const fds = [{ fd: reader, readable: true }];
      yield* say(`${(yield* sys("poll", { fds, timeout: ms(1) })).length}`);
      yield* say(`${(yield* sys("poll", { fds, timeout: null })).length}`);
      return 0;
    });
    expect(lines).toEqual(["0", "1"]);
    expect(trace.of("file.written").at(-1)!.at).toBe(ms(3));
  });
});

describe("flock between processes", () => {
  test("keeps the second out until the first unlocks, or ends", () => {
    const { lines, trace } = runProgram(function* () {
      const fd = yield* makeFile("/a");
      yield* sys("flock", { fd, lock: "exclusive" });
      yield* sys("fork", {
        *child() {
          const mine = yield* makeFile("/a");
          yield* say(`${yield* sys("flock", { fd: mine, lock: "shared", nonBlocking: true })}`);
          yield* sys("flock", { fd: mine, lock: "exclusive" });
          yield* say("child has it");
          return 0;
        },
      });
      yield* sys("sleep", { for: ms(5) });
      yield* say("parent lets go");
      yield* sys("flock", { fd, lock: "unlock" });
      yield* sys("waitpid", {});
      yield* sys("flock", { fd, lock: "exclusive" });
      yield* say("parent again");
      return 0;
    });
    expect(lines).toEqual(["EAGAIN", "parent lets go", "child has it", "parent again"]);
    expect(trace.of("file.locked")).toHaveLength(3);
  });
});
