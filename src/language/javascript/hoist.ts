/** Which names a function body or a block declares before it runs: `var` and functions up to the function, `let` and `class` in place. */
import type { AnyNode, FunctionDeclaration, Pattern } from "acorn";

export interface Declared {
  readonly name: string;
  readonly constant: boolean;
}

export interface Names {
  readonly vars: readonly string[];
  readonly lexical: readonly Declared[];
  readonly functions: readonly FunctionDeclaration[];
}

const ofBlocks = new WeakMap<object, Names>();
const ofFunctions = new WeakMap<object, readonly string[]>();

/** What a list of statements declares for itself. */
export function namesOfBlock(body: readonly AnyNode[]): Names {
  const known = ofBlocks.get(body);
  if (known) return known;
  const lexical: Declared[] = [];
  const functions: FunctionDeclaration[] = [];
  for (const wrapped of body) {
    const statement = unwrap(wrapped);
    if (statement.type === "VariableDeclaration" && statement.kind !== "var") {
      for (const { id } of statement.declarations)
        for (const name of namesOf(id)) lexical.push({ name, constant: statement.kind === "const" });
    } else if (statement.type === "ClassDeclaration" && statement.id)
      lexical.push({ name: statement.id.name, constant: false });
    else if (statement.type === "FunctionDeclaration") functions.push(statement as FunctionDeclaration);
  }
  const names: Names = { vars: [], lexical, functions };
  ofBlocks.set(body, names);
  return names;
}

/** All names that `var` declares anywhere in a function's body, less nested functions. */
export function varsOfFunction(body: readonly AnyNode[]): readonly string[] {
  const known = ofFunctions.get(body);
  if (known) return known;
  const names = new Set<string>();
  for (const statement of body) collectVars(unwrap(statement), names, true);
  const list = [...names];
  ofFunctions.set(body, list);
  return list;
}

function unwrap(node: AnyNode): AnyNode {
  if (node.type === "LabeledStatement") return unwrap(node.body);
  if ((node.type === "ExportNamedDeclaration" || node.type === "ExportDefaultDeclaration") && node.declaration)
    return node.declaration as AnyNode;
  return node;
}

function collectVars(node: AnyNode | null | undefined, names: Set<string>, top: boolean): void {
  if (!node) return;
  switch (node.type) {
    case "VariableDeclaration":
      if (node.kind === "var") for (const { id } of node.declarations) for (const name of namesOf(id)) names.add(name);
      break;
    case "FunctionDeclaration":
      // Annex B.3.3: in sloppy code a function in a block is also visible as a `var` of the function around it.
      if (!top && node.id) names.add(node.id.name);
      break;
    case "BlockStatement":
      for (const one of node.body) collectVars(unwrap(one), names, false);
      break;
    case "IfStatement":
      collectVars(node.consequent, names, false);
      collectVars(node.alternate, names, false);
      break;
    case "ForStatement":
      collectVars(node.init as AnyNode | null, names, false);
      collectVars(node.body, names, false);
      break;
    case "ForInStatement":
    case "ForOfStatement":
      collectVars(node.left as AnyNode, names, false);
      collectVars(node.body, names, false);
      break;
    case "WhileStatement":
    case "DoWhileStatement":
    case "LabeledStatement":
      collectVars(node.body, names, false);
      break;
    case "SwitchStatement":
      for (const one of node.cases) for (const statement of one.consequent) collectVars(statement, names, false);
      break;
    case "TryStatement":
      collectVars(node.block, names, false);
      collectVars(node.handler?.body, names, false);
      collectVars(node.finalizer, names, false);
      break;
  }
}

/** The names in a pattern, in order. */
export function namesOf(pattern: Pattern): string[] {
  switch (pattern.type) {
    case "Identifier":
      return [pattern.name];
    case "ObjectPattern":
      return pattern.properties.flatMap((one) => namesOf(one.type === "RestElement" ? one.argument : one.value));
    case "ArrayPattern":
      return pattern.elements.flatMap((one) => (one ? namesOf(one) : []));
    case "RestElement":
      return namesOf(pattern.argument);
    case "AssignmentPattern":
      return namesOf(pattern.left);
    default:
      return [];
  }
}
