/** The log of what happened in one run, in order, with the chain of causes of any event and every decision that was asked for. */
import { assert } from "../base/assert.ts";
import type { EventId, EventOf, Happening, TraceEvent } from "./happening.ts";

/** One decision that the world was asked for: which of `of` options; `pick` is what was taken, `byDefault` what would have been. */
export interface ChoiceMade {
  readonly about: ChoiceKind;
  readonly of: number;
  readonly byDefault: number;
  readonly pick: number;
}

/** "schedule": which runnable thread goes next. "frame": whether a frame arrives (0) or is lost (1). */
export type ChoiceKind = "schedule" | "frame";

export class Trace {
  readonly events: TraceEvent[] = [];
  readonly choices: ChoiceMade[] = [];

  /** @throws BrokenInvariant when the trace has no such event. */
  event(id: EventId): TraceEvent {
    const found = this.events[id];
    assert(found, () => `no event ${id} in a trace of ${this.events.length}`);
    return found;
  }

  /** All events of one kind, in order. */
  of<K extends Happening["kind"]>(kind: K): EventOf<K>[] {
    return this.events.filter((event): event is EventOf<K> => event.kind === kind);
  }

  /** Why did this happen? The event itself, its cause, the cause of that, back to the first. */
  causes(id: EventId): TraceEvent[] {
    const chain: TraceEvent[] = [];
    for (let at: EventId | null = id; at !== null; ) {
      const event: TraceEvent = this.event(at);
      chain.push(event);
      assert(event.cause === null || event.cause < event.id, () => `event ${event.id} is caused by a later one`);
      at = event.cause;
    }
    return chain;
  }
}
