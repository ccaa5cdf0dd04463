/**
 * Everything that can happen in a run, one line a kind. THE file to read first: the engine writes these, and views, claims,
 * follow-up questions, exports and the page read these and nothing else of the engine.
 */
import type { Instant } from "../base/time.ts";

declare const eventId: unique symbol;
/** The number of an event in its trace: 0, 1, 2, ... in the order of happening. */
export type EventId = number & { readonly [eventId]: true };
/** The name of a host, unique in its world. */
export type HostId = string;
/** The name of a link, unique in its world. */
export type LinkId = string;
/** The number of a thread on its host: 0, 1, 2, ... in the order of creation. */
export type ThreadId = number;

/** What an atomic instruction does to a cell in one indivisible step. */
export type AtomicOperation = "fetch-add" | "swap" | "compare-and-swap";

export type Happening =
  // Links. `labels` are what faults call the frame ("SYN-ACK"); the frame's bytes are logged once, when it is sent.
  | { kind: "frame.sent"; link: LinkId; to: HostId; labels: readonly string[]; bytes: Uint8Array }
  | { kind: "frame.received"; link: LinkId; frame: EventId; bytes: Uint8Array }
  | {
      kind: "frame.dropped";
      link: LinkId;
      frame: EventId;
      why: "loss" | "queue-full" | "too-long" | "fault" | "choice";
    }
  | { kind: "frame.altered"; link: LinkId; frame: EventId; how: "delayed" | "duplicated" | "corrupted"; by: string }
  // Threads and the CPU.
  | { kind: "thread.spawned"; thread: ThreadId; name: string }
  | { kind: "thread.switch"; cpu: number; out: ThreadId | null; in: ThreadId; why: SwitchReason }
  | { kind: "thread.computes"; thread: ThreadId; cpu: number; until: Instant }
  | { kind: "thread.blocked"; thread: ThreadId; on: WaitsFor }
  | { kind: "thread.woken"; thread: ThreadId }
  | { kind: "thread.ended"; thread: ThreadId; result: number | null }
  // Memory that threads share. An initial value is a happening too, so that a trace can be read alone.
  | { kind: "cell.made"; cell: string; value: number }
  | { kind: "cell.read"; thread: ThreadId; cell: string; value: number }
  | { kind: "cell.written"; thread: ThreadId; cell: string; was: number; value: number }
  | {
      kind: "cell.updated";
      thread: ThreadId;
      cell: string;
      was: number;
      value: number;
      operation: AtomicOperation;
      changed: boolean;
    }
  // Locks. A release by a thread that does not hold the lock changes nothing (POSIX: EPERM).
  | { kind: "lock.taken"; thread: ThreadId; lock: string }
  | { kind: "lock.released"; thread: ThreadId; lock: string }
  | { kind: "lock.refused"; thread: ThreadId; lock: string; error: "EPERM" }
  // How a run can end other than well.
  | { kind: "deadlock"; threads: readonly ThreadId[]; cycle: readonly ThreadId[] }
  | { kind: "run.cut"; afterTurns: number };

/** Why a CPU left the thread it ran; "start" when it ran none before. */
export type SwitchReason = "start" | "blocked" | "exit" | "preempted";

/** What a blocked thread waits for. */
export type WaitsFor =
  | { what: "lock"; lock: string; owner: ThreadId }
  | { what: "time"; until: Instant }
  | { what: "thread"; thread: ThreadId };

/**
 * A happening, placed: when, where, because of what. `cause` is always an earlier event, so causes form a forest. `choice` is the
 * number (in `RunRef.choices`) of the decision that brought it about, null when nothing could have gone otherwise here.
 */
export type TraceEvent = Happening & {
  readonly id: EventId;
  readonly at: Instant;
  readonly host: HostId | null;
  readonly cause: EventId | null;
  readonly choice: number | null;
};

/** The events of one kind: `EventOf<"cell.read">` has `cell` and `value`. */
export type EventOf<K extends Happening["kind"]> = Extract<TraceEvent, { kind: K }>;
