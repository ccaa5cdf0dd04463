/**
 * The envelope of neighbour discovery (RFC 4861): its messages never cross a router, which the hop limit of 255 proves to the receiver.
 * Sending one, and the checks that all of them have in common (7.1.1, 7.1.2, 6.1.1, 6.1.2); the checksum is judged before.
 */
import { encodeIcmpv6, type Icmpv6Header } from "../../../wire/icmpv6.ts";
import { encodeIpv6, type Ipv6Packet } from "../../../wire/ipv6.ts";
import { type Ipv6Address, ipv6Unspecified, isIpv6LinkLocal, isIpv6Multicast } from "../../../wire/ipv6-address.ts";
import type { MacAddress } from "../../../wire/mac.ts";
import type { NeighborOption } from "../../../wire/neighbor-options.ts";
import { etherType, ipProtocol } from "../../../wire/numbers.ts";
import { ipv6AddressSum } from "../../../wire/pseudo-header.ts";
import type { Nic } from "../nic.ts";
import type { SlabPool } from "../slab-pool.ts";

/** A message of neighbour discovery. */
export type DiscoveryMessage = Extract<Icmpv6Header, { readonly options: unknown }>;

/** Sends `message` out of `nic` to the station `to`. */
export function sendDiscovery(
  nic: Nic,
  slabs: SlabPool,
  ends: { readonly source: Ipv6Address; readonly destination: Ipv6Address; readonly to: MacAddress },
  message: DiscoveryMessage,
): void {
  const { source, destination, to } = ends;
  const end = slabs.reserve(0);
  const { out } = slabs;
  const upper = encodeIcmpv6(message, out, end, end, ipv6AddressSum(source, destination));
  const header = { dscp: 0, ecn: 0, flowLabel: 0, hopLimit: 255, extensions: [], protocol: ipProtocol.icmpv6 };
  const at = encodeIpv6({ ...header, source, destination }, out, upper, end);
  nic.transmit(to, etherType.ipv6, out, at, end);
}

/** Whether a message may be believed to come from the link, as far as its header tells. */
export function mayBeFromLink(packet: Ipv6Packet, message: DiscoveryMessage): boolean {
  const { source, destination, hopLimit } = packet;
  if (hopLimit !== 255) return false;
  const fromNobody = source === ipv6Unspecified;
  switch (message.kind) {
    case "router-solicitation":
      return !fromNobody || stationIn(message.options, "source") === null;
    case "router-advertisement":
      return isIpv6LinkLocal(source);
    case "neighbor-solicitation":
      if (isIpv6Multicast(message.target)) return false;
      // Who has no address yet asks the solicited-node group, and has no station to be told of.
      return !fromNobody || (isIpv6Multicast(destination) && stationIn(message.options, "source") === null);
    case "neighbor-advertisement":
      return !isIpv6Multicast(message.target) && !(isIpv6Multicast(destination) && message.solicited) && !fromNobody;
  }
}

/** The link-layer address that an option holds. */
export function stationIn(options: readonly NeighborOption[], whose: "source" | "target"): MacAddress | null {
  const kind = whose === "source" ? "source-link-layer-address" : "target-link-layer-address";
  for (const option of options)
    if (
      (option.kind === "source-link-layer-address" || option.kind === "target-link-layer-address") &&
      option.kind === kind
    )
      return option.mac;
  return null;
}
