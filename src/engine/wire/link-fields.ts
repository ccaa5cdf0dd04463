/** Field tables of the link layer: Ethernet II, the 802.1Q tag, ARP. The codecs are in `ethernet.ts` and `arp.ts`. */

import { arpLength, arpOperation } from "./arp.ts";
import { ethernetHeaderLength } from "./ethernet.ts";
import { type Field, type FieldTable, FieldWriter, type Rfc } from "./fields.ts";
import type { Ipv4Address } from "./ipv4-address.ts";
import { formatIpv4 } from "./ipv4-address.ts";
import { formatMac, isGroupMac, type MacAddress, macBroadcast } from "./mac.ts";
import { formatEtherType, withName } from "./numbers.ts";

/** @param bytes a frame; the rows cover its first 14 bytes. */
export const ethernetFields = (bytes: Uint8Array): Field[] =>
  new FieldWriter(bytes, ethernetHeaderLength).table(ethernetTable).fields;

/** @param bytes what follows an EtherType of 0x8100; the rows cover its first 4 bytes. */
export const vlanFields = (bytes: Uint8Array): Field[] => new FieldWriter(bytes, 4).table(vlanTable).fields;

/** @param bytes an ARP packet; the rows cover its first 28 bytes. */
export const arpFields = (bytes: Uint8Array): Field[] => new FieldWriter(bytes, arpLength).table(arpTable).fields;

function sayMac(raw: number): string {
  const address = raw as MacAddress;
  const text = formatMac(address);
  if (address === macBroadcast) return `${text} (broadcast)`;
  return isGroupMac(address) ? `${text} (multicast)` : text;
}

const sayIpv4 = (raw: number): string => formatIpv4(raw as Ipv4Address);

const frameFormat: Rfc = { number: 894, section: "Frame Format" };
const arpFormat: Rfc = { number: 826, section: "Packet format" };

export const ethernetTable: FieldTable = [
  { name: "Destination", bits: 48, rfc: null, say: sayMac },
  { name: "Source", bits: 48, rfc: null, say: sayMac },
  { name: "Type", bits: 16, rfc: frameFormat, say: formatEtherType },
];

/** IEEE 802.1Q, not an RFC. */
export const vlanTable: FieldTable = [
  { name: "Priority Code Point", bits: 3, rfc: null },
  { name: "Drop Eligible Indicator", bits: 1, rfc: null },
  { name: "VLAN Identifier", bits: 12, rfc: null },
  { name: "Type", bits: 16, rfc: null, say: formatEtherType },
];

const operationNames: Readonly<Record<number, string>> = {
  [arpOperation.request]: "request",
  [arpOperation.reply]: "reply",
};

export const arpTable: FieldTable = [
  {
    name: "Hardware type",
    bits: 16,
    rfc: arpFormat,
    say: (raw) => withName(String(raw), raw === 1 ? "Ethernet" : undefined),
  },
  { name: "Protocol type", bits: 16, rfc: arpFormat, say: formatEtherType },
  { name: "Hardware address length", bits: 8, rfc: arpFormat },
  { name: "Protocol address length", bits: 8, rfc: arpFormat },
  { name: "Operation", bits: 16, rfc: arpFormat, say: (raw) => withName(String(raw), operationNames[raw]) },
  { name: "Sender hardware address", bits: 48, rfc: arpFormat, say: sayMac },
  { name: "Sender protocol address", bits: 32, rfc: arpFormat, say: sayIpv4 },
  { name: "Target hardware address", bits: 48, rfc: arpFormat, say: sayMac },
  { name: "Target protocol address", bits: 32, rfc: arpFormat, say: sayIpv4 },
];
