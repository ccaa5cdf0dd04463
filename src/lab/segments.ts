/** The TCP segments of a trace, decoded from the frames that carried them: what claims and questions about connections are checked with. */
import type { Instant } from "../engine/base/time.ts";
import type { EventId, HostId } from "../engine/trace/happening.ts";
import type { Trace } from "../engine/trace/trace.ts";
import { ipPacketIn } from "../engine/wire/ip-packet.ts";
import { isMalformed } from "../engine/wire/malformed.ts";
import { ipProtocol } from "../engine/wire/numbers.ts";
import { decodeTcp, tcpFlag } from "../engine/wire/tcp.ts";

export interface SentSegment {
  readonly event: EventId;
  /** When its sender put it on the link, and when it arrived at the other end; null: it never did. */
  readonly at: Instant;
  readonly arrived: Instant | null;
  readonly from: HostId;
  readonly to: HostId;
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly seq: number;
  readonly ack: number;
  readonly flags: { readonly syn: boolean; readonly ack: boolean; readonly fin: boolean; readonly rst: boolean };
  readonly window: number;
  /** Bytes of data. */
  readonly length: number;
  /** Bytes of the IP datagram, headers counted. */
  readonly ipBytes: number;
  /** The same sequence numbers were sent before. */
  readonly repeated: boolean;
}

/** All TCP segments in the order in which they were sent; on a path of several links each link's copy is one. */
export function tcpSegments(trace: Trace): SentSegment[] {
  const arrivals = new Map<EventId, Instant>();
  for (const event of trace.events)
    if (event.kind === "frame.received" && !arrivals.has(event.frame)) arrivals.set(event.frame, event.at);
  const seen = new Set<string>();
  const out: SentSegment[] = [];
  for (const event of trace.events) {
    if (event.kind !== "frame.sent") continue;
    const packet = ipPacketIn(event.bytes);
    if (packet === null || packet.protocol !== ipProtocol.tcp || packet.isLaterFragment) continue;
    const segment = decodeTcp(packet.payload);
    if (isMalformed(segment)) continue;
    const { flags, payload } = segment;
    const syn = (flags & tcpFlag.syn) !== 0;
    const fin = (flags & tcpFlag.fin) !== 0;
    const occupies = payload.length + (syn ? 1 : 0) + (fin ? 1 : 0);
    const key = `${event.link} ${event.host} ${segment.sourcePort} ${segment.destinationPort} ${segment.seq} ${occupies} ${syn}`;
    const repeated = occupies > 0 && seen.has(key);
    if (occupies > 0) seen.add(key);
    out.push({
      event: event.id,
      at: event.at,
      arrived: arrivals.get(event.id) ?? null,
      from: event.host!,
      to: event.to,
      sourcePort: segment.sourcePort,
      destinationPort: segment.destinationPort,
      seq: segment.seq,
      ack: segment.ack,
      flags: { syn, ack: (flags & tcpFlag.ack) !== 0, fin, rst: (flags & tcpFlag.rst) !== 0 },
      window: segment.window,
      length: payload.length,
      ipBytes: packet.lengthBytes,
      repeated,
    });
  }
  return out;
}

/** "SYN", "SYN-ACK", "FIN", "RST", "DATA", "ACK": what a segment is called in a sentence. */
export function segmentName({ flags, length }: SentSegment): string {
  if (flags.rst) return "RST";
  if (flags.syn) return flags.ack ? "SYN-ACK" : "SYN";
  if (flags.fin) return "FIN";
  return length > 0 ? "DATA" : "ACK";
}
