/**
 * A route table: which interface, and which router on it, leads towards an address. The longest matching prefix wins (RFC 1812
 * 5.2.4.3), then the smallest metric, then who came first. The default route is the prefix of length 0. A table is of one version of IP.
 * No routing protocol changes it and no redirect is obeyed; router advertisements add to and take from that of IPv6.
 */
import { assert } from "../../base/assert.ts";
import { formatIp, type IpAddress, isIpv6 } from "../../wire/ip-address.ts";
import { type Ipv4Address, inIpv4Network, ipv4Mask } from "../../wire/ipv4-address.ts";
import { type Ipv6Address, inIpv6Network, ipv6Prefix } from "../../wire/ipv6-address.ts";
import type { Nic } from "./nic.ts";

export interface RouteEntry<A extends IpAddress = Ipv4Address> {
  readonly network: A;
  readonly prefix: number;
  /** The router to hand datagrams to; null: the network is directly connected, hand them to the destination itself. */
  readonly gateway: A | null;
  readonly nic: Nic;
  /** Among equally long prefixes, the smaller is preferred. */
  readonly metric: number;
}

export class RouteTable<A extends IpAddress = Ipv4Address> {
  /** In the order of preference, so that the first that matches is the answer. */
  readonly #entries: RouteEntry<A>[] = [];
  /** Destinations looked up since the table last changed. */
  readonly #found = new Map<A, RouteEntry<A> | null>();

  /**
   * Which of several equally good entries is followed: the first, or each in turn, datagram by datagram ("per-packet" load balancing,
   * RFC 2991 2: it reorders what belongs together, which is why routers balance by flow).
   */
  spread: "first" | "each-in-turn" = "first";
  #turn = 0;

  /** How often the table has changed. */
  version = 0;

  get entries(): readonly RouteEntry<A>[] {
    return this.#entries;
  }

  add(entry: RouteEntry<A>): void {
    assert(
      isWhole(entry.network, entry.prefix),
      () => `${formatIp(entry.network)}/${entry.prefix} has bits set behind its prefix`,
    );
    const before = this.#entries.findIndex(
      (other) => other.prefix < entry.prefix || (other.prefix === entry.prefix && other.metric > entry.metric),
    );
    this.#entries.splice(before < 0 ? this.#entries.length : before, 0, entry);
    this.#changed();
  }

  remove(entry: RouteEntry<A>): void {
    const at = this.#entries.indexOf(entry);
    if (at >= 0) this.#entries.splice(at, 1);
    this.#changed();
  }

  #changed(): void {
    this.#found.clear();
    this.version++;
  }

  /** The entry that datagrams for `destination` follow; null when there is no route to it. */
  lookup(destination: A): RouteEntry<A> | null {
    if (this.spread === "each-in-turn") return this.#nextOf(destination);
    const known = this.#found.get(destination);
    if (known !== undefined) return known;
    if (this.#found.size >= mostRemembered) this.#found.clear();
    const found = this.#entries.find(({ network, prefix }) => isIn(destination, network, prefix)) ?? null;
    this.#found.set(destination, found);
    return found;
  }

  #nextOf(destination: A): RouteEntry<A> | null {
    const matching = this.#entries.filter(({ network, prefix }) => isIn(destination, network, prefix));
    const [best] = matching;
    if (best === undefined) return null;
    const equal = matching.filter(({ prefix, metric }) => prefix === best.prefix && metric === best.metric);
    return equal[this.#turn++ % equal.length]!;
  }
}

/** Both addresses are of the same version: a table holds no others. */
const isIn = (address: IpAddress, network: IpAddress, prefix: number): boolean =>
  isIpv6(address)
    ? inIpv6Network(address, network as Ipv6Address, prefix)
    : inIpv4Network(address, network as Ipv4Address, prefix);

const isWhole = (network: IpAddress, prefix: number): boolean =>
  isIpv6(network) ? ipv6Prefix(network, prefix) === network : (network & ~ipv4Mask(prefix)) === 0;

const mostRemembered = 4096;
