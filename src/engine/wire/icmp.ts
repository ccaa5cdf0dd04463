/**
 * ICMP for IPv4 (RFC 792), with the next-hop MTU of RFC 1191 section 4. Echo, destination unreachable, time exceeded, parameter problem
 * and redirect are taken apart; every other message is kept as "other". An error's payload quotes the beginning of the
 * datagram that caused it: `decodeIpv4(message.payload, true)`.
 */
import { assert } from "../base/assert.ts";
import { addChecksum, finishChecksum } from "../base/checksum.ts";
import { readU16, readU32, writeU16, writeU32 } from "./integers.ts";
import type { Ipv4Address } from "./ipv4-address.ts";
import { Malformed } from "./malformed.ts";
import type { ChecksumState } from "./pseudo-header.ts";

export type IcmpHeader =
  | { readonly kind: "echo" | "echo-reply"; readonly identifier: number; readonly sequence: number }
  /** `nextHopMtu` in bytes, only with code 4 (fragmentation needed); zero otherwise, and from routers older than RFC 1191. */
  | { readonly kind: "destination-unreachable"; readonly code: number; readonly nextHopMtu: number }
  | { readonly kind: "time-exceeded"; readonly code: number }
  /** `pointer`: the octet of the quoted header at which the error was found. */
  | { readonly kind: "parameter-problem"; readonly code: number; readonly pointer: number }
  | { readonly kind: "redirect"; readonly code: number; readonly gateway: Ipv4Address }
  /** `rest`: the four octets behind the checksum. */
  | { readonly kind: "other"; readonly type: number; readonly code: number; readonly rest: number };

export type IcmpMessage = IcmpHeader & {
  /** As received; `checkIcmp` says whether it is right. */
  readonly checksum: number;
  /** A view: the data of an echo, the quoted datagram of an error. */
  readonly payload: Uint8Array;
};

export const icmpType = {
  echoReply: 0,
  destinationUnreachable: 3,
  redirect: 5,
  echo: 8,
  timeExceeded: 11,
  parameterProblem: 12,
} as const;

/** Codes of destination unreachable. */
export const unreachableCode = {
  net: 0,
  host: 1,
  protocol: 2,
  port: 3,
  fragmentationNeeded: 4,
  sourceRouteFailed: 5,
} as const;

/** Bytes: every message has this much in front of its data. */
export const icmpHeaderLength = 8;

export function decodeIcmp(bytes: Uint8Array): IcmpMessage | Malformed {
  if (bytes.length < icmpHeaderLength) {
    return new Malformed("icmp", "header", 0, `a message has at least 8 bytes, here are ${bytes.length}`);
  }
  return { ...decodeHeader(bytes), checksum: readU16(bytes, 2), payload: bytes.subarray(icmpHeaderLength) };
}

/** Writes the header, checksum included, in front of the payload `out[at, end)`; see `slab.ts`. */
export function encodeIcmp(header: IcmpHeader, out: Uint8Array, at: number, end: number): number {
  const start = at - icmpHeaderLength;
  assert(start >= 0, "an ICMP header needs 8 bytes of headroom");
  out[start] = header.kind === "other" ? header.type : typeOf[header.kind];
  out[start + 1] = "code" in header ? header.code : 0;
  writeU16(out, start + 2, 0);
  writeU32(out, start + 4, restOf(header));
  writeU16(out, start + 2, finishChecksum(addChecksum(out, start, end)));
  return start;
}

/** Whether the checksum of a whole message is right. */
export function checkIcmp(bytes: Uint8Array): ChecksumState {
  if (bytes.length < icmpHeaderLength || bytes.length > 0xffff) return "unchecked";
  return finishChecksum(addChecksum(bytes)) === 0 ? "right" : "wrong";
}

function decodeHeader(bytes: Uint8Array): IcmpHeader {
  const [type, code] = [bytes[0]!, bytes[1]!];
  const rest = readU32(bytes, 4);
  switch (type) {
    case icmpType.echo:
    case icmpType.echoReply:
      if (code !== 0) break;
      return { kind: type === icmpType.echo ? "echo" : "echo-reply", identifier: rest >>> 16, sequence: rest & 0xffff };
    case icmpType.destinationUnreachable:
      // "the MTU of that next-hop network in the low-order 16 bits of the ICMP header field that is labelled "unused"" (RFC 1191 4).
      return {
        kind: "destination-unreachable",
        code,
        nextHopMtu: code === unreachableCode.fragmentationNeeded ? rest & 0xffff : 0,
      };
    case icmpType.timeExceeded:
      return { kind: "time-exceeded", code };
    case icmpType.parameterProblem:
      return { kind: "parameter-problem", code, pointer: rest >>> 24 };
    case icmpType.redirect:
      return { kind: "redirect", code, gateway: rest as Ipv4Address };
  }
  return { kind: "other", type, code, rest };
}

function restOf(header: IcmpHeader): number {
  switch (header.kind) {
    case "echo":
    case "echo-reply":
      return header.identifier * 0x10000 + header.sequence;
    case "destination-unreachable":
      return header.code === unreachableCode.fragmentationNeeded ? header.nextHopMtu : 0;
    case "time-exceeded":
      return 0;
    case "parameter-problem":
      return header.pointer * 0x100_0000;
    case "redirect":
      return header.gateway;
    case "other":
      return header.rest;
  }
}

const typeOf = {
  echo: icmpType.echo,
  "echo-reply": icmpType.echoReply,
  "destination-unreachable": icmpType.destinationUnreachable,
  "time-exceeded": icmpType.timeExceeded,
  "parameter-problem": icmpType.parameterProblem,
  redirect: icmpType.redirect,
} as const;
