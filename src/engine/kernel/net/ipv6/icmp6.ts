/**
 * ICMPv6 on a host (RFC 4443): answers echo requests, tells senders what went wrong with their packets, passes what others say of ours to
 * the transport that sent them, and hands the messages of neighbour discovery to the interface they came by. Unknown informational
 * messages are discarded, unknown errors too.
 */
import { addChecksum } from "../../../base/checksum.ts";
import type { HostId } from "../../../trace/happening.ts";
import { decodeIcmpv6, encodeIcmpv6, type Icmpv6Header, icmpv6Type, parameterCode6 } from "../../../wire/icmpv6.ts";
import { icmpv6CodeName } from "../../../wire/icmpv6-fields.ts";
import { decodeIpv6, type Ipv6Packet } from "../../../wire/ipv6.ts";
import { formatIpv6, type Ipv6Address, ipv6Unspecified, isIpv6Multicast } from "../../../wire/ipv6-address.ts";
import { isMalformed } from "../../../wire/malformed.ts";
import { ipProtocol } from "../../../wire/numbers.ts";
import { type AddressSum, ipv6AddressSum, upperLayerChecksum } from "../../../wire/pseudo-header.ts";
import type { World } from "../../../world/world.ts";
import { Echoes, type EchoOutcome, type Ping } from "../echo.ts";
import { ErrorBudget } from "../error-budget.ts";
import type { IcmpError } from "../icmp-error.ts";
import type { SendError, Transport } from "../internet.ts";
import type { SlabPool } from "../slab-pool.ts";
import { type DiscoveryMessage, mayBeFromLink } from "./discovery.ts";
import type { Ip6 } from "./ip6.ts";
import type { Routers } from "./routers.ts";

export class Icmp6 implements Transport {
  readonly #world: World;
  readonly #host: HostId;
  readonly #ip: Ip6;
  readonly #slabs: SlabPool;
  readonly #routers: Routers;
  readonly #echoes = new Echoes();
  readonly #budget: ErrorBudget;

  constructor(world: World, host: HostId, ip: Ip6, slabs: SlabPool, routers: Routers) {
    this.#world = world;
    this.#host = host;
    this.#ip = ip;
    this.#slabs = slabs;
    this.#routers = routers;
    this.#budget = new ErrorBudget(world.now);
  }

  /** Sends an echo request; `answered` is called for the first reply to it or the first error about it, or never. */
  ping(ping: Ping<Ipv6Address>, answered: (outcome: EchoOutcome) => void): SendError | null {
    const { to, identifier, sequence, data = new Uint8Array(0), ttl, dontFragment = false } = ping;
    this.#echoes.wait(identifier, sequence, answered);
    return this.#send({ kind: "echo", identifier, sequence }, to, null, data, ttl, dontFragment);
  }

  /**
   * Tells the sender of a packet what is wrong with it, unless one of the reasons to be silent applies.
   * @param bytes as they were received: quoted as far as the error fits the smallest MTU (RFC 4443 2.4 (c)).
   */
  complain(header: Icmpv6Header, packet: Ipv6Packet, bytes: Uint8Array, group: boolean): void {
    if (!mayBeComplainedOf(header, packet, group) || !this.#budget.spend(this.#world.now)) return;
    const quoted = bytes.subarray(0, Math.min(bytes.length, longestQuote));
    // RFC 4443 2.2: who was spoken to answers; a router in between is known by the address that fits the way back.
    const source = this.#ip.owns(packet.destination) ? packet.destination : null;
    this.#send(header, packet.source, source, quoted);
  }

  onDatagram(packet: Ipv6Packet, bytes: Uint8Array, group: boolean): void {
    const message = decodeIcmpv6(packet.payload);
    if (isMalformed(message)) {
      this.#ip.drop(bytes, "malformed");
      return;
    }
    const sum = addChecksum(bytes, 8, 40) as AddressSum;
    if (upperLayerChecksum(packet.payload, 0, packet.payload.length, ipProtocol.icmpv6, sum) !== 0) {
      this.#ip.drop(bytes, "checksum");
      return;
    }
    if ("options" in message) {
      this.#onDiscovery(packet, bytes, message);
      return;
    }
    this.#logReceived(packet.source, message);
    switch (message.kind) {
      case "echo": {
        // RFC 4443 4.2: an echo sent to a group is answered from a unicast address; and one that nobody sent is not answered.
        if (packet.source === ipv6Unspecified) return;
        const { identifier, sequence } = message;
        const from = isIpv6Multicast(packet.destination) ? null : packet.destination;
        this.#send({ kind: "echo-reply", identifier, sequence }, packet.source, from, message.payload);
        return;
      }
      case "echo-reply": {
        const { source: from, hopLimit: ttl } = packet;
        this.#echoes.answer(message.identifier, message.sequence, { kind: "reply", from, ttl, data: message.payload });
        return;
      }
      case "destination-unreachable":
      case "packet-too-big":
      case "time-exceeded":
      case "parameter-problem": {
        if (group) return;
        const quoted = decodeIpv6(message.payload, true);
        // What this host did not send, nobody here wants to hear about.
        if (isMalformed(quoted) || !this.#ip.owns(quoted.source)) return;
        const mtu = message.kind === "packet-too-big" ? this.#pathMtu(message.mtu, quoted) : 0;
        const code = "code" in message ? message.code : 0;
        this.#ip.report({ kind: message.kind, code, mtu, reporter: packet.source }, quoted);
        return;
      }
      case "other":
        return;
    }
  }

  /** An error about an echo request of ours. */
  onError(error: IcmpError, quoted: Ipv6Packet): void {
    const echo = decodeIcmpv6(quoted.payload);
    if (isMalformed(echo) || echo.kind !== "echo") return;
    this.#echoes.answer(echo.identifier, echo.sequence, { kind: "error", error });
  }

  #onDiscovery(packet: Ipv6Packet, bytes: Uint8Array, message: DiscoveryMessage): void {
    const link = this.#ip.arrivedBy;
    if (link === null) return;
    if (!mayBeFromLink(packet, message)) {
      this.#ip.drop(bytes, "malformed");
      return;
    }
    switch (message.kind) {
      case "neighbor-solicitation":
        link.onSolicitation(packet.source, message);
        return;
      case "neighbor-advertisement":
        link.onAdvertisement(message);
        return;
      case "router-solicitation":
        this.#routers.onSolicitation(link, packet.source, message);
        return;
      case "router-advertisement":
        this.#routers.onAdvertisement(link, packet.source, message);
        return;
    }
  }

  /** RFC 8201 4: what a packet too big says of the path to where the quoted packet was going. */
  #pathMtu(mtu: number, quoted: Ipv6Packet): number {
    const route = this.#ip.route(quoted.destination, null);
    if (typeof route === "string") return 0;
    return this.#ip.pathMtus.lower(quoted.destination, this.#ip.mtu(route), mtu, mtu);
  }

  #send(
    header: Icmpv6Header,
    to: Ipv6Address,
    from: Ipv6Address | null,
    data: Uint8Array,
    ttl?: number,
    dontFragment = false,
  ): SendError | null {
    const route = this.#ip.route(to, from);
    if (typeof route === "string") return route;
    const at = this.#slabs.reserve(data.length);
    const { out } = this.#slabs;
    out.set(data, at);
    const end = at + data.length;
    const start = encodeIcmpv6(header, out, at, end, ipv6AddressSum(route.source, route.destination));
    if (this.#world.tracing) {
      const happening = { kind: "icmp.sent", to: formatIpv6(to), message: messageName(header) } as const;
      this.#world.handle(this.#world.emit(this.#host, happening));
    }
    const hops = ttl ?? this.#ip.hopLimit(route);
    const outgoing = { protocol: ipProtocol.icmpv6, ttl: hops, dscp: 0, ecn: 0, dontFragment };
    return this.#ip.send(route, outgoing, out, start, end);
  }

  #logReceived(from: Ipv6Address, message: Icmpv6Header): void {
    const world = this.#world;
    if (!world.tracing) return;
    const happening = { kind: "icmp.received", from: formatIpv6(from), message: messageName(message) } as const;
    world.handle(world.emit(this.#host, happening));
  }
}

/**
 * RFC 4443 2.4 (e): no error about an ICMPv6 error, nor about what was sent to many (but that it was too big, or an option that asks to be
 * complained of), nor to a source that is not a single node.
 */
function mayBeComplainedOf(header: Icmpv6Header, packet: Ipv6Packet, group: boolean): boolean {
  const { source, destination, extensions, protocol, payload } = packet;
  if (source === ipv6Unspecified || isIpv6Multicast(source)) return false;
  const evenToMany =
    header.kind === "packet-too-big" || (header.kind === "parameter-problem" && header.code === parameterCode6.option);
  if ((group || isIpv6Multicast(destination)) && !evenToMany) return false;
  // A later fragment does not say what it is a piece of; if it is one of an error, its receiver could not tell either.
  const isLater = extensions.some((extension) => extension.kind === "fragment" && extension.offset > 0);
  if (isLater) return header.kind !== "time-exceeded";
  return protocol !== ipProtocol.icmpv6 || !isErrorOrRedirect(payload[0]);
}

/** Types below 128 are errors (RFC 4443 2.1); 137 is a redirect. A message without a type counts. */
const isErrorOrRedirect = (type: number | undefined): boolean => type === undefined || type < 128 || type === 137;

/** `echo`, `port unreachable`: a few words for the trace. */
function messageName(header: Icmpv6Header): string {
  switch (header.kind) {
    case "echo":
      return "echo";
    case "echo-reply":
      return "echo reply";
    case "destination-unreachable":
      return icmpv6CodeName(icmpv6Type.destinationUnreachable, header.code) ?? `unreachable, code ${header.code}`;
    case "packet-too-big":
      return `packet too big, MTU ${header.mtu}`;
    case "time-exceeded":
      return icmpv6CodeName(icmpv6Type.timeExceeded, header.code) ?? `time exceeded, code ${header.code}`;
    case "parameter-problem":
      return `parameter problem at byte ${header.pointer}`;
    case "other":
      return `type ${header.type}, code ${header.code}`;
    default:
      return header.kind.replaceAll("-", " ");
  }
}

/** Bytes: 1280 less the headers of IPv6 and ICMPv6. */
const longestQuote = 1232;
