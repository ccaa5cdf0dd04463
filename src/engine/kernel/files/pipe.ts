/**
 * A pipe: bytes from a writing end to a reading end. Readers find the end once the last writer has closed and nothing is left; who
 * writes when nobody can read any more is told EPIPE (and gets SIGPIPE, which is the business of `file-calls.ts`). A write of up to
 * PIPE_BUF bytes goes in whole or not at all. Source: pipe(7), POSIX write().
 */
import { ByteRing } from "../../base/ring.ts";
import type { Errno } from "../errno.ts";
import type { Readiness } from "../net/sockets.ts";
import { WaitQueue } from "../wait-queue.ts";
import type { Opened } from "./open-file.ts";

/** What Linux gives a pipe: 16 pages. */
export const pipeCapacity = 65_536;
/** Linux's PIPE_BUF: up to so many bytes are written in one piece. */
export const pipeBuf = 4096;

/** A new pipe's two ends. */
export function makePipe(capacity = pipeCapacity): { readonly reader: Opened; readonly writer: Opened } {
  const pipe: Pipe = { bytes: new ByteRing(capacity), waiters: new WaitQueue(), hasReader: true, hasWriter: true };
  return { reader: new ReadingEnd(pipe), writer: new WritingEnd(pipe) };
}

/** What both ends have together. */
interface Pipe {
  readonly bytes: ByteRing;
  readonly waiters: WaitQueue;
  hasReader: boolean;
  hasWriter: boolean;
}

class ReadingEnd implements Opened {
  readonly kind = "pipe";
  readonly #pipe: Pipe;

  constructor(pipe: Pipe) {
    this.#pipe = pipe;
  }

  get waiters(): WaitQueue {
    return this.#pipe.waiters;
  }

  read(max: number): Uint8Array | Errno {
    const { bytes, hasWriter } = this.#pipe;
    if (max > 0 && bytes.length === 0 && hasWriter) return "EAGAIN";
    return bytes.read(max);
  }

  write(): Errno {
    return "EBADF";
  }

  readiness(): Readiness {
    const { bytes, hasWriter } = this.#pipe;
    return { readable: bytes.length > 0 || !hasWriter, writable: false, error: false };
  }

  close(): void {
    this.#pipe.hasReader = false;
  }
}

class WritingEnd implements Opened {
  readonly kind = "pipe";
  readonly #pipe: Pipe;

  constructor(pipe: Pipe) {
    this.#pipe = pipe;
  }

  get waiters(): WaitQueue {
    return this.#pipe.waiters;
  }

  read(): Errno {
    return "EBADF";
  }

  write(data: Uint8Array): number | Errno {
    const { bytes, hasReader } = this.#pipe;
    if (!hasReader) return "EPIPE";
    if (data.length === 0) return 0;
    if (bytes.free === 0 || (data.length <= pipeBuf && data.length > bytes.free)) return "EAGAIN";
    return bytes.write(data);
  }

  readiness(): Readiness {
    const { bytes, hasReader } = this.#pipe;
    return {
      readable: false,
      writable: hasReader && bytes.free >= Math.min(pipeBuf, bytes.capacity),
      error: !hasReader,
    };
  }

  close(): void {
    this.#pipe.hasWriter = false;
  }
}
