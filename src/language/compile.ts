/**
 * A thread program from its text: the small subset of JavaScript in which learners write down two or three threads, parsed by acorn,
 * or pseudo-code in the manner of Python, parsed in `pseudo/`. Either becomes a syntax tree, and that the integer code of
 * `engine/machine`; none of it is ever evaluated. Whatever is given comes back as a program or as problems with line, column and what
 * to write instead; nothing is thrown.
 */
import { type FunctionDeclaration, type Node, parse, parseExpressionAt } from "acorn";
import type { Formula } from "../engine/machine/formula.ts";
import type { Program } from "../engine/machine/program.ts";
import { Declarations } from "./declarations.ts";
import { Emitter } from "./emitter.ts";
import { formulaOf } from "./formula.ts";
import { languageOf, type ProgramLanguage } from "./languages.ts";
import { reserved } from "./operations.ts";
import { type LanguageProblem, placeOf, Refusal, type Text } from "./problem.ts";
import { pseudoTree } from "./pseudo/program.ts";
import { Scope } from "./scope.ts";
import { Statements } from "./statements.ts";

/** Longer texts are no thread programs. */
const longestSource = 100_000;
/** Threads that a program may start with `spawn`, all in all. */
const spawnable = 8;

export { languageOf, type ProgramLanguage };

export type Compiled = { readonly program: Program } | { readonly problems: readonly LanguageProblem[] };

/** Left out, the language is the one that the text looks like. */
export function compile(source: string, language: ProgramLanguage = languageOf(source)): Compiled {
  const problems: LanguageProblem[] = [];
  const report = (at: number, says: Text): void => {
    const problem = { ...placeOf(source, at), says };
    // A program that is too long is so at every function; one line says it once.
    if (!problems.some(({ line, says: { en } }) => line === problem.line && en === says.en)) problems.push(problem);
  };
  try {
    const program = compileOrRefuse(source, language, (work) => {
      try {
        work();
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        report(error.at, error.says);
      }
    });
    if (problems.length === 0) return { program };
  } catch (error) {
    if (error instanceof Refusal) report(error.at, error.says);
    else if (error instanceof SyntaxError)
      report((error as SyntaxError & { pos?: number }).pos ?? 0, syntaxError(error));
    else if (error instanceof RangeError)
      report(0, { ko: "괄호나 블록이 너무 깊이 겹쳐 있습니다.", en: "Parentheses or blocks are nested too deeply." });
    else throw error;
  }
  return { problems };
}

/** A condition over the end of a run of `program`: cells by name, `ret[i]`, `dead`. */
export function compileCondition(
  program: Program,
  text: string,
): { readonly formula: Formula } | { readonly problems: readonly LanguageProblem[] } {
  const scope = new Scope(null);
  for (const variable of program.variables) scope.declare(variable.name, { is: "shared", variable });
  try {
    const node = parseExpressionAt(text, 0, { ecmaVersion: 2023 });
    if (text.slice(node.end).trim() !== "")
      throw new Refusal(node.end, { ko: "식 하나만 쓸 수 있습니다.", en: "Only one expression may stand here." });
    return { formula: formulaOf(node, scope) };
  } catch (error) {
    if (error instanceof Refusal) return { problems: [{ ...placeOf(text, error.at), says: error.says }] };
    if (error instanceof SyntaxError)
      return {
        problems: [{ ...placeOf(text, (error as SyntaxError & { pos?: number }).pos ?? 0), says: syntaxError(error) }],
      };
    throw error;
  }
}

const syntaxError = (error: SyntaxError): Text => {
  const what = error.message.replace(/ \(\d+:\d+\)$/, "");
  return { ko: `JavaScript 문법에 맞지 않습니다 (${what}).`, en: `This is not JavaScript: ${what}.` };
};

function compileOrRefuse(source: string, language: ProgramLanguage, attempt: (work: () => void) => void): Program {
  if (source.length > longestSource)
    throw new Refusal(0, {
      ko: `프로그램은 ${longestSource}자까지입니다.`,
      en: `A program has at most ${longestSource} characters.`,
    });
  const body =
    language === "pseudo"
      ? pseudoTree(source, attempt)
      : (parse(source, { ecmaVersion: 2023, sourceType: "script" }).body as Node[]);
  // Pseudo-code calls methods, so `lock` and `signal` are free to be names of variables.
  const declared = new Declarations(source, language === "pseudo" ? new Set() : reserved);
  for (const node of body) attempt(() => declared.add(node));
  declared.finish(source.length);

  const out = new Emitter(source);
  const atomic = new Set<string>();
  const entries: { name: string; start: number; parameters: number }[] = [];
  const messages: string[] = [];
  const queue: FunctionDeclaration[] = [];
  const numbers = new Map<FunctionDeclaration, number>();
  let spawns = false;
  const entryOf = (node: FunctionDeclaration): number => {
    let number = numbers.get(node);
    if (number === undefined) {
      number = queue.push(node) - 1;
      numbers.set(node, number);
    }
    return number;
  };
  const statements = new Statements(out, declared.scope, atomic, {
    entry: (node) => {
      spawns = true;
      return entryOf(node);
    },
    message: (text, test) => messages.push(text || source.slice(test.start, test.end)) - 1,
  });
  const threads = declared.threads.map(({ node, arguments: given }) => ({ entry: entryOf(node), arguments: given }));
  for (let at = 0; at < queue.length; at++) {
    const node = queue[at]!;
    entries.push({ name: node.id.name, start: out.here, parameters: node.params.length });
    attempt(() => statements.entry(node));
  }
  // A function that no thread reaches is compiled all the same, so that its mistakes are told.
  const kept = { code: out.code.length, places: out.places.length, messages: messages.length, atomic: new Set(atomic) };
  for (const node of declared.functions) if (!numbers.has(node)) attempt(() => statements.entry(node));
  out.code.length = kept.code;
  out.places.length = kept.places;
  messages.length = kept.messages;
  return {
    source,
    code: Int32Array.from(out.code),
    constants: Int32Array.from(out.constants),
    places: out.places,
    cells: declared.cells.map(({ variable, ...cell }) => ({ ...cell, atomic: kept.atomic.has(variable) })),
    variables: declared.variables,
    objects: declared.objects,
    entries,
    registers: Math.max(1, out.registers),
    threads,
    spawnable: spawns ? spawnable : 0,
    messages,
    assertions: declared.assertions,
  };
}
