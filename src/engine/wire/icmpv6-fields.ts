/** Field tables of ICMPv6, one for each message (RFC 4443, RFC 4861 section 4), and rows for the options of neighbor discovery. */
import { type Field, type FieldRow, type FieldTable, FieldWriter, type Rfc, sayFlag } from "./fields.ts";
import { icmpv6FixedLength, icmpv6Type, isNeighborDiscovery } from "./icmpv6.ts";
import { readU128 } from "./integers.ts";
import { formatIpv6, type Ipv6Address } from "./ipv6-address.ts";
import { formatMac, type MacAddress } from "./mac.ts";
import { neighborOptionType } from "./neighbor-options.ts";
import { hex, withName } from "./numbers.ts";

/**
 * @param bytes a message. The rows cover everything in front of the payload; a neighbor discovery message has none, so they cover
 * its options too, field by field.
 */
export function icmpv6Fields(bytes: Uint8Array): Field[] {
  const [type, code] = [bytes[0] ?? 0, bytes[1] ?? 0];
  const fixed = icmpv6FixedLength(type, code);
  const writer = new FieldWriter(bytes, isNeighborDiscovery(type, code) ? bytes.length : fixed);
  writer.table(icmpv6Table(type, code));
  while (writer.bytesLeft > 0) optionFields(writer, bytes);
  return writer.fields;
}

/** The rows of the message with that type and code, without options. */
export function icmpv6Table(type: number, code: number): FieldTable {
  const known = icmpv6FixedLength(type, code) > 4;
  const message = known ? messages[type] : undefined;
  const rfc = message?.rfc ?? { number: 4443, section: "2.1" };
  return [
    { name: "Type", bits: 8, rfc, say: (raw) => withName(String(raw), messages[raw]?.name) },
    { name: "Code", bits: 8, rfc },
    { name: "Checksum", bits: 16, rfc: { number: 4443, section: "2.3" }, say: (raw) => `0x${hex(raw, 4)}` },
    ...(message?.body ?? []).map((row): FieldRow => ({ ...row, rfc })),
  ];
}

/** A few words for a type and code; undefined where there are none. */
export const icmpv6CodeName = (type: number, code: number): string | undefined => codeNames[type]?.[code];

function optionFields(writer: FieldWriter, bytes: Uint8Array): void {
  const [type, units] = [bytes[writer.at]!, bytes[writer.at + 1]];
  const length = (units ?? 0) * 8;
  if (length === 0 || length > writer.bytesLeft) {
    writer.rest(`Option: type ${type}`, optionFormat);
    return;
  }
  const known = optionBodies[type];
  const rfc = known?.rfc ?? optionFormat;
  const start: FieldTable = [
    { name: "Option Type", bits: 8, rfc, say: (raw) => withName(String(raw), known?.name) },
    { name: "Option Length", bits: 8, rfc, say: (raw) => `${raw} (${raw * 8} bytes)` },
  ];
  writer.table(start);
  if (known !== undefined && known.length === length)
    writer.table(known.body.map((row): FieldRow => ({ ...row, rfc })));
  else writer.bytes("Option Data", length - 2, rfc);
}

type Row = Omit<FieldRow, "rfc">;

const sayAddress = (bytes: Uint8Array): string => formatIpv6(readU128(bytes, 0) as Ipv6Address);
const sayMac = (raw: number): string => formatMac(raw as MacAddress);
const sayMs = (raw: number): string => `${raw} ms`;
const saySeconds = (raw: number): string => (raw === 0xffff_ffff ? "infinity" : `${raw} s`);

const address = (name: string): Row => ({ name, bits: 128, sayBytes: sayAddress }) as Row;
const number = (name: string, bits: number, say?: (raw: number) => string): Row =>
  (say === undefined ? { name, bits } : { name, bits, say }) as Row;
const flag = (name: string): Row => number(name, 1, sayFlag);

const optionFormat: Rfc = { number: 4861, section: "4.6" };
const linkLayerAddress: Rfc = { number: 4861, section: "4.6.1" };

const optionBodies: Readonly<Record<number, { name: string; rfc: Rfc; length: number; body: readonly Row[] }>> = {
  [neighborOptionType.sourceLinkLayerAddress]: {
    name: "source link-layer address",
    rfc: linkLayerAddress,
    length: 8,
    body: [number("Link-Layer Address", 48, sayMac)],
  },
  [neighborOptionType.targetLinkLayerAddress]: {
    name: "target link-layer address",
    rfc: linkLayerAddress,
    length: 8,
    body: [number("Link-Layer Address", 48, sayMac)],
  },
  [neighborOptionType.prefixInformation]: {
    name: "prefix information",
    rfc: { number: 4861, section: "4.6.2" },
    length: 32,
    body: [
      number("Prefix Length", 8),
      flag("L"),
      flag("A"),
      number("Reserved1", 6),
      number("Valid Lifetime", 32, saySeconds),
      number("Preferred Lifetime", 32, saySeconds),
      number("Reserved2", 32),
      address("Prefix"),
    ],
  },
  [neighborOptionType.mtu]: {
    name: "MTU",
    rfc: { number: 4861, section: "4.6.4" },
    length: 8,
    body: [number("Reserved", 16), number("MTU", 32, (raw) => `${raw} bytes`)],
  },
};

const echoBody = [number("Identifier", 16), number("Sequence Number", 16)];

const messages: Readonly<Record<number, { name: string; rfc: Rfc; body: readonly Row[] }>> = {
  [icmpv6Type.destinationUnreachable]: {
    name: "destination unreachable",
    rfc: { number: 4443, section: "3.1" },
    body: [number("Unused", 32)],
  },
  [icmpv6Type.packetTooBig]: {
    name: "packet too big",
    rfc: { number: 4443, section: "3.2" },
    body: [number("MTU", 32, (raw) => `${raw} bytes`)],
  },
  [icmpv6Type.timeExceeded]: {
    name: "time exceeded",
    rfc: { number: 4443, section: "3.3" },
    body: [number("Unused", 32)],
  },
  [icmpv6Type.parameterProblem]: {
    name: "parameter problem",
    rfc: { number: 4443, section: "3.4" },
    body: [number("Pointer", 32)],
  },
  [icmpv6Type.echo]: { name: "echo request", rfc: { number: 4443, section: "4.1" }, body: echoBody },
  [icmpv6Type.echoReply]: { name: "echo reply", rfc: { number: 4443, section: "4.2" }, body: echoBody },
  [icmpv6Type.routerSolicitation]: {
    name: "router solicitation",
    rfc: { number: 4861, section: "4.1" },
    body: [number("Reserved", 32)],
  },
  [icmpv6Type.routerAdvertisement]: {
    name: "router advertisement",
    rfc: { number: 4861, section: "4.2" },
    body: [
      number("Cur Hop Limit", 8),
      flag("M"),
      flag("O"),
      number("Reserved", 6),
      number("Router Lifetime", 16, (raw) => `${raw} s`),
      number("Reachable Time", 32, sayMs),
      number("Retrans Timer", 32, sayMs),
    ],
  },
  [icmpv6Type.neighborSolicitation]: {
    name: "neighbor solicitation",
    rfc: { number: 4861, section: "4.3" },
    body: [number("Reserved", 32), address("Target Address")],
  },
  [icmpv6Type.neighborAdvertisement]: {
    name: "neighbor advertisement",
    rfc: { number: 4861, section: "4.4" },
    body: [flag("R"), flag("S"), flag("O"), number("Reserved", 29), address("Target Address")],
  },
};

const codeNames: Readonly<Record<number, readonly string[]>> = {
  [icmpv6Type.destinationUnreachable]: [
    "no route to destination",
    "communication administratively prohibited",
    "beyond scope of source address",
    "address unreachable",
    "port unreachable",
    "source address failed ingress/egress policy",
    "reject route to destination",
  ],
  [icmpv6Type.timeExceeded]: ["hop limit exceeded in transit", "fragment reassembly time exceeded"],
  [icmpv6Type.parameterProblem]: [
    "erroneous header field",
    "unrecognized next header type",
    "unrecognized IPv6 option",
  ],
};
