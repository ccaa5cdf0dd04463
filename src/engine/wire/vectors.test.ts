/** Known packets: published ones, with the source named, and the frames of `vectors.json`, which an independent program composed. */
import { describe, expect, test } from "vitest";
import { fromHex, toHex } from "../base/bytes.ts";
import { checksum } from "../base/checksum.ts";
import { decodeArp } from "./arp.ts";
import { decodeEthernet, encodeEthernet } from "./ethernet.ts";
import { checkIcmp, decodeIcmp, encodeIcmp } from "./icmp.ts";
import { checkIcmpv6, decodeIcmpv6, encodeIcmpv6 } from "./icmpv6.ts";
import { checkIpv4, decodeIpv4, decrementTtl, encodeIpv4 } from "./ipv4.ts";
import { ipv4 } from "./ipv4-address.ts";
import { decodeIpv6, encodeIpv6 } from "./ipv6.ts";
import { ipv6 } from "./ipv6-address.ts";
import { mac, macBroadcast, macZero } from "./mac.ts";
import { isMalformed, Malformed } from "./malformed.ts";
import { ipProtocol } from "./numbers.ts";
import { ipv4AddressSum, ipv6AddressSum } from "./pseudo-header.ts";
import { seq } from "./seq.ts";
import { withHeadroom } from "./slab.ts";
import { checkTcp, decodeTcp, encodeTcp, formatTcpFlags, tcpFlag } from "./tcp.ts";
import { findTcpOption } from "./tcp-options.ts";
import { checkUdp, decodeUdp, encodeUdp } from "./udp.ts";
import vectors from "./vectors.json";

const hex = (text: string): Uint8Array => fromHex(text)!;

/** The value, or a failure that says what was malformed. */
function good<T>(decoded: T | Malformed): T {
  if (decoded instanceof Malformed) throw new Error(`${decoded.layer} ${decoded.field}: ${decoded.why}`);
  return decoded;
}

const ipv4Of = (frame: string) => good(decodeIpv4(good(decodeEthernet(hex(frame))).payload));
const ipv6Of = (frame: string) => good(decodeIpv6(good(decodeEthernet(hex(frame))).payload));
const [a4, b4] = [ipv4("10.0.0.1"), ipv4("10.0.0.2")];
const [a6, b6] = [ipv6("2001:db8::1"), ipv6("2001:db8::2")];
const [macA, macB] = [mac("02:00:00:00:00:01"), mac("02:00:00:00:00:02")];

describe("published", () => {
  test("the numerical example of RFC 1071 section 3: the words add up to ddf2", () => {
    expect(checksum(hex("0001 f203 f4f5 f6f7"))).toBe(0xddf2 ^ 0xffff);
  });

  test("the header whose checksum Wikipedia's article on the Internet checksum works out: b861", () => {
    const bytes = hex("4500 0073 0000 4000 4011 b861 c0a8 0001 c0a8 00c7");
    expect(checkIpv4(bytes)).toBe("right");
    const packet = good(decodeIpv4(bytes, true));
    expect(packet).toMatchObject({ ttl: 64, protocol: 17, dontFragment: true, checksum: 0xb861 });
    expect([packet.source, packet.destination]).toEqual([ipv4("192.168.0.1"), ipv4("192.168.0.199")]);
    const { out, at, end } = withHeadroom(new Uint8Array(0x73 - 20));
    expect(toHex(out.subarray(encodeIpv4(packet, out, at, end), at))).toBe(toHex(bytes));
  });
});

describe("link layer", () => {
  test("an ARP request and its reply", () => {
    const request = good(decodeEthernet(hex(vectors.arpRequest)));
    expect(request).toMatchObject({ destination: macBroadcast, source: macA, etherType: 0x806 });
    expect(decodeArp(request.payload)).toEqual({
      operation: 1,
      senderMac: macA,
      senderIp: a4,
      targetMac: macZero,
      targetIp: b4,
    });
    const reply = good(decodeArp(good(decodeEthernet(hex(vectors.arpReply))).payload));
    expect(reply).toEqual({ operation: 2, senderMac: macB, senderIp: b4, targetMac: macA, targetIp: a4 });
  });

  test("a length in place of the type, as IEEE 802.3 has it, is malformed", () => {
    const frame = hex("0180c2000000 020000000001 0026 4242030000");
    expect(decodeEthernet(frame)).toMatchObject({ layer: "ethernet", field: "Type", at: 12 });
  });

  test("a tagged frame is one of EtherType 8100", () => {
    expect(decodeEthernet(hex(vectors.vlan))).toMatchObject({ etherType: 0x8100 });
  });

  test("ARP for anything but IPv4 over Ethernet is malformed", () => {
    const packet = hex(vectors.arpRequest).slice(14);
    packet[1] = 6;
    expect(decodeArp(packet)).toMatchObject({ field: "Hardware type", why: "6 is not 1 (Ethernet)" });
  });
});

describe("IPv4 and what it carries", () => {
  test("a SYN with a maximum segment size", () => {
    const packet = ipv4Of(vectors.tcpSyn);
    const segment = good(decodeTcp(packet.payload));
    expect(segment).toMatchObject({
      sourcePort: 49152,
      destinationPort: 80,
      seq: 1000,
      flags: tcpFlag.syn,
      window: 65535,
    });
    expect(findTcpOption(segment.options, "mss")?.mss).toBe(1460);
    expect(checkTcp(packet.payload, ipv4AddressSum(a4, b4))).toBe("right");
    expect(checkTcp(packet.payload, ipv4AddressSum(a4, a4))).toBe("wrong");
  });

  test("the options in which Linux sends them", () => {
    const segment = good(decodeTcp(ipv4Of(vectors.tcpSynLinux).payload));
    expect(segment.options).toEqual([
      { kind: "mss", mss: 1460 },
      { kind: "sack-permitted" },
      { kind: "timestamps", value: 123456, echo: 0 },
      { kind: "nop" },
      { kind: "window-scale", shift: 7 },
    ]);
    expect([segment.seq, formatTcpFlags(segment.flags)]).toEqual([seq(0xffff_ffff), "SEW"]);
  });

  test("two SACK blocks", () => {
    const segment = good(decodeTcp(ipv4Of(vectors.tcpSack).payload));
    expect(findTcpOption(segment.options, "sack")?.blocks).toEqual([
      { left: 2461, right: 3921 },
      { left: 5381, right: 6841 },
    ]);
  });

  test("an option of length zero is malformed (RFC 9293 MUST-7), one cut by the end of the header too", () => {
    const segment = ipv4Of(vectors.tcpSyn).payload.slice();
    segment[21] = 0;
    expect(decodeTcp(segment)).toMatchObject({ field: "Options", at: 20 });
    segment[21] = 5;
    expect(isMalformed(decodeTcp(segment))).toBe(true);
  });

  test("a frame is built in place, in front of its payload", () => {
    const { out, at, end } = withHeadroom(new TextEncoder().encode("GET / HTTP/1.1\r\n\r\n"));
    const addresses = ipv4AddressSum(a4, b4);
    const flags = tcpFlag.psh | tcpFlag.ack;
    const tcp = {
      sourcePort: 49152,
      destinationPort: 80,
      seq: seq(1001),
      ack: seq(5001),
      flags,
      window: 65535,
      urgentPointer: 0,
      options: [],
    };
    const flow = {
      dscp: 0,
      ecn: 0,
      identification: 1,
      dontFragment: true,
      moreFragments: false,
      fragmentOffset: 0,
      ttl: 64,
    };
    const ip = { ...flow, protocol: ipProtocol.tcp, source: a4, destination: b4, options: [] };
    let start = encodeTcp(tcp, out, at, end, addresses);
    start = encodeIpv4(ip, out, start, end);
    start = encodeEthernet({ destination: macB, source: macA, etherType: 0x800 }, out, start);
    expect(toHex(out.subarray(start, end))).toBe(vectors.tcpData);
  });

  test("Ethernet's padding is not payload", () => {
    const padded = hex(`${vectors.udp}${"00".repeat(13)}`);
    const packet = good(decodeIpv4(good(decodeEthernet(padded)).payload));
    expect(packet.payload.length).toBe(13);
    expect(checkUdp(packet.payload, ipv4AddressSum(a4, b4))).toBe("right");
  });

  test("a UDP checksum of zero was not computed; one that comes out as zero is sent as ffff (RFC 768)", () => {
    const addresses = ipv4AddressSum(a4, b4);
    const none = withHeadroom(hex("abcd"));
    const start = encodeUdp({ sourcePort: 1, destinationPort: 2 }, none.out, none.at, none.end, null);
    expect(checkUdp(none.out.subarray(start, none.end), addresses)).toBe("absent");
    for (let word = 0; word <= 0xffff; word++) {
      const slab = withHeadroom(new Uint8Array([word >> 8, word & 255]));
      const from = encodeUdp({ sourcePort: 1, destinationPort: 2 }, slab.out, slab.at, slab.end, addresses);
      const datagram = slab.out.subarray(from, slab.end);
      if (good(decodeUdp(datagram)).checksum !== 0xffff) continue;
      expect(checkUdp(datagram, addresses)).toBe("right");
      return;
    }
    expect.unreachable("some word makes the sum come out as zero");
  });

  test("a router's record route, with the slot that comes next", () => {
    const packet = ipv4Of(vectors.recordRoute);
    expect(packet.headerLength).toBe(32);
    expect(packet.options).toEqual([
      { kind: "record-route", pointer: 8, route: [ipv4("10.0.0.254"), ipv4("0.0.0.0")] },
    ]);
  });

  test("a fragment in the middle", () => {
    expect(ipv4Of(vectors.fragment)).toMatchObject({ identification: 42, moreFragments: true, fragmentOffset: 1480 });
  });

  test("an echo request", () => {
    const { payload } = ipv4Of(vectors.echo);
    expect(checkIcmp(payload)).toBe("right");
    expect(decodeIcmp(payload)).toMatchObject({ kind: "echo", identifier: 7, sequence: 1 });
  });

  test("fragmentation needed says the next-hop MTU and quotes the header and 8 bytes (RFC 1191 section 4)", () => {
    const message = good(decodeIcmp(ipv4Of(vectors.fragNeeded).payload));
    expect(message).toMatchObject({ kind: "destination-unreachable", code: 4, nextHopMtu: 1400 });
    expect(isMalformed(decodeIpv4(message.payload))).toBe(true);
    const quoted = good(decodeIpv4(message.payload, true));
    expect([quoted.source, quoted.destination, quoted.payload.length]).toEqual([a4, b4, 8]);
  });

  test("a hop takes one from the time to live and keeps the checksum right", () => {
    const datagram = hex(vectors.udp).slice(14);
    decrementTtl(datagram);
    expect(good(decodeIpv4(datagram)).ttl).toBe(63);
    expect(checkIpv4(datagram)).toBe("right");
  });
});

describe("IPv6 and what it carries", () => {
  test("TCP over IPv6", () => {
    const packet = ipv6Of(vectors.tcp6);
    expect(packet).toMatchObject({ flowLabel: 0x12345, dscp: 46, ecn: 0, source: a6, destination: b6, protocol: 6 });
    expect(checkTcp(packet.payload, ipv6AddressSum(a6, b6))).toBe("right");
  });

  test("a chain of hop-by-hop options, destination options and fragment header", () => {
    const packet = ipv6Of(vectors.echo6Chain);
    expect(packet.extensions).toEqual([
      { kind: "hop-by-hop-options", options: [{ type: 5, data: hex("0000") }] },
      { kind: "destination-options", options: [] },
      { kind: "fragment", offset: 0, more: false, identification: 0xdeadbeef },
    ]);
    expect([packet.headerLength, packet.protocol, packet.protocolAt]).toEqual([64, 58, 56]);
    expect(decodeIcmpv6(packet.payload)).toMatchObject({ kind: "echo", identifier: 7, sequence: 1 });
  });

  test("hop-by-hop options anywhere else are an unrecognized next header (RFC 8200 section 4)", () => {
    const bytes = hex(vectors.echo6Chain).slice(14);
    bytes[40] = 0;
    const packet = good(decodeIpv6(bytes));
    expect([packet.extensions.length, packet.protocol, packet.protocolAt]).toEqual([1, 0, 40]);
  });

  test("neighbor solicitation, neighbor advertisement, router advertisement", () => {
    const solicitation = ipv6Of(vectors.ns);
    expect(checkIcmpv6(solicitation.payload, ipv6AddressSum(solicitation.source, solicitation.destination))).toBe(
      "right",
    );
    expect(decodeIcmpv6(solicitation.payload)).toMatchObject({
      kind: "neighbor-solicitation",
      target: ipv6("fe80::2"),
      options: [{ kind: "source-link-layer-address", mac: macA }],
    });
    expect(decodeIcmpv6(ipv6Of(vectors.na).payload)).toMatchObject({
      kind: "neighbor-advertisement",
      router: false,
      solicited: true,
      override: true,
      options: [{ kind: "target-link-layer-address", mac: macB }],
    });
    expect(decodeIcmpv6(ipv6Of(vectors.ra).payload)).toMatchObject({
      kind: "router-advertisement",
      curHopLimit: 64,
      managed: true,
      otherConfig: true,
      routerLifetimeSeconds: 1800,
      reachableTimeMs: 30000,
      retransTimerMs: 1000,
      options: [
        { kind: "source-link-layer-address", mac: macB },
        { kind: "mtu", mtu: 1500 },
        {
          kind: "prefix-information",
          prefixLength: 64,
          onLink: true,
          autonomous: true,
          validLifetimeSeconds: 86400,
          preferredLifetimeSeconds: 14400,
          prefix: ipv6("2001:db8::"),
        },
      ],
    });
  });

  test("an option of length zero spoils a neighbor discovery message (RFC 4861 4.6)", () => {
    const message = ipv6Of(vectors.ns).payload.slice();
    message[25] = 0;
    expect(decodeIcmpv6(message)).toMatchObject({ layer: "icmpv6", field: "Length", at: 25 });
  });

  test("packet too big", () => {
    const message = good(decodeIcmpv6(ipv6Of(vectors.tooBig).payload));
    expect(message).toMatchObject({ kind: "packet-too-big", mtu: 1280 });
    expect(decodeIpv6(message.payload, true)).toMatchObject({ source: a6, destination: b6, protocol: 17 });
  });
});

describe("each frame, decoded and encoded again, is the same frame", () => {
  const { about: _, ...frames } = vectors;
  test.each(Object.entries(frames).filter(([name]) => !name.startsWith("arp") && name !== "vlan"))(
    "%s",
    (_name, text) => {
      const frame = hex(text);
      const { out, at, end } = withHeadroom(new Uint8Array(0), 200);
      const ethernet = good(decodeEthernet(frame));
      const packet = ethernet.etherType === 0x800 ? ipv4Of(text) : ipv6Of(text);
      const isIpv4 = "ttl" in packet;
      const addresses = isIpv4
        ? ipv4AddressSum(packet.source, packet.destination)
        : ipv6AddressSum(packet.source, packet.destination);
      const place = (payload: Uint8Array): number => {
        out.set(payload, at - payload.length);
        return at - payload.length;
      };
      let start: number;
      if (isIpv4 && packet.fragmentOffset > 0) start = place(packet.payload);
      else if (packet.protocol === 6) {
        const segment = good(decodeTcp(packet.payload));
        start = encodeTcp(segment, out, place(segment.payload), end, addresses);
      } else if (packet.protocol === 17) {
        const datagram = good(decodeUdp(packet.payload));
        start = encodeUdp(datagram, out, place(datagram.payload), end, addresses);
      } else if (packet.protocol === 1) {
        const message = good(decodeIcmp(packet.payload));
        start = encodeIcmp(message, out, place(message.payload), end);
      } else {
        const message = good(decodeIcmpv6(packet.payload));
        start = encodeIcmpv6(message, out, place(message.payload), end, addresses);
      }
      start = isIpv4 ? encodeIpv4(packet, out, start, end) : encodeIpv6(packet, out, start, end);
      start = encodeEthernet(ethernet, out, start);
      expect(toHex(out.subarray(start, end))).toBe(text);
    },
  );
});
