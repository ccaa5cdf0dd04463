/**
 * What a host knows of the MTU of its paths (RFC 1191, and RFC 8201 for IPv6): one number per destination, lowered when a router says that a datagram with
 * "don't fragment" was too long for the next link, forgotten after ten minutes so that a better path is found (6.3). Ageing happens
 * when the entry is used: an idle world stays quiet. Without black-hole detection (RFC 4821).
 */
import { after, type Instant, seconds } from "../../base/time.ts";
import type { HostId } from "../../trace/happening.ts";
import { formatIp, type IpAddress, isIpv6 } from "../../wire/ip-address.ts";
import type { World } from "../../world/world.ts";

export class PathMtus {
  readonly #world: World;
  readonly #host: HostId;
  readonly #known = new Map<IpAddress, { readonly mtu: number; readonly until: Instant }>();

  constructor(world: World, host: HostId) {
    this.#world = world;
    this.#host = host;
  }

  /** The MTU of the path to `destination` in bytes; null when nothing lowers that of its first link. */
  lookup(destination: IpAddress): number | null {
    if (this.#known.size === 0) return null;
    const entry = this.#known.get(destination);
    if (entry === undefined) return null;
    if (this.#world.now < entry.until) return entry.mtu;
    this.#known.delete(destination);
    return null;
  }

  /**
   * Takes a "fragmentation needed" or a "packet too big" about a datagram of `lengthBytes` that was sent to `destination`.
   * @param was the MTU that was believed so far.
   * @param nextHopMtu as the router gave it; zero from those older than RFC 1191.
   * @returns what is believed now.
   */
  lower(destination: IpAddress, was: number, nextHopMtu: number, lengthBytes: number): number {
    const claimed = nextHopMtu > 0 ? nextHopMtu : plateauBelow(Math.min(lengthBytes, was));
    // RFC 1191 3: "A host MUST never reduce its estimate of the Path MTU below 68 octets", nor increase it because of such a message.
    // RFC 8201 4: "A node MUST NOT reduce its estimate of the Path MTU below the IPv6 minimum link MTU", 1280 octets.
    const mtu = Math.max(isIpv6(destination) ? 1280 : 68, claimed);
    if (mtu >= was) return was;
    this.#known.set(destination, { mtu, until: after(this.#world.now, believedFor) });
    if (this.#world.tracing) {
      const happening = { kind: "pmtu.changed", destination: formatIp(destination), was, mtu } as const;
      this.#world.handle(this.#world.emit(this.#host, happening));
    }
    return mtu;
  }
}

/** RFC 1191 7, table 7-1: MTUs that are common in the Internet, so that a search without a hint takes few steps. */
const plateaus = [32_000, 17_914, 8_166, 4_352, 2_002, 1_492, 1_006, 508, 296, 68] as const;

const plateauBelow = (length: number): number => plateaus.find((plateau) => plateau < length) ?? 68;

/** RFC 1191 6.3: "10 minutes". */
const believedFor = seconds(600);
