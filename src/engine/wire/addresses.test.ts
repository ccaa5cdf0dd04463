import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatIp, ipv4Mapped, isUnspecified, mappedIpv4, parseIp } from "./ip-address.ts";
import {
  formatIpv4,
  type Ipv4Address,
  inIpv4Network,
  ipv4,
  ipv4Mask,
  isIpv4Multicast,
  parseIpv4,
} from "./ipv4-address.ts";
import {
  commonPrefixLength,
  formatIpv6,
  type Ipv6Address,
  inIpv6Network,
  ipv6,
  ipv6OfStation,
  ipv6Prefix,
  isIpv6LinkLocal,
  isIpv6Multicast,
  linkLocalOf,
  macOfIpv6Multicast,
  parseIpv6,
  solicitedNode,
} from "./ipv6-address.ts";
import { formatMac, isGroupMac, type MacAddress, mac, macBroadcast, parseMac } from "./mac.ts";

describe("Ethernet addresses", () => {
  test("text and number are two forms of the same", () => {
    expect(mac("02:00:00:00:00:01")).toBe(0x0200_0000_0001);
    fc.assert(
      fc.property(fc.nat({ max: 0xffff_ffff_ffff }), (n) => {
        expect(parseMac(formatMac(n as MacAddress))).toBe(n);
      }),
    );
    expect(parseMac("02-00-00-00-00-0A")).toBe(0x0200_0000_000a);
  });

  test("anything else is refused", () => {
    for (const text of ["", "02:00:00:00:00", "02:00:00:00:00:0g", "02:00-00:00:00:01", "2:0:0:0:0:1"]) {
      expect(parseMac(text), text).toBeNull();
    }
    expect(() => mac("nonsense")).toThrow("not an Ethernet address: nonsense");
  });

  test("the lowest bit of the first octet marks a group", () => {
    expect([macBroadcast, mac("33:33:00:00:00:01"), mac("02:00:00:00:00:01")].map(isGroupMac)).toEqual([
      true,
      true,
      false,
    ]);
  });
});

describe("IPv4 addresses", () => {
  test("text and number are two forms of the same", () => {
    expect(ipv4("192.0.2.1")).toBe(0xc000_0201);
    fc.assert(
      fc.property(fc.nat({ max: 0xffff_ffff }), (n) => {
        expect(parseIpv4(formatIpv4(n as Ipv4Address))).toBe(n);
      }),
    );
  });

  test("leading zeros, missing and excess parts are refused", () => {
    for (const text of ["", "1.2.3", "1.2.3.4.5", "256.0.0.1", "01.2.3.4", "1.2.3.4 ", "1e1.2.3.4"]) {
      expect(parseIpv4(text), text).toBeNull();
    }
  });

  test("networks", () => {
    expect([0, 8, 24, 31, 32].map((length) => formatIpv4(ipv4Mask(length)))).toEqual([
      "0.0.0.0",
      "255.0.0.0",
      "255.255.255.0",
      "255.255.255.254",
      "255.255.255.255",
    ]);
    expect(inIpv4Network(ipv4("10.1.2.3"), ipv4("10.1.0.0"), 16)).toBe(true);
    expect(inIpv4Network(ipv4("10.2.2.3"), ipv4("10.1.0.0"), 16)).toBe(false);
    expect(inIpv4Network(ipv4("200.2.2.3"), ipv4("0.0.0.0"), 0)).toBe(true);
    expect([isIpv4Multicast(ipv4("224.0.0.1")), isIpv4Multicast(ipv4("240.0.0.1"))]).toEqual([true, false]);
  });
});

describe("IPv6 addresses", () => {
  test("the canonical text of the examples in RFC 5952 section 4", () => {
    const canonical: Record<string, string> = {
      "2001:0db8::0001": "2001:db8::1", // 4.1
      "2001:db8:0:0:0:0:2:1": "2001:db8::2:1", // 4.2.1
      "2001:db8::0:1": "2001:db8::1", // 4.2.1
      "2001:db8::1:1:1:1:1": "2001:db8:0:1:1:1:1:1", // 4.2.2
      "2001:0:0:1:0:0:0:1": "2001:0:0:1::1", // 4.2.3
      "2001:db8:0:0:1:0:0:1": "2001:db8::1:0:0:1", // 4.2.3
      "2001:DB8::AbCd": "2001:db8::abcd", // 4.3
      "0:0:0:0:0:ffff:192.0.2.1": "::ffff:192.0.2.1", // 5
    };
    for (const [text, expected] of Object.entries(canonical)) expect(formatIpv6(ipv6(text)), text).toBe(expected);
  });

  test("the forms of RFC 4291 2.2 are read", () => {
    expect(ipv6("2001:DB8:0:0:8:800:200C:417A")).toBe(ipv6("2001:db8::8:800:200c:417a"));
    expect(ipv6("FF01:0:0:0:0:0:0:101")).toBe(ipv6("ff01::101"));
    expect([ipv6("::"), ipv6("::1"), ipv6("0:0:0:0:0:0:13.1.68.3")]).toEqual([0n, 1n, 0x0d01_4403n]);
    expect(ipv6("1:2:3:4:5:6:7::")).toBe(ipv6("1:2:3:4:5:6:7:0"));
  });

  test("text and number are two forms of the same", () => {
    const groups = fc.array(fc.oneof(fc.constant(0), fc.nat({ max: 0xffff })), { minLength: 8, maxLength: 8 });
    fc.assert(
      fc.property(groups, (parts) => {
        const address = parts.reduce((sum, part) => sum * 65536n + BigInt(part), 0n) as Ipv6Address;
        expect(parseIpv6(formatIpv6(address))).toBe(address);
        expect(parseIpv6(parts.map((part) => part.toString(16)).join(":"))).toBe(address);
      }),
    );
  });

  test("anything else is refused", () => {
    const wrong = [
      "",
      ":",
      ":::",
      "1::2::3",
      "1:2:3:4:5:6:7",
      "1:2:3:4:5:6:7:8:9",
      "1:2:3:4:5:6:7::8",
      "12345::",
      "::g",
    ];
    wrong.push("1.2.3.4", "::1.2.3", "1.2.3.4::", "::1%eth0", ":1:2:3:4:5:6:7:8", "::1:2:3:4:5:6:7:8");
    for (const text of wrong) expect(parseIpv6(text), text).toBeNull();
  });

  test("kinds of addresses", () => {
    expect(inIpv6Network(ipv6("2001:db8:0:1::5"), ipv6("2001:db8::"), 32)).toBe(true);
    expect(inIpv6Network(ipv6("2001:db9::5"), ipv6("2001:db8::"), 32)).toBe(false);
    expect([isIpv6Multicast(ipv6("ff02::1")), isIpv6Multicast(ipv6("fe80::1"))]).toEqual([true, false]);
    expect([
      isIpv6LinkLocal(ipv6("fe80::1")),
      isIpv6LinkLocal(ipv6("febf::1")),
      isIpv6LinkLocal(ipv6("fec0::1")),
    ]).toEqual([true, true, false]);
    // The example of RFC 4291 2.7.1.
    expect(formatIpv6(solicitedNode(ipv6("4037::01:800:200E:8C6C")))).toBe("ff02::1:ff0e:8c6c");
    expect(formatMac(macOfIpv6Multicast(ipv6("ff02::1:ff0e:8c6c")))).toBe("33:33:ff:0e:8c:6c");
  });
});

describe("addresses of either version", () => {
  test("text and value are two forms of the same, and no value is of both versions", () => {
    for (const text of ["10.0.0.1", "2001:db8::1", "::ffff:10.0.0.1", "0.0.0.0", "::"])
      expect(formatIp(parseIp(text)!)).toBe(text);
    expect(parseIp("10.0.0.256")).toBeNull();
    expect([isUnspecified(ipv4("0.0.0.0")), isUnspecified(ipv6("::")), isUnspecified(ipv6("::1"))]).toEqual([
      true,
      true,
      false,
    ]);
  });

  test("an IPv4 address fits into an IPv6 address and comes out again (RFC 4291 2.5.5.2)", () => {
    expect(formatIpv6(ipv4Mapped(ipv4("192.0.2.1")))).toBe("::ffff:192.0.2.1");
    expect(mappedIpv4(ipv6("::ffff:192.0.2.1"))).toBe(ipv4("192.0.2.1"));
    expect(mappedIpv4(ipv6("2001:db8::1"))).toBeNull();
  });

  test("a station's own address has ff:fe in the middle and a bit turned over (RFC 4291 appendix A, RFC 2464 section 4)", () => {
    // The example of RFC 2464: 34-56-78-9A-BC-DE becomes 36-56-78-FF-FE-9A-BC-DE.
    expect(formatIpv6(linkLocalOf(mac("34:56:78:9a:bc:de")))).toBe("fe80::3656:78ff:fe9a:bcde");
    expect(formatIpv6(ipv6OfStation(ipv6("2001:db8:1::"), mac("02:00:00:00:00:01")))).toBe("2001:db8:1::ff:fe00:1");
  });

  test("prefixes are cut and compared bit by bit", () => {
    expect(formatIpv6(ipv6Prefix(ipv6("2001:db8:1:2::3"), 48))).toBe("2001:db8:1::");
    expect(
      [128, 64, 0].map((bits) =>
        commonPrefixLength(
          ipv6("2001:db8::"),
          (ipv6("2001:db8::") ^ (bits === 128 ? 0n : 1n << BigInt(127 - bits))) as Ipv6Address,
        ),
      ),
    ).toEqual([128, 64, 0]);
  });
});
