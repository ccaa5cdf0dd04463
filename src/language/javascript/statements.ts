/** Executes statements (ECMA-262 section 14). A statement ends normally or with a completion that an outer one takes up. */
import type {
  AnyNode,
  ForInStatement,
  ForOfStatement,
  ForStatement,
  Pattern,
  SwitchStatement,
  TryStatement,
} from "acorn";
import { describeCallee } from "./callee.ts";
import { evaluateClass } from "./classes.ts";
import { asyncIterator } from "./delegate.ts";
import { evaluate, evaluateNamed, hasDirective, place } from "./expressions.ts";
import { type Completion, type FunctionNode, makeFunction, type Run } from "./functions.ts";
import { namesOfBlock } from "./hoist.ts";
import type { Iteration, Realm } from "./realm.ts";
import { Scope } from "./scope.ts";
import { isObject, Thrown, type Value } from "./values.ts";

/** Chooses who executes a statement: see `evaluate` in `expressions.ts`. */
export function execute(realm: Realm, node: AnyNode, scope: Scope): Run<Completion> {
  realm.step();
  place(realm, node);
  switch (node.type) {
    case "ExpressionStatement":
      return expressionStatement(realm, node.expression, scope);
    case "ReturnStatement":
      return returnStatement(realm, node.argument ?? null, scope);
    case "IfStatement":
      return ifStatement(realm, node, scope);
    case "BlockStatement":
      return blockStatement(realm, node.body, scope);
    case "TryStatement":
      return executeTry(realm, node, scope);
    case "ForStatement":
      return executeFor(realm, node, scope, []);
    case "ForOfStatement":
      return executeForOf(realm, node, scope, []);
    default:
      return executeOther(realm, node, scope);
  }
}

function* expressionStatement(realm: Realm, expression: AnyNode, scope: Scope): Run<Completion> {
  yield* evaluate(realm, expression, scope);
  return undefined;
}

function* returnStatement(realm: Realm, argument: AnyNode | null, scope: Scope): Run<Completion> {
  const value = argument ? yield* evaluate(realm, argument, scope) : undefined;
  return { type: "return", value, bare: !argument };
}

function* ifStatement(realm: Realm, node: Extract<AnyNode, { type: "IfStatement" }>, scope: Scope): Run<Completion> {
  const chosen = realm.truthy(yield* evaluate(realm, node.test, scope)) ? node.consequent : node.alternate;
  return chosen ? yield* execute(realm, chosen, scope) : undefined;
}

function* blockStatement(realm: Realm, body: readonly AnyNode[], scope: Scope): Run<Completion> {
  const inner = scope.inner();
  declareBlock(realm, body, inner);
  return yield* executeAll(realm, body, inner);
}

function* executeOther(realm: Realm, node: AnyNode, scope: Scope): Run<Completion> {
  switch (node.type) {
    case "VariableDeclaration":
      for (const { id, init } of node.declarations) {
        if (!init) {
          if (node.kind !== "var") yield* realm.code.bind(id, undefined, scope, node.kind as "let");
          continue;
        }
        const value =
          id.type === "Identifier"
            ? yield* evaluateNamed(realm, init, scope, id.name)
            : yield* evaluate(realm, init, scope);
        yield* realm.code.bind(id, value, scope, node.kind as "var");
      }
      return undefined;
    case "FunctionDeclaration":
    case "EmptyStatement":
    case "DebuggerStatement":
    case "ImportDeclaration":
    case "ExportAllDeclaration":
      return undefined;
    case "ExportNamedDeclaration":
      return node.declaration ? yield* execute(realm, node.declaration, scope) : undefined;
    case "ExportDefaultDeclaration": {
      const { declaration } = node;
      if (declaration.type === "FunctionDeclaration") return undefined;
      if (declaration.type === "ClassDeclaration" && declaration.id)
        return yield* execute(realm, declaration as AnyNode, scope);
      yield* evaluateNamed(realm, declaration as AnyNode, scope, "default");
      return undefined;
    }
    case "ClassDeclaration": {
      const binding = scope.bindings.get(node.id!.name) ?? scope.declare(node.id!.name, false, false);
      binding.value = yield* evaluateClass(realm, node, scope, null);
      binding.ready = true;
      return undefined;
    }
    case "ThrowStatement": {
      const value = yield* evaluate(realm, node.argument, scope);
      place(realm, node);
      throw new Thrown(value);
    }
    case "ForInStatement":
      return yield* executeForIn(realm, node, scope, []);
    case "WhileStatement":
    case "DoWhileStatement":
      return yield* executeWhile(realm, node, scope, []);
    case "SwitchStatement":
      return yield* executeSwitch(realm, node, scope);
    case "BreakStatement":
      return { type: "break", label: node.label?.name ?? null };
    case "ContinueStatement":
      return { type: "continue", label: node.label?.name ?? null };
    case "LabeledStatement":
      return yield* executeLabeled(realm, node, scope, []);
    default:
      return realm.unsupported(node.type, "", "");
  }
}

export function* executeAll(realm: Realm, body: readonly AnyNode[], scope: Scope): Run<Completion> {
  for (const statement of body) {
    const completion = yield* execute(realm, statement, scope);
    if (completion) return completion;
  }
  return undefined;
}

/** The names of a block, before its first statement: functions with their values, the rest not ready. */
export function declareBlock(realm: Realm, body: readonly AnyNode[], scope: Scope): void {
  const { lexical, functions } = namesOfBlock(body);
  for (const { name, constant } of lexical) scope.declare(name, constant, false);
  for (const node of functions) {
    const name = node.id?.name ?? "default";
    const fn = node as FunctionNode;
    const value = makeFunction(realm, fn, scope, name, { strict: scope.strict || hasDirective(fn) });
    scope.declare(name, false, true, value);
    if (!scope.strict && !scope.isFunction) {
      for (let outer = scope.parent; outer; outer = outer.parent)
        if (outer.isFunction) {
          const hoisted = outer.bindings.get(name);
          if (hoisted) hoisted.value = value;
          break;
        }
    }
  }
}

function* executeTry(realm: Realm, node: TryStatement, scope: Scope): Run<Completion> {
  let completion: Completion;
  try {
    try {
      completion = yield* execute(realm, node.block, scope);
    } catch (thrown) {
      if (!(thrown instanceof Thrown) || !node.handler) throw thrown;
      const inner = scope.inner();
      if (node.handler.param) yield* realm.code.bind(node.handler.param, thrown.value, inner, "let");
      completion = yield* execute(realm, node.handler.body, inner);
    }
  } catch (thrown) {
    // Also the end of a generator from outside goes through here; the end of the whole interpretation does not.
    if (node.finalizer && realm.isPassing(thrown)) {
      const instead = yield* execute(realm, node.finalizer, scope);
      if (instead) return instead;
    }
    throw thrown;
  }
  if (node.finalizer) {
    const instead = yield* execute(realm, node.finalizer, scope);
    if (instead) return instead;
  }
  return completion;
}

// --- loops

/** What a loop does with the completion of its body: go on, or end with this. */
function afterBody(completion: Completion, labels: readonly string[]): "on" | { readonly end: Completion } {
  if (!completion) return "on";
  if (completion.type === "return") return { end: completion };
  const mine = completion.label === null || labels.includes(completion.label);
  if (completion.type === "continue") return mine ? "on" : { end: completion };
  return { end: mine ? undefined : completion };
}

function* executeFor(realm: Realm, node: ForStatement, scope: Scope, labels: readonly string[]): Run<Completion> {
  let inner = scope;
  const perTurn: string[] = [];
  if (node.init?.type === "VariableDeclaration" && node.init.kind !== "var") {
    inner = scope.inner();
    declareBlock(realm, [node.init], inner);
    if (node.init.kind === "let") perTurn.push(...inner.bindings.keys());
  }
  if (node.init) {
    if (node.init.type === "VariableDeclaration") yield* execute(realm, node.init, inner);
    else yield* evaluate(realm, node.init, inner);
  }
  const idle = isIdle(node.body) && !node.update;
  for (;;) {
    // Closures made in one turn keep the variables of that turn.
    if (perTurn.length > 0) inner = copyScope(inner, perTurn);
    realm.step();
    if (node.test && !realm.truthy(yield* loopTest(realm, node.test, inner, idle))) return undefined;
    const after = afterBody(yield* execute(realm, node.body, inner), labels);
    if (after !== "on") return after.end;
    if (perTurn.length > 0) inner = copyScope(inner, perTurn);
    if (node.update) yield* evaluate(realm, node.update, inner);
  }
}

function copyScope(scope: Scope, names: readonly string[]): Scope {
  const copy = new Scope(scope.parent, scope.activation, scope.strict, false);
  for (const name of names) {
    const { value, ready, constant } = scope.bindings.get(name)!;
    copy.declare(name, constant, ready, value);
  }
  return copy;
}

/** A body that does nothing: then a test of the clock means "wait until". */
function isIdle(body: AnyNode): boolean {
  return body.type === "EmptyStatement" || (body.type === "BlockStatement" && body.body.every(isIdle));
}

function* loopTest(realm: Realm, test: AnyNode, scope: Scope, idle: boolean): Run<Value> {
  const before = realm.waiting;
  realm.waiting = idle;
  const value = yield* evaluate(realm, test, scope);
  realm.waiting = before;
  return value;
}

function* executeWhile(
  realm: Realm,
  node: Extract<AnyNode, { type: "WhileStatement" | "DoWhileStatement" }>,
  scope: Scope,
  labels: readonly string[],
): Run<Completion> {
  const idle = isIdle(node.body);
  for (let first = true; ; first = false) {
    realm.step();
    const tested = node.type === "WhileStatement" || !first;
    if (tested && !realm.truthy(yield* loopTest(realm, node.test, scope, idle))) return undefined;
    const after = afterBody(yield* execute(realm, node.body, scope), labels);
    if (after !== "on") return after.end;
  }
}

/** Gives one turn of `for of` and `for in` its variable. */
function* bindTurn(
  realm: Realm,
  left: ForOfStatement["left"] | ForInStatement["left"],
  value: Value,
  scope: Scope,
): Run<Scope> {
  if (left.type !== "VariableDeclaration") {
    yield* realm.code.assign(left as Pattern, value, scope);
    return scope;
  }
  const inner = left.kind === "var" ? scope : scope.inner();
  yield* realm.code.bind(left.declarations[0]!.id, value, inner, left.kind as "let");
  return inner;
}

function* executeForOf(realm: Realm, node: ForOfStatement, scope: Scope, labels: readonly string[]): Run<Completion> {
  const iterable = yield* evaluate(realm, node.right, scope);
  place(realm, node.right);
  if (!node.await && realm.plainArray(iterable)) {
    for (let i = 0; i < iterable.items.length; i++) {
      realm.step();
      const inner = yield* bindTurn(realm, node.left, iterable.items[i], scope);
      const after = afterBody(yield* execute(realm, node.body, inner), labels);
      if (after !== "on") return after.end;
    }
    return undefined;
  }
  const iteration = node.await ? asyncIterator(realm, iterable) : realm.iterator(iterable, describeCallee(node.right));
  for (;;) {
    realm.step();
    let result: Value = realm.call(iteration.nextMethod, iteration.object, []);
    if (node.await) result = yield* awaiting(realm, result, node);
    if (!isObject(result)) realm.throw("TypeError", `Iterator result ${String(result)} is not an object`);
    if (realm.truthy(realm.get(result, "done"))) return undefined;
    const value = realm.get(result, "value");
    let after: ReturnType<typeof afterBody>;
    try {
      const inner = yield* bindTurn(realm, node.left, value, scope);
      after = afterBody(yield* execute(realm, node.body, inner), labels);
    } catch (thrown) {
      if (realm.isPassing(thrown)) yield* closeLoop(realm, iteration, node.await ? node : null, true);
      throw thrown;
    }
    if (after !== "on") {
      yield* closeLoop(realm, iteration, node.await ? node : null, false);
      return after.end;
    }
  }
}

function* closeLoop(realm: Realm, iteration: Iteration, await_: AnyNode | null, throwing: boolean): Run<void> {
  if (!await_) {
    iteration.close(throwing);
    return;
  }
  try {
    const method = realm.optionalMethod(iteration.object, "return");
    if (method) yield* awaiting(realm, realm.call(method, iteration.object, []), await_);
  } catch (thrown) {
    if (!(thrown instanceof Thrown) || !throwing) throw thrown;
  }
}

function* awaiting(realm: Realm, value: Value, node: AnyNode): Run<Value> {
  place(realm, node);
  const resumed = yield { what: "await", value, line: realm.line };
  if (resumed.how === "throw") throw new Thrown(resumed.value);
  return resumed.value;
}

function* executeForIn(realm: Realm, node: ForInStatement, scope: Scope, labels: readonly string[]): Run<Completion> {
  const value = yield* evaluate(realm, node.right, scope);
  if (value === undefined || value === null) return undefined;
  const seen = new Set<string>();
  for (let object: ReturnType<Realm["toObject"]> | null = realm.toObject(value); object; object = object.proto)
    for (const key of object.ownKeys()) {
      if (typeof key === "symbol" || seen.has(key)) continue;
      seen.add(key);
      if (!object.getOwn(key)?.enumerable) continue;
      realm.step();
      const inner = yield* bindTurn(realm, node.left, key, scope);
      const after = afterBody(yield* execute(realm, node.body, inner), labels);
      if (after !== "on") return after.end;
    }
  return undefined;
}

function* executeSwitch(realm: Realm, node: SwitchStatement, scope: Scope): Run<Completion> {
  const value = yield* evaluate(realm, node.discriminant, scope);
  const inner = scope.inner();
  declareBlock(
    realm,
    node.cases.flatMap((one) => one.consequent),
    inner,
  );
  let from = -1;
  for (let i = 0; i < node.cases.length && from < 0; i++) {
    const { test } = node.cases[i]!;
    if (test && (yield* evaluate(realm, test, inner)) === value) from = i;
  }
  if (from < 0) from = node.cases.findIndex((one) => !one.test);
  if (from < 0) return undefined;
  for (const one of node.cases.slice(from)) {
    const completion = yield* executeAll(realm, one.consequent, inner);
    if (!completion) continue;
    return completion.type === "break" && completion.label === null ? undefined : completion;
  }
  return undefined;
}

function* executeLabeled(
  realm: Realm,
  node: Extract<AnyNode, { type: "LabeledStatement" }>,
  scope: Scope,
  outer: readonly string[],
): Run<Completion> {
  const labels = [...outer, node.label.name];
  const { body } = node;
  let completion: Completion;
  switch (body.type) {
    case "LabeledStatement":
      return yield* executeLabeled(realm, body, scope, labels);
    case "ForStatement":
      completion = yield* executeFor(realm, body, scope, labels);
      break;
    case "ForOfStatement":
      completion = yield* executeForOf(realm, body, scope, labels);
      break;
    case "ForInStatement":
      completion = yield* executeForIn(realm, body, scope, labels);
      break;
    case "WhileStatement":
    case "DoWhileStatement":
      completion = yield* executeWhile(realm, body, scope, labels);
      break;
    default:
      completion = yield* execute(realm, body, scope);
  }
  return completion?.type === "break" && completion.label !== null && labels.includes(completion.label)
    ? undefined
    : completion;
}
