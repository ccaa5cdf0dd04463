/**
 * A formula over the end of a run: what `assert` after `run` says, and what a claim says of a program. It knows the cells, what
 * each thread returned (null for nothing), how many threads there were and whether the run ended in a deadlock. Numbers and null compare as in JavaScript.
 */

export type Formula =
  | { readonly is: "value"; readonly value: number | null }
  | { readonly is: "cell"; readonly cell: number }
  | { readonly is: "element"; readonly cell: number; readonly length: number; readonly index: Formula }
  | { readonly is: "result"; readonly thread: Formula }
  | { readonly is: "dead" }
  | { readonly is: "threads" }
  | { readonly is: "not"; readonly of: Formula }
  | { readonly is: "and" | "or"; readonly left: Formula; readonly right: Formula }
  | { readonly is: "if"; readonly test: Formula; readonly yes: Formula; readonly otherwise: Formula }
  | { readonly is: "of"; readonly operator: Operator; readonly left: Formula; readonly right: Formula };

export type Operator = "+" | "-" | "*" | "/" | "%" | "==" | "!=" | "<" | "<=" | "&" | "|" | "^";

/** The end of a run. */
export interface Final {
  readonly cells: ArrayLike<number>;
  readonly results: readonly (number | null)[];
  readonly dead: boolean;
}

/** The value of a formula: a number, with 1 and 0 for true and false; null where there is none. */
export function evaluate(formula: Formula, final: Final): number | null {
  switch (formula.is) {
    case "value":
      return formula.value;
    case "cell":
      return final.cells[formula.cell]!;
    case "element": {
      const index = evaluate(formula.index, final) ?? 0;
      return index >= 0 && index < formula.length ? final.cells[formula.cell + index]! : null;
    }
    case "result":
      return final.results[evaluate(formula.thread, final) ?? 0] ?? null;
    case "dead":
      return final.dead ? 1 : 0;
    case "threads":
      return final.results.length;
    case "not":
      return evaluate(formula.of, final) ? 0 : 1;
    case "and":
      return evaluate(formula.left, final) ? evaluate(formula.right, final) : 0;
    case "or":
      return evaluate(formula.left, final) || evaluate(formula.right, final);
    case "if":
      return evaluate(evaluate(formula.test, final) ? formula.yes : formula.otherwise, final);
    case "of":
      return apply(formula.operator, evaluate(formula.left, final), evaluate(formula.right, final));
    default:
      return formula satisfies never;
  }
}

/** Null is equal to nothing but null, and counts as 0 in arithmetic and order, as in JavaScript. */
function apply(operator: Operator, a: number | null, b: number | null): number {
  if (operator === "==") return a === b ? 1 : 0;
  if (operator === "!=") return a === b ? 0 : 1;
  const left = a ?? 0;
  const right = b ?? 0;
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return Math.floor(left / right);
    case "%":
      return left % right;
    case "<":
      return left < right ? 1 : 0;
    case "<=":
      return left <= right ? 1 : 0;
    case "&":
      return left & right;
    case "|":
      return left | right;
    case "^":
      return left ^ right;
    default:
      return operator satisfies never;
  }
}
