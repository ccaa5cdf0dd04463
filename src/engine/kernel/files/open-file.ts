/**
 * An open file description (POSIX): what open() makes and descriptors refer to. The offset and the flags live here, so whoever shares a
 * description (dup, fork) shares the offset too, and whoever opens the same file again has one of their own.
 */
import type { Errno } from "../errno.ts";
import type { Readiness } from "../net/sockets.ts";
import type { WaitQueue } from "../wait-queue.ts";

/** What lies behind a description. Nothing here waits: EAGAIN says that the caller would have to. */
export interface Opened {
  readonly kind: "file" | "directory" | "pipe" | "socket" | "console";
  /** Woken whenever something changed for those who wait. */
  readonly waiters: WaitQueue;
  /** No bytes at all: the end. */
  read(max: number, by: OpenFile): Uint8Array | Errno;
  /** How many were taken. */
  write(bytes: Uint8Array, by: OpenFile): number | Errno;
  /** At an offset of one's own; ESPIPE where there are none. */
  readAt?(offset: number, max: number): Uint8Array | Errno;
  writeAt?(offset: number, bytes: Uint8Array): number | Errno;
  /** How long it is; for seeking to the end. */
  size?(): number;
  readiness(): Readiness;
  /** The last descriptor that referred to it is gone. */
  close(by: OpenFile): void;
}

export interface OpenMode {
  readonly access: "read" | "write" | "read-write";
  /** O_APPEND: every write goes to the end, wherever the offset stands. */
  readonly append?: boolean;
  /** O_NONBLOCK. */
  readonly nonBlocking?: boolean;
}

/** The number of an open file description on its host. */
export type DescriptionId = number;

export class OpenFile {
  readonly id: DescriptionId;
  readonly what: Opened;
  readonly mode: OpenMode;
  /** What people call it: a path, "pipe", "socket". */
  readonly name: string;
  /** Bytes from the beginning; only where there is such a thing. */
  offset = 0;
  #references = 0;

  constructor(id: DescriptionId, what: Opened, mode: OpenMode, name: string) {
    this.id = id;
    this.what = what;
    this.mode = mode;
    this.name = name;
  }

  /** Descriptors that refer to it, in whatever tables. */
  get references(): number {
    return this.#references;
  }

  read(max: number): Uint8Array | Errno {
    return this.mode.access === "write" ? "EBADF" : this.what.read(max, this);
  }

  write(bytes: Uint8Array): number | Errno {
    return this.mode.access === "read" ? "EBADF" : this.what.write(bytes, this);
  }

  keep(): void {
    this.#references++;
  }

  /** One descriptor less; true when it was the last, and what lies behind is closed. */
  letGo(): boolean {
    if (--this.#references > 0) return false;
    this.what.close(this);
    this.what.waiters.wake();
    return true;
  }
}
