/**
 * The Completely Fair Scheduler (Linux 2.6.23 to 6.5; Ingo Molnár 2007): whoever has the smallest virtual run time goes next, and
 * runs for its share, by weight, of a period in which everybody gets a turn. Who wakes after a long wait begins a little below the
 * others, and preempts when it is far enough behind the running one.
 *
 * A model of the idea, not of the code: no groups, no load balancing, no start debit for new tasks; slices are not rounded to ticks.
 */
import type { Duration, Instant } from "../../base/time.ts";
import { ns } from "../../base/time.ts";
import type { ReadyReason, Scheduler } from "./scheduler.ts";
import type { Task } from "./task.ts";
import { TaskList } from "./task-list.ts";
import { virtualOf, weightOf } from "./weight.ts";

export interface CfsOptions {
  /** The period in which each ready task gets a turn (sched_latency). */
  readonly latency: Duration;
  /** No slice is shorter; with many tasks the period grows instead (sched_min_granularity). */
  readonly minGranularity: Duration;
  /** How far behind the running task somebody who wakes must be to preempt it (sched_wakeup_granularity). */
  readonly wakeUpGranularity: Duration;
}

export class Cfs implements Scheduler {
  readonly policy = "cfs";
  readonly #options: CfsOptions;
  /** By virtual run time; equals in the order of coming. */
  readonly #ready = new TaskList();
  readonly #running = new Set<Task>();
  /** Never falls: where somebody who is new begins. */
  #minVruntime = 0;
  /** Of all who are ready or run. */
  #weight = 0;

  constructor(options: CfsOptions) {
    this.#options = options;
  }

  get length(): number {
    return this.#ready.length;
  }

  add(task: Task, why: ReadyReason, now: Instant): void {
    const came = why === "new" || why === "woken";
    if (came) {
      this.#advance();
      const credit = why === "woken" ? Math.floor(this.#options.latency / 2) : 0;
      const floor = Math.max(0, this.#minVruntime - credit);
      task.vruntime = why === "new" ? floor : Math.max(task.vruntime, floor);
      this.#weight += weightOf(task);
    }
    this.#running.delete(task);
    task.readySince = came ? now : before;
    this.#ready.insertAfter(
      this.#ready.lastWhere((other) => other.vruntime <= task.vruntime),
      task,
    );
  }

  remove(task: Task): void {
    this.#ready.remove(task);
    this.#weight -= weightOf(task);
  }

  pick(): Task | null {
    const next = this.#ready.shift();
    if (next !== null) this.#running.add(next);
    this.#advance();
    return next;
  }

  slice(task: Task): Duration {
    const { latency, minGranularity } = this.#options;
    const share = Math.floor((latency * weightOf(task)) / this.#weight);
    return ns(Math.max(share, minGranularity));
  }

  ran(task: Task, time: Duration): void {
    task.vruntime += virtualOf(task, time);
  }

  left(task: Task): void {
    this.#advance();
    this.#running.delete(task);
    this.#weight -= weightOf(task);
  }

  /** Only somebody who came at this very instant preempts; the others wait for the end of the slice. */
  preempts(running: Task, now: Instant): number {
    const { first } = this.#ready;
    if (first === null || first.readySince !== now) return 0;
    const behind = running.vruntime - first.vruntime;
    return behind > virtualOf(first, this.#options.wakeUpGranularity) ? behind : 0;
  }

  tasks(): readonly Task[] {
    return [...this.#ready];
  }

  #advance(): void {
    let least = this.#ready.first?.vruntime ?? Number.POSITIVE_INFINITY;
    for (const task of this.#running) least = Math.min(least, task.vruntime);
    if (least !== Number.POSITIVE_INFINITY) this.#minVruntime = Math.max(this.#minVruntime, least);
  }
}

/** Earlier than anything. */
const before = -1;
