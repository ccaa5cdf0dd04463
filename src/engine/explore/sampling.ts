/**
 * Schedules drawn by chance, for programs too large to explore. "random" takes any who can go at each step. "pct" gives threads random
 * priorities and lowers the running one at `depth - 1` random steps: a bug that needs d ordered steps shows in a run with a chance of at
 * least 1 / (n k^(d-1)) for n threads and k steps [Burckhardt, Kothari, Musuvathi, Nagarakatte, ASPLOS 2010]. Neither proves anything
 * about the schedules that were not drawn.
 */
import { Rng } from "../base/rng.ts";
import type { Machine } from "../machine/machine.ts";
import { collect, type Exploration, Outcomes, ranked, type Violation } from "./exploration.ts";

export interface SampleOptions {
  readonly strategy: "random" | "pct";
  readonly runs: number;
  readonly seed: number;
  readonly spurious?: number;
  /** Ordered steps that pct looks for; 3 when absent. */
  readonly depth?: number;
  readonly onProgress?: (runs: number) => boolean | undefined;
}

/** Steps after which a run is given up; it then counts as blocked. */
const mostSteps = 20_000;

export function sample(machine: Machine, options: SampleOptions): Exploration {
  const { strategy, runs, seed, spurious = 0, depth = 3, onProgress } = options;
  const { size, actors } = machine.layout;
  const chance = new Rng(seed, `explore ${strategy}`);
  const outcomes = new Outcomes(machine);
  const violations = new Map<string, Violation>();
  const S = new Int32Array(size);
  let longest = 8;
  let executions = 0;
  let blocked = 0;
  for (let run = 0; run < runs; run++) {
    machine.begin(S, 0, spurious);
    const schedule: number[] = [];
    const priorities = Array.from({ length: actors }, () => depth + chance.below(1_000_000));
    const changes = Array.from({ length: depth - 1 }, () => chance.below(longest));
    for (;;) {
      const can: number[] = [];
      for (let actor = 0; actor < actors; actor++) if (machine.enabled(S, 0, actor)) can.push(actor);
      if (can.length === 0 || schedule.length >= mostSteps) break;
      let actor = can[chance.below(can.length)]!;
      if (strategy === "pct") {
        actor = highest(can, priorities);
        const change = changes.indexOf(schedule.length);
        if (change >= 0) {
          priorities[actor] = change;
          actor = highest(can, priorities);
        }
      }
      machine.step(S, 0, actor);
      schedule.push(actor);
    }
    if (schedule.length >= mostSteps) blocked++;
    else {
      executions++;
      outcomes.execute(S, 0, schedule);
      collect(machine, S, 0, schedule, violations);
    }
    longest = Math.max(longest, Math.min(schedule.length, mostSteps));
    if ((run & 0xff) === 0 && onProgress?.(run) === false) break;
  }
  return {
    executions,
    blocked,
    exhaustive: false,
    interleavings: null,
    cyclic: false,
    countedUpTo: null,
    states: null,
    outcomes: outcomes.byCells(),
    returns: outcomes.byReturns(),
    endings: outcomes.endings(),
    violations: ranked(violations),
  };
}

const highest = (can: readonly number[], priorities: readonly number[]): number =>
  can.reduce((best, actor) => (priorities[actor]! > priorities[best]! ? actor : best));
