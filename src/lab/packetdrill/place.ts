/**
 * Where something stands in a script, and the one thing that parsing can end with besides a script: a problem. A problem is either a
 * mistake in the text (what was expected, what was found) or a feature that this interpreter has no answer for, by name.
 */

/** Both counted from 1, as editors do. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

export type ScriptProblem =
  | { readonly kind: "syntax"; readonly place: Place; readonly expected: string; readonly found: string }
  | { readonly kind: "unsupported"; readonly place: Place; readonly feature: string };

/** How a problem travels inside the parser; `parseScript` catches it and returns it as a value. */
export class ProblemThrown extends Error {
  override readonly name = "ProblemThrown";
  readonly problem: ScriptProblem;

  constructor(problem: ScriptProblem) {
    super(describeProblem(problem));
    this.problem = problem;
  }
}

/** @throws ProblemThrown */
export function mistake(place: Place, expected: string, found: string): never {
  throw new ProblemThrown({ kind: "syntax", place, expected, found });
}

/** @throws ProblemThrown */
export function unsupported(place: Place, feature: string): never {
  throw new ProblemThrown({ kind: "unsupported", place, feature });
}

/** `12:5: expected a sequence number, found "ack"`. */
export function describeProblem(problem: ScriptProblem): string {
  const { line, column } = problem.place;
  return problem.kind === "syntax"
    ? `${line}:${column}: expected ${problem.expected}, found ${problem.found}`
    : `${line}:${column}: unsupported: ${problem.feature}`;
}
