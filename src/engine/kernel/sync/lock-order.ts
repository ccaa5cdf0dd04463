/**
 * The order in which locks are taken, over the whole run: an edge from a lock that is held to one that is taken beside it. Where a way
 * back exists already, the two orders can deadlock some day, even if they did not in this run (as Linux's lockdep reports it).
 */
export class LockOrder {
  readonly #after = new Map<string, Set<string>>();

  /** Notes that `lock` is taken while `held` is; whether that closes a circle for the first time. */
  take(held: string, lock: string): boolean {
    const known = this.#after.get(held);
    if (known?.has(lock)) return false;
    const circle = this.#leads(lock, held, new Set());
    if (known) known.add(lock);
    else this.#after.set(held, new Set([lock]));
    return circle;
  }

  #leads(from: string, to: string, seen: Set<string>): boolean {
    if (from === to) return true;
    if (seen.has(from)) return false;
    seen.add(from);
    for (const next of this.#after.get(from) ?? []) if (this.#leads(next, to, seen)) return true;
    return false;
  }
}
