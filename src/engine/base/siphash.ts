/**
 * SipHash-2-4 (Aumasson and Bernstein, 2012): a keyed hash of 64 bits for short inputs, where a stranger must not be able to guess the result
 * and nobody needs it to be collision-free. Written for clarity, not for speed.
 */
import { assert } from "./assert.ts";

const mask = 0xffff_ffff_ffff_ffffn;
const rotate = (x: bigint, bits: bigint): bigint => ((x << bits) | (x >> (64n - bits))) & mask;

function readWord(bytes: Uint8Array, at: number): bigint {
  let word = 0n;
  for (let i = 7; i >= 0; i--) word = (word << 8n) | BigInt(bytes[at + i] ?? 0);
  return word;
}

/** @param key 16 bytes. @returns 8 bytes, the least significant first, as the paper writes them */
export function sipHash(key: Uint8Array, input: Uint8Array): Uint8Array {
  assert(key.length === 16, "the key of SipHash has 16 bytes");
  const k0 = readWord(key, 0);
  const k1 = readWord(key, 8);
  const v = [
    k0 ^ 0x736f_6d65_7073_6575n,
    k1 ^ 0x646f_7261_6e64_6f6dn,
    k0 ^ 0x6c79_6765_6e65_7261n,
    k1 ^ 0x7465_6462_7974_6573n,
  ] as [bigint, bigint, bigint, bigint];
  const round = (): void => {
    v[0] = (v[0] + v[1]) & mask;
    v[1] = rotate(v[1], 13n) ^ v[0];
    v[0] = rotate(v[0], 32n);
    v[2] = (v[2] + v[3]) & mask;
    v[3] = rotate(v[3], 16n) ^ v[2];
    v[0] = (v[0] + v[3]) & mask;
    v[3] = rotate(v[3], 21n) ^ v[0];
    v[2] = (v[2] + v[1]) & mask;
    v[1] = rotate(v[1], 17n) ^ v[2];
    v[2] = rotate(v[2], 32n);
  };
  const absorb = (word: bigint): void => {
    v[3] ^= word;
    round();
    round();
    v[0] ^= word;
  };
  const whole = input.length & ~7;
  for (let at = 0; at < whole; at += 8) absorb(readWord(input, at));
  absorb(readWord(input.subarray(whole), 0) | (BigInt(input.length & 0xff) << 56n));
  v[2] ^= 0xffn;
  for (let i = 0; i < 4; i++) round();
  let hash = v[0] ^ v[1] ^ v[2] ^ v[3];
  const out = new Uint8Array(8);
  for (let i = 0; i < 8; i++) {
    out[i] = Number(hash & 0xffn);
    hash >>= 8n;
  }
  return out;
}
