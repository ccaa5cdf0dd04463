/**
 * The Internet layer of a host (RFC 791; RFC 1122 section 3): finds the route and the source address, puts the header in front of what
 * a transport gives it, and passes up what came for this host. What came for others goes to `forward.ts` where forwarding is on;
 * fragments go through `reassembly.ts`. A host with several interfaces accepts any of its addresses on any of them (the weak ES model,
 * RFC 1122 3.3.4.2). Not here: multicast, source routes (refused), options of our own; IPv6, which is `ipv6/ip6.ts`.
 */
import { assert } from "../../base/assert.ts";
import type { HostId, IpDropReason } from "../../trace/happening.ts";
import { ethernetHeaderLength } from "../../wire/ethernet.ts";
import type { IcmpHeader } from "../../wire/icmp.ts";
import { readU32 } from "../../wire/integers.ts";
import {
  checkIpv4,
  decodeIpv4,
  encodeIpv4,
  type Ipv4Header,
  type Ipv4Packet,
  ipv4HeaderLength,
} from "../../wire/ipv4.ts";
import {
  formatIpv4,
  type Ipv4Address,
  ipv4Broadcast,
  ipv4Unspecified,
  isIpv4Multicast,
} from "../../wire/ipv4-address.ts";
import { type Ipv4Option, noIpv4Options } from "../../wire/ipv4-options.ts";
import { macBroadcast } from "../../wire/mac.ts";
import { isMalformed } from "../../wire/malformed.ts";
import { etherType } from "../../wire/numbers.ts";
import type { World } from "../../world/world.ts";
import type { FastPath } from "./fast-path.ts";
import { fragment } from "./fragmentation.ts";
import type { IcmpError } from "./icmp-error.ts";
import type { Outgoing, RouteOf, SendError, Transport } from "./internet.ts";
import { isLoopback, isMartian, isReserved } from "./martian.ts";
import type { Nic } from "./nic.ts";
import { PathMtus } from "./pmtu.ts";
import { Reassembler } from "./reassembly.ts";
import { RouteTable } from "./routes.ts";
import type { SlabPool } from "./slab-pool.ts";

export type Route = RouteOf<Ipv4Address>;

export interface IpOut {
  /** Something is wrong with a datagram that came in, and its sender may be told. */
  problem(header: IcmpHeader, packet: Ipv4Packet, datagram: Uint8Array, group: boolean): void;
  /** A datagram that is not for this host. */
  forward(packet: Ipv4Packet, datagram: Uint8Array, from: Nic, group: boolean): void;
  /** Looks at each datagram before anything else is done with it, and gives what goes on in its place (NAT); null drops it. */
  arrived(packet: Ipv4Packet, datagram: Uint8Array, from: Nic): Uint8Array | null;
}

export class Ip {
  readonly nics: Nic[] = [];
  readonly routes = new RouteTable();
  readonly pathMtus: PathMtus;
  /** RFC 1122 3.1: a host "MUST have a configuration switch to disable the gateway function", and it is off at first. */
  forwarding = false;
  /** The same as RFC 1700's "current recommended default time to live". */
  defaultTtl = 64;
  /** The short way of usual segments; null: everything takes the long way. */
  fastPath: FastPath | null = null;
  readonly #world: World;
  readonly #host: HostId;
  readonly #slabs: SlabPool;
  readonly #out: IpOut;
  readonly #reassembler: Reassembler;
  readonly #transports: (Transport | undefined)[] = [];
  /** Of the next datagram. One counter for all destinations, so that fragments never share one (RFC 6864) within 65,536. */
  #identification: number;
  /** Of the datagram that is being sent: written out at once, then used again. */
  readonly #header: { -readonly [Field in keyof Ipv4Header]: Ipv4Header[Field] } = {
    dscp: 0,
    ecn: 0,
    identification: 0,
    dontFragment: false,
    moreFragments: false,
    fragmentOffset: 0,
    ttl: 0,
    protocol: 0,
    source: ipv4Unspecified,
    destination: ipv4Unspecified,
    options: noIpv4Options,
  };
  #own: ReadonlySet<Ipv4Address> = new Set();
  #ownVersion = -1;

  constructor(world: World, host: HostId, slabs: SlabPool, out: IpOut) {
    this.#world = world;
    this.#host = host;
    this.#slabs = slabs;
    this.#out = out;
    this.#identification = world.rng(`ip identification ${host}`).below(0x10000);
    this.pathMtus = new PathMtus(world, host);
    this.#reassembler = new Reassembler(world, host, {
      timedOut: (first) => this.#reassemblyTimedOut(first),
    });
  }

  /** Gives protocol number `protocol` to `transport`. */
  serve(protocol: number, transport: Transport): void {
    assert(this.#transports[protocol] === undefined, () => `a second transport for protocol ${protocol}`);
    this.#transports[protocol] = transport;
  }

  /** Puts another in the place of a transport: for experiments with one that is broken on purpose. */
  replace(protocol: number, transport: Transport): void {
    assert(this.#transports[protocol] !== undefined, () => `no transport for protocol ${protocol} to replace`);
    this.fastPath = null;
    this.#transports[protocol] = transport;
  }

  /** Grows with every change of routes or addresses. */
  get routeVersion(): number {
    return this.routes.version;
  }

  /** Whether a datagram for `address` is for this host alone. */
  owns(address: Ipv4Address): boolean {
    if (isLoopback(address)) return true;
    if (this.nics.length > fewNics) return this.#ownAddresses().has(address);
    for (const nic of this.nics) if (nic.owns(address)) return true;
    return false;
  }

  /** For a router with many interfaces: all addresses of this host, gathered again when one is added. */
  #ownAddresses(): ReadonlySet<Ipv4Address> {
    if (this.#ownVersion !== this.routeVersion) {
      this.#ownVersion = this.routeVersion;
      this.#own = new Set(this.nics.flatMap((nic) => nic.addresses.map(({ address }) => address)));
    }
    return this.#own;
  }

  /**
   * How to reach `destination`.
   * @param source the address to speak from; null lets the route decide (RFC 1122 3.3.4.2: the one on the interface it leaves by).
   */
  route(destination: Ipv4Address, source: Ipv4Address | null): Route | Exclude<SendError, "EMSGSIZE"> {
    if (source !== null && !this.owns(source)) return "EADDRNOTAVAIL";
    const version = this.routeVersion;
    if (this.owns(destination))
      return { destination, source: source ?? destination, nic: null, nextHop: destination, broadcast: false, version };
    for (const nic of this.nics) {
      const everybody = nic.isBroadcast(destination);
      if (!everybody && (destination !== ipv4Broadcast || (source !== null && !nic.owns(source)))) continue;
      const from = source ?? nic.addressFor(destination);
      if (from !== null) return { destination, source: from, nic, nextHop: destination, broadcast: true, version };
    }
    if (isIpv4Multicast(destination) || isReserved(destination)) return "ENETUNREACH";
    const entry = this.routes.lookup(destination);
    if (entry === null) return "ENETUNREACH";
    const nextHop = entry.gateway ?? destination;
    const from = source ?? entry.nic.addressFor(nextHop);
    if (from === null) return "EADDRNOTAVAIL";
    return { destination, source: from, nic: entry.nic, nextHop, broadcast: false, version };
  }

  /** The longest datagram, header counted, that goes along `route` in one piece as far as this host knows (EMTU_S, RFC 1122 3.3.3). */
  mtu(route: Route): number {
    if (route.nic === null) return longestDatagram;
    const known = this.pathMtus.lookup(route.destination);
    return known === null ? route.nic.mtu : Math.min(route.nic.mtu, known);
  }

  /**
   * Sends the payload `out[at, end)`, which has headroom for an IPv4 and an Ethernet header and must not change afterwards.
   * EMSGSIZE: it is longer than the path takes and may not be fragmented, or longer than any datagram.
   */
  send(route: Route, outgoing: Outgoing, out: Uint8Array, at: number, end: number): "EMSGSIZE" | null {
    const length = end - at + ipv4HeaderLength;
    if (length > longestDatagram) return "EMSGSIZE";
    const mtu = this.mtu(route);
    if (length > mtu && outgoing.dontFragment) return "EMSGSIZE";
    const identification = this.#identification;
    this.#identification = (identification + 1) & 0xffff;
    const header = this.#header;
    header.dscp = outgoing.dscp;
    header.ecn = outgoing.ecn;
    header.identification = identification;
    header.dontFragment = outgoing.dontFragment;
    header.ttl = outgoing.ttl;
    header.protocol = outgoing.protocol;
    header.source = route.source;
    header.destination = route.destination;
    const start = encodeIpv4(header, out, at, end);
    const { nic } = route;
    if (nic === null) this.#loopBack(out.subarray(start, end));
    else if (length <= mtu) this.transmit(nic, route.nextHop, route.broadcast, out, start, end);
    else this.transmitFragments(nic, route.nextHop, route.broadcast, out.subarray(start, end), mtu);
    return null;
  }

  /** Sends the finished datagram `out[at, end)` out of `nic`. */
  transmit(nic: Nic, nextHop: Ipv4Address, broadcast: boolean, out: Uint8Array, at: number, end: number): void {
    if (broadcast) nic.transmit(macBroadcast, etherType.ipv4, out, at, end);
    else nic.arp.send(nextHop, out, at, end);
  }

  /** Sends a finished datagram that is longer than `mtu` in pieces. */
  transmitFragments(nic: Nic, nextHop: Ipv4Address, broadcast: boolean, datagram: Uint8Array, mtu: number): void {
    const pieces = fragment(datagram, mtu, this.#slabs);
    const world = this.#world;
    if (world.tracing && pieces[0] !== undefined) {
      const { source, destination, identification } = pieces[0];
      const fragments = pieces.length;
      const ends = { source: formatIpv4(source), destination: formatIpv4(destination) };
      world.handle(world.emit(this.#host, { kind: "ip.fragmented", ...ends, identification, fragments }));
    }
    for (const { out, at, end } of pieces) this.transmit(nic, nextHop, broadcast, out, at, end);
  }

  /** Takes a frame with a datagram from the link. @param yours see `LinkEnd.onFrame` */
  onFrame(nic: Nic, frame: Uint8Array, group: boolean, yours: boolean): void {
    if (!group && this.fastPath?.takes(nic, frame, yours)) return;
    this.onDatagram(nic, frame.subarray(ethernetHeaderLength), group);
  }

  /** Takes a datagram, with what padding the frame had behind it. */
  onDatagram(nic: Nic, received: Uint8Array, group: boolean): void {
    let packet = decodeIpv4(received);
    if (isMalformed(packet)) {
      this.drop(received, "malformed");
      return;
    }
    // Without the padding that a short Ethernet frame has behind it.
    const length = packet.headerLength + packet.payload.length;
    let datagram = length === received.length ? received : received.subarray(0, length);
    const wrong = this.#whatIsWrong(packet, datagram, nic);
    if (wrong !== null) {
      this.drop(datagram, wrong);
      return;
    }
    const instead = this.#out.arrived(packet, datagram, nic);
    if (instead === null) return;
    if (instead !== datagram) {
      const again = decodeIpv4(instead);
      assert(!isMalformed(again), "a translated datagram is malformed");
      packet = again;
      datagram = instead;
    }
    const { destination } = packet;
    const everybody = destination === ipv4Broadcast || nic.isBroadcast(destination);
    if (everybody || this.owns(destination)) this.#deliver(packet, datagram, group || everybody);
    else if (this.forwarding) this.#out.forward(packet, datagram, nic, group);
    else this.drop(datagram, "not-for-us"); // RFC 1122 3.2.1.3: silently
  }

  /** Logs that a datagram went no further. */
  drop(datagram: Uint8Array, why: IpDropReason): void {
    const world = this.#world;
    if (!world.tracing) return;
    const hasAddresses = datagram.length >= ipv4HeaderLength;
    const [source, destination] = hasAddresses ? [readU32(datagram, 12), readU32(datagram, 16)] : [0, 0];
    const ends = { source: formatIpv4(source as Ipv4Address), destination: formatIpv4(destination as Ipv4Address) };
    world.handle(world.emit(this.#host, { kind: "ip.dropped", ...ends, why }));
  }

  /** Hands an error about a datagram that this host sent to the transport that sent it (RFC 1122 3.2.2). */
  report(error: IcmpError, quoted: Ipv4Packet): void {
    this.#transports[quoted.protocol]?.onError(error, quoted);
  }

  /** Puts fragments together; a whole datagram comes back as it is. Null while pieces are missing. */
  reassemble(packet: Ipv4Packet, datagram: Uint8Array): Uint8Array | null {
    if (!packet.moreFragments && packet.fragmentOffset === 0) return datagram;
    const done = this.#reassembler.onFragment(packet, datagram);
    if (typeof done !== "string") return done;
    if (done !== "incomplete") this.drop(datagram, done);
    return null;
  }

  #deliver(received: Ipv4Packet, bytes: Uint8Array, group: boolean): void {
    let packet = received;
    let datagram = bytes;
    if (packet.moreFragments || packet.fragmentOffset > 0) {
      const whole = this.reassemble(packet, datagram);
      if (whole === null) return;
      const again = decodeIpv4(whole);
      assert(!isMalformed(again), "a reassembled datagram is malformed");
      packet = again;
      datagram = whole;
    }
    const transport = this.#transports[packet.protocol];
    if (transport !== undefined) transport.onDatagram(packet, datagram, group);
    else {
      this.drop(datagram, "no-protocol");
      this.#out.problem(protocolUnreachable, packet, datagram, group);
    }
  }

  /** A reason to discard a datagram silently, wherever it is going. */
  #whatIsWrong(packet: Ipv4Packet, datagram: Uint8Array, nic: Nic): IpDropReason | null {
    // RFC 1122 3.2.1.2: "A host MUST verify the IP header checksum on every received datagram and silently discard every datagram
    // that has a bad checksum."
    if (checkIpv4(datagram) !== "right") return "checksum";
    if (isMartian(packet, nic) || this.owns(packet.source)) return "martian";
    // Deviates: RFC 1122 3.2.1.8 wants source routes supported; today they are refused, since they serve attackers (RFC 7126).
    return packet.options.length > 0 && packet.options.some(isSourceRoute) ? "source-route" : null;
  }

  /** Datagrams to oneself never reach a wire, so no fault can touch them; they arrive in a turn of their own. */
  #loopBack(datagram: Uint8Array): void {
    this.#world.at(this.#world.now, "arrival", () => {
      const packet = decodeIpv4(datagram);
      assert(!isMalformed(packet), "this host sent itself a malformed datagram");
      this.#deliver(packet, datagram, false);
    });
  }

  #reassemblyTimedOut(first: Uint8Array | null): void {
    if (first === null) return;
    this.drop(first, "reassembly-timeout");
    const packet = decodeIpv4(first);
    if (!isMalformed(packet)) this.#out.problem(reassemblyTimeExceeded, packet, first, false);
  }
}

const isSourceRoute = ({ kind }: Ipv4Option): boolean =>
  kind === "loose-source-route" || kind === "strict-source-route";

/** Up to so many interfaces, looking at each is faster than a set. */
const fewNics = 4;
/** Bytes: what the Total Length field can say. */
const longestDatagram = 0xffff;
const protocolUnreachable: IcmpHeader = { kind: "destination-unreachable", code: 2, nextHopMtu: 0 };
const reassemblyTimeExceeded: IcmpHeader = { kind: "time-exceeded", code: 1 };
