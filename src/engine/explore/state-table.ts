/** A set of states that numbers them: 0, 1, 2, ... in the order in which they are first seen. Open addressing, states side by side. */

export class StateTable {
  readonly size: number;
  /** All states, one after the other. May be replaced when it grows: do not keep it. */
  states: Int32Array;
  count = 0;
  #index: Int32Array;
  #mask: number;

  constructor(size: number) {
    this.size = size;
    this.states = new Int32Array(size * 64);
    this.#index = new Int32Array(256).fill(-1);
    this.#mask = 255;
  }

  /** Room for one state beyond the last: where the next one can be made before it is numbered. */
  scratch(): number {
    const at = this.count * this.size;
    if (at + this.size > this.states.length) {
      const larger = new Int32Array(this.states.length * 2);
      larger.set(this.states);
      this.states = larger;
    }
    return at;
  }

  /** The number of the state in the scratch; a new one stays where it is. */
  number(): number {
    const { size } = this;
    const base = this.count * size;
    let at = this.#hash(base) & this.#mask;
    for (;;) {
      const known = this.#index[at]!;
      if (known < 0) break;
      if (this.#equal(known * size, base)) return known;
      at = (at + 1) & this.#mask;
    }
    this.#index[at] = this.count;
    this.count++;
    if (this.count * 2 > this.#mask) this.#grow();
    return this.count - 1;
  }

  #equal(a: number, b: number): boolean {
    const { states, size } = this;
    for (let i = 0; i < size; i++) if (states[a + i] !== states[b + i]) return false;
    return true;
  }

  #hash(base: number): number {
    const { states, size } = this;
    let hash = 0x811c9dc5;
    for (let i = base; i < base + size; i++) {
      hash = Math.imul(hash ^ states[i]!, 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    return hash;
  }

  #grow(): void {
    this.#mask = this.#mask * 2 + 1;
    this.#index = new Int32Array(this.#mask + 1).fill(-1);
    for (let number = 0; number < this.count; number++) {
      let at = this.#hash(number * this.size) & this.#mask;
      while (this.#index[at]! >= 0) at = (at + 1) & this.#mask;
      this.#index[at] = number;
    }
  }
}
