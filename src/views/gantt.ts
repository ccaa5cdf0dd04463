/**
 * Who ran when: one lane a thread (running, ready, waiting) and one a CPU, over virtual time, with the length of the run queue and who
 * held which lock. For hosts whose CPUs take time; a host that is run step by step has a timeline of steps instead (`timeline.ts`).
 */
import type { Instant } from "../engine/base/time.ts";
import type { EventId, EventOf, HostId, SwitchReason, ThreadId } from "../engine/trace/happening.ts";
import { type CpuStretch, cpuStretches, type ThreadStretch, threadStretches } from "../engine/trace/stretches.ts";
import type { Trace } from "../engine/trace/trace.ts";

export interface GanttLane {
  readonly thread: ThreadId;
  readonly name: string;
  readonly stretches: readonly ThreadStretch[];
  /** When it came, and when it ended; null: never. */
  readonly from: Instant;
  readonly ended: Instant | null;
}

export interface Gantt {
  readonly host: HostId;
  readonly from: Instant;
  readonly to: Instant;
  readonly lanes: readonly GanttLane[];
  readonly cpus: readonly { readonly number: number; readonly stretches: readonly CpuStretch[] }[];
  /** Changes from one thread to another, and why the first left. */
  readonly switches: readonly { readonly event: EventId; readonly at: Instant; readonly why: SwitchReason }[];
  /** How many threads were ready and got no CPU, from each of these instants on. */
  readonly runQueue: readonly { readonly at: Instant; readonly length: number }[];
  /** Who held a lock, and from when to when. */
  readonly locks: readonly {
    readonly name: string;
    readonly held: readonly { readonly by: ThreadId; readonly from: Instant; readonly to: Instant }[];
  }[];
}

/** Whether this host has CPUs that take time. */
export const takesTime = (trace: Trace, host: HostId): boolean =>
  trace.events.some((event) => event.kind === "thread.switch" && event.host === host && event.cost !== undefined);

/** The charts of all such hosts, in the order in which they appear. */
export function gantts(trace: Trace): Gantt[] {
  const hosts = [...new Set(trace.of("thread.switch").map((event) => event.host!))];
  return hosts.filter((host) => takesTime(trace, host)).map((host) => gantt(trace, host));
}

function gantt(trace: Trace, host: HostId): Gantt {
  const of = <K extends Parameters<Trace["of"]>[0]>(kind: K): EventOf<K>[] =>
    trace.of(kind).filter((event) => event.host === host);
  const runs = cpuStretches(trace, host);
  const stretches = threadStretches(trace, host);
  const ended = new Map(of("thread.ended").map((event) => [event.thread, event.at]));
  const numbers = [...new Set(of("thread.switch").map((event) => event.cpu))].sort((a, b) => a - b);
  const to = trace.events.at(-1)!.at;
  return {
    host,
    from: 0 as Instant,
    to,
    lanes: of("thread.spawned").map((event) => ({
      thread: event.thread,
      name: event.name,
      stretches: stretches.filter(({ thread }) => thread === event.thread),
      from: event.at,
      ended: ended.get(event.thread) ?? null,
    })),
    cpus: numbers.map((number) => ({ number, stretches: runs.filter(({ cpu }) => cpu === number) })),
    switches: of("thread.switch")
      .filter((event) => event.out !== null)
      .map(({ id, at, why }) => ({ event: id, at, why })),
    runQueue: queueLengths(stretches),
    locks: lockHolders([...of("lock.taken"), ...of("lock.released")], to),
  };
}

function queueLengths(stretches: readonly ThreadStretch[]): Gantt["runQueue"] {
  const changes = new Map<Instant, number>();
  const add = (at: Instant, by: number): void => void changes.set(at, (changes.get(at) ?? 0) + by);
  for (const { state, from, to } of stretches) {
    if (state !== "ready") continue;
    add(from, 1);
    add(to, -1);
  }
  let length = 0;
  return [...changes]
    .sort((a, b) => a[0] - b[0])
    .flatMap(([at, by]) => {
      length += by;
      return by === 0 ? [] : [{ at, length }];
    });
}

function lockHolders(events: EventOf<"lock.taken" | "lock.released">[], end: Instant): Gantt["locks"] {
  const locks = new Map<string, { by: ThreadId; from: Instant; to: Instant }[]>();
  const open = new Map<string, { by: ThreadId; from: Instant }>();
  const close = (lock: string, to: Instant): void => {
    const held = open.get(lock);
    if (held && held.from < to) locks.get(lock)!.push({ ...held, to });
    open.delete(lock);
  };
  for (const event of events.sort((a, b) => a.id - b.id)) {
    if (!locks.has(event.lock)) locks.set(event.lock, []);
    close(event.lock, event.at);
    if (event.kind === "lock.taken") open.set(event.lock, { by: event.thread, from: event.at });
  }
  for (const lock of [...open.keys()]) close(lock, end);
  return [...locks].map(([name, held]) => ({ name, held }));
}
