/**
 * What an ICMP error says to those above the Internet layer, and what an operating system makes of it: the errno that a call answers
 * with (the names that Linux uses, `icmp_err_convert`), and whether it ends a connection (RFC 1122 4.2.3.9: "hard") or is only a hint.
 */
import { unreachableCode } from "../../wire/icmp.ts";
import { unreachableCode6 } from "../../wire/icmpv6.ts";
import { type IpAddress, isIpv6 } from "../../wire/ip-address.ts";
import type { Errno } from "../errno.ts";

/** Of ICMP or ICMPv6, as its reporter's address tells: their codes differ. */
export interface IcmpError {
  readonly kind: "destination-unreachable" | "packet-too-big" | "time-exceeded" | "parameter-problem";
  readonly code: number;
  /** Bytes; only when a packet was too big for a link, else zero. Already what this host believes of the path, never zero there. */
  readonly mtu: number;
  /** Who says so. */
  readonly reporter: IpAddress;
}

type Said = Pick<IcmpError, "kind" | "code" | "reporter">;

/** A packet was longer than a link takes, and nobody but its sender may cut it. */
export const isTooBig = ({ kind, code, reporter }: Said): boolean =>
  kind === "packet-too-big" ||
  (kind === "destination-unreachable" && !isIpv6(reporter) && code === unreachableCode.fragmentationNeeded);

/** The errno of an ICMP error. */
export function errnoOf(error: Said): Errno {
  if (isTooBig(error)) return "EMSGSIZE";
  if (error.kind === "parameter-problem") return "EPROTO";
  if (error.kind === "time-exceeded") return "EHOSTUNREACH";
  return (isIpv6(error.reporter) ? errnos6 : errnos)[error.code] ?? "EHOSTUNREACH";
}

/**
 * RFC 1122 4.2.3.9: protocol and port unreachable are hard errors; what routers say of paths is soft, since paths change. Of ICMPv6, RFC
 * 5461 section 2 names port unreachable and communication administratively prohibited.
 */
export const isHard = ({ kind, code, reporter }: Said): boolean =>
  kind === "destination-unreachable" &&
  (isIpv6(reporter)
    ? code === unreachableCode6.port || code === unreachableCode6.prohibited
    : code === unreachableCode.protocol || code === unreachableCode.port);

/** By code of destination unreachable (Linux: `icmp_err_convert`); those not here are EHOSTUNREACH. RFC 1122 3.2.2.1, RFC 1812 5.2.7.1. */
const errnos: Readonly<Record<number, Errno>> = {
  [unreachableCode.net]: "ENETUNREACH",
  [unreachableCode.protocol]: "ENOPROTOOPT",
  [unreachableCode.port]: "ECONNREFUSED",
  [unreachableCode.sourceRouteFailed]: "EOPNOTSUPP",
  6: "ENETUNREACH", // network unknown
  9: "ENETUNREACH", // network prohibited
  11: "ENETUNREACH", // network unreachable for this type of service
};

/** The same of ICMPv6 (RFC 4443 3.1; Linux: `icmpv6_err_convert`). */
const errnos6: Readonly<Record<number, Errno>> = {
  [unreachableCode6.noRoute]: "ENETUNREACH",
  [unreachableCode6.prohibited]: "EACCES",
  [unreachableCode6.port]: "ECONNREFUSED",
  5: "EACCES", // source address failed ingress/egress policy
  6: "EACCES", // reject route
};
