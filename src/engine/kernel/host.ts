/**
 * A host: its threads, the memory and locks that they share, one CPU, and the dispatcher that decides who runs on it. A thread
 * that has just been answered runs on, in no virtual time, up to its next call; so the kernel always knows what every thread is
 * about to do, and "who is next?" is a choice among threads that can really go on.
 */
import { assert } from "../base/assert.ts";
import type { EventId, Happening, HostId, SwitchReason, ThreadId, WaitsFor } from "../trace/happening.ts";
import type { World } from "../world/world.ts";
import { type Handlers, handlers, type Reply } from "./calls.ts";
import { SharedMemory } from "./memory.ts";
import { Mutex } from "./mutex.ts";
import type { NetStack } from "./net/stack.ts";
import type { Call, Thread, ThreadRecord, ThreadResult } from "./thread.ts";

/** "every-step": any runnable thread may go next after each step. "when-blocked": a thread keeps the CPU until it waits or ends. */
export type Preemption = "every-step" | "when-blocked";

export class Host {
  readonly world: World;
  readonly name: HostId;
  readonly memory = new SharedMemory();
  /** Its network stack; null on a machine without a network. */
  readonly net: NetStack | null = null;
  readonly #preemption: Preemption;
  readonly #threads: ThreadRecord[] = [];
  readonly #mutexes = new Map<string, Mutex>();
  readonly #joiners = new Map<ThreadId, (() => void)[]>();
  /** Ready threads in the order in which they became so: the run queue. */
  #runQueue: ThreadRecord[] = [];
  /** Who has the CPU, or had it last. */
  #current: ThreadRecord | null = null;
  #busy = false;
  #dispatchAsked = false;

  constructor(world: World, name: HostId, preemption: Preemption) {
    this.world = world;
    this.name = name;
    this.#preemption = preemption;
    world.whenQuiet(() => this.#lookForDeadlock());
  }

  makeCell(cell: string, value: number): void {
    this.memory.make(cell, value);
    this.world.emit(this.name, { kind: "cell.made", cell, value });
  }

  makeLock(lock: string): void {
    assert(!this.#mutexes.has(lock), () => `a second lock named ${lock}`);
    this.#mutexes.set(lock, new Mutex(lock));
  }

  mutex(lock: string): Mutex {
    const mutex = this.#mutexes.get(lock);
    assert(mutex, () => `no lock named ${lock}; there are: ${[...this.#mutexes.keys()].join(", ")}`);
    return mutex;
  }

  thread(id: ThreadId): ThreadRecord {
    const thread = this.#threads[id];
    assert(thread, () => `no thread ${id} on ${this.name}`);
    return thread;
  }

  /** Makes a thread and lets it run up to its first call. */
  start(name: string, body: () => Thread<ThreadResult>): ThreadId {
    const id = this.#threads.length;
    const thread: ThreadRecord = {
      id,
      name,
      body: body(),
      state: "ready",
      call: null,
      latest: null,
      waitsFor: null,
      waitsOutside: false,
      result: null,
    };
    this.#threads.push(thread);
    thread.latest = this.world.emit(this.name, { kind: "thread.spawned", thread: id, name });
    this.#advance(thread, undefined);
    return id;
  }

  // For the handlers of calls.

  /** Logs something that a thread did. It is caused by what the thread did before, or by what woke it, and causes what follows. */
  log(thread: ThreadRecord, happening: Happening): EventId | null {
    this.world.handle(thread.latest);
    thread.latest = this.world.emit(this.name, happening);
    this.world.handle(thread.latest);
    return thread.latest;
  }

  /** Takes a thread off the CPU until `wake` or `answer`. */
  block(thread: ThreadRecord, on: WaitsFor): void {
    thread.state = "blocked";
    thread.waitsFor = on.what === "lock" ? on.owner : on.what === "thread" ? on.thread : null;
    thread.waitsOutside = on.what === "socket";
    if (this.world.tracing) this.log(thread, { kind: "thread.blocked", thread: thread.id, on });
  }

  /** Makes a blocked thread runnable again, its call still to be answered: it makes the call anew when it gets the CPU. */
  wake(thread: ThreadRecord): void {
    assert(thread.state === "blocked", () => `thread ${thread.id} is woken while ${thread.state}`);
    if (this.world.tracing) thread.latest = this.world.emit(this.name, { kind: "thread.woken", thread: thread.id });
    thread.waitsFor = null;
    thread.waitsOutside = false;
    this.#ready(thread);
  }

  /** Wakes a blocked thread and answers the call it waits in; `log` is done between, when the thread is awake and before it goes on. */
  answer(thread: ThreadRecord, answer: unknown, log?: () => void): void {
    this.wake(thread);
    this.#takeFromRunQueue(thread);
    log?.();
    this.#advance(thread, answer);
  }

  whenEnded(id: ThreadId, then: () => void): void {
    const waiting = this.#joiners.get(id) ?? [];
    waiting.push(then);
    this.#joiners.set(id, waiting);
  }

  // The dispatcher.

  /** Resumes the thread's program with the answer to its call; it runs up to its next call, or ends. */
  #advance(thread: ThreadRecord, answer: unknown): void {
    const next = thread.body.next(answer);
    if (!next.done) {
      thread.call = next.value;
      this.#ready(thread);
      return;
    }
    thread.call = null;
    thread.state = "ended";
    thread.result = next.value;
    const ended = this.log(thread, { kind: "thread.ended", thread: thread.id, result: next.value });
    for (const then of this.#joiners.get(thread.id) ?? []) this.world.because(ended, then);
    this.#askToDispatch();
  }

  #ready(thread: ThreadRecord): void {
    thread.state = "ready";
    this.#runQueue.push(thread);
    this.#askToDispatch();
  }

  #askToDispatch(): void {
    if (this.#dispatchAsked || this.#busy) return;
    this.#dispatchAsked = true;
    this.world.at(this.world.now, "program", () => {
      this.#dispatchAsked = false;
      this.#dispatch();
    });
  }

  /** One step of one thread: picks who goes next, switches to it if it is another, and does its call. */
  #dispatch(): void {
    if (this.#preemption === "every-step") this.#setAsideWhoWouldWait();
    const next = this.#pick();
    if (!next) return;
    if (next !== this.#current) {
      const out = this.#current;
      const why: SwitchReason = !out
        ? "start"
        : out.state === "ended"
          ? "exit"
          : out.state === "blocked"
            ? "blocked"
            : "preempted";
      if (this.world.tracing)
        this.world.because(out?.latest ?? next.latest, () =>
          this.world.emit(this.name, { kind: "thread.switch", cpu: 0, out: out?.id ?? null, in: next.id, why }),
        );
      this.#current = next;
    }
    this.#takeFromRunQueue(next);
    next.state = "running";
    this.world.handle(next.latest);
    const reply = this.#handle(next, next.call!);
    if ("answer" in reply) this.#advance(next, reply.answer);
    else if ("busyUntil" in reply) {
      this.#busy = true;
      this.world.at(reply.busyUntil, "timer", () => {
        this.#busy = false;
        this.#advance(next, undefined);
      });
    } else this.#askToDispatch();
  }

  #takeFromRunQueue(thread: ThreadRecord): void {
    const at = this.#runQueue.indexOf(thread);
    if (at >= 0) this.#runQueue.splice(at, 1);
  }

  #handle(thread: ThreadRecord, call: Call): Reply<unknown> {
    const handler = (handlers as Handlers)[call.name] as (
      host: Host,
      thread: ThreadRecord,
      args: unknown,
    ) => Reply<unknown>;
    return handler(this, thread, call.args);
  }

  /**
   * A thread that is about to take a lock which another holds cannot go on: it joins the wait queue now rather than when it is
   * next picked, so that a schedule consists of real steps only (finding the lock held is none).
   */
  #setAsideWhoWouldWait(): void {
    for (const thread of this.#runQueue) {
      const call = thread.call!;
      if (call.name === "lock" && this.mutex(call.args.lock).owner !== null) this.#handle(thread, call);
    }
    this.#runQueue = this.#runQueue.filter((thread) => thread.state === "ready");
  }

  /** Options are the runnable threads in the order of their numbers; by default who had the CPU goes on, else the longest ready. */
  #pick(): ThreadRecord | null {
    const longest = this.#runQueue[0];
    if (!longest) return null;
    if (this.#runQueue.length === 1) return longest;
    const mayGoOn = this.#current?.state === "ready";
    if (mayGoOn && this.#preemption === "when-blocked") return this.#current;
    const byDefault = mayGoOn ? this.#current! : longest;
    const options = [...this.#runQueue].sort((a, b) => a.id - b.id);
    return options[this.world.choose("schedule", options.length, options.indexOf(byDefault))]!;
  }

  #lookForDeadlock(): void {
    const stuck = this.#threads.filter((thread) => thread.state === "blocked" && !this.#mayBeReleased(thread));
    if (stuck.length === 0) return;
    this.world.because(stuck.at(-1)!.latest, () =>
      this.world.emit(this.name, {
        kind: "deadlock",
        threads: stuck.map((thread) => thread.id),
        cycle: this.#waitCycle(stuck),
      }),
    );
  }

  /** Whether it waits, perhaps through others, for something from outside that may yet come. */
  #mayBeReleased(thread: ThreadRecord): boolean {
    const seen = new Set<ThreadRecord>();
    for (let at = thread; !seen.has(at); at = this.thread(at.waitsFor)) {
      if (at.waitsFor === null) return at.waitsOutside;
      seen.add(at);
    }
    return false;
  }

  /** The threads of a cycle in the wait-for graph, each waiting for the next; empty when they wait for threads outside any cycle. */
  #waitCycle(stuck: readonly ThreadRecord[]): ThreadId[] {
    for (const from of stuck) {
      const path: ThreadId[] = [];
      for (let at: ThreadRecord | null = from; at; at = at.waitsFor === null ? null : this.thread(at.waitsFor)) {
        const seen = path.indexOf(at.id);
        if (seen >= 0) return path.slice(seen);
        path.push(at.id);
      }
    }
    return [];
  }
}
