/**
 * Round robin: first in, first out, but after a quantum of CPU time a task goes to the tail. Those who arrive or wake at that very
 * instant stand in front of it. A task that is preempted before its quantum is over goes back to the front and keeps what is left
 * (as POSIX has it for SCHED_RR). Waking up preempts nobody unless asked for.
 */
import type { Duration, Instant } from "../../base/time.ts";
import type { ReadyReason, Scheduler } from "./scheduler.ts";
import type { Task } from "./task.ts";
import { TaskList } from "./task-list.ts";

export class RoundRobin implements Scheduler {
  readonly policy = "rr";
  readonly #quantum: Duration;
  readonly #wakeUpPreemption: boolean;
  readonly #ready = new TaskList();
  /** Those at the front of the queue that woke up and want to go at once. */
  #urgent = 0;

  /** @param wakeUpPreemption whether a task that wakes up takes the CPU from the running one */
  constructor(quantum: Duration, wakeUpPreemption = false) {
    this.#quantum = quantum;
    this.#wakeUpPreemption = wakeUpPreemption;
  }

  get length(): number {
    return this.#ready.length;
  }

  add(task: Task, why: ReadyReason, now: Instant): void {
    task.readySince = now;
    if (why !== "preempted") task.left = this.#quantum;
    const urgent = why === "woken" && this.#wakeUpPreemption;
    if (urgent || why === "preempted") this.#ready.insertAfter(this.#lastUrgent(), task);
    else this.#ready.push(task);
    if (urgent) this.#urgent++;
  }

  remove(task: Task): void {
    let at = this.#ready.first;
    for (let i = 0; i < this.#urgent; i++, at = at!.next)
      if (at === task) {
        this.#urgent--;
        break;
      }
    this.#ready.remove(task);
  }

  pick(): Task | null {
    if (this.#urgent > 0) this.#urgent--;
    return this.#ready.shift();
  }

  slice(task: Task): Duration {
    return task.left as Duration;
  }

  ran(task: Task, time: Duration): void {
    task.left -= time;
  }

  left(): void {}

  preempts(): number {
    return this.#urgent > 0 ? 1 : 0;
  }

  tasks(): readonly Task[] {
    return [...this.#ready];
  }

  #lastUrgent(): Task | null {
    let last: Task | null = null;
    for (let i = 0; i < this.#urgent; i++) last = last === null ? this.#ready.first : last.next;
    return last;
  }
}
