/** User datagrams (RFC 768; over IPv6 also RFC 8200 8.1, which takes the choice of sending no checksum away). */
import { assert } from "../base/assert.ts";
import { readU16, writeU16 } from "./integers.ts";
import { Malformed } from "./malformed.ts";
import { ipProtocol } from "./numbers.ts";
import { type AddressSum, type ChecksumState, upperLayerChecksum } from "./pseudo-header.ts";

export interface UdpHeader {
  /** "optional field ... If not used, a value of zero is inserted." */
  readonly sourcePort: number;
  readonly destinationPort: number;
}

export interface UdpDatagram extends UdpHeader {
  /** As received; zero says that the sender computed none. */
  readonly checksum: number;
  /** A view; ends where the length field says, even if there are bytes behind it. */
  readonly payload: Uint8Array;
}

/** Bytes. */
export const udpHeaderLength = 8;

export function decodeUdp(bytes: Uint8Array): UdpDatagram | Malformed {
  if (bytes.length < udpHeaderLength) {
    return new Malformed("udp", "header", 0, `a header has 8 bytes, here are ${bytes.length}`);
  }
  // "Length is the length in octets of this user datagram including this header and the data. (This means the minimum value
  // of the length is eight.)"
  const length = readU16(bytes, 4);
  if (length < udpHeaderLength) return new Malformed("udp", "Length", 4, `${length} is below 8`);
  if (length > bytes.length) {
    return new Malformed("udp", "Length", 4, `${length} bytes were announced, ${bytes.length} are here`);
  }
  return {
    sourcePort: readU16(bytes, 0),
    destinationPort: readU16(bytes, 2),
    checksum: readU16(bytes, 6),
    payload: bytes.subarray(udpHeaderLength, length),
  };
}

/**
 * Writes the header in front of the payload `out[at, end)`; see `slab.ts`.
 * @param addresses for the pseudo-header; null sends no checksum, which only IPv4 allows.
 */
export function encodeUdp(
  header: UdpHeader,
  out: Uint8Array,
  at: number,
  end: number,
  addresses: AddressSum | null,
): number {
  const start = at - udpHeaderLength;
  assert(start >= 0, "a UDP header needs 8 bytes of headroom");
  assert(end - start <= 0xffff, "a UDP datagram has at most 65535 bytes");
  writeU16(out, start, header.sourcePort);
  writeU16(out, start + 2, header.destinationPort);
  writeU16(out, start + 4, end - start);
  writeU16(out, start + 6, 0);
  if (addresses !== null) {
    const checksum = upperLayerChecksum(out, start, end, ipProtocol.udp, addresses);
    // "If the computed checksum is zero, it is transmitted as all ones".
    writeU16(out, start + 6, checksum === 0 ? 0xffff : checksum);
  }
  return start;
}

/** Whether the checksum of a datagram is right; "unchecked" when it cannot be decoded. */
export function checkUdp(bytes: Uint8Array, addresses: AddressSum): ChecksumState {
  const length = bytes.length < udpHeaderLength ? 0 : readU16(bytes, 4);
  if (length < udpHeaderLength || length > bytes.length) return "unchecked";
  if (readU16(bytes, 6) === 0) return "absent";
  return upperLayerChecksum(bytes, 0, length, ipProtocol.udp, addresses) === 0 ? "right" : "wrong";
}
