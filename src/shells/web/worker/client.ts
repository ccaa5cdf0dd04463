/**
 * The page's side of the worker: ask, hear how far it is, let go. Every ask ends in an outcome, also when the worker falls over:
 * then it is started anew, who waited for it is told so, and what was not begun is asked again.
 */
import type { FromWorker, Outcome, RequestName, Requests, ToWorker } from "./protocol.ts";

export interface Asking {
  readonly signal?: AbortSignal;
  /** So many runs have been made for this so far. */
  readonly onRuns?: (runs: number) => void;
}

interface Pending {
  readonly ask: RequestName;
  readonly given: unknown;
  readonly settle: (outcome: Outcome<never>) => void;
  readonly onRuns: ((runs: number) => void) | undefined;
}

/** A cancelled request that the worker does not let go of within this time is in one long step: the worker is replaced. */
const patienceMs = 400;

const pending = new Map<number, Pending>();
let worker: Worker | null = null;
let lastId = 0;

/** Asks the worker. Resolves always; what went wrong is in the outcome. */
export function ask<N extends RequestName>(
  name: N,
  given: Requests[N][0],
  { signal, onRuns }: Asking = {},
): Promise<Outcome<Requests[N][1]>> {
  return new Promise((settle) => {
    if (signal?.aborted) return settle({ ok: false, failure: { kind: "cancelled" } });
    const id = ++lastId;
    pending.set(id, { ask: name, given, settle: settle as Pending["settle"], onRuns });
    signal?.addEventListener("abort", () => letGo(id), { once: true });
    post({ id, ask: name, given });
  });
}

function letGo(id: number): void {
  const one = pending.get(id);
  if (!one) return;
  one.settle({ ok: false, failure: { kind: "cancelled" } });
  post({ id, cancel: true });
  // It stays in `pending` until the worker has really let go of it.
  pending.set(id, { ...one, settle: () => {}, onRuns: undefined });
  setTimeout(() => {
    // Requests are worked on in order: the first of them is the one that holds the others up.
    const [running] = pending.keys();
    if (pending.delete(id) && running === id) restart();
  }, patienceMs);
}

function post(message: ToWorker): void {
  try {
    worker ??= start();
    worker.postMessage(message);
  } catch (error) {
    fail(String(error));
  }
}

function start(): Worker {
  const made = new Worker(new URL("./worker.ts", import.meta.url), { type: "module", name: "viva" });
  made.onmessage = (event: MessageEvent<FromWorker>) => {
    const message = event.data;
    const one = pending.get(message.id);
    if (!one) return;
    if ("runs" in message) return one.onRuns?.(message.runs);
    pending.delete(message.id);
    one.settle(message.outcome as Outcome<never>);
  };
  made.onerror = (event) => {
    event.preventDefault();
    fail(event.message || "the worker could not be loaded");
  };
  made.onmessageerror = () => fail("a message could not be read");
  return made;
}

/** Ends the worker and asks the new one for all that is still waited for. */
function restart(): void {
  worker?.terminate();
  worker = null;
  for (const [id, { ask: name, given }] of pending) post({ id, ask: name, given });
}

/** The worker fell over: whoever waits is told, once; the next ask starts another. */
function fail(message: string): void {
  worker?.terminate();
  worker = null;
  const waiting = [...pending.values()];
  pending.clear();
  for (const one of waiting) one.settle({ ok: false, failure: { kind: "crashed", message } });
}
