/** The worlds of "how does TCP open and close a connection?". */
import { type Duration, ms, seconds } from "../../engine/base/time.ts";
import type { Fd } from "../../engine/kernel/files/descriptors.ts";
import { endpoint } from "../../engine/kernel/net/demux.ts";
import { Topology } from "../../engine/kernel/net/topology.ts";
import { sys } from "../../engine/kernel/thread.ts";
import { type Profile, profiles, rfc } from "../../engine/protocols/tcp/profile.ts";
import { ipv4, ipv4Unspecified } from "../../engine/wire/ipv4-address.ts";
import { ipProtocol } from "../../engine/wire/numbers.ts";
import { ipv4AddressSum } from "../../engine/wire/pseudo-header.ts";
import { add, type Seq, seq } from "../../engine/wire/seq.ts";
import { type TcpHeader, tcpFlag } from "../../engine/wire/tcp.ts";
import { noTcpOptions } from "../../engine/wire/tcp-options.ts";
import type { World } from "../../engine/world/world.ts";
import { flagKnob, type Knob, type Knobs, numberKnob, optionKnob, type Scenario } from "../../lab/scenario.ts";
import { buildRush, ephemeral, type Rush } from "./ports.ts";
import { acceptOn, client, listening, readBytes, server, serverPort, type Talk } from "./programs.ts";
import en from "./text.en.ts";
import ko from "./text.ko.ts";
import { TwoWayServer } from "./two-way-server.ts";

type Name = keyof typeof ko.scenarios;
type KnobName = keyof typeof ko.knobs;

function scenario(name: Name, knobs: readonly Knob[], build: Scenario["build"]): Scenario {
  return {
    id: `handshake/${name}`,
    title: { ko: ko.scenarios[name][0], en: en.scenarios[name][0] },
    about: { ko: ko.scenarios[name][1], en: en.scenarios[name][1] },
    knobs,
    faults: ["drop", "duplicate", "delay", "corrupt", "loss"],
    build,
  };
}

const about = (name: KnobName) => ({ name, about: { ko: ko.knobs[name], en: en.knobs[name] } });
const number = (name: KnobName, byDefault: number, least: number, most: number): Knob => ({
  type: "number",
  ...about(name),
  byDefault,
  least,
  most,
});
const flag = (name: KnobName, byDefault = false): Knob => ({ type: "flag", ...about(name), byDefault });
const oneOf = (name: KnobName, ...options: readonly string[]): Knob => ({
  type: "one-of",
  ...about(name),
  byDefault: options[0]!,
  options,
});

/** The initial sequence numbers that stand for x and y. */
export const isn = { client: 1000, server: 5000 } as const;
const addresses = { client: "10.0.0.1", server: "10.0.0.2" } as const;
const addresses6 = { client: "2001:db8::1", server: "2001:db8::2" } as const;
const serverEnd = `${addresses.server}:${serverPort}`;

/** A client and a server on one link whose TCP has the given habits. */
function pair(world: World, delay: Duration, profile: Profile, fixedIsn: boolean, ip: "4" | "6" = "4") {
  const net = new Topology(world, { neighbours: "known" });
  const hosts = { client: net.host("client"), server: net.host("server") };
  const ends = [`${addresses.client}/24`, `${addresses.server}/24`] as const;
  const ends6 = [`${addresses6.client}/64`, `${addresses6.server}/64`] as const;
  const numbered = ip === "4" ? { addresses: ends } : { addresses: [null, null] as const, addresses6: ends6 };
  net.link(hosts.client, hosts.server, { name: "link", ...numbered, latency: delay });
  for (const name of ["client", "server"] as const) {
    const { tcp } = hosts[name].net;
    tcp.profile = profile;
    if (fixedIsn) tcp.chooseIss = () => seq(isn[name]);
    // The client's port is always the same one, so that only what a knob says makes runs differ.
    tcp.demux.ephemeral = { first: 49_152, last: 49_152 + 1023 };
  }
  return hosts;
}

function profileOf(knobs: Knobs): Profile {
  const base = profiles[optionKnob(knobs, "profile")]!;
  const delayed = numberKnob(knobs, "ack-delay");
  return delayed === 0 ? base : { ...base, delayedAck: ms(delayed), quickAcks: 0 };
}

export const openClose = scenario(
  "open-close",
  [
    oneOf("first", "client", "server", "both"),
    number("server-delay", 100, 0, 10_000),
    number("delay", 50, 1, 10_000),
    number("bytes", 10, 0, 3000),
    number("ack-delay", 0, 0, 500),
    number("half-close", 0, 0, 100_000),
    flag("silent"),
    flag("abort"),
    oneOf("isn", "fixed", "random"),
    oneOf("profile", "rfc", "linux"),
    oneOf("ip", "4", "6"),
  ],
  (world, knobs) => {
    const delay = ms(numberKnob(knobs, "delay"));
    const ip = optionKnob(knobs, "ip") as "4" | "6";
    const hosts = pair(world, delay, profileOf(knobs), optionKnob(knobs, "isn") === "fixed", ip);
    const talk: Talk = {
      bytes: numberKnob(knobs, "bytes"),
      first: optionKnob(knobs, "first") as Talk["first"],
      wait: ms(numberKnob(knobs, "server-delay")),
      after: numberKnob(knobs, "half-close"),
      silent: flagKnob(knobs, "silent"),
      abort: flagKnob(knobs, "abort"),
      // The response is one delay under way, so the server waits that much longer.
      together: { client: ms(100), server: ms(100 + numberKnob(knobs, "delay")) },
      quiet: seconds(3),
    };
    const to = ip === "4" ? endpoint(serverEnd) : endpoint(`[${addresses6.server}]:${serverPort}`);
    hosts.server.start("server", server(talk, ip === "4" ? "inet" : "inet6"));
    hosts.client.start("client", client(talk, to));
  },
);

/** A segment that nobody sent in this run: what is left of an old connection, or forged. */
const stray = (from: number, to: number, flags: number, at: Seq, ack: Seq): TcpHeader => ({
  sourcePort: from,
  destinationPort: to,
  seq: at,
  ack,
  flags,
  window: 65_535,
  urgentPointer: 0,
  options: noTcpOptions,
});

export const oldSyn = scenario(
  "old-syn",
  [oneOf("stack", "three-way", "two-way"), number("delay", 50, 1, 10_000)],
  (world, knobs) => {
    const hosts = pair(world, ms(numberKnob(knobs, "delay")), rfc, false);
    const { tcp, ip } = hosts.server.net;
    if (optionKnob(knobs, "stack") === "two-way") ip.replace(ipProtocol.tcp, new TwoWayServer(world, tcp, 1000));
    else
      hosts.server.start("server", function* () {
        const fd = yield* acceptOn(yield* listening());
        if (fd !== null) yield* sys("sendto", { fd, bytes: new Uint8Array(1000) });
        return null;
      });
    const from = { address: ipv4(addresses.client), port: 49_152 };
    const to = { address: ipv4(addresses.server), port: serverPort };
    const syn = { ...stray(from.port, to.port, tcpFlag.syn, seq(700), seq(0)), payload: new Uint8Array(0) };
    world.at(world.now, "arrival", () => hosts.client.net.tcp.send(from, to, syn, 0));
  },
);

export const lastAck = scenario("last-ack", [number("time-wait", 240, 0, 240), flag("reuse")], (world, knobs) => {
  const profile: Profile = { ...rfc, msl: ms(numberKnob(knobs, "time-wait") * 500) };
  const hosts = pair(world, ms(50), profile, true);
  const { client: near, server: far } = hosts;
  far.start("server", function* () {
    const listener = yield* listening();
    for (;;) {
      const fd = yield* acceptOn(listener);
      if (fd === null) return null;
      yield* readBytes(fd, null);
      yield* sys("close", { fd });
    }
  });
  const from = { address: ipv4(addresses.client), port: 49_152 };
  const to = { address: ipv4(addresses.server), port: serverPort };
  near.start("client", function* () {
    const old = (yield* sys("socket", { type: "stream" })) as Fd;
    yield* sys("bind", { fd: old, local: { address: ipv4Unspecified, port: from.port } });
    if (yield* sys("connect", { fd: old, to: endpoint(serverEnd) })) return null;
    yield* sys("sendto", { fd: old, bytes: new Uint8Array(10) });
    yield* sys("close", { fd: old });
    if (!flagKnob(knobs, "reuse")) return null;
    yield* sys("sleep", { for: seconds(10) });
    const again = (yield* sys("socket", { type: "stream" })) as Fd;
    // The same port: refused while it is in TIME-WAIT.
    if (yield* sys("bind", { fd: again, local: { address: ipv4Unspecified, port: from.port } })) return null;
    if (yield* sys("connect", { fd: again, to: endpoint(serverEnd) })) return null;
    yield* sys("sleep", { for: seconds(21) });
    yield* sys("setsockopt", { fd: again, option: { name: "linger", value: 0 } });
    yield* sys("close", { fd: again });
    return null;
  });
  if (!flagKnob(knobs, "reuse")) return;
  // The 10 bytes of the old connection were sent twice, and one copy was under way for 30 s.
  const late = {
    ...stray(from.port, to.port, tcpFlag.psh | tcpFlag.ack, seq(isn.client + 1), seq(isn.server + 1)),
    payload: new Uint8Array(10),
  };
  world.after(seconds(30), "arrival", () => near.net.tcp.send(from, to, late, 0));
});

export const blindSpoof = scenario(
  "blind-spoof",
  [oneOf("isn", "random", "fixed-step"), number("guesses", 1000, 1, 1000)],
  (world, knobs) => {
    const net = new Topology(world, { neighbours: "known" });
    const attacker = net.host("attacker");
    const router = net.router("router");
    const far = net.host("server");
    const trusted = net.host("client");
    net.link(attacker, router, { addresses: ["10.9.0.1/24", "10.9.0.254/24"], latency: ms(20) });
    net.link(router, far, { addresses: ["10.0.0.254/24", "10.0.0.2/24"], latency: ms(5) });
    // The real client is switched off: nothing gets through to it, so nothing of it objects.
    net.link(trusted, router, { name: "off", addresses: ["10.1.0.1/24", "10.1.0.254/24"], latency: ms(5), loss: 1 });
    net.routeAll();
    const { tcp } = far.net;
    let next: number = isn.server;
    const random = tcp.chooseIss;
    // What the attacker saw in the answer to its own SYN.
    let seen: Seq = seq(0);
    tcp.chooseIss = (local, remote, now) => {
      next += isnStep;
      const chosen = optionKnob(knobs, "isn") === "random" ? random(local, remote, now) : seq(next);
      if (remote.address === ipv4("10.9.0.1")) seen = chosen;
      return chosen;
    };
    far.start("server", function* () {
      const listener = yield* listening();
      for (;;) {
        const got = yield* sys("accept", { fd: listener });
        if (typeof got === "string") return null;
        // It trusts the address of its client, and nobody else.
        if (got.from.address === ipv4("10.1.0.1")) yield* readBytes(got.fd, 16);
        yield* sys("close", { fd: got.fd });
      }
    });
    const guesses = numberKnob(knobs, "guesses");
    attacker.start("attacker", function* () {
      // First an honest connection, to see which number the server is at.
      const fd = (yield* sys("socket", { type: "stream" })) as Fd;
      yield* sys("connect", { fd, to: endpoint("10.0.0.2:80") });
      yield* sys("close", { fd });
      return null;
    });
    const forge = (header: TcpHeader, length: number): void => {
      const route = attacker.net.ip.route(ipv4("10.0.0.2"), null);
      if (typeof route === "string") return;
      const forged = { ...route, source: ipv4("10.1.0.1") };
      const sum = ipv4AddressSum(forged.source, forged.destination);
      attacker.net.tcp.transmit(forged, sum, { ...header, payload: new Uint8Array(length) }, 0);
    };
    world.after(seconds(1), "program", () => {
      forge(stray(1023, serverPort, tcpFlag.syn, seq(1), seq(0)), 0);
      const rng = world.rng("attacker");
      for (let guess = 0; guess < guesses; guess++) {
        // The first guess is the next of equal steps; the others are blind.
        const y = guess === 0 ? add(seen, isnStep) : seq(rng.next());
        world.after(ms(100 + guess), "program", () =>
          forge(stray(1023, serverPort, tcpFlag.psh | tcpFlag.ack, seq(2), add(y, 1)), 16),
        );
      }
    });
  },
);

const isnStep = 64_000;

const ephemeralPorts = ephemeral.last - ephemeral.first + 1;

/** A minute of five hundred connections a second: only what failed is kept, and when the client had done. */
export const ports: Scenario = {
  ...scenario(
    "ports",
    [
      number("rate", 469, 1, 1000),
      number("seconds", 62, 1, 130),
      number("time-wait", 60, 0, 240),
      oneOf("first", "client", "server"),
      number("servers", 1, 1, 200),
      number("ports", ephemeralPorts, 1, ephemeralPorts),
    ],
    (world, knobs) =>
      buildRush(world, {
        rate: numberKnob(knobs, "rate"),
        forSeconds: numberKnob(knobs, "seconds"),
        timeWaitSeconds: numberKnob(knobs, "time-wait"),
        first: optionKnob(knobs, "first") as Rush["first"],
        servers: numberKnob(knobs, "servers"),
        ports: numberKnob(knobs, "ports"),
      }),
  ),
  keeps: ["call.failed"],
  mostTurns: 20_000_000,
};

export const scenarios: readonly Scenario[] = [openClose, oldSyn, lastAck, blindSpoof, ports];
