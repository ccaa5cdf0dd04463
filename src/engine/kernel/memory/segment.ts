/**
 * Memory that is not one address space's own: the text of a program, which all its instances map, and shared memory (POSIX shm_open,
 * mmap with MAP_SHARED). It keeps its frames while it is mapped somewhere or has a name; a page gets its frame when it is first touched.
 */
import type { FrameNumber, Frames } from "./frames.ts";

export class Segment {
  readonly name: string;
  readonly pages: number;
  readonly #memory: Frames;
  readonly #frames: (FrameNumber | null)[];
  #references = 0;

  constructor(name: string, pages: number, memory: Frames) {
    this.name = name;
    this.pages = pages;
    this.#memory = memory;
    this.#frames = new Array<FrameNumber | null>(pages).fill(null);
  }

  /** The frame of its page `index`, made now if there is none; null when memory is full. `fresh`: it was made now. */
  frame(index: number): { readonly frame: FrameNumber; readonly fresh: boolean } | null {
    const there = this.#frames[index];
    if (there !== null && there !== undefined) return { frame: there, fresh: false };
    const frame = this.#memory.take();
    if (frame === null) return null;
    this.#frames[index] = frame;
    return { frame, fresh: true };
  }

  /** The frames that it holds now. */
  get held(): FrameNumber[] {
    return this.#frames.filter((frame) => frame !== null);
  }

  get isKept(): boolean {
    return this.#references > 0;
  }

  /** One more that keeps it: a mapping, a name. */
  keep(): void {
    this.#references++;
  }

  /** One less; the last one gives its frames back. True when that was the last. */
  letGo(): boolean {
    if (--this.#references > 0) return false;
    for (const frame of this.held) this.#memory.release(frame);
    this.#frames.fill(null);
    return true;
  }
}
