/**
 * IPv4 datagrams (RFC 791 3.1), with the Type of Service octet read as it is today: a differentiated services field of 6 bits
 * (RFC 2474 section 3) and an ECN field of 2 (RFC 3168 section 5). Options are in `ipv4-options.ts`. Fragments are decoded, not put together.
 */
import { assert } from "../base/assert.ts";
import { addChecksum, finishChecksum } from "../base/checksum.ts";
import { readU16, readU32, writeU16, writeU32 } from "./integers.ts";
import type { Ipv4Address } from "./ipv4-address.ts";
import {
  decodeIpv4Options,
  encodeIpv4Options,
  type Ipv4Option,
  ipv4OptionsLength,
  noIpv4Options,
} from "./ipv4-options.ts";
import { Malformed } from "./malformed.ts";
import type { ChecksumState } from "./pseudo-header.ts";

export interface Ipv4Header {
  /** Differentiated services code point, 0 to 63. */
  readonly dscp: number;
  /** 0 = not ECN-capable, 1 = ECT(1), 2 = ECT(0), 3 = congestion experienced. */
  readonly ecn: number;
  /** Which datagram a fragment belongs to, 0 to 65535. */
  readonly identification: number;
  readonly dontFragment: boolean;
  readonly moreFragments: boolean;
  /** Where in the datagram this fragment belongs, in bytes: a multiple of 8, at most 65528. */
  readonly fragmentOffset: number;
  /** Time to live, in hops. */
  readonly ttl: number;
  /** What the payload is; one of `ipProtocol`, or another octet. */
  readonly protocol: number;
  readonly source: Ipv4Address;
  readonly destination: Ipv4Address;
  readonly options: readonly Ipv4Option[];
}

export interface Ipv4Packet extends Ipv4Header {
  /** Bytes, options and their padding included: 20 to 60. */
  readonly headerLength: number;
  /** As received; `checkIpv4` says whether it is right. */
  readonly checksum: number;
  /** A view; without whatever lies behind the total length (Ethernet's padding). */
  readonly payload: Uint8Array;
}

/** Bytes, without options. */
export const ipv4HeaderLength = 20;

/**
 * @param bytes a datagram, perhaps with link padding behind it.
 * @param quoted true for the beginning of a datagram that an ICMP error quotes: its payload may end before its total length.
 */
export function decodeIpv4(bytes: Uint8Array, quoted = false): Ipv4Packet | Malformed {
  if (bytes.length < ipv4HeaderLength) {
    return new Malformed("ipv4", "header", 0, `a header has at least 20 bytes, here are ${bytes.length}`);
  }
  const version = bytes[0]! >> 4;
  if (version !== 4) return new Malformed("ipv4", "Version", 0, `${version} is not 4`);
  // "Note that the minimum value for a correct header is 5."
  const headerLength = (bytes[0]! & 15) * 4;
  if (headerLength < ipv4HeaderLength) {
    return new Malformed("ipv4", "IHL", 0, `a header of ${headerLength} bytes is shorter than 20`);
  }
  const totalLength = readU16(bytes, 2);
  if (totalLength < headerLength) {
    return new Malformed("ipv4", "Total Length", 2, `${totalLength} bytes do not hold a header of ${headerLength}`);
  }
  const end = quoted ? Math.min(totalLength, bytes.length) : totalLength;
  if (end > bytes.length) {
    return new Malformed("ipv4", "Total Length", 2, `${totalLength} bytes were announced, ${bytes.length} are here`);
  }
  if (headerLength > end) {
    return new Malformed("ipv4", "IHL", 0, `a header of ${headerLength} bytes, of which ${end} are here`);
  }
  const options = headerLength === ipv4HeaderLength ? noIpv4Options : decodeIpv4Options(bytes, 20, headerLength);
  if (options instanceof Malformed) return options;
  const fragment = readU16(bytes, 6);
  return {
    dscp: bytes[1]! >> 2,
    ecn: bytes[1]! & 3,
    identification: readU16(bytes, 4),
    dontFragment: (fragment & flagDontFragment) !== 0,
    moreFragments: (fragment & flagMoreFragments) !== 0,
    fragmentOffset: (fragment & 0x1fff) * 8,
    ttl: bytes[8]!,
    protocol: bytes[9]!,
    source: readU32(bytes, 12) as Ipv4Address,
    destination: readU32(bytes, 16) as Ipv4Address,
    options,
    headerLength,
    checksum: readU16(bytes, 10),
    payload: bytes.subarray(headerLength, end),
  };
}

/** Writes the header, checksum included, in front of the payload `out[at, end)`; see `slab.ts`. */
export function encodeIpv4(header: Ipv4Header, out: Uint8Array, at: number, end: number): number {
  const optionsLength = header.options.length === 0 ? 0 : ipv4OptionsLength(header.options);
  assert(optionsLength <= 40, "IPv4 options take at most 40 bytes");
  assert(header.fragmentOffset % 8 === 0, "an IPv4 fragment starts at a multiple of 8 bytes");
  const start = at - ipv4HeaderLength - optionsLength;
  assert(start >= 0, "an IPv4 header needs 20 bytes of headroom, and as many as its options have");
  const totalLength = end - start;
  assert(totalLength <= 0xffff, "an IPv4 datagram has at most 65535 bytes");
  out[start] = 0x40 | ((at - start) >> 2);
  out[start + 1] = (header.dscp << 2) | (header.ecn & 3);
  writeU16(out, start + 2, totalLength);
  writeU16(out, start + 4, header.identification);
  const flags = (header.dontFragment ? flagDontFragment : 0) | (header.moreFragments ? flagMoreFragments : 0);
  writeU16(out, start + 6, flags | (header.fragmentOffset >> 3));
  out[start + 8] = header.ttl;
  out[start + 9] = header.protocol;
  writeU16(out, start + 10, 0);
  writeU32(out, start + 12, header.source);
  writeU32(out, start + 16, header.destination);
  if (optionsLength > 0) encodeIpv4Options(header.options, out, start + 20, at);
  // "For purposes of computing the checksum, the value of the checksum field is zero."
  writeU16(out, start + 10, finishChecksum(addChecksum(out, start, at)));
  return start;
}

/** Whether the header checksum of a datagram is right; "unchecked" when there is no whole header to add up. */
export function checkIpv4(bytes: Uint8Array): ChecksumState {
  const headerLength = bytes.length === 0 ? 0 : (bytes[0]! & 15) * 4;
  if (headerLength < ipv4HeaderLength || headerLength > bytes.length) return "unchecked";
  return finishChecksum(addChecksum(bytes, 0, headerLength)) === 0 ? "right" : "wrong";
}

/**
 * What a router does to a datagram in place: one hop less to live, and the checksum computed anew ("recomputed and verified at each
 * point that the internet header is processed"). It starts at `bytes[at]`; the caller has seen that its time to live is not zero.
 */
export function decrementTtl(bytes: Uint8Array, at = 0): void {
  assert(bytes[at + 8]! > 0, "a datagram whose time to live is zero is not forwarded");
  bytes[at + 8] = bytes[at + 8]! - 1;
  writeU16(bytes, at + 10, 0);
  writeU16(bytes, at + 10, finishChecksum(addChecksum(bytes, at, at + (bytes[at]! & 15) * 4)));
}

const flagDontFragment = 0x4000;
const flagMoreFragments = 0x2000;
