/** The name of a neighbour of a run: the same but for some knobs or choices. */
import { formatRunRef, type RunRef } from "../../../engine/world/run-ref.ts";
import type { RunView } from "../worker/protocol.ts";

export function nameOf(run: RunView, changes: Partial<Pick<RunRef, "knobs" | "choices" | "faults">>): string {
  const { scenario, knobs, seed, faults, overrides, engine } = run;
  return formatRunRef({ scenario: scenario.id, knobs, seed, faults, choices: overrides, engine, ...changes });
}
