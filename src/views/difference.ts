/**
 * Two runs side by side: how far they are the same, what is the first thing that differs, and what of one the other does not have.
 * Runs are the same up to where a choice or a fault parts them, event by event. After that things are matched by what they are (the
 * n-th SYN of a host, the n-th return of its connect()), not by when they happen, so that a run that merely goes on later reads so.
 */
import { equalBytes } from "../engine/base/bytes.ts";
import type { Duration } from "../engine/base/time.ts";
import type { TraceEvent } from "../engine/trace/happening.ts";
import type { Trace } from "../engine/trace/trace.ts";
import type { Ladder, Rung } from "./ladder.ts";

export interface Difference {
  /** So many events at the start are the same. */
  readonly same: number;
  /** The events that stand at that place in either run; null where that run is over. Both null: the runs are the same. */
  readonly here: TraceEvent | null;
  readonly there: TraceEvent | null;
  /** What is in one run only, or fared otherwise: in the order of this run, what only the other has between. */
  readonly changes: readonly Change[];
  /** What happens in both, but at another time: by how much (positive: later here), and how often. Most frequent first. */
  readonly shifts: readonly { readonly by: Duration; readonly count: number }[];
}

export type Change =
  | { readonly kind: "only-here"; readonly here: Rung }
  | { readonly kind: "only-there"; readonly there: Rung }
  /** It was sent in both; in one it was lost, or not taken. */
  | { readonly kind: "fared"; readonly here: Rung; readonly there: Rung };

export function difference(
  here: { readonly trace: Trace; readonly ladder: Ladder },
  there: { readonly trace: Trace; readonly ladder: Ladder },
): Difference {
  const [a, b] = [here.trace.events, there.trace.events];
  let same = 0;
  while (same < a.length && same < b.length && sameEvent(a[same]!, b[same]!)) same++;
  const changes: { at: number; change: Change }[] = [];
  const shifts = new Map<number, number>();
  const others = new Map<string, Rung[]>();
  for (const rung of there.ladder.rungs) {
    const key = keyOf(rung, there.ladder);
    const list = others.get(key);
    if (list) list.push(rung);
    else others.set(key, [rung]);
  }
  const taken = new Map<string, number>();
  for (const rung of here.ladder.rungs) {
    const key = keyOf(rung, here.ladder);
    const nth = taken.get(key) ?? 0;
    taken.set(key, nth + 1);
    const twin = others.get(key)?.[nth];
    if (!twin) changes.push({ at: rung.at, change: { kind: "only-here", here: rung } });
    else if (faredOtherwise(rung, twin))
      changes.push({ at: rung.at, change: { kind: "fared", here: rung, there: twin } });
    else if (rung.at !== twin.at) shifts.set(rung.at - twin.at, (shifts.get(rung.at - twin.at) ?? 0) + 1);
  }
  for (const [key, list] of others)
    for (const rung of list.slice(taken.get(key) ?? 0))
      changes.push({ at: rung.at, change: { kind: "only-there", there: rung } });
  return {
    same,
    here: a[same] ?? null,
    there: b[same] ?? null,
    // Sorting keeps the order of those that happen at one time.
    changes: changes.sort((one, other) => one.at - other.at).map(({ change }) => change),
    shifts: [...shifts]
      .map(([by, count]) => ({ by: by as Duration, count }))
      .sort((one, other) => other.count - one.count || one.by - other.by),
  };
}

/** What a rung is, whenever it happens. */
function keyOf(rung: Rung, { lifelines }: Ladder): string {
  switch (rung.kind) {
    case "frame":
      return `frame ${lifelines[rung.from]!.name} ${lifelines[rung.to]!.name} ${rung.label} ${rung.detail}`;
    case "note":
      return `note ${lifelines[rung.on]!.name} ${JSON.stringify(rung.note)}`;
    case "step":
      return `step ${lifelines[rung.on]!.name} ${JSON.stringify(rung.step.action)}`;
    case "deadlock":
      return "deadlock";
  }
}

const faredOtherwise = (one: Rung, other: Rung): boolean =>
  one.kind === "frame" &&
  other.kind === "frame" &&
  (one.dropped !== other.dropped || one.ignored !== other.ignored || one.received.length !== other.received.length);

/** Whether two events say the same, each on its place in its run. */
function sameEvent(one: TraceEvent, other: TraceEvent): boolean {
  if (one.kind !== other.kind || one.at !== other.at) return false;
  const left = one as unknown as Readonly<Record<string, unknown>>;
  const right = other as unknown as Readonly<Record<string, unknown>>;
  const names = Object.keys(left);
  return names.length === Object.keys(right).length && names.every((name) => sameValue(left[name], right[name]));
}

function sameValue(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return false;
  if (one instanceof Uint8Array) return other instanceof Uint8Array && equalBytes(one, other);
  return JSON.stringify(one) === JSON.stringify(other);
}
