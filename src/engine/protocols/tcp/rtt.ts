/**
 * Round-trip time and retransmission timeout: RFC 6298 in whole nanoseconds. Karn's rule is obeyed by the caller, which gives no sample
 * of a segment that was sent twice unless timestamps tell the copies apart (section 3).
 */
import type { Duration, Instant } from "../../base/time.ts";
import type { TcpConnection, TcpOut } from "./tcb.ts";

export function sampleRtt(c: TcpConnection, sample: Duration, out: TcpOut): void {
  const r = c.rtt;
  r.latest = sample;
  if (sample < r.min) r.min = sample;
  if (r.srtt === null) {
    // "SRTT <- R, RTTVAR <- R/2" (2.2)
    r.srtt = sample;
    r.rttvar = Math.floor(sample / 2) as Duration;
  } else {
    // "RTTVAR <- (1 - beta) * RTTVAR + beta * |SRTT - R'|, SRTT <- (1 - alpha) * SRTT + alpha * R'", alpha = 1/8, beta = 1/4 (2.3)
    const error = Math.abs(r.srtt - sample);
    r.rttvar = Math.floor((3 * r.rttvar + error) / 4) as Duration;
    r.srtt = Math.floor((7 * r.srtt + sample) / 8) as Duration;
  }
  setRto(c);
  // A valid sample ends the backing off (section 5, last paragraph).
  r.backoff = 0;
  if (out.note) out.note({ what: "rtt sample", rtt: sample, srtt: r.srtt, rto: r.rto });
}

/** "RTO <- SRTT + max (G, K*RTTVAR), K = 4" (2.2), with the minimum of (2.4) where the profile wants it. */
function setRto(c: TcpConnection): void {
  const { srtt, rttvar } = c.rtt;
  const { clockGranularity, minRto, maxRto, rtoFloor } = c.profile;
  const variance = Math.max(clockGranularity, 4 * rttvar);
  const rto = rtoFloor === "whole" ? Math.max(minRto, srtt! + variance) : srtt! + Math.max(minRto, variance);
  c.rtt.rto = Math.min(rto, maxRto) as Duration;
}

/** "If the timer expires awaiting the ACK of a SYN segment ... the RTO MUST be re-initialized to 3 seconds" (5.7). */
export function restartAfterLostSyn(c: TcpConnection): void {
  if (c.rtt.srtt !== null) return;
  c.rtt.rto = 3_000_000_000 as Duration;
  c.rtt.backoff = 0;
}

/** The RTO as it stands, doublings included: "RTO <- RTO * 2" each time the timer expires (5.5), up to the maximum. */
export function currentRto(c: TcpConnection): Duration {
  const { rto, backoff } = c.rtt;
  const { maxRto } = c.profile;
  let wait: number = rto;
  for (let i = 0; i < backoff && wait < maxRto; i++) wait *= 2;
  if (c.rtt.srtt !== null || backoff > 0) wait += c.profile.rtoSlop;
  return Math.min(wait, maxRto) as Duration;
}

/** The timestamp clock: a tick a millisecond, "between 1 ms and 1 sec per tick" (RFC 7323 5.4). */
export const timestampNow = (c: TcpConnection, now: Instant): number =>
  (Math.floor(now / 1_000_000) + c.ts.offset) >>> 0;
