/** Closing: RFC 9293 3.6, 3.6.1, 3.10.4; TIME-WAIT and its reuse: RFC 6191. */
import { describe, expect, it } from "vitest";
import { ms, seconds } from "../../base/time.ts";
import { atEnd, canWrite } from "./connection.ts";
import { linux, rfc } from "./profile.ts";
import { server, synReceived, synSent } from "./testing/lone.ts";

describe("CLOSE", () => {
  it("sends what is queued, then the FIN, in one segment where they fit", () => {
    const t = server({ profile: { ...rfc, nagle: true } });
    t.write(100);
    t.write(50);
    t.shutdown();
    expect(t.sent()).toEqual(["P. 1:101(100) ack 1", "FP. 101:151(50) ack 1"]);
    expect(t.c.state).toBe("FIN-WAIT-1");
  });
  it("in SYN-SENT deletes the TCB; in SYN-RECEIVED waits for ESTABLISHED", () => {
    expect(synSent().shutdown().closedWhy).toBe("aborted");
    const t = synReceived().shutdown().inject(". 1:1(0) ack 1");
    expect(t.states.slice(-2)).toEqual(["ESTABLISHED", "FIN-WAIT-1"]);
    expect(t.sent()).toEqual(["F. 1:1(0) ack 1"]);
  });
  it("nothing can be written afterwards", () => {
    const t = server().shutdown();
    expect([canWrite(t.c), t.write(10)]).toEqual([false, 0]);
  });
  it("the FIN is repeated like data", () => {
    const t = server().shutdown();
    t.sent();
    t.after(seconds(7));
    expect(t.timed()).toEqual(["1 F. 1:1(0) ack 1", "3 F. 1:1(0) ack 1", "7 F. 1:1(0) ack 1"]);
  });
  it("with unread data it is a reset: data was lost (SHLD-3)", () => {
    const t = server().inject("P. 1:11(10) ack 1");
    t.sent();
    t.close();
    expect([t.sent(), t.closedWhy]).toEqual([["R 1:1(0)"], "aborted"]);
  });
  it("data that comes after it is answered with a reset", () => {
    const t = server().close().inject(". 1:1(0) ack 2");
    t.sent();
    t.inject("P. 1:11(10) ack 2");
    expect([t.sent(), t.closedWhy]).toEqual([["R 2:2(0)"], "aborted"]);
  });
  it("shutdown instead leaves the other direction open", () => {
    const t = server().shutdown().inject(". 1:1(0) ack 2");
    t.sent();
    t.inject("P. 1:11(10) ack 2");
    expect([t.sent(), t.read(), t.c.state]).toEqual([[". 2:2(0) ack 11"], 10, "FIN-WAIT-2"]);
  });
});

describe("the peer's FIN", () => {
  it("out of order waits for what is before it", () => {
    const t = server().inject("F. 11:21(10) ack 1");
    expect([t.c.state, t.sent()]).toEqual(["ESTABLISHED", [". 1:1(0) ack 1"]]);
    t.inject(". 1:11(10) ack 1");
    expect([t.c.state, t.sent()]).toEqual(["CLOSE-WAIT", [". 1:1(0) ack 22"]]);
    expect([t.read(), atEnd(t.c)]).toEqual([20, true]);
  });
  it("FIN with the ACK of ours: enter FIN-WAIT-2 and continue processing in that state, so TIME-WAIT in one segment", () => {
    const t = server().shutdown().inject("F. 1:1(0) ack 2");
    expect(t.states.slice(-3)).toEqual(["FIN-WAIT-1", "FIN-WAIT-2", "TIME-WAIT"]);
  });
  it("crossing ours leads through CLOSING", () => {
    const t = server().shutdown().inject("F. 1:1(0) ack 1").inject(". 2:2(0) ack 2");
    expect(t.states.slice(-3)).toEqual(["FIN-WAIT-1", "CLOSING", "TIME-WAIT"]);
  });
});

describe("TIME-WAIT", () => {
  const timeWait = (profile = rfc) => server({ profile }).shutdown().inject("F. 1:1(0) ack 2");
  it("lasts 2 MSL: 240 s, in Linux 60 s", () => {
    for (const [profile, length] of [
      [rfc, 240],
      [linux, 60],
    ] as const) {
      const t = timeWait(profile);
      t.after(seconds(length) - 1);
      expect(t.c.state).toBe("TIME-WAIT");
      t.after(1);
      expect(t.closedWhy).toBe("fin");
    }
  });
  it("a repeated FIN is acknowledged and restarts it", () => {
    const t = timeWait();
    t.sent();
    t.after(seconds(200)).inject("F. 1:1(0) ack 2");
    expect(t.sent()).toEqual([". 2:2(0) ack 2"]);
    t.after(seconds(239));
    expect(t.c.state).toBe("TIME-WAIT");
  });
  it("a SYN beyond the old sequence ends it, one below does not (RFC 9293 3.6.1 MAY-2)", () => {
    const t = timeWait();
    t.inject("S 1:1(0)");
    expect(t.c.state).toBe("TIME-WAIT");
    t.inject("S 500:500(0)");
    expect(t.closedWhy).toBe("superseded");
  });
  it("with timestamps the later stamp decides (RFC 6191 2)", () => {
    const make = () => {
      const t = synReceived({ profile: linux }, "mss 1460,sackOK,TS val 100 ecr 0");
      t.inject(". 1:1(0) ack 1 <TS val 100 ecr 0>").shutdown().inject("F. 1:1(0) ack 2 <TS val 100 ecr 0>");
      return t;
    };
    expect(make().inject("S 9000:9000(0) <TS val 99 ecr 0>").c.state).toBe("TIME-WAIT");
    expect(make().inject("S 0:0(0) <TS val 101 ecr 0>").closedWhy).toBe("superseded");
  });
});

it("FIN-WAIT-2 ends after 60 s in Linux when nobody holds the connection, never by the RFC", () => {
  const t = server({ profile: linux }).close().inject(". 1:1(0) ack 2");
  t.after(seconds(60) - 1);
  expect(t.c.state).toBe("FIN-WAIT-2");
  expect(t.after(1).closedWhy).toBe("timeout");
  expect(server().close().inject(". 1:1(0) ack 2").after(seconds(100_000)).c.state).toBe("FIN-WAIT-2");
});

describe("giving up (RFC 9293 3.8.3)", () => {
  it("SYN: three minutes at least by the RFC (MUST-23); Linux after 10 repetitions, four of them a second apart", () => {
    const t = synSent();
    t.after(seconds(180));
    expect(t.c.state).toBe("SYN-SENT");
    expect(t.after(seconds(300)).closedWhy).toBe("timeout");
    const l = synSent({ profile: linux });
    l.after(seconds(400));
    expect(l.timed().map((line) => Number(line.split(" ")[0]))).toEqual([1, 2, 3, 4, 5, 7, 11, 19, 35, 67]);
    expect(l.closedWhy).toBe("timeout");
  });
  it("data: 100 s at least (SHLD-11); Linux after about 15 minutes", () => {
    const t = server();
    t.write(10);
    t.after(seconds(100));
    expect(t.c.state).toBe("ESTABLISHED");
    expect(t.after(seconds(300)).closedWhy).toBe("timeout");
    const l = server({ profile: linux }, "mss 1460", ms(50));
    l.write(10);
    l.after(seconds(900));
    expect(l.c.state).toBe("ESTABLISHED");
    expect(l.after(seconds(200)).closedWhy).toBe("timeout");
  });
  it("the user timeout is kept exactly (MUST-21)", () => {
    const t = server({ settings: { userTimeout: seconds(5) } });
    t.write(10);
    t.after(seconds(5) - 1);
    expect(t.c.state).toBe("ESTABLISHED");
    expect(t.after(1).closedWhy).toBe("timeout");
  });
});
