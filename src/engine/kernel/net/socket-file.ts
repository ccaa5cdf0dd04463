/** A socket as what an open file description refers to: so that descriptors of all kinds lie in one table, and read() and write() work on it. */
import type { Errno } from "../errno.ts";
import { isErrno } from "../errno.ts";
import type { Opened } from "../files/open-file.ts";
import type { WaitQueue } from "../wait-queue.ts";
import type { Readiness, Socket } from "./sockets.ts";

export class SocketFile implements Opened {
  readonly kind = "socket";
  readonly socket: Socket;

  constructor(socket: Socket) {
    this.socket = socket;
  }

  get waiters(): WaitQueue {
    return this.socket.waiters;
  }

  read(max: number): Uint8Array | Errno {
    const received = this.socket.receive(max, null);
    return isErrno(received) ? received : received.bytes;
  }

  write(bytes: Uint8Array): number | Errno {
    return this.socket.send(bytes, null);
  }

  readiness(): Readiness {
    return this.socket.readiness();
  }

  close(): void {
    this.socket.close();
  }
}
