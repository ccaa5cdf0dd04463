import fc from "fast-check";
import { expect, test } from "vitest";
import { addChecksum, finishChecksum } from "../../base/checksum.ts";
import { us } from "../../base/time.ts";
import { ipv4 } from "../../wire/ipv4-address.ts";
import { mac } from "../../wire/mac.ts";
import { Link } from "../../world/link.ts";
import { World } from "../../world/world.ts";
import { endpoint } from "./demux.ts";
import { frameLabels } from "./labels.ts";
import { NetStack } from "./stack.ts";

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
  const socket = stack.sockets.create("datagram") as number;
  stack.sockets.get(socket)!.bind(endpoint("*:9"));
  return { world, links: nics.map(({ link }) => link), heard };
}

const anyBytes = fc.uint8Array({ maxLength: 120 });
const few = (...values: readonly number[]): fc.Arbitrary<number> => fc.oneof(fc.constantFrom(...values), fc.nat(255));

/** A datagram that is almost right: header and checksum hold, everything else is drawn near what means something. */
const datagrams = fc
  .record({
    ihl: few(5, 6, 15),
    fragment: fc.constantFrom(0, 0x2000, 0x2001, 1, 0x4000, 0x1fff, 0x8000),
    ttl: few(0, 1, 64),
    protocol: few(1, 6, 17),
    source: fc.constantFrom("10.0.0.2", "10.0.1.2", "0.0.0.0", "127.0.0.1", "224.0.0.1", "10.0.0.1", "255.255.255.255"),
    destination: fc.constantFrom("10.0.0.1", "10.0.1.1", "10.0.1.2", "10.0.0.255", "255.255.255.255", "8.8.8.8"),
    head: fc.array(few(0, 3, 8, 9, 11, 12, 18, 52, 53, 69), { minLength: 0, maxLength: 48 }),
    tail: anyBytes,
    checksum: fc.boolean(),
    length: fc.option(fc.nat(200)),
  })
  .map((d) => {
    const header = Math.max(20, (d.ihl & 15) * 4);
    const out = new Uint8Array(header + d.head.length + d.tail.length);
    out[0] = 0x40 | (d.ihl & 15);
    const length = d.length ?? out.length;
    out.set([length >> 8, length & 255, 0, 1, d.fragment >> 8, d.fragment & 255, d.ttl, d.protocol], 2);
    for (const [at, text] of [
      [12, d.source],
      [16, d.destination],
    ] as const) {
      const address = ipv4(text);
      out.set([address >>> 24, (address >> 16) & 255, (address >> 8) & 255, address & 255], at);
    }
    out.set(d.head, header);
    out.set(d.tail, header + d.head.length);
    const sum = finishChecksum(addChecksum(out, 0, Math.min(out.length, (d.ihl & 15) * 4)));
    if (d.checksum) out.set([sum >> 8, sum & 255], 10);
    // An upper-layer checksum that holds, as ICMP has it.
    if (d.protocol === 1 && out.length >= header + 4) {
      out.set([0, 0], header + 2);
      const upper = finishChecksum(addChecksum(out, header, Math.min(out.length, Math.max(header, length))));
      out.set([upper >> 8, upper & 255], header + 2);
    }
    return out;
  });

const frames = fc
  .record({
    to: fc.constantFrom([2, 0, 0, 0, 0, 1], [2, 0, 0, 0, 0, 2], [255, 255, 255, 255, 255, 255]),
    body: fc.oneof(
      { weight: 6, arbitrary: datagrams.map((bytes) => [8, 0, ...bytes]) },
      { weight: 1, arbitrary: anyBytes.map((bytes) => [8, 6, 0, 1, 8, 0, 6, 4, 0, ...bytes]) },
      { weight: 1, arbitrary: anyBytes.map((bytes) => [...bytes]) },
    ),
  })
  .map(({ to, body }) => Uint8Array.from([...to, 2, 0, 0, 0, 0, 0x99, ...body]));

test("whatever frames come in, nothing throws, the world comes to rest, and what is answered is answered once each", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(frames, fc.nat(1)), { minLength: 1, maxLength: 12 }), (list) => {
      const { world, links, heard } = victim();
      for (const [frame, side] of list) links[side]!.send(1, frame, frameLabels(frame));
      expect(world.run(20_000)).toBe("quiet");
      // No amplification: answers, forwarded fragments, and three ARP requests each at most.
      expect(heard.length).toBeLessThanOrEqual(list.length * 5);
    }),
    { numRuns: 3000 },
  );
});

test("frames are named without throwing, and never without a name for what they are", () => {
  fc.assert(
    fc.property(frames, (frame) => {
      const labels = frameLabels(frame);
      expect(labels.every((label) => label !== "")).toBe(true);
    }),
  );
});
