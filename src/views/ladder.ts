/**
 * The ladder: lifelines side by side, time running down. A lifeline is a host (frames are arrows between two) or, on a host with
 * threads, a thread (its steps stand on its line). A pure function of the trace; `ladder-text.ts` writes it.
 */
import type { Instant } from "../engine/base/time.ts";
import type { EventId, EventOf, HostId } from "../engine/trace/happening.ts";
import type { Trace } from "../engine/trace/trace.ts";
import { type Step, timelines } from "./timeline.ts";

export interface Lifeline {
  readonly name: string;
  readonly host: HostId;
}

export type Rung =
  /** A thread's step: on one lifeline. */
  | { readonly kind: "step"; readonly at: Instant; readonly event: EventId; readonly on: number; readonly step: Step }
  /** A frame: an arrow that starts at `at` and ends at each of `arrivals`, or never when it was dropped. */
  | {
      readonly kind: "frame";
      readonly at: Instant;
      readonly event: EventId;
      readonly from: number;
      readonly to: number;
      readonly label: string;
      readonly lengthBytes: number;
      readonly arrivals: readonly Instant[];
      readonly dropped: EventOf<"frame.dropped">["why"] | null;
    }
  | { readonly kind: "deadlock"; readonly at: Instant; readonly event: EventId; readonly on: readonly number[] };

export interface Ladder {
  readonly lifelines: readonly Lifeline[];
  readonly rungs: readonly Rung[];
}

export function ladder(trace: Trace): Ladder {
  const lines = timelines(trace);
  const withThreads = new Map(lines.map((line) => [line.host, line]));
  const lifelines: Lifeline[] = [];
  const lifeline = new Map<string, number>();
  const add = (key: string, name: string, host: HostId): number => {
    const known = lifeline.get(key);
    if (known !== undefined) return known;
    lifeline.set(key, lifelines.length);
    lifelines.push({ name, host });
    return lifelines.length - 1;
  };
  for (const line of lines)
    for (const lane of line.lanes)
      add(`${line.host} ${lane.thread}`, lines.length > 1 ? `${line.host} ${lane.name}` : lane.name, line.host);
  const rungs: Rung[] = [];
  const steps = new Map(
    lines.flatMap((line) => line.steps.map((step) => [step.event, { host: line.host, step }] as const)),
  );
  const fate = framesFate(trace);
  for (const event of trace.events) {
    const step = steps.get(event.id);
    if (step) {
      rungs.push({
        kind: "step",
        at: event.at,
        event: event.id,
        on: lifeline.get(`${step.host} ${step.step.thread}`)!,
        step: step.step,
      });
    } else if (event.kind === "frame.sent") {
      const ends = [event.host!, event.to].map((host) => add(withThreads.has(host) ? `${host} 0` : host, host, host));
      rungs.push({
        kind: "frame",
        at: event.at,
        event: event.id,
        from: ends[0]!,
        to: ends[1]!,
        label: event.labels[0] ?? "FRAME",
        lengthBytes: event.bytes.length,
        arrivals: fate.arrivals.get(event.id) ?? [],
        dropped: fate.dropped.get(event.id) ?? null,
      });
    } else if (event.kind === "deadlock") {
      const on = event.threads.map((thread) => lifeline.get(`${event.host} ${thread}`)!);
      rungs.push({ kind: "deadlock", at: event.at, event: event.id, on });
    }
  }
  return { lifelines, rungs };
}

function framesFate(trace: Trace): {
  arrivals: Map<EventId, Instant[]>;
  dropped: Map<EventId, EventOf<"frame.dropped">["why"]>;
} {
  const arrivals = new Map<EventId, Instant[]>();
  const dropped = new Map<EventId, EventOf<"frame.dropped">["why"]>();
  for (const event of trace.events) {
    if (event.kind === "frame.received") arrivals.set(event.frame, [...(arrivals.get(event.frame) ?? []), event.at]);
    else if (event.kind === "frame.dropped") dropped.set(event.frame, event.why);
  }
  return { arrivals, dropped };
}
