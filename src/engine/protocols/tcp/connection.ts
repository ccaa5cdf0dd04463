/**
 * What an application asks of a connection (RFC 9293 3.10.1 to 3.10.5): open, write, read, close, abort. What the network does to it is
 * `onSegment` (segment-arrives.ts), `onAlarm` (alarm.ts) and `onIcmp` (icmp.ts); a server begins with listener.ts.
 *
 *     const c = newConnection({ profile: rfc, local, remote, iss });
 *     open(c, now, out);                       // out.send(SYN), out.alarm(...)
 *     onSegment(c, decoded, later, out);       // out.state("SYN-SENT", "ESTABLISHED", ...), out.send(ACK), out.writable()
 *     write(c, bytes, later, out);             // how many were taken
 */
import type { Instant } from "../../base/time.ts";
import { add, after, distance } from "../../wire/seq.ts";
import { end } from "./ending.ts";
import { type FastOpenMemory, planFastOpen } from "./fast-open.ts";
import { noPayload } from "./segment.ts";
import { afterwards } from "./segment-arrives.ts";
import { sendAbort, sendAck, sendSyn } from "./send.ts";
import { enter, isAhead, type Settings, type TcpConnection, type TcpOut, unsent } from "./tcb.ts";
import { armLife, stopLife, tellAlarm } from "./timers.ts";
import { growReceiveBuffer, isWindowUpdateDue } from "./window.ts";

/** Active OPEN: "a SYN segment of the form <SEQ=ISS><CTL=SYN> is sent ... enter SYN-SENT state". */
export function open(c: TcpConnection, now: Instant, out: TcpOut): void {
  if (c.state !== "CLOSED") return;
  enter(c, "SYN-SENT", "active open", out);
  sendSyn(c, now, out);
  tellAlarm(c, out);
}

/**
 * Active OPEN with data (RFC 7413 4.2.1): with a cookie of that server as much of it as fits goes with the SYN, without one a cookie is asked for.
 * @returns how many octets the SYN carries; the rest is not queued
 */
export function openFast(
  c: TcpConnection,
  memory: FastOpenMemory,
  bytes: Uint8Array,
  now: Instant,
  out: TcpOut,
): number {
  if (c.state !== "CLOSED") return 0;
  c.fastOpen = planFastOpen(c, memory, bytes.length, now);
  const early = c.fastOpen?.early ?? 0;
  if (early > 0) c.snd.buffer.append(bytes, 0, early);
  open(c, now, out);
  return early;
}

/** Whether `write` can ever take octets again: false is what a socket reports as EPIPE. */
export function canWrite(c: TcpConnection): boolean {
  if (c.snd.closing || c.orphan) return false;
  return c.state === "SYN-SENT" || c.state === "SYN-RECEIVED" || c.state === "ESTABLISHED" || c.state === "CLOSE-WAIT";
}

/**
 * SEND. Copies what there is room for and sends what may be sent; before the connection is established it only queues.
 * @returns how many octets were taken; when fewer than given, `out.writable` will be called
 */
export function write(c: TcpConnection, bytes: Uint8Array, now: Instant, out: TcpOut, how: Writing = plainly): number {
  if (!canWrite(c)) return 0;
  const { snd, settings } = c;
  let taken = Math.min(bytes.length, Math.max(0, settings.sendBuffer - snd.buffer.length));
  if (
    settings.notSentLimit < Number.POSITIVE_INFINITY ||
    (taken < bytes.length && c.profile.sendBufferFills === "by pieces")
  )
    taken = writePieces(c, bytes, now, out);
  else if (taken > 0) snd.buffer.append(bytes, 0, taken);
  if (taken < bytes.length) snd.blocked = true;
  if (taken === 0) return 0;
  const end = add(snd.bufferStart, snd.buffer.length);
  if (how.urgent && taken === bytes.length) snd.up = end;
  if (how.record && taken === bytes.length) snd.records.push(end);
  if (!how.more) snd.pushed = end;
  send(c, how.more === true, now, out);
  return taken;
}

/** How a write is meant. */
export interface Writing {
  /** The last octet is the last of urgent data (RFC 9293 3.8.5). */
  readonly urgent?: boolean;
  /** The application will write again soon: a partial segment waits for it (MSG_MORE). */
  readonly more?: boolean;
  /** A record ends here: no segment goes across (MSG_EOR). */
  readonly record?: boolean;
}

const plainly: Writing = {};

/** Piece by piece: what is begun is filled; another is begun while neither limit is reached. */
function writePieces(c: TcpConnection, bytes: Uint8Array, now: Instant, out: TcpOut): number {
  const { snd, settings } = c;
  const piece = Math.max(1, Math.floor(Math.min(snd.maxWnd / 2, 65_000) / snd.mss)) * snd.mss;
  let taken = 0;
  while (taken < bytes.length) {
    const begun = unsent(c) % piece;
    if (begun === 0 && (snd.buffer.length >= settings.sendBuffer || unsent(c) >= settings.notSentLimit)) break;
    const count = Math.min(piece - begun, bytes.length - taken);
    snd.buffer.append(bytes, taken, taken + count);
    taken += count;
    if (taken < bytes.length) send(c, true, now, out);
  }
  return taken;
}

function send(c: TcpConnection, more: boolean, now: Instant, out: TcpOut): void {
  if (c.state !== "ESTABLISHED" && c.state !== "CLOSE-WAIT" && !isAhead(c)) return;
  const { cork } = c.settings;
  if (more) c.settings.cork = true;
  afterwards(c, now, out);
  c.settings.cork = cork;
}

/** How many octets `read` would give now. */
export const available = (c: TcpConnection): number => c.rcv.buffer.length;

/** Whether everything the peer sent before its FIN was read: a socket's read returns 0. */
export function atEnd(c: TcpConnection): boolean {
  if (c.rcv.buffer.length > 0) return false;
  switch (c.state) {
    case "CLOSE-WAIT":
    case "CLOSING":
    case "LAST-ACK":
    case "TIME-WAIT":
    case "CLOSED":
      return true;
    default:
      return c.rcv.shut;
  }
}

/** RECEIVE. Up to `max` octets, in order, a copy; empty when there are none (see `atEnd`). May send a window update. */
export function read(c: TcpConnection, max: number, now: Instant, out: TcpOut): Uint8Array {
  const count = Math.min(max, c.rcv.buffer.length);
  if (count <= 0) return noPayload;
  const bytes = c.rcv.buffer.copy(0, count);
  consumed(c, count, now, out);
  return bytes;
}

/** As `read`, into an array of the caller's, as many as it has room for. @returns how many */
export function readInto(c: TcpConnection, into: Uint8Array, now: Instant, out: TcpOut): number {
  const count = Math.min(into.length, c.rcv.buffer.length);
  if (count === 0) return 0;
  c.rcv.buffer.copyInto(into, 0, count);
  consumed(c, count, now, out);
  return count;
}

/** As `read`, without the copy: a view that is good until the next call for this connection. `consume` then drops it. */
export const peek = (c: TcpConnection, max: number): Uint8Array =>
  c.rcv.buffer.view(0, Math.min(max, c.rcv.buffer.length));

/** Drops octets that were looked at with `peek`. */
export function consume(c: TcpConnection, count: number, now: Instant, out: TcpOut): void {
  if (count > 0) consumed(c, count, now, out);
}

function consumed(c: TcpConnection, count: number, now: Instant, out: TcpOut): void {
  c.rcv.buffer.drop(count);
  growReceiveBuffer(c, count, now);
  if (c.state !== "ESTABLISHED" && c.state !== "FIN-WAIT-1" && c.state !== "FIN-WAIT-2") return;
  if (isWindowUpdateDue(c)) sendAck(c, now, out);
}

/** How many unread octets lie before the end of urgent data (RFC 9293 3.8.5, MUST-33); 0: normal mode. */
export function urgentOctets(c: TcpConnection): number {
  const { rcv } = c;
  if (rcv.up === null) return 0;
  const oldest = add(rcv.nxt, -rcv.buffer.length);
  return after(rcv.up, oldest) ? distance(oldest, rcv.up) : 0;
}

/**
 * CLOSE as RFC 9293 3.10.4 has it, shutdown(SHUT_WR) of a socket: "I have no more data to send". Queued data and then the FIN go out; the
 * other direction stays open.
 */
export function shutdownWrite(c: TcpConnection, now: Instant, out: TcpOut): void {
  if (c.snd.closing) return;
  switch (c.state) {
    case "SYN-SENT":
      // "Delete the TCB and return "error: closing" responses to any queued SENDs, or RECEIVEs."
      end(c, "aborted", "close", out);
      return;
    case "SYN-RECEIVED":
      if (isAhead(c)) {
        // "If no SENDs have been issued and there is no pending data to send, then form a FIN segment and send it, and enter FIN-WAIT-1 state"
        c.snd.closing = true;
        enter(c, "FIN-WAIT-1", "close", out);
        break;
      }
      // "otherwise, queue for processing after entering ESTABLISHED state"
      c.snd.closing = true;
      return;
    case "ESTABLISHED":
      c.snd.closing = true;
      enter(c, "FIN-WAIT-1", "close", out);
      break;
    case "CLOSE-WAIT":
      c.snd.closing = true;
      enter(c, "LAST-ACK", "close", out);
      break;
    default:
      return;
  }
  afterwards(c, now, out);
}

/** shutdown(SHUT_RD) of a socket: `read` is at its end once what is there was read. The peer is not told. */
export function shutdownRead(c: TcpConnection): void {
  c.rcv.shut = true;
}

/**
 * close() of a socket: the application is gone for good, in both directions. Unread data, now or later, is answered with a reset, "to show
 * that data was lost" (RFC 9293 3.6.1, SHLD-3).
 */
export function close(c: TcpConnection, now: Instant, out: TcpOut): void {
  if (c.state === "CLOSED" || c.orphan) return;
  if (c.rcv.buffer.length > 0 && c.state !== "TIME-WAIT") {
    abort(c, now, out);
    return;
  }
  c.orphan = true;
  if (c.timers.life.kind === "keep-alive") stopLife(c);
  if (c.state === "FIN-WAIT-2" && c.profile.finWait2 !== null) {
    armLife(c, "FIN-WAIT-2", now, c.profile.finWait2, out);
    tellAlarm(c, out);
  }
  shutdownWrite(c, now, out);
}

/** ABORT (RFC 9293 3.10.5): a RST to the peer where there is one, everything queued is thrown away. */
export function abort(c: TcpConnection, now: Instant, out: TcpOut): void {
  switch (c.state) {
    case "CLOSED":
      return;
    case "SYN-RECEIVED":
    case "ESTABLISHED":
    case "FIN-WAIT-1":
    case "FIN-WAIT-2":
    case "CLOSE-WAIT":
      // "Send a reset segment: <SEQ=SND.NXT><CTL=RST>"
      sendAbort(c, now, out);
  }
  // "CLOSING, LAST-ACK, TIME-WAIT: Respond with "ok" and delete the TCB, enter CLOSED state, and return." SYN-SENT: likewise.
  end(c, "aborted", "abort", out);
}

/** Changes socket options; what they hold back may now go. */
export function set(c: TcpConnection, changes: Partial<Settings>, now: Instant, out: TcpOut): void {
  Object.assign(c.settings, changes);
  if (changes.congestionControl) c.cc.algorithm = changes.congestionControl;
  if (changes.keepAlive !== undefined && c.state !== "CLOSED" && c.state !== "SYN-SENT") {
    if (c.settings.keepAlive) armLife(c, "keep-alive", now, c.settings.keepAlive.idle, out);
    else if (c.timers.life.kind === "keep-alive") stopLife(c);
  }
  afterwards(c, now, out);
}
