/**
 * Our TCP/IP beside ns-3 3.37 (Debian: libns3-dev and g++) on three networks: `network-worlds.ts` is ours, `peers/network.cc` is
 * theirs. Each run has a process of its own, by turns; the figure is data packets per second of CPU time, where a packet is a full
 * segment that arrived, whoever sent it how often. VIVA_BENCH_SCALE (1 unless set) makes all runs shorter or longer.
 */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { env } from "node:process";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import type { Bench, Row } from "./compare.ts";
import { type Manner, type Run, type ScenarioName, scenarios, segmentBytes } from "./network-worlds.ts";

const bench: Bench = {
  name: "network",
  what: "bulk (1 stream, 1 Gbit/s, 5 ms), dumbbell (20 streams, 100 Mbit/s, 10 ms), pairs (100 streams, 202 nodes, 1 Gbit/s); beside ns-3",
  run: () => {
    const ours = buildOurs();
    const peer = buildPeer();
    if (typeof peer === "string") console.log(`\n*** SKIPPED: ns-3. ${peer} ***`);
    const kinds: Kind[] = [
      ...scenarios.map((name): Kind => ({ name, trace: "off", readers: "pausing" })),
      { name: "bulk", trace: "off", readers: "eager" },
      { name: "bulk", trace: "all", readers: "pausing" },
    ];
    return kinds.flatMap((kind) => measure(kind, ours, typeof peer === "string" ? null : peer));
  },
};
export default bench;

interface Kind extends Manner {
  readonly name: ScenarioName;
}

/** Megabytes of `bulk`, virtual seconds of the others; a full trace holds every frame in memory. */
const scale = Number(env["VIVA_BENCH_SCALE"] ?? 1);
const sizeOf = ({ name, trace }: Kind): number =>
  scale * (trace === "all" ? 50 : { bulk: 200, dumbbell: 20, pairs: 2 }[name]);

const rounds = 2;

type Make = (kind: Kind) => Run;

function measure(kind: Kind, ours: Make, peer: Make | null): Row[] {
  const runs: { ours: Run[]; peer: Run[] } = { ours: [], peer: [] };
  for (let round = 0; round < rounds; round++) {
    if (peer !== null) runs.peer.push(peer(kind));
    runs.ours.push(ours(kind));
  }
  const traced = kind.trace === "all" ? ", every frame kept in the trace" : "";
  const of = `one data packet of ${kind.name}${traced}${kind.readers === "eager" ? ", readers woken for every segment" : ""}`;
  const own = fastest(runs.ours);
  const theirs = runs.peer.length === 0 ? null : fastest(runs.peer);
  console.log(`\n${of}:\n${describe(own, theirs)}`);
  const first = runs.ours.reduce(
    (least, run) => Math.min(least, run.firstCpuSeconds ?? least),
    Number.POSITIVE_INFINITY,
  );
  return [
    ...(theirs === null ? [] : [row(of, "ns-3", packetsOf(theirs), theirs.cpuSeconds, true)]),
    row(of, "viva", packetsOf(own), own.cpuSeconds, theirs === null),
    row(of, "viva, first run of a process", packetsOf(own), first, false),
  ];
}

const row = (of: string, who: string, packets: number, cpuSeconds: number, peer: boolean): Row => ({
  of,
  who: `${who}: ${Math.round(packets / cpuSeconds).toLocaleString("en")} packets per CPU second`,
  ns: (cpuSeconds * 1e9) / packets,
  peer,
});

/** The least disturbed of several equal runs: other programs can only make one slower. */
const fastest = (runs: readonly Run[]): Run => runs.toSorted((a, b) => a.cpuSeconds - b.cpuSeconds)[0]!;

const total = (run: Run): number => run.received.reduce((sum, octets) => sum + octets, 0);
const packetsOf = (run: Run): number => total(run) / segmentBytes;

/** Jain, Chiu, Hawe 1984: 1 when all streams got the same, 1/n when one got all. */
function jain(shares: readonly number[]): number {
  const sum = shares.reduce((a, b) => a + b, 0);
  const squares = shares.reduce((a, b) => a + b * b, 0);
  return (sum * sum) / (shares.length * squares);
}

/** That it is the same traffic: ours beside theirs, and in percent of theirs where that means something. */
function describe(own: Run, theirs: Run | null): string {
  const lines = [["", "viva", "ns-3", ""]];
  const add = (what: string, of: (run: Run) => number, digits: number, compared = true): void => {
    const [ours, peers] = [of(own), theirs === null ? null : of(theirs)];
    const apart = peers === null || !compared ? "" : `${((ours / peers - 1) * 100).toFixed(1)} %`;
    lines.push([what, ours.toFixed(digits), peers?.toFixed(digits) ?? "", apart]);
  };
  add("goodput, Mbit/s", (run) => (total(run) * 8) / run.virtualSeconds / 1e6, 1);
  if (own.received.length > 1) add("Jain's index", (run) => jain(run.received), 3);
  add("MB resident at most", (run) => run.peakMegabytes, 0, false);
  const looks = own.windows.length;
  for (let i = 0; i < looks; i += Math.ceil(looks / 9))
    add(
      `cwnd at ${((i + 1) * own.lookSeconds!).toFixed(1)} s, segments`,
      (run) => run.windows[i] ?? Number.NaN,
      0,
      false,
    );
  return lines
    .map(([what, ...rest]) => `  ${what!.padEnd(28)}${rest.map((cell) => cell.padStart(10)).join("")}`)
    .join("\n");
}

const here = fileURLToPath(new URL(".", import.meta.url));
const cache = join(here, "..", "node_modules", ".cache", "viva-bench");

/** Bundled, as what is shipped is bundled: the loader that runs TypeScript directly adds calls of its own. */
function buildOurs(): Make {
  const outfile = join(cache, "network-run.mjs");
  buildSync({
    entryPoints: [join(here, "network-run.ts")],
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    outfile,
  });
  return (kind) => runOf(process.execPath, [outfile, kind.name, String(sizeOf(kind)), kind.trace, kind.readers]);
}

const headers = "/usr/include/ns3/core-module.h";
const libraries = ["applications", "internet", "point-to-point", "traffic-control", "network", "core"];

/** Compiles the peer unless that was done already; why it cannot be, when it cannot. */
function buildPeer(): Make | string {
  if (!existsSync(headers)) return "To compare: apt-get install libns3-dev g++";
  const source = join(here, "peers", "network.cc");
  const version = createHash("sha256").update(readFileSync(source)).digest("hex").slice(0, 12);
  const program = join(cache, `ns3-network-${version}`);
  try {
    if (!existsSync(program)) {
      mkdirSync(cache, { recursive: true });
      console.log("compiling peers/network.cc ...");
      execFileSync("g++", ["-O2", "-o", program, source, ...libraries.map((name) => `-lns3-${name}`)]);
    }
  } catch (error) {
    return `peers/network.cc does not compile here: ${error instanceof Error ? error.message : error}`;
  }
  return (kind) => runOf(program, [kind.name, String(sizeOf(kind))]);
}

const runOf = (program: string, args: readonly string[]): Run =>
  JSON.parse(execFileSync(program, args, { encoding: "utf8" })) as Run;
