/** Evaluates expressions (ECMA-262 section 13), left to right as it says there. */
import type {
  AnyNode,
  ArrayExpression,
  AssignmentExpression,
  CallExpression,
  MemberExpression,
  ObjectExpression,
} from "acorn";
import { describeCallee } from "./callee.ts";
import { evaluateClass } from "./classes.ts";
import { delegate } from "./delegate.ts";
import { type Closure, type FunctionNode, makeFunction, type Run } from "./functions.ts";
import { binary, typeOf } from "./operators.ts";
import { assignName, getPrivate, privateName, propertyKey, setPrivate } from "./patterns.ts";
import { ClockValue, type Realm } from "./realm.ts";
import type { Scope } from "./scope.ts";
import {
  ArgumentsObj,
  Arr,
  accessor,
  arrayIndex,
  data,
  isCallable,
  isObject,
  type Key,
  type Obj,
  RegExpObj,
  Thrown,
  type Value,
} from "./values.ts";

/** `a?.b.c` with nothing in `a`: the rest of the chain is skipped. */
const skipped = Symbol("skipped");

export function* evaluateNamed(realm: Realm, node: AnyNode, scope: Scope, name: Key): Run<Value> {
  switch (node.type) {
    case "ArrowFunctionExpression":
      return functionValue(realm, node as FunctionNode, scope, name);
    case "FunctionExpression":
      return node.id ? yield* evaluate(realm, node, scope) : functionValue(realm, node as FunctionNode, scope, name);
    case "ClassExpression":
      return yield* evaluateClass(realm, node, scope, node.id ? null : name);
    default:
      return yield* evaluate(realm, node, scope);
  }
}

function functionValue(realm: Realm, node: FunctionNode, scope: Scope, name: Key): Closure {
  return makeFunction(realm, node, scope, name, {
    strict: scope.strict || hasDirective(node),
    home: node.type === "ArrowFunctionExpression" ? scope.activation.home : null,
  });
}

export function hasDirective(node: FunctionNode): boolean {
  if (node.body.type !== "BlockStatement") return false;
  return node.body.body.some((one) => one.type === "ExpressionStatement" && one.directive === "use strict");
}

/**
 * Chooses who evaluates a node. The frequent kinds have generators of their own, because a frame of one that could evaluate everything is
 * large, and how deep programs may recur is up to the size of frames.
 */
export function evaluate(realm: Realm, node: AnyNode, scope: Scope): Run<Value> {
  switch (node.type) {
    case "Identifier":
      return ready(lookUp(realm, node.name, scope, node));
    case "ThisExpression":
      return ready(thisValue(realm, scope));
    case "ArrowFunctionExpression":
      return ready(functionValue(realm, node as FunctionNode, scope, ""));
    case "BinaryExpression":
      return node.left.type === "PrivateIdentifier"
        ? evaluateOther(realm, node, scope)
        : binaryExpression(realm, node, scope);
    case "LogicalExpression":
      return logicalExpression(realm, node, scope);
    case "ConditionalExpression":
      return conditionalExpression(realm, node, scope);
    case "AssignmentExpression":
      return assignment(realm, node, scope);
    case "MemberExpression":
      return memberExpression(realm, node, scope);
    case "CallExpression":
      return call(realm, node, scope);
    case "ArrayExpression":
      return arrayLiteral(realm, node, scope);
    case "ObjectExpression":
      return objectLiteral(realm, node, scope);
    case "AwaitExpression":
      return awaitExpression(realm, node, scope);
    case "UnaryExpression":
      return unary(realm, node.operator, node.argument, scope);
    case "UpdateExpression":
      return update(realm, node.operator, node.prefix, node.argument, scope);
    default:
      return evaluateOther(realm, node, scope);
  }
}

/** A value that is there already. */
// biome-ignore lint/correctness/useYield: an evaluation that never waits
function* ready(value: Value): Run<Value> {
  return value;
}

type NodeOf<T extends AnyNode["type"]> = Extract<AnyNode, { type: T }>;

function* binaryExpression(realm: Realm, node: NodeOf<"BinaryExpression">, scope: Scope): Run<Value> {
  const left = yield* evaluate(realm, node.left, scope);
  const right = yield* evaluate(realm, node.right, scope);
  place(realm, node);
  return binary(realm, node.operator, left, right);
}

function* logicalExpression(realm: Realm, node: NodeOf<"LogicalExpression">, scope: Scope): Run<Value> {
  const left = yield* evaluate(realm, node.left, scope);
  const { operator } = node;
  const stays =
    operator === "&&"
      ? !realm.truthy(left)
      : operator === "||"
        ? realm.truthy(left)
        : left !== undefined && left !== null;
  return stays ? left : yield* evaluate(realm, node.right, scope);
}

function* conditionalExpression(realm: Realm, node: NodeOf<"ConditionalExpression">, scope: Scope): Run<Value> {
  const test = realm.truthy(yield* evaluate(realm, node.test, scope));
  return yield* evaluate(realm, test ? node.consequent : node.alternate, scope);
}

function* memberExpression(realm: Realm, node: MemberExpression, scope: Scope): Run<Value> {
  return (yield* member(realm, node, scope)).value;
}

function* awaitExpression(realm: Realm, node: NodeOf<"AwaitExpression">, scope: Scope): Run<Value> {
  const value = yield* evaluate(realm, node.argument, scope);
  place(realm, node);
  const { line } = realm;
  const resumed = yield { what: "await", value, line };
  realm.line = line;
  if (resumed.how === "throw") throw new Thrown(resumed.value);
  return resumed.value;
}

function* evaluateOther(realm: Realm, node: AnyNode, scope: Scope): Run<Value> {
  switch (node.type) {
    case "Literal":
      if (node.regex) return new RegExpObj(realm.prototype("RegExp"), new RegExp(node.regex.pattern, node.regex.flags));
      return node.value as Value;
    case "ParenthesizedExpression":
      return yield* evaluate(realm, node.expression, scope);
    case "TemplateLiteral": {
      let text = node.quasis[0]!.value.cooked ?? "";
      for (let i = 0; i < node.expressions.length; i++) {
        const value = yield* evaluate(realm, node.expressions[i]!, scope);
        text += realm.toText(value) + (node.quasis[i + 1]!.value.cooked ?? "");
      }
      return realm.shortEnough(text);
    }
    case "TaggedTemplateExpression": {
      const { fn, self } = yield* callee(realm, node.tag, scope);
      const strings = realm.array(node.quasi.quasis.map((part) => part.value.cooked ?? undefined));
      strings.properties.set("raw", data(realm.array(node.quasi.quasis.map((part) => part.value.raw)), false));
      const args: Value[] = [strings];
      for (const one of node.quasi.expressions) args.push(yield* evaluate(realm, one, scope));
      return realm.call(fn, self, args, node.tag);
    }
    case "FunctionExpression": {
      if (!node.id) return functionValue(realm, node as FunctionNode, scope, "");
      const own = scope.inner();
      const binding = own.declare(node.id.name, true, true);
      binding.quiet = true;
      binding.value = functionValue(realm, node as FunctionNode, own, node.id.name);
      return binding.value;
    }
    case "ClassExpression":
      return yield* evaluateClass(realm, node, scope, null);
    case "BinaryExpression": {
      if (node.left.type === "PrivateIdentifier") {
        const right = yield* evaluate(realm, node.right, scope);
        if (!isObject(right))
          realm.throw("TypeError", `Cannot use 'in' operator to search for '#${node.left.name}' in ${String(right)}`);
        return right.privates?.has(privateName(scope, node.left.name)) === true;
      }
      return realm.unsupported(node.operator, "", "");
    }
    case "SequenceExpression": {
      let last: Value;
      for (const one of node.expressions) last = yield* evaluate(realm, one, scope);
      return last;
    }
    case "ChainExpression": {
      const value = yield* evaluate(realm, node.expression, scope);
      return value === skipped ? undefined : value;
    }
    case "NewExpression": {
      const target = yield* evaluate(realm, node.callee, scope);
      const args = yield* argumentsOf(realm, node.arguments, scope);
      place(realm, node);
      return realm.construct(target, args, target, node.callee);
    }
    case "YieldExpression": {
      const value = node.argument ? yield* evaluate(realm, node.argument, scope) : undefined;
      place(realm, node);
      const async = scope.activation.callee?.node?.async === true;
      return node.delegate ? yield* delegate(realm, value, async) : yield* delegate.one(realm, value, async);
    }
    case "MetaProperty":
      if (node.meta.name === "new") return scope.activation.newTarget;
      return importMeta(realm);
    case "ImportExpression":
      place(realm, node);
      return realm.unsupported(
        "import()",
        "파일 첫머리의 import나 require로 node: 모듈을 쓰세요.",
        "Use import at the top of the file, or require, with a node: module.",
      );
    case "Super":
      return realm.throw("SyntaxError", "'super' keyword unexpected here");
    default:
      place(realm, node);
      return realm.unsupported(node.type, "", "");
  }
}

/** Where the program is: for messages, and for "who queued it". */
export function place(realm: Realm, node: AnyNode): void {
  const at = node.loc?.start;
  if (at) {
    realm.line = at.line;
    realm.column = at.column + 1;
  }
}

function importMeta(realm: Realm): Value {
  const known = realm.prototypes.get("import.meta");
  return known ?? realm.unsupported("import.meta", "", "");
}

export function lookUp(realm: Realm, name: string, scope: Scope, node: AnyNode): Value {
  const binding = scope.find(name);
  if (binding) {
    if (!binding.ready) {
      place(realm, node);
      realm.throw("ReferenceError", `Cannot access '${name}' before initialization`);
    }
    return binding.value;
  }
  if (name === "undefined") return undefined;
  if (name === "arguments" && scope.activation.callee) return argumentsObject(realm, scope);
  const property = realm.global.getOwn(name);
  if (property) return realm.get(realm.global, name);
  place(realm, node);
  if (missingGlobals.has(name))
    realm.unsupported(
      name,
      "쓸 수 있는 것: console, process.nextTick, queueMicrotask, Promise, setTimeout, setInterval, setImmediate, 그리고 언어의 표준 객체.",
      "There are console, process.nextTick, queueMicrotask, Promise, setTimeout, setInterval, setImmediate, and the language's own objects.",
    );
  return realm.throw("ReferenceError", `${name} is not defined`);
}

/** What Node has and this has not: no ReferenceError, then, but a word about it. */
const missingGlobals = new Set(
  `eval Function Intl WebAssembly SharedArrayBuffer Atomics ArrayBuffer DataView Proxy Reflect FinalizationRegistry Uint8Array Int8Array
   Uint16Array Int16Array Uint32Array Int32Array Float32Array Float64Array BigInt64Array BigUint64Array Uint8ClampedArray fetch
   AbortController AbortSignal MessageChannel MessagePort MessageEvent BroadcastChannel Event EventTarget Worker URL URLSearchParams
   TextEncoder TextDecoder Blob File FormData Headers Request Response ReadableStream WritableStream TransformStream crypto navigator
   atob btoa DOMException escape unescape Iterator`.split(/\s+/),
);

function thisValue(realm: Realm, scope: Scope): Value {
  if (!scope.activation.selfReady)
    realm.throw(
      "ReferenceError",
      "Must call super constructor in derived class before accessing 'this' or returning from derived constructor",
    );
  return scope.activation.self;
}

function argumentsObject(realm: Realm, scope: Scope): Obj {
  const { activation } = scope;
  if (!activation.argumentsObject) {
    const made = new ArgumentsObj(realm.objectPrototype);
    for (const [i, value] of activation.args.entries()) made.define(String(i), data(value));
    made.define("length", data(activation.args.length, false));
    made.define(Symbol.iterator, data(realm.arrayValues, false));
    activation.argumentsObject = made;
  }
  return activation.argumentsObject;
}

// --- literals

function* arrayLiteral(realm: Realm, node: ArrayExpression, scope: Scope): Run<Value> {
  const items: Value[] = [];
  for (const element of node.elements) {
    if (element === null) items.length++;
    else if (element.type === "SpreadElement") {
      const spread = yield* evaluate(realm, element.argument, scope);
      place(realm, element);
      for (const item of realm.list(spread, describeCallee(element.argument))) items.push(item);
    } else items.push(yield* evaluate(realm, element, scope));
  }
  return realm.array(items);
}

function* objectLiteral(realm: Realm, node: ObjectExpression, scope: Scope): Run<Value> {
  const object = realm.object();
  for (const property of node.properties) {
    if (property.type === "SpreadElement") {
      const source = yield* evaluate(realm, property.argument, scope);
      if (source === undefined || source === null) continue;
      const from = realm.toObject(source);
      for (const key of from.ownKeys())
        if (from.getOwn(key)?.enumerable) object.define(key, data(realm.get(from, key)));
      continue;
    }
    const key: Key =
      !property.computed && property.key.type === "Identifier"
        ? property.key.name
        : realm.toKey(yield* evaluate(realm, property.key, scope));
    if (property.kind !== "init" || property.method) {
      const fn = property.value as FunctionNode;
      const shown: Key = property.kind === "init" ? key : typeof key === "symbol" ? key : `${property.kind} ${key}`;
      const strict = scope.strict || hasDirective(fn);
      const made = makeFunction(realm, fn, scope, shown, { home: object, method: true, strict });
      if (property.kind === "init") object.define(key, data(made));
      else {
        const before = object.getOwn(key);
        const get = property.kind === "get" ? made : before?.accessor ? before.get : undefined;
        const set = property.kind === "set" ? made : before?.accessor ? before.set : undefined;
        object.define(key, accessor(get, set, true));
      }
      continue;
    }
    const isProto = key === "__proto__" && !property.computed && !property.shorthand;
    const value = yield* evaluateNamed(realm, property.value, scope, key);
    if (isProto) {
      if (isObject(value) || value === null) object.proto = value;
    } else object.define(key, data(value));
  }
  return object;
}

// --- operators

function* unary(realm: Realm, operator: string, argument: AnyNode, scope: Scope): Run<Value> {
  if (operator === "typeof" && argument.type === "Identifier") {
    const { name } = argument;
    if (!scope.find(name) && !realm.global.getOwn(name) && name !== "arguments" && !missingGlobals.has(name))
      return "undefined";
  }
  if (operator === "delete") {
    if (argument.type === "ChainExpression") return yield* unary(realm, operator, argument.expression, scope);
    if (argument.type !== "MemberExpression") return true;
    const object = yield* evaluate(realm, argument.object, scope);
    if (object === skipped) return true;
    const key = yield* propertyKey(realm, argument, scope);
    const done = isObject(object) ? object.remove(key) : true;
    if (!done && scope.strict)
      realm.throw("TypeError", `Cannot delete property '${String(key)}' of ${realm.tagText(object as Obj)}`);
    return done;
  }
  const value = yield* evaluate(realm, argument, scope);
  switch (operator) {
    case "typeof":
      return typeOf(value);
    case "!":
      return !realm.truthy(value);
    case "void":
      return undefined;
    case "+":
      return value instanceof ClockValue ? value : realm.toNumber(value);
    case "-": {
      const number = realm.toNumeric(value);
      return typeof number === "bigint" ? -number : -number;
    }
    case "~": {
      const number = realm.toNumeric(value);
      return typeof number === "bigint" ? ~number : ~number;
    }
    default:
      return realm.unsupported(operator, "", "");
  }
}

/** Somewhere that can be read and then written; object and key are evaluated once. */
interface Place {
  read(): Value;
  write(value: Value): void;
}

function* placeOf(realm: Realm, node: AnyNode, scope: Scope): Run<Place> {
  if (node.type === "ParenthesizedExpression") return yield* placeOf(realm, node.expression, scope);
  if (node.type === "Identifier")
    return {
      read: () => lookUp(realm, node.name, scope, node),
      write: (value) => assignName(realm, node.name, value, scope),
    };
  if (node.type !== "MemberExpression") return realm.throw("SyntaxError", "Invalid left-hand side in assignment");
  if (node.object.type === "Super") {
    const key = yield* propertyKey(realm, node, scope);
    const self = thisValue(realm, scope);
    const parent = scope.activation.home?.proto ?? null;
    return {
      read: () => (parent ? realm.get(parent, key, self) : undefined),
      write: (value) => realm.set(self, key, value, true),
    };
  }
  const object = yield* evaluate(realm, node.object, scope);
  const { property } = node;
  if (property.type === "PrivateIdentifier")
    return {
      read: () => getPrivate(realm, object, property.name, scope),
      write: (value) => setPrivate(realm, object, property.name, value, scope),
    };
  const key = yield* propertyKey(realm, node, scope);
  return {
    read: () => realm.getValue(object, key),
    write: (value) => realm.set(object, key, value, scope.strict),
  };
}

function* update(realm: Realm, operator: string, prefix: boolean, argument: AnyNode, scope: Scope): Run<Value> {
  const place = yield* placeOf(realm, argument, scope);
  const before = realm.toNumeric(place.read());
  const after =
    typeof before === "bigint"
      ? operator === "++"
        ? before + 1n
        : before - 1n
      : operator === "++"
        ? before + 1
        : before - 1;
  place.write(after);
  return prefix ? after : before;
}

function* assignment(realm: Realm, node: AssignmentExpression, scope: Scope): Run<Value> {
  const { operator, left } = node;
  if (operator === "=") {
    if (left.type === "ObjectPattern" || left.type === "ArrayPattern") {
      const value = yield* evaluate(realm, node.right, scope);
      yield* realm.code.assign(left, value, scope);
      return value;
    }
    if (left.type === "Identifier") {
      const value = yield* evaluateNamed(realm, node.right, scope, left.name);
      place(realm, node);
      assignName(realm, left.name, value, scope);
      return value;
    }
    const target = yield* placeOf(realm, left, scope);
    const value = yield* evaluate(realm, node.right, scope);
    place(realm, node);
    target.write(value);
    return value;
  }
  const target = yield* placeOf(realm, left, scope);
  const before = target.read();
  if (operator === "&&=" || operator === "||=" || operator === "??=") {
    const stays =
      operator === "&&="
        ? !realm.truthy(before)
        : operator === "||="
          ? realm.truthy(before)
          : before !== undefined && before !== null;
    if (stays) return before;
    const value = yield* evaluateNamed(realm, node.right, scope, left.type === "Identifier" ? left.name : "");
    target.write(value);
    return value;
  }
  const right = yield* evaluate(realm, node.right, scope);
  place(realm, node);
  const value = binary(realm, operator.slice(0, -1), before, right);
  target.write(value);
  return value;
}

// --- members and calls

function* member(realm: Realm, node: MemberExpression, scope: Scope): Run<{ value: Value; self: Value }> {
  if (node.object.type === "Super") {
    const key = yield* propertyKey(realm, node, scope);
    const self = thisValue(realm, scope);
    const parent = scope.activation.home?.proto;
    return { value: parent ? realm.get(parent, key, self) : undefined, self };
  }
  const object = yield* evaluate(realm, node.object, scope);
  if (object === skipped || (node.optional && (object === undefined || object === null)))
    return { value: skipped, self: undefined };
  if (node.property.type === "PrivateIdentifier")
    return { value: getPrivate(realm, object, node.property.name, scope), self: object };
  if (node.computed) {
    const property = yield* evaluate(realm, node.property, scope);
    // The common case without a detour over text.
    if (
      object instanceof Arr &&
      typeof property === "number" &&
      property in object.items &&
      arrayIndex(String(property)) !== null
    )
      return { value: object.items[property], self: object };
    if (object === undefined || object === null) place(realm, node);
    return { value: realm.getValue(object, realm.toKey(property)), self: object };
  }
  const { name } = node.property as { name: string };
  if (object === undefined || object === null) place(realm, node);
  return { value: realm.getValue(object, name), self: object };
}

function* callee(realm: Realm, node: AnyNode, scope: Scope): Run<{ fn: Value; self: Value }> {
  if (node.type === "MemberExpression") {
    const { value, self } = yield* member(realm, node, scope);
    return { fn: value, self };
  }
  if (node.type === "ParenthesizedExpression") return yield* callee(realm, node.expression, scope);
  if (node.type === "ChainExpression") {
    const found = yield* callee(realm, node.expression, scope);
    return found.fn === skipped ? { fn: undefined, self: undefined } : found;
  }
  return { fn: yield* evaluate(realm, node, scope), self: undefined };
}

function* argumentsOf(realm: Realm, nodes: CallExpression["arguments"], scope: Scope): Run<Value[]> {
  const args: Value[] = [];
  for (const node of nodes)
    if (node.type === "SpreadElement") {
      const spread = yield* evaluate(realm, node.argument, scope);
      place(realm, node);
      for (const item of realm.list(spread)) args.push(item);
    } else args.push(yield* evaluate(realm, node, scope));
  return args;
}

function* call(realm: Realm, node: CallExpression, scope: Scope): Run<Value> {
  realm.step();
  if (node.callee.type === "Super") return yield* superCall(realm, node, scope);
  const { fn, self } = yield* callee(realm, node.callee, scope);
  if (fn === skipped || (node.optional && (fn === undefined || fn === null))) return skipped;
  const args = yield* argumentsOf(realm, node.arguments, scope);
  place(realm, node.callee.type === "MemberExpression" ? node.callee.property : node);
  return realm.call(fn, self, args, node.callee);
}

function* superCall(realm: Realm, node: CallExpression, scope: Scope): Run<Value> {
  const { activation } = scope;
  const parent = activation.callee?.proto;
  const args = yield* argumentsOf(realm, node.arguments, scope);
  place(realm, node);
  if (!isCallable(parent) || parent.construct === null || !activation.newTarget)
    realm.throw("TypeError", "Super constructor is not a constructor");
  const made = parent.construct(realm, args, activation.newTarget);
  if (activation.selfReady) realm.throw("ReferenceError", "Super constructor may only be called once");
  activation.self = made;
  activation.selfReady = true;
  yield* evaluateClass.fields(realm, activation.callee!, made);
  return made;
}
