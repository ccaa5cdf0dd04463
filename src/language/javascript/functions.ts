/**
 * Functions of a program, and the coroutines that async functions and generators are. Evaluating syntax is a host generator: it
 * yields where the program may be suspended, and nowhere else, so that a function that cannot be suspended runs in one go.
 */
import type {
  AnyNode,
  ArrowFunctionExpression,
  Expression,
  FunctionDeclaration,
  FunctionExpression,
  Pattern,
} from "acorn";
import type { Realm } from "./realm.ts";
import type { Activation, Scope } from "./scope.ts";
import { data, Fn, type Key, Obj, type Value } from "./values.ts";

export type FunctionNode = FunctionDeclaration | FunctionExpression | ArrowFunctionExpression;

/** Where evaluation pauses: for a promise, or with a value for whoever drives the generator. */
export interface Suspension {
  readonly what: "await" | "yield";
  readonly value: Value;
  readonly line: number;
}

/** How it goes on. */
export interface Resumption {
  readonly how: "next" | "throw" | "return";
  readonly value: Value;
}

export type Run<T> = Generator<Suspension, T, Resumption>;

/** How a statement ended; undefined: it went through. */
export type Completion =
  | undefined
  /** `bare`: without an expression; an async generator does not await then. */
  | { readonly type: "return"; readonly value: Value; readonly bare: boolean }
  | { readonly type: "break" | "continue"; readonly label: string | null };

/** `generator.return(value)` on its way through the `finally` blocks. */
export class GeneratorReturn {
  readonly value: Value;

  constructor(value: Value) {
    this.value = value;
  }
}

/** The evaluator's parts, as they call each other. */
export interface Code {
  evaluate(node: AnyNode, scope: Scope): Run<Value>;
  /** As `evaluate`; a function or class without a name gets this one. */
  evaluateNamed(node: AnyNode, scope: Scope, name: Key): Run<Value>;
  execute(node: AnyNode, scope: Scope): Run<Completion>;
  assign(pattern: Pattern | Expression, value: Value, scope: Scope): Run<void>;
  /** Declares and initialises the names of a pattern. */
  bind(pattern: Pattern, value: Value, scope: Scope, kind: "var" | "let" | "const"): Run<void>;
  invoke(closure: Closure, activation: Activation): Value;
}

export interface FieldOfClass {
  /** A symbol of `privates` when `isPrivate`. */
  readonly key: Key;
  readonly isPrivate: boolean;
  /** Null: no initial value. For private methods and accessors, `property` is given instead. */
  readonly value: AnyNode | null;
  readonly method: Closure | null;
  readonly accessor: "get" | "set" | null;
  readonly scope: Scope;
}

export class Closure extends Fn {
  readonly realm: Realm;
  readonly node: FunctionNode | null;
  readonly scope: Scope;
  readonly strict: boolean;
  /** For `super`: the object whose method this is. */
  readonly home: Obj | null;
  classKind: "base" | "derived" | null = null;
  fields: readonly FieldOfClass[] = [];
  construct: Fn["construct"] = null;

  constructor(realm: Realm, node: FunctionNode | null, scope: Scope, name: Key, strict: boolean, home: Obj | null) {
    super(realm.functionPrototype);
    this.realm = realm;
    this.node = node;
    this.scope = scope;
    this.strict = strict;
    this.home = home;
    this.define("length", data(expectedArguments(node), false, false));
    this.define("name", data(typeof name === "symbol" ? `[${name.description}]` : name, false, false));
  }

  call(realm: Realm, self: Value, args: readonly Value[]): Value {
    if (this.classKind !== null) {
      const name = String(this.getOwn("name")?.value ?? "");
      realm.throw("TypeError", `Class constructor ${name} cannot be invoked without 'new'`);
    }
    let receiver = self;
    if (!this.strict && this.node?.type !== "ArrowFunctionExpression") {
      if (self === undefined || self === null) receiver = realm.global;
      else if (!(self instanceof Obj)) receiver = realm.toObject(self);
    }
    return realm.code.invoke(this, this.activation(receiver, true, args, undefined));
  }

  activation(self: Value, selfReady: boolean, args: readonly Value[], newTarget: Obj | undefined): Activation {
    return { self, selfReady, callee: this, home: this.home, newTarget, args, argumentsObject: null };
  }
}

function expectedArguments(node: FunctionNode | null): number {
  if (!node) return 0;
  let count = 0;
  for (const parameter of node.params) {
    if (parameter.type === "AssignmentPattern" || parameter.type === "RestElement") break;
    count++;
  }
  return count;
}

/** Makes a function from its syntax, with a `prototype` when it can be constructed. */
export function makeFunction(
  realm: Realm,
  node: FunctionNode,
  scope: Scope,
  name: Key,
  options: { readonly home?: Obj | null; readonly method?: boolean; readonly strict: boolean },
): Closure {
  const closure = new Closure(realm, node, scope, name, options.strict, options.home ?? null);
  const { generator, async } = node;
  if (generator) {
    const kind = async ? "AsyncGenerator" : "Generator";
    closure.proto = realm.prototype(`${kind}Function`);
    closure.define("prototype", data(new Obj(realm.prototype(kind)), false, true, false));
  } else if (async) closure.proto = realm.prototype("AsyncFunction");
  else if (node.type !== "ArrowFunctionExpression" && !options.method) {
    const prototype = realm.object();
    prototype.define("constructor", data(closure, false));
    closure.define("prototype", data(prototype, false, true, false));
    closure.construct = (_realm, args, newTarget) => {
      const made = new Obj(realm.prototypeFor(newTarget, realm.objectPrototype));
      const result = realm.code.invoke(closure, closure.activation(made, true, args, newTarget));
      return result instanceof Obj ? result : made;
    };
  }
  return closure;
}

/** Drives what cannot be suspended. @throws TypeError when it was suspended all the same: a mistake of ours */
export function inOneGo<T>(run: Run<T>): T {
  const step = run.next({ how: "next", value: undefined });
  if (!step.done) throw new TypeError(`suspended (${step.value.what}) where the syntax has no place for it`);
  return step.value;
}
