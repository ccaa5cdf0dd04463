/**
 * What tidy needs to know of each source file, read with TypeScript's own parser: imports and re-exports with their lines, the
 * names it uses without declaring them, and the few kinds of syntax that house rules speak of. All files are opened as one
 * project without libraries and without resolution, so a name without a symbol is a name from outside the file: `Date` is a hit,
 * a parameter called `performance` is not. Uses typescript/unstable/*, so the version of typescript in package.json is exact.
 */
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Identifier, type Node, type SourceFile, SyntaxKind } from "typescript/unstable/ast";
import { API } from "typescript/unstable/sync";

export interface Source {
  /** Relative to the root, with `/`. */
  readonly path: string;
  readonly imports: readonly Import[];
  /** Names used but declared nowhere in sight: globals. Property names, labels and keys are not among them. */
  readonly globals: readonly Global[];
  /** Properties taken by name, of anything: `x.localeCompare`, `x["localeCompare"]`. */
  readonly members: readonly { readonly name: string; readonly line: number }[];
  readonly syntax: readonly { readonly kind: SyntaxOfNote; readonly line: number }[];
  /** Whether every statement passes on what other files export. */
  readonly onlyReexports: boolean;
  /** The text of the comments before the first token. */
  readonly opening: string;
}

export interface Import {
  readonly specifier: string;
  readonly line: number;
  /** Gone at run time: `import type`, `export type ... from`, `import("x").Type`. */
  readonly typeOnly: boolean;
}

export interface Global {
  readonly name: string;
  readonly line: number;
  /** What is taken from it: `random` of `Math.random`. Null when the thing itself is passed on, taken apart or called. */
  readonly member: string | null;
  readonly inType: boolean;
}

export type SyntaxOfNote = "async" | "await" | "power" | "enum" | "import()" | "import.meta";

/** Reads `paths` (relative to `root`); about a second for 300 files of 350 lines. */
export function readSources(root: string, paths: readonly string[]): Source[] {
  const absolute = paths.map((path) => slashes(resolve(root, path)));
  const project = slashes(resolve(root, "tidy.in-memory.json"));
  const config = JSON.stringify({ compilerOptions: options, files: absolute });
  const api = new API({
    cwd: root,
    fs: {
      readFile: (name) => (slashes(name) === project ? config : undefined),
      fileExists: (name) => (slashes(name) === project ? true : undefined),
    },
  });
  try {
    const opened = api.updateSnapshot({ openProjects: [project] }).getProject(project);
    if (!opened) throw new Error("TypeScript did not open the project that tidy made for it");
    const scans = paths.map((path, i) => {
      const file = opened.program.getSourceFile(absolute[i]!);
      if (!file) throw new Error(`TypeScript did not read ${path}`);
      return scan(path, file, readFileSync(join(root, path), "utf8"));
    });
    // A name that the file declares somewhere may still be the global elsewhere in it: for these few ask the checker.
    const doubtful = scans.flatMap((scanned) => scanned.doubtful);
    const symbols = doubtful.length === 0 ? [] : opened.checker.getSymbolAtLocation(doubtful.map((d) => d.node));
    doubtful.forEach((d, i) => {
      if (!symbols[i]) d.globals.push(d.global);
    });
    return scans.map((scanned) => scanned.source);
  } finally {
    api.close();
  }
}

const options = {
  noLib: true,
  noResolve: true,
  noEmit: true,
  types: [],
  target: "esnext",
  module: "esnext",
  moduleDetection: "force",
  jsx: "preserve",
  allowImportingTsExtensions: true,
  allowJs: true,
};

interface Doubtful {
  readonly node: Node;
  readonly global: Global;
  readonly globals: Global[];
}

function scan(path: string, file: SourceFile, text: string): { source: Source; doubtful: Doubtful[] } {
  const imports: Import[] = [];
  const used: { node: Identifier; global: Global }[] = [];
  const members: { name: string; line: number }[] = [];
  const syntax: { kind: SyntaxOfNote; line: number }[] = [];
  const declared = new Set<string>();
  const starts = file.getLineStarts();
  const lineOf = (node: Node): number => lineAt(starts, node.getStart(file));

  const visit = (node: Node): void => {
    // biome-ignore lint/suspicious/noExplicitAny: the tree's node types are unions of hundreds; each case below names the fields it reads
    const n = node as any;
    switch (node.kind) {
      case SyntaxKind.ImportDeclaration:
      case SyntaxKind.ExportDeclaration:
        if (n.moduleSpecifier)
          imports.push({ specifier: n.moduleSpecifier.text, line: lineOf(node), typeOnly: isTypeOnly(n) });
        break;
      case SyntaxKind.ImportType:
        if (n.argument?.literal?.text)
          imports.push({ specifier: n.argument.literal.text, line: lineOf(node), typeOnly: true });
        break;
      case SyntaxKind.CallExpression:
        if (n.expression.kind === SyntaxKind.ImportKeyword) {
          syntax.push({ kind: "import()", line: lineOf(node) });
          const specifier = n.arguments[0]?.text;
          if (specifier !== undefined) imports.push({ specifier, line: lineOf(node), typeOnly: false });
        }
        break;
      case SyntaxKind.AsyncKeyword:
        syntax.push({ kind: "async", line: lineOf(node) });
        break;
      case SyntaxKind.AwaitExpression:
        syntax.push({ kind: "await", line: lineOf(node) });
        break;
      case SyntaxKind.ForOfStatement:
        if (n.awaitModifier) syntax.push({ kind: "await", line: lineOf(node) });
        break;
      case SyntaxKind.EnumDeclaration:
        syntax.push({ kind: "enum", line: lineOf(node) });
        break;
      case SyntaxKind.MetaProperty:
        if (n.keywordToken === SyntaxKind.ImportKeyword) syntax.push({ kind: "import.meta", line: lineOf(node) });
        break;
      case SyntaxKind.BinaryExpression:
        // 10n ** 3n is exact; a power of numbers is not.
        if (powers.has(n.operatorToken.kind) && n.left.kind !== SyntaxKind.BigIntLiteral)
          syntax.push({ kind: "power", line: lineAt(starts, n.operatorToken.getStart(file)) });
        break;
      case SyntaxKind.PropertyAccessExpression:
        members.push({ name: n.name.text, line: lineOf(n.name) });
        break;
      case SyntaxKind.ElementAccessExpression:
        if (typeof n.argumentExpression?.text === "string")
          members.push({ name: n.argumentExpression.text, line: lineOf(node) });
        break;
      case SyntaxKind.Identifier: {
        const role = roleOf(n);
        if (role === "declares") declared.add(n.text);
        else if (role === "uses") {
          const global = { name: n.text, line: lineOf(node), member: memberOf(n), inType: inType(n) };
          used.push({ node: n, global });
        }
        break;
      }
    }
    node.forEachChild(visit);
  };
  visit(file);

  const globals: Global[] = [];
  const doubtful: Doubtful[] = [];
  for (const { node, global } of used) {
    if (declared.has(global.name)) doubtful.push({ node, global, globals });
    else globals.push(global);
  }
  const source: Source = {
    path,
    imports,
    globals,
    members,
    syntax,
    onlyReexports: onlyReexports(file),
    opening: openingComment(text, file.statements[0]?.getStart(file) ?? text.length),
  };
  return { source, doubtful };
}

const powers = new Set([SyntaxKind.AsteriskAsteriskToken, SyntaxKind.AsteriskAsteriskEqualsToken]);

/** Whether an identifier gives a name to something of this file, refers to something by name, or is a mere key. */
function roleOf(id: Identifier): "declares" | "uses" | "key" {
  // biome-ignore lint/suspicious/noExplicitAny: see scan()
  const parent = id.parent as any;
  switch (parent.kind) {
    case SyntaxKind.PropertyAccessExpression:
      return parent.name === id ? "key" : "uses";
    case SyntaxKind.QualifiedName:
      return parent.right === id ? "key" : "uses";
    case SyntaxKind.PropertyAssignment:
    case SyntaxKind.PropertyDeclaration:
    case SyntaxKind.EnumMember:
      return parent.name === id ? "key" : "uses";
    case SyntaxKind.PropertySignature:
    case SyntaxKind.MethodDeclaration:
    case SyntaxKind.MethodSignature:
    case SyntaxKind.GetAccessor:
    case SyntaxKind.SetAccessor:
    case SyntaxKind.NamedTupleMember:
    case SyntaxKind.LabeledStatement:
    case SyntaxKind.BreakStatement:
    case SyntaxKind.ContinueStatement:
    case SyntaxKind.MetaProperty:
    case SyntaxKind.ImportType:
    case SyntaxKind.NamespaceExport:
    case SyntaxKind.JsxAttribute:
    case SyntaxKind.JsxNamespacedName:
      return "key";
    case SyntaxKind.JsxOpeningElement:
    case SyntaxKind.JsxSelfClosingElement:
    case SyntaxKind.JsxClosingElement:
      return /^[a-z]/.test(id.text) ? "key" : "uses";
    case SyntaxKind.BindingElement:
      if (parent.propertyName === id) return "key";
      return parent.name === id ? "declares" : "uses";
    case SyntaxKind.ImportSpecifier:
      return parent.name === id ? "declares" : "key";
    case SyntaxKind.ExportSpecifier: {
      if (parent.parent.parent.moduleSpecifier) return "key";
      return (parent.propertyName ?? parent.name) === id ? "uses" : "key";
    }
    case SyntaxKind.VariableDeclaration:
    case SyntaxKind.Parameter:
    case SyntaxKind.FunctionDeclaration:
    case SyntaxKind.FunctionExpression:
    case SyntaxKind.ClassDeclaration:
    case SyntaxKind.ClassExpression:
    case SyntaxKind.InterfaceDeclaration:
    case SyntaxKind.TypeAliasDeclaration:
    case SyntaxKind.EnumDeclaration:
    case SyntaxKind.ModuleDeclaration:
    case SyntaxKind.TypeParameter:
    case SyntaxKind.ImportClause:
    case SyntaxKind.NamespaceImport:
      return parent.name === id ? "declares" : "uses";
    case SyntaxKind.TypePredicate:
      return parent.parameterName === id ? "key" : "uses";
    default:
      return "uses";
  }
}

function memberOf(id: Identifier): string | null {
  // biome-ignore lint/suspicious/noExplicitAny: see scan()
  const parent = id.parent as any;
  if (parent.expression !== id && parent.left !== id) return null;
  if (parent.kind === SyntaxKind.PropertyAccessExpression) return parent.name.text;
  if (parent.kind === SyntaxKind.QualifiedName) return parent.right.text;
  if (parent.kind === SyntaxKind.ElementAccessExpression) return parent.argumentExpression?.text ?? null;
  return null;
}

function inType(id: Identifier): boolean {
  // biome-ignore lint/suspicious/noExplicitAny: see scan()
  let at = id as any;
  while (at.parent.kind === SyntaxKind.QualifiedName) at = at.parent;
  const parent = at.parent;
  if (parent.kind === SyntaxKind.TypeReference) return true;
  if (parent.kind !== SyntaxKind.ExpressionWithTypeArguments) return false;
  const clause = parent.parent;
  return clause.token === SyntaxKind.ImplementsKeyword || clause.parent?.kind === SyntaxKind.InterfaceDeclaration;
}

// biome-ignore lint/suspicious/noExplicitAny: see scan()
function isTypeOnly(n: any): boolean {
  if (n.kind === SyntaxKind.ExportDeclaration) return n.isTypeOnly === true;
  return n.importClause?.phaseModifier === SyntaxKind.TypeKeyword || n.importClause?.isTypeOnly === true;
}

function onlyReexports(file: SourceFile): boolean {
  if (file.statements.length === 0) return false;
  let reexports = 0;
  for (const statement of file.statements) {
    if (statement.kind === SyntaxKind.ImportDeclaration) continue;
    if (statement.kind !== SyntaxKind.ExportDeclaration) return false;
    reexports++;
  }
  return reexports > 0;
}

/** The comments at the head of a file without their marks, directives to tools left out. */
function openingComment(text: string, firstToken: number): string {
  return text
    .slice(0, firstToken)
    .split("\n")
    .map((line) => line.replace(/^#!.*|^\s*(?:\/\*\*?|\*\/|\*|\/\/+)\s?|\*\/\s*$/g, "").trim())
    .filter((line) => line !== "" && !/^(?:biome-ignore|@ts-|eslint-|\/ ?<reference)/.test(line))
    .join(" ");
}

function lineAt(starts: readonly number[], position: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= position) low = middle;
    else high = middle - 1;
  }
  return low + 1;
}

const slashes = (path: string): string => path.replaceAll("\\", "/");
