/** Whatever arrives, in whatever state: nothing throws, the invariants hold (checked by `inject` and `after`). */
import fc from "fast-check";
import { describe, it } from "vitest";
import { ms, seconds } from "../../base/time.ts";
import { type Seq, seq } from "../../wire/seq.ts";
import type { TcpOption } from "../../wire/tcp-options.ts";
import { abort, consume, open, write } from "./connection.ts";
import { onIcmp } from "./icmp.ts";
import { freebsd, linux, type Profile, rfc } from "./profile.ts";
import { onSegment } from "./segment-arrives.ts";
import { checkInvariants } from "./testing/invariants.ts";
import { client, Lone, server, synReceived, synSent } from "./testing/lone.ts";
import { pattern } from "./testing/pair.ts";

/** Every state that a segment can meet, with data out, data in, a gap, closed windows. */
const situations: readonly (readonly [string, (profile: Profile) => Lone])[] = [
  ["CLOSED", (profile) => new Lone({ profile })],
  ["SYN-SENT", (profile) => synSent({ profile })],
  ["SYN-RECEIVED", (profile) => synReceived({ profile }, "mss 1000,sackOK,wscale 7,TS val 10 ecr 0")],
  ["ESTABLISHED", (profile) => client({ profile }, "mss 1000,sackOK,wscale 3")],
  ["ESTABLISHED, 20 kB to send", (profile) => busy(server({ profile }, "mss 500,sackOK,wscale 2", ms(20)))],
  ["ESTABLISHED, a gap", (profile) => server({ profile }, "mss 1000,sackOK").inject(". 2000:2500(500) ack 1")],
  ["ESTABLISHED, window full", (profile) => full(server({ profile, receiveBuffer: 3000 }, "mss 1000"))],
  ["ESTABLISHED, peer's window closed", (profile) => shut(server({ profile }, "mss 1000"))],
  ["FIN-WAIT-1", (profile) => busy(server({ profile }, "mss 1000,sackOK")).shutdown()],
  ["FIN-WAIT-2", (profile) => server({ profile }).shutdown().inject(". 1:1(0) ack 2")],
  ["CLOSE-WAIT", (profile) => busy(server({ profile }, "mss 1000,sackOK").inject("F. 1:1(0) ack 1"))],
  ["CLOSING", (profile) => server({ profile }).shutdown().inject("F. 1:1(0) ack 1")],
  ["LAST-ACK", (profile) => server({ profile }).inject("F. 1:1(0) ack 1").shutdown()],
  ["TIME-WAIT", (profile) => server({ profile }).shutdown().inject("F. 1:1(0) ack 2")],
  ["orphaned", (profile) => busy(server({ profile }, "mss 1000,sackOK")).close()],
];

function busy(t: Lone): Lone {
  t.write(20_000);
  return t;
}
function full(t: Lone): Lone {
  return t.inject(". 1:1001(1000) ack 1").inject(". 1001:2001(1000) ack 1").inject(". 2001:3001(1000) ack 1");
}
function shut(t: Lone): Lone {
  t.inject(". 1:1(0) ack 1 win 0");
  t.write(5000);
  return t;
}

const near = (around: number) =>
  fc.oneof(
    fc.integer({ min: -3, max: 3 }).map((d) => around + d),
    fc.integer({ min: -3000, max: 70_000 }).map((d) => around + d),
    fc.nat(0xffff_ffff),
  );

const anyOption: fc.Arbitrary<TcpOption> = fc.oneof(
  fc.record({
    kind: fc.constant("timestamps" as const),
    value: fc.oneof(fc.nat(30), fc.nat(0xffff_ffff)),
    echo: fc.nat(5000),
  }),
  fc.record({
    kind: fc.constant("sack" as const),
    blocks: fc.array(fc.record({ left: near(1_000_000).map(seq), right: near(1_002_000).map(seq) }), {
      minLength: 1,
      maxLength: 4,
    }),
  }),
  fc.record({ kind: fc.constant("mss" as const), mss: fc.nat(65_535) }),
  fc.record({ kind: fc.constant("window-scale" as const), shift: fc.nat(255) }),
  fc.constant({ kind: "sack-permitted" as const }),
);

type Step =
  | {
      do: "segment";
      s: { seq: number; ack: number; flags: number; window: number; urg: number; length: number; options: TcpOption[] };
    }
  | { do: "wait"; ms: number }
  | { do: "write"; n: number }
  | { do: "read"; n: number }
  | { do: "shutdown" | "close" | "abort" }
  | { do: "icmp"; mtu: number; seq: number };

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant("segment" as const),
      s: fc.record({
        seq: near(5_000_001),
        ack: near(1_000_001),
        flags: fc.oneof(fc.constantFrom(16, 24, 17, 4, 20, 2, 18, 48), fc.nat(255)),
        window: fc.oneof(fc.constantFrom(0, 1, 100, 65_535), fc.nat(65_535)),
        urg: fc.nat(65_535),
        length: fc.oneof(fc.constant(0), fc.nat(3000)),
        options: fc.array(anyOption, { maxLength: 2 }),
      }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("wait" as const), ms: fc.oneof(fc.nat(300), fc.nat(100_000)) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("write" as const), n: fc.nat(5000) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("read" as const), n: fc.nat(5000) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom("shutdown" as const, "close" as const, "abort" as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant("icmp" as const), mtu: fc.nat(1600), seq: near(1_000_001) }),
  },
);

function play(t: Lone, steps: readonly Step[]): void {
  for (const step of steps) {
    switch (step.do) {
      case "segment": {
        const { s } = step;
        const flow = {
          sourcePort: 40_000,
          destinationPort: 80,
          flags: s.flags,
          window: s.window,
          urgentPointer: s.urg,
        };
        const segment = { ...flow, seq: seq(s.seq), ack: seq(s.ack), options: s.options, payload: pattern(s.length) };
        onSegment(t.c, segment, t.now, t.out, s.urg % 7 === 0);
        break;
      }
      case "wait":
        t.after(ms(step.ms));
        break;
      case "write":
        write(t.c, pattern(step.n), t.now, t.out, { urgent: step.n % 5 === 0 });
        break;
      case "read":
        consume(t.c, Math.min(step.n, t.c.rcv.buffer.length), t.now, t.out);
        break;
      case "shutdown":
        t.shutdown();
        break;
      case "close":
        t.close();
        break;
      case "abort":
        abort(t.c, t.now, t.out);
        break;
      case "icmp":
        onIcmp(t.c, { kind: "too big", mtu: step.mtu }, step.seq as Seq, t.now, t.out);
    }
    checkInvariants(t.c);
  }
  // And then silence: everything comes to rest.
  t.after(seconds(20_000));
}

describe.each([rfc, linux, freebsd].map((profile) => [profile.name, profile] as const))("profile %s", (_, profile) => {
  it.each(situations)("random segments, calls and pauses from %s", (_name, make) => {
    fc.assert(
      fc.property(fc.array(anyStep, { minLength: 1, maxLength: 12 }), (steps) => {
        const t = make(profile);
        play(t, steps);
      }),
      { numRuns: 60 },
    );
  });
});

it("a connection that has never been opened takes nothing", () => {
  const t = new Lone();
  open(t.c, t.now, t.out);
  abort(t.c, t.now, t.out);
  t.inject("S. 0:0(0) ack 1");
});
