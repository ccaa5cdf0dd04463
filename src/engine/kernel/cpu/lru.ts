/** A fully associative store of so many entries that throws out the least recently used: what a TLB and a cache are here. */
import { assert } from "../../base/assert.ts";

export class Lru<K> {
  readonly size: number;
  /** A Map keeps the order of insertion: the least recently used first. */
  readonly #entries = new Map<K, true>();

  constructor(size: number) {
    assert(Number.isInteger(size) && size >= 1, () => `a store has at least one entry, not ${size}`);
    this.size = size;
  }

  get used(): number {
    return this.#entries.size;
  }

  /** Uses an entry, and brings it in if it is not there; whether it was. */
  use(key: K): boolean {
    const hit = this.#entries.delete(key);
    this.#entries.set(key, true);
    if (!hit && this.#entries.size > this.size) this.#entries.delete(this.#entries.keys().next().value as K);
    return hit;
  }

  clear(): void {
    this.#entries.clear();
  }
}
