/** Variables: chains of scopes by name, with the time before a `let` was reached ("temporal dead zone") told apart. */
import type { Closure } from "./functions.ts";
import type { Obj, Value } from "./values.ts";

export interface Binding {
  value: Value;
  /** False before its `let`, `const` or `class` was reached. */
  ready: boolean;
  constant: boolean;
  /** The name of a function expression within itself: an assignment is ignored (sloppy) or refused (strict). */
  quiet?: boolean;
}

/** What belongs to one call of a function that is no arrow function. */
export interface Activation {
  self: Value;
  /** False in a derived constructor before `super()`. */
  selfReady: boolean;
  readonly callee: Closure | null;
  readonly home: Obj | null;
  readonly newTarget: Obj | undefined;
  readonly args: readonly Value[];
  /** Where `arguments` stands once it was asked for. */
  argumentsObject: Obj | null;
}

export class Scope {
  readonly bindings = new Map<string, Binding>();
  readonly parent: Scope | null;
  readonly activation: Activation;
  readonly strict: boolean;
  /** Where `var` puts its names. */
  readonly isFunction: boolean;

  constructor(parent: Scope | null, activation: Activation, strict: boolean, isFunction: boolean) {
    this.parent = parent;
    this.activation = activation;
    this.strict = strict;
    this.isFunction = isFunction;
  }

  /** A block inside. */
  inner(): Scope {
    return new Scope(this, this.activation, this.strict, false);
  }

  find(name: string): Binding | null {
    for (let scope: Scope | null = this; scope !== null; scope = scope.parent) {
      const binding = scope.bindings.get(name);
      if (binding) return binding;
    }
    return null;
  }

  declare(name: string, constant: boolean, ready: boolean, value: Value = undefined): Binding {
    const binding: Binding = { value, ready, constant };
    this.bindings.set(name, binding);
    return binding;
  }

  declareVar(name: string): Binding {
    return this.bindings.get(name) ?? this.declare(name, false, true);
  }
}
