// What every stream of these tests carries: the octet at each place follows from the place, so that both sides can check a part without
// having the whole. A prime number of octets repeats, which no power of two and no segment size divides.
import { Buffer } from "node:buffer";

const period = 65_521;

/** The beginning of every stream, and its continuation from every multiple of its own length. */
export const block = Buffer.alloc(
  period,
  Uint8Array.from({ length: 251 }, (_, i) => (i * 31 + 7) % 251),
);
const twice = Buffer.concat([block, block]);

/** So many octets of the stream from place `at` on; at most 65,521. */
export const patternAt = (at, length) => twice.subarray(at % period, (at % period) + length);

/** Whether these are the octets of the stream from place `at` on. */
export function isPattern(bytes, at) {
  for (let i = 0; i < bytes.length; i += period) {
    const part = bytes.subarray(i, i + period);
    const offset = (at + i) % period;
    if (twice.compare(part, 0, part.length, offset, offset + part.length) !== 0) return false;
  }
  return true;
}
