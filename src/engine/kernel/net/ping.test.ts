import { describe, expect, test } from "vitest";
import { ms, seconds, us } from "../../base/time.ts";
import { traceHash } from "../../trace/hash.ts";
import { formatIp } from "../../wire/ip-address.ts";
import { type Ipv4Address, ipv4 } from "../../wire/ipv4-address.ts";
import { World } from "../../world/world.ts";
import type { EchoOutcome, Ping } from "./echo.ts";
import type { NetStack } from "./stack.ts";
import { Topology } from "./topology.ts";

/** client - r1 - r2 - server, 5 ms each. */
function path(options: { neighbours?: "ask" | "known"; mtus?: readonly number[]; seed?: number } = {}) {
  const world = new World({ seed: options.seed ?? 1 });
  const net = new Topology(world, { neighbours: options.neighbours ?? "ask" });
  const [client, server, r1, r2] = [net.host("client"), net.host("server"), net.router("r1"), net.router("r2")];
  const mtu = (i: number): number => options.mtus?.[i] ?? 1500;
  net.link(client, r1, { addresses: ["10.0.1.1/24", "10.0.1.254/24"], latency: ms(5), mtu: mtu(0) });
  net.link(r1, r2, { addresses: ["10.0.2.1/30", "10.0.2.2/30"], latency: ms(5), mtu: mtu(1) });
  net.link(r2, server, { addresses: ["10.0.3.254/24", "10.0.3.1/24"], latency: ms(5), mtu: mtu(2) });
  net.routeAll();
  return { world, net, client: client.net, server: server.net, r1: r1.net, r2: r2.net };
}

/** Pings and runs the world to its end; what came back, and when. */
function ping(stack: NetStack, given: Partial<Ping<Ipv4Address>> & { readonly to: Ipv4Address }) {
  const got: { outcome: EchoOutcome; at: number }[] = [];
  const refused = stack.icmp.ping({ identifier: 7, sequence: 1, ...given }, (outcome) => {
    got.push({ outcome, at: stack.world.now });
  });
  stack.world.run();
  return { got: got[0] ?? null, refused };
}

const labels = (world: World): string[] =>
  world.trace.of("frame.sent").map((event) => `${event.host} ${event.labels[0]}`);

describe("echo", () => {
  test("crosses two routers and comes back with the same data, its TTL two less (RFC 792, RFC 1812 5.3.1)", () => {
    const { world, client } = path({ neighbours: "known" });
    const data = Uint8Array.from({ length: 1000 }, (_, i) => i & 255);
    const { got } = ping(client, { to: ipv4("10.0.3.1"), data });
    expect(got).toEqual({ at: 30_000_000, outcome: { kind: "reply", from: ipv4("10.0.3.1"), ttl: 62, data } });
    expect(labels(world)).toEqual([
      ...["client ICMP echo", "r1 ICMP echo", "r2 ICMP echo"],
      ...["server ICMP echo reply", "r2 ICMP echo reply", "r1 ICMP echo reply"],
    ]);
  });

  test("to oneself touches no link", () => {
    const { world, client } = path();
    expect(ping(client, { to: ipv4("127.0.0.1") }).got?.outcome.kind).toBe("reply");
    expect(ping(client, { to: ipv4("10.0.1.1"), sequence: 2 }).got?.outcome.kind).toBe("reply");
    expect(labels(world)).toEqual([]);
  });

  test("to the broadcast address of a network is not answered (RFC 1122 3.2.2.6)", () => {
    const { client, world } = path();
    expect(ping(client, { to: ipv4("10.0.1.255") }).got).toBeNull();
    expect(labels(world)).toEqual(["client ICMP echo"]);
  });

  test("without a route does not leave the host", () => {
    const world = new World({ seed: 1 });
    const lonely = new Topology(world).host("lonely").net;
    expect(ping(lonely, { to: ipv4("192.0.2.1") }).refused).toBe("ENETUNREACH");
  });

  test("why did the last frame come? The chain of causes leads back to the first", () => {
    const { world, client } = path({ neighbours: "known" });
    ping(client, { to: ipv4("10.0.3.1") });
    const chain = world.trace.causes(world.trace.of("frame.received").at(-1)!.id).map((event) => event.kind);
    expect(chain.filter((kind) => kind === "ip.forwarded")).toHaveLength(4);
    expect(chain.at(-1)).toBe("icmp.sent");
  });
});

describe("errors on the way", () => {
  test("a TTL of 1, 2, 3 is answered by the first router, the second, and the host: traceroute (RFC 1812 5.2.7.3)", () => {
    const hops = [1, 2, 3].map((ttl) => {
      const { client } = path();
      const outcome = ping(client, { to: ipv4("10.0.3.1"), ttl }).got!.outcome;
      return outcome.kind === "reply"
        ? `${formatIp(outcome.from)} answers`
        : `${formatIp(outcome.error.reporter)} ${outcome.error.kind} ${outcome.error.code}`;
    });
    expect(hops).toEqual(["10.0.1.254 time-exceeded 0", "10.0.2.2 time-exceeded 0", "10.0.3.1 answers"]);
  });

  test("a router without a route says net unreachable (RFC 1812 4.3.3.1)", () => {
    const { client, net } = path();
    client.addRoute(ipv4("192.0.2.0"), 24, ipv4("10.0.1.254"));
    const { got } = ping(client, { to: ipv4("192.0.2.9") });
    expect(got?.outcome).toMatchObject({ kind: "error", error: { kind: "destination-unreachable", code: 0 } });
    expect(net.world.trace.of("ip.dropped").map(({ host, why }) => `${host} ${why}`)).toEqual(["r1 no-route"]);
  });

  test("a router whose last hop does not answer ARP says host unreachable after three requests (RFC 1812 4.3.3.1)", () => {
    const { client, world } = path();
    const { got } = ping(client, { to: ipv4("10.0.3.77") });
    expect(got?.outcome).toMatchObject({ kind: "error", error: { kind: "destination-unreachable", code: 1 } });
    expect(labels(world).filter((label) => label === "r2 ARP request")).toHaveLength(3);
  });

  test("no error is sent about an error: its TTL runs out in silence (RFC 1122 3.2.2)", () => {
    const { client, r1, r2, world } = path({ neighbours: "known" });
    r2.ip.defaultTtl = 1; // what r2 says reaches its neighbours only
    r1.addRoute(ipv4("192.0.2.0"), 24, ipv4("10.0.2.2"));
    client.addRoute(ipv4("192.0.2.0"), 24, ipv4("10.0.1.254"));
    ping(client, { to: ipv4("192.0.2.9") }); // r2 has no route, and its error would have to cross r1
    expect(world.trace.of("ip.dropped").map(({ host, why }) => `${host} ${why}`)).toEqual(["r2 no-route", "r1 ttl"]);
    expect(world.trace.of("icmp.sent").map(({ host }) => host)).toEqual(["client", "r2"]);
  });

  test("errors are rationed: of 100 at once, 50 are sent (RFC 1812 4.3.2.8)", () => {
    const { client, world } = path({ neighbours: "known" });
    for (let sequence = 1; sequence <= 100; sequence++)
      client.icmp.ping({ to: ipv4("10.0.3.1"), identifier: 1, sequence, ttl: 1 }, () => {});
    world.run();
    expect(world.trace.of("icmp.sent").filter(({ host }) => host === "r1")).toHaveLength(50);
  });
});

describe("ARP", () => {
  test("asks once, then remembers: the second ping costs no request (RFC 826)", () => {
    const { client, world } = path();
    ping(client, { to: ipv4("10.0.1.254") });
    expect(labels(world)).toEqual(["client ARP request", "r1 ARP reply", "client ICMP echo", "r1 ICMP echo reply"]);
    ping(client, { to: ipv4("10.0.1.254"), sequence: 2 });
    expect(labels(world).slice(4)).toEqual(["client ICMP echo", "r1 ICMP echo reply"]);
  });

  test("asks for the gateway, never for a host behind it", () => {
    const { client, world } = path();
    ping(client, { to: ipv4("10.0.3.1") });
    const asked = world.trace.of("arp.cache").filter((event) => event.host === "client" && event.change === "asked");
    expect(asked.map((event) => event.ip)).toEqual(["10.0.1.254"]);
  });

  test("what waits for the answer is sent in order once it comes", () => {
    const { client, world } = path();
    const replies: number[] = [];
    for (const sequence of [1, 2, 3])
      client.icmp.ping({ to: ipv4("10.0.1.254"), identifier: 1, sequence }, () => replies.push(sequence));
    world.run();
    expect(replies).toEqual([1, 2, 3]);
    expect(labels(world).filter((label) => label.endsWith("ARP request"))).toHaveLength(1);
  });

  test("three requests, a second apart, then the sender is told (RFC 1122 2.3.2.1)", () => {
    const { client, world } = path();
    const { got } = ping(client, { to: ipv4("10.0.1.99") });
    const requests = world.trace.of("frame.sent").map((event) => event.at);
    expect(requests).toEqual([0, 1_000_000_000, 2_000_000_000]);
    expect(got).toMatchObject({ at: 3_000_000_000, outcome: { kind: "error", error: { code: 1 } } });
  });

  test("an entry older than a minute is used and checked by a request to that station alone (RFC 1122 2.3.2.1)", () => {
    const { client, world } = path();
    ping(client, { to: ipv4("10.0.1.254") });
    const before = labels(world).length;
    world.after(seconds(61), "program", () => {
      client.icmp.ping({ to: ipv4("10.0.1.254"), identifier: 7, sequence: 2 }, () => {});
    });
    world.run();
    const after = world.trace.of("frame.sent").slice(before);
    // The router's own entry is as old, and it asks in turn.
    expect(after.map(({ labels: [first] }) => first)).toEqual(
      expect.arrayContaining(["ARP request", "ICMP echo", "ARP reply", "ICMP echo reply"]),
    );
    expect(after[0]!.bytes.subarray(0, 6)).toEqual(after[1]!.bytes.subarray(0, 6)); // both to the router, no broadcast
  });

  test("a station that moved is found again: its announcement changes the entries that exist (RFC 5227 1.1)", () => {
    const world = new World({ seed: 1 });
    const net = new Topology(world);
    const hub = net.switch("sw");
    const hosts = ["a", "b", "c"].map((name) => net.host(name));
    for (const [i, host] of hosts.entries())
      net.link(host, hub, { addresses: [`10.0.0.${i + 1}/24`, null], latency: us(10) });
    const [a, b, c] = hosts.map((host) => host.net) as [NetStack, NetStack, NetStack];
    ping(a, { to: ipv4("10.0.0.2") });
    c.addAddress(c.ip.nics[0]!, ipv4("10.0.0.2"), 24);
    c.ip.nics[0]!.arp.announce(ipv4("10.0.0.2"));
    world.run();
    expect(a.ip.nics[0]!.arp.lookup(ipv4("10.0.0.2"))).toBe(c.ip.nics[0]!.mac);
    // The other owner of the address notices, and believes what it believes.
    const changes = world.trace.of("arp.cache").map(({ host, change }) => `${host} ${change}`);
    expect(changes.slice(-2)).toEqual(["a moved", "b conflict"]);
    expect(b.ip.owns(ipv4("10.0.0.2"))).toBe(true);
  });
});

test("the same seed gives the same trace, ARP, errors and all", () => {
  const hash = (seed: number): string => {
    const { client, world } = path({ seed });
    ping(client, { to: ipv4("10.0.3.1") });
    ping(client, { to: ipv4("10.0.3.9"), sequence: 2 });
    return traceHash(world.trace);
  };
  expect(hash(3)).toBe(hash(3));
  expect(hash(3)).not.toBe(hash(4)); // identifications are drawn from the seed
});
