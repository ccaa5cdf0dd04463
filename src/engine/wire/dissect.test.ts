import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fromHex } from "../base/bytes.ts";
import { dissect, type Layer } from "./dissect.ts";
import { type Field, formatRfc, readBits, tableBits } from "./fields.ts";
import { ipv4Table } from "./ipv4-fields.ts";
import { ipv6Table } from "./ipv6-fields.ts";
import { arpTable, ethernetTable, vlanTable } from "./link-fields.ts";
import { tcpTable } from "./tcp-fields.ts";
import { udpTable } from "./udp-fields.ts";
import vectors from "./vectors.json";

const { about: _, ...frames } = vectors;
const hex = (text: string): Uint8Array => fromHex(text)!;
const shape = (layers: readonly Layer[]): string[] =>
  layers.map((layer) => `${layer.quoted ? "quoted " : ""}${layer.name} ${layer.offset}+${layer.length}`);
const field = (layer: Layer, name: string): Field => layer.fields.find((candidate) => candidate.name === name)!;

describe("layers", () => {
  test("a TCP segment with data", () => {
    const layers = dissect(hex(vectors.tcpData));
    expect(shape(layers)).toEqual(["ethernet 0+14", "ipv4 14+20", "tcp 34+20", "data 54+18"]);
    expect(layers.map((layer) => layer.checksum)).toEqual([null, "right", "right", null]);
  });

  test("a quotation in an ICMP error, whose checksum nobody can check", () => {
    const layers = dissect(hex(vectors.fragNeeded));
    expect(shape(layers)).toEqual(["ethernet 0+14", "ipv4 14+20", "icmp 34+8", "quoted ipv4 42+20", "quoted tcp 62+8"]);
    expect(layers.at(-1)).toMatchObject({ checksum: "unchecked", malformed: null });
    expect(layers.at(-1)!.fields.map((row) => row.name)).toEqual([
      "Source Port",
      "Destination Port",
      "Sequence Number",
    ]);
  });

  test("a chain of extension headers", () => {
    expect(shape(dissect(hex(vectors.echo6Chain)))).toEqual([
      "ethernet 0+14",
      "ipv6 14+40",
      "hop-by-hop-options 54+8",
      "destination-options 62+8",
      "fragment 70+8",
      "icmpv6 78+8",
      "data 86+4",
    ]);
  });

  test("a VLAN tag between Ethernet and IPv4, and padding behind", () => {
    const layers = dissect(hex(`${vectors.vlan}000000`));
    expect(shape(layers)).toEqual([
      "ethernet 0+14",
      "vlan 14+4",
      "ipv4 18+20",
      "udp 38+8",
      "data 46+5",
      "padding 51+3",
    ]);
    expect(field(layers[1]!, "VLAN Identifier").value).toBe("100");
  });

  test("a fragment in the middle is data", () => {
    expect(shape(dissect(hex(vectors.fragment)))).toEqual(["ethernet 0+14", "ipv4 14+20", "data 34+24"]);
  });

  test("a broken layer says why, and what is behind it is data", () => {
    const frame = hex(vectors.tcpSyn);
    frame[55] = 0;
    const tcp = dissect(frame)[2]!;
    expect(tcp.malformed).toMatchObject({ layer: "tcp", field: "Options", at: 20 });
    expect(tcp.checksum).toBe("wrong");
    const chain = hex(vectors.echo6Chain);
    chain[63] = 200;
    const layers = dissect(chain);
    expect(layers[3]!.malformed).toMatchObject({ layer: "destination-options", field: "Hdr Ext Len", at: 49 });
    expect(layers[2]!.malformed).toBeNull();
  });
});

describe("fields", () => {
  test("values are for people, sections are where it is written", () => {
    const [, ip, tcp] = dissect(hex(vectors.tcpSynLinux));
    expect(field(ip!, "Protocol").value).toBe("6 (TCP)");
    expect(field(ip!, "Source Address").value).toBe("10.0.0.1");
    expect(field(tcp!, "SYN").value).toBe("1 (set)");
    const options = tcp!.fields
      .slice(tcpTable.length)
      .map((row) => `${row.name} = ${row.value}; ${formatRfc(row.rfc!)}`);
    expect(options).toEqual([
      "Option: Maximum Segment Size = mss 1460; RFC 9293 3.2",
      "Option: SACK-Permitted = sackOK; RFC 2018 2",
      "Option: Timestamps = TS val 123456 ecr 0; RFC 7323 3.2",
      "Option: No-Operation = 01; RFC 9293 3.2",
      "Option: Window Scale = wscale 7; RFC 7323 2.2",
    ]);
    expect(formatRfc(dissect(hex(vectors.arpReply))[1]!.fields[0]!.rfc!)).toBe('RFC 826 "Packet format"');
  });

  test("a record route shows the slot that comes next in brackets", () => {
    const ip = dissect(hex(vectors.recordRoute))[1]!;
    expect(field(ip, "Option: Record Route").value).toBe("pointer 8, 10.0.0.254 [0.0.0.0]");
  });

  test("the options of a router advertisement are taken apart", () => {
    const icmp = dissect(hex(vectors.ra))[2]!;
    expect(icmp.fields.map((row) => row.name)).toContain("Preferred Lifetime");
    expect(field(icmp, "Prefix").value).toBe("2001:db8::");
    expect(field(icmp, "Link-Layer Address").value).toBe("02:00:00:00:00:02");
  });

  test("tables have the width of their headers", () => {
    const widths = [ethernetTable, vlanTable, arpTable, ipv4Table, ipv6Table, tcpTable, udpTable].map(tableBits);
    expect(widths.map((bits) => bits / 8)).toEqual([14, 4, 28, 20, 40, 20, 8]);
  });

  test("readBits reads across bytes, and zeros behind the end", () => {
    const bytes = hex("f00d");
    expect([readBits(bytes, 0, 4), readBits(bytes, 4, 8), readBits(bytes, 3, 3), readBits(bytes, 12, 8)]).toEqual([
      15, 0, 4, 0xd0,
    ]);
  });
});

/** A frame of the collection, cut and hit. */
const damaged = fc
  .tuple(
    fc.constantFrom(...Object.values(frames)),
    fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { maxLength: 5 }),
    fc.nat(),
  )
  .map(([text, hits, cut]) => {
    const frame = hex(text);
    for (const [at, value] of hits) frame[at % frame.length] = value;
    return frame.subarray(0, cut % 3 === 0 ? cut % (frame.length + 1) : frame.length);
  });

test("whatever the bytes, the layers cover the frame without gap or overlap, and the fields each layer", () => {
  fc.assert(
    fc.property(fc.oneof(damaged, fc.uint8Array({ maxLength: 200 })), (frame) => {
      let at = 0;
      for (const layer of dissect(frame)) {
        expect(layer.offset).toBe(at);
        at += layer.length;
        let bit = 0;
        for (const row of layer.fields) {
          expect([row.bitOffset, row.bitWidth > 0]).toEqual([bit, true]);
          bit += row.bitWidth;
        }
        expect(bit).toBe(layer.length * 8);
      }
      expect(at).toBe(frame.length);
    }),
    { numRuns: 3000 },
  );
});

test("a frame of nothing but nested tags or quotations does not exhaust the stack", () => {
  const tags = new Uint8Array(60_000).fill(0x81);
  for (let i = 12; i < tags.length; i += 2) tags[i + 1] = 0;
  expect(dissect(tags).length).toBeGreaterThan(1000);
});
