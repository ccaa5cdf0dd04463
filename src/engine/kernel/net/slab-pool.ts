/**
 * Where outgoing packets are built: pieces of a large slab, handed out one behind the other, each with headroom for the headers that
 * lower layers write in front (`wire/slab.ts`). Measured, a piece costs a quarter of a `new Uint8Array(1500)`. A link, a trace or a
 * socket may hold a piece for as long as it likes, and the slab goes when nobody does. Only whole frames that nobody but the receiver
 * held come back (`takeBack`) and are handed out again: memory that is still in the processor's cache.
 */
import { headroomBytes } from "../../wire/slab.ts";

export class SlabPool {
  /** The slab that the latest `reserve` was about: read it after the call, not before. */
  out: Uint8Array = new Uint8Array(0);
  #slab = this.out;
  #free = 0;
  /** Frames that came back, by their length. */
  readonly #spent: Uint8Array[][] = Array.from({ length: longestSpent + 1 }, () => []);

  /** Makes room for `length` bytes with headroom in front and returns where in `out` they start. The bytes are zero. */
  reserve(length: number): number {
    // At a multiple of four, and with it every header in front but Ethernet's: sums go word by word then.
    const at = (this.#free + headroomBytes + 3) & ~3;
    if (at + length <= this.#slab.length) {
      this.#free = at + length;
      this.out = this.#slab;
      return at;
    }
    this.#slab = new Uint8Array(Math.max(slabBytes, headroomBytes + length));
    this.out = this.#slab;
    this.#free = headroomBytes + length;
    return headroomBytes;
  }

  /**
   * As `reserve`, for a whole frame of `headers` and `length` bytes, every byte of which the caller will write: it may be one that came back,
   * and then `out` is exactly as long.
   */
  reserveFrame(headers: number, length: number): number {
    const spent = headers + length <= longestSpent ? this.#spent[headers + length]!.pop() : undefined;
    if (spent === undefined) return this.reserve(length);
    this.out = spent;
    return headers;
  }

  /** Gives back a frame whose bytes nobody holds any more. */
  takeBack(frame: Uint8Array): void {
    if (frame.length > longestSpent) return;
    const spent = this.#spent[frame.length]!;
    if (spent.length < mostSpent) spent.push(frame);
  }

  /** A copy of `bytes`, without headroom, that belongs to the caller. */
  copy(bytes: Uint8Array): Uint8Array {
    const { length } = bytes;
    if (this.#free + length > this.#slab.length) {
      this.#slab = new Uint8Array(Math.max(slabBytes, length));
      this.#free = 0;
    }
    const piece = this.#slab.subarray(this.#free, this.#free + length);
    this.#free += length;
    piece.set(bytes);
    return piece;
  }
}

/** Bytes: about 150 full frames. Larger slabs measured no faster. */
const slabBytes = 0x4_0000;
/** Bytes: a full frame of Ethernet. */
const longestSpent = 1514;
/** Frames of one length: more than are under way on most links. */
const mostSpent = 4096;
