/** Conditions over the end of a run: `assert` after `run`, and what a claim says ("ret[0] != 42 || dead"). */
import type { Node } from "acorn";
import type { Formula, Operator } from "../engine/machine/formula.ts";
import { refuse } from "./expressions.ts";
import { near, type Scope } from "./scope.ts";

// biome-ignore format: a table
const operators: Readonly<Record<string, Operator>> = {
  "+": "+", "-": "-", "*": "*", "%": "%", "==": "==", "===": "==", "!=": "!=", "!==": "!=",
  "<": "<", "<=": "<=", "&": "&", "|": "|", "^": "^",
};

/** The parts that the nodes below have, each some of them. */
interface Parts {
  readonly operator: string;
  readonly argument: Node;
  readonly left: Node;
  readonly right: Node;
  readonly test: Node;
  readonly consequent: Node;
  readonly alternate: Node;
}

/** @throws Refusal */
export function formulaOf(node: Node, scope: Scope): Formula {
  const of = (one: Node): Formula => formulaOf(one, scope);
  const parts = node as unknown as Parts;
  switch (node.type) {
    case "Literal": {
      const { value } = node as Node & { value?: unknown };
      if (value === null) return { is: "value", value: null };
      if (typeof value === "boolean" || (typeof value === "number" && value === (value | 0)))
        return { is: "value", value: Number(value) };
      return refuse(node, "정수와 true, false만 쓸 수 있습니다.", "Only whole numbers, true and false may stand here.");
    }
    case "Identifier":
      return named(node as never, scope);
    case "MemberExpression":
      return element(node as never, scope, of);
    case "UnaryExpression":
      if (parts.operator === "!") return { is: "not", of: of(parts.argument) };
      if (parts.operator === "-")
        return { is: "of", operator: "-", left: { is: "value", value: 0 }, right: of(parts.argument) };
      break;
    case "LogicalExpression":
      if (parts.operator === "??") break;
      return { is: parts.operator === "&&" ? "and" : "or", left: of(parts.left), right: of(parts.right) };
    case "ConditionalExpression":
      return { is: "if", test: of(parts.test), yes: of(parts.consequent), otherwise: of(parts.alternate) };
    case "BinaryExpression": {
      const written = parts.operator;
      const left = of(parts.left);
      const right = of(parts.right);
      if (written === ">") return { is: "of", operator: "<", left: right, right: left };
      if (written === ">=") return { is: "of", operator: "<=", left: right, right: left };
      const operator = operators[written];
      if (operator) return { is: "of", operator, left, right };
    }
  }
  return refuse(
    node,
    "여기에는 공유 변수와 정수의 비교만 쓸 수 있습니다.",
    "Only comparisons of shared variables and numbers may stand here.",
  );
}

function named(node: Node & { name: string }, scope: Scope): Formula {
  const { name } = node;
  const found = scope.find(name);
  if (!found && (name === "dead" || name === "threads")) return { is: name };
  if (found?.is === "constant") return { is: "value", value: found.value };
  if (found?.is === "shared" && found.variable.length === null) return { is: "cell", cell: found.variable.cell };
  if (found?.is === "shared")
    return refuse(node, `${name}은(는) 배열입니다. ${name}[0]처럼 쓰세요.`, `${name} is an array: write ${name}[0].`);
  const close = near(name, scope.names());
  return refuse(
    node,
    `${name}: 이런 공유 변수는 없습니다.${close ? ` 혹시 ${close}?` : ""}`,
    `There is no shared variable ${name}.${close ? ` Did you mean ${close}?` : ""}`,
  );
}

function element(
  node: Node & { object: Node; property: Node; computed: boolean },
  scope: Scope,
  of: (node: Node) => Formula,
): Formula {
  const name = node.object.type === "Identifier" ? (node.object as Node & { name: string }).name : null;
  const found = name === null ? null : scope.find(name);
  if (node.computed && name === "ret" && !found) return { is: "result", thread: of(node.property) };
  if (found?.is !== "shared" || found.variable.length === null)
    return refuse(node.object, `${name ?? "이것"}은(는) 배열이 아닙니다.`, `${name ?? "This"} is not an array.`);
  const { cell, length } = found.variable;
  const { property } = node as { property: Node & { name?: string } };
  if (!node.computed && property.name === "length") return { is: "value", value: length };
  return { is: "element", cell, length, index: of(property) };
}
