/**
 * The Internet layer for IPv6 (RFC 8200): finds the route and the source address, puts the header in front of what a transport gives it,
 * and passes up what came for this host or a group that it is in. What came for others goes to `forward6.ts` where forwarding is on. As
 * with IPv4, any of the host's addresses is accepted on any interface, but link-local ones only on their own. Flow labels are zero.
 */
import { assert } from "../../../base/assert.ts";
import type { Instant } from "../../../base/time.ts";
import type { HostId, IpDropReason } from "../../../trace/happening.ts";
import { type Icmpv6Header, parameterCode6 } from "../../../wire/icmpv6.ts";
import { readU128 } from "../../../wire/integers.ts";
import { decodeIpv6, encodeIpv6, type Ipv6Header, type Ipv6Packet, ipv6HeaderLength } from "../../../wire/ipv6.ts";
import {
  formatIpv6,
  type Ipv6Address,
  ipv6Loopback,
  ipv6Unspecified,
  isIpv6LinkLocal,
  isIpv6Multicast,
  macOfIpv6Multicast,
} from "../../../wire/ipv6-address.ts";
import { isMalformed } from "../../../wire/malformed.ts";
import { etherType, ipProtocol } from "../../../wire/numbers.ts";
import type { World } from "../../../world/world.ts";
import type { IcmpError } from "../icmp-error.ts";
import type { Outgoing, RouteOf, SendError, Transport } from "../internet.ts";
import type { Nic } from "../nic.ts";
import { PathMtus } from "../pmtu.ts";
import { type RouteEntry, RouteTable } from "../routes.ts";
import type { SlabPool } from "../slab-pool.ts";
import { refusalOf } from "./extensions.ts";
import { fragment6, fragmentOf, Reassembler6 } from "./fragments.ts";
import { Interface6 } from "./interface.ts";
import { chooseSource } from "./source-address.ts";

export type Route6 = RouteOf<Ipv6Address>;
export type RouteEntry6 = RouteEntry<Ipv6Address>;

export interface Ip6Out {
  /** Something is wrong with a packet that came in, and its sender may be told. */
  problem(header: Icmpv6Header, packet: Ipv6Packet, bytes: Uint8Array, group: boolean): void;
  /** A packet that is not for this host. */
  forward(packet: Ipv6Packet, bytes: Uint8Array, from: Interface6, group: boolean): void;
  /** The next hop of this packet does not answer, so it was not sent. */
  unreachable(bytes: Uint8Array): void;
}

export class Ip6 {
  readonly routes = new RouteTable<Ipv6Address>();
  readonly pathMtus: PathMtus;
  /** RFC 4861 6.2.1: whether this node is a router; off at first. */
  forwarding = false;
  readonly #interfaces = new Map<Nic, Interface6>();
  /** Routes that were advertised for a time. */
  readonly #expiries = new Map<RouteEntry6, Instant>();
  readonly #world: World;
  readonly #host: HostId;
  readonly #slabs: SlabPool;
  readonly #out: Ip6Out;
  readonly #reassembler: Reassembler6;
  readonly #transports: (Transport | undefined)[] = [];
  #identification: number;
  /** Grows when addresses change. */
  #addressVersion = 0;
  /** Of the packet that is being sent: written out at once, then used again. */
  readonly #header: { -readonly [Field in keyof Ipv6Header]: Ipv6Header[Field] } = {
    dscp: 0,
    ecn: 0,
    flowLabel: 0,
    hopLimit: 0,
    source: ipv6Unspecified,
    destination: ipv6Unspecified,
    extensions: [],
    protocol: 0,
  };

  constructor(world: World, host: HostId, slabs: SlabPool, out: Ip6Out) {
    this.#world = world;
    this.#host = host;
    this.#slabs = slabs;
    this.#out = out;
    // Unpredictable, as RFC 7739 wants: nobody off the path can guess which number comes next, since nobody knows the first.
    this.#identification = world.rng(`ipv6 identification ${host}`).next();
    this.pathMtus = new PathMtus(world, host);
    this.#reassembler = new Reassembler6(world, host, (first) => this.#reassemblyTimedOut(first));
  }

  /** Gives next header `protocol` to `transport`. */
  serve(protocol: number, transport: Transport): void {
    assert(this.#transports[protocol] === undefined, () => `a second transport for next header ${protocol}`);
    this.#transports[protocol] = transport;
  }

  get interfaces(): readonly Interface6[] {
    return [...this.#interfaces.values()];
  }

  /** Grows with every change of routes or addresses. */
  get routeVersion(): number {
    this.#forgetExpired();
    return this.routes.version + this.#addressVersion;
  }

  /** The IPv6 side of an interface, made when it is first asked for. */
  on(nic: Nic): Interface6 {
    const known = this.#interfaces.get(nic);
    if (known !== undefined) return known;
    const made = new Interface6(this.#world, nic, this.#slabs, () => this.forwarding, {
      changed: () => this.#addressVersion++,
      unreachable: (bytes) => this.#out.unreachable(bytes),
      overflow: (bytes) => this.drop(bytes, "queue-full"),
      noRouter: (address) => this.#dropRoutesBy(address),
    });
    this.#interfaces.set(nic, made);
    nic.speaksIpv6 = true;
    return made;
  }

  /** Whether a packet for `address` is for this host alone. */
  owns(address: Ipv6Address): boolean {
    if (address === ipv6Loopback) return true;
    for (const one of this.#interfaces.values()) if (one.owns(address)) return true;
    return false;
  }

  /** Adds a route that was advertised until then, or puts off its end. */
  learnRoute(entry: RouteEntry6, until: Instant): void {
    for (const known of this.routes.entries)
      if (known.network === entry.network && known.prefix === entry.prefix && known.gateway === entry.gateway) {
        if (this.#expiries.has(known)) this.#expiries.set(known, until);
        return; // one that was not learnt stays as it is
      }
    this.routes.add(entry);
    this.#expiries.set(entry, until);
  }

  forgetRoute(entry: RouteEntry6): void {
    this.routes.remove(entry);
    this.#expiries.delete(entry);
  }

  /**
   * How to reach `destination`.
   * @param source the address to speak from; null lets `source-address.ts` choose.
   */
  route(destination: Ipv6Address, source: Ipv6Address | null): Route6 | Exclude<SendError, "EMSGSIZE"> {
    if (source !== null && !this.owns(source)) return "EADDRNOTAVAIL";
    const version = this.routeVersion;
    if (this.owns(destination))
      return { destination, source: source ?? destination, nic: null, nextHop: destination, broadcast: false, version };
    if (destination === ipv6Unspecified) return "ENETUNREACH";
    const isLocal = isIpv6Multicast(destination) || isIpv6LinkLocal(destination);
    const entry = isLocal ? null : this.routes.lookup(destination);
    const nic = isLocal ? this.#linkOf(destination, source) : entry?.nic;
    if (nic === undefined || nic === null) return "ENETUNREACH";
    const from = source ?? this.#sourceFor(destination, nic);
    if (from === null) return "EADDRNOTAVAIL";
    return { destination, source: from, nic, nextHop: entry?.gateway ?? destination, broadcast: false, version };
  }

  /** The longest packet, header counted, that goes along `route` in one piece as far as this host knows. */
  mtu(route: Route6): number {
    if (route.nic === null) return ipv6HeaderLength + longestPayload;
    const link = this.on(route.nic).mtu;
    const known = this.pathMtus.lookup(route.destination);
    return known === null ? link : Math.min(link, known);
  }

  hopLimit(route: Route6): number {
    return route.nic === null ? 64 : this.on(route.nic).hopLimit;
  }

  /** As `Ip.send`; what is longer than the path takes is cut here, by its sender, unless it may not be. */
  send(route: Route6, outgoing: Outgoing, out: Uint8Array, at: number, end: number): "EMSGSIZE" | null {
    if (end - at > longestPayload) return "EMSGSIZE";
    const mtu = this.mtu(route);
    const fits = end - at + ipv6HeaderLength <= mtu;
    if (!fits && outgoing.dontFragment) return "EMSGSIZE";
    const header = this.#header;
    header.dscp = outgoing.dscp;
    header.ecn = outgoing.ecn;
    header.hopLimit = outgoing.ttl;
    header.protocol = outgoing.protocol;
    header.source = route.source;
    header.destination = route.destination;
    const start = encodeIpv6(header, out, at, end);
    if (route.nic === null) this.#loopBack(out.subarray(start, end));
    else if (fits) this.transmit(route.nic, route.nextHop, out, start, end);
    else this.#sendFragments(route.nic, route, out.subarray(start, end), mtu);
    return null;
  }

  /** Sends the finished packet `out[at, end)` out of `nic`. */
  transmit(nic: Nic, nextHop: Ipv6Address, out: Uint8Array, at: number, end: number): void {
    if (isIpv6Multicast(nextHop)) nic.transmit(macOfIpv6Multicast(nextHop), etherType.ipv6, out, at, end);
    else this.on(nic).neighbours.send(nextHop, out, at, end);
  }

  /** A transport has heard from the peer at the end of `route`: its next hop can be reached (RFC 4861 7.3.1). */
  confirm(route: Route6): void {
    if (route.nic !== null) this.on(route.nic).neighbours.confirm(route.nextHop);
  }

  /** Takes a packet from the link. */
  onPacket(nic: Nic, received: Uint8Array, group: boolean): void {
    const link = this.#interfaces.get(nic);
    if (link === undefined) return; // it does not speak IPv6
    const packet = decodeIpv6(received);
    if (isMalformed(packet)) {
      this.drop(received, "malformed");
      return;
    }
    // Without the padding that a short Ethernet frame has behind it.
    const length = packet.headerLength + packet.payload.length;
    const bytes = length === received.length ? received : received.subarray(0, length);
    const { source, destination } = packet;
    if (isMartian(packet) || this.owns(source)) this.drop(bytes, "martian");
    else if (isIpv6Multicast(destination)) {
      if (link.inGroup(destination)) this.#deliver(packet, bytes, true, link);
      else this.drop(bytes, "not-for-us");
    } else if (link.owns(destination) || (!isIpv6LinkLocal(destination) && this.owns(destination)))
      this.#deliver(packet, bytes, group, link);
    else if (this.forwarding) this.#out.forward(packet, bytes, link, group);
    else this.drop(bytes, "not-for-us");
  }

  /** Logs that a packet went no further. */
  drop(bytes: Uint8Array, why: IpDropReason): void {
    const world = this.#world;
    if (!world.tracing) return;
    const address = (at: number): string =>
      formatIpv6(bytes.length >= ipv6HeaderLength ? (readU128(bytes, at) as Ipv6Address) : ipv6Unspecified);
    const ends = { source: address(8), destination: address(24) };
    world.handle(world.emit(this.#host, { kind: "ip.dropped", ...ends, why }));
  }

  /** Hands an error about a packet that this host sent to the transport that sent it. */
  report(error: IcmpError, quoted: Ipv6Packet): void {
    this.#transports[quoted.protocol]?.onError(error, quoted);
  }

  /** @param link by which it came; null: it never left this host. */
  #deliver(packet: Ipv6Packet, bytes: Uint8Array, group: boolean, link: Interface6 | null): void {
    const refusal = refusalOf(packet, bytes);
    if (refusal !== null) {
      this.drop(bytes, "extension-header");
      if (refusal.tell !== null) this.#out.problem(refusal.tell, packet, bytes, group);
      return;
    }
    if (fragmentOf(packet) !== null) {
      this.#putTogether(packet, bytes, group, link);
      return;
    }
    const transport = this.#transports[packet.protocol];
    if (transport !== undefined) {
      this.#arrivedBy = link;
      transport.onDatagram(packet, bytes, group);
      return;
    }
    this.drop(bytes, "no-protocol");
    if (packet.protocol === ipProtocol.noNextHeader) return;
    const pointer = packet.protocolAt;
    this.#out.problem({ kind: "parameter-problem", code: parameterCode6.nextHeader, pointer }, packet, bytes, group);
  }

  /** By which interface the packet came that is being delivered; null: from this host itself. Neighbour discovery has to know. */
  get arrivedBy(): Interface6 | null {
    return this.#arrivedBy;
  }
  #arrivedBy: Interface6 | null = null;

  #putTogether(packet: Ipv6Packet, bytes: Uint8Array, group: boolean, link: Interface6 | null): void {
    const done = this.#reassembler.onFragment(packet, bytes);
    if (done.kind === "whole") {
      const whole = decodeIpv6(done.bytes);
      if (isMalformed(whole)) this.drop(done.bytes, "malformed");
      else if (fragmentOf(whole) !== null)
        this.drop(done.bytes, "malformed"); // fragments of fragments: nobody sends them
      else this.#deliver(whole, done.bytes, group, link);
    } else if (done.kind === "overlap") this.drop(bytes, "overlap");
    else if (done.kind === "problem") {
      this.drop(bytes, "malformed");
      this.#out.problem(done.tell, packet, bytes, group);
    }
  }

  #sendFragments(nic: Nic, route: Route6, bytes: Uint8Array, mtu: number): void {
    const identification = this.#identification;
    this.#identification = (identification + 1) >>> 0;
    const pieces = fragment6(bytes, mtu, identification, this.#slabs);
    const world = this.#world;
    if (world.tracing) {
      const ends = { source: formatIpv6(route.source), destination: formatIpv6(route.destination) };
      const happening = { kind: "ip.fragmented", ...ends, identification, fragments: pieces.length } as const;
      world.handle(world.emit(this.#host, happening));
    }
    for (const { out, at, end } of pieces) this.transmit(nic, route.nextHop, out, at, end);
  }

  /** Packets to oneself never reach a wire, so no fault can touch them; they arrive in a turn of their own. */
  #loopBack(bytes: Uint8Array): void {
    this.#world.at(this.#world.now, "arrival", () => {
      const packet = decodeIpv6(bytes);
      assert(!isMalformed(packet), "this host sent itself a malformed packet");
      this.#deliver(packet, bytes, false, null);
    });
  }

  /** There are no zones: the link of the source address, else the one that knows the neighbour, else the first. */
  #linkOf(destination: Ipv6Address, source: Ipv6Address | null): Nic | null {
    for (const one of this.#interfaces.values()) if (source !== null && one.owns(source)) return one.nic;
    for (const one of this.#interfaces.values()) if (one.neighbours.lookup(destination) !== null) return one.nic;
    return this.#interfaces.values().next().value?.nic ?? null;
  }

  #sourceFor(destination: Ipv6Address, nic: Nic): Ipv6Address | null {
    const candidates = this.interfaces.flatMap((one) =>
      one.addresses
        .filter((own) => one.isUsable(own) && (one.nic === nic || !isIpv6LinkLocal(own.address)))
        .map((own) => ({ address: own.address, deprecated: one.isDeprecated(own), leavesHere: one.nic === nic })),
    );
    return chooseSource(destination, candidates);
  }

  #forgetExpired(): void {
    if (this.#expiries.size === 0) return;
    for (const [entry, until] of this.#expiries) if (this.#world.now >= until) this.forgetRoute(entry);
  }

  /** RFC 4861 7.2.5, 7.3.3: who is no router any more leads nowhere; routes that were set by hand stay. */
  #dropRoutesBy(gateway: Ipv6Address): void {
    for (const entry of [...this.#expiries.keys()]) if (entry.gateway === gateway) this.forgetRoute(entry);
  }

  #reassemblyTimedOut(first: Uint8Array | null): void {
    if (first === null) return;
    this.drop(first, "reassembly-timeout");
    const packet = decodeIpv6(first);
    if (!isMalformed(packet)) this.#out.problem({ kind: "time-exceeded", code: 1 }, packet, first, false);
  }
}

/** Addresses that no packet on a wire may carry: RFC 4291 2.5.2, 2.5.3 and 2.7 ("must not be used as source addresses", scope 0 and 1). */
function isMartian({ source, destination }: Ipv6Packet): boolean {
  if (isIpv6Multicast(source) || source === ipv6Loopback) return true;
  if (destination === ipv6Loopback || destination === ipv6Unspecified) return true;
  return isIpv6Multicast(destination) && ((destination >> 112n) & 15n) <= 1n;
}

/** Bytes: what the Payload Length field can say. */
const longestPayload = 0xffff;
