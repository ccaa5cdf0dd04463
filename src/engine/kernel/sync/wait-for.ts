/**
 * The wait-for graph: an edge from a thread that waits to each thread that it waits for. A circle of waits in which each is for exactly
 * one other is a deadlock, whatever the rest of the machine does (Coffman, Elphick, Shoshani 1971).
 */

/** The first circle that is reached from `start`, each waiting for the next; empty when there is none. `blockers`: whom one waits for. */
export function waitCycle<T>(start: T, blockers: (of: T) => readonly T[]): T[] {
  const path: T[] = [];
  const done = new Set<T>();
  const visit = (at: T): T[] | null => {
    const before = path.indexOf(at);
    if (before >= 0) return path.slice(before);
    if (done.has(at)) return null;
    path.push(at);
    for (const next of blockers(at)) {
      const found = visit(next);
      if (found) return found;
    }
    path.pop();
    done.add(at);
    return null;
  };
  return visit(start) ?? [];
}
