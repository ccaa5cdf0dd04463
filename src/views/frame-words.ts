/** What stands beside an arrow: the fields of a frame that a learner looks at first. The whole frame is the inspector's business. */
import { icmpv6Type } from "../engine/wire/icmpv6.ts";
import { readU128 } from "../engine/wire/integers.ts";
import { ipPacketIn } from "../engine/wire/ip-packet.ts";
import { formatIpv6, type Ipv6Address } from "../engine/wire/ipv6-address.ts";
import { isMalformed } from "../engine/wire/malformed.ts";
import { ipProtocol } from "../engine/wire/numbers.ts";
import { decodeTcp, tcpFlag } from "../engine/wire/tcp.ts";

export interface FrameDetail {
  /** "seq=5000 ack=1001", "10 B"; empty when there is nothing to add to the label. */
  readonly text: string;
  /** Equal for a segment and its retransmission; null for frames that do not occupy sequence numbers. */
  readonly repeats: string | null;
}

export function frameDetail(bytes: Uint8Array): FrameDetail {
  const packet = ipPacketIn(bytes);
  if (packet === null || packet.isLaterFragment) return nothing;
  if (packet.protocol === ipProtocol.icmpv6) return { text: neighbour(packet.payload), repeats: null };
  if (packet.protocol !== ipProtocol.tcp)
    return packet.protocol === ipProtocol.udp
      ? { text: `${Math.max(0, packet.payload.length - 8)} B`, repeats: null }
      : nothing;
  const segment = decodeTcp(packet.payload);
  if (isMalformed(segment)) return nothing;
  const { flags, seq, ack, payload } = segment;
  const occupies = payload.length + (flags & tcpFlag.syn ? 1 : 0) + (flags & tcpFlag.fin ? 1 : 0);
  const parts = [
    ...(occupies > 0 || flags & tcpFlag.rst ? [`seq=${seq}`] : []),
    ...(flags & tcpFlag.ack ? [`ack=${ack}`] : []),
    ...(payload.length > 0 ? [`${payload.length} B`] : []),
  ];
  const ends = `${packet.source}:${segment.sourcePort} ${packet.destination}:${segment.destinationPort}`;
  return { text: parts.join(" "), repeats: occupies > 0 ? `${ends} ${seq} ${occupies}` : null };
}

/** Of neighbour discovery the address that it is about; of anything else nothing. */
function neighbour(message: Uint8Array): string {
  const isAbout = message[0] === icmpv6Type.neighborSolicitation || message[0] === icmpv6Type.neighborAdvertisement;
  return isAbout && message.length >= 24 ? formatIpv6(readU128(message, 8) as Ipv6Address) : "";
}

const nothing: FrameDetail = { text: "", repeats: null };
