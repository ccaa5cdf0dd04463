/**
 * How a process begins: a program is started, fork and clone copy or share what there is, exec puts another program in its place. Source: fork(2),
 * clone(2), execve(2).
 *
 * A thread's program cannot be copied in the middle, so whoever forks says what the child does. All else is as fork(2) has it: the child's memory,
 * descriptors, signal actions and environment are copies, and it has one thread.
 */
import { assert } from "../../base/assert.ts";
import type { Pid, ThreadId } from "../../trace/happening.ts";
import type { Errno } from "../errno.ts";
import type { OpenFlags } from "../files/file-system.ts";
import type { Host } from "../host.ts";
import type { TaskOptions } from "../scheduler/task.ts";
import type { Thread, ThreadRecord, ThreadResult } from "../thread.ts";
import type { Process } from "./process.ts";
import { layout, type Program } from "./program.ts";
import { SignalActions } from "./signals.ts";
import { userMode } from "./user-mode.ts";

/** clone(2). CLONE_SIGHAND needs CLONE_VM, and CLONE_THREAD needs CLONE_SIGHAND. */
export type CloneFlag = "CLONE_VM" | "CLONE_FILES" | "CLONE_SIGHAND" | "CLONE_THREAD";

/** What pthread_create asks for. */
export const threadFlags: readonly CloneFlag[] = ["CLONE_VM", "CLONE_FILES", "CLONE_SIGHAND", "CLONE_THREAD"];

export interface ProgramOptions {
  readonly args?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** What is open when it begins, beside the standard streams, as a shell's redirections do it. */
  readonly files?: Readonly<Record<number, OpenFlags & { readonly path: string }>>;
}

/** Starts a program from outside, as the first process would. The world must have room for it. */
export function startProgram(host: Host, program: Program, options: ProgramOptions = {}): Process {
  const { processes } = host;
  const table = processes.newTable();
  for (const [fd, { path, ...flags }] of Object.entries(options.files ?? {})) {
    const what = processes.files.open(path, flags);
    assert(typeof what !== "string", () => `${program.name}: cannot open ${path}: ${what}`);
    table.put(Number(fd), processes.describe(what, flags, path));
  }
  const environment = new Map(Object.entries(options.environment ?? {}));
  const has = { space: processes.newSpace(), table, actions: new SignalActions(), environment };
  const process = processes.make(program.name, processes.init, has);
  logStart(host, process, "start");
  for (const [fd, { file }] of table.entries())
    if (fd > 2)
      processes.emit({
        kind: "file.opened",
        pid: process.pid,
        table: table.id,
        fd,
        file: file.name,
        description: file.id,
      });
  const main = load(host, process, program, options.args ?? []);
  assert(typeof main !== "string", () => `${program.name} does not fit into memory`);
  const stack = processes.newStack(process.space, program.stackPages);
  assert(stack !== null, () => `${program.name} has no room for its stack`);
  host.start(program.name, (self) => userMode(host, self, main), { process, stack });
  return process;
}

/**
 * clone(2), and with no flags fork(2): a task that shares with its maker what the flags say and has copies of the rest. With CLONE_THREAD it is
 * a thread of the same process. The number of the new process, or of the new thread.
 */
export function clone(
  host: Host,
  maker: ThreadRecord,
  flags: readonly CloneFlag[],
  name: string,
  body: () => Thread<ThreadResult>,
  given: TaskOptions & { readonly stackPages?: number } = {},
): Pid | ThreadId | Errno {
  const { processes } = host;
  const { equipment, frames } = processes;
  const has = (flag: CloneFlag): boolean => flags.includes(flag);
  if ((has("CLONE_THREAD") && !has("CLONE_SIGHAND")) || (has("CLONE_SIGHAND") && !has("CLONE_VM"))) return "EINVAL";
  const parent = maker.process;
  if (has("CLONE_THREAD")) {
    if (parent.threads.length >= equipment.threads)
      return processes.refuse(maker, "threads", equipment.threads, "EAGAIN");
    const stack = processes.newStack(parent.space, given.stackPages ?? maker.stack?.pages);
    if (stack === null) return processes.refuse(maker, "frames", frames.limit, "ENOMEM");
    const table = has("CLONE_FILES") ? maker.table : maker.table.copy(processes.nextTableId());
    if (has("CLONE_FILES") && table !== parent.table) table.keep();
    return host.start(name, (self) => userMode(host, self, body), { ...given, process: parent, table, stack });
  }
  if (!processes.hasRoom) return processes.refuse(maker, "processes", equipment.processes, "EAGAIN");
  let space = parent.space;
  if (has("CLONE_VM")) space.keep();
  else {
    const fork = space.fork(processes.nextSpaceId(), equipment.fork);
    if (fork === "ENOMEM") return processes.refuse(maker, "frames", frames.limit, "ENOMEM");
    processes.emit({
      kind: "space.copied",
      from: space.id,
      to: fork.child.id,
      marked: fork.marked,
      copies: fork.copied.map(([page, from, to]) => ({ page, from, to })),
      inUse: frames.inUse,
    });
    space = fork.child;
  }
  const stack = has("CLONE_VM") ? processes.newStack(space, given.stackPages ?? maker.stack?.pages) : maker.stack;
  if (has("CLONE_VM") && stack === null) {
    space.release();
    return processes.refuse(maker, "frames", frames.limit, "ENOMEM");
  }
  const table = has("CLONE_FILES") ? maker.table : maker.table.copy(processes.nextTableId());
  if (has("CLONE_FILES")) table.keep();
  const actions = has("CLONE_SIGHAND") ? parent.actions : parent.actions.copy();
  const environment = new Map(parent.environment);
  const child = processes.make(parent.name, parent, { space, table, actions, environment });
  logStart(host, child, flags.length === 0 ? "fork" : "clone");
  host.start(name, (self) => userMode(host, self, body), {
    process: child,
    stack,
    blockedSignals: maker.blockedSignals,
  });
  return child.pid;
}

/** execve(2): another program in the place of this one. On success the calling thread is the only one left, and begins it. */
export function exec(
  host: Host,
  caller: ThreadRecord,
  name: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> | null,
): Errno | null {
  const { processes } = host;
  const { process } = caller;
  const program = processes.programs.get(name);
  if (program === undefined) return "ENOENT";
  process.main = caller;
  for (const other of [...process.threads]) if (other !== caller) host.endThread(other);
  processes.letGo(process.space);
  process.space = processes.newSpace();
  process.name = name;
  process.actions = process.actions.afterExec();
  if (environment !== null) {
    process.environment.clear();
    for (const [key, value] of Object.entries(environment)) process.environment.set(key, value);
  }
  processes.emit({ kind: "process.replaced", pid: process.pid, program: name, space: process.space.id });
  if (caller.table !== process.table || process.table.users > 1) {
    // A table shared by CLONE_FILES becomes the process's own (execve(2)).
    const own = caller.table.copy(processes.nextTableId());
    if (caller.table !== process.table) caller.table.release();
    process.table.release();
    process.table = own;
    caller.table = own;
  }
  for (const [fd, { file, closeOnExec }] of process.table.entries()) {
    if (!closeOnExec) continue;
    const closed = process.table.close(fd);
    processes.emit({
      kind: "file.closed",
      pid: process.pid,
      table: process.table.id,
      fd,
      description: file.id,
      last: closed?.last ?? false,
    });
  }
  const main = load(host, process, program, args);
  const stack = typeof main === "string" ? null : processes.newStack(process.space, program.stackPages);
  if (typeof main === "string" || stack === null) {
    processes.refuse(caller, "frames", processes.frames.limit, "ENOMEM");
    processes.end(process, { killedBy: "SIGKILL" }); // the old image is gone: there is nothing to go back to
    return "ENOMEM";
  }
  caller.stack = stack;
  caller.replacement = main;
  return null;
}

/** pthread_create: another thread of the same process; -1 when there is no room. Threads of the first process have no memory and no limit. */
export function spawn(
  host: Host,
  maker: ThreadRecord,
  name: string,
  body: () => Thread<ThreadResult>,
  task: TaskOptions = {},
): ThreadId {
  if (maker.process === host.processes.init) return host.start(name, body, task);
  const made = clone(host, maker, threadFlags, name, body, task);
  return typeof made === "number" ? made : -1;
}

function logStart({ processes }: Host, process: Process, how: "start" | "fork" | "clone"): void {
  const { pid, parent, name, space, table } = process;
  processes.emit({
    kind: "process.started",
    pid,
    parent: parent!.pid,
    program: name,
    space: space.id,
    table: table.id,
    how,
  });
}

/** Puts a program's image into an empty address space, and returns what its first thread does. */
function load(
  { processes }: Host,
  { space }: Process,
  program: Program,
  args: readonly string[],
): (() => Thread<ThreadResult>) | "ENOMEM" {
  const { pageSize } = processes.frames;
  const { data = new Uint8Array(0), populate = true, textPages = 1, heapPages = 1 } = program;
  const dataPages = Math.max(program.dataPages ?? 1, Math.ceil(data.length / pageSize));
  const text = Math.max(1, Math.floor(layout.text / pageSize));
  const segment = processes.textOf(program.name, textPages);
  const parts = [
    { name: "text", first: text, pages: textPages, protection: "r-x", segment },
    { name: "data", first: text + textPages, pages: dataPages, protection: "rw-" },
    { name: "heap", first: text + textPages + dataPages, pages: heapPages, protection: "rw-" },
  ] as const;
  for (const part of parts) {
    // What has a first value must be there to hold it.
    const now = populate || (part.name === "data" && data.length > 0);
    if (typeof processes.map(space, { ...part, populate: now }) === "string") return "ENOMEM";
  }
  for (let at = 0; at < data.length; at += pageSize) {
    const touch = space.touch(text + textPages + at / pageSize, "write");
    assert("frame" in touch, "a page of data that was just mapped is not there");
    processes.frames.bytes(touch.frame).set(data.subarray(at, at + pageSize));
  }
  const [textStart, dataStart, heap] = parts.map(({ first }) => first * pageSize);
  return () => program.main({ args, text: textStart!, data: dataStart!, heap: heap! });
}
