import { describe, expect, it } from "vitest";
import { ms } from "../../base/time.ts";
import { pair, pattern, secondsOf } from "./testing/pair.ts";

const _ten = () => pattern(10);

describe("three segments open a connection (RFC 9293 3.5, figure 6)", () => {
  it("SYN, SYN-ACK, ACK; each end is established half a round trip after the other", () => {
    const p = pair();
    p.connect();
    p.run(ms(500));
    expect(p.log).toEqual([
      "0.000 s client S 1000:1000(0) win 65535 <mss 1460>",
      "0.050 s server S. 5000:5000(0) ack 1001 win 65535 <mss 1460>",
      "0.100 s client . 1001:1001(0) ack 5001 win 65535",
    ]);
    expect(p.client.states).toEqual(["CLOSED", "SYN-SENT", "ESTABLISHED"]);
    expect(p.server!.states).toEqual(["LISTEN", "SYN-RECEIVED", "ESTABLISHED"]);
    expect(secondsOf(p.client.stateAt["ESTABLISHED"])).toBe(0.1);
    expect(secondsOf(p.server!.stateAt["ESTABLISHED"])).toBe(0.15);
  });
});
