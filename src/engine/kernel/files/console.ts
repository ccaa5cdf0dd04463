/** The terminal: what is written to it stands in the trace, and there is nothing to read. */
import type { Readiness } from "../net/sockets.ts";
import { WaitQueue } from "../wait-queue.ts";
import type { Opened } from "./open-file.ts";

export class Console implements Opened {
  readonly kind = "console";
  readonly waiters = new WaitQueue();

  read(): Uint8Array {
    return new Uint8Array(0);
  }

  write(bytes: Uint8Array): number {
    return bytes.length;
  }

  readiness(): Readiness {
    return { readable: true, writable: true, error: false };
  }

  close(): void {}
}
