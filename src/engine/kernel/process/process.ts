/**
 * What the kernel keeps of a process: its process control block. What can be shared by clone (address space, descriptor table, signal
 * actions) is referred to; what is a process's own (number, parent, pending signals, exit status) stands here.
 */
import type { EventId, Pid, SignalName, ThreadId } from "../../trace/happening.ts";
import type { DescriptorTable } from "../files/descriptors.ts";
import type { AddressSpace, Region } from "../memory/address-space.ts";
import type { Thread, ThreadRecord, ThreadResult } from "../thread.ts";
import { WaitQueue } from "../wait-queue.ts";
import type { SignalActions } from "./signals.ts";

/** How a process ended: what wait() is told. */
export type ExitStatus = { readonly exited: number } | { readonly killedBy: SignalName };

export class Process {
  readonly pid: Pid;
  /** Its program's name; exec changes it. */
  name: string;
  /** Null for the first one, which nobody started. */
  parent: Process | null;
  /** Those that live, and zombies that wait to be asked for; in the order of birth. */
  readonly children = new Set<Process>();
  /** Those that have not ended; the first is the one that began it. */
  readonly threads: ThreadRecord[] = [];
  /** The thread whose end is the process's. */
  main: ThreadRecord | null = null;
  space: AddressSpace;
  table: DescriptorTable;
  actions: SignalActions;
  readonly environment: Map<string, string>;
  /** For any of its threads, when all have it blocked. */
  readonly pending = new Set<SignalName>();
  /** Woken when a child ends. */
  readonly childEnded = new WaitQueue();
  /** Null while it lives; then it is a zombie until its parent asks. */
  status: ExitStatus | null = null;

  constructor(
    pid: Pid,
    name: string,
    parent: Process | null,
    has: { space: AddressSpace; table: DescriptorTable; actions: SignalActions; environment: Map<string, string> },
  ) {
    this.pid = pid;
    this.name = name;
    this.parent = parent;
    this.space = has.space;
    this.table = has.table;
    this.actions = has.actions;
    this.environment = has.environment;
    parent?.children.add(this);
  }

  get isZombie(): boolean {
    return this.status !== null;
  }
}

/** What a process's thread has beside what every thread has. */
export interface ThreadOfProcess {
  readonly process: Process;
  /** Its process's, unless clone(CLONE_THREAD) was told otherwise by leaving CLONE_FILES out. */
  table: DescriptorTable;
  /** Takes the thread out of whatever queue it waits in, so that a signal can reach it; null when nothing may break its wait. */
  interrupt: (() => void) | null;
  readonly pendingSignals: Set<SignalName>;
  readonly blockedSignals: Set<SignalName>;
  /** What exec put in the place of its program; taken at its next return to user mode. */
  replacement: (() => Thread<ThreadResult>) | null;
  /** Its own pages of the address space; null for a thread of the first process, which runs in no memory. */
  stack: Region | null;
}

/** A process control block as plain data, for who shows or compares it. */
export interface ProcessControlBlock {
  readonly pid: Pid;
  readonly name: string;
  readonly parent: Pid | null;
  readonly children: readonly Pid[];
  readonly threads: readonly ThreadId[];
  readonly state: "alive" | "zombie";
  readonly status: ExitStatus | null;
  readonly space: number;
  readonly pages: number;
  readonly descriptors: readonly { readonly fd: number; readonly file: string; readonly description: number }[];
  readonly pendingSignals: readonly SignalName[];
}

export function controlBlock(process: Process): ProcessControlBlock {
  const { pid, name, parent, children, threads, status, space, table, pending } = process;
  return {
    pid,
    name,
    parent: parent?.pid ?? null,
    children: [...children].map((child) => child.pid),
    threads: threads.map(({ id }) => id),
    state: status === null ? "alive" : "zombie",
    status,
    space: space.id,
    pages: space.regions.reduce((sum, region) => sum + region.pages, 0),
    descriptors: table.entries().map(([fd, { file }]) => ({ fd, file: file.name, description: file.id })),
    pendingSignals: [...pending],
  };
}

/** A thread control block as plain data. What it waits for and who has the CPU is the dispatcher's knowledge (`ThreadRecord`). */
export interface ThreadControlBlock {
  readonly thread: ThreadId;
  readonly name: string;
  readonly process: Pid;
  readonly state: ThreadRecord["state"];
  readonly stack: { readonly first: number; readonly pages: number } | null;
  /** What was saved of the CPU's registers when it last left it; null: nothing yet, or the CPUs have none. */
  readonly registers: readonly number[] | null;
  readonly pendingSignals: readonly SignalName[];
  readonly blockedSignals: readonly SignalName[];
  readonly latest: EventId | null;
}

export const threadControlBlock = (thread: ThreadRecord): ThreadControlBlock => ({
  thread: thread.id,
  name: thread.name,
  process: thread.process.pid,
  state: thread.state,
  stack: thread.stack && { first: thread.stack.first, pages: thread.stack.pages },
  registers: thread.context && [...thread.context],
  pendingSignals: [...thread.pendingSignals],
  blockedSignals: [...thread.blockedSignals],
  latest: thread.latest,
});
