/**
 * Shortest job first, and with preemption shortest remaining time first: the ready task with the shortest CPU burst. No real kernel
 * knows that length beforehand; here it is known, so these are the yardsticks for average turnaround and not policies one can buy.
 * Equals go in the order in which they became ready, one that was preempted before them, unless the run's name says otherwise.
 */
import type { Instant } from "../../base/time.ts";
import type { Chance, ReadyReason, Scheduler } from "./scheduler.ts";
import type { Task } from "./task.ts";
import { TaskList } from "./task-list.ts";

export class Shortest implements Scheduler {
  readonly policy: "sjf" | "srtf";
  readonly #chance: Chance;
  readonly #ready = new TaskList();

  /** @param preempt whether a shorter task takes the CPU from a longer one as soon as it is ready (SRTF) */
  constructor(preempt: boolean, chance: Chance) {
    this.policy = preempt ? "srtf" : "sjf";
    this.#chance = chance;
  }

  get length(): number {
    return this.#ready.length;
  }

  add(task: Task, why: ReadyReason, now: Instant): void {
    task.readySince = now;
    if (why === "preempted") this.#ready.unshift(task);
    else this.#ready.push(task);
  }

  remove(task: Task): void {
    this.#ready.remove(task);
  }

  pick(): Task | null {
    const shortest = this.#shortest();
    if (shortest === null) return null;
    const equals = [...this.#ready].filter((task) => task.burst === shortest.burst);
    const picked = equals[this.#chance.among(equals.length)]!;
    this.#ready.remove(picked);
    return picked;
  }

  slice(): null {
    return null;
  }

  ran(): void {}

  left(): void {}

  preempts(running: Task): number {
    const shortest = this.policy === "srtf" ? this.#shortest() : null;
    return shortest === null ? 0 : Math.max(0, running.burst - shortest.burst);
  }

  tasks(): readonly Task[] {
    return [...this.#ready].sort((a, b) => a.burst - b.burst);
  }

  #shortest(): Task | null {
    let shortest = this.#ready.first;
    for (const task of this.#ready) if (task.burst < shortest!.burst) shortest = task;
    return shortest;
  }
}
