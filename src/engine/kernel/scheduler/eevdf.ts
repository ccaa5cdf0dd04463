/**
 * Earliest eligible virtual deadline first (Stoica, Abdel-Wahab, 1995; Linux since 6.6): of those who have had no more than their fair
 * share (lag not negative: virtual run time no larger than the weighted average) the one whose request of a slice would have to be
 * done first. A task keeps its lag while it waits, so neither waiting nor waking gains anything.
 *
 * As in Linux, a request that has begun runs to its end (RUN_TO_PARITY): waking up preempts nobody. Lag is kept within one slice
 * either way. Left out: delayed dequeue, custom slices, groups. Finding who goes next looks at all who are ready.
 */
import type { Duration, Instant } from "../../base/time.ts";
import type { ReadyReason, Scheduler } from "./scheduler.ts";
import type { Task } from "./task.ts";
import { TaskList } from "./task-list.ts";
import { realOf, virtualOf, weightOf } from "./weight.ts";

export class Eevdf implements Scheduler {
  readonly policy = "eevdf";
  readonly #slice: Duration;
  /** In the order of coming. */
  readonly #ready = new TaskList();
  readonly #running = new Set<Task>();
  /** The average when somebody was last there: where the first to come finds the clock. */
  #average = 0;

  /** @param slice what a task asks for at a time (base_slice) */
  constructor(slice: Duration) {
    this.#slice = slice;
  }

  get length(): number {
    return this.#ready.length;
  }

  add(task: Task, why: ReadyReason, now: Instant): void {
    if (why === "new" || why === "woken") {
      const { average, weight } = this.#clock();
      // With it the average moves towards it; so that its lag afterwards is what it was, it must begin further away.
      const lag = why === "new" || weight === 0 ? 0 : (task.lag * (weight + weightOf(task))) / weight;
      task.vruntime = Math.floor(average - lag);
      this.#ask(task);
    } else if (task.vruntime >= task.deadline || why === "yield") this.#ask(task);
    this.#running.delete(task);
    task.readySince = now;
    this.#ready.push(task);
  }

  remove(task: Task): void {
    this.#clock();
    this.#ready.remove(task);
  }

  pick(): Task | null {
    const { average } = this.#clock();
    let best: Task | null = null;
    let least: Task | null = null;
    for (const task of this.#ready) {
      if (least === null || task.vruntime < least.vruntime) least = task;
      if (task.vruntime <= average && (best === null || task.deadline < best.deadline)) best = task;
    }
    // Someone is always eligible unless all who are went to other CPUs: then whoever is nearest to it.
    const picked = best ?? least;
    if (picked === null) return null;
    this.#ready.remove(picked);
    this.#running.add(picked);
    return picked;
  }

  slice(task: Task): Duration {
    return realOf(task, task.deadline - task.vruntime);
  }

  ran(task: Task, time: Duration): void {
    task.vruntime += virtualOf(task, time);
  }

  left(task: Task): void {
    const { average } = this.#clock();
    const most = virtualOf(task, this.#slice);
    task.lag = Math.max(-most, Math.min(most, average - task.vruntime));
    this.#running.delete(task);
  }

  preempts(): number {
    return 0;
  }

  tasks(): readonly Task[] {
    return [...this.#ready].sort((a, b) => a.deadline - b.deadline);
  }

  /** Asks for another slice: its virtual deadline is when that would be done at a fair pace. */
  #ask(task: Task): void {
    task.deadline = task.vruntime + virtualOf(task, this.#slice);
  }

  /** The weighted average of all virtual run times, and the weight of all. */
  #clock(): { average: number; weight: number } {
    let weight = 0;
    let sum = 0;
    let origin: number | null = null;
    const count = (task: Task): void => {
      origin ??= task.vruntime; // sums of differences stay small
      weight += weightOf(task);
      sum += weightOf(task) * (task.vruntime - origin);
    };
    for (const task of this.#ready) count(task);
    for (const task of this.#running) count(task);
    if (origin !== null) this.#average = origin + sum / weight;
    return { average: this.#average, weight };
  }
}
