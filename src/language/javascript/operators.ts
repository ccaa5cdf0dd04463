/** Operators on values (ECMA-262 sections 7.2 and 13): arithmetic, comparison, `typeof`, `instanceof`. */
import { ClockValue, type Realm } from "./realm.ts";
import { isCallable, isObject, type Obj, type Value } from "./values.ts";

export function typeOf(value: Value): string {
  if (value === null) return "object";
  if (value instanceof ClockValue) return "number";
  return isCallable(value) ? "function" : isObject(value) ? "object" : typeof value;
}

export function looselyEqual(realm: Realm, a: Value, b: Value): boolean {
  if (a === null || a === undefined || b === null || b === undefined)
    return (a === null || a === undefined) && (b === null || b === undefined);
  if (isObject(a) && isObject(b)) return a === b;
  const left = isObject(a) ? realm.toPrimitive(a, "default") : a;
  const right = isObject(b) ? realm.toPrimitive(b, "default") : b;
  // biome-ignore lint/suspicious/noDoubleEquals: it is the operator that is interpreted, on primitives
  return left == right;
}

export function sameValueZero(a: Value, b: Value): boolean {
  return a === b || (Number.isNaN(a) && Number.isNaN(b));
}

export function instanceOf(realm: Realm, value: Value, target: Value): boolean {
  if (!isObject(target)) realm.throw("TypeError", "Right-hand side of 'instanceof' is not callable");
  const own = realm.optionalMethod(target, Symbol.hasInstance);
  if (own) return realm.truthy(realm.call(own, target, [value]));
  if (!isCallable(target)) realm.throw("TypeError", "Right-hand side of 'instanceof' is not callable");
  return ordinaryHasInstance(realm, target, value);
}

export function ordinaryHasInstance(realm: Realm, target: Value, value: Value): boolean {
  if (!isCallable(target) || !isObject(value)) return false;
  const prototype = realm.get(target, "prototype");
  if (!isObject(prototype))
    realm.throw("TypeError", `Function has non-object prototype '${String(prototype)}' in instanceof check`);
  for (let at: Obj | null = value.proto; at !== null; at = at.proto) if (at === prototype) return true;
  return false;
}

export function binary(realm: Realm, operator: string, left: Value, right: Value): Value {
  switch (operator) {
    case "===":
      if (left instanceof ClockValue || right instanceof ClockValue) break;
      return left === right;
    case "!==":
      if (left instanceof ClockValue || right instanceof ClockValue) break;
      return left !== right;
    case "==":
      if (left instanceof ClockValue || right instanceof ClockValue) break;
      return looselyEqual(realm, left, right);
    case "!=":
      if (left instanceof ClockValue || right instanceof ClockValue) break;
      return !looselyEqual(realm, left, right);
    case "instanceof":
      return instanceOf(realm, left, right);
    case "in":
      if (!isObject(right))
        realm.throw(
          "TypeError",
          `Cannot use 'in' operator to search for '${String(realm.toKey(left))}' in ${realm.toText(right)}`,
        );
      return realm.has(right, realm.toKey(left));
  }
  if (typeof left === "number" && typeof right === "number") return numbers(realm, operator, left, right);
  if (left instanceof ClockValue || right instanceof ClockValue) {
    // Text around a clock reading is printed sooner or later.
    if (operator === "+" && (typeof left === "string" || typeof right === "string")) realm.chance("Date.now()");
    return realm.host.clockOperation(operator, left, right);
  }
  if (operator === "+") {
    const a = realm.toPrimitive(left, "default");
    const b = realm.toPrimitive(right, "default");
    if (typeof a === "string" || typeof b === "string") return realm.shortEnough(realm.toText(a) + realm.toText(b));
    return arithmetic(realm, "+", realm.toNumeric(a), realm.toNumeric(b));
  }
  if (operator === "<" || operator === ">" || operator === "<=" || operator === ">=") {
    const a = realm.toPrimitive(left, "number");
    const b = realm.toPrimitive(right, "number");
    if (typeof a === "string" && typeof b === "string") return compare(operator, a, b);
    const number = (value: Value): number | bigint => (typeof value === "bigint" ? value : realm.toNumber(value));
    return compare(operator, number(a), number(b));
  }
  return arithmetic(realm, operator, realm.toNumeric(left), realm.toNumeric(right));
}

function compare<T extends string | number | bigint>(operator: string, a: T, b: T): boolean {
  return operator === "<" ? a < b : operator === ">" ? a > b : operator === "<=" ? a <= b : a >= b;
}

function arithmetic(realm: Realm, operator: string, a: number | bigint, b: number | bigint): Value {
  if (typeof a === "number" && typeof b === "number") return numbers(realm, operator, a, b);
  if (typeof a === "bigint" && typeof b === "bigint") return bigints(realm, operator, a, b);
  return realm.throw("TypeError", "Cannot mix BigInt and other types, use explicit conversions");
}

function numbers(realm: Realm, operator: string, a: number, b: number): Value {
  switch (operator) {
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*":
      return a * b;
    case "/":
      return a / b;
    case "%":
      return a % b;
    case "**":
      return power(realm, a, b);
    case "|":
      return a | b;
    case "&":
      return a & b;
    case "^":
      return a ^ b;
    case "<<":
      return a << b;
    case ">>":
      return a >> b;
    case ">>>":
      return a >>> b;
    case "<":
      return a < b;
    case ">":
      return a > b;
    case "<=":
      return a <= b;
    case ">=":
      return a >= b;
    default:
      return realm.unsupported(operator, "", "");
  }
}

function bigints(realm: Realm, operator: string, a: bigint, b: bigint): Value {
  switch (operator) {
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*":
      return a * b;
    case "/":
      if (b === 0n) realm.throw("RangeError", "Division by zero");
      return a / b;
    case "%":
      if (b === 0n) realm.throw("RangeError", "Division by zero");
      return a % b;
    case "|":
      return a | b;
    case "&":
      return a & b;
    case "^":
      return a ^ b;
    case "<<":
      return b > 4096n ? realm.throw("RangeError", "Maximum BigInt size exceeded") : a << b;
    case ">>":
      return a >> b;
    case "**": {
      if (b < 0n) realm.throw("RangeError", "Exponent must be non-negative");
      let result = 1n;
      for (let i = 0n; i < b; i++) {
        realm.step();
        result *= a;
        if (result > 1n << 4096n || result < -(1n << 4096n)) realm.throw("RangeError", "Maximum BigInt size exceeded");
      }
      return result;
    }
    default:
      return realm.throw("TypeError", "BigInts have no unsigned right shift, use >> instead");
  }
}

/** Powers that are exact: the last digits of others are up to the machine, and then so would be what is printed. */
export function power(realm: Realm, base: number, exponent: number): number {
  if (Number.isNaN(exponent)) return Number.NaN;
  if (exponent === 0) return 1;
  if (exponent === 0.5) return Math.sqrt(base);
  if (Number.isInteger(exponent) && Math.abs(exponent) <= 1100) {
    let result = 1;
    let exact = true;
    for (let i = 0; i < Math.abs(exponent); i++) {
      const next = result * base;
      if (!Number.isSafeInteger(next) && !isPowerOfTwo(base)) exact = false;
      result = next;
    }
    if (exact || result === 0 || !Number.isFinite(result)) {
      if (exponent > 0) return result;
      if (isPowerOfTwo(base) || Number.isSafeInteger(result)) return 1 / result;
    }
  }
  return realm.unsupported(
    `${base} ** ${exponent}`,
    "결과의 마지막 자리가 기계마다 다를 수 있습니다. 정수의 거듭제곱을 쓰세요.",
    "Its last digits are up to the machine. Use whole numbers.",
  );
}

function isPowerOfTwo(n: number): boolean {
  let value = Math.abs(n);
  if (value === 0 || !Number.isFinite(value)) return false;
  while (value > 1) value /= 2;
  while (value < 1) value *= 2;
  return value === 1;
}
