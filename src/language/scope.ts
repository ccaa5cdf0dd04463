/** What the names of a thread program mean: shared variables, synchronisation objects, functions, constants, locals. */
import type { FunctionDeclaration } from "acorn";
import type { SyncKind, Variable } from "../engine/machine/program.ts";

export type Binding =
  | { readonly is: "shared"; readonly variable: Variable }
  | { readonly is: "object"; readonly number: number; readonly kind: SyncKind }
  | { readonly is: "objects"; readonly first: number; readonly length: number; readonly kind: SyncKind }
  | { readonly is: "function"; readonly name: string; readonly node: FunctionDeclaration }
  | { readonly is: "constant"; readonly value: number }
  | { readonly is: "local"; readonly register: number; readonly constant: boolean }
  | { readonly is: "array"; readonly register: number; readonly length: number };

export class Scope {
  readonly #names = new Map<string, Binding>();
  readonly outer: Scope | null;

  constructor(outer: Scope | null) {
    this.outer = outer;
  }

  /** False when the name is taken in this very scope. */
  declare(name: string, binding: Binding): boolean {
    if (this.#names.has(name)) return false;
    this.#names.set(name, binding);
    return true;
  }

  find(name: string): Binding | null {
    return this.#names.get(name) ?? this.outer?.find(name) ?? null;
  }

  /** All names that are visible here, the nearest first. */
  names(): string[] {
    return [...this.#names.keys(), ...(this.outer?.names() ?? [])];
  }
}

/** A name in `known` that is the written one but for case, one letter or two letters swapped; null when there is none. */
export function near(written: string, known: readonly string[]): string | null {
  const low = written.toLowerCase();
  const close = (name: string): boolean => {
    const other = name.toLowerCase();
    if (other === low) return true;
    if (Math.abs(other.length - low.length) > 1 || low.length < 3) return false;
    let i = 0;
    while (i < low.length && low[i] === other[i]) i++;
    const skip = (a: string, b: string): boolean => a.slice(i + 1) === b.slice(i);
    const swapped = low[i] === other[i + 1] && low[i + 1] === other[i] && low.slice(i + 2) === other.slice(i + 2);
    return swapped || skip(low, other) || skip(other, low) || low.slice(i + 1) === other.slice(i + 1);
  };
  return known.find(close) ?? null;
}
