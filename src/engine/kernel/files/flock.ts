/**
 * Advisory locks on a whole file (flock(2)): shared or exclusive, held by an open file description. So a forked child has its parent's
 * lock, a second open() of the same process competes with the first, and the lock goes with the last descriptor. Nobody is kept from
 * reading and writing without it.
 */
import { WaitQueue } from "../wait-queue.ts";
import type { OpenFile } from "./open-file.ts";

export type LockMode = "shared" | "exclusive";

export class FileLocks {
  readonly waiters = new WaitQueue();
  readonly #holders = new Map<OpenFile, LockMode>();

  /** Who has it now. */
  get holders(): ReadonlyMap<OpenFile, LockMode> {
    return this.#holders;
  }

  canTake(by: OpenFile, mode: LockMode): boolean {
    for (const [other, held] of this.#holders)
      if (other !== by && (mode === "exclusive" || held === "exclusive")) return false;
    return true;
  }

  /** Whether it has the lock now. Another lock of the same description is given up first, also when the new one cannot be had. */
  take(by: OpenFile, mode: LockMode): boolean {
    if (this.#holders.get(by) === mode) return true;
    const had = this.#holders.delete(by);
    const can = this.canTake(by, mode);
    if (can) this.#holders.set(by, mode);
    if (had) this.waiters.wake();
    return can;
  }

  /** Whether there was one to release. */
  release(by: OpenFile): boolean {
    if (!this.#holders.delete(by)) return false;
    this.waiters.wake();
    return true;
  }
}
