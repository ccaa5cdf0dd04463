/**
 * The window we offer: how large, and when its right edge moves (RFC 9293 3.8.6.2.2, silly window avoidance of the receiver), with window
 * scaling (RFC 7323 2.3), and the automatic growth of the receive buffer. The edge never moves back (3.8.6: "SHOULD NOT shrink").
 */
import type { Instant } from "../../base/time.ts";
import type { TcpConnection } from "./tcb.ts";

/** RCV.BUFF - RCV.USER: what we could offer, in whole units of the scale. */
function room(c: TcpConnection): number {
  const space = c.rcv.capacity - c.rcv.buffer.length;
  const limit = 65_535 * (1 << c.options.rcvScale);
  const usable = Math.max(0, Math.min(space, limit));
  return usable - (usable % (1 << c.options.rcvScale));
}

/** Settles RCV.WND for a segment that is about to leave, and gives the value of its window field. */
export function offerWindow(c: TcpConnection): number {
  const { rcv } = c;
  const want = room(c);
  // "keep RCV.NXT+RCV.WND fixed until RCV.BUFF - RCV.USER - RCV.WND >= min( Fr * RCV.BUFF, Eff.snd.MSS )", Fr = 1/2
  // Not while a gap is open: an ACK whose window differs is no duplicate ACK to the sender (RFC 5681 2), and three of those are wanted.
  const steady = rcv.ranges.length > 0 && rcv.wnd >= c.snd.mss;
  const step = Math.min(rcv.capacity / 2, c.snd.mss);
  if (c.profile.windowEdge === "all room") {
    if (want > rcv.wnd && want >= Math.min(rcv.capacity / 4, c.snd.mss)) rcv.wnd = want;
  } else if (!steady && want - rcv.wnd >= step) rcv.wnd = want;
  const unit = 1 << c.options.rcvScale;
  const over = rcv.wnd % unit;
  if (over === 0) return rcv.wnd / unit;
  // The edge does not lie on a unit: offer a little more where there is room, else seem to offer a little less (RFC 7323 2.4).
  const rounded = rcv.wnd - over + unit;
  if (rounded <= want || c.profile.windowRounding === "up") {
    rcv.wnd = rounded;
    return rounded / unit;
  }
  return (rcv.wnd - over) / unit;
}

/**
 * Whether what the application has read is worth an ACK of its own: always when the sender may be stuck for want of a full segment,
 * else when it is two segments and a good part of the buffer (as FreeBSD does; RFC 9293 leaves it open).
 */
export function isWindowUpdateDue(c: TcpConnection): boolean {
  // A SYN-ACK cannot say the whole window; with Fast Open it may be all that was sent so far.
  if (c.fastOpen?.ahead && c.count.segmentsSent === 1) return false;
  const { wnd, capacity } = c.rcv;
  const gain = room(c) - wnd;
  const half = Math.floor(capacity / 2);
  if (wnd < c.snd.mss) return gain >= Math.min(half, c.snd.mss);
  // While a gap is open the window stays as it is (`offerWindow`): an ACK now would say nothing new and count as a duplicate.
  if (c.rcv.ranges.length > 0 && c.profile.windowEdge === "in steps") return false;
  if (gain < 2 * c.snd.mss) return gain >= half;
  return gain >= capacity / 4 || wnd <= capacity / 8 || capacity <= 8 * c.snd.mss;
}

/**
 * Grows the receive buffer so that it never is what limits the sender: within a round trip the application should be able to read half of
 * it (the idea is Linux's "dynamic right-sizing"). Called with what was just read.
 */
export function growReceiveBuffer(c: TcpConnection, read: number, now: Instant): void {
  const { rcv, profile } = c;
  if (rcv.capacity >= profile.receiveBufferMax) return;
  rcv.readSince += read;
  const roundTrip = c.rtt.srtt ?? 0;
  if (now - rcv.since < roundTrip) return;
  if (rcv.readSince > rcv.space / 2) {
    rcv.space = Math.max(rcv.space, 2 * rcv.readSince);
    rcv.capacity = Math.min(profile.receiveBufferMax, Math.max(rcv.capacity, 2 * rcv.readSince + 16 * c.rcv.mss));
  }
  rcv.readSince = 0;
  rcv.since = now;
}
