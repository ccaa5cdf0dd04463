/**
 * RACK-TLP: RFC 8985. RACK takes a segment for lost when one sent sufficiently later has been delivered (6.2); TLP sends a probe when the
 * tail of a flight stays unanswered (7). Works on the order of transmission that `flight.ts` keeps.
 */
import type { Duration, Instant } from "../../base/time.ts";
import { after, before, type Seq } from "../../wire/seq.ts";
import type { Sent } from "./flight.ts";
import { stampBefore } from "./options.ts";
import { currentRto, timestampNow } from "./rtt.ts";
import type { Segment } from "./segment.ts";
import type { Tally } from "./tally.ts";
import type { TcpConnection, TcpOut } from "./tcb.ts";
import { armSend } from "./timers.ts";

export const usesRack = (c: TcpConnection): boolean => c.profile.rack && c.options.sack;

/** RACK_sent_after: "t1 > t2, or t1 == t2 and seq1 > seq2" (6.2 step 2). */
const sentAfter = (at1: number, end1: Seq, at2: number, end2: Seq): boolean =>
  at1 > at2 || (at1 === at2 && after(end1, end2));

/** One record is delivered, by cumulative ACK or SACK: steps 2 and 3 (most recently sent segment, reordering). */
export function delivered(c: TcpConnection, sent: Sent, now: Instant, tally: Tally): void {
  if (!usesRack(c)) return;
  const { rack } = c.cc;
  // Step 3: "if the segment was never retransmitted and was delivered below what is delivered already, there is reordering"
  if (before(sent.end, rack.fack)) {
    if (sent.times === 1) {
      rack.reorderingSeen = true;
      c.count.reorderings++;
      const above = c.flight.indexOf(rack.fack) - c.flight.indexOf(sent.seq);
      if (above > c.cc.reordering) c.cc.reordering = Math.min(300, above);
    }
  } else rack.fack = sent.end;
  // Step 2: a retransmission acknowledged sooner than the path allows was acknowledged for its original.
  const rtt = now - sent.sentAt;
  if (sent.times > 1) {
    if (rtt < c.rtt.min) return;
    if (tally.echo >= 0 && stampBefore(tally.echo, timestampNow(c, sent.sentAt))) return;
  }
  rack.rtt = rtt;
  if (sentAfter(sent.sentAt, sent.end, rack.sentAt, rack.end)) {
    rack.sentAt = sent.sentAt;
    rack.end = sent.end;
  }
}

/** Step 4: how long a segment may be late (6.2 step 4, "RACK_update_reo_wnd"). */
function reorderingWindow(c: TcpConnection): number {
  const { cc, flight, profile } = c;
  const { rack } = cc;
  if (!rack.reorderingSeen) {
    if (cc.state === "recovery" || cc.state === "loss") return 0;
    if (flight.sacked >= profile.dupThresh) return 0;
  }
  if (c.rtt.srtt === null) return 0;
  return Math.min(Math.floor((c.rtt.min * rack.windowMultiplier) / 4), c.rtt.srtt);
}

/** "a D-SACK option indicates that the reordering window is too small": a quarter of min RTT more, for 16 recoveries (step 4). */
export function adaptReorderingWindow(c: TcpConnection, tally: Tally): void {
  const { rack } = c.cc;
  if (rack.dsackRound !== null && !before(c.snd.una, rack.dsackRound)) rack.dsackRound = null;
  if (tally.duplicate && rack.dsackRound === null) {
    rack.dsackRound = c.snd.nxt;
    rack.windowMultiplier = Math.min(rack.windowMultiplier + 1, 255);
    rack.persist = 16;
  }
}

export function recoveryEnded(c: TcpConnection): void {
  const { rack } = c.cc;
  if (rack.persist > 0 && --rack.persist === 0) rack.windowMultiplier = 1;
}

/**
 * Step 5: marks what is lost by now and gives how long until the next may be (0: nothing is waiting), "RACK_detect_loss".
 * Only records sent before the most recently delivered one are looked at.
 */
export function detectLoss(c: TcpConnection, now: Instant): Duration {
  const { flight, cc } = c;
  const { rack } = cc;
  const window = reorderingWindow(c);
  let wait = 0;
  for (let sent = flight.oldest; sent !== null; ) {
    const next = sent.newer;
    if (!sentAfter(rack.sentAt, rack.end, sent.sentAt, sent.end)) break;
    const remaining = sent.sentAt + rack.rtt + window - now;
    if (remaining <= 0) flight.markLost(sent);
    else if (remaining + c.profile.probeSlack > wait) wait = remaining + c.profile.probeSlack;
    sent = next;
  }
  return wait as Duration;
}

/** Whether the tail of the flight is watched by a probe (7.2: SACK, no recovery, something outstanding, no probe out). */
export const canProbe = (c: TcpConnection): boolean =>
  usesRack(c) &&
  c.profile.tailLossProbe &&
  c.cc.probe.end === null &&
  c.flight.length > 0 &&
  c.flight.sacked === 0 &&
  (c.cc.state === "open" || c.cc.state === "cwr") &&
  c.rtt.srtt !== null &&
  (c.state === "ESTABLISHED" || c.state === "CLOSE-WAIT" || c.snd.closing);

/** "TLP_calc_PTO": 2*SRTT, more when a single segment may wait for a delayed ACK, never later than the RTO (7.2). */
export function armProbe(c: TcpConnection, now: Instant, rtoAt: Instant, out: TcpOut): void {
  const { profile, flight, rtt } = c;
  const slack = flight.length === 1 ? profile.probeAckDelay : profile.probeSlack;
  let wait = 2 * rtt.srtt! + slack;
  if (now + wait > rtoAt) wait = Math.max(0, rtoAt - now);
  armSend(c, "loss probe", now, Math.min(wait, currentRto(c)) as Duration, out);
}

/** 7.4.2: what the ACK says about a probe. @returns whether it repaired a loss that nobody else has noticed */
export function judgeProbe(c: TcpConnection, s: Segment, tally: Tally): boolean {
  const { probe } = c.cc;
  if (probe.end === null || before(s.ack, probe.end)) return false;
  if (!probe.retransmission || tally.duplicate) {
    // New data, or the receiver had the original: nothing was lost.
    probe.end = null;
    return false;
  }
  if (after(s.ack, probe.end)) {
    probe.end = null;
    return tally.advanced;
  }
  if (tally.advanced) return false; // "an ACK for the original or the probe: wait for the next ACK"
  if (s.payload.length === 0 && tally.sackedSegments === 0) probe.end = null; // a duplicate ACK: the original was delivered too
  return false;
}
