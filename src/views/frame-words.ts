/** What stands beside an arrow: the fields of a frame that a learner looks at first. The whole frame is the inspector's business. */
import { icmpv6Type } from "../engine/wire/icmpv6.ts";
import { readU128 } from "../engine/wire/integers.ts";
import { formatIp, type IpAddress, isIpv6 } from "../engine/wire/ip-address.ts";
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
  /** The two ends that it goes between, "10.0.0.1:49152" each, sender first; null for what has no ports. */
  readonly ends: readonly [string, string] | null;
}

export function frameDetail(bytes: Uint8Array): FrameDetail {
  const packet = ipPacketIn(bytes);
  if (packet === null || packet.isLaterFragment) return nothing;
  const { protocol, source, destination } = packet;
  if (protocol === ipProtocol.icmpv6) return { ...nothing, text: neighbour(packet.payload) };
  if (protocol === ipProtocol.udp) {
    const { payload } = packet;
    const port = (at: number): number => (payload[at]! << 8) | payload[at + 1]!;
    const text = `${Math.max(0, payload.length - 8)} B`;
    if (payload.length < 8) return { ...nothing, text };
    return { text, repeats: null, ends: [end(source, port(0)), end(destination, port(2))] };
  }
  if (protocol !== ipProtocol.tcp) return nothing;
  const segment = decodeTcp(packet.payload);
  if (isMalformed(segment)) return nothing;
  const { flags, seq, ack, payload } = segment;
  const occupies = payload.length + (flags & tcpFlag.syn ? 1 : 0) + (flags & tcpFlag.fin ? 1 : 0);
  const parts = [
    ...(occupies > 0 || flags & tcpFlag.rst ? [`seq=${seq}`] : []),
    ...(flags & tcpFlag.ack ? [`ack=${ack}`] : []),
    ...(payload.length > 0 ? [`${payload.length} B`] : []),
  ];
  const ends = [end(source, segment.sourcePort), end(destination, segment.destinationPort)] as const;
  return { text: parts.join(" "), repeats: occupies > 0 ? `${ends.join(" ")} ${seq} ${occupies}` : null, ends };
}

/** As the trace writes the ends of connections. */
const end = (address: IpAddress, port: number): string =>
  isIpv6(address) ? `[${formatIp(address)}]:${port}` : `${formatIp(address)}:${port}`;

/** Of neighbour discovery the address that it is about; of anything else nothing. */
function neighbour(message: Uint8Array): string {
  const isAbout = message[0] === icmpv6Type.neighborSolicitation || message[0] === icmpv6Type.neighborAdvertisement;
  return isAbout && message.length >= 24 ? formatIpv6(readU128(message, 8) as Ipv6Address) : "";
}

const nothing: FrameDetail = { text: "", repeats: null, ends: null };
