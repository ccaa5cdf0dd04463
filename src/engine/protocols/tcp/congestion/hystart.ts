/**
 * Leaving slow start before it overflows the path, as Linux does beside CUBIC ("hybrid slow start", Ha and Rhee 2011; not the HyStart++ of
 * RFC 9406): when the round trip grows by an eighth, or when ACKs have come in one train for half a round trip.
 */
import type { Instant } from "../../../base/time.ts";
import { after } from "../../../wire/seq.ts";
import type { TcpConnection, TcpOut } from "../tcb.ts";
import { tell } from "./window.ts";

const lowWindow = 16; // segments
const samplesWanted = 8;
const trainGap = 2_000_000; // ns between ACKs of one train
const leastRise = 4_000_000;
const mostRise = 16_000_000;

/** An ACK has just given a round-trip sample. */
export function watchSlowStart(c: TcpConnection, now: Instant, out: TcpOut): void {
  const { cc, snd, rtt } = c;
  if (cc.cwnd >= cc.ssthresh || (cc.state !== "open" && cc.state !== "disorder")) return;
  const { hystart } = cc;
  if (after(snd.una, hystart.roundEnd)) {
    hystart.roundEnd = snd.nxt;
    hystart.roundStart = now;
    hystart.lastAck = now;
    hystart.samples = 0;
    hystart.least = Number.POSITIVE_INFINITY;
  }
  if (cc.cwnd < lowWindow * snd.mss) return;
  let found = false;
  if (now - hystart.lastAck <= trainGap) {
    hystart.lastAck = now;
    found = now - hystart.roundStart > rtt.min / 2;
  }
  if (rtt.latest < hystart.least) hystart.least = rtt.latest;
  if (hystart.samples < samplesWanted) hystart.samples++;
  else if (hystart.least > rtt.min + Math.min(Math.max(rtt.min / 8, leastRise), mostRise)) found = true;
  if (!found) return;
  cc.ssthresh = cc.cwnd;
  tell(c, "slow start ends", out);
}
