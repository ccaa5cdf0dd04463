/**
 * The top level of the pseudo-code: shared variables and synchronisation objects with their first values, functions, the threads
 * (by `run`, or by `Thread`, `start` and `join` as in Python) and `assert` about the end. What comes out is a syntax tree of the
 * JavaScript form, for the one code generator.
 */
import type { Node } from "acorn";
import { refuseAt } from "./expression-parser.ts";
import { ExpressionLowering } from "./expressions.ts";
import { constructorOf, type Kind, Names, threadOf } from "./names.ts";
import * as js from "./nodes.ts";
import { parsePseudo } from "./parser.ts";
import { FunctionLowering, messageOf } from "./statements.ts";
import type { Call, Expr, Name, Span, Stmt } from "./tree.ts";

const made: Readonly<Record<Kind, string>> = {
  mutex: "mutex",
  semaphore: "semaphore",
  condition: "condition",
  rwlock: "rwlock",
  barrier: "barrier",
};

/** The statements of the top level. `attempt` takes a refusal and goes on. @throws Refusal */
export function pseudoTree(source: string, attempt: (work: () => void) => void): Node[] {
  const program = unwrapped(parsePseudo(source));
  const names = new Names(program);
  const top = new TopLevel(names);
  for (const one of program) if (one.type === "Def") names.declare(one.name, { is: "function", def: one });
  for (const one of program) if (one.type === "Assign") top.declare(one);
  for (const one of program) if (one.type === "Def") names.own(one);
  names.follow(program);
  const functions = new FunctionLowering(names);
  for (const one of program)
    attempt(() => {
      if (one.type !== "Def") return top.statement(one);
      // One that is wrong is known by its name all the same, so that its callers are not called wrong too.
      const at = top.out.push(functions.head(one)) - 1;
      top.out[at] = functions.def(one);
    });
  top.finish();
  return top.out;
}

/** What stands under `if __name__ == "__main__":` stands at the top level. */
const unwrapped = (program: readonly Stmt[]): Stmt[] =>
  program.flatMap((one) => {
    if (one.type !== "If" || one.otherwise.length > 0 || one.test.type !== "Binary") return [one];
    const { left, right } = one.test;
    return left.type === "Name" && left.name === "__name__" && right.type === "Text" ? unwrapped(one.body) : [one];
  });

class TopLevel extends ExpressionLowering {
  readonly out: Node[] = [];
  #runs: Node | null = null;
  /** Threads by the name they are kept in: what runs them, and how far they are. */
  readonly #threads = new Map<string, { at: Expr; run: Node; state: "made" | "started" | "joined" }[]>();
  readonly #started: Node[] = [];

  constructor(names: Names) {
    super(names, ["ret", "dead", "threads"]);
    this.begin(null);
  }

  /** Takes down what the names of an assignment mean. @throws Refusal */
  declare(of: Stmt & { type: "Assign" }): void {
    for (const [name, value] of pairs(of)) {
      const elements = this.names.elements(value);
      const first = elements ? elements[0]! : value;
      const length = elements?.length ?? null;
      const object = constructorOf(first);
      if (object) {
        const mutex = object.kind === "condition" ? this.#mutexOf(name, object.call, length) : null;
        this.names.declare(name, { is: "object", kind: object.kind, mutex, length });
      } else if (threadOf(first)) this.names.declare(name, { is: "thread" });
      else {
        const known = elements ? null : this.names.known(value);
        if (known !== null && this.names.isConstant(name.name))
          this.names.declare(name, { is: "constant", value: known });
        else this.names.declare(name, { is: "shared", length });
      }
    }
  }

  /** The lock that a condition belongs to: the given one, or one of its own. */
  #mutexOf(name: Name, { given, named }: Call, length: number | null): string {
    const lock = given[0] ?? named.find((one) => one.name === "lock")?.value;
    if (given.length + named.length > 1 || (named.length > 0 && !lock))
      return refuseAt(
        named[0]?.value ?? given[1]!,
        "Condition() 또는 Condition(m)으로 쓰세요.",
        "Write Condition() or Condition(m).",
      );
    if (!lock) {
      if (length !== null)
        return refuseAt(
          name,
          "배열에서는 잠금을 정해 주세요: [Condition(m) for _ in range(n)]",
          "In a list say which lock: [Condition(m) for _ in range(n)].",
        );
      return `${name.name}.lock`;
    }
    const held = lock.type === "Name" ? this.names.held(lock, null) : null;
    if (lock.type !== "Name" || held?.kind !== "mutex")
      return refuseAt(
        lock,
        "Condition(m)의 m은 위에서 만든 잠금이어야 합니다: m = Lock()",
        "The m of Condition(m) must be a lock made above: m = Lock().",
      );
    return lock.name;
  }

  /** @throws Refusal */
  statement(of: Stmt): void {
    switch (of.type) {
      case "Nothing":
      case "Global":
        return;
      case "Assign":
        for (const [name, value] of pairs(of)) this.#assign(of, name, value);
        return;
      case "Assert":
        this.#assert(of, of.test, of.message);
        return;
      case "For":
        this.#threadLoop(of);
        return;
      case "Expression":
        if (of.of.type === "Text") return;
        if (of.of.type === "Call") {
          this.#call(of, of.of);
          return;
        }
    }
    refuseAt(
      of,
      "맨 바깥에는 첫 값, def, run(...)과 assert만 올 수 있습니다. 스레드가 할 일은 def 안에 쓰세요.",
      "Only first values, def, run(...) and assert may stand at the top level: put what a thread does into a def.",
    );
  }

  #assign(at: Span, name: Name, value: Expr): void {
    const elements = this.names.elements(value);
    const first = elements ? elements[0]! : value;
    const meaning = this.names.top.get(name.name);
    const id = js.identifier(name, name.name);
    if (meaning?.is === "constant") this.out.push(js.declare(at, "const", id, js.literal(value, meaning.value)));
    else if (meaning?.is === "thread")
      this.#threads.set(
        name.name,
        (elements ?? [first]).map((one) => this.#thread(one)),
      );
    else if (meaning?.is === "object") {
      if (meaning.mutex === `${name.name}.lock`)
        this.out.push(js.declare(at, "const", js.identifier(name, meaning.mutex), js.call(at, "mutex", [])));
      const objects = (elements ?? [first]).map((one) => this.#object(one, meaning.kind));
      this.out.push(js.declare(at, "const", id, elements ? js.list(value, objects) : objects[0]!));
    } else {
      const values = (elements ?? [first]).map((one) => this.#number(one));
      this.out.push(js.declare(at, "let", id, elements ? js.list(value, values) : values[0]!));
    }
  }

  #number(of: Expr): Node {
    const known = this.names.known(of);
    if (known !== null) return js.literal(of, known);
    return refuseAt(
      of,
      "첫 값은 정수, [0] * n 같은 배열, 또는 Lock() 같은 동기화 객체여야 합니다. 계산은 def 안에서 하세요.",
      "A first value is a whole number, a list such as [0] * n, or a synchronisation object such as Lock(): compute inside a def.",
    );
  }

  #object(of: Expr, kind: Kind): Node {
    const object = constructorOf(of);
    if (object?.kind !== kind)
      return refuseAt(
        of,
        "배열 안의 동기화 객체는 한 종류여야 합니다.",
        "Synchronisation objects in one list must be of one kind.",
      );
    const { call } = object;
    const numbered = kind === "semaphore" || kind === "barrier";
    if (kind === "condition") return js.call(call, made[kind], []);
    // As in Python, a semaphore without a number has one permit.
    if (kind === "semaphore" && call.given.length + call.named.length === 0)
      return js.call(call, made[kind], [js.literal(call, 1)]);
    const given =
      call.named.length === 1 && numbered && ["value", "parties"].includes(call.named[0]!.name)
        ? [call.named[0]!.value]
        : this.given(call);
    return js.call(
      call,
      made[kind],
      given.map((one) => this.#number(one)),
    );
  }

  #thread(of: Expr): { at: Expr; run: Node; state: "made" } {
    const thread = threadOf(of);
    if (!thread) return refuseAt(of, "배열 안에는 Thread만 둘 수 있습니다.", "Only threads may stand in this list.");
    return { at: of, run: this.#runOf(of, thread.f, thread.given), state: "made" };
  }

  /** `A(1)` as `run` takes it. */
  #runOf(at: Span, f: Expr, given: readonly Expr[]): Node {
    if (f.type !== "Name" || this.names.top.get(f.name)?.is !== "function")
      return refuseAt(f, "스레드로 돌릴 함수의 이름을 쓰세요.", "Name the function that the thread runs.");
    return js.call(
      at,
      f.name,
      given.map((one) => (this.names.held(one, null) ? this.value(one) : this.#number(one))),
    );
  }

  #assert(at: Span, test: Expr, message: Expr | null): void {
    const late = [...this.#threads.values()].flat().find(({ state }) => state === "started");
    if (late)
      refuseAt(
        at,
        "아직 도는 스레드가 있습니다. assert 앞에서 모두 join()하세요.",
        "Some thread still runs: join() all of them before assert.",
      );
    const given = [this.value(test), ...(message ? [messageOf(message)] : [])];
    this.out.push(js.statement(at, js.call(at, "assert", given)));
  }

  #call(at: Span, of: Call): void {
    if (of.callee.type === "Name" && of.callee.name === "run") {
      const given = this.given(of).map((one) =>
        one.type === "Call"
          ? this.#runOf(one, one.callee, this.given(one))
          : one.type === "Name" && this.names.top.get(one.name)?.is === "function"
            ? js.identifier(one, one.name)
            : refuseAt(
                one,
                "run에는 함수의 이름을 쓰세요: run(A, B(1)).",
                "run takes names of functions: run(A, B(1)).",
              ),
      );
      if (this.#runs) refuseAt(of, "run(...)은 한 번만 씁니다.", "run(...) stands once.");
      this.#runs = js.statement(at, js.call(of, "run", given));
      return;
    }
    if (of.callee.type === "Name" && of.callee.name === "assert") {
      const [test, message] = this.given(of);
      if (!test || of.given.length > 2)
        refuseAt(of, 'assert 조건, "설명" 으로 쓰세요.', 'Write assert condition, "message".');
      this.#assert(at, test, message ?? null);
      return;
    }
    if (of.callee.type === "Dot" && (of.callee.name === "start" || of.callee.name === "join")) {
      const { of: object, name } = of.callee;
      const index = object.type === "Index" ? this.names.known(object.at) : 0;
      const threads = this.#threadsOf(object.type === "Index" ? object.of : object);
      const thread = index === null ? undefined : threads.at(index);
      if (!thread || (object.type === "Name" && threads.length > 1))
        refuseAt(
          object,
          "스레드 하나를 쓰세요: t.start(), ts[0].start()",
          "Name one thread: t.start(), ts[0].start().",
        );
      this.#step(of, thread, name);
      return;
    }
    refuseAt(
      of,
      "스레드 밖에서는 함수를 부를 수 없습니다. 맨 아래에 run(A, B)로 스레드를 정하세요.",
      "Nothing is called outside of threads: say at the bottom which functions are threads, run(A, B).",
    );
  }

  #threadsOf(of: Expr): { at: Expr; run: Node; state: "made" | "started" | "joined" }[] {
    const threads = of.type === "Name" ? this.#threads.get(of.name) : undefined;
    return (
      threads ??
      refuseAt(
        of,
        "스레드가 아닙니다. t = Thread(target=f)로 만드세요.",
        "This is no thread: make one, t = Thread(target=f).",
      )
    );
  }

  /** All are started before any is joined, so that they are the threads of one `run`. */
  #step(at: Span, thread: { run: Node; state: "made" | "started" | "joined" }, name: string): void {
    if (name === "join") {
      if (thread.state === "made") refuseAt(at, "start()하지 않은 스레드입니다.", "This thread was not started.");
      thread.state = "joined";
      return;
    }
    if (thread.state !== "made") refuseAt(at, "스레드는 한 번만 시작합니다.", "A thread starts once.");
    if ([...this.#threads.values()].flat().some(({ state }) => state === "joined"))
      refuseAt(
        at,
        "맨 바깥에서는 모두 start()한 다음에 join()하세요. 차례로 돌리려면 def main(): 안에 쓰고 run(main)으로 시작하세요.",
        "At the top level start all threads before joining any; to run them in turn write it inside def main(): and run(main).",
      );
    thread.state = "started";
    this.#started.push(thread.run);
  }

  /** `for t in threads: t.start()` */
  #threadLoop(of: Stmt & { type: "For" }): void {
    const threads = this.#threadsOf(of.over);
    for (const one of of.body) {
      const call = one.type === "Expression" && one.of.type === "Call" ? one.of : null;
      const callee = call?.callee.type === "Dot" ? call.callee : null;
      if (
        !call ||
        callee?.of.type !== "Name" ||
        callee.of.name !== of.target.name ||
        !["start", "join"].includes(callee.name) ||
        of.body.length > 1
      )
        refuseAt(
          one,
          "여기에는 t.start()나 t.join() 하나만 쓸 수 있습니다.",
          "Only t.start() or t.join() may stand here.",
        );
      for (const thread of threads) this.#step(call, thread, callee.name);
    }
  }

  /** `run`, written or made of the threads that were started. */
  finish(): void {
    const [first] = this.#started;
    if (this.#runs && first)
      refuseAt(first, "run(...)과 Thread 가운데 하나만 쓰세요.", "Use either run(...) or Thread.");
    if (this.#runs) this.out.push(this.#runs);
    else if (first) this.out.push(js.statement(first, js.call(first, "run", this.#started)));
  }
}

/** What each name of an assignment gets. @throws Refusal */
function pairs({ targets, value }: Stmt & { type: "Assign" }): [Name, Expr][] {
  return targets.flatMap((target) => {
    const places = target.type === "Tuple" ? target.of : [target];
    const values =
      target.type === "Tuple" ? (value.type === "Tuple" || value.type === "List" ? value.of : []) : [value];
    if (values.length !== places.length)
      return refuseAt(
        target,
        `왼쪽은 ${places.length}개, 오른쪽은 ${values.length}개입니다.`,
        `There are ${places.length} on the left and ${values.length} on the right.`,
      );
    return places.map((one, i): [Name, Expr] => {
      if (one.type !== "Name")
        return refuseAt(
          one,
          "맨 바깥에서는 이름에 첫 값을 줄 수만 있습니다. 나머지는 def 안에 쓰세요.",
          "The top level only gives first values to names: put the rest into a def.",
        );
      return [one, values[i]!];
    });
  });
}
