/**
 * Options: what is offered and agreed in the handshake (MSS RFC 9293 3.7.1, window scale and timestamps RFC 7323, SACK-permitted
 * RFC 2018), what rides on every segment afterwards, and protection against wrapped sequence numbers (PAWS, RFC 7323 5).
 */
import { type Duration, type Instant, seconds } from "../../base/time.ts";
import { atOrBefore } from "../../wire/seq.ts";
import { tcpFlag } from "../../wire/tcp.ts";
import {
  findTcpOption,
  noTcpOptions,
  type TcpOption,
  tcpOptionLength,
  tcpOptionsLength,
} from "../../wire/tcp-options.ts";
import { timestampNow } from "./rtt.ts";
import { reportedBlocks, reportOctets } from "./sack-report.ts";
import type { Segment } from "./segment.ts";
import type { TcpConnection } from "./tcb.ts";

const nop: TcpOption = { kind: "nop" };
const sackPermitted: TcpOption = { kind: "sack-permitted" };

/** Of a SYN: what the profile offers. Of a SYN-ACK: what both want ("only if the peer's SYN had it", RFC 7323 2.2 and 3.2). */
export function synOptions(c: TcpConnection, withAck: boolean, now: Instant): readonly TcpOption[] {
  if (c.settings.noOptions) return noTcpOptions;
  const { plainSynFrom } = c.profile;
  const plain = plainSynFrom !== null && !withAck && c.patience.synRetries >= plainSynFrom;
  const options = plain ? [{ kind: "mss", mss: c.settings.mss } as const] : usualSynOptions(c, withAck, now);
  const cookie = c.fastOpen?.option;
  // On the first SYN only: what comes to nothing may be what a middlebox does to it (RFC 7413 4.1.3). There is not always room.
  if (!cookie || c.count.retransmissions > 0 || (withAck && !c.passive)) return options;
  const length = tcpOptionLength(cookie);
  const padding = c.profile.optionLayout === "linux" ? (4 - (length % 4)) % 4 : 0;
  const all = [...options, cookie, ...Array.from({ length: padding }, () => nop)];
  return tcpOptionsLength(all) > 40 ? options : all;
}

function usualSynOptions(c: TcpConnection, withAck: boolean, now: Instant): TcpOption[] {
  const { profile } = c;
  const timestamps = withAck ? c.options.timestamps : profile.timestamps;
  const sack = withAck ? c.options.sack : profile.sack;
  const scaled = profile.windowScale !== null && (!withAck || c.options.rcvScale > 0 || c.options.sndScale > 0);
  const options: TcpOption[] = [{ kind: "mss", mss: c.settings.mss }];
  const stamp: TcpOption = { kind: "timestamps", value: timestampNow(c, now), echo: c.ts.valid ? c.ts.recent : 0 };
  const scale: TcpOption = { kind: "window-scale", shift: profile.windowScale ?? 0 };
  if (profile.optionLayout === "bsd") {
    if (scaled) options.push(nop, scale);
    if (sack) options.push(sackPermitted);
    if (timestamps) options.push(...(sack ? [] : [nop, nop]), stamp);
    return options;
  }
  if (timestamps) options.push(...(sack ? [sackPermitted] : [nop, nop]), stamp);
  else if (sack) options.push(nop, nop, sackPermitted);
  if (scaled) options.push(nop, scale);
  return options;
}

/**
 * Of every segment behind the handshake but resets: timestamps, and SACK blocks where there is something to report.
 * @param data octets of data in it. New data leaves room for the report (`reportOctets`); a retransmission keeps its size and goes
 *   without the report where both do not fit: the next ACK has it.
 */
export function segmentOptions(c: TcpConnection, now: Instant, data = 0): readonly TcpOption[] {
  const octets = reportOctets(c);
  const report = octets > 0 && (data === 0 || data + octets <= c.snd.mss);
  if (!report && !c.options.timestamps) return noTcpOptions;
  if (!report) return stampAlone(c, now);
  const options: TcpOption[] = [];
  if (c.options.timestamps) options.push(nop, nop, stampOf(c, now));
  options.push(nop, nop, { kind: "sack", blocks: reportedBlocks(c) });
  return options;
}

/** Timestamps and nothing else. Segments of one millisecond share the list. */
function stampAlone(c: TcpConnection, now: Instant): readonly TcpOption[] {
  const value = timestampNow(c, now);
  const { recent, shared } = c.ts;
  if (shared !== null && shared.value === value && shared.echo === recent) return shared.options;
  const options: readonly TcpOption[] = [nop, nop, { kind: "timestamps", value, echo: recent }];
  c.ts.shared = { value, echo: recent, options };
  return options;
}

export const stampOf = (c: TcpConnection, now: Instant): TcpOption => ({
  kind: "timestamps",
  value: timestampNow(c, now),
  echo: c.ts.recent,
});

/** Takes the options of the peer's SYN or SYN-ACK. */
export function agreeOnOptions(c: TcpConnection, syn: Segment, now: Instant): void {
  const { profile, settings } = c;
  if (settings.noOptions) {
    setMss(c, settings.mss);
    return;
  }
  // "If an MSS Option is not received at connection setup, TCP implementations MUST assume a default send MSS of 536" (MUST-15)
  c.snd.peerMss = findTcpOption(syn.options, "mss")?.mss ?? defaultMss(c);
  const stamp = findTcpOption(syn.options, "timestamps");
  c.options.timestamps = profile.timestamps && stamp !== undefined;
  if (c.options.timestamps && stamp) {
    c.ts.recent = stamp.value;
    c.ts.recentAt = now;
    c.ts.valid = true;
  }
  c.options.sack = profile.sack && findTcpOption(syn.options, "sack-permitted") !== undefined;
  const scale = findTcpOption(syn.options, "window-scale");
  const both = profile.windowScale !== null && scale !== undefined;
  // "If a Window Scale option is received with a shift.cnt value larger than 14, the TCP SHOULD log the error but MUST use 14"
  c.options.sndScale = both ? Math.min(scale.shift, 14) : 0;
  c.options.rcvScale = both ? profile.windowScale : 0;
  setMss(c, c.settings.mss);
  if (profile.receiveBufferInSegments) c.rcv.capacity = wholeSegments(c, c.rcv.capacity);
}

/** The next whole number of segments, options counted in as BSD does. */
export function wholeSegments(c: TcpConnection, octets: number): number {
  const segment = c.snd.mss + (c.options.timestamps ? 12 : 0);
  return Math.ceil(octets / segment) * segment;
}

/** IPv4: 536, IPv6: 1220 (RFC 9293 3.7.1). */
const defaultMss = (c: TcpConnection): number => (typeof c.remote.address === "bigint" ? 1220 : 536);

/** Eff.snd.MSS = min(SendMSS + 20, MMS_S) - TCPhdrsize - IPoptionsize (RFC 9293 3.7.1). @param route what the path takes. */
export function setMss(c: TcpConnection, route: number): void {
  const options = c.options.timestamps ? 12 : 0;
  c.snd.mss = Math.max(1, Math.min(c.snd.peerMss, route, c.settings.mss) - options);
}

/** TSval and TSecr of a segment, or undefined; only where timestamps were agreed on. */
export const timestampsOf = (c: TcpConnection, s: Segment) =>
  c.options.timestamps ? findTcpOption(s.options, "timestamps") : undefined;

/** TSval a < b in modular arithmetic (RFC 7323 5.2). */
export const stampBefore = (a: number, b: number): boolean => ((a - b) | 0) < 0;

/** "If the connection has been idle more than 24 days", TS.Recent is no longer valid (RFC 7323 5.5). */
const outdatedAfter: Duration = seconds(24 * 24 * 3600);

/**
 * Whether PAWS refuses a segment: "SEG.TSval < TS.Recent and this segment is not a RST" (RFC 7323 5.3 R1). A segment with the same
 * or a later stamp, or with none, passes.
 */
export function refusedByPaws(c: TcpConnection, s: Segment, now: Instant): boolean {
  if (!c.options.timestamps || !c.ts.valid || s.flags & tcpFlag.rst) return false;
  const stamp = timestampsOf(c, s);
  if (stamp === undefined || !stampBefore(stamp.value, c.ts.recent)) return false;
  return now - c.ts.recentAt <= outdatedAfter;
}

/** "If SEG.TSval >= TS.Recent and SEG.SEQ <= Last.ACK.sent, TS.Recent <- SEG.TSval" (RFC 7323 4.3). */
export function rememberTimestamp(c: TcpConnection, s: Segment, now: Instant): void {
  const stamp = timestampsOf(c, s);
  if (stamp === undefined || !atOrBefore(s.seq, c.ts.lastAckSent)) return;
  if (c.ts.valid && stampBefore(stamp.value, c.ts.recent) && now - c.ts.recentAt <= outdatedAfter) return;
  c.ts.recent = stamp.value;
  c.ts.recentAt = now;
  c.ts.valid = true;
}
