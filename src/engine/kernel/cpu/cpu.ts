/**
 * One CPU: which thread it runs, which it ran last, and since when. What it does next is the dispatcher's business
 * (`dispatch/cpus.ts`); what its registers, TLB and cache hold is in the files beside this one.
 */
import { type Duration, type Instant, ns, start } from "../../base/time.ts";
import type { SwitchReason } from "../../trace/happening.ts";
import type { Alarm } from "../../world/world.ts";
import type { Scheduler } from "../scheduler/scheduler.ts";
import type { ThreadRecord } from "../thread.ts";
import type { Hardware, HardwareOptions } from "./hardware.ts";
import { Lru } from "./lru.ts";

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
  readonly hardware: Hardware;

  constructor(number: number, queue: Scheduler, { registers, tlb, cache }: HardwareOptions) {
    this.number = number;
    this.queue = queue;
    this.hardware = {
      registers: registers ? Array.from({ length: registers.count }, () => 0) : null,
      lost: new Set(registers?.lost ?? []),
      tlb: tlb ? new Lru(tlb.entries) : null,
      tagged: tlb?.tagged ?? false,
      cache: cache ? new Lru(cache.lines) : null,
    };
  }

  /** Puts `thread`'s registers into its control block. A copy of what was saved; null where there are none. */
  save(thread: ThreadRecord): readonly number[] | null {
    const { registers } = this.hardware;
    if (registers === null) return null;
    thread.context = [...registers];
    return thread.context;
  }

  /** Loads what was saved of `thread` (zeros at first), but for the registers that are lost. What is in the CPU then. */
  restore(thread: ThreadRecord): readonly number[] | null {
    const { registers, lost } = this.hardware;
    if (registers === null) return null;
    for (let r = 0; r < registers.length; r++) if (!lost.has(r)) registers[r] = thread.context?.[r] ?? 0;
    return [...registers];
  }
}
