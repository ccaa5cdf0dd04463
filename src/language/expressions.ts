/**
 * Expressions to instructions. What reads or writes shared memory becomes a visible instruction, in the order in which JavaScript
 * would evaluate; all the rest is work on registers. An expression's value is an operand: a register or a constant.
 */
import type {
  AssignmentExpression,
  BinaryExpression,
  CallExpression,
  Expression,
  Literal,
  MemberExpression,
  Node,
  UpdateExpression,
} from "acorn";
import { op } from "../engine/machine/program.ts";
import type { Emitter } from "./emitter.ts";
import { binary, operations, special } from "./operations.ts";
import { notHere, Refusal, type Text } from "./problem.ts";
import { type Binding, near, type Scope } from "./scope.ts";

/** Where a value can be put. Shared: cell number `cell + index`, `index` an operand below `length`. */
type Target =
  | { readonly is: "register"; readonly register: number }
  | { readonly is: "local"; readonly first: number; readonly index: number; readonly length: number }
  | Shared;
interface Shared {
  readonly is: "shared";
  readonly cell: number;
  readonly index: number;
  readonly length: number;
}

export function refuse(node: Node, ko: string, en: string): never {
  throw new Refusal(node.start, { ko, en });
}

export abstract class Expressions {
  protected readonly out: Emitter;
  protected scope: Scope;
  /** Variables on which some operation is atomic, by name. */
  readonly atomic: Set<string>;

  constructor(out: Emitter, scope: Scope, atomic: Set<string>) {
    this.out = out;
    this.scope = scope;
    this.atomic = atomic;
  }

  /** Writes out a call of a function of the program; its value. */
  protected abstract call(node: CallExpression, name: string): number;
  /** `wait`, `until`, `spawn`, `join`, `assert`, `sleep`. */
  protected abstract specialCall(node: CallExpression, name: string): number;

  value(node: Node): number {
    const { out } = this;
    switch (node.type) {
      case "Literal":
        return out.constant(this.#literal(node as Literal));
      case "Identifier":
      case "MemberExpression":
        return this.#read(node);
      case "UnaryExpression":
        return this.#unary(node as never);
      case "BinaryExpression":
        return this.#binary(node as BinaryExpression);
      case "LogicalExpression":
        return this.#logical(node as never);
      case "ConditionalExpression":
        return this.#conditional(node as never);
      case "AssignmentExpression":
        return this.#assign(node as AssignmentExpression);
      case "UpdateExpression":
        return this.#update(node as UpdateExpression);
      case "CallExpression":
        return this.#call(node as CallExpression);
      case "SequenceExpression": {
        let last = out.constant(0);
        for (const one of (node as Node & { expressions: Expression[] }).expressions) last = this.value(one);
        return last;
      }
      default:
        throw new Refusal(node.start, notHere[node.type] ?? unknownSyntax(node.type));
    }
  }

  #literal(node: Literal): number {
    const { value } = node;
    if (value === true) return 1;
    if (value === false) return 0;
    if (typeof value === "string") throw new Refusal(node.start, notHere["TemplateLiteral"]!);
    if (typeof value !== "number")
      return refuse(
        node,
        "정수와 true, false만 쓸 수 있습니다.",
        "Only whole numbers, true and false are values here.",
      );
    if (value !== (value | 0))
      return refuse(
        node,
        "-2147483648부터 2147483647까지의 정수만 쓸 수 있습니다.",
        "Only whole numbers from -2147483648 to 2147483647 are values here.",
      );
    return value;
  }

  protected lookUp(node: Node & { name: string }): Binding {
    const found = this.scope.find(node.name);
    if (found) return found;
    const known = near(node.name, this.scope.names());
    if (node.name === "undefined" || node.name === "null")
      return refuse(node, "값이 없음은 0이나 -1로 나타내세요.", "Use 0 or -1 for 'no value'.");
    return refuse(
      node,
      `${node.name}: 선언되지 않은 이름입니다.${known ? ` 혹시 ${known}?` : " 맨 위에서 let으로 선언하면 공유 변수가 됩니다."}`,
      `${node.name} is not declared.${known ? ` Did you mean ${known}?` : " Declare it with let at the top to share it."}`,
    );
  }

  /** What an identifier or an element names, its index worked out. */
  target(node: Node): Target {
    if (node.type === "Identifier") {
      const name = (node as Node & { name: string }).name;
      const found = this.lookUp(node as never);
      if (found.is === "local") return { is: "register", register: found.register };
      if (found.is === "shared" && found.variable.length === null)
        return { is: "shared", cell: found.variable.cell, index: this.out.constant(0), length: 1 };
      if (found.is === "shared" || found.is === "array")
        return refuse(
          node,
          `${name}은(는) 배열입니다. ${name}[0]처럼 칸을 쓰세요.`,
          `${name} is an array: name an element, as in ${name}[0].`,
        );
      if (found.is === "constant")
        return refuse(
          node,
          `${name}은(는) const라서 바꿀 수 없습니다. let으로 선언하세요.`,
          `${name} is a const: declare it with let to change it.`,
        );
      return refuse(node, `${name}은(는) 변수가 아닙니다.`, `${name} is not a variable.`);
    }
    if (node.type !== "MemberExpression")
      return refuse(
        node,
        "여기에는 변수나 배열의 칸이 와야 합니다.",
        "A variable or an element of an array must stand here.",
      );
    const { object, property, computed } = node as MemberExpression;
    if (!computed || object.type !== "Identifier") throw new Refusal(node.start, notHere["MemberExpression"]!);
    const found = this.lookUp(object);
    const length = found.is === "shared" ? found.variable.length : found.is === "array" ? found.length : null;
    if (length === null)
      return refuse(object, `${object.name}은(는) 배열이 아닙니다.`, `${object.name} is not an array.`);
    const index = this.stable(this.value(property));
    const known = this.out.known(index);
    if (known !== null && (known < 0 || known >= length))
      return refuse(
        property,
        `${object.name}[${known}]: 칸은 0부터 ${length - 1}까지입니다.`,
        `${object.name}[${known}]: elements are 0 to ${length - 1}.`,
      );
    if (found.is === "array") {
      if (known !== null) return { is: "register", register: found.register + known };
      return { is: "local", first: found.register, index, length };
    }
    const cell = (found as Extract<Binding, { is: "shared" }>).variable.cell;
    if (known !== null) return { is: "shared", cell: cell + known, index: this.out.constant(0), length: 1 };
    return { is: "shared", cell, index, length };
  }

  #read(node: Node): number {
    if (node.type === "Identifier") {
      const found = this.lookUp(node as never);
      if (found.is === "constant") return this.out.constant(found.value);
      if (found.is === "object") return this.out.constant(found.number);
      if (found.is === "function") {
        const { name } = found;
        return refuse(
          node,
          `${name}은(는) 함수입니다. 부르려면 ${name}()로 쓰세요.`,
          `${name} is a function: write ${name}() to call it.`,
        );
      }
    } else {
      const { object, property, computed } = node as MemberExpression;
      if (!computed && object.type === "Identifier" && property.type === "Identifier" && property.name === "length") {
        const found = this.lookUp(object);
        if (found.is === "shared" && found.variable.length !== null) return this.out.constant(found.variable.length);
        if (found.is === "array" || found.is === "objects") return this.out.constant(found.length);
      }
      if (computed && object.type === "Identifier") {
        const found = this.lookUp(object);
        if (found.is === "objects") {
          const index = this.value(property);
          return this.arithmetic(op.add, index, this.out.constant(found.first));
        }
      }
    }
    this.out.lineAt(node.start);
    return this.load(this.target(node));
  }

  load(from: Target): number {
    const { out } = this;
    if (from.is === "register") return from.register;
    const to = out.register();
    if (from.is === "local") out.emit(op.localRead, to, from.first, from.index, from.length);
    else out.emit(op.read, to, from.cell, from.index, from.length);
    return to;
  }

  protected store(to: Target, value: number): void {
    const { out } = this;
    if (to.is === "register") out.move(to.register, value);
    else if (to.is === "local") out.emit(op.localWrite, value, to.first, to.index, to.length);
    else out.emit(op.write, value, to.cell, to.index, to.length);
  }

  /** A copy of a value that nothing written later changes: variables live in registers, and `i + i++` reads the first i first. */
  protected stable(value: number): number {
    if (value < 0) return value;
    const copy = this.out.register();
    this.out.move(copy, value);
    return copy;
  }

  /** The value of `node`, kept safe when `after` may assign to a variable. */
  protected valueBefore(node: Node, after: Node | null): number {
    const value = this.value(node);
    return after !== null && assigns(after) ? this.stable(value) : value;
  }

  arithmetic(code: number, left: number, right: number): number {
    const { out } = this;
    const a = out.known(left);
    const b = out.known(right);
    if (a !== null && b !== null) {
      const folded = fold(code, a, b);
      if (folded !== null) return out.constant(folded);
    }
    const to = out.register();
    out.emit(code, to, left, right);
    return to;
  }

  #unary(node: Node & { operator: string; argument: Expression }): number {
    const { out } = this;
    const inner = this.value(node.argument);
    switch (node.operator) {
      case "-":
        return this.arithmetic(op.subtract, out.constant(0), inner);
      case "+":
        return inner;
      case "!":
        return this.arithmetic(op.equal, inner, out.constant(0));
      case "~":
        return this.arithmetic(op.xor, inner, out.constant(-1));
      default:
        return refuse(node, `${node.operator}은(는) 쓸 수 없습니다.`, `${node.operator} is not supported here.`);
    }
  }

  #binary(node: BinaryExpression): number {
    const { operator, left, right } = node;
    if (operator === "/")
      return refuse(
        node,
        "정수만 있으므로 나눗셈은 Math.floor(a / b)로 쓰세요.",
        "There are only whole numbers: write a division as Math.floor(a / b).",
      );
    const known = binary[operator];
    if (!known)
      return refuse(node, `${operator} 연산자는 쓸 수 없습니다.`, `The operator ${operator} is not supported here.`);
    const a = this.valueBefore(left, right);
    const b = this.value(right);
    return known.swapped ? this.arithmetic(known.code, b, a) : this.arithmetic(known.code, a, b);
  }

  #logical(node: Node & { operator: string; left: Expression; right: Expression }): number {
    const { out } = this;
    if (node.operator === "??") return refuse(node, "?? 대신 if를 쓰세요.", "Write if instead of ??.");
    const to = out.register();
    out.move(to, this.value(node.left));
    const skip = out.emit(node.operator === "&&" ? op.jumpIfZero : op.jumpIfSet, 0, to);
    out.move(to, this.value(node.right));
    out.patch(skip);
    return to;
  }

  #conditional(node: Node & { test: Expression; consequent: Expression; alternate: Expression }): number {
    const { out } = this;
    const to = out.register();
    const otherwise = out.emit(op.jumpIfZero, 0, this.value(node.test));
    out.move(to, this.value(node.consequent));
    const end = out.emit(op.jump, 0);
    out.patch(otherwise);
    out.move(to, this.value(node.alternate));
    out.patch(end);
    return to;
  }

  #assign(node: AssignmentExpression): number {
    const { left, operator, right } = node;
    this.#notConstant(left);
    const to = this.target(left);
    if (operator === "=") {
      const value = this.value(right);
      this.out.lineAt(node.start);
      this.store(to, value);
      return value;
    }
    const known = operator === "/=" ? undefined : binary[operator.slice(0, -1)];
    if (!known || operator.length === 4)
      return refuse(
        node,
        `${operator} 연산자는 쓸 수 없습니다. 풀어서 쓰세요.`,
        `${operator} is not supported here: write it out.`,
      );
    this.out.lineAt(node.start);
    const before = this.load(to);
    const old = assigns(right) ? this.stable(before) : before;
    const value = this.arithmetic(known.code, old, this.value(right));
    this.out.lineAt(node.start);
    this.store(to, value);
    return value;
  }

  #update(node: UpdateExpression): number {
    const { out } = this;
    this.#notConstant(node.argument);
    const to = this.target(node.argument);
    out.lineAt(node.start);
    const before = this.load(to);
    const old = node.prefix || to.is !== "register" ? before : this.stable(before);
    const value = this.arithmetic(node.operator === "++" ? op.add : op.subtract, before, out.constant(1));
    this.store(to, value);
    return node.prefix ? value : old;
  }

  #notConstant(node: Node): void {
    if (node.type !== "Identifier") return;
    const found = this.scope.find((node as Node & { name: string }).name);
    if (found?.is === "local" && found.constant) {
      const { name } = node as Node & { name: string };
      refuse(
        node,
        `${name}은(는) const라서 바꿀 수 없습니다. let으로 선언하세요.`,
        `${name} is a const: declare it with let to change it.`,
      );
    }
  }

  #call(node: CallExpression): number {
    const { callee } = node;
    if (callee.type === "MemberExpression") return this.#mathCall(node, callee);
    if (callee.type !== "Identifier")
      return refuse(node, "함수 이름을 바로 써서 부르세요.", "Call a function by its name.");
    const { name } = callee;
    this.out.lineAt(node.start);
    if (special.includes(name)) return this.specialCall(node, name);
    if (Object.hasOwn(operations, name)) return this.#operation(node, name);
    const found = this.lookUp(callee);
    if (found.is !== "function") return refuse(callee, `${name}은(는) 함수가 아닙니다.`, `${name} is not a function.`);
    return this.call(node, name);
  }

  #operation(node: CallExpression, name: string): number {
    const { out } = this;
    const { code, takes, gives, usage } = operations[name]!;
    this.expectArguments(node, takes.length, usage);
    if (takes[0] === "object") {
      const object = this.object(node.arguments[0]!);
      const to = gives ? out.register() : 0;
      out.lineAt(node.start);
      out.emit(code, object, to);
      return gives ? to : out.constant(0);
    }
    if (takes.length === 0) {
      out.emit(code);
      return out.constant(0);
    }
    const place = this.sharedTarget(node.arguments[0]!, usage);
    const rest = node.arguments.slice(1);
    const values = rest.map((one, at) => this.valueBefore(one, rest[at + 1] ?? null));
    const to = out.register();
    out.lineAt(node.start);
    out.emit(code, to, place.cell, place.index, place.length, ...values);
    return to;
  }

  /** An argument that must be a shared variable, which becomes an atomic one. */
  protected sharedTarget(node: Node, usage: string): Shared {
    const place = node.type === "Identifier" || node.type === "MemberExpression" ? this.target(node) : null;
    if (place?.is !== "shared")
      return refuse(
        node,
        `${usage}: 맨 위에서 선언한 공유 변수가 와야 합니다.`,
        `${usage}: a shared variable, declared at the top, must stand here.`,
      );
    const named = node.type === "Identifier" ? node : (node as MemberExpression).object;
    this.atomic.add((named as Node & { name: string }).name);
    return place;
  }

  /** An argument that must be a synchronisation object. */
  protected object(node: Node): number {
    if (node.type === "Identifier") {
      const found = this.lookUp(node as never);
      const { name } = node as Node & { name: string };
      if (found.is === "objects")
        return refuse(
          node,
          `${name}은(는) 여러 개입니다. ${name}[0]처럼 쓰세요.`,
          `${name} are several: write ${name}[0].`,
        );
      if (found.is === "shared" || found.is === "array" || found.is === "function")
        return refuse(
          node,
          `${name}은(는) 동기화 객체가 아닙니다. const ${name} = mutex()처럼 선언하세요.`,
          `${name} is not a synchronisation object: declare it as in const ${name} = mutex().`,
        );
    }
    return this.value(node);
  }

  protected expectArguments(node: CallExpression, count: number, usage: string): void {
    if (node.arguments.some((one) => one.type === "SpreadElement"))
      throw new Refusal(node.start, notHere["SpreadElement"]!);
    if (node.arguments.length !== count)
      refuse(
        node,
        `${usage}처럼 인수 ${count}개를 쓰세요.`,
        `Write ${usage}: it takes ${count} argument${count === 1 ? "" : "s"}.`,
      );
  }

  #mathCall(node: CallExpression, callee: MemberExpression): number {
    const { object, property } = callee;
    const name =
      object.type === "Identifier" && object.name === "Math" && property.type === "Identifier" ? property.name : null;
    const [first, second] = node.arguments;
    if ((name === "floor" || name === "trunc") && node.arguments.length === 1 && first!.type === "BinaryExpression") {
      const division = first as BinaryExpression;
      if (division.operator === "/") {
        const a = this.valueBefore(division.left, division.right);
        return this.arithmetic(name === "floor" ? op.divide : op.truncate, a, this.value(division.right));
      }
    }
    if ((name === "min" || name === "max") && node.arguments.length === 2) {
      const a = this.valueBefore(first!, second!);
      return this.arithmetic(name === "min" ? op.min : op.max, a, this.value(second!));
    }
    if (name === "abs" && node.arguments.length === 1) {
      const a = this.stable(this.value(first!));
      return this.arithmetic(op.max, a, this.arithmetic(op.subtract, this.out.constant(0), a));
    }
    return refuse(
      node,
      "쓸 수 있는 것은 Math.floor(a / b), Math.trunc(a / b), Math.min, Math.max, Math.abs입니다.",
      "Supported are Math.floor(a / b), Math.trunc(a / b), Math.min, Math.max and Math.abs.",
    );
  }
}

/** What two known numbers make; null when that would fail or leave 32 bits, which is for the run to say. */
export function fold(code: number, a: number, b: number): number | null {
  const results: Readonly<Record<number, number | undefined>> = {
    [op.add]: a + b,
    [op.subtract]: a - b,
    [op.multiply]: a * b,
    [op.and]: a & b,
    [op.or]: a | b,
    [op.xor]: a ^ b,
    [op.shiftLeft]: a << b,
    [op.shiftRight]: a >> b,
    [op.equal]: Number(a === b),
    [op.unequal]: Number(a !== b),
    [op.less]: Number(a < b),
    [op.lessEqual]: Number(a <= b),
    [op.min]: Math.min(a, b),
    [op.max]: Math.max(a, b),
    ...(b === 0
      ? {}
      : { [op.remainder]: (a % b) | 0, [op.divide]: Math.floor(a / b), [op.truncate]: Math.trunc(a / b) }),
  };
  const value = results[code];
  return value !== undefined && value === (value | 0) ? value | 0 : null;
}

/** Whether an expression may assign to a variable of its own thread. */
function assigns(node: Node): boolean {
  if (node.type === "AssignmentExpression" || node.type === "UpdateExpression") return true;
  return Object.values(node).some((part: unknown) =>
    Array.isArray(part) ? part.some((one) => isNode(one) && assigns(one)) : isNode(part) && assigns(part),
  );
}

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && typeof (value as { type?: unknown }).type === "string";

const unknownSyntax = (type: string): Text => ({
  ko: `이 문법(${type})은 쓸 수 없습니다. 정수, 배열, 함수, if, while, for만 있습니다.`,
  en: `This syntax (${type}) is not supported: there are whole numbers, arrays, functions, if, while and for.`,
});
