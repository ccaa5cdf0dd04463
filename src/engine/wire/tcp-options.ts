/**
 * TCP options: maximum segment size (RFC 9293 3.2), window scale (RFC 7323 2.2), SACK-permitted (RFC 2018 section 2), SACK (section 3),
 * timestamps (RFC 7323 3.2), Fast Open (RFC 7413 4.1.1). Others, and known ones of a length that is not theirs, are kept as "other": "MUST ignore without error any
 * TCP Option it does not implement" (RFC 9293 3.1). End-of-list and padding are not values: the encoder adds them.
 */
import { assert } from "../base/assert.ts";
import { readU16, readU32, writeU16, writeU32 } from "./integers.ts";
import { Malformed } from "./malformed.ts";
import type { Seq } from "./seq.ts";

/** A run of octets received beyond the acknowledgment number: [left, right). */
export interface SackBlock {
  readonly left: Seq;
  readonly right: Seq;
}

export type TcpOption =
  | { readonly kind: "nop" }
  /** Largest segment the sender of this option takes, in bytes of data. */
  | { readonly kind: "mss"; readonly mss: number }
  /** How many bits the sender's windows are to be shifted to the left: 0 to 14 make sense, the octet is kept as it is. */
  | { readonly kind: "window-scale"; readonly shift: number }
  | { readonly kind: "sack-permitted" }
  /** One to four blocks, the latest first. */
  | { readonly kind: "sack"; readonly blocks: readonly SackBlock[] }
  /** TSval and TSecr, 32 bits each. */
  | { readonly kind: "timestamps"; readonly value: number; readonly echo: number }
  /**
   * A request without cookie, or one with it; valid cookies have 4 to 16 bytes, an even number. `experimental`: in the shared experimental
   * kind with the magic number 0xF989, as before the RFC (RFC 6994, RFC 7413 4.1.1).
   */
  | { readonly kind: "fast-open"; readonly cookie: Uint8Array; readonly experimental: boolean }
  /** `number` is the Kind octet; `data` has at most 38 bytes. */
  | { readonly kind: "other"; readonly number: number; readonly data: Uint8Array };

export const tcpOptionNumber = {
  end: 0,
  nop: 1,
  mss: 2,
  windowScale: 3,
  sackPermitted: 4,
  sack: 5,
  timestamps: 8,
  fastOpen: 34,
  experimental: 254,
} as const;

/** The experiment identifier of Fast Open in kind 254. */
const fastOpenMagic = 0xf989;

/** What every segment without options shares. */
export const noTcpOptions: readonly TcpOption[] = [];

/**
 * The first option of a kind.
 *
 *     const mss = findTcpOption(segment.options, "mss")?.mss ?? 536;
 */
export function findTcpOption<K extends TcpOption["kind"]>(
  options: readonly TcpOption[],
  kind: K,
): Extract<TcpOption, { kind: K }> | undefined {
  for (const option of options) if (option.kind === kind) return option as Extract<TcpOption, { kind: K }>;
  return undefined;
}

/** The options in `bytes[from, to)`, up to the end of the list. */
export function decodeTcpOptions(bytes: Uint8Array, from: number, to: number): readonly TcpOption[] | Malformed {
  // RFC 7323 appendix A: "a recommended layout", which nearly every segment of a connection with timestamps has.
  if (to - from === 12 && readU32(bytes, from) === stampAlone) {
    return [nop, nop, { kind: "timestamps", value: readU32(bytes, from + 4), echo: readU32(bytes, from + 8) }];
  }
  const options: TcpOption[] = [];
  let at = from;
  while (at < to && bytes[at] !== tcpOptionNumber.end) {
    if (bytes[at] === tcpOptionNumber.nop) {
      options.push(nop);
      at += 1;
      continue;
    }
    const length = at + 1 < to ? bytes[at + 1]! : 0;
    // "TCP implementations MUST be prepared to handle an illegal option length (e.g., zero)" (MUST-7).
    if (length < 2 || at + length > to) {
      return new Malformed("tcp", "Options", at, `option ${bytes[at]} with length ${length}, ${to - at} bytes left`);
    }
    options.push(decodeOption(bytes, at, length));
    at += length;
  }
  return options;
}

/** Bytes on the wire, padding to a multiple of 4 included. */
export function tcpOptionsLength(options: readonly TcpOption[]): number {
  if (options.length === 0) return 0;
  if (isStampAlone(options)) return 12;
  let length = 0;
  for (const option of options) length += tcpOptionLength(option);
  return (length + 3) & ~3;
}

/** Writes `options` into `out[from, to)` and fills what is left with zeros: "header padding of zeros (MUST-69)". */
export function encodeTcpOptions(options: readonly TcpOption[], out: Uint8Array, from: number, to: number): void {
  const last = options[2];
  if (to - from === 12 && last?.kind === "timestamps" && isStampAlone(options)) {
    writeU32(out, from, stampAlone);
    writeU32(out, from + 4, last.value);
    writeU32(out, from + 8, last.echo);
    return;
  }
  let at = from;
  for (const option of options) {
    const length = tcpOptionLength(option);
    assert(at + length <= to, "TCP options run past the room made for them");
    encodeOption(option, length, out, at);
    at += length;
  }
  out.fill(0, at, to);
}

/** NOP, NOP, timestamps: what nearly every segment has. */
const isStampAlone = (options: readonly TcpOption[]): boolean =>
  options.length === 3 && options[0]!.kind === "nop" && options[1]!.kind === "nop" && options[2]!.kind === "timestamps";

function decodeOption(bytes: Uint8Array, at: number, length: number): TcpOption {
  const number = bytes[at]!;
  switch (number) {
    case tcpOptionNumber.mss:
      if (length === 4) return { kind: "mss", mss: readU16(bytes, at + 2) };
      break;
    case tcpOptionNumber.windowScale:
      if (length === 3) return { kind: "window-scale", shift: bytes[at + 2]! };
      break;
    case tcpOptionNumber.sackPermitted:
      if (length === 2) return sackPermitted;
      break;
    case tcpOptionNumber.sack:
      if (length >= 10 && length % 8 === 2) return { kind: "sack", blocks: decodeBlocks(bytes, at + 2, at + length) };
      break;
    case tcpOptionNumber.timestamps:
      if (length === 10) return { kind: "timestamps", value: readU32(bytes, at + 2), echo: readU32(bytes, at + 6) };
      break;
    case tcpOptionNumber.fastOpen:
      return { kind: "fast-open", cookie: bytes.subarray(at + 2, at + length), experimental: false };
    case tcpOptionNumber.experimental:
      if (length >= 4 && readU16(bytes, at + 2) === fastOpenMagic)
        return { kind: "fast-open", cookie: bytes.subarray(at + 4, at + length), experimental: true };
      break;
  }
  return { kind: "other", number, data: bytes.subarray(at + 2, at + length) };
}

function decodeBlocks(bytes: Uint8Array, from: number, to: number): SackBlock[] {
  const blocks: SackBlock[] = [];
  for (let at = from; at < to; at += 8) {
    blocks.push({ left: readU32(bytes, at) as Seq, right: readU32(bytes, at + 4) as Seq });
  }
  return blocks;
}

function encodeOption(option: TcpOption, length: number, out: Uint8Array, at: number): void {
  if (option.kind === "nop") {
    out[at] = tcpOptionNumber.nop;
    return;
  }
  out[at + 1] = length;
  switch (option.kind) {
    case "mss":
      out[at] = tcpOptionNumber.mss;
      writeU16(out, at + 2, option.mss);
      return;
    case "window-scale":
      out[at] = tcpOptionNumber.windowScale;
      out[at + 2] = option.shift;
      return;
    case "sack-permitted":
      out[at] = tcpOptionNumber.sackPermitted;
      return;
    case "sack":
      out[at] = tcpOptionNumber.sack;
      for (const [i, block] of option.blocks.entries()) {
        writeU32(out, at + 2 + 8 * i, block.left);
        writeU32(out, at + 6 + 8 * i, block.right);
      }
      return;
    case "timestamps":
      out[at] = tcpOptionNumber.timestamps;
      writeU32(out, at + 2, option.value);
      writeU32(out, at + 6, option.echo);
      return;
    case "fast-open":
      out[at] = option.experimental ? tcpOptionNumber.experimental : tcpOptionNumber.fastOpen;
      if (option.experimental) writeU16(out, at + 2, fastOpenMagic);
      out.set(option.cookie, at + length - option.cookie.length);
      return;
    case "other":
      out[at] = option.number;
      out.set(option.data, at + 2);
  }
}

/** Octets of one option, kind and length octets counted. */
export function tcpOptionLength(option: TcpOption): number {
  switch (option.kind) {
    case "nop":
      return 1;
    case "mss":
      return 4;
    case "window-scale":
      return 3;
    case "sack-permitted":
      return 2;
    case "sack":
      return 2 + 8 * option.blocks.length;
    case "timestamps":
      return 10;
    case "fast-open":
      return (option.experimental ? 4 : 2) + option.cookie.length;
    case "other":
      return 2 + option.data.length;
  }
}

/** NOP, NOP, kind and length of timestamps: the first 4 bytes of the layout that RFC 7323 appendix A recommends. */
export const stampAlone = 0x0101080a;
const nop: TcpOption = { kind: "nop" };
const sackPermitted: TcpOption = { kind: "sack-permitted" };
