/**
 * The system calls on processes and signals, typed and handled. Source: fork(2), clone(2), execve(2), _exit(2), waitpid(2), kill(2), sigaction(2),
 * sigprocmask(2), pause(2).
 */
import type { Pid, SignalName, ThreadId } from "../../trace/happening.ts";
import type { Reply } from "../calls.ts";
import { type Errno, isErrno } from "../errno.ts";
import type { Host } from "../host.ts";
import type { Thread, ThreadRecord, ThreadResult } from "../thread.ts";
import { notYet, wait } from "../waiting.ts";
import { type CloneFlag, clone, exec } from "./begin.ts";
import { deliverPending, sendSignal } from "./delivery.ts";
import type { ExitStatus, Process } from "./process.ts";
import { type SignalAction, signalNumbers } from "./signals.ts";

export interface Waited {
  readonly pid: Pid;
  readonly status: ExitStatus;
}

/** Name -> [arguments, result]. */
export interface ProcessCalls {
  /** The new process's number; `child` says what it does, since a program in its middle cannot be copied. */
  fork: [{ child: () => Thread<ThreadResult>; name?: string }, Pid | Errno];
  /** The number of the new process; with CLONE_THREAD of the new thread. */
  clone: [
    { flags: readonly CloneFlag[]; child: () => Thread<ThreadResult>; name?: string; stackPages?: number },
    Pid | ThreadId | Errno,
  ];
  /** Another program in the place of this one; answers only when that failed. `environment` null: as it is. */
  exec: [
    { program: string; args?: readonly string[]; environment?: Readonly<Record<string, string>> | null },
    Errno | undefined,
  ];
  /** Ends the process with all its threads; never answers. */
  exit: [{ status: number }, never];
  /** Waits until a child has ended, and lets it go. `pid` absent: any child. `noHang`: null when none has yet. */
  waitpid: [{ pid?: Pid; noHang?: boolean }, Waited | null | Errno];
  getpid: [Record<never, never>, Pid];
  getppid: [Record<never, never>, Pid];
  gettid: [Record<never, never>, ThreadId];
  getenv: [{ name: string }, string | null];
  setenv: [{ name: string; value: string }, void];
  kill: [{ pid: Pid; signal: SignalName }, Errno | undefined];
  /** What is to be done about a signal; what was done before. */
  sigaction: [{ signal: SignalName; action: SignalAction }, { readonly before: SignalAction } | Errno];
  /** Lets signals of this kind wait, or not any more, for the calling thread. */
  sigmask: [{ how: "block" | "unblock"; signals: readonly SignalName[] }, void];
  /** Waits until a signal has been handled; EINTR. */
  pause: [Record<never, never>, "EINTR"];
}

type Handler<N extends keyof ProcessCalls> = (
  host: Host,
  thread: ThreadRecord,
  args: ProcessCalls[N][0],
) => Reply<ProcessCalls[N][1]>;

export const processCalls: { readonly [N in keyof ProcessCalls]: Handler<N> } = {
  fork: (host, thread, { child, name }) =>
    said(host, thread, "fork", clone(host, thread, [], name ?? thread.name, child)),

  clone: (host, thread, { flags, child, name, stackPages }) =>
    said(
      host,
      thread,
      "clone",
      clone(host, thread, flags, name ?? thread.name, child, stackPages ? { stackPages } : {}),
    ),

  exec(host, thread, { program, args = [], environment = null }) {
    const error = exec(host, thread, program, args, environment);
    if (thread.state === "ended") return { blocked: true };
    return said(host, thread, "exec", error ?? undefined);
  },

  exit(host, thread, { status }) {
    host.processes.end(thread.process, { exited: status & 255 });
    return { blocked: true };
  },

  waitpid(host, thread, { pid, noHang = false }) {
    const { process } = thread;
    const attempt = (): Waited | Errno | typeof notYet => {
      const children = childrenOf(process, pid);
      if (children.length === 0) return "ECHILD";
      const zombie = children.find((child) => child.isZombie);
      return zombie === undefined ? notYet : reap(host, zombie);
    };
    const first = attempt();
    if (first !== notYet) return said(host, thread, "waitpid", first);
    if (noHang) return { answer: null };
    return wait<Waited | Errno>(host, thread, {
      on: { what: "child", pid: pid ?? null },
      queues: [process.childEnded],
      attempt,
    });
  },

  getpid: (_host, thread) => ({ answer: thread.process.pid }),
  getppid: (_host, thread) => ({ answer: thread.process.parent?.pid ?? 0 }),
  gettid: (_host, thread) => ({ answer: thread.id }),
  getenv: (_host, thread, { name }) => ({ answer: thread.process.environment.get(name) ?? null }),

  setenv(_host, thread, { name, value }) {
    thread.process.environment.set(name, value);
    return { answer: undefined };
  },

  kill(host, thread, { pid, signal }) {
    const target = host.processes.get(pid);
    if (target === null) return said(host, thread, "kill", "ESRCH");
    sendSignal(host, target, signal, thread.process.pid);
    return thread.state === "ended" ? { blocked: true } : { answer: undefined };
  },

  sigaction(host, thread, { signal, action }) {
    if (signal === "SIGKILL" || !Object.hasOwn(signalNumbers, signal)) return said(host, thread, "sigaction", "EINVAL");
    const { process } = thread;
    const before = process.actions.get(signal);
    process.actions.set(signal, action);
    deliverPending(host, process);
    return thread.state === "ended" ? { blocked: true } : { answer: { before } };
  },

  sigmask(host, thread, { how, signals }) {
    for (const signal of signals) {
      if (how === "unblock") thread.blockedSignals.delete(signal);
      else if (signal !== "SIGKILL") thread.blockedSignals.add(signal);
    }
    deliverPending(host, thread.process);
    return thread.state === "ended" ? { blocked: true } : { answer: undefined };
  },

  pause: (host, thread) => wait<"EINTR">(host, thread, { on: { what: "signal" }, queues: [], attempt: () => notYet }),
};

const childrenOf = (process: Process, pid: Pid | undefined): Process[] =>
  [...process.children].filter((child) => pid === undefined || child.pid === pid);

/** Whether waitpid() would not have to wait: a child has ended, or there is none to wait for. */
export function hasZombie(process: Process, pid: Pid | undefined): boolean {
  const children = childrenOf(process, pid);
  return children.length === 0 || children.some((child) => child.isZombie);
}

function reap(host: Host, child: Process): Waited {
  const waited = { pid: child.pid, status: child.status! };
  host.processes.reap(child);
  return waited;
}

/** Answers; an error is logged, since claims are made about them. */
function said<T>(host: Host, thread: ThreadRecord, call: string, answer: T): Reply<T> {
  if (isErrno(answer)) host.log(thread, { kind: "call.failed", thread: thread.id, call, error: answer });
  return { answer };
}
