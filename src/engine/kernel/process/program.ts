/**
 * A program as exec loads it: a body, and how much memory its image takes. Its code is not in that memory: bodies are written in TypeScript
 * and only what they ask for with calls happens in the simulated machine. But the pages are there, and are shared, copied and counted.
 *
 *     0x0040_0000  text (r-x), shared by all instances
 *                  data (rw-), one copy each
 *                  heap (rw-), grows with sbrk
 *     0x4000_0000  mappings, upwards: mmap, shared memory
 *     0x7fff_f000  stacks, downwards, each with an unmapped page below it
 */
import type { Address } from "../memory/address-space.ts";
import type { Thread, ThreadResult } from "../thread.ts";

export interface Program {
  readonly name: string;
  readonly main: (start: ProgramStart) => Thread<ThreadResult>;
  /** Pages of code; 1 unless said. */
  readonly textPages?: number;
  /** What the data begins with; the rest of its last page is zero. A page of zeroes unless said. */
  readonly data?: Uint8Array;
  readonly dataPages?: number;
  /** 1 unless said. */
  readonly heapPages?: number;
  /** Of the first thread, and of each that it makes; 2 unless said. */
  readonly stackPages?: number;
  /** All of it gets frames at once, and not page by page when it is first touched. True unless said. */
  readonly populate?: boolean;
}

/** What a program knows when it begins. */
export interface ProgramStart {
  readonly args: readonly string[];
  /** Where the image begins. */
  readonly text: Address;
  readonly data: Address;
  readonly heap: Address;
}

export const layout = {
  text: 0x0040_0000,
  mappings: 0x4000_0000,
  /** The page above the first stack. */
  stacks: 0x7fff_f000,
} as const;

export const defaultStackPages = 2;
