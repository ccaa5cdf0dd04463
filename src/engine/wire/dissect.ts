/**
 * A frame taken apart for the byte inspector: Ethernet, ARP, IP and what it carries, down to the application's data, each layer with its
 * fields. Layers lie behind each other without gap or overlap and cover the frame. Bytes that cannot be read as what they claim
 * to be get a layer with `malformed` set and the fields that could be read; what is behind them is data.
 */
import { decodeArp } from "./arp.ts";
import { decodeEthernet } from "./ethernet.ts";
import { type Field, FieldWriter } from "./fields.ts";
import { checkIcmp, decodeIcmp, type IcmpHeader, icmpHeaderLength } from "./icmp.ts";
import { icmpFields } from "./icmp-fields.ts";
import { checkIcmpv6, decodeIcmpv6, type Icmpv6Header } from "./icmpv6.ts";
import { icmpv6Fields } from "./icmpv6-fields.ts";
import { readU16 } from "./integers.ts";
import { checkIpv4, decodeIpv4 } from "./ipv4.ts";
import { ipv4Fields } from "./ipv4-fields.ts";
import { decodeIpv6, type Ipv6Packet, ipv6HeaderLength } from "./ipv6.ts";
import { ipv6ExtensionKind, ipv6ExtensionLength } from "./ipv6-extensions.ts";
import { ipv6ExtensionFields, ipv6Fields } from "./ipv6-fields.ts";
import { arpFields, ethernetFields, vlanFields } from "./link-fields.ts";
import { isMalformed, type LayerName, type Malformed } from "./malformed.ts";
import { etherType, ipProtocol } from "./numbers.ts";
import { type AddressSum, type ChecksumState, ipv4AddressSum, ipv6AddressSum } from "./pseudo-header.ts";
import { checkTcp, decodeTcp } from "./tcp.ts";
import { tcpFields } from "./tcp-fields.ts";
import { checkUdp, decodeUdp } from "./udp.ts";
import { udpFields } from "./udp-fields.ts";

export interface Layer {
  /** "data": what the layer before carries; "padding": bytes behind the end that a length field gives. */
  readonly name: LayerName | "data" | "padding";
  /** Bytes from the start of the frame. */
  readonly offset: number;
  /** Bytes of this layer alone: its header, without what it carries. */
  readonly length: number;
  /** In the order of the wire, covering the layer; bit offsets count from the start of the layer. */
  readonly fields: readonly Field[];
  /** Null where the layer has no checksum. */
  readonly checksum: ChecksumState | null;
  readonly malformed: Malformed | null;
  /** Whether it belongs to the datagram that an ICMP error quotes, not to the one that carries it. */
  readonly quoted: boolean;
}

/** @param frame an Ethernet frame, whole or not. Never throws; an empty frame has no layers. */
export function dissect(frame: Uint8Array): Layer[] {
  const dissection = new Dissection(frame);
  dissection.ethernet();
  return dissection.layers;
}

/** What a transport layer needs to know of the packet that carries it. */
interface Carrier {
  readonly protocol: number;
  /** Null where the final destination is not known (an unfinished routing header). */
  readonly addresses: AddressSum | null;
  /** False for fragments and for quotations that end early: lengths and checksums cannot be checked. */
  readonly whole: boolean;
  readonly quoted: boolean;
}

class Dissection {
  readonly layers: Layer[] = [];
  readonly #frame: Uint8Array;

  constructor(frame: Uint8Array) {
    this.#frame = frame;
  }

  ethernet(): void {
    const end = this.#frame.length;
    if (end === 0) return;
    const frame = decodeEthernet(this.#frame);
    let at = this.#layer("ethernet", 0, ethernetFields(this.#frame), { malformed: isMalformed(frame) ? frame : null });
    let type = isMalformed(frame) ? -1 : frame.etherType;
    while (type === etherType.vlan && end - at >= 4) {
      type = readU16(this.#frame, at + 2);
      at = this.#layer("vlan", at, vlanFields(this.#frame.subarray(at)));
    }
    if (type === etherType.arp) this.#arp(at, end);
    else if (type === etherType.ipv4) this.#ipv4(at, end, false);
    else if (type === etherType.ipv6) this.#ipv6(at, end, false);
    else this.#rest("data", at, end, false);
  }

  #arp(from: number, to: number): void {
    const bytes = this.#frame.subarray(from, to);
    const packet = decodeArp(bytes);
    const end = this.#layer("arp", from, arpFields(bytes), { malformed: isMalformed(packet) ? packet : null });
    this.#rest("padding", end, to, false);
  }

  #ipv4(from: number, to: number, quoted: boolean): void {
    const bytes = this.#frame.subarray(from, to);
    const packet = decodeIpv4(bytes, quoted);
    const checksum = checkIpv4(bytes);
    if (isMalformed(packet)) {
      const end = this.#layer("ipv4", from, ipv4Fields(bytes), { malformed: packet, checksum, quoted });
      this.#rest("data", end, to, quoted);
      return;
    }
    const payloadAt = this.#layer("ipv4", from, ipv4Fields(bytes), { checksum, quoted });
    const payloadEnd = payloadAt + packet.payload.length;
    if (packet.fragmentOffset > 0) this.#rest("data", payloadAt, payloadEnd, quoted);
    else {
      this.#transport(payloadAt, payloadEnd, {
        protocol: packet.protocol,
        addresses: ipv4AddressSum(packet.source, packet.destination),
        whole: !packet.moreFragments && payloadEnd - from === readU16(bytes, 2),
        quoted,
      });
    }
    this.#rest("padding", payloadEnd, to, quoted);
  }

  #ipv6(from: number, to: number, quoted: boolean): void {
    const bytes = this.#frame.subarray(from, to);
    const packet = decodeIpv6(bytes, quoted);
    const end = this.#layer("ipv6", from, ipv6Fields(bytes), {
      quoted,
      malformed: isMalformed(packet) && packet.layer === "ipv6" ? packet : null,
    });
    if (isMalformed(packet)) {
      if (packet.layer === "ipv6") this.#rest("data", end, to, quoted);
      else this.#brokenExtension(from, to, bytes[6]!, packet, quoted);
      return;
    }
    let at = end;
    for (const extension of packet.extensions) {
      at = this.#layer(extension.kind, at, ipv6ExtensionFields(extension.kind, this.#frame.subarray(at, to)), {
        quoted,
      });
    }
    const payloadEnd = at + packet.payload.length;
    const fragment = packet.extensions.find((extension) => extension.kind === "fragment");
    const isPiece = fragment !== undefined && (fragment.more || fragment.offset > 0);
    if (isPiece && fragment.offset > 0) this.#rest("data", at, payloadEnd, quoted);
    else {
      this.#transport(at, payloadEnd, {
        protocol: packet.protocol,
        addresses: finalAddresses(packet),
        whole: !isPiece && payloadEnd - from === ipv6HeaderLength + readU16(bytes, 4),
        quoted,
      });
    }
    this.#rest("padding", payloadEnd, to, quoted);
  }

  /** The extension headers up to the one in which `malformed` was found; the rest is data. */
  #brokenExtension(from: number, to: number, first: number, malformed: Malformed, quoted: boolean): void {
    const culprit = from + malformed.at;
    let [next, at] = [first, from + ipv6HeaderLength];
    for (;;) {
      const kind = ipv6ExtensionKind(next);
      if (kind === undefined || at >= to) break;
      const bytes = this.#frame.subarray(at, to);
      const end = at + ipv6ExtensionLength(kind, bytes, 0, bytes.length);
      const here = culprit < end;
      next = bytes[0]!;
      at = this.#layer(kind, at, ipv6ExtensionFields(kind, bytes), { quoted, malformed: here ? malformed : null });
      if (here) break;
    }
    this.#rest("data", at, to, quoted);
  }

  #transport(from: number, to: number, carrier: Carrier): void {
    if (from === to && !carrier.whole) return;
    if (carrier.protocol === ipProtocol.tcp) this.#tcp(from, to, carrier);
    else if (carrier.protocol === ipProtocol.udp) this.#udp(from, to, carrier);
    else if (carrier.protocol === ipProtocol.icmp) this.#icmp(from, to, carrier);
    else if (carrier.protocol === ipProtocol.icmpv6) this.#icmpv6(from, to, carrier);
    else this.#rest("data", from, to, carrier.quoted);
  }

  #tcp(from: number, to: number, carrier: Carrier): void {
    const bytes = this.#frame.subarray(from, to);
    const end = this.#layer("tcp", from, tcpFields(bytes), {
      quoted: carrier.quoted,
      malformed: carrier.whole ? asMalformed(decodeTcp(bytes)) : null,
      checksum: carrier.whole && carrier.addresses !== null ? checkTcp(bytes, carrier.addresses) : "unchecked",
    });
    this.#rest("data", end, to, carrier.quoted);
  }

  #udp(from: number, to: number, carrier: Carrier): void {
    const bytes = this.#frame.subarray(from, to);
    const datagram = decodeUdp(bytes);
    const end = this.#layer("udp", from, udpFields(bytes), {
      quoted: carrier.quoted,
      malformed: carrier.whole ? asMalformed(datagram) : null,
      checksum: carrier.whole && carrier.addresses !== null ? checkUdp(bytes, carrier.addresses) : "unchecked",
    });
    const dataEnd = isMalformed(datagram) ? to : end + datagram.payload.length;
    this.#rest("data", end, dataEnd, carrier.quoted);
    this.#rest("padding", dataEnd, to, carrier.quoted);
  }

  #icmp(from: number, to: number, carrier: Carrier): void {
    const bytes = this.#frame.subarray(from, to);
    const message = decodeIcmp(bytes);
    const end = this.#layer("icmp", from, icmpFields(bytes), {
      quoted: carrier.quoted,
      malformed: carrier.whole ? asMalformed(message) : null,
      checksum: carrier.whole ? checkIcmp(bytes) : "unchecked",
    });
    const quotes = end - from === icmpHeaderLength && !isMalformed(message) && icmpErrors.includes(message.kind);
    // An error never quotes an error (RFC 1122 3.2.2), so one level is all that has a meaning.
    if (quotes && !carrier.quoted && end < to) this.#ipv4(end, to, true);
    else this.#rest("data", end, to, carrier.quoted);
  }

  #icmpv6(from: number, to: number, carrier: Carrier): void {
    const bytes = this.#frame.subarray(from, to);
    const message = decodeIcmpv6(bytes);
    const end = this.#layer("icmpv6", from, icmpv6Fields(bytes), {
      quoted: carrier.quoted,
      malformed: carrier.whole ? asMalformed(message) : null,
      checksum: carrier.whole && carrier.addresses !== null ? checkIcmpv6(bytes, carrier.addresses) : "unchecked",
    });
    const quotes = !isMalformed(message) && icmpv6Errors.includes(message.kind);
    if (quotes && !carrier.quoted && end < to) this.#ipv6(end, to, true);
    else this.#rest("data", end, to, carrier.quoted);
  }

  /** Adds a layer as long as its fields reach, and says where it ends. */
  #layer(
    name: Layer["name"],
    offset: number,
    fields: readonly Field[],
    more: { malformed?: Malformed | null; checksum?: ChecksumState | null; quoted?: boolean } = {},
  ): number {
    const last = fields.at(-1);
    const length = last === undefined ? 0 : (last.bitOffset + last.bitWidth) / 8;
    const { malformed = null, checksum = null, quoted = false } = more;
    this.layers.push({ name, offset, length, fields, checksum, malformed, quoted });
    return offset + length;
  }

  #rest(name: "data" | "padding", from: number, to: number, quoted: boolean): void {
    if (from >= to) return;
    const title = name === "data" ? "Data" : "Padding";
    this.#layer(name, from, new FieldWriter(this.#frame.subarray(from, to)).rest(title, null).fields, { quoted });
  }
}

const asMalformed = (decoded: unknown): Malformed | null => (isMalformed(decoded) ? decoded : null);

/** The addresses that the upper layer's checksum covers: with a routing header still under way, the last is not in the header. */
function finalAddresses(packet: Ipv6Packet): AddressSum | null {
  const underWay = packet.extensions.some((extension) => extension.kind === "routing" && extension.segmentsLeft > 0);
  return underWay ? null : ipv6AddressSum(packet.source, packet.destination);
}

const icmpErrors: readonly IcmpHeader["kind"][] = [
  "destination-unreachable",
  "time-exceeded",
  "parameter-problem",
  "redirect",
];

const icmpv6Errors: readonly Icmpv6Header["kind"][] = [
  "destination-unreachable",
  "packet-too-big",
  "time-exceeded",
  "parameter-problem",
];
