/**
 * Rewriting one end of a datagram in place, as a NAT does (RFC 3022): address, port (or the identifier of an ICMP query), and the
 * checksums that cover them. Checksums of the upper layer are adjusted, not computed anew (RFC 1624 section 3, equation 3): so one that was
 * wrong stays wrong, and the datagram quoted in an ICMP error, which is cut short, can be rewritten too.
 */
import { addChecksum, finishChecksum } from "../../base/checksum.ts";
import { readU16, readU32, writeU16, writeU32 } from "../../wire/integers.ts";
import type { Ipv4Address } from "../../wire/ipv4-address.ts";
import { ipProtocol } from "../../wire/numbers.ts";
import type { Endpoint } from "./demux.ts";

export type End = "source" | "destination";

/** Gives `datagram` another source or destination. Its upper layer is TCP, UDP or an ICMP query, of which the ports are there at least. */
export function rewriteEnd(datagram: Uint8Array, end: End, to: Endpoint<Ipv4Address>): void {
  const at = end === "source" ? 12 : 16;
  const wasAddress = readU32(datagram, at);
  rewriteAddress(datagram, end, to.address);
  const upper = (datagram[0]! & 15) * 4;
  const protocol = datagram[9]!;
  const portAt = upper + (protocol === ipProtocol.icmp ? 4 : end === "source" ? 0 : 2);
  const checksumAt = upper + checksumOffset(protocol);
  const wasPort = readU16(datagram, portAt);
  writeU16(datagram, portAt, to.port);
  if (checksumAt + 2 > datagram.length) return; // cut off in a quotation
  const was = readU16(datagram, checksumAt);
  if (was === 0 && protocol === ipProtocol.udp) return; // the sender computed none
  let sum = (~was & 0xffff) + (~wasPort & 0xffff) + to.port;
  if (protocol !== ipProtocol.icmp) {
    // The pseudo-header holds the addresses; ICMP has none.
    sum += (~(wasAddress >>> 16) & 0xffff) + (~wasAddress & 0xffff) + (to.address >>> 16) + (to.address & 0xffff);
  }
  const now = finishChecksum(sum);
  writeU16(datagram, checksumAt, now === 0 && protocol === ipProtocol.udp ? 0xffff : now);
}

/** Changes the address in the IPv4 header alone, and the header's checksum. */
export function rewriteAddress(datagram: Uint8Array, end: End, to: Ipv4Address): void {
  writeU32(datagram, end === "source" ? 12 : 16, to);
  writeU16(datagram, 10, 0);
  writeU16(datagram, 10, finishChecksum(addChecksum(datagram, 0, (datagram[0]! & 15) * 4)));
}

/** Computes the checksum of an ICMP message anew after its quotation was changed. */
export function recomputeIcmpChecksum(datagram: Uint8Array): void {
  const upper = (datagram[0]! & 15) * 4;
  writeU16(datagram, upper + 2, 0);
  writeU16(datagram, upper + 2, finishChecksum(addChecksum(datagram, upper, readU16(datagram, 2))));
}

const checksumOffset = (protocol: number): number =>
  protocol === ipProtocol.tcp ? 16 : protocol === ipProtocol.udp ? 6 : 2;
