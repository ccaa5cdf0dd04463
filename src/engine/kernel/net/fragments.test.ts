import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ms } from "../../base/time.ts";
import { checkIpv4, decodeIpv4, encodeIpv4, type Ipv4Packet } from "../../wire/ipv4.ts";
import { ipv4 } from "../../wire/ipv4-address.ts";
import { isMalformed } from "../../wire/malformed.ts";
import { ipProtocol } from "../../wire/numbers.ts";
import { withHeadroom } from "../../wire/slab.ts";
import { parseFault } from "../../world/faults.ts";
import { World } from "../../world/world.ts";
import { sys } from "../thread.ts";
import { endpoint } from "./demux.ts";
import { fragment } from "./fragmentation.ts";
import { Reassembler } from "./reassembly.ts";
import { SlabPool } from "./slab-pool.ts";
import { Topology } from "./topology.ts";

/** A datagram with a payload that tells where each byte belongs. */
function datagram(length: number, identification = 1): Uint8Array {
  const payload = Uint8Array.from({ length }, (_, i) => (i * 7 + (i >> 8)) & 255);
  const slab = withHeadroom(payload);
  const [source, destination] = [ipv4("10.0.0.1"), ipv4("10.0.0.2")];
  const header = {
    dscp: 0,
    ecn: 0,
    identification,
    dontFragment: false,
    moreFragments: false,
    fragmentOffset: 0,
    ttl: 9,
  };
  const ends = { source, destination, protocol: 253, options: [] };
  return slab.out.subarray(encodeIpv4({ ...header, ...ends }, slab.out, slab.at, slab.end), slab.end);
}

const pieces = (of: Uint8Array, mtu: number): Uint8Array[] =>
  fragment(of, mtu, new SlabPool()).map(({ out, at, end }) => out.subarray(at, end));

function decoded(bytes: Uint8Array): Ipv4Packet {
  const packet = decodeIpv4(bytes);
  if (isMalformed(packet)) throw new Error(packet.why);
  return packet;
}

function reassembler() {
  const world = new World({ seed: 1 });
  const timedOut: (Uint8Array | null)[] = [];
  const parts = new Reassembler(world, "h", { timedOut: (first) => timedOut.push(first) });
  return { world, timedOut, take: (bytes: Uint8Array) => parts.onFragment(decoded(bytes), bytes) };
}

describe("cutting (RFC 791 3.2)", () => {
  test("every piece fits, all but the last carry a multiple of 8 bytes, and each header's checksum is right", () => {
    for (const mtu of [68, 576, 1500]) {
      const cut = pieces(datagram(4000), mtu);
      for (const [i, piece] of cut.entries()) {
        expect(piece.length).toBeLessThanOrEqual(mtu);
        expect(checkIpv4(piece)).toBe("right");
        const last = i === cut.length - 1;
        expect(decoded(piece).moreFragments).toBe(!last);
        if (!last) expect(decoded(piece).payload.length % 8).toBe(0);
      }
    }
  });

  test("4000 bytes over an MTU of 1500 are 1480 + 1480 + 1040", () => {
    const cut = pieces(datagram(4000), 1500).map(decoded);
    expect(cut.map((packet) => [packet.fragmentOffset, packet.payload.length])).toEqual([
      [0, 1480],
      [1480, 1480],
      [2960, 1040],
    ]);
  });
});

describe("putting together (RFC 815)", () => {
  test("in any order, with any piece repeated and cut again on the way, gives the datagram that was cut", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 100, max: 9000 }),
        fc.integer({ min: 68, max: 1500 }),
        fc.integer({ min: 68, max: 1500 }),
        fc.infiniteStream(fc.nat()),
        (length, mtu, narrower, random) => {
          const whole = datagram(length);
          const once = whole.length > mtu ? pieces(whole, mtu) : [whole];
          const cut = once.flatMap((piece) => (piece.length > narrower ? pieces(piece, narrower) : [piece]));
          const draw = (below: number): number => random.next().value! % below;
          const shuffled = [...cut, cut[draw(cut.length)]!];
          for (let i = shuffled.length - 1; i > 0; i--) {
            const j = draw(i + 1);
            [shuffled[i], shuffled[j]] = [shuffled[j]!, shuffled[i]!];
          }
          if (cut.length === 1) return;
          const { take } = reassembler();
          const results = shuffled.map(take).filter((result) => typeof result !== "string");
          expect(results).toHaveLength(1);
          const { payload, moreFragments, fragmentOffset } = decoded(results[0] as Uint8Array);
          expect(payload).toEqual(decoded(whole).payload);
          expect([moreFragments, fragmentOffset, checkIpv4(results[0] as Uint8Array)]).toEqual([false, 0, "right"]);
        },
      ),
    );
  });

  test("pieces of two datagrams with other identifications are kept apart", () => {
    const { take } = reassembler();
    const [a, b] = [pieces(datagram(2000, 1), 1500), pieces(datagram(2000, 2), 1500)];
    expect([a[0]!, b[1]!].map(take)).toEqual(["incomplete", "incomplete"]);
    expect(take(a[1]!)).toBeInstanceOf(Uint8Array);
  });

  test("a piece that overlaps another spoils the datagram for good (RFC 8200 4.5)", () => {
    const { take, timedOut, world } = reassembler();
    const [wide, narrow] = [pieces(datagram(3000), 1500), pieces(datagram(3000), 1000)];
    expect(take(wide[0]!)).toBe("incomplete");
    expect(take(narrow[1]!)).toBe("overlap"); // 976..1952 over 0..1480
    expect([wide[1]!, wide[2]!].map(take)).toEqual(["incomplete", "incomplete"]);
    world.run();
    expect(timedOut).toEqual([]); // and nobody is told
  });

  test("a repeated piece with other contents is an overlap", () => {
    const { take } = reassembler();
    const [first] = pieces(datagram(3000), 1500);
    const forged = first!.slice();
    forged[100]! ^= 1;
    expect([first!, forged].map(take)).toEqual(["incomplete", "overlap"]);
  });

  test("nothing may follow the last piece, and no datagram grows beyond 65,535 bytes (the ping of death)", () => {
    const { take } = reassembler();
    const cut = pieces(datagram(3000), 1000);
    expect(take(cut.at(-1)!)).toBe("incomplete");
    const behind = decoded(pieces(datagram(9000), 1000).at(-2)!);
    const slab = withHeadroom(behind.payload);
    const at = encodeIpv4({ ...behind, identification: 1 }, slab.out, slab.at, slab.end);
    expect(take(slab.out.subarray(at))).toBe("overlap");
    const huge = withHeadroom(new Uint8Array(1000));
    const start = encodeIpv4({ ...behind, identification: 7, fragmentOffset: 65_528 }, huge.out, huge.at, huge.end);
    expect(take(huge.out.subarray(start))).toBe("malformed");
  });

  test("what is not whole after 60 seconds is given up, with its first piece if that came (RFC 1122 3.3.2)", () => {
    const { take, timedOut, world } = reassembler();
    const cut = pieces(datagram(3000, 1), 1500);
    take(cut[0]!);
    take(pieces(datagram(3000, 2), 1500)[1]!);
    world.run();
    expect(world.now).toBe(60_000_000_000);
    expect(timedOut).toEqual([cut[0], null]);
  });
});

/** client - r - server; the second link is narrower. */
function narrowPath(mtu: number, faults: readonly string[] = []) {
  const parsed = faults.map((text) => {
    const fault = parseFault(text);
    if ("expected" in fault) throw new Error(text);
    return fault;
  });
  const world = new World({ seed: 5, faults: parsed });
  const net = new Topology(world, { neighbours: "known" });
  const [client, r, server] = [net.host("client"), net.router("r"), net.host("server")];
  net.link(client, r, { addresses: ["10.0.1.1/24", "10.0.1.2/24"], latency: ms(1) });
  net.link(r, server, { addresses: ["10.0.2.2/24", "10.0.2.1/24"], latency: ms(1), mtu });
  net.routeAll();
  return { world, client, r, server };
}

describe("over links that are too narrow", () => {
  const big = Uint8Array.from({ length: 3000 }, (_, i) => i & 255);
  /** Sends 3000 bytes, wider than both links, with "don't fragment" left to routers. */
  const transfer = (given: ReturnType<typeof narrowPath>): Uint8Array[] => {
    const got: Uint8Array[] = [];
    given.server.start("server", function* () {
      const fd = (yield* sys("socket", { type: "datagram" })) as number;
      yield* sys("bind", { fd, local: endpoint("*:7") });
      const received = yield* sys("recvfrom", { fd, max: 65_536 });
      if (typeof received !== "string") got.push(received.bytes);
      return null;
    });
    given.client.start("client", function* () {
      const fd = (yield* sys("socket", { type: "datagram" })) as number;
      yield* sys("setsockopt", { fd, option: { name: "mtuDiscovery", value: "dont" } });
      yield* sys("sendto", { fd, bytes: big, to: endpoint("10.0.2.1:7") });
      return null;
    });
    given.world.run();
    return got;
  };

  test("a datagram is cut by its sender, cut again by a router, and put together at its destination only", () => {
    const given = narrowPath(576);
    expect(transfer(given)).toEqual([big]);
    const { trace } = given.world;
    expect(trace.of("ip.fragmented").map(({ host, fragments }) => [host, fragments])).toEqual([
      ["client", 3],
      ["r", 3],
      ["r", 3],
    ]);
    expect(trace.of("ip.reassembled").map(({ host, lengthBytes }) => [host, lengthBytes])).toEqual([["server", 3028]]);
  });

  test("one lost piece loses the whole; after a minute the sender is told, type 11 code 1 (RFC 792)", () => {
    const given = narrowPath(1500, ["drop fragment 2 from r"]);
    expect(transfer(given)).toEqual([]);
    const { trace } = given.world;
    expect(trace.of("ip.dropped").map(({ host, why }) => `${host} ${why}`)).toEqual(["server reassembly-timeout"]);
    const [told] = trace.of("icmp.received");
    expect([told!.host, told!.at > 60_000_000_000]).toEqual(["client", true]);
  });

  test("if the first piece is the lost one, nobody is told (RFC 792, Time Exceeded Message)", () => {
    const given = narrowPath(1500, ["drop fragment 1 from r"]);
    transfer(given);
    expect(given.world.trace.of("icmp.sent")).toEqual([]);
  });

  test("pieces that arrive in another order make no difference", () => {
    const given = narrowPath(1500, ["delay fragment 1 from r by 30ms"]);
    expect(transfer(given)).toEqual([big]);
  });
});

describe("path MTU discovery (RFC 1191)", () => {
  test("the router names its MTU, the path's estimate falls to it, and the next datagram fits", () => {
    const given = narrowPath(1006);
    const answers: unknown[] = [];
    given.server.start("server", function* () {
      const fd = (yield* sys("socket", { type: "datagram" })) as number;
      yield* sys("bind", { fd, local: endpoint("*:7") });
      const got = yield* sys("recvfrom", { fd, max: 65_536 });
      return typeof got === "string" ? -1 : got.bytes.length;
    });
    given.client.start("client", function* () {
      const fd = (yield* sys("socket", { type: "datagram" })) as number;
      yield* sys("setsockopt", { fd, option: { name: "mtuDiscovery", value: "do" } });
      yield* sys("connect", { fd, to: endpoint("10.0.2.1:7") });
      answers.push(yield* sys("getsockopt", { fd, name: "mtu" }));
      answers.push(yield* sys("sendto", { fd, bytes: new Uint8Array(1400) }));
      yield* sys("sleep", { for: ms(10) });
      answers.push(yield* sys("sendto", { fd, bytes: new Uint8Array(1400) })); // answers with what came meanwhile
      answers.push(yield* sys("sendto", { fd, bytes: new Uint8Array(1400) })); // known to be too long by now
      answers.push(yield* sys("getsockopt", { fd, name: "mtu" }));
      answers.push(yield* sys("sendto", { fd, bytes: new Uint8Array(1006 - 28) }));
      return null;
    });
    given.world.run();
    expect(answers).toEqual([{ value: 1500 }, 1400, "EMSGSIZE", "EMSGSIZE", { value: 1006 }, 978]);
    const { trace } = given.world;
    expect(trace.of("pmtu.changed").map(({ was, mtu }) => [was, mtu])).toEqual([[1500, 1006]]);
    expect(trace.of("thread.ended").map(({ result }) => result)).toContain(978);
  });

  test("an estimate is forgotten after ten minutes (6.3), and never rises or falls below 68 by a message (3)", () => {
    const { world, client } = narrowPath(1500);
    const { pathMtus } = client.net.ip;
    const far = ipv4("10.0.2.1");
    expect(pathMtus.lower(far, 1500, 1400, 1500)).toBe(1400);
    expect(pathMtus.lower(far, 1400, 9000, 1400)).toBe(1400);
    expect(pathMtus.lower(far, 1400, 20, 1400)).toBe(68);
    world.after(ms(599_999), "timer", () => expect(pathMtus.lookup(far)).toBe(68));
    world.after(ms(600_000), "timer", () => expect(pathMtus.lookup(far)).toBeNull());
    world.run();
    expect.assertions(5);
  });

  test("a router that names no MTU makes the sender try the next common one (7.1)", () => {
    const { client } = narrowPath(1500);
    const { pathMtus } = client.net.ip;
    const far = ipv4("10.0.2.1");
    expect(pathMtus.lower(far, 1500, 0, 1500)).toBe(1492);
    expect(pathMtus.lower(far, 1492, 0, 1492)).toBe(1006);
  });
});

test("protocol numbers of this file are for experiments (RFC 3692)", () => {
  expect(Object.values(ipProtocol)).not.toContain(253);
});
