/** Loss recovery: RFC 6298 (timeout), 5681 and 6582 (fast retransmit, NewReno), 3042, 2018, 2883, 6675 (SACK), 6937, 8985 (RACK-TLP). */
import { describe, expect, it } from "vitest";
import { ms, seconds } from "../../base/time.ts";
import { info } from "./info.ts";
import { freebsd, linux, type Profile, rfc } from "./profile.ts";
import { type Lone, server } from "./testing/lone.ts";

const bare = (profile: Profile): Profile => ({ ...profile, timestamps: false, windowScale: null });
const rtt = ms(100);
/** Established with a round trip of 100 ms and so many segments of 1,000 octets just sent. */
function sending(segments: number, profile: Profile = rfc, options = "mss 1000"): Lone {
  const t = server({ profile }, options, rtt);
  t.write(segments * 1000);
  t.sent();
  return t;
}
const cwnd = (t: Lone) => t.c.cc.cwnd / 1000;
const ssthresh = (t: Lone) => t.c.cc.ssthresh / 1000;

describe("retransmission timeout (RFC 6298)", () => {
  it("2.2, 2.3: SRTT, RTTVAR and RTO of three samples", () => {
    const t = server({ profile: { ...rfc, minRto: ms(0) } }, "mss 1000", rtt);
    expect([t.c.rtt.srtt, t.c.rtt.rttvar, t.c.rtt.rto]).toEqual([ms(100), ms(50), ms(300)]);
    t.write(1000);
    t.after(ms(200)).inject(". 1:1(0) ack 1001");
    expect([t.c.rtt.srtt, t.c.rtt.rttvar, t.c.rtt.rto]).toEqual([ms(112.5), ms(62.5), ms(362.5)]);
    t.write(1000);
    t.after(ms(112.5)).inject(". 1:1(0) ack 2001");
    expect([t.c.rtt.srtt, t.c.rtt.rttvar]).toEqual([ms(112.5), ms(46.875)]);
  });
  it("2.4: one second at least; Linux has its minimum in the variance", () => {
    expect(sending(1).c.rtt.rto).toBe(seconds(1));
    expect(sending(1, linux).c.rtt.rto).toBe(ms(300));
  });
  it("5.4 to 5.6: the earliest segment again, twice as long each time, cwnd one segment", () => {
    const t = sending(10);
    t.after(seconds(7.5));
    expect(t.timed()).toEqual(["1.1 . 1:1001(1000) ack 1", "3.1 . 1:1001(1000) ack 1", "7.1 . 1:1001(1000) ack 1"]);
    expect([cwnd(t), ssthresh(t)]).toEqual([1, 5]);
  });
  it("3: Karn: no sample from what was sent twice; the backoff stays until there is one (5)", () => {
    const t = sending(2);
    t.after(seconds(1.2)).inject(". 1:1(0) ack 1001");
    expect([t.c.rtt.srtt, t.c.rtt.backoff]).toEqual([rtt, 1]);
    t.sent();
    t.inject(". 1:1(0) ack 2001");
    t.write(1000);
    t.after(rtt).inject(". 1:1(0) ack 3001");
    expect(t.c.rtt.backoff).toBe(0);
  });
  it("5.2, 5.3: off when all is acknowledged, started anew by an ACK of new data", () => {
    const t = sending(2);
    t.after(ms(900)).inject(". 1:1(0) ack 1001").after(ms(999));
    expect(t.sent()).toEqual([]);
    t.inject(". 1:1(0) ack 2001").after(seconds(100));
    expect(t.sent()).toEqual([]);
  });
  it("after it slow start sends what was in flight again, as ACKs come (RFC 5681 3.1)", () => {
    const t = sending(10);
    t.after(seconds(1));
    t.sent();
    t.after(rtt).inject(". 1:1(0) ack 1001");
    expect([cwnd(t), t.sent()]).toEqual([2, [". 1001:2001(1000) ack 1", ". 2001:3001(1000) ack 1"]]);
    // The peer had the rest: nothing of it is sent again.
    t.after(rtt).inject(". 1:1(0) ack 10001");
    expect(t.sent()).toEqual([]);
    expect(t.c.cc.state).toBe("open");
  });
});

describe("fast retransmit and NewReno (RFC 5681 3.2, RFC 6582)", () => {
  const dup = (t: Lone, n: number, ack = 1) => {
    for (let i = 0; i < n; i++) t.inject(`. 1:1(0) ack ${ack}`);
    return t;
  };
  it("the third duplicate ACK: retransmit, ssthresh half the flight, cwnd = ssthresh + 3", () => {
    const t = dup(sending(10), 2);
    expect(t.sent()).toEqual([]);
    dup(t, 1);
    expect(t.sent()).toEqual([". 1:1001(1000) ack 1"]);
    expect([ssthresh(t), cwnd(t), t.c.cc.state]).toEqual([5, 8, "recovery"]);
  });
  it("limited transmit: one new segment for each of the first two (RFC 3042), not counted in FlightSize", () => {
    const t = dup(sending(20), 1);
    expect(t.sent()).toEqual([". 10001:11001(1000) ack 1"]);
    dup(t, 1);
    expect(t.sent()).toEqual([". 11001:12001(1000) ack 1"]);
    dup(t, 1);
    expect(ssthresh(t)).toBe(5);
  });
  it("each further duplicate inflates cwnd by one and may let new data go", () => {
    const t = dup(sending(20), 3);
    t.sent();
    dup(t, 5);
    expect(cwnd(t)).toBe(13);
    expect(t.sent()).toEqual([". 12001:13001(1000) ack 1"]);
  });
  it("a partial ACK: the next hole at once, cwnd deflated by what it acknowledged and one added", () => {
    const t = dup(sending(10), 3);
    t.sent();
    t.after(rtt).inject(". 1:1(0) ack 4001");
    expect(t.sent()).toEqual([". 4001:5001(1000) ack 1"]);
    expect(cwnd(t)).toBe(8 - 4 + 1);
  });
  it("a full ACK ends it with min(ssthresh, max(FlightSize, SMSS) + SMSS)", () => {
    const t = dup(sending(10), 3);
    t.after(rtt).inject(". 1:1(0) ack 10001");
    expect([cwnd(t), t.c.cc.state]).toEqual([2, "open"]);
  });
  it("only the first partial ACK restarts the timer (Impatient)", () => {
    const t = dup(sending(10), 3);
    t.sent();
    t.after(ms(500)).inject(". 1:1(0) ack 2001");
    const due = t.c.timers.send.at;
    t.after(ms(100)).inject(". 1:1(0) ack 3001");
    expect(t.c.timers.send.at).toBe(due);
  });
  it("duplicates of data sent before the last recovery do not begin another (recover)", () => {
    const t = sending(10);
    t.after(seconds(1)).inject(". 1:1(0) ack 1001");
    t.sent();
    dup(t, 5, 1001);
    expect([t.sent(), t.c.cc.state]).toEqual([[], "loss"]);
  });
  it("an ACK with data, another window or a FIN is no duplicate (RFC 5681 2)", () => {
    const t = sending(10);
    for (let i = 0; i < 3; i++) t.inject(`. ${1 + i}:${2 + i}(1) ack 1`);
    for (let i = 0; i < 3; i++) t.inject(`. 4:4(0) ack 1 win ${30_000 + i}`);
    expect(t.c.cc.state).toBe("open");
  });
  it("ssthresh is two segments at least", () => {
    const t = dup(sending(2), 3);
    expect(ssthresh(t)).toBe(2);
  });
});

describe("SACK, what the receiver says (RFC 2018 4, RFC 2883 4)", () => {
  const receiving = () => server({ profile: bare(linux) }, "mss 1000,sackOK");
  it("the block that has just changed comes first", () => {
    const t = receiving()
      .inject(". 1001:2001(1000) ack 1")
      .inject(". 3001:4001(1000) ack 1")
      .inject(". 5001:6001(1000) ack 1");
    t.inject(". 2001:2501(500) ack 1");
    expect(t.sent().at(-1)).toBe(". 1:1(0) ack 1 <sack 1001:2501 5001:6001 3001:4001>");
    t.inject(". 1:1001(1000) ack 1");
    expect(t.sent()).toEqual([". 1:1(0) ack 2501 <sack 5001:6001 3001:4001>"]);
  });
  it("a duplicate is reported once, in front: below the ACK, and inside a block", () => {
    const t = receiving().inject(". 1:1001(1000) ack 1").inject(". 1:1001(1000) ack 1");
    expect(t.sent().at(-1)).toBe(". 1:1(0) ack 1001 <sack 1:1001>");
    t.inject(". 2001:4001(2000) ack 1").inject(". 2501:3001(500) ack 1");
    expect(t.sent().at(-1)).toBe(". 1:1(0) ack 1001 <sack 2501:3001 2001:4001>");
    t.inject(". 5001:5002(1) ack 1");
    expect(t.sent()).toEqual([". 1:1(0) ack 1001 <sack 5001:5002 2001:4001>"]);
  });
  it("three blocks fit beside timestamps, four without (RFC 2018 3)", () => {
    const t = receiving();
    const s = server({ profile: linux }, "mss 1000,sackOK,TS val 1 ecr 0");
    for (let i = 1; i <= 6; i++) {
      t.inject(`. ${i * 2000}:${i * 2000 + 100}(100) ack 1`);
      s.inject(`. ${i * 2000}:${i * 2000 + 100}(100) ack 1 <nop,nop,TS val 1 ecr 1>`);
    }
    expect(
      t
        .sent()
        .at(-1)!
        .match(/\d+:\d+/g),
    ).toHaveLength(5);
    expect(
      s
        .sent()
        .at(-1)!
        .match(/\d+:\d+/g),
    ).toHaveLength(4);
  });
});

describe("recovery with SACK by counting (RFC 6675)", () => {
  const by6675 = bare({ ...rfc, sack: true });
  const sack = (t: Lone, blocks: string, ack = 1) => t.inject(`. 1:1(0) ack ${ack} <sack ${blocks}>`);
  it("begins with the third duplicate, or when more than two segments above are sacked", () => {
    const t = sending(10, by6675, "mss 1000,sackOK");
    sack(t, "1001:2001");
    sack(t, "1001:3001");
    expect(t.sent()).toEqual([]);
    sack(t, "1001:4001");
    expect(t.sent()).toEqual([". 1:1001(1000) ack 1"]);
    expect([ssthresh(t), cwnd(t)]).toEqual([5, 5]);
  });
  it("sends as the pipe allows: lost first, then new", () => {
    const t = sending(20, by6675, "mss 1000,sackOK");
    sack(t, "5001:10001");
    // Ten out, five sacked, five lost: pipe 0, cwnd 5.
    expect(t.sent()).toEqual([1, 1001, 2001, 3001, 4001].map((from) => `. ${from}:${from + 1000}(1000) ack 1`));
    sack(t, "5001:10001 1:1001", 1001);
    expect(t.sent()).toEqual([". 10001:11001(1000) ack 1"]);
  });
  it("ends when everything out at its beginning is acknowledged", () => {
    const t = sending(10, by6675, "mss 1000,sackOK");
    sack(t, "1001:4001");
    t.inject(". 1:1(0) ack 4001");
    expect(t.c.cc.state).toBe("recovery");
    t.inject(". 1:1(0) ack 10001");
    expect([t.c.cc.state, cwnd(t)]).toEqual(["open", 5]);
  });
  it("a receiver that takes back what it sacked: after a timeout nothing it said counts (RFC 2018 8)", () => {
    const t = sending(4, by6675, "mss 1000,sackOK");
    sack(t, "1001:2001");
    t.inject(". 1:1(0) ack 1001");
    expect(t.c.flight.sacked).toBe(1);
    t.after(seconds(1));
    expect([t.c.flight.sacked, t.sent().at(-1)]).toEqual([0, ". 1001:2001(1000) ack 1"]);
  });
});

describe("RACK-TLP and proportional rate reduction (RFC 8985, RFC 6937)", () => {
  const modern = bare(linux);
  const sack = (t: Lone, blocks: string, ack = 1) => t.inject(`. 1:1(0) ack ${ack} <sack ${blocks}>`);
  it("the tail is probed after two round trips, repeating the last segment (7.2, 7.3)", () => {
    const t = sending(5, modern, "mss 1000,sackOK");
    t.after(ms(202));
    expect(t.timed()).toEqual(["0.302 P. 4001:5001(1000) ack 1"]);
  });
  it("new data is the better probe", () => {
    const t = sending(11, modern, "mss 1000,sackOK");
    t.after(ms(202));
    expect(t.sent()).toEqual(["P. 10001:11001(1000) ack 1"]);
  });
  it("one segment out: the probe waits for a delayed ACK, but not beyond the RTO", () => {
    const t = sending(1, modern, "mss 1000,sackOK");
    t.after(ms(299));
    expect(t.sent()).toEqual([]);
    t.after(ms(1));
    expect(t.sent()).toEqual(["P. 1:1001(1000) ack 1"]);
  });
  it("one SACK starts the reordering timer of a quarter of the round trip (6.2 step 4, 6.3)", () => {
    const t = sending(10, modern, "mss 1000,sackOK");
    t.after(rtt);
    sack(t, "7001:8001");
    expect(t.sent()).toEqual([]);
    t.after(ms(27));
    expect(t.sent()).toEqual([". 1:1001(1000) ack 1"]);
    expect([info(t.c, t.now).lost, t.c.cc.state]).toEqual([7, "recovery"]);
  });
  it("three sacked segments need no timer, and a segment late by reordering is not taken for lost afterwards", () => {
    const t = sending(10, modern, "mss 1000,sackOK");
    t.after(rtt);
    sack(t, "1001:4001");
    expect(t.sent()).toEqual([". 1:1001(1000) ack 1"]);
    const u = sending(10, modern, "mss 1000,sackOK");
    u.after(rtt);
    sack(u, "2001:3001");
    sack(u, "1001:3001");
    expect(u.c.cc.rack.reorderingSeen).toBe(true);
    sack(u, "1001:5001");
    expect(u.sent()).toEqual([]);
  });
  it("cwnd comes down to 0.7 of what it was, one segment for each one delivered (RFC 6937, RFC 9438 4.6)", () => {
    const t = sending(17, modern, "mss 1000,sackOK");
    t.after(rtt);
    sack(t, "1001:4001");
    t.sent();
    expect([info(t.c, t.now).snd_cwnd, info(t.c, t.now).snd_ssthresh]).toEqual([7, 7]);
    for (let i = 5; i <= 8; i++) {
      sack(t, `1001:${i}001`);
      expect(t.sent()).toHaveLength(1);
    }
  });
  it("a lost retransmission is noticed when something sent after it is delivered", () => {
    const t = sending(12, modern, "mss 1000,sackOK");
    t.after(rtt);
    sack(t, "1001:4001");
    t.after(ms(10));
    sack(t, "1001:6001");
    t.sent();
    t.after(ms(95));
    sack(t, "1001:11001");
    expect(t.sent()).toContain(". 1:1001(1000) ack 1");
  });
  it("a needless timeout is undone when timestamps show it (RFC 3522)", () => {
    const t = server({ profile: { ...linux, rack: false } }, "mss 1012,sackOK,TS val 1 ecr 0", rtt);
    t.write(5000);
    const before = t.c.cc.cwnd;
    t.after(ms(310));
    expect(t.c.cc.state).toBe("loss");
    t.inject(". 1:1(0) ack 1001 <nop,nop,TS val 2 ecr 100>");
    expect([t.c.cc.cwnd >= before, t.c.cc.state]).toEqual([true, "open"]);
  });
});

it("FreeBSD keeps to the RFC's counting", () => {
  const t = sending(10, bare(freebsd), "mss 1000,sackOK");
  t.inject(". 1:1(0) ack 1 <sack 7001:8001>").after(ms(50));
  expect(t.sent()).toEqual([]);
});

it("hybrid slow start ends when the round trip grows by an eighth (Linux)", () => {
  const t = sending(60, bare(linux), "mss 1000,sackOK");
  t.after(rtt);
  for (let i = 1; i <= 10; i++) t.inject(`. 1:1(0) ack ${i}001`).after(ms(4));
  expect(info(t.c, t.now).snd_cwnd).toBe(20);
  t.after(ms(100));
  for (let i = 11; i <= 25; i++) t.inject(`. 1:1(0) ack ${i}001`).after(ms(4));
  expect(ssthresh(t)).toBeLessThan(40);
  expect(t.notes.some((n) => n.what === "congestion window" && n.why === "slow start ends")).toBe(true);
});
