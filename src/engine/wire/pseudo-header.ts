/**
 * The pseudo-header that TCP, UDP and ICMPv6 include in their checksum (RFC 9293 3.1 figure 2, RFC 768 "Fields", RFC 8200 8.1),
 * and what can be said of a received checksum.
 *
 *     source address | destination address | zero, protocol | length of header and data
 *
 * Only the addresses differ between IPv4 and IPv6 as far as the sum is concerned, so codecs of the upper layer are given the sum
 * of the addresses, which is constant for a connection, and add protocol and length themselves.
 */
import { addChecksum, finishChecksum } from "../base/checksum.ts";
import type { Ipv4Address } from "./ipv4-address.ts";
import type { Ipv6Address } from "./ipv6-address.ts";

declare const addressSumBrand: unique symbol;
/** The unfolded one's-complement sum of a source and a destination address. */
export type AddressSum = number & { readonly [addressSumBrand]: true };

/**
 * What a receiver knows of a checksum. A wrong one is a reason to drop, not a malformed packet. "absent": UDP over IPv4 sent without
 * one. "unchecked": nobody could or would add it up, because bytes are missing (a fragment, a quotation in an ICMP error), because they
 * are more than a packet can hold, or because a network card is trusted to have done it.
 */
export type ChecksumState = "right" | "wrong" | "absent" | "unchecked";

export const ipv4AddressSum = (source: Ipv4Address, destination: Ipv4Address): AddressSum =>
  ((source >>> 16) + (source & 0xffff) + (destination >>> 16) + (destination & 0xffff)) as AddressSum;

export function ipv6AddressSum(source: Ipv6Address, destination: Ipv6Address): AddressSum {
  let sum = 0;
  for (const address of [source, destination]) {
    for (let shift = 0n; shift < 128n; shift += 16n) sum += Number((address >> shift) & 0xffffn);
  }
  return sum as AddressSum;
}

/**
 * The checksum of `bytes[from, to)` behind its pseudo-header: the value for the header while its checksum field holds zero, and
 * zero when the field holds the right value.
 */
export function upperLayerChecksum(
  bytes: Uint8Array,
  from: number,
  to: number,
  protocol: number,
  addresses: AddressSum,
): number {
  const length = to - from;
  return finishChecksum(addChecksum(bytes, from, to, addresses + protocol + (length >>> 16) + (length & 0xffff)));
}
