/**
 * IPv6 packets (RFC 8200 section 3), with the chain of extension headers (`ipv6-extensions.ts`) between the header and the payload.
 * Jumbograms are not understood: a payload length of zero means no payload. Fragments are decoded, not put together.
 */
import { assert } from "../base/assert.ts";
import { readU16, readU128, writeU16, writeU32, writeU128 } from "./integers.ts";
import type { Ipv6Address } from "./ipv6-address.ts";
import {
  decodeIpv6Extensions,
  encodeIpv6Extensions,
  type Ipv6Extension,
  ipv6ExtensionNumber,
  ipv6ExtensionsLength,
} from "./ipv6-extensions.ts";
import { Malformed } from "./malformed.ts";

export interface Ipv6Header {
  /** The traffic class, split as in IPv4: differentiated services code point, 0 to 63. */
  readonly dscp: number;
  /** 0 = not ECN-capable, 1 = ECT(1), 2 = ECT(0), 3 = congestion experienced. */
  readonly ecn: number;
  /** 20 bits. */
  readonly flowLabel: number;
  readonly hopLimit: number;
  readonly source: Ipv6Address;
  readonly destination: Ipv6Address;
  /** In the order in which they stand in the packet. */
  readonly extensions: readonly Ipv6Extension[];
  /** What the payload is: the first next header value that is not an extension header understood here. */
  readonly protocol: number;
}

export interface Ipv6Packet extends Ipv6Header {
  /** Bytes, extension headers included: 40 and more. */
  readonly headerLength: number;
  /** The byte that holds `protocol`: what a parameter problem "unrecognized next header" points to (RFC 8200 section 4). */
  readonly protocolAt: number;
  /** A view; without whatever lies behind the payload length. */
  readonly payload: Uint8Array;
}

/** Bytes, without extension headers. */
export const ipv6HeaderLength = 40;

/**
 * @param bytes a packet, perhaps with link padding behind it.
 * @param quoted true for the beginning of a packet that an ICMPv6 error quotes: its payload may end before its payload length.
 */
export function decodeIpv6(bytes: Uint8Array, quoted = false): Ipv6Packet | Malformed {
  if (bytes.length < ipv6HeaderLength) {
    return new Malformed("ipv6", "header", 0, `a header has 40 bytes, here are ${bytes.length}`);
  }
  const version = bytes[0]! >> 4;
  if (version !== 6) return new Malformed("ipv6", "Version", 0, `${version} is not 6`);
  const announced = ipv6HeaderLength + readU16(bytes, 4);
  const end = quoted ? Math.min(announced, bytes.length) : announced;
  if (end > bytes.length) {
    return new Malformed("ipv6", "Payload Length", 4, `${announced} bytes were announced, ${bytes.length} are here`);
  }
  const chain = decodeIpv6Extensions(bytes, bytes[6]!, end);
  if (chain instanceof Malformed) return chain;
  return {
    dscp: ((bytes[0]! & 15) << 2) | (bytes[1]! >> 6),
    ecn: (bytes[1]! >> 4) & 3,
    flowLabel: ((bytes[1]! & 15) << 16) | readU16(bytes, 2),
    hopLimit: bytes[7]!,
    source: readU128(bytes, 8) as Ipv6Address,
    destination: readU128(bytes, 24) as Ipv6Address,
    extensions: chain.extensions,
    protocol: chain.protocol,
    headerLength: chain.end,
    protocolAt: chain.protocolAt,
    payload: bytes.subarray(chain.end, end),
  };
}

/** Writes the header and its extension headers in front of the payload `out[at, end)`; see `slab.ts`. */
export function encodeIpv6(header: Ipv6Header, out: Uint8Array, at: number, end: number): number {
  const extensionsLength = ipv6ExtensionsLength(header.extensions);
  const start = at - ipv6HeaderLength - extensionsLength;
  assert(start >= 0, "an IPv6 header needs 40 bytes of headroom, and as many as its extension headers have");
  const payloadLength = end - start - ipv6HeaderLength;
  assert(payloadLength <= 0xffff, "an IPv6 payload has at most 65535 bytes, extension headers included");
  const trafficClass = (header.dscp << 2) | (header.ecn & 3);
  writeU32(out, start, 0x6000_0000 + trafficClass * 0x10_0000 + header.flowLabel);
  writeU16(out, start + 4, payloadLength);
  const first = header.extensions[0];
  out[start + 6] = first === undefined ? header.protocol : ipv6ExtensionNumber(first);
  out[start + 7] = header.hopLimit;
  writeU128(out, start + 8, header.source);
  writeU128(out, start + 24, header.destination);
  encodeIpv6Extensions(header.extensions, header.protocol, out, start + ipv6HeaderLength);
  return start;
}
