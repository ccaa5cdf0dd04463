/**
 * ICMPv6: errors and echo (RFC 4443), neighbor discovery (RFC 4861 section 4; its options in `neighbor-options.ts`). Every other message,
 * redirect among them, is kept as "other". The payload of an error quotes the packet that caused it: `decodeIpv6(message.payload, true)`.
 * That neighbor discovery must arrive with hop limit 255 (RFC 4861 7.1.1) is for the receiver to check: it has the IPv6 header.
 */
import { assert } from "../base/assert.ts";
import { readU16, readU32, readU128, writeU16, writeU32, writeU128 } from "./integers.ts";
import type { Ipv6Address } from "./ipv6-address.ts";
import { Malformed } from "./malformed.ts";
import {
  decodeNeighborOptions,
  encodeNeighborOptions,
  type NeighborOption,
  neighborOptionsLength,
} from "./neighbor-options.ts";
import { ipProtocol } from "./numbers.ts";
import { type AddressSum, type ChecksumState, upperLayerChecksum } from "./pseudo-header.ts";

export type Icmpv6Header =
  | { readonly kind: "destination-unreachable" | "time-exceeded"; readonly code: number }
  /** `mtu` in bytes. */
  | { readonly kind: "packet-too-big"; readonly mtu: number }
  /** `pointer`: the octet of the quoted packet at which the error was found. */
  | { readonly kind: "parameter-problem"; readonly code: number; readonly pointer: number }
  | { readonly kind: "echo" | "echo-reply"; readonly identifier: number; readonly sequence: number }
  | { readonly kind: "router-solicitation"; readonly options: readonly NeighborOption[] }
  | RouterAdvertisement
  | {
      readonly kind: "neighbor-solicitation";
      readonly target: Ipv6Address;
      readonly options: readonly NeighborOption[];
    }
  | {
      readonly kind: "neighbor-advertisement";
      readonly router: boolean;
      readonly solicited: boolean;
      readonly override: boolean;
      readonly target: Ipv6Address;
      readonly options: readonly NeighborOption[];
    }
  | { readonly kind: "other"; readonly type: number; readonly code: number };

export interface RouterAdvertisement {
  readonly kind: "router-advertisement";
  /** Zero: unspecified. */
  readonly curHopLimit: number;
  /** Addresses come by DHCPv6. */
  readonly managed: boolean;
  /** Other configuration comes by DHCPv6. */
  readonly otherConfig: boolean;
  readonly routerLifetimeSeconds: number;
  readonly reachableTimeMs: number;
  readonly retransTimerMs: number;
  readonly options: readonly NeighborOption[];
}

export type Icmpv6Message = Icmpv6Header & {
  /** As received; `checkIcmpv6` says whether it is right. */
  readonly checksum: number;
  /** A view: the data of an echo, the quoted packet of an error, all behind the checksum of an "other"; empty in neighbor discovery. */
  readonly payload: Uint8Array;
};

export const icmpv6Type = {
  destinationUnreachable: 1,
  packetTooBig: 2,
  timeExceeded: 3,
  parameterProblem: 4,
  echo: 128,
  echoReply: 129,
  routerSolicitation: 133,
  routerAdvertisement: 134,
  neighborSolicitation: 135,
  neighborAdvertisement: 136,
} as const;

/** Codes of destination unreachable (RFC 4443 3.1). */
export const unreachableCode6 = { noRoute: 0, prohibited: 1, beyondScope: 2, address: 3, port: 4 } as const;

/** Codes of parameter problem (RFC 4443 3.4). */
export const parameterCode6 = { field: 0, nextHeader: 1, option: 2 } as const;

/** @param bytes exactly one message: the payload of an IPv6 packet. */
export function decodeIcmpv6(bytes: Uint8Array): Icmpv6Message | Malformed {
  if (bytes.length < 4)
    return new Malformed("icmpv6", "header", 0, `a message has at least 4 bytes, not ${bytes.length}`);
  const fixed = icmpv6FixedLength(bytes[0]!, bytes[1]!);
  if (bytes.length < fixed) {
    return new Malformed(
      "icmpv6",
      "Message Body",
      4,
      `type ${bytes[0]} has at least ${fixed} bytes, not ${bytes.length}`,
    );
  }
  const options = isNeighborDiscovery(bytes[0]!, bytes[1]!)
    ? decodeNeighborOptions(bytes, fixed, bytes.length)
    : noOptions;
  if (options instanceof Malformed) return options;
  const payload = bytes.subarray(isNeighborDiscovery(bytes[0]!, bytes[1]!) ? bytes.length : fixed);
  return { ...decodeHeader(bytes, options), checksum: readU16(bytes, 2), payload };
}

/**
 * Writes the message, checksum included, in front of the payload `out[at, end)`; see `slab.ts`. Neighbor discovery has its options in
 * `header` and takes no payload.
 */
export function encodeIcmpv6(
  header: Icmpv6Header,
  out: Uint8Array,
  at: number,
  end: number,
  addresses: AddressSum,
): number {
  const type = header.kind === "other" ? header.type : typeOf[header.kind];
  const code = "code" in header ? header.code : 0;
  const options = "options" in header ? header.options : noOptions;
  assert(!("options" in header) || at === end, "a neighbor discovery message has no payload");
  const fixed = icmpv6FixedLength(type, code);
  const start = at - fixed - neighborOptionsLength(options);
  assert(start >= 0, "an ICMPv6 message needs headroom for its header and its options");
  out.fill(0, start, start + fixed);
  out[start] = type;
  out[start + 1] = code;
  encodeFixed(header, out, start + 4);
  encodeNeighborOptions(options, out, start + fixed);
  writeU16(out, start + 2, upperLayerChecksum(out, start, end, ipProtocol.icmpv6, addresses));
  return start;
}

/** Whether the checksum of a whole message is right; unlike ICMP's it covers a pseudo-header (RFC 4443 2.3). */
export function checkIcmpv6(bytes: Uint8Array, addresses: AddressSum): ChecksumState {
  if (bytes.length < 4 || bytes.length > 0xffff) return "unchecked";
  return upperLayerChecksum(bytes, 0, bytes.length, ipProtocol.icmpv6, addresses) === 0 ? "right" : "wrong";
}

/** Bytes in front of the payload or of the options, by type and code. */
export function icmpv6FixedLength(type: number, code: number): number {
  if (!isUnderstood(type, code)) return 4;
  if (type === icmpv6Type.routerAdvertisement) return 16;
  return type === icmpv6Type.neighborSolicitation || type === icmpv6Type.neighborAdvertisement ? 24 : 8;
}

/** Whether options follow the fixed part. */
export const isNeighborDiscovery = (type: number, code: number): boolean =>
  code === 0 && type >= icmpv6Type.routerSolicitation && type <= icmpv6Type.neighborAdvertisement;

function decodeHeader(bytes: Uint8Array, options: readonly NeighborOption[]): Icmpv6Header {
  const [type, code] = [bytes[0]!, bytes[1]!];
  if (!isUnderstood(type, code)) return { kind: "other", type, code };
  const body = readU32(bytes, 4);
  switch (type) {
    case icmpv6Type.destinationUnreachable:
      return { kind: "destination-unreachable", code };
    case icmpv6Type.packetTooBig:
      return { kind: "packet-too-big", mtu: body };
    case icmpv6Type.timeExceeded:
      return { kind: "time-exceeded", code };
    case icmpv6Type.parameterProblem:
      return { kind: "parameter-problem", code, pointer: body };
    case icmpv6Type.echo:
      return { kind: "echo", identifier: body >>> 16, sequence: body & 0xffff };
    case icmpv6Type.echoReply:
      return { kind: "echo-reply", identifier: body >>> 16, sequence: body & 0xffff };
    case icmpv6Type.routerSolicitation:
      return { kind: "router-solicitation", options };
    case icmpv6Type.routerAdvertisement:
      return {
        kind: "router-advertisement",
        curHopLimit: bytes[4]!,
        managed: (bytes[5]! & 0x80) !== 0,
        otherConfig: (bytes[5]! & 0x40) !== 0,
        routerLifetimeSeconds: readU16(bytes, 6),
        reachableTimeMs: readU32(bytes, 8),
        retransTimerMs: readU32(bytes, 12),
        options,
      };
    case icmpv6Type.neighborSolicitation:
      return { kind: "neighbor-solicitation", target: readU128(bytes, 8) as Ipv6Address, options };
    default:
      return {
        kind: "neighbor-advertisement",
        router: (bytes[4]! & 0x80) !== 0,
        solicited: (bytes[4]! & 0x40) !== 0,
        override: (bytes[4]! & 0x20) !== 0,
        target: readU128(bytes, 8) as Ipv6Address,
        options,
      };
  }
}

/** Writes what stands between the checksum and the payload or options; reserved fields are zero already. */
function encodeFixed(header: Icmpv6Header, out: Uint8Array, at: number): void {
  switch (header.kind) {
    case "packet-too-big":
      writeU32(out, at, header.mtu);
      return;
    case "parameter-problem":
      writeU32(out, at, header.pointer);
      return;
    case "echo":
    case "echo-reply":
      writeU16(out, at, header.identifier);
      writeU16(out, at + 2, header.sequence);
      return;
    case "router-advertisement":
      out[at] = header.curHopLimit;
      out[at + 1] = (header.managed ? 0x80 : 0) | (header.otherConfig ? 0x40 : 0);
      writeU16(out, at + 2, header.routerLifetimeSeconds);
      writeU32(out, at + 4, header.reachableTimeMs);
      writeU32(out, at + 8, header.retransTimerMs);
      return;
    case "neighbor-solicitation":
      writeU128(out, at + 4, header.target);
      return;
    case "neighbor-advertisement":
      out[at] = (header.router ? 0x80 : 0) | (header.solicited ? 0x40 : 0) | (header.override ? 0x20 : 0);
      writeU128(out, at + 4, header.target);
      return;
    default:
      return;
  }
}

/**
 * Errors are understood with any code (packet too big: "ignored by the receiver"); echo and neighbor discovery only with code 0, another
 * makes an "other", which receivers ignore.
 */
function isUnderstood(type: number, code: number): boolean {
  if (type >= icmpv6Type.destinationUnreachable && type <= icmpv6Type.parameterProblem) return true;
  return isNeighborDiscovery(type, code) || (code === 0 && (type === icmpv6Type.echo || type === icmpv6Type.echoReply));
}

const noOptions: readonly NeighborOption[] = [];

const typeOf = {
  "destination-unreachable": icmpv6Type.destinationUnreachable,
  "packet-too-big": icmpv6Type.packetTooBig,
  "time-exceeded": icmpv6Type.timeExceeded,
  "parameter-problem": icmpv6Type.parameterProblem,
  echo: icmpv6Type.echo,
  "echo-reply": icmpv6Type.echoReply,
  "router-solicitation": icmpv6Type.routerSolicitation,
  "router-advertisement": icmpv6Type.routerAdvertisement,
  "neighbor-solicitation": icmpv6Type.neighborSolicitation,
  "neighbor-advertisement": icmpv6Type.neighborAdvertisement,
} as const;
