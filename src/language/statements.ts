/**
 * Statements to instructions, and calls: a called function is written out where it is called, so a thread needs no stack and its
 * state is a handful of registers. Hence no recursion.
 */
import type {
  BinaryExpression,
  BlockStatement,
  CallExpression,
  ForStatement,
  FunctionDeclaration,
  IfStatement,
  Node,
  VariableDeclaration,
} from "acorn";
import { op } from "../engine/machine/program.ts";
import type { Emitter } from "./emitter.ts";
import { Expressions, refuse } from "./expressions.ts";
import { notHere, Refusal } from "./problem.ts";
import { Scope } from "./scope.ts";
import { initialValues } from "./values.ts";

/** A function that is being written out. */
interface Frame {
  readonly name: string;
  /** Where its value goes; null in the function that the thread runs, which ends the thread. */
  readonly result: number | null;
  readonly returns: number[];
}

/** What the statements need of the rest of the program. */
export interface Surroundings {
  /** The number of a function as something a thread can be started with. */
  entry(node: FunctionDeclaration): number;
  /** The number of an assertion's text; where it is empty, the condition as it is written. */
  message(text: string, test: Node): number;
}

const comparisons: Readonly<Record<string, number>> = {
  "==": op.equal,
  "===": op.equal,
  "!=": op.unequal,
  "!==": op.unequal,
  "<": op.less,
  "<=": op.lessEqual,
  ">": ~op.lessEqual,
  ">=": ~op.less,
};
const mirrored: Readonly<Record<string, string>> = { "<": ">", "<=": ">=", ">": "<", ">=": "<=" };

export class Statements extends Expressions {
  readonly #around: Surroundings;
  readonly #global: Scope;
  #frames: Frame[] = [];
  #breaks: number[][] = [];
  #continues: number[][] = [];

  constructor(out: Emitter, global: Scope, atomic: Set<string>, around: Surroundings) {
    super(out, global, atomic);
    this.#global = global;
    this.#around = around;
  }

  /** The code of a function that a thread runs: its parameters are the first registers. */
  entry(node: FunctionDeclaration): void {
    const { out } = this;
    out.top = 0;
    this.scope = new Scope(this.#global);
    for (const parameter of node.params) this.#declareLocal(parameter, out.register(), false);
    this.#frames = [{ name: node.id.name, result: null, returns: [] }];
    this.#block(node.body.body);
    out.emit(op.end, 0, 0);
    this.#frames = [];
  }

  #declareLocal(node: Node, register: number, constant: boolean): void {
    const name = this.#nameOf(node);
    if (!this.scope.declare(name, { is: "local", register, constant }))
      refuse(node, `${name}: 같은 이름이 이미 있습니다.`, `${name} is declared twice.`);
  }

  #nameOf(node: Node): string {
    if (node.type === "Identifier") return (node as Node & { name: string }).name;
    return refuse(node, "여기에는 이름 하나만 쓸 수 있습니다.", "Only a plain name may stand here.");
  }

  #block(statements: readonly Node[]): void {
    const outer = this.scope;
    const { top } = this.out;
    this.scope = new Scope(outer);
    for (const one of statements) this.#statement(one);
    this.scope = outer;
    this.out.top = top;
  }

  #statement(node: Node): void {
    const { out } = this;
    switch (node.type) {
      case "VariableDeclaration":
        this.#declaration(node as VariableDeclaration);
        return;
      case "EmptyStatement":
        return;
      case "BlockStatement":
        this.#block((node as BlockStatement).body);
        return;
      case "ExpressionStatement": {
        const { top } = out;
        out.standAt(node.start, node.start, node.end);
        this.value((node as Node & { expression: Node }).expression);
        out.top = top;
        return;
      }
      case "IfStatement":
        this.#if(node as IfStatement);
        return;
      case "WhileStatement":
      case "DoWhileStatement":
        this.#while(node as never);
        return;
      case "ForStatement":
        this.#for(node as ForStatement);
        return;
      case "ReturnStatement":
        this.#return(node as never);
        return;
      case "BreakStatement":
      case "ContinueStatement": {
        const isBreak = node.type === "BreakStatement";
        const jumps = (isBreak ? this.#breaks : this.#continues).at(-1);
        if ((node as Node & { label?: unknown }).label) throw new Refusal(node.start, notHere["LabeledStatement"]!);
        if (!jumps) refuse(node, "반복문 안에서만 쓸 수 있습니다.", "This belongs into a loop.");
        out.standAt(node.start, node.start, node.end);
        jumps.push(out.emit(op.jump, 0));
        return;
      }
      default:
        throw new Refusal(
          node.start,
          notHere[node.type] ?? {
            ko: `이 문장(${node.type})은 쓸 수 없습니다.`,
            en: `This statement (${node.type}) is not supported.`,
          },
        );
    }
  }

  #declaration(node: VariableDeclaration): void {
    const { out } = this;
    for (const { id, init } of node.declarations) {
      out.standAt(node.start, node.start, node.end);
      const values = init ? initialValues(init, (one) => this.#knownValue(one)) : null;
      if (Array.isArray(values)) {
        const name = this.#nameOf(id);
        const register = out.register(values.length);
        if (!this.scope.declare(name, { is: "array", register, length: values.length }))
          refuse(id, `${name}: 같은 이름이 이미 있습니다.`, `${name} is declared twice.`);
        values.forEach((value, at) => {
          out.move(register + at, out.constant(value));
        });
        continue;
      }
      const register = out.register();
      const { top } = out;
      out.move(register, init ? this.value(init) : out.constant(0));
      out.top = top;
      this.#declareLocal(id, register, node.kind === "const");
    }
  }

  /** What an expression is worth when that is known before the thread runs: a literal or a constant; else null. Emits nothing. */
  #knownValue(node: Node): number | null {
    if (node.type === "Identifier") {
      const found = this.scope.find((node as Node & { name: string }).name);
      return found?.is === "constant" ? found.value : null;
    }
    const negated = node.type === "UnaryExpression" && (node as Node & { operator: string }).operator === "-";
    const literal = negated ? (node as Node & { argument: Node }).argument : node;
    return literal.type === "Literal" ? this.out.known(this.value(node)) : null;
  }

  /** Jumps away when the condition is false; the jump to patch. */
  #unless(test: Node): number {
    const { out } = this;
    const { top } = out;
    out.standAt(test.start, test.start, test.end);
    const value = this.value(test);
    out.top = top;
    return out.emit(op.jumpIfZero, 0, value);
  }

  #if(node: IfStatement): void {
    const { out } = this;
    const otherwise = this.#unless(node.test);
    this.#block([node.consequent]);
    if (!node.alternate) {
      out.patch(otherwise);
      return;
    }
    const end = out.emit(op.jump, 0);
    out.patch(otherwise);
    this.#block([node.alternate]);
    out.patch(end);
  }

  /** The body of a loop; where `continue` goes is patched by `next`. */
  #loopBody(body: Node, next: () => void): void {
    this.#breaks.push([]);
    this.#continues.push([]);
    this.#block([body]);
    for (const jump of this.#continues.pop()!) this.out.patch(jump);
    next();
  }

  #endLoop(): void {
    for (const jump of this.#breaks.pop()!) this.out.patch(jump);
  }

  #while(node: Node & { test: Node; body: Node }): void {
    const { out } = this;
    const start = out.here;
    if (node.type === "WhileStatement") {
      const end = this.#unless(node.test);
      this.#loopBody(node.body, () => out.emit(op.jump, start));
      out.patch(end);
    } else {
      this.#loopBody(node.body, () => {
        const end = this.#unless(node.test);
        out.emit(op.jump, start);
        out.patch(end);
      });
    }
    this.#endLoop();
  }

  #for(node: ForStatement): void {
    const { out } = this;
    const outer = this.scope;
    const { top } = out;
    this.scope = new Scope(outer);
    if (node.init?.type === "VariableDeclaration") this.#declaration(node.init);
    else if (node.init) this.#expression(node.init);
    const start = out.here;
    const end = node.test ? this.#unless(node.test) : null;
    this.#loopBody(node.body, () => {
      if (node.update) this.#expression(node.update);
      out.emit(op.jump, start);
    });
    if (end !== null) out.patch(end);
    this.#endLoop();
    this.scope = outer;
    out.top = top;
  }

  #expression(node: Node): void {
    const { top } = this.out;
    this.out.standAt(node.start, node.start, node.end);
    this.value(node);
    this.out.top = top;
  }

  #return(node: Node & { argument?: Node | null }): void {
    const { out } = this;
    const frame = this.#frames.at(-1)!;
    const { top } = out;
    out.standAt(node.start, node.start, node.end);
    const value = node.argument ? this.value(node.argument) : null;
    if (frame.result === null) out.emit(op.end, value ?? 0, value === null ? 0 : 1);
    else {
      out.move(frame.result, value ?? out.constant(0));
      frame.returns.push(out.emit(op.jump, 0));
    }
    out.top = top;
  }

  protected override call(node: CallExpression, name: string): number {
    const { out } = this;
    const found = this.scope.find(name);
    if (found?.is !== "function") return refuse(node, `${name}은(는) 함수가 아닙니다.`, `${name} is not a function.`);
    if (this.#frames.some((frame) => frame.name === name))
      return refuse(
        node,
        `${name}이(가) 자기 자신을 다시 부릅니다. 재귀는 쓸 수 없으니 반복문으로 쓰세요.`,
        `${name} calls itself. Recursion is not supported: write a loop.`,
      );
    const { params, body } = found.node;
    this.expectArguments(node, params.length, `${name}(${params.map((one) => this.#nameOf(one)).join(", ")})`);
    const result = out.register();
    const registers = params.map(() => out.register());
    node.arguments.forEach((one, at) => {
      out.move(registers[at]!, this.object(one));
    });
    const { place } = out;
    const outer = { scope: this.scope, breaks: this.#breaks, continues: this.#continues };
    this.scope = new Scope(this.#global);
    this.#breaks = [];
    this.#continues = [];
    params.forEach((parameter, at) => {
      this.#declareLocal(parameter, registers[at]!, false);
    });
    const frame: Frame = { name, result, returns: [] };
    this.#frames.push(frame);
    out.move(result, out.constant(0));
    this.#block(body.body);
    this.#frames.pop();
    for (const jump of frame.returns) out.patch(jump);
    this.scope = outer.scope;
    this.#breaks = outer.breaks;
    this.#continues = outer.continues;
    out.standAt(place.from, place.from, place.to);
    return result;
  }

  protected override specialCall(node: CallExpression, name: string): number {
    const { out } = this;
    const nothing = out.constant(0);
    switch (name) {
      case "wait": {
        this.expectArguments(node, 2, "wait(c, m)");
        const condition = this.object(node.arguments[0]!);
        out.emit(op.wait, condition, this.object(node.arguments[1]!));
        return nothing;
      }
      case "until":
        this.#until(node);
        return nothing;
      case "sleep": // no step: whatever a delay could do, some interleaving does already
        this.expectArguments(node, 1, "sleep(ms)");
        return nothing;
      case "assert": {
        const [test, message] = node.arguments;
        if (!test || node.arguments.length > 2) this.expectArguments(node, 2, 'assert(condition, "message")');
        const value = this.value(test!);
        out.emit(op.check, value, this.#around.message(assertionText(message, test!), test!));
        return nothing;
      }
      case "spawn":
        return this.#spawn(node);
      case "join": {
        this.expectArguments(node, 1, "join(t)");
        const thread = this.value(node.arguments[0]!);
        const to = out.register();
        out.emit(op.join, to, thread);
        return to;
      }
      default:
        return refuse(node, "run(...)은 맨 바깥에서 한 번만 씁니다.", "run(...) stands once, at the top level.");
    }
  }

  #until(node: CallExpression): void {
    const usage = "until(x == v)";
    this.expectArguments(node, 1, usage);
    const { out } = this;
    const test = node.arguments[0]!;
    const isShared = (one: Node): boolean => {
      const named = one.type === "MemberExpression" ? (one as Node & { object: Node }).object : one;
      return named.type === "Identifier" && this.scope.find((named as Node & { name: string }).name)?.is === "shared";
    };
    let cell: Node = test;
    let comparison: number = op.unequal;
    let other: Node | null = null;
    if (test.type === "UnaryExpression" && test.operator === "!") {
      cell = test.argument;
      comparison = op.equal;
    } else if (test.type === "BinaryExpression" && Object.hasOwn(comparisons, test.operator)) {
      const { left, right, operator } = test as BinaryExpression;
      const straight = isShared(left);
      cell = straight ? left : right;
      other = straight ? right : left;
      comparison = comparisons[straight ? operator : (mirrored[operator] ?? operator)]!;
    }
    const before = out.here;
    const value = other ? this.value(other) : out.constant(0);
    const place = isShared(cell) ? this.sharedTarget(cell, usage) : null;
    const readsMore = out.code.some((code, at) => at >= before && (at - before) % 8 === 0 && code >= op.read);
    if (!place || readsMore)
      refuse(
        test,
        "until은 한 번의 읽기입니다. 공유 변수 하나를 값과 비교하세요: until(x == v). 둘 이상이면 while 반복문으로 쓰세요.",
        "until is one read: compare one shared variable with a value, until(x == v). For more than one, write a while loop.",
      );
    out.lineAt(node.start);
    out.emit(op.until, 0, place.cell, place.index, place.length, value, comparison);
  }

  #spawn(node: CallExpression): number {
    const { out } = this;
    const [what, ...more] = node.arguments;
    const callee = what?.type === "CallExpression" ? what.callee : what;
    const given = what?.type === "CallExpression" ? [...what.arguments, ...more] : more;
    const found = callee?.type === "Identifier" ? this.lookUp(callee) : null;
    if (found?.is !== "function")
      return refuse(
        node,
        "spawn(f) 또는 spawn(f, 값)처럼 함수 이름을 쓰세요.",
        "Name a function, as in spawn(f) or spawn(f, value).",
      );
    if (given.length !== found.node.params.length)
      return refuse(
        node,
        `${found.name}의 인수는 ${found.node.params.length}개입니다.`,
        `${found.name} takes ${found.node.params.length} arguments.`,
      );
    const to = out.register();
    const first = out.register(given.length);
    given.forEach((one, at) => {
      out.move(first + at, this.object(one));
    });
    out.lineAt(node.start);
    out.emit(op.spawn, to, this.#around.entry(found.node), first, given.length);
    return to;
  }
}

/** What an assertion says: its text, or where there is none the condition as it is written. */
export function assertionText(message: Node | undefined, test: Node): string {
  if (message === undefined) return "";
  const { value } = message as Node & { value?: unknown };
  if (message.type === "Literal" && typeof value === "string") return value;
  return refuse(
    test,
    "assert의 두 번째 인수는 따옴표로 묶은 설명입니다.",
    "The second argument of assert is a text in quotes.",
  );
}
