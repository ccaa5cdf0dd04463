/** Decides again the claims whose spaces take seconds, and compares with the kept table; the others are judged beside their topics. */
import { expect, test } from "vitest";
import { findClaim } from "../../src/lab/catalogue.ts";
import { decide } from "../../src/lab/decide.ts";
import { catalogue } from "../../src/topics/catalogue.ts";
import { decidedOf } from "../../src/topics/verdicts.ts";

const slow = [
  "tcpudp.reliable-ordered",
  "tcpudp.congestion-control",
  "tcpudp.choose-by-need",
  "tcpudp.x-streaming-is-udp",
  "tcpudp.udp-for-streaming",
];

test.each(slow)("%s is decided by its runs as it was kept", (id) => {
  const claim = findClaim(catalogue, id)!;
  expect(decide(claim)).toEqual(decidedOf(claim));
});
