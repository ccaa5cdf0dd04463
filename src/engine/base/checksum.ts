/**
 * The Internet checksum of RFC 1071: the one's-complement of the one's-complement sum of all 16-bit words, used by IPv4, ICMP,
 * TCP and UDP. A partial sum is an unfolded number, so that a pseudo-header and a payload can be added up separately.
 */

/** Adds `bytes[from, to)` to a partial sum, as big-endian 16-bit words; an odd last byte counts as the high byte (RFC 1071 4.1). */
export function addChecksum(bytes: Uint8Array, from = 0, to = bytes.length, sum = 0): number {
  let i = from;
  let total = sum;
  if (to - from >= worthAView) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    while (i + 7 < to) {
      // Eight bytes a turn, the upper and the lower halves of 32-bit words in two columns of their own. `| 0` keeps them integers:
      // as doubles they cost twice as much. Nothing is folded inside the loop (RFC 1071 2 (1), "deferred carries"): after
      // 2^14 turns a column holds at most 2^15 * 65535, just under 2^31.
      const end = Math.min(to - 7, i + 8 * 0x4000);
      let high = 0;
      let low = 0;
      for (; i < end; i += 8) {
        const one = view.getInt32(i);
        const two = view.getInt32(i + 4);
        high = (high + (one >>> 16) + (two >>> 16)) | 0;
        low = (low + (one & 0xffff) + (two & 0xffff)) | 0;
      }
      total += high + low;
    }
  }
  for (; i + 1 < to; i += 2) total += (bytes[i]! << 8) | bytes[i + 1]!;
  return i < to ? total + (bytes[i]! << 8) : total;
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

/** Bytes from which on making a view costs less than it saves; measured with `npm run bench -- engine-base`. */
const worthAView = 128;
