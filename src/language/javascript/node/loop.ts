/**
 * Node's event loop: the tick queue, the microtask queue, and libuv's phases (timers, poll, check), as lib/internal/timers.js and
 * lib/internal/process/task_queues.js of Node 20 go through them. Time is a zone of possible clocks; where the clock or the operating
 * system decides what runs next, the loop asks `Decide`, so that a search can go through all answers.
 *
 * What is assumed about time: see `slack`. Not here: sockets, child processes, workers; input and output is reading files only.
 */
import { type Reading, Zone } from "./zone.ts";

/**
 * How long a stretch of program may keep the processor, in ms, beyond what its steps need: the main program, whose code is cold, and any
 * other; and how late a wait may end. A file is read within `file` ms. Orders that only a longer pause could change count as decided.
 */
export const slack = { main: 4, turn: 2, wake: 2, file: 20, stepsPerMs: 5_000 } as const;

/** How many readings the program is taken to remember: of older ones nothing is known any more, and asking about them is refused. */
const mostHeld = 100;

export type Queue = "main" | "tick" | "microtask" | "timer" | "immediate" | "poll";

export interface Task {
  readonly id: number;
  readonly queue: Queue;
  /** For people: "setTimeout 10 ms", "then", "await". */
  readonly label: string;
  /** Where it was asked for, and by which task. */
  readonly line: number;
  readonly by: number | null;
  run(): void;
}

export interface Timer {
  readonly task: Omit<Task, "run" | "id"> & { id: number };
  callback: (() => void) | null;
  readonly delay: number;
  readonly repeats: boolean;
  start: Reading;
  refed: boolean;
  list: TimerList | null;
}

interface TimerList {
  readonly delay: number;
  id: number;
  /** When the first of it was due when that was last looked at: `start + delay`. */
  start: Reading;
  timers: Timer[];
}

interface Operation {
  readonly task: Task;
  readonly start: Reading;
  /** How often the poll phase must pass before it can be done. */
  rounds: number;
}

export interface Immediate {
  readonly task: Task;
  cleared: boolean;
  refed: boolean;
}

/** What could go either way, for the words that explain it. */
export interface Doubt {
  readonly what: "due" | "first" | "file";
  readonly lines: readonly number[];
  readonly labels: readonly string[];
}

export interface LoopOut {
  /** Which of `of` ways it goes. */
  decide(of: number, doubt: Doubt): number;
  queued(task: Omit<Task, "run">, due: number | null): void;
  cancelled(id: number): void;
  /** Runs the task; false when the program has ended. */
  started(task: Omit<Task, "run">, atMs: number): void;
  ended(id: number): void;
  /** Steps done so far, for how long they may have taken. */
  steps(): number;
  /** Rejections that nobody handled: reports them; true when that queued something. */
  rejections(): boolean;
  /** Nothing is left: the program's last chance to queue more. */
  beforeExit(): void;
}

export class Loop {
  readonly zone = new Zone();
  readonly out: LoopOut;
  #ticks: Task[] = [];
  #microtasks: Task[] = [];
  #lists: TimerList[] = [];
  #immediates: Immediate[] = [];
  #operations: Operation[] = [];
  #last: Reading = 0;
  #turnStart: Reading = 0;
  #turnSteps = 0;
  #turnSlack: number = slack.main;
  #listIds = 0;
  #taskIds = 0;
  #running: number | null = null;
  /** Readings that the program itself holds. */
  readonly #held = new Set<Reading>();

  constructor(out: LoopOut) {
    this.out = out;
  }

  get running(): number | null {
    return this.#running;
  }

  /** The earliest that it can be, in ms since the start: what a trace shows as the time. */
  get now(): number {
    return this.zone.least(this.#last, 0);
  }

  // --- what a program may ask for

  task(queue: Queue, label: string, line: number, run: () => void): Task {
    return { id: this.#taskIds++, queue, label, line, by: this.#running, run };
  }

  tick(label: string, line: number, run: () => void): void {
    this.#queue(this.#ticks, "tick", label, line, run);
  }

  microtask(label: string, line: number, run: () => void): void {
    this.#queue(this.#microtasks, "microtask", label, line, run);
  }

  #queue(queue: Task[], name: Queue, label: string, line: number, run: () => void): void {
    const task = this.task(name, label, line, run);
    this.out.queued(task, null);
    queue.push(task);
  }

  immediate(label: string, line: number, run: () => void): Immediate {
    const immediate: Immediate = { task: this.task("immediate", label, line, run), cleared: false, refed: true };
    this.out.queued(immediate.task, null);
    this.#immediates.push(immediate);
    return immediate;
  }

  clearImmediate(immediate: Immediate): void {
    if (immediate.cleared) return;
    immediate.cleared = true;
    this.#immediates = this.#immediates.filter((one) => one !== immediate);
    this.out.cancelled(immediate.task.id);
  }

  timer(label: string, line: number, delay: number, repeats: boolean, callback: () => void): Timer {
    const { run: _run, ...task } = this.task("timer", label, line, callback);
    const timer: Timer = { task, callback, delay, repeats, start: 0, refed: true, list: null };
    this.#insert(timer, this.read());
    return timer;
  }

  clearTimer(timer: Timer): void {
    if (timer.callback === null) return;
    timer.callback = null;
    if (timer.list) this.#remove(timer);
    this.out.cancelled(timer.task.id);
  }

  /** `timer.refresh()`: as if it were set now. */
  refresh(timer: Timer): void {
    if (timer.callback === null) return;
    if (timer.list) this.#remove(timer);
    this.#insert(timer, this.read());
  }

  /** Work for the thread pool that needs at least so many rounds of the loop. */
  operation(label: string, line: number, rounds: number, run: () => void): void {
    const task = this.task("poll", label, line, run);
    this.out.queued(task, null);
    this.#operations.push({ task, start: this.read(), rounds });
  }

  /** What `Date.now()` sees. `open`: a loop waits with it, so it may be as late as that says. */
  readForProgram(open: boolean): Reading {
    const reading = open ? this.#readOpen() : this.read();
    this.#held.add(reading);
    if (this.#held.size > mostHeld) this.#held.delete(this.#held.values().next().value!);
    return reading;
  }

  /** The turn has waited until `reading`: what it takes from here on is counted from here. */
  waited(reading: Reading): void {
    this.#turnStart = reading;
    this.#turnSteps = this.out.steps();
  }

  /** A reading of the clock in the course of a turn. */
  read(): Reading {
    const reading = this.#readOpen();
    const busy = Math.ceil((this.out.steps() - this.#turnSteps) / slack.stepsPerMs / 1);
    const most = this.#turnSlack + (busy > 1 ? busy : 0);
    // Within what the turn may take, unless it has come further already.
    const spent = this.zone.least(this.#previous, this.#turnStart);
    this.zone.limit(reading, this.#turnStart, Math.max(most, spent));
    return reading;
  }

  #previous: Reading = 0;

  #readOpen(): Reading {
    const reading = this.zone.read();
    this.zone.limit(this.#last, reading, 0);
    this.#previous = this.#last;
    this.#last = reading;
    return reading;
  }

  // --- running

  /** Runs the main program and then all that it asked for. `asModule`: as an ECMAScript module, whose body is itself a microtask. */
  run(main: () => void, asModule: boolean): void {
    const task = this.task("main", "main", 1, main);
    this.out.queued(task, null);
    if (asModule) {
      this.#microtasks.push(task);
      this.#drain();
      // The file was read in a poll phase; what comes next is the check phase.
      this.#check();
    } else {
      this.#perform(task);
      this.#drain();
    }
    for (;;) {
      while (this.#alive()) {
        this.#timersPhase();
        this.#pollPhase();
        this.#check();
        this.#forget();
      }
      this.out.beforeExit();
      this.#drain();
      if (!this.#alive()) return;
    }
  }

  #alive(): boolean {
    return (
      this.#operations.length > 0 ||
      this.#immediates.some((one) => one.refed) ||
      this.#lists.some((list) => list.timers.some((timer) => timer.refed))
    );
  }

  #forget(): void {
    const wanted = new Set(this.#held);
    wanted.add(this.#last).add(this.#turnStart).add(this.#previous);
    for (const list of this.#lists) {
      wanted.add(list.start);
      for (const timer of list.timers) wanted.add(timer.start);
    }
    for (const { start } of this.#operations) wanted.add(start);
    this.zone.keep(wanted);
  }

  #perform(task: Task): void {
    const before = this.#running;
    this.#running = task.id;
    this.out.started(task, this.now);
    task.run();
    this.out.ended(task.id);
    this.#running = before;
  }

  /** A turn of its own begins: it may take `slack.turn` from now. */
  #turn(task: Task): void {
    this.#turnStart = this.#last;
    this.#turnSteps = this.out.steps();
    this.#turnSlack = slack.turn;
    this.#perform(task);
  }

  /** processTicksAndRejections: all ticks, then all microtasks, until neither is left. */
  #drain(): void {
    do {
      this.#runMicrotasks(this.#ticks.length === 0);
      do {
        for (let tick = this.#ticks.shift(); tick; tick = this.#ticks.shift()) this.#perform(tick);
        this.#runMicrotasks(true);
      } while (this.#ticks.length > 0);
    } while (this.out.rejections() || this.#ticks.length > 0 || this.#microtasks.length > 0);
  }

  #runMicrotasks(wanted: boolean): void {
    if (!wanted) return;
    for (let at = 0; at < this.#microtasks.length; at++) {
      this.#perform(this.#microtasks[at]!);
      if (at > 10_000) {
        this.#microtasks.splice(0, at + 1);
        at = -1;
      }
    }
    this.#microtasks = [];
  }

  // --- timers

  #insert(timer: Timer, start: Reading): void {
    timer.start = start;
    let list = this.#lists.find((one) => one.delay === timer.delay);
    if (!list) {
      list = { delay: timer.delay, id: this.#listIds++, start, timers: [] };
      this.#lists.push(list);
    }
    list.timers.push(timer);
    timer.list = list;
    this.out.queued(timer.task, this.zone.least(start, 0) + timer.delay);
  }

  #remove(timer: Timer): void {
    const { list } = timer;
    if (!list) return;
    list.timers.splice(list.timers.indexOf(timer), 1);
    timer.list = null;
    if (list.timers.length === 0) this.#lists = this.#lists.filter((one) => one !== list);
  }

  /** Is reading `a` + `plus` <= reading `b`? Asks when the clock leaves it open. */
  #notAfter(a: Reading, plus: number, b: Reading, doubt: () => Doubt): boolean {
    if (this.zone.most(a, b) + plus <= 0) return true;
    if (this.zone.least(a, b) + plus > 0) return false;
    const yes = this.out.decide(2, doubt()) === 0;
    if (yes) this.zone.limit(a, b, -plus);
    else this.zone.limit(b, a, plus - 1);
    return yes;
  }

  /** The list whose expiry comes first; of equal ones the older (timerListQueue.peek). */
  #peek(): TimerList | null {
    let first: TimerList | null = null;
    for (const list of this.#lists) {
      if (!first) {
        first = list;
        continue;
      }
      const [older, newer]: [TimerList, TimerList] = first.id < list.id ? [first, list] : [list, first];
      const olderFirst = this.#notAfter(older.start, older.delay - newer.delay, newer.start, () => ({
        what: "first",
        lines: [older.timers[0]!.task.line, newer.timers[0]!.task.line],
        labels: [older.timers[0]!.task.label, newer.timers[0]!.task.label],
      }));
      first = olderFirst ? older : newer;
    }
    return first;
  }

  /** Nothing but timers can run next, so that waiting for one more millisecond changes nothing. */
  #onlyTimers(): boolean {
    return this.#immediates.length === 0 && this.#operations.length === 0;
  }

  /** Lets time pass until `list` is due (or not at all, when it is). */
  #wait(list: TimerList): void {
    this.#forget();
    const before = this.#last;
    const reading = this.#readOpen();
    const { zone } = this;
    // How far the due time can lie ahead, and how far behind.
    const ahead = zone.most(list.start, before) + list.delay;
    const behind = zone.most(before, list.start) - list.delay;
    zone.limit(list.start, reading, -list.delay);
    zone.limit(reading, before, Math.max(0, ahead) + slack.wake);
    zone.limit(reading, list.start, list.delay + Math.max(0, behind) + slack.wake);
    this.#turnStart = reading;
    this.#turnSteps = this.out.steps();
    this.#turnSlack = slack.turn;
  }

  #dueDoubt(list: TimerList, other: string): () => Doubt {
    return () => ({
      what: "due",
      lines: [list.timers[0]?.task.line ?? 0],
      labels: [list.timers[0]?.task.label ?? "timer", other],
    });
  }

  #otherwise(): string {
    return this.#immediates[0]?.task.label ?? this.#operations[0]?.task.label ?? "timer";
  }

  #timersPhase(): void {
    const first = this.#peek();
    if (!first) return;
    if (this.#onlyTimers()) this.#wait(first);
    else {
      const now = this.read();
      if (!this.#notAfter(first.start, first.delay, now, this.#dueDoubt(first, this.#otherwise()))) return;
    }
    this.#processTimers(this.#last);
  }

  #processTimers(from: Reading): void {
    let now = from;
    for (let ran = false; ; ran = true) {
      const list = this.#peek();
      if (!list) return;
      if (ran && this.#onlyTimers() && this.#alive()) {
        // Due now, or the loop comes round to it: the same either way.
        if (this.zone.most(list.start, now) + list.delay > 0) {
          this.#drain();
          if (!this.#onlyTimers() || this.#peek() !== list) continue;
          this.#wait(list);
          now = this.#last;
        }
      } else if (!this.#notAfter(list.start, list.delay, now, this.#dueDoubt(list, this.#otherwise()))) return;
      if (ran) this.#drain();
      now = this.#listOnTimeout(list, now);
    }
  }

  /** @returns the time that counts as now from here on */
  #listOnTimeout(list: TimerList, from: Reading): Reading {
    let now = from;

    for (let ran = false; ; ) {
      const timer = list.timers[0];
      if (!timer) break;
      if (this.zone.most(timer.start, now) + list.delay > 0) {
        const alone =
          ran &&
          this.#onlyTimers() &&
          this.#alive() &&
          this.#lists.every(
            (other) => other === list || this.zone.most(timer.start, other.start) + list.delay < other.delay,
          );
        if (alone) {
          this.#drain();
          if (!this.#onlyTimers() || list.timers[0] !== timer) {
            ran = true;
            if (this.#lists.includes(list)) continue;
            break;
          }
          list.start = timer.start;
          this.#wait(list);
          now = this.#last;
        } else if (!this.#notAfter(timer.start, list.delay, now, this.#dueDoubt(list, this.#otherwise()))) {
          list.start = timer.start;
          list.id = this.#listIds++;
          return now;
        }
      }
      if (ran) {
        this.#drain();
        if (list.timers[0] !== timer) continue;
      }
      ran = true;
      // Out of the list, but the list stays until it is seen to be empty: what the callback sets with this delay joins it.
      list.timers.shift();
      timer.list = null;
      const { callback } = timer;
      const start = timer.repeats ? this.read() : null;
      if (callback) {
        this.#turn({ ...timer.task, run: callback });
        if (start !== null && timer.callback !== null) {
          timer.task.id = this.#taskIds++;
          this.#insert(timer, start);
        } else if (timer.list === null) timer.callback = null;
      }
    }
    this.#lists = this.#lists.filter((one) => one !== list);
    this.#drain();
    return now;
  }

  // --- poll and check

  #pollPhase(): void {
    if (this.#operations.length === 0) return;
    const blocked = (): boolean => this.#immediates.length === 0 && this.#lists.length === 0;
    for (;;) {
      const ready = this.#operations.filter((one) => one.rounds <= 1);
      for (const one of this.#operations) if (one.rounds > 1) one.rounds--;
      if (ready.length === 0) {
        if (blocked()) continue;
        // Nothing can be done yet, and something else can: not now.
        if (this.#immediates.length === 0) {
          const first = this.#peek();
          // Timers that lie further ahead than a file takes leave the rounds of the loop to the file.
          if (first && this.zone.least(first.start, this.#last) + first.delay > slack.file) continue;
        }
        return;
      }
      const chosen = this.#chooseOperation(ready);
      if (!chosen) return;
      this.#operations = this.#operations.filter((one) => one !== chosen);
      const before = this.#last;
      const reading = this.#readOpen();
      const most = this.zone.most(chosen.start, before) + slack.file;
      this.zone.limit(reading, before, Math.max(slack.turn, most));
      this.#turn(chosen.task);
      this.#drain();
      return;
    }
  }

  #chooseOperation(ready: readonly Operation[]): Operation | null {
    const first = this.#peek();
    const mustEnd = this.#immediates.length === 0 && !first;
    let canWait = !mustEnd;
    if (canWait && this.#immediates.length === 0 && first) {
      // The timer would have to be due before the file can be read at the latest.
      canWait = ready.every(({ start }) => this.zone.least(first.start, start) + first.delay <= slack.file);
    }
    const ways = ready.length + (canWait ? 1 : 0);
    const pick =
      ways === 1
        ? 0
        : this.out.decide(ways, {
            what: "file",
            lines: [ready[0]!.task.line],
            labels: [ready[0]!.task.label, ready[1]?.task.label ?? this.#immediates[0]?.task.label ?? "timer"],
          });
    return ready[pick] ?? null;
  }

  #check(): void {
    const batch = this.#immediates;
    this.#immediates = [];
    let ran = false;
    for (const immediate of batch) {
      if (ran) this.#drain();
      if (immediate.cleared) continue;
      ran = true;
      immediate.cleared = true;
      this.#turn(immediate.task);
    }
    if (ran) this.#drain();
  }
}
