/** What V8 calls an expression in "X is not a function": the source again, with the parts that have no name abbreviated. */
import type { AnyNode } from "acorn";

export type CallSite = AnyNode;

export function describeCallee(node: AnyNode): string {
  switch (node.type) {
    case "Identifier":
      return node.name;
    case "ThisExpression":
      return "this";
    case "Super":
      return "(intermediate value)";
    case "PrivateIdentifier":
      return `#${node.name}`;
    case "ChainExpression":
    case "ParenthesizedExpression":
      return describeCallee(node.expression);
    case "Literal":
      return typeof node.value === "string" ? `"${node.value}"` : String(node.raw);
    case "CallExpression":
      return `${describeCallee(node.callee)}(...)`;
    case "MemberExpression": {
      const object = describeCallee(node.object);
      const dot = node.optional ? "?." : ".";
      if (!node.computed) return `${object}${dot}${describeCallee(node.property)}`;
      return node.property.type === "Literal" && typeof node.property.value === "string"
        ? `${object}.${node.property.value}`
        : `${object}[${node.property.type === "Literal" ? node.property.raw : describeCallee(node.property)}]`;
    }
    default:
      return "(intermediate value)";
  }
}
