/**
 * Address families of sockets (POSIX AF_INET and AF_INET6). A socket of IPv6 reaches IPv4 nodes too, unless asked not to: it names them by
 * IPv4-mapped addresses (RFC 3493 3.7), and what is on the wire is IPv4. Below a socket such addresses do not exist: here they are
 * translated, on the way in and on the way out.
 */
import { ipv4Mapped, isIpv6, mappedIpv4 } from "../../wire/ip-address.ts";
import { ipv4Unspecified } from "../../wire/ipv4-address.ts";
import { ipv6Unspecified } from "../../wire/ipv6-address.ts";
import type { Errno } from "../errno.ts";
import type { Endpoint } from "./demux.ts";

export type AddressFamily = "inet" | "inet6";

/**
 * An endpoint as the layers below know it.
 * @param given as a program gave it to a socket of `family`
 * @param bothVersions whether a socket of IPv6 may reach IPv4 nodes
 */
export function nativeEndpoint(
  family: AddressFamily,
  bothVersions: boolean,
  given: Endpoint,
): Endpoint | Extract<Errno, "EAFNOSUPPORT" | "ENETUNREACH"> {
  const { address, port } = given;
  if (!isIpv6(address)) return family === "inet" ? given : "EAFNOSUPPORT";
  if (family === "inet") return "EAFNOSUPPORT";
  const inside = mappedIpv4(address);
  if (inside === null) return given;
  return bothVersions ? { address: inside, port } : "ENETUNREACH"; // as on Linux
}

/** An endpoint as a program sees it that has a socket of `family`. */
export const shownEndpoint = (family: AddressFamily, native: Endpoint): Endpoint =>
  family === "inet6" && !isIpv6(native.address) ? { address: ipv4Mapped(native.address), port: native.port } : native;

/** Any address, any port. */
export const anywhereOf = (family: AddressFamily): Endpoint => ({
  address: family === "inet" ? ipv4Unspecified : ipv6Unspecified,
  port: 0,
});
