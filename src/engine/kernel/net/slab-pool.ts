/**
 * Where outgoing packets are built: pieces of a large slab, handed out one behind the other, each with headroom for the headers that
 * lower layers write in front (`wire/slab.ts`). Measured, a piece costs a quarter of a `new Uint8Array(1500)`. Pieces are never
 * taken back: a link, a trace or a socket may hold one for as long as it likes, and the slab goes when nobody does.
 */
import { headroomBytes } from "../../wire/slab.ts";

export class SlabPool {
  /** The slab that the latest `reserve` was about: read it after the call, not before. */
  out = new Uint8Array(0);
  #free = 0;

  /** Makes room for `length` bytes with headroom in front and returns where in `out` they start. The bytes are zero. */
  reserve(length: number): number {
    // At a multiple of four, and with it every header in front but Ethernet's: sums go word by word then.
    const at = (this.#free + headroomBytes + 3) & ~3;
    if (at + length <= this.out.length) {
      this.#free = at + length;
      return at;
    }
    this.out = new Uint8Array(Math.max(slabBytes, headroomBytes + length));
    this.#free = headroomBytes + length;
    return headroomBytes;
  }

  /** A copy of `bytes`, without headroom, that belongs to the caller. */
  copy(bytes: Uint8Array): Uint8Array {
    const { length } = bytes;
    if (this.#free + length > this.out.length) {
      this.out = new Uint8Array(Math.max(slabBytes, length));
      this.#free = 0;
    }
    const piece = this.out.subarray(this.#free, this.#free + length);
    this.#free += length;
    piece.set(bytes);
    return piece;
  }
}

/** Bytes: about 150 full frames. Larger slabs measured no faster. */
const slabBytes = 0x4_0000;
