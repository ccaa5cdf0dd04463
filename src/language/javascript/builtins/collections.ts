/** `Map`, `Set`, `WeakMap`, `WeakSet` and `JSON` (ECMA-262 sections 24 and 25.5). */
import type { Realm } from "../realm.ts";
import { Arr, data, isCallable, isObject, MapObj, Obj, SetObj, type Value, WeakObj, Wrapped } from "../values.ts";
import { listIterator } from "./arrays.ts";
import { installConstructor } from "./objects.ts";

export function installCollections(realm: Realm): void {
  installMap(realm);
  installSet(realm);
  for (const tag of ["WeakMap", "WeakSet"] as const) installWeak(realm, tag);
  installJson(realm);
}

const needsNew = (realm: Realm, name: string) => (): Value =>
  realm.throw("TypeError", `Constructor ${name} requires 'new'`);

function installMap(realm: Realm): void {
  const prototype = new Obj(realm.objectPrototype);
  installConstructor(realm, "Map", 0, prototype, needsNew(realm, "Map"), ([entries], newTarget) => {
    const map = new MapObj(realm.prototypeFor(newTarget, prototype));
    if (entries !== undefined && entries !== null)
      realm.iterate(entries, (entry) => {
        if (!isObject(entry)) realm.throw("TypeError", `Iterator value ${String(entry)} is not an entry object`);
        map.entries.set(realm.get(entry, "0"), realm.get(entry, "1"));
        return undefined;
      });
    return map;
  });
  const self_ = (self: Value): MapObj =>
    self instanceof MapObj
      ? self
      : realm.throw("TypeError", `Method Map.prototype called on incompatible receiver ${realm.shortText(self)}`);
  realm.method(prototype, "get", 1, (self, [key]) => self_(self).entries.get(key));
  realm.method(prototype, "set", 2, (self, [key, value]) => {
    self_(self).entries.set(key === 0 ? 0 : key, value);
    return self;
  });
  realm.method(prototype, "has", 1, (self, [key]) => self_(self).entries.has(key));
  realm.method(prototype, "delete", 1, (self, [key]) => self_(self).entries.delete(key));
  realm.method(prototype, "clear", 0, (self) => void self_(self).entries.clear());
  realm.method(prototype, "forEach", 1, (self, [fn, receiver]) => {
    for (const [key, value] of self_(self).entries) realm.call(fn, receiver, [value, key, self]);
    return undefined;
  });
  size(realm, prototype, (self) => self_(self).entries.size);
  const walk = (name: string, pick: (entry: [Value, Value]) => Value): Value =>
    realm.method(prototype, name, 0, (self) => {
      const host = self_(self).entries.entries();
      return listIterator(realm, "Map", () => {
        const step = host.next();
        return step.done ? { done: true, value: undefined } : { done: false, value: pick(step.value) };
      });
    });
  walk("keys", ([key]) => key);
  walk("values", ([, value]) => value);
  prototype.define(
    Symbol.iterator,
    data(
      walk("entries", (entry) => realm.array([...entry])),
      false,
    ),
  );
  prototype.define(Symbol.toStringTag, data("Map", false, false));
}

function installSet(realm: Realm): void {
  const prototype = new Obj(realm.objectPrototype);
  installConstructor(realm, "Set", 0, prototype, needsNew(realm, "Set"), ([values], newTarget) => {
    const set = new SetObj(realm.prototypeFor(newTarget, prototype));
    if (values !== undefined && values !== null)
      realm.iterate(values, (value) => {
        set.entries.add(value);
        return undefined;
      });
    return set;
  });
  const self_ = (self: Value): SetObj =>
    self instanceof SetObj
      ? self
      : realm.throw("TypeError", `Method Set.prototype called on incompatible receiver ${realm.shortText(self)}`);
  realm.method(prototype, "add", 1, (self, [value]) => {
    self_(self).entries.add(value);
    return self;
  });
  realm.method(prototype, "has", 1, (self, [value]) => self_(self).entries.has(value));
  realm.method(prototype, "delete", 1, (self, [value]) => self_(self).entries.delete(value));
  realm.method(prototype, "clear", 0, (self) => void self_(self).entries.clear());
  realm.method(prototype, "forEach", 1, (self, [fn, receiver]) => {
    for (const value of self_(self).entries) realm.call(fn, receiver, [value, value, self]);
    return undefined;
  });
  size(realm, prototype, (self) => self_(self).entries.size);
  const walk = (name: string, pick: (value: Value) => Value): Value =>
    realm.method(prototype, name, 0, (self) => {
      const host = self_(self).entries.values();
      return listIterator(realm, "Set", () => {
        const step = host.next();
        return step.done ? { done: true, value: undefined } : { done: false, value: pick(step.value) };
      });
    });
  const values = walk("values", (value) => value);
  prototype.define("keys", data(values, false));
  walk("entries", (value) => realm.array([value, value]));
  prototype.define(Symbol.iterator, data(values, false));
  prototype.define(Symbol.toStringTag, data("Set", false, false));
}

function size(realm: Realm, prototype: Obj, count: (self: Value) => number): void {
  prototype.define("size", { ...data(undefined, false), accessor: true, get: realm.native("get size", 0, count) });
}

function installWeak(realm: Realm, tag: "WeakMap" | "WeakSet"): void {
  const prototype = new Obj(realm.objectPrototype);
  installConstructor(realm, tag, 0, prototype, needsNew(realm, tag), (args, newTarget) => {
    if (args[0] !== undefined && args[0] !== null)
      realm.unsupported(`new ${tag}(iterable)`, "빈 것을 만든 뒤 채우세요.", "Make an empty one and fill it.");
    return new WeakObj(realm.prototypeFor(newTarget, prototype), tag);
  });
  const self_ = (self: Value): WeakObj =>
    self instanceof WeakObj && self.tag === tag ? self : realm.throw("TypeError", `not a ${tag}`);
  realm.method(prototype, "has", 1, (self, [key]) => self_(self).entries.has(key));
  realm.method(prototype, "delete", 1, (self, [key]) => self_(self).entries.delete(key));
  realm.method(prototype, tag === "WeakMap" ? "set" : "add", 1, (self, [key, value]) => {
    if (!isObject(key))
      realm.throw("TypeError", `Invalid value used ${tag === "WeakMap" ? "as weak map key" : "in weak set"}`);
    self_(self).entries.set(key, value);
    return self;
  });
  if (tag === "WeakMap") realm.method(prototype, "get", 1, (self, [key]) => self_(self).entries.get(key));
  prototype.define(Symbol.toStringTag, data(tag, false, false));
}

function installJson(realm: Realm): void {
  const json = realm.object();
  realm.global.define("JSON", data(json, false));
  json.define(Symbol.toStringTag, data("JSON", false, false));
  realm.method(json, "stringify", 3, (_s, [value, replacer, space]) => {
    const indent =
      typeof space === "number"
        ? " ".repeat(Math.min(10, Math.max(0, space)))
        : typeof space === "string"
          ? space.slice(0, 10)
          : "";
    const only = replacer instanceof Arr ? new Set(replacer.items.map((key) => realm.toText(key))) : null;
    const holder = realm.record({ "": value });
    const seen: Obj[] = [];
    const write = (from: Obj, key: string, before: string): string | undefined => {
      realm.step();
      let item = realm.get(from, key);
      const toJson = isObject(item) ? realm.get(item, "toJSON") : undefined;
      if (isCallable(toJson)) item = realm.call(toJson, item, [key]);
      if (isCallable(replacer)) item = realm.call(replacer, from, [key, item]);
      if (item instanceof Wrapped) item = item.primitive;
      if (item === null) return "null";
      if (typeof item === "string") return JSON.stringify(item);
      if (typeof item === "number") return Number.isFinite(item) ? String(item) : "null";
      if (typeof item === "boolean") return String(item);
      if (typeof item === "bigint") realm.throw("TypeError", "Do not know how to serialize a BigInt");
      if (!isObject(item) || isCallable(item)) return undefined;
      if (seen.includes(item)) realm.throw("TypeError", "Converting circular structure to JSON");
      seen.push(item);
      const object: Obj = item;
      const inner = before + indent;
      const parts: string[] = [];
      if (object instanceof Arr)
        for (let i = 0; i < object.items.length; i++) parts.push(write(object, String(i), inner) ?? "null");
      else
        for (const name of object.ownKeys()) {
          if (typeof name === "symbol" || !object.getOwn(name)?.enumerable || (only && !only.has(name))) continue;
          const text = write(object, name, inner);
          if (text !== undefined) parts.push(`${JSON.stringify(name)}:${indent === "" ? "" : " "}${text}`);
        }
      seen.pop();
      const [open, shut] = object instanceof Arr ? ["[", "]"] : ["{", "}"];
      if (parts.length === 0) return open + shut;
      return indent === ""
        ? open + parts.join(",") + shut
        : `${open}\n${inner}${parts.join(`,\n${inner}`)}\n${before}${shut}`;
    };
    const text = write(holder, "", "");
    return text === undefined ? undefined : realm.shortEnough(text);
  });
  realm.method(json, "parse", 2, (_s, [text, reviver]) => {
    let parsed: unknown;
    const source = realm.toText(text);
    try {
      parsed = JSON.parse(source);
    } catch (error) {
      realm.throw("SyntaxError", error instanceof Error ? error.message : "Unexpected token");
    }
    const convert = (value: unknown): Value => {
      realm.step();
      if (Array.isArray(value)) return realm.array(value.map(convert));
      if (typeof value !== "object" || value === null) return value as Value;
      const object = realm.object();
      for (const [key, item] of Object.entries(value)) object.define(key, data(convert(item)));
      return object;
    };
    const walk = (holder: Obj, key: string): Value => {
      const value = realm.get(holder, key);
      if (isObject(value))
        for (const name of value.ownKeys()) {
          if (typeof name === "symbol" || name === "length") continue;
          const made = walk(value, name);
          if (made === undefined) value.remove(name);
          else realm.set(value, name, made, false);
        }
      return realm.call(reviver, holder, [key, value]);
    };
    const root = convert(parsed);
    return isCallable(reviver) ? walk(realm.record({ "": root }), "") : root;
  });
}
