/**
 * Putting the stream together: RFC 9293 3.10.7.4, the seventh step. Data is written to its place in the receive buffer at once, in order
 * or not; what is known of gaps is a short list of ranges. Only the part inside the window is taken ("trimming off any portions that lie
 * outside the window").
 *
 *     unread          RCV.NXT     ranges[0]        ranges[1]
 *     |  for read()   |  gap      |========|  gap  |====|            |  RCV.NXT+RCV.WND
 */
import { add, after, atOrAfter, atOrBefore, before, distance, type Seq } from "../../wire/seq.ts";
import { forgetReported, reportDuplicate, reportFirst } from "./sack-report.ts";
import type { Range, TcpConnection } from "./tcb.ts";

/** in order: RCV.NXT moved. filled: it moved and closed a gap. gap: kept beyond RCV.NXT. old: nothing new in it. */
export type Arrival = "in order" | "filled" | "gap" | "old";

export function acceptText(c: TcpConnection, seq: Seq, payload: Uint8Array): Arrival {
  const { rcv } = c;
  let left = seq;
  let from = 0;
  if (before(seq, rcv.nxt)) {
    from = distance(seq, rcv.nxt);
    reportDuplicate(c, seq, from < payload.length ? rcv.nxt : add(seq, payload.length));
    if (from >= payload.length) return "old";
    left = rcv.nxt;
  }
  const beyond = distance(rcv.nxt, left);
  let to = Math.min(payload.length, from + rcv.wnd - beyond);
  if (to <= from) return "old";
  if (to < payload.length && c.profile.beyondWindow === "whole when empty") {
    if (rcv.buffer.length > 0 || left !== rcv.nxt) return "old";
    to = payload.length;
  }
  const right = add(left, to - from);
  rcv.buffer.put(rcv.buffer.length + beyond, payload, from, to);
  if (left === rcv.nxt) {
    const hadGaps = rcv.ranges.length > 0;
    if (hadGaps) overlapWith(c, left, right);
    advance(c, right);
    return hadGaps ? "filled" : "in order";
  }
  return insert(c, left, right) ? "gap" : "old";
}

/** Text that came with a SYN: kept at its place, but RCV.NXT moves over it only with `releaseText`. */
export function holdText(c: TcpConnection, payload: Uint8Array): void {
  const { rcv } = c;
  const count = Math.min(payload.length, rcv.wnd);
  if (count === 0) return;
  rcv.buffer.put(rcv.buffer.length, payload, 0, count);
  rcv.ranges.length = 0;
  rcv.ranges.push({ left: rcv.nxt, right: add(rcv.nxt, count) });
}

/** The connection is established: what was held counts. */
export function releaseText(c: TcpConnection): void {
  advance(c, c.rcv.nxt);
}

/** RCV.NXT moves to `to`, and over whatever is already there behind it. */
function advance(c: TcpConnection, to: Seq): void {
  const { rcv } = c;
  let nxt = to;
  const { ranges } = rcv;
  if (ranges.length > 0) {
    let used = 0;
    for (const range of ranges) {
      if (after(range.left, nxt)) break;
      if (after(range.right, nxt)) nxt = range.right;
      used++;
    }
    if (used > 0) ranges.splice(0, used);
  }
  const moved = distance(rcv.nxt, nxt);
  rcv.nxt = nxt;
  rcv.wnd = Math.max(0, rcv.wnd - moved);
  rcv.buffer.extend(moved);
  c.count.octetsReceived += moved;
  forgetReported(c, nxt);
}

/** Adds a range beyond a gap. @returns false when all of it was there before */
function insert(c: TcpConnection, left: Seq, right: Seq): boolean {
  const { ranges } = c.rcv;
  let i = ranges.length;
  while (i > 0 && after(ranges[i - 1]!.left, left)) i--;
  const previous = ranges[i - 1];
  if (previous && atOrAfter(previous.right, right)) {
    reportDuplicate(c, left, right);
    reportFirst(c, previous);
    return false;
  }
  let grown: Range;
  if (previous && atOrAfter(previous.right, left)) {
    reportDuplicate(c, left, previous.right);
    previous.right = right;
    grown = previous;
  } else {
    grown = { left, right };
    ranges.splice(i, 0, grown);
    i++;
  }
  let swallowed = 0;
  for (let k = i; k < ranges.length && atOrBefore(ranges[k]!.left, right); k++) {
    const next = ranges[k]!;
    reportDuplicate(c, next.left, before(next.right, right) ? next.right : right);
    if (after(next.right, grown.right)) grown.right = next.right;
    swallowed++;
  }
  if (swallowed > 0) ranges.splice(i, swallowed);
  reportFirst(c, grown);
  return true;
}

/** In-order data that also covers what had come beyond the gap: a duplicate to report. */
function overlapWith(c: TcpConnection, left: Seq, right: Seq): void {
  const first = c.rcv.ranges[0]!;
  if (before(first.left, right) && after(first.left, left)) {
    reportDuplicate(c, first.left, before(first.right, right) ? first.right : right);
  }
}
