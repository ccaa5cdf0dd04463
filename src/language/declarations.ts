/** The top level of a thread program: shared variables, synchronisation objects, constants, functions, `run`, and `assert` after it. */
import type { CallExpression, FunctionDeclaration, Node, VariableDeclaration } from "acorn";
import type { FinalAssertion, SyncKind, SyncObject, Variable } from "../engine/machine/program.ts";
import { op } from "../engine/machine/program.ts";
import { fold, refuse } from "./expressions.ts";
import { formulaOf } from "./formula.ts";
import { binary, constructors } from "./operations.ts";
import { notHere, placeOf, Refusal } from "./problem.ts";
import { Scope } from "./scope.ts";
import { assertionText } from "./statements.ts";
import { initialValues } from "./values.ts";

const mostThreads = 64;
const mostCells = 4096;
const mostObjects = 512;

export class Declarations {
  readonly scope = new Scope(null);
  readonly cells: { name: string; initial: number; variable: string }[] = [];
  readonly variables: Variable[] = [];
  readonly objects: SyncObject[] = [];
  readonly functions: FunctionDeclaration[] = [];
  readonly assertions: FinalAssertion[] = [];
  readonly threads: { node: FunctionDeclaration; arguments: number[] }[] = [];
  readonly #source: string;
  readonly #reserved: ReadonlySet<string>;
  #runs: CallExpression | null = null;
  readonly #asserts: CallExpression[] = [];

  /** @param reserved names that nothing may be declared by */
  constructor(source: string, reserved: ReadonlySet<string>) {
    this.#source = source;
    this.#reserved = reserved;
  }

  /** Takes one statement of the top level. @throws Refusal */
  add(node: Node): void {
    if (node.type === "VariableDeclaration") {
      this.#variables(node as VariableDeclaration);
      return;
    }
    if (node.type === "FunctionDeclaration") {
      this.#function(node as FunctionDeclaration);
      return;
    }
    if (node.type === "EmptyStatement") return;
    const { expression } = node as Node & { expression?: Node & { value?: unknown } };
    if (expression?.type === "Literal" && expression.value === "use strict") return;
    if (expression?.type === "CallExpression" && (expression as CallExpression).callee.type === "Identifier") {
      const call = expression as CallExpression;
      const { name } = call.callee as Node & { name: string };
      if (name === "run") {
        if (this.#runs) refuse(node, "run(...)은 한 번만 씁니다.", "run(...) stands once.");
        this.#runs = call;
        return;
      }
      if (name === "assert") return void this.#asserts.push(call);
    }
    throw new Refusal(
      node.start,
      notHere[node.type] ?? {
        ko: "맨 바깥에는 선언, 함수, run(...)과 assert(...)만 올 수 있습니다.",
        en: "Only declarations, functions, run(...) and assert(...) may stand at the top level.",
      },
    );
  }

  /** Works out `run` and the assertions, once all names are known. @throws Refusal */
  finish(end: number): void {
    if (!this.#runs)
      throw new Refusal(end, {
        ko: "run(A, B)이 없습니다. 어떤 함수를 스레드로 돌릴지 맨 아래에 쓰세요.",
        en: "There is no run(A, B): say at the bottom which functions are threads.",
      });
    for (const one of this.#runs.arguments) this.#thread(one);
    if (this.threads.length === 0)
      refuse(this.#runs, "run에 함수가 하나는 있어야 합니다.", "run needs at least one function.");
    if (this.threads.length > mostThreads)
      refuse(this.#runs, `스레드는 ${mostThreads}개까지입니다.`, `At most ${mostThreads} threads.`);
    for (const call of this.#asserts) this.#assert(call);
  }

  #assert(call: CallExpression): void {
    const [test, message] = call.arguments;
    if (!test || call.arguments.length > 2)
      refuse(call, 'assert(조건, "설명")으로 쓰세요.', 'Write assert(condition, "message").');
    const formula = formulaOf(test, this.scope);
    const text = assertionText(message, test) || this.#source.slice(test.start, test.end);
    const { line } = placeOf(this.#source, call.start);
    this.assertions.push({ formula, message: text, place: { line, from: call.start, to: call.end } });
  }

  #declare(node: Node, name: string, binding: Parameters<Scope["declare"]>[1]): void {
    if (this.#reserved.has(name))
      refuse(
        node,
        `${name}은(는) 이 언어의 연산 이름입니다. 다른 이름을 쓰세요.`,
        `${name} is an operation of this language: use another name.`,
      );
    if (!this.scope.declare(name, binding))
      refuse(node, `${name}: 같은 이름이 이미 있습니다.`, `${name} is declared twice.`);
  }

  #function(node: FunctionDeclaration): void {
    if (node.async) throw new Refusal(node.start, notHere["AwaitExpression"]!);
    if (node.generator) refuse(node, "제너레이터는 쓸 수 없습니다.", "Generators are not supported.");
    this.#declare(node.id, node.id.name, { is: "function", name: node.id.name, node });
    this.functions.push(node);
  }

  #variables(node: VariableDeclaration): void {
    for (const { id, init } of node.declarations) {
      if (id.type !== "Identifier")
        refuse(id, "여기에는 이름 하나만 쓸 수 있습니다.", "Only a plain name may stand here.");
      const { name } = id as Node & { name: string };
      if (init && this.#object(id, name, init)) continue;
      const value = init ? initialValues(init, (one) => this.#constant(one)) : 0;
      if (value === null) {
        const other = init!.type;
        throw new Refusal(
          init!.start,
          notHere[other] ?? {
            ko: `${name}의 첫 값은 정수, 배열, 또는 mutex() 같은 동기화 객체여야 합니다.`,
            en: `${name} must begin as a whole number, an array, or a synchronisation object such as mutex().`,
          },
        );
      }
      if (node.kind === "const" && !Array.isArray(value)) this.#declare(id, name, { is: "constant", value });
      else this.#share(id, name, value);
    }
  }

  #share(node: Node, name: string, value: number | readonly number[]): void {
    const isArray = typeof value !== "number";
    const variable: Variable = { name, cell: this.cells.length, length: isArray ? value.length : null };
    this.#declare(node, name, { is: "shared", variable });
    this.variables.push(variable);
    if (!isArray) this.cells.push({ name, initial: value, variable: name });
    else
      value.forEach((initial, at) => {
        this.cells.push({ name: `${name}[${at}]`, initial, variable: name });
      });
    if (this.cells.length > mostCells)
      refuse(node, `공유 변수는 배열의 칸까지 세어 ${mostCells}개까지입니다.`, `At most ${mostCells} shared cells.`);
  }

  /** `const m = mutex()`, `const f = [mutex(), mutex()]`. False when it is something else. */
  #object(node: Node, name: string, init: Node): boolean {
    const several = init.type === "ArrayExpression" ? (init as Node & { elements: (Node | null)[] }).elements : null;
    const made = (several ?? [init]).map((one) => this.#constructed(one));
    const [first] = made;
    if (!first) return false;
    const number = this.objects.length;
    for (const one of made)
      if (!one || one.kind !== first.kind)
        refuse(
          init,
          "배열 안의 동기화 객체는 한 종류여야 합니다.",
          "Synchronisation objects in one array must be of one kind.",
        );
    made.forEach((one, at) => {
      this.objects.push({ name: several ? `${name}[${at}]` : name, kind: one!.kind, initial: one!.initial });
    });
    if (this.objects.length > mostObjects)
      refuse(init, `동기화 객체는 ${mostObjects}개까지입니다.`, `At most ${mostObjects} synchronisation objects.`);
    if (several) this.#declare(node, name, { is: "objects", first: number, length: made.length, kind: first.kind });
    else this.#declare(node, name, { is: "object", number, kind: first.kind });
    return true;
  }

  #constructed(node: Node | null): { kind: SyncKind; initial: number } | null {
    if (node?.type !== "CallExpression") return null;
    const { callee, arguments: given } = node as CallExpression;
    const name = callee.type === "Identifier" ? callee.name : "";
    if (!Object.hasOwn(constructors, name)) return null;
    const { kind, number } = constructors[name as keyof typeof constructors];
    const initial = number && given[0] ? this.#constant(given[0]) : 0;
    const least = kind === "barrier" ? 1 : 0;
    if (given.length !== (number ? 1 : 0) || initial === null || initial < least)
      return refuse(
        node,
        number ? `${name}(개수)처럼 ${least} 이상의 정수를 쓰세요.` : `${name}()로 쓰세요.`,
        number ? `Write ${name}(n) with a whole number from ${least} up.` : `Write ${name}().`,
      );
    return { kind, initial };
  }

  #thread(node: Node): void {
    const call = node.type === "CallExpression" ? (node as CallExpression) : null;
    const callee = call ? call.callee : node;
    const found = callee.type === "Identifier" ? this.scope.find((callee as Node & { name: string }).name) : null;
    if (found?.is !== "function")
      refuse(node, "run에는 함수의 이름을 쓰세요: run(A, B(1)).", "run takes names of functions: run(A, B(1)).");
    const given = (call?.arguments ?? []).map((one) => {
      const value = this.#constant(one);
      return value ?? refuse(one, "run 안의 인수는 정수여야 합니다.", "Arguments in run must be whole numbers.");
    });
    if (given.length !== found.node.params.length)
      refuse(
        node,
        `${found.name}의 인수는 ${found.node.params.length}개입니다.`,
        `${found.name} takes ${found.node.params.length} argument${found.node.params.length === 1 ? "" : "s"}.`,
      );
    this.threads.push({ node: found.node, arguments: given });
  }

  /** What an expression of constants is worth; null when it is none. */
  #constant(node: Node): number | null {
    const parts = node as Node & {
      value?: unknown;
      name: string;
      operator: string;
      argument: Node;
      left: Node;
      right: Node;
    };
    if (node.type === "Literal") {
      if (typeof parts.value === "boolean") return Number(parts.value);
      return typeof parts.value === "number" && parts.value === (parts.value | 0) ? parts.value | 0 : null;
    }
    if (node.type === "Identifier") {
      const found = this.scope.find(parts.name);
      return found?.is === "constant" ? found.value : found?.is === "object" ? found.number : null;
    }
    if (node.type === "UnaryExpression") {
      const inner = this.#constant(parts.argument);
      if (inner === null) return null;
      return parts.operator === "-" ? fold(op.subtract, 0, inner) : parts.operator === "!" ? Number(inner === 0) : null;
    }
    if (node.type === "BinaryExpression") {
      const known = binary[parts.operator];
      const left = this.#constant(parts.left);
      const right = this.#constant(parts.right);
      if (!known || left === null || right === null) return null;
      return known.swapped ? fold(known.code, right, left) : fold(known.code, left, right);
    }
    return null;
  }
}
