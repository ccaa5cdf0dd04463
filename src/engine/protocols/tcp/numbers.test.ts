/** Whole-number parts held to plain ones: the cube root, CUBIC's curve, the stream buffer, initial sequence numbers. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Instant, ms, seconds } from "../../base/time.ts";
import type { Ipv4Address } from "../../wire/ipv4-address.ts";
import { distance } from "../../wire/seq.ts";
import { cubeRoot, cubicAvoidance, cubicThreshold } from "./congestion/cubic.ts";
import { initialSequenceNumber, timestampOffset } from "./isn.ts";
import { linux } from "./profile.ts";
import { StreamBuffer } from "./stream-buffer.ts";
import { server } from "./testing/lone.ts";

it("the cube root is the largest whole number whose cube is at most n", () => {
  fc.assert(
    fc.property(fc.oneof(fc.nat(1000), fc.maxSafeNat()), (n) => {
      const root = BigInt(cubeRoot(n));
      expect(root ** 3n <= BigInt(n) && (root + 1n) ** 3n > BigInt(n)).toBe(true);
    }),
  );
});

describe("CUBIC (RFC 9438)", () => {
  const flow = () => {
    const t = server({ profile: { ...linux, timestamps: false } }, "mss 1000,sackOK", ms(100));
    t.c.cc.cwnd = 100_000;
    t.c.cc.ssthresh = cubicThreshold(t.c, 100_000);
    t.c.cc.cwnd = t.c.cc.ssthresh;
    return t;
  };
  it("a loss leaves 0.7 (4.6); a second before W_max is reached again lowers W_max further (4.7)", () => {
    const t = flow();
    expect([t.c.cc.ssthresh, t.c.cc.cubic.wMax]).toEqual([70_000, 100_000]);
    expect([cubicThreshold(t.c, 80_000), t.c.cc.cubic.wMax]).toEqual([56_000, 68_000]);
  });
  it("is back at W_max after K = cubic_root(W_max * (1 - 0.7) / 0.4) seconds, flat there, steeper behind", () => {
    const t = flow();
    const at: number[] = [];
    const k = Math.cbrt((100 * 0.3) / 0.4);
    for (let second = 0; second < 2 * k; second += 0.1) {
      const now = Math.round(second * 1e9) as Instant;
      for (let acked = 0; acked < t.c.cc.cwnd; acked += 1000) cubicAvoidance(t.c, 1000, now);
      at.push(t.c.cc.cwnd / 1000);
    }
    const window = (s: number) => at[Math.round(s * 10)]!;
    expect(window(k)).toBeGreaterThanOrEqual(98);
    expect(window(k)).toBeLessThanOrEqual(101);
    expect(window(k / 2)).toBeGreaterThan(92);
    // Against the formula, half a K behind the plateau, at most three segments off (it moves in whole segments, a round trip late).
    expect(Math.abs(window(1.5 * k) - (0.4 * (0.5 * k + 0.1) ** 3 + 100))).toBeLessThanOrEqual(3);
  });
});

it("the stream buffer is an array that forgets its beginning", () => {
  const step = fc.oneof(
    fc.record({ do: fc.constant("append" as const), n: fc.nat(6000) }),
    fc.record({ do: fc.constant("drop" as const), n: fc.nat(6000) }),
    fc.record({ do: fc.constant("put" as const), n: fc.nat(3000) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const buffer = new StreamBuffer();
      let naive: number[] = [];
      let next = 0;
      for (const { do: what, n } of steps) {
        const bytes = Uint8Array.from({ length: n }, () => next++ & 0xff);
        if (what === "append") {
          buffer.append(bytes, 0, n);
          naive.push(...bytes);
        } else if (what === "put") {
          buffer.put(buffer.length, bytes, 0, n);
          buffer.extend(n);
          naive.push(...bytes);
        } else {
          const count = Math.min(n, naive.length);
          buffer.drop(count);
          naive = naive.slice(count);
        }
        expect(buffer.length).toBe(naive.length);
        const from = Math.floor(naive.length / 3);
        expect([...buffer.view(from, naive.length - from)]).toEqual(naive.slice(from));
      }
    }),
    { numRuns: 50 },
  );
});

describe("initial sequence numbers (RFC 6528 3, RFC 9293 3.4.1)", () => {
  const local = { address: 1 as Ipv4Address, port: 80 };
  const remote = { address: 2 as Ipv4Address, port: 1234 };
  const secret = Uint8Array.of(1, 2, 3);
  const isn = (at: number, to = remote, key = secret) => initialSequenceNumber(key, local, to, at as Instant);
  it("advance by one every 4 microseconds for the same endpoints", () => {
    expect(distance(isn(0), isn(seconds(1)))).toBe(250_000);
  });
  it("differ without pattern for others, and for another secret", () => {
    const all = new Set([isn(0), isn(0, { ...remote, port: 1235 }), isn(0, remote, Uint8Array.of(9)), isn(0, local)]);
    expect(all.size).toBe(4);
    expect(timestampOffset(secret, local, remote)).not.toBe(isn(0));
  });
});
