/** Field table of the TCP header (RFC 9293 3.1) and rows for its options. The codec is in `tcp.ts`. */
import { type Field, type FieldTable, FieldWriter, type Rfc, sayFlag } from "./fields.ts";
import { hex } from "./numbers.ts";
import { decodeTcpOptions, type TcpOption, tcpOptionNumber } from "./tcp-options.ts";

/** @param bytes a segment, or what there is of one; the rows cover its header, options and padding included. */
export function tcpFields(bytes: Uint8Array): Field[] {
  const headerLength = Math.max(20, ((bytes[12] ?? 0) >> 4) * 4);
  const writer = new FieldWriter(bytes, headerLength).table(tcpTable);
  while (writer.bytesLeft > 0) optionField(writer, bytes);
  return writer.fields;
}

/** An option in a few words, as in a summary line: `mss 1460`, `sack 100:200`. */
export function formatTcpOption(option: TcpOption): string {
  switch (option.kind) {
    case "mss":
      return `mss ${option.mss}`;
    case "window-scale":
      return `wscale ${option.shift}`;
    case "sack-permitted":
      return "sackOK";
    case "sack":
      return `sack ${option.blocks.map((block) => `${block.left}:${block.right}`).join(" ")}`;
    case "timestamps":
      return `TS val ${option.value} ecr ${option.echo}`;
    case "nop":
      return "nop";
    case "fast-open":
      return `${option.experimental ? "FOEXP" : "FO"}${option.cookie.length > 0 ? ` ${octets(option.cookie)}` : ""}`;
    case "other":
      return `option-${option.number}`;
  }
}

const octets = (bytes: Uint8Array): string => Array.from(bytes, (byte) => hex(byte, 2)).join("");

function optionField(writer: FieldWriter, bytes: Uint8Array): void {
  const at = writer.at;
  const number = bytes[at]!;
  if (number === tcpOptionNumber.end) {
    writer.bytes("Option: End of Option List", 1, basic).rest("Padding", header);
    return;
  }
  if (number === tcpOptionNumber.nop) {
    writer.bytes("Option: No-Operation", 1, basic);
    return;
  }
  const { name, rfc } = optionNames[number] ?? { name: `kind ${number}`, rfc: header };
  const length = writer.bytesLeft >= 2 ? bytes[at + 1]! : 0;
  if (length < 2 || length > writer.bytesLeft) writer.rest(`Option: ${name}`, rfc);
  else writer.bytes(`Option: ${name}`, length, rfc, sayOption(bytes, at, at + length));
}

/** What the codec makes of the option; undefined for one it does not take apart. */
function sayOption(bytes: Uint8Array, from: number, to: number): string | undefined {
  const decoded = decodeTcpOptions(bytes, from, to);
  const option = Array.isArray(decoded) ? (decoded[0] as TcpOption) : undefined;
  return option === undefined || option.kind === "other" ? undefined : formatTcpOption(option);
}

const header: Rfc = { number: 9293, section: "3.1" };
const basic: Rfc = { number: 9293, section: "3.2" };

const optionNames: Readonly<Record<number, { readonly name: string; readonly rfc: Rfc }>> = {
  [tcpOptionNumber.mss]: { name: "Maximum Segment Size", rfc: basic },
  [tcpOptionNumber.windowScale]: { name: "Window Scale", rfc: { number: 7323, section: "2.2" } },
  [tcpOptionNumber.sackPermitted]: { name: "SACK-Permitted", rfc: { number: 2018, section: "2" } },
  [tcpOptionNumber.sack]: { name: "SACK", rfc: { number: 2018, section: "3" } },
  [tcpOptionNumber.timestamps]: { name: "Timestamps", rfc: { number: 7323, section: "3.2" } },
  [tcpOptionNumber.fastOpen]: { name: "Fast Open Cookie", rfc: { number: 7413, section: "4.1.1" } },
};

export const tcpTable: FieldTable = [
  { name: "Source Port", bits: 16, rfc: header },
  { name: "Destination Port", bits: 16, rfc: header },
  { name: "Sequence Number", bits: 32, rfc: header },
  { name: "Acknowledgment Number", bits: 32, rfc: header },
  { name: "Data Offset", bits: 4, rfc: header, say: (raw) => `${raw} (${raw * 4} bytes)` },
  { name: "Reserved", bits: 4, rfc: header },
  { name: "CWR", bits: 1, rfc: header, say: sayFlag },
  { name: "ECE", bits: 1, rfc: header, say: sayFlag },
  { name: "URG", bits: 1, rfc: header, say: sayFlag },
  { name: "ACK", bits: 1, rfc: header, say: sayFlag },
  { name: "PSH", bits: 1, rfc: header, say: sayFlag },
  { name: "RST", bits: 1, rfc: header, say: sayFlag },
  { name: "SYN", bits: 1, rfc: header, say: sayFlag },
  { name: "FIN", bits: 1, rfc: header, say: sayFlag },
  { name: "Window", bits: 16, rfc: header },
  { name: "Checksum", bits: 16, rfc: header, say: (raw) => `0x${hex(raw, 4)}` },
  { name: "Urgent Pointer", bits: 16, rfc: header },
];
