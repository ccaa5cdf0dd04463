/**
 * The options of an IPv4 header (RFC 791 3.1, "Options"). End-of-list and the padding behind it are not values: the encoder adds
 * them. The three route options are taken apart, all others are kept as they came.
 */
import { assert } from "../base/assert.ts";
import { readU32, writeU32 } from "./integers.ts";
import type { Ipv4Address } from "./ipv4-address.ts";
import { Malformed } from "./malformed.ts";

export type Ipv4Option =
  | { readonly kind: "nop" }
  | {
      readonly kind: "record-route" | "loose-source-route" | "strict-source-route";
      /** The octet of this option at which the next address stands, counted from 1: 4 at first. */
      readonly pointer: number;
      readonly route: readonly Ipv4Address[];
    }
  /** `type` is the whole octet (copied flag, class, number); `data` has at most 38 bytes. */
  | { readonly kind: "other"; readonly type: number; readonly data: Uint8Array };

export const ipv4OptionType = {
  end: 0,
  nop: 1,
  recordRoute: 7,
  timestamp: 68,
  security: 130,
  looseSourceRoute: 131,
  streamId: 136,
  strictSourceRoute: 137,
} as const;

/** What every datagram without options shares. */
export const noIpv4Options: readonly Ipv4Option[] = [];

/** The options in `bytes[from, to)`, up to the end of the list. */
export function decodeIpv4Options(bytes: Uint8Array, from: number, to: number): readonly Ipv4Option[] | Malformed {
  const options: Ipv4Option[] = [];
  let at = from;
  while (at < to && bytes[at] !== ipv4OptionType.end) {
    if (bytes[at] === ipv4OptionType.nop) {
      options.push(nop);
      at += 1;
      continue;
    }
    const length = at + 1 < to ? bytes[at + 1]! : 0;
    // "The option-length octet counts the option-type octet and the option-length octet as well as the option-data octets."
    if (length < 2 || at + length > to) {
      return new Malformed("ipv4", "Options", at, `option ${bytes[at]} with length ${length}, ${to - at} bytes left`);
    }
    options.push(decodeOption(bytes, at, length));
    at += length;
  }
  return options;
}

/** Bytes on the wire, padding to a multiple of 4 included. */
export function ipv4OptionsLength(options: readonly Ipv4Option[]): number {
  let length = 0;
  for (const option of options) length += optionLength(option);
  return (length + 3) & ~3;
}

/** Writes `options` into `out[from, to)` and fills what is left with zeros: end of list, then padding. */
export function encodeIpv4Options(options: readonly Ipv4Option[], out: Uint8Array, from: number, to: number): void {
  let at = from;
  for (const option of options) {
    const length = optionLength(option);
    assert(at + length <= to, "IPv4 options run past the room made for them");
    encodeOption(option, length, out, at);
    at += length;
  }
  out.fill(0, at, to);
}

function decodeOption(bytes: Uint8Array, at: number, length: number): Ipv4Option {
  const type = bytes[at]!;
  const kind = routeKinds[type];
  if (kind === undefined || length < 3 || (length - 3) % 4 !== 0) {
    return { kind: "other", type, data: bytes.subarray(at + 2, at + length) };
  }
  const route: Ipv4Address[] = [];
  for (let hop = at + 3; hop < at + length; hop += 4) route.push(readU32(bytes, hop) as Ipv4Address);
  return { kind, pointer: bytes[at + 2]!, route };
}

function encodeOption(option: Ipv4Option, length: number, out: Uint8Array, at: number): void {
  switch (option.kind) {
    case "nop":
      out[at] = ipv4OptionType.nop;
      return;
    case "other":
      out[at] = option.type;
      out[at + 1] = length;
      out.set(option.data, at + 2);
      return;
    default:
      out[at] = routeTypes[option.kind];
      out[at + 1] = length;
      out[at + 2] = option.pointer;
      for (const [i, hop] of option.route.entries()) writeU32(out, at + 3 + 4 * i, hop);
  }
}

function optionLength(option: Ipv4Option): number {
  if (option.kind === "nop") return 1;
  return option.kind === "other" ? 2 + option.data.length : 3 + 4 * option.route.length;
}

const nop: Ipv4Option = { kind: "nop" };

const routeTypes = {
  "record-route": ipv4OptionType.recordRoute,
  "loose-source-route": ipv4OptionType.looseSourceRoute,
  "strict-source-route": ipv4OptionType.strictSourceRoute,
} as const;

const routeKinds: Readonly<Record<number, keyof typeof routeTypes>> = {
  [ipv4OptionType.recordRoute]: "record-route",
  [ipv4OptionType.looseSourceRoute]: "loose-source-route",
  [ipv4OptionType.strictSourceRoute]: "strict-source-route",
};
