/** `EventEmitter` (node:events): listeners are called one after the other, there and then; nothing about it is asynchronous. */
import { installConstructor } from "../builtins/objects.ts";
import type { Realm } from "../realm.ts";
import { data, isCallable, isObject, type Key, Obj, Thrown, type Value } from "../values.ts";

interface Listener {
  readonly fn: Value;
  readonly once: boolean;
}

export function installEvents(realm: Realm): { readonly module: Obj; make(): Obj } {
  const prototype = new Obj(realm.objectPrototype);
  const listeners = new WeakMap<Obj, Map<Key, Listener[]>>();
  const of = (self: Value, name: Value): Listener[] => {
    if (!isObject(self)) realm.throw("TypeError", "not an EventEmitter");
    const all = listeners.get(self) ?? new Map<Key, Listener[]>();
    listeners.set(self, all);
    const key = realm.toKey(name);
    const found = all.get(key) ?? [];
    all.set(key, found);
    return found;
  };
  const before = realm.global.getOwn("EventEmitter");
  const make = (newTarget: Obj | null): Obj =>
    new Obj(newTarget ? realm.prototypeFor(newTarget, prototype) : prototype);
  const emitter = installConstructor(
    realm,
    "EventEmitter",
    0,
    prototype,
    () => make(null),
    (_args, newTarget) => make(newTarget),
  );
  // It is a module's, not a global.
  if (!before) realm.global.remove("EventEmitter");
  const add =
    (once: boolean, first: boolean) =>
    (self: Value, [name, fn]: readonly Value[]): Value => {
      if (!isCallable(fn)) realm.throw("TypeError", 'The "listener" argument must be of type function.');
      const list = of(self, name);
      if (first) list.unshift({ fn, once });
      else list.push({ fn, once });
      return self;
    };
  for (const name of ["on", "addListener"]) realm.method(prototype, name, 2, add(false, false));
  realm.method(prototype, "once", 2, add(true, false));
  realm.method(prototype, "prependListener", 2, add(false, true));
  realm.method(prototype, "prependOnceListener", 2, add(true, true));
  for (const name of ["off", "removeListener"])
    realm.method(prototype, name, 2, (self, [event, fn]) => {
      const list = of(self, event);
      const at = list.findLastIndex((one) => one.fn === fn);
      if (at >= 0) list.splice(at, 1);
      return self;
    });
  realm.method(prototype, "removeAllListeners", 1, (self, [event]) => {
    if (event === undefined && isObject(self)) listeners.delete(self);
    else of(self, event).length = 0;
    return self;
  });
  realm.method(prototype, "listenerCount", 1, (self, [event]) => of(self, event).length);
  realm.method(prototype, "listeners", 1, (self, [event]) => realm.array(of(self, event).map((one) => one.fn)));
  realm.method(prototype, "setMaxListeners", 1, (self) => self);
  realm.method(prototype, "emit", 1, (self, [event, ...args]) => {
    const list = of(self, event);
    if (list.length === 0) {
      if (event === "error" && self !== realm.get(realm.global, "process"))
        throw new Thrown(
          isObject(args[0]) ? args[0] : realm.error("Error", `Unhandled error. (${realm.toText(args[0])})`),
        );
      return false;
    }
    for (const one of [...list]) {
      if (one.once && list.includes(one)) list.splice(list.indexOf(one), 1);
      realm.call(one.fn, self, args);
    }
    return true;
  });
  emitter.define("EventEmitter", data(emitter));
  emitter.define("default", data(emitter, false));
  return { module: emitter, make: () => make(null) };
}
