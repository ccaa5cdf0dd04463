/** Classes (ECMA-262 15.7): methods, accessors, fields, private names, static blocks, `extends`. */
import type { AnyNode, Class } from "acorn";
import { Closure, type FieldOfClass, type FunctionNode, makeFunction, type Run } from "./functions.ts";
import type { Realm } from "./realm.ts";
import { Scope } from "./scope.ts";
import { accessor, data, Fn, isCallable, isObject, type Key, Obj, type Property, type Value } from "./values.ts";

type ClassNode = Class;

function* evaluateClass_(realm: Realm, node: ClassNode, outer: Scope, name: Key | null): Run<Closure> {
  const scope = new Scope(outer, outer.activation, true, false);
  const own = node.id ? scope.declare(node.id.name, true, false) : null;
  for (const element of node.body.body)
    if (element.type !== "StaticBlock" && element.key.type === "PrivateIdentifier") {
      const hidden = `#${element.key.name}`;
      if (!scope.bindings.has(hidden)) scope.declare(hidden, true, true, Symbol(hidden));
    }

  let parentPrototype: Obj | null = realm.objectPrototype;
  let parent: Obj = realm.functionPrototype;
  if (node.superClass) {
    const value = yield* realm.code.evaluate(node.superClass, scope);
    if (value === null) parentPrototype = null;
    else {
      if (!(value instanceof Fn) || value.construct === null)
        realm.throw("TypeError", `Class extends value ${realm.shortText(value)} is not a constructor or null`);
      const prototype = realm.get(value, "prototype");
      if (!isObject(prototype) && prototype !== null)
        realm.throw("TypeError", "Class extends value does not have valid prototype property undefined");
      parent = value;
      parentPrototype = prototype;
    }
  }

  const prototype = new Obj(parentPrototype);
  const written = node.body.body.find((one) => one.type === "MethodDefinition" && one.kind === "constructor");
  const code = written?.type === "MethodDefinition" ? (written.value as FunctionNode) : null;
  const closure = new Closure(realm, code, scope, node.id?.name ?? name ?? "", true, prototype);
  closure.proto = parent;
  closure.classKind = node.superClass ? "derived" : "base";
  closure.define("prototype", data(prototype, false, false, false));
  prototype.define("constructor", data(closure, false));
  closure.construct = (_realm, args, newTarget) => constructInstance(realm, closure, args, newTarget);

  const fields: FieldOfClass[] = [];
  const statics: (FieldOfClass | { readonly block: readonly AnyNode[] })[] = [];
  for (const element of node.body.body) {
    if (element.type === "StaticBlock") {
      statics.push({ block: element.body });
      continue;
    }
    if (element === written) continue;
    const home = element.static ? closure : prototype;
    const isPrivate = element.key.type === "PrivateIdentifier";
    let key: Key;
    if (element.key.type === "PrivateIdentifier") key = scope.find(`#${element.key.name}`)!.value as symbol;
    else if (!element.computed && element.key.type === "Identifier") key = element.key.name;
    else key = realm.toKey(yield* realm.code.evaluate(element.key, scope));
    if (element.type === "MethodDefinition") {
      const shown: Key =
        typeof key === "symbol" && isPrivate
          ? (key.description ?? "")
          : element.kind === "get" || element.kind === "set"
            ? `${element.kind} ${String(key)}`
            : key;
      const method = makeFunction(realm, element.value as FunctionNode, scope, shown, {
        home,
        method: true,
        strict: true,
      });
      const kind = element.kind === "get" || element.kind === "set" ? element.kind : null;
      if (isPrivate) {
        const field: FieldOfClass = { key, isPrivate, value: null, method, accessor: kind, scope };
        // Private methods are there before any field is initialised.
        if (element.static) addPrivate(closure, field);
        else fields.unshift(field);
      } else if (kind === null) home.define(key, data(method, false));
      else {
        const before = home.getOwn(key);
        const get = kind === "get" ? method : before?.accessor ? before.get : undefined;
        const set = kind === "set" ? method : before?.accessor ? before.set : undefined;
        home.define(key, accessor(get, set, false));
      }
      continue;
    }
    const field: FieldOfClass = {
      key,
      isPrivate,
      value: (element.value as AnyNode | null | undefined) ?? null,
      method: null,
      accessor: null,
      scope: fieldScope(scope, home, undefined),
    };
    (element.static ? statics : fields).push(field);
  }
  closure.fields = fields;
  if (own) {
    own.value = closure;
    own.ready = true;
  }
  for (const one of statics) {
    const inside = fieldScope(scope, closure, closure);
    if ("block" in one) {
      for (const statement of one.block)
        if (statement.type === "VariableDeclaration" || statement.type === "FunctionDeclaration") {
          yield* realm.code.execute({ type: "BlockStatement", body: one.block } as unknown as AnyNode, inside);
          break;
        }
      if (
        !one.block.some(
          (statement) => statement.type === "VariableDeclaration" || statement.type === "FunctionDeclaration",
        )
      )
        for (const statement of one.block) yield* realm.code.execute(statement, inside);
    } else yield* defineField(realm, closure, one, inside);
  }
  return closure;
}

/** Initial values see `this` and `super`, as a method would. */
function fieldScope(scope: Scope, home: Obj, self: Value): Scope {
  const activation = {
    self,
    selfReady: true,
    callee: null,
    home,
    newTarget: undefined,
    args: [],
    argumentsObject: null,
  };
  return new Scope(scope, activation, true, true);
}

function addPrivate(target: Obj, field: FieldOfClass): void {
  target.privates ??= new Map();
  const key = field.key as symbol;
  if (field.accessor === null) {
    target.privates.set(key, data(field.method, false, false));
    return;
  }
  const before = target.privates.get(key);
  const property: Property = accessor(before?.get, before?.set, false);
  if (field.accessor === "get") property.get = field.method;
  else property.set = field.method;
  target.privates.set(key, property);
}

function* defineField(realm: Realm, target: Obj, field: FieldOfClass, scope: Scope): Run<void> {
  if (field.method) {
    addPrivate(target, field);
    return;
  }
  const shown: Key = typeof field.key === "symbol" && field.isPrivate ? (field.key.description ?? "") : field.key;
  const value = field.value ? yield* realm.code.evaluateNamed(field.value, scope, shown) : undefined;
  if (field.isPrivate) {
    target.privates ??= new Map();
    target.privates.set(field.key as symbol, data(value));
  } else target.define(field.key, data(value));
}

/** What `new` and `super()` do once the object is there. */
function* initialiseFields(realm: Realm, closure: Closure, object: Obj): Run<void> {
  for (const field of closure.fields) {
    const scope = fieldScope(field.scope, field.scope.activation.home ?? object, object);
    yield* defineField(realm, object, field, scope);
  }
}

function drive(run: Run<void>): void {
  const step = run.next({ how: "next", value: undefined });
  if (!step.done) throw new TypeError("a field's initial value was suspended");
}

function constructInstance(realm: Realm, closure: Closure, args: readonly Value[], newTarget: Obj): Obj {
  if (closure.classKind === "base") {
    const made = new Obj(realm.prototypeFor(newTarget, realm.objectPrototype));
    drive(initialiseFields(realm, closure, made));
    if (!closure.node) return made;
    const result = realm.code.invoke(closure, closure.activation(made, true, args, newTarget));
    return isObject(result) ? result : made;
  }
  if (!closure.node) {
    const parent = closure.proto;
    if (!isCallable(parent) || parent.construct === null)
      realm.throw("TypeError", "Super constructor is not a constructor");
    const made = parent.construct(realm, args, newTarget);
    drive(initialiseFields(realm, closure, made));
    return made;
  }
  const activation = closure.activation(undefined, false, args, newTarget);
  const result = realm.code.invoke(closure, activation);
  if (isObject(result)) return result;
  if (!activation.selfReady || !isObject(activation.self))
    realm.throw(
      "ReferenceError",
      "Must call super constructor in derived class before accessing 'this' or returning from derived constructor",
    );
  return activation.self;
}

export const evaluateClass = Object.assign(evaluateClass_, { fields: initialiseFields });
