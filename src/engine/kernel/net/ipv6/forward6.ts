/**
 * What a router does with a packet that is not its own (RFC 8200; RFC 4443 for what it tells the sender): one hop less, the next hop by the
 * longest matching prefix, never in pieces, and no further than its source address reaches (RFC 4291 2.5.6). It sends no redirects.
 */
import type { HostId, IpDropReason } from "../../../trace/happening.ts";
import { type Icmpv6Header, unreachableCode6 } from "../../../wire/icmpv6.ts";
import type { Ipv6Packet } from "../../../wire/ipv6.ts";
import { formatIpv6, ipv6Unspecified, isIpv6LinkLocal } from "../../../wire/ipv6-address.ts";
import type { World } from "../../../world/world.ts";
import type { SlabPool } from "../slab-pool.ts";
import type { Interface6 } from "./interface.ts";
import type { Ip6, Ip6Out } from "./ip6.ts";

export class Forwarder6 {
  readonly #world: World;
  readonly #host: HostId;
  readonly #ip: Ip6;
  readonly #slabs: SlabPool;
  readonly #out: Pick<Ip6Out, "problem">;

  constructor(world: World, host: HostId, ip: Ip6, slabs: SlabPool, out: Pick<Ip6Out, "problem">) {
    this.#world = world;
    this.#host = host;
    this.#ip = ip;
    this.#slabs = slabs;
    this.#out = out;
  }

  forward(packet: Ipv6Packet, bytes: Uint8Array, from: Interface6, group: boolean): void {
    const { source, destination, hopLimit } = packet;
    // What came as a link-layer group frame is for nobody else.
    const forNobody = group || source === ipv6Unspecified || isIpv6LinkLocal(destination);
    const route = forNobody ? null : this.#ip.routes.lookup(destination);
    let why: IpDropReason;
    let tell: Icmpv6Header | null = null;
    if (forNobody) why = "not-for-us";
    // RFC 8200 section 3: "The packet is discarded if Hop Limit is zero when received or is decremented to zero."
    else if (hopLimit <= 1) [why, tell] = ["ttl", { kind: "time-exceeded", code: 0 }];
    else if (route === null) [why, tell] = ["no-route", unreachable(unreachableCode6.noRoute)];
    else if (isIpv6LinkLocal(source)) [why, tell] = ["not-for-us", unreachable(unreachableCode6.beyondScope)];
    else {
      const { mtu } = this.#ip.on(route.nic);
      if (bytes.length <= mtu) {
        this.#pass(packet, bytes, from, route.nic, route.gateway ?? destination);
        return;
      }
      [why, tell] = ["needs-fragmentation", { kind: "packet-too-big", mtu }];
    }
    this.#ip.drop(bytes, why);
    if (tell !== null) this.#out.problem(tell, packet, bytes, group);
  }

  /** Works on a copy: whoever else has the bytes of the frame (the trace, a second receiver) must not see them change. */
  #pass(
    packet: Ipv6Packet,
    bytes: Uint8Array,
    from: Interface6,
    to: Interface6["nic"],
    nextHop: Ipv6Packet["destination"],
  ): void {
    const at = this.#slabs.reserve(bytes.length);
    const { out } = this.#slabs;
    out.set(bytes, at);
    out[at + 7] = packet.hopLimit - 1;
    const world = this.#world;
    if (world.tracing) {
      const [source, destination] = [formatIpv6(packet.source), formatIpv6(packet.destination)];
      const hop = { from: from.nic.name, to: to.name, source, destination, ttl: packet.hopLimit - 1 };
      world.handle(world.emit(this.#host, { kind: "ip.forwarded", ...hop }));
    }
    this.#ip.transmit(to, nextHop, out, at, at + bytes.length);
  }
}

const unreachable = (code: number): Icmpv6Header => ({ kind: "destination-unreachable", code });
