/**
 * A read-write lock: many readers or one writer (Courtois, Heymans, Parnas 1971). With readers preferred a reader enters whenever no
 * writer is inside, and writers may starve; with writers preferred no reader enters while a writer waits.
 */
import type { Host } from "../host.ts";
import type { ThreadRecord } from "../thread.ts";
import { FutexQueue } from "./futex.ts";

export class RwLock {
  readonly name: string;
  readonly prefers: "readers" | "writers";
  readonly waitingReaders: FutexQueue;
  readonly waitingWriters: FutexQueue;
  readonly readers = new Set<ThreadRecord>();
  #writer: ThreadRecord | null = null;
  readonly #host: Host;

  constructor(host: Host, name: string, prefers: "readers" | "writers") {
    this.#host = host;
    this.name = name;
    this.prefers = prefers;
    this.waitingReaders = new FutexQueue(host);
    this.waitingWriters = new FutexQueue(host);
  }

  get writer(): ThreadRecord | null {
    return this.#writer;
  }

  /** Those inside: whom one who waits is waiting for. */
  get holders(): readonly ThreadRecord[] {
    return this.#writer === null ? [...this.readers] : [this.#writer];
  }

  tryRead(thread: ThreadRecord): boolean {
    if (this.#writer !== null || (this.prefers === "writers" && this.waitingWriters.length > 0)) return false;
    this.#admitReader(thread);
    return true;
  }

  tryWrite(thread: ThreadRecord): boolean {
    if (this.#writer !== null || this.readers.size > 0) return false;
    this.#admitWriter(thread);
    return true;
  }

  /** False when `thread` is not inside. */
  release(thread: ThreadRecord): boolean {
    if (this.#writer === thread) this.#writer = null;
    else if (!this.readers.delete(thread)) return false;
    this.#host.log(thread, { kind: "lock.released", thread: thread.id, lock: this.name });
    this.admit();
    return true;
  }

  /** Lets in whoever may go in now. */
  admit(): void {
    if (this.#writer !== null) return;
    const writersFirst = this.prefers === "writers" && this.waitingWriters.length > 0;
    if (!writersFirst)
      for (let next = this.waitingReaders.hand(); next !== null; next = this.waitingReaders.hand()) {
        const reader = next;
        this.#host.answer(reader, undefined, () => this.#admitReader(reader));
      }
    if (this.readers.size > 0) return;
    const writer = this.waitingWriters.hand();
    if (writer !== null) this.#host.answer(writer, undefined, () => this.#admitWriter(writer));
  }

  #admitReader(thread: ThreadRecord): void {
    this.readers.add(thread);
    this.#host.log(thread, { kind: "lock.shared", thread: thread.id, lock: this.name, readers: this.readers.size });
  }

  #admitWriter(thread: ThreadRecord): void {
    this.#writer = thread;
    this.#host.log(thread, { kind: "lock.taken", thread: thread.id, lock: this.name });
  }
}
