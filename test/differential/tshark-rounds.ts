/**
 * Lets tshark judge many faulty runs: makes them in batches, writes a capture of what happens between the ends of connections and
 * one for each place at an end, each of the whole batch, and compares. While tshark reads one batch the next is made.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { decodeEthernet, ethernetHeaderLength } from "../../src/engine/wire/ethernet.ts";
import { ipPacketIn } from "../../src/engine/wire/ip-packet.ts";
import { isMalformed } from "../../src/engine/wire/malformed.ts";
import { etherType, ipProtocol } from "../../src/engine/wire/numbers.ts";
import { summarise } from "../../src/engine/wire/summary.ts";
import { disagreements, RunLog, type Tally } from "./agreement.ts";
import { type Capture, captureAt, captureInside, Damage } from "./capture.ts";
import { type FaultyRun, runFaulty } from "./faulty-run.ts";
import { type Judged, judge } from "./tshark.ts";

export interface Outcome {
  /** What tshark finds wrong with frames that nobody damaged. */
  readonly complaints: string[];
  /** Damaged frames that tshark finds nothing wrong with. */
  readonly unnoticed: string[];
  /** Where the world's log and tshark's analysis differ. */
  readonly disagreements: string[];
  readonly tally: Tally;
}

/** Judges the runs of these seeds. */
export async function judgeRuns(seeds: readonly number[]): Promise<Outcome> {
  const outcome: Outcome = { complaints: [], unnoticed: [], disagreements: [], tally: {} };
  const folder = mkdtempSync(join(tmpdir(), "viva-tshark-"));
  try {
    let before: Promise<void> = Promise.resolve();
    for (let first = 0; first < seeds.length; first += runsInBatch) {
      const batch = seeds.slice(first, first + runsInBatch).map((seed) => {
        const run = runFaulty(seed);
        return { run, log: new RunLog(run), damage: new Damage(run.trace) };
      });
      await before;
      before = judgeBatch(folder, batch, outcome);
      before.catch(() => {}); // reported where it is awaited
    }
    await before;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return outcome;
}

interface Made {
  readonly run: FaultyRun;
  readonly log: RunLog;
  readonly damage: Damage;
}

async function judgeBatch(folder: string, batch: readonly Made[], outcome: Outcome): Promise<void> {
  outcome.tally["runs"] = (outcome.tally["runs"] ?? 0) + batch.length;
  const inside = (): Promise<void> =>
    together(
      join(folder, "inside.pcapng"),
      batch,
      ({ run }) => captureInside(run.trace, run.ends),
      (made, capture, judged) => judgeFrames(made, capture, judged, outcome),
    );
  // Both ends of a connection never stand in one file: tshark would take every segment for repeated.
  const end = (place: number): Promise<void> =>
    together(
      join(folder, `end-${place}.pcapng`),
      batch.filter(({ run }) => run.ends[place] !== undefined),
      ({ run, damage }) => captureAt(run.trace, run.ends[place]!, damage),
      (made, capture, judged) => {
        judgeFrames(made, capture, judged, outcome);
        const host = made.run.ends[place]!;
        outcome.disagreements.push(...disagreements(made.log, host, capture.frames, judged, outcome.tally));
      },
    );
  await Promise.all([inside(), end(0)]);
  await Promise.all([end(1), end(2)]);
}

/** One file for the captures of all these runs, section after section, and one tshark for it. */
async function together(
  file: string,
  batch: readonly Made[],
  capture: (made: Made) => Capture,
  compare: (made: Made, capture: Capture, judged: readonly Judged[]) => void,
): Promise<void> {
  if (batch.length === 0) return;
  const captures = batch.map(capture);
  writeFileSync(file, Buffer.concat(captures.map((one) => one.file)));
  const judged = await judge(file);
  const expected = captures.reduce((sum, { frames }) => sum + frames.length, 0);
  if (judged.length !== expected) throw new Error(`tshark read ${judged.length} of ${expected} frames`);
  let at = 0;
  for (const [i, one] of captures.entries()) {
    compare(batch[i]!, one, judged.slice(at, at + one.frames.length));
    at += one.frames.length;
  }
}

function judgeFrames({ run, damage }: Made, { frames }: Capture, judged: readonly Judged[], outcome: Outcome): void {
  const { tally } = outcome;
  for (const [i, event] of frames.entries()) {
    tally["frames"] = (tally["frames"] ?? 0) + 1;
    if (event.bytes[12] === 0x86 && event.bytes[13] === 0xdd)
      tally["frames of IPv6"] = (tally["frames of IPv6"] ?? 0) + 1;
    const words = (): string => `${run.story}; event ${event.id}: ${summarise(event.bytes)}`;
    const { complaints } = judged[i]!;
    const wrong = damage.of(event);
    if (wrong === "nothing") {
      // Allowed: an ICMP error quotes the beginning of a datagram, so that its checksum cannot be right.
      // And one of ICMPv6 may quote a damaged packet: no checksum covers its header, so its receiver could not know.
      const own = isIcmp(event.bytes)
        ? complaints.filter((one) => !/bad (tcp|udp)|Bogus IP version/.test(one))
        : complaints;
      if (own.length > 0) outcome.complaints.push(`${words()}: ${own.join(", ")}`);
    } else if (
      wrong === "datagram" &&
      event.bytes[12] === 0x08 &&
      event.bytes[ethernetHeaderLength + 9] === ipProtocol.tcp
    ) {
      tally["damaged segments"] = (tally["damaged segments"] ?? 0) + 1;
      if (complaints.length === 0) outcome.unnoticed.push(words());
    }
  }
}

const isIcmp = (bytes: Uint8Array): boolean => {
  const frame = decodeEthernet(bytes);
  if (isMalformed(frame)) return false;
  if (frame.etherType === etherType.ipv6) return ipPacketIn(bytes)?.protocol === ipProtocol.icmpv6;
  return frame.etherType === etherType.ipv4 && frame.payload[9] === ipProtocol.icmp;
};

const runsInBatch = 50;
