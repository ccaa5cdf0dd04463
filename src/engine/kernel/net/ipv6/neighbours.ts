/**
 * The neighbour cache of one interface (RFC 4861 section 7.2 and 7.3): which station has which address, asked for by multicast to the
 * few who could have it, and whether it can still be reached. An entry that has not been confirmed for half a minute is used on, and asked
 * only when it is used: first it is given five seconds for a transport to say that its peer answers, then it is probed.
 *
 *     INCOMPLETE -> REACHABLE -> STALE -> DELAY -> PROBE -> gone
 *
 * Deviates: entries do not age out of a full cache (`mostEntries`, then the oldest goes); no proxies, no anycast.
 */

import type { Rng } from "../../../base/rng.ts";
import { after, type Duration, type Instant, ms, seconds } from "../../../base/time.ts";
import type { NeighbourState } from "../../../trace/happening.ts";
import { formatIpv6, type Ipv6Address, macOfIpv6Multicast, solicitedNode } from "../../../wire/ipv6-address.ts";
import { formatMac, type MacAddress } from "../../../wire/mac.ts";
import { etherType } from "../../../wire/numbers.ts";
import type { Alarm, World } from "../../../world/world.ts";
import type { Nic } from "../nic.ts";
import type { SlabPool } from "../slab-pool.ts";
import { type DiscoveryMessage, sendDiscovery, stationIn } from "./discovery.ts";

export interface NeighboursOut {
  /** The address to ask from for `target`; null: the interface has none. */
  sourceFor(target: Ipv6Address): Ipv6Address | null;
  /** Nobody answered for the next hop of this packet, so it was not sent. */
  unreachable(packet: Uint8Array): void;
  /** Too many waited for the same next hop: this one was dropped. */
  overflow(packet: Uint8Array): void;
  /** Who was a router is none any more, or is gone: it may lead nowhere now. */
  noRouter(address: Ipv6Address): void;
}

export class Neighbours {
  /** How often the same question is asked; a router may advertise another (RFC 4861 6.3.4). */
  retransTimer: Duration = seconds(1);
  readonly #world: World;
  readonly #nic: Nic;
  readonly #slabs: SlabPool;
  readonly #out: NeighboursOut;
  readonly #rng: Rng;
  readonly #entries = new Map<Ipv6Address, Neighbour>();
  /** BaseReachableTime, of which half to one and a half is ReachableTime (6.3.2). */
  #baseReachable: Duration = seconds(30);
  #reachable: Duration | null = null;

  constructor(world: World, nic: Nic, slabs: SlabPool, out: NeighboursOut) {
    this.#world = world;
    this.#nic = nic;
    this.#slabs = slabs;
    this.#out = out;
    this.#rng = world.rng(`reachable time ${nic.host} ${nic.name}`);
  }

  set baseReachable(time: Duration) {
    if (time !== this.#baseReachable) this.#reachable = null;
    this.#baseReachable = time;
  }

  /** Sends the packet `out[at, end)` to the station that has `nextHop`: now if it is known, else once it answers. */
  send(nextHop: Ipv6Address, out: Uint8Array, at: number, end: number): void {
    const entry = this.#entries.get(nextHop) ?? this.#make(nextHop);
    if (entry.mac === null) {
      // 7.2.2: "MUST ... retain a small queue", "the new arrival SHOULD replace the oldest entry" where it overflows.
      entry.waiting.push({ out, at, end });
      if (entry.state !== "INCOMPLETE") this.#solicit(nextHop, this.#become(nextHop, entry, "INCOMPLETE"));
      if (entry.waiting.length <= mostWaiting) return;
      const oldest = entry.waiting.shift()!;
      this.#out.overflow(oldest.out.subarray(oldest.at, oldest.end));
      return;
    }
    if (entry.state === "REACHABLE" && this.#world.now >= entry.until) this.#become(nextHop, entry, "STALE");
    if (entry.state === "STALE") {
      this.#become(nextHop, entry, "DELAY");
      entry.alarm = this.#world.after(firstProbeDelay, "timer", () => this.#probe(nextHop, entry));
    }
    this.#nic.transmit(entry.mac, etherType.ipv6, out, at, end);
  }

  /** Somebody said which station `address` is, without having been asked: 7.2.3, 6.2.6, 6.3.4. */
  heardOf(address: Ipv6Address, mac: MacAddress, isRouter: boolean): void {
    const known = this.#entries.get(address);
    if (known?.forEver) return;
    const entry = known ?? this.#make(address);
    if (isRouter) entry.isRouter = true;
    if (entry.mac === mac) return;
    this.#settle(address, entry, mac, "STALE");
  }

  /** An answer, or news that nobody asked for: 7.2.5. */
  onAdvertisement(message: DiscoveryMessage & { readonly kind: "neighbor-advertisement" }): void {
    const { target, solicited, override, router } = message;
    const entry = this.#entries.get(target);
    // "There is no need to create an entry if none exists, since the recipient has apparently not initiated any communication".
    if (entry === undefined || entry.forEver) return;
    const mac = stationIn(message.options, "target");
    if (entry.mac === null) {
      if (mac === null) return;
      entry.isRouter = router;
      this.#settle(target, entry, mac, solicited ? "REACHABLE" : "STALE");
      return;
    }
    const isOther = mac !== null && mac !== entry.mac;
    if (isOther && !override) {
      if (entry.state === "REACHABLE") this.#become(target, entry, "STALE");
      return;
    }
    if (isOther) entry.mac = mac;
    if (solicited) this.#becomeReachable(target, entry);
    else if (isOther) this.#become(target, entry, "STALE");
    if (entry.isRouter && !router) this.#out.noRouter(target);
    entry.isRouter = router;
  }

  /** A transport has got an answer out of what went by this next hop (7.3.1): it can be reached. */
  confirm(nextHop: Ipv6Address): void {
    const entry = this.#entries.get(nextHop);
    if (entry !== undefined && entry.mac !== null && !entry.forEver) this.#becomeReachable(nextHop, entry);
  }

  /** Makes an entry that never ages: for worlds in which no time is to pass for neighbour discovery. */
  addStatic(address: Ipv6Address, mac: MacAddress): void {
    const entry = this.#make(address);
    Object.assign(entry, { mac, forEver: true, state: "REACHABLE", until: Number.POSITIVE_INFINITY });
  }

  /** The station that this cache believes to have `address`, however old the belief is. */
  lookup(address: Ipv6Address): { readonly mac: MacAddress; readonly state: NeighbourState } | null {
    const entry = this.#entries.get(address);
    return entry === undefined || entry.mac === null ? null : { mac: entry.mac, state: entry.state };
  }

  /** Somebody else says that it has an address of this host. */
  conflict(address: Ipv6Address, mac: MacAddress | null): void {
    this.#log(address, mac, "conflict");
  }

  #make(address: Ipv6Address): Neighbour {
    if (this.#entries.size >= mostEntries) {
      const [oldest, entry] = this.#entries.entries().next().value!;
      entry.alarm?.cancel();
      this.#entries.delete(oldest);
      for (const { out, at, end } of entry.waiting) this.#out.overflow(out.subarray(at, end));
    }
    const entry: Neighbour = {
      state: "STALE",
      mac: null,
      isRouter: false,
      until: this.#world.now,
      waiting: [],
      asked: 0,
      alarm: null,
      forEver: false,
    };
    this.#entries.set(address, entry);
    return entry;
  }

  /** A station for an entry that had none, or another one. */
  #settle(address: Ipv6Address, entry: Neighbour, mac: MacAddress, state: "REACHABLE" | "STALE"): void {
    entry.mac = mac;
    if (state === "REACHABLE") this.#becomeReachable(address, entry);
    else this.#become(address, entry, "STALE");
    const waiting = entry.waiting.splice(0);
    for (const { out, at, end } of waiting) this.send(address, out, at, end);
  }

  #becomeReachable(address: Ipv6Address, entry: Neighbour): void {
    if (this.#reachable === null) {
      this.#world.leaveToChance();
      const base = Math.max(1, Math.floor(this.#baseReachable / ms(1)));
      this.#reachable = ms(Math.floor(base / 2) + this.#rng.below(base));
    }
    entry.until = after(this.#world.now, this.#reachable);
    this.#become(address, entry, "REACHABLE");
  }

  #become(address: Ipv6Address, entry: Neighbour, state: NeighbourState): Neighbour {
    entry.alarm?.cancel();
    entry.alarm = null;
    entry.asked = 0;
    if (entry.state === state && entry.loggedMac === entry.mac) return entry;
    entry.state = state;
    entry.loggedMac = entry.mac;
    this.#log(address, entry.mac, state);
    return entry;
  }

  #probe(address: Ipv6Address, entry: Neighbour): void {
    this.#become(address, entry, "PROBE");
    this.#solicit(address, entry);
  }

  /** 7.2.2: by multicast where nobody is known, else from the station itself. */
  #solicit(target: Ipv6Address, entry: Neighbour): void {
    entry.asked++;
    const source = this.#out.sourceFor(target);
    if (source !== null) {
      const destination = entry.mac === null ? solicitedNode(target) : target;
      const to = entry.mac ?? macOfIpv6Multicast(destination);
      sendDiscovery(
        this.#nic,
        this.#slabs,
        { source, destination, to },
        {
          kind: "neighbor-solicitation",
          target,
          options: [{ kind: "source-link-layer-address", mac: this.#nic.mac }],
        },
      );
    }
    entry.alarm = this.#world.after(this.retransTimer, "timer", () => {
      if (entry.asked < mostSolicitations) this.#solicit(target, entry);
      else this.#giveUp(target, entry);
    });
  }

  #giveUp(address: Ipv6Address, entry: Neighbour): void {
    this.#entries.delete(address);
    this.#log(address, null, "failed");
    if (entry.isRouter) this.#out.noRouter(address);
    for (const { out, at, end } of entry.waiting) this.#out.unreachable(out.subarray(at, end));
  }

  #log(address: Ipv6Address, mac: MacAddress | null, state: NeighbourState | "failed" | "conflict"): void {
    const world = this.#world;
    if (!world.tracing) return;
    const text = mac === null ? null : formatMac(mac);
    const { host, name: nic } = this.#nic;
    world.handle(world.emit(host, { kind: "neighbour.cache", nic, ip: formatIpv6(address), mac: text, state }));
  }
}

interface Neighbour {
  state: NeighbourState;
  /** Null while nobody has answered. */
  mac: MacAddress | null;
  isRouter: boolean;
  /** Until when it counts as reachable. */
  until: Instant | number;
  readonly waiting: { readonly out: Uint8Array; readonly at: number; readonly end: number }[];
  /** Solicitations since the state changed. */
  asked: number;
  alarm: Alarm | null;
  forEver: boolean;
  loggedMac?: MacAddress | null;
}

// RFC 4861 section 10.
const firstProbeDelay = seconds(5);
/** MAX_MULTICAST_SOLICIT and MAX_UNICAST_SOLICIT. */
const mostSolicitations = 3;
/** Packets: an initial window of ten segments fits. */
const mostWaiting = 16;
const mostEntries = 1024;
