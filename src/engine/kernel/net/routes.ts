/**
 * A route table: which interface, and which router on it, leads towards an address. The longest matching prefix wins (RFC 1812
 * 5.2.4.3), then the smallest metric, then who came first. The default route is the prefix of length 0. Static: no routing protocol
 * changes it, no redirect is obeyed.
 */
import { assert } from "../../base/assert.ts";
import { formatIpv4, type Ipv4Address, inIpv4Network, ipv4Mask } from "../../wire/ipv4-address.ts";
import type { Nic } from "./nic.ts";

export interface RouteEntry {
  readonly network: Ipv4Address;
  readonly prefix: number;
  /** The router to hand datagrams to; null: the network is directly connected, hand them to the destination itself. */
  readonly gateway: Ipv4Address | null;
  readonly nic: Nic;
  /** Among equally long prefixes, the smaller is preferred. */
  readonly metric: number;
}

export class RouteTable {
  /** In the order of preference, so that the first that matches is the answer. */
  readonly #entries: RouteEntry[] = [];
  /** Destinations looked up since the table last changed. */
  readonly #found = new Map<Ipv4Address, RouteEntry | null>();

  /**
   * Which of several equally good entries is followed: the first, or each in turn, datagram by datagram ("per-packet" load balancing,
   * RFC 2991 2: it reorders what belongs together, which is why routers balance by flow).
   */
  spread: "first" | "each-in-turn" = "first";
  #turn = 0;

  /** How often the table has changed. */
  version = 0;

  get entries(): readonly RouteEntry[] {
    return this.#entries;
  }

  add(entry: RouteEntry): void {
    assert(
      (entry.network & ~ipv4Mask(entry.prefix)) === 0,
      () => `${formatIpv4(entry.network)}/${entry.prefix} has bits set behind its prefix`,
    );
    const before = this.#entries.findIndex(
      (other) => other.prefix < entry.prefix || (other.prefix === entry.prefix && other.metric > entry.metric),
    );
    this.#entries.splice(before < 0 ? this.#entries.length : before, 0, entry);
    this.#changed();
  }

  remove(entry: RouteEntry): void {
    const at = this.#entries.indexOf(entry);
    if (at >= 0) this.#entries.splice(at, 1);
    this.#changed();
  }

  #changed(): void {
    this.#found.clear();
    this.version++;
  }

  /** The entry that datagrams for `destination` follow; null when there is no route to it. */
  lookup(destination: Ipv4Address): RouteEntry | null {
    if (this.spread === "each-in-turn") return this.#nextOf(destination);
    const known = this.#found.get(destination);
    if (known !== undefined) return known;
    if (this.#found.size >= mostRemembered) this.#found.clear();
    const found = this.#entries.find(({ network, prefix }) => inIpv4Network(destination, network, prefix)) ?? null;
    this.#found.set(destination, found);
    return found;
  }

  #nextOf(destination: Ipv4Address): RouteEntry | null {
    const matching = this.#entries.filter(({ network, prefix }) => inIpv4Network(destination, network, prefix));
    const [best] = matching;
    if (best === undefined) return null;
    const equal = matching.filter(({ prefix, metric }) => prefix === best.prefix && metric === best.metric);
    return equal[this.#turn++ % equal.length]!;
  }
}

const mostRemembered = 4096;
