/**
 * The Internet layer as transports see it: both versions of IP behind one face, told apart by the type of an address (a number or a
 * bigint). It decides nothing: `ip.ts` and `ipv6/ip6.ts` do, and this hands on to the one whose address it is.
 */
import type { IpAddress } from "../../wire/ip-address.ts";
import { isIpv6 } from "../../wire/ip-address.ts";
import { type Ipv4Packet, ipv4HeaderLength } from "../../wire/ipv4.ts";
import { type Ipv6Packet, ipv6HeaderLength } from "../../wire/ipv6.ts";
import { type AddressSum, ipv4AddressSum, ipv6AddressSum } from "../../wire/pseudo-header.ts";
import type { Errno } from "../errno.ts";
import type { IcmpError } from "./icmp-error.ts";
import type { Ip, Route as Route4 } from "./ip.ts";
import type { Ip6, Route6 } from "./ipv6/ip6.ts";
import type { Nic } from "./nic.ts";

/** Where datagrams to one destination go. A transport may keep it for as long as `Internet.isCurrent` says so. */
export interface RouteOf<A extends IpAddress> {
  readonly destination: A;
  /** The address that this host speaks from. */
  readonly source: A;
  /** Null: the destination is this host itself. */
  readonly nic: Nic | null;
  /** The neighbour to hand datagrams to: a router, or the destination. */
  readonly nextHop: A;
  /** Everybody on the link is meant. */
  readonly broadcast: boolean;
  readonly version: number;
}

export type Route = Route4 | Route6;
export type IpPacket = Ipv4Packet | Ipv6Packet;
export type SendError = Extract<Errno, "ENETUNREACH" | "EADDRNOTAVAIL" | "EMSGSIZE">;

/** What a transport decides about a datagram. */
export interface Outgoing {
  readonly protocol: number;
  /** The hop limit of IPv6. */
  readonly ttl: number;
  readonly dscp: number;
  readonly ecn: number;
  /** Of IPv6: the sender does not cut it either. */
  readonly dontFragment: boolean;
}

/** What sits on top of the Internet layer: ICMP, UDP, TCP. */
export interface Transport {
  /**
   * A whole datagram for this host, its header checked. `datagram` are its bytes (for quoting in an ICMP error), `group` says that it
   * or its frame was sent to more than this host. Both are views that nobody may change.
   */
  onDatagram(packet: IpPacket, datagram: Uint8Array, group: boolean): void;
  /** A router or host could not deliver what this host sent; `quoted` is the beginning of that datagram. */
  onError(error: IcmpError, quoted: IpPacket): void;
}

export class Internet {
  readonly v4: Ip;
  readonly v6: Ip6;

  constructor(v4: Ip, v6: Ip6) {
    this.v4 = v4;
    this.v6 = v6;
  }

  owns(address: IpAddress): boolean {
    return isIpv6(address) ? this.v6.owns(address) : this.v4.owns(address);
  }

  /** @param source the address to speak from; null lets the route decide. */
  route(destination: IpAddress, source: IpAddress | null): Route | Exclude<SendError, "EMSGSIZE"> {
    if (isIpv6(destination)) {
      if (source === null || isIpv6(source)) return this.v6.route(destination, source);
    } else if (source === null || !isIpv6(source)) return this.v4.route(destination, source);
    return "ENETUNREACH"; // nobody speaks to one version from an address of the other
  }

  /** Whether nothing has changed since `route` was found. */
  isCurrent(route: Route): boolean {
    return route.version === (isIpv6(route.destination) ? this.v6.routeVersion : this.v4.routeVersion);
  }

  /** The longest datagram in bytes that goes along `route` in one piece, header counted. */
  mtu(route: Route): number {
    return isRoute6(route) ? this.v6.mtu(route) : this.v4.mtu(route);
  }

  /** Hops that a datagram along `route` may take unless the transport says otherwise. */
  hopLimit(route: Route): number {
    return isRoute6(route) ? this.v6.hopLimit(route) : this.v4.defaultTtl;
  }

  /** Sends the payload `out[at, end)`, which has headroom for all headers in front and must not change afterwards. */
  send(route: Route, outgoing: Outgoing, out: Uint8Array, at: number, end: number): "EMSGSIZE" | null {
    if (isRoute6(route)) return this.v6.send(route, outgoing, out, at, end);
    return this.v4.send(route, outgoing, out, at, end);
  }
}

/** Whether a route is one of IPv6. */
export const isRoute6 = (route: Route): route is Route6 => isIpv6(route.destination);

/** Bytes of the header in front of every datagram to `destination`, options and extension headers not counted. */
export const headerLengthTo = (destination: IpAddress): number =>
  isIpv6(destination) ? ipv6HeaderLength : ipv4HeaderLength;

/** What the checksum of an upper layer covers of the header. */
export const addressSumOf = (route: Route): AddressSum =>
  isRoute6(route) ? ipv6AddressSum(route.source, route.destination) : ipv4AddressSum(route.source, route.destination);
