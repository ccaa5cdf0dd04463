/**
 * The frames of physical memory: page-sized arrays of bytes, each with the number of its users (page-table entries and segments). A
 * frame without users is free. It knows nothing of virtual addresses and never decides what is copied; `address-space.ts` does.
 */
import { assert } from "../../base/assert.ts";

/** The number of a frame: 0, 1, 2, ... */
export type FrameNumber = number;

export class Frames {
  /** Bytes; a power of two. */
  readonly pageSize: number;
  /** How many there are. */
  readonly limit: number;
  readonly #bytes: Uint8Array[] = [];
  readonly #users: number[] = [];
  readonly #free: FrameNumber[] = [];
  #inUse = 0;
  #copied = 0;

  constructor(limit = defaultFrames, pageSize = defaultPageSize) {
    assert(pageSize >= 64 && (pageSize & (pageSize - 1)) === 0, () => `a page of ${pageSize} B is no power of two`);
    this.limit = limit;
    this.pageSize = pageSize;
  }

  get inUse(): number {
    return this.#inUse;
  }

  /** How many frames were filled with a copy of another, since the beginning. */
  get copied(): number {
    return this.#copied;
  }

  /** A frame of zeroes with one user; null when memory is full. */
  take(): FrameNumber | null {
    if (this.#inUse === this.limit) return null;
    const frame = this.#free.pop() ?? this.#users.length;
    this.#users[frame] = 1;
    this.#bytes[frame] = new Uint8Array(this.pageSize);
    this.#inUse++;
    return frame;
  }

  /** A frame with the same bytes and one user; null when memory is full. */
  copy(of: FrameNumber): FrameNumber | null {
    const frame = this.take();
    if (frame === null) return null;
    this.bytes(frame).set(this.bytes(of));
    this.#copied++;
    return frame;
  }

  /** One more user. */
  share(frame: FrameNumber): void {
    this.#users[frame] = this.users(frame) + 1;
  }

  /** One user less; the last one frees it. */
  release(frame: FrameNumber): void {
    const left = this.users(frame) - 1;
    this.#users[frame] = left;
    if (left > 0) return;
    this.#free.push(frame);
    this.#inUse--;
  }

  /** How many use it: 1 or more. @throws BrokenInvariant for a free frame. */
  users(frame: FrameNumber): number {
    const users = this.#users[frame];
    assert(users !== undefined && users > 0, () => `frame ${frame} is free`);
    return users;
  }

  /** Its bytes themselves, not a copy. */
  bytes(frame: FrameNumber): Uint8Array {
    this.users(frame);
    return this.#bytes[frame]!;
  }
}

export const defaultPageSize = 4096;
/** 16 MiB of pages of 4 KiB: more than any scenario needs, and little enough for a runaway program to hit at once. */
export const defaultFrames = 4096;
