/**
 * The numbers that the questions about the handshake and about TCP and UDP promise, under the profile `rfc` (ground rules G1 to G4):
 * 50 ms one way, client ISN 1000, server ISN 5000.
 */
import { describe, expect, it } from "vitest";
import { ms, seconds } from "../../base/time.ts";
import { atEnd, close, read, shutdownWrite, write } from "./connection.ts";
import { linux, rfc } from "./profile.ts";
import {
  dropFirst,
  type Fate,
  type Pair,
  type PairOptions,
  type Passing,
  pair,
  pattern,
  secondsOf,
} from "./testing/pair.ts";

interface Visit extends PairOptions {
  readonly serverCloseDelay?: number;
  readonly silent?: boolean;
  readonly closes?: "client" | "server" | "both" | "nobody";
}

/** Scenario handshake/open-close: ten octets each way, then the client closes, and the server after its end-of-file. */
function visit(options: Visit = {}): Pair {
  const p = pair(options);
  const { silent = false, closes = "client", serverCloseDelay = 0 } = options;
  const { client } = p;
  let answered = false;
  client.onState = (to) => {
    if (to === "ESTABLISHED" && !silent) p.at(p.now, () => write(client.c, pattern(10), p.now, client.out));
  };
  client.onReadable = () => {
    p.readAll(client);
    if (client.octets === 10 && closes === "client") close(client.c, p.now, client.out);
    if (client.octets === 10 && closes === "both") p.at(seconds(1), () => close(client.c, p.now, client.out));
    if (atEnd(client.c)) p.at(p.now, () => close(client.c, p.now, client.out));
  };
  p.connect();
  const watch = () => {
    const server = p.server;
    if (!server) {
      p.at(p.now + 10_000_000, watch);
      return;
    }
    server.onReadable = () => {
      p.readAll(server);
      if (server.octets === 10 && !answered) {
        answered = true;
        write(server.c, pattern(10), p.now, server.out);
        if (closes === "server") close(server.c, p.now, server.out);
        if (closes === "both") p.at(seconds(1), () => close(server.c, p.now, server.out));
      }
      if (atEnd(server.c)) p.at(p.now + serverCloseDelay, () => close(server.c, p.now, server.out));
    };
  };
  p.at(ms(60), watch);
  return p.run();
}

const times = (p: Pair, what: RegExp): number[] =>
  p.log.filter((line) => what.test(line)).map((line) => Number(line.split(" ")[0]));

describe("handshake", () => {
  it("three segments: SYN x, SYN-ACK y ack x+1, ACK y+1 (RFC 9293 3.5)", () => {
    expect(visit().log.slice(0, 3)).toEqual([
      "0.000 s client S 1000:1000(0) win 65535 <mss 1460>",
      "0.050 s server S. 5000:5000(0) ack 1001 win 65535 <mss 1460>",
      "0.100 s client . 1001:1001(0) ack 5001 win 65535",
    ]);
  });

  it("the four closing segments are FIN 1011/5011, ACK 5011/1012, FIN 5011/1012, ACK 1012/5012 (fu-sequence-numbers)", () => {
    expect(
      visit({ serverCloseDelay: ms(100) })
        .log.slice(-4)
        .map((line) => line.replace(/ win.*/, "")),
    ).toEqual([
      "0.200 s client F. 1011:1011(0) ack 5011",
      "0.250 s server . 5011:5011(0) ack 1012",
      "0.350 s server F. 5011:5011(0) ack 1012",
      "0.400 s client . 1012:1012(0) ack 5012",
    ]);
  });

  it("the state sequences of both ends (claim states); one drop anywhere changes neither", () => {
    for (let drop = 0; drop <= 12; drop++) {
      for (const from of ["client", "server"] as const) {
        const fate = (x: Passing): Fate => (x.from === from && x.n === drop ? "drop" : undefined);
        const p = visit({ serverCloseDelay: ms(100), fate });
        const context = `${from} ${drop}\n${p.log.join("\n")}`;
        expect(p.client.states, context).toEqual([
          "CLOSED",
          "SYN-SENT",
          "ESTABLISHED",
          "FIN-WAIT-1",
          "FIN-WAIT-2",
          "TIME-WAIT",
          "CLOSED",
        ]);
        expect(p.server!.states, context).toEqual([
          "LISTEN",
          "SYN-RECEIVED",
          "ESTABLISHED",
          "CLOSE-WAIT",
          "LAST-ACK",
          "CLOSED",
        ]);
        expect([p.client.closedWhy, p.server!.closedWhy]).toEqual(["fin", "fin"]);
      }
    }
  });

  it("two SYNs lost: SYN at 0, 1, 3 s, connected at 3.1 s, then RTO 3 s and a window of one segment (fu-syn-lost-twice)", () => {
    const p = pair({ fate: dropFirst("client", "SYN", 2) });
    p.connect();
    p.run(seconds(3.11));
    expect(times(p, /client S /)).toEqual([0, 1, 3]);
    expect(secondsOf(p.client.stateAt["ESTABLISHED"])).toBe(3.1);
    expect(p.client.c.rtt.rto).toBe(seconds(3));
    expect(p.client.c.cc.cwnd).toBe(1460);
  });

  it("two SYN-ACKs lost: 3 SYNs, 3 SYN-ACKs at 0.05, 1.05, 3.05 s, connected at 3.10 s (fu-synack-lost-twice)", () => {
    const p = pair({ fate: dropFirst("server", "SYN-ACK", 2) });
    p.connect();
    p.run(seconds(3.2));
    expect(times(p, /client S /)).toEqual([0, 1, 3]);
    expect(times(p, /server S\. /)).toEqual([0.05, 1.05, 3.05]);
    expect(secondsOf(p.client.stateAt["ESTABLISHED"])).toBe(3.1);
  });

  it("one SYN-ACK lost: connected after 1.1 s", () => {
    const p = pair({ fate: dropFirst("server", "SYN-ACK") });
    p.connect();
    p.run(seconds(2));
    expect(secondsOf(p.client.stateAt["ESTABLISHED"])).toBe(1.1);
  });

  it("the third segment lost: data carries its ACK, else the SYN-ACK comes again at 1.05 s (fu-third-ack-lost)", () => {
    const p = visit({ fate: dropFirst("client", "ACK") });
    expect(secondsOf(p.server!.stateAt["ESTABLISHED"])).toBe(0.15);
    const quiet = pair({ fate: dropFirst("client", "ACK") });
    quiet.connect();
    quiet.run(seconds(5));
    expect(times(quiet, /server S\. /)).toEqual([0.05, 1.05]);
    expect(times(quiet, /client \. /)).toEqual([0.1, 1.1]);
    expect(secondsOf(quiet.server!.stateAt["ESTABLISHED"])).toBe(1.15);
  });

  it("the last ACK lost: the FIN again after 1.0 s, an ACK, and 2 MSL begin anew (fu-last-ack-lost)", () => {
    const p = visit({
      fate: (x) => (x.from === "client" && x.segment.ack === 5012 && x.at < seconds(1) ? "drop" : undefined),
    });
    const fins = times(p, /server F/);
    expect(fins[1]! - fins[0]!).toBeCloseTo(1, 9);
    const lastAck = times(p, /client \. .* ack 5012/).at(-1)!;
    expect(secondsOf(p.client.closedAt)).toBeCloseTo(lastAck + 240, 9);
    expect(p.server!.closedWhy).toBe("fin");
  });

  it("without TIME-WAIT the repeated FIN meets a RST and the server's close reports a reset", () => {
    const noTimeWait = { ...rfc, msl: ms(0) };
    const p = visit({
      client: noTimeWait,
      fate: (x) => (x.from === "client" && x.segment.ack === 5012 && x.at < seconds(1) ? "drop" : undefined),
    });
    expect(p.log.some((line) => / client R /.test(line))).toBe(true);
    expect(p.server!.closedWhy).toBe("reset");
  });

  it("profile linux: the FIN again after 0.3 s at a round trip of 100 ms; TIME-WAIT 60 s instead of 240 s", () => {
    const noProbe = { ...linux, rack: false };
    const p = visit({
      client: noProbe,
      serverCloseDelay: ms(100),
      fate: (x) => (x.from === "client" && x.segment.ack === 5012 && x.at < ms(600) ? "drop" : undefined),
    });
    const fins = times(p, /server F/);
    expect(fins[1]! - fins[0]!).toBeCloseTo(0.3, 6);
    const q = visit({ client: linux });
    expect(secondsOf(q.client.closedAt) - secondsOf(q.client.stateAt["TIME-WAIT"])).toBe(60);
    const r = visit();
    expect(secondsOf(r.client.closedAt) - secondsOf(r.client.stateAt["TIME-WAIT"])).toBe(240);
  });

  it("both close at the same instant: ESTABLISHED, FIN-WAIT-1, CLOSING, TIME-WAIT, CLOSED; four segments (fu-simultaneous-close)", () => {
    const p = visit({ closes: "both" });
    const after = ["ESTABLISHED", "FIN-WAIT-1", "CLOSING", "TIME-WAIT", "CLOSED"];
    expect(p.client.states.slice(2)).toEqual(after);
    expect(p.server!.states.slice(2)).toEqual(after);
    expect(p.log.filter((line) => Number(line.split(" ")[0]) >= 1)).toHaveLength(4);
  });

  it("the server closes first: it has FIN-WAIT-1 and TIME-WAIT, the client has not (x-client-closes-first)", () => {
    const p = visit({ closes: "server" });
    expect(p.server!.states).toContain("TIME-WAIT");
    expect(p.client.states).not.toContain("TIME-WAIT");
  });

  it("with delayed ACKs of 40 ms ACK and FIN share a segment: three segments close (x-always-four)", () => {
    const delayed = { ...rfc, delayedAck: ms(40) };
    const p = visit({ client: delayed, serverCloseDelay: 0 });
    const fromFin = p.log.slice(p.log.findIndex((line) => / F/.test(line)));
    expect(fromFin).toHaveLength(3);
  });

  it("half-close: in FIN-WAIT-2 the client receives and acknowledges 5,000 octets, then the FIN (claim half-close)", () => {
    const p = pair().established();
    const { client } = p;
    p.at(seconds(1), () => shutdownWrite(client.c, p.now, client.out));
    p.at(seconds(2), () => write(p.server!.c, pattern(5000), p.now, p.server!.out));
    p.at(seconds(3), () => close(p.server!.c, p.now, p.server!.out));
    p.run(seconds(4));
    expect(client.octets).toBe(5000);
    expect(client.states.slice(-3)).toEqual(["FIN-WAIT-1", "FIN-WAIT-2", "TIME-WAIT"]);
    expect(p.log.some((line) => /client \. .* ack 10001/.test(line))).toBe(true);
  });
});

describe("TCP and UDP", () => {
  /** Scenario tcpudp/messages: 100 messages of 100 octets, one every 10 ms, over an established connection; times from its start. */
  function messages(fate: (x: Passing) => Fate): { p: Pair; readAt: number[] } {
    let t0 = Number.POSITIVE_INFINITY;
    const p = pair({ fate: (x) => (x.at >= t0 ? fate(x) : undefined) });
    p.established();
    p.run();
    t0 = p.now + 1_000_000_000;
    const server = p.server!;
    for (let i = 0; i < 100; i++) {
      p.at(t0 + i * 10_000_000, () => write(p.client.c, pattern(100, i * 100), p.now, p.client.out));
    }
    const readAt: number[] = [];
    server.onReadable = () => {
      for (;;) {
        const bytes = read(server.c, 100, p.now, server.out);
        if (bytes.length === 0) return;
        server.octets += bytes.length;
        readAt.push((p.now - t0) / 1e9);
      }
    };
    p.log.length = 0;
    p.run(t0 + 20e9);
    return { p, readAt };
  }

  const first = (...which: number[]) => {
    const lost = new Set(which);
    return (x: Passing): Fate => {
      if (x.from !== "client" || x.label !== "DATA") return undefined;
      const message = (x.segment.seq - 1001) / 100 + 1;
      return lost.delete(message) ? "drop" : undefined;
    };
  };

  it("every 20th message lost once: 10,000 octets arrive; message 100 again at 2.080 s (fu-drop-every-20th)", () => {
    const { p, readAt } = messages(first(20, 40, 60, 80, 100));
    expect(p.server!.octets).toBe(10_000);
    expect(readAt.at(-1)).toBeCloseTo(2.08 + 0.05, 9);
  });

  it("message 3 lost: message 4 is read at 200 ms instead of 80 (fu-hol-delay)", () => {
    const { readAt } = messages(first(3));
    expect(readAt.slice(0, 6).map((t) => Math.round(t * 1000))).toEqual([50, 60, 200, 200, 200, 200]);
    expect(messages(() => undefined).readAt[3]).toBeCloseTo(0.08, 9);
  });

  it("whichever of messages 2 to 97 is lost: none behind it is read before its retransmission (claim hol-blocking)", () => {
    for (let lost = 2; lost <= 97; lost++) {
      const { p, readAt } = messages(first(lost));
      expect(p.server!.octets).toBe(10_000);
      const sent = (lost - 1) * 0.01;
      // The third duplicate ACK is caused by the message three behind: 50 ms there, 50 ms back, 50 ms for the retransmission.
      expect(readAt[lost - 1]).toBeCloseTo(sent + 0.03 + 0.15, 9);
      expect(Math.min(...readAt.slice(lost))).toBeGreaterThanOrEqual(readAt[lost - 1]!);
    }
  });

  it("one octet costs nine segments and 369 octets of IP (fu-wire-bytes)", () => {
    const p = pair();
    p.connect();
    p.client.onState = (to) => {
      if (to === "ESTABLISHED") {
        p.at(p.now, () => {
          write(p.client.c, pattern(1), p.now, p.client.out);
          close(p.client.c, p.now, p.client.out);
        });
      }
    };
    p.at(ms(60), () => {
      p.server!.onReadable = () => {
        p.readAll(p.server!);
        if (atEnd(p.server!.c)) p.at(p.now + 10_000_000, () => close(p.server!.c, p.now, p.server!.out));
      };
    });
    p.run();
    expect(p.log).toHaveLength(9);
    const bytes = p.log.map((line) => 40 + Number(/\((\d+)\)/.exec(line)![1]) + (line.includes("mss") ? 4 : 0));
    expect(bytes.reduce((a, b) => a + b)).toBe(369);
  });

  it.each([16_060, 64_240])(
    "a receiver of %i octets that reads nothing stops the sender exactly there (fu-zero-window)",
    (buffer) => {
      const p = pair({ serverBuffer: buffer, serverReads: false }).established();
      p.run();
      const t0 = p.now;
      p.at(t0, () => write(p.client.c, pattern(200_000), p.now, p.client.out));
      p.run(t0 + 20e9);
      const data = p.log.filter((line) => /client .*\([1-9]/.test(line));
      const full = data.filter((line) => /\(1460\)/.test(line));
      expect(full).toHaveLength(buffer / 1460);
      expect(p.server!.c.rcv.wnd).toBe(0);
      const probes = data.filter((line) => /\(1\)/.test(line)).map((line) => Number(line.split(" ")[0]));
      const lastAck = Math.max(...times(p, /server .* win 0/).filter((t) => t < probes[0]!));
      expect(probes.slice(0, 3).map((t) => Number((t - 0.05 - lastAck).toFixed(6)))).toEqual([1, 3, 7]);
      expect(p.server!.c.count.octetsReceived).toBe(buffer);
      p.at(t0 + 21e9, () => {
        p.server!.reads = true;
        p.readAll(p.server!);
      });
      p.run(t0 + 60e9);
      expect(p.server!.octets).toBe(200_000);
    },
  );

  it("one send is not one recv: AB and CD are read as ABCD, or octet by octet (x-send-equals-recv)", () => {
    const p = pair({ serverReads: false }).established();
    p.at(p.now, () => write(p.client.c, pattern(2), p.now, p.client.out));
    p.at(p.now + 1, () => write(p.client.c, pattern(2, 2), p.now, p.client.out));
    p.run(p.now + 1e9);
    const server = p.server!;
    expect(read(server.c, 1, p.now, server.out)).toEqual(pattern(1));
    expect(read(server.c, 10, p.now, server.out)).toEqual(pattern(3, 1));
  });

  it("slow start: 10, 20, 40, 80 segments a round trip (RFC 5681 3.1, RFC 6928)", () => {
    const wide = {
      ...rfc,
      windowScale: 7,
      receiveBuffer: 4_000_000,
      receiveBufferMax: 4_000_000,
      sendBuffer: 4_000_000,
    };
    const p = pair({ client: wide }).established();
    p.run();
    const t0 = p.now;
    p.at(t0, () => write(p.client.c, pattern(400_000), p.now, p.client.out));
    p.run(t0 + 10e9);
    const rounds = new Map<number, number>();
    for (const line of p.log.filter((one) => /client .*\([1-9]/.test(one))) {
      const round = Math.floor((Number(line.split(" ")[0]) - t0 / 1e9) * 10 + 1e-6);
      rounds.set(round, (rounds.get(round) ?? 0) + 1);
    }
    expect([...rounds.values()].slice(0, 4)).toEqual([10, 20, 40, 80]);
  });
});
