/**
 * How signals reach a process: sent, pending, delivered. What ends the process or is ignored happens at once; a handler runs when its thread next
 * returns to user mode (`user-mode.ts`), and a thread that waits is woken for it. Source: signal(7), kill(2).
 */
import type { Pid, SignalName } from "../../trace/happening.ts";
import type { Host } from "../host.ts";
import type { Call, ThreadRecord } from "../thread.ts";
import type { Process } from "./process.ts";
import { type SignalHandler, signalNumbers } from "./signals.ts";

/** kill(2). `from` null: the kernel itself. */
export function sendSignal(host: Host, process: Process, signal: SignalName, from: Pid | null): void {
  if (process === host.processes.init || process.isZombie) return;
  host.processes.emit({ kind: "signal.sent", signal, to: process.pid, from });
  deliver(host, process, signal);
}

/** Looks again at what is pending: something was unblocked, or another action stands. */
export function deliverPending(host: Host, process: Process): void {
  const pending = [process.pending, ...process.threads.map(({ pendingSignals }) => pendingSignals)];
  for (const signals of pending)
    for (const signal of inOrder(signals)) {
      if (process.isZombie) return;
      signals.delete(signal);
      deliver(host, process, signal);
    }
}

function deliver(host: Host, process: Process, signal: SignalName): void {
  const thread = process.threads.find(({ blockedSignals }) => !blockedSignals.has(signal));
  const effect = process.actions.effect(signal);
  if (thread === undefined && signal !== "SIGKILL") process.pending.add(signal);
  else if (effect === "end") end(host, process, signal, null);
  else if (effect !== "nothing") {
    thread!.pendingSignals.add(signal);
    interrupt(host, thread!);
  }
}

function end(host: Host, process: Process, signal: SignalName, thread: ThreadRecord | null): void {
  const { pid } = process;
  host.processes.emit({ kind: "signal.delivered", signal, pid, thread: thread?.id ?? null, action: "end" });
  host.processes.end(process, { killedBy: signal });
}

/** An instruction of the thread could not be done. True: a handler is to run, then it is tried again; false: the process has ended. */
export function onSegmentationFault(host: Host, thread: ThreadRecord): boolean {
  const { process } = thread;
  host.processes.emit({ kind: "signal.sent", signal: "SIGSEGV", to: process.pid, from: null });
  const effect = process.actions.effect("SIGSEGV");
  if (typeof effect === "object" && !thread.blockedSignals.has("SIGSEGV")) {
    thread.pendingSignals.add("SIGSEGV");
    return true;
  }
  // Blocked or ignored, it would only be tried again for ever: the kernel ends the process all the same (sigaction(2)).
  end(host, process, "SIGSEGV", thread);
  return false;
}

/**
 * Waits that no signal breaks into, since POSIX has these functions never return EINTR. Their handler runs when they are done. Simplified: a
 * real kernel runs it at once and then goes on waiting.
 */
const waitedThrough: readonly Call["name"][] = ["lock", "conditionWait", "readLock", "writeLock", "arrive", "join"];

/** Breaks into a wait of the thread, if it waits and may be woken. */
function interrupt(host: Host, thread: ThreadRecord): void {
  if (thread.state !== "blocked" || thread.interrupt === null || waitedThrough.includes(thread.call!.name)) return;
  thread.interrupt();
  host.answer(thread, interrupted);
}

/** What a call is answered with when a signal broke into its wait: handlers run, then it is made again, or it answers EINTR. */
export const interrupted = Symbol("interrupted");
/** What an instruction is answered with that faulted: handlers run, then it is made again. */
export const faulted = Symbol("faulted");

/** Whether a handler is to run on this thread before it goes on in user mode. */
export const hasToHandle = (thread: ThreadRecord): boolean => nextPending(thread) !== null;

/** The next signal to be handled, which is then no longer pending; null: go on. The lowest number first, as Linux does. */
export function nextToHandle(
  host: Host,
  thread: ThreadRecord,
): { readonly signal: SignalName; readonly handler: SignalHandler } | null {
  for (let signal = nextPending(thread); signal !== null; signal = nextPending(thread)) {
    thread.pendingSignals.delete(signal);
    const handler = thread.process.actions.effect(signal);
    if (typeof handler === "string") continue; // what ends or is ignored was dealt with when the action was set
    host.log(thread, {
      kind: "signal.delivered",
      signal,
      pid: thread.process.pid,
      thread: thread.id,
      action: "handle",
    });
    return { signal, handler };
  }
  return null;
}

function nextPending({ pendingSignals, blockedSignals }: ThreadRecord): SignalName | null {
  if (pendingSignals.size === 0) return null;
  return inOrder(pendingSignals).find((signal) => !blockedSignals.has(signal)) ?? null;
}

const inOrder = (signals: ReadonlySet<SignalName>): SignalName[] =>
  [...signals].sort((a, b) => signalNumbers[a] - signalNumbers[b]);
