/**
 * TCP segments (RFC 9293 3.1). Options are in `tcp-options.ts`, arithmetic on sequence numbers in `seq.ts`. This is the hot path of
 * the engine: one object and one view per decoded segment, nothing but bytes written when encoding.
 */
import { assert } from "../base/assert.ts";
import { readU16, readU32, writeU16, writeU32 } from "./integers.ts";
import { Malformed } from "./malformed.ts";
import { ipProtocol } from "./numbers.ts";
import { type AddressSum, type ChecksumState, upperLayerChecksum } from "./pseudo-header.ts";
import type { Seq } from "./seq.ts";
import { decodeTcpOptions, encodeTcpOptions, noTcpOptions, type TcpOption, tcpOptionsLength } from "./tcp-options.ts";

export interface TcpHeader {
  readonly sourcePort: number;
  readonly destinationPort: number;
  /** Of the first data octet; of the SYN itself where there is one. */
  readonly seq: Seq;
  /** The next sequence number expected; means something only with ACK. */
  readonly ack: Seq;
  /** The bits of `tcpFlag`, or'ed: `tcpFlag.syn | tcpFlag.ack`. */
  readonly flags: number;
  /** As it stands in the header, before any scaling: 0 to 65535. */
  readonly window: number;
  /** Offset from `seq` to the octet behind the urgent data; means something only with URG. */
  readonly urgentPointer: number;
  readonly options: readonly TcpOption[];
}

export interface TcpSegment extends TcpHeader {
  /** Bytes, options and their padding included: 20 to 60. */
  readonly headerLength: number;
  /** As received; `checkTcp` says whether it is right. */
  readonly checksum: number;
  /** A view of the user data. */
  readonly payload: Uint8Array;
}

/** The control bits (RFC 9293 3.1); CWR and ECE belong to explicit congestion notification (RFC 3168 6.1). */
export const tcpFlag = { fin: 1, syn: 2, rst: 4, psh: 8, ack: 16, urg: 32, ece: 64, cwr: 128 } as const;

/** What every bare acknowledgment shares. */
const noData = new Uint8Array(0);

/** Bytes, without options. */
export const tcpHeaderLength = 20;

/** @param bytes exactly one segment: the payload of an IP packet. */
export function decodeTcp(bytes: Uint8Array): TcpSegment | Malformed {
  if (bytes.length < tcpHeaderLength) {
    return new Malformed("tcp", "header", 0, `a header has at least 20 bytes, here are ${bytes.length}`);
  }
  const headerLength = (bytes[12]! >> 4) * 4;
  if (headerLength < tcpHeaderLength) {
    return new Malformed("tcp", "Data Offset", 12, `a header of ${headerLength} bytes is shorter than 20`);
  }
  if (headerLength > bytes.length) {
    return new Malformed(
      "tcp",
      "Data Offset",
      12,
      `a header of ${headerLength} bytes, of which ${bytes.length} are here`,
    );
  }
  const options = headerLength === tcpHeaderLength ? noTcpOptions : decodeTcpOptions(bytes, 20, headerLength);
  if (options instanceof Malformed) return options;
  // The reserved bits "must be ignored in received segments".
  return {
    sourcePort: readU16(bytes, 0),
    destinationPort: readU16(bytes, 2),
    seq: readU32(bytes, 4) as Seq,
    ack: readU32(bytes, 8) as Seq,
    flags: bytes[13]!,
    window: readU16(bytes, 14),
    urgentPointer: readU16(bytes, 18),
    options,
    headerLength,
    checksum: readU16(bytes, 16),
    payload: headerLength === bytes.length ? noData : bytes.subarray(headerLength),
  };
}

/**
 * Writes the header, checksum included, in front of the data `out[at, end)`; see `slab.ts`. Reserved bits are zero.
 * @param addresses for the pseudo-header: "The sender MUST generate it (MUST-2)", so there is no way to leave the checksum out.
 */
export function encodeTcp(header: TcpHeader, out: Uint8Array, at: number, end: number, addresses: AddressSum): number {
  const optionsLength = header.options.length === 0 ? 0 : tcpOptionsLength(header.options);
  assert(optionsLength <= 40, "TCP options take at most 40 bytes");
  const start = at - tcpHeaderLength - optionsLength;
  assert(start >= 0, "a TCP header needs 20 bytes of headroom, and as many as its options have");
  writeU16(out, start, header.sourcePort);
  writeU16(out, start + 2, header.destinationPort);
  writeU32(out, start + 4, header.seq);
  writeU32(out, start + 8, header.ack);
  out[start + 12] = ((at - start) >> 2) << 4;
  out[start + 13] = header.flags;
  writeU16(out, start + 14, header.window);
  writeU16(out, start + 16, 0);
  writeU16(out, start + 18, header.urgentPointer);
  if (optionsLength > 0) encodeTcpOptions(header.options, out, start + 20, at);
  // "While computing the checksum, the checksum field itself is replaced with zeros."
  writeU16(out, start + 16, upperLayerChecksum(out, start, end, ipProtocol.tcp, addresses));
  return start;
}

/** Whether the checksum of a whole segment is right ("the receiver MUST check it", MUST-3). */
export function checkTcp(bytes: Uint8Array, addresses: AddressSum): ChecksumState {
  if (bytes.length < tcpHeaderLength || bytes.length > 0xffff) return "unchecked";
  return upperLayerChecksum(bytes, 0, bytes.length, ipProtocol.tcp, addresses) === 0 ? "right" : "wrong";
}

/** One letter a flag, a dot for ACK: `S`, `S.`, `P.`, `F.`, `R`, and `none` where nothing is set. */
export function formatTcpFlags(flags: number): string {
  let text = "";
  for (const [letter, bit] of flagLetters) if (flags & bit) text += letter;
  return text === "" ? "none" : text;
}

const flagLetters: readonly (readonly [letter: string, bit: number])[] = [
  ["F", tcpFlag.fin],
  ["S", tcpFlag.syn],
  ["R", tcpFlag.rst],
  ["P", tcpFlag.psh],
  ["U", tcpFlag.urg],
  ["E", tcpFlag.ece],
  ["W", tcpFlag.cwr],
  [".", tcpFlag.ack],
];
