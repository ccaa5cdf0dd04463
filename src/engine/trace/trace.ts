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

/** Which happenings a trace keeps: all, none ("off"), or those of some kinds. */
export type Kept = "all" | "off" | readonly Happening["kind"][];

/**
 * `kept` as a set to look things up in.
 * @throws BrokenInvariant when events would be kept that point at others which are not.
 */
export function keeping(kept: Kept): ReadonlySet<string> | "all" {
  if (kept === "all") return kept;
  const kinds = new Set<string>(kept === "off" ? [] : kept);
  const pointsAtFrame = ["frame.received", "frame.dropped", "frame.altered"].find((kind) => kinds.has(kind));
  assert(
    pointsAtFrame === undefined || kinds.has("frame.sent"),
    () => `a trace that keeps ${pointsAtFrame} must keep frame.sent, which it points at`,
  );
  return kinds;
}

export class Trace {
  readonly events: TraceEvent[] = [];
  readonly #choices: ChoiceMade[] = [];
  /** How often the last of `#choices` was made again since. */
  #repeats = 0;

  /** Every decision that was asked for, in order. Nearly all frames get the same answer to the same question; those share one record. */
  get choices(): readonly ChoiceMade[] {
    const last = this.#choices[this.#choices.length - 1]!;
    for (; this.#repeats > 0; this.#repeats--) this.#choices.push(last);
    return this.#choices;
  }

  /** How many decisions were asked for: the length of `choices`, without writing them out. */
  get choiceCount(): number {
    return this.#choices.length + this.#repeats;
  }

  addChoice(about: ChoiceKind, of: number, byDefault: number, pick: number): void {
    const last = this.#choices[this.#choices.length - 1];
    if (last?.about === about && last.of === of && last.byDefault === byDefault && last.pick === pick) this.#repeats++;
    else (this.choices as ChoiceMade[]).push({ about, of, byDefault, pick });
  }

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
