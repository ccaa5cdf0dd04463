/**
 * Chance that is the same everywhere: xoshiro128** 1.1 (Blackman, Vigna: "Scrambled linear pseudorandom number generators",
 * ACM TOMS 47, 2021), seeded by splitmix32 steps. 32-bit integer arithmetic only. Not for secrets.
 */
import { assert } from "./assert.ts";

export class Rng {
  #a: number;
  #b: number;
  #c: number;
  #d: number;

  /**
   * @param seed a whole number, of either sign; the same seed gives the same sequence.
   * @param stream names an independent sequence of that seed. Seed and name are mixed to 32 bits, so among tens of thousands of
   *   pairs two may agree: enough for separate links and trials, not a source of unique names.
   */
  constructor(seed: number, stream = "") {
    // The low and high word of the seed and the name all enter, so that seeds 1 and 2^32 + 1, or two links, differ.
    let state = (Math.floor(seed) >>> 0) ^ Math.imul(Math.floor(seed / 0x1_0000_0000) >>> 0, 0x9e3779b1);
    for (let i = 0; i < stream.length; i++) state = Math.imul(state ^ stream.charCodeAt(i), 0x01000193);
    const next = (): number => {
      state = (state + 0x9e3779b9) | 0;
      let z = state;
      z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
      z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
      return z ^ (z >>> 16);
    };
    this.#a = next();
    this.#b = next();
    this.#c = next();
    this.#d = next() | 1; // never all zero
  }

  /** A whole number in [0, 2^32). */
  next(): number {
    const product = Math.imul(this.#b, 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0;
    const shifted = this.#b << 9;
    this.#c ^= this.#a;
    this.#d ^= this.#b;
    this.#b ^= this.#c;
    this.#a ^= this.#d;
    this.#c ^= shifted;
    this.#d = (this.#d << 11) | (this.#d >>> 21);
    return result;
  }

  /** A whole number in [0, n), each equally likely (values that would favour the small ones are drawn again). */
  below(n: number): number {
    assert(Number.isInteger(n) && n >= 1 && n <= 0x1_0000_0000, () => `below() takes 1 to 2^32, not ${n}`);
    const limit = 0x1_0000_0000 - (0x1_0000_0000 % n);
    for (;;) {
      const drawn = this.next();
      if (drawn < limit) return drawn % n;
    }
  }

  /** True with probability `p` (0 to 1), exact to 2^-32. */
  chance(p: number): boolean {
    return this.next() < p * 0x1_0000_0000;
  }
}
