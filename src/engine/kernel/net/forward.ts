/**
 * What a router does with a datagram that is not its own (RFC 1812 5.2, 5.3): one hop less to live, the next hop by the longest
 * matching prefix, in pieces if the next link is narrower and the sender allows it, and a word to the sender when it goes no further.
 * Deviates: it
 * sends no redirects (RFC 1812 5.2.7.2), since hosts here would not obey them. It does not forward broadcasts (RFC 2644).
 */
import type { HostId, IpDropReason } from "../../trace/happening.ts";
import type { IcmpHeader } from "../../wire/icmp.ts";
import { unreachableCode } from "../../wire/icmp.ts";
import { decrementTtl, type Ipv4Packet } from "../../wire/ipv4.ts";
import { formatIpv4, isIpv4Multicast } from "../../wire/ipv4-address.ts";
import type { World } from "../../world/world.ts";
import type { Ip } from "./ip.ts";
import type { Nic } from "./nic.ts";
import type { SlabPool } from "./slab-pool.ts";

export interface ForwarderOut {
  /** The sender of a datagram that is not forwarded may be told why. */
  problem(header: IcmpHeader, packet: Ipv4Packet, datagram: Uint8Array, group: boolean): void;
  /** The last look at the datagram `out[at, end)`, a copy that may be changed, before it leaves by `to` (NAT). False drops it. */
  leaving(out: Uint8Array, at: number, end: number, to: Nic): boolean;
}

export class Forwarder {
  readonly #world: World;
  readonly #host: HostId;
  readonly #ip: Ip;
  readonly #slabs: SlabPool;
  readonly #out: ForwarderOut;

  constructor(world: World, host: HostId, ip: Ip, slabs: SlabPool, out: ForwarderOut) {
    this.#world = world;
    this.#host = host;
    this.#ip = ip;
    this.#slabs = slabs;
    this.#out = out;
  }

  forward(packet: Ipv4Packet, datagram: Uint8Array, from: Nic, group: boolean): void {
    const { destination } = packet;
    // What came as a link-layer broadcast is not forwarded (RFC 1812 5.3.4). Class E and multicast have no routes here.
    const forNobody = group || isIpv4Multicast(destination) || destination >>> 28 === 15;
    const route = forNobody ? null : this.#ip.routes.lookup(destination);
    let why: IpDropReason;
    let tell: IcmpHeader | null = null;
    if (forNobody || route?.nic.isBroadcast(destination)) why = "not-for-us";
    // RFC 1812 5.3.1: "If the TTL is reduced to zero (or less), the packet MUST be discarded", and 5.2.7.3: the sender is told.
    else if (packet.ttl <= 1) [why, tell] = ["ttl", timeExceeded];
    // RFC 1812 4.3.3.1: "no routes at all".
    else if (route === null) [why, tell] = ["no-route", netUnreachable];
    else if (datagram.length > route.nic.mtu && packet.dontFragment) {
      // RFC 1191 section 4: with the MTU of the next hop in it.
      const code = unreachableCode.fragmentationNeeded;
      [why, tell] = ["needs-fragmentation", { kind: "destination-unreachable", code, nextHopMtu: route.nic.mtu }];
    } else {
      this.#pass(packet, datagram, from, route.nic, route.gateway ?? destination);
      return;
    }
    this.#ip.drop(datagram, why);
    if (tell !== null) this.#out.problem(tell, packet, datagram, group);
  }

  /** Works on a copy: whoever else has the bytes of the frame (the trace, a second receiver) must not see them change. */
  #pass(packet: Ipv4Packet, datagram: Uint8Array, from: Nic, to: Nic, nextHop: Ipv4Packet["destination"]): void {
    const at = this.#slabs.reserve(datagram.length);
    const { out } = this.#slabs;
    out.set(datagram, at);
    const end = at + datagram.length;
    decrementTtl(out, at);
    if (!this.#out.leaving(out, at, end, to)) {
      this.#ip.drop(datagram, "no-mapping");
      return;
    }
    const world = this.#world;
    if (world.tracing) {
      const [source, destination] = [formatIpv4(packet.source), formatIpv4(packet.destination)];
      const hop = { from: from.name, to: to.name, source, destination, ttl: packet.ttl - 1 };
      world.handle(world.emit(this.#host, { kind: "ip.forwarded", ...hop }));
    }
    if (datagram.length <= to.mtu) this.#ip.transmit(to, nextHop, false, out, at, end);
    else this.#ip.transmitFragments(to, nextHop, false, out.subarray(at, end), to.mtu);
  }
}

const timeExceeded: IcmpHeader = { kind: "time-exceeded", code: 0 };
const netUnreachable: IcmpHeader = { kind: "destination-unreachable", code: unreachableCode.net, nextHopMtu: 0 };
