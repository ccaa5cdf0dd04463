/**
 * Debian's tshark as a judge: finds it, gives it captures, and reads what it says of each frame, one record a frame. It runs in the
 * background, so that the next captures are made while it reads.
 */
import { spawn, spawnSync } from "node:child_process";
import { createInterface } from "node:readline";

/** The version of the tshark that is installed, or null. */
export function tsharkVersion(): string | null {
  const asked = spawnSync("tshark", ["--version"], { encoding: "utf8" });
  return /TShark \(Wireshark\) (\S+?)\.? /.exec(asked.stdout ?? "")?.[1] ?? null;
}

/** What tshark says of one frame. */
export interface Judged {
  /** Of what it complains besides its TCP analysis: malformed packets, wrong checksums, values that break a protocol. */
  readonly complaints: readonly string[];
  /** The names of its TCP analysis flags: "retransmission", "duplicate_ack", ... */
  readonly analysis: ReadonlySet<AnalysisFlag>;
}

/** Judges the pcapng in `file`; the n-th record is that of frame n + 1. */
export async function judge(file: string): Promise<Judged[]> {
  const fields = [...complaintFields, ...analysisFlags.map((flag) => `tcp.analysis.${flag}`)];
  const args = ["-n", "-r", file, "-T", "fields", ...fields.flatMap((field) => ["-e", field]), ...preferences];
  const child = spawn("tshark", args, { stdio: ["ignore", "pipe", "pipe"] });
  let errors = "";
  child.stderr.on("data", (chunk) => {
    errors = (errors + chunk).slice(-2_000);
  });
  const ended = new Promise<number | null>((done, fail) => child.on("error", fail).on("close", done));
  const frames: Judged[] = [];
  for await (const line of createInterface({ input: child.stdout })) frames.push(record(line.split("\t")));
  const code = await ended;
  if (code !== 0) throw new Error(`tshark ended with ${code}: ${errors}`);
  return frames;
}

function record(columns: readonly string[]): Judged {
  const complaints: string[] = [];
  const [malformed, groups = "", messages = "", ...checksums] = columns.slice(0, complaintFields.length);
  if (malformed) complaints.push("malformed");
  // Several stand in one column, in the order of their messages.
  const said = messages.split(",");
  for (const [i, group] of groups.split(",").entries())
    if (group !== "" && !judgedElsewhere.includes(Number(group))) complaints.push(`${said[i]} (group ${group})`);
  for (const [i, status] of checksums.entries())
    if (status.split(",").includes(checksumBad)) complaints.push(`bad ${complaintFields[3 + i]}`);
  const analysis = new Set<AnalysisFlag>();
  for (const [i, value] of columns.slice(complaintFields.length).entries()) if (value) analysis.add(analysisFlags[i]!);
  return { complaints, analysis };
}

const complaintFields = [
  "_ws.malformed",
  "_ws.expert.group",
  "_ws.expert.message",
  "ip.checksum.status",
  "tcp.checksum.status",
  "udp.checksum.status",
  "icmp.checksum.status",
  "icmpv6.checksum.status",
];
const checksumBad = "0";
/** Groups of expert remarks: checksums (they have columns of their own), the TCP analysis (so has it), and comments of the capture itself. */
const judgedElsewhere: readonly number[] = [0x01000000, 0x02000000, 0x0b000000];

export const analysisFlags = [
  "retransmission",
  "fast_retransmission",
  "spurious_retransmission",
  "out_of_order",
  "duplicate_ack",
  "zero_window",
  "zero_window_probe",
  "zero_window_probe_ack",
  "keep_alive",
  "keep_alive_ack",
  "window_full",
  "window_update",
  "lost_segment",
  "ack_lost_segment",
  "reused_ports",
] as const;

export type AnalysisFlag = (typeof analysisFlags)[number];

const preferences = [
  "ip.check_checksum:TRUE",
  "tcp.check_checksum:TRUE",
  "udp.check_checksum:TRUE",
  "tcp.analyze_sequence_numbers:TRUE",
  "tcp.desegment_tcp_streams:FALSE",
  "tcp.try_heuristic_first:FALSE",
  "udp.try_heuristic_first:FALSE",
].flatMap((preference) => ["-o", preference]);
