/** Where somebody is in a run: the whole of it (null), before the first step (0), or after step n. Steps, jumps, plays. */
import { useEffect, useState } from "react";

export interface Stepper {
  readonly at: number | null;
  readonly steps: number;
  readonly playing: boolean;
  to(at: number | null): void;
  first(): void;
  previous(): void;
  next(): void;
  last(): void;
  play(): void;
}

const playMs = 900;

/** `key` names the run: another run begins as a whole again, unless it asks for a step (`from`). */
export function useStepper(steps: number, key: string, from: number | null = null): Stepper {
  const [state, setState] = useState({ key, at: from, playing: false });
  const current = state.key === key ? state : { key, at: from, playing: false };
  const set = (at: number | null, playing = false): void => setState({ key, at, playing });
  const { at, playing } = current;
  useEffect(() => {
    if (!playing) return;
    const timer = setTimeout(
      () =>
        setState((before) => {
          const next = (before.at ?? 0) + 1;
          return next >= steps ? { ...before, at: steps, playing: false } : { ...before, at: next };
        }),
      playMs,
    );
    return () => clearTimeout(timer);
  });
  return {
    at,
    steps,
    playing,
    to: (next) => set(next),
    first: () => set(0),
    previous: () => set(at === null ? steps : Math.max(0, at - 1)),
    next: () => set(at === null ? 1 : Math.min(steps, at + 1)),
    last: () => set(steps),
    play: () => (playing ? set(at) : set(at === null || at >= steps ? 0 : at, true)),
  };
}
