/** When a reset is sent and when one is believed: RFC 9293 3.5.2, 3.5.3, 3.10.7; blind attacks: RFC 5961. */
import { describe, expect, it } from "vitest";
import { ms, seconds } from "../../base/time.ts";
import { abort } from "./connection.ts";
import { linux, rfc } from "./profile.ts";
import { answerWithReset } from "./segment.ts";
import { client, Lone, server, synReceived, synSent } from "./testing/lone.ts";

describe("CLOSED (3.10.7.1)", () => {
  const t = new Lone();
  const answer = (text: string) => {
    const reset = answerWithReset(t.segment(text));
    return reset && { flags: reset.flags, seq: reset.seq, ack: reset.ack };
  };
  it("a SYN gets <SEQ=0><ACK=SEG.SEQ+SEG.LEN><CTL=RST,ACK>", () => {
    expect(answer("S 0:0(0)")).toEqual({ flags: 20, seq: 0, ack: 5_000_001 });
  });
  it("data without ACK is counted in SEG.LEN", () => {
    expect(answer("F 10:15(5)")).toEqual({ flags: 20, seq: 0, ack: 5_000_016 });
  });
  it("a segment with ACK gets <SEQ=SEG.ACK><CTL=RST>", () => {
    expect(answer(". 1:1(0) ack 77")).toEqual({ flags: 4, seq: 1_000_077, ack: 0 });
  });
  it("a RST gets nothing", () => {
    expect(answer("R 1:1(0)")).toBeNull();
  });
});

describe("SYN-SENT (3.10.7.3)", () => {
  it("an ACK of what was not sent gets a RST and changes nothing", () => {
    const t = synSent().inject(". 0:0(0) ack 2");
    expect(t.sent()).toEqual(["R 2:2(0)"]);
    expect(t.c.state).toBe("SYN-SENT");
  });
  it("SEG.ACK =< ISS likewise", () => {
    const t = synSent().inject("S. 0:0(0) ack 0");
    expect(t.sent()).toEqual(["R 0:0(0)"]);
  });
  it("a RST with an acceptable ACK refuses the connection", () => {
    const t = synSent().inject("R. 0:0(0) ack 1");
    expect(t.closedWhy).toBe("refused");
  });
  it("a RST without ACK, or with a wrong one, is dropped", () => {
    const t = synSent().inject("R 0:0(0)").inject("R. 0:0(0) ack 5");
    expect([t.c.state, t.sent()]).toEqual(["SYN-SENT", []]);
  });
  it("a bare ACK of the SYN is dropped: neither SYN nor RST", () => {
    const t = synSent().inject(". 0:0(0) ack 1");
    expect([t.c.state, t.sent()]).toEqual(["SYN-SENT", []]);
  });
});

describe("SYN-RECEIVED", () => {
  it("an unacceptable ACK gets <SEQ=SEG.ACK><CTL=RST>, the state stays (3.10.7.4, fifth)", () => {
    const t = synReceived().inject(". 1:1(0) ack 5");
    expect([t.sent(), t.c.state]).toEqual([["R 5:5(0)"], "SYN-RECEIVED"]);
  });
  it("a RST returns a passive open to LISTEN; the user need not be informed", () => {
    const t = synReceived().inject("R 1:1(0)");
    expect(t.states.at(-1)).toBe("LISTEN");
  });
  it("a RST ends an active open as refused", () => {
    const t = synSent().inject("S 0:0(0)");
    expect(t.c.state).toBe("SYN-RECEIVED");
    t.inject("R 1:1(0)");
    expect(t.closedWhy).toBe("refused");
  });
  it("a repeated SYN gets a bare ACK by the RFC, the SYN-ACK from Linux", () => {
    expect(synReceived().inject("S 0:0(0)").sent()).toEqual([". 1:1(0) ack 1"]);
    expect(synReceived({ profile: linux }).inject("S 0:0(0)").sent()).toEqual(["S. 0:0(0) ack 1"]);
  });
});

describe("synchronized states (RFC 9293 3.10.7.4; RFC 5961 3)", () => {
  it("a RST at RCV.NXT resets", () => {
    expect(server().inject("R 1:1(0)").closedWhy).toBe("reset");
  });
  it("a RST elsewhere in the window gets a challenge ACK", () => {
    const t = server().inject("R 2:2(0)");
    expect([t.sent(), t.c.state]).toEqual([[". 1:1(0) ack 1"], "ESTABLISHED"]);
  });
  it("a RST outside the window is dropped in silence", () => {
    const t = server().inject("R 70000:70000(0)").inject("R 0:0(0)");
    expect([t.sent(), t.c.state]).toEqual([[], "ESTABLISHED"]);
  });
  it("without RFC 5961 any RST in the window resets", () => {
    const t = server({ profile: { ...rfc, challengeAcks: false } }).inject("R 40000:40000(0)");
    expect(t.closedWhy).toBe("reset");
  });
  it("a SYN, in the window or not, gets a challenge ACK (RFC 5961 4)", () => {
    const t = server().inject("S 100:100(0)").inject("S 90000:90000(0)");
    expect([t.sent(), t.c.state]).toEqual([[". 1:1(0) ack 1", ". 1:1(0) ack 1"], "ESTABLISHED"]);
  });
  it("challenge ACKs are limited: ten in five seconds (RFC 5961 7)", () => {
    const t = server();
    for (let i = 0; i < 30; i++) t.inject("R 5:5(0)");
    expect(t.sent()).toHaveLength(10);
    t.after(seconds(5)).inject("R 5:5(0)");
    expect(t.sent()).toHaveLength(1);
  });
  it("an ACK older than SND.UNA - MAX.SND.WND is challenged, one within is not (RFC 5961 5)", () => {
    const t = server({ iss: 10 }, "mss 1460", 0, 1000);
    t.inject(". 1:11(10) ack 4294966000");
    expect([t.sent(), t.c.rcv.nxt - t.peerIss]).toEqual([[". 1:1(0) ack 1"], 1]);
    t.inject(". 1:11(10) ack 1");
    expect(t.sent()).toEqual([". 1:1(0) ack 11"]);
  });
  it("an ACK of what was never sent gets an ACK, and nothing from Linux", () => {
    expect(server().inject(". 1:11(10) ack 99").sent()).toEqual([". 1:1(0) ack 1"]);
    expect(server({ profile: linux }).inject(". 1:11(10) ack 99").sent()).toEqual([]);
  });
  it("a segment without ACK is dropped", () => {
    const t = server().inject("P 1:11(10)");
    expect([t.sent(), t.c.rcv.buffer.length]).toEqual([[], 0]);
  });
  it("Linux answers segments outside the window at most twice a second", () => {
    const t = server({ profile: linux }, "mss 1460");
    t.inject("S 0:0(0)").inject("S 0:0(0)").after(ms(600)).inject("S 0:0(0)");
    expect(t.sent()).toHaveLength(2);
  });
});

describe("ABORT (3.10.5)", () => {
  it("ESTABLISHED: <SEQ=SND.NXT><CTL=RST>", () => {
    const t = client();
    abort(t.c, t.now, t.out);
    expect([t.sent(), t.closedWhy]).toEqual([["R 1:1(0)"], "aborted"]);
  });
  it("SYN-SENT, CLOSING, LAST-ACK, TIME-WAIT: nothing is sent", () => {
    for (const t of [
      synSent(),
      server().shutdown().inject("F. 1:1(0) ack 1"),
      server().inject("F. 1:1(0) ack 1").shutdown(),
      server().shutdown().inject("F. 1:1(0) ack 2"),
    ]) {
      t.sent();
      abort(t.c, t.now, t.out);
      expect(t.sent()).toEqual([]);
    }
  });
});
