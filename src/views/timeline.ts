/**
 * The timeline of the threads of one host: one column a step, one lane a thread, and under them what each shared cell and lock
 * holds after the step. A pure function of the trace; the page paints it, `timeline-text.ts` writes it.
 */
import type { EventId, EventOf, Happening, HostId, ThreadId } from "../engine/trace/happening.ts";
import type { Trace } from "../engine/trace/trace.ts";

/** What a thread did in one step; `EPERM` is a release of a lock that it did not hold. */
export type Step = {
  /** 1, 2, 3, ... */
  readonly number: number;
  readonly event: EventId;
  readonly thread: ThreadId;
  readonly action: StepAction;
  /** Another thread had the CPU before. */
  readonly switched: boolean;
  /** The decision that let this thread go here rather than another; null when there was none to make. */
  readonly choice: number | null;
};

export type StepAction =
  | { readonly kind: "read"; readonly cell: string; readonly value: number }
  | { readonly kind: "write"; readonly cell: string; readonly was: number; readonly value: number }
  | {
      readonly kind: "update";
      readonly cell: string;
      readonly was: number;
      readonly value: number;
      readonly operation: string;
      readonly changed: boolean;
    }
  | { readonly kind: "lock" | "unlock" | "EPERM"; readonly lock: string }
  /** Any other step that synchronises: what was done, and on what. */
  | { readonly kind: "sync"; readonly done: SyncStep; readonly on: string }
  | { readonly kind: "compute" };

export type SyncStep =
  | "busy"
  | "lock-shared"
  | "down"
  | "up"
  | "wait"
  | "signal"
  | "broadcast"
  | "spurious"
  | "arrive"
  | "pass"
  | "fence"
  | "join"
  | "buffer"
  | "flush"
  | "load"
  | "store"
  | "fault"
  | "read-file"
  | "write-file"
  | "lock-file"
  | "unlock-file"
  | "handler";

export interface Lane {
  readonly thread: ThreadId;
  readonly name: string;
  /** What it returned; null for nothing or when it never ended. */
  readonly result: number | null;
  /** The number of the step after which it had ended; null when it never did. */
  readonly endedAfter: number | null;
  /** Stretches of waiting: from after one step until before another (null: to the end). */
  readonly waits: readonly { readonly after: number; readonly until: number | null; readonly on: string }[];
}

export interface Timeline {
  readonly host: HostId;
  readonly lanes: readonly Lane[];
  readonly steps: readonly Step[];
  /** `values[n]` is the cell's value after step n; `values[0]` the first. */
  readonly cells: readonly { readonly name: string; readonly values: readonly number[] }[];
  /** `owners[n]` is who holds the lock after step n. */
  readonly locks: readonly { readonly name: string; readonly owners: readonly (ThreadId | null)[] }[];
  /** How often the CPU changed threads. */
  readonly switches: number;
  /** The threads that wait for ever, and the cycle in which they do; null when all ended. */
  readonly deadlock: { readonly threads: readonly ThreadId[]; readonly cycle: readonly ThreadId[] } | null;
  readonly cut: boolean;
}

/** The timelines of all hosts that ran threads, in the order in which the hosts appear. */
export function timelines(trace: Trace): Timeline[] {
  const hosts = [...new Set(trace.of("thread.spawned").map((event) => event.host!))];
  return hosts.map((host) => timeline(trace, host));
}

function timeline(trace: Trace, host: HostId): Timeline {
  const events = trace.events.filter((event) => event.host === host);
  const steps: Step[] = [];
  const cells = new Map<string, number[]>();
  const locks = new Map<string, (ThreadId | null)[]>();
  const lanes: {
    thread: ThreadId;
    name: string;
    result: number | null;
    endedAfter: number | null;
    waits: { after: number; until: number | null; on: string }[];
  }[] = [];
  let switched = false;
  let switches = 0;
  let decided: number | null = null;
  let deadlock: Timeline["deadlock"] = null;
  for (const event of events) {
    const action = actionOf(event);
    if (action) {
      const { thread } = event as EventOf<"cell.read">;
      steps.push({
        number: steps.length + 1,
        event: event.id,
        thread,
        action,
        switched,
        choice: event.choice ?? decided,
      });
      switched = false;
      decided = null;
      for (const values of cells.values()) values.push(values.at(-1)!);
      for (const owners of locks.values()) owners.push(owners.at(-1)!);
    }
    switch (event.kind) {
      case "thread.spawned":
        lanes[event.thread] = { thread: event.thread, name: event.name, result: null, endedAfter: null, waits: [] };
        break;
      case "thread.switch":
        decided = event.choice;
        if (event.out !== null) {
          switched = true;
          switches++;
        }
        break;
      case "thread.blocked":
        lanes[event.thread]!.waits.push({ after: steps.length, until: null, on: nameOf(event) });
        break;
      case "thread.woken": {
        const waits = lanes[event.thread]!.waits;
        waits[waits.length - 1]!.until = steps.length + 1;
        break;
      }
      case "thread.ended":
        lanes[event.thread]!.endedAfter = steps.length;
        lanes[event.thread]!.result = event.result;
        break;
      case "cell.made":
        cells.set(
          event.cell,
          Array.from({ length: steps.length + 1 }, () => event.value),
        );
        break;
      case "cell.written":
      case "cell.updated":
      case "store.flushed":
        cells.get(event.cell)![steps.length] = event.value;
        break;
      case "lock.taken":
      case "lock.released":
      case "condition.wait": {
        const owners = locks.get(event.lock) ?? Array.from({ length: steps.length + 1 }, () => null as ThreadId | null);
        owners[steps.length] = event.kind === "lock.taken" ? event.thread : null;
        locks.set(event.lock, owners);
        break;
      }
      case "deadlock":
        deadlock = { threads: event.threads, cycle: event.cycle };
        break;
    }
  }
  return {
    host,
    lanes,
    steps,
    cells: [...cells].map(([name, values]) => ({ name, values })),
    locks: [...locks].map(([name, owners]) => ({ name, owners })),
    switches,
    deadlock,
    cut: trace.of("run.cut").length > 0,
  };
}

/** What a happening is as a step of a thread; null when it is none. */
export function actionOf(event: Happening): StepAction | null {
  switch (event.kind) {
    case "cell.read":
      return { kind: "read", cell: event.cell, value: event.value };
    case "cell.written":
      return { kind: "write", cell: event.cell, was: event.was, value: event.value };
    case "cell.updated":
      return {
        kind: "update",
        cell: event.cell,
        was: event.was,
        value: event.value,
        operation: event.operation,
        changed: event.changed,
      };
    case "lock.taken":
      return { kind: "lock", lock: event.lock };
    case "lock.released":
      return { kind: "unlock", lock: event.lock };
    case "lock.refused":
      return { kind: "EPERM", lock: event.lock };
    case "thread.computes":
      return { kind: "compute" };
    default:
      return syncAction(event);
  }
}

function syncAction(event: Happening): StepAction | null {
  const sync = (done: SyncStep, on: string): StepAction => ({ kind: "sync", done, on });
  switch (event.kind) {
    case "lock.busy":
      return sync("busy", event.lock);
    case "lock.shared":
      return sync("lock-shared", event.lock);
    case "semaphore.down":
      return sync("down", `${event.semaphore} = ${event.count}`);
    case "semaphore.up":
      return sync("up", `${event.semaphore} = ${event.count}`);
    case "condition.wait":
      return sync("wait", `${event.condition}, ${event.lock}`);
    case "condition.signal":
      return sync(event.everybody ? "broadcast" : "signal", event.condition);
    case "condition.spurious":
      return sync("spurious", event.condition);
    case "barrier.arrived":
      return sync("arrive", event.barrier);
    case "barrier.passed":
      return sync("pass", event.barrier);
    case "fence":
      return sync("fence", "");
    case "thread.joined":
      return sync("join", `T${event.joined}`);
    case "memory.read":
      return sync("load", `0x${event.address.toString(16)} = ${event.value}`);
    case "memory.written":
      return sync("store", `0x${event.address.toString(16)} = ${event.value}`);
    case "page.fault":
      return sync("fault", event.fault);
    case "file.read":
      return sync("read-file", `${event.file}, ${event.lengthBytes} B`);
    case "file.written":
      return sync("write-file", `${event.file}, ${event.lengthBytes} B`);
    case "file.locked":
      return sync("lock-file", event.file);
    case "file.unlocked":
      return sync("unlock-file", event.file);
    case "signal.delivered":
      return event.thread !== null && event.action === "handle" ? sync("handler", event.signal) : null;
    case "store.buffered":
      return sync("buffer", `${event.cell} = ${event.value}`);
    case "store.flushed":
      return sync("flush", `${event.cell} = ${event.value}`);
    default:
      return null;
  }
}

function nameOf(event: EventOf<"thread.blocked">): string {
  switch (event.on.what) {
    case "lock":
      return event.on.lock;
    case "thread":
      return `T${event.on.thread}`;
    case "semaphore":
    case "condition":
    case "barrier":
    case "cell":
    case "store-buffer":
    case "rwlock":
      return event.on.name;
    case "time":
    case "device":
      return event.on.what;
    case "socket":
      return event.on.fds.map((fd) => `fd ${fd}`).join(", ");
    case "file":
      return event.on.file;
    case "child":
      return event.on.pid === null ? "child" : `process ${event.on.pid}`;
    case "signal":
      return "signal";
  }
}
