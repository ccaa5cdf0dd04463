/**
 * Async functions, generators and async generators (ECMA-262 27.5, 27.6, 27.7): who drives a function body that can be suspended.
 * A body is a host generator; here stands who calls its `next`, and when.
 */
import { GeneratorReturn, type Resumption, type Run, type Suspension } from "./functions.ts";
import {
  awaitValue,
  type Capability,
  newCapability,
  ownCapability,
  type PromiseObj,
  performThen,
  promiseResolve,
} from "./promise.ts";
import type { Iteration, Realm } from "./realm.ts";
import { isObject, Obj, Thrown, type Value } from "./values.ts";

/** Lets a body go on; a `return` from outside that no `finally` stopped comes out as the end it is. */
function advance(run: Run<Value>, how: Resumption): IteratorResult<Suspension, Value> {
  try {
    return run.next(how);
  } catch (thrown) {
    if (thrown instanceof GeneratorReturn) return { done: true, value: thrown.value };
    throw thrown;
  }
}

/** AsyncFunctionStart (27.7.5.1): runs until the first `await` right away; what follows are microtasks. */
export function startAsync(realm: Realm, run: Run<Value>, capability: Capability): void {
  const go = (how: Resumption): void => {
    let step: IteratorResult<Suspension, Value>;
    try {
      step = advance(run, how);
      if (!step.done) {
        const { value, line } = step.value;
        wait(realm, value, line, go);
        return;
      }
    } catch (thrown) {
      if (!(thrown instanceof Thrown)) throw thrown;
      capability.reject(thrown.value);
      return;
    }
    capability.resolve(step.value);
  };
  go({ how: "next", value: undefined });
}

/** Await, with what PromiseResolve may throw thrown into the body. */
function wait(realm: Realm, value: Value, line: number, go: (how: Resumption) => void): void {
  try {
    awaitValue(
      realm,
      value,
      (result) => go({ how: "next", value: result }),
      (reason) => go({ how: "throw", value: reason }),
      line,
    );
  } catch (thrown) {
    if (!(thrown instanceof Thrown)) throw thrown;
    go({ how: "throw", value: thrown.value });
  }
}

export class GeneratorObj extends Obj {
  override readonly tag = "Generator";
  readonly run: Run<Value>;
  state: "start" | "suspended" | "running" | "done" = "start";

  constructor(proto: Obj, run: Run<Value>) {
    super(proto);
    this.run = run;
  }
}

export function resumeGenerator(realm: Realm, generator: Value, how: Resumption): Value {
  if (!(generator instanceof GeneratorObj))
    realm.throw("TypeError", `${how.how} method called on incompatible receiver ${realm.shortText(generator)}`);
  if (generator.state === "running") realm.throw("TypeError", "Generator is already running");
  if (generator.state === "start" && how.how !== "next") generator.state = "done";
  if (generator.state === "done") {
    if (how.how === "throw") throw new Thrown(how.value);
    return realm.iterResult(how.how === "return" ? how.value : undefined, true);
  }
  generator.state = "running";
  try {
    const step = advance(generator.run, how);
    generator.state = step.done ? "done" : "suspended";
    return realm.iterResult(step.done ? step.value : step.value.value, step.done === true);
  } catch (thrown) {
    generator.state = "done";
    throw thrown;
  }
}

interface Request {
  readonly how: Resumption;
  readonly capability: Capability;
}

export class AsyncGeneratorObj extends Obj {
  override readonly tag = "AsyncGenerator";
  readonly run: Run<Value>;
  state: "start" | "suspended" | "running" | "awaiting-return" | "done" = "start";
  queue: Request[] = [];

  constructor(proto: Obj, run: Run<Value>) {
    super(proto);
    this.run = run;
  }
}

/** `next`, `return` and `throw` of async generators (27.6.1.2 to 27.6.1.4). */
export function requestAsync(realm: Realm, generator: Value, how: Resumption): Value {
  const capability = ownCapability(realm);
  if (!(generator instanceof AsyncGeneratorObj)) {
    capability.reject(
      realm.error("TypeError", `${how.how} method called on incompatible receiver ${realm.shortText(generator)}`),
    );
    return capability.promise;
  }
  if (how.how === "throw" && generator.state === "start") generator.state = "done";
  if (generator.state === "done" && how.how !== "return") {
    if (how.how === "next") capability.resolve(realm.iterResult(undefined, true));
    else capability.reject(how.value);
    return capability.promise;
  }
  generator.queue.push({ how, capability });
  if (how.how === "return" && (generator.state === "start" || generator.state === "done")) {
    generator.state = "awaiting-return";
    awaitReturn(realm, generator);
  } else if (generator.state === "start" || generator.state === "suspended") resumeAsync(realm, generator, how);
  return capability.promise;
}

function resumeAsync(realm: Realm, generator: AsyncGeneratorObj, first: Resumption): void {
  const go = (how: Resumption): void => {
    let next = how;
    for (;;) {
      generator.state = "running";
      let step: IteratorResult<Suspension, Value>;
      try {
        step = advance(generator.run, next);
      } catch (thrown) {
        if (!(thrown instanceof Thrown)) throw thrown;
        complete(realm, generator, "throw", thrown.value, true);
        drain(realm, generator);
        return;
      }
      if (step.done) {
        complete(realm, generator, "next", step.value, true);
        drain(realm, generator);
        return;
      }
      if (step.value.what === "await") {
        wait(realm, step.value.value, step.value.line, go);
        return;
      }
      // AsyncGeneratorYield (27.6.3.8): who waits gets the value; if more wait already, the body goes straight on.
      complete(realm, generator, "next", step.value.value, false);
      const waiting = generator.queue[0];
      if (!waiting) {
        generator.state = "suspended";
        return;
      }
      next = waiting.how;
    }
  };
  go(first);
}

/** AsyncGeneratorCompleteStep (27.6.3.5). */
function complete(
  realm: Realm,
  generator: AsyncGeneratorObj,
  how: "next" | "throw",
  value: Value,
  done: boolean,
): void {
  const { capability } = generator.queue.shift()!;
  if (done) generator.state = "done";
  if (how === "throw") capability.reject(value);
  else capability.resolve(realm.iterResult(value, done));
}

/** AsyncGeneratorAwaitReturn (27.6.3.9). */
function awaitReturn(realm: Realm, generator: AsyncGeneratorObj): void {
  const { value } = generator.queue[0]!.how;
  const finish = (how: "next" | "throw") => (result: Value) => {
    complete(realm, generator, how, result, true);
    drain(realm, generator);
    return undefined;
  };
  let promise: PromiseObj;
  try {
    promise = promiseResolve(realm, realm.promiseConstructor, value) as PromiseObj;
  } catch (thrown) {
    if (!(thrown instanceof Thrown)) throw thrown;
    finish("throw")(thrown.value);
    return;
  }
  performThen(realm, promise, finish("next"), finish("throw"), null, "await", realm.line);
}

/** AsyncGeneratorDrainQueue (27.6.3.10). */
function drain(realm: Realm, generator: AsyncGeneratorObj): void {
  for (;;) {
    const request = generator.queue[0];
    if (!request) return;
    if (request.how.how === "return") {
      generator.state = "awaiting-return";
      awaitReturn(realm, generator);
      return;
    }
    complete(realm, generator, request.how.how, request.how.how === "throw" ? request.how.value : undefined, true);
  }
}

/** CreateAsyncFromSyncIterator (27.1.4): what `for await` makes of a plain iterable. */
export function asyncFromSync(realm: Realm, iteration: Iteration): Obj {
  const object = new Obj(realm.objectPrototype);
  const proceed = (result: Value, capability: Capability): Value => {
    try {
      if (!isObject(result)) realm.throw("TypeError", `Iterator result ${String(result)} is not an object`);
      const done = realm.truthy(realm.get(result, "done"));
      const value = realm.get(result, "value");
      let wrapper: PromiseObj;
      try {
        wrapper = promiseResolve(realm, realm.promiseConstructor, value) as PromiseObj;
      } catch (thrown) {
        if (thrown instanceof Thrown && !done) iteration.close(true);
        throw thrown;
      }
      performThen(
        realm,
        wrapper,
        (unwrapped) => realm.iterResult(unwrapped, done),
        done
          ? undefined
          : (reason) => {
              iteration.close(true);
              throw new Thrown(reason);
            },
        capability,
        "then",
        realm.line,
      );
    } catch (thrown) {
      if (!(thrown instanceof Thrown)) throw thrown;
      capability.reject(thrown.value);
    }
    return capability.promise;
  };
  realm.method(object, "next", 1, (_self, args) => {
    const capability = newCapability(realm, realm.promiseConstructor);
    let result: Value;
    try {
      result = realm.call(iteration.nextMethod, iteration.object, args);
    } catch (thrown) {
      if (!(thrown instanceof Thrown)) throw thrown;
      capability.reject(thrown.value);
      return capability.promise;
    }
    return proceed(result, capability);
  });
  realm.method(object, "return", 1, (_self, args) => {
    const capability = newCapability(realm, realm.promiseConstructor);
    try {
      const method = realm.optionalMethod(iteration.object, "return");
      if (!method) {
        capability.resolve(realm.iterResult(args[0], true));
        return capability.promise;
      }
      return proceed(realm.call(method, iteration.object, args), capability);
    } catch (thrown) {
      if (!(thrown instanceof Thrown)) throw thrown;
      capability.reject(thrown.value);
      return capability.promise;
    }
  });
  return object;
}
