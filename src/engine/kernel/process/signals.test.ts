import { describe, expect, test } from "vitest";
import { encodeUtf8 } from "../../base/bytes.ts";
import { ms } from "../../base/time.ts";
import { runProgram, say } from "../testing/machine.ts";
import { sys, type Thread } from "../thread.ts";
import type { Waited } from "./process-calls.ts";

const status = function* (): Thread<string> {
  return JSON.stringify(((yield* sys("waitpid", {})) as Waited).status);
};

/** A child that sleeps for long. */
function* sleeper(): Thread<null> {
  yield* sys("sleep", { for: ms(1000) });
  yield* say("slept to the end");
  return null;
}

describe("kill", () => {
  test.each(["SIGTERM", "SIGKILL", "SIGUSR1"] as const)("%s ends a process that has not said otherwise", (signal) => {
    const { lines, trace } = runProgram(function* () {
      const pid = (yield* sys("fork", { child: sleeper })) as number;
      yield* sys("kill", { pid, signal });
      yield* say(yield* status());
      return 0;
    });
    expect(lines).toEqual([`{"killedBy":"${signal}"}`]);
    expect(trace.events.at(-1)!.at).toBe(0);
  });

  test("SIGCHLD does nothing by default, and nobody there is ESRCH", () => {
    const { lines } = runProgram(function* () {
      const pid = yield* sys("getpid", {});
      yield* say(`${yield* sys("kill", { pid, signal: "SIGCHLD" })}`);
      yield* say(`${yield* sys("kill", { pid: 99, signal: "SIGTERM" })}`);
      return 0;
    });
    expect(lines).toEqual(["undefined", "ESRCH"]);
  });

  test("SIGKILL can be neither handled nor ignored nor blocked", () => {
    const { lines } = runProgram(function* () {
      yield* say(`${yield* sys("sigaction", { signal: "SIGKILL", action: "ignore" })}`);
      const pid = (yield* sys("fork", {
        *child() {
          yield* sys("sigmask", { how: "block", signals: ["SIGKILL"] });
          yield* sleeper();
          return null;
        },
      })) as number;
      yield* sys("sleep", { for: ms(1) });
      yield* sys("kill", { pid, signal: "SIGKILL" });
      yield* say(yield* status());
      return 0;
    });
    expect(lines).toEqual(["EINVAL", '{"killedBy":"SIGKILL"}']);
  });
});

describe("handlers", () => {
  const noting = (words: string, restart = false) => ({
    restart,
    *body(): Thread<void> {
      yield* say(words);
    },
  });

  test("run before kill to oneself returns", () => {
    const { lines } = runProgram(function* () {
      yield* sys("sigaction", { signal: "SIGUSR1", action: noting("handled") });
      yield* sys("kill", { pid: yield* sys("getpid", {}), signal: "SIGUSR1" });
      yield* say("after");
      return 0;
    });
    expect(lines).toEqual(["handled", "after"]);
  });

  test.each([false, true])(
    "break into a read: with SA_RESTART (%s) it goes on waiting, else it is EINTR",
    (restart) => {
      const { lines } = runProgram(function* () {
        const { reader, writer } = (yield* sys("pipe", {})) as { reader: number; writer: number };
        yield* sys("sigaction", { signal: "SIGUSR1", action: noting("handled", restart) });
        const parent = yield* sys("getpid", {});
        yield* sys("fork", {
          *child() {
            yield* sys("sleep", { for: ms(1) });
            yield* sys("kill", { pid: parent, signal: "SIGUSR1" });
            yield* sys("sleep", { for: ms(1) });
            yield* sys("writeFd", { fd: writer, bytes: encodeUtf8("x") });
            return 0;
          },
        });
        const got = yield* sys("readFd", { fd: reader, max: 10 });
        yield* say(typeof got === "string" ? got : `${got.length} byte`);
        return 0;
      });
      expect(lines).toEqual(["handled", restart ? "1 byte" : "EINTR"]);
    },
  );

  test("SIGCHLD tells a parent that waits in pause", () => {
    const { lines } = runProgram(function* () {
      yield* sys("sigaction", { signal: "SIGCHLD", action: noting("child gone") });
      yield* sys("fork", { child: sleeper });
      yield* say(`${yield* sys("pause", {})}`);
      yield* say(yield* status());
      return 0;
    });
    expect(lines).toEqual(["slept to the end", "child gone", "EINTR", '{"exited":0}']);
  });

  test("a signal that is blocked waits, once however often it was sent, until it is unblocked", () => {
    const { lines } = runProgram(function* () {
      const pid = yield* sys("getpid", {});
      yield* sys("sigaction", { signal: "SIGUSR1", action: noting("handled") });
      yield* sys("sigmask", { how: "block", signals: ["SIGUSR1"] });
      for (let i = 0; i < 3; i++) yield* sys("kill", { pid, signal: "SIGUSR1" });
      yield* say("blocked");
      yield* sys("sigmask", { how: "unblock", signals: ["SIGUSR1"] });
      yield* say("after");
      return 0;
    });
    expect(lines).toEqual(["blocked", "handled", "after"]);
  });

  test("a signal is blocked while its handler runs, and handled again afterwards", () => {
    let running = 0;
    let deepest = 0;
    const { lines } = runProgram(function* () {
      const pid = yield* sys("getpid", {});
      let sent = 0;
      yield* sys("sigaction", {
        signal: "SIGUSR1",
        action: {
          *body() {
            deepest = Math.max(deepest, ++running);
            if (++sent < 3) yield* sys("kill", { pid, signal: "SIGUSR1" });
            yield* say("handled");
            running--;
          },
        },
      });
      yield* sys("kill", { pid, signal: "SIGUSR1" });
      return 0;
    });
    expect(lines).toEqual(["handled", "handled", "handled"]);
    expect(deepest).toBe(1);
  });

  test("are copied by fork: the child has them too, and a change of the child's is not the parent's", () => {
    const { lines } = runProgram(function* () {
      yield* sys("sigaction", { signal: "SIGUSR1", action: noting("handled") });
      yield* sys("fork", {
        *child() {
          const pid = yield* sys("getpid", {});
          yield* sys("kill", { pid, signal: "SIGUSR1" });
          yield* sys("sigaction", { signal: "SIGUSR1", action: "default" });
          return 0;
        },
      });
      yield* status();
      yield* sys("kill", { pid: yield* sys("getpid", {}), signal: "SIGUSR1" });
      return 0;
    });
    expect(lines).toEqual(["handled", "handled"]);
  });

  test("a default action ends the process when a pending signal of it is unblocked", () => {
    const { lines } = runProgram(function* () {
      yield* sys("fork", {
        *child() {
          yield* sys("sigmask", { how: "block", signals: ["SIGTERM"] });
          yield* sys("kill", { pid: yield* sys("getpid", {}), signal: "SIGTERM" });
          yield* say("still here");
          yield* sys("sigmask", { how: "unblock", signals: ["SIGTERM"] });
          yield* say("never");
          return 0;
        },
      });
      yield* say(yield* status());
      return 0;
    });
    expect(lines).toEqual(["still here", '{"killedBy":"SIGTERM"}']);
  });
});
