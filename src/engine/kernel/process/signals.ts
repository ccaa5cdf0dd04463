/**
 * Signals: their names, what they do by default, and what a process or a thread keeps of them. Standard signals only, which do not queue: one
 * that is pending already is not pending twice. Numbers are those of Linux on x86. Source: signal(7), sigaction(2).
 * Simplified: no stopping and continuing (SIGSTOP, SIGCONT), no real-time signals, no core dumps.
 */
import type { SignalName } from "../../trace/happening.ts";
import type { Thread } from "../thread.ts";

// biome-ignore format: a table
export const signalNumbers: Readonly<Record<SignalName, number>> = {
  SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGUSR1: 10, SIGSEGV: 11, SIGUSR2: 12, SIGPIPE: 13, SIGALRM: 14, SIGTERM: 15, SIGCHLD: 17,
};

/** What a process does about a signal. */
export type SignalAction = "default" | "ignore" | SignalHandler;

export interface SignalHandler {
  /** Runs on a thread of the process, at its next return to user mode. */
  readonly body: (signal: SignalName) => Thread<unknown>;
  /** SA_RESTART: a call that the signal broke into is made again; otherwise it answers EINTR. */
  readonly restart?: boolean;
}

/** Everything else ends the process. */
const ignoredByDefault: readonly SignalName[] = ["SIGCHLD"];

/** What a process does about each signal: its threads have one together, and fork copies it. */
export class SignalActions {
  readonly #actions = new Map<SignalName, SignalAction>();
  #users = 1;

  get(signal: SignalName): SignalAction {
    return this.#actions.get(signal) ?? "default";
  }

  set(signal: SignalName, action: SignalAction): void {
    this.#actions.set(signal, action);
  }

  /** What happens when the signal is delivered. */
  effect(signal: SignalName): "end" | "nothing" | SignalHandler {
    const action = this.get(signal);
    if (action === "ignore") return "nothing";
    if (action !== "default") return action;
    return ignoredByDefault.includes(signal) ? "nothing" : "end";
  }

  copy(): SignalActions {
    const copy = new SignalActions();
    for (const [signal, action] of this.#actions) copy.set(signal, action);
    return copy;
  }

  /** What exec leaves: handlers are gone with the program they were in, and what was ignored stays ignored. */
  afterExec(): SignalActions {
    const left = new SignalActions();
    for (const [signal, action] of this.#actions) if (action === "ignore") left.set(signal, action);
    return left;
  }

  keep(): void {
    this.#users++;
  }

  get users(): number {
    return this.#users;
  }
}
