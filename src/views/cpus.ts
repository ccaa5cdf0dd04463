/**
 * Who ran on which CPU from when to when, and what each thread waited for meanwhile: from context switches, waiting and waking in the
 * trace. A CPU that was idle and goes on with the thread that it ran last does so without a switch: then waking is where it begins. A stretch is [from, to); one that took no virtual time at all has both equal, and is still a stretch: the thread ran.
 */
import type { Instant } from "../engine/base/time.ts";
import type { EventId, EventOf, HostId, ThreadId } from "../engine/trace/happening.ts";
import type { Trace } from "../engine/trace/trace.ts";

export interface Stretch {
  readonly thread: ThreadId;
  readonly from: Instant;
  readonly to: Instant;
  /** The event that it begins with. */
  readonly event: EventId;
}

export interface CpuLane {
  readonly host: HostId;
  readonly cpu: number;
  readonly runs: readonly Stretch[];
}

export interface ThreadLane {
  readonly host: HostId;
  readonly thread: ThreadId;
  readonly name: string;
  readonly waits: readonly (Stretch & { readonly on: EventOf<"thread.blocked">["on"] })[];
}

export interface CpuLanes {
  readonly cpus: readonly CpuLane[];
  readonly threads: readonly ThreadLane[];
}

export function cpuLanes(trace: Trace): CpuLanes {
  const cpus = new Map<string, CpuLane & { runs: Stretch[] }>();
  const threads = new Map<string, ThreadLane & { waits: ThreadLane["waits"][number][] }>();
  const running = new Map<string, { readonly host: HostId; thread: ThreadId; from: Instant; event: EventId }>();
  const waiting = new Map<string, EventOf<"thread.blocked">>();
  /** Whom an idle CPU ran last: when it goes on with the same thread there is no switch. */
  const idle = new Map<string, ThreadId>();
  const end = trace.events.at(-1)?.at ?? (0 as Instant);
  /** The CPU leaves whom it ran. */
  const leave = (key: string, to: Instant): void => {
    const begun = running.get(key);
    if (!begun) return;
    running.delete(key);
    const { thread, from, event } = begun;
    cpus.get(key)!.runs.push({ thread, from, to, event });
    idle.set(key, thread);
  };
  const wake = (key: string, to: Instant): void => {
    const begun = waiting.get(key);
    if (!begun) return;
    waiting.delete(key);
    threads.get(key)?.waits.push({ thread: begun.thread, from: begun.at, to, event: begun.id, on: begun.on });
  };
  for (const event of trace.events) {
    const { host } = event;
    if (host === null) continue;
    switch (event.kind) {
      case "thread.spawned":
        threads.set(`${host} ${event.thread}`, { host, thread: event.thread, name: event.name, waits: [] });
        break;
      case "thread.switch": {
        const key = `${host} ${event.cpu}`;
        leave(key, event.at);
        if (!cpus.has(key)) cpus.set(key, { host, cpu: event.cpu, runs: [] });
        running.set(key, { host, thread: event.in, from: event.at, event: event.id });
        break;
      }
      case "thread.blocked":
      case "thread.ended": {
        for (const [key, begun] of running)
          if (begun.host === host && begun.thread === event.thread) leave(key, event.at);
        if (event.kind === "thread.blocked") waiting.set(`${host} ${event.thread}`, event);
        break;
      }
      case "thread.woken":
        wake(`${host} ${event.thread}`, event.at);
        for (const { host: own, cpu } of cpus.values()) {
          const key = `${own} ${cpu}`;
          if (own !== host || running.has(key) || idle.get(key) !== event.thread) continue;
          running.set(key, { host, thread: event.thread, from: event.at, event: event.id });
          break;
        }
        break;
    }
  }
  for (const key of [...running.keys()]) leave(key, end);
  for (const key of [...waiting.keys()]) wake(key, end);
  return { cpus: [...cpus.values()], threads: [...threads.values()] };
}
