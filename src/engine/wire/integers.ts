/**
 * Unsigned integers in network byte order, the most significant octet first (RFC 791 appendix B), read from and written to plain
 * byte arrays: faster than a DataView, which would have to be made for each frame. Callers have checked the bounds.
 */

export const readU16 = (bytes: Uint8Array, at: number): number => (bytes[at]! << 8) | bytes[at + 1]!;

export const readU32 = (bytes: Uint8Array, at: number): number =>
  ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0;

/** 48 bits: too wide for the 32-bit operators, well inside the 53 bits that a number holds exactly. */
export const readU48 = (bytes: Uint8Array, at: number): number =>
  readU16(bytes, at) * 0x1_0000_0000 + readU32(bytes, at + 2);

export function readU128(bytes: Uint8Array, at: number): bigint {
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, 16);
  return (view.getBigUint64(0) << 64n) | view.getBigUint64(8);
}

/** Writes the low 16 bits of `value`. */
export function writeU16(out: Uint8Array, at: number, value: number): void {
  out[at] = value >>> 8;
  out[at + 1] = value;
}

/** Writes the low 32 bits of `value`. */
export function writeU32(out: Uint8Array, at: number, value: number): void {
  out[at] = value >>> 24;
  out[at + 1] = value >>> 16;
  out[at + 2] = value >>> 8;
  out[at + 3] = value;
}

export function writeU48(out: Uint8Array, at: number, value: number): void {
  writeU16(out, at, Math.floor(value / 0x1_0000_0000));
  writeU32(out, at + 2, value);
}

export function writeU128(out: Uint8Array, at: number, value: bigint): void {
  const view = new DataView(out.buffer, out.byteOffset + at, 16);
  view.setBigUint64(0, value >> 64n);
  view.setBigUint64(8, value);
}
