/**
 * tshark over a thousand runs that go wrong: what it makes of the captures must be what the worlds did. A disagreement names the run's
 * seed: `npm run soak -- --seed N --minutes 0 tshark` judges that one alone.
 */
import { beforeAll, describe, expect, test } from "vitest";
import { tsharkVersion } from "./tshark.ts";
import { judgeRuns, type Outcome } from "./tshark-rounds.ts";

const version = tsharkVersion();

describe.skipIf(version === null)("tshark, reading 1,000 runs with loss, duplication, reordering and damage", () => {
  let outcome: Outcome;
  beforeAll(async () => {
    outcome = await judgeRuns(Array.from({ length: 1_000 }, (_, seed) => seed));
    console.log(`tshark ${version}:`, outcome.tally);
  }, 600_000);

  test("finds no malformed frame and no wrong checksum", () => {
    expect(outcome.complaints.slice(0, 10)).toEqual([]);
  });

  test("finds every segment that a link damaged", () => {
    expect(outcome.unnoticed).toEqual([]);
    expect(outcome.tally["damaged segments"]).toBeGreaterThan(100);
  });

  test("sees the retransmissions, duplicate ACKs, zero windows and probes that the worlds logged, and no others", () => {
    expect(outcome.disagreements.slice(0, 10)).toEqual([]);
  });

  test("had occasion to see each kind of thing", () => {
    const { tally } = outcome;
    expect(everyKind.filter((what) => (tally[what] ?? 0) < 20)).toEqual([]);
  });
});

const everyKind = [
  "retransmission: SYN",
  "retransmission: timeout",
  "retransmission: fast retransmit",
  "retransmission: partial ACK",
  "retransmission: SACK",
  "retransmission: tail loss probe",
  "duplicate ACKs",
  "zero windows",
  "zero-window probes",
  "zero-window probes without an octet",
  "received: sent again",
  "received: doubled on the way",
  "received: overtaken on the way",
  "frames of IPv6",
];
