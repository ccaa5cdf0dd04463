/**
 * What IPv6 adds to an interface: its addresses with their lifetimes (RFC 4862 5.5.4), the groups it listens to, and the question to the
 * link whether an address is free (duplicate address detection, RFC 4862 5.4). Lifetimes are looked at when an address is used.
 */
import { assert } from "../../../base/assert.ts";
import type { Rng } from "../../../base/rng.ts";
import { after, type Instant, ms, ns } from "../../../base/time.ts";
import {
  formatIpv6,
  type Ipv6Address,
  inIpv6Network,
  ipv6AllNodes,
  ipv6AllRouters,
  ipv6Unspecified,
  linkLocalOf,
  macOfIpv6Multicast,
  solicitedNode,
} from "../../../wire/ipv6-address.ts";
import type { MacAddress } from "../../../wire/mac.ts";
import type { Alarm, World } from "../../../world/world.ts";
import type { Nic } from "../nic.ts";
import type { SlabPool } from "../slab-pool.ts";
import { type DiscoveryMessage, sendDiscovery, stationIn } from "./discovery.ts";
import { Neighbours, type NeighboursOut } from "./neighbours.ts";

export interface Address6 {
  readonly address: Ipv6Address;
  /** Length of the network's prefix, 0 to 128. */
  readonly prefix: number;
  /** A tentative address is not used before it is known to be free; a duplicate one never. */
  state: "tentative" | "valid" | "duplicate";
  /** From then on it is not chosen for new connections, and then not known any more; infinity: for ever. */
  preferredUntil: Instant | number;
  validUntil: Instant | number;
}

/** How an address comes to be: asked for on the link first ("detect"), or taken for granted. */
export interface NewAddress {
  readonly detect: boolean;
  readonly preferredUntil?: Instant | number;
  readonly validUntil?: Instant | number;
}

export interface InterfaceOut extends Omit<NeighboursOut, "sourceFor"> {
  /** The addresses that can be used are others now. */
  changed(): void;
}

export class Interface6 {
  readonly nic: Nic;
  readonly neighbours: Neighbours;
  readonly addresses: Address6[] = [];
  /** Bytes; a router may advertise less than the link's own (RFC 4861 6.3.4). */
  mtu: number;
  hopLimit = 64;
  /** Whether it is a router's: then it listens to all routers' group, and says so when it is asked. */
  isRouter: () => boolean;
  readonly #world: World;
  readonly #slabs: SlabPool;
  readonly #out: InterfaceOut;
  readonly #rng: Rng;
  readonly #detections = new Map<Ipv6Address, Alarm>();
  #spoken = false;

  constructor(world: World, nic: Nic, slabs: SlabPool, isRouter: () => boolean, out: InterfaceOut) {
    // RFC 8200 section 5: "IPv6 requires that every link in the Internet have an MTU of 1280 octets or greater."
    assert(nic.mtu >= 1280, () => `${nic.host}: IPv6 needs an MTU of 1280 bytes, and ${nic.name} has ${nic.mtu}`);
    this.nic = nic;
    this.mtu = nic.mtu;
    this.isRouter = isRouter;
    this.#world = world;
    this.#slabs = slabs;
    this.#out = out;
    this.#rng = world.rng(`duplicate detection ${nic.host} ${nic.name}`);
    this.neighbours = new Neighbours(world, nic, slabs, {
      ...out,
      sourceFor: (target) => this.sourceFor(target),
    });
  }

  /** Gives the interface an address; nothing happens when it has it already. */
  add(address: Ipv6Address, prefix: number, how: NewAddress): void {
    if (this.addresses.some((own) => own.address === address)) return;
    const { preferredUntil = Number.POSITIVE_INFINITY, validUntil = Number.POSITIVE_INFINITY } = how;
    const added: Address6 = { address, prefix, state: how.detect ? "tentative" : "valid", preferredUntil, validUntil };
    this.addresses.push(added);
    if (how.detect) {
      this.#log(added, "tentative");
      this.#detect(added);
    } else this.#out.changed();
  }

  /** The address that every interface has (RFC 4291 2.1). */
  addLinkLocal(detect: boolean): void {
    this.add(linkLocalOf(this.nic.mac), 64, { detect });
  }

  /** Whether `address` is this interface's and may be used now. */
  owns(address: Ipv6Address): boolean {
    for (const own of this.addresses) if (own.address === address) return this.isUsable(own);
    return false;
  }

  isUsable(own: Address6): boolean {
    return own.state === "valid" && this.#world.now < own.validUntil;
  }

  isDeprecated(own: Address6): boolean {
    return this.#world.now >= own.preferredUntil;
  }

  /** Whether packets to `group` are for this interface: all nodes, all routers, and the solicited-node group of each of its addresses. */
  inGroup(group: Ipv6Address): boolean {
    if (group === ipv6AllNodes) return true;
    if (group === ipv6AllRouters) return this.isRouter();
    for (const own of this.addresses)
      if (own.state !== "duplicate" && solicitedNode(own.address) === group) return true;
    return false;
  }

  /** The address to speak from to a neighbour: one in the same network if there is one, else the first that can be used. */
  sourceFor(target: Ipv6Address): Ipv6Address | null {
    let first: Ipv6Address | null = null;
    for (const own of this.addresses) {
      if (!this.isUsable(own)) continue;
      if (inIpv6Network(target, own.address, own.prefix)) return own.address;
      first ??= own.address;
    }
    return first;
  }

  /** RFC 4861 7.2.3 and RFC 4862 5.4.3. */
  onSolicitation(source: Ipv6Address, message: DiscoveryMessage & { readonly kind: "neighbor-solicitation" }): void {
    const { target } = message;
    const own = this.addresses.find(({ address }) => address === target);
    if (own === undefined) return;
    if (own.state === "tentative") {
      // Who asks without an address wants the same one; who asks with one means somebody else, who is silent.
      if (source === ipv6Unspecified) this.#isDuplicate(own, null);
      return;
    }
    if (!this.isUsable(own)) return;
    const fromNobody = source === ipv6Unspecified;
    const station = stationIn(message.options, "source");
    if (!fromNobody && station !== null) this.neighbours.heardOf(source, station, false);
    const destination = fromNobody ? ipv6AllNodes : source;
    const to = fromNobody ? macOfIpv6Multicast(ipv6AllNodes) : (station ?? this.neighbours.lookup(source)?.mac);
    // Without a station in the question and none in the cache its sender would have to be asked first: its next question says more.
    if (to !== undefined) this.#advertise(target, destination, to, !fromNobody);
  }

  onAdvertisement(message: DiscoveryMessage & { readonly kind: "neighbor-advertisement" }): void {
    const own = this.addresses.find(({ address }) => address === message.target);
    if (own === undefined) this.neighbours.onAdvertisement(message);
    else if (own.state === "tentative") this.#isDuplicate(own, stationIn(message.options, "target"));
    // RFC 4862 5.4.4: of an address in use it is a sign of trouble, and no more.
    else if (own.state === "valid") this.neighbours.conflict(own.address, stationIn(message.options, "target"));
  }

  #advertise(target: Ipv6Address, destination: Ipv6Address, to: MacAddress, solicited: boolean): void {
    sendDiscovery(
      this.nic,
      this.#slabs,
      { source: target, destination, to },
      {
        kind: "neighbor-advertisement",
        router: this.isRouter(),
        solicited,
        override: true,
        target,
        options: [{ kind: "target-link-layer-address", mac: this.nic.mac }],
      },
    );
  }

  /** RFC 4862 5.4.2: one question, after up to a second where it would be the first thing that this interface says. */
  #detect(own: Address6): void {
    const world = this.#world;
    if (!this.#spoken) world.leaveToChance();
    const wait = this.#spoken ? ns(0) : ms(this.#rng.below(1000));
    this.#spoken = true;
    const ask = (): void => {
      const destination = solicitedNode(own.address);
      const ends = { source: ipv6Unspecified, destination, to: macOfIpv6Multicast(destination) };
      const message = { kind: "neighbor-solicitation", target: own.address, options: [] } as const;
      sendDiscovery(this.nic, this.#slabs, ends, message);
      const alarm = world.after(this.neighbours.retransTimer, "timer", () => this.#isFree(own));
      this.#detections.set(own.address, alarm);
    };
    this.#detections.set(own.address, world.at(after(world.now, wait), "timer", ask));
  }

  #isFree(own: Address6): void {
    this.#detections.delete(own.address);
    own.state = "valid";
    this.#log(own, "valid");
    this.#out.changed();
  }

  #isDuplicate(own: Address6, mac: MacAddress | null): void {
    this.#detections.get(own.address)?.cancel();
    this.#detections.delete(own.address);
    own.state = "duplicate";
    this.neighbours.conflict(own.address, mac);
    this.#log(own, "duplicate");
  }

  #log({ address, prefix }: Address6, state: Address6["state"]): void {
    const world = this.#world;
    if (!world.tracing) return;
    const { host, name: nic } = this.nic;
    world.handle(world.emit(host, { kind: "ip.address", nic, address: `${formatIpv6(address)}/${prefix}`, state }));
  }
}
