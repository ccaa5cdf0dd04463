/** A home router with a stranger on both sides who may send any frame, almost right ones above all. */
import fc from "fast-check";
import { expect } from "vitest";
import { addChecksum, finishChecksum } from "../../../base/checksum.ts";
import { us } from "../../../base/time.ts";
import { ipv4 } from "../../../wire/ipv4-address.ts";
import { mac } from "../../../wire/mac.ts";
import { Link } from "../../../world/link.ts";
import { World } from "../../../world/world.ts";
import { endpoint } from "../demux.ts";
import { frameLabels } from "../labels.ts";
import type { Socket } from "../sockets.ts";
import { NetStack } from "../stack.ts";

/** A home router with a stranger at its outside, who may send anything. */
function victim() {
  const world = new World({ seed: 1, trace: "all" });
  const stack = new NetStack(world, "victim");
  stack.ip.forwarding = true;
  const heard: Uint8Array[] = [];
  const nics = ["out", "in"].map((name, i) => {
    const nic = stack.addNic(name, mac(`02:00:00:00:00:0${i + 1}`), i === 0 ? 1500 : 600);
    const stranger = { host: "stranger", onFrame: (bytes: Uint8Array) => heard.push(bytes) };
    const rest = { latency: us(1), bitsPerSecond: null, queueFrames: null, loss: 0, maxFrameBytes: 1600 };
    const link = new Link(world, { name, ends: [nic, stranger], ...rest });
    nic.attach(link, 0);
    stack.addAddress(nic, ipv4(`10.0.${i}.1`), 24);
    nic.arp.addStatic(ipv4(`10.0.${i}.2`), mac("02:00:00:00:00:99"));
    return { nic, link };
  });
  stack.translate(nics[0]!.nic).forwardPort("UDP", 4660, endpoint("10.0.1.2:53"));
  const [open, connected] = [3, 4].map((fd) => stack.sockets.make("datagram", "inet", fd) as Socket) as [
    Socket,
    Socket,
  ];
  open.bind(endpoint("*:9"));
  // A connected one that has sent something from inside and hears of errors.
  connected.bind(endpoint("10.0.0.1:5000"));
  connected.connect(endpoint("10.0.0.2:9"));
  connected.setOption({ name: "receiveErrors", value: true });
  connected.send(new Uint8Array(10), null);
  return { world, links: nics.map(({ link }) => link), heard };
}

const anyBytes = fc.uint8Array({ maxLength: 120 });

/** Mostly one of `usual`, else one of `odd`. */
const mostly = <T>(usual: readonly T[], odd: readonly T[]): fc.Arbitrary<T> =>
  fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...usual) }, { weight: 1, arbitrary: fc.constantFrom(...odd) });

const ports = fc.oneof(fc.constantFrom(9, 53, 4660, 5000), fc.nat(0xffff));
const u16 = (n: number): number[] => [n >> 8, n & 255];

/** Datagrams that are almost right: where a checksum or a length matters, it mostly holds. */
function datagrams(payloads: fc.Arbitrary<{ protocol: number; bytes: readonly number[] }>): fc.Arbitrary<Uint8Array> {
  return fc
    .record({
      ihl: mostly([5], [0, 6, 8, 15]),
      identification: fc.nat(2),
      fragment: mostly([0, 0, 0x4000, 0x2000, 0x2001, 1], [0x1fff, 0x3fff, 0x8000]),
      ttl: mostly([64, 2], [0, 1]),
      source: mostly(["10.0.0.2", "10.0.1.2"], ["0.0.0.0", "127.0.0.1", "224.0.0.1", "10.0.0.1", "255.255.255.255"]),
      destination: mostly(["10.0.0.1", "10.0.1.2", "10.0.0.2"], ["10.0.1.1", "10.0.0.255", "8.8.8.8", "127.0.0.1"]),
      payload: payloads,
      holds: mostly([true], [false]),
      cut: mostly([0], [1, 8, -8]),
    })
    .map(({ ihl, identification, fragment, ttl, source, destination, payload, holds, cut }) => {
      const options = Math.max(0, ihl - 5) * 4;
      const length = 20 + options + payload.bytes.length;
      const [from, to] = [source, destination].map((text) => text.split(".").map(Number));
      const head = [
        0x40 | ihl,
        0,
        ...u16(length - cut),
        ...u16(identification),
        ...u16(fragment),
        ttl,
        payload.protocol,
      ];
      const out = Uint8Array.from([...head, 0, 0, ...from!, ...to!, ...Array(options).fill(1), ...payload.bytes]);
      const sum = finishChecksum(addChecksum(out, 0, Math.min(out.length, 20 + options)));
      if (holds) out.set(u16(sum), 10);
      return out;
    });
}

const udp = fc.record({ from: ports, to: ports, data: anyBytes, wrong: mostly([0], [-9, 1, 999]) }).map((u) => ({
  protocol: 17,
  bytes: [...u16(u.from), ...u16(u.to), ...u16((8 + u.data.length + u.wrong) & 0xffff), 0, 0, ...u.data],
}));

const tcp = fc.record({ from: ports, to: ports, offset: mostly([5], [0, 6, 15]), flags: fc.nat(255), data: anyBytes });
const tcpBytes = tcp.map((t) => ({
  protocol: 6,
  bytes: [...u16(t.from), ...u16(t.to), 0, 0, 0, 1, 0, 0, 0, 2, t.offset << 4, t.flags, 9, 9, 0, 0, 0, 0, ...t.data],
}));

const icmp = fc
  .record({
    type: mostly([0, 3, 8, 11, 12], [4, 5, 13, 255]),
    code: mostly([0, 1, 3, 4], [9, 255]),
    rest: fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255), fc.nat(255)),
    about: fc.oneof(datagrams(fc.oneof(udp, tcpBytes)), anyBytes),
    keep: fc.nat(200),
  })
  .map(({ type, code, rest, about, keep }) => {
    const bytes = Uint8Array.from([type, code, 0, 0, ...rest, ...about.subarray(0, keep)]);
    bytes.set(u16(finishChecksum(addChecksum(bytes))), 2);
    return { protocol: 1, bytes: [...bytes] };
  });

const others = anyBytes.map((bytes) => ({ protocol: 99, bytes: [...bytes] }));

export const frames = fc
  .record({
    to: fc.constantFrom([2, 0, 0, 0, 0, 1], [2, 0, 0, 0, 0, 2], [255, 255, 255, 255, 255, 255]),
    body: fc.oneof(
      { weight: 6, arbitrary: datagrams(fc.oneof(udp, tcpBytes, icmp, others)).map((bytes) => [8, 0, ...bytes]) },
      { weight: 1, arbitrary: anyBytes.map((bytes) => [8, 6, 0, 1, 8, 0, 6, 4, 0, ...bytes]) },
      { weight: 1, arbitrary: anyBytes.map((bytes) => [...bytes]) },
    ),
  })
  .map(({ to, body }) => Uint8Array.from([...to, 2, 0, 0, 0, 0, 0x99, ...body]));

/** Whatever frames come in, and on which sides. */
export const onslaught = fc.array(fc.tuple(frames, fc.nat(1)), { minLength: 1, maxLength: 12 });

/** Nothing throws, the world comes to rest, and what is answered is answered once each. */
export function withstands(list: readonly (readonly [Uint8Array, number])[]): void {
  const { world, links, heard } = victim();
  for (const [frame, side] of list) links[side]!.send(1, frame, frameLabels(frame));
  expect(world.run(20_000)).toBe("quiet");
  // No amplification: answers, forwarded fragments, and three ARP requests each at most.
  expect(heard.length).toBeLessThanOrEqual(1 + list.length * 5);
}
