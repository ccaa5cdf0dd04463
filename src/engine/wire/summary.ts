/**
 * One line for a frame, for logs, ladders and test messages:
 *
 *     10.0.0.1.49152 > 10.0.0.2.80: Flags [S], seq 1000, win 65535, options [mss 1460], length 0
 *
 * The order of the parts is that of tcpdump, so that who reads one can read the other; the words are our own.
 */
import { arpOperation, decodeArp } from "./arp.ts";
import { decodeEthernet } from "./ethernet.ts";
import { checkIcmp, decodeIcmp, icmpType, unreachableCode } from "./icmp.ts";
import { icmpCodeName } from "./icmp-fields.ts";
import { checkIcmpv6, decodeIcmpv6, icmpv6Type } from "./icmpv6.ts";
import { icmpv6CodeName } from "./icmpv6-fields.ts";
import { readU16 } from "./integers.ts";
import { checkIpv4, decodeIpv4 } from "./ipv4.ts";
import { formatIpv4 } from "./ipv4-address.ts";
import { decodeIpv6 } from "./ipv6.ts";
import { formatIpv6 } from "./ipv6-address.ts";
import { formatMac } from "./mac.ts";
import { formatMalformed, isMalformed } from "./malformed.ts";
import { etherType, formatIpProtocol, hex, ipProtocol } from "./numbers.ts";
import { type AddressSum, ipv4AddressSum, ipv6AddressSum } from "./pseudo-header.ts";
import { add } from "./seq.ts";
import { checkTcp, decodeTcp, formatTcpFlags, type TcpSegment, tcpFlag } from "./tcp.ts";
import { formatTcpOption } from "./tcp-fields.ts";
import { checkUdp, decodeUdp } from "./udp.ts";

/** @param frame an Ethernet frame, whole or not. Never throws. */
export function summarise(frame: Uint8Array): string {
  const ethernet = decodeEthernet(frame);
  if (isMalformed(ethernet)) return formatMalformed(ethernet);
  switch (ethernet.etherType) {
    case etherType.arp:
      return summariseArp(ethernet.payload);
    case etherType.ipv4:
      return summariseIpv4(ethernet.payload, false);
    case etherType.ipv6:
      return summariseIpv6(ethernet.payload, false);
    default: {
      const stations = `${formatMac(ethernet.source)} > ${formatMac(ethernet.destination)}`;
      return `${stations}: EtherType 0x${hex(ethernet.etherType, 4)}, length ${ethernet.payload.length}`;
    }
  }
}

/** Both ends as text, and what the upper layer needs of the packet below it. */
interface Carried {
  readonly source: string;
  readonly destination: string;
  readonly addresses: AddressSum;
  readonly protocol: number;
  readonly payload: Uint8Array;
  /** Whether the payload is all that was sent: then lengths and checksums count. */
  readonly whole: boolean;
  readonly quoted: boolean;
}

function summariseArp(bytes: Uint8Array): string {
  const packet = decodeArp(bytes);
  if (isMalformed(packet)) return formatMalformed(packet);
  const [sender, target] = [formatIpv4(packet.senderIp), formatIpv4(packet.targetIp)];
  if (packet.operation === arpOperation.request) return `ARP, who has ${target}? tell ${sender}`;
  if (packet.operation === arpOperation.reply) return `ARP, ${sender} is at ${formatMac(packet.senderMac)}`;
  return `ARP, operation ${packet.operation}, ${sender} > ${target}`;
}

function summariseIpv4(bytes: Uint8Array, quoted: boolean): string {
  const packet = decodeIpv4(bytes, quoted);
  if (isMalformed(packet)) return formatMalformed(packet);
  const [source, destination] = [formatIpv4(packet.source), formatIpv4(packet.destination)];
  const warning = checkIpv4(bytes) === "wrong" ? " [wrong IPv4 header checksum]" : "";
  const { protocol, payload, fragmentOffset, moreFragments } = packet;
  if (fragmentOffset > 0 || moreFragments) {
    const range = `bytes ${fragmentOffset}-${fragmentOffset + payload.length}${moreFragments ? "+" : ""}`;
    const name = `${formatIpProtocol(protocol)} fragment`;
    return `${source} > ${destination}: ${name}, id ${packet.identification}, ${range}${warning}`;
  }
  const whole = packet.headerLength + payload.length === readU16(bytes, 2);
  const addresses = ipv4AddressSum(packet.source, packet.destination);
  return summariseUpper({ source, destination, addresses, protocol, payload, whole, quoted }) + warning;
}

function summariseIpv6(bytes: Uint8Array, quoted: boolean): string {
  const packet = decodeIpv6(bytes, quoted);
  if (isMalformed(packet)) return formatMalformed(packet);
  const [source, destination] = [formatIpv6(packet.source), formatIpv6(packet.destination)];
  const { protocol, payload } = packet;
  const fragment = packet.extensions.find((extension) => extension.kind === "fragment");
  if (fragment !== undefined && (fragment.more || fragment.offset > 0)) {
    const range = `bytes ${fragment.offset}-${fragment.offset + payload.length}${fragment.more ? "+" : ""}`;
    return `${source} > ${destination}: ${formatIpProtocol(protocol)} fragment, id ${fragment.identification}, ${range}`;
  }
  const underWay = packet.extensions.some((extension) => extension.kind === "routing" && extension.segmentsLeft > 0);
  const whole = !underWay && packet.headerLength + payload.length === 40 + readU16(bytes, 4);
  const addresses = ipv6AddressSum(packet.source, packet.destination);
  return summariseUpper({ source, destination, addresses, protocol, payload, whole, quoted });
}

function summariseUpper(carried: Carried): string {
  switch (carried.protocol) {
    case ipProtocol.tcp:
      return summariseTcp(carried);
    case ipProtocol.udp:
      return summariseUdp(carried);
    case ipProtocol.icmp:
      return summariseIcmp(carried);
    case ipProtocol.icmpv6:
      return summariseIcmpv6(carried);
    default:
      return `${ends(carried)}: protocol ${formatIpProtocol(carried.protocol)}, length ${carried.payload.length}`;
  }
}

function summariseTcp(carried: Carried): string {
  const segment = decodeTcp(carried.payload);
  if (isMalformed(segment)) return cutOrMalformed(carried, "TCP", formatMalformed(segment));
  const wrong = carried.whole && checkTcp(carried.payload, carried.addresses) === "wrong";
  const line = `${ends(carried, segment)}: ${tcpParts(segment).join(", ")}`;
  return wrong ? `${line} [wrong TCP checksum]` : line;
}

function tcpParts(segment: TcpSegment): string[] {
  const { flags, payload } = segment;
  const parts = [`Flags [${formatTcpFlags(flags)}]`];
  if (payload.length > 0) parts.push(`seq ${segment.seq}:${add(segment.seq, payload.length)}`);
  else if (flags & (tcpFlag.syn | tcpFlag.fin | tcpFlag.rst)) parts.push(`seq ${segment.seq}`);
  if (flags & tcpFlag.ack) parts.push(`ack ${segment.ack}`);
  parts.push(`win ${segment.window}`);
  if (flags & tcpFlag.urg) parts.push(`urg ${segment.urgentPointer}`);
  if (segment.options.length > 0) parts.push(`options [${segment.options.map(formatTcpOption).join(", ")}]`);
  parts.push(`length ${payload.length}`);
  return parts;
}

function summariseUdp(carried: Carried): string {
  const datagram = decodeUdp(carried.payload);
  if (isMalformed(datagram)) return cutOrMalformed(carried, "UDP", formatMalformed(datagram));
  const wrong = carried.whole && checkUdp(carried.payload, carried.addresses) === "wrong";
  const line = `${ends(carried, datagram)}: UDP, length ${datagram.payload.length}`;
  return wrong ? `${line} [wrong UDP checksum]` : line;
}

function summariseIcmp(carried: Carried): string {
  const message = decodeIcmp(carried.payload);
  if (isMalformed(message)) return cutOrMalformed(carried, "ICMP", formatMalformed(message));
  const wrong = carried.whole && checkIcmp(carried.payload) === "wrong" ? " [wrong ICMP checksum]" : "";
  const start = `${ends(carried)}: ICMP `;
  const about = carried.quoted || message.payload.length === 0 ? "" : `, about ${summariseIpv4(message.payload, true)}`;
  const code = (type: number, number: number): string => icmpCodeName(type, number) ?? `code ${number}`;
  switch (message.kind) {
    case "echo":
    case "echo-reply": {
      const name = message.kind === "echo" ? "echo request" : "echo reply";
      return `${start}${name}, id ${message.identifier}, seq ${message.sequence}, length ${carried.payload.length}${wrong}`;
    }
    case "destination-unreachable": {
      const mtu = message.code === unreachableCode.fragmentationNeeded ? `, next-hop MTU ${message.nextHopMtu}` : "";
      return `${start}${code(icmpType.destinationUnreachable, message.code)}${mtu}${wrong}${about}`;
    }
    case "time-exceeded":
      return `${start}${code(icmpType.timeExceeded, message.code)}${wrong}${about}`;
    case "parameter-problem":
      return `${start}parameter problem at byte ${message.pointer}${wrong}${about}`;
    case "redirect":
      return `${start}redirect ${code(icmpType.redirect, message.code)} to ${formatIpv4(message.gateway)}${wrong}${about}`;
    case "other":
      return `${start}type ${message.type}, code ${message.code}, length ${carried.payload.length}${wrong}`;
  }
}

function summariseIcmpv6(carried: Carried): string {
  const message = decodeIcmpv6(carried.payload);
  if (isMalformed(message)) return cutOrMalformed(carried, "ICMPv6", formatMalformed(message));
  const isWrong = carried.whole && checkIcmpv6(carried.payload, carried.addresses) === "wrong";
  const wrong = isWrong ? " [wrong ICMPv6 checksum]" : "";
  const start = `${ends(carried)}: ICMPv6 `;
  const about = carried.quoted || message.payload.length === 0 ? "" : `, about ${summariseIpv6(message.payload, true)}`;
  const code = (type: number, number: number): string => icmpv6CodeName(type, number) ?? `code ${number}`;
  switch (message.kind) {
    case "echo":
    case "echo-reply": {
      const name = message.kind === "echo" ? "echo request" : "echo reply";
      return `${start}${name}, id ${message.identifier}, seq ${message.sequence}, length ${carried.payload.length}${wrong}`;
    }
    case "destination-unreachable":
      return `${start}${code(icmpv6Type.destinationUnreachable, message.code)}${wrong}${about}`;
    case "packet-too-big":
      return `${start}packet too big, MTU ${message.mtu}${wrong}${about}`;
    case "time-exceeded":
      return `${start}${code(icmpv6Type.timeExceeded, message.code)}${wrong}${about}`;
    case "parameter-problem":
      return `${start}${code(icmpv6Type.parameterProblem, message.code)} at byte ${message.pointer}${wrong}${about}`;
    case "router-solicitation":
      return `${start}router solicitation${wrong}`;
    case "router-advertisement":
      return `${start}router advertisement, lifetime ${message.routerLifetimeSeconds} s${wrong}`;
    case "neighbor-solicitation":
      return `${start}neighbor solicitation, who has ${formatIpv6(message.target)}?${wrong}`;
    case "neighbor-advertisement":
      return `${start}neighbor advertisement, ${formatIpv6(message.target)} is here${wrong}`;
    case "other":
      return `${start}type ${message.type}, code ${message.code}, length ${carried.payload.length}${wrong}`;
  }
}

/** The beginning of a transport header still has its ports: all that a quotation needs to be told apart. */
function cutOrMalformed(carried: Carried, name: string, malformed: string): string {
  if (carried.whole) return `${ends(carried)}: ${malformed}`;
  const hasPorts = name !== "ICMP" && name !== "ICMPv6" && carried.payload.length >= 4;
  if (!hasPorts) return `${ends(carried)}: ${name}, cut short`;
  const ports = { sourcePort: readU16(carried.payload, 0), destinationPort: readU16(carried.payload, 2) };
  return `${ends(carried, ports)}: ${name}, cut short`;
}

function ends(carried: Carried, ports?: { readonly sourcePort: number; readonly destinationPort: number }): string {
  if (ports === undefined) return `${carried.source} > ${carried.destination}`;
  return `${carried.source}.${ports.sourcePort} > ${carried.destination}.${ports.destinationPort}`;
}
