import { describe, expect, test } from "vitest";
import { ms, seconds } from "../../../base/time.ts";
import { dissect } from "../../../wire/dissect.ts";
import { formatIp } from "../../../wire/ip-address.ts";
import { ipv6 } from "../../../wire/ipv6-address.ts";
import { parseFault } from "../../../world/faults.ts";
import { World } from "../../../world/world.ts";
import { isErrno } from "../../errno.ts";
import type { Fd } from "../../files/descriptors.ts";
import { sys, type Thread } from "../../thread.ts";
import { endpoint } from "../demux.ts";
import type { EchoOutcome } from "../echo.ts";
import type { NetStack } from "../stack.ts";
import { Topology, type TopologyOptions } from "../topology.ts";

const fault = (text: string) => {
  const parsed = parseFault(text);
  if ("expected" in parsed) throw new Error(text);
  return parsed;
};

/** client - r1 - r2 - server, IPv6 only; the link in the middle takes `narrow` bytes. */
function path(given: { narrow?: number; faults?: readonly string[]; options?: TopologyOptions } = {}) {
  const world = new World({ seed: 1, trace: "all", faults: (given.faults ?? []).map(fault) });
  const net = new Topology(world, { neighbours: "known", ...given.options });
  const [client, r1, r2, server] = [net.host("client"), net.router("r1"), net.router("r2"), net.host("server")];
  const only6 = { addresses: [null, null] as const, latency: ms(5) };
  net.link(client, r1, { ...only6, addresses6: ["2001:db8:1::1/64", "2001:db8:1::fe/64"] });
  net.link(r1, r2, { ...only6, addresses6: ["2001:db8:2::1/64", "2001:db8:2::2/64"], mtu: given.narrow ?? 1500 });
  net.link(r2, server, { ...only6, addresses6: ["2001:db8:3::fe/64", "2001:db8:3::1/64"] });
  net.routeAll();
  return { world, client, server, r1, r2 };
}

/** Two hosts and a switch. */
function link(given: { faults?: readonly string[]; options?: TopologyOptions } = {}) {
  const world = new World({ seed: 1, trace: "all", faults: (given.faults ?? []).map(fault) });
  const net = new Topology(world, given.options);
  const [a, b, hub] = [net.host("a"), net.host("b"), net.switch("hub")];
  net.link(a, hub, { addresses: [null, null], addresses6: ["2001:db8::a/64", null], latency: ms(1) });
  net.link(b, hub, { addresses: [null, null], addresses6: ["2001:db8::b/64", null], latency: ms(1) });
  return { world, net, a, b, hub };
}

function ping(stack: NetStack, to: string, more: { data?: Uint8Array; ttl?: number } = {}) {
  const got: { outcome: EchoOutcome; at: number }[] = [];
  const refused = stack.icmp6.ping({ to: ipv6(to), identifier: 7, sequence: 1, ...more }, (outcome) =>
    got.push({ outcome, at: stack.world.now }),
  );
  stack.world.run();
  return { got: got[0] ?? null, refused };
}

const said = (outcome: EchoOutcome | undefined): string => {
  if (outcome === undefined) return "nothing";
  if (outcome.kind === "reply") return `reply from ${formatIp(outcome.from)}`;
  return `${outcome.error.kind} ${outcome.error.code} from ${formatIp(outcome.error.reporter)}`;
};

const sent = (world: World): string[] => world.trace.of("frame.sent").map(({ host, labels }) => `${host} ${labels[0]}`);
const states = (world: World, host: string): string[] =>
  world.trace.of("neighbour.cache").flatMap((event) => (event.host === host ? [`${event.ip} ${event.state}`] : []));

const pattern = (length: number): Uint8Array => Uint8Array.from({ length }, (_, i) => (i * 31) % 251);

describe("echo", () => {
  test("crosses two routers and comes back with the same data, its hop limit two less (RFC 4443 4.2)", () => {
    const { client, world } = path();
    const data = pattern(1000);
    const { got } = ping(client.net, "2001:db8:3::1", { data });
    const reply = { kind: "reply", from: ipv6("2001:db8:3::1"), ttl: 62, data };
    expect(got).toEqual({ at: 30_000_000, outcome: reply });
    expect(sent(world)[0]).toBe("client ICMPv6 echo");
  });

  test("to oneself touches no link; to all nodes of a link is answered by all of them", () => {
    const { a, world } = link();
    expect(said(ping(a.net, "::1").got?.outcome)).toBe("reply from ::1");
    expect(sent(world)).toEqual([]);
    expect(said(ping(a.net, "ff02::1").got?.outcome)).toMatch(/^reply from fe80::/);
  });
});

describe("neighbour discovery (RFC 4861)", () => {
  test("asks the few who could have the address, and is answered by one", () => {
    const { a, world } = link();
    expect(ping(a.net, "2001:db8::b").got?.outcome.kind).toBe("reply");
    expect(sent(world).filter((line) => !line.startsWith("hub"))).toEqual([
      ...["a neighbor solicitation", "b neighbor advertisement", "a ICMPv6 echo", "b ICMPv6 echo reply"],
      // Five seconds later nobody has confirmed that a is there, so b asks (7.3.3).
      ...["b neighbor solicitation", "a neighbor advertisement"],
    ]);
    const [solicitation] = world.trace.of("frame.sent");
    expect([...solicitation!.bytes.subarray(0, 6)]).toEqual([0x33, 0x33, 0xff, 0, 0, 0x0b]);
    expect(states(world, "a")).toEqual(["2001:db8::b INCOMPLETE", "2001:db8::b REACHABLE"]);
    expect(states(world, "b").map((line) => line.split(" ")[1])).toEqual(["STALE", "DELAY", "PROBE", "REACHABLE"]);
  });

  test("who does not answer three questions is unreachable, and the sender is told (7.2.2)", () => {
    const { a, world } = link();
    const { got } = ping(a.net, "2001:db8::c");
    expect([said(got?.outcome), got?.at]).toEqual(["destination-unreachable 3 from 2001:db8::a", 3_000_000_000]);
    expect(sent(world).filter((line) => line === "a neighbor solicitation")).toHaveLength(3);
  });

  test("a neighbour that falls silent is used for five seconds more, probed three times, and forgotten (7.3.3)", () => {
    const { a, world } = link({ faults: ["drop FRAME 3..999 from b"] });
    ping(a.net, "2001:db8::b");
    const later = world.now + 200e9;
    world.at(
      later as never,
      "program",
      () => void a.net.icmp6.ping({ to: ipv6("2001:db8::b"), identifier: 8, sequence: 1 }, () => {}),
    );
    world.run();
    const fate = world.trace.of("neighbour.cache").filter(({ host, at }) => host === "a" && at >= later);
    expect(fate.map(({ at, state }) => `${(at - later) / 1e9} ${state}`)).toEqual([
      "0 STALE",
      "0 DELAY",
      "5 PROBE",
      "8 failed",
    ]);
  });

  test("a connection that gets on keeps its next hop reachable without any question", () => {
    const { a, b, world } = link();
    b.start("server", () => serve("[::]:80"));
    a.start("client", function* () {
      const fd = (yield* sys("socket", { type: "stream", family: "inet6" })) as Fd;
      yield* sys("connect", { fd, to: endpoint("[2001:db8::b]:80") });
      for (let i = 0; i < 100; i++) {
        yield* sys("sendto", { fd, bytes: pattern(10) });
        yield* sys("sleep", { for: seconds(1) });
      }
      return null;
    });
    world.run();
    const early = world.trace
      .of("frame.sent")
      .filter(({ at, host, labels }) => at > 2e9 && at < 95e9 && host === "a" && labels.includes("ND"));
    expect(early).toEqual([]);
  });
});

describe("duplicate address detection (RFC 4862 5.4)", () => {
  test("an address that nobody defends may be used after a second; before, it may not", () => {
    const { a, world } = link({ options: { detectDuplicates: true } });
    expect(ping(a.net, "2001:db8::b").refused).toBe("EADDRNOTAVAIL");
    expect(world.trace.of("ip.address").filter((event) => event.state === "valid")).toHaveLength(4);
    expect(said(ping(a.net, "2001:db8::b").got?.outcome)).toBe("reply from 2001:db8::b");
  });

  test("an address that somebody has is not used", () => {
    const { a, b, world } = link();
    const [nic] = a.net.ip.nics;
    a.net.addAddress6(nic!, ipv6("2001:db8::b"), 64, true);
    world.run();
    expect(world.trace.of("ip.address").map(({ address, state }) => `${address} ${state}`)).toEqual([
      "2001:db8::b/64 tentative",
      "2001:db8::b/64 duplicate",
    ]);
    expect([a, b].map((host) => host.net.ip6.owns(ipv6("2001:db8::b")))).toEqual([false, true]);
  });

  test("of two that want the same, who asks later gives way", () => {
    const { a, b, world } = link();
    for (const host of [a, b]) host.net.addAddress6(host.net.ip.nics[0]!, ipv6("2001:db8::cafe"), 64, true);
    world.run();
    expect(
      world.trace
        .of("ip.address")
        .filter(({ state }) => state === "duplicate")
        .map(({ host }) => host),
    ).toHaveLength(1);
  });
});

describe("router discovery (RFC 4861 6, RFC 4862 5.5)", () => {
  function home() {
    const world = new World({ seed: 1, trace: "all" });
    const net = new Topology(world);
    const [laptop, router, far] = [net.host("laptop"), net.router("router"), net.host("far")];
    net.link(laptop, router, { addresses: [null, null], addresses6: [null, "2001:db8:1::1/64"], latency: ms(1) });
    net.link(router, far, {
      addresses: [null, null],
      addresses6: ["2001:db8:2::1/64", "2001:db8:2::2/64"],
      latency: ms(1),
    });
    far.net.addRoute6(ipv6("::"), 0, ipv6("2001:db8:2::1"));
    const [inside] = router.net.ip.nics;
    const prefixes = [{ prefix: ipv6("2001:db8:1::"), length: 64, validSeconds: 7200, preferredSeconds: 3600 }];
    router.net.routers.advertise(router.net.ip6.on(inside!), { prefixes, lifetimeSeconds: 600, mtu: 1400 });
    const own = laptop.net.ip6.on(laptop.net.ip.nics[0]!);
    laptop.net.routers.autoconfigure(own);
    return { world, laptop, router, far, own };
  }

  test("a host makes itself an address of the advertised prefix, and reaches the world by the router", () => {
    const { world, laptop, own } = home();
    world.run();
    expect(own.addresses.map(({ address, state }) => `${formatIp(address)} ${state}`)).toEqual([
      "fe80::ff:fe00:1 valid",
      "2001:db8:1::ff:fe00:1 valid",
    ]);
    expect(own.mtu).toBe(1400);
    expect(said(ping(laptop.net, "2001:db8:2::2").got?.outcome)).toBe("reply from 2001:db8:2::2");
    expect(sent(world)).toEqual(
      expect.arrayContaining(["laptop router solicitation", "router router advertisement", "router ICMPv6 echo"]),
    );
  });

  test("the default route goes when its lifetime is over, and the address later", () => {
    const { world, laptop, own } = home();
    world.run();
    const later = (wait: number, look: () => void): void => void world.after(seconds(wait), "program", look);
    const seen: unknown[] = [];
    later(580, () => seen.push(typeof laptop.net.ip6.route(ipv6("2001:db8:2::2"), null)));
    later(601, () => seen.push(laptop.net.ip6.route(ipv6("2001:db8:2::2"), null)));
    later(3601, () => seen.push(own.isDeprecated(own.addresses[1]!)));
    later(7201, () => seen.push(laptop.net.ip6.owns(own.addresses[1]!.address)));
    world.run();
    expect(seen).toEqual(["object", "ENETUNREACH", true, false]);
  });
});

/** Accepts one connection, reads it to its end and answers with how much it was. */
function* serve(at: `[${string}]:${number}` | string): Thread<number> {
  const fd = (yield* sys("socket", { type: "stream", family: "inet6" })) as Fd;
  yield* sys("bind", { fd, local: at.startsWith("[") ? endpoint(at as `[${string}]:${number}`) : endpoint(at) });
  yield* sys("listen", { fd, backlog: 4 });
  const accepted = yield* sys("accept", { fd });
  if (isErrno(accepted)) return -1;
  let total = 0;
  let wrong = 0;
  for (;;) {
    const got = yield* sys("recvfrom", { fd: accepted.fd, max: 65_536 });
    if (isErrno(got)) return -2;
    if (got.bytes.length === 0) break;
    for (let i = 0; i < got.bytes.length; i++) if (got.bytes[i] !== ((total + i) * 31) % 251) wrong++;
    total += got.bytes.length;
  }
  yield* sys("close", { fd: accepted.fd });
  return wrong === 0 ? total : -3;
}

function* send(
  to: ReturnType<typeof endpoint> | Parameters<typeof endpoint>[0],
  bytes: number,
  family: "inet" | "inet6",
): Thread<number> {
  const fd = (yield* sys("socket", { type: "stream", family })) as Fd;
  const refused = yield* sys("connect", {
    fd,
    to: typeof to === "string" ? endpoint(to as `[${string}]:${number}`) : to,
  });
  if (refused !== undefined) return -1;
  yield* sys("sendto", { fd, bytes: pattern(bytes) });
  yield* sys("close", { fd });
  return 0;
}

describe("TCP over IPv6", () => {
  test("carries a stream through a narrow link, by path MTU discovery (RFC 8201), and announces an MSS of 1440", () => {
    const { client, server, world } = path({ narrow: 1300 });
    server.start("server", () => serve("[::]:80"));
    client.start("client", () => send("[2001:db8:3::1]:80", 50_000, "inet6"));
    world.run();
    expect(world.trace.of("thread.ended").map(({ host, result }) => `${host} ${result}`)).toContain("server 50000");
    expect(world.trace.of("pmtu.changed")).toMatchObject([
      { host: "client", destination: "2001:db8:3::1", was: 1500, mtu: 1300 },
    ]);
    expect(sent(world)).toContain("r1 ICMPv6 packet too big");
    const [syn] = world.trace.of("frame.sent");
    const mss = dissect(syn!.bytes)
      .flatMap(({ fields }) => fields)
      .find(({ name }) => name.includes("MSS"))?.value;
    expect(
      mss ??
        JSON.stringify(
          dissect(syn!.bytes)
            .at(-1)
            ?.fields.map(({ name, value }) => `${name} ${value}`),
        ),
    ).toContain("1440");
  });

  test("the same bytes arrive whatever is lost on the way", () => {
    for (let seed = 1; seed <= 5; seed++) {
      const world = new World({ seed, trace: "all" });
      const net = new Topology(world);
      const [client, server] = [net.host("client"), net.host("server")];
      const trouble = { loss: 0.05, duplicate: 0.02, corrupt: 0.02, jitter: ms(2) };
      net.link(client, server, {
        addresses: [null, null],
        addresses6: ["2001:db8::1/64", "2001:db8::2/64"],
        latency: ms(5),
        ...trouble,
      });
      server.start("server", () => serve("[::]:80"));
      client.start("client", () => send("[2001:db8::2]:80", 60_000, "inet6"));
      world.run(200_000);
      expect(
        world.trace.of("thread.ended").map(({ host, result }) => `${host} ${result}`),
        `seed ${seed}`,
      ).toContain("server 60000");
    }
  });

  test("a port where nobody listens refuses, over IPv6 as over IPv4", () => {
    const { client, world } = path();
    const got: unknown[] = [];
    client.start("client", function* () {
      const fd = (yield* sys("socket", { type: "stream", family: "inet6" })) as Fd;
      got.push(yield* sys("connect", { fd, to: endpoint("[2001:db8:3::1]:81") }));
      const udp = (yield* sys("socket", { type: "datagram", family: "inet6" })) as Fd;
      yield* sys("connect", { fd: udp, to: endpoint("[2001:db8:3::1]:81") });
      yield* sys("sendto", { fd: udp, bytes: pattern(3) });
      got.push(yield* sys("recvfrom", { fd: udp, max: 10 }));
      return null;
    });
    world.run();
    expect(got).toEqual(["ECONNREFUSED", "ECONNREFUSED"]);
  });
});

describe("sockets of either family (RFC 3493)", () => {
  function both() {
    const world = new World({ seed: 1, trace: "all" });
    const net = new Topology(world, { neighbours: "known" });
    const [client, server] = [net.host("client"), net.host("server")];
    net.link(client, server, {
      addresses: ["10.0.0.1/24", "10.0.0.2/24"],
      addresses6: ["2001:db8::1/64", "2001:db8::2/64"],
      latency: ms(1),
    });
    return { world, client, server };
  }

  test("one bound to :: serves both, and sees an IPv4 peer by its mapped address (3.7)", () => {
    const { world, client, server } = both();
    const peers: string[] = [];
    server.start("server", function* () {
      const fd = (yield* sys("socket", { type: "stream", family: "inet6" })) as Fd;
      yield* sys("bind", { fd, local: endpoint("[::]:80") });
      yield* sys("listen", { fd, backlog: 4 });
      for (let i = 0; i < 2; i++) {
        const got = yield* sys("accept", { fd });
        if (!isErrno(got)) peers.push(formatIp(got.from.address));
      }
      return null;
    });
    client.start("client", function* () {
      yield* send(endpoint("10.0.0.2:80"), 10, "inet");
      yield* send("[2001:db8::2]:80", 10, "inet6");
      return null;
    });
    world.run();
    expect(peers).toEqual(["::ffff:10.0.0.1", "2001:db8::1"]);
  });

  test("a socket of IPv6 reaches an IPv4 node by its mapped address: what is on the wire is IPv4", () => {
    const { world, client, server } = both();
    server.start("server", () => serve("[::]:80"));
    client.start("client", () => send("[::ffff:10.0.0.2]:80", 100, "inet6"));
    world.run();
    expect(world.trace.of("thread.ended").map(({ host, result }) => `${host} ${result}`)).toContain("server 100");
    const versions = new Set(world.trace.of("frame.sent").map(({ bytes }) => bytes[14]! >> 4));
    expect([...versions]).toEqual([4]);
  });

  test("what families do not allow is refused", () => {
    const { world, client } = both();
    const got: unknown[] = [];
    client.start("client", function* () {
      const four = (yield* sys("socket", { type: "stream" })) as Fd;
      got.push(yield* sys("connect", { fd: four, to: endpoint("[2001:db8::2]:80") }));
      const six = (yield* sys("socket", { type: "stream", family: "inet6" })) as Fd;
      got.push(yield* sys("connect", { fd: six, to: endpoint("10.0.0.2:80") }));
      yield* sys("setsockopt", { fd: six, option: { name: "v6Only", value: true } });
      got.push(yield* sys("connect", { fd: six, to: endpoint("[::ffff:10.0.0.2]:80") }));
      got.push(yield* sys("bind", { fd: six, local: endpoint("[::]:80") }));
      got.push(yield* sys("bind", { fd: four, local: endpoint("*:80") }));
      const dual = (yield* sys("socket", { type: "stream", family: "inet6" })) as Fd;
      got.push(yield* sys("bind", { fd: dual, local: endpoint("[::]:80") }));
      return null;
    });
    world.run();
    expect(got).toEqual(["EAFNOSUPPORT", "EAFNOSUPPORT", "ENETUNREACH", undefined, undefined, "EADDRINUSE"]);
  });
});

describe("UDP over IPv6", () => {
  test("what is longer than the path is cut by its sender, and put together by its receiver (RFC 8200 4.5)", () => {
    const { client, server, world } = path({ narrow: 1400 });
    const got: number[] = [];
    server.start("server", function* () {
      const fd = (yield* sys("socket", { type: "datagram", family: "inet6" })) as Fd;
      yield* sys("bind", { fd, local: endpoint("[::]:53") });
      for (;;) {
        const one = yield* sys("recvfrom", { fd, max: 65_536 });
        if (isErrno(one)) return null;
        got.push(one.bytes.every((byte, i) => byte === (i * 31) % 251) ? one.bytes.length : -1);
      }
    });
    client.start("client", function* () {
      const fd = (yield* sys("socket", { type: "datagram", family: "inet6" })) as Fd;
      for (const bytes of [5000, 5000, 60_000]) {
        yield* sys("sendto", { fd, bytes: pattern(bytes), to: endpoint("[2001:db8:3::1]:53") });
        yield* sys("sleep", { for: seconds(1) });
      }
      return null;
    });
    world.run();
    // The first is lost: its fragments do not fit the second link, and only their sender may cut them smaller.
    expect(got).toEqual([5000, 60_000]);
    expect(world.trace.of("ip.fragmented").every(({ host }) => host === "client")).toBe(true);
  });

  test("a datagram without a checksum is dropped (RFC 8200 8.1)", () => {
    const { a, b, world } = link({ options: { neighbours: "known" } });
    b.start("server", function* () {
      const fd = (yield* sys("socket", { type: "datagram", family: "inet6" })) as Fd;
      yield* sys("bind", { fd, local: endpoint("[::]:53") });
      yield* sys("recvfrom", { fd, max: 10 });
      return null;
    });
    a.start("client", function* () {
      const fd = (yield* sys("socket", { type: "datagram", family: "inet6" })) as Fd;
      yield* sys("setsockopt", { fd, option: { name: "noChecksum", value: true } });
      yield* sys("sendto", { fd, bytes: pattern(5), to: endpoint("[2001:db8::b]:53") });
      return null;
    });
    world.run();
    // Asking for none is for IPv4; over IPv6 the sender computes it all the same.
    expect(world.trace.of("udp.received")).toHaveLength(1);
  });
});

describe("a router (RFC 4443)", () => {
  test("says where a packet ended: hops, routes, neighbours", () => {
    const { client, r1 } = path();
    const hop = (ttl: number) => said(ping(client.net, "2001:db8:3::1", { ttl }).got?.outcome);
    expect([hop(1), hop(2), hop(3)]).toEqual([
      "time-exceeded 0 from 2001:db8:1::fe",
      "time-exceeded 0 from 2001:db8:2::2",
      "reply from 2001:db8:3::1",
    ]);
    client.net.addRoute6(ipv6("::"), 0, ipv6("2001:db8:1::fe"));
    expect(said(ping(client.net, "2001:db8:9::1").got?.outcome)).toBe("destination-unreachable 0 from 2001:db8:1::fe");
    expect(said(ping(client.net, "2001:db8:3::77").got?.outcome)).toBe("destination-unreachable 3 from 2001:db8:2::2");
    expect(r1.net.ip6.forwarding).toBe(true);
  });
});
