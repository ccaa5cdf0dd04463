/** Packet lines: TCP segments, UDP datagrams, ICMP messages, and what brackets say of the IP header around them. */
import { tcpFlag } from "../../engine/wire/tcp.ts";
import { mistake, unsupported } from "./place.ts";
import type { Reader } from "./reader.ts";
import type { Action, IpMarks, OptionSpec, PacketSpec, Ports, TcpSpec } from "./script.ts";

const largestSeq = 0xffff_ffff;

/** Reads from `<` or `>` on. @throws ProblemThrown */
export function parsePacket(reader: Reader): Action {
  const inbound = reader.take().text === "<";
  let ip = parseIpMarks(reader);
  if (reader.next.kind === "word" && encapsulations.includes(reader.next.text)) {
    unsupported(reader.next, `IP encapsulation: ${reader.next.text}`);
  }
  const about = reader.sees("[") ? parseQuote(reader) : null; // older scripts quote in front
  if (reader.seesWord("icmp")) return { kind: "packet", inbound, ip, packet: parseIcmp(reader, about) };
  if (about !== null) reader.fail('"icmp"');
  if (reader.seesWord("udp")) return { kind: "packet", inbound, ip, packet: parseUdp(reader) };
  for (const protocol of ["sctp", "udplite", "dccp"]) {
    if (reader.seesWord(protocol)) unsupported(reader.next, protocol);
  }
  const ports = parsePorts(reader);
  if (ports !== null && reader.sees("[")) ip = parseIpMarks(reader);
  return { kind: "packet", inbound, ip, packet: parseTcp(reader, inbound, ports) };
}

const encapsulations = ["ipv4", "ipv6", "gre", "mpls", "psp"];

function parseIpMarks(reader: Reader): IpMarks {
  const none: IpMarks = { ecn: null, ttl: null, tos: null };
  const opens = reader.sees("(") ? ")" : reader.sees("[") && reader.second.kind === "word" ? "]" : null;
  if (opens === null) return none;
  let marks = none;
  reader.take();
  do {
    const token = reader.word("ect0, ect1, ce, noecn, ttl or tos");
    switch (token.text) {
      case "noecn":
      case "ect0":
      case "ect1":
      case "ect01":
      case "ce":
        marks = { ...marks, ecn: token.text };
        break;
      case "ttl":
      case "hlim":
        marks = { ...marks, ttl: reader.integer("a time to live", 255) };
        break;
      case "tos":
      case "class":
        if (reader.next.kind === "word") unsupported(reader.next, `IP type of service ${reader.next.text}`);
        marks = { ...marks, tos: reader.integer("a type of service", 255) };
        break;
      case "flowlabel":
        unsupported(token, "IPv6 flow label");
        break;
      default:
        mistake(token, "ect0, ect1, ce, noecn, ttl or tos", `"${token.text}"`);
    }
  } while (reader.skip(","));
  reader.must(opens);
  return marks;
}

/** `40000>8080` or `40000 > 8080`. */
function parsePorts(reader: Reader): Ports | null {
  if (reader.next.kind !== "integer" || !(reader.second.kind === "punctuation" && reader.second.text === ">"))
    return null;
  const source = reader.integer("a port", 65_535);
  reader.must(">");
  return { source, destination: reader.integer("a port", 65_535) };
}

function parseTcp(reader: Reader, inbound: boolean, ports: Ports | null): TcpSpec {
  const flags = parseFlags(reader);
  const { seq, length, exact } = parseRange(reader);
  const ack = reader.skipWord("ack") ? reader.integer("an acknowledgment number", largestSeq) : null;
  const window = reader.skipWord("win") ? reader.integer("a window", 65_535) : null;
  if (inbound && window === null) reader.fail('"win", the window of an inbound segment');
  const urgent = reader.skipWord("urg") ? reader.integer("an urgent pointer", 65_535) : null;
  // Without options is not the same as with any: <...>.
  // A "<" here opens them: an inbound packet would begin with a time.
  const options = reader.sees("<") ? parseOptions(reader, inbound) : [];
  const udp = parseTunnel(reader);
  return { kind: "tcp", ports, flags, seq, length, exactSeq: exact, ack, window, urgent, options, udp };
}

/** `/udp(9811 > 1)` */
function parseTunnel(reader: Reader): Ports | null {
  if (!reader.skip("/")) return null;
  if (!reader.skipWord("udp")) reader.fail('"udp", in which the segment travels');
  reader.must("(");
  const source = reader.integer("a port", 65_535);
  reader.must(">");
  const destination = reader.integer("a port", 65_535);
  reader.must(")");
  return { source, destination };
}

const flagOf: Readonly<Record<string, number>> = {
  F: tcpFlag.fin,
  S: tcpFlag.syn,
  R: tcpFlag.rst,
  P: tcpFlag.psh,
  U: tcpFlag.urg,
  E: tcpFlag.ece,
  W: tcpFlag.cwr,
};

function parseFlags(reader: Reader): number {
  const expected = 'flags such as S, S., P., F., R or "-"';
  if (reader.skip("-")) return 0;
  let flags = 0;
  if (reader.next.kind === "word") {
    const token = reader.take();
    for (const letter of token.text) {
      if (letter === "A") unsupported(token, "accurate ECN (RFC 9768)");
      const bit = flagOf[letter];
      if (bit === undefined || flags & bit) mistake(token, expected, `"${token.text}"`);
      flags |= bit;
    }
  } else if (!reader.sees(".")) reader.fail(expected);
  if (reader.skip(".")) {
    flags |= tcpFlag.ack;
    if (reader.next.kind === "word" && reader.next.glued) unsupported(reader.next, "accurate ECN (RFC 9768)");
  }
  return flags;
}

function parseRange(reader: Reader): { seq: number | null; length: number; exact: boolean } {
  const any = reader.skip("...");
  const at = reader.next;
  const seq = any ? null : reader.integer("a sequence number", largestSeq);
  let end: number | null = null;
  if (!any) {
    reader.must(":");
    end = reader.integer("the sequence number behind the data", largestSeq);
  }
  reader.must("(");
  const lengthAt = reader.next;
  const length = reader.integer("a length in octets", 65_535 * 64);
  reader.must(")");
  if (seq !== null && (seq + length) >>> 0 !== end) {
    mistake(lengthAt, `${(end! - seq) >>> 0}, the distance from ${at.text} to ${end}`, String(length));
  }
  const exact = reader.skip("!");
  return { seq, length, exact };
}

function parseOptions(reader: Reader, inbound: boolean): OptionSpec[] | null {
  reader.must("<");
  if (reader.sees("...")) {
    if (inbound) mistake(reader.next, "options: an inbound segment has to say which", '"..."');
    reader.take();
    reader.must(">");
    return null;
  }
  const options: OptionSpec[] = [];
  if (reader.skip(">")) return options;
  do {
    options.push(parseOption(reader));
    if (options.length > 40) reader.fail("at most 40 options");
  } while (reader.skip(","));
  reader.must(">");
  return options;
}

/** Options that others' scripts use and our TCP does not speak. */
const foreignOptions: Readonly<Record<string, string>> = {
  md5: "MD5 signatures (RFC 2385)",
  MD5: "MD5 signatures (RFC 2385)",
  AO: "TCP-AO (RFC 5925)",
  ECN: "accurate ECN (RFC 9768)",
  mptcp: "multipath TCP (RFC 8684)",
  mp_capable: "multipath TCP (RFC 8684)",
  exp: "experimental TCP options",
};

function parseOption(reader: Reader): OptionSpec {
  const token = reader.word("a TCP option: mss, wscale, sackOK, sack, TS, nop or eol");
  switch (token.text) {
    case "nop":
    case "eol":
    case "sackOK":
      return { kind: token.text };
    case "mss":
      if (reader.next.kind === "word")
        unsupported(reader.next, `the name ${reader.next.text}, which the command line would define`);
      return { kind: "mss", value: reader.integer("a segment size", 65_535) };
    case "FO":
    case "FOEXP":
      return { kind: token.text, cookie: parseCookie(reader) };
    case "wscale":
      return { kind: "wscale", value: reader.integer("a shift count", 255) };
    case "TS": {
      if (!reader.skipWord("val")) reader.fail('"val"');
      const value = reader.integer("a timestamp", largestSeq);
      if (!reader.skipWord("ecr")) reader.fail('"ecr"');
      return { kind: "TS", value, echo: reader.integer("a timestamp", largestSeq) };
    }
    case "sack": {
      const blocks: [number, number][] = [];
      do {
        const left = reader.integer("the left edge of a SACK block", largestSeq);
        reader.must(":");
        blocks.push([left, reader.integer("the right edge of a SACK block", largestSeq)]);
        if (blocks.length > 4) reader.fail("at most four SACK blocks");
      } while (reader.next.kind === "integer");
      return { kind: "sack", blocks };
    }
  }
  const foreign = foreignOptions[token.text];
  if (foreign !== undefined) unsupported(token, foreign);
  return mistake(token, "a TCP option: mss, wscale, sackOK, sack, TS, nop or eol", `"${token.text}"`);
}

/** Hexadecimal digits, which the lexer has cut where letters follow digits; or a name that stands for our own cookie. */
function parseCookie(reader: Reader): string {
  const first = reader.next;
  if (reader.skipWord("TFO_COOKIE") || reader.skipWord("TFO_COOKIE_ZERO")) return first.text;
  let cookie = "";
  while (reader.next.kind === "integer" || reader.next.kind === "word") {
    if (cookie !== "" && !reader.next.glued) break;
    cookie += reader.take().text;
  }
  if (!/^(?:[0-9a-fA-F]{2}){0,38}$/.test(cookie))
    mistake(first, "a cookie of up to 38 octets in hexadecimal", `"${cookie}"`);
  return cookie.toLowerCase();
}

function parseUdp(reader: Reader): PacketSpec {
  reader.take();
  const ports = parsePorts(reader);
  reader.must("(");
  const length = reader.integer("a length in octets", 65_535);
  reader.must(")");
  return { kind: "udp", length, ports };
}

function parseIcmp(reader: Reader, quoted: Quote | null): PacketSpec {
  reader.take();
  const type = reader.word("an ICMP type such as unreachable").text;
  let code: string | null = null;
  let mtu: number | null = null;
  let about = quoted?.seq ?? null;
  let udp = quoted?.udp ?? null;
  for (;;) {
    if (reader.skipWord("mtu")) mtu = reader.integer("an MTU", largestSeq);
    else if (reader.skipWord("id")) reader.integer("an identifier", 65_535);
    else if (reader.sees("[")) ({ seq: about, udp } = parseQuote(reader));
    else if (reader.next.kind === "word" && code === null) code = reader.take().text;
    else return { kind: "icmp", type, code, mtu, about, udp };
  }
}

interface Quote {
  readonly seq: number;
  readonly udp: Ports | null;
}

/** `[1:1001(1000)]`: the segment quoted. */
function parseQuote(reader: Reader): Quote {
  reader.must("[");
  if (reader.seesWord("udp", "raw")) unsupported(reader.next, `an ICMP message about ${reader.next.text}`);
  const { seq } = parseRange(reader);
  const udp = parseTunnel(reader);
  reader.must("]");
  return { seq: seq ?? 0, udp };
}
