/** Field tables of ICMP for IPv4, one for each message (RFC 792, whose sections have headings and no numbers). The codec is in `icmp.ts`. */
import { type Field, type FieldTable, FieldWriter, type Rfc } from "./fields.ts";
import { icmpHeaderLength, icmpType, unreachableCode } from "./icmp.ts";
import { formatIpv4, type Ipv4Address } from "./ipv4-address.ts";
import { hex, withName } from "./numbers.ts";

/** @param bytes a message; the rows cover its first 8 bytes. */
export const icmpFields = (bytes: Uint8Array): Field[] =>
  new FieldWriter(bytes, icmpHeaderLength).table(icmpTable(bytes[0] ?? 0, bytes[1] ?? 0)).fields;

/** The rows of the message with that type and code. */
export function icmpTable(type: number, code: number): FieldTable {
  switch (type) {
    case icmpType.echo:
    case icmpType.echoReply:
      if (code !== 0) break;
      return [
        ...startOf(echo),
        { name: "Identifier", bits: 16, rfc: echo },
        { name: "Sequence Number", bits: 16, rfc: echo },
      ];
    case icmpType.destinationUnreachable:
      if (code !== unreachableCode.fragmentationNeeded) return withUnused("Destination Unreachable Message", 32);
      return [
        ...startOf(section("Destination Unreachable Message")),
        { name: "unused", bits: 16, rfc: nextHopMtu },
        { name: "Next-Hop MTU", bits: 16, rfc: nextHopMtu, say: (raw) => `${raw} bytes` },
      ];
    case icmpType.timeExceeded:
      return withUnused("Time Exceeded Message", 32);
    case icmpType.parameterProblem: {
      const rfc = section("Parameter Problem Message");
      return [...startOf(rfc), { name: "Pointer", bits: 8, rfc }, { name: "unused", bits: 24, rfc }];
    }
    case icmpType.redirect: {
      const rfc = section("Redirect Message");
      const say = (raw: number): string => formatIpv4(raw as Ipv4Address);
      return [...startOf(rfc), { name: "Gateway Internet Address", bits: 32, rfc, say }];
    }
  }
  return [...startOf(null), { name: "Rest of header", bits: 32, rfc: null, say: (raw) => `0x${hex(raw, 8)}` }];
}

/** A few words for a type and code; undefined where there are none. */
export function icmpCodeName(type: number, code: number): string | undefined {
  return codeNames[type]?.[code];
}

const section = (heading: string): Rfc => ({ number: 792, section: heading });
const echo = section("Echo or Echo Reply Message");
const nextHopMtu: Rfc = { number: 1191, section: "4" };

function withUnused(heading: string, bits: number): FieldTable {
  const rfc = section(heading);
  return [...startOf(rfc), { name: "unused", bits, rfc }];
}

function startOf(rfc: Rfc | null): FieldTable {
  return [
    { name: "Type", bits: 8, rfc, say: (raw) => withName(String(raw), typeNames[raw]) },
    { name: "Code", bits: 8, rfc },
    { name: "Checksum", bits: 16, rfc, say: (raw) => `0x${hex(raw, 4)}` },
  ];
}

const typeNames: Readonly<Record<number, string>> = {
  0: "echo reply",
  3: "destination unreachable",
  4: "source quench",
  5: "redirect",
  8: "echo",
  11: "time exceeded",
  12: "parameter problem",
  13: "timestamp",
  14: "timestamp reply",
  15: "information request",
  16: "information reply",
};

const codeNames: Readonly<Record<number, readonly string[]>> = {
  [icmpType.destinationUnreachable]: [
    "net unreachable",
    "host unreachable",
    "protocol unreachable",
    "port unreachable",
    "fragmentation needed and DF set",
    "source route failed",
  ],
  [icmpType.redirect]: [
    "for the network",
    "for the host",
    "for the type of service and network",
    "for the type of service and host",
  ],
  [icmpType.timeExceeded]: ["time to live exceeded in transit", "fragment reassembly time exceeded"],
  [icmpType.parameterProblem]: ["pointer indicates the error"],
};
