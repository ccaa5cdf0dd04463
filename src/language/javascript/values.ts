/**
 * The values of an interpreted JavaScript program. Primitives are the host's own; objects are records of ours with a map of
 * properties, so that nothing of the host can be reached from a program: no prototype, no constructor, no global.
 */
import type { Realm } from "./realm.ts";

export type Primitive = undefined | null | boolean | number | string | bigint | symbol;
export type Value = Primitive | Obj;
export type Key = string | symbol;

/** A property: data (`value`) or accessor (`get`, `set`). */
export interface Property {
  value: Value;
  get: Value;
  set: Value;
  accessor: boolean;
  writable: boolean;
  enumerable: boolean;
  configurable: boolean;
}

export const data = (value: Value, enumerable = true, writable = true, configurable = true): Property => ({
  value,
  get: undefined,
  set: undefined,
  accessor: false,
  writable,
  enumerable,
  configurable,
});

export const accessor = (get: Value, set: Value, enumerable: boolean, configurable = true): Property => ({
  value: undefined,
  get,
  set,
  accessor: true,
  writable: false,
  enumerable,
  configurable,
});

export class Obj {
  proto: Obj | null;
  readonly properties = new Map<Key, Property>();
  /** Private members (`#x`) by the symbol that stands for the name in its class. */
  privates: Map<symbol, Property> | null = null;
  extensible = true;
  /** What `Object.prototype.toString` and the printer call it. */
  readonly tag: string = "Object";

  constructor(proto: Obj | null) {
    this.proto = proto;
  }

  getOwn(key: Key): Property | undefined {
    return this.properties.get(key);
  }

  /** Defines or replaces an own property; the caller has checked that it may. */
  define(key: Key, property: Property): void {
    this.properties.set(key, property);
  }

  remove(key: Key): boolean {
    const found = this.getOwn(key);
    if (found && !found.configurable) return false;
    this.properties.delete(key);
    return true;
  }

  /** Own keys in the language's order: array indices ascending, then strings, then symbols, each as they came. */
  ownKeys(): Key[] {
    const indices: string[] = [];
    const strings: string[] = [];
    const symbols: symbol[] = [];
    for (const key of this.properties.keys())
      if (typeof key === "symbol") symbols.push(key);
      else if (arrayIndex(key) !== null) indices.push(key);
      else strings.push(key);
    indices.sort((a, b) => Number(a) - Number(b));
    return [...indices, ...strings, ...symbols];
  }

  get callable(): boolean {
    return false;
  }
}

/** "0", "17": a canonical array index below 2^32 - 1; null for anything else. */
export function arrayIndex(key: Key): number | null {
  if (typeof key !== "string" || key.length === 0 || key.length > 10) return null;
  const first = key.charCodeAt(0);
  if (first < 48 || first > 57 || (first === 48 && key.length > 1)) return null;
  const index = Number(key);
  return Number.isInteger(index) && index < 4_294_967_295 ? index : null;
}

/** The longest array a program may make; a program that needs more has another purpose than showing an order. */
export const longestArray = 1_000_000;

export class Arr extends Obj {
  override readonly tag = "Array";
  items: Value[];
  frozen = false;

  constructor(proto: Obj | null, items: Value[]) {
    super(proto);
    this.items = items;
  }

  override getOwn(key: Key): Property | undefined {
    if (key === "length") return data(this.items.length, false, !this.frozen, false);
    const index = arrayIndex(key);
    if (index === null) return super.getOwn(key);
    return index in this.items ? data(this.items[index], true, !this.frozen, !this.frozen) : undefined;
  }

  override define(key: Key, property: Property): void {
    const index = arrayIndex(key);
    if (index !== null && index < longestArray) this.items[index] = property.value;
    else if (key === "length") this.items.length = Math.min(longestArray, Number(property.value));
    else super.define(key, property);
  }

  override remove(key: Key): boolean {
    const index = arrayIndex(key);
    if (index === null) return super.remove(key);
    if (this.frozen) return false;
    delete this.items[index];
    return true;
  }

  override ownKeys(): Key[] {
    const indices: Key[] = [];
    for (let i = 0; i < this.items.length; i++) if (i in this.items) indices.push(String(i));
    return [...indices, "length", ...super.ownKeys()];
  }
}

/** Anything that can be called. */
export abstract class Fn extends Obj {
  override readonly tag: string = "Function";
  abstract call(realm: Realm, self: Value, args: readonly Value[]): Value;
  /** @returns null when it is no constructor */
  abstract construct: ((realm: Realm, args: readonly Value[], newTarget: Obj) => Obj) | null;
  override get callable(): boolean {
    return true;
  }
}

export type NativeBody = (self: Value, args: readonly Value[]) => Value;

/** A function that the language or Node brings along. */
export class Native extends Fn {
  readonly body: NativeBody;
  construct: Fn["construct"] = null;

  constructor(proto: Obj | null, name: string, length: number, body: NativeBody) {
    super(proto);
    this.body = body;
    this.define("length", data(length, false, false));
    this.define("name", data(name, false, false));
  }

  call(_realm: Realm, self: Value, args: readonly Value[]): Value {
    return this.body(self, args);
  }
}

/** `Object("text")`, `new Number(1)`. */
export class Wrapped extends Obj {
  readonly primitive: Primitive;
  override readonly tag: string;

  constructor(proto: Obj | null, primitive: Primitive) {
    super(proto);
    this.primitive = primitive;
    const type = typeof primitive;
    this.tag = type === "bigint" ? "BigInt" : type.charAt(0).toUpperCase() + type.slice(1);
  }
}

/** `arguments` of a call. */
export class ArgumentsObj extends Obj {
  override readonly tag = "Arguments";
}

export class ErrorObj extends Obj {
  override readonly tag = "Error";
}
export class MapObj extends Obj {
  override readonly tag = "Map";
  entries = new Map<Value, Value>();
}
export class SetObj extends Obj {
  override readonly tag = "Set";
  entries = new Set<Value>();
}
/** WeakMap and WeakSet: nothing here is ever collected, which no program can tell. */
export class WeakObj extends Obj {
  override readonly tag: string;
  entries = new Map<Value, Value>();

  constructor(proto: Obj | null, tag: "WeakMap" | "WeakSet") {
    super(proto);
    this.tag = tag;
  }
}
export class RegExpObj extends Obj {
  override readonly tag = "RegExp";
  readonly regexp: RegExp;

  constructor(proto: Obj | null, regexp: RegExp) {
    super(proto);
    this.regexp = regexp;
  }
}

/** A JavaScript exception on its way through the interpreter. */
export class Thrown {
  readonly value: Value;

  constructor(value: Value) {
    this.value = value;
  }
}

export interface Words {
  readonly ko: string;
  readonly en: string;
}

/**
 * The interpretation ends here, whatever `try` the program has: it uses something that is not supported ("unsupported"), ran past a
 * limit ("limit"), or did something whose result nobody can predict ("chance").
 */
export class Stopped {
  readonly why: "unsupported" | "limit" | "chance";
  readonly says: Words;
  readonly line: number;
  readonly column: number;

  constructor(why: Stopped["why"], says: Words, line: number, column: number) {
    this.why = why;
    this.says = says;
    this.line = line;
    this.column = column;
  }
}

export const isCallable = (value: Value): value is Fn => value instanceof Fn;
export const isObject = (value: Value): value is Obj => value instanceof Obj;
