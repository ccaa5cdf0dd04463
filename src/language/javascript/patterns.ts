/** Binding and assigning through patterns: `let { a, b = 1, ...rest } = value`, `[x, y] = [y, x]` (ECMA-262 8.6 and 13.15.5). */
import type { ArrayPattern, Expression, MemberExpression, ObjectPattern, Pattern } from "acorn";
import { describeCallee } from "./callee.ts";
import type { Code, Run } from "./functions.ts";
import type { Iteration, Realm } from "./realm.ts";
import type { Scope } from "./scope.ts";
import { data, isObject, type Key, Thrown, type Value } from "./values.ts";

type Leaf = (target: Pattern | Expression, value: Value, name: string | null) => Run<void>;

export function* bind(
  realm: Realm,
  pattern: Pattern,
  value: Value,
  scope: Scope,
  kind: "var" | "let" | "const",
): Run<void> {
  // biome-ignore lint/correctness/useYield: a leaf that only stores
  const leaf: Leaf = function* (target, bound) {
    if (target.type !== "Identifier") throw new TypeError(`cannot bind ${target.type}`);
    initialise(realm, target.name, bound, scope, kind);
  };
  yield* destructure(realm, pattern, value, scope, leaf);
}

export function initialise(
  realm: Realm,
  name: string,
  value: Value,
  scope: Scope,
  kind: "var" | "let" | "const",
): void {
  const binding = kind === "var" ? scope.find(name) : scope.bindings.get(name);
  if (binding) {
    binding.value = value;
    binding.ready = true;
  } else if (kind === "var") realm.set(realm.global, name, value, false);
  else scope.declare(name, kind === "const", true, value);
}

export function* assign(realm: Realm, pattern: Pattern | Expression, value: Value, scope: Scope): Run<void> {
  const leaf: Leaf = function* (target, assigned) {
    if (target.type === "Identifier") assignName(realm, target.name, assigned, scope);
    else if (target.type === "MemberExpression") yield* assignMember(realm, target, assigned, scope);
    else if (target.type === "ParenthesizedExpression") yield* leaf(target.expression, assigned, null);
    else realm.throw("SyntaxError", "Invalid destructuring assignment target");
  };
  yield* destructure(realm, pattern as Pattern, value, scope, leaf);
}

export function assignName(realm: Realm, name: string, value: Value, scope: Scope): void {
  const binding = scope.find(name);
  if (!binding) {
    if (scope.strict && !realm.has(realm.global, name)) realm.throw("ReferenceError", `${name} is not defined`);
    realm.set(realm.global, name, value, scope.strict);
    return;
  }
  if (!binding.ready) realm.throw("ReferenceError", `Cannot access '${name}' before initialization`);
  if (binding.constant) {
    if (binding.quiet && !scope.strict) return;
    realm.throw("TypeError", "Assignment to constant variable.");
  }
  binding.value = value;
}

function* assignMember(realm: Realm, target: MemberExpression, value: Value, scope: Scope): Run<void> {
  const object = yield* realm.code.evaluate(target.object, scope);
  if (target.property.type === "PrivateIdentifier") {
    setPrivate(realm, object, target.property.name, value, scope);
    return;
  }
  const key = yield* propertyKey(realm, target, scope);
  realm.set(object, key, value, scope.strict);
}

export function* propertyKey(realm: Realm, target: MemberExpression, scope: Scope): Run<Key> {
  if (!target.computed && target.property.type === "Identifier") return target.property.name;
  return realm.toKey(yield* realm.code.evaluate(target.property, scope));
}

export function privateName(scope: Scope, name: string): symbol {
  const binding = scope.find(`#${name}`);
  if (!binding || typeof binding.value !== "symbol") throw new TypeError(`no private name #${name}`);
  return binding.value;
}

export function getPrivate(realm: Realm, object: Value, name: string, scope: Scope): Value {
  const found = isObject(object) ? object.privates?.get(privateName(scope, name)) : undefined;
  if (!found)
    realm.throw("TypeError", `Cannot read private member #${name} from an object whose class did not declare it`);
  if (!found.accessor) return found.value;
  if (found.get === undefined) realm.throw("TypeError", `'#${name}' was defined without a getter`);
  return realm.call(found.get, object, []);
}

export function setPrivate(realm: Realm, object: Value, name: string, value: Value, scope: Scope): void {
  const found = isObject(object) ? object.privates?.get(privateName(scope, name)) : undefined;
  if (!found)
    realm.throw("TypeError", `Cannot write private member #${name} to an object whose class did not declare it`);
  if (found.accessor) {
    if (found.set === undefined) realm.throw("TypeError", `'#${name}' was defined without a setter`);
    realm.call(found.set, object, [value]);
  } else if (!found.writable) realm.throw("TypeError", `Private method '#${name}' is not writable`);
  else found.value = value;
}

function* destructure(realm: Realm, pattern: Pattern, value: Value, scope: Scope, leaf: Leaf): Run<void> {
  switch (pattern.type) {
    case "ObjectPattern":
      return yield* destructureObject(realm, pattern, value, scope, leaf);
    case "ArrayPattern":
      return yield* destructureArray(realm, pattern, value, scope, leaf);
    case "AssignmentPattern": {
      let given = value;
      if (given === undefined) {
        const name = pattern.left.type === "Identifier" ? pattern.left.name : "";
        given = yield* realm.code.evaluateNamed(pattern.right, scope, name);
      }
      return yield* destructure(realm, pattern.left, given, scope, leaf);
    }
    default:
      return yield* leaf(pattern, value, null);
  }
}

function* destructureObject(realm: Realm, pattern: ObjectPattern, value: Value, scope: Scope, leaf: Leaf): Run<void> {
  if (value === undefined || value === null) {
    const first = pattern.properties[0];
    const named = first?.type === "Property" && first.key.type === "Identifier" && !first.computed;
    realm.throw(
      "TypeError",
      named
        ? `Cannot destructure property '${describeCallee(first.key)}' of '${value}' as it is ${value}.`
        : `Cannot destructure '${value}' as it is ${value}.`,
    );
  }
  const taken = new Set<Key>();
  for (const property of pattern.properties) {
    if (property.type === "RestElement") {
      const rest = realm.object();
      const source = realm.toObject(value);
      for (const key of source.ownKeys())
        if (!taken.has(key) && source.getOwn(key)?.enumerable) rest.define(key, data(realm.get(source, key)));
      yield* destructure(realm, property.argument, rest, scope, leaf);
      continue;
    }
    const key: Key =
      !property.computed && property.key.type === "Identifier"
        ? property.key.name
        : realm.toKey(yield* realm.code.evaluate(property.key, scope));
    taken.add(key);
    yield* destructure(realm, property.value, realm.getValue(value, key), scope, leaf);
  }
}

function* destructureArray(realm: Realm, pattern: ArrayPattern, value: Value, scope: Scope, leaf: Leaf): Run<void> {
  let iteration: Iteration | null = null;
  let at = 0;
  let done = false;
  const array = realm.plainArray(value) ? value : null;
  if (!array) {
    if (value === undefined || value === null) realm.throw("TypeError", `${value} is not iterable`);
    iteration = realm.iterator(value);
  }
  const next = (): Value => {
    if (done) return undefined;
    if (array) return at < array.items.length ? array.items[at++] : undefined;
    const step = iteration!.next();
    if (step.done) done = true;
    return step.value;
  };
  try {
    for (const element of pattern.elements) {
      if (element === null) next();
      else if (element.type === "RestElement") {
        const rest: Value[] = [];
        if (array) {
          rest.push(...array.items.slice(at));
          at = array.items.length;
        } else
          for (;;) {
            realm.step();
            const item = next();
            if (done) break;
            rest.push(item);
          }
        yield* destructure(realm, element.argument, realm.array(rest), scope, leaf);
      } else yield* destructure(realm, element, next(), scope, leaf);
    }
  } catch (thrown) {
    if (iteration && !done && thrown instanceof Thrown) iteration.close(true);
    throw thrown;
  }
  if (iteration && !done) iteration.close(false);
}

/** The part of `Code` that patterns are. */
export const patternCode = (realm: Realm): Pick<Code, "assign" | "bind"> => ({
  assign: (pattern, value, scope) => assign(realm, pattern, value, scope),
  bind: (pattern, value, scope, kind) => bind(realm, pattern, value, scope, kind),
});
