/**
 * The Internet checksum of RFC 1071: the one's-complement of the one's-complement sum of all 16-bit words, used by IPv4, ICMP,
 * TCP and UDP. A partial sum is an unfolded number, so that a pseudo-header and a payload can be added up separately.
 */

/**
 * Adds `bytes[from, to)` to a partial sum, as big-endian 16-bit words; an odd last byte counts as the high byte (RFC 1071 4.1). The result
 * is congruent to the sum of the words modulo 65535, and zero only when all of them are.
 */
export function addChecksum(bytes: Uint8Array, from = 0, to = bytes.length, sum = 0): number {
  let i = from;
  let total = sum;
  if (to - from >= worthAView && ((bytes.byteOffset + from) & 1) === 0) {
    if (((bytes.byteOffset + from) & 2) !== 0) {
      total += (bytes[i]! << 8) | bytes[i + 1]!;
      i += 2;
    }
    const end = to - ((to - i) & 3);
    total += sumOfWords(bytes, i, end);
    i = end;
  }
  for (; i + 1 < to; i += 2) total += (bytes[i]! << 8) | bytes[i + 1]!;
  return i < to ? total + (bytes[i]! << 8) : total;
}

/**
 * Whole 32-bit words at their natural places, in the order of bytes of this machine: the sum is "byte order independent" (RFC 1071 2 (B)), and
 * one swap at the end makes it big-endian. Nothing is folded inside the loop ("deferred carries", 2 (1)): a number is exact to 2^53,
 * which is 2^21 words.
 */
function sumOfWords(bytes: Uint8Array, from: number, to: number): number {
  const words = wordsOf(bytes.buffer);
  let i = (bytes.byteOffset + from) >>> 2;
  const end = (bytes.byteOffset + to) >>> 2;
  let total = 0;
  while (i < end) {
    const stop = Math.min(end, i + exactWords);
    let even = 0;
    let odd = 0;
    for (; i + 7 < stop; i += 8) {
      even += words[i]! + words[i + 2]! + (words[i + 4]! + words[i + 6]!);
      odd += words[i + 1]! + words[i + 3]! + (words[i + 5]! + words[i + 7]!);
    }
    for (; i < stop; i++) even += words[i]!;
    total += fold(even) + fold(odd);
  }
  const folded = fold(total);
  return littleEndian ? ((folded & 0xff) << 8) | (folded >>> 8) : folded;
}

/** Packets lie in few large slabs: the views of the slabs seen last are kept. */
function wordsOf(buffer: ArrayBufferLike): Uint32Array {
  if (buffer === lastBuffer) return lastWords;
  const [swapBuffer, swapWords] = [lastBuffer, lastWords];
  lastWords = buffer === previousBuffer ? previousWords : new Uint32Array(buffer, 0, Math.floor(buffer.byteLength / 4));
  lastBuffer = buffer;
  previousBuffer = swapBuffer;
  previousWords = swapWords;
  return lastWords;
}

/** To 16 bits, keeping the value modulo 65535. */
function fold(sum: number): number {
  let folded = sum;
  while (folded > 0xffff_ffff) folded = (folded % 0x1_0000_0000) + Math.floor(folded / 0x1_0000_0000);
  while (folded > 0xffff) folded = (folded & 0xffff) + (folded >>> 16);
  return folded;
}

/** Folds a partial sum to 16 bits and complements it: the value that goes into the header. */
export function finishChecksum(sum: number): number {
  return ~fold(sum) & 0xffff;
}

/** The checksum of one stretch of bytes whose checksum field is zero. */
export const checksum = (bytes: Uint8Array, from = 0, to = bytes.length): number =>
  finishChecksum(addChecksum(bytes, from, to));

/** Bytes from which on looking for a view costs less than it saves; measured with `npm run bench -- engine-base`. */
const worthAView = 128;
const exactWords = 0x10_0000;
const littleEndian = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1;

// Only what speed needs is remembered here: the same bytes give the same sum whatever was summed before.
let lastBuffer: ArrayBufferLike = new ArrayBuffer(0);
let lastWords: Uint32Array = new Uint32Array(lastBuffer);
let previousBuffer: ArrayBufferLike = lastBuffer;
let previousWords: Uint32Array = lastWords;
