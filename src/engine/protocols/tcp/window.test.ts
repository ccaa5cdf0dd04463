/** Flow control: RFC 9293 3.8.6 (windows, probes, silly windows), 3.7.4 (Nagle), 3.8.5 (urgent), 3.8.4 (keep-alive), 3.8.6.3 (delayed ACKs). */
import { describe, expect, it } from "vitest";
import { ms, seconds } from "../../base/time.ts";
import { set, urgentOctets } from "./connection.ts";
import { linux, rfc } from "./profile.ts";
import { client, server } from "./testing/lone.ts";

const nagle = { ...rfc, nagle: true };

describe("sender: silly window avoidance (3.8.6.2.1)", () => {
  it("waits for a full segment when the window takes only part of it and more is queued", () => {
    const t = server({}, "mss 1000", 0, 2500);
    t.write(5000);
    expect(t.sent()).toEqual([". 1:1001(1000) ack 1", ". 1001:2001(1000) ack 1"]);
  });
  it("sends at least half of the largest window ever offered", () => {
    const t = server({}, "mss 1000", 0, 800);
    t.write(5000);
    expect(t.sent()).toEqual([". 1:801(800) ack 1"]);
    t.inject(". 1:1(0) ack 801 win 400");
    expect(t.sent()).toEqual([". 801:1201(400) ack 1"]);
    t.inject(". 1:1(0) ack 1201 win 399");
    expect(t.sent()).toEqual([]);
  });
  it("overrides after a timeout so that nothing is stuck", () => {
    const t = server({}, "mss 1000", 0, 800);
    t.write(5000);
    t.inject(". 1:1(0) ack 801 win 300");
    t.sent();
    t.after(seconds(1));
    expect(t.timed()).toEqual(["1 . 801:1101(300) ack 1"]);
  });
});

describe("Nagle (3.7.4)", () => {
  it("a small segment waits while anything is unacknowledged", () => {
    const t = server({ profile: nagle });
    t.write(10);
    t.write(10);
    t.write(10);
    expect(t.sent()).toEqual(["P. 1:11(10) ack 1"]);
    t.inject(". 1:1(0) ack 11");
    expect(t.sent()).toEqual(["P. 11:31(20) ack 1"]);
  });
  it("a full segment does not", () => {
    const t = server({ profile: nagle }, "mss 1000");
    t.write(10);
    t.write(1000);
    expect(t.sent()).toEqual(["P. 1:11(10) ack 1", "P. 11:1011(1000) ack 1"]);
  });
  it("can be turned off, at once (MUST-17)", () => {
    const t = server({ profile: nagle });
    t.write(10);
    t.write(10);
    t.sent();
    set(t.c, { nagle: false }, t.now, t.out);
    expect(t.sent()).toEqual(["P. 11:21(10) ack 1"]);
  });
  it("Linux lets one small segment follow full ones (Minshall)", () => {
    const t = server({ profile: linux }, "mss 1000");
    t.write(1500);
    expect(t.sent()).toEqual([". 1:1001(1000) ack 1", "P. 1001:1501(500) ack 1"]);
    const r = server({ profile: nagle }, "mss 1000");
    r.write(1500);
    expect(r.sent()).toEqual([". 1:1001(1000) ack 1"]);
  });
});

describe("zero window (3.8.6.1)", () => {
  const stuck = (profile = rfc) => {
    const t = server({ profile }, "mss 1000", 0, 1000);
    t.write(3000);
    t.inject(". 1:1(0) ack 1001 win 0");
    t.sent();
    return t;
  };
  it("probes with one octet after an RTO, then ever more slowly (SHLD-29, SHLD-30)", () => {
    const t = stuck();
    t.after(seconds(16));
    expect(t.timed()).toEqual([
      "1 . 1001:1002(1) ack 1",
      "3 . 1001:1002(1) ack 1",
      "7 . 1001:1002(1) ack 1",
      "15 . 1001:1002(1) ack 1",
    ]);
  });
  it("the connection stays open as long as probes are acknowledged (MUST-37)", () => {
    const t = stuck();
    for (let i = 0; i < 100; i++) t.after(seconds(61)).inject(". 1:1(0) ack 1001 win 0");
    expect(t.c.state).toBe("ESTABLISHED");
  });
  it("a probe that was taken counts; one that was dropped is sent again with the rest", () => {
    const taken = stuck().after(seconds(1)).inject(". 1:1(0) ack 1002 win 2000");
    expect(taken.sent().slice(1)).toEqual([". 1002:2002(1000) ack 1", "P. 2002:3001(999) ack 1"]);
    const dropped = stuck().after(seconds(1)).inject(". 1:1(0) ack 1001 win 2000");
    expect(dropped.sent().slice(1)).toEqual([". 1001:2001(1000) ack 1", "P. 2001:3001(1000) ack 1"]);
  });
  it("Linux probes with an old sequence number and no data", () => {
    const t = stuck(linux);
    t.after(ms(1300));
    expect(t.sent()[0]).toBe(". 1000:1000(0) ack 1");
  });
  it("a FIN alone is probed for, too", () => {
    const t = server({}, "mss 1000", 0, 1000);
    t.write(1000);
    t.inject(". 1:1(0) ack 1001 win 0").shutdown();
    t.sent();
    t.after(seconds(1));
    expect(t.sent()).toEqual(["F. 1001:1001(0) ack 1"]);
    t.inject(". 1:1(0) ack 1002 win 0");
    expect(t.c.state).toBe("FIN-WAIT-2");
  });
  it("the ACK in a segment that finds our window closed is taken, its text is not", () => {
    const t = server({ receiveBuffer: 1000 }, "mss 1000").inject(". 1:1001(1000) ack 1");
    t.write(10);
    t.sent();
    t.inject("P. 1001:1002(1) ack 11");
    expect([t.c.snd.una - t.iss, t.sent()]).toEqual([11, [". 11:11(0) ack 1001"]]);
  });
});

it("a window that shrinks below what is in flight: nothing new, the old again (SHLD-15, SHLD-16)", () => {
  const t = server({}, "mss 1000", 0, 3000);
  t.write(6000);
  expect(t.sent()).toHaveLength(3);
  t.inject(". 1:1(0) ack 1001 win 500");
  expect(t.sent()).toEqual([]);
  t.after(seconds(1));
  expect(t.sent()).toEqual([". 1001:2001(1000) ack 1"]);
});

describe("receiver: silly window avoidance (3.8.6.2.2)", () => {
  it("the right edge stands still until a segment's worth was read", () => {
    const t = server({ receiveBuffer: 4000 }, "mss 1000");
    for (let i = 0; i < 4; i++) t.inject(`. ${1 + i * 1000}:${1001 + i * 1000}(1000) ack 1`);
    expect(t.c.rcv.wnd).toBe(0);
    t.sent();
    t.read(999);
    expect(t.sent()).toEqual([]);
    t.read(1);
    expect(t.sent()).toEqual([". 1:1(0) ack 4001"]);
    expect(t.c.rcv.wnd).toBe(1000);
  });
});

describe("delayed ACKs (3.8.6.3)", () => {
  const delayed = { ...rfc, delayedAck: ms(40) };
  it("one waits 40 ms, the second full segment does not", () => {
    const t = server({ profile: delayed }, "mss 1000").inject(". 1:1001(1000) ack 1");
    expect(t.sent()).toEqual([]);
    t.inject(". 1001:2001(1000) ack 1");
    expect(t.sent()).toEqual([". 1:1(0) ack 2001"]);
    t.inject(". 2001:2101(100) ack 1").after(ms(40));
    expect(t.timed()).toEqual(["0.04 . 1:1(0) ack 2101"]);
  });
  it("out of order, and filling a gap: at once", () => {
    const t = server({ profile: delayed }, "mss 1000").inject(". 1001:2001(1000) ack 1");
    expect(t.sent()).toEqual([". 1:1(0) ack 1"]);
    t.inject(". 1:1001(1000) ack 1");
    expect(t.sent()).toEqual([". 1:1(0) ack 2001"]);
  });
  it("rides on data when there is any", () => {
    const t = server({ profile: delayed }, "mss 1000").inject(". 1:101(100) ack 1");
    t.write(10);
    t.after(ms(100));
    expect(t.sent()).toEqual(["P. 1:11(10) ack 101"]);
  });
});

describe("urgent data (3.8.5)", () => {
  it("the pointer is the octet behind the urgent data, on every segment before it (MUST-62)", () => {
    const t = server({}, "mss 100");
    t.write(250, true);
    expect(t.sent()).toEqual([
      "U. 1:101(100) ack 1 urg 250",
      "U. 101:201(100) ack 1 urg 150",
      "PU. 201:251(50) ack 1 urg 50",
    ]);
    t.inject(". 1:1(0) ack 251");
    t.write(10);
    expect(t.sent()).toEqual(["P. 251:261(10) ack 1"]);
  });
  it("the receiver is told when the pointer moves and how much is left (MUST-32, MUST-33)", () => {
    const t = server().inject("U. 1:11(10) ack 1 urg 20");
    expect([t.notes.some((n) => n.what === "urgent"), urgentOctets(t.c)]).toEqual([true, 20]);
    t.read(4);
    expect(urgentOctets(t.c)).toBe(16);
    t.inject(". 11:21(10) ack 1").read();
    expect(urgentOctets(t.c)).toBe(0);
  });
});

describe("keep-alive (3.8.4)", () => {
  const keepAlive = { idle: seconds(7200), interval: seconds(75), probes: 9 };
  it("is off until asked for (MUST-25)", () => {
    expect(client().after(seconds(1_000_000)).sent()).toEqual([]);
  });
  it("SEG.SEQ = SND.NXT-1 without data after two hours; an answer is enough; silence ends it after all probes", () => {
    const t = client({ settings: { keepAlive } });
    t.after(seconds(7200));
    expect(t.sent()).toEqual([". 0:0(0) ack 1"]);
    t.inject(". 1:1(0) ack 1").after(seconds(7199));
    expect(t.sent()).toEqual([]);
    t.after(seconds(1 + 9 * 75));
    expect([t.sent().length, t.closedWhy]).toEqual([10, "timeout"]);
  });
  it("is answered by an ACK", () => {
    expect(server().inject(". 0:0(0) ack 1").sent()).toEqual([". 1:1(0) ack 1"]);
    expect(server().inject(". 0:1(1) ack 1").sent()).toEqual([". 1:1(0) ack 1"]);
  });
});
