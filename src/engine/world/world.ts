/**
 * The world: virtual time, what happens next, why, and every decision that could have gone otherwise. Deterministic: the same
 * seed, faults and choices give the same trace, on any machine. It knows neither hosts nor protocols; those schedule turns here.
 */
import { assert } from "../base/assert.ts";
import { Heap } from "../base/heap.ts";
import { Rng } from "../base/rng.ts";
import { after, type Duration, type Instant, start } from "../base/time.ts";
import type { EventId, Happening, HostId, TraceEvent } from "../trace/happening.ts";
import { type ChoiceKind, type Kept, keeping, Trace } from "../trace/trace.ts";
import { type Fault, FaultPlan } from "./faults.ts";
import { type InLine, Line } from "./line.ts";
import { Turn } from "./turn.ts";

/**
 * What comes first among turns of the same instant: arrivals, then timers, then what programs do; then who asked first. Without
 * this rule the numbers of round trips and retransmissions would depend on the order of construction.
 */
export type TurnOrder = "arrival" | "timer" | "program";
const ranks: Readonly<Record<TurnOrder, number>> = { arrival: 0, timer: 1, program: 2 };

/** A turn that is yet to come; cancelling it twice, or after it came, does nothing. */
export interface Alarm {
  readonly at: Instant;
  cancel(): void;
}

export interface WorldOptions {
  readonly seed: number;
  readonly faults?: readonly Fault[];
  /** Overrides of defaults, by the number of the decision. */
  readonly choices?: readonly (readonly [at: number, pick: number])[];
  /** Which happenings are logged; all unless said otherwise. What happens does not depend on it, nor do the choices that are recorded. */
  readonly trace?: Kept;
}

/** How a run ended: nothing was left to do, or it was cut after so many turns. */
export type Ending = "quiet" | "cut";

export class World {
  readonly trace = new Trace();
  readonly seed: number;
  readonly faults: FaultPlan;
  readonly #turns = new Heap<Turn>(Turn.before);
  readonly #overrides: ReadonlyMap<number, number>;
  readonly #unfit: Misfit[] = [];
  readonly #atRest: (() => void)[] = [];
  readonly #kept: ReadonlySet<string> | "all";
  readonly #tracing: boolean;
  /** Whether anybody wants to know what a frame is called: the trace, or a fault. Whoever must find out may spare itself the work if not. */
  readonly labelsFrames: boolean;
  #now: Instant = start;
  #cause: EventId | null = null;
  #choice: number | null = null;
  #random = false;
  #turnCount = 0;

  constructor(options: WorldOptions) {
    this.seed = options.seed;
    this.faults = new FaultPlan(options.faults ?? []);
    this.#overrides = new Map(options.choices ?? []);
    this.#kept = keeping(options.trace ?? "all");
    this.labelsFrames = this.keeps("frame.sent") || !this.faults.empty;
    this.#tracing = this.#kept === "all" || this.#kept.size > 0;
  }

  get now(): Instant {
    return this.#now;
  }

  /** Whether any happenings are kept: whoever must format one may spare itself the work when nobody will read it. */
  get tracing(): boolean {
    return this.#tracing;
  }

  /** Whether happenings of this kind are kept. */
  keeps(kind: Happening["kind"]): boolean {
    return this.#kept === "all" || this.#kept.has(kind);
  }

  /** Chance for one purpose; streams of other names are independent, so that one more link changes no other link's losses. */
  rng(stream: string): Rng {
    return new Rng(this.seed, stream);
  }

  /** Whoever lets chance decide anything says so once, so that nobody takes the runs of one seed for all there are. */
  leaveToChance(): void {
    this.#random = true;
  }

  /** Whether chance had a part in this run. */
  get random(): boolean {
    return this.#random;
  }

  /** Runs `turn` at `at`. Whatever happens in it is caused by the event being handled now, unless it says otherwise. */
  at(at: Instant, order: TurnOrder, turn: () => void): Alarm {
    assert(at >= this.#now, () => `a turn at ${at} ns was asked for at ${this.#now} ns`);
    const entry = new Turn(at, ranks[order], this.#turnCount++, this.#cause, turn);
    this.#turns.push(entry);
    return entry;
  }

  /** A line of turns for things that arrive in the order in which they were sent. */
  line<T extends InLine>(order: TurnOrder, arrive: (item: T) => void): Line<T> {
    const world = {
      nextNumber: () => this.#turnCount++,
      schedule: (turn: Turn) => this.#turns.push(turn),
    };
    return new Line(world, new Turn(start, ranks[order], 0, null, null), arrive);
  }

  after(wait: Duration, order: TurnOrder, turn: () => void): Alarm {
    return this.at(after(this.#now, wait), order, turn);
  }

  /**
   * Logs a happening and returns its number. Its cause is the event being handled. Of a kind that is not kept, that cause is returned in its
   * place: so what follows from it hangs on the nearest event that is there.
   */
  emit(host: HostId | null, happening: Happening): EventId | null {
    const choice = this.#choice;
    this.#choice = null;
    if (!this.keeps(happening.kind)) return this.#cause;
    const id = this.trace.events.length as EventId;
    this.trace.events.push(placed(happening, id, this.#now, host, this.#cause, choice));
    return id;
  }

  /** From here to the end of the turn, what happens is caused by `id`: by the frame that arrived, by the timer that fired. */
  handle(id: EventId | null): void {
    this.#cause = id;
  }

  /** The event that what happens now is caused by. */
  get handling(): EventId | null {
    return this.#cause;
  }

  /** Does `work` with `id` as the cause of what happens in it. */
  because<T>(id: EventId | null, work: () => T): T {
    const outer = this.#cause;
    this.#cause = id;
    const result = work();
    this.#cause = outer;
    return result;
  }

  /**
   * Asks which of `of` options is taken, 0 to `of` - 1. All that could have gone otherwise is asked here and nowhere else: a run is
   * named by its answers, and overriding one leaves everything before it as it was. One option is no question and is not counted.
   */
  choose(about: ChoiceKind, of: number, byDefault: number): number {
    assert(of >= 1 && byDefault >= 0 && byDefault < of, () => `default ${byDefault} of ${of} options`);
    if (of === 1) return 0;
    const number = this.trace.choiceCount;
    let pick = this.#overrides.size === 0 ? byDefault : (this.#overrides.get(number) ?? byDefault);
    if (pick >= of) {
      this.#unfit.push({ at: number, pick, of });
      pick = byDefault;
    }
    this.trace.addChoice(about, of, byDefault, pick);
    this.#choice = number;
    return pick;
  }

  /** Calls `look` whenever nothing is left to do: for those who can tell a deadlock from the end. It may ask for further turns. */
  whenQuiet(look: () => void): void {
    this.#atRest.push(look);
  }

  /** When the next turn comes; null when nothing is left to do. For who runs a world against a clock. */
  get next(): Instant | null {
    for (;;) {
      const turn = this.#turns.peek();
      if (!turn) return null;
      if (turn.run !== null) return turn.at;
      this.#turns.pop();
    }
  }

  /** Takes the next turn; false when there is none. */
  step(): boolean {
    for (;;) {
      const turn = this.#turns.peek();
      if (!turn) return false;
      if (turn.run === null) {
        this.#turns.pop();
        continue;
      }
      this.#now = turn.at;
      this.#cause = turn.cause;
      this.#choice = null;
      if (turn.line?.moveUp()) this.#turns.delayFirst();
      else this.#turns.pop();
      turn.run();
      // Forgetting this would hang two unrelated experiments together: what comes next did not happen because of this turn.
      this.#cause = null;
      this.#choice = null;
      return true;
    }
  }

  /** Runs until nothing is left to do, or until `maxTurns` turns were taken (then a `run.cut` is logged). */
  run(maxTurns = 1_000_000): Ending {
    const whole = this.running(Number.POSITIVE_INFINITY, maxTurns).next();
    assert(whole.done === true, "a run in one slice has no pauses");
    return whole.value;
  }

  /** The same in slices of `every` turns, for who must hear other things in between; what is yielded is the number of turns taken. */
  *running(every: number, maxTurns = 1_000_000): Generator<number, Ending, unknown> {
    for (let turns = 0; ; ) {
      while (this.step()) {
        if (++turns >= maxTurns) {
          this.emit(null, { kind: "run.cut", afterTurns: turns });
          return "cut";
        }
        if (turns % every === 0) yield turns;
      }
      for (const look of this.#atRest) look();
      if (this.#turns.size === 0) return "quiet";
    }
  }

  /** The given choices that this run could not use: a number that was never asked for, or an option that was not there. */
  misfits(): Misfit[] {
    const asked = this.trace.choiceCount;
    const never = [...this.#overrides].filter(([at]) => at >= asked).map(([at, pick]) => ({ at, pick, of: 0 }));
    return [...this.#unfit, ...never];
  }
}

/** A choice that does not fit its run: decision `at` has `of` options (0: it was never asked for), and `pick` is none of them. */
export interface Misfit {
  readonly at: number;
  readonly pick: number;
  readonly of: number;
}

/** A happening with its place. Frames, which are most of a trace, field by field: a fifth of the cost of copying whatever is there. */
function placed(
  what: Happening,
  id: EventId,
  at: Instant,
  host: HostId | null,
  cause: EventId | null,
  choice: number | null,
): TraceEvent {
  const { kind } = what;
  if (kind === "frame.sent")
    return { id, at, host, cause, choice, kind, link: what.link, to: what.to, labels: what.labels, bytes: what.bytes };
  if (kind === "frame.received")
    return { id, at, host, cause, choice, kind, link: what.link, frame: what.frame, bytes: what.bytes };
  return { id, at, host, cause, choice, ...what } as TraceEvent;
}
