/** LISTEN (RFC 9293 3.10.7.2), the queues behind it by profile, simultaneous open (3.5, figure 7), text on a SYN. */
import { describe, expect, it } from "vitest";
import { ms, seconds } from "../../base/time.ts";
import type { Ipv4Address } from "../../wire/ipv4-address.ts";
import { seq } from "../../wire/seq.ts";
import { tcpFlag } from "../../wire/tcp.ts";
import { accept, closeListener, newListener, onSegmentInListen, type TcpListener } from "./listener.ts";
import { freebsd, linux, type Profile, rfc } from "./profile.ts";
import { noPayload, type Segment } from "./segment.ts";
import { onSegment } from "./segment-arrives.ts";
import type { TcpConnection, TcpOut } from "./tcb.ts";
import { server, synReceived, synSent } from "./testing/lone.ts";

const local = { address: 1 as Ipv4Address, port: 80 };
const now = seconds(0) as never;

/** A listener, and clients that send SYN and ACK to it. */
class Port {
  readonly l: TcpListener;
  readonly sent: Segment[] = [];
  readonly connections = new Map<number, TcpConnection>();
  readonly gone: string[] = [];
  acceptable = 0;
  readonly #out: TcpOut = {
    send: (s) => void this.sent.push(s),
    alarm: () => undefined,
    state: () => undefined,
    readable: () => undefined,
    writable: () => undefined,
    closed: (why) => void this.gone.push(why),
  };

  constructor(profile: Profile, backlog: number) {
    this.l = newListener({ profile, backlog, iss: () => seq(9000) });
  }
  put(port: number, flags: number, n: number, ack = 0): Segment[] {
    this.sent.length = 0;
    const s = { sourcePort: port, destinationPort: 80, seq: seq(n), ack: seq(ack), flags, window: 1000 };
    const segment = { ...s, urgentPointer: 0, options: [], payload: noPayload };
    const c = this.connections.get(port);
    if (c && c.state !== "CLOSED") onSegment(c, segment, now, this.#out);
    else {
      const remote = { address: 2 as Ipv4Address, port };
      onSegmentInListen(this.l, segment, local, remote, now, {
        send: (reset) => void this.sent.push(reset),
        spawned: (fresh) => {
          this.connections.set(port, fresh);
          return this.#out;
        },
        acceptable: () => {
          this.acceptable++;
        },
      });
    }
    return [...this.sent];
  }
  syn = (port: number) => this.put(port, tcpFlag.syn, 100).length;
  ack = (port: number) => this.put(port, tcpFlag.ack, 101, 9001);
  state = (port: number) => this.connections.get(port)?.state;
}

describe("what a listener answers", () => {
  it("a RST: nothing; an ACK: <SEQ=SEG.ACK><CTL=RST>; no SYN: nothing; a SYN: SYN-ACK", () => {
    const p = new Port(rfc, 5);
    expect(p.put(1, tcpFlag.rst, 1)).toEqual([]);
    expect(p.put(1, tcpFlag.ack, 1, 77).map((s) => [s.flags, s.seq])).toEqual([[tcpFlag.rst, 77]]);
    expect(p.put(1, tcpFlag.syn | tcpFlag.ack, 1, 77).map((s) => s.flags)).toEqual([tcpFlag.rst]);
    expect(p.put(1, tcpFlag.psh, 1)).toEqual([]);
    expect(p.put(1, tcpFlag.syn, 100).map((s) => [s.flags, s.seq, s.ack])).toEqual([
      [tcpFlag.syn | tcpFlag.ack, 9000, 101],
    ]);
  });
});

describe("the accept queue", () => {
  it.each([
    [rfc, 2],
    [linux, 3],
    [freebsd, 4],
  ])("of profile $name with backlog 2", (profile, room) => {
    const p = new Port(profile, 2);
    for (let port = 1; port <= 10; port++) p.syn(port);
    for (let port = 1; port <= 10; port++) p.ack(port);
    expect([...p.connections.values()].filter((c) => c.state === "ESTABLISHED")).toHaveLength(room);
    expect(p.acceptable).toBe(room);
    expect(accept(p.l)).toBe(p.connections.get(1));
  });
  it("full: Linux ignores the third segment and new SYNs, and takes the connection when there is room", () => {
    const p = new Port(linux, 1);
    for (const port of [1, 2, 3]) p.syn(port);
    for (const port of [1, 2, 3]) p.ack(port);
    expect([p.state(3), p.syn(4), p.l.dropped]).toEqual(["SYN-RECEIVED", 0, 1]);
    accept(p.l);
    p.ack(3);
    accept(p.l);
    expect([p.state(3), p.syn(4)]).toEqual(["ESTABLISHED", 1]);
  });
  it("full: FreeBSD resets", () => {
    const p = new Port(freebsd, 1);
    for (const port of [1, 2, 3]) p.syn(port);
    p.ack(1);
    p.ack(2);
    expect(p.ack(3).map((s) => s.flags)).toEqual([tcpFlag.rst]);
    expect(p.gone).toEqual(["aborted"]);
  });
});

it("closing the port gives back whoever was not accepted; a reset one leaves the SYN queue", () => {
  const p = new Port(rfc, 5);
  for (const port of [1, 2, 3]) p.syn(port);
  p.ack(1);
  p.put(2, tcpFlag.rst, 101);
  expect(p.l.synQueue.size).toBe(1);
  expect(closeListener(p.l)).toHaveLength(2);
});

describe("simultaneous open (RFC 9293 3.5, figure 7; MUST-10)", () => {
  it("SYN-SENT, SYN-RECEIVED by the peer's SYN, ESTABLISHED by its SYN-ACK or by an ACK", () => {
    const t = synSent().inject("S 0:0(0) <mss 1000>");
    expect([t.c.state, t.sent()]).toEqual(["SYN-RECEIVED", ["S. 0:0(0) ack 1"]]);
    t.inject("S. 0:0(0) ack 1 <mss 1000>");
    expect([t.c.state, t.sent()]).toEqual(["ESTABLISHED", [". 1:1(0) ack 1"]]);
    expect(synSent().inject("S 0:0(0)").inject(". 1:1(0) ack 1").c.state).toBe("ESTABLISHED");
  });
});

describe("text on a SYN (3.10.7.2, 3.10.7.3)", () => {
  it("is kept until the connection is established, by the RFC; Linux wants it again", () => {
    const t = synSent().inject("S. 0:5(5) ack 1 <mss 1000>");
    expect([t.sent(), t.read()]).toEqual([[". 1:1(0) ack 6"], 5]);
    const l = synSent({ profile: linux }).inject("S. 0:5(5) ack 1 <mss 1000>");
    expect([l.sent(), l.read()]).toEqual([[". 1:1(0) ack 1"], 0]);
  });
  it("a SYN with a FIN: CLOSE-WAIT as soon as the connection is established", () => {
    const t = synSent().inject("SF. 0:3(3) ack 1 <mss 1000>");
    expect([t.states.slice(-2), t.sent()]).toEqual([["ESTABLISHED", "CLOSE-WAIT"], [". 1:1(0) ack 5"]]);
  });
});

it("the SYN-ACK is repeated; Linux gives up after five", () => {
  const t = synReceived({ profile: linux });
  t.after(seconds(200));
  expect(t.timed().map((line) => Number(line.split(" ")[0]))).toEqual([1, 3, 7, 15, 31]);
  expect(t.closedWhy).toBe("timeout");
});

it("data may come with the third segment", () => {
  const t = synReceived().inject("P. 1:11(10) ack 1");
  expect([t.c.state, t.read(), t.sent()]).toEqual(["ESTABLISHED", 10, [". 1:1(0) ack 11"]]);
  expect(server({}, "mss 1460", ms(10)).c.rtt.srtt).toBe(ms(10));
});
