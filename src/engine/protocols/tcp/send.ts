/**
 * Everything that leaves: building a segment, when new data may go (RFC 9293 3.8.6.2.1 sender's silly window avoidance, 3.7.4 Nagle,
 * RFC 5681 congestion window), PSH, the urgent pointer, the FIN behind the last octet, retransmissions, probes, resets.
 */
import type { Duration, Instant } from "../../base/time.ts";
import { add, after, before, distance, type Seq } from "../../wire/seq.ts";
import { tcpFlag } from "../../wire/tcp.ts";
import { noTcpOptions, type TcpOption } from "../../wire/tcp-options.ts";
import { pipe } from "./congestion/pipe.ts";
import { restartAfterIdle } from "./congestion/window.ts";
import type { Sent } from "./flight.ts";
import { segmentOptions, stampOf, synOptions } from "./options.ts";
import { currentRto } from "./rtt.ts";
import { reportOctets } from "./sack-report.ts";
import { noPayload } from "./segment.ts";
import { isAhead, never, type RetransmissionWhy, type TcpConnection, type TcpOut, unsent } from "./tcb.ts";
import { armSend } from "./timers.ts";
import { offerWindow } from "./window.ts";

/** Hands one segment to the layer below. Whatever acknowledgment was owed is paid by it. */
function emit(
  c: TcpConnection,
  seq: Seq,
  flags: number,
  payload: Uint8Array,
  options: readonly TcpOption[],
  out: TcpOut,
): void {
  const { rcv, snd } = c;
  const isSyn = (flags & tcpFlag.syn) !== 0;
  const window = isSyn
    ? Math.min(rcv.wnd, 65_535)
    : flags & tcpFlag.rst && c.profile.abortWindow === "zero"
      ? 0
      : offerWindow(c);
  const urgent = snd.up !== snd.una && after(snd.up, seq) && !isSyn && (flags & tcpFlag.rst) === 0;
  let allFlags = urgent ? flags | tcpFlag.urg : flags;
  let ecn: 0 | 2 = 0;
  if (c.options.ecn && !isSyn && (flags & tcpFlag.rst) === 0) {
    if (c.ecn.echo) allFlags |= tcpFlag.ece;
    if (payload.length > 0 && seq === snd.nxt) {
      ecn = 2;
      if (c.ecn.reduced) {
        // "the first new data packet sent after the window reduction" carries CWR (RFC 3168 6.1.2)
        allFlags |= tcpFlag.cwr;
        c.ecn.reduced = false;
      }
    }
  }
  if (flags & tcpFlag.ack) {
    c.ack.due = "no";
    c.ack.octets = 0;
    c.timers.ack = never;
    if (c.ack.quick > 0) c.ack.quick--;
    c.ts.lastAckSent = rcv.nxt;
  }
  c.count.segmentsSent++;
  if (payload.length > 0) {
    c.count.dataSegmentsSent++;
    c.count.octetsSent += payload.length;
  }
  out.send(
    {
      sourcePort: c.local.port,
      destinationPort: c.remote.port,
      seq,
      ack: flags & tcpFlag.ack ? rcv.nxt : (0 as Seq),
      flags: allFlags,
      window,
      // "The urgent pointer MUST point to the sequence number of the octet following the urgent data" (MUST-62)
      urgentPointer: urgent ? Math.min(65_535, distance(seq, snd.up)) : 0,
      options,
      payload,
    },
    ecn,
  );
}

/** <SEQ=SND.NXT><ACK=RCV.NXT><CTL=ACK> */
export function sendAck(c: TcpConnection, now: Instant, out: TcpOut): void {
  emit(c, c.snd.nxt, tcpFlag.ack, noPayload, segmentOptions(c, now), out);
}

/** The ACK that is due. BSD repeats its FIN in it while that is not acknowledged. */
export function sendOwedAck(c: TcpConnection, now: Instant, out: TcpOut): void {
  const { snd, flight, profile } = c;
  if (!profile.ackRepeatsFin || !snd.finSent || flight.length === 0) {
    sendAck(c, now, out);
    return;
  }
  emit(c, add(snd.nxt, -1), tcpFlag.ack | tcpFlag.fin, noPayload, segmentOptions(c, now), out);
}

/** The SYN of SYN-SENT or the SYN-ACK of SYN-RECEIVED, for the first time. */
export function sendSyn(c: TcpConnection, now: Instant, out: TcpOut): void {
  const { snd } = c;
  c.flight.push(snd.iss, add(snd.iss, 1), now, true, false, false);
  snd.nxt = add(snd.iss, 1);
  snd.lastSentAt = now;
  const early = c.fastOpen?.early ?? 0;
  emitSyn(c, now, out, early > 0 ? snd.buffer.view(0, early) : noPayload);
  if (early > 0) {
    // "data in the SYN" is a record of its own: the SYN goes again without it (RFC 7413 4.2.1).
    c.flight.push(snd.nxt, add(snd.nxt, early), now, false, false, true);
    snd.nxt = add(snd.nxt, early);
  }
  startRetransmission(c, now, out);
}

/** The same again, whatever the state is by now. */
export function emitSyn(c: TcpConnection, now: Instant, out: TcpOut, early: Uint8Array = noPayload): void {
  const withAck = c.passive || c.state === "SYN-RECEIVED";
  let flags = withAck ? tcpFlag.syn | tcpFlag.ack : tcpFlag.syn;
  // "an ECN-setup SYN": ECE and CWR; "an ECN-setup SYN-ACK": ECE alone (RFC 3168 6.1.1)
  if (withAck && c.options.ecn) flags |= tcpFlag.ece;
  if (!withAck && c.profile.ecn === "ask" && c.patience.synRetries <= c.profile.ecnSynRepeats)
    flags |= tcpFlag.ece | tcpFlag.cwr;
  emit(c, c.snd.iss, flags, early, synOptions(c, withAck, now), out);
}

/** A reset of our own accord: <SEQ=SND.NXT><CTL=RST> (RFC 9293 3.10.5). */
export function sendAbort(c: TcpConnection, now: Instant, out: TcpOut): void {
  const withAck = c.profile.abortSends === "rst-ack" && c.state !== "SYN-SENT";
  const options = c.options.timestamps && withAck ? stamped(c, now) : noTcpOptions;
  emit(c, c.snd.nxt, withAck ? tcpFlag.rst | tcpFlag.ack : tcpFlag.rst, noPayload, options, out);
}

const nop: TcpOption = { kind: "nop" };
const stamped = (c: TcpConnection, now: Instant): TcpOption[] => [nop, nop, stampOf(c, now)];

/** Sends what may be sent: first what is lost, then new data, then the FIN. Says whether anything left. */
export function output(c: TcpConnection, now: Instant, out: TcpOut): boolean {
  switch (c.state) {
    case "ESTABLISHED":
    case "CLOSE-WAIT":
    case "FIN-WAIT-1":
    case "CLOSING":
    case "LAST-ACK":
      break;
    case "SYN-RECEIVED":
      // Fast Open: what is lost waits for the handshake, whose SYN-ACK is what is repeated.
      return isAhead(c) && c.flight.lost === 0 && sendNew(c, now, out);
    default:
      return false;
  }
  let sent = false;
  if (c.flight.lost > 0) sent = resendLost(c, now, out);
  if (sendNew(c, now, out)) sent = true;
  return sent;
}

function resendLost(c: TcpConnection, now: Instant, out: TcpOut): boolean {
  let sent = false;
  for (let lost = c.flight.nextLost(); lost !== null; lost = c.flight.nextLost()) {
    const octets = c.profile.cwndCounts === "segments" ? c.snd.mss : Math.min(c.snd.mss, distance(lost.seq, lost.end));
    const under = pipe(c);
    if (under > 0 && under + octets > c.cc.cwnd) {
      c.cc.limited = true;
      break;
    }
    retransmit(c, lost, c.options.sack ? "SACK" : "timeout", now, out);
    sent = true;
  }
  return sent;
}

function sendNew(c: TcpConnection, now: Instant, out: TcpOut): boolean {
  const { snd, cc, flight, profile } = c;
  const countsSegments = profile.cwndCounts === "segments";
  let data = unsent(c);
  let finDue = snd.closing && !snd.finSent;
  if (data === 0 && !finDue) {
    cc.limited = false;
    return false;
  }
  if (flight.length === 0 && data > 0 && snd.wnd > 0) restartAfterIdle(c, now, out);
  let sent = false;
  const busy = snd.nxt !== snd.una;
  let under = pipe(c);
  // The SYN-ACK that is under way with Fast Open is not data, and takes no room in the window of the peer's SYN.
  const ahead = isAhead(c);
  const allowance = cc.cwnd + limitedTransmit(c) + (ahead ? snd.mss : 0);
  cc.limited = false;
  while (data > 0 || finDue) {
    const usable = snd.wnd - distance(snd.una, snd.nxt) + (ahead ? 1 : 0);
    if (usable <= 0) break;
    const full = fullSegment(c);
    const record = snd.records.length > 0 ? distance(snd.nxt, snd.records[0]!) : data;
    const length = Math.min(data, full, usable, record);
    if (length > 0 && under > 0 && under + (countsSegments ? snd.mss : length) > allowance) {
      cc.limited = true;
      break;
    }
    const waits = profile.nagleWaitsFor === "earlier" ? busy : nagleWaits(c);
    // What has a record behind it can grow no more.
    const whole = length === record && record < data;
    if (!whole && !mayGo(c, length, full, data, usable, waits)) break;
    const last = length === data;
    const withFin = last && finDue && usable > length;
    if (length === 0 && !withFin) break;
    const seq = snd.nxt;
    const payload = snd.buffer.view(distance(snd.bufferStart, seq), length);
    let flags: number = tcpFlag.ack;
    // "the last segment of a SEND carries PSH" (RFC 9293 3.9.1.2: MAY set PUSH on the last of the buffered data, MUST if no PUSH flag)
    if (length > 0 && (whole || (last && snd.pushed === add(seq, length)))) flags |= tcpFlag.psh;
    if (withFin) flags |= tcpFlag.fin;
    const end = add(seq, length + (withFin ? 1 : 0));
    if (length > 0 && length < full) snd.smallEnd = end;
    if (
      (c.count.dataSegmentsReceived > 0 || c.ack.due === "delayed") &&
      now - c.ack.lastReceivedAt < profile.delayedAck
    )
      c.ack.interactive = true;
    // The segment is on its way before SND.NXT moves: `emit` knows new data by its sequence number.
    emit(c, seq, flags, payload, segmentOptions(c, now, length), out);
    flight.push(seq, end, now, false, withFin, (flags & tcpFlag.psh) !== 0);
    snd.nxt = end;
    if (length === record && snd.records.length > 0) snd.records.shift();
    snd.probed = false;
    snd.lastSentAt = now;
    if (withFin) {
      snd.finSent = true;
      finDue = false;
    }
    data -= length;
    under += countsSegments ? snd.mss : distance(seq, end);
    cc.prr.out += countsSegments ? snd.mss : length;
    sent = true;
  }
  if (sent) {
    if (flight.length * snd.mss > cc.maxFlight) cc.maxFlight = flight.length * snd.mss;
    if (c.timers.send.kind === "off" || c.timers.send.kind === "persist") startRetransmission(c, now, out);
  }
  return sent;
}

/** "On the first and second duplicate ACKs ... a TCP SHOULD send a segment of previously unsent data" (RFC 3042); with SACK the pipe does it. */
function limitedTransmit(c: TcpConnection): number {
  const { cc, profile, options } = c;
  if (!profile.limitedTransmit || options.sack || cc.state !== "disorder") return 0;
  return Math.min(cc.dupAcks, 2) * c.snd.mss;
}

/**
 * Eff.snd.MSS of the next segment: "all options that are present must be counted" (RFC 9293 3.7.1), and a SACK report comes and goes.
 * `snd.mss` has the timestamps taken off already.
 */
const fullSegment = (c: TcpConnection): number => Math.max(1, c.snd.mss - reportOctets(c));

/** The rules of RFC 9293 3.8.6.2.1; D is `data`, U is `usable`. */
function mayGo(c: TcpConnection, length: number, full: number, data: number, usable: number, waits: boolean): boolean {
  const { snd, settings } = c;
  // "(1) if a maximum-sized segment can be sent, i.e., if: min(D,U) >= Eff.snd.MSS"
  if (length >= full) return true;
  // The FIN pushes what is before it.
  if (length === data && snd.closing) return true;
  if (settings.cork) return false;
  const held = settings.nagle && waits;
  // "(2) or if the data is pushed and all queued data can be sent now, i.e., if: [SND.NXT = SND.UNA and] PUSHed and D <= U"
  if (data <= usable) return !held;
  // "(3) or if at least a fraction Fs of the maximum window can be sent, i.e., if: [...] min(D,U) >= Fs * Max(SND.WND)"
  return !held && length * 2 >= snd.maxWnd;
}

/** "If there is unacknowledged data (i.e., SND.NXT > SND.UNA), then the sending TCP endpoint buffers all user data" (3.7.4). */
function nagleWaits(c: TcpConnection): boolean {
  const { snd, profile } = c;
  return profile.nagleWaitsFor !== "small" ? snd.nxt !== snd.una : after(snd.smallEnd, snd.una);
}

/** Sends a record of the flight again, cut to the MSS where that has fallen since. */
export function retransmit(c: TcpConnection, sent: Sent, why: RetransmissionWhy, now: Instant, out: TcpOut): void {
  const { snd, flight } = c;
  if (!sent.syn && distance(sent.seq, sent.end) > snd.mss) {
    flight.split(flight.indexOf(sent.seq), add(sent.seq, snd.mss));
  }
  flight.markRetransmitted(sent, now);
  c.count.retransmissions++;
  snd.lastSentAt = now;
  if (out.note) out.note({ what: "retransmission", why, seq: sent.seq, end: sent.end });
  if (sent.syn) {
    emitSyn(c, now, out);
    return;
  }
  const length = distance(sent.seq, sent.end) - (sent.fin ? 1 : 0);
  const offset = distance(snd.bufferStart, sent.seq);
  const payload = snd.buffer.view(offset, length);
  let flags: number = tcpFlag.ack;
  if (sent.push) flags |= tcpFlag.psh;
  if (sent.fin) flags |= tcpFlag.fin;
  c.count.octetsRetransmitted += length;
  c.cc.prr.out += c.profile.cwndCounts === "segments" ? snd.mss : distance(sent.seq, sent.end);
  emit(c, sent.seq, flags, payload, segmentOptions(c, now, length), out);
  if (c.timers.send.kind === "off") startRetransmission(c, now, out);
}

/** RFC 6298 5.1 and 5.3: (re)starts the timer for one RTO from now. */
export function startRetransmission(c: TcpConnection, now: Instant, out: TcpOut): void {
  let wait = currentRto(c);
  const { userTimeout } = c.settings;
  if (userTimeout !== null && c.flight.length > 0) {
    // The user timeout is kept to the nanosecond: no retransmission is waited for beyond it.
    wait = Math.max(1, Math.min(wait, c.flight.at(0).firstSentAt + userTimeout - now)) as Duration;
  }
  const openTimeout = c.state === "SYN-SENT" ? (c.settings.openTimeout ?? c.profile.openTimeout) : null;
  if (openTimeout !== null) {
    wait = Math.max(1, Math.min(wait, c.flight.at(0).firstSentAt + openTimeout - now)) as Duration;
  }
  armSend(c, "retransmission", now, wait, out);
}

/**
 * A probe of a zero window, or what must be sent to override silly window avoidance (RFC 9293 3.8.6.1, 3.8.6.2.1 rule 4).
 * @returns whether new data was put in flight: the retransmission timer then has it.
 */
export function probeWindow(c: TcpConnection, now: Instant, out: TcpOut): boolean {
  const { snd, flight } = c;
  const data = unsent(c);
  const usable = snd.wnd - distance(snd.una, snd.nxt);
  if (usable > 0 && data > 0) {
    const full = fullSegment(c);
    const length = Math.min(data, full, usable);
    const flags = length === data ? tcpFlag.ack | tcpFlag.psh : tcpFlag.ack;
    const seq = snd.nxt;
    emit(c, seq, flags, snd.buffer.view(distance(snd.bufferStart, seq), length), segmentOptions(c, now, length), out);
    flight.push(seq, add(seq, length), now, false, false, length === data);
    snd.nxt = add(seq, length);
    if (length < full) snd.smallEnd = snd.nxt;
    snd.lastSentAt = now;
    return true;
  }
  if (out.note) out.note({ what: "zero-window probe", seq: snd.nxt });
  if (c.profile.windowProbe === "old-sequence") {
    emit(c, add(snd.una, -1), tcpFlag.ack, noPayload, segmentOptions(c, now), out);
    return false;
  }
  if (data > 0) {
    // One octet of new data. It stays outside the flight: a receiver that keeps to its zero window drops it.
    const payload = snd.buffer.view(distance(snd.bufferStart, snd.nxt), 1);
    emit(c, snd.nxt, tcpFlag.ack, payload, segmentOptions(c, now), out);
  } else {
    emit(c, snd.nxt, tcpFlag.ack | tcpFlag.fin, noPayload, segmentOptions(c, now), out);
  }
  snd.probed = true;
  return false;
}

/** "Such a segment generally contains SEG.SEQ = SND.NXT-1 and may or may not contain one garbage octet" (3.8.4; SHLD-12: none). */
export function sendKeepAlive(c: TcpConnection, now: Instant, out: TcpOut): void {
  emit(c, add(c.snd.nxt, -1), tcpFlag.ack, noPayload, segmentOptions(c, now), out);
}

/** Whether nothing in flight keeps the timer busy and something waits that the window does not let go. */
export function needsPersist(c: TcpConnection): boolean {
  if (c.flight.length > 0) return false;
  if (c.state !== "ESTABLISHED" && c.state !== "CLOSE-WAIT" && !c.snd.closing) return false;
  const data = unsent(c);
  const finDue = c.snd.closing && !c.snd.finSent;
  if (data === 0 && !finDue) return false;
  const usable = c.snd.wnd - distance(c.snd.una, c.snd.nxt);
  return usable <= 0 || data > usable || c.settings.cork;
}

/** Highest sequence number the peer may acknowledge: SND.NXT, and the octet of a window probe behind it. */
export const highestSent = (c: TcpConnection): Seq => (c.snd.probed ? add(c.snd.nxt, 1) : c.snd.nxt);

/** The peer has taken the octet (or FIN) of a window probe: it counts as sent. */
export function adoptProbe(c: TcpConnection, ack: Seq): void {
  const { snd } = c;
  if (!snd.probed || !before(snd.nxt, ack)) return;
  if (unsent(c) === 0) snd.finSent = true;
  snd.nxt = ack;
  snd.probed = false;
}
