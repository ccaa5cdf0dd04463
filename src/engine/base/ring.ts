/** A ring of bytes with a fixed capacity: what a socket buffer is made of. Nothing is copied but the bytes themselves. */
import { assert } from "./assert.ts";

export class ByteRing {
  readonly #bytes: Uint8Array;
  #head = 0;
  #length = 0;

  constructor(capacity: number) {
    assert(
      Number.isSafeInteger(capacity) && capacity > 0,
      () => `a ring needs a capacity of at least 1 byte, not ${capacity}`,
    );
    this.#bytes = new Uint8Array(capacity);
  }

  get capacity(): number {
    return this.#bytes.length;
  }
  get length(): number {
    return this.#length;
  }
  get free(): number {
    return this.#bytes.length - this.#length;
  }

  /** Takes as many of `bytes` as there is room for and says how many. */
  write(bytes: Uint8Array): number {
    const count = Math.min(bytes.length, this.free);
    const tail = (this.#head + this.#length) % this.capacity;
    const first = Math.min(count, this.capacity - tail);
    this.#bytes.set(bytes.subarray(0, first), tail);
    this.#bytes.set(bytes.subarray(first, count), 0);
    this.#length += count;
    return count;
  }

  /** A copy of up to `max` bytes from `offset` past the oldest byte; the ring keeps them. */
  peek(max: number, offset = 0): Uint8Array {
    const count = Math.max(0, Math.min(max, this.#length - offset));
    const from = (this.#head + offset) % this.capacity;
    const first = Math.min(count, this.capacity - from);
    const out = new Uint8Array(count);
    out.set(this.#bytes.subarray(from, from + first), 0);
    out.set(this.#bytes.subarray(0, count - first), first);
    return out;
  }

  /** Forgets the `count` oldest bytes. */
  drop(count: number): void {
    assert(count >= 0 && count <= this.#length, () => `cannot drop ${count} of ${this.#length} bytes`);
    this.#head = (this.#head + count) % this.capacity;
    this.#length -= count;
  }

  read(max: number): Uint8Array {
    const out = this.peek(max);
    this.drop(out.length);
    return out;
  }
}
