/**
 * Fixed priorities, preemptive: the most urgent ready task runs (larger numbers are more urgent, as with POSIX SCHED_FIFO and
 * SCHED_RR); equals go in the order in which they became ready, with a quantum taking turns. A preempted task goes back to the front
 * of its equals. Priority inheritance is not a matter of the policy but of the lock (`sync/mutex.ts`): it lifts the owner's effective
 * priority, and the run queue is told by `remove` and `add`.
 */
import type { Duration, Instant } from "../../base/time.ts";
import type { ReadyReason, Scheduler } from "./scheduler.ts";
import type { Task } from "./task.ts";
import { TaskList } from "./task-list.ts";

export class FixedPriority implements Scheduler {
  readonly policy = "priority";
  readonly #quantum: Duration | null;
  /** The most urgent first. */
  readonly #ready = new TaskList();

  /** @param quantum after which equals take turns; null: they do not */
  constructor(quantum: Duration | null) {
    this.#quantum = quantum;
  }

  get length(): number {
    return this.#ready.length;
  }

  add(task: Task, why: ReadyReason, now: Instant): void {
    task.readySince = now;
    if (why !== "preempted") task.left = this.#quantum ?? 0;
    const { effectivePriority } = task;
    // In front of its equals if it was preempted, else behind them.
    this.#ready.insertAfter(
      this.#ready.lastWhere((other) =>
        why === "preempted"
          ? other.effectivePriority > effectivePriority
          : other.effectivePriority >= effectivePriority,
      ),
      task,
    );
  }

  remove(task: Task): void {
    this.#ready.remove(task);
  }

  pick(): Task | null {
    return this.#ready.shift();
  }

  slice(task: Task): Duration | null {
    return this.#quantum === null ? null : (task.left as Duration);
  }

  ran(task: Task, time: Duration): void {
    task.left -= time;
  }

  left(): void {}

  preempts(running: Task): number {
    const { first } = this.#ready;
    return first === null ? 0 : Math.max(0, first.effectivePriority - running.effectivePriority);
  }

  tasks(): readonly Task[] {
    return [...this.#ready];
  }
}
