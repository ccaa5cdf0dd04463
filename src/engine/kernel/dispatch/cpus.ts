/**
 * CPUs that take time. Each runs one thread until that waits, yields, ends, has used up its slice (the timer interrupts it) or is
 * preempted by a more urgent one; then the run queue's policy says who goes next. To start another thread than the one it ran last
 * is a context switch, and costs; the first dispatch of a CPU and going on after idling are none (rules T1 and T2 of the time world).
 *
 * All decisions of one instant are taken in one turn of the world, after the arrivals and timers of that instant:
 *
 *   1. settle   what the running threads were doing is done, and their next steps up to one that takes time
 *   2. requeue  those whose slice is over, or whom somebody more urgent preempts, go back to the queue
 *   3. fill     CPUs that are free take from the queue; what they start may take no time, so back to 1 until nothing changes
 *
 * A step takes no time unless it computes or the host was given costs. A thread that goes on for ever without taking time is ended,
 * with a happening that says so: real programs that never yield are interrupted because their instructions take time.
 */
import { assert } from "../../base/assert.ts";
import { after, type Duration, ns } from "../../base/time.ts";
import type { SwitchReason } from "../../trace/happening.ts";
import { isInstruction } from "../calls.ts";
import { Cpu } from "../cpu/cpu.ts";
import type { HardwareOptions } from "../cpu/hardware.ts";
import type { Host } from "../host.ts";
import type { ReadyReason, Scheduler } from "../scheduler/scheduler.ts";
import type { Call, ThreadRecord } from "../thread.ts";
import type { Dispatcher } from "./dispatcher.ts";

/** What things cost. All 0 unless said. */
export interface Costs {
  /** Each step on memory or registers. */
  readonly instruction: Duration;
  /** Each system call, beside what it does: into the kernel and back. */
  readonly systemCall: Duration;
  /** Each context switch. */
  readonly contextSwitch: Duration;
  /** On top of it when the next thread has another address space. */
  readonly addressSpaceSwitch: Duration;
}

export const noCosts: Costs = {
  instruction: ns(0),
  systemCall: ns(0),
  contextSwitch: ns(0),
  addressSpaceSwitch: ns(0),
};

/** So many steps at one instant are a thread that never takes time. */
export const mostStepsInNoTime = 100_000;

export class Cpus implements Dispatcher {
  readonly takesTime = true;
  readonly cpus: readonly Cpu[];
  readonly costs: Costs;
  readonly #host: Host;
  readonly #queues: readonly Scheduler[];
  #asked = false;
  #deciding = false;
  /** Somebody became ready, or left: preemption must be looked into again. */
  #changed = false;
  #threadsStarted = 0;
  readonly #decide = (): void => {
    this.#asked = false;
    this.#dispatch();
  };

  /** @param queues one for all CPUs, or one for each */
  constructor(host: Host, cpus: number, queues: readonly Scheduler[], costs: Costs, hardware: HardwareOptions) {
    this.#host = host;
    this.#queues = queues;
    this.costs = costs;
    this.cpus = Array.from({ length: cpus }, (_, number) => new Cpu(number, queues[number % queues.length]!, hardware));
  }

  started(thread: ThreadRecord): void {
    const queues = this.#queues.length;
    if (queues === 1) thread.home = 0;
    else thread.home ??= this.#threadsStarted++ % queues;
    assert(thread.home < queues, () => `${thread.name} is to run on CPU ${thread.home} of ${queues}`);
    this.#enqueue(thread, "new");
  }

  answered(thread: ThreadRecord): void {
    thread.remaining = null;
    thread.retries = false;
    this.#enqueue(thread, "woken");
  }

  woken(thread: ThreadRecord): void {
    thread.remaining = null;
    thread.retries = true;
    this.#enqueue(thread, "woken");
  }

  expect(): void {}

  cpuOf(thread: ThreadRecord): Cpu | null {
    return this.cpus.find((cpu) => cpu.running === thread) ?? null;
  }

  remove(thread: ThreadRecord): void {
    const queue = this.#queueOf(thread);
    if (thread.task.queued) queue.remove(thread.task);
    const cpu = this.cpus.find((one) => one.running === thread);
    if (cpu) {
      this.#account(cpu);
      this.#release(cpu, "exit");
    }
    this.#ask();
  }

  reprioritised(thread: ThreadRecord): void {
    if (thread.task.queued) {
      const queue = this.#queueOf(thread);
      queue.remove(thread.task);
      queue.add(thread.task, "woken", this.#host.world.now);
    }
    this.#changed = true;
    this.#ask();
  }

  /** The ready threads of each run queue, in the order in which they will be served as far as that is known. For views and tests. */
  runQueues(): readonly (readonly ThreadRecord[])[] {
    return this.#queues.map((queue) => queue.tasks().map((task) => this.#host.thread(task.thread)));
  }

  #queueOf(thread: ThreadRecord): Scheduler {
    return this.#queues[thread.home ?? 0]!;
  }

  #enqueue(thread: ThreadRecord, why: ReadyReason): void {
    thread.state = "ready";
    thread.task.burst = burstOf(thread);
    this.#queueOf(thread).add(thread.task, why, this.#host.world.now);
    this.#changed = true;
    this.#ask();
  }

  #ask(): void {
    if (this.#asked || this.#deciding) return;
    this.#asked = true;
    const { world } = this.#host;
    world.at(world.now, "program", this.#decide);
  }

  #dispatch(): void {
    this.#deciding = true;
    for (const cpu of this.cpus) if (cpu.running !== null && !cpu.switching) this.#settle(cpu);
    for (const cpu of this.cpus) if (cpu.mustLeave === "quantum") this.#requeue(cpu, "quantum");
    do while (this.#fill());
    while (this.#changed && this.#preempt());
    this.#deciding = false;
    for (const cpu of this.cpus) {
      if (cpu.running !== null || cpu.idle) continue;
      cpu.idle = true;
      if (this.#host.world.tracing && cpu.last !== null)
        this.#host.world.because(cpu.last.latest, () =>
          this.#host.world.emit(this.#host.name, { kind: "cpu.idle", cpu: cpu.number }),
        );
    }
  }

  /** Lets those who deserve it more take CPUs from those who deserve it least. Whether anybody was preempted. */
  #preempt(): boolean {
    this.#changed = false;
    let any = false;
    for (const queue of this.#queues)
      while (queue.length > 0) {
        const victim = this.#leastDeserving(queue);
        if (victim === null) break;
        this.#requeue(victim, "preempted");
        this.#fillFrom(queue);
        any = true;
      }
    return any;
  }

  /** The CPU of this queue whose thread is to give way; null when none is. */
  #leastDeserving(queue: Scheduler): Cpu | null {
    let victim: Cpu | null = null;
    let most = 0;
    for (const cpu of this.cpus) {
      if (cpu.queue !== queue || cpu.running === null || cpu.switching) continue;
      this.#account(cpu);
      const gain = queue.preempts(cpu.running.task, this.#host.world.now);
      if (gain <= most) continue;
      most = gain;
      victim = cpu;
    }
    return victim;
  }

  /** Whether any CPU took a thread. */
  #fill(): boolean {
    let any = false;
    for (const queue of this.#queues) if (this.#fillFrom(queue)) any = true;
    return any;
  }

  #fillFrom(queue: Scheduler): boolean {
    let any = false;
    for (;;) {
      const free = this.cpus.find((cpu) => cpu.queue === queue && cpu.running === null);
      if (free === undefined || queue.length === 0) return any;
      const task = queue.pick(this.#host.world.now);
      if (task === null) return any;
      const thread = this.#host.thread(task.thread);
      // Back to the CPU where it ran last, if that is free.
      const before = this.cpus.find((cpu) => cpu.queue === queue && cpu.running === null && cpu.last === thread);
      this.#start(before ?? free, thread);
      any = true;
    }
  }

  #start(cpu: Cpu, thread: ThreadRecord): void {
    const { world, name } = this.#host;
    thread.state = "running";
    cpu.running = thread;
    const out = cpu.last;
    const resumes = out === thread && cpu.idle;
    cpu.idle = false;
    if (out === thread) {
      if (resumes && world.tracing)
        world.because(thread.latest, () =>
          world.emit(name, { kind: "cpu.resumed", cpu: cpu.number, thread: thread.id }),
        );
      this.#begin(cpu, thread);
      return;
    }
    const cost = out === null ? ns(0) : this.#switchCost(out, thread);
    if (world.tracing)
      world.because(out?.latest ?? thread.latest, () =>
        world.emit(name, {
          kind: "thread.switch",
          cpu: cpu.number,
          out: out?.id ?? null,
          in: thread.id,
          why: cpu.why,
          cost,
          addressSpace: out !== null && out.process.space !== thread.process.space,
        }),
      );
    this.#exchange(cpu, out, thread);
    cpu.last = thread;
    if (cost === 0) {
      this.#begin(cpu, thread);
      return;
    }
    cpu.switching = true;
    cpu.switchTime = (cpu.switchTime + cost) as Duration;
    cpu.alarm = world.after(cost, "timer", () => {
      cpu.alarm = null;
      if (cpu.running !== thread) return; // it was killed meanwhile
      cpu.switching = false;
      this.#begin(cpu, thread);
      this.#changed = true;
      this.#ask();
    });
  }

  /** What a switch does to registers and TLB. */
  #exchange(cpu: Cpu, out: ThreadRecord | null, thread: ThreadRecord): void {
    const { world, name } = this.#host;
    const { tlb, tagged } = cpu.hardware;
    if (out !== null && out.process.space !== thread.process.space && tlb !== null && !tagged) {
      if (world.tracing) world.emit(name, { kind: "tlb.flushed", cpu: cpu.number, entries: tlb.used });
      tlb.clear();
    }
    const saved = out === null ? null : cpu.save(out);
    if (saved !== null) world.emit(name, { kind: "context.saved", cpu: cpu.number, thread: out!.id, registers: saved });
    const restored = cpu.restore(thread);
    if (restored !== null)
      world.emit(name, { kind: "context.restored", cpu: cpu.number, thread: thread.id, registers: restored });
  }

  #switchCost(out: ThreadRecord, thread: ThreadRecord): Duration {
    const { contextSwitch, addressSpaceSwitch } = this.costs;
    return (
      out.process.space === thread.process.space ? contextSwitch : contextSwitch + addressSpaceSwitch
    ) as Duration;
  }

  /** The thread begins to use the CPU. */
  #begin(cpu: Cpu, thread: ThreadRecord): void {
    const { now } = this.#host.world;
    const slice = cpu.queue.slice(thread.task, now);
    cpu.accounted = now;
    cpu.sliceEnds = slice === null ? null : after(now, slice);
    cpu.mustLeave = null;
    if (this.#deciding) this.#settle(cpu);
  }

  /** Books the time that the running thread has used up to now. */
  #account(cpu: Cpu): void {
    const { now } = this.#host.world;
    const thread = cpu.running!;
    const used = (now - cpu.accounted) as Duration;
    if (used === 0) return;
    cpu.accounted = now;
    cpu.busyTime = (cpu.busyTime + used) as Duration;
    thread.remaining = (thread.remaining! - used) as Duration;
    thread.task.burst = thread.remaining;
    thread.cpuTime = (thread.cpuTime + used) as Duration;
    cpu.queue.ran(thread.task, used);
  }

  /** Brings a running thread up to a step that takes time, or off the CPU. */
  #settle(cpu: Cpu): void {
    const { world } = this.#host;
    this.#account(cpu);
    if (cpu.sliceEnds !== null && cpu.sliceEnds <= world.now) cpu.mustLeave = "quantum";
    for (;;) {
      const thread = cpu.running!;
      if (thread.remaining === null) {
        const { call } = thread;
        if (thread.inKernel !== null && !thread.retries) this.#mode(cpu, thread, "user", thread.inKernel);
        if (call === null) {
          this.#host.end(thread);
          this.#release(cpu, "exit");
          return;
        }
        // An interrupt comes before the next step, unless the thread gives the CPU up in that step anyway.
        if (cpu.mustLeave !== null && !givesUp(call)) return;
        thread.remaining = this.#timeOf(call);
        thread.task.burst = thread.remaining;
      }
      if (thread.remaining > 0) {
        if (cpu.mustLeave === null) this.#setAlarm(cpu, thread.remaining);
        return;
      }
      if (!this.#step(cpu, thread)) return;
    }
  }

  /** Makes the call that the running thread has come to; false when it has left the CPU by that. */
  #step(cpu: Cpu, thread: ThreadRecord): boolean {
    const { world } = this.#host;
    if (thread.stepsAt !== world.now) {
      thread.stepsAt = world.now;
      thread.steps = 0;
    }
    if (++thread.steps > mostStepsInNoTime) {
      this.#host.reachedLimit(thread, "steps-in-no-time", mostStepsInNoTime);
      return false;
    }
    const call = thread.call!;
    thread.remaining = null;
    world.handle(thread.latest);
    if (call.name === "compute") {
      this.#host.resume(thread, undefined);
      return true;
    }
    const instruction = isInstruction(call);
    if (!instruction && thread.inKernel === null) this.#mode(cpu, thread, "kernel", call.name);
    const reply = this.#host.perform(thread);
    if (thread.state === "ended") return false;
    if ("blocked" in reply) {
      if (thread.inKernel === null) this.#mode(cpu, thread, "kernel", call.name); // not the fast way through
      this.#release(cpu, "blocked");
      return false;
    }
    assert("answer" in reply, () => `${call.name} takes time by itself`);
    this.#host.resume(thread, reply.answer);
    if (reply.yields === true) {
      this.#requeue(cpu, "yield");
      return false;
    }
    if (thread.inKernel !== null) this.#mode(cpu, thread, "user", call.name);
    return true;
  }

  #mode(cpu: Cpu, thread: ThreadRecord, to: "kernel" | "user", call: Call["name"]): void {
    thread.inKernel = to === "kernel" ? call : null;
    if (this.#host.world.tracing)
      this.#host.log(thread, { kind: "mode.switch", cpu: cpu.number, thread: thread.id, to, call });
  }

  #timeOf(call: Call): Duration {
    if (call.name === "compute") return call.args.for;
    return isInstruction(call) ? this.costs.instruction : this.costs.systemCall;
  }

  #setAlarm(cpu: Cpu, remaining: Duration): void {
    const { world } = this.#host;
    const done = after(world.now, remaining);
    const at = cpu.sliceEnds !== null && cpu.sliceEnds < done ? cpu.sliceEnds : done;
    if (cpu.alarm !== null) {
      if (cpu.alarm.at === at) return;
      cpu.alarm.cancel();
    }
    cpu.alarm = world.at(at, "timer", () => {
      cpu.alarm = null;
      this.#ask();
    });
  }

  /** Takes the running thread off and puts it back into the queue. */
  #requeue(cpu: Cpu, why: "quantum" | "preempted" | "yield"): void {
    const thread = cpu.running!;
    thread.state = "ready";
    thread.task.burst = burstOf(thread);
    this.#off(cpu, why);
    cpu.queue.add(thread.task, why, this.#host.world.now);
  }

  /** Takes a thread off that has blocked or ended. */
  #release(cpu: Cpu, why: "blocked" | "exit"): void {
    cpu.queue.left(cpu.running!.task, this.#host.world.now);
    this.#off(cpu, why);
    this.#changed = true;
  }

  #off(cpu: Cpu, why: SwitchReason): void {
    cpu.alarm?.cancel();
    cpu.alarm = null;
    cpu.running = null;
    cpu.switching = false;
    cpu.mustLeave = null;
    cpu.why = why;
  }
}

/** CPU time up to the thread's next call, or of the one it is in. */
const burstOf = ({ remaining, call }: ThreadRecord): Duration =>
  remaining ?? (call?.name === "compute" ? call.args.for : ns(0));

/** Calls by which a thread leaves the CPU in any case. */
const givesUp = (call: Call): boolean => call.name === "sleep" || call.name === "io" || call.name === "yield";
