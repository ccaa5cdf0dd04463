/** The promise of TCP, for every profile: whatever the network does, the stream arrives once, in order, and both ends close. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { equalBytes } from "../../base/bytes.ts";
import { Rng } from "../../base/rng.ts";
import { ms, seconds } from "../../base/time.ts";
import { atEnd, canWrite, shutdownWrite, write } from "./connection.ts";
import { freebsd, linux, type Profile, rfc } from "./profile.ts";
import { type End, type Fate, type Pair, pair, pattern } from "./testing/pair.ts";

/** Writes `octets` as fast as they are taken, then closes. */
function sends(p: Pair, end: End, octets: number, chunk = 10_000): void {
  let done = 0;
  const more = () => {
    while (done < octets && canWrite(end.c)) {
      const n = Math.min(chunk, octets - done);
      const taken = write(end.c, pattern(n, done), p.now, end.out);
      done += taken;
      if (taken < n) return;
    }
    if (done === octets) shutdownWrite(end.c, p.now, end.out);
  };
  end.onWritable = more;
  more();
}

function delivers(p: Pair, toServer: number, toClient: number): void {
  p.connect();
  let begun = false;
  p.client.onState = (to) => {
    if (to === "ESTABLISHED") p.at(p.now, () => sends(p, p.client, toServer));
    const server = p.server;
    if (server && !begun) {
      begun = true;
      const go = () => {
        if (server.c.state === "ESTABLISHED" || server.c.state === "CLOSE-WAIT") sends(p, server, toClient);
        else p.at(p.now + 1_000_000, go);
      };
      p.at(p.now, go);
    }
  };
  p.run();
  const server = p.server!;
  const context = p.log.slice(-60).join("\n");
  expect(server.octets, context).toBe(toServer);
  expect(p.client.octets, context).toBe(toClient);
  expect(equalBytes(server.received, pattern(toServer))).toBe(true);
  expect(equalBytes(p.client.received, pattern(toClient))).toBe(true);
  expect([p.client.closedWhy, server.closedWhy], context).toEqual(["fin", "fin"]);
  expect(atEnd(p.client.c) && atEnd(server.c)).toBe(true);
}

/** Loss, duplication and reordering by chance, for the first `until` segments: an adversary who never stops could starve anybody. */
function weather(seed: number, loss: number, twice: number, late: number, until = 1e9): (x: { n: number }) => Fate {
  const rng = new Rng(seed);
  return ({ n }) => {
    const draw = rng.below(1000);
    if (n > until) return undefined;
    if (draw < loss) return "drop";
    if (draw < loss + twice) return "twice";
    if (draw < loss + twice + late) return { delay: ms(1 + rng.below(120)) };
    return undefined;
  };
}

const sackNoRack: Profile = {
  ...rfc,
  name: "rfc+sack",
  sack: true,
  windowScale: 4,
  receiveBuffer: 400_000,
  receiveBufferMax: 400_000,
};
const delayedAcks: Profile = { ...rfc, name: "rfc+delack", delayedAck: ms(40), nagle: true };
const all = [rfc, linux, freebsd, sackNoRack, delayedAcks];

describe.each(all.map((profile) => [profile.name, profile] as const))("profile %s", (_, profile) => {
  it("an undisturbed stream arrives whole, both ways", () => {
    delivers(pair({ client: profile, delay: ms(10) }), 100_000, 50_000);
  });

  it("any pattern of loss, duplication and reordering: delivered once, in order, closed by both", () => {
    fc.assert(
      fc.property(
        fc.nat(1_000_000),
        fc.constantFrom(10, 50, 150),
        fc.nat(30_000),
        fc.nat(10_000),
        (seed, loss, a, b) => {
          delivers(pair({ client: profile, delay: ms(10), fate: weather(seed, loss, 20, 50) }), a, b);
        },
      ),
      { numRuns: 25 },
    );
  });
});

it("unlike profiles understand each other", () => {
  for (const client of all) {
    for (const server of all) {
      delivers(pair({ client, server, delay: ms(5), fate: weather(7, 30, 10, 30) }), 30_000, 30_000);
    }
  }
});

it("a long transfer under 5 % loss both ways finishes in reasonable time", () => {
  const p = pair({ client: linux, delay: ms(10), fate: weather(3, 50, 0, 0), check: false });
  delivers(p, 500_000, 0);
  expect(p.server!.receivedAt.at(-1)!).toBeLessThan(seconds(60));
});

it("sequence numbers wrap in the middle of a stream, unnoticed (RFC 9293 3.4)", () => {
  for (const client of all) {
    const wrapping = { clientIss: 0xffff_f000, serverIss: 0xffff_ff00 };
    delivers(pair({ client, delay: ms(5), ...wrapping }), 100_000, 30_000);
    delivers(pair({ client, delay: ms(5), ...wrapping, fate: weather(11, 60, 20, 40) }), 40_000, 20_000);
  }
});

it("the same weather gives the same capture, to the last segment", () => {
  const capture = () => {
    const p = pair({ client: linux, delay: ms(7), fate: weather(5, 80, 20, 40) });
    delivers(p, 60_000, 20_000);
    return p.log;
  };
  expect(capture()).toEqual(capture());
});
