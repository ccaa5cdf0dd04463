/** `String`, `RegExp`, `Number`, `BigInt`, `Boolean`, `Math`: the host's own results, where ECMA-262 fixes them to the last digit. */
import { power } from "../operators.ts";
import type { Realm } from "../realm.ts";
import { type Arr, data, isCallable, Obj, type Primitive, RegExpObj, type Value, Wrapped } from "../values.ts";
import { listIterator } from "./arrays.ts";
import { installConstructor } from "./objects.ts";

/** A constructor whose calls convert, and whose `new` wraps. */
function wrapper(
  realm: Realm,
  name: string,
  convert: (args: readonly Value[]) => Primitive,
): { made: Obj; prototype: Obj } {
  const prototype = new Obj(realm.objectPrototype);
  const made = installConstructor(realm, name, 1, prototype, convert, (args, newTarget) => {
    const wrapped = realm.toObject(convert(args));
    wrapped.proto = realm.prototypeFor(newTarget, prototype);
    return wrapped;
  });
  return { made, prototype };
}

export function installText(realm: Realm): void {
  installStrings(realm);
  installRegExps(realm);
  installNumbers(realm);
}

function installStrings(realm: Realm): void {
  const { made, prototype } = wrapper(realm, "String", (args) =>
    args.length === 0 ? "" : typeof args[0] === "symbol" ? String(args[0]) : realm.toText(args[0]),
  );
  realm.method(made, "fromCharCode", 1, (_s, args) => String.fromCharCode(...args.map((one) => realm.toNumber(one))));
  realm.method(made, "fromCodePoint", 1, (_s, args) => {
    const points = args.map((one) => realm.toNumber(one));
    const bad = points.find((point) => !Number.isInteger(point) || point < 0 || point > 0x10ffff);
    if (bad !== undefined) realm.throw("RangeError", `Invalid code point ${bad}`);
    return String.fromCodePoint(...points);
  });
  realm.method(made, "raw", 1, (_s, [strings, ...values]) => {
    const parts = realm.list(realm.getValue(strings, "raw"));
    return parts
      .map((part, i) => realm.toText(part) + (i < parts.length - 1 && i < values.length ? realm.toText(values[i]) : ""))
      .join("");
  });
  const self_ = (self: Value): string => {
    if (self instanceof Wrapped && typeof self.primitive === "string") return self.primitive;
    if (self === undefined || self === null)
      realm.throw("TypeError", "String.prototype method called on null or undefined");
    return realm.toText(self);
  };
  const method = (name: string, length: number, body: (self: string, args: readonly Value[]) => Value): void =>
    void realm.method(prototype, name, length, (self, args) => body(self_(self), args));
  const n = (value: Value): number => realm.toInteger(value);
  const opt = (value: Value): number | undefined => (value === undefined ? undefined : n(value));

  method("toString", 0, (self) => self);
  method("valueOf", 0, (self) => self);
  method("charAt", 1, (self, [i]) => self.charAt(n(i)));
  method("charCodeAt", 1, (self, [i]) => self.charCodeAt(n(i)));
  method("codePointAt", 1, (self, [i]) => self.codePointAt(n(i)));
  method("at", 1, (self, [i]) => self.at(n(i)));
  method("slice", 2, (self, [from, to]) => self.slice(n(from), opt(to)));
  method("substring", 2, (self, [from, to]) => self.substring(n(from), opt(to)));
  method("substr", 2, (self, [from, length]) => {
    const at = n(from) < 0 ? Math.max(0, self.length + n(from)) : n(from);
    return self.slice(at, length === undefined ? undefined : at + Math.max(0, n(length)));
  });
  method("indexOf", 1, (self, [text, from]) => self.indexOf(realm.toText(text), opt(from)));
  method("lastIndexOf", 1, (self, [text, from]) => self.lastIndexOf(realm.toText(text), opt(from)));
  method("includes", 1, (self, [text, from]) => self.includes(realm.toText(text), opt(from)));
  method("startsWith", 1, (self, [text, from]) => self.startsWith(realm.toText(text), opt(from)));
  method("endsWith", 1, (self, [text, to]) => self.endsWith(realm.toText(text), opt(to)));
  method("toUpperCase", 0, (self) => self.toUpperCase());
  method("toLowerCase", 0, (self) => self.toLowerCase());
  method("trim", 0, (self) => self.trim());
  method("trimStart", 0, (self) => self.trimStart());
  method("trimEnd", 0, (self) => self.trimEnd());
  const sized = (count: number, unit: number): number => {
    if (count < 0 || !Number.isFinite(count)) realm.throw("RangeError", `Invalid count value: ${count}`);
    if (count * unit > 1_000_000) realm.shortEnough(" ".repeat(1_000_001));
    return count;
  };
  method("repeat", 1, (self, [count]) => self.repeat(sized(n(count), self.length)));
  method("padStart", 2, (self, [length, fill]) =>
    self.padStart(Math.min(1_000_000, n(length)), fill === undefined ? " " : realm.toText(fill)),
  );
  method("padEnd", 2, (self, [length, fill]) =>
    self.padEnd(Math.min(1_000_000, n(length)), fill === undefined ? " " : realm.toText(fill)),
  );
  method("concat", 1, (self, args) => realm.shortEnough(self + args.map((one) => realm.toText(one)).join("")));
  method("normalize", 0, (self) => self.normalize());
  method("localeCompare", 1, () => realm.unsupported("localeCompare", "a < b 로 비교하세요.", "Compare with a < b."));
  method("split", 2, (self, [separator, limit]) => {
    const most = limit === undefined ? 1_000_000 : n(limit);
    if (separator === undefined) return realm.array([self]);
    const by = separator instanceof RegExpObj ? separator.regexp : realm.toText(separator);
    return realm.array(self.split(by, most));
  });
  const replace =
    (all: boolean) =>
    (self: string, [pattern, replacement]: readonly Value[]): Value => {
      const by = pattern instanceof RegExpObj ? pattern.regexp : realm.toText(pattern);
      if (all && by instanceof RegExp && !by.global)
        realm.throw("TypeError", "replaceAll must be called with a global RegExp");
      const result = isCallable(replacement)
        ? (...args: (string | number | undefined)[]) =>
            realm.toText(
              realm.call(
                replacement,
                undefined,
                args.filter((one) => typeof one !== "object"),
              ),
            )
        : realm.toText(replacement);
      const text =
        typeof result === "string"
          ? all
            ? self.replaceAll(by, result)
            : self.replace(by, result)
          : all
            ? self.replaceAll(by, result)
            : self.replace(by, result);
      return realm.shortEnough(text);
    };
  method("replace", 2, replace(false));
  method("replaceAll", 2, replace(true));
  const toRegExp = (value: Value, flags: string): RegExp =>
    value instanceof RegExpObj ? value.regexp : compile(realm, value === undefined ? "" : realm.toText(value), flags);
  method("match", 1, (self, [pattern]) => {
    const regexp = toRegExp(pattern, "");
    const found = self.match(regexp);
    return found ? (regexp.global ? realm.array([...found]) : matchArray(realm, found as RegExpExecArray)) : null;
  });
  method("matchAll", 1, (self, [pattern]) => {
    const regexp = toRegExp(pattern, "g");
    if (!regexp.global) realm.throw("TypeError", "String.prototype.matchAll called with a non-global RegExp argument");
    const all = [...self.matchAll(regexp)];
    let at = 0;
    return listIterator(realm, "RegExpString", () =>
      at < all.length
        ? { done: false, value: matchArray(realm, all[at++] as RegExpExecArray) }
        : { done: true, value: undefined },
    );
  });
  method("search", 1, (self, [pattern]) => self.search(toRegExp(pattern, "")));
  realm.method(prototype, Symbol.iterator, 0, (self) => {
    const points = [...self_(self)];
    let at = 0;
    return listIterator(realm, "String", () =>
      at < points.length ? { done: false, value: points[at++] } : { done: true, value: undefined },
    );
  });
}

function compile(realm: Realm, pattern: string, flags: string): RegExp {
  try {
    return new RegExp(pattern, flags);
  } catch {
    return realm.throw("SyntaxError", `Invalid regular expression: /${pattern}/${flags}`);
  }
}

function matchArray(realm: Realm, found: RegExpExecArray): Arr {
  const array = realm.array([...found]);
  array.properties.set("index", data(found.index));
  array.properties.set("input", data(found.input));
  const { groups } = found;
  if (!groups) array.properties.set("groups", data(undefined));
  else {
    const record = new Obj(null);
    for (const [name, value] of Object.entries(groups)) record.define(name, data(value));
    array.properties.set("groups", data(record));
  }
  return array;
}

function installRegExps(realm: Realm): void {
  const prototype = new Obj(realm.objectPrototype);
  const make = ([pattern, flags]: readonly Value[]): RegExpObj => {
    const source =
      pattern instanceof RegExpObj ? pattern.regexp.source : pattern === undefined ? "" : realm.toText(pattern);
    const own = pattern instanceof RegExpObj ? pattern.regexp.flags : "";
    return new RegExpObj(
      realm.prototype("RegExp"),
      compile(realm, source, flags === undefined ? own : realm.toText(flags)),
    );
  };
  installConstructor(realm, "RegExp", 2, prototype, make, make);
  const self_ = (self: Value): RegExp =>
    self instanceof RegExpObj ? self.regexp : realm.throw("TypeError", "Receiver is not a RegExp");
  realm.method(prototype, "test", 1, (self, [text]) => self_(self).test(realm.toText(text)));
  realm.method(prototype, "exec", 1, (self, [text]) => {
    const found = self_(self).exec(realm.toText(text));
    return found ? matchArray(realm, found) : null;
  });
  realm.method(prototype, "toString", 0, (self) => String(self_(self)));
  for (const name of ["source", "flags", "global", "lastIndex"] as const)
    prototype.define(name, {
      ...data(undefined, false),
      accessor: true,
      get: realm.native(`get ${name}`, 0, (self) => self_(self)[name]),
      set:
        name === "lastIndex"
          ? realm.native("set lastIndex", 1, (self, [value]) => {
              self_(self).lastIndex = realm.toInteger(value);
              return undefined;
            })
          : undefined,
    });
}

function installNumbers(realm: Realm): void {
  const { made, prototype } = wrapper(realm, "Number", (args) => {
    if (args.length === 0) return 0;
    const numeric = realm.toNumeric(args[0]);
    return Number(numeric);
  });
  for (const name of [
    "MAX_SAFE_INTEGER",
    "MIN_SAFE_INTEGER",
    "MAX_VALUE",
    "MIN_VALUE",
    "EPSILON",
    "POSITIVE_INFINITY",
    "NEGATIVE_INFINITY",
    "NaN",
  ] as const)
    made.define(name, data(Number[name], false, false, false));
  realm.method(made, "isInteger", 1, (_s, [value]) => Number.isInteger(value));
  realm.method(made, "isSafeInteger", 1, (_s, [value]) => Number.isSafeInteger(value));
  realm.method(made, "isFinite", 1, (_s, [value]) => Number.isFinite(value));
  realm.method(made, "isNaN", 1, (_s, [value]) => Number.isNaN(value));
  const global = (name: string, length: number, body: (args: readonly Value[]) => Value): void => {
    const fn = realm.method(realm.global, name, length, (_s, args) => body(args));
    if (name.startsWith("parse")) made.define(name, data(fn, false));
  };
  global("parseInt", 2, ([text, radix]) =>
    Number.parseInt(realm.toText(text), radix === undefined ? undefined : realm.toInteger(radix)),
  );
  global("parseFloat", 1, ([text]) => Number.parseFloat(realm.toText(text)));
  global("isNaN", 1, ([value]) => Number.isNaN(realm.toNumber(value)));
  global("isFinite", 1, ([value]) => Number.isFinite(realm.toNumber(value)));
  for (const [name, code] of Object.entries({ encodeURIComponent, decodeURIComponent, encodeURI, decodeURI }))
    global(name, 1, ([text]) => {
      const given = realm.toText(text);
      try {
        return code(given);
      } catch {
        return realm.throw("URIError", "URI malformed");
      }
    });
  realm.global.define("NaN", data(Number.NaN, false, false, false));
  realm.global.define("Infinity", data(Number.POSITIVE_INFINITY, false, false, false));
  realm.global.define("undefined", data(undefined, false, false, false));
  const self_ = (self: Value): number =>
    typeof self === "number"
      ? self
      : self instanceof Wrapped && typeof self.primitive === "number"
        ? self.primitive
        : realm.throw("TypeError", "not a number");
  const digits = (value: Value, least: number): number => {
    const count = realm.toInteger(value);
    if (count < least || count > 100) realm.throw("RangeError", "toFixed() digits argument must be between 0 and 100");
    return count;
  };
  realm.method(prototype, "toString", 1, (self, [radix]) => {
    const by = radix === undefined ? 10 : realm.toInteger(radix);
    if (by < 2 || by > 36) realm.throw("RangeError", "toString() radix must be between 2 and 36");
    return self_(self).toString(by);
  });
  realm.method(prototype, "toFixed", 1, (self, [count]) => self_(self).toFixed(digits(count, 0)));
  realm.method(prototype, "toPrecision", 1, (self, [count]) =>
    count === undefined ? String(self_(self)) : self_(self).toPrecision(digits(count, 1)),
  );
  realm.method(prototype, "valueOf", 0, (self) => self_(self));
  realm.method(prototype, "toLocaleString", 0, () =>
    realm.unsupported("toLocaleString", "String(n)을 쓰세요.", "Use String(n)."),
  );

  const boolean = wrapper(realm, "Boolean", ([value]) => realm.truthy(value));
  const truth = (self: Value): boolean => (self instanceof Wrapped ? self.primitive === true : self === true);
  realm.method(boolean.prototype, "toString", 0, (self) => String(truth(self)));
  realm.method(boolean.prototype, "valueOf", 0, (self) => truth(self));

  const bigint = wrapper(realm, "BigInt", ([value]) => {
    const primitive = realm.toPrimitive(value, "number");
    if (typeof primitive === "bigint") return primitive;
    try {
      return BigInt(primitive as string | number | boolean);
    } catch {
      return typeof primitive === "number"
        ? realm.throw(
            "RangeError",
            `The number ${primitive} cannot be converted to a BigInt because it is not an integer`,
          )
        : realm.throw("SyntaxError", `Cannot convert ${String(primitive)} to a BigInt`);
    }
  });
  const big = (self: Value): bigint =>
    typeof self === "bigint"
      ? self
      : self instanceof Wrapped && typeof self.primitive === "bigint"
        ? self.primitive
        : realm.throw("TypeError", "not a BigInt");
  realm.method(bigint.prototype, "toString", 0, (self) => String(big(self)));
  realm.method(bigint.prototype, "valueOf", 0, (self) => big(self));
  bigint.prototype.define(Symbol.toStringTag, data("BigInt", false, false));

  const math = realm.object();
  realm.global.define("Math", data(math, false));
  math.define(Symbol.toStringTag, data("Math", false, false));
  const constants = {
    PI: Math.PI,
    E: Math.E,
    LN2: Math.LN2,
    LN10: Math.LN10,
    SQRT2: Math.SQRT2,
    SQRT1_2: Math.SQRT1_2,
  };
  for (const [name, value] of Object.entries(constants)) math.define(name, data(value, false, false, false));
  const exact = (name: string, result: (value: number) => number): void =>
    void realm.method(math, name, 1, (_s, [value]) => result(realm.toNumber(value)));
  exact("abs", (n) => Math.abs(n));
  exact("ceil", (n) => Math.ceil(n));
  exact("floor", (n) => Math.floor(n));
  exact("trunc", (n) => Math.trunc(n));
  exact("round", (n) => Math.round(n));
  exact("sign", (n) => Math.sign(n));
  exact("sqrt", (n) => Math.sqrt(n));
  exact("fround", (n) => Math.fround(n));
  exact("clz32", (n) => Math.clz32(n));
  realm.method(math, "max", 2, (_s, args) => Math.max(...args.map((one) => realm.toNumber(one))));
  realm.method(math, "min", 2, (_s, args) => Math.min(...args.map((one) => realm.toNumber(one))));
  realm.method(math, "imul", 2, (_s, [a, b]) => Math.imul(realm.toNumber(a), realm.toNumber(b)));
  realm.method(math, "pow", 2, (_s, [a, b]) => power(realm, realm.toNumber(a), realm.toNumber(b)));
  for (const name of "sin cos tan asin acos atan atan2 exp expm1 log log2 log10 log1p cbrt hypot sinh cosh tanh".split(
    " ",
  ))
    realm.method(math, name, 1, () =>
      realm.unsupported(
        `Math.${name}`,
        "결과의 마지막 자리가 기계마다 다를 수 있습니다.",
        "The last digits of its result are up to the machine.",
      ),
    );
  realm.method(math, "random", 0, () => realm.chance("Math.random()"));
}
