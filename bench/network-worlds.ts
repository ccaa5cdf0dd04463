/**
 * The three networks of network.bench.ts, in our own world, and how one is run. CPU time is that of the run alone, with the compiler and the
 * garbage collector; received octets are counted by the programs that read them.
 * `peers/network.cc` builds the same in ns-3: change both or neither.
 */
import { cpuUsage, resourceUsage } from "node:process";
import { type Duration, ms, seconds, us } from "../src/engine/base/time.ts";
import type { Host } from "../src/engine/kernel/host.ts";
import { endpoint } from "../src/engine/kernel/net/demux.ts";
import { type LinkProperties, Topology } from "../src/engine/kernel/net/topology.ts";
import { sys, type Thread } from "../src/engine/kernel/thread.ts";
import { linux, type Profile } from "../src/engine/protocols/tcp/profile.ts";
import { World } from "../src/engine/world/world.ts";

/** One run, ours or a peer's. */
export interface Run {
  readonly cpuSeconds: number;
  /** Of the same run before, the first in its process: with V8's compiler. A peer has none. */
  readonly firstCpuSeconds?: number;
  readonly virtualSeconds: number;
  readonly peakMegabytes: number;
  /** Octets that arrived, for each stream. */
  readonly received: readonly number[];
  /** The congestion window of the first stream in segments, every `lookSeconds`, which ours says for both. */
  readonly windows: readonly number[];
  readonly lookSeconds?: number;
}

/** How a network of ours is run. */
export interface Manner {
  readonly trace: "off" | "all";
  /** Whether readers sleep between reads, or are woken for every segment. */
  readonly readers: "pausing" | "eager";
}

export const scenarios = ["bulk", "dumbbell", "pairs"] as const;
export type ScenarioName = (typeof scenarios)[number];

/** Octets in a full segment: an MTU of 1500 less headers and timestamps. */
export const segmentBytes = 1448;

/** As ns-3's TcpNewReno with SACK: no CUBIC, buffers that do not grow. */
const speaking = (buffer: number): Profile => ({
  ...linux,
  congestionControl: "new-reno",
  hystart: false,
  receiveBuffer: buffer,
  receiveBufferMax: buffer,
  sendBuffer: buffer,
});

type Cable = Omit<LinkProperties, "addresses">;
const direct: Cable = { bitsPerSecond: 1e9, latency: ms(5), queueFrames: 1000 };
const access: Cable = { bitsPerSecond: 1e9, latency: ms(1), queueFrames: 1000 };
const narrow: Cable = { bitsPerSecond: 100e6, latency: ms(10), queueFrames: 200 };
const wide: Cable = { bitsPerSecond: 1e9, latency: ms(5), queueFrames: 1000 };

const port = 5001;
/** All readers read into it, one after the other: each looks at what it has got before another can read. */
const into = new Uint8Array(2_097_152);
const chunk = Uint8Array.from({ length: 65_536 }, (_, i) => (i * 31) ^ (i >> 8));

/** @param size megabytes of `bulk`, virtual seconds of the others */
export function runNetwork(name: ScenarioName, size: number, { trace, readers }: Manner): Run {
  const world = new World({ seed: 1, trace });
  const { received, windows, look, enough } = buildNetwork(world, name, size, readers);
  const until = name === "bulk" ? Number.POSITIVE_INFINITY : seconds(size);
  const before = cpuUsage();
  while ((world.next ?? Number.POSITIVE_INFINITY) <= until && !enough()) world.step();
  const { user, system } = cpuUsage(before);
  return {
    cpuSeconds: (user + system) / 1e6,
    virtualSeconds: Math.min(world.now, until) / 1e9,
    peakMegabytes: resourceUsage().maxRSS / 1024,
    received,
    windows,
    lookSeconds: look / 1e9,
  };
}

interface Built {
  readonly received: readonly number[];
  readonly windows: readonly number[];
  readonly look: Duration;
  /** Whether there is nothing left to measure. */
  enough(): boolean;
}

/** @param size as of `runNetwork` */
export function buildNetwork(
  world: World,
  name: ScenarioName,
  size: number,
  readers: Manner["readers"] = "pausing",
): Built {
  const profile = speaking(name === "pairs" ? 131_072 : 2_097_152);
  const net = new Topology(world, { neighbours: "known" });
  const received: number[] = [];
  const windows: number[] = [];
  const look = ms(name === "bulk" ? 100 : (size * 1000) / 10);

  /** A stream of `limit` octets from one host to another, from `at` on. */
  const stream = (from: Host, to: Host, address: string, limit: number, at: number): void => {
    const flow = received.length;
    received.push(0);
    const pause = readers === "eager" ? null : name === "bulk" ? us(200) : ms(10);
    to.start("sink", () =>
      sink(pause, (octets) => {
        received[flow]! += octets;
      }),
    );
    from.start("source", () => source(`${address}:${port}`, limit, at));
    if (flow === 0) from.start("watch", () => watch(windows, look));
  };
  const host = (id: string) => {
    const made = net.host(id);
    made.net.tcp.profile = profile;
    return made;
  };

  if (name === "bulk") {
    const [a, b] = [host("a"), host("b")];
    net.link(a, b, { ...direct, addresses: ["10.0.0.1/24", "10.0.0.2/24"] });
    stream(a, b, "10.0.0.2", size * 1e6, 0);
  } else {
    const flows = name === "dumbbell" ? 20 : 100;
    const [left, right] = [net.router("left"), net.router("right")];
    net.link(left, right, { ...(name === "dumbbell" ? narrow : wide), addresses: ["10.3.0.1/24", "10.3.0.2/24"] });
    const pairs = Array.from({ length: flows }, (_, i) => {
      const [a, b] = [host(`a${i}`), host(`b${i}`)];
      net.link(a, left, { ...access, addresses: [`10.1.${i}.1/24`, `10.1.${i}.254/24`] });
      net.link(right, b, { ...access, addresses: [`10.2.${i}.254/24`, `10.2.${i}.1/24`] });
      net.route(a, "default", `10.1.${i}.254`);
      net.route(b, "default", `10.2.${i}.254`);
      return [a, b] as const;
    });
    net.route(left, "10.2.0.0/16", "10.3.0.2");
    net.route(right, "10.1.0.0/16", "10.3.0.1");
    for (const [i, [a, b]] of pairs.entries())
      stream(a, b, `10.2.${i}.1`, Number.POSITIVE_INFINITY, i * (name === "dumbbell" ? 10 : 1));
  }

  return { received, windows, look, enough: () => name === "bulk" && received[0]! >= size * 1e6 };
}

function* source(to: string, limit: number, at: number): Thread<null> {
  yield* sys("sleep", { for: ms(at) });
  const fd = (yield* sys("socket", { type: "stream" })) as number;
  yield* sys("connect", { fd, to: endpoint(to) });
  for (let sent = 0; sent < limit; ) {
    const bytes = limit - sent < chunk.length ? chunk.subarray(0, limit - sent) : chunk;
    const taken = yield* sys("sendto", { fd, bytes });
    if (typeof taken === "string") return null;
    sent += taken;
  }
  return null;
}

/**
 * Reads all that has come, then pauses, to the end of the stream: 100 reads a second, in `bulk` 5,000. Looks at the first octet of each read;
 * the checksums have seen to the others.
 */
function* sink(pause: Duration | null, arrived: (octets: number) => void): Thread<null> {
  const fd = (yield* sys("socket", { type: "stream" })) as number;
  yield* sys("bind", { fd, local: endpoint(`*:${port}`) });
  yield* sys("listen", { fd, backlog: 1 });
  const accepted = yield* sys("accept", { fd });
  if (typeof accepted === "string") return null;
  for (let total = 0; ; ) {
    const got = yield* sys("recvfrom", { fd: accepted.fd, max: into.length, into });
    if (typeof got === "string" || got.bytes.length === 0) return null;
    if (got.bytes[0] !== chunk[total % chunk.length]) throw new Error(`octet ${total} is not what was sent`);
    total += got.bytes.length;
    arrived(got.bytes.length);
    if (pause !== null) yield* sys("sleep", { for: pause });
  }
}

/** Notes the congestion window of the host's first connection, which is the first descriptor that its only socket can have. */
function* watch(windows: number[], every: ReturnType<typeof ms>): Thread<null> {
  for (;;) {
    yield* sys("sleep", { for: every });
    const info = yield* sys("tcpInfo", { fd: 3 });
    if (typeof info !== "string") windows.push(info.snd_cwnd);
  }
}
