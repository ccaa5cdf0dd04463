/**
 * An event loop as a program on a host: one thread, many tasks. A task is a coroutine that says what it does next: compute, wait for a
 * device, wait for other tasks, or let the others go first. The thread itself waits only when no task can run, and then for whatever is
 * answered first. Devices answer side by side, so many that `pool` allows.
 */
import { after, type Duration, type Instant } from "../base/time.ts";
import type { Host } from "../kernel/host.ts";
import { sys, type Thread } from "../kernel/thread.ts";

export type Step =
  | { readonly does: "compute"; readonly for: Duration }
  | { readonly does: "io"; readonly for: Duration }
  /** Waits until so much time has passed, as `setTimeout` does. */
  | { readonly does: "sleep"; readonly for: Duration }
  | { readonly does: "all"; readonly of: readonly Task[] }
  /** Back to the end of the queue: others may run first. */
  | { readonly does: "pause" };

export type TaskBody = Generator<Step, void, void>;

export interface Task {
  readonly name: string;
  readonly body: TaskBody;
  ended: boolean;
}

interface Waiting {
  readonly task: Task;
  readonly until: Instant;
}

export interface EventLoopOptions {
  /** The most requests that devices work on at once; the others wait in a queue. */
  readonly pool?: number;
  /** The order of answers is not known: any that is outstanding may be next, and the run's choices say which. */
  readonly anyOrder?: boolean;
}

export class EventLoop {
  readonly #host: Host;
  readonly #options: EventLoopOptions;
  readonly #ready: Task[] = [];
  /** Those that let the others go first: their turn comes when what was answered meanwhile has run. */
  readonly #paused: Task[] = [];
  readonly #waiting: Waiting[] = [];
  readonly #queued: { task: Task; for: Duration }[] = [];
  readonly #joining: { task: Task; of: readonly Task[] }[] = [];
  #thread = 0;
  #inFlight = 0;
  readonly #requests = new Set<Task>();

  constructor(host: Host, options: EventLoopOptions = {}) {
    this.#host = host;
    this.#options = options;
  }

  /** Begins a task: what stands before its first wait runs when its turn comes, in the order of beginning. */
  begin(name: string, body: TaskBody): Task {
    const task: Task = { name, body, ended: false };
    this.#log(task, "begun");
    this.#ready.push(task);
    return task;
  }

  /** The thread's body: runs until no task is left. `first` begins the first tasks. */
  *run(thread: number, first: () => void): Thread<null> {
    this.#thread = thread;
    first();
    for (;;) {
      this.#collect();
      const task = this.#ready.shift() ?? this.#paused.shift();
      if (task) yield* this.#advance(task);
      else if (this.#waiting.length === 0) return null;
      else yield* this.#poll();
    }
  }

  *#advance(task: Task): Thread<void> {
    this.#log(task, "runs");
    for (;;) {
      const step = task.body.next();
      if (step.done) {
        task.ended = true;
        this.#log(task, "ended");
        for (const waiter of [...this.#joining])
          if (waiter.of.every((one) => one.ended)) {
            this.#joining.splice(this.#joining.indexOf(waiter), 1);
            this.#ready.push(waiter.task);
          }
        return;
      }
      const wanted = step.value;
      switch (wanted.does) {
        case "compute":
          yield* sys("compute", { for: wanted.for });
          continue;
        case "pause":
          this.#log(task, "waits");
          this.#paused.push(task);
          return;
        case "all":
          if (wanted.of.every((one) => one.ended)) continue;
          this.#log(task, "waits");
          this.#joining.push({ task, of: wanted.of });
          return;
        case "io":
          this.#log(task, "waits");
          if (this.#inFlight >= (this.#options.pool ?? Number.POSITIVE_INFINITY))
            this.#queued.push({ task, for: wanted.for });
          else this.#issue(task, wanted.for);
          return;
        case "sleep":
          this.#log(task, "waits");
          this.#waiting.push({ task, until: after(this.#host.world.now, wanted.for) });
          return;
      }
    }
  }

  #issue(task: Task, time: Duration): void {
    this.#inFlight++;
    this.#requests.add(task);
    this.#waiting.push({ task, until: after(this.#host.world.now, time) });
  }

  /** Tasks whose answers are there become ready, the earliest answer first. */
  #collect(): void {
    for (;;) {
      const due = this.#waiting.filter(({ until }) => until <= this.#host.world.now);
      if (due.length === 0) return;
      due.sort((a, b) => a.until - b.until);
      this.#answer(due[0]!);
    }
  }

  #answer(answered: Waiting): void {
    this.#waiting.splice(this.#waiting.indexOf(answered), 1);
    this.#ready.push(answered.task);
    if (!this.#requests.delete(answered.task)) return;
    this.#inFlight--;
    const next = this.#queued.shift();
    if (next) this.#issue(next.task, next.for);
  }

  /** Nothing to do: waits for the first answer. */
  *#poll(): Thread<void> {
    if (this.#options.anyOrder) {
      const next = this.#waiting[this.#host.world.choose("schedule", this.#waiting.length, 0)]!;
      this.#answer(next);
      return;
    }
    const until = this.#waiting.reduce((first, one) => Math.min(first, one.until), Number.POSITIVE_INFINITY);
    yield* sys("io", { for: (until - this.#host.world.now) as Duration });
  }

  #log(task: Task, what: "begun" | "runs" | "waits" | "ended"): void {
    this.#host.log(this.#host.thread(this.#thread), {
      kind: "task.changed",
      thread: this.#thread,
      task: task.name,
      what,
    });
  }
}
