/**
 * Stride scheduling (Waldspurger, Weihl: MIT/LCS/TM-528, 1995): the deterministic sister of the lottery. Each task has a pass, which
 * grows by its stride (a constant over its tickets) for each quantum it uses; the smallest pass goes next. A task that arrives or
 * wakes begins no lower than where the others are, so that waiting saves nothing up. Equals: who has been ready longest.
 */
import type { Duration, Instant } from "../../base/time.ts";
import type { Chance, ReadyReason, Scheduler } from "./scheduler.ts";
import type { Task } from "./task.ts";
import { TaskList } from "./task-list.ts";

/** The stride of a single ticket. */
export const strideOfOne = 1_048_576;

export class Stride implements Scheduler {
  readonly policy = "stride";
  readonly #quantum: Duration;
  readonly #chance: Chance;
  readonly #ready = new TaskList();
  /** The pass of the task that was picked last. */
  #pass = 0;

  constructor(quantum: Duration, chance: Chance) {
    this.#quantum = quantum;
    this.#chance = chance;
  }

  get length(): number {
    return this.#ready.length;
  }

  add(task: Task, why: ReadyReason, now: Instant): void {
    task.readySince = now;
    this.#count(task);
    if (why === "new") task.pass = this.#pass;
    else if (why === "woken") task.pass = Math.max(task.pass, this.#pass);
    // Kept in the order of passes; among equals in the order of coming.
    this.#ready.insertAfter(
      this.#ready.lastWhere((other) => other.pass <= task.pass),
      task,
    );
  }

  remove(task: Task): void {
    this.#ready.remove(task);
  }

  pick(): Task | null {
    const { first } = this.#ready;
    if (first === null) return null;
    let equals = 1;
    for (let at = first.next; at !== null && at.pass === first.pass; at = at.next) equals++;
    let picked = first;
    for (let skip = this.#chance.among(equals); skip > 0; skip--) picked = picked.next!;
    this.#ready.remove(picked);
    this.#pass = picked.pass;
    return picked;
  }

  slice(): Duration {
    return this.#quantum;
  }

  ran(task: Task, time: Duration): void {
    task.used += time;
  }

  left(task: Task): void {
    this.#count(task);
  }

  preempts(): number {
    return 0;
  }

  tasks(): readonly Task[] {
    return [...this.#ready];
  }

  /** A part of a quantum counts in part. */
  #count(task: Task): void {
    task.pass += Math.floor((strideOfOne * task.used) / (task.tickets * this.#quantum));
    task.used = 0;
  }
}
