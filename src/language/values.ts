/** First values of arrays and variables, which must be known before the program runs: `3`, `[0, 0]`, `Array(8).fill(0)`. */
import type { ArrayExpression, CallExpression, MemberExpression, Node } from "acorn";
import { refuse } from "./expressions.ts";

const longestArray = 1024;

/**
 * A number, an array of numbers, or null when the expression is neither and must be worked out by the thread. `known` says what a
 * single expression is worth, null when that is not known.
 */
export function initialValues(node: Node, known: (node: Node) => number | null): number | number[] | null {
  if (node.type === "ArrayExpression") {
    const { elements } = node as ArrayExpression;
    if (elements.length === 0) return refuse(node, "빈 배열은 쓸 수 없습니다.", "An array must have elements.");
    limit(node, elements.length);
    return elements.map((one) => {
      const value = one && one.type !== "ArrayExpression" ? known(one) : null;
      if (value !== null) return value;
      return refuse(
        one ?? node,
        "배열의 첫 값은 정수여야 합니다. 이차원은 a[i * n + j]로 쓰세요.",
        "Elements begin as whole numbers; for two dimensions write a[i * n + j].",
      );
    });
  }
  const filled = filledArray(node);
  if (filled === null) return known(node);
  const length = known(filled.length);
  const value = filled.value ? known(filled.value) : 0;
  if (length === null || value === null || length < 1)
    return refuse(
      node,
      "Array(8).fill(0)처럼 길이와 값을 정수로 쓰세요.",
      "Write the length and the value as numbers, as in Array(8).fill(0).",
    );
  limit(node, length);
  return Array.from({ length }, () => value);
}

function limit(node: Node, length: number): void {
  if (length > longestArray)
    refuse(node, `배열은 ${longestArray}칸까지입니다.`, `An array has at most ${longestArray} elements.`);
}

/** `Array(n).fill(v)` or `new Array(n).fill(v)`. */
export function filledArray(node: Node): { length: Node; value: Node | null } | null {
  if (node.type !== "CallExpression") return null;
  const { callee, arguments: given } = node as CallExpression;
  if (callee.type !== "MemberExpression") return null;
  const { object, property } = callee as MemberExpression;
  if (property.type !== "Identifier" || property.name !== "fill") return null;
  if (object.type !== "CallExpression" && object.type !== "NewExpression") return null;
  if (object.callee.type !== "Identifier" || object.callee.name !== "Array" || object.arguments.length !== 1)
    return null;
  return { length: object.arguments[0]!, value: given[0] ?? null };
}
