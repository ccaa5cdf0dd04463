/**
 * The ladder: lifelines side by side, time running down. A lifeline is a host (frames are arrows between two, what happens on a host
 * stands on its line) or, on a host without a network, a thread. A pure function of the trace; `ladder-text.ts` writes it.
 */
import type { Instant } from "../engine/base/time.ts";
import type { EventId, EventOf, HostId, TraceEvent } from "../engine/trace/happening.ts";
import type { Trace } from "../engine/trace/trace.ts";
import { firstIndex } from "./first-index.ts";
import { Flows } from "./flows.ts";
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
  /** 1, 2, ... in the order in which frames were sent. */
  readonly number: number;
  /** Which one it is among the frames with its label that its host sent: what a fault calls it ("drop SYN-ACK 1 from server"). */
  readonly nth: number;
  readonly from: number;
  readonly to: number;
  readonly label: string;
  /** "seq=5000 ack=1001"; empty when there is nothing to add. */
  readonly detail: string;
  readonly lengthBytes: number;
  /** When it arrived: once for each copy, never when it was dropped. */
  readonly arrivals: readonly Instant[];
  /** The arrivals as events, in the same order. */
  readonly received: readonly EventId[];
  readonly dropped: EventOf<"frame.dropped">["why"] | null;
  readonly altered: readonly EventOf<"frame.altered">["how"][];
  /** It arrived, and the receiver did not take it: why. */
  readonly ignored: string | null;
  /** The conversation that it belongs to (`flows.ts`); null for what belongs to none, such as ARP. */
  readonly flow: string | null;
  /** The same octets were sent before. */
  readonly again: boolean;
  /** The number of the decision whether it is lost: what `RunRef.choices` overrides. */
  readonly choice: number | null;
}

export type Rung =
  | FrameRung
  | (Placed & { readonly kind: "step"; readonly on: number; readonly step: Step })
  | (Placed & { readonly kind: "note"; readonly on: number; readonly note: Note; readonly flow: string | null })
  | (Placed & { readonly kind: "deadlock"; readonly on: readonly number[] });

export interface Ladder {
  readonly lifelines: readonly Lifeline[];
  readonly rungs: readonly Rung[];
}

export function ladder(trace: Trace): Ladder {
  const speaking = new Set(trace.of("frame.sent").flatMap((event) => [event.host!, event.to]));
  const lines = timelines(trace).filter(
    ({ host, steps, deadlock }) => !speaking.has(host) && (steps.length > 0 || deadlock !== null),
  );
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
  const lineOf = (host: HostId): number => place(host, host, host);
  // Hosts stand in the order in which they speak: who asks is left of who answers.
  for (const event of trace.events)
    if (event.kind === "frame.sent") {
      lineOf(event.host!);
      lineOf(event.to);
    }
  const steps = new Map(lines.flatMap(({ host, steps }) => steps.map((step) => [step.event, { host, step }] as const)));
  const fate = framesFate(trace);
  const sent = new Set<string>();
  const named = new Map<string, number>();
  const flows = new Flows(trace);
  const rungs: Rung[] = [];
  let frames = 0;
  for (const event of trace.events) {
    const { at, id } = event;
    const own = steps.get(id);
    if (own)
      rungs.push({ kind: "step", at, event: id, on: places.get(`${own.host} ${own.step.thread}`)!, step: own.step });
    else if (event.kind === "frame.sent") {
      const { text, repeats, ends } = frameDetail(event.bytes);
      const key = repeats === null ? null : `${event.link} ${event.host} ${repeats}`;
      const label = event.labels[0] ?? "FRAME";
      for (const one of event.labels.length > 0 ? event.labels : [label])
        named.set(`${event.host} ${one}`, (named.get(`${event.host} ${one}`) ?? 0) + 1);
      const own = fate.get(id);
      rungs.push({
        kind: "frame",
        number: ++frames,
        nth: named.get(`${event.host} ${label}`)!,
        at,
        event: id,
        from: lineOf(event.host!),
        to: lineOf(event.to),
        label,
        detail: text,
        lengthBytes: event.bytes.length,
        arrivals: own?.arrivals ?? [],
        received: own?.received ?? [],
        dropped: own?.dropped ?? null,
        altered: own?.altered ?? [],
        ignored: own?.ignored ?? null,
        flow: ends && flows.between(ends[0], ends[1]),
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
        rungs.push({ kind: "note", at, event: id, on: lineOf(event.host), note, flow: flows.of(event) });
    }
  }
  return { lifelines, rungs };
}

/** The conversations of a ladder in the order in which they begin, each with the number of its frames. */
export function conversations(rungs: readonly Rung[]): { readonly flow: string; readonly frames: number }[] {
  const frames = new Map<string, number>();
  for (const rung of rungs)
    if (rung.kind === "frame" && rung.flow !== null) frames.set(rung.flow, (frames.get(rung.flow) ?? 0) + 1);
  return [...frames].map(([flow, count]) => ({ flow, frames: count }));
}

/** The ladder with one conversation only: its frames, and what its ends do. Lifelines stay where they are. */
export const following = (whole: Ladder, flow: string): Ladder => ({
  lifelines: whole.lifelines,
  rungs: whole.rungs.filter((rung) => (rung.kind === "frame" || rung.kind === "note" ? rung.flow === flow : true)),
});

/** Where the rung of an event stands, or the last one before it; -1 before the first. */
export const rungIndex = (rungs: readonly Rung[], event: number): number =>
  firstIndex(rungs.length, (at) => rungs[at]!.event > event) - 1;

/** The rungs round those that something rests on, at most `most` of them; of none, the first. */
export function excerpt(
  whole: Ladder,
  because: readonly EventId[],
  most: number,
): Ladder & { readonly before: number; readonly after: number } {
  const { lifelines, rungs } = whole;
  const at = because.flatMap((id) => {
    const index = rungs.findIndex((rung) => rung.event >= id);
    return index < 0 ? [] : [index];
  });
  const first = at.length === 0 ? 0 : Math.max(0, Math.min(...at) - 4);
  const last = Math.min(rungs.length, Math.max(first + 8, ...at.map((index) => index + 3)), first + most);
  return { lifelines, rungs: rungs.slice(first, last), before: first, after: rungs.length - last };
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

interface Fate {
  readonly arrivals: Instant[];
  readonly received: EventId[];
  readonly altered: EventOf<"frame.altered">["how"][];
  dropped: EventOf<"frame.dropped">["why"] | null;
  ignored: string | null;
}

/** What became of each frame that did not just vanish from the log. */
function framesFate(trace: Trace): Map<EventId, Fate> {
  const fates = new Map<EventId, Fate>();
  const of = (frame: EventId): Fate => {
    let fate = fates.get(frame);
    if (!fate) {
      fate = { arrivals: [], received: [], altered: [], dropped: null, ignored: null };
      fates.set(frame, fate);
    }
    return fate;
  };
  for (const event of trace.events) {
    if (event.kind === "frame.received") {
      of(event.frame).arrivals.push(event.at);
      of(event.frame).received.push(event.id);
    } else if (event.kind === "frame.dropped") of(event.frame).dropped = event.why;
    else if (event.kind === "frame.altered") of(event.frame).altered.push(event.how);
    else if (/^(?:tcp\.ignored|(?:tcp|udp|ip)\.dropped)$/.test(event.kind) && "why" in event && event.cause !== null) {
      const cause = trace.event(event.cause);
      if (cause.kind === "frame.received") of(cause.frame).ignored ??= event.why;
    }
  }
  return fates;
}
