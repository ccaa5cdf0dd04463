/** A router that speaks IPv6, and a host that configures itself, with a stranger on each link who may send anything. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { addChecksum, finishChecksum } from "../../../base/checksum.ts";
import { us } from "../../../base/time.ts";
import { dissect } from "../../../wire/dissect.ts";
import { encodeIcmpv6, type Icmpv6Header } from "../../../wire/icmpv6.ts";
import { writeU16 } from "../../../wire/integers.ts";
import { encodeIpv6 } from "../../../wire/ipv6.ts";
import { type Ipv6Address, ipv6 } from "../../../wire/ipv6-address.ts";
import type { Ipv6Extension } from "../../../wire/ipv6-extensions.ts";
import { mac } from "../../../wire/mac.ts";
import type { NeighborOption } from "../../../wire/neighbor-options.ts";
import { type AddressSum, ipv6AddressSum } from "../../../wire/pseudo-header.ts";
import { summarise } from "../../../wire/summary.ts";
import { Link } from "../../../world/link.ts";
import { World } from "../../../world/world.ts";
import { endpoint } from "../demux.ts";
import { frameLabels } from "../labels.ts";
import type { Nic } from "../nic.ts";
import type { Socket } from "../sockets.ts";
import { NetStack } from "../stack.ts";

function victims() {
  const world = new World({ seed: 1, trace: "all" });
  const heard: Uint8Array[] = [];
  const attach = (stack: NetStack, name: string, n: number): { nic: Nic; link: Link } => {
    const nic = stack.addNic(name, mac(`02:00:00:00:00:0${n}`), n === 1 ? 1500 : 1280);
    const stranger = { host: "stranger", onFrame: (bytes: Uint8Array) => heard.push(bytes) };
    const rest = { latency: us(1), bitsPerSecond: null, queueFrames: null, loss: 0, maxFrameBytes: 1600 };
    const link = new Link(world, { name, ends: [nic, stranger], ...rest });
    nic.attach(link, 0);
    return { nic, link };
  };
  const router = new NetStack(world, "router");
  router.ip6.forwarding = true;
  const ends = [1, 2].map((n) => {
    const end = attach(router, `link${n}`, n);
    router.addAddress6(end.nic, ipv6(`2001:db8:${n}::1`), 64);
    return end;
  });
  const prefixes = [{ prefix: ipv6("2001:db8:1::"), length: 64 }];
  router.routers.advertise(router.ip6.on(ends[0]!.nic), { prefixes });
  const host = new NetStack(world, "host");
  ends.push(attach(host, "link3", 3));
  host.routers.autoconfigure(host.ip6.on(ends[2]!.nic));
  host.addAddress6(ends[2]!.nic, ipv6("2001:db8:3::1"), 64);
  for (const stack of [router, host]) {
    const one = stack.sockets.make("datagram", "inet6", 3) as Socket;
    one.bind(endpoint("[::]:9"));
    const listener = stack.sockets.make("stream", "inet6", 4) as Socket;
    listener.bind(endpoint("[::]:80"));
    listener.listen!(4);
  }
  return { world, links: ends.map(({ link }) => link), heard };
}

const anyBytes = fc.uint8Array({ maxLength: 100 });
const mostly = <T>(usual: readonly T[], odd: readonly T[]): fc.Arbitrary<T> =>
  fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...usual) }, { weight: 1, arbitrary: fc.constantFrom(...odd) });

const addresses = mostly(
  ["2001:db8:1::1", "2001:db8:2::1", "2001:db8:3::1", "2001:db8:1::99", "2001:db8:3::99", "fe80::99", "ff02::1"],
  ["::", "::1", "fe80::ff:fe00:3", "fe80::ff:fe00:1", "ff01::1", "ff02::2", "ff02::1:ff00:1", "::ffff:10.0.0.1"],
).map(ipv6);
const macs = fc.constantFrom("02:00:00:00:00:99", "02:00:00:00:00:01", "33:33:00:00:00:01").map(mac);

const neighborOptions: fc.Arbitrary<NeighborOption[]> = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constantFrom("source-link-layer-address", "target-link-layer-address"), mac: macs }),
    fc.record({ kind: fc.constant("mtu" as const), mtu: fc.constantFrom(0, 68, 1280, 1400, 9000) }),
    fc.record({
      kind: fc.constant("prefix-information" as const),
      prefixLength: fc.constantFrom(64, 64, 64, 0, 48, 128, 200),
      onLink: fc.boolean(),
      autonomous: fc.boolean(),
      validLifetimeSeconds: fc.constantFrom(0, 1, 7200, 0xffff_ffff),
      preferredLifetimeSeconds: fc.constantFrom(0, 1, 0xffff_ffff),
      prefix: fc.constantFrom("2001:db8:7::", "2001:db8:3::", "fe80::", "ff00::").map(ipv6),
    }),
    fc.record({ kind: fc.constant("other" as const), type: fc.nat(255), data: fc.constant(new Uint8Array(6)) }),
  ) as fc.Arbitrary<NeighborOption>,
  { maxLength: 3 },
);

const discovery: fc.Arbitrary<Icmpv6Header> = fc.oneof(
  fc.record({ kind: fc.constant("router-solicitation" as const), options: neighborOptions }),
  fc.record({
    kind: fc.constant("router-advertisement" as const),
    curHopLimit: fc.nat(255),
    managed: fc.boolean(),
    otherConfig: fc.boolean(),
    routerLifetimeSeconds: fc.constantFrom(0, 1, 1800, 65_535),
    reachableTimeMs: fc.constantFrom(0, 1, 30_000, 0xffff_ffff),
    retransTimerMs: fc.constantFrom(0, 1, 1000, 0xffff_ffff),
    options: neighborOptions,
  }),
  fc.record({ kind: fc.constant("neighbor-solicitation" as const), target: addresses, options: neighborOptions }),
  fc.record({
    kind: fc.constant("neighbor-advertisement" as const),
    router: fc.boolean(),
    solicited: fc.boolean(),
    override: fc.boolean(),
    target: addresses,
    options: neighborOptions,
  }),
);

const messages: fc.Arbitrary<Icmpv6Header> = fc.oneof(
  fc.record({ kind: fc.constantFrom("echo", "echo-reply"), identifier: fc.nat(9), sequence: fc.nat(9) }),
  fc.record({ kind: fc.constantFrom("destination-unreachable", "time-exceeded"), code: fc.nat(7) }),
  fc.record({
    kind: fc.constant("packet-too-big" as const),
    mtu: fc.constantFrom(0, 68, 1279, 1280, 1400, 0xffff_ffff),
  }),
  fc.record({ kind: fc.constant("parameter-problem" as const), code: fc.nat(4), pointer: fc.nat(99) }),
  fc.record({ kind: fc.constant("other" as const), type: fc.constantFrom(137, 143, 200), code: fc.nat(2) }),
) as fc.Arbitrary<Icmpv6Header>;

const options = fc.array(
  fc.record({ type: fc.constantFrom(1, 5, 0x4a, 0x8a, 0xca), data: fc.uint8Array({ maxLength: 9 }) }),
  {
    maxLength: 2,
  },
);
const extensions: fc.Arbitrary<Ipv6Extension[]> = fc
  .tuple(
    fc.option(options, { freq: 4 }),
    fc.option(fc.record({ type: fc.nat(4), segmentsLeft: fc.nat(2) }), { freq: 6 }),
    fc.option(options, { freq: 4 }),
    fc.option(fc.record({ offset: fc.nat(3), more: fc.boolean(), identification: fc.nat(2) }), { freq: 2 }),
  )
  .map(([hop, routing, destination, piece]) => [
    ...(hop === null ? [] : [{ kind: "hop-by-hop-options" as const, options: hop }]),
    ...(routing === null ? [] : [{ kind: "routing" as const, ...routing, data: new Uint8Array(4) }]),
    ...(destination === null ? [] : [{ kind: "destination-options" as const, options: destination }]),
    ...(piece === null ? [] : [{ kind: "fragment" as const, ...piece, offset: piece.offset * 8 }]),
  ]);

/** What stands behind the headers; its checksum holds when it is of a kind that has one. */
type Upper = { readonly protocol: number; readonly bytes: (sum: AddressSum) => Uint8Array };

const icmp = (of: fc.Arbitrary<Icmpv6Header>, quotes: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Upper> =>
  fc.tuple(of, quotes).map(([header, data]) => ({
    protocol: 58,
    bytes: (sum) => {
      const payload = "options" in header ? new Uint8Array(0) : data;
      const out = new Uint8Array(400 + payload.length);
      out.set(payload, 400);
      return out.subarray(encodeIcmpv6(header, out, 400, out.length, sum));
    },
  }));

/** UDP or TCP with whatever fields, and a right checksum. */
const transport = fc
  .record({
    protocol: fc.constantFrom(6, 17),
    from: fc.constantFrom(9, 80, 5000),
    to: fc.constantFrom(9, 80, 81),
    flags: fc.nat(63),
    data: anyBytes,
  })
  .map(
    ({ protocol, from, to, flags, data }): Upper => ({
      protocol,
      bytes: (sum) => {
        const head = protocol === 17 ? 8 : 20;
        const out = new Uint8Array(head + data.length);
        out.set(data, head);
        writeU16(out, 0, from);
        writeU16(out, 2, to);
        if (protocol === 17) writeU16(out, 4, out.length);
        else out.set([0, 0, 0, 1, 0, 0, 0, 2, 0x50, flags, 9, 9], 4);
        writeU16(
          out,
          protocol === 17 ? 6 : 16,
          finishChecksum(addChecksum(out, 0, out.length, sum + protocol + out.length)),
        );
        return out;
      },
    }),
  );

const others = fc
  .tuple(fc.constantFrom(59, 99, 0, 41), anyBytes)
  .map(([protocol, bytes]): Upper => ({ protocol, bytes: () => bytes }));

const packets = (upper: fc.Arbitrary<Upper>): fc.Arbitrary<Uint8Array> =>
  fc
    .record({
      source: addresses,
      destination: addresses,
      hopLimit: mostly([255, 64], [0, 1]),
      extensions: fc.oneof({ weight: 4, arbitrary: fc.constant([]) }, { weight: 3, arbitrary: extensions }),
      upper,
      wrong: mostly([0], [1, -8, 3]),
    })
    .map(({ source, destination, hopLimit, extensions: chain, upper: { protocol, bytes }, wrong }) => {
      const payload = bytes(ipv6AddressSum(source, destination as Ipv6Address));
      const out = new Uint8Array(600 + payload.length);
      out.set(payload, 600);
      const header = { dscp: 0, ecn: 0, flowLabel: 0, hopLimit, source, destination, extensions: chain, protocol };
      const at = encodeIpv6(header, out, 600, out.length);
      const packet = out.slice(at);
      writeU16(packet, 4, Math.max(0, packet.length - 40 - wrong));
      return packet;
    });

const about = packets(fc.oneof(transport, icmp(messages, anyBytes)));
const frames = fc
  .record({
    to: fc.constantFrom([2, 0, 0, 0, 0, 1], [2, 0, 0, 0, 0, 2], [2, 0, 0, 0, 0, 3], [0x33, 0x33, 0, 0, 0, 1]),
    body: fc.oneof(
      { weight: 4, arbitrary: packets(icmp(discovery, anyBytes)) },
      { weight: 3, arbitrary: packets(icmp(messages, about)) },
      { weight: 3, arbitrary: packets(fc.oneof(transport, others)) },
      { weight: 1, arbitrary: anyBytes },
    ),
    cut: mostly([0], [1, 7, 30]),
  })
  .map(({ to, body, cut }) =>
    Uint8Array.from([...to, 2, 0, 0, 0, 0, 0x99, 0x86, 0xdd, ...body.subarray(0, Math.max(0, body.length - cut))]),
  );

test("whatever frames come in, nothing throws, no frame changes, the world rests, and what is sent is well-formed", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(frames, fc.nat(2)), { minLength: 1, maxLength: 10 }), (list) => {
      const { world, links, heard } = victims();
      const before = list.map(([frame]) => frame.slice());
      for (const [frame, side] of list) links[side]!.send(1, frame, frameLabels(frame));
      expect(world.run(20_000)).toBe("quiet");
      expect(list.map(([frame]) => frame)).toEqual(before);
      const ours = world.trace.of("frame.sent").filter(({ host }) => host !== "stranger");
      expect(heard.length).toBe(ours.length);
      // A forwarded packet is as good as what was received; all else is of our own making.
      const forwarded = world.trace.of("ip.forwarded").length;
      const broken = ours.filter(({ bytes }) =>
        dissect(bytes).some(
          ({ malformed, checksum, quoted }) => !quoted && (malformed !== null || checksum === "wrong"),
        ),
      );
      expect(broken.length, broken.map(({ bytes }) => summarise(bytes)).join("\n")).toBeLessThanOrEqual(forwarded);
      // No amplification: three solicitations, repeated SYN-ACKs and answers at most, beside what hosts say by themselves.
      expect(ours.length).toBeLessThanOrEqual(30 + list.length * 12);
    }),
    { numRuns: 500 },
  );
}, 60_000);

test("frames are named without throwing, and never without a name for what they are", () => {
  fc.assert(fc.property(frames, (frame) => frameLabels(frame).every((label) => label !== "")));
});
