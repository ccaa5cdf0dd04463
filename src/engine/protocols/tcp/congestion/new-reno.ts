/** Congestion avoidance and the reaction to loss of RFC 5681 3.1, in whole octets. (The recovery of RFC 6582 is in `recovery.ts`.) */
import type { TcpConnection } from "../tcb.ts";
import { flightSize } from "./pipe.ts";

/** "ssthresh = max (FlightSize / 2, 2*SMSS)" (equation 4). @param flight FlightSize, limited transmit not counted. */
export const newRenoThreshold = (c: TcpConnection, flight: number): number =>
  Math.max(wholeSegments(c, Math.floor(flight / 2)), 2 * c.snd.mss);

/** Where cwnd counts segments, half of nine is four. */
const wholeSegments = (c: TcpConnection, octets: number): number =>
  c.profile.cwndCounts === "segments" ? octets - (octets % c.snd.mss) : octets;

/** One SMSS for each window of data acknowledged: "the RECOMMENDED way to increase cwnd during congestion avoidance" (3.1). */
export function newRenoAvoidance(c: TcpConnection, acked: number): void {
  const { cc } = c;
  cc.pending += acked;
  if (cc.pending < cc.cwnd) return;
  cc.pending -= cc.cwnd;
  cc.cwnd += c.snd.mss;
}

export const lossFlight = (c: TcpConnection): number =>
  c.profile.cwndCounts === "segments" ? c.cc.cwnd : flightSize(c);
