import { describe, expect, test } from "vitest";
import { Rng } from "../../base/rng.ts";
import { encodeArp } from "../../wire/arp.ts";
import { encodeEthernet } from "../../wire/ethernet.ts";
import { encodeIcmp, type IcmpHeader } from "../../wire/icmp.ts";
import { encodeIpv4 } from "../../wire/ipv4.ts";
import { ipv4 } from "../../wire/ipv4-address.ts";
import { mac, macZero } from "../../wire/mac.ts";
import { etherType, ipProtocol } from "../../wire/numbers.ts";
import { ipv4AddressSum } from "../../wire/pseudo-header.ts";
import { seq } from "../../wire/seq.ts";
import { withHeadroom } from "../../wire/slab.ts";
import { encodeTcp, tcpFlag } from "../../wire/tcp.ts";
import { encodeUdp } from "../../wire/udp.ts";
import { World } from "../../world/world.ts";
import { type Bound, Demux, endpoint } from "./demux.ts";
import { frameLabels } from "./labels.ts";
import type { Nic } from "./nic.ts";
import { RouteTable } from "./routes.ts";
import { NetStack } from "./stack.ts";

describe("route tables (RFC 1812 5.2.4.3)", () => {
  const nic = (name: string): Nic => ({ name }) as Nic;
  const table = (...rows: readonly [network: string, prefix: number, nic: string, metric?: number][]): RouteTable => {
    const routes = new RouteTable();
    for (const [network, prefix, name, metric = 0] of rows)
      routes.add({ network: ipv4(network), prefix, gateway: null, nic: nic(name), metric });
    return routes;
  };
  const via = (routes: RouteTable, address: string): string | undefined => routes.lookup(ipv4(address))?.nic.name;

  test("the longest prefix wins, whatever the order; the default route is the shortest", () => {
    const routes = table(["0.0.0.0", 0, "d"], ["10.1.0.0", 16, "b"], ["10.0.0.0", 8, "a"], ["10.1.2.3", 32, "c"]);
    expect(["10.9.9.9", "10.1.9.9", "10.1.2.3", "8.8.8.8"].map((to) => via(routes, to))).toEqual(["a", "b", "c", "d"]);
  });

  test("among equal prefixes the smaller metric wins, then the first", () => {
    expect(via(table(["10.0.0.0", 8, "slow", 9], ["10.0.0.0", 8, "fast", 1]), "10.0.0.1")).toBe("fast");
    expect(via(table(["10.0.0.0", 8, "first"], ["10.0.0.0", 8, "second"]), "10.0.0.1")).toBe("first");
  });

  test("equally good routes can be taken in turn, and no worse one is (RFC 2991 2)", () => {
    const routes = table(["10.0.0.0", 8, "a"], ["10.0.0.0", 8, "b"], ["10.0.0.0", 8, "far", 2], ["0.0.0.0", 0, "d"]);
    const taken = (): (string | undefined)[] => [1, 2, 3].map(() => via(routes, "10.0.0.1"));
    expect(taken()).toEqual(["a", "a", "a"]);
    routes.spread = "each-in-turn";
    expect(taken()).toEqual(["a", "b", "a"]);
    expect(via(routes, "8.8.8.8")).toBe("d");
  });

  test("a change is seen at once by those who have looked before", () => {
    const routes = table(["0.0.0.0", 0, "d"]);
    expect(via(routes, "10.0.0.1")).toBe("d");
    routes.add({ network: ipv4("10.0.0.0"), prefix: 8, gateway: null, nic: nic("a"), metric: 0 });
    expect(via(routes, "10.0.0.1")).toBe("a");
    routes.remove(routes.entries[0]!);
    expect(via(routes, "10.0.0.1")).toBe("d");
  });

  test("bits behind the prefix are a mistake", () => {
    expect(() => table(["10.0.0.1", 8, "a"])).toThrow(/behind its prefix/);
  });
});

describe("which socket (RFC 1122 4.1.3.5)", () => {
  const sharing = { reuseAddress: true, bothVersions: false };
  const alone = { reuseAddress: false, bothVersions: false };
  const demux = () => new Demux<Bound & { readonly name?: string }>(new Rng(1, "ports"));
  const here = ipv4("10.0.0.1");

  test("connected before bound to the address before bound to any", () => {
    const ports = demux();
    const [any, bound, connected] = ["any", "bound", "connected"].map((name) => ({ ...sharing, name }));
    ports.insert(any!, endpoint("*:80"), null);
    ports.insert(bound!, endpoint("10.0.0.1:80"), null);
    ports.insert(connected!, endpoint("10.0.0.1:80"), endpoint("10.0.0.2:5000"));
    expect(ports.lookup(here, 80, ipv4("10.0.0.2"), 5000)).toBe(connected);
    expect(ports.lookup(here, 80, ipv4("10.0.0.2"), 5001)).toBe(bound);
    expect(ports.lookup(ipv4("127.0.0.1"), 80, ipv4("10.0.0.2"), 5000)).toBe(any);
    ports.remove(connected!, endpoint("10.0.0.1:80"), endpoint("10.0.0.2:5000"));
    expect(ports.lookup(here, 80, ipv4("10.0.0.2"), 5000)).toBe(bound);
    expect(ports.lookup(here, 81, ipv4("10.0.0.2"), 5000)).toBeNull();
  });

  test("who comes or goes is seen at once by those who have looked before", () => {
    const table = demux();
    const [listener, flow] = [{ ...alone }, { ...alone }];
    const [local, peer] = [endpoint("10.0.0.1:80"), endpoint("10.0.0.2:5000")];
    const found = () => table.lookup(local.address, 80, peer.address, 5000);
    table.insert(listener, local, null);
    expect(found()).toBe(listener);
    table.insert(flow, local, peer);
    expect(found()).toBe(flow);
    expect(table.lookup(local.address, 80, peer.address, 5001)).toBe(listener);
    table.remove(flow, local, peer);
    expect(found()).toBe(listener);
    table.remove(listener, local, null);
    expect(found()).toBe(null);
  });

  test("a port is shared only by those who all agree", () => {
    const ports = demux();
    ports.insert(sharing, endpoint("*:80"), null);
    expect([sharing, alone].map((who) => ports.mayBind(endpoint("10.0.0.1:80"), who))).toEqual([true, false]);
    ports.insert(alone, endpoint("10.0.0.1:81"), null);
    expect(ports.mayBind(endpoint("*:81"), sharing)).toBe(false);
    expect(ports.mayBind(endpoint("10.0.0.9:81"), alone)).toBe(true);
  });

  test("connections to different peers may share an ephemeral port, to the same peer not", () => {
    const ports = demux();
    ports.ephemeral = { first: 50_000, last: 50_000 };
    const [a, b] = [endpoint("10.0.0.2:80"), endpoint("10.0.0.3:80")];
    ports.insert(sharing, endpoint("10.0.0.1:50000"), a);
    expect([a, b].map((peer) => ports.freePort(here, peer))).toEqual([null, 50_000]);
  });

  test("ports are drawn from the seed, and differ between seeds (RFC 6056)", () => {
    const drawn = [1, 1, 2].map((seed) => new Demux(new Rng(seed, "ports")).freePort(here, null));
    expect(drawn[0]).toBe(drawn[1]);
    expect(drawn[0]).not.toBe(drawn[2]);
  });
});

describe("which addresses are the host's own", () => {
  test("are found alike with one interface and with many, and a new one at once", () => {
    const stack = new NetStack(new World({ seed: 1 }), "r");
    for (let i = 1; i <= 8; i++) {
      expect(stack.ip.owns(ipv4(`10.0.${i}.1`))).toBe(false);
      const nic = stack.addNic(`wire${i}`, mac(`02:00:00:00:00:0${i}`), 1500);
      expect(stack.ip.owns(ipv4(`10.0.${i}.1`))).toBe(false);
      stack.addAddress(nic, ipv4(`10.0.${i}.1`), 24);
      expect(stack.ip.owns(ipv4(`10.0.${i}.1`))).toBe(true);
      expect(stack.ip.owns(ipv4("10.0.1.1"))).toBe(true);
      expect(stack.ip.owns(ipv4(`10.0.${i}.2`))).toBe(false);
    }
  });
});

describe("what frames are called", () => {
  const [source, destination] = [ipv4("10.0.0.1"), ipv4("10.0.0.2")];
  const sum = ipv4AddressSum(source, destination);
  const station = mac("02:00:00:00:00:01");
  const data = (length: number) => withHeadroom(new Uint8Array(length));

  function framed(out: Uint8Array, at: number, end: number, protocol: number, fragment = 0, more = false): Uint8Array {
    const flags = { dscp: 0, ecn: 0, identification: 0, dontFragment: false, moreFragments: more, ttl: 9, options: [] };
    const ip = encodeIpv4({ ...flags, fragmentOffset: fragment, protocol, source, destination }, out, at, end);
    const ethernet = { destination: station, source: station, etherType: etherType.ipv4 };
    return out.subarray(encodeEthernet(ethernet, out, ip), end);
  }

  function tcp(flags: number, length = 0): readonly string[] {
    const { out, at, end } = data(length);
    const ports = { sourcePort: 1, destinationPort: 2, seq: seq(0), ack: seq(0), window: 0, urgentPointer: 0 };
    return frameLabels(
      framed(out, encodeTcp({ ...ports, flags, options: [] }, out, at, end, sum), end, ipProtocol.tcp),
    );
  }

  function udp(
    sourcePort: number,
    destinationPort: number,
    third: number,
    fragment = 0,
    more = false,
  ): readonly string[] {
    const { out, at, end } = data(12);
    out[at + 2] = third;
    const start = encodeUdp({ sourcePort, destinationPort }, out, at, end, sum);
    return frameLabels(framed(out, start, end, ipProtocol.udp, fragment, more));
  }

  function icmp(header: IcmpHeader): readonly string[] {
    const { out, at, end } = data(8);
    return frameLabels(framed(out, encodeIcmp(header, out, at, end), end, ipProtocol.icmp));
  }

  test("segments by their control bits and data, the most telling first", () => {
    const { syn, ack, fin, psh, rst, urg, ece } = tcpFlag;
    expect(tcp(syn)).toEqual(["SYN", "TCP"]);
    expect(tcp(syn | ece)).toEqual(["SYN", "TCP"]);
    expect(tcp(syn | ack)).toEqual(["SYN-ACK", "TCP"]);
    expect(tcp(ack)).toEqual(["ACK", "TCP"]);
    expect(tcp(ack | psh, 5)).toEqual(["DATA", "TCP"]);
    expect(tcp(ack | urg, 5)).toEqual(["DATA", "TCP"]);
    expect(tcp(fin | ack)).toEqual(["FIN", "TCP"]);
    expect(tcp(fin | ack, 5)).toEqual(["FIN", "DATA", "TCP"]);
    expect(tcp(rst | ack)).toEqual(["RST", "TCP"]);
    expect(tcp(0)).toEqual(["TCP"]);
  });

  test("datagrams: DNS by port 53 and its QR bit, fragments as such", () => {
    expect(udp(5000, 53, 0x01)).toEqual(["DNS query", "DNS", "UDP"]);
    expect(udp(53, 5000, 0x81)).toEqual(["DNS response", "DNS", "UDP"]);
    expect(udp(5000, 7, 0x81)).toEqual(["UDP"]);
    expect(udp(5000, 53, 0x01, 0, true)).toEqual(["fragment", "UDP"]);
    expect(udp(5000, 53, 0x01, 1480)).toEqual(["fragment", "IP"]);
  });

  test("ICMP by type, and by the codes that people know", () => {
    expect(icmp({ kind: "echo", identifier: 1, sequence: 1 })[0]).toBe("ICMP echo");
    expect(icmp({ kind: "echo-reply", identifier: 1, sequence: 1 })[0]).toBe("ICMP echo reply");
    expect(icmp({ kind: "time-exceeded", code: 0 })[0]).toBe("ICMP time exceeded");
    const unreachable = (code: number) => icmp({ kind: "destination-unreachable", code, nextHopMtu: 0 });
    expect([1, 3, 4].map((code) => unreachable(code)[0])).toEqual([
      "ICMP unreachable",
      "ICMP port unreachable",
      "ICMP fragmentation needed",
    ]);
    expect(unreachable(3)).toContain("ICMP unreachable");
  });

  test("ARP by its operation", () => {
    const arp = (operation: number): readonly string[] => {
      const { out, end } = data(0);
      const ends = { senderMac: station, senderIp: source, targetMac: macZero, targetIp: destination };
      const at = encodeArp({ operation, ...ends }, out, end);
      const header = { destination: station, source: station, etherType: etherType.arp };
      return frameLabels(out.subarray(encodeEthernet(header, out, at), end));
    };
    expect([1, 2].map((operation) => arp(operation)[0])).toEqual(["ARP request", "ARP reply"]);
  });
});
