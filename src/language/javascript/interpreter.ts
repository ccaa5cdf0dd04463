/** Puts the parts of the evaluator together, and calls functions: their scope, their parameters, their body, their kind. */
import type { AnyNode, Program } from "acorn";
import { AsyncGeneratorObj, asyncFromSync, GeneratorObj, startAsync } from "./coroutines.ts";
import { evaluate, evaluateNamed, hasDirective } from "./expressions.ts";
import { type Closure, type Completion, type FunctionNode, inOneGo, type Run } from "./functions.ts";
import { namesOf, varsOfFunction } from "./hoist.ts";
import { patternCode } from "./patterns.ts";
import { ownCapability } from "./promise.ts";
import { limits, type Realm } from "./realm.ts";
import { type Activation, Scope } from "./scope.ts";
import { declareBlock, execute, executeAll } from "./statements.ts";
import { isObject, Thrown, type Value } from "./values.ts";

export function installInterpreter(realm: Realm): void {
  realm.code = {
    evaluate: (node, scope) => evaluate(realm, node, scope),
    evaluateNamed: (node, scope, name) => evaluateNamed(realm, node, scope, name),
    execute: (node, scope) => execute(realm, node, scope),
    invoke: (closure, activation) => invoke(realm, closure, activation),
    ...patternCode(realm),
  };
  realm.asyncFromSync = (iteration) => asyncFromSync(realm, iteration);
}

function invoke(realm: Realm, closure: Closure, activation: Activation): Value {
  realm.step();
  const node = closure.node!;
  const arrow = node.type === "ArrowFunctionExpression";
  // An arrow function has no `this`, `arguments`, `super` or `new.target` of its own.
  const within = arrow ? closure.scope.activation : activation;
  const strict = closure.strict || hasDirective(node);
  const scope = new Scope(closure.scope, within, strict, true);
  if (++realm.depth > limits.depth) {
    realm.stop("limit", {
      ko: `함수 호출이 ${limits.depth}겹을 넘었습니다. 재귀를 반복문으로 바꾸거나 얕게 하세요.`,
      en: `Calls are nested more than ${limits.depth} deep. Use a loop, or recur less deeply.`,
    });
  }
  const { line, column } = realm;
  try {
    if (!node.async && !node.generator) {
      inOneGo(bindParameters(realm, node, activation.args, scope));
      return inOneGo(body(realm, node, scope));
    }
    if (node.generator) {
      inOneGo(bindParameters(realm, node, activation.args, scope));
      const prototype = realm.get(closure, "prototype");
      if (node.async) {
        const proto = isObject(prototype) ? prototype : realm.prototype("AsyncGenerator");
        return new AsyncGeneratorObj(proto, asyncGeneratorBody(realm, node, scope));
      }
      return new GeneratorObj(isObject(prototype) ? prototype : realm.prototype("Generator"), body(realm, node, scope));
    }
    const capability = ownCapability(realm);
    try {
      inOneGo(bindParameters(realm, node, activation.args, scope));
    } catch (thrown) {
      if (!(thrown instanceof Thrown)) throw thrown;
      capability.reject(thrown.value);
      return capability.promise;
    }
    startAsync(realm, body(realm, node, scope), capability);
    return capability.promise;
  } finally {
    realm.depth--;
    realm.line = line;
    realm.column = column;
  }
}

function* bindParameters(realm: Realm, node: FunctionNode, args: readonly Value[], scope: Scope): Run<void> {
  for (const parameter of node.params) for (const name of namesOf(parameter)) scope.declare(name, false, false);
  for (let i = 0; i < node.params.length; i++) {
    const parameter = node.params[i]!;
    if (parameter.type === "RestElement")
      yield* realm.code.bind(parameter.argument, realm.array(args.slice(i)), scope, "let");
    else yield* realm.code.bind(parameter, args[i], scope, "let");
  }
}

function* body(realm: Realm, node: FunctionNode, scope: Scope): Run<Value> {
  const completion = yield* bodyCompletion(realm, node, scope);
  return completion?.type === "return" ? completion.value : undefined;
}

function* bodyCompletion(realm: Realm, node: FunctionNode, scope: Scope): Run<Completion> {
  if (node.body.type !== "BlockStatement")
    return { type: "return", value: yield* evaluate(realm, node.body, scope), bare: false };
  const statements = node.body.body as readonly AnyNode[];
  for (const name of varsOfFunction(statements)) scope.declareVar(name);
  declareBlock(realm, statements, scope);
  return yield* executeAll(realm, statements, scope);
}

/** In an async generator `return value` awaits the value (14.10.1, step 3). */
function* asyncGeneratorBody(realm: Realm, node: FunctionNode, scope: Scope): Run<Value> {
  const completion = yield* bodyCompletion(realm, node, scope);
  if (completion?.type !== "return" || completion.bare) return undefined;
  const { value } = completion;
  const resumed = yield { what: "await", value, line: realm.line };
  if (resumed.how === "throw") throw new Thrown(resumed.value);
  return resumed.value;
}

/** The top level of a program: a scope of its own over the globals. */
export function programScope(program: Program, self: Value, strict: boolean): Scope {
  const activation: Activation = {
    self,
    selfReady: true,
    callee: null,
    home: null,
    newTarget: undefined,
    args: [],
    argumentsObject: null,
  };
  const directive = program.body.some((one) => one.type === "ExpressionStatement" && one.directive === "use strict");
  return new Scope(null, activation, strict || directive, true);
}

export function* runProgram(realm: Realm, program: Program, scope: Scope): Run<Completion> {
  const statements = program.body as readonly AnyNode[];
  for (const name of varsOfFunction(statements)) scope.declareVar(name);
  declareBlock(realm, statements, scope);
  return yield* executeAll(realm, statements, scope);
}
