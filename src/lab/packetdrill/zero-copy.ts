/**
 * Sending without copying, as Linux does it (MSG_ZEROCOPY): each such call has a number, counted from 0, and when all of its octets are
 * acknowledged the error queue says so; numbers in a row share one message. The memory itself does not exist here, and the note says
 * "copied after all", as it does on every device that is not real hardware.
 */
import { atOrBefore, type Seq } from "../../engine/wire/seq.ts";

/** Calls from `first` to `last` are done. */
export interface Completion {
  readonly first: number;
  readonly last: number;
}

export class ZeroCopy {
  #next = 0;
  readonly #underWay: { readonly id: number; readonly end: Seq }[] = [];
  readonly #queue: { first: number; last: number }[] = [];
  /** How many messages have come in, read or not. */
  arrivals = 0;

  /** A call has put octets up to `end` into the send buffer. */
  sent(end: Seq): void {
    this.#underWay.push({ id: this.#next++, end });
  }

  /** @param una what is acknowledged; null: the connection is gone, and so is all that it held */
  acknowledged(una: Seq | null): void {
    while (this.#underWay.length > 0 && (una === null || atOrBefore(this.#underWay[0]!.end, una))) {
      const { id } = this.#underWay.shift()!;
      this.arrivals++;
      const newest = this.#queue[this.#queue.length - 1];
      if (newest?.last === id - 1) newest.last = id;
      else this.#queue.push({ first: id, last: id });
    }
  }

  get waits(): boolean {
    return this.#queue.length > 0;
  }

  take(): Completion | null {
    return this.#queue.shift() ?? null;
  }
}
