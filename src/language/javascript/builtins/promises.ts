/** `Promise` and its combinators (ECMA-262 27.2.4, 27.2.5), and the prototypes of generators. */
import { requestAsync, resumeGenerator } from "../coroutines.ts";
import {
  type Capability,
  newCapability,
  PromiseObj,
  performThen,
  promiseResolve,
  resolvingFunctions,
} from "../promise.ts";
import type { Realm } from "../realm.ts";
import { accessor, data, isCallable, isObject, Obj, Thrown, type Value } from "../values.ts";
import { installConstructor } from "./objects.ts";

export function installPromises(realm: Realm): void {
  const prototype = new Obj(realm.objectPrototype);
  const promise = installConstructor(
    realm,
    "Promise",
    1,
    prototype,
    () => realm.throw("TypeError", "Promise constructor cannot be invoked without 'new'"),
    ([executor], newTarget) => {
      if (!isCallable(executor))
        realm.throw("TypeError", `Promise resolver ${shown(realm, executor)} is not a function`);
      const made = new PromiseObj(realm.prototypeFor(newTarget, prototype));
      const { resolve, reject } = resolvingFunctions(realm, made);
      try {
        realm.call(executor, undefined, [
          realm.native("", 1, (_s, [value]) => void resolve(value)),
          realm.native("", 1, (_s, [reason]) => void reject(reason)),
        ]);
      } catch (thrown) {
        if (!(thrown instanceof Thrown)) throw thrown;
        reject(thrown.value);
      }
      return made;
    },
  );
  realm.promiseConstructor = promise;
  promise.define(
    Symbol.species,
    accessor(
      realm.native("get [Symbol.species]", 0, (self) => self),
      undefined,
      false,
    ),
  );
  prototype.define(Symbol.toStringTag, data("Promise", false, false));

  realm.method(prototype, "then", 2, (self, [onFulfilled, onRejected]) => {
    if (!(self instanceof PromiseObj))
      realm.throw(
        "TypeError",
        `Method Promise.prototype.then called on incompatible receiver ${realm.shortText(self)}`,
      );
    const capability = newCapability(realm, species(realm, self));
    const { line } = realm;
    const handler = (fn: Value) => (isCallable(fn) ? (value: Value) => realm.call(fn, undefined, [value]) : undefined);
    performThen(realm, self, handler(onFulfilled), handler(onRejected), capability, "then", line);
    return capability.promise;
  });
  realm.method(prototype, "catch", 1, (self, [onRejected]) => realm.invoke(self, "then", [undefined, onRejected]));
  realm.method(prototype, "finally", 1, (self, [onFinally]) => {
    if (!isObject(self)) realm.throw("TypeError", "Promise.prototype.finally called on a non-object");
    const maker = species(realm, self);
    if (!isCallable(onFinally)) return realm.invoke(self, "then", [onFinally, onFinally]);
    // 27.2.5.3: what onFinally returns is waited for, then the value or reason passes through.
    const through = (after: (value: Value) => Value) =>
      realm.native("", 1, (_s, [value]) => {
        const result = realm.call(onFinally, undefined, []);
        const waited = promiseResolve(realm, maker, result);
        return realm.invoke(waited, "then", [realm.native("", 0, () => after(value))]);
      });
    return realm.invoke(self, "then", [
      through((value) => value),
      through((reason) => {
        throw new Thrown(reason);
      }),
    ]);
  });

  realm.method(promise, "resolve", 1, (self, [value]) => {
    if (!isObject(self)) realm.throw("TypeError", "PromiseResolve called on non-object");
    return promiseResolve(realm, self, value);
  });
  realm.method(promise, "reject", 1, (self, [reason]) => {
    const capability = newCapability(realm, self);
    capability.reject(reason);
    return capability.promise;
  });
  realm.method(promise, "withResolvers", 0, () => realm.throw("TypeError", "Promise.withResolvers is not a function"));
  promise.remove("withResolvers");
  installCombinators(realm, promise);
  installGenerators(realm);
}

function shown(realm: Realm, value: Value): string {
  return isObject(value) ? realm.tagText(value) : String(value);
}

/** SpeciesConstructor (7.3.22), with Promise as what stands when nobody says otherwise. */
function species(realm: Realm, object: Obj): Value {
  const maker = realm.get(object, "constructor");
  if (maker === undefined) return realm.promiseConstructor;
  if (!isObject(maker)) realm.throw("TypeError", "The .constructor property is not an object");
  const own = realm.get(maker, Symbol.species);
  return own === undefined || own === null ? realm.promiseConstructor : own;
}

/** What differs between the four: what becomes of each result, and of the end. */
interface Combinator {
  /** Called for each item with its number and with `add`, which counts it as done. */
  listen(
    item: { value: Value; index: number; values: Value[]; done(): void },
    capability: Capability,
  ): readonly [onFulfilled: Value, onRejected: Value];
  end(values: Value[], capability: Capability): void;
}

function installCombinators(realm: Realm, promise: Obj): void {
  const once = (body: (value: Value) => void): Value => {
    let called = false;
    return realm.native("", 1, (_s, [value]) => {
      if (called) return undefined;
      called = true;
      body(value);
      return undefined;
    });
  };
  const pass = (settle: (value: Value) => void): Value => realm.native("", 1, (_s, [value]) => void settle(value));
  const keep = (item: Parameters<Combinator["listen"]>[0], make: (value: Value) => Value): Value =>
    once((value) => {
      item.values[item.index] = make(value);
      item.done();
    });
  const combinators: Readonly<Record<string, Combinator>> = {
    all: {
      listen: (item, capability) => [keep(item, (value) => value), pass((reason) => capability.reject(reason))],
      end: (values, capability) => capability.resolve(realm.array(values)),
    },
    allSettled: {
      listen: (item) => {
        let called = false;
        const settled = (status: string, key: string): Value =>
          realm.native("", 1, (_s, [value]) => {
            if (called) return undefined;
            called = true;
            item.values[item.index] = realm.record({ status, [key]: value });
            item.done();
            return undefined;
          });
        return [settled("fulfilled", "value"), settled("rejected", "reason")];
      },
      end: (values, capability) => capability.resolve(realm.array(values)),
    },
    any: {
      listen: (item, capability) => [pass((value) => capability.resolve(value)), keep(item, (reason) => reason)],
      end: (values, capability) => {
        const prototype = realm.errorPrototypes.get("AggregateError")!;
        const error = realm.construct(realm.get(prototype, "constructor"), [
          realm.array(values),
          "All promises were rejected",
        ]);
        capability.reject(error);
      },
    },
    race: {
      listen: (_item, capability) => [
        pass((value) => capability.resolve(value)),
        pass((reason) => capability.reject(reason)),
      ],
      end: () => {},
    },
  };
  for (const [name, combinator] of Object.entries(combinators))
    realm.method(promise, name, 1, (self, [iterable]) => {
      const capability = newCapability(realm, self);
      try {
        const resolve = realm.getValue(self, "resolve");
        if (!isCallable(resolve)) realm.throw("TypeError", "Promise resolve or reject function is not callable");
        const values: Value[] = [];
        let remaining = 1;
        const done = (): void => {
          if (--remaining === 0) combinator.end(values, capability);
        };
        let index = 0;
        const what = isObject(iterable)
          ? "object is not iterable (cannot read property Symbol(Symbol.iterator))"
          : null;
        if (what && !isCallable(realm.get(iterable as Obj, Symbol.iterator))) realm.throw("TypeError", what);
        realm.iterate(iterable, (value) => {
          const item = { value, index: index++, values, done };
          if (name !== "race") {
            values.push(undefined);
            remaining++;
          }
          const next = realm.call(resolve, self, [value]);
          realm.invoke(next, "then", combinator.listen(item, capability));
          return undefined;
        });
        done();
      } catch (thrown) {
        if (!(thrown instanceof Thrown)) throw thrown;
        capability.reject(thrown.value);
      }
      return capability.promise;
    });
}

function installGenerators(realm: Realm): void {
  for (const kind of ["Generator", "AsyncGenerator"] as const) {
    const prototype = new Obj(realm.prototype(kind === "Generator" ? "Iterator" : "AsyncIterator"));
    realm.prototypes.set(kind, prototype);
    prototype.define(Symbol.toStringTag, data(kind, false, false));
    realm.prototype(`${kind}Function`).define("prototype", data(prototype, false, false));
    const resume = kind === "Generator" ? resumeGenerator : requestAsync;
    for (const how of ["next", "return", "throw"] as const)
      realm.method(prototype, how, 1, (self, [value]) => resume(realm, self, { how, value }));
  }
}
