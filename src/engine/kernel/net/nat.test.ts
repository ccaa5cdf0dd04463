import { describe, expect, test } from "vitest";
import { ms, seconds } from "../../base/time.ts";
import { decodeEthernet, ethernetHeaderLength } from "../../wire/ethernet.ts";
import { formatIp } from "../../wire/ip-address.ts";
import { checkIpv4, decodeIpv4 } from "../../wire/ipv4.ts";
import { formatIpv4, ipv4 } from "../../wire/ipv4-address.ts";
import { isMalformed } from "../../wire/malformed.ts";
import { ipProtocol } from "../../wire/numbers.ts";
import { ipv4AddressSum } from "../../wire/pseudo-header.ts";
import { seq } from "../../wire/seq.ts";
import { summarise } from "../../wire/summary.ts";
import { encodeTcp, tcpFlag } from "../../wire/tcp.ts";
import { checkUdp } from "../../wire/udp.ts";
import { World } from "../../world/world.ts";
import type { Host } from "../host.ts";
import { sys } from "../thread.ts";
import { type Endpoint, endpoint } from "./demux.ts";
import type { EchoOutcome } from "./echo.ts";
import { Topology } from "./topology.ts";

/** laptop and phone - home (NAT) - isp - server */
function home(options: { mtu?: number } = {}) {
  const world = new World({ seed: 2 });
  const net = new Topology(world);
  const [laptop, phone, server] = ["laptop", "phone", "server"].map((name) => net.host(name));
  const [router, isp, hub] = [net.router("home"), net.router("isp"), net.switch("wifi")];
  net.link(laptop!, hub, { addresses: ["192.168.0.2/24", null], latency: ms(1) });
  net.link(phone!, hub, { addresses: ["192.168.0.3/24", null], latency: ms(1) });
  net.link(router, hub, { addresses: ["192.168.0.1/24", null] });
  const mtu = options.mtu ?? 1500;
  const wan = net.link(router, isp, { addresses: ["203.0.113.7/24", "203.0.113.1/24"], latency: ms(5), mtu });
  net.link(isp, server!, { addresses: ["198.51.100.1/24", "198.51.100.9/24"], latency: ms(5) });
  net.nat(router, wan);
  net.routeAll();
  return { world, laptop: laptop!, phone: phone!, server: server!, router, isp };
}

const far = endpoint("198.51.100.9:53");

/** Answers everything, and notes who asked. */
function serve(host: Host, askers: string[]): void {
  host.start("server", function* () {
    const fd = (yield* sys("socket", { type: "datagram" })) as number;
    yield* sys("bind", { fd, local: endpoint("*:53") });
    for (;;) {
      const got = yield* sys("recvfrom", { fd, max: 65_536 });
      if (typeof got === "string") return -1;
      askers.push(`${formatIp(got.from.address)}:${got.from.port}`);
      yield* sys("sendto", { fd, bytes: got.bytes, to: got.from });
    }
  });
}

/** Asks from a port, and gives what came back. */
function ask(host: Host, port: number, to: Endpoint, answers: unknown[], size = 3, after = ms(0)): void {
  host.start("client", function* () {
    yield* sys("sleep", { for: after });
    const fd = (yield* sys("socket", { type: "datagram" })) as number;
    yield* sys("bind", { fd, local: { address: ipv4("0.0.0.0"), port } });
    yield* sys("connect", { fd, to });
    yield* sys("setsockopt", { fd, option: { name: "mtuDiscovery", value: "dont" } });
    yield* sys("setsockopt", { fd, option: { name: "receiveTimeout", value: seconds(2) } });
    yield* sys("sendto", { fd, bytes: new Uint8Array(size) });
    const got = yield* sys("recvfrom", { fd, max: 65_536 });
    answers.push(typeof got === "string" ? got : got.bytes.length);
    return null;
  });
}

/** Every datagram in the trace has right checksums: what a NAT changes, it must make good. */
function expectRightChecksums(world: World): void {
  for (const { bytes } of world.trace.of("frame.sent")) {
    const frame = decodeEthernet(bytes);
    const packet = isMalformed(frame) ? frame : decodeIpv4(frame.payload);
    if (isMalformed(packet) || isMalformed(frame)) continue; // ARP
    expect(checkIpv4(frame.payload)).toBe("right");
    const sum = ipv4AddressSum(packet.source, packet.destination);
    if (packet.fragmentOffset > 0 || packet.moreFragments) continue;
    if (packet.protocol === ipProtocol.udp) expect(checkUdp(packet.payload, sum)).toBe("right");
  }
}

describe("from home to the Internet", () => {
  test("two hosts with the same port speak from one address and two ports, and each gets its own answer (RFC 4787 4.1)", () => {
    const { world, laptop, phone, server } = home();
    const askers: string[] = [];
    const answers: unknown[] = [];
    serve(server, askers);
    ask(laptop, 4000, far, answers, 3);
    ask(phone, 4000, far, answers, 5);
    world.run();
    expect(askers.sort()).toEqual(["203.0.113.7:4000", "203.0.113.7:4001"]);
    expect(answers.sort()).toEqual([3, 5]);
    expectRightChecksums(world);
    const made = world.trace.of("nat.mapping").map(({ inside, outside, protocol }) => [protocol, inside, outside]);
    expect(made[0]).toEqual(["UDP", "192.168.0.2:4000", "203.0.113.7:4000"]);
  });

  test("along the way the MAC addresses change at every hop, the destination address stays, the source changes at the NAT", () => {
    const { world, laptop, server } = home();
    serve(server, []);
    ask(laptop, 4000, far, []);
    world.run();
    const hops = world.trace
      .of("frame.sent")
      .filter(({ labels, to }) => labels[0] === "UDP" || (labels[1] === "DNS" && to));
    const seen = hops.flatMap(({ host, bytes }) => {
      const frame = decodeEthernet(bytes);
      const packet = isMalformed(frame) ? frame : decodeIpv4(frame.payload);
      if (isMalformed(frame) || isMalformed(packet) || packet.destination !== far.address) return [];
      return [{ host, to: frame.destination, source: formatIpv4(packet.source) }];
    });
    expect(seen.map(({ host, source }) => `${host} ${source}`)).toEqual([
      "laptop 192.168.0.2",
      "wifi 192.168.0.2",
      "home 203.0.113.7",
      "isp 203.0.113.7",
    ]);
    expect(new Set(seen.map(({ to }) => to)).size).toBe(3); // a switch changes nothing
  });

  test("what nobody inside asked for stays outside: the router answers for itself", () => {
    const { world, server } = home();
    const answers: unknown[] = [];
    ask(server, 53, endpoint("203.0.113.7:4000"), answers);
    world.run();
    expect(answers).toEqual(["ECONNREFUSED"]);
    expect(world.trace.of("nat.mapping")).toEqual([]);
  });

  test("a mapping lives five minutes after the last datagram out, then the port is strange again (RFC 4787 4.3)", () => {
    const { world, laptop, server } = home();
    const answers: unknown[] = [];
    serve(server, []);
    ask(laptop, 4000, far, answers);
    world.run();
    ask(server, 99, endpoint("203.0.113.7:4000"), answers, 3, seconds(302));
    world.run();
    expect(answers).toEqual([3, "ECONNREFUSED"]);
    expect(world.trace.of("nat.mapping").map(({ change }) => change)).toEqual(["made", "expired"]);
  });

  test("ping passes, its identifier translated (RFC 5508)", () => {
    const { world, laptop, phone } = home();
    const got: EchoOutcome[] = [];
    for (const host of [laptop, phone])
      host.net!.icmp.ping({ to: far.address, identifier: 3000, sequence: 1 }, (outcome) => got.push(outcome));
    world.run();
    expect(got.map(({ kind }) => kind)).toEqual(["reply", "reply"]);
  });

  test("errors from outside find the inside host that they are about, translated with what they quote (RFC 5508)", () => {
    const { world, laptop } = home();
    const answers: unknown[] = [];
    ask(laptop, 4000, endpoint("198.51.100.9:9"), answers);
    const hops: string[] = [];
    for (const ttl of [1, 2, 3, 4])
      laptop.net!.icmp.ping({ to: far.address, identifier: 3000, sequence: ttl, ttl }, (outcome) => {
        hops.push(outcome.kind === "reply" ? "reply" : formatIp(outcome.error.reporter));
      });
    world.run();
    expect(answers).toEqual(["ECONNREFUSED"]);
    expect(hops).toEqual(["192.168.0.1", "203.0.113.1", "reply", "reply"]);
    expectRightChecksums(world);
  });

  test("fragments are put together, translated, and cut again", () => {
    const { world, laptop, server } = home({ mtu: 1000 });
    const answers: unknown[] = [];
    serve(server, []);
    ask(laptop, 4000, far, answers, 5000);
    world.run();
    expect(answers).toEqual([5000]);
    expect(world.trace.of("ip.reassembled").map(({ host }) => host)).toEqual(["home", "server", "home", "laptop"]);
  });

  test("a forwarded port lets strangers in", () => {
    const { world, laptop, server, router } = home();
    router.net.nat!.forwardPort("UDP", 5353, { address: ipv4("192.168.0.2"), port: 53 });
    const askers: string[] = [];
    const answers: unknown[] = [];
    serve(laptop, askers);
    ask(server, 99, endpoint("203.0.113.7:5353"), answers);
    world.run();
    expect([askers, answers]).toEqual([["198.51.100.9:99"], [3]]);
  });

  test("TCP segments are translated by the same rules, their checksums made good", () => {
    const { world, laptop } = home();
    const { ip, slabs } = laptop.net!;
    const route = ip.route(far.address, null);
    if (typeof route === "string") throw new Error(route);
    const at = slabs.reserve(0);
    const header = { sourcePort: 4000, destinationPort: 80, seq: seq(1), ack: seq(0), window: 1000, urgentPointer: 0 };
    const sum = ipv4AddressSum(route.source, route.destination);
    const start = encodeTcp({ ...header, flags: tcpFlag.syn, options: [] }, slabs.out, at, at, sum);
    const outgoing = { protocol: ipProtocol.tcp, ttl: 64, dscp: 0, ecn: 0, dontFragment: true };
    expect(ip.send(route, outgoing, slabs.out, start, at)).toBeNull();
    world.run();
    const [arrived] = world.trace
      .of("frame.received")
      .filter(({ host, bytes }) => host === "server" && summarise(bytes).includes("Flags"));
    expect(summarise(arrived!.bytes)).toMatch(/^203\.0\.113\.7\.4000 > /);
    const packet = decodeIpv4(arrived!.bytes.subarray(ethernetHeaderLength));
    if (isMalformed(packet)) throw new Error("malformed");
    expect(packet.ttl).toBe(62);
    // Nobody listens there. Had a checksum been wrong on the way, there would be no reset, and none that comes home.
    const frames = (label: string): number =>
      world.trace.of("frame.sent").filter(({ labels }) => labels[0] === label).length;
    expect([frames("SYN"), frames("RST")]).toEqual([4, 4]);
  });
});
