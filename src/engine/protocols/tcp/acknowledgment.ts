/**
 * Reading an acceptable acknowledgment: RFC 9293 3.10.7.4, the fifth step. What is acknowledged leaves the flight and the send
 * buffer, the round trip is measured (RFC 6298, Karn's rule; RFC 7323 4.3), the window is taken over, loss recovery is told, and the
 * retransmission timer is set anew (RFC 6298 5.2, 5.3; RFC 8985 7.2).
 */
import { type Duration, type Instant, after as later } from "../../base/time.ts";
import { add, after, atOrBefore, before, distance, type Seq } from "../../wire/seq.ts";
import { tcpFlag } from "../../wire/tcp.ts";
import { watchSlowStart } from "./congestion/hystart.ts";
import { timestampsOf } from "./options.ts";
import { armProbe, canProbe, delivered } from "./rack.ts";
import { react } from "./recovery.ts";
import { currentRto, sampleRtt, timestampNow } from "./rtt.ts";
import { readSack } from "./scoreboard.ts";
import type { Segment } from "./segment.ts";
import { adoptProbe, needsPersist, startRetransmission } from "./send.ts";
import { clearTally, type Tally } from "./tally.ts";
import type { TcpConnection, TcpOut } from "./tcb.ts";
import { armSend, stopSend } from "./timers.ts";

/** An ACK that is not beyond what was sent; it may be older than SND.UNA. */
export function onAcknowledgment(c: TcpConnection, s: Segment, now: Instant, out: TcpOut): void {
  const { snd, flight, cc } = c;
  const t = c.tally;
  clearTally(t);
  t.lostBefore = flight.lost;
  t.echo = timestampsOf(c, s)?.echo ?? -1;
  t.ece = c.options.ecn && (s.flags & tcpFlag.ece) !== 0;
  adoptProbe(c, s.ack);
  const windowWas = snd.wnd;
  t.advanced = after(s.ack, snd.una);
  // In ascending order: what is cumulatively acknowledged lies below what is sacked (RFC 8985 6.2 step 3 depends on it).
  if (t.advanced) leaveFlight(c, s.ack, now, t);
  if (c.options.sack) readSack(c, s, now, t);
  if (t.advanced) {
    measure(c, t, now, out);
    c.patience.retries = 0;
  }
  c.patience.probes = 0;
  takeWindow(c, s);
  c.count.delivered += t.ackedSegments + t.sackedSegments;
  if (flight.length === 0 && cc.state === "open" && !t.advanced) {
    rearm(c, t, 0 as Duration, now, out);
    return;
  }
  // RFC 5681 2: "(a) the receiver of the ACK has outstanding data, (b) the incoming acknowledgment carries no data, (c) the SYN and FIN
  // bits are both off, (d) the acknowledgment number is equal to the greatest acknowledgment received ..., (e) the advertised window
  // equals the advertised window in the last incoming acknowledgment"
  const duplicate =
    !t.advanced &&
    flight.length > 0 &&
    s.payload.length === 0 &&
    (s.flags & (tcpFlag.syn | tcpFlag.fin)) === 0 &&
    s.ack === snd.una &&
    snd.wnd === windowWas;
  const wait = react(c, s, t, duplicate, now, out);
  rearm(c, t, wait, now, out);
}

/** "Any segments on the retransmission queue that are thereby entirely acknowledged are removed." */
export function leaveFlight(c: TcpConnection, ack: Seq, now: Instant, t: Tally): void {
  const { snd, flight } = c;
  while (flight.length > 0) {
    const sent = flight.at(0);
    if (!before(sent.seq, ack)) break;
    if (after(sent.end, ack)) {
      t.ackedOctets += distance(sent.seq, ack);
      if (sent.times > 1) t.retransmittedAcked = true;
      flight.trim(ack);
      break;
    }
    if (!sent.sacked) {
      t.ackedSegments++;
      t.ackedOctets += distance(sent.seq, sent.end);
      delivered(c, sent, now, t);
      if (sent.times === 1 && t.firstSentAt < 0) t.firstSentAt = sent.sentAt;
      if (sent.retransmitted) t.retransmittedDelivered = true;
    }
    if (sent.times > 1) t.retransmittedAcked = true;
    flight.shift();
  }
  snd.una = ack;
  const octets = before(ack, snd.bufferStart) ? 0 : Math.min(snd.buffer.length, distance(snd.bufferStart, ack));
  if (octets > 0) {
    snd.buffer.drop(octets);
    snd.bufferStart = add(snd.bufferStart, octets);
    c.count.octetsAcked += octets;
  }
  if (before(snd.up, ack)) snd.up = ack;
  if (before(snd.smallEnd, ack)) snd.smallEnd = ack;
}

/** "RTT samples MUST NOT be made using segments that were retransmitted" unless timestamps tell (RFC 6298 3). */
function measure(c: TcpConnection, t: Tally, now: Instant, out: TcpOut): void {
  const { cc } = c;
  if (!t.retransmittedAcked && t.firstSentAt >= 0) {
    sampleRtt(c, Math.max(1, now - t.firstSentAt) as Duration, out);
    if (c.profile.hystart && cc.algorithm === "cubic") watchSlowStart(c, now, out);
  } else if (t.echo > 0) {
    const ticks = (timestampNow(c, now) - t.echo) | 0;
    if (ticks >= 0) sampleRtt(c, (Math.max(1, ticks) * 1_000_000) as Duration, out);
  }
}

/** "If SND.WL1 < SEG.SEQ or (SND.WL1 = SEG.SEQ and SND.WL2 =< SEG.ACK), set SND.WND <- SEG.WND ..." */
export function takeWindow(c: TcpConnection, s: Segment): void {
  const { snd } = c;
  if (before(s.ack, snd.una)) return;
  if (before(snd.wl1, s.seq) || (snd.wl1 === s.seq && atOrBefore(snd.wl2, s.ack))) {
    const scale = s.flags & tcpFlag.syn ? 0 : c.options.sndScale;
    snd.wnd = s.window * (1 << scale);
    snd.wl1 = s.seq;
    snd.wl2 = s.ack;
    if (snd.wnd > snd.maxWnd) snd.maxWnd = snd.wnd;
  }
}

/** Sets the timer that drives retransmission, after an ACK. */
function rearm(c: TcpConnection, t: Tally, wait: Duration, now: Instant, out: TcpOut): void {
  const { flight, timers, cc } = c;
  if (flight.length === 0) {
    // "When all outstanding data has been acknowledged, turn off the retransmission timer" (RFC 6298 5.2)
    if (timers.send.kind !== "persist" || !needsPersist(c)) stopSend(c);
    return;
  }
  if (wait > 0) {
    armSend(c, "reordering", now, wait, out);
    return;
  }
  if (timers.send.kind === "reordering" || timers.send.kind === "persist" || timers.send.kind === "off") {
    startRetransmission(c, now, out);
  }
  if (t.advanced || t.sackedSegments > 0) {
    // "Impatient": in NewReno recovery only the first partial ACK restarts the timer (RFC 6582 3.2 and 4).
    if (!c.options.sack && cc.state === "recovery") {
      if (cc.partialAckSeen) return;
      cc.partialAckSeen = true;
    }
    // "When an ACK is received that acknowledges new data, restart the retransmission timer" (5.3)
    if (t.advanced || canProbe(c)) startRetransmission(c, now, out);
    watchTail(c, now, out);
  }
}

/** "schedule a loss probe after sending new data, and after an ACK that advances" (RFC 8985 7.2), where one is of use. */
export function watchTail(c: TcpConnection, now: Instant, out: TcpOut): void {
  const { kind } = c.timers.send;
  if ((kind !== "retransmission" && kind !== "loss probe") || !canProbe(c)) return;
  // The timeout that the probe must not come behind: an RTO after the first segment in flight was sent, or from now on after an ACK.
  const since = kind === "retransmission" ? now : c.flight.at(0).sentAt;
  armProbe(c, now, later(since, currentRto(c)), out);
}
