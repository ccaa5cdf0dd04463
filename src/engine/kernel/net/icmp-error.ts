/**
 * What an ICMP error says to those above the Internet layer, and what an operating system makes of it: the errno that a call answers
 * with (the names that Linux uses, `icmp_err_convert`), and whether it ends a connection (RFC 1122 4.2.3.9: "hard") or is only a hint.
 */
import { unreachableCode } from "../../wire/icmp.ts";
import type { Ipv4Address } from "../../wire/ipv4-address.ts";
import type { Errno } from "../errno.ts";

export interface IcmpError {
  readonly kind: "destination-unreachable" | "time-exceeded" | "parameter-problem";
  readonly code: number;
  /** Bytes; only with fragmentation needed, else zero. Already what this host believes of the path, never zero there. */
  readonly mtu: number;
  /** Who says so. */
  readonly reporter: Ipv4Address;
}

/** The errno of an ICMP error. */
export function errnoOf({ kind, code }: Pick<IcmpError, "kind" | "code">): Errno {
  if (kind === "parameter-problem") return "EPROTO";
  if (kind === "time-exceeded") return "EHOSTUNREACH";
  switch (code) {
    case unreachableCode.net:
    case netUnknown:
    case netProhibited:
    case netUnreachableForService:
      return "ENETUNREACH";
    case unreachableCode.protocol:
      return "ENOPROTOOPT";
    case unreachableCode.port:
      return "ECONNREFUSED";
    case unreachableCode.fragmentationNeeded:
      return "EMSGSIZE";
    case unreachableCode.sourceRouteFailed:
      return "EOPNOTSUPP";
    default:
      return "EHOSTUNREACH";
  }
}

/** RFC 1122 4.2.3.9: protocol and port unreachable are hard errors; what routers say of paths is soft, since paths change. */
export const isHard = ({ kind, code }: Pick<IcmpError, "kind" | "code">): boolean =>
  kind === "destination-unreachable" && (code === unreachableCode.protocol || code === unreachableCode.port);

// Codes of RFC 1122 3.2.2.1 and RFC 1812 5.2.7.1 that no host here sends.
const netUnknown = 6;
const netProhibited = 9;
const netUnreachableForService = 11;
