/**
 * Turns that come in the order in which they were asked for, like frames on a wire: a queue that takes part in the world's heap with its
 * first entry only. So a world's heap stays as small as the number of its links, however many frames are under way (measured: a third
 * of the cost of a turn of their own). Order among turns is the world's, untouched: at, rank, number.
 */
import type { Instant } from "../base/time.ts";
import type { EventId } from "../trace/happening.ts";
import type { Turn, TurnLine } from "./turn.ts";

/** What waits in a line. The line numbers it; `cause` is what its turn is caused by. */
export interface InLine {
  readonly at: Instant;
  readonly cause: EventId | null;
  number: number;
}

/** What a line needs of its world. */
export interface LineWorld {
  nextNumber(): number;
  schedule(turn: Turn): void;
}

export class Line<T extends InLine> implements TurnLine {
  readonly #world: LineWorld;
  readonly #turn: Turn;
  readonly #arrive: (item: T) => void;
  /** From `#head` on, earliest first; the first of them is in the heap. */
  #items: T[] = [];
  #head = 0;
  /** What arrives now. */
  #due: T | null = null;

  /** @param turn an entry for the heap, used again for each head of the line; its `run` is set here. */
  constructor(world: LineWorld, turn: Turn, arrive: (item: T) => void) {
    this.#world = world;
    this.#turn = turn;
    this.#arrive = arrive;
    turn.line = this;
    turn.run = () => this.#arrive(this.#due!);
  }

  /** Whether something that comes at `at` may join the end: it comes no earlier than what was asked for last. */
  takes(at: Instant): boolean {
    return this.#head === this.#items.length || at >= this.#items[this.#items.length - 1]!.at;
  }

  /** Joins the end of the line; see `takes`. */
  push(item: T): void {
    item.number = this.#world.nextNumber();
    this.#items.push(item);
    if (this.#items.length - this.#head > 1) return;
    this.#standFor(item);
    this.#world.schedule(this.#turn);
  }

  moveUp(): boolean {
    this.#due = this.#items[this.#head++]!;
    if (this.#head === this.#items.length) {
      this.#items.length = 0;
      this.#head = 0;
      return false;
    }
    if (this.#head >= 1024 && this.#head * 2 >= this.#items.length) {
      this.#items = this.#items.slice(this.#head);
      this.#head = 0;
    }
    this.#standFor(this.#items[this.#head]!);
    return true;
  }

  #standFor(item: T): void {
    this.#turn.at = item.at;
    this.#turn.number = item.number;
    this.#turn.cause = item.cause;
  }
}
