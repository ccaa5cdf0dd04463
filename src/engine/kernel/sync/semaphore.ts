/** A counter of permits (Dijkstra 1965): `down` waits while there is none, `up` adds one, and anybody may do that. Who waits longest gets it. */
import type { Host } from "../host.ts";
import type { ThreadRecord } from "../thread.ts";
import { FutexQueue } from "./futex.ts";

export class Semaphore {
  readonly name: string;
  readonly waiting: FutexQueue;
  /** Who took permits and gave none back: as near as a semaphore comes to owners. */
  readonly holders: ThreadRecord[] = [];
  readonly #host: Host;
  #count: number;

  constructor(host: Host, name: string, count: number) {
    this.#host = host;
    this.name = name;
    this.#count = count;
    this.waiting = new FutexQueue(host);
  }

  get count(): number {
    return this.#count;
  }

  try(thread: ThreadRecord): boolean {
    if (this.#count === 0) return false;
    this.#count--;
    this.#took(thread);
    return true;
  }

  up(thread: ThreadRecord): void {
    const at = this.holders.indexOf(thread);
    this.holders.splice(at < 0 ? 0 : at, 1);
    this.#count++;
    this.#host.log(thread, { kind: "semaphore.up", thread: thread.id, semaphore: this.name, count: this.#count });
    const next = this.waiting.hand();
    if (next === null) return;
    this.#count--;
    this.#host.answer(next, undefined, () => this.#took(next));
  }

  #took(thread: ThreadRecord): void {
    this.holders.push(thread);
    this.#host.log(thread, { kind: "semaphore.down", thread: thread.id, semaphore: this.name, count: this.#count });
  }
}
