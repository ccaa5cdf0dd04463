/**
 * Whether what our TCP sent is what a `>` line says: field by field, the first difference wins. Several segments in a row may stand for
 * one line (segmentation offload), unless the script wants them one by one. Also how a segment is written in the script's notation.
 */
import type { Instant } from "../../engine/base/time.ts";
import type { Segment } from "../../engine/protocols/tcp/segment.ts";
import { formatTcpFlags, tcpFlag } from "../../engine/wire/tcp.ts";
import { type TcpOption, tcpOptionLength } from "../../engine/wire/tcp-options.ts";
import type { Conversation } from "./conversation.ts";
import type { IpMarks, OptionSpec, Ports, TcpSpec } from "./script.ts";

/** A segment that left, as it left; its payload is not kept. */
export interface Sent {
  readonly at: Instant;
  readonly conversation: Conversation;
  readonly segment: Omit<Segment, "payload">;
  readonly length: number;
  readonly ecn: 0 | 2;
  readonly frame: Carrier;
}

/** What a segment is carried by: fields of the IP header, and UDP ports when it travels in UDP. */
export interface Carrier {
  readonly ttl: number;
  /** The upper six bits of the field. */
  readonly tos: number;
  readonly udp: Ports | null;
}

export interface Difference {
  readonly field: string;
  readonly expected: string;
  readonly found: string;
}

/** How a line is compared. */
export interface Strictness {
  /** Nanoseconds of one step of the script's timestamps; null: their values are not compared. */
  readonly timestampTick: number | null;
  readonly tolerance: number;
}

/**
 * Compares the segments `sent`, which are consecutive, as one with what the line says.
 * @param whole false while more segments may follow: their length is not yet judged.
 */
export function compare(
  spec: TcpSpec,
  ip: IpMarks,
  sent: readonly Sent[],
  whole: boolean,
  strictness: Strictness,
): Difference | null {
  const first = sent[0]!;
  const last = sent[sent.length - 1]!;
  const { conversation: talk } = first;
  const differs = (field: string, expected: string | number, found: string | number): Difference => ({
    field,
    expected: `${field} ${expected}`,
    found: `${field} ${found}`,
  });
  if (spec.ports !== null) {
    const { sourcePort, destinationPort } = first.segment;
    if (spec.ports.source !== sourcePort && spec.ports.source !== 0)
      return differs("source port", spec.ports.source, sourcePort);
    if (spec.ports.destination !== destinationPort && spec.ports.destination !== 0) {
      return differs("destination port", spec.ports.destination, destinationPort);
    }
  }
  const { udp } = first.frame;
  const tunnel = (ports: Ports | null): string => (ports === null ? "none" : `${ports.source} > ${ports.destination}`);
  if (tunnel(spec.udp) !== tunnel(udp)) return differs("udp", tunnel(spec.udp), tunnel(udp));
  // PSH and FIN belong to the last of several; the others are the same on each.
  const ofLast = tcpFlag.psh | tcpFlag.fin;
  const flags = (first.segment.flags & ~ofLast) | (last.segment.flags & ofLast);
  // Linux sets PSH on whatever goes out as several segments at once, so that the receiver hands it on; that is its offloading, not TCP.
  const free = sent.length > 1 && spec.flags & tcpFlag.psh ? tcpFlag.psh : 0;
  const judged = (whole ? 0xff : 0xff & ~ofLast) & ~free;
  if ((flags & judged) !== (spec.flags & judged)) return differs("flags", writeFlags(spec.flags), writeFlags(flags));
  if (spec.seq !== null) {
    const found = spec.exactSeq ? first.segment.seq : talk.ourScript(first.segment.seq);
    if (found !== spec.seq) return differs("seq", spec.seq, found);
  }
  const length = sent.reduce((sum, one) => sum + one.length, 0);
  if (whole ? length !== spec.length : length > spec.length) return differs("length", spec.length, length);
  for (const one of sent) {
    const acks = (one.segment.flags & tcpFlag.ack) !== 0;
    const counted = acks ? talk.peerScript(one.segment.ack) : null;
    // A SYN-ACK names the number of the SYN as it stands there, whatever the lines behind it count from.
    const ack = acks && spec.flags & tcpFlag.syn && spec.ack === one.segment.ack ? spec.ack : counted;
    if (spec.flags & tcpFlag.ack && ack !== (spec.ack ?? 0)) return differs("ack", spec.ack ?? 0, ack ?? "none");
  }
  if (!(spec.flags & tcpFlag.ack) && spec.ack !== null && spec.ack !== 0) return differs("ack", spec.ack, "none");
  if (spec.window !== null && last.segment.window !== spec.window)
    return differs("win", spec.window, last.segment.window);
  if (spec.urgent !== null || spec.flags & tcpFlag.urg) {
    if ((spec.urgent ?? 0) !== first.segment.urgentPointer)
      return differs("urg", spec.urgent ?? 0, first.segment.urgentPointer);
  }
  if (ip.ttl !== null && ip.ttl !== first.frame.ttl) return differs("ttl", ip.ttl, first.frame.ttl);
  if (ip.tos !== null && ip.tos !== (first.frame.tos | first.ecn))
    return differs("tos", ip.tos, first.frame.tos | first.ecn);
  if (ip.ecn !== null && ip.ecn !== "ect01") {
    const found = first.ecn === 2 ? "ect0" : "noecn";
    if (ip.ecn !== found) return differs("ecn", ip.ecn, found);
  }
  return spec.options === null ? null : compareOptions(spec.options, first, strictness, differs);
}

function compareOptions(
  expected: readonly OptionSpec[],
  sent: Sent,
  strictness: Strictness,
  differs: (field: string, expected: string | number, found: string | number) => Difference,
): Difference | null {
  const found = withPadding(sent.segment.options);
  const shapes = (list: readonly OptionSpec[]): string => `<${list.map((one) => writeOption(one)).join(",")}>`;
  const live = found.map((one) => inScript(one, sent.conversation));
  const all = (): Difference => differs("options", shapes(expected), shapes(live));
  if (live.length !== expected.length) return all();
  for (const [i, want] of expected.entries()) {
    const have = live[i]!;
    if (want.kind !== have.kind) return all();
    if ((want.kind === "mss" || want.kind === "wscale") && "value" in have && want.value !== have.value) {
      return differs(want.kind, want.value, have.value);
    }
    if (want.kind === "sack" && writeOption(want) !== writeOption(have)) {
      return differs("sack", writeOption(want).slice(5), writeOption(have).slice(5));
    }
    if ((want.kind === "FO" || want.kind === "FOEXP") && writeOption(want) !== writeOption(have)) {
      return differs(want.kind, want.cookie, "cookie" in have ? have.cookie : "");
    }
    if (want.kind === "TS" && have.kind === "TS") {
      if (want.echo !== have.echo) return differs("TS ecr", want.echo, have.echo);
      const difference = compareStamp(want.value, found[i] as TcpOption, sent, strictness);
      if (difference !== null) return differs("TS val", want.value, difference);
    }
  }
  return null;
}

/** Our clock ticks in milliseconds; the script's tick may be another. Null: fine; else what it would be in the script's counting. */
function compareStamp(
  script: number,
  option: TcpOption,
  sent: Sent,
  { timestampTick, tolerance }: Strictness,
): number | null {
  const wire = option.kind === "timestamps" ? option.value : 0;
  const first = sent.conversation.firstStamp;
  let wrong: number | null = null;
  if (timestampTick !== null && first !== null) {
    const passed = ((wire - first.wire) | 0) * 1_000_000;
    const said = ((script - first.script) | 0) * timestampTick;
    if (Math.abs(passed - said) > Math.max(tolerance, timestampTick))
      wrong = first.script + Math.round(passed / timestampTick);
  }
  if (wrong === null) sent.conversation.nameStamp(script, wire);
  return wrong;
}

/** Options as lines of a script list them: the padding of a header shows as "eol"s. */
function withPadding(options: readonly TcpOption[]): (TcpOption | "eol")[] {
  let octets = 0;
  for (const option of options) octets += tcpOptionLength(option);
  const padded: (TcpOption | "eol")[] = [...options];
  for (; octets % 4 !== 0; octets++) padded.push("eol");
  return padded;
}

/** An option of ours, with the script's numbers. */
function inScript(option: TcpOption | "eol", talk: Conversation): OptionSpec {
  if (option === "eol") return { kind: "eol" };
  switch (option.kind) {
    case "mss":
      return { kind: "mss", value: option.mss };
    case "window-scale":
      return { kind: "wscale", value: option.shift };
    case "sack-permitted":
      return { kind: "sackOK" };
    case "timestamps":
      return { kind: "TS", value: talk.stampScript(option.value), echo: option.echo };
    case "sack":
      return {
        kind: "sack",
        blocks: option.blocks.map(({ left, right }) => [talk.peerScript(left), talk.peerScript(right)]),
      };
    case "fast-open":
      return { kind: option.experimental ? "FOEXP" : "FO", cookie: hexOf(option.cookie) };
    default:
      return { kind: "nop" };
  }
}

const hexOf = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

function writeOption(option: OptionSpec): string {
  switch (option.kind) {
    case "mss":
    case "wscale":
      return `${option.kind} ${option.value}`;
    case "TS":
      return `TS val ${option.value} ecr ${option.echo}`;
    case "FO":
    case "FOEXP":
      return option.cookie === "" ? option.kind : `${option.kind} ${option.cookie}`;
    case "sack":
      return `sack ${option.blocks.map(([left, right]) => `${left}:${right}`).join(" ")}`;
    default:
      return option.kind;
  }
}

const writeFlags = (flags: number): string => (flags === 0 ? "-" : formatTcpFlags(flags));

/** `P. 1:1001(1000) ack 1 win 257 <nop,nop,TS val 100 ecr 200>` */
export function writeSent({ segment, conversation: talk, length }: Sent): string {
  const seq = talk.ourScript(segment.seq);
  const options = withPadding(segment.options).map((one) => writeOption(inScript(one, talk)));
  return [
    writeFlags(segment.flags),
    `${seq}:${(seq + length) >>> 0}(${length})`,
    ...(segment.flags & tcpFlag.ack ? [`ack ${talk.peerScript(segment.ack)}`] : []),
    `win ${segment.window}`,
    ...(segment.flags & tcpFlag.urg ? [`urg ${segment.urgentPointer}`] : []),
    ...(options.length > 0 ? [`<${options.join(",")}>`] : []),
  ].join(" ");
}

/** The same of what a line says. */
export function writeSpec(spec: TcpSpec): string {
  return [
    writeFlags(spec.flags),
    spec.seq === null ? `...(${spec.length})` : `${spec.seq}:${(spec.seq + spec.length) >>> 0}(${spec.length})`,
    ...(spec.ack === null ? [] : [`ack ${spec.ack}`]),
    ...(spec.window === null ? [] : [`win ${spec.window}`]),
    ...(spec.urgent === null ? [] : [`urg ${spec.urgent}`]),
    ...(spec.options === null
      ? ["<...>"]
      : spec.options.length === 0
        ? []
        : [`<${spec.options.map(writeOption).join(",")}>`]),
  ].join(" ");
}
