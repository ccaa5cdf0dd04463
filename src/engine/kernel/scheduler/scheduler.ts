/**
 * A scheduler: the run queue of one or more CPUs, and the rule by which it is served. One file a policy. The dispatcher tells it who
 * becomes ready and who has run for how long; it answers who goes next, and for how long at most.
 *
 * Order of events at one instant (the time world's first rule): threads that arrive or wake are added first, then those whose
 * quantum ended at that very instant, then it is asked who goes next.
 */
import type { Duration, Instant } from "../../base/time.ts";
import type { Task } from "./task.ts";

/** Why a task comes to the run queue. */
export type ReadyReason = "new" | "woken" | "quantum" | "preempted" | "yield";

export interface Scheduler {
  readonly policy: string;
  /** How many are ready, the running ones not counted. */
  readonly length: number;
  /** Puts a task into the run queue. */
  add(task: Task, why: ReadyReason, now: Instant): void;
  /** Takes a task out that does not wait for its turn any more. */
  remove(task: Task): void;
  /** Takes out whoever goes next; null when nobody is ready. */
  pick(now: Instant): Task | null;
  /** How long the task that was just picked may run before it must come back; null: until it waits, yields or ends. */
  slice(task: Task, now: Instant): Duration | null;
  /** A running task has used the CPU for so long. */
  ran(task: Task, time: Duration): void;
  /** A running task goes to wait or ends. */
  left(task: Task, now: Instant): void;
  /** How much more somebody in the queue deserves the CPU than `running` does: 0 for not so much as to preempt it. */
  preempts(running: Task, now: Instant): number;
  /** The ready tasks, as far as known in the order in which they will be served. For views: it may be slow. */
  tasks(): readonly Task[];
}

/** What a policy asks of the world where its rule leaves something open. */
export interface Chance {
  /** Which of `of` equals is taken; the first unless the run's name says otherwise. */
  among(of: number): number;
  /** A whole number in [0, n), each equally likely, from the seed. */
  below(n: number): number;
  /** Lets the run's name override a draw: option `drawn` of `of` unless it does. */
  drawn(of: number, drawn: number): number;
}
