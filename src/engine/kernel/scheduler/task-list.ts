/** A list of tasks linked through themselves: first in, first out, or in at the front. Every operation but reading it takes one step. */
import { assert } from "../../base/assert.ts";
import type { Task } from "./task.ts";

export class TaskList implements Iterable<Task> {
  #first: Task | null = null;
  #last: Task | null = null;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  get first(): Task | null {
    return this.#first;
  }

  push(task: Task): void {
    this.insertAfter(this.#last, task);
  }

  unshift(task: Task): void {
    this.insertAfter(null, task);
  }

  /** Puts `task` right behind `place`; null: first of all. */
  insertAfter(place: Task | null, task: Task): void {
    assert(!task.queued, () => `thread ${task.thread} is in a run queue already`);
    const next = place === null ? this.#first : place.next;
    task.previous = place;
    task.next = next;
    if (place === null) this.#first = task;
    else place.next = task;
    if (next === null) this.#last = task;
    else next.previous = task;
    task.queued = true;
    this.#length++;
  }

  remove(task: Task): void {
    assert(task.queued, () => `thread ${task.thread} is in no run queue`);
    if (task.previous === null) this.#first = task.next;
    else task.previous.next = task.next;
    if (task.next === null) this.#last = task.previous;
    else task.next.previous = task.previous;
    task.previous = null;
    task.next = null;
    task.queued = false;
    this.#length--;
  }

  shift(): Task | null {
    const first = this.#first;
    if (first !== null) this.remove(first);
    return first;
  }

  /** The last one for which `holds`, looking from the end; null when there is none. */
  lastWhere(holds: (task: Task) => boolean): Task | null {
    let at = this.#last;
    while (at !== null && !holds(at)) at = at.previous;
    return at;
  }

  *[Symbol.iterator](): Iterator<Task> {
    for (let at = this.#first; at !== null; at = at.next) yield at;
  }
}
