/**
 * The Internet checksum of RFC 1071: the one's-complement of the one's-complement sum of all 16-bit words, used by IPv4, ICMP,
 * TCP and UDP. A partial sum is an unfolded number, so that a pseudo-header and a payload can be added up separately.
 */

/** Adds `bytes[from, to)` to a partial sum, as big-endian 16-bit words; an odd last byte counts as the high byte (RFC 1071 4.1). */
export function addChecksum(bytes: Uint8Array, from = 0, to = bytes.length, sum = 0): number {
  let total = sum;
  let i = from;
  // RFC 1071 2 (C), "parallel summation": 2^16 = 1 modulo 2^16 - 1, so words of 32 bits give the same folded sum as words of 16.
  // Nothing is folded inside the loop: 2^53 leaves room for 8 MiB. Under some hundred bytes the view costs more than it saves.
  if (to - from >= worthAView) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (; i + 3 < to; i += 4) total += view.getUint32(i);
  }
  for (; i + 1 < to; i += 2) total += bytes[i]! * 256 + bytes[i + 1]!;
  return i < to ? total + bytes[i]! * 256 : total;
}

/** Folds a partial sum to 16 bits and complements it: the value that goes into the header. */
export function finishChecksum(sum: number): number {
  let folded = sum;
  while (folded > 0xffff) folded = (folded % 0x10000) + Math.floor(folded / 0x10000);
  return ~folded & 0xffff;
}

/** The checksum of one stretch of bytes whose checksum field is zero. */
export const checksum = (bytes: Uint8Array, from = 0, to = bytes.length): number =>
  finishChecksum(addChecksum(bytes, from, to));

/** Bytes from which on the 32-bit loop wins; measured with `npm run bench -- engine-base`. */
const worthAView = 128;
