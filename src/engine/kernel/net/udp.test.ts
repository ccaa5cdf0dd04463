import { describe, expect, test } from "vitest";
import { ms, seconds } from "../../base/time.ts";
import { traceHash } from "../../trace/hash.ts";
import { parseFault } from "../../world/faults.ts";
import { World } from "../../world/world.ts";
import type { Host } from "../host.ts";
import { sys, type Thread } from "../thread.ts";
import { type Endpoint, endpoint } from "./demux.ts";
import type { NetStack } from "./stack.ts";
import { type LinkProperties, Topology } from "./topology.ts";

type Body = () => Thread<number | null>;

/** A client and a server, 5 ms apart, each running one thread. */
function run(bodies: { client?: Body; server?: Body }, link: Partial<LinkProperties> = {}, faults: string[] = []) {
  const parsed = faults.map((text) => {
    const fault = parseFault(text);
    if ("expected" in fault) throw new Error(text);
    return fault;
  });
  const world = new World({ seed: 1, faults: parsed });
  const net = new Topology(world, { neighbours: "known" });
  const [client, server] = [net.host("client"), net.host("server")];
  net.link(client, server, { addresses: ["10.0.0.1/24", "10.0.0.2/24"], latency: ms(5), ...link });
  if (bodies.server) server.start("server", bodies.server);
  if (bodies.client) client.start("client", bodies.client);
  const ending = world.run(100_000);
  return { world, client, server, trace: world.trace, ending };
}

const text = (bytes: Uint8Array): string => String.fromCharCode(...bytes);
const bytes = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const server: Endpoint = endpoint("10.0.0.2:7");

/** Answers each of `count` datagrams with its own bytes. */
const echo = (count = 1): Body =>
  function* () {
    const fd = (yield* sys("socket", { type: "datagram" })) as number;
    yield* sys("bind", { fd, local: endpoint("*:7") });
    for (let i = 0; i < count; i++) {
      const got = yield* sys("recvfrom", { fd, max: 65_536 });
      if (typeof got === "string") return -1;
      yield* sys("sendto", { fd, bytes: got.bytes, to: got.from });
    }
    return null;
  };

describe("datagrams", () => {
  test("arrive whole, with the address to answer to; an unbound sender gets an ephemeral port (RFC 6335 6)", () => {
    const heard: unknown[] = [];
    const { world, trace } = run({
      server: echo(),
      *client() {
        const fd = (yield* sys("socket", { type: "datagram" })) as number;
        expect(yield* sys("sendto", { fd, bytes: bytes("hello"), to: server })).toBe(5);
        const got = yield* sys("recvfrom", { fd, max: 100 });
        if (typeof got !== "string") heard.push(text(got.bytes), got.from);
        const own = yield* sys("getsockname", { fd });
        if (typeof own !== "string") heard.push(own.port >= 49_152);
        return 0;
      },
    });
    expect(heard).toEqual(["hello", server, true]);
    expect(world.now).toBe(10_000_000);
    expect(trace.of("deadlock")).toEqual([]);
    const sent = trace.of("udp.sent");
    const received = trace.of("udp.received");
    expect(sent.map(({ to }) => to)).toEqual(["10.0.0.2:7", sent[0]!.from]);
    // Why did the client hear something? Because it spoke.
    expect(trace.causes(received[1]!.id).map(({ kind }) => kind)).toContain("udp.sent");
    expect(trace.causes(received[1]!.id).at(-1)!.host).toBe("client");
  });

  test("keep their borders: two sends are two receives, and one that is longer than asked for loses its end", () => {
    const sizes: number[][] = [];
    run({
      *server() {
        const fd = (yield* sys("socket", { type: "datagram" })) as number;
        yield* sys("bind", { fd, local: endpoint("*:7") });
        for (let i = 0; i < 2; i++) {
          const got = yield* sys("recvfrom", { fd, max: 4 });
          if (typeof got !== "string") sizes.push([got.bytes.length, got.lengthBytes]);
        }
        return null;
      },
      *client() {
        const fd = (yield* sys("socket", { type: "datagram" })) as number;
        for (const size of [3, 9]) yield* sys("sendto", { fd, bytes: new Uint8Array(size), to: server });
        return null;
      },
    });
    expect(sizes).toEqual([
      [3, 3],
      [4, 9],
    ]);
  });

  test("are put where the caller wants them, and lose what does not fit there", () => {
    const into = new Uint8Array(4);
    run({
      server: echo(),
      *client() {
        const fd = (yield* sys("socket", { type: "datagram" })) as number;
        yield* sys("sendto", { fd, bytes: bytes("hello"), to: server });
        const got = yield* sys("recvfrom", { fd, max: 100, into });
        expect(got).toMatchObject({ bytes: bytes("hell"), lengthBytes: 5 });
        return 0;
      },
    });
    expect(text(into)).toBe("hell");
  });

  test("may be empty (RFC 768: the minimum value of the length is eight)", () => {
    const { trace } = run({ server: echo(), client: send(new Uint8Array(0)) });
    expect(trace.of("udp.received").map(({ lengthBytes }) => lengthBytes)).toEqual([0, 0]);
  });

  test("of more than 65,507 bytes are refused with EMSGSIZE", () => {
    const { trace } = run({ client: send(new Uint8Array(65_508)) });
    expect(failures(trace)).toEqual(["sendto EMSGSIZE"]);
  });

  test("beyond the receive buffer are dropped, and nobody is told", () => {
    const { trace } = run({
      *server() {
        const fd = (yield* sys("socket", { type: "datagram" })) as number;
        yield* sys("setsockopt", { fd, option: { name: "receiveBuffer", value: 2500 } });
        yield* sys("bind", { fd, local: endpoint("*:7") });
        yield* sys("sleep", { for: seconds(1) });
        return null;
      },
      *client() {
        const fd = (yield* sys("socket", { type: "datagram" })) as number;
        for (let i = 0; i < 4; i++) yield* sys("sendto", { fd, bytes: new Uint8Array(1000), to: server });
        return null;
      },
    });
    expect(trace.of("udp.received")).toHaveLength(2);
    expect(trace.of("udp.dropped").map(({ why }) => why)).toEqual(["buffer-full", "buffer-full"]);
  });

  test("that were corrupted on the way fail the checksum and are dropped silently (RFC 1122 4.1.3.4)", () => {
    // Bit 400 lies in the data, behind 14 + 20 + 8 bytes of headers.
    const { trace } = run({ server: echo(), client: send(new Uint8Array(100)) }, {}, ["corrupt UDP 1 bit 400"]);
    expect(trace.of("udp.dropped").map(({ why }) => why)).toEqual(["checksum"]);
    expect(trace.of("icmp.sent")).toEqual([]);
  });

  test("that were sent without a checksum are handed up damaged (RFC 768)", () => {
    let got: number | undefined;
    const { trace } = run(
      {
        *server() {
          const fd = (yield* sys("socket", { type: "datagram" })) as number;
          yield* sys("bind", { fd, local: endpoint("*:7") });
          const received = yield* sys("recvfrom", { fd, max: 100 });
          if (typeof received !== "string") got = received.bytes[8];
          return null;
        },
        *client() {
          const fd = (yield* sys("socket", { type: "datagram" })) as number;
          yield* sys("setsockopt", { fd, option: { name: "noChecksum", value: true } });
          yield* sys("sendto", { fd, bytes: new Uint8Array(100), to: server });
          return null;
        },
      },
      {},
      ["corrupt UDP 1 bit 400"],
    );
    expect(got).toBe(128);
    expect(trace.of("udp.dropped")).toEqual([]);
  });

  test("to oneself arrive without a frame", () => {
    const { trace } = run({
      *client() {
        const fd = (yield* sys("socket", { type: "datagram" })) as number;
        yield* sys("bind", { fd, local: endpoint("127.0.0.1:9") });
        yield* sys("sendto", { fd, bytes: bytes("me"), to: endpoint("127.0.0.1:9") });
        const got = yield* sys("recvfrom", { fd, max: 9 });
        return typeof got === "string" ? -1 : got.bytes.length;
      },
    });
    expect(trace.of("thread.ended").map(({ result }) => result)).toEqual([2]);
    expect(trace.of("frame.sent")).toEqual([]);
  });

  test("to everybody need the option, and reach everybody", () => {
    const toAll = endpoint("10.0.0.255:7");
    expect(failures(run({ client: send(bytes("x"), toAll) }).trace)).toEqual(["sendto EACCES"]);
    const { trace } = run({
      server: echo(),
      *client() {
        const fd = (yield* sys("socket", { type: "datagram" })) as number;
        yield* sys("setsockopt", { fd, option: { name: "broadcast", value: true } });
        yield* sys("sendto", { fd, bytes: bytes("x"), to: toAll });
        return null;
      },
    });
    expect(trace.of("udp.received").map(({ host }) => host)).toEqual(["server", "client"]); // heard, and answered
  });
});

/** Sends once, from an unbound socket. */
function send(data: Uint8Array, to: Endpoint = server): Body {
  return function* () {
    const fd = (yield* sys("socket", { type: "datagram" })) as number;
    yield* sys("bind", { fd, local: endpoint("*:5000") });
    yield* sys("sendto", { fd, bytes: data, to });
    return null;
  };
}

const failures = (trace: World["trace"]): string[] =>
  trace.of("call.failed").map(({ call, error }) => `${call} ${error}`);

describe("errors", () => {
  test("a closed port is answered with port unreachable, which an unconnected sender never learns (RFC 1122 4.1.3.1)", () => {
    const { trace } = run({
      *client() {
        const fd = (yield* sys("socket", { type: "datagram" })) as number;
        yield* sys("setsockopt", { fd, option: { name: "receiveTimeout", value: seconds(1) } });
        yield* sys("sendto", { fd, bytes: bytes("anyone?"), to: server });
        expect(yield* sys("recvfrom", { fd, max: 9 })).toBe("EAGAIN");
        return null;
      },
    });
    expect(trace.of("icmp.received")).toHaveLength(1);
    expect(trace.of("socket.error")).toEqual([]);
  });

  test("a connected socket gets ECONNREFUSED from its next call, once (RFC 1122 4.1.3.3)", () => {
    const { trace } = run({
      *client() {
        const fd = (yield* sys("socket", { type: "datagram" })) as number;
        expect(yield* sys("connect", { fd, to: server })).toBeUndefined();
        yield* sys("sendto", { fd, bytes: bytes("anyone?") });
        expect(yield* sys("recvfrom", { fd, max: 9 })).toBe("ECONNREFUSED");
        expect(yield* sys("sendto", { fd, bytes: bytes("anyone?") })).toBe(7);
        yield* sys("sleep", { for: ms(20) });
        expect(yield* sys("getsockopt", { fd, name: "error" })).toEqual({ value: "ECONNREFUSED" });
        expect(yield* sys("getsockopt", { fd, name: "error" })).toEqual({ value: null });
        return null;
      },
    });
    expect(failures(trace)).toEqual(["recvfrom ECONNREFUSED"]);
    // Connecting sent nothing.
    expect(trace.of("frame.sent")[0]!.labels[0]).toBe("UDP");
  });

  test("a closed port of this very host refuses without a frame", () => {
    const { trace } = run({
      *client() {
        const fd = (yield* sys("socket", { type: "datagram" })) as number;
        yield* sys("connect", { fd, to: endpoint("127.0.0.1:9") });
        yield* sys("sendto", { fd, bytes: bytes("anyone?") });
        expect(yield* sys("recvfrom", { fd, max: 9 })).toBe("ECONNREFUSED");
        return null;
      },
    });
    expect(trace.of("frame.sent")).toEqual([]);
  });

  test("an unconnected socket that asked for errors gets them with who said so", () => {
    run({
      *client() {
        const fd = (yield* sys("socket", { type: "datagram" })) as number;
        yield* sys("setsockopt", { fd, option: { name: "receiveErrors", value: true } });
        yield* sys("sendto", { fd, bytes: bytes("?"), to: server });
        expect(yield* sys("recvfrom", { fd, max: 9 })).toBe("ECONNREFUSED");
        const error = yield* sys("recverr", { fd });
        expect(error).toMatchObject({ error: "ECONNREFUSED", to: server, icmp: { reporter: server.address, code: 3 } });
        expect(yield* sys("recverr", { fd })).toBe("EAGAIN");
        return null;
      },
    });
  });

  test("a connected socket hears its peer only", () => {
    const { trace } = run({
      *server() {
        const fd = (yield* sys("socket", { type: "datagram" })) as number;
        yield* sys("bind", { fd, local: endpoint("*:7") });
        yield* sys("connect", { fd, to: endpoint("10.0.0.1:6000") });
        return ((yield* sys("recvfrom", { fd, max: 9 })) as { bytes: Uint8Array }).bytes.length;
      },
      client: send(bytes("from 5000")),
    });
    expect(trace.of("udp.dropped").map(({ why }) => why)).toEqual(["closed-port"]);
  });

  test("calls on what is not there, or not yet, answer as POSIX has it", () => {
    const answers: unknown[] = [];
    run({
      *client() {
        answers.push(yield* sys("bind", { fd: 9, local: endpoint("*:1") }));
        const fd = (yield* sys("socket", { type: "datagram" })) as number;
        answers.push(yield* sys("sendto", { fd, bytes: bytes("x") }));
        answers.push(yield* sys("getpeername", { fd }));
        answers.push(yield* sys("bind", { fd, local: endpoint("192.0.2.1:1") }));
        answers.push(yield* sys("bind", { fd, local: endpoint("*:80") }));
        answers.push(yield* sys("bind", { fd, local: endpoint("*:81") }));
        const other = (yield* sys("socket", { type: "datagram" })) as number;
        answers.push(yield* sys("bind", { fd: other, local: endpoint("10.0.0.1:80") }));
        answers.push(yield* sys("sendto", { fd: other, bytes: bytes("x"), to: endpoint("198.51.100.1:1") }));
        answers.push(yield* sys("setsockopt", { fd, option: { name: "nonBlocking", value: true } }));
        answers.push(yield* sys("recvfrom", { fd, max: 1 }));
        answers.push(yield* sys("close", { fd }), yield* sys("close", { fd }));
        return null;
      },
    });
    expect(answers).toEqual([
      ...["EBADF", "EDESTADDRREQ", "ENOTCONN", "EADDRNOTAVAIL", undefined, "EINVAL"],
      ...["EADDRINUSE", "ENETUNREACH", undefined, "EAGAIN", undefined, "EBADF"],
    ]);
  });

  test("when every ephemeral port is taken, binding to any says EADDRNOTAVAIL", () => {
    const world = new World({ seed: 1 });
    const host = new Topology(world).host("h");
    host.net.udp.demux.ephemeral = { first: 50_000, last: 50_002 };
    const answers: unknown[] = [];
    const ports = new Set<number>();
    host.start("t", function* () {
      for (let i = 0; i < 4; i++) {
        const fd = (yield* sys("socket", { type: "datagram" })) as number;
        answers.push(yield* sys("bind", { fd, local: endpoint("*:0") }));
        ports.add(((yield* sys("getsockname", { fd })) as Endpoint).port);
      }
      return null;
    });
    world.run();
    expect(answers).toEqual([undefined, undefined, undefined, "EADDRNOTAVAIL"]);
    expect([...ports].sort()).toEqual([0, 50_000, 50_001, 50_002]);
  });
});

describe("waiting", () => {
  test("a server that waits for ever is not deadlocked, nor is who waits for it to end", () => {
    const { trace, ending } = run({
      *server() {
        const child = yield* sys("spawn", { name: "child", body: echo() });
        return yield* sys("join", { thread: child });
      },
    });
    expect(ending).toBe("quiet");
    expect(trace.of("thread.blocked")).toHaveLength(2);
    expect(trace.of("deadlock")).toEqual([]);
  });

  test("two who wait for one socket are served in the order in which they came", () => {
    const order: string[] = [];
    run({
      *server() {
        const fd = (yield* sys("socket", { type: "datagram" })) as number;
        yield* sys("bind", { fd, local: endpoint("*:7") });
        for (const name of ["first", "second"])
          yield* sys("spawn", {
            name,
            *body() {
              const got = yield* sys("recvfrom", { fd, max: 9 });
              order.push(`${name} ${typeof got === "string" ? got : text(got.bytes)}`);
              return null;
            },
          });
        return null;
      },
      *client() {
        const fd = (yield* sys("socket", { type: "datagram" })) as number;
        for (const word of ["a", "b"]) yield* sys("sendto", { fd, bytes: bytes(word), to: server });
        return null;
      },
    });
    expect(order).toEqual(["first a", "second b"]);
  });

  test("poll tells which of several sockets is ready, or after its timeout that none is", () => {
    const answers: unknown[] = [];
    const { world } = run({
      *client() {
        const fds = [0, 0].map(() => 0);
        for (const i of [0, 1]) {
          fds[i] = (yield* sys("socket", { type: "datagram" })) as number;
          yield* sys("bind", { fd: fds[i]!, local: endpoint(`*:${5000 + i}`) });
        }
        const wishes = fds.map((fd) => ({ fd, readable: true }));
        answers.push(yield* sys("poll", { fds: wishes, timeout: ms(0) }));
        answers.push(yield* sys("poll", { fds: wishes, timeout: ms(30) }));
        yield* sys("sendto", { fd: fds[0]!, bytes: bytes("x"), to: endpoint("10.0.0.1:5001") });
        answers.push(yield* sys("poll", { fds: wishes, timeout: null }));
        return null;
      },
    });
    const readable = { fd: 4, readable: true, writable: false, error: false, closed: false };
    expect(answers).toEqual([[], [], [readable]]);
    expect(world.now).toBe(30_000_000);
  });
});

test("traceroute in system calls: each TTL is answered from one hop further", () => {
  const world = new World({ seed: 1 });
  const net = new Topology(world);
  const hosts: (Host & { net: NetStack })[] = [net.host("client"), net.router("r1"), net.router("r2"), net.host("far")];
  for (let i = 0; i < 3; i++)
    net.link(hosts[i]!, hosts[i + 1]!, { addresses: [`10.0.${i}.1/24`, `10.0.${i}.2/24`], latency: ms(1) });
  net.routeAll();
  const hops: string[] = [];
  hosts[0]!.start("traceroute", function* () {
    const fd = (yield* sys("socket", { type: "datagram" })) as number;
    yield* sys("setsockopt", { fd, option: { name: "receiveErrors", value: true } });
    for (let ttl = 1; ttl <= 3; ttl++) {
      yield* sys("setsockopt", { fd, option: { name: "ttl", value: ttl } });
      yield* sys("sendto", { fd, bytes: new Uint8Array(32), to: endpoint(`10.0.2.2:${33_433 + ttl}`) });
      yield* sys("poll", { fds: [{ fd, readable: true }], timeout: seconds(5) });
      const error = yield* sys("recverr", { fd });
      if (typeof error !== "string")
        hops.push(`${Number(error.icmp.reporter) & 0xffff} ${error.icmp.kind} ${error.error}`);
      yield* sys("getsockopt", { fd, name: "error" });
    }
    return null;
  });
  world.run();
  expect(hops).toEqual([
    `${2} time-exceeded EHOSTUNREACH`,
    `${0x102} time-exceeded EHOSTUNREACH`,
    `${0x202} destination-unreachable ECONNREFUSED`,
  ]);
});

test("the same seed gives the same trace, over a link that loses, doubles, delays and corrupts", () => {
  const hash = (): string => {
    const link = { loss: 0.1, duplicate: 0.1, reorder: 0.1, corrupt: 0.1, jitter: ms(3) };
    const client: Body = function* () {
      const fd = (yield* sys("socket", { type: "datagram" })) as number;
      yield* sys("setsockopt", { fd, option: { name: "receiveTimeout", value: ms(20) } });
      for (let i = 0; i < 50; i++) {
        yield* sys("sendto", { fd, bytes: new Uint8Array(i), to: server });
        yield* sys("recvfrom", { fd, max: 100 });
      }
      return null;
    };
    return traceHash(run({ server: echo(60), client }, link).trace);
  };
  expect(hash()).toBe(hash());
});
