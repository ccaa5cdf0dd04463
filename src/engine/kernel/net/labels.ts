/**
 * What a frame is called: by faults ("drop SYN-ACK 1"), by ladders, by people. Most specific first, several for one frame: a SYN-ACK
 * is also "TCP". Reads a few bytes at fixed places and allocates nothing, since it is asked of every frame; it never throws, and what
 * it cannot read it calls by the layer it could. The lists are shared: do not change them.
 */
import { arpLength, arpOperation } from "../../wire/arp.ts";
import { ethernetHeaderLength } from "../../wire/ethernet.ts";
import { icmpType, unreachableCode } from "../../wire/icmp.ts";
import { icmpv6Type, unreachableCode6 } from "../../wire/icmpv6.ts";
import { readU16 } from "../../wire/integers.ts";
import { ipv4HeaderLength } from "../../wire/ipv4.ts";
import { ipv6HeaderLength } from "../../wire/ipv6.ts";
import { ipv6ExtensionKind, ipv6ExtensionLength } from "../../wire/ipv6-extensions.ts";
import { etherType, ipProtocol } from "../../wire/numbers.ts";
import { tcpFlag, tcpHeaderLength } from "../../wire/tcp.ts";
import { udpHeaderLength } from "../../wire/udp.ts";

export type Labels = readonly string[];

/** @param frame an Ethernet frame. */
export function frameLabels(frame: Uint8Array): Labels {
  if (frame.length < ethernetHeaderLength) return none;
  const type = readU16(frame, 12);
  if (type === etherType.ipv4) return ipv4Labels(frame, ethernetHeaderLength);
  if (type === etherType.arp) return arpLabels(frame, ethernetHeaderLength);
  return type === etherType.ipv6 ? ipv6Labels(frame, ethernetHeaderLength) : none;
}

function arpLabels(frame: Uint8Array, at: number): Labels {
  if (frame.length < at + arpLength) return arp;
  const operation = readU16(frame, at + 6);
  if (operation === arpOperation.request) return arpRequest;
  return operation === arpOperation.reply ? arpReply : arp;
}

function ipv4Labels(frame: Uint8Array, at: number): Labels {
  if (frame.length < at + ipv4HeaderLength) return ip;
  // A later fragment holds no transport header; the first is called by what it is the beginning of.
  const fragment = readU16(frame, at + 6);
  if ((fragment & 0x1fff) !== 0) return laterFragment;
  const upper = at + (frame[at]! & 15) * 4;
  const end = Math.min(frame.length, at + readU16(frame, at + 2));
  const isFirst = (fragment & 0x2000) !== 0;
  switch (frame[at + 9]) {
    case ipProtocol.tcp:
      return upper + tcpHeaderLength > end ? tcp : tcpLabels(frame, upper, end);
    case ipProtocol.udp:
      return udpLabels(frame, upper, end, isFirst);
    case ipProtocol.icmp:
      return upper + 8 > end ? icmp : icmpLabels(frame[upper]!, frame[upper + 1]!);
    default:
      return ip;
  }
}

/** Walks the extension headers; what it cannot read it calls by what it could. */
function ipv6Labels(frame: Uint8Array, at: number): Labels {
  if (frame.length < at + ipv6HeaderLength) return ipv6;
  const end = Math.min(frame.length, at + ipv6HeaderLength + readU16(frame, at + 4));
  let next = frame[at + 6]!;
  let upper = at + ipv6HeaderLength;
  let isFirst = false;
  for (let kind = ipv6ExtensionKind(next); kind !== undefined; kind = ipv6ExtensionKind(next)) {
    const length = ipv6ExtensionLength(kind, frame, upper, end);
    if (upper + length > end) return ipv6;
    if (kind === "fragment") {
      const fragment = readU16(frame, upper + 2);
      if (fragment >> 3 !== 0) return laterFragment6;
      isFirst = (fragment & 1) !== 0;
    }
    next = frame[upper]!;
    upper += length;
  }
  switch (next) {
    case ipProtocol.tcp:
      return upper + tcpHeaderLength > end ? tcp : tcpLabels(frame, upper, end);
    case ipProtocol.udp:
      return udpLabels(frame, upper, end, isFirst);
    case ipProtocol.icmpv6:
      return upper + 4 > end ? icmpv6 : icmpv6Labels(frame[upper]!, frame[upper + 1]!);
    default:
      return ipv6;
  }
}

function icmpv6Labels(type: number, code: number): Labels {
  if (type === icmpv6Type.destinationUnreachable && code === unreachableCode6.port) return icmpv6PortUnreachable;
  return icmpv6Table[type] ?? icmpv6;
}

function tcpLabels(frame: Uint8Array, at: number, end: number): Labels {
  const hasData = end > at + (frame[at + 12]! >> 4) * 4;
  return tcpTable[(frame[at + 13]! & flagsThatCount) * 2 + (hasData ? 1 : 0)]!;
}

function udpLabels(frame: Uint8Array, at: number, end: number, isFirst: boolean): Labels {
  if (isFirst) return udpFirstFragment;
  if (at + udpHeaderLength + 3 > end) return udp;
  const isDns = readU16(frame, at) === domain || readU16(frame, at + 2) === domain;
  if (!isDns) return udp;
  // RFC 1035 4.1.1: QR is the highest bit of the third octet, zero in a query.
  return frame[at + udpHeaderLength + 2]! & 0x80 ? dnsResponse : dnsQuery;
}

function icmpLabels(type: number, code: number): Labels {
  switch (type) {
    case icmpType.echo:
      return icmpEcho;
    case icmpType.echoReply:
      return icmpEchoReply;
    case icmpType.timeExceeded:
      return icmpTimeExceeded;
    case icmpType.destinationUnreachable:
      if (code === unreachableCode.port) return icmpPortUnreachable;
      return code === unreachableCode.fragmentationNeeded ? icmpFragmentationNeeded : icmpUnreachable;
    default:
      return icmp;
  }
}

/** What a segment with these control bits is called: a reset before all else, then SYN, then FIN, then its data, then a bare ACK. */
function segmentNames(flags: number, hasData: boolean): Labels {
  const names: string[] = [];
  if (flags & tcpFlag.rst) names.push("RST");
  if (flags & tcpFlag.syn) names.push(flags & tcpFlag.ack ? "SYN-ACK" : "SYN");
  if (flags & tcpFlag.fin) names.push("FIN");
  if (hasData) names.push("DATA");
  if (names.length === 0 && flags & tcpFlag.ack) names.push("ACK");
  return [...names, "TCP"];
}

/** FIN, SYN, RST, PSH, ACK: the lower five bits. */
const flagsThatCount = 31;
const tcpTable: readonly Labels[] = Array.from({ length: 64 }, (_, i) => segmentNames(i >> 1, (i & 1) === 1));

const domain = 53;
const none: Labels = [];
const ip: Labels = ["IP"];
const ipv6: Labels = ["IPv6"];
const laterFragment6: Labels = ["fragment", "IPv6"];
const icmpv6: Labels = ["ICMPv6"];
const icmpv6PortUnreachable: Labels = ["ICMPv6 port unreachable", "ICMPv6 unreachable", "ICMPv6"];
const icmpv6Table: Readonly<Record<number, Labels>> = {
  [icmpv6Type.destinationUnreachable]: ["ICMPv6 unreachable", "ICMPv6"],
  [icmpv6Type.packetTooBig]: ["ICMPv6 packet too big", "ICMPv6"],
  [icmpv6Type.timeExceeded]: ["ICMPv6 time exceeded", "ICMPv6"],
  [icmpv6Type.parameterProblem]: ["ICMPv6 parameter problem", "ICMPv6"],
  [icmpv6Type.echo]: ["ICMPv6 echo", "ICMPv6"],
  [icmpv6Type.echoReply]: ["ICMPv6 echo reply", "ICMPv6"],
  [icmpv6Type.routerSolicitation]: ["router solicitation", "ND", "ICMPv6"],
  [icmpv6Type.routerAdvertisement]: ["router advertisement", "ND", "ICMPv6"],
  [icmpv6Type.neighborSolicitation]: ["neighbor solicitation", "ND", "ICMPv6"],
  [icmpv6Type.neighborAdvertisement]: ["neighbor advertisement", "ND", "ICMPv6"],
};
const laterFragment: Labels = ["fragment", "IP"];
const arp: Labels = ["ARP"];
const arpRequest: Labels = ["ARP request", "ARP"];
const arpReply: Labels = ["ARP reply", "ARP"];
const tcp: Labels = ["TCP"];
const udp: Labels = ["UDP"];
const udpFirstFragment: Labels = ["fragment", "UDP"];
const dnsQuery: Labels = ["DNS query", "DNS", "UDP"];
const dnsResponse: Labels = ["DNS response", "DNS", "UDP"];
const icmp: Labels = ["ICMP"];
const icmpEcho: Labels = ["ICMP echo", "ICMP"];
const icmpEchoReply: Labels = ["ICMP echo reply", "ICMP"];
const icmpTimeExceeded: Labels = ["ICMP time exceeded", "ICMP"];
const icmpPortUnreachable: Labels = ["ICMP port unreachable", "ICMP unreachable", "ICMP"];
const icmpFragmentationNeeded: Labels = ["ICMP fragmentation needed", "ICMP unreachable", "ICMP"];
const icmpUnreachable: Labels = ["ICMP unreachable", "ICMP"];
