/** `Array` and its iterators (ECMA-262 section 23.1). Callbacks are the program's, so that each may print. */
import { sameValueZero } from "../operators.ts";
import type { Realm } from "../realm.ts";
import { Arr, data, isCallable, isObject, longestArray, Obj, type Value } from "../values.ts";
import { installConstructor } from "./objects.ts";

export function installArrays(realm: Realm): void {
  const prototype = realm.arrayPrototype;
  const make = (args: readonly Value[]): Arr => {
    if (args.length !== 1 || typeof args[0] !== "number") return realm.array([...args]);
    const [length] = args;
    if (!Number.isInteger(length) || length < 0 || length > longestArray)
      realm.throw("RangeError", "Invalid array length");
    const items: Value[] = [];
    items.length = length;
    return realm.array(items);
  };
  const array = installConstructor(realm, "Array", 1, prototype, make, (args, newTarget) => {
    const made = make(args);
    made.proto = realm.prototypeFor(newTarget, prototype);
    return made;
  });
  realm.method(array, "isArray", 1, (_s, [value]) => value instanceof Arr);
  realm.method(array, "of", 0, (_s, args) => realm.array([...args]));
  realm.method(array, "from", 1, (_s, [source, map]) => {
    const out: Value[] = [];
    const add = (value: Value): void =>
      void out.push(map === undefined ? value : realm.call(map, undefined, [value, out.length]));
    if (source === undefined || source === null) realm.throw("TypeError", `${source} is not iterable`);
    if (isCallable(realm.getValue(source, Symbol.iterator)))
      realm.iterate(source, (value) => {
        add(value);
        return undefined;
      });
    else {
      const length = Math.min(longestArray, realm.toInteger(realm.getValue(source, "length")));
      for (let i = 0; i < length; i++) {
        realm.step();
        add(realm.getValue(source, String(i)));
      }
    }
    return realm.array(out);
  });

  const self_ = (self: Value): Arr =>
    self instanceof Arr ? self : isObject(self) ? arrayLike(realm, self) : realm.throw("TypeError", "not an array");
  const method = (name: string, length: number, body: (self: Arr, args: readonly Value[]) => Value): void =>
    void realm.method(prototype, name, length, (self, args) => body(self_(self), args));
  const fn = (value: Value): Value => {
    if (!isCallable(value)) realm.throw("TypeError", `${realm.shortText(value)} is not a function`);
    return value;
  };
  /** Calls back for each element that is there, in order; false ends the walk. */
  const each = (
    self: Arr,
    args: readonly Value[],
    visit: (result: Value, item: Value, i: number) => boolean | undefined,
    holes = false,
  ): void => {
    const callback = fn(args[0]);
    const { length } = self.items;
    for (let i = 0; i < length; i++) {
      realm.step();
      if (!holes && !(i in self.items)) continue;
      const item = self.items[i];
      if (visit(realm.call(callback, args[1], [item, i, self]), item, i) === false) return;
    }
  };
  const grow = (self: Arr): void => {
    if (self.items.length > longestArray) realm.throw("RangeError", "Invalid array length");
  };
  const changeable = (self: Arr): void => {
    if (self.frozen || !self.extensible)
      realm.throw("TypeError", `Cannot add property ${self.items.length}, object is not extensible`);
  };
  const relative = (value: Value, length: number, missing: number): number => {
    if (value === undefined) return missing;
    const at = realm.toInteger(value);
    return at < 0 ? Math.max(0, length + at) : Math.min(at, length);
  };

  method("push", 1, (self, args) => {
    changeable(self);
    for (const item of args) self.items.push(item);
    grow(self);
    return self.items.length;
  });
  method("pop", 0, (self) => self.items.pop());
  method("shift", 0, (self) => self.items.shift());
  method("unshift", 1, (self, args) => {
    changeable(self);
    self.items.unshift(...args);
    grow(self);
    return self.items.length;
  });
  method("slice", 2, (self, [from, to]) =>
    realm.array(
      self.items.slice(relative(from, self.items.length, 0), relative(to, self.items.length, self.items.length)),
    ),
  );
  method("splice", 2, (self, args) => {
    const at = relative(args[0], self.items.length, 0);
    const count =
      args.length < 2
        ? self.items.length - at
        : Math.max(0, Math.min(self.items.length - at, realm.toInteger(args[1])));
    return realm.array(self.items.splice(at, args.length === 0 ? 0 : count, ...args.slice(2)));
  });
  method("concat", 1, (self, args) => {
    const items = [...self.items];
    for (const one of args) {
      if (one instanceof Arr) items.push(...one.items);
      else items.push(one);
    }
    return realm.array(items);
  });
  method("join", 1, (self, [separator]) =>
    joinItems(realm, self, separator === undefined ? "," : realm.toText(separator)),
  );
  method("toString", 0, (self) => joinItems(realm, self, ","));
  method("reverse", 0, (self) => {
    self.items.reverse();
    return self;
  });
  method("toReversed", 0, (self) => realm.array([...self.items].reverse()));
  method("indexOf", 1, (self, [value, from]) => self.items.indexOf(value, relative(from, self.items.length, 0)));
  method("lastIndexOf", 1, (self, [value]) => self.items.lastIndexOf(value));
  method(
    "includes",
    1,
    (self, [value]) =>
      self.items.some((item) => sameValueZero(item, value)) ||
      (value === undefined && self.items.length > self.items.filter(() => true).length),
  );
  method("at", 1, (self, [value]) => {
    const at = realm.toInteger(value);
    return self.items[at < 0 ? self.items.length + at : at];
  });
  method("fill", 1, (self, [value, from, to]) => {
    const end = relative(to, self.items.length, self.items.length);
    for (let i = relative(from, self.items.length, 0); i < end; i++) self.items[i] = value;
    return self;
  });
  method("forEach", 1, (self, args) => {
    each(self, args, () => undefined);
    return undefined;
  });
  method("map", 1, (self, args) => {
    const out: Value[] = [];
    out.length = self.items.length;
    each(self, args, (result, _item, i) => {
      out[i] = result;
      return undefined;
    });
    return realm.array(out);
  });
  method("filter", 1, (self, args) => {
    const out: Value[] = [];
    each(self, args, (result, item) => {
      if (realm.truthy(result)) out.push(item);
      return undefined;
    });
    return realm.array(out);
  });
  method("some", 1, (self, args) => {
    let found = false;
    each(self, args, (result) => {
      found = realm.truthy(result);
      return !found;
    });
    return found;
  });
  method("every", 1, (self, args) => {
    let all = true;
    each(self, args, (result) => {
      all = realm.truthy(result);
      return all;
    });
    return all;
  });
  for (const name of ["find", "findIndex"])
    method(name, 1, (self, args) => {
      let found: Value = name === "find" ? undefined : -1;
      each(
        self,
        args,
        (result, item, i) => {
          if (!realm.truthy(result)) return undefined;
          found = name === "find" ? item : i;
          return false;
        },
        true,
      );
      return found;
    });
  for (const name of ["findLast", "findLastIndex"])
    method(name, 1, (self, args) => {
      for (let i = self.items.length - 1; i >= 0; i--) {
        realm.step();
        if (realm.truthy(realm.call(fn(args[0]), args[1], [self.items[i], i, self])))
          return name === "findLast" ? self.items[i] : i;
      }
      return name === "findLast" ? undefined : -1;
    });
  for (const name of ["reduce", "reduceRight"])
    method(name, 1, (self, args) => {
      const callback = fn(args[0]);
      const order = self.items.map((_item, i) => i).filter((i) => i in self.items);
      if (name === "reduceRight") order.reverse();
      let sum = args[1];
      if (args.length < 2) {
        if (order.length === 0) realm.throw("TypeError", "Reduce of empty array with no initial value");
        sum = self.items[order.shift()!];
      }
      for (const i of order) {
        realm.step();
        sum = realm.call(callback, undefined, [sum, self.items[i], i, self]);
      }
      return sum;
    });
  const flatten = (items: readonly Value[], depth: number, out: Value[]): Value[] => {
    for (const item of items) {
      realm.step();
      if (item instanceof Arr && depth > 0) flatten(item.items, depth - 1, out);
      else out.push(item);
    }
    return out;
  };
  method("flat", 0, (self, [depth]) =>
    realm.array(flatten(self.items, depth === undefined ? 1 : realm.toInteger(depth), [])),
  );
  method("flatMap", 1, (self, args) => {
    const out: Value[] = [];
    each(self, args, (result) => {
      out.push(result);
      return undefined;
    });
    return realm.array(flatten(out, 1, []));
  });
  const sorted = (items: readonly Value[], compare: Value): Value[] => {
    if (compare !== undefined) fn(compare);
    const there = items.filter((item) => item !== undefined);
    const order = (a: Value, b: Value): number => {
      realm.step();
      if (compare !== undefined) return realm.toNumber(realm.call(compare, undefined, [a, b]));
      const left = realm.toText(a);
      const right = realm.toText(b);
      return left < right ? -1 : left > right ? 1 : 0;
    };
    const out = mergeSort(there, order);
    while (out.length < items.length) out.push(undefined);
    return out;
  };
  method("sort", 1, (self, [compare]) => {
    self.items = sorted(self.items, compare);
    return self;
  });
  method("toSorted", 1, (self, [compare]) => realm.array(sorted(self.items, compare)));
  method("with", 2, (self, [at, value]) => {
    const items = [...self.items];
    const index = realm.toInteger(at);
    const real = index < 0 ? items.length + index : index;
    if (real < 0 || real >= items.length) realm.throw("RangeError", `Invalid index : ${index}`);
    items[real] = value;
    return realm.array(items);
  });

  installIterators(realm, prototype);
}

/** Stable; where compared functions print, the order of comparisons may differ from V8's. */
function mergeSort(items: readonly Value[], order: (a: Value, b: Value) => number): Value[] {
  if (items.length <= 1) return [...items];
  // Binary insertion, as V8 sorts short arrays: the same comparisons in the same order.
  if (items.length <= 32) {
    const out: Value[] = [];
    for (const item of items) {
      let low = 0;
      let high = out.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (order(item, out[middle]) < 0) high = middle;
        else low = middle + 1;
      }
      out.splice(low, 0, item);
    }
    return out;
  }
  const half = items.length >> 1;
  const left = mergeSort(items.slice(0, half), order);
  const right = mergeSort(items.slice(half), order);
  const out: Value[] = [];
  let i = 0;
  let j = 0;
  while (i < left.length && j < right.length) out.push(order(right[j], left[i]) < 0 ? right[j++] : left[i++]);
  return [...out, ...left.slice(i), ...right.slice(j)];
}

function joinItems(realm: Realm, self: Arr, separator: string): string {
  return realm.shortEnough(
    Array.from(self.items, (item) => (item === undefined || item === null ? "" : realm.toText(item))).join(separator),
  );
}

function arrayLike(realm: Realm, value: Obj): Arr {
  const length = Math.min(longestArray, Math.max(0, realm.toInteger(realm.get(value, "length"))));
  const items: Value[] = [];
  for (let i = 0; i < length; i++) items.push(realm.get(value, String(i)));
  return realm.array(items);
}

/** An iterator over host values, as the language's own are: one prototype a kind, one `next`. */
export function listIterator(realm: Realm, kind: string, next: () => { done: boolean; value: Value }): Obj {
  const iterator = new ListIterator(realm.prototype(`${kind}Iterator`), next);
  return iterator;
}

class ListIterator extends Obj {
  override readonly tag = "Iterator";
  readonly next: () => { done: boolean; value: Value };

  constructor(proto: Obj, next: () => { done: boolean; value: Value }) {
    super(proto);
    this.next = next;
  }
}

export function installIteratorKinds(realm: Realm): void {
  const iteratorPrototype = realm.object();
  realm.prototypes.set("Iterator", iteratorPrototype);
  realm.method(iteratorPrototype, Symbol.iterator, 0, (self) => self);
  const asyncIteratorPrototype = realm.object();
  realm.prototypes.set("AsyncIterator", asyncIteratorPrototype);
  realm.method(asyncIteratorPrototype, Symbol.asyncIterator, 0, (self) => self);
  for (const kind of ["Array", "Map", "Set", "String", "RegExpString"]) {
    const prototype = new Obj(iteratorPrototype);
    realm.prototypes.set(`${kind}Iterator`, prototype);
    const shown = kind === "RegExpString" ? "RegExp String" : kind;
    prototype.define(Symbol.toStringTag, data(`${shown} Iterator`, false, false));
    const next = realm.method(prototype, "next", 0, (self) => {
      if (!(self instanceof ListIterator)) realm.throw("TypeError", "next method called on incompatible receiver");
      const { done, value } = self.next();
      return realm.iterResult(value, done);
    });
    if (kind === "Array") realm.arrayIteratorNext = next;
  }
}

function installIterators(realm: Realm, prototype: Obj): void {
  const walk = (self: Value, pick: (i: number, array: Obj) => Value): Obj => {
    const object = realm.toObject(self);
    let at = 0;
    let over = false;
    return listIterator(realm, "Array", () => {
      const length = object instanceof Arr ? object.items.length : realm.toInteger(realm.get(object, "length"));
      if (over || at >= length) {
        over = true;
        return { done: true, value: undefined };
      }
      return { done: false, value: pick(at++, object) };
    });
  };
  const item = (i: number, array: Obj): Value => (array instanceof Arr ? array.items[i] : realm.get(array, String(i)));
  const values = realm.method(prototype, "values", 0, (self) => walk(self, item));
  prototype.define(Symbol.iterator, data(values, false));
  realm.arrayValues = values;
  realm.method(prototype, "keys", 0, (self) => walk(self, (i) => i));
  realm.method(prototype, "entries", 0, (self) => walk(self, (i, array) => realm.array([i, item(i, array)])));
}
