/** Types of `pattern.mjs`, which runs without a compiler inside the namespace. */
import type { Buffer } from "node:buffer";

export const block: Buffer;
export function patternAt(at: number, length: number): Buffer;
export function isPattern(bytes: Uint8Array, at: number): boolean;
