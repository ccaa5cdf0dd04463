import { describe, expect, test } from "vitest";
import { type Duration, ms, seconds } from "../../base/time.ts";
import { linux, rfc } from "../../protocols/tcp/profile.ts";
import type { EventId } from "../../trace/happening.ts";
import { traceHash } from "../../trace/hash.ts";
import type { Trace } from "../../trace/trace.ts";
import { ethernetHeaderLength } from "../../wire/ethernet.ts";
import type { Seq } from "../../wire/seq.ts";
import { summarise } from "../../wire/summary.ts";
import { parseFault } from "../../world/faults.ts";
import { World } from "../../world/world.ts";
import type { Errno } from "../errno.ts";
import { isErrno } from "../errno.ts";
import type { Fd } from "../files/descriptors.ts";
import { sys, type Thread, type ThreadResult } from "../thread.ts";
import { endpoint } from "./demux.ts";
import type { Received } from "./sockets.ts";
import { type LinkProperties, Topology } from "./topology.ts";

interface Given {
  readonly link?: Partial<LinkProperties>;
  readonly faults?: readonly string[];
  readonly profile?: typeof rfc;
  readonly seed?: number;
}

/** A client and a server, 50 ms apart; both run their program. */
function run(given: Given, programs: { server?: () => Thread<ThreadResult>; client: () => Thread<ThreadResult> }) {
  const faults = (given.faults ?? []).map((text) => {
    const fault = parseFault(text);
    if ("expected" in fault) throw new Error(text);
    return fault;
  });
  const world = new World({ seed: given.seed ?? 1, faults });
  const net = new Topology(world, { neighbours: "known" });
  const [client, server] = [net.host("client"), net.host("server")];
  net.link(client, server, { addresses: ["10.0.0.1/24", "10.0.0.2/24"], latency: ms(50), ...given.link });
  for (const [host, iss] of [
    [client, 1000],
    [server, 5000],
  ] as const) {
    host.net.tcp.chooseIss = () => iss as Seq;
    host.net.tcp.profile = given.profile ?? rfc;
  }
  if (programs.server) server.start("server", programs.server);
  client.start("client", programs.client);
  world.run();
  return { world, trace: world.trace, client, server };
}

const port80 = endpoint("*:80");
const server80 = endpoint("10.0.0.2:80");

function* listening(): Thread<Fd> {
  const fd = (yield* sys("socket", { type: "stream" })) as Fd;
  yield* sys("bind", { fd, local: port80 });
  yield* sys("listen", { fd, backlog: 5 });
  return fd;
}

function* acceptOne(): Thread<Fd> {
  const fd = yield* listening();
  return ((yield* sys("accept", { fd })) as { fd: Fd }).fd;
}

function* connected(): Thread<Fd | Errno> {
  const fd = (yield* sys("socket", { type: "stream" })) as Fd;
  return (yield* sys("connect", { fd, to: server80 })) ?? fd;
}

/** Reads to the end of the stream; how many bytes, and whether each is what `pattern` put there. */
function* readAll(fd: Fd): Thread<{ total: number; right: boolean; error: Errno | null }> {
  let total = 0;
  let right = true;
  for (;;) {
    const got = (yield* sys("recvfrom", { fd, max: 65_536 })) as Received | Errno;
    if (isErrno(got)) return { total, right, error: got };
    if (got.bytes.length === 0) return { total, right, error: null };
    for (let i = 0; i < got.bytes.length; i++) right &&= got.bytes[i] === ((total + i) * 31) % 251;
    total += got.bytes.length;
  }
}

const pattern = (length: number): Uint8Array => Uint8Array.from({ length }, (_, i) => (i * 31) % 251);

const segments = (trace: Trace): string[] =>
  trace.of("frame.sent").map(({ at, bytes }) => `${at / 1e6} ${summarise(bytes).replace(/^.*: Flags /, "")}`);
const states = (trace: Trace, host: string): string[] =>
  trace.of("tcp.state").flatMap((event) => (event.host === host ? [event.to] : []));
const returned = (trace: Trace, host: string, call: string) =>
  trace.of("call.returned").filter((event) => event.host === host && event.call === call);

describe("a connection", () => {
  const talk = (given: Given = {}, closeAfter: Duration = ms(100)) =>
    run(given, {
      *server() {
        const fd = yield* acceptOne();
        yield* sys("recvfrom", { fd, max: 100 });
        yield* sys("sendto", { fd, bytes: new Uint8Array(10) });
        yield* readAll(fd);
        yield* sys("sleep", { for: closeAfter });
        yield* sys("close", { fd });
        return null;
      },
      *client() {
        const fd = yield* connected();
        if (isErrno(fd)) return null;
        yield* sys("sendto", { fd, bytes: new Uint8Array(10) });
        yield* sys("recvfrom", { fd, max: 100 });
        yield* sys("close", { fd });
        return null;
      },
    });

  test("opens in three segments, talks, and closes in four (RFC 9293 3.5, 3.6), with the numbers of both", () => {
    expect(segments(talk().trace)).toEqual([
      "0 [S], seq 1000, win 65535, options [mss 1460], length 0",
      "50 [S.], seq 5000, ack 1001, win 65535, options [mss 1460], length 0",
      "100 [.], ack 5001, win 65535, length 0",
      "100 [P.], seq 1001:1011, ack 5001, win 65535, length 10",
      "150 [.], ack 1011, win 65525, length 0",
      "150 [P.], seq 5001:5011, ack 1011, win 65525, length 10",
      "200 [.], ack 5011, win 65525, length 0",
      "200 [F.], seq 1011, ack 5011, win 65525, length 0",
      "250 [.], ack 1012, win 65525, length 0",
      "350 [F.], seq 5011, ack 1012, win 65525, length 0",
      "400 [.], ack 5012, win 65525, length 0",
    ]);
  });

  test("passes the states of RFC 9293 3.3.2; the first closer stays in TIME-WAIT for 2 MSL", () => {
    const { trace, world } = talk();
    expect(states(trace, "client")).toEqual([
      "SYN-SENT",
      "ESTABLISHED",
      "FIN-WAIT-1",
      "FIN-WAIT-2",
      "TIME-WAIT",
      "CLOSED",
    ]);
    expect(states(trace, "server")).toEqual(["SYN-RECEIVED", "ESTABLISHED", "CLOSE-WAIT", "LAST-ACK", "CLOSED"]);
    expect(world.now).toBe(240.4e9);
    expect(talk({ profile: linux }).world.now).toBe(60.4e9);
  });

  test.each([
    [["drop SYN 1..2"], 3.1],
    [["drop SYN-ACK 1..2"], 3.1],
    [["drop SYN-ACK 1"], 1.1],
    [[], 0.1],
  ])("%j: connect() returns after %d s", (faults, at) => {
    expect(returned(talk({ faults }).trace, "client", "connect").map((event) => event.at)).toEqual([at * 1e9]);
  });

  test("a close is three segments when the server closes before its delayed ACK is due", () => {
    const { trace } = talk({ profile: { ...rfc, delayedAck: ms(40) } }, ms(0));
    expect(trace.of("frame.sent").filter(({ labels }) => labels[0] === "FIN")).toHaveLength(2);
    expect(
      segments(trace)
        .slice(-3)
        .map((line) => line.split(",")[0]),
    ).toEqual(["200 [F.]", "250 [F.]", "300 [.]"]);
  });

  test("the same seed gives the same trace", () => {
    expect(traceHash(talk().trace)).toBe(traceHash(talk().trace));
  });
});

describe("errors", () => {
  const outcome = (given: Given, server?: () => Thread<ThreadResult>): { answer: unknown; at: number } => {
    let answer: unknown;
    const { trace } = run(given, {
      ...(server ? { server } : {}),
      *client() {
        answer = yield* connected();
        return null;
      },
    });
    return { answer, at: (returned(trace, "client", "connect")[0]?.at ?? 0) / 1e9 };
  };

  test("nobody listens: ECONNREFUSED after one round trip, by a reset with sequence number zero (RFC 9293 3.10.7.1)", () => {
    expect(outcome({})).toEqual({ answer: "ECONNREFUSED", at: 0.1 });
  });

  test("nobody answers: ETIMEDOUT", () => {
    expect(outcome({ faults: ["drop SYN"], profile: { ...rfc, synRetries: 2 } })).toEqual({
      answer: "ETIMEDOUT",
      at: 7,
    });
  });

  test("a port that is taken: EADDRINUSE, unless both say that they share it", () => {
    const answers: unknown[] = [];
    run(
      {},
      {
        *client() {
          const [a, b] = [
            (yield* sys("socket", { type: "stream" })) as Fd,
            (yield* sys("socket", { type: "stream" })) as Fd,
          ];
          answers.push(yield* sys("bind", { fd: a, local: port80 }), yield* sys("bind", { fd: b, local: port80 }));
          yield* sys("setsockopt", { fd: a, option: { name: "reuseAddress", value: true } });
          yield* sys("setsockopt", { fd: b, option: { name: "reuseAddress", value: true } });
          answers.push(yield* sys("bind", { fd: b, local: port80 }));
          return null;
        },
      },
    );
    expect(answers).toEqual([undefined, "EADDRINUSE", undefined]);
  });

  test("calls in the wrong state answer as POSIX has it", () => {
    const answers: unknown[] = [];
    run(
      {},
      {
        *client() {
          const fd = (yield* sys("socket", { type: "stream" })) as Fd;
          answers.push(yield* sys("recvfrom", { fd, max: 1 }), yield* sys("sendto", { fd, bytes: new Uint8Array(1) }));
          answers.push(yield* sys("accept", { fd }), yield* sys("shutdown", { fd, how: "write" }));
          answers.push(yield* sys("listen", { fd, backlog: 1 }), yield* sys("connect", { fd, to: server80 }));
          const datagram = (yield* sys("socket", { type: "datagram" })) as Fd;
          answers.push(yield* sys("listen", { fd: datagram, backlog: 1 }), yield* sys("accept", { fd: 99 }));
          return null;
        },
      },
    );
    expect(answers).toEqual([
      "ENOTCONN",
      "ENOTCONN",
      "EINVAL",
      "ENOTCONN",
      undefined,
      "EOPNOTSUPP",
      "EOPNOTSUPP",
      "EBADF",
    ]);
  });

  test("a peer that resets: the next read says ECONNRESET once, then the stream is at its end and writing is EPIPE", () => {
    const answers: unknown[] = [];
    run(
      {},
      {
        *server() {
          const fd = yield* acceptOne();
          yield* sys("setsockopt", { fd, option: { name: "linger", value: 0 } });
          yield* sys("close", { fd });
          return null;
        },
        *client() {
          const fd = (yield* connected()) as Fd;
          answers.push(yield* sys("recvfrom", { fd, max: 1 }));
          answers.push(((yield* sys("recvfrom", { fd, max: 1 })) as Received).bytes.length);
          answers.push(yield* sys("sendto", { fd, bytes: new Uint8Array(1) }));
          return null;
        },
      },
    );
    expect(answers).toEqual(["ECONNRESET", 0, "EPIPE"]);
  });

  test("a host that runs out of ephemeral ports: EADDRNOTAVAIL; TIME-WAIT keeps them busy", () => {
    const answers: unknown[] = [];
    const world = new World({ seed: 3 });
    const net = new Topology(world, { neighbours: "known" });
    const [client, server] = [net.host("client"), net.host("server")];
    net.link(client, server, { addresses: ["10.0.0.1/24", "10.0.0.2/24"], latency: ms(1) });
    client.net.tcp.demux.ephemeral = { first: 50_000, last: 50_002 };
    server.start("server", function* () {
      const fd = yield* listening();
      for (;;) {
        const accepted = (yield* sys("accept", { fd })) as { fd: Fd };
        yield* readAll(accepted.fd);
        yield* sys("close", accepted);
      }
    });
    client.start("client", function* () {
      for (let i = 0; i < 4; i++) {
        const fd = (yield* sys("socket", { type: "stream" })) as Fd;
        answers.push(yield* sys("connect", { fd, to: server80 }));
        yield* sys("close", { fd });
      }
      yield* sys("sleep", { for: seconds(241) });
      const fd = (yield* sys("socket", { type: "stream" })) as Fd;
      answers.push(yield* sys("connect", { fd, to: server80 }));
      return null;
    });
    world.run(100_000);
    expect(answers).toEqual([undefined, undefined, undefined, "EADDRNOTAVAIL", undefined]);
  });
});

describe("a stream", () => {
  /** The client sends so many bytes and closes its direction; the server reads all, and answers with as many. */
  function both(given: Given, length: number) {
    const got: Record<string, unknown> = {};
    const { world, trace } = run(given, {
      *server() {
        const fd = yield* acceptOne();
        got["server"] = yield* readAll(fd);
        yield* sys("sendto", { fd, bytes: pattern(length) });
        yield* sys("close", { fd });
        return null;
      },
      *client() {
        const fd = (yield* connected()) as Fd;
        got["sent"] = yield* sys("sendto", { fd, bytes: pattern(length) });
        yield* sys("shutdown", { fd, how: "write" });
        got["client"] = yield* readAll(fd);
        yield* sys("close", { fd });
        return null;
      },
    });
    return { got, world, trace };
  }

  const whole = (total: number) => ({
    sent: total,
    server: { total, right: true, error: null },
    client: { total, right: true, error: null },
  });

  test("arrives whole and in order both ways; a blocking write takes all of it, whatever the buffer", () => {
    expect(both({ link: { bitsPerSecond: 10_000_000 } }, 600_000).got).toEqual(whole(600_000));
  });

  test.each([
    ["rfc", rfc],
    ["linux", linux],
  ])("arrives whole although the link loses, doubles, reorders and damages frames (%s)", (_, profile) => {
    for (let seed = 1; seed <= 8; seed++) {
      const link = {
        loss: 0.05,
        duplicate: 0.02,
        reorder: 0.05,
        reorderBy: ms(30),
        corrupt: 0.02,
        bitsPerSecond: 10_000_000,
      };
      expect([seed, both({ link, seed, profile }, 100_000).got]).toEqual([seed, whole(100_000)]);
    }
  });

  test("both ways at once over a lossy link: data beside SACK reports still fits the path (RFC 9293 3.7.1)", () => {
    const got: unknown[] = [];
    const link = { loss: 0.03, bitsPerSecond: 10_000_000 };
    function* talk(fd: Fd): Thread<null> {
      const writer = yield* sys("spawn", {
        name: "writer",
        *body() {
          yield* sys("sendto", { fd, bytes: pattern(300_000) });
          yield* sys("shutdown", { fd, how: "write" });
          return null;
        },
      });
      got.push(yield* readAll(fd));
      yield* sys("join", { thread: writer });
      yield* sys("close", { fd });
      return null;
    }
    const { trace } = run(
      { link, profile: linux, seed: 4 },
      {
        *server() {
          return yield* talk(yield* acceptOne());
        },
        *client() {
          return yield* talk((yield* connected()) as Fd);
        },
      },
    );
    expect(got).toEqual([
      { total: 300_000, right: true, error: null },
      { total: 300_000, right: true, error: null },
    ]);
    const again = trace.of("tcp.retransmitted");
    expect(again.length).toBeGreaterThan(5);
    // What is said to be sent again leaves as a frame: nothing was too long for the path.
    for (const { id } of again) expect(trace.event((id + 1) as EventId).kind).toBe("frame.sent");
    expect(trace.of("ip.dropped")).toEqual([]);
  });

  test("a damaged segment is dropped by its checksum, and the stream is repaired by a retransmission", () => {
    const { got, trace } = both({ faults: ["corrupt DATA 1 bit 900"] }, 5_000);
    expect(got).toEqual(whole(5_000));
    expect(trace.of("tcp.dropped")).toMatchObject([{ why: "checksum" }]);
    expect(trace.of("tcp.retransmitted").length).toBeGreaterThan(0);
  });

  test("one segment lost in the middle: three duplicate ACKs, one fast retransmission, no timeout (RFC 5681 3.2)", () => {
    const { got, trace } = both({ faults: ["drop DATA 3 from client"] }, 14_600);
    expect(got).toEqual(whole(14_600));
    expect(trace.of("tcp.retransmitted").map(({ why }) => why)).toEqual(["fast retransmit"]);
    expect(trace.of("tcp.timer").filter(({ timer }) => timer === "retransmission")).toEqual([]);
  });

  test("a reader that does not read stops the sender at exactly the window, and probes follow (RFC 9293 3.8.6.1)", () => {
    let arrived = 0;
    const { trace } = run(
      {},
      {
        *server() {
          const listener = (yield* sys("socket", { type: "stream" })) as Fd;
          yield* sys("setsockopt", { fd: listener, option: { name: "receiveBuffer", value: 64_240 } });
          yield* sys("bind", { fd: listener, local: port80 });
          yield* sys("listen", { fd: listener, backlog: 1 });
          const { fd } = (yield* sys("accept", { fd: listener })) as { fd: Fd };
          yield* sys("sleep", { for: seconds(5) });
          arrived = (yield* readAll(fd)).total;
          return null;
        },
        *client() {
          const fd = (yield* connected()) as Fd;
          yield* sys("sendto", { fd, bytes: pattern(200_000) });
          yield* sys("close", { fd });
          return null;
        },
      },
    );
    expect(arrived).toBe(200_000);
    const early = trace
      .of("frame.sent")
      .filter(({ host, at, labels }) => host === "client" && labels[0] === "DATA" && at < 5e9);
    const sizes = early.map(({ bytes }) => bytes.length - ethernetHeaderLength - 40);
    // 44 full segments fill the buffer; then probes of one octet.
    expect(sizes.slice(0, 44)).toEqual(Array(44).fill(1460));
    expect(new Set(sizes.slice(44))).toEqual(new Set([1]));
  });

  test("a link of a smaller MTU on the way: segments shrink to it (RFC 1191), and all arrives", () => {
    const world = new World({ seed: 1 });
    const net = new Topology(world);
    const [client, r1, r2, server] = [net.host("client"), net.router("r1"), net.router("r2"), net.host("server")];
    net.link(client, r1, { addresses: ["10.0.0.1/24", "10.0.0.254/24"], latency: ms(1) });
    net.link(r1, r2, { addresses: ["10.0.2.1/24", "10.0.2.2/24"], latency: ms(1), mtu: 600 });
    net.link(r2, server, { addresses: ["10.0.1.254/24", "10.0.1.2/24"], latency: ms(1) });
    net.routeAll();
    let got: unknown;
    server.start("server", function* () {
      got = yield* readAll(yield* acceptOne());
      return null;
    });
    client.start("client", function* () {
      const fd = (yield* sys("socket", { type: "stream" })) as Fd;
      yield* sys("connect", { fd, to: endpoint("10.0.1.2:80") });
      yield* sys("sendto", { fd, bytes: pattern(20_000) });
      yield* sys("close", { fd });
      return null;
    });
    world.run();
    expect(got).toEqual({ total: 20_000, right: true, error: null });
    expect(world.trace.of("pmtu.changed")).toMatchObject([{ mtu: 600 }]);
  });
});

test("both ends announce the MSS that their own link takes (RFC 9293 3.7.1)", () => {
  const { trace } = run(
    { link: { mtu: 600 } },
    {
      *server() {
        yield* acceptOne();
        return null;
      },
      *client() {
        yield* connected();
        return null;
      },
    },
  );
  const opening = trace.of("frame.sent").map(({ bytes }) => summarise(bytes));
  expect(opening.slice(0, 2).map((line) => /mss \d+/.exec(line)?.[0])).toEqual(["mss 560", "mss 560"]);
});

describe("a non-blocking socket", () => {
  test("connect says EINPROGRESS, poll says when, and SO_ERROR how it went", () => {
    const answers: unknown[] = [];
    run(
      {},
      {
        *client() {
          const fd = (yield* sys("socket", { type: "stream" })) as Fd;
          yield* sys("setsockopt", { fd, option: { name: "nonBlocking", value: true } });
          answers.push(yield* sys("connect", { fd, to: server80 }), yield* sys("connect", { fd, to: server80 }));
          answers.push(yield* sys("poll", { fds: [{ fd, writable: true }], timeout: ms(50) }));
          answers.push(
            (
              (yield* sys("poll", { fds: [{ fd, writable: true }], timeout: null })) as readonly { error: boolean }[]
            )[0]!.error,
          );
          answers.push(yield* sys("getsockopt", { fd, name: "error" }));
          return null;
        },
      },
    );
    expect(answers).toEqual(["EINPROGRESS", "EALREADY", [], true, { value: "ECONNREFUSED" }]);
  });
});
