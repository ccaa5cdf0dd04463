/**
 * IPv4 addresses: 32 bits in an unsigned number, so that they compare with `===`, sort by value and serve as Map keys.
 * Masks are addresses too (RFC 791 2.3 has the address; the dotted notation is everybody's custom).
 */
import { assert } from "../base/assert.ts";

declare const ipv4Brand: unique symbol;
/** A whole number in [0, 2^32); the first octet on the wire is the most significant. */
export type Ipv4Address = number & { readonly [ipv4Brand]: true };

/** 0.0.0.0 */
export const ipv4Unspecified = 0 as Ipv4Address;

/** 255.255.255.255, everybody on this link. */
export const ipv4Broadcast = 0xffff_ffff as Ipv4Address;

/**
 * Four decimal numbers of 0 to 255 with dots between them; null for anything else. Leading zeros are refused, because some
 * systems read them as octal and others do not.
 */
export function parseIpv4(text: string): Ipv4Address | null {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (!match) return null;
  let address = 0;
  for (const part of match.slice(1)) {
    if (part.length > 1 && part.startsWith("0")) return null;
    const octet = Number(part);
    if (octet > 255) return null;
    address = address * 256 + octet;
  }
  return address as Ipv4Address;
}

/** `10.0.0.1` */
export const formatIpv4 = (address: Ipv4Address): string =>
  `${address >>> 24}.${(address >>> 16) & 255}.${(address >>> 8) & 255}.${address & 255}`;

/**
 * An address written down in a program.
 * @throws BrokenInvariant when it is not one; use `parseIpv4` for what users type.
 */
export function ipv4(text: string): Ipv4Address {
  const address = parseIpv4(text);
  assert(address !== null, () => `not an IPv4 address: ${text}`);
  return address;
}

/** The mask of a prefix of `length` bits (0 to 32): `ipv4Mask(24)` is 255.255.255.0. */
export const ipv4Mask = (length: number): Ipv4Address =>
  (length === 0 ? 0 : (0xffff_ffff << (32 - length)) >>> 0) as Ipv4Address;

/** Whether `address` lies in the network `network`/`length`. */
export const inIpv4Network = (address: Ipv4Address, network: Ipv4Address, length: number): boolean =>
  length === 0 || (address ^ network) >>> (32 - length) === 0;

/** 224.0.0.0/4 (RFC 1112, section 4). */
export const isIpv4Multicast = (address: Ipv4Address): boolean => address >>> 28 === 14;
