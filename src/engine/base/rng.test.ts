import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BrokenInvariant } from "./assert.ts";
import { Rng } from "./rng.ts";

const mask = 0xffff_ffffn;
const rotl = (x: bigint, k: bigint): bigint => ((x << k) | (x >> (32n - k))) & mask;

/** xoshiro128** 1.1 in BigInt, line by line after the authors' C (prng.di.unimi.it/xoshiro128starstar.c). */
function* reference(s: [bigint, bigint, bigint, bigint]): Generator<number, never, unknown> {
  for (;;) {
    const result = (rotl((s[1] * 5n) & mask, 7n) * 9n) & mask;
    const t = (s[1] << 9n) & mask;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotl(s[3], 11n);
    yield Number(result);
  }
}

/** Four outputs of splitmix32: a Weyl sequence of the golden ratio through MurmurHash3's finaliser. */
function seedState(seed: bigint): [bigint, bigint, bigint, bigint] {
  let state = seed;
  const next = (): bigint => {
    state = (state + 0x9e37_79b9n) & mask;
    let z = state;
    z = ((z ^ (z >> 16n)) * 0x85eb_ca6bn) & mask;
    z = ((z ^ (z >> 13n)) * 0xc2b2_ae35n) & mask;
    return z ^ (z >> 16n);
  };
  return [next(), next(), next(), next() | 1n];
}

const draw = (rng: Rng, count: number): number[] => Array.from({ length: count }, () => rng.next());

describe("the sequence", () => {
  it("the reference gives what the authors' program gives from the state 1, 2, 3, 4", () => {
    const made = reference([1n, 2n, 3n, 4n]);
    // The same ten numbers stand in the tests of Rust's rand_xoshiro, made there with the authors' C program.
    const published = [
      11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
    ];
    expect(published.map(() => made.next().value)).toEqual(published);
  });

  it("is xoshiro128** from a splitmix32 state, for any seed of 32 bits", () => {
    fc.assert(
      fc.property(fc.nat(0xffff_ffff), (seed) => {
        const made = reference(seedState(BigInt(seed)));
        expect(draw(new Rng(seed), 20)).toEqual(Array.from({ length: 20 }, () => made.next().value));
      }),
    );
  });

  it("is held by these numbers: a change here changes every run that anybody ever named", () => {
    expect(draw(new Rng(1), 4)).toMatchInlineSnapshot(`
      [
        2442144158,
        3238099751,
        3819917871,
        2104621829,
      ]
    `);
    expect(draw(new Rng(1, "link client-server"), 4)).toMatchInlineSnapshot(`
      [
        2252912685,
        1606165540,
        560320006,
        2579207761,
      ]
    `);
  });

  it("differs between seeds, between seeds 2^32 apart, and between streams of one seed", () => {
    const first = (seed: number, stream?: string): string => draw(new Rng(seed, stream), 4).join();
    const all = [
      first(0),
      first(1),

      first(2 ** 32),
      first(2 ** 32 + 1),
      first(1, "a"),
      first(1, "b"),
      first(1, "ab"),
      first(1, "ba"),
    ];
    expect(new Set(all).size).toBe(all.length);
  });
});

describe("chance", () => {
  it("below(n) is in [0, n) and each value about equally frequent", () => {
    // Chi-squared with 9 degrees of freedom: 27.9 is exceeded once in a thousand seeds; this seed is fixed.
    const counts = new Array<number>(10).fill(0);
    const rng = new Rng(7);
    for (let i = 0; i < 100_000; i++) counts[rng.below(10)]! += 1;
    const chi = counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0);
    expect(chi).toBeLessThan(27.9);
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 2 ** 32 }), (seed, n) => {
        const drawn = new Rng(seed).below(n);
        expect(Number.isInteger(drawn) && drawn >= 0 && drawn < n).toBe(true);
      }),
    );
  });

  it("every bit of next() is set about half of the time", () => {
    const rng = new Rng(11);
    const set = new Array<number>(32).fill(0);
    for (let i = 0; i < 20_000; i++) {
      const drawn = rng.next();
      for (let bit = 0; bit < 32; bit++) set[bit]! += (drawn >>> bit) & 1;
    }
    // Five standard deviations of a fair coin tossed 20,000 times.
    for (const count of set) expect(Math.abs(count - 10_000)).toBeLessThan(5 * 71);
  });

  it("chance(0) never happens, chance(1) always, chance(0.05) about once in twenty", () => {
    const rng = new Rng(3);
    let hits = 0;
    for (let i = 0; i < 10_000; i++) {
      expect(rng.chance(0)).toBe(false);
      expect(rng.chance(1)).toBe(true);
      if (rng.chance(0.05)) hits++;
    }
    expect(hits).toBeGreaterThan(400);
    expect(hits).toBeLessThan(600);
  });

  it("below() takes 1 to 2^32", () => {
    expect(new Rng(1).below(1)).toBe(0);
    for (const n of [0, -1, 1.5, 2 ** 32 + 1, Number.NaN]) expect(() => new Rng(1).below(n)).toThrow(BrokenInvariant);
  });
});
