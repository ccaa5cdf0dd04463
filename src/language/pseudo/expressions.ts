/**
 * Expressions of the pseudo-code in the shape of JavaScript's, with Python's meaning: `//` rounds down, `%` has the sign of its right
 * side, `a[-1]` is the last element; and methods of synchronisation objects as the operations of the language.
 */
import type { Node } from "acorn";
import { operations, special } from "../operations.ts";
import { refuseAt } from "./expression-parser.ts";
import { calleeName, constructorOf, type Held, type Kind, type Names, type Own } from "./names.ts";
import * as js from "./nodes.ts";
import type { Call, Expr, Name, Span } from "./tree.ts";

// biome-ignore format: a table
/** Methods by what the object is; the operation each is. */
const methods: Readonly<Record<Kind, Readonly<Record<string, string>>>> = {
  mutex: { acquire: "lock", lock: "lock", release: "unlock", unlock: "unlock", try_acquire: "trylock", try_lock: "trylock", trylock: "trylock" },
  semaphore: { acquire: "down", wait: "down", down: "down", P: "down", release: "up", signal: "up", post: "up", up: "up", V: "up" },
  condition: { wait: "wait", notify: "signal", signal: "signal", notify_all: "broadcast", notifyAll: "broadcast", broadcast: "broadcast", acquire: "lock", release: "unlock" },
  rwlock: { acquire_read: "lockRead", read_lock: "lockRead", lock_read: "lockRead", acquire_write: "lockWrite", write_lock: "lockWrite", lock_write: "lockWrite",
    release: "unlock", unlock: "unlock", release_read: "unlock", release_write: "unlock", read_unlock: "unlock", write_unlock: "unlock" },
  barrier: { wait: "arrive", arrive: "arrive" },
};
const usages: Readonly<Record<Kind, string>> = {
  mutex: "m.acquire(), m.release(), with m:",
  semaphore: "s.acquire(), s.release()",
  condition: "c.wait(), c.notify(), c.notify_all()",
  rwlock: "rw.acquire_read(), rw.acquire_write(), rw.release(), with rw.read():, with rw.write():",
  barrier: "b.wait()",
};
/** Python's way to write a name of the language's operations. */
const others: Readonly<Record<string, string>> = {
  fetch_add: "fetchAdd",
  compare_and_swap: "cas",
  CAS: "cas",
  tas: "swap",
};

export class ExpressionLowering {
  protected readonly names: Names;
  protected own: Map<string, Own> | null = null;
  /** Names that the surroundings know besides: `ret`, `dead` and `threads` in an assertion about the end. */
  readonly #extra: ReadonlySet<string>;
  #temporaries: string[] = [];

  constructor(names: Names, extra: readonly string[] = []) {
    this.names = names;
    this.#extra = new Set(extra);
  }

  /** Begins a function. */
  protected begin(own: Map<string, Own> | null): void {
    this.own = own;
    this.#temporaries = [];
  }

  /** A variable that the text does not name. Its name is none that could be written. */
  protected temporary(): string {
    const name = `(${this.#temporaries.length + 1})`;
    this.#temporaries.push(name);
    return name;
  }

  protected get temporaries(): readonly string[] {
    return this.#temporaries;
  }

  value(of: Expr): Node {
    switch (of.type) {
      case "Number":
        return js.literal(of, of.value);
      case "Text":
        return refuseAt(
          of,
          "문자열은 assert의 설명으로만 쓸 수 있습니다.",
          "Text is allowed only as the message of assert.",
        );
      case "Name":
        return this.#name(of);
      case "Index":
        return this.element(of);
      case "Dot":
        return refuseAt(
          of,
          "점은 m.acquire()처럼 부를 때만 쓸 수 있습니다. 배열의 길이는 len(a)입니다.",
          "A dot stands only in calls such as m.acquire(); the length of a list is len(a).",
        );
      case "Unary":
        if (of.operator === "-" && of.of.type === "Number") return js.literal(of, -of.of.value);
        return js.unary(of, of.operator, this.value(of.of));
      case "Binary":
        return this.#binary(of);
      case "Logical":
        return js.logical(of, of.operator, this.value(of.left), this.value(of.right));
      case "Choice":
        return js.choice(of, this.value(of.test), this.value(of.yes), this.value(of.no));
      case "Call":
        return this.#call(of);
      case "Tuple":
        return refuseAt(of, "여기에는 값 하나만 올 수 있습니다.", "Only one value may stand here.");
      case "List":
      case "Comprehension":
        return refuseAt(
          of,
          "배열은 이름 = [0, 0] 으로만 만들 수 있습니다. 이차원은 a[i * n + j]로 쓰세요.",
          "A list is made only by name = [0, 0]; for two dimensions write a[i * n + j].",
        );
      case "Lambda":
        return refuseAt(
          of,
          "lambda는 c.wait_for(lambda: 조건) 안에서만 쓸 수 있습니다.",
          "lambda stands only in c.wait_for(lambda: condition).",
        );
    }
  }

  #name(of: Name): Node {
    const { name } = of;
    if (this.own?.has(name) || this.#extra.has(name)) return js.identifier(of, name);
    const top = this.names.top.get(name);
    if (!top) return this.names.unknown(of, this.own);
    if (top.is === "thread")
      return refuseAt(
        of,
        `${name}은(는) 스레드입니다. ${name}.start()와 ${name}.join()만 맨 바깥에서 쓸 수 있습니다.`,
        `${name} is a thread: only ${name}.start() and ${name}.join(), at the top level, are possible.`,
      );
    if (top.is === "function")
      return refuseAt(
        of,
        `${name}은(는) 함수입니다. 부르려면 ${name}()로 쓰세요.`,
        `${name} is a function: write ${name}() to call it.`,
      );
    if (top.is === "constant") return js.literal(of, top.value);
    return js.identifier(of, name);
  }

  protected element(of: Expr & { type: "Index" }): Node {
    if (of.of.type !== "Name")
      return refuseAt(
        of,
        "a[i]처럼 배열의 이름을 바로 쓰세요. 이차원은 a[i * n + j]로 씁니다.",
        "Name the list itself, as in a[i]; for two dimensions write a[i * n + j].",
      );
    const { name } = of.of;
    const mine = this.own?.get(name);
    const top = mine ? undefined : this.names.top.get(name);
    if (!mine && !top && !this.#extra.has(name)) return this.names.unknown(of.of, this.own);
    const length = mine ? mine.length : top && "length" in top ? top.length : null;
    if (length === null && !(this.#extra.has(name) && !top))
      return refuseAt(of.of, `${name}은(는) 배열이 아닙니다.`, `${name} is not a list.`);
    const known = this.names.known(of.at);
    if (length !== null && known !== null) {
      if (known < -length || known >= length)
        return refuseAt(
          of.at,
          `${name}[${known}]: 칸은 0부터 ${length - 1}까지입니다.`,
          `${name}[${known}]: elements are 0 to ${length - 1}.`,
        );
      return js.element(of, js.identifier(of.of, name), js.literal(of.at, known < 0 ? known + length : known));
    }
    return js.element(of, js.identifier(of.of, name), this.value(of.at));
  }

  #binary(of: Expr & { type: "Binary" }): Node {
    const { operator } = of;
    const known = this.names.known(of);
    if (known !== null && known === (known | 0)) return js.literal(of, known);
    if (operator === "*" && [of.left, of.right].some(({ type }) => type === "List"))
      return refuseAt(of, "배열은 이름 = [0] * n 으로만 만들 수 있습니다.", "A list is made only by name = [0] * n.");
    const left = this.value(of.left);
    const right = this.value(of.right);
    if (operator === "//") return js.mathCall(of, "floor", [js.binary(of, "/", left, right)]);
    if (operator !== "%") return js.binary(of, operator, left, right);
    return this.modulo(of, left, right);
  }

  /** Python's remainder: ((a % b) + b) % b in JavaScript, with b worked out once. */
  protected modulo(at: Span, left: Node, right: Node): Node {
    const simple = right.type === "Literal" || this.own === null;
    const name = simple ? "" : this.temporary();
    const first = simple ? right : js.assign(at, "=", js.identifier(at, name), right);
    const again = simple ? right : js.identifier(at, name);
    return js.binary(at, "%", js.binary(at, "+", js.binary(at, "%", left, first), again), again);
  }

  #call(of: Call): Node {
    if (constructorOf(of))
      return refuseAt(
        of,
        "동기화 객체는 맨 위에서 m = Lock()처럼 만드세요.",
        "Make synchronisation objects at the top, as in m = Lock().",
      );
    const name = calleeName(of);
    if (name === null) return this.#method(of);
    if (of.callee.type === "Name" && this.own?.has(name))
      return refuseAt(of, `${name}은(는) 함수가 아닙니다.`, `${name} is not a function.`);
    const top = this.names.top.get(name);
    if (top?.is === "function")
      return js.call(
        of,
        name,
        this.given(of).map((one) => this.value(one)),
      );
    if (top) {
      const usage = top.is === "object" ? usages[top.kind] : null;
      return refuseAt(
        of,
        `${name}은(는) 함수가 아닙니다.${usage ? ` 쓸 수 있는 것: ${usage}` : ""}`,
        `${name} is not a function.${usage ? ` It is used as ${usage}` : ""}`,
      );
    }
    const given = this.given(of);
    if (name === "len") {
      const [list] = given;
      const mine = list?.type === "Name" ? (this.own?.get(list.name) ?? this.names.top.get(list.name)) : undefined;
      const length = mine && "length" in mine ? mine.length : null;
      if (length === null || given.length !== 1)
        return refuseAt(of, "len(a)에는 배열의 이름을 쓰세요.", "Write the name of a list in len(a).");
      return js.literal(of, length);
    }
    if (name === "min" || name === "max" || name === "abs") {
      if (given.length !== (name === "abs" ? 1 : 2))
        return refuseAt(of, "min(a, b), max(a, b), abs(a)로 쓰세요.", "Write min(a, b), max(a, b) or abs(a).");
      return js.mathCall(
        of,
        name,
        given.map((one) => this.value(one)),
      );
    }
    if (name === "int" || name === "bool") {
      if (given.length !== 1) return refuseAt(of, `${name}(값)으로 쓰세요.`, `Write ${name}(value).`);
      const value = this.value(given[0]!);
      return name === "int" ? value : js.unary(of, "!", js.unary(of, "!", value));
    }
    if (name === "print")
      return refuseAt(
        of,
        "출력은 없습니다. return이나 assert로 확인하세요.",
        "There is no output: use return or assert.",
      );
    if (name === "range")
      return refuseAt(
        of,
        "range는 for i in range(n): 에서만 쓸 수 있습니다.",
        "range stands only in for i in range(n):.",
      );
    if (name === "Thread")
      return refuseAt(
        of,
        "t = Thread(target=f) 다음에 t.start()와 t.join()을 쓰세요.",
        "Write t = Thread(target=f), then t.start() and t.join().",
      );
    const operation = others[name] ?? name;
    if (operation === "spawn") {
      const [f, ...rest] = given;
      const target = f?.type === "Call" ? f.callee : f;
      if (target?.type !== "Name")
        return refuseAt(of, "spawn(f) 또는 spawn(f, 값)으로 쓰세요.", "Write spawn(f) or spawn(f, value).");
      const all = f?.type === "Call" ? [...this.given(f), ...rest] : rest;
      return this.spawn(
        of,
        target,
        all.map((one) => this.value(one)),
      );
    }
    if (
      operation === "assert" ||
      operation === "run" ||
      !(special.includes(operation) || Object.hasOwn(operations, operation))
    ) {
      if (operation === "run")
        return refuseAt(of, "run(...)은 맨 바깥에서 한 번만 씁니다.", "run(...) stands once, at the top level.");
      return this.names.unknown(of.callee as Name, this.own);
    }
    const takes = operation === "wait" ? 2 : operations[operation]?.takes[0] === "object" ? 1 : 0;
    for (const one of given.slice(0, takes))
      if (!this.names.held(one, this.own))
        refuseAt(
          one,
          `${operation}(...)에는 동기화 객체가 와야 합니다. 맨 위에서 m = Lock()처럼 만드세요.`,
          `${operation}(...) takes a synchronisation object: make one at the top, as in m = Lock().`,
        );
    return js.call(
      of,
      operation,
      given.map((one) => this.value(one)),
    );
  }

  protected spawn(at: Span, target: Name, given: readonly Node[]): Node {
    if (this.names.top.get(target.name)?.is !== "function")
      return refuseAt(target, "스레드로 돌릴 함수의 이름을 쓰세요.", "Name the function that the thread runs.");
    return js.call(at, "spawn", [js.identifier(target, target.name), ...given]);
  }

  protected given(of: Call): readonly Expr[] {
    const [first] = of.named;
    if (first)
      refuseAt(
        first.value,
        `${first.name}=...: 인수는 이름 없이 차례대로 쓰세요.`,
        `${first.name}=...: give arguments in order, without names.`,
      );
    return of.given;
  }

  #method(of: Call): Node {
    const { callee } = of;
    if (callee.type !== "Dot") return refuseAt(of, "함수 이름을 바로 써서 부르세요.", "Call a function by its name.");
    const { of: object, name } = callee;
    const held = this.names.held(object, this.own);
    if (!held) return this.#noObject(object, name);
    if (name === "acquire" && held.kind === "mutex" && isFalse(of)) return js.call(of, "trylock", [this.value(object)]);
    const known = methods[held.kind];
    if (!Object.hasOwn(known, name))
      return refuseAt(
        of,
        `${name}: 여기에는 없습니다. 쓸 수 있는 것: ${usages[held.kind]}`,
        `${name} is not possible here: use ${usages[held.kind]}.`,
      );
    const operation = known[name]!;
    const given = this.given(of);
    if (given.length > 0) return refuseAt(given[0]!, `${name}()에는 인수가 없습니다.`, `${name}() takes no argument.`);
    if (held.kind !== "condition") return js.call(of, operation, [this.value(object)]);
    if (operation === "signal" || operation === "broadcast") return js.call(of, operation, [this.value(object)]);
    const mutex = this.mutexOf(object, held);
    return js.call(of, operation, operation === "wait" ? [this.value(object), mutex] : [mutex]);
  }

  protected mutexOf(condition: Expr, { mutex }: Held): Node {
    if (mutex === null)
      return refuseAt(
        condition,
        "어느 잠금의 조건 변수인지 알 수 없습니다. wait(c, m)으로 쓰세요.",
        "It is not known to which lock this condition belongs: write wait(c, m).",
      );
    return js.identifier(condition, mutex);
  }

  #noObject(object: Expr, name: string): never {
    if (object.type === "Name" && !this.own?.has(object.name) && !this.names.top.has(object.name))
      this.names.unknown(object, this.own);
    if (name === "append" || name === "pop" || name === "put" || name === "get")
      return refuseAt(
        object,
        "배열의 길이는 바뀌지 않습니다. a = [0] * n과 위치를 세는 변수로 쓰세요.",
        "Lists keep their length: use a = [0] * n and a variable that counts.",
      );
    if (object.type === "Name" && this.own?.get(object.name)?.parameter)
      return refuseAt(
        object,
        `${object.name}에 어떤 잠금이 오는지 알 수 없습니다. 이 함수를 잠금과 함께 부르세요. 부르지 않는 함수라면 지우세요.`,
        `It is not known which lock ${object.name} is: call this function with one, or remove it if nothing calls it.`,
      );
    return refuseAt(
      object,
      `.${name}(): 앞에 동기화 객체가 와야 합니다. 맨 위에서 m = Lock()처럼 만드세요.`,
      `.${name}() needs a synchronisation object before it: make one at the top, as in m = Lock().`,
    );
  }
}

/** `acquire(False)` and `acquire(blocking=False)`. */
function isFalse({ given, named }: Call): boolean {
  const argument =
    given.length === 1 && named.length === 0
      ? given[0]
      : given.length === 0 && named.length === 1 && named[0]!.name === "blocking"
        ? named[0]!.value
        : null;
  return argument?.type === "Number" && argument.value === 0;
}
