/** What every codec here promises, put to each of them with random headers: a table of codecs and one list of claims. */
import fc, { type Arbitrary } from "fast-check";
import { describe, expect, test } from "vitest";
import { type ArpPacket, arpLength, decodeArp, encodeArp } from "./arp.ts";
import { decodeEthernet, type EthernetHeader, encodeEthernet } from "./ethernet.ts";
import { type Field, readBits } from "./fields.ts";
import { checkIcmp, decodeIcmp, encodeIcmp, type IcmpHeader } from "./icmp.ts";
import { icmpFields } from "./icmp-fields.ts";
import { checkIcmpv6, decodeIcmpv6, encodeIcmpv6, type Icmpv6Header } from "./icmpv6.ts";
import { icmpv6Fields } from "./icmpv6-fields.ts";
import { readU128 } from "./integers.ts";
import { checkIpv4, decodeIpv4, encodeIpv4, type Ipv4Header } from "./ipv4.ts";
import type { Ipv4Address } from "./ipv4-address.ts";
import { ipv4Fields } from "./ipv4-fields.ts";
import type { Ipv4Option } from "./ipv4-options.ts";
import { decodeIpv6, encodeIpv6, type Ipv6Header } from "./ipv6.ts";
import { type Ipv6Address, ipv6 } from "./ipv6-address.ts";
import type { Ipv6Extension, Ipv6Option } from "./ipv6-extensions.ts";
import { ipv6Fields } from "./ipv6-fields.ts";
import { arpFields, ethernetFields } from "./link-fields.ts";
import type { MacAddress } from "./mac.ts";
import { isMalformed, type Malformed } from "./malformed.ts";
import type { NeighborOption } from "./neighbor-options.ts";
import { type ChecksumState, ipv4AddressSum, ipv6AddressSum } from "./pseudo-header.ts";
import { type Seq, seq } from "./seq.ts";
import { withHeadroom } from "./slab.ts";
import { checkTcp, decodeTcp, encodeTcp, type TcpHeader } from "./tcp.ts";
import { tcpFields } from "./tcp-fields.ts";
import { type TcpOption, tcpOptionsLength } from "./tcp-options.ts";
import { checkUdp, decodeUdp, encodeUdp, type UdpHeader } from "./udp.ts";
import { udpFields } from "./udp-fields.ts";

interface Codec<H> {
  readonly header: Arbitrary<H>;
  readonly hasPayload: (header: H) => boolean;
  readonly encode: (header: H, out: Uint8Array, at: number, end: number) => number;
  readonly decode: (bytes: Uint8Array) => object | Malformed;
  readonly check?: (bytes: Uint8Array) => ChecksumState;
  readonly fields: (bytes: Uint8Array) => Field[];
  /** Bytes that the fields cover, of a packet with this header, encoded at the start of `bytes`. */
  readonly headerLength: (header: H, bytes: Uint8Array) => number;
  /** What the bits of the fields with these names must be. */
  readonly says: (header: H) => Readonly<Record<string, number | bigint | boolean>>;
}

const u8 = fc.nat({ max: 0xff });
const u16 = fc.nat({ max: 0xffff });
const u32 = fc.nat({ max: 0xffff_ffff });
const bytesOf = (max: number, min = 0): Arbitrary<Uint8Array> => fc.uint8Array({ minLength: min, maxLength: max });
const anySeq = u32.map(seq);
const anyMac = fc.nat({ max: 0xffff_ffff_ffff }).map((n) => n as MacAddress);
const anyIpv4 = u32.map((n) => n as Ipv4Address);
const anyIpv6 = fc.bigInt({ min: 0n, max: (1n << 128n) - 1n }).map((n) => n as Ipv6Address);
const sum4 = ipv4AddressSum(0x0a00_0001 as Ipv4Address, 0xc0a8_ffff as Ipv4Address);
const sum6 = ipv6AddressSum(ipv6("2001:db8::1"), ipv6("fe80::ffff:1"));

const ethernet: Codec<EthernetHeader> = {
  header: fc.record({ destination: anyMac, source: anyMac, etherType: fc.integer({ min: 0x600, max: 0xffff }) }),
  hasPayload: () => true,
  encode: (header, out, at) => encodeEthernet(header, out, at),
  decode: decodeEthernet,
  fields: ethernetFields,
  headerLength: () => 14,
  says: (h) => ({ Destination: h.destination, Source: h.source, Type: h.etherType }),
};

const arp: Codec<ArpPacket> = {
  header: fc.record({ operation: u16, senderMac: anyMac, senderIp: anyIpv4, targetMac: anyMac, targetIp: anyIpv4 }),
  hasPayload: () => false,
  encode: (header, out, at) => encodeArp(header, out, at),
  decode: decodeArp,
  fields: arpFields,
  headerLength: () => arpLength,
  says: (h) => ({
    "Hardware type": 1,
    "Protocol type": 0x800,
    Operation: h.operation,
    "Sender hardware address": h.senderMac,
    "Sender protocol address": h.senderIp,
    "Target hardware address": h.targetMac,
    "Target protocol address": h.targetIp,
  }),
};

const ipv4Option: Arbitrary<Ipv4Option> = fc.oneof(
  fc.constant<Ipv4Option>({ kind: "nop" }),
  fc.record({
    kind: fc.constantFrom("record-route" as const, "loose-source-route" as const, "strict-source-route" as const),
    pointer: u8,
    route: fc.array(anyIpv4, { maxLength: 3 }),
  }),
  fc.record({ kind: fc.constant("other" as const), type: fc.constantFrom(68, 130, 136, 148), data: bytesOf(12) }),
);

const ipv4: Codec<Ipv4Header> = {
  header: fc.record({
    dscp: fc.nat({ max: 63 }),
    ecn: fc.nat({ max: 3 }),
    identification: u16,
    dontFragment: fc.boolean(),
    moreFragments: fc.boolean(),
    fragmentOffset: fc.nat({ max: 0x1fff }).map((n) => n * 8),
    ttl: u8,
    protocol: u8,
    source: anyIpv4,
    destination: anyIpv4,
    options: fc.array(ipv4Option, { maxLength: 2 }),
  }),
  hasPayload: () => true,
  encode: encodeIpv4,
  decode: decodeIpv4,
  check: checkIpv4,
  fields: ipv4Fields,
  headerLength: (_, bytes) => (bytes[0]! & 15) * 4,
  says: (h) => ({
    Version: 4,
    DSCP: h.dscp,
    ECN: h.ecn,
    Identification: h.identification,
    "Don't Fragment": h.dontFragment,
    "More Fragments": h.moreFragments,
    "Fragment Offset": h.fragmentOffset / 8,
    "Time to Live": h.ttl,
    Protocol: h.protocol,
    "Source Address": h.source,
    "Destination Address": h.destination,
  }),
};

const udp: Codec<UdpHeader> = {
  header: fc.record({ sourcePort: u16, destinationPort: u16 }),
  hasPayload: () => true,
  encode: (header, out, at, end) => encodeUdp(header, out, at, end, sum4),
  decode: decodeUdp,
  check: (bytes) => checkUdp(bytes, sum4),
  fields: udpFields,
  headerLength: () => 8,
  says: (h) => ({ "Source Port": h.sourcePort, "Destination Port": h.destinationPort }),
};

const sackBlock = fc.record({ left: anySeq, right: anySeq });
const tcpOption: Arbitrary<TcpOption> = fc.oneof(
  fc.constant<TcpOption>({ kind: "nop" }),
  fc.constant<TcpOption>({ kind: "sack-permitted" }),
  fc.record({ kind: fc.constant("mss" as const), mss: u16 }),
  fc.record({ kind: fc.constant("window-scale" as const), shift: u8 }),
  fc.record({ kind: fc.constant("sack" as const), blocks: fc.array(sackBlock, { minLength: 1, maxLength: 4 }) }),
  fc.record({ kind: fc.constant("timestamps" as const), value: u32, echo: u32 }),
  fc.record({ kind: fc.constant("other" as const), number: fc.integer({ min: 19, max: 255 }), data: bytesOf(16) }),
  // A known kind whose length is not its own.
  fc.record({ kind: fc.constant("other" as const), number: fc.constantFrom(2, 3, 8), data: bytesOf(7, 3) }),
);
const tcpOptions = fc.array(tcpOption, { maxLength: 5 }).filter((options) => tcpOptionsLength(options) <= 40);

const tcp: Codec<TcpHeader> = {
  header: fc.record({
    sourcePort: u16,
    destinationPort: u16,
    seq: anySeq,
    ack: anySeq,
    flags: u8,
    window: u16,
    urgentPointer: u16,
    options: tcpOptions,
  }),
  hasPayload: () => true,
  encode: (header, out, at, end) => encodeTcp(header, out, at, end, sum4),
  decode: decodeTcp,
  check: (bytes) => checkTcp(bytes, sum4),
  fields: tcpFields,
  headerLength: (_, bytes) => (bytes[12]! >> 4) * 4,
  says: (h) => ({
    "Source Port": h.sourcePort,
    "Destination Port": h.destinationPort,
    "Sequence Number": h.seq,
    "Acknowledgment Number": h.ack,
    Reserved: 0,
    ...Object.fromEntries(
      ["FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE", "CWR"].map((name, bit) => [name, (h.flags >> bit) & 1]),
    ),
    Window: h.window,
    "Urgent Pointer": h.urgentPointer,
  }),
};

const icmp: Codec<IcmpHeader> = {
  header: fc.oneof(
    fc.record({ kind: fc.constantFrom("echo" as const, "echo-reply" as const), identifier: u16, sequence: u16 }),
    fc.record({ kind: fc.constant("destination-unreachable" as const), code: fc.constant(4), nextHopMtu: u16 }),
    fc.record({
      kind: fc.constant("destination-unreachable" as const),
      code: fc.constantFrom(0, 1, 2, 3, 5, 13),
      nextHopMtu: fc.constant(0),
    }),
    fc.record({ kind: fc.constant("time-exceeded" as const), code: u8 }),
    fc.record({ kind: fc.constant("parameter-problem" as const), code: u8, pointer: u8 }),
    fc.record({ kind: fc.constant("redirect" as const), code: u8, gateway: anyIpv4 }),
    fc.record({ kind: fc.constant("other" as const), type: fc.integer({ min: 13, max: 255 }), code: u8, rest: u32 }),
    fc.record({
      kind: fc.constant("other" as const),
      type: fc.constant(8),
      code: fc.integer({ min: 1, max: 255 }),
      rest: u32,
    }),
  ),
  hasPayload: () => true,
  encode: encodeIcmp,
  decode: decodeIcmp,
  check: checkIcmp,
  fields: icmpFields,
  headerLength: () => 8,
  says: (h) => {
    const code = { Code: "code" in h ? h.code : 0 };
    if (h.kind === "echo" || h.kind === "echo-reply") {
      return { ...code, Identifier: h.identifier, "Sequence Number": h.sequence };
    }
    if (h.kind === "destination-unreachable" && h.code === 4)
      return { ...code, "Next-Hop MTU": h.nextHopMtu, unused: 0 };
    if (h.kind === "parameter-problem") return { ...code, Pointer: h.pointer, unused: 0 };
    if (h.kind === "redirect") return { ...code, "Gateway Internet Address": h.gateway };
    return h.kind === "other" ? { ...code, Type: h.type, "Rest of header": h.rest } : { ...code, unused: 0 };
  },
};

const ipv6Option: Arbitrary<Ipv6Option> = fc.oneof(
  fc.constant({ type: 0, data: new Uint8Array(0) }),
  fc.record({ type: fc.integer({ min: 1, max: 255 }), data: bytesOf(9) }),
);
const ipv6Options = fc
  .tuple(
    fc.array(ipv6Option, { maxLength: 3 }),
    fc.record({ type: fc.integer({ min: 2, max: 255 }), data: bytesOf(9) }),
  )
  .chain(([first, last]) => fc.constantFrom<readonly Ipv6Option[]>([], [...first, last]));
const inner: Arbitrary<Ipv6Extension> = fc.oneof(
  fc.record({ kind: fc.constant("destination-options" as const), options: ipv6Options }),
  fc.record({
    kind: fc.constant("routing" as const),
    type: u8,
    segmentsLeft: u8,
    data: fc.nat({ max: 4 }).chain((n) => bytesOf(4 + 8 * n, 4 + 8 * n)),
  }),
  fc.record({
    kind: fc.constant("fragment" as const),
    offset: fc.constant(0),
    more: fc.constant(false),
    identification: u32,
  }),
);
const hopByHop = fc.record({ kind: fc.constant("hop-by-hop-options" as const), options: ipv6Options });
const lastFragment = fc.record({
  kind: fc.constant("fragment" as const),
  offset: fc.integer({ min: 1, max: 0x1fff }).map((n) => n * 8),
  more: fc.boolean(),
  identification: u32,
});
const optional = <T>(arbitrary: Arbitrary<T>): Arbitrary<T[]> => fc.array(arbitrary, { maxLength: 1 });
const extensions: Arbitrary<Ipv6Extension[]> = fc
  .tuple(optional(hopByHop), fc.array(inner, { maxLength: 3 }), optional(lastFragment))
  .map((parts) => parts.flat());

const ipv6Codec: Codec<Ipv6Header> = {
  header: fc.record({
    dscp: fc.nat({ max: 63 }),
    ecn: fc.nat({ max: 3 }),
    flowLabel: fc.nat({ max: 0xf_ffff }),
    hopLimit: u8,
    source: anyIpv6,
    destination: anyIpv6,
    extensions,
    protocol: fc.constantFrom(6, 17, 58, 59, 50, 255),
  }),
  hasPayload: () => true,
  encode: encodeIpv6,
  decode: decodeIpv6,
  fields: ipv6Fields,
  headerLength: () => 40,
  says: (h) => ({
    Version: 6,
    DSCP: h.dscp,
    ECN: h.ecn,
    "Flow Label": h.flowLabel,
    "Hop Limit": h.hopLimit,
    "Source Address": h.source,
    "Destination Address": h.destination,
  }),
};

const neighborOption: Arbitrary<NeighborOption> = fc.oneof(
  fc.record({
    kind: fc.constantFrom("source-link-layer-address" as const, "target-link-layer-address" as const),
    mac: anyMac,
  }),
  fc.record({ kind: fc.constant("mtu" as const), mtu: u32 }),
  fc.record({
    kind: fc.constant("prefix-information" as const),
    prefixLength: u8,
    onLink: fc.boolean(),
    autonomous: fc.boolean(),
    validLifetimeSeconds: u32,
    preferredLifetimeSeconds: u32,
    prefix: anyIpv6,
  }),
  fc.record({
    kind: fc.constant("other" as const),
    type: fc.integer({ min: 6, max: 255 }),
    data: fc.integer({ min: 1, max: 4 }).chain((n) => bytesOf(8 * n - 2, 8 * n - 2)),
  }),
);
const neighborOptions = fc.array(neighborOption, { maxLength: 3 });
const icmpv6: Codec<Icmpv6Header> = {
  header: fc.oneof(
    fc.record({ kind: fc.constantFrom("destination-unreachable" as const, "time-exceeded" as const), code: u8 }),
    fc.record({ kind: fc.constant("packet-too-big" as const), mtu: u32 }),
    fc.record({ kind: fc.constant("parameter-problem" as const), code: u8, pointer: u32 }),
    fc.record({ kind: fc.constantFrom("echo" as const, "echo-reply" as const), identifier: u16, sequence: u16 }),
    fc.record({ kind: fc.constant("router-solicitation" as const), options: neighborOptions }),
    fc.record({
      kind: fc.constant("router-advertisement" as const),
      curHopLimit: u8,
      managed: fc.boolean(),
      otherConfig: fc.boolean(),
      routerLifetimeSeconds: u16,
      reachableTimeMs: u32,
      retransTimerMs: u32,
      options: neighborOptions,
    }),
    fc.record({ kind: fc.constant("neighbor-solicitation" as const), target: anyIpv6, options: neighborOptions }),
    fc.record({
      kind: fc.constant("neighbor-advertisement" as const),
      router: fc.boolean(),
      solicited: fc.boolean(),
      override: fc.boolean(),
      target: anyIpv6,
      options: neighborOptions,
    }),
    fc.record({ kind: fc.constant("other" as const), type: fc.constantFrom(0, 5, 137, 143, 255), code: u8 }),
  ),
  hasPayload: (header) => !("options" in header),
  encode: (header, out, at, end) => encodeIcmpv6(header, out, at, end, sum6),
  decode: decodeIcmpv6,
  check: (bytes) => checkIcmpv6(bytes, sum6),
  fields: icmpv6Fields,
  headerLength: (header, bytes) => ("options" in header ? bytes.length : header.kind === "other" ? 4 : 8),
  says: (h): Readonly<Record<string, number | bigint | boolean>> => {
    switch (h.kind) {
      case "packet-too-big":
        return { MTU: h.mtu, Code: 0 };
      case "parameter-problem":
        return { Pointer: h.pointer, Code: h.code };
      case "echo":
      case "echo-reply":
        return { Identifier: h.identifier, "Sequence Number": h.sequence };
      case "router-advertisement":
        return {
          "Cur Hop Limit": h.curHopLimit,
          M: h.managed,
          "Router Lifetime": h.routerLifetimeSeconds,
          "Reachable Time": h.reachableTimeMs,
          "Retrans Timer": h.retransTimerMs,
        };
      case "neighbor-solicitation":
        return { "Target Address": h.target, Reserved: 0 };
      case "neighbor-advertisement":
        return { "Target Address": h.target, R: h.router, S: h.solicited };
      default:
        return "code" in h ? { Code: h.code } : { Code: 0 };
    }
  },
};

const room = 2000;

function encoded<H>(codec: Codec<H>, header: H, payload: Uint8Array): Uint8Array {
  const { out, at, end } = withHeadroom(codec.hasPayload(header) ? payload : new Uint8Array(0), room);
  out.fill(0xa5, 0, at); // whatever a recycled slab held before
  return out.subarray(codec.encode(header, out, at, end), end);
}

/** What was decoded, without what is only true of received packets. */
function headerOf(decoded: object): object {
  const { headerLength, checksum, protocolAt, ...rest } = decoded as Record<string, unknown>;
  return rest;
}

function isCover(fields: readonly Field[], bits: number): boolean {
  let at = 0;
  for (const field of fields) {
    if (field.bitOffset !== at || field.bitWidth <= 0) return false;
    at += field.bitWidth;
  }
  return at === bits;
}

const readField = (bytes: Uint8Array, field: Field): number | bigint =>
  field.bitWidth === 128 ? readU128(bytes, field.bitOffset / 8) : readBits(bytes, field.bitOffset, field.bitWidth);

function claims<H>(name: string, codec: Codec<H>): void {
  const payloads = bytesOf(64);

  describe(name, () => {
    test("what is encoded decodes to itself", () => {
      fc.assert(
        fc.property(codec.header, payloads, (header, payload) => {
          const decoded = codec.decode(encoded(codec, header, payload));
          const body = name === "ARP" ? {} : { payload: codec.hasPayload(header) ? payload : new Uint8Array(0) };
          expect(headerOf(decoded)).toEqual({ ...header, ...body });
        }),
        { numRuns: 300 },
      );
    });

    test("its canonical bytes are encoded again as they were", () => {
      fc.assert(
        fc.property(codec.header, payloads, (header, payload) => {
          const bytes = encoded(codec, header, payload);
          const decoded = codec.decode(bytes) as H & { payload?: Uint8Array };
          expect(encoded(codec, decoded, decoded.payload ?? new Uint8Array(0))).toEqual(bytes);
        }),
      );
    });

    test("any bytes, however cut or damaged, are a value or Malformed", () => {
      const damaged = fc
        .tuple(codec.header, payloads, fc.array(fc.tuple(fc.nat(), u8), { maxLength: 4 }), fc.nat())
        .map(([header, payload, hits, cut]) => {
          const bytes = encoded(codec, header, payload).slice();
          for (const [at, xor] of hits) bytes[at % bytes.length]! ^= xor;
          return hits.length === 0 ? bytes.subarray(0, cut % bytes.length) : bytes;
        });
      fc.assert(
        fc.property(fc.oneof(bytesOf(128), damaged), (bytes) => {
          const decoded = codec.decode(bytes);
          if (isMalformed(decoded)) {
            expect(decoded.why.length).toBeGreaterThan(0);
            expect(decoded.at).toBeLessThanOrEqual(bytes.length + 1);
          }
          codec.check?.(bytes);
          const fields = codec.fields(bytes);
          const last = fields.at(-1);
          expect(isCover(fields, last === undefined ? 0 : last.bitOffset + last.bitWidth)).toBe(true);
          expect((last?.bitOffset ?? 0) + (last?.bitWidth ?? 0)).toBeLessThanOrEqual(bytes.length * 8);
        }),
        { numRuns: 1000 },
      );
    });

    test("every packet cut short in its header is malformed", () => {
      fc.assert(
        fc.property(codec.header, (header) => {
          const bytes = encoded(codec, header, new Uint8Array(0));
          const least = name === "ICMPv6" ? 4 : name === "Ethernet" ? 14 : bytes.length;
          for (let length = 0; length < least; length++) {
            expect(isMalformed(codec.decode(bytes.subarray(0, length))), `${length} bytes`).toBe(true);
          }
        }),
        { numRuns: 50 },
      );
    });

    test("the fields cover the header and hold what the codec decodes", () => {
      fc.assert(
        fc.property(codec.header, payloads, (header, payload) => {
          const bytes = encoded(codec, header, payload);
          const fields = codec.fields(bytes);
          expect(isCover(fields, codec.headerLength(header, bytes) * 8)).toBe(true);
          for (const [field, value] of Object.entries(codec.says(header))) {
            const found = fields.find((candidate) => candidate.name === field);
            expect(found, field).toBeDefined();
            expect(readField(bytes, found!), field).toBe(typeof value === "boolean" ? Number(value) : value);
          }
        }),
      );
    });

    const check = codec.check;
    if (check === undefined) return;
    test("the checksum is right, and no longer after any one bit has changed", () => {
      fc.assert(
        fc.property(codec.header, payloads, fc.nat(), (header, payload, hit) => {
          const bytes = encoded(codec, header, payload).slice();
          expect(check(bytes)).toBe("right");
          const covered = name === "IPv4" ? codec.headerLength(header, bytes) : bytes.length;
          const bit = hit % (covered * 8);
          bytes[bit >> 3]! ^= 0x80 >> (bit & 7);
          expect(check(bytes)).not.toBe("right");
        }),
      );
    });
  });
}

claims("Ethernet", ethernet);
claims("ARP", arp);
claims("IPv4", ipv4);
claims("UDP", udp);
claims("TCP", tcp);
claims("ICMP", icmp);
claims("IPv6", ipv6Codec);
claims("ICMPv6", icmpv6);

test("encoding asserts that there is room, rather than writing elsewhere", () => {
  const out = new Uint8Array(10);
  expect(() => encodeUdp({ sourcePort: 1, destinationPort: 2 }, out, 7, 10, sum4)).toThrow("8 bytes of headroom");
  const header = {
    sourcePort: 1,
    destinationPort: 2,
    seq: 0 as Seq,
    ack: 0 as Seq,
    flags: 2,
    window: 0,
    urgentPointer: 0,
  };
  const data = new Uint8Array(39);
  const options: TcpOption[] = [{ kind: "other", number: 99, data }];
  expect(() => encodeTcp({ ...header, options }, new Uint8Array(99), 99, 99, sum4)).toThrow("at most 40 bytes");
});

test("more bytes than a packet can hold are not added up", () => {
  const endless = new Uint8Array(300_000).fill(0x45);
  for (const codec of [ipv4, udp, tcp, icmp, icmpv6]) {
    codec.decode(endless);
    expect(["unchecked", "wrong"]).toContain(codec.check?.(endless));
  }
});
