/** Nodes of JavaScript's syntax tree (ESTree), with the places of the pseudo-code from which they come. */
import type { Node } from "acorn";
import type { Span } from "./tree.ts";

const node = (type: string, { start, end }: Span, parts: object): Node => ({ type, start, end, ...parts }) as Node;

export const literal = (at: Span, value: number | string): Node => node("Literal", at, { value });
export const identifier = (at: Span, name: string): Node => node("Identifier", at, { name });
export const call = (at: Span, name: string, given: readonly Node[]): Node =>
  node("CallExpression", at, { callee: identifier(at, name), arguments: given });
export const mathCall = (at: Span, name: string, given: readonly Node[]): Node =>
  node("CallExpression", at, {
    callee: node("MemberExpression", at, {
      object: identifier(at, "Math"),
      property: identifier(at, name),
      computed: false,
    }),
    arguments: given,
  });
export const element = (at: Span, of: Node, index: Node): Node =>
  node("MemberExpression", at, { object: of, property: index, computed: true });
export const unary = (at: Span, operator: string, argument: Node): Node =>
  node("UnaryExpression", at, { operator, argument, prefix: true });
export const binary = (at: Span, operator: string, left: Node, right: Node): Node =>
  node("BinaryExpression", at, { operator, left, right });
export const logical = (at: Span, operator: string, left: Node, right: Node): Node =>
  node("LogicalExpression", at, { operator, left, right });
export const choice = (at: Span, test: Node, consequent: Node, alternate: Node): Node =>
  node("ConditionalExpression", at, { test, consequent, alternate });
export const assign = (at: Span, operator: string, left: Node, right: Node): Node =>
  node("AssignmentExpression", at, { operator, left, right });
export const statement = (at: Span, expression: Node): Node => node("ExpressionStatement", at, { expression });
export const block = (at: Span, body: readonly Node[]): Node => node("BlockStatement", at, { body });
export const declare = (at: Span, kind: "let" | "const", name: Node, init: Node | null): Node =>
  node("VariableDeclaration", at, { kind, declarations: [node("VariableDeclarator", at, { id: name, init })] });
export const list = (at: Span, elements: readonly Node[]): Node => node("ArrayExpression", at, { elements });
export const ifElse = (at: Span, test: Node, consequent: Node, alternate: Node | null): Node =>
  node("IfStatement", at, { test, consequent, alternate });
export const whileLoop = (at: Span, test: Node, body: Node): Node => node("WhileStatement", at, { test, body });
export const forLoop = (at: Span, test: Node, update: Node, body: Node): Node =>
  node("ForStatement", at, { init: null, test, update, body });
export const returns = (at: Span, argument: Node | null): Node => node("ReturnStatement", at, { argument });
export const leaves = (at: Span, how: "Break" | "Continue"): Node => node(`${how}Statement`, at, { label: null });
export const functionOf = (at: Span, id: Node, params: readonly Node[], body: Node): Node =>
  node("FunctionDeclaration", at, { id, params, body, async: false, generator: false });
