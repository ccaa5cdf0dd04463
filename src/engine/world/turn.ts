/** An entry of the world's queue: what is to be done, when, because of what, and where it stands among others of the same instant. */
import type { Instant } from "../base/time.ts";
import type { EventId } from "../trace/happening.ts";

/** What stands behind an entry that is used again and again. */
export interface TurnLine {
  /** The entry's turn has come: lets it stand for what is next in line. False: nothing is, and it leaves the queue. */
  moveUp(): boolean;
}

export class Turn {
  at: Instant;
  /** Arrivals before timers before programs; see `TurnOrder` in `world.ts`. */
  readonly rank: number;
  /** Who asked first. */
  number: number;
  cause: EventId | null;
  /** Null once it is cancelled. */
  run: (() => void) | null;
  /** The line whose head this entry stands for, or null; see `line.ts`. */
  line: TurnLine | null = null;

  constructor(at: Instant, rank: number, number: number, cause: EventId | null, run: (() => void) | null) {
    this.at = at;
    this.rank = rank;
    this.number = number;
    this.cause = cause;
    this.run = run;
  }

  cancel(): void {
    this.run = null;
  }

  /** The world's order. */
  static before(a: Turn, b: Turn): boolean {
    return a.at < b.at || (a.at === b.at && (a.rank < b.rank || (a.rank === b.rank && a.number < b.number)));
  }
}
