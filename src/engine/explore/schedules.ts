/**
 * The schedule with provably fewest context switches to a state, and among these one with fewest steps: a shortest-path search
 * over pairs of a state and the thread that ran last, where a step of another thread costs a switch. A flush of a store buffer
 * counts as its thread's.
 */
import type { StateGraph } from "./state-graph.ts";

export interface Found {
  readonly state: number;
  readonly switches: number;
  /** The actor of each step from the beginning. */
  readonly schedule: readonly number[];
}

/** For each label, the best schedule to a state that carries it. `labelsOf` is asked once a state. */
export function fewestSwitches(graph: StateGraph, labelsOf: (state: number) => readonly string[]): Map<string, Found> {
  const { machine, firstStep, actors, targets } = graph;
  const width = machine.layout.threads + 1;
  const nobody = width - 1;
  // A node is a state and who ran last; `came` is the step into it and the node it came from.
  const cameStep = new Int32Array(graph.states * width).fill(-1);
  const cameFrom = new Int32Array(graph.states * width).fill(-1);
  const seenState = new Uint8Array(graph.states);
  const found = new Map<string, Found>();
  const pathTo = (node: number): number[] => {
    const path: number[] = [];
    for (let at = node; cameFrom[at]! >= 0; at = cameFrom[at]!) path.push(actors[cameStep[at]!]!);
    return path.reverse();
  };
  const done = new Uint8Array(graph.states * width);
  // What is to be looked at with this number of switches, by steps, and with one more: node, step into it, node before, in threes.
  let level: number[][] = [[nobody, -1, -1]];
  for (let switches = 0; level.length > 0; switches++) {
    const next: number[][] = [];
    for (let steps = 0; steps < level.length; steps++) {
      const nodes = level[steps] ?? [];
      for (let i = 0; i < nodes.length; i += 3) {
        const node = nodes[i]!;
        if (done[node]) continue; // it came with fewer switches, or with as many and fewer steps
        done[node] = 1;
        cameStep[node] = nodes[i + 1]!;
        cameFrom[node] = nodes[i + 2]!;
        const state = Math.floor(node / width);
        const last = node % width;
        if (!seenState[state]) {
          seenState[state] = 1;
          for (const label of labelsOf(state))
            if (!found.has(label)) found.set(label, { state, switches, schedule: pathTo(node) });
        }
        for (let step = firstStep[state]!; step < firstStep[state + 1]!; step++) {
          const owner = machine.ownerOf(actors[step]!);
          const to = targets[step]! * width + owner;
          if (done[to]) continue;
          const list = owner === last || last === nobody ? level : next;
          list[steps + 1] ??= [];
          list[steps + 1]!.push(to, step, node);
        }
      }
    }
    level = next;
  }
  return found;
}
