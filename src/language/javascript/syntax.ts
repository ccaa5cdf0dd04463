/** From text to a syntax tree (by acorn, ECMAScript 2024), as Node would read the file: as CommonJS, or as an ECMAScript module. */
import { type AnyNode, type Program, parse } from "acorn";
import type { Words } from "./values.ts";

export interface SyntaxProblem {
  readonly kind: "syntax";
  readonly line: number;
  readonly column: number;
  readonly says: Words;
}

export interface Parsed {
  readonly kind: "parsed";
  readonly program: Program;
  readonly module: boolean;
}

/** How Node was told to read the file: `.mjs`, `.cjs`, or neither. */
export type Goal = "module" | "commonjs" | "either";

/** The longest program that is read, in UTF-16 units. */
export const longestProgram = 200_000;

export function parseProgram(source: string, goal: Goal): Parsed | SyntaxProblem {
  if (source.length > longestProgram)
    return problem(
      1,
      1,
      `프로그램이 ${longestProgram}자를 넘습니다. 나누세요.`,
      `The program is longer than ${longestProgram} characters. Cut it.`,
    );
  const text = source.replace(/^#!.*/, "");
  let first: unknown = null;
  for (const module of goal === "module" ? [true] : goal === "commonjs" ? [false] : [false, true]) {
    try {
      const program = parse(text, {
        ecmaVersion: 2024,
        sourceType: module ? "module" : "script",
        locations: true,
        allowReturnOutsideFunction: !module,
        allowAwaitOutsideFunction: module,
        allowHashBang: true,
      });
      // Node reads a file again as a module only for syntax that CommonJS has not.
      if (module && goal === "either" && !needsModule(program)) continue;
      return { kind: "parsed", program, module };
    } catch (error) {
      if (error instanceof RangeError)
        return problem(1, 1, "식이 너무 깊이 겹쳐 있습니다.", "Expressions are nested too deeply.");
      first ??= error;
    }
  }
  const { loc, message } = first as { loc?: { line: number; column: number }; message: string };
  const what = String(message).replace(/ \(\d+:\d+\)$/, "");
  return problem(
    loc?.line ?? 1,
    (loc?.column ?? 0) + 1,
    `문법 오류: ${what}. Node도 이 파일을 실행하지 않습니다.`,
    `Syntax error: ${what}. Node does not run this file either.`,
  );
}

function problem(line: number, column: number, ko: string, en: string): SyntaxProblem {
  return { kind: "syntax", line, column, says: { ko, en } };
}

function needsModule(program: Program): boolean {
  return program.body.some((one) => /^(?:Import|Export)/.test(one.type)) || hasTopLevelAwait(program);
}

/** Whether `await` stands outside of all functions. */
export function hasTopLevelAwait(program: Program): boolean {
  const visit = (node: unknown): boolean => {
    if (Array.isArray(node)) return node.some(visit);
    if (typeof node !== "object" || node === null) return false;
    const { type } = node as AnyNode;
    if (typeof type !== "string") return false;
    if (type === "AwaitExpression" || (type === "ForOfStatement" && (node as { await?: boolean }).await === true))
      return true;
    if (type === "FunctionDeclaration" || type === "FunctionExpression" || type === "ArrowFunctionExpression")
      return false;
    return Object.entries(node).some(([key, child]) => key !== "loc" && visit(child));
  };
  return visit(program.body);
}
