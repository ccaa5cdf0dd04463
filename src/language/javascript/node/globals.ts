/** What Node gives a program: `console`, `process`, timers, `queueMicrotask`, `require` of a few modules. */
import { formatLog, inspect } from "../inspect.ts";
import { newPromise, ownCapability, performThen } from "../promise.ts";
import { ClockValue, type Realm } from "../realm.ts";
import { data, isCallable, isObject, Obj, Thrown, type Value } from "../values.ts";
import { installEvents } from "./events.ts";
import type { Immediate, Loop, Timer } from "./loop.ts";

/** `setTimeout`'s result. */
export class TimerObj extends Obj {
  override readonly tag = "Timeout";
  readonly timer: Timer;

  constructor(proto: Obj, timer: Timer) {
    super(proto);
    this.timer = timer;
  }
}

export class ImmediateObj extends Obj {
  override readonly tag = "Immediate";
  readonly immediate: Immediate;

  constructor(proto: Obj, immediate: Immediate) {
    super(proto);
    this.immediate = immediate;
  }
}

export interface ProcessHooks {
  print(stream: "stdout" | "stderr", text: string): void;
  exit(code: number): never;
  /** Runs a function of the program as a task of its own: what it throws is uncaught. */
  guard(run: () => void): void;
  readonly source: string;
}

export interface NodeGlobals {
  /** `process.on(name, ...)`: calls the listeners; false when there are none. */
  emit(name: string, args: readonly Value[]): boolean;
  readonly modules: ReadonlyMap<string, Obj>;
  exitCode(): number;
}

const promisified = Symbol("util.promisify.custom");

export function installNode(realm: Realm, loop: Loop, hooks: ProcessHooks): NodeGlobals {
  const { global } = realm;
  global.define("globalThis", data(global, false));
  global.define("global", data(global, false));
  installConsole(realm, hooks);
  const timers = installTimers(realm, loop, hooks);
  realm.method(global, "queueMicrotask", 1, (_s, [fn]) => {
    if (!isCallable(fn)) badArgument(realm, "callback", fn);
    loop.microtask("queueMicrotask", realm.line, () => hooks.guard(() => void realm.call(fn, undefined, [])));
    return undefined;
  });
  realm.method(global, "structuredClone", 1, () =>
    realm.unsupported("structuredClone", "{ ...object }로 복사하세요.", "Copy with { ...object }."),
  );
  const events = installEvents(realm);
  const processObject = installProcess(realm, loop, hooks, events.make());
  installClocks(realm, loop);

  const modules = new Map<string, Obj>();
  const util = realm.object();
  realm.method(util, "promisify", 1, (_s, [fn]) => promisify(realm, fn));
  realm.method(util, "inspect", 1, (_s, [value]) => inspect(realm, value));
  realm.method(util, "format", 1, (_s, args) => formatLog(realm, args));
  modules.set("util", util);
  modules.set("process", processObject);
  modules.set("events", events.module);
  modules.set("timers", timers.module);
  modules.set("timers/promises", timers.promises);
  modules.set("fs", installFiles(realm, loop, hooks));
  modules.set("fs/promises", modules.get("fs")!.getOwn("promises")!.value as Obj);
  modules.set("perf_hooks", realm.record({ performance: realm.get(global, "performance") }));
  modules.set("console", realm.get(global, "console") as Obj);
  return {
    emit: (name, args) => realm.truthy(realm.invoke(processObject, "emit", [name, ...args])),
    modules,
    exitCode() {
      const code = realm.get(processObject, "exitCode");
      return code === undefined ? 0 : realm.toInteger(code);
    },
  };
}

function badArgument(realm: Realm, name: string, value: Value): never {
  const received = isObject(value)
    ? `an instance of ${String(realm.getValue(realm.get(value, "constructor"), "name"))}`
    : value === undefined || value === null
      ? String(value)
      : `type ${typeof value} (${inspect(realm, value)})`;
  const error = realm.error("TypeError", `The "${name}" argument must be of type function. Received ${received}`);
  error.define("code", data("ERR_INVALID_ARG_TYPE"));
  throw new Thrown(error);
}

function installConsole(realm: Realm, hooks: ProcessHooks): void {
  const console = realm.object();
  realm.global.define("console", data(console, false));
  let indent = "";
  const counts = new Map<string, number>();
  const print = (stream: "stdout" | "stderr", text: string): void => {
    const lines =
      indent === ""
        ? text
        : text
            .split("\n")
            .map((line) => indent + line)
            .join("\n");
    hooks.print(stream, `${lines}\n`);
  };
  for (const [name, stream] of [
    ["log", "stdout"],
    ["info", "stdout"],
    ["debug", "stdout"],
    ["error", "stderr"],
    ["warn", "stderr"],
  ] as const)
    realm.method(console, name, 0, (_s, args) => {
      // What goes to stderr is no part of the order, so an error may be shown there.
      const shown =
        stream === "stderr" ? args.map((arg) => (isObject(arg) && arg.tag === "Error" ? "[error]" : arg)) : args;
      print(stream, formatLog(realm, shown));
      return undefined;
    });
  realm.method(console, "dir", 0, (_s, [value]) => void print("stdout", inspect(realm, value)));
  realm.method(console, "assert", 0, (_s, [condition, ...args]) => {
    if (!realm.truthy(condition))
      print("stderr", `Assertion failed${args.length > 0 ? `: ${formatLog(realm, args)}` : ""}`);
    return undefined;
  });
  realm.method(console, "count", 0, (_s, [label]) => {
    const name = label === undefined ? "default" : realm.toText(label);
    counts.set(name, (counts.get(name) ?? 0) + 1);
    print("stdout", `${name}: ${counts.get(name)}`);
    return undefined;
  });
  realm.method(console, "group", 0, (_s, args) => {
    if (args.length > 0) print("stdout", formatLog(realm, args));
    indent += "  ";
    return undefined;
  });
  realm.method(console, "groupEnd", 0, () => {
    indent = indent.slice(2);
    return undefined;
  });
  // These print durations or stacks, which differ from run to run.
  realm.method(console, "time", 0, () => undefined);
  for (const name of ["timeEnd", "timeLog"]) realm.method(console, name, 0, () => realm.chance(`console.${name}()`));
  realm.method(console, "trace", 0, () => undefined);
  realm.method(console, "table", 0, () =>
    realm.unsupported("console.table", "console.log를 쓰세요.", "Use console.log."),
  );
}

// --- timers

function installTimers(realm: Realm, loop: Loop, hooks: ProcessHooks): { module: Obj; promises: Obj } {
  const { global } = realm;
  const timeoutPrototype = realm.object();
  timeoutPrototype.define(
    "constructor",
    data(
      realm.native("Timeout", 0, () => undefined),
      false,
    ),
  );
  realm.prototypes.set("Timeout", timeoutPrototype).set("Timeout:opaque", timeoutPrototype);
  const immediatePrototype = realm.object();
  immediatePrototype.define(
    "constructor",
    data(
      realm.native("Immediate", 0, () => undefined),
      false,
    ),
  );
  realm.prototypes.set("Immediate", immediatePrototype).set("Immediate:opaque", immediatePrototype);

  /** Node's rule: no number from 1 to 2^31 - 1 means 1, and fractions are cut off. */
  const delayOf = (value: Value): number => {
    if (value instanceof ClockValue) realm.chance("Date.now()");
    const given = value === undefined ? Number.NaN : realm.toNumber(value);
    return given >= 1 && given <= 2_147_483_647 ? Math.trunc(given) : 1;
  };
  const set =
    (name: string, repeats: boolean) =>
    (_s: Value, [fn, delay, ...args]: readonly Value[]): Value => {
      if (!isCallable(fn)) badArgument(realm, "callback", fn);
      const ms = delayOf(delay);
      let made: TimerObj;
      const timer = loop.timer(`${name} ${ms} ms`, realm.line, ms, repeats, () =>
        hooks.guard(() => void realm.call(fn, made, args)),
      );
      made = new TimerObj(timeoutPrototype, timer);
      return made;
    };
  realm.method(global, "setTimeout", 2, set("setTimeout", false));
  realm.method(global, "setInterval", 2, set("setInterval", true));
  realm.method(global, "setImmediate", 1, (_s, [fn, ...args]) => {
    if (!isCallable(fn)) badArgument(realm, "callback", fn);
    let made: ImmediateObj;
    const immediate = loop.immediate("setImmediate", realm.line, () =>
      hooks.guard(() => void realm.call(fn, made, args)),
    );
    made = new ImmediateObj(immediatePrototype, immediate);
    return made;
  });
  const clear = (_s: Value, [timer]: readonly Value[]): Value => {
    if (timer instanceof TimerObj) loop.clearTimer(timer.timer);
    return undefined;
  };
  realm.method(global, "clearTimeout", 1, clear);
  realm.method(global, "clearInterval", 1, clear);
  realm.method(global, "clearImmediate", 1, (_s, [immediate]) => {
    if (immediate instanceof ImmediateObj) loop.clearImmediate(immediate.immediate);
    return undefined;
  });
  const self_ = (self: Value): Timer =>
    self instanceof TimerObj ? self.timer : realm.throw("TypeError", "not a Timeout");
  realm.method(timeoutPrototype, "ref", 0, (self) => {
    self_(self).refed = true;
    return self;
  });
  realm.method(timeoutPrototype, "unref", 0, (self) => {
    self_(self).refed = false;
    return self;
  });
  realm.method(timeoutPrototype, "hasRef", 0, (self) => self_(self).refed);
  realm.method(timeoutPrototype, "refresh", 0, (self) => {
    loop.refresh(self_(self));
    return self;
  });
  realm.method(timeoutPrototype, "close", 0, (self) => {
    loop.clearTimer(self_(self));
    return self;
  });
  realm.method(timeoutPrototype, Symbol.toPrimitive, 0, () => realm.chance("Number(setTimeout(...))"));
  for (const [name, refed] of [
    ["ref", true],
    ["unref", false],
  ] as const)
    realm.method(immediatePrototype, name, 0, (self) => {
      if (self instanceof ImmediateObj) self.immediate.refed = refed;
      return self;
    });
  realm.method(immediatePrototype, "hasRef", 0, (self) => self instanceof ImmediateObj && self.immediate.refed);

  const promises = realm.object();
  const later = (name: string, start: (resolve: () => void, line: number) => void, value: Value): Value => {
    const { promise, resolve } = ownCapability(realm);
    const { line } = realm;
    start(() => resolve(value), line);
    void name;
    return promise;
  };
  const promiseTimeout = (_s: Value, [delay, value]: readonly Value[]): Value => {
    const ms = delayOf(delay);
    return later(
      "setTimeout",
      (resolve, line) => void loop.timer(`setTimeout ${ms} ms`, line, ms, false, resolve),
      value,
    );
  };
  const promiseImmediate = (_s: Value, [value]: readonly Value[]): Value =>
    later("setImmediate", (resolve, line) => void loop.immediate("setImmediate", line, resolve), value);
  const timeout = realm.method(promises, "setTimeout", 2, promiseTimeout);
  const immediate = realm.method(promises, "setImmediate", 1, promiseImmediate);
  promises.define("scheduler", data(realm.record({ wait: timeout })));
  (realm.get(global, "setTimeout") as Obj).define(promisified, data(timeout, false));
  (realm.get(global, "setImmediate") as Obj).define(promisified, data(immediate, false));
  for (const key of promises.ownKeys()) promises.getOwn(key)!.enumerable = true;
  const module = realm.object();
  for (const name of ["setTimeout", "setInterval", "setImmediate", "clearTimeout", "clearInterval", "clearImmediate"])
    module.define(name, data(realm.get(global, name)));
  module.define("promises", data(promises));
  return { module, promises };
}

function promisify(realm: Realm, fn: Value): Value {
  if (!isCallable(fn)) badArgument(realm, "original", fn);
  const custom = realm.get(fn, promisified);
  if (isCallable(custom)) return custom;
  return realm.native(String(realm.get(fn, "name")), 0, (self, args) => {
    const { promise, resolve, reject } = ownCapability(realm);
    const callback = realm.native("", 2, (_s, [error, value]) => {
      if (realm.truthy(error)) reject(error);
      else resolve(value);
      return undefined;
    });
    try {
      realm.call(fn, self, [...args, callback]);
    } catch (thrown) {
      if (!(thrown instanceof Thrown)) throw thrown;
      reject(thrown.value);
    }
    return promise;
  });
}

// --- process

function installProcess(realm: Realm, loop: Loop, hooks: ProcessHooks, process: Obj): Obj {
  realm.global.define("process", data(process, false));
  realm.method(process, "nextTick", 1, (_s, [fn, ...args]) => {
    if (!isCallable(fn)) badArgument(realm, "callback", fn);
    loop.tick("process.nextTick", realm.line, () => hooks.guard(() => void realm.call(fn, undefined, args)));
    return undefined;
  });
  realm.method(process, "exit", 1, (_s, [code]) => {
    const given = code === undefined ? realm.get(process, "exitCode") : code;
    return hooks.exit(given === undefined ? 0 : realm.toInteger(given));
  });
  process.define("exitCode", data(undefined));
  process.define("argv", data(realm.array(["node", "program.js"])));
  process.define("env", data(realm.object()));
  process.define("version", data("v20.0.0"));
  for (const [name, stream] of [
    ["stdout", "stdout"],
    ["stderr", "stderr"],
  ] as const) {
    const out = realm.object();
    realm.method(out, "write", 1, (_s, [text]) => {
      if (typeof text !== "string") badArgument(realm, "chunk", text);
      hooks.print(stream, text);
      return true;
    });
    out.define("isTTY", data(undefined));
    process.define(name, data(out));
  }
  for (const name of ["hrtime", "uptime", "memoryUsage", "cpuUsage", "cwd"])
    realm.method(process, name, 0, () => realm.chance(`process.${name}()`));
  for (const name of ["pid", "ppid", "platform", "arch", "versions"])
    process.define(name, {
      ...data(undefined),
      accessor: true,
      get: realm.native(name, 0, () => realm.chance(`process.${name}`)),
    });
  return process;
}

/** `Date` and `performance` as readings of the clock: they can be compared, and a loop can wait with them, but they have no number. */
function installClocks(realm: Realm, loop: Loop): void {
  const reading = (): ClockValue => new ClockValue(loop.readForProgram(realm.waiting), null, 0);
  const date = realm.native("Date", 7, () => realm.chance("Date()"));
  date.construct = (_r, args) =>
    args.length === 0
      ? reading()
      : realm.unsupported("new Date(...)", "Date.now()만 쓸 수 있습니다.", "There is only Date.now() and new Date().");
  realm.method(date, "now", 0, reading);
  realm.global.define("Date", data(date, false));
  const performance = realm.object();
  realm.method(performance, "now", 0, reading);
  realm.global.define("performance", data(performance, false));
}

// --- files

/**
 * Reading the program's own file, the only one whose contents are known. The thread pool answers when it does; a whole read takes four
 * rounds of the loop (open, size, read, close), each in a poll phase.
 */
function installFiles(realm: Realm, loop: Loop, hooks: ProcessHooks): Obj {
  const fs = realm.object();
  const own = (path: Value, what: string): void => {
    if (isObject(path) && path.tag === "URL") return;
    if (path !== ownPath)
      realm.unsupported(
        `fs.${what}(${typeof path === "string" ? JSON.stringify(path) : "..."})`,
        "이 프로그램 자신만 읽을 수 있습니다: fs.readFile(__filename, ...).",
        "Only the program itself can be read: fs.readFile(__filename, ...).",
      );
  };
  const contents = (encoding: Value): Value => {
    const named = isObject(encoding) ? realm.get(encoding, "encoding") : encoding;
    return typeof named === "string" ? hooks.source : realm.record({ length: hooks.source.length });
  };
  const promises = realm.object();
  const kinds: readonly (readonly [string, number, (options: Value) => Value])[] = [
    ["readFile", 4, contents],
    ["stat", 1, () => realm.record({ size: hooks.source.length })],
    ["access", 1, () => undefined],
  ];
  for (const [name, rounds, result] of kinds) {
    realm.method(fs, name, 2, (_s, args) => {
      const callback = args.at(-1);
      if (!isCallable(callback)) badArgument(realm, "cb", callback);
      own(args[0], name);
      loop.operation(`fs.${name}`, realm.line, rounds, () =>
        hooks.guard(() => void realm.call(callback, undefined, [null, result(args.length > 2 ? args[1] : undefined)])),
      );
      return undefined;
    });
    realm.method(promises, name, 1, (_s, [path, options]) => {
      own(path, name);
      const { promise, resolve } = ownCapability(realm);
      // Node's readFile is an async function over several operations; its result comes a few microtasks after the last of them.
      loop.operation(`fs.promises.${name}`, realm.line, rounds, () => {
        const inner = newPromise(realm);
        inner.state = "fulfilled";
        performThen(
          realm,
          inner,
          () => {
            resolve(result(options));
            return undefined;
          },
          undefined,
          null,
          "fs.promises",
          realm.line,
        );
      });
      return promise;
    });
    for (const target of [fs, promises]) target.getOwn(name)!.enumerable = true;
  }
  const readFileSync = realm.method(fs, "readFileSync", 2, (_s, [path, options]) => {
    own(path, "readFileSync");
    return contents(options);
  });
  void readFileSync;
  fs.getOwn("readFileSync")!.enumerable = true;
  fs.define("promises", data(promises));
  return fs;
}

/** What `__filename` is: a name that stands for the path, which differs from machine to machine. */
export const ownPath = "(this program's path)";
