/**
 * TCP sequence numbers: a circle of 2^32 (RFC 9293 3.4). Nobody subtracts them raw; these few functions are the only arithmetic.
 *
 *            before(a, b)                        a is before b when walking forward from a reaches b in less than half
 *      a ------------------> b                   the circle. Exactly half a circle apart, neither is before the other.
 *      '--- distance(a, b) --'
 */

declare const seqBrand: unique symbol;
/** A sequence number: a whole number in [0, 2^32). */
export type Seq = number & { readonly [seqBrand]: true };

/** The sequence number congruent to `n` modulo 2^32. */
export const seq = (n: number): Seq => (n >>> 0) as Seq;

/** `s` moved forward by `n` octets (back, if negative), modulo 2^32. */
export const add = (s: Seq, n: number): Seq => ((s + n) >>> 0) as Seq;

/** How many octets forward from `from` to `to`: a whole number in [0, 2^32). */
export const distance = (from: Seq, to: Seq): number => (to - from) >>> 0;

/** a < b on the circle. */
export const before = (a: Seq, b: Seq): boolean => ((b - a) | 0) > 0;

/** a > b on the circle. */
export const after = (a: Seq, b: Seq): boolean => ((a - b) | 0) > 0;

/** a =< b on the circle. */
export const atOrBefore = (a: Seq, b: Seq): boolean => a === b || before(a, b);

/** a >= b on the circle. */
export const atOrAfter = (a: Seq, b: Seq): boolean => a === b || after(a, b);

/** start =< s < start + length: whether `s` is one of the `length` numbers from `start` on. */
export const inWindow = (s: Seq, start: Seq, length: number): boolean => distance(start, s) < length;

/** The one that comes later; `a` when they are equal or exactly opposite. */
export const later = (a: Seq, b: Seq): Seq => (after(b, a) ? b : a);

/** The one that comes earlier; `a` when they are equal or exactly opposite. */
export const earlier = (a: Seq, b: Seq): Seq => (before(b, a) ? b : a);
