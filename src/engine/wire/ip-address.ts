/**
 * Addresses of either version of IP. An IPv4 address is a number and an IPv6 address is a bigint, so `typeof` tells them apart and none
 * of the one is ever `===` one of the other. With the IPv6 addresses that stand for IPv4 ones (RFC 4291 2.5.5.2).
 */
import { formatIpv4, type Ipv4Address, ipv4Unspecified, parseIpv4 } from "./ipv4-address.ts";
import { formatIpv6, type Ipv6Address, ipv6Unspecified, parseIpv6 } from "./ipv6-address.ts";

export type IpAddress = Ipv4Address | Ipv6Address;

export const isIpv6 = (address: IpAddress): address is Ipv6Address => typeof address === "bigint";

/** `10.0.0.1`, `2001:db8::1` */
export const formatIp = (address: IpAddress): string => (isIpv6(address) ? formatIpv6(address) : formatIpv4(address));

/** Null for what is neither. */
export const parseIp = (text: string): IpAddress | null => parseIpv4(text) ?? parseIpv6(text);

/** `0.0.0.0` or `::` */
export const isUnspecified = (address: IpAddress): boolean =>
  address === ipv4Unspecified || address === ipv6Unspecified;

/** `::ffff:10.0.0.1`: how an IPv4 node appears to a program that speaks IPv6 only. */
export const ipv4Mapped = (address: Ipv4Address): Ipv6Address => ((0xffffn << 32n) | BigInt(address)) as Ipv6Address;

/** The IPv4 address inside an IPv4-mapped one; null where there is none. */
export const mappedIpv4 = (address: Ipv6Address): Ipv4Address | null =>
  address >> 32n === 0xffffn ? (Number(address & 0xffff_ffffn) as Ipv4Address) : null;
