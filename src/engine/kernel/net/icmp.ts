/**
 * ICMP on a host (RFC 792; RFC 1122 3.2.2; for routers RFC 1812 4.3): answers echo requests, tells senders what went wrong with their
 * datagrams, and passes what others say of ours to the transport that sent them. Redirects and source quench are ignored (RFC 6633
 * deprecates the latter), timestamps and address masks are not answered.
 */
import type { HostId } from "../../trace/happening.ts";
import { checkIcmp, decodeIcmp, encodeIcmp, type IcmpHeader, icmpType, unreachableCode } from "../../wire/icmp.ts";
import { icmpCodeName } from "../../wire/icmp-fields.ts";
import { readU16 } from "../../wire/integers.ts";
import { decodeIpv4, type Ipv4Packet } from "../../wire/ipv4.ts";
import { formatIpv4, type Ipv4Address, ipv4Broadcast, isIpv4Multicast } from "../../wire/ipv4-address.ts";
import { isMalformed } from "../../wire/malformed.ts";
import { ipProtocol } from "../../wire/numbers.ts";
import type { World } from "../../world/world.ts";
import { Echoes, type EchoOutcome, type Ping } from "./echo.ts";
import { ErrorBudget } from "./error-budget.ts";
import type { IcmpError } from "./icmp-error.ts";
import type { SendError, Transport } from "./internet.ts";
import type { Ip } from "./ip.ts";
import type { SlabPool } from "./slab-pool.ts";

export class Icmp implements Transport {
  readonly #world: World;
  readonly #host: HostId;
  readonly #ip: Ip;
  readonly #slabs: SlabPool;
  readonly #echoes = new Echoes();
  readonly #budget: ErrorBudget;

  constructor(world: World, host: HostId, ip: Ip, slabs: SlabPool) {
    this.#world = world;
    this.#host = host;
    this.#ip = ip;
    this.#slabs = slabs;
    this.#budget = new ErrorBudget(world.now);
  }

  /** Sends an echo request; `answered` is called for the first reply to it or the first error about it, or never. */
  ping(ping: Ping<Ipv4Address>, answered: (outcome: EchoOutcome) => void): SendError | null {
    const { to, identifier, sequence, data = new Uint8Array(0), ttl, dontFragment } = ping;
    this.#echoes.wait(identifier, sequence, answered);
    return this.#send({ kind: "echo", identifier, sequence }, to, null, data, ttl, dontFragment);
  }

  /**
   * Tells the sender of a datagram what is wrong with it, unless one of the many reasons to be silent applies.
   * @param datagram as it was received: it is quoted "unchanged" (RFC 1122 3.2.2).
   */
  complain(header: IcmpHeader, packet: Ipv4Packet, datagram: Uint8Array, group: boolean): void {
    if (!mayBeComplainedOf(packet, group) || !this.#budget.spend(this.#world.now)) return;
    // RFC 1812 4.3.2.3: "as much of the original datagram as possible without the length of the ICMP datagram exceeding 576 bytes".
    const quoted = datagram.subarray(0, Math.min(datagram.length, longestQuote));
    // Who was spoken to answers (RFC 1122 3.3.4.2 (1)); a router in between uses the interface that the error leaves by (RFC 1812 4.3.2.4).
    const source = this.#ip.owns(packet.destination) ? packet.destination : null;
    this.#send(header, packet.source, source, quoted);
  }

  onDatagram(packet: Ipv4Packet, _datagram: Uint8Array, group: boolean): void {
    const message = decodeIcmp(packet.payload);
    if (isMalformed(message) || checkIcmp(packet.payload) !== "right") return;
    this.#logReceived(packet.source, message);
    switch (message.kind) {
      case "echo":
        // RFC 1122 3.2.2.6: to everybody: "MAY be silently discarded". To one: answered from that very address, "data ... entirely".
        if (group) return;
        this.#send({ ...message, kind: "echo-reply" }, packet.source, packet.destination, message.payload);
        return;
      case "echo-reply": {
        const { source: from, ttl } = packet;
        this.#echoes.answer(message.identifier, message.sequence, { kind: "reply", from, ttl, data: message.payload });
        return;
      }
      case "destination-unreachable":
      case "time-exceeded":
      case "parameter-problem": {
        const quoted = decodeIpv4(message.payload, true);
        // What this host did not send, nobody here wants to hear about.
        if (isMalformed(quoted) || !this.#ip.owns(quoted.source)) return;
        const mtu = message.kind === "destination-unreachable" ? this.#pathMtu(message, quoted) : 0;
        const { kind, code } = message;
        this.#ip.report({ kind, code, mtu, reporter: packet.source }, quoted);
        return;
      }
      case "redirect":
      case "other":
        // RFC 1122 3.2.2: "If an ICMP message of unknown type is received, it MUST be silently discarded."
        return;
    }
  }

  /** An error about an echo request of ours. */
  onError(error: IcmpError, quoted: Ipv4Packet): void {
    const echo = decodeIcmp(quoted.payload);
    if (isMalformed(echo) || echo.kind !== "echo") return;
    this.#echoes.answer(echo.identifier, echo.sequence, { kind: "error", error });
  }

  #pathMtu({ code, nextHopMtu }: { code: number; nextHopMtu: number }, quoted: Ipv4Packet): number {
    if (code !== unreachableCode.fragmentationNeeded) return 0;
    const route = this.#ip.route(quoted.destination, null);
    if (typeof route === "string") return 0;
    // Which length the quoted datagram had only its header still says: the quotation is cut.
    const length = quoted.headerLength + Math.max(quoted.payload.length, quotedLength(quoted));
    return this.#ip.pathMtus.lower(quoted.destination, this.#ip.mtu(route), nextHopMtu, length);
  }

  #send(
    header: IcmpHeader,
    to: Ipv4Address,
    from: Ipv4Address | null,
    data: Uint8Array,
    ttl = this.#ip.defaultTtl,
    dontFragment = false,
  ): SendError | null {
    const route = this.#ip.route(to, from);
    if (typeof route === "string") return route;
    const at = this.#slabs.reserve(data.length);
    const { out } = this.#slabs;
    out.set(data, at);
    const end = at + data.length;
    const start = encodeIcmp(header, out, at, end);
    if (this.#world.tracing) {
      const happening = { kind: "icmp.sent", to: formatIpv4(to), message: messageName(header) } as const;
      this.#world.handle(this.#world.emit(this.#host, happening));
    }
    // RFC 1122 3.2.2: "SHOULD be sent with normal (i.e., zero) TOS bits."
    return this.#ip.send(route, { protocol: ipProtocol.icmp, ttl, dscp: 0, ecn: 0, dontFragment }, out, start, end);
  }

  #logReceived(from: Ipv4Address, message: IcmpHeader): void {
    const world = this.#world;
    if (!world.tracing) return;
    const happening = { kind: "icmp.received", from: formatIpv4(from), message: messageName(message) } as const;
    world.handle(world.emit(this.#host, happening));
  }
}

/**
 * RFC 1122 3.2.2 and RFC 1812 4.3.2.7: no error about an ICMP error, about what was sent to many, about a fragment that is not the
 * first, or to a source that is not a single host.
 */
function mayBeComplainedOf(packet: Ipv4Packet, group: boolean): boolean {
  const { source, destination } = packet;
  if (group || packet.fragmentOffset > 0) return false;
  if (isIpv4Multicast(destination) || destination === ipv4Broadcast) return false;
  if (source >>> 24 === 0 || source >>> 28 >= 14) return false;
  return packet.protocol !== ipProtocol.icmp || !isErrorType(packet.payload[0]);
}

/** Destination unreachable, source quench, redirect, time exceeded, parameter problem (RFC 1122 3.2.2). A message without a type counts. */
const isErrorType = (type: number | undefined): boolean =>
  type === undefined || type === 3 || type === 4 || type === 5 || type === 11 || type === 12;

/** The payload length that a quoted datagram had before the quotation cut it, as far as UDP's own length field tells. */
const quotedLength = ({ protocol, payload }: Ipv4Packet): number =>
  protocol === ipProtocol.udp && payload.length >= 6 ? readU16(payload, 4) : 0;

/** `echo`, `port unreachable`: a few words for the trace. */
function messageName(header: IcmpHeader): string {
  switch (header.kind) {
    case "echo":
      return "echo";
    case "echo-reply":
      return "echo reply";
    case "destination-unreachable":
      return icmpCodeName(icmpType.destinationUnreachable, header.code) ?? `unreachable, code ${header.code}`;
    case "time-exceeded":
      return icmpCodeName(icmpType.timeExceeded, header.code) ?? `time exceeded, code ${header.code}`;
    case "parameter-problem":
      return `parameter problem at byte ${header.pointer}`;
    case "redirect":
      return "redirect";
    case "other":
      return `type ${header.type}, code ${header.code}`;
  }
}

/** Bytes: 576 less the headers of IPv4 and ICMP. */
const longestQuote = 548;
