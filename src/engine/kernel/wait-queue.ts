/**
 * Those who wait for something to change (a socket, a pipe, a lock on a file, a child), in the order in which they came. What they are waiting
 * for they know themselves: whenever something changed, each is tried again.
 */
export class WaitQueue {
  #waiting: (() => boolean)[] = [];

  get empty(): boolean {
    return this.#waiting.length === 0;
  }

  /** `retry` is called whenever something changed, until it returns true: it has got what it waited for. */
  add(retry: () => boolean): void {
    this.#waiting.push(retry);
  }

  remove(retry: () => boolean): void {
    if (this.#waiting.length === 1 && this.#waiting[0] === retry) this.#waiting.length = 0;
    else this.#waiting = this.#waiting.filter((other) => other !== retry);
  }

  /** Something changed. */
  wake(): void {
    if (this.#waiting.length === 0) return;
    if (this.#waiting.length === 1) {
      const retry = this.#waiting[0]!;
      if (retry()) this.remove(retry);
      return;
    }
    for (const retry of this.#waiting.slice()) if (this.#waiting.includes(retry) && retry()) this.remove(retry);
  }
}
