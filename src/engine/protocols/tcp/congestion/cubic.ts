/**
 * CUBIC: RFC 9438. Time in whole milliseconds, windows in octets, the cube root by Newton's method on whole numbers, so that the curve is
 * the same on every machine. C = 0.4 segments per second cubed and beta = 0.7 (4.6, 5). How Linux leaves slow start is in hystart.ts.
 */
import type { Instant } from "../../../base/time.ts";
import type { TcpConnection } from "../tcb.ts";

/** "ssthresh = flight_size * beta_cubic", at least two segments; remembers W_max, lowered by fast convergence (4.6, 4.7). */
export function cubicThreshold(c: TcpConnection, flight: number): number {
  const { cc, snd } = c;
  const { cubic } = cc;
  // "if cwnd < W_max and fast convergence is enabled, further reduce W_max": W_max = cwnd * (1 + beta) / 2
  cubic.wMax = flight < cubic.wMax ? Math.floor((flight * 17) / 20) : flight;
  cubic.epoch = null;
  const reduced = Math.floor((flight * 7) / 10);
  const whole = c.profile.cwndCounts === "segments" ? reduced - (reduced % snd.mss) : reduced;
  return Math.max(whole, 2 * snd.mss);
}

/** One ACK in congestion avoidance (4.2 to 4.5). @param acked octets newly acknowledged */
export function cubicAvoidance(c: TcpConnection, acked: number, now: Instant): void {
  const { cc, snd } = c;
  const { cubic } = cc;
  if (cubic.epoch === null) {
    cubic.epoch = now;
    cubic.wEst = cc.cwnd;
    if (cc.cwnd < cubic.wMax) {
      // "K = cubic_root((W_max - cwnd_epoch) / C)", here in milliseconds: C = 0.4 / 10^9 per cubic millisecond
      cubic.k = cubeRoot(Math.floor(((cubic.wMax - cc.cwnd) * 2_500_000_000) / snd.mss));
      cubic.origin = cubic.wMax;
    } else {
      cubic.k = 0;
      cubic.origin = cc.cwnd;
    }
  }
  const elapsed = Math.floor((now - cubic.epoch + (c.rtt.srtt ?? 0)) / 1_000_000);
  // "target = clamp(W_cubic(t + RTT), cwnd, 1.5 * cwnd)"
  const target = Math.min(Math.max(curve(c, elapsed), cc.cwnd), Math.floor((cc.cwnd * 3) / 2));
  // "W_est = W_est + alpha_cubic * (segments_acked / cwnd)", alpha = 3 * (1 - beta) / (1 + beta) = 9/17, and 1 above W_max (4.3)
  const alpha = cubic.wEst < cubic.wMax ? 9 / 17 : 1;
  cubic.wEst += (alpha * acked * snd.mss) / cc.cwnd;
  const aim = Math.max(target, Math.floor(cubic.wEst));
  // "cwnd is incremented by (target - cwnd) / cwnd for each received ACK": whole segments once enough is gathered.
  if (aim <= cc.cwnd) return;
  cc.pending += (acked * (aim - cc.cwnd)) / snd.mss;
  const step = Math.floor(cc.pending / cc.cwnd);
  if (step < 1) return;
  cc.pending -= step * cc.cwnd;
  cc.cwnd += step * snd.mss;
}

/** "W_cubic(t) = C * (t - K)^3 + W_max" (figure 1), t in milliseconds, in octets. */
function curve(c: TcpConnection, t: number): number {
  const { cubic } = c.cc;
  const d = Math.max(-100_000, Math.min(100_000, t - cubic.k));
  return cubic.origin + Math.floor((c.snd.mss * 2 * ((d * d * d) / 1_000_000)) / 5_000);
}

/** The largest whole number whose cube is at most `n`, for n up to 2^53. */
export function cubeRoot(n: number): number {
  if (n < 1) return 0;
  let x = 1;
  while (x * x * x < n) x *= 2;
  for (;;) {
    const next = Math.floor((2 * x + Math.floor(n / (x * x))) / 3);
    if (next >= x) break;
    x = next;
  }
  while (x * x * x > n) x--;
  return x;
}
