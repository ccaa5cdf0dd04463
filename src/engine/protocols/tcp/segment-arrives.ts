/**
 * SEGMENT ARRIVES: RFC 9293 3.10.7.3 (SYN-SENT) and 3.10.7.4 (all later states), step by step in the RFC's own order. CLOSED is
 * `answerWithReset` in segment.ts, LISTEN is listener.ts. Security and precedence (third step) do not exist here.
 */
import type { Duration, Instant } from "../../base/time.ts";
import { add, after, atOrBefore, before, inWindow, later, type Seq } from "../../wire/seq.ts";
import { tcpFlag } from "../../wire/tcp.ts";
import { findTcpOption } from "../../wire/tcp-options.ts";
import { onAcknowledgment, watchTail } from "./acknowledgment.ts";
import { answerUnacceptable, challengeAck, mayAnswer } from "./challenge.ts";
import { pipe } from "./congestion/pipe.ts";
import { setInitialWindow } from "./congestion/window.ts";
import { end, enterTimeWait } from "./ending.ts";
import { judgeSynAck } from "./fast-open.ts";
import { agreeOnOptions, refusedByPaws, rememberTimestamp, stampBefore, timestampsOf } from "./options.ts";
import { acceptText, holdText, releaseText } from "./reassembly.ts";
import { currentRto, restartAfterLostSyn, sampleRtt, timestampNow } from "./rtt.ts";
import { answerWithReset, noPayload, type Segment, segmentLength } from "./segment.ts";
import { emitSyn, highestSent, needsPersist, output, sendAbort, sendOwedAck, startRetransmission } from "./send.ts";
import { enter, type TcpConnection, type TcpOut, unsent } from "./tcb.ts";
import { armDelayedAck, armLife, armSend, stopLife, stopSend, tellAlarm } from "./timers.ts";

const synFin = tcpFlag.syn | tcpFlag.fin;

/** @param marked the IP header said "congestion experienced" (RFC 3168 5) */
export function onSegment(c: TcpConnection, s: Segment, now: Instant, out: TcpOut, marked = false): void {
  if (c.state === "CLOSED") return;
  c.count.segmentsReceived++;
  if (c.profile.synFin === "drop" && (s.flags & synFin) === synFin) return;
  if (c.state === "SYN-SENT") synSent(c, s, now, out);
  else otherStates(c, s, now, out, marked);
  afterwards(c, now, out);
}

/** What every event ends with: send what may be sent, pay the ACK that is owed, keep the timers honest. */
export function afterwards(c: TcpConnection, now: Instant, out: TcpOut): void {
  if (c.state === "CLOSED") return;
  if (output(c, now, out) && c.state !== "SYN-RECEIVED") watchTail(c, now, out);
  if (c.snd.blocked && c.settings.sendBuffer < c.settings.sendBufferMax) growSendBuffer(c, out);
  if (c.ack.due === "now") sendOwedAck(c, now, out);
  else if (c.ack.due === "delayed" && c.timers.ack > now + c.profile.delayedAck) {
    armDelayedAck(c, now, c.profile.delayedAck, out);
  }
  if (c.timers.send.kind === "off" && needsPersist(c)) {
    c.patience.probingSince = now;
    c.patience.persists = 0;
    armSend(c, "persist", now, currentRto(c), out);
  }
  tellAlarm(c, out);
}

// --- 3.10.7.3 SYN-SENT

function synSent(c: TcpConnection, s: Segment, now: Instant, out: TcpOut): void {
  const { snd, rcv } = c;
  const hasAck = (s.flags & tcpFlag.ack) !== 0;
  // "If SEG.ACK =< ISS or SEG.ACK > SND.NXT, send a reset (unless the RST bit is set ...) <SEQ=SEG.ACK><CTL=RST> and discard the segment."
  if (hasAck && (atOrBefore(s.ack, snd.iss) || after(s.ack, snd.nxt))) {
    sendResetFor(s, out);
    return;
  }
  if (hasAck && c.profile.synAckEcho === "checked" && (s.flags & tcpFlag.rst) === 0 && echoesNothing(c, s, now)) {
    sendResetFor(s, out);
    return;
  }
  if (s.flags & tcpFlag.rst) {
    // "If the ACK was acceptable, then signal to the user "error: connection reset" ... Otherwise (no ACK), drop the segment"
    if (hasAck) end(c, "refused", "receive RST", out);
    return;
  }
  // "Fifth, if neither of the SYN or RST bits is set, then drop the segment and return."
  if ((s.flags & tcpFlag.syn) === 0) {
    if (out.note) out.note({ what: "segment ignored", why: "no SYN in SYN-SENT", seq: s.seq });
    return;
  }
  // "RCV.NXT is set to SEG.SEQ+1, IRS is set to SEG.SEQ."
  rcv.irs = s.seq;
  rcv.nxt = add(s.seq, 1);
  c.lastReceivedAt = now;
  agreeOnOptions(c, s, now);
  const asked = c.profile.ecn === "ask" && c.patience.synRetries <= c.profile.ecnSynRepeats;
  const ecnBits = s.flags & (tcpFlag.ece | tcpFlag.cwr);
  c.options.ecn = hasAck
    ? asked && ecnBits === tcpFlag.ece
    : c.profile.ecn !== "off" && ecnBits === (tcpFlag.ece | tcpFlag.cwr);
  if (!hasAck) {
    // "Otherwise, enter SYN-RECEIVED, form a SYN,ACK segment <SEQ=ISS><ACK=RCV.NXT><CTL=SYN,ACK> and send it."
    enter(c, "SYN-RECEIVED", "receive SYN", out);
    rememberWindow(c, s);
    queueText(c, s);
    emitSyn(c, now, out);
    startRetransmission(c, now, out);
    return;
  }
  synAcknowledged(c, now, out);
  rememberWindow(c, s);
  judgeSynAck(c, s, now);
  enter(c, "ESTABLISHED", "receive SYN, ACK", out);
  // A writer that waits is about to send what carries the ACK.
  c.ack.due = snd.blocked ? "delayed" : "now";
  queueText(c, s);
  whenEstablished(c, now, out);
  out.writable();
}

/** A SYN-ACK whose timestamp echoes nothing that we have sent since our first SYN: an old one, or forged. */
function echoesNothing(c: TcpConnection, s: Segment, now: Instant): boolean {
  const echo = c.profile.timestamps ? findTcpOption(s.options, "timestamps")?.echo : undefined;
  if (echo === undefined || echo === 0 || c.flight.length === 0) return false;
  return stampBefore(echo, timestampNow(c, c.flight.at(0).firstSentAt)) || stampBefore(timestampNow(c, now), echo);
}

/** "If there are other controls or text in the segment, queue them for processing after the ESTABLISHED state has been reached." */
export function queueText(c: TcpConnection, s: Segment): void {
  const fast = c.fastOpen !== null && (c.fastOpen.ahead || (!c.passive && (s.flags & tcpFlag.ack) !== 0));
  if (c.profile.synText === "drop" && !fast) return;
  if (s.payload.length > 0) holdText(c, s.payload);
  if (s.flags & tcpFlag.fin) c.rcv.fin = add(s.seq, 1 + s.payload.length);
}

/** "SND.WND <- SEG.WND, SND.WL1 <- SEG.SEQ, SND.WL2 <- SEG.ACK" */
function rememberWindow(c: TcpConnection, s: Segment): void {
  c.snd.wnd = s.window * (1 << (s.flags & tcpFlag.syn ? 0 : c.options.sndScale));
  c.snd.maxWnd = Math.max(c.snd.maxWnd, c.snd.wnd);
  c.snd.wl1 = s.seq;
  c.snd.wl2 = s.flags & tcpFlag.ack ? s.ack : c.snd.una;
}

/** Our SYN is acknowledged: the first round trip is known, the congestion window begins. */
function synAcknowledged(c: TcpConnection, now: Instant, out: TcpOut): void {
  const { snd, flight } = c;
  if (flight.length > 0) {
    const syn = flight.at(0);
    c.patience.synRetries = syn.times - 1;
    if (syn.times === 1) sampleRtt(c, Math.max(1, now - syn.firstSentAt) as Duration, out);
    flight.shift();
  }
  snd.una = later(snd.una, add(snd.iss, 1));
  c.count.delivered++;
  c.patience.retries = 0;
  c.cc.state = "open";
  if (c.patience.synRetries > 0) restartAfterLostSyn(c);
  c.rtt.backoff = 0;
  stopSend(c);
  if (c.fastOpen?.ahead) return;
  setInitialWindow(c, out);
  c.snd.lastSentAt = now;
}

/** In-order text that came with the handshake, keep-alive. */
function whenEstablished(c: TcpConnection, now: Instant, out: TcpOut): void {
  c.rcv.since = now;
  c.ack.lastReceivedAt = now;
  if (c.rcv.ranges.length > 0) releaseText(c);
  if (c.settings.keepAlive) armLife(c, "keep-alive", now, c.settings.keepAlive.idle, out);
  if (c.rcv.buffer.length > 0) out.readable();
  if (c.rcv.fin === c.rcv.nxt) finArrives(c, now, out);
}

/** <SEQ=SEG.ACK><CTL=RST>, or with ACK where the segment had none; never in answer to a RST. */
function sendResetFor(s: Segment, out: TcpOut): void {
  const reset = answerWithReset(s);
  if (reset) out.send(reset, 0);
}

// --- 3.10.7.4 Other states

function otherStates(c: TcpConnection, s: Segment, now: Instant, out: TcpOut, marked: boolean): void {
  const { snd, rcv } = c;
  if (c.state === "TIME-WAIT" && reopens(c, s)) {
    end(c, "superseded", "new SYN", out);
    return;
  }
  if (c.state === "TIME-WAIT" && c.profile.timeWaitNeedsAck && (s.flags & tcpFlag.ack) === 0) return;
  const length = segmentLength(s);

  // First, check sequence number (RFC 7323 5.3 first: PAWS).
  if (refusedByPaws(c, s, now)) {
    answerUnacceptable(c, s, "timestamp older than TS.Recent", now, out);
    return;
  }
  let text = s.payload;
  let fin = (s.flags & tcpFlag.fin) !== 0;
  const within = c.profile.challengeAcks ? tcpFlag.rst : tcpFlag.rst | tcpFlag.syn;
  const atEdge =
    c.profile.resetWithinBuffer &&
    (s.flags & within) !== 0 &&
    !(c.passive && c.state === "SYN-RECEIVED") &&
    inWindow(s.seq, rcv.nxt, rcv.capacity - rcv.buffer.length);
  if (!isAcceptable(rcv.nxt, rcv.wnd, s.seq, length) && !atEdge) {
    if (isSimultaneousSynAck(c, s)) {
      // Figure 8: the SYN-ACK of a simultaneous open repeats a SYN already received; trimmed of it, it begins at RCV.NXT.
    } else if (rcv.wnd === 0 && s.seq === rcv.nxt && (s.flags & tcpFlag.syn) === 0) {
      // "If the RCV.WND is zero, no segments will be acceptable, but special allowance should be made to accept valid ACKs, URGs, and RSTs."
      // Deviates: a FIN that comes alone is accepted, as Linux does, because it takes no room and some senders do not wait with it.
      if (text.length > 0) fin = false;
      text = noPayload;
      c.ack.due = "now";
    } else {
      unacceptable(c, s, now, out);
      return;
    }
  } else if (s.flags & tcpFlag.syn) {
    if (isSimultaneousSynAck(c, s) === false) {
      synInWindow(c, s, now, out);
      return;
    }
  }
  c.lastReceivedAt = now;
  c.patience.keepAlives = 0;
  if (c.timers.life.kind === "keep-alive" && c.settings.keepAlive) {
    armLife(c, "keep-alive", now, c.settings.keepAlive.idle, out);
  }

  // Second, check the RST bit.
  if (s.flags & tcpFlag.rst) {
    resetArrives(c, s, now, out);
    return;
  }

  // Fifth, check the ACK field: "if the ACK bit is off, drop the segment and return"
  if ((s.flags & tcpFlag.ack) === 0) {
    if (out.note) out.note({ what: "segment ignored", why: "no ACK", seq: s.seq });
    return;
  }
  if (c.state === "SYN-RECEIVED") {
    // "If SND.UNA < SEG.ACK =< SND.NXT, then enter ESTABLISHED state ... If the segment acknowledgment is not acceptable, form a reset"
    if (!(after(s.ack, snd.una) && atOrBefore(s.ack, snd.nxt))) {
      sendResetFor(s, out);
      return;
    }
    if (c.parent && !c.fastOpen?.ahead && !c.parent.hasRoom()) {
      if (c.profile.acceptOverflow === "reset") {
        sendResetFor(s, out);
        end(c, "aborted", "abort", out);
      } else if (out.note) out.note({ what: "segment ignored", why: "accept queue full", seq: s.seq });
      return;
    }
    establish(c, s, now, out);
    if (c.flight.length > 0) onAcknowledgment(c, s, now, out);
  } else if (after(s.ack, highestSent(c))) {
    // "If the ACK acks something not yet sent (SEG.ACK > SND.NXT), then send an ACK, drop the segment, and return."
    // Two stacks that each think so of the other would answer for ever: "An implementation SHOULD include an ACK throttling mechanism"
    // (RFC 5961 7), and that ACK is one of those (5.2).
    if (c.profile.ackOfUnsent === "ack") challengeAck(c, s, "acknowledges what was not sent", now, out);
    return;
  } else if (c.profile.challengeAcks && before(s.ack, add(snd.una, -snd.maxWnd))) {
    // "The ACK value is acceptable only if it is in the range of ((SND.UNA - MAX.SND.WND) =< SEG.ACK =< SND.NXT)" (RFC 5961 5)
    challengeAck(c, s, "acknowledges too old data", now, out);
    return;
  } else {
    rememberTimestamp(c, s, now);
    onAcknowledgment(c, s, now, out);
  }
  if (snd.blocked) wakeWriter(c, out);
  if (snd.finSent && snd.una === snd.nxt && finAcknowledged(c, now, out)) return;

  if (c.state === "TIME-WAIT") {
    // "The only thing that can arrive in this state is a retransmission of the remote FIN. Acknowledge it, and restart the 2 MSL timeout."
    if (fin) armLife(c, "TIME-WAIT", now, (2 * c.profile.msl) as Duration, out);
    if (fin || text.length > 0 || s.seq !== rcv.nxt || s.ack !== snd.nxt) c.ack.due = "now";
    return;
  }
  if (c.state === "CLOSE-WAIT" || c.state === "CLOSING" || c.state === "LAST-ACK") {
    // "This should not occur since a FIN has been received from the remote side. Ignore the URG", and the text.
    return;
  }

  // Sixth, check the URG bit.
  if (s.flags & tcpFlag.urg) urgentArrives(c, s, out);

  // Seventh, process the segment text.
  if (text.length > 0) {
    if (marked) c.ecn.echo = c.options.ecn;
    if (!textArrives(c, s, text, now, out)) return;
  }
  if (s.flags & tcpFlag.cwr && c.options.ecn && !marked) c.ecn.echo = false;

  // Eighth, check the FIN bit.
  if (fin) {
    const at = add(s.seq, s.payload.length);
    if (inWindow(at, rcv.nxt, Math.max(1, rcv.wnd + 1))) {
      rcv.fin = at;
      if (at !== rcv.nxt) c.ack.due = "now";
    }
  }
  if (rcv.fin !== null && rcv.fin === rcv.nxt) finArrives(c, now, out);
}

/** Table 6 of RFC 9293 3.10.7.4: the four cases of the acceptability test. */
export function isAcceptable(nxt: Seq, wnd: number, seq: Seq, length: number): boolean {
  if (length === 0) return wnd === 0 ? seq === nxt : inWindow(seq, nxt, wnd);
  if (wnd === 0) return false;
  return inWindow(seq, nxt, wnd) || inWindow(add(seq, length - 1), nxt, wnd);
}

/** In SYN-RECEIVED of an active open: the peer's SYN again, now with the ACK of ours (RFC 9293 3.5, figure 8). */
const isSimultaneousSynAck = (c: TcpConnection, s: Segment): boolean =>
  c.state === "SYN-RECEIVED" &&
  !c.passive &&
  (s.flags & (tcpFlag.syn | tcpFlag.ack | tcpFlag.rst)) === (tcpFlag.syn | tcpFlag.ack) &&
  s.seq === c.rcv.irs &&
  s.ack === c.snd.nxt;

function unacceptable(c: TcpConnection, s: Segment, now: Instant, out: TcpOut): void {
  // "unless the RST bit is set, if so drop the segment and return"
  if (s.flags & tcpFlag.rst) {
    if (out.note) out.note({ what: "segment ignored", why: "RST outside the window", seq: s.seq });
    return;
  }
  if (
    c.state === "SYN-RECEIVED" &&
    s.flags & tcpFlag.syn &&
    s.seq === c.rcv.irs &&
    c.profile.repeatedSyn === "syn-ack"
  ) {
    // Linux repeats the SYN-ACK and starts its timer anew.
    if (!mayAnswer(c, s, now)) return;
    emitSyn(c, now, out);
    startRetransmission(c, now, out);
    return;
  }
  if (c.state === "TIME-WAIT" && s.flags & tcpFlag.fin) {
    // "The only thing that can arrive in this state is a retransmission of the remote FIN. Acknowledge it, and restart the 2 MSL timeout."
    armLife(c, "TIME-WAIT", now, (2 * c.profile.msl) as Duration, out);
  }
  if (c.options.sack && s.payload.length > 0 && before(s.seq, c.rcv.nxt)) acceptText(c, s.seq, s.payload);
  if (c.profile.oldSegmentAck === "read" && repeatsTheLast(c, s)) {
    onAcknowledgment(c, s, now, out);
    if (c.snd.finSent && c.snd.una === c.snd.nxt && finAcknowledged(c, now, out)) return;
  }
  answerUnacceptable(c, s, "outside the window", now, out);
}

/** What ends where the next segment begins, with an ACK that can be read. */
const repeatsTheLast = (c: TcpConnection, s: Segment): boolean =>
  (s.flags & (tcpFlag.syn | tcpFlag.ack)) === tcpFlag.ack &&
  c.state !== "SYN-RECEIVED" &&
  c.state !== "TIME-WAIT" &&
  before(s.seq, c.rcv.nxt) &&
  add(s.seq, segmentLength(s)) === c.rcv.nxt &&
  atOrBefore(c.snd.una, s.ack) &&
  atOrBefore(s.ack, c.snd.nxt);

/** Fourth step, a SYN in the window: challenge ACK (RFC 5961 4), back to LISTEN in a passive SYN-RECEIVED, or the reset of RFC 793. */
function synInWindow(c: TcpConnection, s: Segment, now: Instant, out: TcpOut): void {
  // The second step comes before: a RST with a SYN is a RST.
  if (s.flags & tcpFlag.rst) {
    resetArrives(c, s, now, out);
    return;
  }
  if (c.state === "SYN-RECEIVED" && c.passive) {
    // "If the connection was initiated with a passive OPEN, then return this connection to the LISTEN state and return."
    end(c, "reset", "receive RST", out);
    return;
  }
  if (c.profile.challengeAcks || c.state === "TIME-WAIT") {
    challengeAck(c, s, "SYN in the window", now, out);
    return;
  }
  sendAbort(c, now, out);
  end(c, "reset", "receive RST", out);
}

function resetArrives(c: TcpConnection, s: Segment, now: Instant, out: TcpOut): void {
  // "If the RST bit is set and the sequence number does not exactly match the next expected sequence value, yet is within the current
  //  receive window, TCP endpoints MUST send an acknowledgment (challenge ACK)" (RFC 5961 3.2)
  if (c.state === "TIME-WAIT" && c.profile.resetInTimeWait === "ignore") return;
  if (c.profile.challengeAcks && s.seq !== c.rcv.nxt) {
    challengeAck(c, s, "RST not at RCV.NXT", now, out);
    return;
  }
  if (c.state === "SYN-RECEIVED") {
    // Passive: back to LISTEN, "the user need not be informed"; active: "connection refused".
    end(c, c.passive ? "reset" : "refused", "receive RST", out);
    return;
  }
  const orderly = c.state === "TIME-WAIT";
  end(c, orderly ? "fin" : "reset", "receive RST", out);
}

function establish(c: TcpConnection, s: Segment, now: Instant, out: TcpOut): void {
  synAcknowledged(c, now, out);
  rememberTimestamp(c, s, now);
  rememberWindow(c, s);
  if (c.snd.closing) {
    // CLOSE was called meanwhile: the state is FIN-WAIT-1 already in spirit, and the FIN follows.
    enter(c, "ESTABLISHED", "receive ACK of SYN", out);
    enter(c, "FIN-WAIT-1", "close", out);
  } else enter(c, "ESTABLISHED", "receive ACK of SYN", out);
  if (s.flags & tcpFlag.syn) c.ack.due = "now";
  c.parent?.established(c);
  if (!c.passive) out.writable();
  whenEstablished(c, now, out);
}

/** Our FIN is acknowledged. @returns whether the connection is gone */
function finAcknowledged(c: TcpConnection, now: Instant, out: TcpOut): boolean {
  switch (c.state) {
    case "FIN-WAIT-1":
      enter(c, "FIN-WAIT-2", "receive ACK of FIN", out);
      stopSend(c);
      if (c.orphan && c.profile.finWait2 !== null) armLife(c, "FIN-WAIT-2", now, c.profile.finWait2, out);
      return false;
    case "CLOSING":
      enterTimeWait(c, "receive ACK of FIN", now, out);
      return false;
    case "LAST-ACK":
      end(c, "fin", "receive ACK of FIN", out);
      return true;
    default:
      return false;
  }
}

/** "RCV.UP <- max(RCV.UP,SEG.UP), and signal the user that the remote side has urgent data". */
function urgentArrives(c: TcpConnection, s: Segment, out: TcpOut): void {
  const { rcv } = c;
  const up = add(s.seq, s.urgentPointer);
  const newest = rcv.up === null || after(up, rcv.up);
  if (!newest || !after(up, rcv.nxt)) {
    if (newest) rcv.up = up;
    return;
  }
  rcv.up = up;
  if (out.note) out.note({ what: "urgent", up });
  out.readable();
}

/** @returns false when the connection was reset: the data can reach nobody */
function textArrives(c: TcpConnection, s: Segment, text: Uint8Array, now: Instant, out: TcpOut): boolean {
  const { rcv, ack } = c;
  if (c.orphan && after(add(s.seq, text.length), rcv.nxt)) {
    // "if new data is received after CLOSE is called, its TCP implementation SHOULD send a RST to show that data was lost" (SHLD-3)
    sendResetFor(s, out);
    end(c, "aborted", "abort", out);
    return false;
  }
  c.count.dataSegmentsReceived++;
  if (text.length > rcv.mss) rcv.mss = Math.min(text.length, c.settings.mss);
  const arrival = acceptText(c, s.seq, text);
  switch (arrival) {
    case "in order":
    case "filled":
      ack.octets += text.length;
      if (arrival === "filled" || rcv.ranges.length > 0 || rcv.duplicate !== null) ack.due = "now";
      else oweAck(c);
      ack.lastReceivedAt = now;
      out.readable();
      break;
    case "gap":
    case "old":
      // "send an immediate duplicate ACK when an out-of-order segment arrives" (RFC 5681 4.2)
      ack.due = "now";
  }
  return true;
}

/** RFC 9293 3.8.6.3: at once, or for every second full segment, or after a while. */
function oweAck(c: TcpConnection): void {
  const { ack, profile, rcv } = c;
  if (ack.due === "now") return;
  const enough = profile.ackAtOnce === "full segment" ? ack.octets > rcv.mss : ack.due === "delayed";
  ack.due = enough || profile.delayedAck === 0 || (ack.quick > 0 && !ack.interactive) ? "now" : "delayed";
}

function finArrives(c: TcpConnection, now: Instant, out: TcpOut): void {
  const { rcv } = c;
  // "advance RCV.NXT over the FIN, and send an acknowledgment for the FIN"
  // It takes no room in the buffer: RCV.WND stays.
  rcv.nxt = add(rcv.nxt, 1);
  rcv.fin = null;
  rcv.ranges.length = 0;
  rcv.reported.length = 0;
  const ourFinAcked = c.snd.finSent && c.snd.una === c.snd.nxt;
  switch (c.state) {
    case "SYN-RECEIVED":
    case "ESTABLISHED":
      enter(c, "CLOSE-WAIT", "receive FIN", out);
      // Linux expects its own side to close soon, and lets that carry the ACK; without data before, there is no reason to think so.
      c.ack.interactive = c.count.dataSegmentsReceived > 0;
      if (c.profile.ackFinAtOnce) c.ack.due = "now";
      else oweAck(c);
      break;
    case "FIN-WAIT-1":
      c.ack.due = "now";
      if (ourFinAcked) enterTimeWait(c, "receive FIN, ACK of FIN", now, out);
      else enter(c, "CLOSING", "receive FIN", out);
      break;
    case "FIN-WAIT-2":
      c.ack.due = "now";
      stopLife(c);
      enterTimeWait(c, "receive FIN", now, out);
      break;
    default:
      return;
  }
  out.readable();
}

/** Linux: room for twice what cwnd allows, memory of the buffers' own counted in, unless cwnd is used up. */
function growSendBuffer(c: TcpConnection, out: TcpOut): void {
  const { settings, cc, snd } = c;
  if (pipe(c) >= cc.cwnd) return;
  let buffer = 256;
  while (buffer < snd.mss + 640) buffer *= 2;
  const wanted = 2 * Math.max(10, Math.floor(cc.cwnd / snd.mss)) * (buffer + 256);
  if (wanted <= settings.sendBuffer) return;
  settings.sendBuffer = Math.min(wanted, settings.sendBufferMax);
  wakeWriter(c, out);
}

/** A writer that was turned away is told when enough is free. */
function wakeWriter(c: TcpConnection, out: TcpOut): void {
  const { snd, settings, profile } = c;
  const free = settings.sendBuffer - snd.buffer.length;
  if (2 * unsent(c) >= settings.notSentLimit) return;
  if (free <= 0 || (profile.writableShare > 0 && free * profile.writableShare < settings.sendBuffer)) return;
  snd.blocked = false;
  out.writable();
}

/**
 * Whether a segment may end TIME-WAIT: a SYN whose timestamp is later than the last one seen, or without timestamps whose sequence number is
 * beyond the last one (RFC 6191 2; RFC 9293 3.6.1 MAY-2).
 */
function reopens(c: TcpConnection, s: Segment): boolean {
  if (!c.profile.timeWaitReuse) return false;
  if ((s.flags & (tcpFlag.syn | tcpFlag.ack | tcpFlag.rst)) !== tcpFlag.syn) return false;
  if (s.flags & tcpFlag.fin && c.profile.synFin !== "take") return false;
  const stamp = timestampsOf(c, s);
  if (stamp && c.ts.valid && stamp.value !== c.ts.recent) return stampBefore(c.ts.recent, stamp.value);
  return after(s.seq, c.rcv.nxt);
}
