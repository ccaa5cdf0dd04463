/** Runs by name, the last few kept: what is asked about a run (its frames, its file) comes after the run was drawn. */
import { isProblem, type Problem } from "../../../lab/problem.ts";
import { type Resolved, resolveRun } from "../../../lab/resolve.ts";
import { makingRun, type Run } from "../../../lab/run.ts";
import { catalogue } from "../../../topics/catalogue.ts";

export interface Made extends Resolved {
  readonly run: Run;
}

const most = 3;
const kept = new Map<string, Made>();

/** The run of this name, made now unless it was among the last few. Yields the number of its events so far. */
export function* runOf(name: string): Generator<number, Made | Problem, unknown> {
  const before = kept.get(name);
  if (before) {
    kept.delete(name);
    kept.set(name, before);
    return before;
  }
  const resolved = resolveRun(catalogue, name);
  if (isProblem(resolved)) return resolved;
  const made = { ...resolved, run: yield* makingRun(resolved.scenario, resolved.ref) };
  kept.set(name, made);
  const [oldest] = kept.keys();
  if (kept.size > most) kept.delete(oldest!);
  return made;
}
