/**
 * What an ACK or a timeout means for loss recovery and the congestion window: the states open, disorder, recovery, loss and cwr.
 * Without SACK: fast retransmit and NewReno (RFC 5681 3.2, RFC 6582 3.2). With SACK: RFC 6675, or RACK (RFC 8985), with proportional rate
 * reduction where the profile has it (RFC 6937). After a timeout: slow start through all that is taken for lost (RFC 5681 3.1).
 */
import type { Duration, Instant } from "../../base/time.ts";
import { after, atOrAfter, distance } from "../../wire/seq.ts";
import { flightSize, pipe } from "./congestion/pipe.ts";
import { grow, tell, thresholdAfterLoss } from "./congestion/window.ts";
import { stampBefore } from "./options.ts";
import { adaptReorderingWindow, detectLoss, judgeProbe, recoveryEnded, usesRack } from "./rack.ts";
import { timestampNow } from "./rtt.ts";
import { forgetSack, markLostByCount } from "./scoreboard.ts";
import type { Segment } from "./segment.ts";
import { retransmit } from "./send.ts";
import type { Tally } from "./tally.ts";
import type { RetransmissionWhy, TcpConnection, TcpOut } from "./tcb.ts";

/**
 * After an ACK has been read.
 * @param duplicate it is a duplicate ACK by RFC 5681 2
 * @returns how long the reordering timer is to wait (RFC 8985 6.3); 0: no need of it
 */
export function react(
  c: TcpConnection,
  s: Segment,
  tally: Tally,
  duplicate: boolean,
  now: Instant,
  out: TcpOut,
): Duration {
  const { cc } = c;
  let wait = 0 as Duration;
  if (tally.ece && (cc.state === "open" || cc.state === "disorder")) enterCwr(c, out);
  if (!c.options.sack) {
    reactWithoutSack(c, tally, duplicate, now, out);
    return wait;
  }
  if (usesRack(c)) {
    if (judgeProbe(c, s, tally)) enterCwr(c, out);
    adaptReorderingWindow(c, tally);
    if (c.flight.sacked > 0 || c.flight.retransmitted > 0 || tally.retransmittedDelivered) wait = detectLoss(c, now);
  } else if (tally.sackedSegments > 0 || cc.state === "recovery") {
    markLostByCount(c);
  }
  if (undo(c, tally, now, out)) wait = 0 as Duration;
  reactWithSack(c, tally, now, out);
  return wait;
}

const deliveredBy = (c: TcpConnection, tally: Tally): number =>
  c.profile.cwndCounts === "segments"
    ? (tally.ackedSegments + tally.sackedSegments) * c.snd.mss
    : tally.ackedOctets + tally.sackedOctets;

function reactWithSack(c: TcpConnection, tally: Tally, now: Instant, out: TcpOut): void {
  const { cc, flight, snd } = c;
  if (tally.sackedSegments > 0 && !tally.advanced) cc.dupAcks++;
  switch (cc.state) {
    case "recovery":
    case "cwr":
      if (atOrAfter(snd.una, cc.recover)) {
        // "An incoming cumulative ACK for a sequence number greater than RecoveryPoint signals the end of loss recovery" (RFC 6675 5)
        cc.cwnd = Math.max(cc.ssthresh, snd.mss);
        if (cc.state === "recovery") recoveryEnded(c);
        settle(c);
        tell(c, "recovery ends", out);
        return;
      }
      if (cc.state === "cwr" && flight.lost > 0) enterRecovery(c, flightSize(c), now, out);
      else if (cc.state === "recovery" && !usesRack(c)) nextSegment(c);
      if (c.profile.prr) reduce(c, deliveredBy(c, tally), flight.lost > tally.lostBefore, tally.advanced);
      return;
    case "loss":
      if (atOrAfter(snd.una, cc.recover)) settle(c);
      if (tally.advanced) grow(c, deliveredBy(c, tally), now, out);
      return;
    case "open":
    case "disorder":
      if (flight.lost > 0) {
        enterRecovery(c, flightSize(c), now, out);
        if (c.profile.prr) reduce(c, deliveredBy(c, tally), true, tally.advanced);
        else {
          // "(4.3) Retransmit the first data segment presumed dropped", whatever the pipe holds (RFC 6675 5)
          const first = flight.nextLost();
          if (first) retransmit(c, first, "fast retransmit", now, out);
        }
        return;
      }
      cc.state = flight.sacked > 0 ? "disorder" : "open";
      if (cc.state === "open") cc.dupAcks = 0;
  }
  if (tally.advanced) grow(c, deliveredBy(c, tally), now, out);
}

/** RFC 6675 4 NextSeg rule 3: nothing is known to be lost and nothing new may go: the first hole below what is sacked. */
function nextSegment(c: TcpConnection): void {
  const { flight } = c;
  if (flight.lost > 0 || flight.length === 0) return;
  const first = flight.at(0);
  if (!first.sacked && first.times === 1 && flight.sacked > 0) flight.markLost(first);
}

/** Without SACK, by counting duplicate ACKs. */
function reactWithoutSack(c: TcpConnection, tally: Tally, duplicate: boolean, now: Instant, out: TcpOut): void {
  const { cc, flight, snd, profile } = c;
  if (tally.advanced) {
    const heldBack = profile.cwndCounts === "segments" ? cc.dupAcks * snd.mss : 0;
    const acked = profile.cwndCounts === "segments" ? tally.ackedSegments * snd.mss : tally.ackedOctets;
    cc.dupAcks = 0;
    if (cc.state === "recovery") {
      if (atOrAfter(snd.una, cc.recover)) leaveNewReno(c, out);
      else partialAck(c, tally, now, out);
      return;
    }
    if (cc.state === "loss" || cc.state === "cwr") {
      const wasCwr = cc.state === "cwr";
      if (atOrAfter(snd.una, cc.recover)) settle(c);
      if (wasCwr) return;
    } else cc.state = "open";
    grow(c, Math.max(acked - heldBack, Math.min(acked, snd.mss)), now, out);
    return;
  }
  if (!duplicate) return;
  cc.dupAcks++;
  if (cc.state === "recovery") {
    // "For each additional duplicate ACK received, cwnd MUST be incremented by SMSS" (RFC 5681 3.2 step 4)
    cc.cwnd += snd.mss;
    tell(c, "duplicate ACK", out);
    return;
  }
  if (cc.state !== "open" && cc.state !== "disorder") return;
  if (cc.dupAcks === 1) cc.flightAtFirstDuplicate = flightSize(c);
  cc.state = "disorder";
  // "the TCP sender first checks the value of recover to see if the Cumulative Acknowledgment field covers more than recover" (RFC 6582 3.2)
  if (cc.dupAcks < profile.dupThresh || !after(snd.una, cc.recover) || flight.length === 0) return;
  enterRecovery(c, cc.flightAtFirstDuplicate, now, out);
  const first = flight.at(0);
  flight.markLost(first);
  // "The lost segment starting at SND.UNA MUST be retransmitted and cwnd set to ssthresh plus 3*SMSS" (step 3)
  cc.cwnd = cc.ssthresh + profile.dupThresh * snd.mss;
  tell(c, "fast retransmit", out);
  retransmit(c, first, "fast retransmit", now, out);
}

/** RFC 6582 3.2, partial acknowledgment. */
function partialAck(c: TcpConnection, tally: Tally, now: Instant, out: TcpOut): void {
  const { cc, flight, snd } = c;
  // "deflate the congestion window by the amount of new data acknowledged ... If the partial ACK acknowledges at least one SMSS of new
  //  data, then add back SMSS bytes to the congestion window."
  cc.cwnd = Math.max(snd.mss, cc.cwnd - tally.ackedOctets);
  if (tally.ackedOctets >= snd.mss) cc.cwnd += snd.mss;
  tell(c, "partial ACK", out);
  if (flight.length === 0) return;
  const first = flight.at(0);
  flight.markLost(first);
  retransmit(c, first, "partial ACK", now, out);
}

/** Full acknowledgment: "Set cwnd to either (1) min (ssthresh, max(FlightSize, SMSS) + SMSS) or ..." (RFC 6582 3.2). */
function leaveNewReno(c: TcpConnection, out: TcpOut): void {
  const { cc, snd } = c;
  cc.cwnd = Math.min(cc.ssthresh, Math.max(flightSize(c), snd.mss) + snd.mss);
  settle(c);
  tell(c, "recovery ends", out);
}

function settle(c: TcpConnection): void {
  const { cc } = c;
  cc.state = c.flight.sacked > 0 ? "disorder" : "open";
  cc.dupAcks = 0;
  cc.partialAckSeen = false;
  cc.pending = 0;
  cc.undo = null;
}

export function enterRecovery(c: TcpConnection, flight: number, now: Instant, out: TcpOut): void {
  const { cc, snd, profile } = c;
  if (cc.state !== "cwr") {
    remember(c, now);
    cc.ssthresh = profile.cwndCounts === "segments" ? thresholdAfterLoss(c) : thresholdAfterLoss(c, flight);
    cc.prr.recoverFs = profile.cwndCounts === "segments" ? cc.cwnd : Math.max(1, distance(snd.una, snd.nxt));
    cc.prr.delivered = 0;
    cc.prr.out = 0;
  }
  cc.recover = snd.nxt;
  cc.state = "recovery";
  cc.partialAckSeen = false;
  cc.pending = 0;
  cc.probe.end = null;
  if (c.options.sack && !profile.prr) cc.cwnd = cc.ssthresh;
  tell(c, "recovery begins", out);
}

/** Once a round trip: as for a loss, but nothing is sent again (RFC 3168 6.1.2, RFC 8985 7.4.2). */
function enterCwr(c: TcpConnection, out: TcpOut): void {
  const { cc, snd, profile } = c;
  if (cc.state !== "open" && cc.state !== "disorder") return;
  cc.ssthresh = thresholdAfterLoss(c);
  cc.prr.recoverFs = profile.cwndCounts === "segments" ? cc.cwnd : Math.max(1, distance(snd.una, snd.nxt));
  cc.prr.delivered = 0;
  cc.prr.out = 0;
  cc.recover = snd.nxt;
  cc.state = "cwr";
  cc.undo = null;
  if (c.options.ecn) c.ecn.reduced = true;
  if (!(c.options.sack && profile.prr)) cc.cwnd = cc.ssthresh;
  tell(c, "congestion reported", out);
}

/**
 * RFC 6937 3 with the slow-start reduction bound: while more than ssthresh is under way, send ssthresh/RecoverFS of what is delivered;
 * below it, catch up by what was delivered and one segment more when the ACK brings good news.
 */
export function reduce(c: TcpConnection, delivered: number, newLoss: boolean, advanced: boolean): void {
  const { cc, snd } = c;
  const { prr } = cc;
  if (delivered <= 0 && prr.out > 0) return;
  const under = pipe(c);
  prr.delivered += delivered;
  const room = cc.ssthresh - under;
  let send: number;
  if (room < 0) {
    send = Math.ceil((prr.delivered * cc.ssthresh) / prr.recoverFs) - prr.out;
    if (c.profile.cwndCounts === "segments") send = Math.ceil(send / snd.mss) * snd.mss;
  } else {
    send = Math.max(prr.delivered - prr.out, delivered);
    if (advanced && !newLoss) send += snd.mss;
    send = Math.min(room, send);
  }
  // "Force a fast retransmit upon entering fast recovery": nothing was sent yet.
  send = Math.max(send, prr.out > 0 ? 0 : snd.mss);
  cc.cwnd = Math.max(under + send, snd.mss);
}

/** The reordering timer has expired and found losses (RFC 8985 6.3). */
export function lossesFoundByTimer(c: TcpConnection, now: Instant, out: TcpOut): void {
  const { cc } = c;
  if (cc.state === "open" || cc.state === "disorder" || cc.state === "cwr") enterRecovery(c, flightSize(c), now, out);
  if (cc.state === "recovery" && c.profile.prr) reduce(c, c.snd.mss, true, false);
}

/** The retransmission timer has expired (RFC 6298 5.4 to 5.6, RFC 5681 3.1, RFC 6582 4). The caller doubles the RTO. */
export function onTimeout(c: TcpConnection, now: Instant, out: TcpOut): void {
  const { cc, flight, snd } = c;
  c.count.timeouts++;
  // "when a TCP sender detects segment loss using the retransmission timer and the given segment has not yet been resent":
  // ssthresh is reduced once, not for each repetition (RFC 5681 3.1).
  if (c.patience.retries <= 1 && cc.state !== "loss") {
    if (cc.state !== "recovery") remember(c, now);
    cc.ssthresh = thresholdAfterLoss(c);
  }
  // "upon a timeout cwnd MUST be set to no more than the loss window, LW, which equals 1 full-sized segment"
  cc.cwnd = snd.mss;
  cc.recover = snd.nxt;
  cc.state = "loss";
  cc.dupAcks = 0;
  cc.pending = 0;
  cc.partialAckSeen = false;
  cc.probe.end = null;
  cc.cubic.epoch = null;
  tell(c, "timeout", out);
  if (flight.length === 0) return;
  if (flight.at(0).sacked) forgetSack(c);
  for (let i = 0; i < flight.length; i++) {
    const sent = flight.at(i);
    if (!sent.sacked) flight.markLost(sent);
  }
  const why: RetransmissionWhy = flight.at(0).syn ? "SYN" : "timeout";
  retransmit(c, flight.at(0), why, now, out);
}

function remember(c: TcpConnection, now: Instant): void {
  if (!c.profile.undo) return;
  c.cc.undo = {
    cwnd: c.cc.cwnd,
    ssthresh: c.cc.ssthresh,
    at: now,
    retransmissions: c.count.retransmissions,
    duplicates: c.count.duplicatesReported,
  };
}

/**
 * Takes back a reduction that was for nothing: the first ACK of new data echoes a timestamp older than the first retransmission
 * (RFC 3522 3.2), or every retransmission was reported as a duplicate (RFC 2883, RFC 3708).
 */
function undo(c: TcpConnection, tally: Tally, _now: Instant, out: TcpOut): boolean {
  const { cc, flight } = c;
  const was = cc.undo;
  if (was === null || (cc.state !== "recovery" && cc.state !== "loss")) return false;
  const repeats = c.count.retransmissions - was.retransmissions;
  const late = tally.advanced && tally.echo > 0 && repeats > 0 && stampBefore(tally.echo, timestampNow(c, was.at));
  const allTwice = repeats > 0 && c.count.duplicatesReported - was.duplicates >= repeats;
  if (!late && !allTwice) return false;
  for (let i = 0; i < flight.length; i++) flight.unmarkLost(flight.at(i));
  cc.cwnd = Math.max(cc.cwnd, was.cwnd);
  cc.ssthresh = Math.max(cc.ssthresh, was.ssthresh);
  settle(c);
  tell(c, "needless recovery undone", out);
  return true;
}
