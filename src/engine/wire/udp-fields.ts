/** Field table of the UDP header (RFC 768 "Fields"). The codec is in `udp.ts`. */
import { type Field, type FieldTable, FieldWriter, type Rfc } from "./fields.ts";
import { hex } from "./numbers.ts";
import { udpHeaderLength } from "./udp.ts";

/** @param bytes a datagram; the rows cover its first 8 bytes. */
export const udpFields = (bytes: Uint8Array): Field[] => new FieldWriter(bytes, udpHeaderLength).table(udpTable).fields;

const fields: Rfc = { number: 768, section: "Fields" };

export const udpTable: FieldTable = [
  { name: "Source Port", bits: 16, rfc: fields },
  { name: "Destination Port", bits: 16, rfc: fields },
  { name: "Length", bits: 16, rfc: fields, say: (raw) => `${raw} bytes` },
  { name: "Checksum", bits: 16, rfc: fields, say: (raw) => (raw === 0 ? "0x0000 (none)" : `0x${hex(raw, 4)}`) },
];
