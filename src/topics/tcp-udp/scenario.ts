/** The worlds of "how do TCP and UDP differ?": a sender, a receiver and what lies between them, with their knobs. */
import { type Duration, type Instant, ms, ns, seconds, start } from "../../engine/base/time.ts";
import type { Host } from "../../engine/kernel/host.ts";
import { endpoint } from "../../engine/kernel/net/demux.ts";
import type { NetStack } from "../../engine/kernel/net/stack.ts";
import { type LinkProperties, Topology } from "../../engine/kernel/net/topology.ts";
import { linux, type Profile, rfc } from "../../engine/protocols/tcp/profile.ts";
import type { Fault } from "../../engine/world/faults.ts";
import type { World } from "../../engine/world/world.ts";
import { flagKnob, type Knob, type Knobs, numberKnob, optionKnob, type Scenario } from "../../lab/scenario.ts";
import * as programs from "./programs.ts";
import en from "./text.en.ts";
import ko from "./text.ko.ts";

type Name = keyof typeof ko.scenarios;
type KnobName = keyof typeof ko.knobs;

const frameFaults: readonly Fault["act"][] = ["drop", "duplicate", "delay", "corrupt", "loss"];

const scenario = (name: Name, knobs: readonly Knob[], build: Scenario["build"]): Scenario => ({
  id: `tcpudp/${name}`,
  title: { ko: ko.scenarios[name][0], en: en.scenarios[name][0] },
  about: { ko: ko.scenarios[name][1], en: en.scenarios[name][1] },
  knobs,
  faults: frameFaults,
  build,
});

const about = (name: KnobName): Knob["about"] => ({ ko: ko.knobs[name], en: en.knobs[name] });
const flag = (name: KnobName, byDefault = false): Knob => ({ type: "flag", name, about: about(name), byDefault });
const number = (name: KnobName, byDefault: number, least: number, most: number): Knob => ({
  type: "number",
  name,
  about: about(name),
  byDefault,
  least,
  most,
});
const oneOf = (name: KnobName, ...options: readonly [string, ...string[]]): Knob => ({
  type: "one-of",
  name,
  about: about(name),
  byDefault: options[0],
  options,
});

const transport = (byDefault: "tcp" | "both"): Knob => ({
  type: "one-of",
  name: "transport",
  about: about("transport"),
  byDefault,
  options: ["tcp", "udp", "both"],
});

/** The probability that a knob gives in percent. */
const share = (knobs: Knobs, name: KnobName): number => numberKnob(knobs, name) / 100;

type NetHost = Host & { readonly net: NetStack };

/** Which transports a run has. With both, each has links of its own, alike in all, also in what chance does to the n-th frame. */
function transportsOf(knobs: Knobs): readonly ("tcp" | "udp")[] {
  const chosen = optionKnob(knobs, "transport");
  return chosen === "both" ? ["tcp", "udp"] : [chosen as "tcp" | "udp"];
}

/** Lays the link of one transport; the networks are 10.0.0.0/24 for TCP and 10.1.0.0/24 for UDP, in IPv6 2001:db8:0::/64 and 2001:db8:1::/64. */
function wire(
  net: Topology,
  one: "tcp" | "udp",
  a: Host,
  b: Host,
  properties: Omit<LinkProperties, "addresses">,
  ip: Ip = "4",
): void {
  const n = networkOf(one);
  const numbered: Pick<LinkProperties, "addresses" | "addresses6"> =
    ip === "4"
      ? { addresses: [`10.${n}.0.1/24`, `10.${n}.0.2/24`] }
      : { addresses: [null, null], addresses6: [`2001:db8:${n}::1/64`, `2001:db8:${n}::2/64`] };
  net.link(a, b, { name: `${one}-wire`, fate: "wire", ...numbered, ...properties });
}

type Ip = "4" | "6";

const networkOf = (one: "tcp" | "udp"): number => (one === "tcp" ? 0 : 1);
const receiverOf = (one: "tcp" | "udp", ip: Ip = "4") =>
  endpoint(ip === "4" ? `10.${networkOf(one)}.0.2:${port}` : `[2001:db8:${networkOf(one)}::2]:${port}`);
const port = 7000;
const here = endpoint(`*:${port}`);
const here6 = endpoint(`[::]:${port}`);

/** A connection has long been there when the first message goes out. */
export const conversationBegins: Instant = seconds(1) as number as Instant;

function speak(hosts: readonly NetHost[], profile: Profile): void {
  for (const { net } of hosts) net.tcp.profile = profile;
}

/** Cells in which a program writes down what it did. */
function notes(host: Host, ...cells: readonly string[]): void {
  for (const cell of cells) host.makeCell(cell, 0);
}

// Messages.

interface Conversation {
  readonly messages: programs.Messages;
  readonly reading: programs.Reading;
  readonly profile: Profile;
  readonly checksum: boolean;
  readonly link: Omit<LinkProperties, "addresses">;
}

/** A sender and a receiver of numbered messages, over each of the transports. */
function converse(world: World, transports: readonly ("tcp" | "udp")[], talk: Conversation): void {
  const net = new Topology(world, { neighbours: "known" });
  const [sender, receiver] = [net.host("sender"), net.host("receiver")];
  speak([sender, receiver], talk.profile);
  for (const one of transports) {
    wire(net, one, sender, receiver, talk.link);
    notes(sender, `${one} sent`);
    notes(receiver, `${one} read`, `${one} message`, `${one} damaged`);
  }
  const { messages, reading } = talk;
  if (transports.includes("tcp")) {
    receiver.start("tcp receiver", programs.readStream(world, here, [], messages.size, reading));
    sender.start("tcp sender", programs.tcpMessages(world, receiverOf("tcp"), [], messages));
  }
  if (transports.includes("udp")) {
    const options = talk.checksum ? [] : [{ name: "noChecksum", value: true } as const];
    receiver.start("udp receiver", programs.readDatagrams(world, here, [], messages.size, reading));
    sender.start("udp sender", programs.udpMessages(world, receiverOf("udp"), options, messages));
  }
}

export const messages = scenario(
  "messages",
  [
    transport("tcp"),
    number("messages", 100, 1, 1000),
    number("size", 100, 1, 1400),
    number("every", 10, 0, 1000),
    number("read-size", 65_535, 1, 65_535),
    number("reads-from", 0, 0, 10_000),
    number("read-pause", 0, 0, 1000),
    number("segment", 1460, 1, 1460),
    flag("nagle"),
    flag("checksum", true),
    number("loss", 0, 0, 50),
    number("duplicate", 0, 0, 50),
    number("reorder", 0, 0, 50),
    number("jitter", 0, 0, 1000),
  ],
  (world, knobs) =>
    converse(world, transportsOf(knobs), {
      messages: {
        count: numberKnob(knobs, "messages"),
        size: numberKnob(knobs, "size"),
        from: conversationBegins,
        every: ms(numberKnob(knobs, "every")),
      },
      reading: {
        max: numberKnob(knobs, "read-size"),
        from: (conversationBegins + ms(numberKnob(knobs, "reads-from"))) as Instant,
        pause: ms(numberKnob(knobs, "read-pause")),
      },
      profile: { ...rfc, mss: numberKnob(knobs, "segment"), nagle: flagKnob(knobs, "nagle") },
      checksum: flagKnob(knobs, "checksum"),
      link: {
        latency: ms(50),
        loss: share(knobs, "loss"),
        duplicate: share(knobs, "duplicate"),
        reorder: share(knobs, "reorder"),
        jitter: ms(numberKnob(knobs, "jitter")),
      },
    }),
);

// One byte.

export const oneByte = scenario(
  "one-byte",
  [
    transport("tcp"),
    oneOf("options", "mss", "all"),
    oneOf("ip", "4", "6"),
    oneOf("port", "open", "closed"),
    flag("udp-connect", true),
  ],
  (world, knobs) => {
    const net = new Topology(world, { neighbours: "known" });
    const [a, b] = [net.host("A"), net.host("B")];
    const { timestamps, sack, windowScale } = linux;
    speak([a, b], optionKnob(knobs, "options") === "all" ? { ...rfc, timestamps, sack, windowScale } : rfc);
    const isOpen = optionKnob(knobs, "port") === "open";
    const ip = optionKnob(knobs, "ip") as Ip;
    const local = ip === "4" ? here : here6;
    for (const one of transportsOf(knobs)) {
      wire(net, one, a, b, { latency: ms(50) }, ip);
      notes(b, `${one} read`);
      const to = receiverOf(one, ip);
      if (one === "tcp") {
        if (isOpen) b.start("tcp receiver", programs.takeOneByte(local, ms(10)));
        a.start("tcp sender", programs.sendOneByte(to));
      } else {
        if (isOpen) b.start("udp receiver", programs.takeOneDatagram(local));
        a.start("udp sender", programs.sendOneDatagram(to, flagKnob(knobs, "udp-connect"), seconds(1)));
      }
    }
  },
);

// Much data through a bottleneck.

export const bulk = scenario(
  "bulk",
  [
    transport("tcp"),
    number("kilobytes", 10_000, 1, 100_000),
    number("seconds", 0, 0, 60),
    number("rate", 100, 1, 1000),
    number("udp-rate", 95, 1, 2000),
    oneOf("beside", "nobody", "tcp", "udp"),
    number("receive-buffer", 400, 4, 4000),
    number("loss", 0, 0, 50),
  ],
  (world, knobs) => {
    const net = new Topology(world, { neighbours: "known" });
    const [a, router, b] = [net.host("A"), net.router("router"), net.host("B")];
    const beside = optionKnob(knobs, "beside");
    const rate = numberKnob(knobs, "rate") * 1_000_000;
    const buffer = numberKnob(knobs, "receive-buffer") * 1000;
    const profile = { ...rfc, sack: true, windowScale: 7, receiveBuffer: buffer, receiveBufferMax: buffer };
    const lasts = numberKnob(knobs, "seconds");
    const total = numberKnob(knobs, "kilobytes") * 1000;
    const amount = lasts > 0 ? { until: seconds(lasts) as number as Instant } : { bytes: total };
    const expected = lasts > 0 ? null : total;
    const datagramsEvery = programs.pace(numberKnob(knobs, "udp-rate") * 1_000_000);
    const roundTrip = ms(20);
    const hosts = [a, router, b];
    for (const one of transportsOf(knobs)) {
      const n = networkOf(one);
      net.link(a, router, { name: `${one}-access`, addresses: [`10.${n}.1.1/24`, `10.${n}.1.254/24`] });
      net.link(router, b, {
        name: `${one}-wire`,
        fate: "wire",
        addresses: [`10.${n}.0.254/24`, `10.${n}.0.2/24`],
        latency: ns(roundTrip / 2),
        bitsPerSecond: rate,
        queueFrames: Math.floor(((rate / 8) * (roundTrip / 1_000_000_000)) / fullFrame),
        loss: share(knobs, "loss"),
      });
      notes(b, `${one} complete`);
      if (one === "tcp") {
        b.start("tcp receiver", programs.readFile(world, here, [], expected, start));
        a.start("tcp sender", programs.tcpFile(world, receiverOf("tcp"), start, amount));
      } else {
        const options = [{ name: "receiveBuffer", value: 1_000_000 } as const];
        b.start("udp receiver", programs.readFileDatagrams(world, here, options, expected, start));
        a.start("udp sender", programs.udpFile(world, receiverOf("udp"), start, amount, datagramsEvery));
      }
    }
    if (beside !== "nobody") {
      // A second sender on a host of its own, through the same bottleneck to the same receiver.
      const second = net.host("C");
      hosts.push(second);
      const to = { ...receiverOf(transportsOf(knobs)[0]!), port: port + 1 };
      net.link(second, router, { name: "second-access", addresses: ["10.2.1.1/24", "10.2.1.254/24"] });
      const local = endpoint(`*:${port + 1}`);
      const one = seconds(1) as number as Instant;
      if (beside === "tcp") {
        b.start("second receiver", programs.readFile(world, local, [], null, start));
        second.start("second sender", programs.tcpFile(world, to, one, amount));
      } else {
        const options = [{ name: "receiveBuffer", value: 1_000_000 } as const];
        b.start("second receiver", programs.readFileDatagrams(world, local, options, null, start));
        second.start("second sender", programs.udpFile(world, to, start, amount, datagramsEvery));
      }
    }
    net.routeAll();
    speak(hosts, profile);
  },
);

/** Bytes on the wire of a full segment or datagram, Ethernet's header counted, since links count it. */
const fullFrame = 1514;

// A reader that does not read.

export const slowReader = scenario(
  "slow-reader",
  [
    transport("tcp"),
    number("bytes", 200_000, 1, 2_000_000),
    number("buffer", 64_240, 1460, 1_000_000),
    number("reads-from", 5000, 0, 60_000),
  ],
  (world, knobs) => {
    const net = new Topology(world, { neighbours: "known" });
    const [sender, receiver] = [net.host("sender"), net.host("receiver")];
    const [bytes, buffer] = [numberKnob(knobs, "bytes"), numberKnob(knobs, "buffer")];
    // A window above 65,535 needs a scale; 8 divides the buffers that are whole segments of 1460.
    speak([sender, receiver], { ...rfc, windowScale: buffer > 65_535 ? 3 : null, sendBuffer: bytes });
    const reads = ms(numberKnob(knobs, "reads-from")) as number as Instant;
    const options = [{ name: "receiveBuffer", value: buffer } as const];
    for (const one of transportsOf(knobs)) {
      wire(net, one, sender, receiver, { latency: ms(50) });
      notes(receiver, `${one} complete`);
      if (one === "tcp") {
        receiver.start("tcp receiver", programs.readFile(world, here, options, bytes, reads));
        sender.start("tcp sender", programs.tcpFile(world, receiverOf("tcp"), start, { bytes }));
      } else {
        receiver.start("udp receiver", programs.readFileDatagrams(world, here, options, bytes, reads));
        sender.start("udp sender", programs.udpFile(world, receiverOf("udp"), start, { bytes }, none));
      }
    }
  },
);

const none: Duration = ns(0);

// Two paths.

export const twoPaths = scenario(
  "two-paths",
  [oneOf("paths", "alternate", "single"), number("cut-at", 0, 0, 10_000), number("kilobytes", 100, 1, 10_000)],
  (world, knobs) => {
    const net = new Topology(world, { neighbours: "known" });
    const [a, left, upper, lower, right, b] = [
      net.host("A"),
      net.router("left"),
      net.router("upper"),
      net.router("lower"),
      net.router("right"),
      net.host("B"),
    ];
    net.link(a, left, { addresses: ["10.0.1.1/24", "10.0.1.254/24"] });
    net.link(left, upper, { addresses: ["10.0.2.1/24", "10.0.2.2/24"], latency: ms(25) });
    net.link(upper, right, { addresses: ["10.0.3.1/24", "10.0.3.2/24"], latency: ms(25) });
    net.link(left, lower, { addresses: ["10.0.4.1/24", "10.0.4.2/24"], latency: ms(35) });
    net.link(lower, right, { addresses: ["10.0.5.1/24", "10.0.5.2/24"], latency: ms(35) });
    net.link(right, b, { addresses: ["10.0.0.254/24", "10.0.0.2/24"] });
    net.route(a, "default", "10.0.1.254");
    net.route(b, "default", "10.0.0.254");
    for (const [router, towardsA, towardsB] of [
      [left, null, "10.0.2.2"],
      [left, null, "10.0.4.2"],
      [upper, "10.0.2.1", "10.0.3.2"],
      [lower, "10.0.4.1", "10.0.5.2"],
      [right, "10.0.3.1", null],
      [right, "10.0.5.1", null],
    ] as const) {
      if (towardsA !== null) net.route(router, "10.0.1.0/24", towardsA);
      if (towardsB !== null) net.route(router, "10.0.0.0/24", towardsB);
    }
    if (optionKnob(knobs, "paths") === "alternate")
      for (const router of [left, right]) router.net.ip.routes.spread = "each-in-turn";
    const cutAt = numberKnob(knobs, "cut-at");
    if (cutAt > 0) {
      // The upper router dies; a second later its neighbours have noticed.
      world.at(ms(cutAt) as number as Instant, "timer", () => {
        upper.net.ip.forwarding = false;
      });
      world.at(ms(cutAt + 1000) as number as Instant, "timer", () => {
        for (const router of [left, right])
          for (const entry of [...router.net.ip.routes.entries].filter(({ nic }) => nic.name.includes("upper")))
            router.net.ip.routes.remove(entry);
      });
    }
    const bytes = numberKnob(knobs, "kilobytes") * 1000;
    notes(b, "tcp complete");
    b.start("tcp receiver", programs.readFile(world, here, [], bytes, start));
    a.start("tcp sender", programs.tcpFile(world, receiverOf("tcp"), start, { bytes }));
  },
);

// What is late is lost.

export const deadline = scenario(
  "deadline",
  [transport("both"), oneOf("payload", "voice", "file"), number("seconds", 20, 1, 60), number("loss", 3, 0, 50)],
  (world, knobs) => {
    const link = { latency: ms(40), loss: share(knobs, "loss") };
    const transports = transportsOf(knobs);
    if (optionKnob(knobs, "payload") === "voice") {
      const every = ms(20);
      converse(world, transports, {
        messages: { count: (numberKnob(knobs, "seconds") * 1000) / 20, size: 160, from: conversationBegins, every },
        reading: { max: 65_535, from: start, pause: none },
        profile: rfc,
        checksum: true,
        link,
      });
      return;
    }
    const net = new Topology(world, { neighbours: "known" });
    const [sender, receiver] = [net.host("sender"), net.host("receiver")];
    speak([sender, receiver], rfc);
    const bytes = 1_000_000;
    for (const one of transports) {
      wire(net, one, sender, receiver, link);
      notes(receiver, `${one} complete`);
      if (one === "tcp") {
        receiver.start("tcp receiver", programs.readFile(world, here, [], bytes, start));
        sender.start("tcp sender", programs.tcpFile(world, receiverOf("tcp"), start, { bytes }));
      } else {
        const tenMegabits = programs.pace(10_000_000);
        receiver.start("udp receiver", programs.readFileDatagrams(world, here, [], bytes, start));
        sender.start("udp sender", programs.udpFile(world, receiverOf("udp"), start, { bytes }, tenMegabits));
      }
    }
  },
);

// A film, fetched in parts ahead of what is played.

export const filmPartLasts = seconds(2);
export const filmPartsAhead = 5;

export const streaming = scenario(
  "streaming",
  [number("seconds", 120, 20, 600), number("loss", 1, 0, 20)],
  (world, knobs) => {
    const net = new Topology(world, { neighbours: "known" });
    const [player, server] = [net.host("player"), net.host("server")];
    speak([player, server], rfc);
    wire(net, "tcp", player, server, {
      latency: ms(20),
      bitsPerSecond: 8_000_000,
      queueFrames: 100,
      loss: share(knobs, "loss"),
    });
    notes(player, "tcp part");
    const film: programs.Film = {
      parts: numberKnob(knobs, "seconds") / 2,
      partBytes: 250_000,
      partLasts: filmPartLasts,
      ahead: filmPartsAhead,
    };
    server.start("server", programs.filmServer(here, film));
    player.start("player", programs.filmPlayer(world, receiverOf("tcp"), film));
  },
);

export const scenarios: readonly Scenario[] = [messages, oneByte, bulk, slowReader, twoPaths, deadline, streaming];
