/** What the pseudo-code parser makes of a text: Python's shape, before it is brought into the shape of JavaScript's syntax tree. */

/** Offsets in the text, in UTF-16 units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Name extends Span {
  readonly type: "Name";
  readonly name: string;
}

export interface Call extends Span {
  readonly type: "Call";
  readonly callee: Expr;
  readonly given: readonly Expr[];
  /** Arguments by name, as in `Thread(target=f)`. */
  readonly named: readonly { readonly name: string; readonly value: Expr }[];
}

export interface Comprehension extends Span {
  readonly type: "Comprehension";
  readonly each: Expr;
  readonly name: Name;
  readonly over: Expr;
}

export type Expr =
  | Name
  | Call
  | Comprehension
  | (Span & { readonly type: "Number"; readonly value: number })
  | (Span & { readonly type: "Text"; readonly value: string })
  | (Span & { readonly type: "Index"; readonly of: Expr; readonly at: Expr })
  | (Span & { readonly type: "Dot"; readonly of: Expr; readonly name: string })
  | (Span & { readonly type: "Unary"; readonly operator: "-" | "+" | "~" | "!"; readonly of: Expr })
  | (Span & { readonly type: "Binary"; readonly operator: string; readonly left: Expr; readonly right: Expr })
  | (Span & { readonly type: "Logical"; readonly operator: "&&" | "||"; readonly left: Expr; readonly right: Expr })
  | (Span & { readonly type: "Choice"; readonly test: Expr; readonly yes: Expr; readonly no: Expr })
  | (Span & { readonly type: "List"; readonly of: readonly Expr[] })
  | (Span & { readonly type: "Tuple"; readonly of: readonly Expr[] })
  | (Span & { readonly type: "Lambda"; readonly of: Expr });

export interface Def extends Span {
  readonly type: "Def";
  readonly name: Name;
  readonly parameters: readonly Name[];
  readonly body: readonly Stmt[];
}

/** `start` to `end` is the line that begins it, without the block below. */
export type Stmt =
  | Def
  | (Span & { readonly type: "Assign"; readonly targets: readonly Expr[]; readonly value: Expr })
  | (Span & { readonly type: "Augmented"; readonly target: Expr; readonly operator: string; readonly value: Expr })
  | (Span & {
      readonly type: "If";
      readonly test: Expr;
      readonly body: readonly Stmt[];
      readonly otherwise: readonly Stmt[];
    })
  | (Span & { readonly type: "While"; readonly test: Expr; readonly body: readonly Stmt[] })
  | (Span & { readonly type: "For"; readonly target: Name; readonly over: Expr; readonly body: readonly Stmt[] })
  | (Span & { readonly type: "With"; readonly items: readonly Expr[]; readonly body: readonly Stmt[] })
  | (Span & { readonly type: "Return"; readonly value: Expr | null })
  | (Span & { readonly type: "Assert"; readonly test: Expr; readonly message: Expr | null })
  | (Span & { readonly type: "Global"; readonly names: readonly Name[] })
  | (Span & { readonly type: "Expression"; readonly of: Expr })
  | (Span & { readonly type: "Break" | "Continue" | "Nothing" });

/** Calls `visit` with every part of a tree, the outer before the inner. */
export function walk(tree: unknown, visit: (part: Expr | Stmt) => void): void {
  if (Array.isArray(tree)) for (const one of tree) walk(one, visit);
  else if (typeof tree === "object" && tree !== null) {
    if ("type" in tree) visit(tree as Expr | Stmt);
    for (const part of Object.values(tree)) if (typeof part === "object") walk(part, visit);
  }
}
