/**
 * The congestion window: where it starts (RFC 6928, RFC 5681 3.1), how ACKs open it (slow start and avoidance), what loss, timeout and
 * idleness do to it (RFC 5681 3.1, 4.1; RFC 7661). Which algorithm is used is data; both are in files of their own.
 */
import type { Instant } from "../../../base/time.ts";
import { currentRto } from "../rtt.ts";
import type { TcpConnection, TcpOut } from "../tcb.ts";
import { cubicAvoidance, cubicThreshold } from "./cubic.ts";
import { lossFlight, newRenoAvoidance, newRenoThreshold } from "./new-reno.ts";

/** IW: "If the SYN or SYN/ACK is lost, the initial window ... MUST be at most one segment" (RFC 5681 3.1). */
export function setInitialWindow(c: TcpConnection, out: TcpOut): void {
  const { profile, cc, snd } = c;
  const small = c.patience.synRetries > profile.lossesBeforeSmallWindow;
  cc.cwnd = (small ? 1 : profile.initialWindow) * snd.mss;
  tell(c, "initial window", out);
}

/** An ACK of `acked` new octets, while no recovery reduces the window. */
export function grow(c: TcpConnection, acked: number, now: Instant, out: TcpOut): void {
  const { cc, profile, snd } = c;
  if (profile.cwndValidation && !isLimiting(c)) return;
  const was = cc.cwnd;
  let rest = acked;
  if (cc.cwnd < cc.ssthresh) {
    // "During slow start, a TCP increments cwnd by at most SMSS bytes for each ACK received": cwnd += min (N, SMSS)
    const step = profile.slowStartLimit === "one-segment" ? Math.min(acked, snd.mss) : acked;
    const reached = Math.min(cc.cwnd + step, Math.max(cc.ssthresh, cc.cwnd));
    rest = profile.slowStartLimit === "one-segment" ? 0 : step - (reached - cc.cwnd);
    cc.cwnd = reached;
  }
  if (rest > 0) {
    if (cc.algorithm === "cubic") cubicAvoidance(c, rest, now);
    else newRenoAvoidance(c, rest);
  }
  if (cc.cwnd !== was) tell(c, was < cc.ssthresh ? "slow start" : "congestion avoidance", out);
}

/** Linux: in slow start cwnd may be twice what was ever out at once; behind it, cwnd must have stopped the sender. */
function isLimiting(c: TcpConnection): boolean {
  const { cc } = c;
  if (cc.cwnd < cc.ssthresh) return cc.cwnd < 2 * cc.maxFlight;
  return cc.limited;
}

/** ssthresh for a loss or mark found now. @param flight FlightSize less limited transmit, where the caller knows better */
export function thresholdAfterLoss(c: TcpConnection, flight = lossFlight(c)): number {
  return c.cc.algorithm === "cubic" ? cubicThreshold(c, flight) : newRenoThreshold(c, flight);
}

/** "a TCP SHOULD set cwnd to no more than RW ... if the TCP has not sent data in an interval exceeding the retransmission timeout" (4.1). */
export function restartAfterIdle(c: TcpConnection, now: Instant, out: TcpOut): void {
  const { cc, profile, snd } = c;
  if (profile.afterIdle === "keep" || cc.state === "loss") return;
  const rto = currentRto(c);
  let idle = now - snd.lastSentAt;
  if (idle <= rto) return;
  const restart = Math.min(profile.initialWindow * snd.mss, cc.cwnd);
  const was = cc.cwnd;
  if (profile.afterIdle === "restart") cc.cwnd = restart;
  else {
    // Halved for each RTO that has passed; ssthresh keeps three quarters of what was reached (Linux, after RFC 2861).
    cc.ssthresh = Math.max(cc.ssthresh, Math.floor((3 * cc.cwnd) / 4));
    while (idle > rto && cc.cwnd > restart) {
      cc.cwnd = Math.floor(cc.cwnd / 2 / snd.mss) * snd.mss;
      idle -= rto;
    }
    cc.cwnd = Math.max(cc.cwnd, restart);
  }
  cc.cubic.epoch = null;
  cc.maxFlight = 0;
  if (cc.cwnd !== was) tell(c, "idle", out);
}

export function tell(c: TcpConnection, why: string, out: TcpOut): void {
  if (out.note) out.note({ what: "congestion window", cwnd: c.cc.cwnd, ssthresh: c.cc.ssthresh, why });
}
