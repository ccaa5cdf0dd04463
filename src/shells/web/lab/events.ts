/** The events of a run as a component reads them: what crosses in columns at once, words of far parts when somebody looks at them. */
import { useEffect, useMemo, useReducer, useRef } from "react";
import { formatTime, type Instant } from "../../../engine/base/time.ts";
import type { Text } from "../../../lab/text.ts";
import { ask } from "../worker/client.ts";
import { type Layer, layers, type RunView } from "../worker/protocol.ts";

export interface Events {
  readonly count: number;
  /** "1.050 s" */
  time(event: number): string;
  who(event: number): string;
  layer(event: number): Layer;
  isBad(event: number): boolean;
  /** Null for an event without one. */
  cause(event: number): number | null;
  /** The event, its cause, the cause of that, back to the first. */
  chain(event: number): number[];
  /** Null where they have been asked for and are not there yet. */
  words(event: number): Text | null;
}

/** Words come in blocks of so many events. */
const blockSize = 400;

export function useEvents(run: RunView): Events {
  const { events: table, name } = run;
  const [version, redraw] = useReducer((n: number) => n + 1, 0);
  const blocks = useRef<{ name: string; got: Map<number, readonly Text[] | null>; wanted: Set<number> }>(null);
  if (blocks.current?.name !== name) blocks.current = { name, got: new Map(), wanted: new Set() };
  const kept = blocks.current;
  useEffect(() => {
    const { got, wanted } = kept;
    for (const block of wanted) {
      wanted.delete(block);
      got.set(block, null);
      void ask("words", { name, from: block * blockSize, to: (block + 1) * blockSize }).then((outcome) => {
        if (outcome.ok) got.set(block, outcome.value);
        else got.delete(block);
        redraw();
      });
    }
  });
  // Another object when words came, so that whoever shows them is drawn anew, and only then.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `version` counts the words that came
  return useMemo(() => {
    const { got, wanted } = kept;
    const cause = (event: number): number | null => {
      const of = table.cause[event] ?? -1;
      return of < 0 ? null : of;
    };
    return {
      count: table.count,
      time: (event) => formatTime((table.at[event] ?? 0) as Instant),
      who: (event) => table.names[table.who[event] ?? 0] ?? "",
      layer: (event) => layers[table.layer[event] ?? 0]!,
      isBad: (event) => table.bad[event] === 1,
      cause,
      chain(event) {
        const chain: number[] = [];
        for (let at: number | null = event; at !== null; at = cause(at)) chain.push(at);
        return chain;
      },
      words(event) {
        const first = table.words[event];
        if (first) return first;
        const block = Math.floor(event / blockSize);
        const there = got.get(block);
        if (there === undefined) wanted.add(block);
        return there?.[event - block * blockSize] ?? null;
      },
    };
  }, [table, kept, version]);
}
