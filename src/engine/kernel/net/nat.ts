/**
 * What turns a router into a home router: everybody behind it speaks with its one outside address, told apart by port (NAPT, RFC 3022).
 * One mapping per inside endpoint, whoever is spoken to ("endpoint-independent mapping", RFC 4787 4.1), and whoever sends to a mapped
 * port gets in ("endpoint-independent filtering", RFC 4787 section 5); the outside port is the inside one where it is free. ICMP errors are
 * translated together with what they quote (RFC 5508). Fragments are put together first, since only the first one has ports.
 * Deviates: no hairpinning (RFC 4787 section 6), one outside address; what the router itself says of a datagram that it has translated
 * already (its next hop does not answer) speaks of the translated one. A mapping's age is looked at when it is used.
 */
import { after, type Duration, type Instant, seconds } from "../../base/time.ts";
import type { HostId } from "../../trace/happening.ts";
import { icmpType } from "../../wire/icmp.ts";
import { readU16, readU32 } from "../../wire/integers.ts";
import type { Ipv4Packet } from "../../wire/ipv4.ts";
import type { Ipv4Address } from "../../wire/ipv4-address.ts";
import { ipProtocol } from "../../wire/numbers.ts";
import { tcpFlag } from "../../wire/tcp.ts";
import type { World } from "../../world/world.ts";
import { type Endpoint, formatEndpoint } from "./demux.ts";
import type { Ip } from "./ip.ts";
import type { Nic } from "./nic.ts";
import { recomputeIcmpChecksum, rewriteAddress, rewriteEnd } from "./rewrite.ts";

export class Nat {
  /** The interface towards the Internet, whose first address everybody inside shares. */
  readonly outside: Nic;
  readonly #world: World;
  readonly #host: HostId;
  readonly #ip: Ip;
  readonly #tables: ReadonlyMap<number, Table>;

  constructor(world: World, host: HostId, ip: Ip, outside: Nic) {
    this.outside = outside;
    this.#world = world;
    this.#host = host;
    this.#ip = ip;
    const table = (): Table => ({ byInside: new Map(), byOutside: new Map() });
    this.#tables = new Map([
      [ipProtocol.icmp, table()],
      [ipProtocol.tcp, table()],
      [ipProtocol.udp, table()],
    ]);
  }

  /** Lets what comes to `port` from outside in to `inside`, for ever: port forwarding. */
  forwardPort(protocol: "TCP" | "UDP", port: number, inside: Endpoint<Ipv4Address>): void {
    const number = protocol === "TCP" ? ipProtocol.tcp : ipProtocol.udp;
    this.#add(this.#tables.get(number)!, number, inside, port, Number.POSITIVE_INFINITY);
  }

  /** A datagram that came in by `from`: what to go on with in its place; null while fragments of it are missing. */
  arrived(packet: Ipv4Packet, datagram: Uint8Array, from: Nic): Uint8Array | null {
    const whole = this.#ip.reassemble(packet, datagram);
    if (whole === null || from !== this.outside || packet.destination !== this.#address()) return whole;
    const { protocol } = packet;
    const upper = (whole[0]! & 15) * 4;
    if (protocol === ipProtocol.icmp && isError(whole[upper])) return this.#errorFromOutside(whole, upper);
    // An echo that comes in is for the router itself: only replies have asked.
    if (protocol === ipProtocol.icmp && whole[upper] !== icmpType.echoReply) return whole;
    const port = portOf(whole, upper, protocol, "destination");
    const mapping = port === null ? null : this.#find(protocol, this.#tables.get(protocol)?.byOutside.get(port));
    if (mapping === null) return whole; // then it is for the router, or for nobody
    if (protocol === ipProtocol.tcp) this.#watchTcp(mapping, whole[upper + 13] ?? 0, "inbound");
    const copy = whole.slice();
    rewriteEnd(copy, "destination", mapping.inside);
    return copy;
  }

  /** A datagram, to be changed in place, that is about to leave by `to`; false: it must not. */
  leaving(datagram: Uint8Array, to: Nic): boolean {
    const source = readU32(datagram, 12) as Ipv4Address;
    if (to !== this.outside || this.#ip.owns(source)) return true;
    const protocol = datagram[9]!;
    const upper = (datagram[0]! & 15) * 4;
    if (protocol === ipProtocol.icmp && isError(datagram[upper])) return this.#errorFromInside(datagram, upper);
    if (protocol === ipProtocol.icmp && datagram[upper] !== icmpType.echo) return false;
    const port = portOf(datagram, upper, protocol, "source");
    const table = this.#tables.get(protocol);
    if (port === null || table === undefined) return false;
    const inside = { address: source, port };
    const mapping = this.#find(protocol, table.byInside.get(keyOf(inside))) ?? this.#map(table, protocol, inside);
    if (mapping === null) return false;
    // RFC 4787 4.3: what goes out keeps a mapping alive; here, what comes in does not.
    if (protocol === ipProtocol.tcp) this.#watchTcp(mapping, datagram[upper + 13] ?? 0, "outbound");
    else this.#keep(mapping, protocol === ipProtocol.udp ? udpIdle : icmpIdle);
    rewriteEnd(datagram, "source", { address: this.#address(), port: mapping.outside });
    return true;
  }

  /** About something that an inside host sent: the quotation shows our outside end as its source. */
  #errorFromOutside(whole: Uint8Array, upper: number): Uint8Array | null {
    const quoted = whole.subarray(upper + 8);
    const mapping = this.#mappingOfQuoted(quoted, "source");
    if (mapping === null) return whole;
    const copy = whole.slice();
    rewriteEnd(copy.subarray(upper + 8), "source", mapping.inside);
    rewriteAddress(copy, "destination", mapping.inside.address);
    recomputeIcmpChecksum(copy);
    return copy;
  }

  /** From an inside host about something that came in: the quotation shows the inside end as its destination. */
  #errorFromInside(datagram: Uint8Array, upper: number): boolean {
    const quoted = datagram.subarray(upper + 8);
    const mapping = this.#mappingOfQuoted(quoted, "destination");
    if (mapping === null) return false;
    rewriteEnd(quoted, "destination", { address: this.#address(), port: mapping.outside });
    rewriteAddress(datagram, "source", this.#address());
    recomputeIcmpChecksum(datagram);
    return true;
  }

  /** The mapping of a quoted datagram; `end` is the end of it that is ours. */
  #mappingOfQuoted(quoted: Uint8Array, end: "source" | "destination"): Mapping | null {
    if (quoted.length < 28 || quoted[0]! >> 4 !== 4) return null;
    const upper = (quoted[0]! & 15) * 4;
    const protocol = quoted[9]!;
    const port = portOf(quoted, upper, protocol, end);
    const table = this.#tables.get(protocol);
    if (port === null || table === undefined) return null;
    const address = readU32(quoted, end === "source" ? 12 : 16) as Ipv4Address;
    if (end === "destination") return this.#find(protocol, table.byInside.get(keyOf({ address, port })));
    return address === this.#address() ? this.#find(protocol, table.byOutside.get(port)) : null;
  }

  /** A mapping that is still alive; one that is not is forgotten. */
  #find(protocol: number, mapping: Mapping | undefined): Mapping | null {
    if (mapping === undefined) return null;
    if (this.#world.now < mapping.until) return mapping;
    const table = this.#tables.get(protocol)!;
    table.byInside.delete(keyOf(mapping.inside));
    table.byOutside.delete(mapping.outside);
    this.#log(protocol, mapping, "expired");
    return null;
  }

  #map(table: Table, protocol: number, inside: Endpoint<Ipv4Address>): Mapping | null {
    const port = this.#freePort(table, protocol, inside.port);
    if (port === null) return null;
    return this.#add(table, protocol, inside, port, after(this.#world.now, firstIdle(protocol)));
  }

  #add(
    table: Table,
    protocol: number,
    inside: Endpoint<Ipv4Address>,
    outside: number,
    until: Instant | number,
  ): Mapping {
    const mapping: Mapping = { inside, outside, until, tcp: "opening", closing: 0 };
    table.byInside.set(keyOf(inside), mapping);
    table.byOutside.set(outside, mapping);
    this.#log(protocol, mapping, "made");
    return mapping;
  }

  /** The inside port itself, else the next free one behind it, so that the same world gives the same ports. */
  #freePort(table: Table, protocol: number, wanted: number): number | null {
    const count = 0x10000 - lowestPort;
    for (let i = 0; i < count; i++) {
      const port = lowestPort + ((Math.max(0, wanted - lowestPort) + i) % count);
      if (this.#find(protocol, table.byOutside.get(port)) === null) return port;
    }
    return null;
  }

  /** As much of TCP as its timeouts need (RFC 5382 section 5): opening and closing are short, what is open may be silent for two hours. */
  #watchTcp(mapping: Mapping, flags: number, way: "inbound" | "outbound"): void {
    const bit = way === "inbound" ? 1 : 2;
    if (flags & tcpFlag.rst) mapping.closing = 3;
    else if (flags & tcpFlag.fin) mapping.closing |= bit;
    else if (flags & tcpFlag.syn) {
      mapping.closing = 0;
      if (way === "outbound" && !(flags & tcpFlag.ack)) mapping.tcp = "opening";
    } else if (mapping.tcp === "opening") mapping.tcp = "open";
    this.#keep(mapping, mapping.tcp === "open" && mapping.closing !== 3 ? tcpIdle : tcpTransitory);
  }

  #keep(mapping: Mapping, idle: Duration): void {
    if (mapping.until !== Number.POSITIVE_INFINITY) mapping.until = after(this.#world.now, idle);
  }

  #address(): Ipv4Address {
    return this.outside.addresses[0]!.address;
  }

  #log(protocol: number, mapping: Mapping, change: "made" | "expired"): void {
    const world = this.#world;
    if (!world.tracing) return;
    const name = protocol === ipProtocol.tcp ? "TCP" : protocol === ipProtocol.udp ? "UDP" : "ICMP";
    const inside = formatEndpoint(mapping.inside.address, mapping.inside.port);
    const outside = formatEndpoint(this.#address(), mapping.outside);
    world.handle(world.emit(this.#host, { kind: "nat.mapping", protocol: name, inside, outside, change }));
  }
}

interface Mapping {
  readonly inside: Endpoint<Ipv4Address>;
  /** The port, or the identifier of an ICMP query, that stands for it outside. */
  readonly outside: number;
  until: Instant | number;
  tcp: "opening" | "open";
  /** Who has sent a FIN: 1 the outside, 2 the inside, 3 both, or somebody has reset. */
  closing: number;
}

interface Table {
  readonly byInside: Map<number, Mapping>;
  readonly byOutside: Map<number, Mapping>;
}

const keyOf = ({ address, port }: Endpoint<Ipv4Address>): number => address * 0x10000 + port;

/** The port at one end of a datagram, or its ICMP query's identifier; null when there is none or it is cut off. */
function portOf(datagram: Uint8Array, upper: number, protocol: number, end: "source" | "destination"): number | null {
  const isIcmp = protocol === ipProtocol.icmp;
  if (!isIcmp && protocol !== ipProtocol.tcp && protocol !== ipProtocol.udp) return null;
  const at = upper + (isIcmp ? 4 : end === "source" ? 0 : 2);
  return at + 2 <= datagram.length && upper + 8 <= datagram.length ? readU16(datagram, at) : null;
}

const isError = (type: number | undefined): boolean =>
  type === icmpType.destinationUnreachable || type === icmpType.timeExceeded || type === icmpType.parameterProblem;

const firstIdle = (protocol: number): Duration =>
  protocol === ipProtocol.udp ? udpIdle : protocol === ipProtocol.icmp ? icmpIdle : tcpTransitory;

/** RFC 4787 4.3: not below two minutes, five recommended. */
const udpIdle = seconds(300);
/** RFC 5508: not below 60 seconds. */
const icmpIdle = seconds(60);
/** RFC 5382 section 5: 2 hours 4 minutes, so that a keep-alive every two hours suffices; and 4 minutes. */
const tcpIdle = seconds(7440);
const tcpTransitory = seconds(240);
/** Ports below are not given away: services have them. */
const lowestPort = 1024;
