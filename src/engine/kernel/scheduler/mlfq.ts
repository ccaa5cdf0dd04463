/**
 * The multi-level feedback queue (Corbató 1962; Arpaci-Dusseau, Operating Systems: Three Easy Pieces, ch. 8): a task begins at the top
 * level, goes one down when it has used up its allotment there, and all come back to the top at every boost. The highest level that
 * is not empty is served round robin. A task keeps what is left of quantum and allotment while it waits, so that giving up the CPU
 * just before the quantum ends gains nothing.
 *
 * A task that is preempted by a higher level stays at the front of its own. Unlike round robin's, a task whose quantum ended stands in
 * front of those that arrive at that very instant, and a boost comes before them too: as the book's own simulator has it.
 */
import type { Duration, Instant } from "../../base/time.ts";
import type { ReadyReason, Scheduler } from "./scheduler.ts";
import type { Task } from "./task.ts";
import { TaskList } from "./task-list.ts";

export interface MlfqLevel {
  readonly quantum: Duration;
  /** How many quanta a task may use at this level before it goes down. */
  readonly allotment: number;
}

export class Mlfq implements Scheduler {
  readonly policy = "mlfq";
  /** The top level first. */
  readonly #levels: readonly MlfqLevel[];
  readonly #boost: Duration | null;
  readonly #queues: readonly TaskList[];
  /** Those who came at the instant of a boost that is still to be done. */
  readonly #arrivals = new TaskList();
  #boosts = 0;

  /**
   * @param levels from the top, one at least
   * @param boost how often all tasks come back to the top, from the world's beginning; null: never
   */
  constructor(levels: readonly MlfqLevel[], boost: Duration | null) {
    this.#levels = levels;
    this.#boost = boost;
    this.#queues = levels.map(() => new TaskList());
  }

  get length(): number {
    return this.#queues.reduce((sum, queue) => sum + queue.length, this.#arrivals.length);
  }

  add(task: Task, why: ReadyReason, now: Instant): void {
    if (why === "new" || why === "woken") {
      if (why === "new") this.#toTop(task);
      task.readySince = now;
      if (this.#boostsDue(now) === this.#boosts) {
        this.#lift(task, this.#boosts); // there may have been boosts while it waited
        this.#queues[task.level]!.push(task);
      } else this.#arrivals.push(task); // the boost of this instant comes first
      return;
    }
    const unfinished = task.left > 0; // preempted, or stopped by a boost
    if (!unfinished) this.#quantumEnded(task);
    const queue = this.#queues[task.level]!;
    if (unfinished && why !== "yield") queue.unshift(task);
    else
      queue.insertAfter(
        queue.lastWhere((other) => other.readySince < now),
        task,
      );
    task.readySince = before; // it ran up to now, so it is no arrival of this instant
  }

  remove(task: Task): void {
    const arrived = [...this.#arrivals].includes(task);
    (arrived ? this.#arrivals : this.#queues[task.level]!).remove(task);
  }

  pick(now: Instant): Task | null {
    this.#catchUp(now);
    for (const queue of this.#queues) if (queue.length > 0) return queue.shift();
    return null;
  }

  slice(task: Task, now: Instant): Duration {
    this.#lift(task, this.#boostsDue(now)); // it may have been picked before a boost and begin after it
    const boost = this.#boost;
    return Math.min(task.left, boost === null ? task.left : boost - (now % boost)) as Duration;
  }

  ran(task: Task, time: Duration): void {
    task.left -= time;
  }

  /** A quantum that ends in waiting is used up all the same. */
  left(task: Task): void {
    if (task.left <= 0) this.#quantumEnded(task);
  }

  preempts(running: Task, now: Instant): number {
    this.#catchUp(now);
    const highest = this.#queues.findIndex((queue) => queue.length > 0);
    return highest < 0 ? 0 : Math.max(0, running.level - highest);
  }

  tasks(): readonly Task[] {
    return [...this.#queues.flatMap((queue) => [...queue]), ...this.#arrivals];
  }

  #toTop(task: Task): void {
    task.level = 0;
    task.left = this.#levels[0]!.quantum;
    task.allotment = this.#levels[0]!.allotment;
    task.boosts = this.#boosts;
  }

  #quantumEnded(task: Task): void {
    task.allotment--;
    if (task.allotment <= 0) {
      task.level = Math.min(task.level + 1, this.#levels.length - 1);
      task.allotment = this.#levels[task.level]!.allotment;
    }
    task.left = this.#levels[task.level]!.quantum;
  }

  #boostsDue(now: Instant): number {
    return this.#boost === null ? 0 : Math.floor(now / this.#boost);
  }

  /** Does the boosts that are due: lifts everybody, the lowest level first, then lets in those who arrived at that instant. */
  #catchUp(now: Instant): void {
    const due = this.#boostsDue(now);
    if (due !== this.#boosts) {
      this.#boosts = due;
      const top = this.#queues[0]!;
      for (const queue of this.#queues.slice(1).reverse())
        for (let task = queue.shift(); task !== null; task = queue.shift()) top.push(task);
      for (const task of top) this.#lift(task, due);
    }
    for (let task = this.#arrivals.shift(); task !== null; task = this.#arrivals.shift()) {
      this.#lift(task, due);
      this.#queues[task.level]!.push(task);
    }
  }

  #lift(task: Task, due: number): void {
    if (task.boosts === due) return;
    this.#toTop(task);
    task.boosts = due;
  }
}

/** Earlier than anything. */
const before = -1;
