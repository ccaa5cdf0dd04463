/**
 * Lottery scheduling (Waldspurger, Weihl: OSDI 1994): whenever a quantum begins a ticket is drawn, and whoever holds it runs. Shares of
 * the CPU come out in proportion to tickets only in the long run. Compensation tickets, currencies and transfers are left out.
 */
import type { Duration, Instant } from "../../base/time.ts";
import type { Chance, ReadyReason, Scheduler } from "./scheduler.ts";
import type { Task } from "./task.ts";
import { TaskList } from "./task-list.ts";

export class Lottery implements Scheduler {
  readonly policy = "lottery";
  readonly #quantum: Duration;
  readonly #chance: Chance;
  readonly #ready = new TaskList();

  constructor(quantum: Duration, chance: Chance) {
    this.#quantum = quantum;
    this.#chance = chance;
  }

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

  /** Tickets are numbered thread by thread, in the order of the threads' numbers. One thread alone needs no draw. */
  pick(): Task | null {
    if (this.#ready.length <= 1) return this.#ready.shift();
    const tasks = this.tasks();
    let ticket = this.#chance.below(tasks.reduce((sum, task) => sum + task.tickets, 0));
    const drawn = tasks.findIndex((task) => {
      ticket -= task.tickets;
      return ticket < 0;
    });
    const winner = tasks[this.#chance.drawn(tasks.length, drawn)]!;
    this.#ready.remove(winner);
    return winner;
  }

  slice(): Duration {
    return this.#quantum;
  }

  ran(): void {}

  left(): void {}

  preempts(): number {
    return 0;
  }

  /** In the order of their numbers: who goes next is up to the draw. */
  tasks(): readonly Task[] {
    return [...this.#ready].sort((a, b) => a.thread - b.thread);
  }
}
