/**
 * One interpreted program's world: its intrinsic objects, the conversions and property operations of ECMA-262 (sections 7 and 10),
 * how much it has done, and where it is. What it may ask of its surroundings (microtasks, rejections, the clock) goes through `Host`.
 */
import { type CallSite, describeCallee } from "./callee.ts";
import { type Code, GeneratorReturn } from "./functions.ts";
import type { PromiseObj } from "./promise.ts";
import {
  Arr,
  arrayIndex,
  data,
  ErrorObj,
  Fn,
  isCallable,
  isObject,
  type Key,
  longestArray,
  Native,
  type NativeBody,
  Obj,
  type Property,
  Stopped,
  Thrown,
  type Value,
  type Words,
  Wrapped,
} from "./values.ts";

/** One job of the microtask queue; `label` and `line` say to people what it is and who queued it. */
export interface Microtask {
  readonly label: string;
  readonly line: number;
  run(): void;
}

export interface Host {
  queueMicrotask(job: Microtask): void;
  /** A promise was rejected while nobody listened ("reject"), or got its first listener afterwards ("handle"). */
  rejection(promise: PromiseObj, what: "reject" | "handle"): void;
  /** Arithmetic and comparison with readings of the clock; null when none is among the operands. */
  clockOperation(operator: string, left: Value, right: Value): Value;
}

/** A reading of the clock, or a distance between two: nobody can say its number, but often how it compares. */
export class ClockValue extends Obj {
  override readonly tag = "Number";
  /** The number of the reading that counts positively (null: none) and of the one that counts negatively, and what is added. */
  readonly plus: number | null;
  readonly minus: number | null;
  readonly offset: number;

  constructor(plus: number | null, minus: number | null, offset: number) {
    super(null);
    this.plus = plus;
    this.minus = minus;
    this.offset = offset;
  }
}

export const limits = { steps: 4_000_000, depth: 400, text: 1_000_000 } as const;

export type ErrorName =
  | "Error"
  | "TypeError"
  | "RangeError"
  | "ReferenceError"
  | "SyntaxError"
  | "URIError"
  | "EvalError";

export class Realm {
  readonly host: Host;
  readonly objectPrototype = new Obj(null);
  readonly functionPrototype: Obj = new Obj(this.objectPrototype);
  readonly arrayPrototype = new Obj(this.objectPrototype);
  readonly errorPrototypes = new Map<string, Obj>();
  /** Other prototypes by the name of their constructor, and iterators by theirs. */
  readonly prototypes = new Map<string, Obj>();
  readonly global: Obj = new Obj(this.objectPrototype);
  promiseConstructor!: Fn;
  /** Who evaluates syntax; set by `interpreter.ts`, so that the parts of it can call each other without importing each other. */
  code!: Code;
  /** `Array.prototype[Symbol.iterator]` and the `next` of array iterators, as they were made: while they stand, arrays are walked directly. */
  arrayValues!: Value;
  arrayIteratorNext!: Value;
  line = 1;
  column = 1;
  steps = 0;
  depth = 0;
  /** A loop without a body is being tested: it waits for the clock. */
  waiting = false;

  constructor(host: Host) {
    this.host = host;
  }

  /** A prototype that a library installed. @throws TypeError when it did not: our own mistake */
  prototype(name: string): Obj {
    const found = this.prototypes.get(name);
    if (!found) throw new TypeError(`no prototype ${name}`);
    return found;
  }

  // --- ends

  /** Whether `finally` blocks see this on its way: the program's exceptions and ends of generators do, the end of all does not. */
  isPassing(thrown: unknown): boolean {
    return thrown instanceof Thrown || thrown instanceof GeneratorReturn;
  }

  step(): void {
    if (++this.steps > limits.steps)
      this.stop("limit", {
        ko: `${limits.steps} 단계를 넘었습니다. 끝나지 않는 반복이 아니라면 반복 횟수를 줄이세요. 루프를 막는 시간은 while (Date.now() - start < 50) {} 로 쓸 수 있습니다.`,
        en: `This ran past ${limits.steps} steps. If the loop does end, let it turn less often; to keep the loop busy write while (Date.now() - start < 50) {}.`,
      });
  }

  stop(why: Stopped["why"], says: Words): never {
    throw new Stopped(why, says, this.line, this.column);
  }

  unsupported(what: string, ko: string, en: string): never {
    this.stop("unsupported", {
      ko: `${what}: 아직 지원하지 않습니다. ${ko}`,
      en: `${what} is not supported. ${en}`,
    });
  }

  chance(what: string): never {
    this.stop("chance", {
      ko: `${what}의 값은 실행마다 다릅니다. 출력이 여기에 달려 있어서 예측할 수 없습니다.`,
      en: `The value of ${what} differs from run to run, and what is printed depends on it.`,
    });
  }

  error(name: ErrorName, message: string): ErrorObj {
    const error = new ErrorObj(this.errorPrototypes.get(name)!);
    error.define("stack", data(`${name}: ${message}`, false));
    error.define("message", data(message, false));
    return error;
  }

  throw(name: ErrorName, message: string): never {
    throw new Thrown(this.error(name, message));
  }

  // --- making objects

  object(): Obj {
    return new Obj(this.objectPrototype);
  }

  array(items: Value[] = []): Arr {
    if (items.length > longestArray) this.throw("RangeError", "Invalid array length");
    return new Arr(this.arrayPrototype, items);
  }

  record(values: Readonly<Record<string, Value>>): Obj {
    const object = this.object();
    for (const [key, value] of Object.entries(values)) object.define(key, data(value));
    return object;
  }

  native(name: string, length: number, body: NativeBody): Native {
    return new Native(this.functionPrototype, name, length, body);
  }

  /** Defines a method of a library: not enumerable, as all of them. */
  method(target: Obj, name: Key, length: number, body: NativeBody): Native {
    const shown = typeof name === "symbol" ? `[${name.description}]` : name;
    const made = this.native(shown, length, body);
    target.define(name, data(made, false));
    return made;
  }

  // --- properties

  get(object: Obj, key: Key, receiver: Value = object): Value {
    for (let at: Obj | null = object; at !== null; at = at.proto) {
      const found = at.getOwn(key);
      if (!found) continue;
      if (!found.accessor) return found.value;
      return isCallable(found.get) ? this.call(found.get, receiver, []) : undefined;
    }
    return undefined;
  }

  /** `value.key`, also for primitives. */
  getValue(value: Value, key: Key): Value {
    if (isObject(value)) {
      if (value instanceof ClockValue) this.chance("Date.now()");
      return this.get(value, key);
    }
    if (typeof value === "string") {
      if (key === "length") return value.length;
      const index = arrayIndex(key);
      if (index !== null) return value[index];
    }
    if (value === undefined || value === null)
      this.throw("TypeError", `Cannot read properties of ${value} (reading '${String(key)}')`);
    return this.get(this.prototypeOf(value), key, value);
  }

  prototypeOf(value: Exclude<Value, undefined | null>): Obj {
    switch (typeof value) {
      case "string":
        return this.prototype("String");
      case "number":
        return this.prototype("Number");
      case "boolean":
        return this.prototype("Boolean");
      case "symbol":
        return this.prototype("Symbol");
      case "bigint":
        return this.prototype("BigInt");
      default:
        return value;
    }
  }

  /** `target.key = value`; in strict code what cannot be done throws, else it is ignored. */
  set(target: Value, key: Key, value: Value, strict: boolean): void {
    if (!isObject(target)) {
      if (target === undefined || target === null)
        this.throw("TypeError", `Cannot set properties of ${target} (setting '${String(key)}')`);
      if (strict)
        this.throw("TypeError", `Cannot create property '${String(key)}' on ${typeof target} '${this.toText(target)}'`);
      return;
    }
    for (let at: Obj | null = target; at !== null; at = at.proto) {
      const found = at.getOwn(key);
      if (!found) continue;
      if (found.accessor) {
        if (isCallable(found.set)) this.call(found.set, target, [value]);
        else if (strict)
          this.throw(
            "TypeError",
            `Cannot set property ${String(key)} of ${this.tagText(target)} which has only a getter`,
          );
        return;
      }
      if (!found.writable) {
        if (strict)
          this.throw(
            "TypeError",
            `Cannot assign to read only property '${String(key)}' of object '${this.tagText(target)}'`,
          );
        return;
      }
      if (at === target) {
        if (target instanceof Arr) this.setElement(target, key, value);
        else found.value = value;
        return;
      }
      break;
    }
    if (!target.extensible) {
      if (strict) this.throw("TypeError", `Cannot add property ${String(key)}, object is not extensible`);
      return;
    }
    if (target instanceof Arr) this.setElement(target, key, value);
    else target.define(key, data(value));
  }

  private setElement(array: Arr, key: Key, value: Value): void {
    const index = arrayIndex(key);
    if (index !== null) {
      if (index >= longestArray) this.throw("RangeError", "Invalid array length");
      array.items[index] = value;
    } else if (key === "length") {
      const length = this.toNumber(value);
      if (!Number.isInteger(length) || length < 0 || length > longestArray)
        this.throw("RangeError", "Invalid array length");
      array.items.length = length;
    } else {
      const own = array.getOwn(key);
      if (own) own.value = value;
      else array.define(key, data(value));
    }
  }

  tagText(value: Obj): string {
    if (value instanceof Arr) return "[object Array]";
    const maker = this.get(value, "constructor");
    const name = isObject(maker) ? this.get(maker, "name") : "";
    return `#<${typeof name === "string" && name !== "" ? name : "Object"}>`;
  }

  has(object: Obj, key: Key): boolean {
    for (let at: Obj | null = object; at !== null; at = at.proto) if (at.getOwn(key)) return true;
    return false;
  }

  optionalMethod(value: Value, key: Key): Fn | undefined {
    const found = this.getValue(value, key);
    if (found === undefined || found === null) return undefined;
    if (!isCallable(found)) this.throw("TypeError", `${this.shortText(found)} is not a function`);
    return found;
  }

  // --- calls

  call(fn: Value, self: Value, args: readonly Value[], site?: CallSite): Value {
    if (!(fn instanceof Fn))
      this.throw("TypeError", `${site ? describeCallee(site) : this.shortText(fn)} is not a function`);
    return fn.call(this, self, args);
  }

  construct(fn: Value, args: readonly Value[], newTarget: Value = fn, site?: CallSite): Obj {
    if (!(fn instanceof Fn) || fn.construct === null || !isObject(newTarget))
      this.throw("TypeError", `${site ? describeCallee(site) : this.shortText(fn)} is not a constructor`);
    return fn.construct(this, args, newTarget);
  }

  /** `obj.key(...args)` for libraries. */
  invoke(value: Value, key: Key, args: readonly Value[]): Value {
    return this.call(this.getValue(value, key), value, args);
  }

  /** The prototype for what `new newTarget` makes. */
  prototypeFor(newTarget: Obj, fallback: Obj): Obj {
    const found = this.get(newTarget, "prototype");
    return isObject(found) ? found : fallback;
  }

  // --- conversions

  truthy(value: Value): boolean {
    if (value instanceof ClockValue) return true;
    return isObject(value) ? true : Boolean(value);
  }

  toPrimitive(value: Value, hint: "default" | "number" | "string"): Exclude<Value, Obj> {
    if (!isObject(value)) return value;
    if (value instanceof ClockValue) this.chance("Date.now()");
    const exotic = this.optionalMethod(value, Symbol.toPrimitive);
    if (exotic !== undefined) {
      const result = this.call(exotic, value, [hint]);
      if (!isObject(result)) return result;
      this.throw("TypeError", "Cannot convert object to primitive value");
    }
    for (const name of hint === "string" ? ["toString", "valueOf"] : ["valueOf", "toString"]) {
      const method = this.get(value, name);
      if (!isCallable(method)) continue;
      const result = this.call(method, value, []);
      if (!isObject(result)) return result;
    }
    return this.throw("TypeError", "Cannot convert object to primitive value");
  }

  toNumber(value: Value): number {
    if (typeof value === "number") return value;
    const primitive = this.toPrimitive(value, "number");
    if (typeof primitive === "symbol") this.throw("TypeError", "Cannot convert a Symbol value to a number");
    if (typeof primitive === "bigint") this.throw("TypeError", "Cannot convert a BigInt value to a number");
    return Number(primitive);
  }

  toNumeric(value: Value): number | bigint {
    const primitive = this.toPrimitive(value, "number");
    return typeof primitive === "bigint" ? primitive : this.toNumber(primitive);
  }

  toInteger(value: Value): number {
    const number = this.toNumber(value);
    return Number.isNaN(number) ? 0 : Math.trunc(number);
  }

  toText(value: Value): string {
    if (typeof value === "string") return value;
    const primitive = this.toPrimitive(value, "string");
    if (typeof primitive === "symbol") this.throw("TypeError", "Cannot convert a Symbol value to a string");
    return this.shortEnough(String(primitive));
  }

  shortEnough(text: string): string {
    if (text.length > limits.text)
      this.stop("limit", {
        ko: `문자열이 ${limits.text}자를 넘었습니다.`,
        en: `A string grew past ${limits.text} characters.`,
      });
    return text;
  }

  toKey(value: Value): Key {
    if (typeof value === "string" || typeof value === "symbol") return value;
    const primitive = this.toPrimitive(value, "string");
    return typeof primitive === "symbol" ? primitive : String(primitive);
  }

  toObject(value: Value): Obj {
    if (isObject(value)) return value;
    if (value === undefined || value === null) this.throw("TypeError", "Cannot convert undefined or null to object");
    const wrapped = new Wrapped(this.prototypeOf(value), value);
    if (typeof value === "string") {
      wrapped.define("length", data(value.length, false, false, false));
      for (let i = 0; i < value.length && i < longestArray; i++)
        wrapped.define(String(i), data(value[i], true, false, false));
    }
    return wrapped;
  }

  /** A value in an error message. */
  shortText(value: Value): string {
    if (typeof value === "string") return `"${value}"`;
    if (isCallable(value)) return "function";
    if (isObject(value)) return this.tagText(value);
    return String(value);
  }

  // --- iteration

  /** Walks an iterable; `visit` returns false to stop early. Arrays are walked directly while nobody changed how. */
  iterate(iterable: Value, visit: (value: Value) => boolean | undefined, name?: string): void {
    if (this.plainArray(iterable)) {
      for (let i = 0; i < iterable.items.length; i++) {
        this.step();
        if (visit(iterable.items[i]) === false) return;
      }
      return;
    }
    const iterator = this.iterator(iterable, name);
    for (;;) {
      this.step();
      const next = iterator.next();
      if (next.done) return;
      let more: boolean | undefined;
      try {
        more = visit(next.value);
      } catch (thrown) {
        if (thrown instanceof Thrown) iterator.close(true);
        throw thrown;
      }
      if (more === false) {
        iterator.close(false);
        return;
      }
    }
  }

  plainArray(value: Value): value is Arr {
    return (
      value instanceof Arr &&
      value.proto === this.arrayPrototype &&
      value.properties.size === 0 &&
      this.arrayPrototype.properties.get(Symbol.iterator)?.value === this.arrayValues &&
      this.prototype("ArrayIterator").properties.get("next")?.value === this.arrayIteratorNext
    );
  }

  list(iterable: Value, name?: string): Value[] {
    const out: Value[] = [];
    this.iterate(
      iterable,
      (value) => {
        if (out.push(value) > longestArray) this.throw("RangeError", "Invalid array length");
        return undefined;
      },
      name,
    );
    return out;
  }

  iterator(iterable: Value, name?: string): Iteration {
    const method = iterable === undefined || iterable === null ? undefined : this.getValue(iterable, Symbol.iterator);
    if (!isCallable(method)) {
      const what = name ?? (isObject(iterable) ? "object" : String(iterable));
      const why = isObject(iterable) || name ? "" : ` is not iterable (cannot read property Symbol(Symbol.iterator))`;
      this.throw(
        "TypeError",
        why && (iterable === undefined || iterable === null) ? `${iterable}${why}` : `${what} is not iterable`,
      );
    }
    const object = this.call(method, iterable, []);
    if (!isObject(object)) this.throw("TypeError", "Result of the Symbol.iterator method is not an object");
    return new Iteration(this, object);
  }

  iterationOf(iterator: Obj): Iteration {
    return new Iteration(this, iterator);
  }

  /** Set by `coroutines.ts`: the async face of a synchronous iterator (ECMA-262 27.1.4). */
  asyncFromSync!: (iteration: Iteration) => Obj;

  iterResult(value: Value, done: boolean): Obj {
    return this.record({ value, done });
  }

  /** Defines a property as `Object.defineProperty` does. */
  defineChecked(object: Obj, key: Key, property: Property): void {
    const own = object.getOwn(key);
    if (own && !own.configurable && !(own.writable && !property.accessor))
      this.throw("TypeError", `Cannot redefine property: ${String(key)}`);
    if (!own && !object.extensible)
      this.throw("TypeError", `Cannot define property ${String(key)}, object is not extensible`);
    object.define(key, property);
  }
}

/** An iterator in use. */
export class Iteration {
  readonly object: Obj;
  readonly nextMethod: Value;
  readonly #realm: Realm;

  constructor(realm: Realm, object: Obj) {
    this.#realm = realm;
    this.object = object;
    this.nextMethod = realm.get(object, "next");
  }

  next(): { done: boolean; value: Value } {
    const result = this.#realm.call(this.nextMethod, this.object, []);
    if (!isObject(result))
      this.#realm.throw("TypeError", `Iterator result ${this.#realm.shortText(result)} is not an object`);
    const done = this.#realm.truthy(this.#realm.get(result, "done"));
    return { done, value: done ? undefined : this.#realm.get(result, "value") };
  }

  /** Left early: the iterator may clean up. When that happens because of an exception, its own are dropped. */
  close(throwing: boolean): void {
    try {
      const method = this.#realm.optionalMethod(this.object, "return");
      if (method) this.#realm.call(method, this.object, []);
    } catch (thrown) {
      if (!(thrown instanceof Thrown) || !throwing) throw thrown;
    }
  }
}
