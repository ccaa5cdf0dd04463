/**
 * Where a simulated host meets a real network: the far end of a link of the world, whose other end is the host's interface. Datagrams
 * from outside get an Ethernet header and go down the link, faults and all; frames that come up the link lose theirs and leave. So the
 * host notices no difference, and what a link can do to frames it does to real ones too. There is no ARP and
 * no neighbour discovery: each knows the other.
 */
import { ms } from "../../engine/base/time.ts";
import type { Host } from "../../engine/kernel/host.ts";
import { frameLabels } from "../../engine/kernel/net/labels.ts";
import type { HostId } from "../../engine/trace/happening.ts";
import { decodeEthernet, encodeEthernet, ethernetHeaderLength } from "../../engine/wire/ethernet.ts";
import { ipv4 } from "../../engine/wire/ipv4-address.ts";
import { ipv6 } from "../../engine/wire/ipv6-address.ts";
import type { MacAddress } from "../../engine/wire/mac.ts";
import { isMalformed } from "../../engine/wire/malformed.ts";
import { etherType } from "../../engine/wire/numbers.ts";
import { Link, type LinkEnd, type LinkSpec } from "../../engine/world/link.ts";
import type { World } from "../../engine/world/world.ts";

export interface UplinkSpec {
  /** The address of the simulated host, and the length of its network's prefix. */
  readonly address: string;
  readonly prefix: number;
  /** Who is at the other side of the device: the real machine. Everything that is not in the network goes there too. */
  readonly neighbour: string;
  /** The same of IPv6, for a host that speaks both. */
  readonly ipv6?: { readonly address: string; readonly prefix: number; readonly neighbour: string };
  /** The longest datagram in bytes, as the device has it. */
  readonly mtu: number;
  /** What goes wrong on the way: `loss: 0.01`. Nothing unless said. */
  readonly link?: Partial<Omit<LinkSpec, "name" | "ends" | "maxFrameBytes">>;
}

export class Uplink implements LinkEnd {
  readonly host: HostId = "outside";
  /** Where datagrams go that leave; the bytes stay as they are. */
  leaves: (datagram: Uint8Array) => void = () => {};
  readonly #link: Link;

  /** Gives `host` an interface to the outside. */
  constructor(world: World, host: Host, spec: UplinkSpec) {
    const { net, name } = host;
    if (net === null) throw new Error(`${name} has no network`);
    const nic = net.addNic(linkName, ownMac, spec.mtu);
    net.addAddress(nic, ipv4(spec.address), spec.prefix);
    net.addRoute(ipv4("0.0.0.0"), 0, ipv4(spec.neighbour));
    nic.arp.addStatic(ipv4(spec.neighbour), outsideMac);
    if (spec.ipv6 !== undefined) {
      const neighbour = ipv6(spec.ipv6.neighbour);
      net.addAddress6(nic, ipv6(spec.ipv6.address), spec.ipv6.prefix);
      net.addRoute6(ipv6("::"), 0, neighbour);
      net.ip6.on(nic).neighbours.addStatic(neighbour, outsideMac);
    }
    this.#link = new Link(world, {
      name: linkName,
      ends: [nic, this],
      latency: ms(0),
      bitsPerSecond: null,
      queueFrames: null,
      loss: 0,
      maxFrameBytes: spec.mtu + ethernetHeaderLength,
      ...spec.link,
    });
    nic.attach(this.#link, 0);
  }

  /** A datagram came in from outside: part of a turn. */
  arrive(datagram: Uint8Array): void {
    const frame = new Uint8Array(ethernetHeaderLength + datagram.length);
    frame.set(datagram, ethernetHeaderLength);
    const type = datagram[0]! >> 4 === 6 ? etherType.ipv6 : etherType.ipv4;
    const header = { destination: ownMac, source: outsideMac, etherType: type };
    encodeEthernet(header, frame, ethernetHeaderLength);
    this.#link.send(1, frame, frameLabels(frame));
  }

  onFrame(bytes: Uint8Array): void {
    const frame = decodeEthernet(bytes);
    if (isMalformed(frame)) return;
    if (frame.etherType === etherType.ipv4 || frame.etherType === etherType.ipv6) this.leaves(frame.payload);
  }
}

const linkName = "uplink";
const ownMac = 0x02_00_00_00_00_01 as MacAddress;
const outsideMac = 0x02_00_00_00_00_fe as MacAddress;
