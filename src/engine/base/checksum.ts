/**
 * The Internet checksum of RFC 1071: the one's-complement of the one's-complement sum of all 16-bit words, used by IPv4, ICMP,
 * TCP and UDP. A partial sum is an unfolded number, so that a pseudo-header and a payload can be added up separately.
 */

/** Adds `bytes[from, to)` to a partial sum, as big-endian 16-bit words; an odd last byte counts as the high byte (RFC 1071 4.1). */
export function addChecksum(bytes: Uint8Array, from = 0, to = bytes.length, sum = 0): number {
  let high = 0;
  let low = 0;
  let i = from;
  // Four bytes a turn, added up in two columns: 2^53 leaves room for any frame, so nothing is folded inside the loop.
  for (; i + 3 < to; i += 4) {
    high += bytes[i]! + bytes[i + 2]!;
    low += bytes[i + 1]! + bytes[i + 3]!;
  }
  for (; i < to; i++) {
    if ((i - from) % 2 === 0) high += bytes[i]!;
    else low += bytes[i]!;
  }
  return sum + high * 256 + low;
}

/** Folds a partial sum to 16 bits and complements it: the value that goes into the header. */
export function finishChecksum(sum: number): number {
  let folded = sum;
  while (folded > 0xffff) folded = (folded % 0x10000) + Math.floor(folded / 0x10000);
  return ~folded & 0xffff;
}

/** The checksum of one stretch of bytes whose checksum field is zero. */
export const checksum = (bytes: Uint8Array, from = 0, to = bytes.length): number => finishChecksum(addChecksum(bytes, from, to));
