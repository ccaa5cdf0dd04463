/**
 * One CPU: which thread it runs, which it ran last, and since when. What it does next is the dispatcher's business
 * (`dispatch/cpus.ts`); what its registers, TLB and cache hold is in the files beside this one.
 */
import { type Duration, type Instant, ns, start } from "../../base/time.ts";
import type { SwitchReason } from "../../trace/happening.ts";
import type { Alarm } from "../../world/world.ts";
import type { Scheduler } from "../scheduler/scheduler.ts";
import type { ThreadRecord } from "../thread.ts";

export class Cpu {
  readonly number: number;
  /** The run queue that it is served from; CPUs may share one. */
  readonly queue: Scheduler;
  /** The thread that has it; null while it idles. */
  running: ThreadRecord | null = null;
  /** The thread that it ran last, or runs: when another follows, that is a context switch. */
  last: ThreadRecord | null = null;
  /** Why that one left. */
  why: SwitchReason = "start";
  /** It is changing from one thread to another, which takes time. */
  switching = false;
  /** Up to when the running thread's time has been accounted for. */
  accounted: Instant = start;
  /** When the running thread's slice is over; null: never. */
  sliceEnds: Instant | null = null;
  /** The running thread has to leave before its next step: its slice is over, or somebody more urgent waits. */
  mustLeave: "quantum" | "preempted" | null = null;
  /** When something is due here: the end of the switch, of the slice, or of what the thread is doing. */
  alarm: Alarm | null = null;
  /** It has said that it idles. */
  idle = true;
  /** Time in threads, in switches; the rest it idled. */
  busyTime: Duration = ns(0);
  switchTime: Duration = ns(0);

  constructor(number: number, queue: Scheduler) {
    this.number = number;
    this.queue = queue;
  }
}
