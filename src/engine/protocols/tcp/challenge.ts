/**
 * ACKs in answer to segments that should not be: challenge ACKs (RFC 5961 3, 4, 5) with their limit (section 7), and the answer to a segment
 * outside the window (RFC 9293 3.10.7.4, first step), which Linux limits too.
 */
import { between, type Instant } from "../../base/time.ts";
import type { Segment } from "./segment.ts";
import { sendAck } from "./send.ts";
import type { TcpConnection, TcpOut } from "./tcb.ts";

/** <SEQ=SND.NXT><ACK=RCV.NXT><CTL=ACK>, unless too many went out lately. */
export function challengeAck(c: TcpConnection, s: Segment, why: string, now: Instant, out: TcpOut): void {
  const { challenge, profile } = c;
  if (out.note) out.note({ what: "segment ignored", why, seq: s.seq });
  if (between(challenge.periodStart, now) >= profile.challengePeriod) {
    challenge.periodStart = now;
    challenge.sent = 0;
  }
  if (challenge.sent >= profile.challengeLimit) return;
  challenge.sent++;
  sendAck(c, now, out);
}

/** "If an incoming segment is not acceptable, an acknowledgment should be sent in reply". */
export function answerUnacceptable(c: TcpConnection, s: Segment, why: string, now: Instant, out: TcpOut): void {
  if (mayAnswer(c, s, now)) {
    if (out.note) out.note({ what: "segment ignored", why, seq: s.seq });
    sendAck(c, now, out);
  }
}

/** Whether the limit on such answers allows another; segments with data are always answered, as Linux does. */
export function mayAnswer(c: TcpConnection, s: Segment, now: Instant): boolean {
  const { challenge, profile } = c;
  if (profile.invalidRateLimit === 0 || s.payload.length > 0) return true;
  if (now - challenge.invalidAt < profile.invalidRateLimit) return false;
  challenge.invalidAt = now;
  return true;
}
