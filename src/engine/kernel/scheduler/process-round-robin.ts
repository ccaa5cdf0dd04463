/**
 * Round robin among processes, and within each among its threads: every process gets the same share, however many threads it has. Real kernels
 * schedule threads (Linux shares among groups only when told to, with cgroups); this policy is there to see the difference.
 */
import type { Duration, Instant } from "../../base/time.ts";
import type { ReadyReason, Scheduler } from "./scheduler.ts";
import type { Task } from "./task.ts";
import { TaskList } from "./task-list.ts";

export class ProcessRoundRobin implements Scheduler {
  readonly policy = "process-rr";
  readonly #quantum: Duration;
  readonly #ready = new Map<number, TaskList>();
  /** Processes with ready threads, in the order in which they are served. */
  #turn: number[] = [];
  #length = 0;

  constructor(quantum: Duration) {
    this.#quantum = quantum;
  }

  get length(): number {
    return this.#length;
  }

  add(task: Task, why: ReadyReason, now: Instant): void {
    task.readySince = now;
    if (why !== "preempted") task.left = this.#quantum;
    const list = this.#ready.get(task.group) ?? new TaskList();
    this.#ready.set(task.group, list);
    list.push(task);
    this.#length++;
    if (!this.#turn.includes(task.group)) this.#turn.push(task.group);
  }

  remove(task: Task): void {
    this.#ready.get(task.group)!.remove(task);
    this.#took(task.group);
  }

  /** The longest waiting thread of the process whose turn it is; that process goes to the end. */
  pick(): Task | null {
    const group = this.#turn[0];
    if (group === undefined) return null;
    const task = this.#ready.get(group)!.shift()!;
    this.#took(group);
    if (this.#turn[0] === group) this.#turn.push(this.#turn.shift()!);
    return task;
  }

  slice(task: Task): Duration {
    return task.left as Duration;
  }

  ran(task: Task, time: Duration): void {
    task.left -= time;
  }

  left(): void {}

  preempts(): number {
    return 0;
  }

  tasks(): readonly Task[] {
    return this.#turn.flatMap((group) => [...this.#ready.get(group)!]);
  }

  #took(group: number): void {
    this.#length--;
    if (this.#ready.get(group)!.length === 0) this.#turn = this.#turn.filter((other) => other !== group);
  }
}
