/**
 * IPv6 addresses: 128 bits in a bigint, so that they compare with `===`, sort by value and serve as Map keys, and so that a
 * prefix is a shift. (JSON has no bigint: write them with `formatIpv6`.) Text follows RFC 4291 2.2 on the way in and
 * RFC 5952 section 4 on the way out.
 */
import { assert } from "../base/assert.ts";
import { parseIpv4 } from "./ipv4-address.ts";
import type { MacAddress } from "./mac.ts";

declare const ipv6Brand: unique symbol;
/** A whole number in [0, 2^128); the first octet on the wire is the most significant. */
export type Ipv6Address = bigint & { readonly [ipv6Brand]: true };

/** `::` (RFC 4291 2.5.2) */
export const ipv6Unspecified = 0n as Ipv6Address;

/** `::1` (RFC 4291 2.5.3) */
export const ipv6Loopback = 1n as Ipv6Address;

/**
 * Any text that RFC 4291 2.2 allows: eight groups, one `::` for one or more groups of zeros, a dotted IPv4 address for the last
 * two groups. Null for anything else; a zone (`%eth0`) is not part of the address.
 */
export function parseIpv6(text: string): Ipv6Address | null {
  const halves = text.split("::");
  if (halves.length > 2) return null;
  const head = parseGroups(halves[0]!, halves.length === 1);
  const tail = halves.length === 2 ? parseGroups(halves[1]!, true) : [];
  if (head === null || tail === null) return null;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return null;
  let address = 0n;
  for (const group of head) address = (address << 16n) | BigInt(group);
  address <<= BigInt(16 * missing);
  for (const group of tail) address = (address << 16n) | BigInt(group);
  return address as Ipv6Address;
}

/** The canonical text: `2001:db8::1` (RFC 5952 section 4), `::ffff:192.0.2.1` for an IPv4-mapped address (section 5). */
export function formatIpv6(address: Ipv6Address): string {
  const groups: number[] = [];
  for (let shift = 112n; shift >= 0n; shift -= 16n) groups.push(Number((address >> shift) & 0xffffn));
  // Mixed notation is recommended where a well-known prefix tells that an IPv4 address is inside (RFC 5952 section 5).
  if (address >> 32n === 0xffffn) {
    const [high, low] = [groups[6]!, groups[7]!];
    return `::ffff:${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`;
  }
  const gap = longestZeroRun(groups);
  // "Leading zeros MUST be suppressed" (4.1); "MUST be represented in lowercase" (4.3).
  const text = (part: readonly number[]): string => part.map((group) => group.toString(16)).join(":");
  return gap === null ? text(groups) : `${text(groups.slice(0, gap.from))}::${text(groups.slice(gap.to))}`;
}

/**
 * An address written down in a program.
 * @throws BrokenInvariant when it is not one; use `parseIpv6` for what users type.
 */
export function ipv6(text: string): Ipv6Address {
  const address = parseIpv6(text);
  assert(address !== null, () => `not an IPv6 address: ${text}`);
  return address;
}

/** `ff02::1`, all nodes of the link (RFC 4291 2.7.1) */
export const ipv6AllNodes = 0xff02_0000_0000_0000_0000_0000_0000_0001n as Ipv6Address;

/** `ff02::2`, all routers of the link (RFC 4291 2.7.1) */
export const ipv6AllRouters = 0xff02_0000_0000_0000_0000_0000_0000_0002n as Ipv6Address;

/** The first `length` bits of `address` (0 to 128), the others zero. */
export const ipv6Prefix = (address: Ipv6Address, length: number): Ipv6Address =>
  ((address >> BigInt(128 - length)) << BigInt(128 - length)) as Ipv6Address;

/** How many leading bits two addresses have in common, 0 to 128. */
export function commonPrefixLength(a: Ipv6Address, b: Ipv6Address): number {
  const difference = a ^ b;
  return difference === 0n ? 128 : 128 - difference.toString(2).length;
}

/** Whether `address` lies in the network `network`/`length` (0 to 128). */
export const inIpv6Network = (address: Ipv6Address, network: Ipv6Address, length: number): boolean =>
  (address ^ network) >> BigInt(128 - length) === 0n;

/** ff00::/8 (RFC 4291 2.7) */
export const isIpv6Multicast = (address: Ipv6Address): boolean => address >> 120n === 0xffn;

/** fe80::/10 (RFC 4291 2.5.6) */
export const isIpv6LinkLocal = (address: Ipv6Address): boolean => address >> 118n === 0x3fan;

/** The solicited-node multicast address of a unicast address: ff02::1:ff and its low 24 bits (RFC 4291 2.7.1). */
export const solicitedNode = (address: Ipv6Address): Ipv6Address =>
  ((0xff02_0000_0000_0000_0000_0001_ffn << 24n) | (address & 0xff_ffffn)) as Ipv6Address;

/** The Ethernet address of a multicast group: 33:33 and its low 32 bits (RFC 2464 section 7). */
export const macOfIpv6Multicast = (group: Ipv6Address): MacAddress =>
  (0x3333_0000_0000 + Number(group & 0xffff_ffffn)) as MacAddress;

/**
 * The address that a station makes of a prefix of 64 bits and its own Ethernet address: the "modified EUI-64" (RFC 4291 appendix A), with
 * ff:fe in the middle and the universal/local bit turned over.
 */
export function ipv6OfStation(prefix: Ipv6Address, mac: MacAddress): Ipv6Address {
  const station = BigInt(mac);
  const identifier = (((station >> 24n) << 40n) | 0xff_fe00_0000n | (station & 0xff_ffffn)) ^ (1n << 57n);
  return (prefix | identifier) as Ipv6Address;
}

/** `fe80::` and the station's identifier (RFC 4862 5.3). */
export const linkLocalOf = (mac: MacAddress): Ipv6Address => ipv6OfStation((0xfe80n << 112n) as Ipv6Address, mac);

/** The 16-bit groups of one side of a `::`; null when the text is not a list of groups. */
function parseGroups(text: string, mayEndInIpv4: boolean): number[] | null {
  if (text === "") return [];
  const groups: number[] = [];
  const parts = text.split(":");
  for (const [i, part] of parts.entries()) {
    if (/^[0-9a-fA-F]{1,4}$/.test(part)) {
      groups.push(Number.parseInt(part, 16));
      continue;
    }
    const embedded = mayEndInIpv4 && i === parts.length - 1 ? parseIpv4(part) : null;
    if (embedded === null) return null;
    groups.push(embedded >>> 16, embedded & 0xffff);
  }
  return groups;
}

/**
 * "the longest run of consecutive 16-bit 0 fields MUST be shortened"; of runs equally long "the first sequence of zero bits"
 * (RFC 5952 4.2.3); "MUST NOT be used to shorten just one 16-bit 0 field" (4.2.2).
 */
function longestZeroRun(groups: readonly number[]): { from: number; to: number } | null {
  let best: { from: number; to: number } | null = null;
  for (let from = 0; from < groups.length; from++) {
    let to = from;
    while (to < groups.length && groups[to] === 0) to++;
    if (to - from >= 2 && to - from > (best ? best.to - best.from : 0)) best = { from, to };
    from = Math.max(from, to - 1);
  }
  return best;
}
