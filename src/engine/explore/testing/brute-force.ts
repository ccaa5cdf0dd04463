/**
 * The naive twin of the explorer: walks every interleaving of a small program and sorts them into traces by what depends on what.
 * Knows nothing of races, sleep sets or wakeup trees; slow, and so simple that one can see that it is right.
 */
import type { Machine } from "../../machine/machine.ts";
import { dependent } from "../wakeup-tree.ts";

export interface BruteForce {
  readonly interleavings: number;
  readonly traces: number;
  /** The final states, each once. */
  readonly finals: ReadonlySet<string>;
}

/** Null when there are more than `most` interleavings. */
export function bruteForce(machine: Machine, spurious: number, most: number): BruteForce | null {
  const { size, actors } = machine.layout;
  const traces = new Set<string>();
  const finals = new Set<string>();
  const steps: { actor: number; touch: number; touch2: number }[] = [];
  let interleavings = 0;
  let calls = 0;
  const walk = (state: Int32Array): boolean => {
    if (++calls > most * 40) return false;
    let moved = false;
    for (let actor = 0; actor < actors; actor++) {
      if (!machine.enabled(state, 0, actor)) continue;
      moved = true;
      const touch = machine.touch(state, 0, actor);
      const touch2 = machine.touch2(state, 0, actor);
      const next = state.slice();
      machine.step(next, 0, actor);
      steps.push({ actor, touch, touch2 });
      if (steps.length > 60 || !walk(next)) return false;
      steps.pop();
    }
    if (moved) return true;
    traces.add(traceOf(steps));
    finals.add(state.join());
    return ++interleavings <= most;
  };
  const first = new Int32Array(size);
  machine.begin(first, 0, spurious);
  return walk(first) ? { interleavings, traces: traces.size, finals } : null;
}

/** Equal for interleavings that order all dependent steps alike. */
function traceOf(steps: readonly { actor: number; touch: number; touch2: number }[]): string {
  const count = new Map<number, number>();
  const names = steps.map(({ actor, touch, touch2 }) => {
    const number = count.get(actor) ?? 0;
    count.set(actor, number + 1);
    return `${actor}.${number}(${touch},${touch2})`;
  });
  const orders: string[] = [...names];
  steps.forEach((later, j) => {
    for (let i = 0; i < j; i++) {
      const earlier = steps[i]!;
      if (dependent(earlier.touch, earlier.touch2, later.touch, later.touch2)) orders.push(`${names[i]}<${names[j]}`);
    }
  });
  return orders.sort().join(" ");
}
