/** What stands beside an arrow: the fields of a frame that a learner looks at first. The whole frame is the inspector's business. */
import { decodeEthernet } from "../engine/wire/ethernet.ts";
import { decodeIpv4 } from "../engine/wire/ipv4.ts";
import { isMalformed } from "../engine/wire/malformed.ts";
import { etherType, ipProtocol } from "../engine/wire/numbers.ts";
import { decodeTcp, tcpFlag } from "../engine/wire/tcp.ts";

export interface FrameDetail {
  /** "seq=5000 ack=1001", "10 B"; empty when there is nothing to add to the label. */
  readonly text: string;
  /** Equal for a segment and its retransmission; null for frames that do not occupy sequence numbers. */
  readonly repeats: string | null;
}

export function frameDetail(bytes: Uint8Array): FrameDetail {
  const frame = decodeEthernet(bytes);
  if (isMalformed(frame) || frame.etherType !== etherType.ipv4) return nothing;
  const packet = decodeIpv4(frame.payload);
  if (isMalformed(packet)) return nothing;
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

const nothing: FrameDetail = { text: "", repeats: null };
