/** `yield` and `yield*` (ECMA-262 15.5.5): one value to whoever drives the generator, or all of another iterable. */
import { GeneratorReturn, type Resumption, type Run } from "./functions.ts";
import type { Iteration, Realm } from "./realm.ts";
import { isCallable, isObject, Thrown, type Value } from "./values.ts";

function* waitFor(realm: Realm, value: Value): Run<Value> {
  const resumed = yield { what: "await", value, line: realm.line };
  if (resumed.how === "throw") throw new Thrown(resumed.value);
  return resumed.value;
}

function* one(realm: Realm, value: Value, async: boolean): Run<Value> {
  const given = async ? yield* waitFor(realm, value) : value;
  const resumed = yield { what: "yield", value: given, line: realm.line };
  if (resumed.how === "throw") throw new Thrown(resumed.value);
  if (resumed.how === "return") {
    // 27.6.3.8, step 12: an async generator awaits what it is told to return.
    throw new GeneratorReturn(async ? yield* waitFor(realm, resumed.value) : resumed.value);
  }
  return resumed.value;
}

function* all(realm: Realm, iterable: Value, async: boolean): Run<Value> {
  const iteration: Iteration = async ? asyncIterator(realm, iterable) : realm.iterator(iterable);
  let received: Resumption = { how: "next", value: undefined };
  for (;;) {
    let result: Value;
    if (received.how === "next") result = realm.call(iteration.nextMethod, iteration.object, [received.value]);
    else {
      const method = realm.get(iteration.object, received.how);
      if (!isCallable(method)) {
        if (received.how === "return") throw new GeneratorReturn(received.value);
        iteration.close(false);
        realm.throw("TypeError", "The iterator does not provide a 'throw' method");
      }
      result = realm.call(method, iteration.object, [received.value]);
    }
    if (async) result = yield* waitFor(realm, result);
    if (!isObject(result)) realm.throw("TypeError", `Iterator result ${String(result)} is not an object`);
    const value = realm.get(result, "value");
    if (realm.truthy(realm.get(result, "done"))) {
      if (received.how === "return") throw new GeneratorReturn(value);
      return value;
    }
    received = yield { what: "yield", value, line: realm.line };
  }
}

/** The iterator of `for await` and of `yield*` in async generators. */
export function asyncIterator(realm: Realm, iterable: Value): Iteration {
  const method =
    iterable === undefined || iterable === null ? undefined : realm.getValue(iterable, Symbol.asyncIterator);
  if (method !== undefined && method !== null) {
    const object = realm.call(method, iterable, []);
    if (!isObject(object)) realm.throw("TypeError", "Result of the Symbol.asyncIterator method is not an object");
    return realm.iterationOf(object);
  }
  return realm.iterationOf(realm.asyncFromSync(realm.iterator(iterable, "object")));
}

export const delegate = Object.assign(all, { one });
