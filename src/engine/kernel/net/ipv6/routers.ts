/**
 * Router discovery, both sides (RFC 4861 section 6; RFC 4862 for addresses made of prefixes). A host asks who the routers of its link are,
 * makes an address of each prefix that is advertised for that, and sends by the router what is for elsewhere, for as long as it was told.
 * A router answers those who ask, and speaks up by itself where it is told how often: else an idle world would never be quiet.
 */
import { assert } from "../../../base/assert.ts";
import { after, type Duration, type Instant, ms, seconds } from "../../../base/time.ts";
import type { HostId } from "../../../trace/happening.ts";
import type { RouterAdvertisement } from "../../../wire/icmpv6.ts";
import {
  formatIpv6,
  type Ipv6Address,
  ipv6AllNodes,
  ipv6AllRouters,
  ipv6OfStation,
  ipv6Prefix,
  ipv6Unspecified,
  isIpv6LinkLocal,
  macOfIpv6Multicast,
} from "../../../wire/ipv6-address.ts";
import type { NeighborOption, PrefixInformation } from "../../../wire/neighbor-options.ts";
import type { Alarm, World } from "../../../world/world.ts";
import type { SlabPool } from "../slab-pool.ts";
import { type DiscoveryMessage, sendDiscovery, stationIn } from "./discovery.ts";
import type { Interface6 } from "./interface.ts";
import type { Ip6 } from "./ip6.ts";

/** What a router tells the hosts of a link. */
export interface Advertised {
  /** Networks on this link, for hosts to make addresses of. */
  readonly prefixes: readonly {
    readonly prefix: Ipv6Address;
    readonly length: number;
    readonly validSeconds?: number;
    readonly preferredSeconds?: number;
  }[];
  /** For how long it offers to be the default router: 1800 s unless said; zero: it does not. */
  readonly lifetimeSeconds?: number;
  /** Bytes; null: that of the link. */
  readonly mtu?: number | null;
  readonly hopLimit?: number;
  /** How often it speaks up unasked, on average; null: never. */
  readonly every?: Duration | null;
}

export class Routers {
  readonly #world: World;
  readonly #host: HostId;
  readonly #ip: Ip6;
  readonly #slabs: SlabPool;
  readonly #asking = new Map<Interface6, { asked: number; alarm: Alarm | null }>();
  readonly #advertised = new Map<Interface6, { readonly what: Advertised; pending: Alarm | null }>();

  constructor(world: World, host: HostId, ip: Ip6, slabs: SlabPool) {
    this.#world = world;
    this.#host = host;
    this.#ip = ip;
    this.#slabs = slabs;
  }

  /** Configures an interface from what its routers say (RFC 4862): a link-local address first, then the question who they are. */
  autoconfigure(link: Interface6): void {
    assert(!this.#ip.forwarding, () => `${this.#host} is a router, and routers configure no addresses from others`);
    link.addLinkLocal(true);
    const state = { asked: 0, alarm: null };
    this.#asking.set(link, state);
    this.#world.leaveToChance();
    // RFC 4861 6.3.7: the first question after up to a second, so that hosts that start together do not ask together.
    const wait = ms(this.#world.rng(`router solicitation ${this.#host} ${link.nic.name}`).below(1000));
    this.#askLater(link, state, wait);
  }

  /** Makes this router tell `what` to the hosts on `link`. */
  advertise(link: Interface6, what: Advertised): void {
    assert(this.#ip.forwarding, () => `${this.#host} is no router and has nothing to advertise`);
    link.addLinkLocal(false);
    this.#advertised.set(link, { what, pending: null });
    if (what.every) this.#speakUp(link, what.every);
  }

  /** RFC 4861 6.2.6. */
  onSolicitation(
    link: Interface6,
    source: Ipv6Address,
    message: DiscoveryMessage & { readonly kind: "router-solicitation" },
  ): void {
    const advertised = this.#advertised.get(link);
    if (advertised === undefined) return;
    const station = stationIn(message.options, "source");
    if (station !== null && source !== ipv6Unspecified) link.neighbours.heardOf(source, station, false);
    if (advertised.pending !== null) return;
    this.#world.leaveToChance();
    const wait = ms(this.#world.rng(`router advertisement ${this.#host} ${this.#world.now}`).below(500));
    advertised.pending = this.#world.at(after(this.#world.now, wait), "timer", () => {
      advertised.pending = null;
      this.#sendAdvertisement(link, advertised.what);
    });
  }

  /** RFC 4861 6.3.4. */
  onAdvertisement(
    link: Interface6,
    source: Ipv6Address,
    message: DiscoveryMessage & { readonly kind: "router-advertisement" },
  ): void {
    const asking = this.#asking.get(link);
    if (asking === undefined) return; // its addresses were given to it
    asking.alarm?.cancel();
    asking.alarm = null;
    asking.asked = mostSolicitations;
    if (message.curHopLimit > 0) link.hopLimit = message.curHopLimit;
    if (message.reachableTimeMs > 0 && message.reachableTimeMs <= longestReachableMs)
      link.neighbours.baseReachable = ms(message.reachableTimeMs);
    if (message.retransTimerMs > 0)
      link.neighbours.retransTimer = ms(Math.max(shortestRetransMs, message.retransTimerMs));
    const station = stationIn(message.options, "source");
    if (station !== null) link.neighbours.heardOf(source, station, message.routerLifetimeSeconds > 0);
    this.#learnRouter(link, source, message.routerLifetimeSeconds);
    for (const option of message.options) {
      if (option.kind === "mtu" && option.mtu >= 1280 && option.mtu <= link.nic.mtu) link.mtu = option.mtu;
      if (option.kind === "prefix-information" && option.prefixLength <= 128) this.#learnPrefix(link, option);
    }
  }

  #learnRouter(link: Interface6, gateway: Ipv6Address, lifetimeSeconds: number): void {
    const { routes } = this.#ip;
    const known = routes.entries.find((entry) => entry.prefix === 0 && entry.gateway === gateway);
    if (lifetimeSeconds === 0) {
      if (known !== undefined) this.#ip.forgetRoute(known);
    } else {
      const entry = known ?? { network: ipv6Unspecified, prefix: 0, gateway, nic: link.nic, metric: 1 };
      this.#ip.learnRoute(entry, after(this.#world.now, seconds(lifetimeSeconds)));
    }
    if (!this.#world.tracing) return;
    const happening = {
      kind: "router.heard",
      nic: link.nic.name,
      router: formatIpv6(gateway),
      lifetimeSeconds,
    } as const;
    this.#world.handle(this.#world.emit(this.#host, happening));
  }

  /** On-link prefixes: RFC 4861 6.3.4; addresses: RFC 4862 5.5.3. */
  #learnPrefix(link: Interface6, option: PrefixInformation): void {
    const { prefixLength: length, validLifetimeSeconds: valid, preferredLifetimeSeconds: preferred } = option;
    const network = ipv6Prefix(option.prefix, length);
    if (isIpv6LinkLocal(network)) return;
    if (option.onLink) {
      const entry = { network, prefix: length, gateway: null, nic: link.nic, metric: 0 };
      if (valid > 0) this.#ip.learnRoute(entry, this.#until(valid));
      else {
        const known = this.#ip.routes.entries.find(
          (one) => one.network === network && one.prefix === length && one.nic === link.nic && one.gateway === null,
        );
        if (known !== undefined) this.#ip.forgetRoute(known);
      }
    }
    if (!option.autonomous || preferred > valid || length !== 64) return;
    const address = ipv6OfStation(network, link.nic.mac);
    const own = link.addresses.find((one) => one.address === address);
    if (own === undefined) {
      if (valid === 0) return;
      const lifetimes = { preferredUntil: this.#until(preferred), validUntil: this.#until(valid) };
      link.add(address, 64, { detect: true, ...lifetimes });
      return;
    }
    own.preferredUntil = this.#until(preferred);
    // (e): nobody can make an address vanish at once by a forged advertisement: two hours are left to it.
    const left = own.validUntil - this.#world.now;
    if (valid * 1e9 > twoHours || valid * 1e9 > left) own.validUntil = this.#until(valid);
    else if (left > twoHours) own.validUntil = after(this.#world.now, seconds(7200));
  }

  #until(lifetimeSeconds: number): Instant {
    return lifetimeSeconds >= forEver
      ? (Number.POSITIVE_INFINITY as Instant)
      : after(this.#world.now, seconds(lifetimeSeconds));
  }

  #askLater(link: Interface6, state: { asked: number; alarm: Alarm | null }, wait: Duration): void {
    state.alarm = this.#world.after(wait, "timer", () => {
      state.alarm = null;
      if (state.asked++ >= mostSolicitations) return;
      const own = link.addresses.find((one) => isIpv6LinkLocal(one.address) && link.isUsable(one));
      const source = own?.address ?? ipv6Unspecified;
      // RFC 4861 4.1: the option "MUST NOT be included if the Source Address is the unspecified address".
      const options: NeighborOption[] =
        source === ipv6Unspecified ? [] : [{ kind: "source-link-layer-address", mac: link.nic.mac }];
      const ends = { source, destination: ipv6AllRouters, to: macOfIpv6Multicast(ipv6AllRouters) };
      sendDiscovery(link.nic, this.#slabs, ends, { kind: "router-solicitation", options });
      if (state.asked < mostSolicitations) this.#askLater(link, state, betweenSolicitations);
    });
  }

  /** RFC 4861 6.2.4: at uniformly distributed times, so that routers do not fall into step. */
  #speakUp(link: Interface6, every: Duration): void {
    const rng = this.#world.rng(`unsolicited advertisements ${this.#host} ${link.nic.name}`);
    const next = (): void => {
      this.#world.leaveToChance();
      const base = Math.max(1, Math.floor(every / ms(1)));
      const wait = ms(Math.floor(base / 2) + rng.below(base));
      this.#world.after(wait, "timer", () => {
        const advertised = this.#advertised.get(link);
        if (advertised === undefined) return;
        this.#sendAdvertisement(link, advertised.what);
        next();
      });
    };
    next();
  }

  #sendAdvertisement(link: Interface6, what: Advertised): void {
    const own = link.addresses.find((one) => isIpv6LinkLocal(one.address) && link.isUsable(one));
    if (own === undefined) return; // RFC 4861 4.2: only from a link-local address
    const { prefixes, lifetimeSeconds = 1800, mtu = null, hopLimit = 64 } = what;
    const advertisement: RouterAdvertisement = {
      kind: "router-advertisement",
      curHopLimit: hopLimit,
      managed: false,
      otherConfig: false,
      routerLifetimeSeconds: lifetimeSeconds,
      reachableTimeMs: 0,
      retransTimerMs: 0,
      options: [
        { kind: "source-link-layer-address", mac: link.nic.mac },
        ...(mtu === null ? [] : [{ kind: "mtu", mtu } as const]),
        ...prefixes.map(
          ({ prefix, length, validSeconds = 2_592_000, preferredSeconds = 604_800 }): NeighborOption => ({
            kind: "prefix-information",
            prefixLength: length,
            onLink: true,
            autonomous: length === 64,
            validLifetimeSeconds: validSeconds,
            preferredLifetimeSeconds: Math.min(preferredSeconds, validSeconds),
            prefix,
          }),
        ),
      ],
    };
    const ends = { source: own.address, destination: ipv6AllNodes, to: macOfIpv6Multicast(ipv6AllNodes) };
    sendDiscovery(link.nic, this.#slabs, ends, advertisement);
  }
}

// RFC 4861 section 10.
const mostSolicitations = 3;
const betweenSolicitations = seconds(4);
/** An hour (6.2.1). */
const longestReachableMs = 3_600_000;
const shortestRetransMs = 10;
/** Seconds: 90 days are for ever, in a world whose clock ends after 104. */
const forEver = 7_776_000;
/** Nanoseconds. */
const twoHours = 7_200_000_000_000;
