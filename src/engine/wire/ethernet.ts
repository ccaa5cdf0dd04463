/**
 * Ethernet II frames without preamble and frame check sequence, as a network card hands them over (RFC 894 "Frame Format";
 * RFC 2464 section 3). An 802.1Q tag is not taken apart: its frame comes out with EtherType 0x8100 and the tag at the start of the
 * payload, which hosts here ignore; `dissect` shows it. 802.3 frames with a length instead of a type are malformed.
 */
import { assert } from "../base/assert.ts";
import { readU16, readU48, writeU16, writeU48 } from "./integers.ts";
import type { MacAddress } from "./mac.ts";
import { Malformed } from "./malformed.ts";

export interface EthernetHeader {
  readonly destination: MacAddress;
  readonly source: MacAddress;
  /** What the payload is; one of `etherType`, or another number of at least 0x0600. */
  readonly etherType: number;
}

export interface EthernetFrame extends EthernetHeader {
  /** A view of everything behind the header. Padding to the minimum frame size is still on it: only the next layer knows its length. */
  readonly payload: Uint8Array;
}

/** Bytes. */
export const ethernetHeaderLength = 14;

export function decodeEthernet(bytes: Uint8Array): EthernetFrame | Malformed {
  if (bytes.length < ethernetHeaderLength) {
    return new Malformed("ethernet", "header", 0, `a frame has at least 14 bytes, this one ${bytes.length}`);
  }
  const etherType = readU16(bytes, 12);
  if (etherType < smallestType) {
    return new Malformed("ethernet", "Type", 12, `${etherType} is below 0x0600: a length (IEEE 802.3), not a type`);
  }
  return {
    destination: readU48(bytes, 0) as MacAddress,
    source: readU48(bytes, 6) as MacAddress,
    etherType,
    payload: bytes.subarray(ethernetHeaderLength),
  };
}

/** Writes the header in front of `out[at]`; see `slab.ts`. Does not pad to the minimum frame size, which simulated links do not have. */
export function encodeEthernet(header: EthernetHeader, out: Uint8Array, at: number): number {
  const start = at - ethernetHeaderLength;
  assert(start >= 0, "an Ethernet header needs 14 bytes of headroom");
  writeU48(out, start, header.destination);
  writeU48(out, start + 6, header.source);
  writeU16(out, start + 12, header.etherType);
  return start;
}

const smallestType = 0x0600;
