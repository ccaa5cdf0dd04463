/**
 * A binary heap: the least element first by a total order given by the caller. The world's event queue is one. Measured: typed
 * arrays and four children a node gain nothing over plain objects here; a FIFO per link does (`world/link.ts`).
 */
export class Heap<T> {
  readonly #items: T[] = [];
  readonly #before: (a: T, b: T) => boolean;

  /** @param before whether `a` leaves the heap before `b`; must be a strict total order, or the order of equals is undefined. */
  constructor(before: (a: T, b: T) => boolean) {
    this.#before = before;
  }

  get size(): number {
    return this.#items.length;
  }

  peek(): T | undefined {
    return this.#items[0];
  }

  push(item: T): void {
    const items = this.#items;
    let at = items.length;
    items.push(item);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#before(item, items[parent]!)) break;
      items[at] = items[parent]!;
      at = parent;
    }
    items[at] = item;
  }

  pop(): T | undefined {
    const items = this.#items;
    const top = items[0];
    if (items.length <= 1) return items.pop();
    this.#sink(items.pop()!);
    return top;
  }

  /** The first element now comes later than it did: moves it to where it belongs. Half the work of taking it out and putting it back. */
  delayFirst(): void {
    const top = this.#items[0];
    if (top !== undefined) this.#sink(top);
  }

  /** Puts `last` in the place of the first element, and then to where it belongs. */
  #sink(last: T): void {
    const items = this.#items;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= items.length) break;
      if (child + 1 < items.length && this.#before(items[child + 1]!, items[child]!)) child++;
      if (!this.#before(items[child]!, last)) break;
      items[at] = items[child]!;
      at = child;
    }
    items[at] = last;
  }
}
