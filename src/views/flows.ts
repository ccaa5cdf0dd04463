/**
 * Conversations: what goes between two ends, either way, is one. Named by its ends, who spoke first standing first:
 * "10.0.0.1:49152 – 10.0.0.2:80". A call belongs to the connection that its descriptor stands for, as far as the trace tells.
 */
import type { EventId, TraceEvent } from "../engine/trace/happening.ts";
import type { Trace } from "../engine/trace/trace.ts";

/** A descriptor is found out by what a call led to, or came of, so many events away. */
const mostSteps = 6;

export class Flows {
  readonly #trace: Trace;
  readonly #names = new Map<string, string>();
  readonly #descriptors = new Map<string, string>();

  constructor(trace: Trace) {
    this.#trace = trace;
  }

  /** The conversation of two ends; asked in the order of the trace. */
  between(from: string, to: string): string {
    const name = this.#names.get(`${from} ${to}`) ?? this.#names.get(`${to} ${from}`);
    if (name !== undefined) return name;
    const made = `${from} – ${to}`;
    this.#names.set(`${from} ${to}`, made);
    return made;
  }

  /** The conversation that an event on a host belongs to; null where it belongs to none, or the trace does not say. */
  of(event: TraceEvent): string | null {
    if ("connection" in event) {
      const [own, peer] = event.connection.split(" > ");
      const flow = own !== undefined && peer !== undefined ? this.between(own, peer) : null;
      // connect() is what brought the first change about, and its descriptor stands for the connection from now on.
      const asked = event.kind === "tcp.state" && event.from === "CLOSED" ? this.#back(event.cause, "call.made") : null;
      if (flow !== null && asked?.kind === "call.made") this.#descriptors.set(`${asked.host} ${asked.fd}`, flow);
      return flow;
    }
    if (event.kind === "call.made") return this.#descriptor(event.host, event.fd) ?? this.#ahead(event);
    if (event.kind !== "call.returned") return null;
    if (event.call !== "accept" || typeof event.result !== "number") return this.#descriptor(event.host, event.fd);
    const state = this.#back(event.cause, "tcp.state");
    const [own, peer] = state?.kind === "tcp.state" && state.host === event.host ? state.connection.split(" > ") : [];
    if (own === undefined || peer === undefined) return null;
    const flow = this.between(own, peer);
    this.#descriptors.set(`${event.host} ${event.result}`, flow);
    return flow;
  }

  #descriptor(host: string | null, fd: number): string | null {
    return this.#descriptors.get(`${host} ${fd}`) ?? null;
  }

  /** The nearest cause of this kind. */
  #back(cause: EventId | null, kind: TraceEvent["kind"]): TraceEvent | null {
    for (let at = cause, steps = 0; at !== null && steps < mostSteps; steps++) {
      const event = this.#trace.event(at);
      if (event.kind === kind) return event;
      at = event.cause;
    }
    return null;
  }

  /** What connect() leads to comes right after it. */
  #ahead(call: TraceEvent): string | null {
    for (let at = call.id + 1; at < Math.min(call.id + mostSteps, this.#trace.events.length); at++) {
      const event = this.#trace.events[at]!;
      if (event.kind === "tcp.state" && event.host === call.host && this.#back(event.cause, "call.made") === call)
        return this.of(event);
    }
    return null;
  }
}
