/**
 * Asking the worker from a component: the answer to the latest question, who is still waited for, and how far it is. An older
 * question is let go of when a newer one is asked. What was there stays until the new is there, so nothing jumps.
 */
import { useEffect, useState } from "react";
import { ask } from "../worker/client.ts";
import type { Failure, RequestName, Requests } from "../worker/protocol.ts";

export interface Asked<T> {
  readonly value: T | null;
  readonly failure: Failure | null;
  /** It takes longer than a blink: time to say so. */
  readonly slow: boolean;
  readonly pending: boolean;
  readonly runs: number;
  again(): void;
}

const blinkMs = 200;
const nothing = { value: null, failure: null, slow: false, pending: false, runs: 0 };

/** Asks `name` with `given` whenever `key` changes; `given` null asks nothing. */
export function useAsk<N extends RequestName>(
  name: N,
  given: Requests[N][0] | undefined,
  key: string,
): Asked<Requests[N][1]> {
  type State = Omit<Asked<Requests[N][1]>, "again">;
  const [state, setState] = useState<State>({ ...nothing, pending: given !== undefined });
  const [turn, setTurn] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` stands for `given`, which is a new object each time
  useEffect(() => {
    if (given === undefined) return setState(nothing);
    const control = new AbortController();
    setState((before) => ({ ...before, pending: true, runs: 0 }));
    const blink = setTimeout(() => setState((before) => ({ ...before, slow: true })), blinkMs);
    const onRuns = (runs: number): void => setState((before) => ({ ...before, runs }));
    void ask(name, given, { signal: control.signal, onRuns }).then((outcome) => {
      clearTimeout(blink);
      if (control.signal.aborted) return;
      if (outcome.ok) setState({ ...nothing, value: outcome.value });
      else setState({ ...nothing, failure: outcome.failure });
    });
    return () => {
      clearTimeout(blink);
      control.abort();
    };
  }, [name, key, turn]);
  return { ...state, again: () => setTurn((before) => before + 1) };
}
