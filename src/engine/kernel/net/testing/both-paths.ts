/**
 * Runs with and without the fast path, to be compared: two streams at once over a switch and two routers, with whatever trouble between
 * them. Not drawn: IPv6, options of IP, routes that change.
 */
import fc from "fast-check";
import { ms, us } from "../../../base/time.ts";
import { linux, type Profile, rfc } from "../../../protocols/tcp/profile.ts";
import type { Happening } from "../../../trace/happening.ts";
import { traceHash } from "../../../trace/hash.ts";
import type { Kept } from "../../../trace/trace.ts";
import { type Fault, parseFault } from "../../../world/faults.ts";
import { World } from "../../../world/world.ts";
import { isErrno } from "../../errno.ts";
import type { Host } from "../../host.ts";
import { sys, type Thread } from "../../thread.ts";
import { endpoint } from "../demux.ts";
import type { Tcp } from "../tcp.ts";
import { Topology } from "../topology.ts";

export interface Given {
  readonly seed: number;
  readonly profile: Profile;
  readonly loss: number;
  readonly corrupt: number;
  readonly duplicate: number;
  readonly reorder: number;
  readonly queueFrames: number;
  /** Octets of two streams, there and back. */
  readonly octets: readonly [number, number];
  readonly mtu: number;
  readonly ttl: number;
}

/** All but frames and hops: with these kept, frames belong to who receives them, and routers write into them. */
export const kinds: readonly Happening["kind"][] = [
  "ip.dropped",
  "ip.fragmented",
  "icmp.sent",
  "icmp.received",
  "tcp.state",
  "tcp.closed",
  "tcp.timer",
  "tcp.retransmitted",
  "tcp.ignored",
  "tcp.window",
  "tcp.rtt",
  "tcp.dropped",
  "call.returned",
  "call.failed",
];

/** Two streams at once from client to server and back, over a switch and two routers with trouble between them; what came back, and the trace. */
export function run(given: Given, fast: boolean, trace: Kept, faults: readonly Fault[] = []) {
  const world = new World({ seed: given.seed, trace, faults });
  const net = new Topology(world, { neighbours: "known" });
  const [client, near, far, server] = [net.host("client"), net.router("near"), net.router("far"), net.host("server")];
  const lan = net.switch("lan");
  net.link(client, lan, { addresses: ["10.0.0.1/24", null] });
  net.link(lan, near, { addresses: [null, "10.0.0.254/24"] });
  const { loss, corrupt, duplicate, reorder, queueFrames } = given;
  const trouble = { loss, corrupt, duplicate, reorder, reorderBy: ms(2), queueFrames };
  net.link(near, far, { addresses: ["10.1.0.1/24", "10.1.0.2/24"], bitsPerSecond: 20e6, latency: ms(3), ...trouble });
  net.link(far, server, { addresses: ["10.2.0.254/24", "10.2.0.1/24"], latency: us(10), mtu: given.mtu });
  net.routeAll();
  const hosts: (Host & { readonly net: NonNullable<Host["net"]> })[] = [client, near, far, server];
  for (const host of hosts) {
    host.net.tcp.profile = given.profile;
    host.net.ip.defaultTtl = given.ttl;
    if (!fast) host.net.ip.fastPath = null;
    marking(host.net.tcp);
  }
  const sums: number[] = [];
  server.start("server", function* () {
    const fd = (yield* sys("socket", { type: "stream" })) as number;
    yield* sys("bind", { fd, local: endpoint("*:80") });
    yield* sys("listen", { fd, backlog: 4 });
    for (let n = 0; n < given.octets.length; n++) {
      const accepted = yield* sys("accept", { fd });
      if (isErrno(accepted)) return null;
      yield* sys("spawn", { name: `echo ${n}`, body: () => echo(accepted.fd) });
    }
    return null;
  });
  for (const [n, octets] of given.octets.entries())
    client.start(`client ${n}`, () => speak(octets, (sum) => sums.push(sum)));
  world.run(200_000);
  return { hash: traceHash(world.trace), sums, at: world.now, choices: world.trace.choiceCount };
}

/** Nobody on these paths marks congestion (RFC 3168): so every third segment that may be marked leaves marked. */
function marking(tcp: Tcp): void {
  let n = 0;
  const transmit = tcp.transmit.bind(tcp);
  tcp.transmit = (route, sum, segment, ecn) =>
    transmit(route, sum, segment, ecn === 2 && n++ % 3 === 0 ? (3 as 2) : ecn);
}

function* echo(fd: number): Thread<null> {
  const into = new Uint8Array(5000);
  for (;;) {
    const got = yield* sys("recvfrom", { fd, max: into.length, into });
    if (isErrno(got) || got.bytes.length === 0) break;
    if (isErrno(yield* sys("sendto", { fd, bytes: got.bytes }))) break;
  }
  yield* sys("close", { fd });
  return null;
}

/** Sends and reads by turns; a sum of what came back, by its place. */
function* speak(octets: number, done: (sum: number) => void): Thread<null> {
  const fd = (yield* sys("socket", { type: "stream" })) as number;
  if (isErrno(yield* sys("connect", { fd, to: endpoint("10.2.0.1:80") }))) return null;
  let sum = 0;
  for (let sent = 0, back = 0; back < octets; ) {
    const bytes = Uint8Array.from({ length: Math.min(7000, octets - sent) }, (_, i) => (sent + i) * 7);
    if (bytes.length > 0 && isErrno(yield* sys("sendto", { fd, bytes }))) break;
    sent += bytes.length;
    const got = yield* sys("recvfrom", { fd, max: 6000 });
    if (isErrno(got) || got.bytes.length === 0) break;
    for (const octet of got.bytes) sum += octet === ((back++ * 7) & 0xff) ? 1 : 1_000_000;
  }
  done(sum);
  yield* sys("close", { fd });
  return null;
}

const probability = fc.constantFrom(0, 0, 0.01, 0.05);
export const anyGiven: fc.Arbitrary<Given> = fc.record({
  seed: fc.nat(1000),
  profile: fc.constantFrom<Profile>(linux, rfc, { ...linux, ecn: "ask" }),
  loss: probability,
  corrupt: probability,
  duplicate: probability,
  reorder: probability,
  queueFrames: fc.constantFrom(5, 1000),
  octets: fc.tuple(fc.constantFrom(1, 3000, 60_000), fc.nat(30_000)),
  mtu: fc.constantFrom(1500, 1500, 576),
  ttl: fc.constantFrom(64, 64, 2),
});

export const calm: Given = {
  ...{ seed: 3, profile: linux, loss: 0, corrupt: 0, duplicate: 0, reorder: 0, queueFrames: 1000 },
  ...{ octets: [1400, 0], mtu: 1500, ttl: 64 },
};

/** The fault that flips this bit of the first segment of data the fourth time that it is sent: by the last router, to the server. */
export function flip(bit: number): Fault {
  const fault = parseFault(`corrupt DATA 4 bit ${bit}`);
  if ("expected" in fault) throw new Error(fault.expected);
  return fault;
}

/** Bits of the headers of a segment: Ethernet, IPv4, TCP with timestamps. */
export const headerBits = 66 * 8;
