/**
 * All the clocks that are possible at once. Each reading of the clock is a variable in whole milliseconds; what is known about them are
 * bounds on differences (a difference-bound matrix, as for timed automata: Dill, "Timing assumptions and verification", 1989), kept
 * closed under shortest paths. So "can this timer be due before that one?" has an exact answer.
 */

/** The number of a reading. */
export type Reading = number;

const unbounded = Number.POSITIVE_INFINITY;

export class Zone {
  /** `bounds[i][j]`: the most that reading i may lie after reading j. */
  #bounds: number[][] = [[0]];
  /** Which readings the rows stand for. */
  #rows: Reading[] = [0];
  readonly #rowOf = new Map<Reading, number>([[0, 0]]);
  #next = 1;

  /** A further reading, of which nothing is known yet. The first of all is 0. */
  read(): Reading {
    const reading = this.#next++;
    const row = this.#rows.length;
    for (const bounds of this.#bounds) bounds.push(unbounded);
    this.#bounds.push(Array.from({ length: row + 1 }, (_, j) => (j === row ? 0 : unbounded)));
    this.#rows.push(reading);
    this.#rowOf.set(reading, row);
    return reading;
  }

  /** Whether anything is still known of it. */
  knows(reading: Reading): boolean {
    return this.#rowOf.has(reading);
  }

  /** The most that `a` may lie after `b`. */
  most(a: Reading, b: Reading): number {
    return this.#bounds[this.#row(a)]![this.#row(b)]!;
  }

  /** The least that `a` lies after `b`. */
  least(a: Reading, b: Reading): number {
    return -this.most(b, a);
  }

  /** Says that `a - b <= most`. Nothing that is asked for may contradict what is known. */
  limit(a: Reading, b: Reading, most: number): void {
    const i = this.#row(a);
    const j = this.#row(b);
    if (this.#bounds[i]![j]! <= most) return;
    if (this.#bounds[j]![i]! + most < 0) throw new TypeError("no clock is like that");
    this.#bounds[i]![j] = most;
    const n = this.#rows.length;
    for (let p = 0; p < n; p++) {
      const toI = this.#bounds[p]![i]!;
      if (toI === unbounded) continue;
      for (let q = 0; q < n; q++) {
        const through = toI + most + this.#bounds[j]![q]!;
        if (through < this.#bounds[p]![q]!) this.#bounds[p]![q] = through;
      }
    }
  }

  /** Drops all readings but these (and the first): what follows from them for the others stays. */
  keep(wanted: ReadonlySet<Reading>): void {
    const rows = this.#rows.map((_, row) => row).filter((row) => row === 0 || wanted.has(this.#rows[row]!));
    if (rows.length === this.#rows.length) return;
    this.#bounds = rows.map((i) => rows.map((j) => this.#bounds[i]![j]!));
    this.#rows = rows.map((row) => this.#rows[row]!);
    this.#rowOf.clear();
    for (const [row, reading] of this.#rows.entries()) this.#rowOf.set(reading, row);
  }

  #row(reading: Reading): number {
    const row = this.#rowOf.get(reading);
    if (row === undefined) throw new TypeError(`reading ${reading} was dropped`);
    return row;
  }
}
