/** What TCP measures and decides along the way, as lines over time: congestion window and threshold, round-trip time and timeout. */
import type { Instant } from "../engine/base/time.ts";
import type { EventId, HostId } from "../engine/trace/happening.ts";
import type { Trace } from "../engine/trace/trace.ts";

export interface Sample {
  readonly event: EventId;
  readonly at: Instant;
  readonly value: number;
}

export interface Samples {
  readonly host: HostId;
  readonly connection: string;
  /** Bytes for "cwnd", nanoseconds for "rtt". */
  readonly what: "cwnd" | "rtt";
  readonly values: readonly Sample[];
  /** ssthresh, or the retransmission timeout. */
  readonly limits: readonly Sample[];
}

/** One entry for each end that has at least `least` samples; of more than `most` every n-th is kept. */
export function samples(trace: Trace, least: number, most: number): Samples[] {
  const lines = new Map<string, Samples & { values: Sample[]; limits: Sample[] }>();
  for (const event of trace.events) {
    if ((event.kind !== "tcp.window" && event.kind !== "tcp.rtt") || event.host === null) continue;
    const { host, connection, id, at } = event;
    const what = event.kind === "tcp.window" ? "cwnd" : "rtt";
    const key = `${host} ${connection} ${what}`;
    const line = lines.get(key) ?? { host, connection, what, values: [], limits: [] };
    lines.set(key, line);
    const [value, limit] = event.kind === "tcp.window" ? [event.cwnd, event.ssthresh] : [event.rtt, event.rto];
    line.values.push({ event: id, at, value });
    line.limits.push({ event: id, at, value: limit });
  }
  return [...lines.values()]
    .filter((line) => line.values.length >= least)
    .map((line) => ({ ...line, values: thinned(line.values, most), limits: thinned(line.limits, most) }));
}

function thinned(values: readonly Sample[], most: number): Sample[] {
  const step = Math.ceil(values.length / most);
  return values.filter((_, index) => index % step === 0 || index === values.length - 1);
}
