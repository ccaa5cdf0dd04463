/**
 * Where somebody is in a run: the whole of it (null), before the first stop (0), or at stop n. Stops are numbers of events, those that
 * stand in a picture; any event between two of them can be selected too. Steps, jumps, plays at a speed of one's own.
 */
import { useCallback, useEffect, useMemo, useRef, useState } from "react";

export interface Stepper {
  readonly at: number | null;
  readonly steps: number;
  /** The event that is looked at; null for the whole run and before the first. */
  readonly selected: number | null;
  /** Up to which event the run has come: -1 before the first, Infinity at the whole. What pictures of a state are drawn for. */
  readonly now: number;
  readonly playing: boolean;
  /** Steps a second. */
  readonly speed: number;
  setSpeed(speed: number): void;
  to(at: number | null): void;
  select(event: number): void;
  first(): void;
  previous(): void;
  next(): void;
  last(): void;
  play(): void;
}

export const speeds: readonly number[] = [0.5, 1, 4, 16, 60];

interface State {
  readonly key: string;
  readonly at: number | null;
  /** An event between two stops: held until one steps on. */
  readonly exact: number | null;
  readonly playing: boolean;
}

/** `key` names the run: another run begins as a whole, or at the event `from`. */
export function useStepper(stops: ArrayLike<number>, key: string, from: number | null = null): Stepper {
  const steps = stops.length;
  const begin: State = { key, at: from === null ? null : placeOf(stops, from), exact: null, playing: false };
  const [state, setState] = useState<State>(begin);
  const [speed, setSpeed] = useState(1);
  const current = state.key === key ? state : begin;
  const latest = useRef({ at: current.at, playing: current.playing, stops, key });
  const at = current.at === null ? null : Math.min(current.at, steps);
  const { playing } = current;
  const turn = useCallback(
    (by: number) =>
      setState((before) => {
        const next = (before.at ?? 0) + by;
        return next >= steps
          ? { ...before, at: steps, exact: null, playing: false }
          : { ...before, at: next, exact: null };
      }),
    [steps],
  );
  useEffect(() => {
    if (!playing) return;
    // As many steps as the time that has passed is worth: a slow machine skips pictures, not time.
    let last = performance.now();
    const timer = setInterval(
      () => {
        const due = Math.floor(((performance.now() - last) / 1_000) * speed);
        if (due === 0) return;
        last += (due / speed) * 1_000;
        turn(due);
      },
      Math.max(16, 250 / speed),
    );
    return () => clearInterval(timer);
  }, [playing, speed, turn]);
  const stop = at === null || at === 0 ? null : stops[at - 1]!;
  const selected = current.exact ?? stop;
  const now = selected ?? (at === null ? Number.POSITIVE_INFINITY : -1);
  latest.current = { at, playing, stops, key };
  // The same functions all the time, so that what gets them is drawn anew only where something else changed.
  const actions = useMemo(() => {
    const set = (at: number | null, playing = false, exact: number | null = null): void =>
      setState({ key: latest.current.key, at, exact, playing });
    const last = (): number => latest.current.stops.length;
    const here = (): number | null => latest.current.at;
    return {
      to: (next: number | null): void => set(next),
      select: (event: number): void => {
        const { stops } = latest.current;
        const place = placeOf(stops, event);
        set(place, false, stops[place - 1] === event ? null : event);
      },
      first: (): void => set(0),
      previous: (): void => set(Math.max(0, (here() ?? last() + 1) - 1)),
      next: (): void => set(Math.min(last(), (here() ?? 0) + 1)),
      last: (): void => set(last()),
      play: (): void => {
        const at = here();
        if (latest.current.playing) set(at);
        else set(at === null || at >= last() ? 0 : at, true);
      },
    };
  }, []);
  return { at, steps, selected, now, playing, speed, setSpeed, ...actions };
}

/** How many stops lie at or before this event. */
export function placeOf(stops: ArrayLike<number>, event: number): number {
  let low = 0;
  let high = stops.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (stops[middle]! <= event) low = middle + 1;
    else high = middle;
  }
  return low;
}
