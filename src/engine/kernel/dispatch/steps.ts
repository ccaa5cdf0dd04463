/**
 * One CPU, one step at a time. A step is one call of one thread, and takes no time unless it computes. After each ("every-step") or
 * when the running thread waits or ends ("when-blocked"), who goes next is a choice asked of the world, so that every interleaving
 * has a name. There are no quanta, no costs and no priorities here: for those see `cpus.ts`.
 */
import { after, type Duration } from "../../base/time.ts";
import type { SwitchReason } from "../../trace/happening.ts";
import { wouldWait } from "../calls.ts";
import type { Host } from "../host.ts";
import type { ThreadRecord } from "../thread.ts";
import type { Dispatcher } from "./dispatcher.ts";

/** "every-step": any runnable thread may go next after each step. "when-blocked": a thread keeps the CPU until it waits or ends. */
export type Preemption = "every-step" | "when-blocked";

export class Steps implements Dispatcher {
  readonly takesTime = false;
  readonly #host: Host;
  readonly #preemption: Preemption;
  /** Ready threads in the order in which they became so: the run queue. */
  #runQueue: ThreadRecord[] = [];
  /** Who has the CPU, or had it last; whether it goes on by default. */
  #current: ThreadRecord | null = null;
  #yielded = false;
  /** Until when a thread computes. */
  #computing: ThreadRecord | null = null;
  #dispatchAsked = false;

  constructor(host: Host, preemption: Preemption) {
    this.#host = host;
    this.#preemption = preemption;
  }

  started(thread: ThreadRecord): void {
    this.answered(thread);
  }

  answered(thread: ThreadRecord): void {
    if (thread.call !== null) this.#ready(thread);
    else {
      this.#host.end(thread);
      this.expect();
    }
  }

  woken(thread: ThreadRecord): void {
    this.#ready(thread);
  }

  expect(): void {
    if (this.#dispatchAsked || this.#computing !== null) return;
    this.#dispatchAsked = true;
    const { world } = this.#host;
    world.at(world.now, "program", () => {
      this.#dispatchAsked = false;
      this.#dispatch();
    });
  }

  remove(thread: ThreadRecord): void {
    this.#takeFromRunQueue(thread);
    if (this.#computing === thread) this.#computing = null;
    this.expect();
  }

  reprioritised(): void {}

  cpuOf(): null {
    return null;
  }

  #ready(thread: ThreadRecord): void {
    thread.state = "ready";
    this.#runQueue.push(thread);
    this.expect();
  }

  /** One step of one thread: picks who goes next, switches to it if it is another, and does its call. */
  #dispatch(): void {
    if (this.#preemption === "every-step") this.#setAsideWhoWouldWait();
    const next = this.#pick();
    if (!next) return;
    const { world, name } = this.#host;
    if (next !== this.#current) {
      const out = this.#current;
      const why: SwitchReason = !out
        ? "start"
        : out.state === "ended"
          ? "exit"
          : out.state === "blocked"
            ? "blocked"
            : this.#yielded
              ? "yield"
              : "preempted";
      if (world.tracing)
        world.because(out?.latest ?? next.latest, () =>
          world.emit(name, { kind: "thread.switch", cpu: 0, out: out?.id ?? null, in: next.id, why }),
        );
      this.#current = next;
    }
    this.#yielded = false;
    this.#takeFromRunQueue(next);
    next.state = "running";
    world.handle(next.latest);
    const reply = this.#host.perform(next);
    if (next.call === null)
      this.expect(); // it has ended itself
    else if ("answer" in reply) {
      this.#yielded = reply.yields === true;
      this.#goOn(next, reply.answer);
    } else if ("computes" in reply) this.#compute(next, reply.computes);
    else this.expect();
  }

  #compute(thread: ThreadRecord, time: Duration): void {
    const { world } = this.#host;
    const until = after(world.now, time);
    this.#computing = thread;
    this.#host.log(thread, { kind: "thread.computes", thread: thread.id, cpu: 0, until });
    world.at(until, "timer", () => {
      if (this.#computing !== thread) return; // it was killed meanwhile
      this.#computing = null;
      this.#goOn(thread, undefined);
    });
  }

  #goOn(thread: ThreadRecord, answer: unknown): void {
    this.#host.resume(thread, answer);
    this.answered(thread);
  }

  #takeFromRunQueue(thread: ThreadRecord): void {
    const at = this.#runQueue.indexOf(thread);
    if (at >= 0) this.#runQueue.splice(at, 1);
  }

  /**
   * A thread that is about to take a lock which another holds, say, cannot go on: it joins the wait queue now rather than when it is
   * next picked, so that a schedule consists of real steps only (finding the lock held is none).
   */
  #setAsideWhoWouldWait(): void {
    for (const thread of this.#runQueue) if (wouldWait(this.#host, thread)) this.#host.perform(thread);
    this.#runQueue = this.#runQueue.filter((thread) => thread.state === "ready");
  }

  /** Options are the runnable threads in the order of their numbers; by default who had the CPU goes on, else the longest ready. */
  #pick(): ThreadRecord | null {
    const longest = this.#runQueue[0];
    if (!longest) return null;
    if (this.#runQueue.length === 1) return longest;
    const mayGoOn = this.#current?.state === "ready" && !this.#yielded;
    if (mayGoOn && this.#preemption === "when-blocked") return this.#current;
    const byDefault = mayGoOn ? this.#current! : longest;
    const options = [...this.#runQueue].sort((a, b) => a.id - b.id);
    return options[this.#host.world.choose("schedule", options.length, options.indexOf(byDefault))]!;
  }
}
