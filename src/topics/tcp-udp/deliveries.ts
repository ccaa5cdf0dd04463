/** What the programs of this topic got, and when, read off a trace: claims and follow-up questions are checked with it. */
import { between, type Duration, type Instant } from "../../engine/base/time.ts";
import type { EventId, EventOf, HostId } from "../../engine/trace/happening.ts";
import type { Trace } from "../../engine/trace/trace.ts";
import { readU32 } from "../../engine/wire/integers.ts";
import type { Run } from "../../lab/run.ts";
import { type SentSegment, tcpSegments } from "../../lab/segments.ts";

export type Transport = "tcp" | "udp";

/** One value that a program wrote down: a message's number, the bytes of a read. */
export interface Noted {
  readonly event: EventId;
  readonly at: Instant;
  readonly value: number;
}

/** Everything that was written to a cell, in order. */
export const noted = (trace: Trace, cell: string): Noted[] =>
  trace
    .of("cell.written")
    .flatMap((event) => (event.cell === cell ? [{ event: event.id, at: event.at, value: event.value }] : []));

export const valuesOf = (list: readonly Noted[]): number[] => list.map(({ value }) => value);

/** A message that was sent, and when it was read first; null: never. */
export interface Message {
  readonly number: number;
  readonly sent: Noted;
  readonly read: Noted | null;
}

export function messagesOf(trace: Trace, transport: Transport): Message[] {
  const first = new Map<number, Noted>();
  for (const read of noted(trace, `${transport} message`)) if (!first.has(read.value)) first.set(read.value, read);
  return noted(trace, `${transport} sent`).map((sent) => ({
    number: sent.value,
    sent,
    read: first.get(sent.value) ?? null,
  }));
}

/** How long a message took from write to read; null when it never came. */
export const delayOf = ({ sent, read }: Message): Duration | null => (read === null ? null : between(sent.at, read.at));

/** Frames of one transport that a host sent, in order. */
export const framesFrom = (trace: Trace, host: HostId, label: string): EventOf<"frame.sent">[] =>
  trace.of("frame.sent").filter((event) => event.host === host && event.labels.includes(label));

/** When the whole file had been read; null: it never was. */
export const completeAt = (trace: Trace, transport: Transport): Noted | null =>
  noted(trace, `${transport} complete`)[0] ?? null;

/** Frames that the link lost, by whatever cause. */
export const droppedFrames = (trace: Trace): ReadonlySet<EventId> =>
  new Set(trace.of("frame.dropped").map((event) => event.frame));

/** Segments of data from one host, each with the message that it begins with, when messages are numbered. */
export interface DataSegment extends SentSegment {
  readonly message: number;
}

/** The number in the first four bytes of a segment's data. */
export function dataSegments(trace: Trace, from: HostId): DataSegment[] {
  return tcpSegments(trace)
    .filter((segment) => segment.from === from && segment.length >= 4)
    .map((segment) => {
      const frame = trace.event(segment.event);
      const bytes = frame.kind === "frame.sent" ? frame.bytes : new Uint8Array(4);
      return { ...segment, message: readU32(bytes, bytes.length - segment.length) };
    });
}

/** Bytes that a host's stream sockets gave to readers from `from` to `to`, by descriptor. */
export function bytesRead(trace: Trace, host: HostId, from: Instant, to: Instant): ReadonlyMap<number, number> {
  const out = new Map<number, number>();
  for (const event of trace.of("call.returned"))
    if (
      event.host === host &&
      event.call === "recvfrom" &&
      event.at >= from &&
      event.at < to &&
      typeof event.result === "number"
    )
      out.set(event.fd, (out.get(event.fd) ?? 0) + event.result);
  return out;
}

/** Bytes of datagrams that reached a socket of `host` from `from` to `to`. */
export function datagramBytesReceived(trace: Trace, host: HostId, from: Instant, to: Instant): number {
  let sum = 0;
  for (const event of trace.of("udp.received"))
    if (event.host === host && event.at >= from && event.at < to) sum += event.lengthBytes;
  return sum;
}

export const transportOf = (run: Run): string => String(run.ref.knobs["transport"]);
