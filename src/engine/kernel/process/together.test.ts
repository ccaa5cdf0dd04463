/** What processes have together: sockets, semaphores and shared memory, across fork and across somebody's death. */
import { expect, test } from "vitest";
import { decodeUtf8, encodeUtf8 } from "../../base/bytes.ts";
import { ms } from "../../base/time.ts";
import { World } from "../../world/world.ts";
import { Host } from "../host.ts";
import { endpoint } from "../net/demux.ts";
import type { Received } from "../net/sockets.ts";
import { Topology } from "../net/topology.ts";
import { sys, type Thread } from "../thread.ts";
import { startProgram } from "./begin.ts";

test("a server that forks for each connection: the child answers, and the connection ends when the last copy of it is closed", () => {
  const world = new World({ seed: 1 });
  const net = new Topology(world, { neighbours: "known" });
  const [client, server] = [net.host("client"), net.host("server")];
  net.link(client, server, { addresses: ["10.0.0.1/24", "10.0.0.2/24"], latency: ms(1) });
  startProgram(server, {
    name: "server",
    *main() {
      const listener = (yield* sys("socket", { type: "stream" })) as number;
      yield* sys("bind", { fd: listener, local: endpoint("*:80") });
      yield* sys("listen", { fd: listener, backlog: 4 });
      for (let i = 0; i < 3; i++) {
        const { fd } = (yield* sys("accept", { fd: listener })) as { fd: number };
        yield* sys("fork", {
          *child() {
            yield* sys("close", { fd: listener });
            const request = (yield* sys("readFd", { fd, max: 100 })) as Uint8Array;
            yield* sys("writeFd", { fd, bytes: encodeUtf8(`you said ${decodeUtf8(request)}`) });
            return 0; // its end closes the connection, for the parent has closed its copy
          },
        });
        yield* sys("close", { fd });
      }
      for (let i = 0; i < 3; i++) yield* sys("waitpid", {});
      return 0;
    },
  });
  const heard: string[] = [];
  for (const words of ["one", "two", "three"])
    client.start(words, function* () {
      const fd = (yield* sys("socket", { type: "stream" })) as number;
      yield* sys("connect", { fd, to: endpoint("10.0.0.2:80") });
      yield* sys("sendto", { fd, bytes: encodeUtf8(words) });
      let said = "";
      for (;;) {
        const { bytes } = (yield* sys("recvfrom", { fd, max: 100 })) as Received;
        if (bytes.length === 0) break;
        said += decodeUtf8(bytes);
      }
      heard.push(said);
      yield* sys("close", { fd });
      return null;
    });
  world.run();
  expect(heard.sort()).toEqual(["you said one", "you said three", "you said two"]);
  expect(server.processes.all().map(({ pid }) => pid)).toEqual([1]);
  const closed = world.trace.of("tcp.state").filter(({ host, to }) => host === "server" && to === "CLOSED");
  expect(closed.length).toBeGreaterThanOrEqual(3);
});

/** A machine with two semaphores, and a program on it. */
function machine(main: () => Thread<number | null>) {
  const world = new World({ seed: 1 });
  const host = new Host(world, "machine", "when-blocked");
  host.sync.makeSemaphore("full", 0);
  host.sync.makeSemaphore("empty", 1);
  startProgram(host, { name: "main", main });
  return { host, world };
}

test("a producer and a consumer in two processes hand numbers over in shared memory, by semaphores", () => {
  const got: number[] = [];
  const { world } = machine(function* () {
    yield* sys("shmOpen", { name: "/slot", lengthBytes: 4 });
    const address = (yield* sys("mmap", { lengthBytes: 4, shared: true, segment: "/slot" })) as number;
    yield* sys("fork", {
      *child() {
        for (let value = 1; value <= 5; value++) {
          yield* sys("down", { semaphore: "empty" });
          yield* sys("store", { address, value });
          yield* sys("up", { semaphore: "full" });
        }
        return 0;
      },
    });
    for (let i = 0; i < 5; i++) {
      yield* sys("down", { semaphore: "full" });
      got.push(yield* sys("load", { address }));
      yield* sys("up", { semaphore: "empty" });
    }
    yield* sys("waitpid", {});
    return 0;
  });
  world.run();
  expect(got).toEqual([1, 2, 3, 4, 5]);
  expect(world.trace.of("deadlock")).toEqual([]);
});

test("a process that is killed while it waits for a permit does not take the next one with it", () => {
  const { host, world } = machine(function* () {
    const waits = (): Thread<number> => waiting();
    const first = (yield* sys("fork", { child: waits })) as number;
    yield* sys("fork", { child: waits });
    yield* sys("sleep", { for: ms(1) });
    yield* sys("kill", { pid: first, signal: "SIGKILL" });
    yield* sys("up", { semaphore: "full" });
    const ended: string[] = [];
    for (let i = 0; i < 2; i++) ended.push(JSON.stringify(yield* sys("waitpid", {})));
    return ended.some((one) => one.includes('"exited":7')) ? 0 : 1;
  });
  function* waiting(): Thread<number> {
    yield* sys("down", { semaphore: "full" });
    return 7;
  }
  world.run();
  expect(world.trace.of("process.ended").map(({ status, signal }) => status ?? signal)).toEqual(["SIGKILL", 7, 0]);
  expect(host.processes.frames.inUse).toBe(0);
});

test("a handler does not make a wait for a lock return early; it runs when the lock is there", () => {
  const world = new World({ seed: 1 });
  const host = new Host(world, "machine", "when-blocked");
  host.makeLock("m");
  const said: unknown[] = [];
  startProgram(host, {
    name: "main",
    *main() {
      const pid = yield* sys("getpid", {});
      yield* sys("sigaction", {
        signal: "SIGUSR1",
        action: {
          *body() {
            said.push("handled", world.now / 1_000_000);
            yield* sys("compute", { for: ms(0) });
          },
        },
      });
      yield* sys("spawn", {
        name: "holder",
        *body() {
          yield* sys("lock", { lock: "m" });
          yield* sys("sleep", { for: ms(1) });
          yield* sys("kill", { pid, signal: "SIGUSR1" });
          yield* sys("sleep", { for: ms(5) });
          yield* sys("unlock", { lock: "m" });
          return null;
        },
      });
      yield* sys("yield", {});
      said.push(yield* sys("lock", { lock: "m" }), "locked");
      return 0;
    },
  });
  world.run();
  expect(said).toEqual(["handled", 6, undefined, "locked"]);
});
