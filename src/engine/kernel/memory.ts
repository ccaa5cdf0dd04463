/** The memory that threads share: named cells of one number each. Sequentially consistent: a write is seen by all at once. */
import { assert } from "../base/assert.ts";

export class SharedMemory {
  readonly #cells = new Map<string, number>();

  make(cell: string, value: number): void {
    assert(!this.#cells.has(cell), () => `a second cell named ${cell}`);
    this.#cells.set(cell, value);
  }

  read(cell: string): number {
    const value = this.#cells.get(cell);
    assert(value !== undefined, () => `no cell named ${cell}; there are: ${[...this.#cells.keys()].join(", ")}`);
    return value;
  }

  /** Returns the value before. */
  write(cell: string, value: number): number {
    const was = this.read(cell);
    this.#cells.set(cell, value);
    return was;
  }
}
