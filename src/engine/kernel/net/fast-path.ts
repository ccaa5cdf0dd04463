/**
 * The short way of nearly every frame: an undamaged TCP segment with nothing but timestamps among its options, for a connection of this
 * host or to be passed on. One look at bytes at fixed places, in the manner of Van Jacobson's header prediction; whatever is unusual in any
 * way is declined untouched, and takes the long way (`ip.ts`, `forward.ts`, `tcp.ts`), which knows all rules. Both ways give the same run:
 * `fast-path.test.ts` makes runs with and without this file. It does not decide anything about a connection; `onSegment` does, for both.
 */
import { finishChecksum } from "../../base/checksum.ts";
import { ethernetHeaderLength } from "../../wire/ethernet.ts";
import { readU16, readU32 } from "../../wire/integers.ts";
import { decrementTtl } from "../../wire/ipv4.ts";
import { type Ipv4Address, ipv4Broadcast, ipv4Unspecified, isIpv4Multicast } from "../../wire/ipv4-address.ts";
import { ipProtocol } from "../../wire/numbers.ts";
import type { World } from "../../world/world.ts";
import type { Ip } from "./ip.ts";
import { isMartian, isReserved } from "./martian.ts";
import type { Nic } from "./nic.ts";
import type { Tcp } from "./tcp.ts";

export class FastPath {
  readonly #ip: Ip;
  readonly #tcp: Tcp;
  readonly #mayPass: boolean;
  /** What was found out about pairs of addresses, by a few of their bits. */
  readonly #pairs: Pair[] = [];

  constructor(world: World, ip: Ip, tcp: Tcp) {
    this.#ip = ip;
    this.#tcp = tcp;
    this.#mayPass = !world.keeps("ip.forwarded");
  }

  /**
   * Takes a frame that carries an IPv4 datagram and was sent to this station alone; false: it is as it was, take it the long way.
   * @param yours see `LinkEnd.onFrame`
   */
  takes(nic: Nic, frame: Uint8Array, yours: boolean): boolean {
    // No options; no padding behind the datagram; no fragment.
    if (frame.length < shortest || frame[ip] !== 0x45) return false;
    if (readU16(frame, ip + 2) !== frame.length - ip || (readU16(frame, ip + 6) & 0x3fff) !== 0) return false;
    let sum = 0;
    for (let i = ip; i < ip + 20; i += 2) sum += (frame[i]! << 8) | frame[i + 1]!;
    if (finishChecksum(sum) !== 0) return false;
    const source = readU32(frame, ip + 12) as Ipv4Address;
    const destination = readU32(frame, ip + 16) as Ipv4Address;
    const pair = this.#pairOf(nic, source, destination);
    if (pair.forUs)
      return frame[ip + 9] === ipProtocol.tcp && this.#tcp.takes(frame, source, destination, frame[ip + 1]! & 3, yours);
    if (pair.to === null || !yours || !this.#ip.forwarding) return false;
    if (frame[ip + 8]! <= 1 || frame.length - ip > pair.to.mtu || this.#ip.routes.spread !== "first") return false;
    // Nobody else has these bytes: no copy is needed.
    decrementTtl(frame, ip);
    pair.to.arp.send(pair.nextHop, frame, ip, frame.length);
    return true;
  }

  #pairOf(nic: Nic, source: Ipv4Address, destination: Ipv4Address): Pair {
    const place = ((source ^ (source >>> 8)) + 31 * (destination ^ (destination >>> 8))) & (places - 1);
    const known = this.#pairs[place];
    if (
      known !== undefined &&
      known.source === source &&
      known.destination === destination &&
      known.nic === nic &&
      known.version === this.#ip.routeVersion
    )
      return known;
    while (this.#pairs.length <= place) this.#pairs.push(nothingKnown);
    const found = this.#look(nic, source, destination);
    this.#pairs[place] = found;
    return found;
  }

  #look(nic: Nic, source: Ipv4Address, destination: Ipv4Address): Pair {
    const ip = this.#ip;
    const pair = { nic, source, destination, version: ip.routeVersion, forUs: false, to: null, nextHop: destination };
    if (isMartian({ source, destination }, nic) || ip.owns(source)) return pair;
    if (destination === ipv4Broadcast || nic.isBroadcast(destination)) return pair;
    if (ip.owns(destination)) return { ...pair, forUs: true };
    if (!this.#mayPass || isIpv4Multicast(destination) || isReserved(destination)) return pair;
    const route = ip.routes.lookup(destination);
    if (route === null || route.nic.isBroadcast(destination)) return pair;
    return { ...pair, to: route.nic, nextHop: route.gateway ?? destination };
  }
}

/** What datagrams of one pair of addresses, come in by one interface, are: for this host, to be passed on, or (neither) not for here. */
interface Pair {
  readonly nic: Nic | null;
  readonly source: Ipv4Address;
  readonly destination: Ipv4Address;
  /** Of the routes when this was found out. */
  readonly version: number;
  readonly forUs: boolean;
  readonly to: Nic | null;
  readonly nextHop: Ipv4Address;
}

const nothingKnown: Pair = {
  nic: null,
  source: ipv4Unspecified,
  destination: ipv4Unspecified,
  version: -1,
  forUs: false,
  to: null,
  nextHop: ipv4Unspecified,
};

const places = 512;
/** Where the datagram begins in a frame. */
const ip = ethernetHeaderLength;
/** An IPv4 and a TCP header, with nothing behind them. */
const shortest = ip + 40;
