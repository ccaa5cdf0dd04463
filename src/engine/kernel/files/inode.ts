/**
 * What a name in the file system stands for: a file's bytes, or a directory's names. It lives as long as a name or an open description
 * refers to it, so an unlinked file can still be read by those who have it open. Locks of flock(2) belong to it too.
 */
import type { Errno } from "../errno.ts";
import type { Readiness } from "../net/sockets.ts";
import { WaitQueue } from "../wait-queue.ts";
import { FileLocks } from "./flock.ts";
import type { Opened, OpenFile } from "./open-file.ts";

/** Bytes that all files of one host may take, together. */
export interface Room {
  left: number;
}

export class RegularFile implements Opened {
  readonly kind = "file";
  readonly number: number;
  readonly waiters = new WaitQueue();
  readonly locks = new FileLocks();
  readonly #room: Room;
  #bytes = new Uint8Array(0);
  #size = 0;
  /** Names in directories. */
  links = 0;
  /** Open descriptions. */
  opens = 0;

  constructor(number: number, room: Room) {
    this.number = number;
    this.#room = room;
  }

  size(): number {
    return this.#size;
  }

  /** A copy of all its bytes. */
  content(): Uint8Array {
    return this.#bytes.slice(0, this.#size);
  }

  read(max: number, by: OpenFile): Uint8Array {
    const bytes = this.readAt(by.offset, max);
    by.offset += bytes.length;
    return bytes;
  }

  write(bytes: Uint8Array, by: OpenFile): number | Errno {
    if (by.mode.append) by.offset = this.#size;
    const written = this.writeAt(by.offset, bytes);
    if (typeof written === "number") by.offset += written;
    return written;
  }

  readAt(offset: number, max: number): Uint8Array {
    return this.#bytes.slice(Math.min(offset, this.#size), Math.min(offset + max, this.#size));
  }

  /** Beyond the end there are zeroes in between. As many bytes as there is room for; ENOSPC when there is none. */
  writeAt(offset: number, bytes: Uint8Array): number | Errno {
    if (bytes.length === 0) return 0;
    const count = Math.min(bytes.length, this.#size + this.#room.left - offset);
    if (count <= 0) return "ENOSPC";
    this.#grow(offset + count);
    this.#bytes.set(bytes.subarray(0, count), offset);
    return count;
  }

  /** Throws its bytes away. */
  truncate(): void {
    this.#room.left += this.#size;
    this.#size = 0;
    this.#bytes = new Uint8Array(0);
  }

  readiness(): Readiness {
    return { readable: true, writable: true, error: false };
  }

  close(by: OpenFile): void {
    this.locks.release(by);
    this.opens--;
    this.dropIfUnused();
  }

  /** Gives its room back when neither a name nor a description is left. */
  dropIfUnused(): void {
    if (this.links === 0 && this.opens === 0) this.truncate();
  }

  #grow(size: number): void {
    if (size <= this.#size) return;
    this.#room.left -= size - this.#size;
    if (size > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(size, 2 * this.#bytes.length, 64));
      larger.set(this.#bytes.subarray(0, this.#size));
      this.#bytes = larger;
    }
    this.#size = size;
  }
}

export class Directory implements Opened {
  readonly kind = "directory";
  readonly waiters = new WaitQueue();
  readonly names = new Map<string, RegularFile | Directory>();

  read(): Errno {
    return "EISDIR";
  }

  write(): Errno {
    return "EISDIR";
  }

  readiness(): Readiness {
    return { readable: true, writable: true, error: false };
  }

  close(): void {}
}
