/**
 * The ladder: lifelines side by side, time running down. A lifeline is a host (frames are arrows between two, what happens on a host
 * stands on its line) or, on a host whose threads share memory, a thread. A pure function of the trace; `ladder-text.ts` writes it.
 */
import type { Instant } from "../engine/base/time.ts";
import type { EventId, EventOf, HostId, TraceEvent } from "../engine/trace/happening.ts";
import type { Trace } from "../engine/trace/trace.ts";
import { frameDetail } from "./frame-words.ts";
import { type Step, timelines } from "./timeline.ts";

export interface Lifeline {
  readonly name: string;
  readonly host: HostId;
}

/** Something on a host that is no frame: what its connection, its timer or its program does. */
export type Note =
  | { readonly kind: "state"; readonly from: string; readonly to: string }
  | { readonly kind: "timer"; readonly timer: string }
  | { readonly kind: "ignored"; readonly why: string }
  | { readonly kind: "called"; readonly call: string }
  | { readonly kind: "returned"; readonly call: string; readonly result: number | string | null };

interface Placed {
  readonly at: Instant;
  readonly event: EventId;
}

export interface FrameRung extends Placed {
  readonly kind: "frame";
  readonly from: number;
  readonly to: number;
  readonly label: string;
  /** "seq=5000 ack=1001"; empty when there is nothing to add. */
  readonly detail: string;
  readonly lengthBytes: number;
  /** When it arrived: once for each copy, never when it was dropped. */
  readonly arrivals: readonly Instant[];
  readonly dropped: EventOf<"frame.dropped">["why"] | null;
  /** The same octets were sent before. */
  readonly again: boolean;
  /** The number of the decision whether it is lost: what `RunRef.choices` overrides. */
  readonly choice: number | null;
}

export type Rung =
  | FrameRung
  | (Placed & { readonly kind: "step"; readonly on: number; readonly step: Step })
  | (Placed & { readonly kind: "note"; readonly on: number; readonly note: Note })
  | (Placed & { readonly kind: "deadlock"; readonly on: readonly number[] });

export interface Ladder {
  readonly lifelines: readonly Lifeline[];
  readonly rungs: readonly Rung[];
}

export function ladder(trace: Trace): Ladder {
  const lines = timelines(trace).filter((line) => line.steps.length > 0 || line.deadlock !== null);
  const lifelines: Lifeline[] = [];
  const places = new Map<string, number>();
  const place = (key: string, name: string, host: HostId): number => {
    const known = places.get(key);
    if (known !== undefined) return known;
    places.set(key, lifelines.length);
    lifelines.push({ name, host });
    return lifelines.length - 1;
  };
  for (const line of lines)
    for (const lane of line.lanes)
      place(`${line.host} ${lane.thread}`, lines.length > 1 ? `${line.host} ${lane.name}` : lane.name, line.host);
  const threaded = new Set(lines.map((line) => line.host));
  const lineOf = (host: HostId): number => place(threaded.has(host) ? `${host} 0` : host, host, host);
  // Hosts stand in the order in which they speak: who asks is left of who answers.
  for (const event of trace.events)
    if (event.kind === "frame.sent") {
      lineOf(event.host!);
      lineOf(event.to);
    }
  const steps = new Map(lines.flatMap(({ host, steps }) => steps.map((step) => [step.event, { host, step }] as const)));
  const fate = framesFate(trace);
  const sent = new Set<string>();
  const rungs: Rung[] = [];
  for (const event of trace.events) {
    const { at, id } = event;
    const own = steps.get(id);
    if (own)
      rungs.push({ kind: "step", at, event: id, on: places.get(`${own.host} ${own.step.thread}`)!, step: own.step });
    else if (event.kind === "frame.sent") {
      const { text, repeats } = frameDetail(event.bytes);
      const key = repeats === null ? null : `${event.link} ${event.host} ${repeats}`;
      rungs.push({
        kind: "frame",
        at,
        event: id,
        from: lineOf(event.host!),
        to: lineOf(event.to),
        label: event.labels[0] ?? "FRAME",
        detail: text,
        lengthBytes: event.bytes.length,
        arrivals: fate.arrivals.get(id) ?? [],
        dropped: fate.dropped.get(id) ?? null,
        again: key !== null && sent.has(key),
        choice: event.choice,
      });
      if (key !== null) sent.add(key);
    } else if (event.kind === "deadlock")
      rungs.push({
        kind: "deadlock",
        at,
        event: id,
        on: event.threads.map((thread) => places.get(`${event.host} ${thread}`)!),
      });
    else {
      const note = noteOf(event);
      if (note && event.host !== null && places.has(event.host))
        rungs.push({ kind: "note", at, event: id, on: lineOf(event.host), note });
    }
  }
  return { lifelines, rungs };
}

function noteOf(event: TraceEvent): Note | null {
  switch (event.kind) {
    case "tcp.state":
      return { kind: "state", from: event.from, to: event.to };
    case "tcp.timer":
      return { kind: "timer", timer: event.timer };
    case "tcp.ignored":
      return { kind: "ignored", why: event.why };
    case "call.made":
      // What is answered at once says all when it returns.
      return event.call === "connect" || event.call === "close" ? { kind: "called", call: event.call } : null;
    case "call.returned":
      return event.call === "close" ? null : { kind: "returned", call: event.call, result: event.result };
    default:
      return null;
  }
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
