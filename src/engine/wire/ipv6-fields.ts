/** Field tables of the IPv6 header (RFC 8200 section 3) and of its extension headers (4.2 to 4.6). Codecs: `ipv6.ts`, `ipv6-extensions.ts`. */
import { type Field, type FieldTable, FieldWriter, type Rfc, sayFlag } from "./fields.ts";
import { readU128 } from "./integers.ts";
import { dsField, ecnNames } from "./ipv4-fields.ts";
import { ipv6HeaderLength } from "./ipv6.ts";
import { formatIpv6, type Ipv6Address } from "./ipv6-address.ts";
import { type Ipv6Extension, ipv6ExtensionLength } from "./ipv6-extensions.ts";
import { formatIpProtocol, hex, withName } from "./numbers.ts";

/** @param bytes a packet; the rows cover the fixed header, its first 40 bytes. */
export const ipv6Fields = (bytes: Uint8Array): Field[] =>
  new FieldWriter(bytes, ipv6HeaderLength).table(ipv6Table).fields;

/** @param bytes what starts with an extension header of that kind; the rows cover that header. */
export function ipv6ExtensionFields(kind: Ipv6Extension["kind"], bytes: Uint8Array): Field[] {
  const writer = new FieldWriter(bytes, ipv6ExtensionLength(kind, bytes, 0, bytes.length));
  if (kind === "fragment") return writer.table(fragmentTable).fields;
  if (kind === "routing") return writer.table(routingTable).rest("Type-specific data", routingHeader).fields;
  writer.table(kind === "hop-by-hop-options" ? hopByHopTable : destinationOptionsTable);
  while (writer.bytesLeft > 0) optionField(writer, bytes);
  return writer.fields;
}

function optionField(writer: FieldWriter, bytes: Uint8Array): void {
  const at = writer.at;
  const type = bytes[at]!;
  if (type === 0) {
    writer.bytes("Option: Pad1", 1, options);
    return;
  }
  const name = type === 1 ? "Option: PadN" : `Option: type ${type}`;
  const length = writer.bytesLeft >= 2 ? 2 + bytes[at + 1]! : writer.bytesLeft + 1;
  if (length > writer.bytesLeft) writer.rest(name, options);
  else writer.bytes(name, length, options);
}

const sayAddress = (bytes: Uint8Array): string => formatIpv6(readU128(bytes, 0) as Ipv6Address);

const header: Rfc = { number: 8200, section: "3" };
const options: Rfc = { number: 8200, section: "4.2" };
const hopByHop: Rfc = { number: 8200, section: "4.3" };
const routingHeader: Rfc = { number: 8200, section: "4.4" };
const fragmentHeader: Rfc = { number: 8200, section: "4.5" };
const destinationOptions: Rfc = { number: 8200, section: "4.6" };

export const ipv6Table: FieldTable = [
  { name: "Version", bits: 4, rfc: header },
  { name: "DSCP", bits: 6, rfc: dsField },
  { name: "ECN", bits: 2, rfc: { number: 3168, section: "5" }, say: (raw) => withName(String(raw), ecnNames[raw]) },
  { name: "Flow Label", bits: 20, rfc: header, say: (raw) => `0x${hex(raw, 5)}` },
  { name: "Payload Length", bits: 16, rfc: header, say: (raw) => `${raw} bytes` },
  { name: "Next Header", bits: 8, rfc: header, say: formatIpProtocol },
  { name: "Hop Limit", bits: 8, rfc: header },
  { name: "Source Address", bits: 128, rfc: header, sayBytes: sayAddress },
  { name: "Destination Address", bits: 128, rfc: header, sayBytes: sayAddress },
];

const startOf = (rfc: Rfc): FieldTable => [
  { name: "Next Header", bits: 8, rfc, say: formatIpProtocol },
  { name: "Hdr Ext Len", bits: 8, rfc, say: (raw) => `${raw} (${(raw + 1) * 8} bytes)` },
];

export const hopByHopTable: FieldTable = startOf(hopByHop);
export const destinationOptionsTable: FieldTable = startOf(destinationOptions);

export const routingTable: FieldTable = [
  ...startOf(routingHeader),
  { name: "Routing Type", bits: 8, rfc: routingHeader },
  { name: "Segments Left", bits: 8, rfc: routingHeader },
];

export const fragmentTable: FieldTable = [
  { name: "Next Header", bits: 8, rfc: fragmentHeader, say: formatIpProtocol },
  { name: "Reserved", bits: 8, rfc: fragmentHeader },
  { name: "Fragment Offset", bits: 13, rfc: fragmentHeader, say: (raw) => `${raw} (byte ${raw * 8})` },
  { name: "Res", bits: 2, rfc: fragmentHeader },
  { name: "M flag", bits: 1, rfc: fragmentHeader, say: sayFlag },
  { name: "Identification", bits: 32, rfc: fragmentHeader },
];
