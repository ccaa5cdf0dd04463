/**
 * Networks that go wrong, each drawn from one number: who is connected to whom, what the links lose, double, overtake and damage, whose
 * TCP each host speaks, and what is sent. Addresses carry the number, so that many runs can lie in one capture without their
 * connections being taken for one another. The same number gives the same run, anywhere.
 */
import { Rng } from "../../src/engine/base/rng.ts";
import { ms, seconds, us } from "../../src/engine/base/time.ts";
import { isErrno } from "../../src/engine/kernel/errno.ts";
import type { Host } from "../../src/engine/kernel/host.ts";
import { type Endpoint, endpoint } from "../../src/engine/kernel/net/demux.ts";
import type { Received } from "../../src/engine/kernel/net/sockets.ts";
import { type LinkProperties, Topology } from "../../src/engine/kernel/net/topology.ts";
import { sys, type Thread } from "../../src/engine/kernel/thread.ts";
import { freebsd, linux, rfc } from "../../src/engine/protocols/tcp/profile.ts";
import type { Trace } from "../../src/engine/trace/trace.ts";
import { isIpv6 } from "../../src/engine/wire/ip-address.ts";
import { isIpv6LinkLocal } from "../../src/engine/wire/ipv6-address.ts";
import { World } from "../../src/engine/world/world.ts";

export interface FaultyRun {
  readonly seed: number;
  readonly trace: Trace;
  /** Those at the ends of connections, whose captures can be compared with what they did. */
  readonly ends: readonly string[];
  /** What was drawn, for the message of a failure. */
  readonly story: string;
}

type Net = ReturnType<Topology["host"]>;

/** Draws and runs one world. Seeds are 0 to 65,535: both bytes stand in its addresses. */
export function runFaulty(seed: number): FaultyRun {
  const rng = new Rng(seed, "faulty run");
  const among = <T>(...options: readonly T[]): T => options[rng.below(options.length)]!;
  const world = new World({ seed });
  const net = new Topology(world, { neighbours: among("ask", "known") });
  const network4 = (part: number, host: number): string => `10.${seed >> 8}.${seed & 0xff}.${part * 64 + host}/26`;
  const network6 = (part: number, host: number): string => `2001:db8:${seed.toString(16)}:${part}::${host}/64`;
  /** What the ends of a link are called, in the version of IP that was drawn; null at a switch. */
  const ends = (
    a: readonly [number, number],
    b: readonly [number, number] | null,
  ): Pick<LinkProperties, "addresses" | "addresses6"> =>
    version === 4
      ? { addresses: [network4(...a), b === null ? null : network4(...b)] }
      : { addresses: [null, null], addresses6: [network6(...a), b === null ? null : network6(...b)] };
  const trouble = (): Partial<LinkProperties> => ({
    latency: us(200 + rng.below(40_000)),
    bitsPerSecond: among(null, 1_000_000, 10_000_000, 100_000_000),
    queueFrames: among(null, 4, 20),
    loss: among(0, 0, 0.02, 0.1),
    duplicate: among(0, 0, 0.03),
    reorder: among(0, 0, 0.05),
    reorderBy: us(500 + rng.below(30_000)),
    jitter: among(us(0), us(0), us(3_000)),
    // Nothing in the header of IPv6 says that it was damaged: only where nobody passes packets on can the judge be told.
    corrupt: among(0, 0, 0.02) * (version === 6 && shape !== "link" ? 0 : 1),
  });

  const shape = among("link", "link", "routers", "home", "switch");
  // Drawn apart, so that runs of IPv4 are what they were before there was IPv6.
  const version = shape === "home" || new Rng(seed, "version").below(3) > 0 ? 4 : 6;
  const clients: Net[] = [net.host("client")];
  const server = net.host("server");
  const [client] = clients as [Net];
  if (shape === "link") net.link(client, server, { ...ends([0, 1], [0, 2]), ...trouble() });
  else if (shape === "routers") {
    const [r1, r2] = [net.router("r1"), net.router("r2")];
    net.link(client, r1, { ...ends([0, 1], [0, 62]), latency: us(100) });
    // Drawn after the trouble, as ever.
    const mtu = () => (version === 4 ? among(1500, 1500, 1280, 576) : among(1500, 1400, 1280));
    net.link(r1, r2, { ...ends([1, 1], [1, 2]), ...trouble(), mtu: mtu() });
    net.link(r2, server, { ...ends([2, 62], [2, 2]), latency: us(100) });
  } else if (shape === "home") {
    const [home, isp] = [net.router("home"), net.router("isp")];
    net.link(client, home, { ...ends([0, 1], [0, 62]), latency: us(100) });
    const outside = net.link(home, isp, { ...ends([1, 1], [1, 2]), ...trouble() });
    net.link(isp, server, { ...ends([2, 62], [2, 2]), latency: us(100) });
    net.nat(home, outside);
  } else {
    const hub = net.switch("hub");
    clients.push(net.host("phone"));
    net.link(client, hub, { ...ends([0, 1], null), latency: us(100) });
    net.link(clients[1]!, hub, { ...ends([0, 2], null), ...trouble() });
    net.link(server, hub, { ...ends([0, 3], null), ...trouble() });
  }
  net.routeAll();
  const hosts = [...clients, server];
  for (const host of hosts) host.net.tcp.profile = among(rfc, rfc, linux, freebsd);

  const [nic] = server.net.ip.nics;
  const address =
    version === 4
      ? nic!.addresses[0]!.address
      : server.net.ip6.on(nic!).addresses.find((own) => !isIpv6LinkLocal(own.address))!.address;
  serveStreams(server, {
    pause: among(0, 0, 0, 1),
    buffer: among(null, null, 4_000, 20_000),
    answers: rng.below(40_000),
  });
  serveDatagrams(server);
  let connections = 0;
  for (const host of clients) {
    for (let i = 1 + rng.below(3); i > 0; i--, connections++)
      talk(
        host,
        { address, port: streams },
        { bytes: rng.below(50_000), after: rng.below(300), resets: rng.chance(0.1) },
      );
    if (rng.chance(0.4)) ask(host, { address, port: datagrams }, 1 + rng.below(4), rng.below(3_000));
    if (rng.chance(0.2)) knock(host, { address, port: streams + 1 });
  }
  const ending = world.run(200_000);
  const profiles = hosts.map((host) => `${host.name} ${host.net.tcp.profile.name}`).join(", ");
  return {
    seed,
    trace: world.trace,
    ends: hosts.map(({ name }) => name),
    story: `seed ${seed}: ${shape}, IPv${version}, ${profiles}, ${connections} connections${ending === "cut" ? ", cut" : ""}`,
  };
}

/** Accepts connections, reads each to its end, slowly if asked to, and answers with so many bytes. */
function serveStreams(host: Host, how: { pause: number; buffer: number | null; answers: number }): void {
  host.start("streams", function* () {
    const fd = (yield* sys("socket", { type: "stream", family: "inet6" })) as number;
    if (how.buffer !== null) yield* sys("setsockopt", { fd, option: { name: "receiveBuffer", value: how.buffer } });
    yield* sys("bind", { fd, local: endpoint(`[::]:${streams}`) });
    yield* sys("listen", { fd, backlog: 8 });
    for (let n = 0; ; n++) {
      const accepted = yield* sys("accept", { fd });
      if (isErrno(accepted)) return -1;
      yield* sys("spawn", {
        name: `stream ${n}`,
        *body() {
          yield* sys("sleep", { for: seconds(4 * how.pause) });
          yield* readAll(accepted.fd, how.pause);
          yield* sys("sendto", { fd: accepted.fd, bytes: pattern(how.answers) });
          yield* sys("close", { fd: accepted.fd });
          return null;
        },
      });
    }
  });
}

/** Connects, sends so many bytes, and reads the answer; or breaks off with a reset. */
function talk(host: Host, to: Endpoint, what: { bytes: number; after: number; resets: boolean }): void {
  host.start("talk", function* () {
    yield* sys("sleep", { for: ms(what.after) });
    const fd = (yield* sys("socket", { type: "stream", family: familyOf(to) })) as number;
    if ((yield* sys("connect", { fd, to })) !== undefined) return -1;
    if (isErrno(yield* sys("sendto", { fd, bytes: pattern(what.bytes) }))) return -1;
    if (what.resets) yield* sys("setsockopt", { fd, option: { name: "linger", value: 0 } });
    else {
      yield* sys("shutdown", { fd, how: "write" });
      yield* readAll(fd, 0);
    }
    yield* sys("close", { fd });
    return null;
  });
}

function* readAll(fd: number, pauseSeconds: number): Thread<void> {
  for (;;) {
    const got = yield* sys("recvfrom", { fd, max: 4_000 });
    if (isErrno(got) || got.bytes.length === 0) return;
    if (pauseSeconds > 0) yield* sys("sleep", { for: ms(pauseSeconds * 50) });
  }
}

function serveDatagrams(host: Host): void {
  host.start("datagrams", function* () {
    const fd = (yield* sys("socket", { type: "datagram", family: "inet6" })) as number;
    yield* sys("bind", { fd, local: endpoint(`[::]:${datagrams}`) });
    for (;;) {
      const got = yield* sys("recvfrom", { fd, max: 65_536 });
      if (!isErrno(got)) yield* sys("sendto", { fd, bytes: got.bytes, to: got.from });
    }
  });
}

/** Sends datagrams, which are fragmented where they are too long, and waits a while for each answer. */
function ask(host: Host, to: Endpoint, times: number, bytes: number): void {
  host.start("ask", function* () {
    const fd = (yield* sys("socket", { type: "datagram", family: familyOf(to) })) as number;
    yield* sys("setsockopt", { fd, option: { name: "mtuDiscovery", value: "dont" } });
    yield* sys("setsockopt", { fd, option: { name: "receiveTimeout", value: ms(500) } });
    for (let i = 0; i < times; i++) {
      yield* sys("sendto", { fd, bytes: pattern(bytes), to });
      (yield* sys("recvfrom", { fd, max: 65_536 })) as Received;
    }
    return null;
  });
}

/** Asks a port where nobody is, by stream and by datagram: a reset and an ICMP error come back. */
function knock(host: Host, to: Endpoint): void {
  host.start("knock", function* () {
    const fd = (yield* sys("socket", { type: "stream", family: familyOf(to) })) as number;
    yield* sys("connect", { fd, to });
    const other = (yield* sys("socket", { type: "datagram", family: familyOf(to) })) as number;
    yield* sys("sendto", { fd: other, bytes: pattern(100), to });
    return null;
  });
}

const familyOf = ({ address }: Endpoint) => (isIpv6(address) ? "inet6" : "inet");

const pattern = (length: number): Uint8Array => Uint8Array.from({ length }, (_, i) => (i * 31) % 251);

/** Ports that no dissector claims. */
const streams = 61_001;
const datagrams = 61_003;
