/** Options: RFC 9293 3.7.1 (MSS), RFC 7323 (window scale, timestamps, PAWS), RFC 2018; profiles' layouts; ECN, RFC 3168. */
import { describe, expect, it } from "vitest";
import { ms, seconds } from "../../base/time.ts";
import { open } from "./connection.ts";
import { freebsd, linux, type Profile, rfc } from "./profile.ts";
import { client, Lone, server, synReceived } from "./testing/lone.ts";
import { formatSegment } from "./testing/pair.ts";

const syn = (profile: Profile) => {
  const t = new Lone({ profile });
  open(t.c, t.now, t.out);
  return formatSegment(t.raw()[0]!.segment).replace(/.*win/, "win");
};

describe("SYN", () => {
  it.each([
    [rfc, "win 65535 <mss 1460>"],
    [linux, "win 64240 <mss 1460,sackOK,TS val 0 ecr 0,nop,wscale 7>"],
    [freebsd, "win 65535 <mss 1460,nop,wscale 6,sackOK,TS val 0 ecr 0>"],
    [{ ...linux, timestamps: false }, "win 64240 <mss 1460,nop,nop,sackOK,nop,wscale 7>"],
    [{ ...linux, sack: false }, "win 64240 <mss 1460,nop,nop,TS val 0 ecr 0,nop,wscale 7>"],
  ])("of profile $0.name", (profile, expected) => {
    expect(syn(profile)).toBe(expected);
  });
  it("a SYN-ACK has only what the SYN asked for", () => {
    const t = new Lone({ profile: linux });
    const answered = synReceived({ profile: linux }, "mss 1000,wscale 2");
    expect([answered.c.options.sack, answered.c.options.timestamps, answered.c.options.sndScale]).toEqual([
      false,
      false,
      2,
    ]);
    expect(t.c.options.rcvScale).toBe(0);
  });
});

describe("MSS", () => {
  it("without the option 536 are sent (MUST-15)", () => {
    const t = client({}, "nop");
    t.write(600);
    expect(t.sent()).toEqual([". 1:537(536) ack 1", "P. 537:601(64) ack 1"]);
  });
  it("options on every segment come off it (3.7.1)", () => {
    expect(server({ profile: linux }, "mss 1460,TS val 1 ecr 0").c.snd.mss).toBe(1448);
  });
});

describe("window scale (RFC 7323 2)", () => {
  it("is never applied to the window of a SYN, and to every other", () => {
    const t = synReceived({ profile: linux }, "mss 1000,wscale 3", 1000);
    expect(t.c.snd.wnd).toBe(1000);
    t.inject(". 1:1(0) ack 1 win 1000");
    expect(t.c.snd.wnd).toBe(8000);
  });
  it("a shift of more than 14 counts as 14 (2.3)", () => {
    expect(synReceived({ profile: linux }, "mss 1000,wscale 200").c.options.sndScale).toBe(14);
  });
});

describe("timestamps and PAWS (RFC 7323 4.3, 5)", () => {
  const stamped = () => {
    const t = synReceived({ profile: linux }, "mss 1460,sackOK,TS val 100 ecr 0");
    return t.inject(". 1:1(0) ack 1 <nop,nop,TS val 200 ecr 0>");
  };
  it("TSecr is the latest TSval that arrived in order; it is not taken from beyond a gap", () => {
    const t = stamped().inject(". 1001:2001(1000) ack 1 <nop,nop,TS val 300 ecr 0>");
    const options = (i: number) => formatSegment(t.raw().at(i)!.segment);
    expect(options(-1)).toContain("ecr 200");
    t.inject(". 1:1001(1000) ack 1 <nop,nop,TS val 250 ecr 0>");
    expect(options(-1)).toContain("ecr 250");
  });
  it("an older stamp is refused with an ACK; a RST is not", () => {
    const t = stamped().inject(". 1:11(10) ack 1 <nop,nop,TS val 199 ecr 0>");
    expect([t.sent(), t.c.rcv.buffer.length]).toEqual([[". 1:1(0) ack 1"], 0]);
    expect(stamped().inject("R 1:1(0) <nop,nop,TS val 1 ecr 0>").closedWhy).toBe("reset");
  });
  it("after 24 days of idleness TS.Recent is no longer valid (5.5)", () => {
    const t = stamped()
      .after(seconds(25 * 24 * 3600))
      .inject(". 1:11(10) ack 1 <nop,nop,TS val 5 ecr 0>");
    expect(t.c.rcv.buffer.length).toBe(10);
  });
  it("stamps wrap", () => {
    const t = synReceived({ profile: linux }, "mss 1460,sackOK,TS val 4294967295 ecr 0");
    t.inject(". 1:11(10) ack 1 <nop,nop,TS val 3 ecr 0>");
    expect(t.c.rcv.buffer.length).toBe(10);
  });
  it("a bad ACK does not move TS.Recent", () => {
    const t = stamped()
      .inject("F. 1:1(0) ack 9999 <nop,nop,TS val 200000 ecr 0>")
      .inject(". 1:1001(1000) ack 1 <nop,nop,TS val 201 ecr 0>");
    expect([t.sent(), t.c.ts.recent]).toEqual([[". 1:1(0) ack 1001"], 201]);
  });
  it("a retransmission can be measured by its echo (RFC 6298 3)", () => {
    const t = stamped();
    t.write(1000);
    t.after(ms(1500)).inject(". 1:1(0) ack 1001 <nop,nop,TS val 300 ecr 1000>");
    expect(t.c.rtt.latest).toBe(ms(500));
  });
});

describe("ECN (RFC 3168 6.1)", () => {
  const asks = { ...linux, ecn: "ask", timestamps: false } as const;
  it("an ECN-setup SYN has ECE and CWR, its answer ECE; data is ECT(0), a pure ACK is not", () => {
    const t = new Lone({ profile: asks });
    open(t.c, t.now, t.out);
    expect(t.sent()).toEqual(["SEW 0:0(0)"]);
    t.inject("SE. 0:0(0) ack 1 <mss 1000,sackOK>");
    t.write(10);
    expect(t.raw().map((r) => r.ecn)).toEqual([0, 2]);
  });
  it("a mark is echoed until CWR comes", () => {
    const t = new Lone({ profile: asks });
    open(t.c, t.now, t.out);
    t.inject("SE. 0:0(0) ack 1 <mss 1000,sackOK>");
    t.sent();
    t.inject(". 1:11(10) ack 1", true).inject(". 11:21(10) ack 1");
    expect(t.sent()).toEqual(["E. 1:1(0) ack 11", "E. 1:1(0) ack 21"]);
    t.inject("W. 21:31(10) ack 1");
    expect(t.sent()).toEqual([". 1:1(0) ack 31"]);
  });
  it("ECE reduces the window once a round trip, and the next new data says CWR", () => {
    const t = new Lone({ profile: { ...asks, prr: false } });
    open(t.c, t.now, t.out);
    t.after(ms(100)).inject("SE. 0:0(0) ack 1 <mss 1000,sackOK>");
    t.write(10_000);
    t.sent();
    t.after(ms(100)).inject("E. 1:1(0) ack 1001").inject("E. 1:1(0) ack 2001");
    expect(t.c.cc.cwnd).toBe(7000);
    t.inject(". 1:1(0) ack 10001");
    t.write(2000);
    expect(t.sent()).toEqual(["W. 10001:11001(1000) ack 1", "P. 11001:12001(1000) ack 1"]);
  });
});
