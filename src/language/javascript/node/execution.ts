/** One execution of a program under one answer to each question that the clock decides: what it prints, and what happened in its loop. */
import type { ImportDeclaration, Program } from "acorn";
import { installArrays, installIteratorKinds } from "../builtins/arrays.ts";
import { installCollections } from "../builtins/collections.ts";
import { errorText, installObjects } from "../builtins/objects.ts";
import { installPromises } from "../builtins/promises.ts";
import { installText } from "../builtins/text.ts";
import { startAsync } from "../coroutines.ts";
import { inOneGo, type Run } from "../functions.ts";
import { inspect } from "../inspect.ts";
import { installInterpreter, programScope, runProgram } from "../interpreter.ts";
import { ownCapability, type PromiseObj } from "../promise.ts";
import { ClockValue, type Host, Realm } from "../realm.ts";
import type { Scope } from "../scope.ts";
import { hasTopLevelAwait, type Parsed } from "../syntax.ts";
import { data, isObject, type Obj, Stopped, Thrown, type Value, type Words } from "../values.ts";
import { installNode, type NodeGlobals, ownPath } from "./globals.ts";
import { type Doubt, Loop, type Queue } from "./loop.ts";

/** What happened in the loop, in order. `atMs`: the earliest possible time. */
export type LoopEvent =
  | {
      readonly kind: "queued";
      readonly task: number;
      readonly queue: Queue;
      readonly label: string;
      readonly line: number;
      readonly by: number | null;
      readonly due: number | null;
    }
  | { readonly kind: "started"; readonly task: number; readonly atMs: number }
  | { readonly kind: "ended"; readonly task: number }
  | { readonly kind: "cancelled"; readonly task: number }
  | {
      readonly kind: "printed";
      readonly task: number | null;
      readonly line: number;
      readonly stream: "stdout" | "stderr";
      readonly text: string;
    };

export interface Execution {
  readonly stdout: string;
  readonly events: readonly LoopEvent[];
  readonly exitCode: number;
  /** What ended the program, as Node would say it on stderr; null when it ended by itself. */
  readonly uncaught: string | null;
  /** Why the interpretation could not go on; null when it could. */
  readonly stopped: Stopped | null;
  readonly steps: number;
}

/** The most tasks of one execution: an interval that nobody clears never ends. */
const mostTasks = 20_000;
const mostOutput = 1_000_000;

/** The program is over, whatever is still queued. */
class Ended {
  readonly code: number;

  constructor(code: number) {
    this.code = code;
  }
}

export function executeProgram(
  parsed: Parsed,
  source: string,
  decide: (of: number, doubt: Doubt) => number,
): Execution {
  const events: LoopEvent[] = [];
  let stdout = "";
  let uncaught: string | null = null;
  let stopped: Stopped | null = null;
  let exitCode = 0;
  let exiting = false;
  let tasks = 0;
  const settled = { done: false };
  let globals: NodeGlobals;
  const unhandled = new Map<PromiseObj, boolean>();
  let pending: PromiseObj[] = [];

  const loop = new Loop({
    decide,
    queued: ({ id, queue, label, line, by }, due) =>
      void events.push({ kind: "queued", task: id, queue, label, line, by, due }),
    cancelled: (task) => void events.push({ kind: "cancelled", task }),
    started({ id }, atMs) {
      events.push({ kind: "started", task: id, atMs });
      if (++tasks > mostTasks)
        realm.stop("limit", {
          ko: `콜백이 ${mostTasks}개를 넘게 실행되었습니다. setInterval을 지우지 않았거나, 자기를 다시 거는 콜백이 있습니다. clearInterval을 부르거나 횟수를 정하세요.`,
          en: `More than ${mostTasks} callbacks have run. An interval is never cleared, or a callback queues itself for ever: call clearInterval, or count the turns.`,
        });
    },
    ended: (task) => void events.push({ kind: "ended", task }),
    steps: () => realm.steps,
    rejections: () => reportRejections(),
    beforeExit: () => {
      if (!exiting) guard(() => void globals.emit("beforeExit", [exitCode]));
    },
  });
  const host: Host = {
    queueMicrotask: (job) => loop.microtask(job.label, job.line, () => guard(() => job.run())),
    rejection(promise, what) {
      if (what === "reject") {
        unhandled.set(promise, false);
        pending.push(promise);
      } else unhandled.delete(promise);
    },
    clockOperation: (operator, left, right) => clockOperation(realm, loop, operator, left, right),
  };
  const realm = new Realm(host);

  const end = (code: number): never => {
    if (!exiting) {
      exiting = true;
      exitCode = code;
      globals.emit("exit", [code]);
      throw new Ended(globals.exitCode() || code);
    }
    throw new Ended(code);
  };
  const fail = (reason: Value, fromPromise: boolean): void => {
    const listened =
      !exiting && globals.emit("uncaughtException", [reason, fromPromise ? "unhandledRejection" : "uncaughtException"]);
    if (listened) return;
    uncaught ??= describe(realm, reason, fromPromise);
    end(1);
  };
  /** Runs a task: what it throws is uncaught. */
  function guard(run: () => void): void {
    try {
      run();
    } catch (thrown) {
      if (!(thrown instanceof Thrown)) throw thrown;
      fail(thrown.value, false);
    }
  }
  function reportRejections(): boolean {
    let any = false;
    const now = pending;
    pending = [];
    for (const promise of now) {
      if (unhandled.get(promise) !== false) continue;
      unhandled.set(promise, true);
      any = true;
      let listened = false;
      guard(() => {
        listened = globals.emit("unhandledRejection", [promise.result, promise]);
      });
      if (!listened) fail(promise.result, true);
    }
    return any;
  }

  installIteratorKinds(realm);
  installObjects(realm);
  installArrays(realm);
  installText(realm);
  installCollections(realm);
  installPromises(realm);
  installInterpreter(realm);
  globals = installNode(realm, loop, {
    source,
    guard,
    exit: (code) => end(code),
    print(stream, text) {
      if (stream === "stdout") stdout += text;
      if (stdout.length > mostOutput)
        realm.stop("limit", {
          ko: `출력이 ${mostOutput}자를 넘었습니다.`,
          en: `More than ${mostOutput} characters were printed.`,
        });
      events.push({ kind: "printed", task: loop.running, line: realm.line, stream, text });
    },
  });

  try {
    try {
      const main = parsed.module
        ? moduleMain(realm, parsed.program, globals, fail, settled)
        : scriptMain(realm, parsed.program, globals);
      loop.run(() => guard(main), parsed.module);
      // A module that still awaits when nothing is left never will go on: Node ends with 13.
      end(globals.exitCode() || (settled.done || !parsed.module ? 0 : 13));
    } catch (thrown) {
      // `process.exit` in an exit listener, or an exception there, ends at once.
      if (thrown instanceof Thrown) {
        uncaught ??= describe(realm, thrown.value, false);
        exitCode = 1;
      } else throw thrown;
    }
  } catch (thrown) {
    if (thrown instanceof Ended) exitCode = thrown.code;
    else if (thrown instanceof Stopped) stopped = thrown;
    else if (thrown instanceof RangeError) stopped = new Stopped("limit", tooDeep, realm.line, realm.column);
    else throw thrown;
  }
  return { stdout, events, exitCode, uncaught, stopped, steps: realm.steps };
}

const tooDeep: Words = {
  ko: "함수 호출이나 식이 너무 깊이 겹칩니다. 재귀를 반복문으로 바꾸거나 얕게 하세요.",
  en: "Calls or expressions are nested too deeply. Use a loop, or recur less deeply.",
};

function describe(realm: Realm, reason: Value, fromPromise: boolean): string {
  try {
    if (isObject(reason) && reason.tag === "Error") return errorText(realm, reason);
    const text = isObject(reason) ? inspect(realm, reason) : String(reason);
    return fromPromise ? `unhandled rejection: ${text}` : text;
  } catch {
    return "an error";
  }
}

// --- the two ways to read a file

function requireModule(realm: Realm, globals: NodeGlobals, name: string): Obj {
  const bare = name.replace(/^node:/, "");
  return (
    globals.modules.get(bare) ??
    realm.unsupported(
      `require("${name}")`,
      `쓸 수 있는 모듈: ${[...globals.modules.keys()].join(", ")}.`,
      `There are ${[...globals.modules.keys()].join(", ")}.`,
    )
  );
}

function scriptMain(realm: Realm, program: Program, globals: NodeGlobals): () => void {
  return () => {
    const exported = realm.object();
    const scope = programScope(program, exported, false);
    scope.declare(
      "require",
      false,
      true,
      realm.native("require", 1, (_s, [name]) => requireModule(realm, globals, realm.toText(name))),
    );
    const module = realm.record({ exports: exported });
    scope.declare("module", false, true, module);
    scope.declare("exports", false, true, exported);
    scope.declare("__filename", false, true, ownPath);
    scope.declare("__dirname", false, true, "(this program's folder)");
    realm.get(scope.find("require")!.value as Obj, "main") === undefined &&
      (scope.find("require")!.value as Obj).define("main", data(module));
    inOneGo(runProgram(realm, program, scope) as Run<unknown>);
  };
}

function moduleMain(
  realm: Realm,
  program: Program,
  globals: NodeGlobals,
  fail: (reason: Value, fromPromise: boolean) => void,
  settled: { done: boolean },
): () => void {
  return () => {
    const scope = programScope(program, undefined, true);
    const meta = realm.object();
    meta.define("url", data(ownPath));
    meta.define("filename", data(ownPath));
    realm.prototypes.set("import.meta", meta);
    for (const one of program.body) if (one.type === "ImportDeclaration") bindImports(realm, one, scope, globals);
    const run = (function* (): Run<Value> {
      yield* runProgram(realm, program, scope);
      return undefined;
    })();
    if (!hasTopLevelAwait(program)) {
      settled.done = true;
      try {
        inOneGo(run);
      } catch (thrown) {
        if (!(thrown instanceof Thrown)) throw thrown;
        failLater(realm, thrown.value, fail);
      }
      return;
    }
    const capability = ownCapability(realm);
    capability.promise.handled = true;
    startAsync(realm, run, {
      promise: capability.promise,
      resolve() {
        settled.done = true;
      },
      reject(reason) {
        settled.done = true;
        failLater(realm, reason, fail);
      },
    });
  };
}

/** Node hears of a module's failure through a chain of three promises: so many microtasks others have until the end. */
function failLater(realm: Realm, reason: Value, fail: (reason: Value, fromPromise: boolean) => void): void {
  const hop = (left: number): void =>
    realm.host.queueMicrotask({
      label: "module",
      line: realm.line,
      run: () => (left > 1 ? hop(left - 1) : fail(reason, true)),
    });
  hop(3);
}

function bindImports(realm: Realm, node: ImportDeclaration, scope: Scope, globals: NodeGlobals): void {
  realm.line = node.loc?.start.line ?? 1;
  const name = String(node.source.value);
  const module = requireModule(realm, globals, name);
  for (const one of node.specifiers) {
    const { local } = one;
    if (one.type === "ImportSpecifier") {
      const wanted = one.imported.type === "Identifier" ? one.imported.name : String(one.imported.value);
      if (!realm.has(module, wanted) && wanted !== "default")
        realm.unsupported(`import { ${wanted} } from "${name}"`, "", "");
      scope.declare(local.name, true, true, wanted === "default" ? module : realm.get(module, wanted));
    } else scope.declare(local.name, true, true, module);
  }
}

// --- the clock as a value

/** Sums of readings and numbers, and comparisons of them; only differences of two readings mean anything. */
function clockOperation(realm: Realm, loop: Loop, operator: string, left: Value, right: Value): Value {
  const what = "Date.now()";
  const term = (value: Value): { plus: number | null; minus: number | null; offset: number } =>
    value instanceof ClockValue ? value : { plus: null, minus: null, offset: realm.toNumber(value) };
  const a = term(left);
  const b = term(right);
  if (operator === "+" || operator === "-") {
    const other = operator === "+" ? b : { plus: b.minus, minus: b.plus, offset: -b.offset };
    if ((a.plus !== null && other.plus !== null) || (a.minus !== null && other.minus !== null)) realm.chance(what);
    return new ClockValue(a.plus ?? other.plus, a.minus ?? other.minus, a.offset + other.offset);
  }
  // a - b = plus - minus + offset
  const plus = a.plus !== null && b.minus !== null ? null : (a.plus ?? b.minus);
  const minus = a.minus !== null && b.plus !== null ? null : (a.minus ?? b.plus);
  const offset = a.offset - b.offset;
  if (plus === null || minus === null || !loop.zone.knows(plus) || !loop.zone.knows(minus)) return realm.chance(what);
  const atMost = (first: number, second: number, most: number): boolean => {
    const { zone } = loop;
    const bound = Math.floor(most);
    if (zone.most(first, second) <= bound) return true;
    if (zone.least(first, second) > bound) return false;
    const yes = loop.out.decide(2, { what: "due", lines: [realm.line], labels: [what, what] }) === 0;
    if (yes) zone.limit(first, second, bound);
    else zone.limit(second, first, -bound - 1);
    return yes;
  };
  // plus - minus + offset OP 0
  const least = -offset;
  if (realm.waiting) {
    // The loop turns until the clock has come so far: let it come, and leave.
    const { zone } = loop;
    const newest = Math.max(plus, minus);
    const wait = (later: number, earlier: number, by: number): void => {
      const needed = Math.ceil(by);
      if (zone.least(later, earlier) < needed) zone.limit(earlier, later, -needed);
      zone.limit(later, earlier, Math.max(needed, 0) + 1 + Math.max(0, zone.least(later, earlier) - needed));
      loop.waited(newest);
    };
    if ((operator === "<" || operator === "<=") && newest === plus) {
      wait(plus, minus, operator === "<" ? least : Math.floor(least) + 1);
      return false;
    }
    if ((operator === ">" || operator === ">=") && newest === minus) {
      wait(minus, plus, operator === ">" ? -least : Math.floor(-least) + 1);
      return false;
    }
  }
  switch (operator) {
    case "<":
      return atMost(plus, minus, Math.ceil(least) - 1);
    case "<=":
      return atMost(plus, minus, least);
    case ">":
      return !atMost(plus, minus, least);
    case ">=":
      return !atMost(plus, minus, Math.ceil(least) - 1);
    default:
      return realm.chance(what);
  }
}
