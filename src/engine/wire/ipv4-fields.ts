/** Field table of the IPv4 header (RFC 791 3.1) and rows for its options. The codec is in `ipv4.ts`. */
import { type Field, type FieldTable, FieldWriter, type Rfc, sayFlag } from "./fields.ts";
import { readU32 } from "./integers.ts";
import { formatIpv4, type Ipv4Address } from "./ipv4-address.ts";
import { ipv4OptionType } from "./ipv4-options.ts";
import { formatIpProtocol, hex, withName } from "./numbers.ts";

/** @param bytes a datagram, or what there is of one; the rows cover its header, options and padding included. */
export function ipv4Fields(bytes: Uint8Array): Field[] {
  const headerLength = Math.max(20, ((bytes[0] ?? 0x45) & 15) * 4);
  const writer = new FieldWriter(bytes, headerLength).table(ipv4Table);
  while (writer.bytesLeft > 0) optionField(writer, bytes);
  return writer.fields;
}

function optionField(writer: FieldWriter, bytes: Uint8Array): void {
  const at = writer.at;
  const type = bytes[at]!;
  if (type === ipv4OptionType.end) {
    writer.bytes("Option: End of Option List", 1, format).rest("Padding", format);
    return;
  }
  if (type === ipv4OptionType.nop) {
    writer.bytes("Option: No Operation", 1, format);
    return;
  }
  const name = `Option: ${optionNames[type] ?? `type ${type}`}`;
  const length = writer.bytesLeft >= 2 ? bytes[at + 1]! : 0;
  if (length < 2 || length > writer.bytesLeft) writer.rest(name, format);
  else writer.bytes(name, length, format, sayOption(type, bytes.subarray(at, at + length)));
}

/** The addresses of a route option, a bracket around the one that the pointer names; undefined for others. */
function sayOption(type: number, option: Uint8Array): string | undefined {
  const isRoute = type === ipv4OptionType.recordRoute || isSourceRoute(type);
  if (!isRoute || option.length < 3 || (option.length - 3) % 4 !== 0) return undefined;
  const hops: string[] = [];
  for (let at = 3; at < option.length; at += 4) {
    const hop = formatIpv4(readU32(option, at) as Ipv4Address);
    hops.push(at + 1 === option[2] ? `[${hop}]` : hop);
  }
  return `pointer ${option[2]}, ${hops.join(" ")}`;
}

const isSourceRoute = (type: number): boolean =>
  type === ipv4OptionType.looseSourceRoute || type === ipv4OptionType.strictSourceRoute;

const format: Rfc = { number: 791, section: "3.1" };
const ecnField: Rfc = { number: 3168, section: "5" };

/** For IPv6 too, whose traffic class is split in the same way. */
export const ecnNames = ["Not-ECT", "ECT(1)", "ECT(0)", "CE"] as const;
export const dsField: Rfc = { number: 2474, section: "3" };

const optionNames: Readonly<Record<number, string>> = {
  [ipv4OptionType.recordRoute]: "Record Route",
  [ipv4OptionType.timestamp]: "Internet Timestamp",
  [ipv4OptionType.security]: "Security",
  [ipv4OptionType.looseSourceRoute]: "Loose Source and Record Route",
  [ipv4OptionType.streamId]: "Stream Identifier",
  [ipv4OptionType.strictSourceRoute]: "Strict Source and Record Route",
};

const sayAddress = (raw: number): string => formatIpv4(raw as Ipv4Address);

export const ipv4Table: FieldTable = [
  { name: "Version", bits: 4, rfc: format },
  { name: "IHL", bits: 4, rfc: format, say: (raw) => `${raw} (${raw * 4} bytes)` },
  { name: "DSCP", bits: 6, rfc: dsField },
  { name: "ECN", bits: 2, rfc: ecnField, say: (raw) => withName(String(raw), ecnNames[raw]) },
  { name: "Total Length", bits: 16, rfc: format, say: (raw) => `${raw} bytes` },
  { name: "Identification", bits: 16, rfc: format },
  { name: "Reserved flag", bits: 1, rfc: format },
  { name: "Don't Fragment", bits: 1, rfc: format, say: sayFlag },
  { name: "More Fragments", bits: 1, rfc: format, say: sayFlag },
  { name: "Fragment Offset", bits: 13, rfc: format, say: (raw) => `${raw} (byte ${raw * 8})` },
  { name: "Time to Live", bits: 8, rfc: format },
  { name: "Protocol", bits: 8, rfc: format, say: formatIpProtocol },
  { name: "Header Checksum", bits: 16, rfc: format, say: (raw) => `0x${hex(raw, 4)}` },
  { name: "Source Address", bits: 32, rfc: format, say: sayAddress },
  { name: "Destination Address", bits: 32, rfc: format, say: sayAddress },
];
