/**
 * Promises as ECMA-262 has them (section 27.2), job for job: the number of microtasks until a reaction runs is what decides orders.
 * So `await` of a native promise takes one job, resolving a promise with a thenable takes two more. What V8 may do in fewer jobs it
 * does nowhere observably, and neither does this.
 */
import type { Realm } from "./realm.ts";
import { type Fn, isCallable, isObject, Obj, Thrown, type Value } from "./values.ts";

export class PromiseObj extends Obj {
  override readonly tag = "Promise";
  state: "pending" | "fulfilled" | "rejected" = "pending";
  result: Value = undefined;
  handled = false;
  reactions: Reaction[] = [];
}

export interface Capability {
  readonly promise: Obj;
  resolve(value: Value): void;
  reject(reason: Value): void;
}

/** A program's function, or a step of the interpreter itself (the rest of an async function). */
type Handler = ((value: Value) => Value) | undefined;

interface Reaction {
  readonly capability: Capability | null;
  readonly onFulfilled: Handler;
  readonly onRejected: Handler;
  readonly label: string;
  readonly line: number;
}

export const newPromise = (realm: Realm): PromiseObj => new PromiseObj(realm.prototype("Promise"));

/** 27.2.1.5 for the intrinsic constructor. */
export function ownCapability(realm: Realm): Capability & { readonly promise: PromiseObj } {
  const promise = newPromise(realm);
  const { resolve, reject } = resolvingFunctions(realm, promise);
  return { promise, resolve, reject };
}

/** NewPromiseCapability (27.2.1.5): by whatever constructor. */
export function newCapability(realm: Realm, maker: Value): Capability {
  if (maker === realm.promiseConstructor) return ownCapability(realm);
  let resolve: Value;
  let reject: Value;
  const executor = realm.native("", 2, (_self, [first, second]) => {
    if (resolve !== undefined || reject !== undefined)
      realm.throw("TypeError", "Promise executor has already been invoked with non-undefined arguments");
    resolve = first;
    reject = second;
    return undefined;
  });
  const promise = realm.construct(maker, [executor]);
  if (!isCallable(resolve) || !isCallable(reject))
    realm.throw("TypeError", "Promise resolve or reject function is not callable");
  return {
    promise,
    resolve: (value) => void realm.call(resolve, undefined, [value]),
    reject: (reason) => void realm.call(reject, undefined, [reason]),
  };
}

/** CreateResolvingFunctions (27.2.1.3): of the two, only the first call counts. */
export function resolvingFunctions(
  realm: Realm,
  promise: PromiseObj,
): { resolve(value: Value): void; reject(reason: Value): void } {
  let done = false;
  return {
    resolve(value) {
      if (done) return;
      done = true;
      resolvePromise(realm, promise, value);
    },
    reject(reason) {
      if (done) return;
      done = true;
      settle(realm, promise, "rejected", reason);
    },
  };
}

/** Promise Resolve Functions (27.2.1.3.2), from step 7. */
function resolvePromise(realm: Realm, promise: PromiseObj, resolution: Value): void {
  if (resolution === promise) {
    settle(realm, promise, "rejected", realm.error("TypeError", "Chaining cycle detected for promise #<Promise>"));
    return;
  }
  if (!isObject(resolution)) {
    settle(realm, promise, "fulfilled", resolution);
    return;
  }
  let then: Value;
  try {
    then = realm.get(resolution, "then");
  } catch (thrown) {
    if (!(thrown instanceof Thrown)) throw thrown;
    settle(realm, promise, "rejected", thrown.value);
    return;
  }
  if (!isCallable(then)) {
    settle(realm, promise, "fulfilled", resolution);
    return;
  }
  const method: Fn = then;
  realm.host.queueMicrotask({
    label: "thenable",
    line: realm.line,
    run() {
      const { resolve, reject } = resolvingFunctions(realm, promise);
      try {
        realm.call(method, resolution, [
          realm.native("", 1, (_self, [value]) => void resolve(value)),
          realm.native("", 1, (_self, [reason]) => void reject(reason)),
        ]);
      } catch (thrown) {
        if (!(thrown instanceof Thrown)) throw thrown;
        reject(thrown.value);
      }
    },
  });
}

function settle(realm: Realm, promise: PromiseObj, state: "fulfilled" | "rejected", result: Value): void {
  const { reactions } = promise;
  promise.state = state;
  promise.result = result;
  promise.reactions = [];
  if (state === "rejected" && !promise.handled) realm.host.rejection(promise, "reject");
  for (const reaction of reactions) react(realm, reaction, state, result);
}

/** NewPromiseReactionJob (27.2.2.1). */
function react(realm: Realm, reaction: Reaction, state: "fulfilled" | "rejected", argument: Value): void {
  const { capability } = reaction;
  const handler = state === "fulfilled" ? reaction.onFulfilled : reaction.onRejected;
  realm.host.queueMicrotask({
    label: reaction.label,
    line: reaction.line,
    run() {
      let result = argument;
      try {
        if (handler) result = handler(argument);
        else if (state === "rejected") throw new Thrown(argument);
      } catch (thrown) {
        if (!(thrown instanceof Thrown)) throw thrown;
        // Without a capability the handler is the interpreter's own, which passes exceptions on by itself.
        capability?.reject(thrown.value);
        return;
      }
      capability?.resolve(result);
    },
  });
}

/** PerformPromiseThen (27.2.5.4.1). */
export function performThen(
  realm: Realm,
  promise: PromiseObj,
  onFulfilled: Handler,
  onRejected: Handler,
  capability: Capability | null,
  label: string,
  line: number,
): void {
  const reaction: Reaction = { capability, onFulfilled, onRejected, label, line };
  if (promise.state === "pending") promise.reactions.push(reaction);
  else {
    if (promise.state === "rejected" && !promise.handled) realm.host.rejection(promise, "handle");
    react(realm, reaction, promise.state, promise.result);
  }
  promise.handled = true;
}

/** PromiseResolve (27.2.4.7.1): a promise of this constructor as it is, anything else resolved into a new one. */
export function promiseResolve(realm: Realm, maker: Value, value: Value): Obj {
  if (value instanceof PromiseObj && realm.get(value, "constructor") === maker) return value;
  const capability = newCapability(realm, maker);
  capability.resolve(value);
  return capability.promise;
}

/** Await (27.7.5.3): goes on in a microtask with the value or the reason. */
export function awaitValue(
  realm: Realm,
  value: Value,
  onFulfilled: (value: Value) => void,
  onRejected: (reason: Value) => void,
  line: number,
): void {
  const promise = promiseResolve(realm, realm.promiseConstructor, value) as PromiseObj;
  const proceed = (next: (value: Value) => void) => (result: Value) => {
    next(result);
    return undefined;
  };
  performThen(realm, promise, proceed(onFulfilled), proceed(onRejected), null, "await", line);
}
