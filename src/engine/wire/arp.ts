/**
 * ARP for IPv4 over Ethernet (RFC 826 "Packet format"): hardware type 1, protocol type 0x0800, address lengths 6 and 4. Other
 * hardware or protocols are malformed here: no host in this world could answer them.
 */
import { assert } from "../base/assert.ts";
import { readU16, readU32, readU48, writeU16, writeU32, writeU48 } from "./integers.ts";
import type { Ipv4Address } from "./ipv4-address.ts";
import type { MacAddress } from "./mac.ts";
import { Malformed } from "./malformed.ts";
import { etherType } from "./numbers.ts";

export interface ArpPacket {
  /** ar$op: 1 = request, 2 = reply; others are kept and mean nothing here. */
  readonly operation: number;
  readonly senderMac: MacAddress;
  readonly senderIp: Ipv4Address;
  /** Not known in a request: zero there. */
  readonly targetMac: MacAddress;
  readonly targetIp: Ipv4Address;
}

export const arpOperation = { request: 1, reply: 2 } as const;

/** Bytes; an Ethernet frame pads it to 46. */
export const arpLength = 28;

/** Ignores bytes behind the 28th: Ethernet's padding. */
export function decodeArp(bytes: Uint8Array): ArpPacket | Malformed {
  if (bytes.length < arpLength) {
    return new Malformed("arp", "packet", 0, `ARP for IPv4 over Ethernet has 28 bytes, here are ${bytes.length}`);
  }
  if (readU16(bytes, 0) !== hardwareEthernet) {
    return new Malformed("arp", "Hardware type", 0, `${readU16(bytes, 0)} is not 1 (Ethernet)`);
  }
  if (readU16(bytes, 2) !== etherType.ipv4) {
    return new Malformed("arp", "Protocol type", 2, `0x${readU16(bytes, 2).toString(16)} is not 0x800 (IPv4)`);
  }
  if (bytes[4] !== 6) return new Malformed("arp", "Hardware address length", 4, `${bytes[4]} is not 6`);
  if (bytes[5] !== 4) return new Malformed("arp", "Protocol address length", 5, `${bytes[5]} is not 4`);
  return {
    operation: readU16(bytes, 6),
    senderMac: readU48(bytes, 8) as MacAddress,
    senderIp: readU32(bytes, 14) as Ipv4Address,
    targetMac: readU48(bytes, 18) as MacAddress,
    targetIp: readU32(bytes, 24) as Ipv4Address,
  };
}

/** Writes the packet in front of `out[at]`; see `slab.ts`. */
export function encodeArp(packet: ArpPacket, out: Uint8Array, at: number): number {
  const start = at - arpLength;
  assert(start >= 0, "an ARP packet needs 28 bytes of headroom");
  writeU16(out, start, hardwareEthernet);
  writeU16(out, start + 2, etherType.ipv4);
  out[start + 4] = 6;
  out[start + 5] = 4;
  writeU16(out, start + 6, packet.operation);
  writeU48(out, start + 8, packet.senderMac);
  writeU32(out, start + 14, packet.senderIp);
  writeU48(out, start + 18, packet.targetMac);
  writeU32(out, start + 24, packet.targetIp);
  return start;
}

const hardwareEthernet = 1;
