/** Wrong input of a user, in words: what is wrong, where, and what to do. One line each. */
import { fill, type Text } from "./text.ts";

export interface Problem {
  readonly problem: Text;
}

export const problem = (text: Text, values: Readonly<Record<string, string | number | Text>> = {}): Problem => ({
  problem: fill(text, values),
});

export const isProblem = (value: unknown): value is Problem =>
  typeof value === "object" && value !== null && "problem" in value;

/** The closest of `known` to what was written, when it is close enough to be a slip of the hand; else null. */
export function closest(written: string, known: readonly string[]): string | null {
  let best: string | null = null;
  let least = Math.max(2, Math.floor(written.length / 3)) + 1;
  // The beginning of a name is meant as that name, however much is missing.
  const begun = known.find(
    (candidate) => written.length >= 3 && candidate.toLowerCase().startsWith(written.toLowerCase()),
  );
  if (begun !== undefined) return begun;
  for (const candidate of known) {
    const distance = editDistance(written.toLowerCase(), candidate.toLowerCase());
    const tail = candidate.slice(candidate.lastIndexOf("/") + 1).toLowerCase();
    const closer = Math.min(distance, editDistance(written.toLowerCase(), tail) + 1);
    if (closer < least) {
      least = closer;
      best = candidate;
    }
  }
  return best;
}

/** "; did you mean X?", or nothing. */
export function suggestion(written: string, known: readonly string[]): Text {
  const found = closest(written, known);
  return found === null ? { ko: "", en: "" } : { ko: ` 혹시 ${found}?`, en: ` Did you mean ${found}?` };
}

/** Damerau's distance with adjacent transpositions ("optimal string alignment"): insert, delete, replace, swap neighbours. */
export function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min(row[j - 1]! + 1, last[j]! + 1, last[j - 1]! + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) least = Math.min(least, before[j - 2]! + 1);
      row.push(least);
    }
    before = last;
    last = row;
  }
  return last[b.length]!;
}
