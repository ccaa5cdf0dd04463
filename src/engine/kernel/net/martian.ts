/**
 * Addresses that no datagram on a wire may carry (RFC 1122 3.2.1.3, RFC 1812 5.3.7), named after where such datagrams must come from. They
 * are the sign of a mistake or of a lie, and dropped in silence.
 */
import type { Ipv4Packet } from "../../wire/ipv4.ts";
import { type Ipv4Address, ipv4Broadcast, ipv4Unspecified, isIpv4Multicast } from "../../wire/ipv4-address.ts";
import type { Nic } from "./nic.ts";

/** 127.0.0.0/8: "MUST NOT appear outside a host". */
export const isLoopback = (address: Ipv4Address): boolean => address >>> 24 === 127;

/** 240.0.0.0/4, "Class E", with 255.255.255.255 in it. */
export const isReserved = (address: Ipv4Address): boolean => address >>> 28 === 15;

/** 0.0.0.0/8: "This host on this network". */
const isThisNetwork = (address: Ipv4Address): boolean => address >>> 24 === 0;

/** Whether a datagram that came in by `nic` cannot be meant. The host's own addresses as a source are for the caller to refuse. */
export function isMartian({ source, destination }: Pick<Ipv4Packet, "source" | "destination">, nic: Nic): boolean {
  if (isIpv4Multicast(source) || isReserved(source) || nic.isBroadcast(source)) return true;
  if (isLoopback(source) || isLoopback(destination) || isThisNetwork(destination)) return true;
  // Who has no address yet may ask everybody for one.
  return isThisNetwork(source) && !(source === ipv4Unspecified && destination === ipv4Broadcast);
}
