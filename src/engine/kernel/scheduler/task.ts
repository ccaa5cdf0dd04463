/**
 * What a scheduler knows of a thread. A task is in one run queue at a time, or in none; the links of the queue are its own, so
 * that putting a thread in or taking it out costs the same among ten thousand threads as among two.
 */
import type { Duration } from "../../base/time.ts";
import type { ThreadId } from "../../trace/happening.ts";

/** What a thread is given when it starts; a policy uses what it knows and ignores the rest. */
export interface TaskOptions {
  /** For fixed priorities; larger is more urgent. 0 unless said. */
  readonly priority?: number;
  /** For fair policies: -20 (the most CPU) to 19 (the least). 0 unless said. */
  readonly nice?: number;
  /** For proportional shares. 100 unless said. */
  readonly tickets?: number;
}

export const leastNice = -20;
export const mostNice = 19;

export class Task {
  readonly thread: ThreadId;
  /** The number of its process, for a policy that shares the CPU out among processes. */
  readonly group: number;
  /** Its own priority; `inherited` may lift it for a while. */
  priority: number;
  /** The priority that it has from a more urgent thread that waits for a lock which it holds; -Infinity for none. */
  inherited = Number.NEGATIVE_INFINITY;
  nice: number;
  tickets: number;
  /** CPU time that it needs before it waits, ends or makes its next call. Only a simulated kernel knows this. */
  burst = 0 as Duration;

  /** Where it is queued. */
  previous: Task | null = null;
  next: Task | null = null;
  queued = false;
  /** When it was put into the queue. */
  readySince = 0;

  /** What is left of its quantum (round robin, MLFQ). */
  left = 0;
  /** MLFQ: its queue, how many quanta it may still use there, and the last boost that it has seen. */
  level = 0;
  allotment = 0;
  boosts = 0;
  /** Stride: its pass, and CPU time that is not in it yet. */
  pass = 0;
  used = 0;
  /** CFS and EEVDF: virtual run time, in nanoseconds of a thread of nice 0; the virtual deadline; how far behind it was when it left. */
  vruntime = 0;
  deadline = 0;
  lag = 0;

  constructor(thread: ThreadId, options: TaskOptions = {}, group = 1) {
    this.thread = thread;
    this.group = group;
    this.priority = options.priority ?? 0;
    this.nice = options.nice ?? 0;
    this.tickets = options.tickets ?? 100;
  }

  get effectivePriority(): number {
    return Math.max(this.priority, this.inherited);
  }
}
