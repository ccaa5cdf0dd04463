/** ICMP errors: RFC 9293 3.9.2.2, RFC 5461, RFC 5927, RFC 1191. */
import { describe, expect, it } from "vitest";
import { add } from "../../wire/seq.ts";
import { type IcmpError, onIcmp } from "./icmp.ts";
import { linux } from "./profile.ts";
import { type Lone, server, synSent } from "./testing/lone.ts";

const error = (t: Lone, e: IcmpError, quoted = 0) => {
  onIcmp(t.c, e, add(t.iss, quoted), t.now, t.out);
  return t;
};
const hard: IcmpError = { kind: "hard", why: "port unreachable" };
const soft: IcmpError = { kind: "soft", why: "host unreachable" };

describe("hard and soft errors", () => {
  it("a hard error ends an opening as refused", () => {
    expect(error(synSent(), hard).closedWhy).toBe("refused");
  });
  it("a hard error ends a connection by the RFC (SHLD-26), and is only noted by Linux (RFC 5461 4.1)", () => {
    const open = () => {
      const t = server();
      t.write(10);
      return t;
    };
    expect(error(open(), hard, 1).closedWhy).toBe("unreachable");
    const t = server({ profile: linux });
    t.write(10);
    expect([error(t, hard, 1).closedWhy, t.c.softError]).toEqual([null, "port unreachable"]);
  });
  it("a soft error never does (MUST-56)", () => {
    const t = error(synSent(), soft);
    expect([t.closedWhy, t.c.softError]).toEqual([null, "host unreachable"]);
  });
  it("an error about nothing in flight is ignored (RFC 5927 4.1)", () => {
    const t = server();
    t.write(10);
    expect(error(t, hard, 500).closedWhy).toBeNull();
    expect(error(t, hard, 11).closedWhy).toBeNull();
  });
});

describe("path MTU discovery", () => {
  const big = () => {
    const t = server({}, "mss 1460");
    t.write(4380);
    t.sent();
    return t;
  };
  it("what was too big goes again in smaller pieces, at once, without halving cwnd", () => {
    const t = big();
    const { cwnd } = t.c.cc;
    error(t, { kind: "too big", mtu: 1000 }, 1);
    expect(t.c.snd.mss).toBe(960);
    expect(t.sent()).toEqual([
      ". 1:961(960) ack 1",
      ". 961:1461(500) ack 1",
      ". 1461:2421(960) ack 1",
      ". 2421:2921(500) ack 1",
      ". 2921:3881(960) ack 1",
      "P. 3881:4381(500) ack 1",
    ]);
    expect(t.c.cc.cwnd).toBe(cwnd);
  });
  it("a router that does not tell its MTU: the next plateau (RFC 1191 7)", () => {
    expect(error(big(), { kind: "too big", mtu: 0 }, 1).c.snd.mss).toBe(1492 - 40);
  });
  it("a larger one changes nothing, a tiny one no more than allowed", () => {
    expect(error(big(), { kind: "too big", mtu: 9000 }, 1).c.snd.mss).toBe(1460);
    expect(error(big(), { kind: "too big", mtu: 1 }, 1).c.snd.mss).toBe(28);
  });
});
