/**
 * A thread of a process in user mode: it runs its program, and at every return from the kernel it looks whether a signal is to be handled
 * first, or exec has put another program in its place. A handler is a body of its own that runs on top of the interrupted one.
 *
 * Simplified: a real kernel also delivers on the way back from a timer interrupt, so between any two instructions; here a signal that comes
 * while its thread is not in a call is handled after the next call, which does not wait then.
 */
import type { SignalName, ThreadId } from "../../trace/happening.ts";
import type { Host } from "../host.ts";
import { type Call, sys, type Thread, type ThreadRecord, type ThreadResult } from "../thread.ts";
import { faulted, interrupted, nextToHandle } from "./delivery.ts";
import type { SignalHandler } from "./signals.ts";

/** What a body came to when exec has replaced it. */
const replaced = Symbol("replaced");

/** These do not go on waiting after a handler, whatever it asks for (signal(7)). */
const neverRestarted: readonly Call["name"][] = ["sleep", "pause", "poll"];

export function* userMode(host: Host, self: ThreadId, program: () => Thread<ThreadResult>): Thread<ThreadResult> {
  const thread = host.thread(self);
  let body = program;
  for (;;) {
    const result = yield* run(host, thread, body());
    if (result !== replaced) return result;
    body = thread.replacement!;
    thread.replacement = null;
  }
}

function* run<T>(host: Host, thread: ThreadRecord, body: Thread<T>): Thread<T | typeof replaced> {
  let answer: unknown;
  for (;;) {
    const next = body.next(answer);
    if (next.done) return next.value;
    for (;;) {
      answer = yield next.value;
      if (thread.replacement !== null) return replaced;
      const handled = yield* handleSignals(host, thread);
      if (handled === replaced) return replaced;
      if (answer === faulted) continue;
      if (answer !== interrupted) break;
      if (handled.every((handler) => handler.restart) && !neverRestarted.includes(next.value.name)) continue;
      answer = "EINTR";
      break;
    }
  }
}

/** Runs the handlers of all signals that are pending and not blocked; those that ran. A signal is blocked while its handler runs. */
function* handleSignals(host: Host, thread: ThreadRecord): Thread<SignalHandler[] | typeof replaced> {
  const ran: SignalHandler[] = [];
  for (let next = nextToHandle(host, thread); next !== null; next = nextToHandle(host, thread)) {
    const { signal, handler }: { signal: SignalName; handler: SignalHandler } = next;
    ran.push(handler);
    const wasBlocked = thread.blockedSignals.has(signal);
    thread.blockedSignals.add(signal);
    if ((yield* run(host, thread, handler.body(signal))) === replaced) return replaced;
    if (!wasBlocked) yield* sys("sigmask", { how: "unblock", signals: [signal] }); // sigreturn(2)
  }
  return ran;
}
