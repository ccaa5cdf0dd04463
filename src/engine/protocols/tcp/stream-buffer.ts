/**
 * The octets of one direction of a stream, from the oldest that is still needed: a ring that doubles as it fills. The sender appends and
 * looks (`view`), the receiver also puts octets beyond a gap (`put`), which is why it does not know which of them are there:
 * `reassembly.ts` does. The only copying is that of the octets themselves.
 */
import { assert } from "../../base/assert.ts";
import { noPayload } from "./segment.ts";

const smallest = 512;

export class StreamBuffer {
  #ring: Uint8Array = noPayload;
  #head = 0;
  /** How many octets were appended and not yet dropped; `put` does not change it. */
  length = 0;

  append(source: Uint8Array, from: number, to: number): void {
    this.put(this.length, source, from, to);
    this.length += to - from;
  }

  /** Writes `source[from, to)` at `offset` past the oldest octet. */
  put(offset: number, source: Uint8Array, from: number, to: number): void {
    const count = to - from;
    if (count === 0) return;
    if (offset + count > this.#ring.length) this.#grow(offset + count);
    const size = this.#ring.length;
    const at = (this.#head + offset) & (size - 1);
    const whole = from === 0 && to === source.length ? source : source.subarray(from, to);
    if (at + count <= size) {
      this.#ring.set(whole, at);
    } else {
      this.#ring.set(whole.subarray(0, size - at), at);
      this.#ring.set(whole.subarray(size - at), 0);
    }
  }

  /** Octets `[offset, offset + count)`: a view good until the next change, or a copy where the ring's end lies between. */
  view(offset: number, count: number): Uint8Array {
    if (count === 0) return noPayload;
    const size = this.#ring.length;
    const at = (this.#head + offset) & (size - 1);
    return at + count <= size ? this.#ring.subarray(at, at + count) : this.copy(offset, count);
  }

  copy(offset: number, count: number): Uint8Array {
    const out = new Uint8Array(count);
    this.copyInto(out, offset, count);
    return out;
  }

  /** Copies octets `[offset, offset + count)` to the beginning of `out`. */
  copyInto(out: Uint8Array, offset: number, count: number): void {
    if (count === 0) return;
    const size = this.#ring.length;
    const at = (this.#head + offset) & (size - 1);
    const first = Math.min(count, size - at);
    out.set(this.#ring.subarray(at, at + first));
    if (first < count) out.set(this.#ring.subarray(0, count - first), first);
  }

  /** Lets `count` octets be appended that were `put` before. */
  extend(count: number): void {
    this.length += count;
  }

  /** Forgets the `count` oldest octets. */
  drop(count: number): void {
    assert(count <= this.length, () => `cannot drop ${count} of ${this.length} octets`);
    this.#head = (this.#head + count) & (this.#ring.length - 1);
    this.length -= count;
  }

  /** Forgets everything and gives the memory back. */
  clear(): void {
    this.#ring = noPayload;
    this.#head = 0;
    this.length = 0;
  }

  #grow(needed: number): void {
    let size = Math.max(smallest, this.#ring.length);
    while (size < needed) size *= 2;
    const ring = new Uint8Array(size);
    ring.set(this.#ring.subarray(this.#head));
    ring.set(this.#ring.subarray(0, this.#head), this.#ring.length - this.#head);
    this.#ring = ring;
    this.#head = 0;
  }
}
