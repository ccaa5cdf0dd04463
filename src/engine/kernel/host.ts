/**
 * A host: its threads, the memory and locks that they share, and the dispatcher that gives them the CPU. A thread that has just been
 * answered runs on, in no virtual time, up to its next call; so the kernel always knows what every thread is about to do, "who is
 * next?" is a choice among threads that can really go on, and how long a thread is going to compute is known beforehand.
 */
import { assert } from "../base/assert.ts";
import { ns } from "../base/time.ts";
import type { EventId, Happening, HostId, LimitName, SignalName, ThreadId, WaitsFor } from "../trace/happening.ts";
import type { World } from "../world/world.ts";
import { type Handlers, handlers, type Reply } from "./calls.ts";
import { type CpuOptions, cpusOf } from "./cpu-options.ts";
import type { Dispatcher } from "./dispatch/dispatcher.ts";
import { type Preemption, Steps } from "./dispatch/steps.ts";
import type { DescriptorTable } from "./files/descriptors.ts";
import type { Region } from "./memory/address-space.ts";
import { SharedMemory } from "./memory.ts";
import type { NetStack } from "./net/stack.ts";
import type { Process } from "./process/process.ts";
import { Processes } from "./process/processes.ts";
import { Task, type TaskOptions } from "./scheduler/task.ts";
import type { Mutex, MutexOptions } from "./sync/mutex.ts";
import { Sync } from "./sync/sync.ts";
import { waitCycle } from "./sync/wait-for.ts";
import type { Thread, ThreadRecord, ThreadResult } from "./thread.ts";

/** What a thread starts with. */
export interface StartOptions extends TaskOptions {
  /** The first one unless said. */
  readonly process?: Process;
  /** Its own pages in the process's address space. */
  readonly stack?: Region | null;
  /** Its process's unless said. */
  readonly table?: DescriptorTable;
  /** Signals that it does not want to hear of yet. */
  readonly blockedSignals?: ReadonlySet<SignalName>;
  /** Which CPU's queue it belongs to, where each has one; unless said, the threads go round. */
  readonly cpu?: number;
}

/** Asked again after something that may have ended it. */
const isEnded = (thread: ThreadRecord): boolean => thread.state === "ended";

export class Host {
  readonly world: World;
  readonly name: HostId;
  readonly memory = new SharedMemory();
  readonly processes = new Processes(this);
  /** Its network stack; null on a machine without a network. */
  readonly net: NetStack | null = null;
  readonly dispatcher: Dispatcher;
  readonly #threads: ThreadRecord[] = [];
  readonly sync: Sync;
  /** The threads of the deadlock that was reported last. */
  #deadlocked = "";
  readonly #joiners = new Map<ThreadId, (() => void)[]>();

  /** @param runs how its threads get the CPU: step by step, any order a choice; or on CPUs that take time */
  constructor(world: World, name: HostId, runs: Preemption | CpuOptions) {
    this.world = world;
    this.name = name;
    this.dispatcher = typeof runs === "string" ? new Steps(this, runs) : cpusOf(this, runs);
    this.sync = new Sync(this);
    world.whenQuiet(() => this.#lookForDeadlock());
  }

  /** The threads in the order of their creation. */
  get threads(): readonly ThreadRecord[] {
    return this.#threads;
  }

  makeCell(cell: string, value: number): void {
    this.memory.make(cell, value);
    this.world.emit(this.name, { kind: "cell.made", cell, value });
  }

  makeLock(lock: string, options: MutexOptions = {}): void {
    this.sync.makeMutex(lock, options);
  }

  mutex(lock: string): Mutex {
    return this.sync.mutex(lock);
  }

  thread(id: ThreadId): ThreadRecord {
    const thread = this.#threads[id];
    assert(thread, () => `no thread ${id} on ${this.name}`);
    return thread;
  }

  /** Makes a thread and lets it run up to its first call. */
  start(name: string, body: (self: ThreadId) => Thread<ThreadResult>, options: StartOptions = {}): ThreadId {
    const id = this.#threads.length;
    const thread: ThreadRecord = {
      id,
      name,
      body: body(id),
      state: "ready",
      call: null,
      latest: null,
      waitsFor: null,
      waitsTimed: false,
      reacquires: null,
      waitsOutside: false,
      result: null,
      process: options.process ?? this.processes.init,
      table: options.table ?? (options.process ?? this.processes.init).table,
      stack: options.stack ?? null,
      interrupt: null,
      pendingSignals: new Set(),
      blockedSignals: new Set(options.blockedSignals),
      replacement: null,
      task: new Task(id, options, (options.process ?? this.processes.init).pid),
      context: null,
      home: options.cpu ?? null,
      remaining: null,
      cpuTime: ns(0),
      inKernel: null,
      retries: false,
      steps: 0,
      stepsAt: null,
    };
    this.#threads.push(thread);
    thread.latest = this.world.emit(this.name, { kind: "thread.spawned", thread: id, name });
    this.processes.onThreadStarted(thread);
    this.resume(thread, undefined);
    this.dispatcher.started(thread);
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

  /** Takes a thread off the CPU until `wake` or `answer`. `timed`: it does not wait for ever. */
  block(thread: ThreadRecord, on: WaitsFor, timed = false): void {
    thread.state = "blocked";
    thread.waitsFor = on;
    thread.waitsTimed = timed;
    thread.waitsOutside = on.what === "socket";
    if (this.world.tracing) this.log(thread, { kind: "thread.blocked", thread: thread.id, on });
  }

  /** Makes a blocked thread runnable again, its call still to be answered: it makes the call anew when it gets the CPU. */
  wake(thread: ThreadRecord): void {
    if (thread.state === "ended") return; // it was killed while it waited
    this.#awaken(thread);
    this.dispatcher.woken(thread);
  }

  /** Wakes a blocked thread and answers the call it waits in; `log` is done between, when the thread is awake and before it goes on. */
  answer(thread: ThreadRecord, answer: unknown, log?: () => void): void {
    if (thread.state === "ended") return; // it was killed while it waited
    this.#awaken(thread);
    this.dispatcher.expect();
    log?.();
    if (isEnded(thread)) return; // by what it was told (SIGPIPE)
    this.resume(thread, answer);
    this.dispatcher.answered(thread);
  }

  #awaken(thread: ThreadRecord): void {
    assert(thread.state === "blocked", () => `thread ${thread.id} is woken while ${thread.state}`);
    if (this.world.tracing) thread.latest = this.world.emit(this.name, { kind: "thread.woken", thread: thread.id });
    thread.waitsFor = null;
    thread.waitsOutside = false;
    thread.interrupt = null;
  }

  /** Its nice value or priority is another now. */
  reprioritise(thread: ThreadRecord): void {
    this.dispatcher.reprioritised(thread);
  }

  whenEnded(id: ThreadId, then: () => void): void {
    const waiting = this.#joiners.get(id) ?? [];
    waiting.push(then);
    this.#joiners.set(id, waiting);
  }

  // For the dispatcher.

  /** Resumes the thread's program with the answer to its call; it runs, in no time, up to its next call or its end. */
  resume(thread: ThreadRecord, answer: unknown): void {
    const next = thread.body.next(answer);
    thread.call = next.done ? null : next.value;
    if (next.done) thread.result = next.value;
  }

  /** Does what the thread's call asks. */
  perform(thread: ThreadRecord): Reply<unknown> {
    const call = thread.call!;
    const handler = (handlers as Handlers)[call.name] as (
      host: Host,
      thread: ThreadRecord,
      args: unknown,
    ) => Reply<unknown>;
    return handler(this, thread, call.args);
  }

  /** The thread's program has come to its end. */
  end(thread: ThreadRecord): void {
    thread.state = "ended";
    const ended = this.log(thread, { kind: "thread.ended", thread: thread.id, result: thread.result });
    for (const then of this.#joiners.get(thread.id) ?? []) this.world.because(ended, then);
    this.world.because(ended, () => this.processes.onThreadEnded(thread));
  }

  /** Ends a thread from outside, whatever it is doing. */
  endThread(thread: ThreadRecord): void {
    if (thread.state === "ended") return;
    thread.interrupt?.();
    thread.interrupt = null;
    thread.call = null;
    this.end(thread);
    this.dispatcher.remove(thread);
  }

  /** Ends a thread that has reached a limit, and says so. */
  reachedLimit(thread: ThreadRecord, limit: LimitName, most: number): void {
    this.log(thread, { kind: "limit.reached", limit, most, thread: thread.id });
    thread.body.return(null);
    thread.call = null;
    this.end(thread);
    this.dispatcher.remove(thread);
  }

  /**
   * Whom a waiting thread waits for: nobody if not for ever, or not for a thread. With `atRest` nothing is left to run, so whoever waits
   * for a permit waits for those who have one.
   */
  blockersOf({ state, waitsFor, waitsTimed }: ThreadRecord, atRest = false): readonly ThreadRecord[] {
    if (state !== "blocked" || waitsFor === null || waitsTimed) return [];
    switch (waitsFor.what) {
      case "lock": {
        const { holder } = this.mutex(waitsFor.lock);
        return holder === null ? [] : [holder];
      }
      case "thread":
        return [this.thread(waitsFor.thread)];
      case "rwlock":
        return this.sync.rwlock(waitsFor.name).holders;
      case "semaphore":
        return atRest ? this.sync.semaphore(waitsFor.name).holders : [];
      default:
        return [];
    }
  }

  /** Says that these wait for ever, in a circle, while others may run on. */
  reportDeadlock(cycle: readonly ThreadRecord[]): void {
    const ids = cycle.map(({ id }) => id);
    const threads = ids.toSorted((a, b) => a - b);
    this.#deadlocked = threads.join(" ");
    this.world.emit(this.name, { kind: "deadlock", threads, cycle: ids });
  }

  #lookForDeadlock(): void {
    const stuck = this.#threads.filter((thread) => thread.state === "blocked" && !this.#mayBeReleased(thread));
    const threads = stuck.map(({ id }) => id);
    if (stuck.length === 0 || threads.join(" ") === this.#deadlocked) return;
    const blockers = (thread: ThreadRecord): readonly ThreadRecord[] => this.blockersOf(thread, true);
    const cycle = stuck.map((thread) => waitCycle(thread, blockers)).find(({ length }) => length > 0) ?? [];
    this.world.because(stuck.at(-1)!.latest, () =>
      this.world.emit(this.name, { kind: "deadlock", threads, cycle: cycle.map(({ id }) => id) }),
    );
  }

  /** Whether it waits, perhaps through others, for something from outside that may yet come. */
  #mayBeReleased(thread: ThreadRecord): boolean {
    const seen = new Set<ThreadRecord>();
    const look = (at: ThreadRecord): boolean => {
      if (seen.has(at)) return false;
      seen.add(at);
      return at.waitsOutside || this.blockersOf(at, true).some(look);
    };
    return look(thread);
  }
}
