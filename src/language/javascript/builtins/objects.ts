/** `Object`, `Function.prototype`, `Symbol`, errors: the library that everything else stands on (ECMA-262 section 20). */
import { ordinaryHasInstance } from "../operators.ts";
import type { ErrorName, Realm } from "../realm.ts";
import {
  Arr,
  accessor,
  data,
  ErrorObj,
  type Fn,
  isCallable,
  isObject,
  type Key,
  Native,
  Obj,
  type Property,
  type Value,
  Wrapped,
} from "../values.ts";

/** Makes a constructor and its prototype, and puts it among the globals. */
export function installConstructor(
  realm: Realm,
  name: string,
  length: number,
  prototype: Obj,
  call: ((args: readonly Value[]) => Value) | null,
  construct: (args: readonly Value[], newTarget: Obj) => Obj,
): Native {
  const made = new Native(realm.functionPrototype, name, length, (_self, args) =>
    call ? call(args) : realm.throw("TypeError", `Class constructor ${name} cannot be invoked without 'new'`),
  );
  made.construct = (_realm, args, newTarget) => construct(args, newTarget);
  made.define("prototype", data(prototype, false, false, false));
  prototype.define("constructor", data(made, false));
  realm.prototypes.set(name, prototype);
  realm.global.define(name, data(made, false));
  return made;
}

export function installObjects(realm: Realm): void {
  const { objectPrototype } = realm;
  const toObject = (args: readonly Value[]): Obj =>
    args[0] === undefined || args[0] === null ? realm.object() : realm.toObject(args[0]);
  const object = installConstructor(realm, "Object", 1, objectPrototype, toObject, (args, newTarget) =>
    newTarget === object ? toObject(args) : new Obj(realm.prototypeFor(newTarget, objectPrototype)),
  );
  const enumerable = (value: Value): { key: string; value: Value }[] => {
    const source = realm.toObject(value);
    const out: { key: string; value: Value }[] = [];
    for (const key of source.ownKeys())
      if (typeof key === "string" && source.getOwn(key)?.enumerable) out.push({ key, value: realm.get(source, key) });
    return out;
  };
  realm.method(object, "keys", 1, (_s, [value]) => realm.array(enumerable(value).map((one) => one.key)));
  realm.method(object, "values", 1, (_s, [value]) => realm.array(enumerable(value).map((one) => one.value)));
  realm.method(object, "entries", 1, (_s, [value]) =>
    realm.array(enumerable(value).map((one) => realm.array([one.key, one.value]))),
  );
  realm.method(object, "assign", 2, (_s, [target, ...sources]) => {
    const into = realm.toObject(target);
    for (const source of sources) {
      if (source === undefined || source === null) continue;
      const from = realm.toObject(source);
      for (const key of from.ownKeys())
        if (from.getOwn(key)?.enumerable) realm.set(into, key, realm.get(from, key), true);
    }
    return into;
  });
  realm.method(object, "freeze", 1, (_s, [value]) => {
    if (!isObject(value)) return value;
    value.extensible = false;
    if (value instanceof Arr) value.frozen = true;
    for (const property of value.properties.values()) {
      property.configurable = false;
      property.writable = false;
    }
    return value;
  });
  realm.method(object, "isFrozen", 1, (_s, [value]) => {
    if (!isObject(value)) return true;
    return (
      !value.extensible &&
      (!(value instanceof Arr) || value.frozen) &&
      [...value.properties.values()].every((one) => !one.configurable && (one.accessor || !one.writable))
    );
  });
  for (const name of ["preventExtensions", "seal"])
    realm.method(object, name, 1, (_s, [value]) => {
      if (!isObject(value)) return value;
      value.extensible = false;
      if (name === "seal") for (const property of value.properties.values()) property.configurable = false;
      return value;
    });
  realm.method(object, "isExtensible", 1, (_s, [value]) => isObject(value) && value.extensible);
  realm.method(object, "getPrototypeOf", 1, (_s, [value]) => realm.toObject(value).proto ?? null);
  realm.method(object, "setPrototypeOf", 2, (_s, [value, proto]) => {
    if (isObject(value)) value.proto = isObject(proto) ? proto : null;
    return value;
  });
  realm.method(object, "create", 2, (_s, [proto, properties]) => {
    if (!isObject(proto) && proto !== null)
      realm.throw("TypeError", `Object prototype may only be an Object or null: ${realm.shortText(proto)}`);
    const made = new Obj(proto);
    if (isObject(properties))
      for (const key of properties.ownKeys()) defineFrom(realm, made, key, realm.get(properties, key));
    return made;
  });
  realm.method(object, "defineProperty", 3, (_s, [target, key, descriptor]) => {
    if (!isObject(target)) realm.throw("TypeError", "Object.defineProperty called on non-object");
    defineFrom(realm, target, realm.toKey(key), descriptor);
    return target;
  });
  realm.method(object, "defineProperties", 2, (_s, [target, properties]) => {
    if (!isObject(target)) realm.throw("TypeError", "Object.defineProperties called on non-object");
    const from = realm.toObject(properties);
    for (const key of from.ownKeys()) defineFrom(realm, target, key, realm.get(from, key));
    return target;
  });
  realm.method(object, "getOwnPropertyNames", 1, (_s, [value]) =>
    realm.array(
      realm
        .toObject(value)
        .ownKeys()
        .filter((key) => typeof key === "string"),
    ),
  );
  realm.method(object, "getOwnPropertySymbols", 1, (_s, [value]) =>
    realm.array(
      realm
        .toObject(value)
        .ownKeys()
        .filter((key) => typeof key === "symbol"),
    ),
  );
  realm.method(object, "getOwnPropertyDescriptor", 2, (_s, [value, key]) => {
    const found = realm.toObject(value).getOwn(realm.toKey(key));
    if (!found) return undefined;
    const { enumerable, configurable } = found;
    return found.accessor
      ? realm.record({ get: found.get, set: found.set, enumerable, configurable })
      : realm.record({ value: found.value, writable: found.writable, enumerable, configurable });
  });
  realm.method(object, "is", 2, (_s, [a, b]) => Object.is(a, b));
  realm.method(object, "hasOwn", 2, (_s, [value, key]) => realm.toObject(value).getOwn(realm.toKey(key)) !== undefined);
  realm.method(object, "fromEntries", 1, (_s, [entries]) => {
    const made = realm.object();
    realm.iterate(entries, (entry) => {
      made.define(realm.toKey(realm.getValue(entry, "0")), data(realm.getValue(entry, "1")));
      return undefined;
    });
    return made;
  });
  realm.method(object, "groupBy", 2, (_s, [items, fn]) => {
    const groups = new Obj(null);
    let index = 0;
    realm.iterate(items, (item) => {
      const key = realm.toKey(realm.call(fn, undefined, [item, index++]));
      const group = groups.getOwn(key)?.value;
      if (group instanceof Arr) group.items.push(item);
      else groups.define(key, data(realm.array([item])));
      return undefined;
    });
    return groups;
  });

  realm.method(
    objectPrototype,
    "hasOwnProperty",
    1,
    (self, [key]) => realm.toObject(self).getOwn(realm.toKey(key)) !== undefined,
  );
  realm.method(objectPrototype, "isPrototypeOf", 1, (self, [value]) => {
    for (let at = isObject(value) ? value.proto : null; at; at = at.proto) if (at === self) return true;
    return false;
  });
  realm.method(
    objectPrototype,
    "propertyIsEnumerable",
    1,
    (self, [key]) => realm.toObject(self).getOwn(realm.toKey(key))?.enumerable === true,
  );
  realm.method(objectPrototype, "valueOf", 0, (self) => realm.toObject(self));
  realm.method(objectPrototype, "toLocaleString", 0, (self) => realm.toText(self));
  realm.method(objectPrototype, "toString", 0, (self) => {
    if (self === undefined) return "[object Undefined]";
    if (self === null) return "[object Null]";
    const target = realm.toObject(self);
    const tag = realm.get(target, Symbol.toStringTag);
    if (typeof tag === "string") return `[object ${tag}]`;
    const plain = ["Array", "Function", "Error", "RegExp", "String", "Number", "Boolean"];
    return `[object ${plain.includes(target.tag) ? target.tag : "Object"}]`;
  });
  objectPrototype.define(
    "__proto__",
    accessor(
      realm.native("get __proto__", 0, (self) => realm.toObject(self).proto),
      realm.native("set __proto__", 1, (self, [proto]) => {
        if (isObject(self) && (isObject(proto) || proto === null)) self.proto = proto;
        return undefined;
      }),
      false,
    ),
  );

  installFunctions(realm);
  installSymbols(realm);
  installErrors(realm);
}

function defineFrom(realm: Realm, target: Obj, key: Key, descriptor: Value): void {
  if (!isObject(descriptor))
    realm.throw("TypeError", `Property description must be an object: ${realm.shortText(descriptor)}`);
  const own = target.getOwn(key);
  const flag = (name: string, before: boolean): boolean =>
    realm.has(descriptor, name) ? realm.truthy(realm.get(descriptor, name)) : before;
  const enumerable = flag("enumerable", own?.enumerable ?? false);
  const configurable = flag("configurable", own?.configurable ?? false);
  let property: Property;
  if (realm.has(descriptor, "get") || realm.has(descriptor, "set"))
    property = accessor(realm.get(descriptor, "get"), realm.get(descriptor, "set"), enumerable, configurable);
  else if (own?.accessor && !realm.has(descriptor, "value"))
    property = accessor(own.get, own.set, enumerable, configurable);
  else {
    const value = realm.has(descriptor, "value") ? realm.get(descriptor, "value") : own?.value;
    property = data(value, enumerable, flag("writable", own?.writable ?? false), configurable);
  }
  realm.defineChecked(target, key, property);
}

function installFunctions(realm: Realm): void {
  const prototype = realm.functionPrototype;
  realm.prototypes.set("Function", prototype);
  for (const kind of ["AsyncFunction", "GeneratorFunction", "AsyncGeneratorFunction"]) {
    const own = new Obj(prototype);
    own.define(Symbol.toStringTag, data(kind, false, false));
    realm.prototypes.set(kind, own);
  }
  const functionConstructor = realm.native("Function", 1, () =>
    realm.unsupported("Function()", "함수를 그대로 쓰세요.", "Write the function out."),
  );
  functionConstructor.define("prototype", data(prototype, false, false, false));
  prototype.define("constructor", data(functionConstructor, false));
  realm.method(prototype, "call", 1, (self, [receiver, ...args]) => realm.call(self, receiver, args));
  realm.method(prototype, "apply", 2, (self, [receiver, args]) => {
    const list: Value[] = [];
    if (isObject(args)) {
      const length = realm.toInteger(realm.get(args, "length"));
      for (let i = 0; i < length; i++) list.push(realm.get(args, String(i)));
    }
    return realm.call(self, receiver, list);
  });
  realm.method(prototype, "bind", 1, (self, [receiver, ...first]) => {
    if (!isCallable(self)) realm.throw("TypeError", "Bind must be called on a function");
    const target: Fn = self;
    const bound = realm.native(`bound ${String(realm.get(target, "name"))}`, 0, (_s, args) =>
      target.call(realm, receiver, [...first, ...args]),
    );
    if (target.construct)
      bound.construct = (_r, args, newTarget) =>
        target.construct!(realm, [...first, ...args], newTarget === bound ? target : newTarget);
    return bound;
  });
  realm.method(prototype, "toString", 0, () =>
    realm.unsupported("Function.prototype.toString", "함수를 출력하지 마세요.", "Do not print functions as text."),
  );
  prototype.define(
    Symbol.hasInstance,
    data(
      realm.native("[Symbol.hasInstance]", 1, (self, [value]) => ordinaryHasInstance(realm, self, value)),
      false,
      false,
      false,
    ),
  );
}

function installSymbols(realm: Realm): void {
  const prototype = realm.object();
  const registered = new Map<string, symbol>();
  const make = installConstructor(
    realm,
    "Symbol",
    0,
    prototype,
    ([description]) => Symbol(description === undefined ? undefined : realm.toText(description)),
    () => realm.throw("TypeError", "Symbol is not a constructor"),
  );
  for (const name of ["iterator", "asyncIterator", "hasInstance", "toPrimitive", "toStringTag", "species"] as const)
    make.define(name, data(Symbol[name], false, false, false));
  realm.method(make, "for", 1, (_s, [key]) => {
    const text = realm.toText(key);
    const known = registered.get(text) ?? Symbol(text);
    registered.set(text, known);
    return known;
  });
  const own = (self: Value): symbol => {
    const value = self instanceof Wrapped ? self.primitive : self;
    return typeof value === "symbol" ? value : realm.throw("TypeError", "not a symbol");
  };
  realm.method(prototype, "toString", 0, (self) => String(own(self)));
  realm.method(prototype, "valueOf", 0, (self) => own(self));
  prototype.define(
    "description",
    accessor(
      realm.native("get description", 0, (self) => own(self).description),
      undefined,
      false,
    ),
  );
  prototype.define(Symbol.toStringTag, data("Symbol", false, false));
}

function installErrors(realm: Realm): void {
  let base: Obj | null = null;
  const names: ErrorName[] = [
    "Error",
    "TypeError",
    "RangeError",
    "ReferenceError",
    "SyntaxError",
    "URIError",
    "EvalError",
  ];
  const install = (name: string, messageAt: number): void => {
    const prototype = new Obj(base ?? realm.objectPrototype);
    const make = (args: readonly Value[], newTarget: Obj | null): Obj => {
      const error = new ErrorObj(newTarget ? realm.prototypeFor(newTarget, prototype) : prototype);
      if (messageAt === 1) error.define("errors", data(realm.array(realm.list(args[0])), false));
      const message = args[messageAt];
      if (message !== undefined) error.define("message", data(realm.toText(message), false));
      const options = args[messageAt + 1];
      if (isObject(options) && realm.has(options, "cause"))
        error.define("cause", data(realm.get(options, "cause"), false));
      const stack = realm.native("get stack", 0, () =>
        realm.unsupported("error.stack", "error.message를 쓰세요.", "Use error.message."),
      );
      error.properties.set("stack", accessor(stack, undefined, false));
      return error;
    };
    const made = installConstructor(realm, name, messageAt + 1, prototype, (args) => make(args, null), make);
    if (base) made.proto = realm.global.getOwn("Error")!.value as Obj;
    else {
      base = prototype;
      realm.method(made, "captureStackTrace", 2, () => undefined);
    }
    prototype.define("name", data(name, false));
    prototype.define("message", data("", false));
    realm.errorPrototypes.set(name, prototype);
  };
  for (const name of names) install(name, 0);
  install("AggregateError", 1);
  realm.method(realm.errorPrototypes.get("Error")!, "toString", 0, (self) => errorText(realm, self));
}

/** Error.prototype.toString (20.5.3.4). */
export function errorText(realm: Realm, error: Value): string {
  const name = realm.getValue(error, "name");
  const message = realm.getValue(error, "message");
  const title = name === undefined ? "Error" : realm.toText(name);
  const text = message === undefined ? "" : realm.toText(message);
  return title === "" ? text : text === "" ? title : `${title}: ${text}`;
}
