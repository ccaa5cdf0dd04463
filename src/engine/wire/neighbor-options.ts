/**
 * The options of neighbor discovery messages (RFC 4861 4.6): source and target link-layer address, prefix information, MTU. All others,
 * and known ones of a length that is not theirs, are kept as "other" ("Receivers MUST silently ignore any options they do not recognize").
 */
import { assert } from "../base/assert.ts";
import { readU32, readU48, readU128, writeU16, writeU32, writeU48, writeU128 } from "./integers.ts";
import type { Ipv6Address } from "./ipv6-address.ts";
import type { MacAddress } from "./mac.ts";
import { Malformed } from "./malformed.ts";

export type NeighborOption =
  | {
      readonly kind: "source-link-layer-address" | "target-link-layer-address";
      readonly mac: MacAddress;
    }
  | PrefixInformation
  | { readonly kind: "mtu"; readonly mtu: number }
  /** `data` is what follows type and length: 8 n - 2 bytes. */
  | { readonly kind: "other"; readonly type: number; readonly data: Uint8Array };

export interface PrefixInformation {
  readonly kind: "prefix-information";
  /** How many leading bits of `prefix` count, 0 to 128; the octet is kept as it is. */
  readonly prefixLength: number;
  readonly onLink: boolean;
  /** May be used for stateless address configuration. */
  readonly autonomous: boolean;
  /** 0xffffffff = infinity. */
  readonly validLifetimeSeconds: number;
  /** 0xffffffff = infinity. */
  readonly preferredLifetimeSeconds: number;
  readonly prefix: Ipv6Address;
}

export const neighborOptionType = {
  sourceLinkLayerAddress: 1,
  targetLinkLayerAddress: 2,
  prefixInformation: 3,
  redirectedHeader: 4,
  mtu: 5,
} as const;

/** The options in `bytes[from, to)`. */
export function decodeNeighborOptions(
  bytes: Uint8Array,
  from: number,
  to: number,
): readonly NeighborOption[] | Malformed {
  const options: NeighborOption[] = [];
  for (let at = from; at < to; ) {
    const length = at + 1 < to ? bytes[at + 1]! * 8 : 0;
    // "The value 0 is invalid. Nodes MUST silently discard an ND packet that contains an option with length zero."
    if (length === 0) return new Malformed("icmpv6", "Length", at + 1, `option ${bytes[at]} has length zero`);
    if (at + length > to) {
      return new Malformed("icmpv6", "Length", at + 1, `option ${bytes[at]}: ${length} bytes, ${to - at} left`);
    }
    options.push(decodeOption(bytes, at, length));
    at += length;
  }
  return options;
}

/** Bytes on the wire, a multiple of 8. */
export function neighborOptionsLength(options: readonly NeighborOption[]): number {
  let length = 0;
  for (const option of options) length += optionLength(option);
  return length;
}

/** Writes `options` from `out[at]` on. */
export function encodeNeighborOptions(options: readonly NeighborOption[], out: Uint8Array, at: number): void {
  let start = at;
  for (const option of options) {
    const length = optionLength(option);
    assert(length % 8 === 0 && length < 2048, "a neighbor discovery option is a multiple of 8 bytes, at most 2040");
    out.fill(0, start, start + length);
    out[start + 1] = length / 8;
    encodeOption(option, out, start);
    start += length;
  }
}

function decodeOption(bytes: Uint8Array, at: number, length: number): NeighborOption {
  const type = bytes[at]!;
  if (type === neighborOptionType.sourceLinkLayerAddress && length === 8) {
    return { kind: "source-link-layer-address", mac: readU48(bytes, at + 2) as MacAddress };
  }
  if (type === neighborOptionType.targetLinkLayerAddress && length === 8) {
    return { kind: "target-link-layer-address", mac: readU48(bytes, at + 2) as MacAddress };
  }
  if (type === neighborOptionType.mtu && length === 8) return { kind: "mtu", mtu: readU32(bytes, at + 4) };
  if (type === neighborOptionType.prefixInformation && length === 32) {
    return {
      kind: "prefix-information",
      prefixLength: bytes[at + 2]!,
      onLink: (bytes[at + 3]! & 0x80) !== 0,
      autonomous: (bytes[at + 3]! & 0x40) !== 0,
      validLifetimeSeconds: readU32(bytes, at + 4),
      preferredLifetimeSeconds: readU32(bytes, at + 8),
      prefix: readU128(bytes, at + 16) as Ipv6Address,
    };
  }
  return { kind: "other", type, data: bytes.subarray(at + 2, at + length) };
}

function encodeOption(option: NeighborOption, out: Uint8Array, at: number): void {
  switch (option.kind) {
    case "source-link-layer-address":
      out[at] = neighborOptionType.sourceLinkLayerAddress;
      writeU48(out, at + 2, option.mac);
      return;
    case "target-link-layer-address":
      out[at] = neighborOptionType.targetLinkLayerAddress;
      writeU48(out, at + 2, option.mac);
      return;
    case "mtu":
      out[at] = neighborOptionType.mtu;
      writeU16(out, at + 2, 0);
      writeU32(out, at + 4, option.mtu);
      return;
    case "prefix-information":
      out[at] = neighborOptionType.prefixInformation;
      out[at + 2] = option.prefixLength;
      out[at + 3] = (option.onLink ? 0x80 : 0) | (option.autonomous ? 0x40 : 0);
      writeU32(out, at + 4, option.validLifetimeSeconds);
      writeU32(out, at + 8, option.preferredLifetimeSeconds);
      writeU128(out, at + 16, option.prefix);
      return;
    case "other":
      out[at] = option.type;
      out.set(option.data, at + 2);
  }
}

function optionLength(option: NeighborOption): number {
  if (option.kind === "other") return 2 + option.data.length;
  return option.kind === "prefix-information" ? 32 : 8;
}
