/**
 * Functions of the pseudo-code in the shape of JavaScript's. A function's own variables are declared at its beginning, as Python's
 * belong to the whole function, and begin as 0. `with` releases however its block is left: at its end, by return, break or continue.
 */
import type { Node } from "acorn";
import { refuseAt } from "./expression-parser.ts";
import { ExpressionLowering } from "./expressions.ts";
import { threadOf } from "./names.ts";
import * as js from "./nodes.ts";
import type { Call, Def, Expr, Name, Span, Stmt } from "./tree.ts";

export class FunctionLowering extends ExpressionLowering {
  /** What the open `with` blocks release, the outermost first. */
  #open: Node[] = [];
  /** How many of them were open where each loop began. */
  #loops: number[] = [];
  /** Threads that were made but not started: the function and where its arguments are kept. */
  #threads = new Map<string, { target: Name; kept: readonly string[] }>();

  /** @throws Refusal */
  def(def: Def): Node {
    const own = this.names.functions.get(def)!;
    this.begin(own);
    this.#open = [];
    this.#loops = [];
    this.#threads = new Map();
    const body = this.#block(def.body);
    const begins: Node[] = [];
    for (const [name, { parameter, length }] of own)
      if (!parameter) {
        const zeros = length === null ? null : Array.from({ length }, () => js.literal(def, 0));
        begins.push(js.declare(def, "let", js.identifier(def, name), zeros && js.list(def, zeros)));
      }
    for (const name of this.temporaries) begins.push(js.declare(def, "let", js.identifier(def, name), null));
    return this.head(def, [...begins, ...body]);
  }

  /** The function with another body. */
  head(def: Def, body: readonly Node[] = []): Node {
    const parameters = def.parameters.map((one) => js.identifier(one, one.name));
    return js.functionOf(def, js.identifier(def.name, def.name.name), parameters, js.block(def, body));
  }

  #block(statements: readonly Stmt[]): Node[] {
    return statements.flatMap((one) => this.#statement(one));
  }

  #statement(of: Stmt): Node[] {
    switch (of.type) {
      case "Nothing":
      case "Global":
        return [];
      case "Expression":
        return this.#expression(of, of.of);
      case "Assign":
        return this.#assign(of, of.targets, of.value);
      case "Augmented":
        return [this.#augmented(of)];
      case "If": {
        const test = this.value(of.test);
        const yes = js.block(of, this.#block(of.body));
        const no = of.otherwise.length > 0 ? js.block(of, this.#block(of.otherwise)) : null;
        return [js.ifElse(of, test, yes, no)];
      }
      case "While": {
        const test = this.value(of.test);
        return [js.whileLoop(of, test, this.#loop(of, of.body))];
      }
      case "For":
        return this.#for(of);
      case "With":
        return this.#with(of, of.items);
      case "Return":
        return this.#return(of, of.value);
      case "Break":
      case "Continue":
        return [...this.#released(this.#loops.at(-1) ?? 0), js.leaves(of, of.type)];
      case "Assert": {
        const { message } = of;
        const given = [this.value(of.test)];
        if (message) given.push(messageOf(message));
        return [js.statement(of, js.call(of, "assert", given))];
      }
      case "Def":
        return refuseAt(of, "함수는 맨 바깥에 선언하세요.", "Declare functions at the top level.");
    }
  }

  #expression(at: Span, of: Expr): Node[] {
    if (of.type === "Text") return []; // a text that says what the function does
    if (of.type === "Call" && of.callee.type === "Dot") {
      const { of: object, name } = of.callee;
      const started = object.type === "Call" && name === "start" ? threadOf(object) : null;
      if (started) {
        const target = this.#targetOf(started.f);
        return [
          js.statement(
            at,
            this.spawn(
              of,
              target,
              started.given.map((one) => this.value(one)),
            ),
          ),
        ];
      }
      const thread = object.type === "Name" ? this.#threads.get(object.name) : undefined;
      if (thread && object.type === "Name") return [this.#thread(at, of, object, name, thread)];
      if (name === "wait_for") return this.#waitFor(at, object, of);
    }
    if (
      of.type === "Call" &&
      of.callee.type === "Name" &&
      of.callee.name === "assert" &&
      !this.names.top.has("assert")
    ) {
      const [test, message] = this.given(of);
      if (!test || of.given.length > 2)
        return refuseAt(of, 'assert 조건, "설명" 으로 쓰세요.', 'Write assert condition, "message".');
      return [js.statement(at, js.call(of, "assert", [this.value(test), ...(message ? [messageOf(message)] : [])]))];
    }
    if (of.type === "Binary" && of.operator === "==")
      return refuseAt(
        of,
        "비교만 있는 줄입니다. 대입은 =, 기다림은 until(x == v)로 씁니다.",
        "This line only compares: assign with =, wait with until(x == v).",
      );
    if (of.type === "Name")
      return refuseAt(
        of,
        `${of.name}: 아무 일도 하지 않는 줄입니다. 함수라면 ${of.name}()로 부르세요.`,
        `This line does nothing: to call a function write ${of.name}().`,
      );
    return [js.statement(at, this.value(of))];
  }

  #targetOf(of: Expr): Name {
    if (of.type === "Name") return of;
    return refuseAt(of, "스레드로 돌릴 함수의 이름을 쓰세요.", "Name the function that the thread runs.");
  }

  #thread(at: Span, of: Call, object: Name, name: string, thread: { target: Name; kept: readonly string[] }): Node {
    const variable = js.identifier(object, object.name);
    if (name !== "start" && name !== "join")
      return refuseAt(of, "스레드에는 start()와 join()만 있습니다.", "A thread has only start() and join().");
    if (of.given.length + of.named.length > 0)
      return refuseAt(of, `${name}()에는 인수가 없습니다.`, `${name}() takes no argument.`);
    if (name === "join") return js.statement(at, js.call(of, "join", [variable]));
    const given = thread.kept.map((one) => js.identifier(of, one));
    return js.statement(at, js.assign(of, "=", variable, this.spawn(of, thread.target, given)));
  }

  #waitFor(at: Span, object: Expr, of: Call): Node[] {
    const [condition] = of.given;
    const held = this.names.held(object, this.own);
    if (held?.kind !== "condition" || condition?.type !== "Lambda" || of.given.length !== 1 || of.named.length > 0)
      return refuseAt(of, "c.wait_for(lambda: 조건)으로 쓰세요.", "Write c.wait_for(lambda: condition).");
    const wait = js.call(of, "wait", [this.value(object), this.mutexOf(object, held)]);
    return [js.whileLoop(at, js.unary(condition.of, "!", this.value(condition.of)), js.statement(at, wait))];
  }

  #store(at: Span, target: Expr, value: Node): Node {
    return js.statement(at, js.assign(at, "=", this.#place(target), value));
  }

  #place(target: Expr): Node {
    if (target.type === "Index") return this.element(target);
    if (target.type === "Name") return this.value(target);
    return refuseAt(
      target,
      "변수나 배열의 칸에만 넣을 수 있습니다.",
      "Only a variable or an element of a list can be assigned to.",
    );
  }

  #assign(at: Span, targets: readonly Expr[], value: Expr): Node[] {
    const [target] = targets;
    if (targets.length === 1 && target?.type === "Name") {
      const thread = threadOf(value);
      if (thread) return this.#makeThread(at, target, thread);
    }
    const elements = this.names.elements(value);
    if (elements !== null) return targets.flatMap((one) => this.#fill(at, one, elements, value));
    if (targets.length === 1 && target!.type !== "Tuple" && target!.type !== "List" && value.type !== "Tuple") {
      // Python works out the value before the place; where that could be told apart, it is kept in between.
      if (target!.type !== "Index" || this.#private(target!.at) || this.#private(value))
        return [this.#store(at, target!, this.value(value))];
    }
    const values = value.type === "Tuple" ? value.of : [value];
    const kept = values.map(() => this.temporary());
    const out = values.map((one, i) =>
      js.statement(at, js.assign(at, "=", js.identifier(one, kept[i]!), this.value(one))),
    );
    for (const one of targets) {
      const places = one.type === "Tuple" || one.type === "List" ? one.of : [one];
      if (places.length !== values.length)
        return refuseAt(
          one,
          `왼쪽은 ${places.length}개, 오른쪽은 ${values.length}개입니다.`,
          `There are ${places.length} on the left and ${values.length} on the right.`,
        );
      places.forEach((place, i) => {
        out.push(this.#store(at, place, js.identifier(at, kept[i]!)));
      });
    }
    return out;
  }

  /** Whether working it out is no step: numbers and variables of the function. */
  #private(of: Expr): boolean {
    if (of.type === "Number") return true;
    if (of.type === "Name") return this.own?.has(of.name) || this.names.top.get(of.name)?.is === "constant";
    if (of.type === "Unary") return this.#private(of.of);
    return of.type === "Binary" && this.#private(of.left) && this.#private(of.right);
  }

  /** `a = [0, 0]` for a list of the function. */
  #fill(at: Span, target: Expr, elements: readonly Expr[], value: Expr): Node[] {
    const mine = target.type === "Name" ? this.own?.get(target.name) : undefined;
    if (target.type !== "Name" || !mine)
      return refuseAt(
        target,
        "공유 배열은 한 번에 바꿀 수 없습니다. a[0] = 1처럼 칸마다 쓰세요.",
        "A shared list cannot be replaced at once: assign to its elements, as in a[0] = 1.",
      );
    const name = js.identifier(target, target.name);
    const inside = elements.map((one) => {
      if (!this.#private(one))
        refuseAt(
          one,
          "여기에는 정수와 이 함수의 변수만 쓸 수 있습니다.",
          "Only whole numbers and variables of this function may stand here.",
        );
      return this.value(one);
    });
    return inside.map((one, i) =>
      js.statement(at, js.assign(at, "=", js.element(target, name, js.literal(value, i)), one)),
    );
  }

  #makeThread(at: Span, target: Name, { f, given }: { f: Expr; given: readonly Expr[] }): Node[] {
    const name = this.#targetOf(f);
    const before = this.#threads.get(target.name);
    if (before && (before.target.name !== name.name || before.kept.length !== given.length))
      return refuseAt(
        target,
        `${target.name}은(는) 이미 다른 함수의 스레드입니다. 다른 이름을 쓰세요.`,
        `${target.name} is already a thread of another function: use another name.`,
      );
    if (!this.own?.has(target.name))
      return refuseAt(target, "스레드는 이 함수의 변수에 담으세요.", "Keep a thread in a variable of this function.");
    const kept = before?.kept ?? given.map(() => this.temporary());
    this.#threads.set(target.name, { target: name, kept });
    return given.map((one, i) => js.statement(at, js.assign(at, "=", js.identifier(one, kept[i]!), this.value(one))));
  }

  #augmented(of: Stmt & { type: "Augmented" }): Node {
    const { target, operator } = of;
    const place = this.#place(target);
    const value = this.value(of.value);
    if (operator !== "//" && operator !== "%") return js.statement(of, js.assign(of, `${operator}=`, place, value));
    if (target.type === "Index" && !this.#private(target.at))
      return refuseAt(
        of,
        `${operator}= 대신 풀어서 쓰세요: a[i] = a[i] ${operator} b`,
        `Write ${operator}= out: a[i] = a[i] ${operator} b.`,
      );
    const result =
      operator === "//" ? js.mathCall(of, "floor", [js.binary(of, "/", place, value)]) : this.modulo(of, place, value);
    return js.statement(of, js.assign(of, "=", place, result));
  }

  #loop(at: Span, body: readonly Stmt[], first: readonly Node[] = []): Node {
    this.#loops.push(this.#open.length);
    const out = js.block(at, [...first, ...this.#block(body)]);
    this.#loops.pop();
    return out;
  }

  /** A range is worked out once, before the loop; what the body does to the loop variable does not change how often it goes round. */
  #for(of: Stmt & { type: "For" }): Node[] {
    const { target, over } = of;
    const range = this.names.range(over);
    const list = over.type === "Name" ? (this.own?.get(over.name) ?? this.names.top.get(over.name)) : undefined;
    const length = list && "length" in list ? list.length : null;
    if (!range && length === null)
      return refuseAt(
        over,
        "for i in range(n): 이나 for x in 배열: 로 쓰세요.",
        "Write for i in range(n): or for x in list:.",
      );
    const [from, to, step] = range ?? [
      0,
      { type: "Number", value: length!, start: over.start, end: over.end } as const,
      1,
    ];
    const counter = js.identifier(target, this.temporary());
    const first = js.statement(
      of,
      js.assign(over, "=", counter, typeof from === "number" ? js.literal(over, from) : this.value(from)),
    );
    const begins = [first];
    let end = this.value(to);
    if (end.type !== "Literal") {
      const kept = js.identifier(over, this.temporary());
      begins.push(js.statement(of, js.assign(over, "=", kept, end)));
      end = kept;
    }
    const each = range ? counter : js.element(over, js.identifier(over, (over as Name).name), counter);
    const sets = js.statement(of, js.assign(of, "=", this.#place(target), each));
    const body = this.#loop(of, of.body, [sets]);
    const test = js.binary(of, step > 0 ? "<" : ">", counter, end);
    const update = js.assign(of, "+=", counter, js.literal(of, step));
    return [...begins, js.forLoop(of, test, update, body)];
  }

  #with(of: Stmt & { type: "With" }, items: readonly Expr[]): Node[] {
    const [item, ...rest] = items;
    if (!item) return this.#block(of.body);
    const rwCall = item.type === "Call" && item.callee.type === "Dot" ? item.callee : null;
    const object = rwCall?.of ?? item;
    const held = this.names.held(object, this.own);
    const out: Node[] = [];
    let name: Node;
    let take = "lock";
    let give = "unlock";
    if (held?.kind === "rwlock" && rwCall && /^(read|write)(_lock)?$/.test(rwCall.name))
      take = rwCall.name.startsWith("read") ? "lockRead" : "lockWrite";
    else if (rwCall || held?.kind === "rwlock" || held?.kind === "barrier" || !held)
      return refuseAt(
        item,
        held?.kind === "rwlock"
          ? "with rw.read(): 또는 with rw.write(): 로 쓰세요."
          : "with 뒤에는 잠금이 옵니다. 맨 위에서 m = Lock()으로 만들고 with m: 으로 쓰세요.",
        held?.kind === "rwlock"
          ? "Write with rw.read(): or with rw.write():."
          : "with takes a lock: make one at the top, m = Lock(), and write with m:.",
      );
    else if (held.kind === "semaphore") [take, give] = ["down", "up"];
    if (held?.kind === "condition") name = this.mutexOf(object, held);
    else name = this.value(object);
    // An index or a variable may be another one at the end of the block: the object is worked out once.
    if (object.type !== "Name" || this.own?.has(object.name)) {
      const kept = js.identifier(object, this.temporary());
      out.push(js.statement(of, js.assign(of, "=", kept, name)));
      name = kept;
    }
    out.push(js.statement(of, js.call(item, take, [name])));
    const release = js.statement(of, js.call(item, give, [name]));
    this.#open.push(release);
    out.push(...this.#with(of, rest));
    this.#open.pop();
    out.push(release);
    return out;
  }

  /** What the `with` blocks beyond the first `kept` release, the innermost first. */
  #released(kept: number): Node[] {
    return this.#open.slice(kept).reverse();
  }

  #return(of: Span, value: Expr | null): Node[] {
    if (this.#open.length === 0 || value === null)
      return [...this.#released(0), js.returns(of, value && this.value(value))];
    const kept = js.identifier(of, this.temporary());
    return [js.statement(of, js.assign(of, "=", kept, this.value(value))), ...this.#released(0), js.returns(of, kept)];
  }
}

export function messageOf(of: Expr): Node {
  if (of.type === "Text") return js.literal(of, of.value);
  return refuseAt(
    of,
    'assert의 설명은 따옴표로 묶습니다: assert 조건, "설명"',
    'The message of assert is a text in quotes: assert condition, "message".',
  );
}
