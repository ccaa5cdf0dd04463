/**
 * A network interface: one Ethernet station at one end of a link, with its address there, its MTU and the IPv4 addresses that the host
 * has on it. It puts the Ethernet header in front of what it sends (RFC 894), names the frame (`labels.ts`), answers ARP (`arp.ts`) and
 * passes up only datagrams whose frames are for it or for everybody. It does not pad to 64 bytes and has no frame check sequence: a link corrupts what it corrupts.
 */
import { assert } from "../../base/assert.ts";
import type { HostId } from "../../trace/happening.ts";
import { encodeEthernet, ethernetHeaderLength } from "../../wire/ethernet.ts";
import { readU16, readU32 } from "../../wire/integers.ts";
import { type Ipv4Address, inIpv4Network, ipv4Mask } from "../../wire/ipv4-address.ts";
import type { MacAddress } from "../../wire/mac.ts";
import { etherType } from "../../wire/numbers.ts";
import type { Link, LinkEnd } from "../../world/link.ts";
import type { World } from "../../world/world.ts";
import { ArpCache } from "./arp.ts";
import { frameLabels } from "./labels.ts";
import type { SlabPool } from "./slab-pool.ts";

export interface NicAddress {
  readonly address: Ipv4Address;
  /** Length of the network's prefix, 0 to 32. */
  readonly prefix: number;
  /** "Directed broadcast": the last address of the network (RFC 1122 3.2.1.3). */
  readonly broadcast: Ipv4Address;
}

/** What an interface tells the host above it. */
export interface NicOut {
  /**
   * A frame with an IPv4 datagram came in. `group`: it was sent to a group address, not to this station alone; `yours`: as of
   * `LinkEnd.onFrame`.
   */
  onFrame(nic: Nic, frame: Uint8Array, group: boolean, yours: boolean): void;
  /** The same for IPv6, without the frame around it. */
  onPacket6(nic: Nic, packet: Uint8Array, group: boolean): void;
  /** Nobody answered for the next hop of this datagram, so it was not sent. */
  unreachable(datagram: Uint8Array): void;
  /** Too many waited for the same next hop: this one was dropped. */
  overflow(datagram: Uint8Array): void;
}

export interface NicSpec {
  readonly host: HostId;
  /** The name of its link, which is what the trace calls it. */
  readonly name: string;
  readonly mac: MacAddress;
  /** The longest datagram it can send, in bytes, Ethernet's header not counted. */
  readonly mtu: number;
}

export class Nic implements LinkEnd {
  readonly host: HostId;
  readonly name: string;
  readonly mac: MacAddress;
  readonly mtu: number;
  readonly addresses: NicAddress[] = [];
  readonly arp: ArpCache;
  /** Whether IPv6 packets are passed up; `ipv6/ip6.ts` keeps the addresses. */
  speaksIpv6 = false;
  readonly #out: NicOut;
  /** The address in two parts, 16 bits and 32. */
  readonly #macHigh: number;
  readonly #macLow: number;
  #link: Link | null = null;
  #side: 0 | 1 = 0;

  readonly #labelsFrames: boolean;

  constructor(world: World, slabs: SlabPool, spec: NicSpec, out: NicOut) {
    // RFC 791 3.2: "Every internet module must be able to forward a datagram of 68 octets without further fragmentation."
    assert(spec.mtu >= 68, () => `an MTU of ${spec.mtu} bytes is below 68`);
    this.host = spec.host;
    this.name = spec.name;
    this.mac = spec.mac;
    this.#macHigh = Math.floor(spec.mac / 0x1_0000_0000);
    this.#macLow = spec.mac % 0x1_0000_0000;
    this.mtu = spec.mtu;
    this.arp = new ArpCache(world, this, slabs, out);
    this.#out = out;
    this.#labelsFrames = world.labelsFrames;
  }

  /** Plugs the cable in: from now on this is end `side` of `link`. */
  attach(link: Link, side: 0 | 1): void {
    this.#link = link;
    this.#side = side;
  }

  addAddress(address: Ipv4Address, prefix: number): NicAddress {
    // A network of two (RFC 3021) or one has no room for a broadcast address.
    const broadcast = prefix >= 31 ? address : (((address | ~ipv4Mask(prefix)) >>> 0) as Ipv4Address);
    const added: NicAddress = { address, prefix, broadcast };
    this.addresses.push(added);
    return added;
  }

  owns(address: Ipv4Address): boolean {
    for (const own of this.addresses) if (own.address === address) return true;
    return false;
  }

  isBroadcast(address: Ipv4Address): boolean {
    for (const own of this.addresses) if (own.broadcast === address && own.address !== address) return true;
    return false;
  }

  /** The address of this interface to speak from to `destination`: one in the same network if there is one, else the first. */
  addressFor(destination: Ipv4Address): Ipv4Address | null {
    for (const own of this.addresses) if (inIpv4Network(destination, own.address, own.prefix)) return own.address;
    return this.addresses[0]?.address ?? null;
  }

  /** Sends the payload `out[at, end)`, which has headroom for an Ethernet header and is the link's from now on: not changed, not sent again. */
  transmit(to: MacAddress, type: number, out: Uint8Array, at: number, end: number): void {
    assert(this.#link, () => `${this.host} sends from ${this.name}, which is attached to no link`);
    const start = encodeEthernet({ destination: to, source: this.mac, etherType: type }, out, at);
    const frame = start === 0 && end === out.length ? out : out.subarray(start, end);
    this.#link.send(this.#side, frame, this.#labelsFrames ? frameLabels(frame) : unasked, true);
  }

  onFrame(bytes: Uint8Array, _labels: readonly string[], yours: boolean): void {
    // As `decodeEthernet` has it, without a record for each frame: a router looks at every one of them.
    if (bytes.length < ethernetHeaderLength) return; // a card drops what is no frame and tells nobody
    const group = (bytes[0]! & 1) === 1;
    if (!group && (readU16(bytes, 0) !== this.#macHigh || readU32(bytes, 2) !== this.#macLow)) return;
    const type = readU16(bytes, 12);
    if (type === etherType.ipv4) this.#out.onFrame(this, bytes, group, yours);
    else if (type === etherType.arp) this.arp.onPacket(bytes.subarray(ethernetHeaderLength));
    else if (type === etherType.ipv6 && this.speaksIpv6)
      this.#out.onPacket6(this, bytes.subarray(ethernetHeaderLength), group);
    // Anything else is nothing that this host understands.
  }
}

/** The labels of a frame that nobody asks for. */
const unasked: readonly string[] = [];
