/**
 * Networks in a few lines, for scenarios and tests: hosts, routers, switches and the links between them, with addresses and routes.
 *
 *     const net = new Topology(world);
 *     const [client, server, r] = [net.host("client"), net.host("server"), net.router("r")];
 *     net.link(client, r, { addresses: ["10.0.0.1/24", "10.0.0.254/24"], latency: ms(5) });
 *     net.link(r, server, { addresses: ["10.0.1.254/24", "10.0.1.1/24"], latency: ms(5) });
 *     net.routeAll();
 *
 * Everything happens before the run starts and takes no time in it; nothing here is looked at again afterwards.
 */
import { assert } from "../../base/assert.ts";
import { ns } from "../../base/time.ts";
import type { HostId } from "../../trace/happening.ts";
import { ethernetHeaderLength } from "../../wire/ethernet.ts";
import { type Ipv4Address, inIpv4Network, ipv4, ipv4Mask } from "../../wire/ipv4-address.ts";
import { type Ipv6Address, ipv6, ipv6Prefix, isIpv6LinkLocal, linkLocalOf } from "../../wire/ipv6-address.ts";
import type { MacAddress } from "../../wire/mac.ts";
import { Link, type LinkSpec } from "../../world/link.ts";
import { Switch } from "../../world/switch.ts";
import type { World } from "../../world/world.ts";
import type { CpuOptions } from "../cpu-options.ts";
import type { Preemption } from "../dispatch/steps.ts";
import { Host } from "../host.ts";
import type { Nat } from "./nat.ts";
import type { Nic } from "./nic.ts";
import { SlabPool } from "./slab-pool.ts";
import { NetStack } from "./stack.ts";

/** What one says of a link; everything else is as on a perfect wire. */
export type LinkProperties = Partial<Omit<LinkSpec, "ends" | "maxFrameBytes">> & {
  /** Address and prefix of each end, `10.0.0.1/24`; null for the end at a switch. */
  readonly addresses: readonly [string | null, string | null];
  /** The same for IPv6, `2001:db8:1::1/64`, beside them or in their place; each interface gets its link-local address then too. */
  readonly addresses6?: readonly [string | null, string | null];
  /** The longest datagram in bytes; 1500 unless said. */
  readonly mtu?: number;
};

export interface TopologyOptions {
  /**
   * "ask": hosts find their neighbours by ARP, which costs the first datagram a round trip on its link. "known": everybody knows its
   * neighbours from the start, for scenarios whose numbers are to be those of the transport alone.
   */
  readonly neighbours?: "ask" | "known";
  readonly preemption?: Preemption;
  /** Whether each IPv6 address is asked for on its link before it is used (RFC 4862 5.4): then none can be used for one to two seconds. */
  readonly detectDuplicates?: boolean;
}

export class Topology {
  readonly world: World;
  readonly #options: TopologyOptions;
  readonly #stacks: NetStack[] = [];
  readonly #slabs = new SlabPool();
  /** What hangs together without a router in between: a link, or all links at a switch. */
  readonly #segments = new Map<Link | Switch, Nic[]>();
  readonly #owner = new Map<Nic, NetStack>();
  #macs = 0;

  constructor(world: World, options: TopologyOptions = {}) {
    this.world = world;
    this.#options = options;
  }

  /** A host with a network stack and no interface yet. `runs`: its CPUs, where computing takes time. */
  host(name: HostId, runs?: CpuOptions): Host & { readonly net: NetStack } {
    const host = new Host(this.world, name, runs ?? this.#options.preemption ?? "when-blocked");
    const net = new NetStack(this.world, name, this.#slabs);
    this.#stacks.push(net);
    return Object.assign(host, { net });
  }

  /** A host that forwards what is not for itself. */
  router(name: HostId): Host & { readonly net: NetStack } {
    const host = this.host(name);
    host.net.ip.forwarding = true;
    host.net.ip6.forwarding = true;
    return host;
  }

  /** Makes a home router of `router`: what leaves by the interface at `outside` leaves with its address there. Before `routeAll`. */
  nat(router: Host, outside: Link): Nat {
    const nic = router.net?.ip.nics.find(({ name }) => name === outside.name);
    assert(nic, () => `${router.name} is not on ${outside.name}`);
    return router.net!.translate(nic);
  }

  switch(name: HostId): Switch {
    return new Switch(this.world, name);
  }

  /** Lays a link from `a` to `b`; it is called "a-b" unless it has a name. */
  link(a: Host | Switch, b: Host | Switch, properties: LinkProperties): Link {
    const { addresses, addresses6 = [null, null], mtu = 1500, name = `${a.name}-${b.name}`, ...rest } = properties;
    const nics = [
      this.#end(a, name, addresses[0], addresses6[0], mtu),
      this.#end(b, name, addresses[1], addresses6[1], mtu),
    ] as const;
    const ports = [a instanceof Switch ? a.port() : null, b instanceof Switch ? b.port() : null] as const;
    const link = new Link(this.world, {
      name,
      ends: [nics[0] ?? ports[0]!, nics[1] ?? ports[1]!],
      latency: ns(0),
      bitsPerSecond: null,
      queueFrames: null,
      loss: 0,
      maxFrameBytes: mtu + ethernetHeaderLength,
      ...rest,
    });
    for (const side of [0, 1] as const) {
      nics[side]?.attach(link, side);
      ports[side]?.attach(link, side);
    }
    this.#join(link, a, b, nics);
    return link;
  }

  /** `network` as in "10.1.0.0/16" or "default"; `gateway` is a router next to `host`. */
  route(host: Host, network: string, gateway: string): void {
    const [address, prefix] = network === "default" ? [ipv4("0.0.0.0"), 0] : parseNetwork(network);
    const stack = host.net;
    assert(stack, () => `${host.name} has no network`);
    stack.addRoute(address, prefix, ipv4(gateway));
  }

  /**
   * Gives every host and router a route to every network, along the fewest routers (the first found among equals). Networks behind a
   * NAT are not known outside it.
   */
  routeAll(): void {
    for (const stack of this.#stacks) {
      this.#routeFrom(stack);
      this.#routeFrom6(stack);
    }
  }

  /** Breadth first from `start`, over hosts that forward. */
  #routeFrom(start: NetStack): void {
    const seen = new Set<NetStack>([start]);
    const known = new Set(start.ip.routes.entries.map(({ network, prefix }) => `${network}/${prefix}`));
    let frontier: { readonly stack: NetStack; readonly gateway: Ipv4Address | null }[] = [
      { stack: start, gateway: null },
    ];
    for (let metric = 1; frontier.length > 0; metric++) {
      const next: typeof frontier = [];
      for (const { stack, gateway } of frontier)
        for (const nic of stack.ip.nics)
          for (const neighbour of this.#segmentOf(nic)) {
            const other = this.#owner.get(neighbour)!;
            if (seen.has(other) || !other.ip.forwarding || !sameNetwork(nic, neighbour)) continue;
            seen.add(other);
            const first = gateway ?? neighbour.addresses[0]!.address;
            for (const { network, prefix } of announcedBy(other, neighbour)) {
              if (known.has(`${network}/${prefix}`)) continue;
              known.add(`${network}/${prefix}`);
              start.addRoute(network, prefix, first, metric);
            }
            if (other.nat?.outside !== neighbour) next.push({ stack: other, gateway: first });
          }
      frontier = next;
    }
  }

  /** The same for IPv6: a gateway is known by its link-local address, as a router would advertise itself (RFC 4861 4.2). */
  #routeFrom6(start: NetStack): void {
    const seen = new Set<NetStack>([start]);
    const known = new Set(start.ip6.routes.entries.map(({ network, prefix }) => `${network}/${prefix}`));
    let frontier: {
      readonly stack: NetStack;
      readonly first: { readonly gateway: Ipv6Address; readonly nic: Nic } | null;
    }[] = [{ stack: start, first: null }];
    for (let metric = 1; frontier.length > 0; metric++) {
      const next: typeof frontier = [];
      for (const { stack, first } of frontier)
        for (const nic of stack.ip.nics)
          for (const neighbour of nic.speaksIpv6 ? this.#segmentOf(nic) : []) {
            const other = this.#owner.get(neighbour)!;
            if (seen.has(other) || !other.ip6.forwarding || !neighbour.speaksIpv6) continue;
            seen.add(other);
            const hop = first ?? { gateway: linkLocalOf(neighbour.mac), nic };
            for (const one of other.ip.nics)
              for (const { address, prefix } of one.speaksIpv6 ? addresses6Of(other, one) : []) {
                const network = ipv6Prefix(address, prefix);
                if (isIpv6LinkLocal(address) || known.has(`${network}/${prefix}`)) continue;
                known.add(`${network}/${prefix}`);
                start.ip6.routes.add({ network, prefix, ...hop, metric });
              }
            next.push({ stack: other, first: hop });
          }
      frontier = next;
    }
  }

  #end(at: Host | Switch, link: string, address: string | null, address6: string | null, mtu: number): Nic | null {
    if (at instanceof Switch) {
      assert(address === null && address6 === null, () => `${link}: a switch has no address`);
      return null;
    }
    const stack = at.net;
    assert(stack, () => `${at.name} has no network`);
    // 02: locally administered, one station.
    const nic = stack.addNic(link, (0x02_00_00_00_00_00 + ++this.#macs) as MacAddress, mtu);
    this.#owner.set(nic, stack);
    if (address !== null) stack.addAddress(nic, ...parseAddress(address));
    if (address6 !== null) stack.addAddress6(nic, ...parseAddress6(address6), this.#options.detectDuplicates);
    return nic;
  }

  #join(link: Link, a: Host | Switch, b: Host | Switch, nics: readonly (Nic | null)[]): void {
    const key = a instanceof Switch ? this.#rootOf(a) : b instanceof Switch ? this.#rootOf(b) : link;
    const segment = this.#segments.get(key) ?? [];
    this.#segments.set(key, segment);
    for (const nic of nics) if (nic !== null) segment.push(nic);
    if (a instanceof Switch && b instanceof Switch) this.#merge(a, b);
    if (this.#options.neighbours !== "known") return;
    for (const one of segment) for (const other of segment) if (one !== other) this.#introduce(one, other);
  }

  /** Makes one interface know another from the start. */
  #introduce(one: Nic, other: Nic): void {
    for (const { address } of other.addresses) one.arp.addStatic(address, other.mac);
    if (!one.speaksIpv6) return;
    const { neighbours } = this.#owner.get(one)!.ip6.on(one);
    for (const { address } of addresses6Of(this.#owner.get(other)!, other)) neighbours.addStatic(address, other.mac);
  }

  /** Two switches that are linked are one segment, kept under the first. */
  readonly #mergedInto = new Map<Switch, Switch>();

  #rootOf(one: Switch): Switch {
    const root = this.#mergedInto.get(one);
    return root === undefined ? one : this.#rootOf(root);
  }

  #merge(a: Switch, b: Switch): void {
    const [into, from] = [this.#rootOf(a), this.#rootOf(b)];
    assert(into !== from, () => `${a.name} and ${b.name} would form a loop, and these switches speak no spanning tree`);
    const segment = this.#segments.get(into)!;
    segment.push(...(this.#segments.get(from) ?? []));
    this.#segments.delete(from);
    this.#mergedInto.set(from, into);
  }

  #segmentOf(nic: Nic): readonly Nic[] {
    for (const segment of this.#segments.values())
      if (segment.includes(nic)) return segment.filter((other) => other !== nic);
    return [];
  }
}

/** The networks on which `router` sits, as those on the side of `towards` see it: nobody sees behind a NAT. */
function announcedBy(router: NetStack, towards: Nic): { network: Ipv4Address; prefix: number }[] {
  const nics = router.nat?.outside === towards ? [towards] : router.ip.nics;
  return nics.flatMap((nic) => nic.addresses.map(({ address, prefix }) => networkOf(address, prefix)));
}

const sameNetwork = (a: Nic, b: Nic): boolean =>
  a.addresses.some((one) => b.addresses.some((other) => inIpv4Network(other.address, one.address, one.prefix)));

const networkOf = (address: Ipv4Address, prefix: number): { network: Ipv4Address; prefix: number } => ({
  network: ((address & ipv4Mask(prefix)) >>> 0) as Ipv4Address,
  prefix,
});

const addresses6Of = (stack: NetStack, nic: Nic) => (nic.speaksIpv6 ? stack.ip6.on(nic).addresses : []);

function parseAddress6(text: string): [address: Ipv6Address, prefix: number] {
  const [address, prefix] = text.split("/");
  assert(prefix !== undefined && /^\d{1,3}$/.test(prefix) && Number(prefix) <= 128, () => `no prefix in ${text}`);
  return [ipv6(address!), Number(prefix)];
}

function parseAddress(text: string): [address: Ipv4Address, prefix: number] {
  const [address, prefix] = text.split("/");
  assert(prefix !== undefined && /^\d{1,2}$/.test(prefix) && Number(prefix) <= 32, () => `no prefix in ${text}`);
  return [ipv4(address!), Number(prefix)];
}

function parseNetwork(text: string): [network: Ipv4Address, prefix: number] {
  const [address, prefix] = parseAddress(text);
  return [networkOf(address, prefix).network, prefix];
}
