/** First in, first out (first come, first served): whoever became ready first runs until it waits, yields or ends. */
import type { Instant } from "../../base/time.ts";
import type { ReadyReason, Scheduler } from "./scheduler.ts";
import type { Task } from "./task.ts";
import { TaskList } from "./task-list.ts";

export class Fifo implements Scheduler {
  readonly policy = "fifo";
  readonly #ready = new TaskList();

  get length(): number {
    return this.#ready.length;
  }

  add(task: Task, _why: ReadyReason, now: Instant): void {
    task.readySince = now;
    this.#ready.push(task);
  }

  remove(task: Task): void {
    this.#ready.remove(task);
  }

  pick(): Task | null {
    return this.#ready.shift();
  }

  slice(): null {
    return null;
  }

  ran(): void {}

  left(): void {}

  preempts(): number {
    return 0;
  }

  tasks(): readonly Task[] {
    return [...this.#ready];
  }
}
