/**
 * What the names of a pseudo-code program mean. A name of the top level is shared by all threads, and so it is inside every function,
 * with `global` or without; one in CAPITALS that nothing changes is a constant; what a function assigns otherwise is its own.
 * Which synchronisation object a parameter or a variable holds is worked out from all calls and assignments.
 */
import { near } from "../scope.ts";
import { refuseAt } from "./expression-parser.ts";
import { type Call, type Def, type Expr, type Name, type Stmt, walk } from "./tree.ts";

export type Kind = "mutex" | "semaphore" | "condition" | "rwlock" | "barrier";

/** A synchronisation object; `mutex` is the one that a condition belongs to. */
export interface Held {
  readonly kind: Kind;
  readonly mutex: string | null;
}

/** A name of the top level. `length` is null when it is no list. */
export type Meaning =
  | { readonly is: "shared"; readonly length: number | null }
  | { readonly is: "constant"; readonly value: number }
  | (Held & { readonly is: "object"; readonly length: number | null })
  | { readonly is: "function"; readonly def: Def }
  | { readonly is: "thread" };

/** A name inside one function. */
export interface Own {
  readonly parameter: boolean;
  /** Set when it is a list of its own. */
  length: number | null;
  /** Set when it holds a synchronisation object. */
  held: Held | null;
}

// biome-ignore format: a table
/** Constructors by what they make. */
export const constructors: Readonly<Record<string, Kind>> = {
  Lock: "mutex", Mutex: "mutex", mutex: "mutex", Semaphore: "semaphore", semaphore: "semaphore", Condition: "condition",
  condition: "condition", RWLock: "rwlock", rwlock: "rwlock", Barrier: "barrier", barrier: "barrier",
};

// biome-ignore format: a table
const absent: Readonly<Record<string, readonly [ko: string, en: string]>> = {
  RLock: ["다시 잠글 수 있는 잠금은 없습니다. Lock()을 쓰세요.", "There are no re-entrant locks: use Lock()."],
  BoundedSemaphore: ["Semaphore(k)를 쓰세요.", "Use Semaphore(k)."],
  Event: ["Event는 없습니다. 공유 변수를 두고 until(flag == 1)로 기다리거나 Condition을 쓰세요.", "There is no Event: wait for a shared variable with until(flag == 1), or use a Condition."],
  Queue: ["Queue는 없습니다. 배열과 Condition이나 Semaphore로 쓰세요.", "There is no Queue: use a list with a Condition or Semaphores."],
};

const longestList = 1024;
/** Characters of the expression in `[expression for i in range(n)]`, which is written out n times. */
const longestElement = 200;
/** How many calls a synchronisation object is followed through. */
const mostPasses = 100;

export class Names {
  readonly top = new Map<string, Meaning>();
  readonly functions = new Map<Def, Map<string, Own>>();
  /** Names that some function changes, or an operation needs in memory. */
  readonly #changed = new Set<string>();

  constructor(program: readonly Stmt[]) {
    walk(program, (part) => {
      if (part.type === "Global") for (const { name } of part.names) this.#changed.add(name);
      if (part.type === "Call" && part.callee.type === "Name" && part.given[0]) {
        const { name } = part.callee;
        if (/^(fetch_?add|swap|cas|until)$/i.test(name))
          walk(part.given[0], (one) => one.type === "Name" && this.#changed.add(one.name));
      }
    });
    for (const one of program)
      if (one.type === "Def")
        walk(one.body, (part) => {
          for (const { name } of assigned(part)) this.#changed.add(name);
        });
  }

  isConstant(name: string): boolean {
    return /^\p{Lu}[\p{Lu}\p{N}_]*$/u.test(name) && !this.#changed.has(name);
  }

  declare(at: Name, meaning: Meaning): void {
    if (this.top.has(at.name))
      refuseAt(
        at,
        `${at.name}: 같은 이름이 이미 있습니다. 첫 값은 맨 위에서 한 번만 정합니다.`,
        `${at.name} is set twice: a first value is given once, at the top.`,
      );
    this.top.set(at.name, meaning);
  }

  /** The names of a function's own. Needs all of the top level. */
  own(def: Def): void {
    const out = new Map<string, Own>();
    const global = new Set<string>();
    walk(def.body, (part) => {
      if (part.type !== "Global") return;
      for (const one of part.names) {
        global.add(one.name);
        if (this.top.get(one.name)?.is !== "shared" && this.top.get(one.name)?.is !== "object")
          refuseAt(
            one,
            `${one.name}: 맨 위에 없는 이름입니다. 맨 위에 ${one.name} = 0처럼 첫 값을 쓰세요.`,
            `There is no ${one.name} at the top: give it a first value there, as in ${one.name} = 0.`,
          );
      }
    });
    for (const { name, start } of def.parameters) {
      if (out.has(name)) refuseAt({ start }, `${name}: 같은 이름이 이미 있습니다.`, `${name} is declared twice.`);
      if (global.has(name))
        refuseAt(
          { start },
          `${name}은(는) 인수이면서 global일 수 없습니다.`,
          `${name} cannot be a parameter and global.`,
        );
      out.set(name, { parameter: true, length: null, held: null });
    }
    walk(def.body, (part) => {
      for (const one of assigned(part)) {
        if (out.has(one.name)) continue;
        const top = this.top.get(one.name);
        if (top?.is === "shared" && part.type === "For" && !global.has(one.name))
          refuseAt(
            one,
            `${one.name}은(는) 맨 위의 공유 변수입니다. 반복 변수에는 다른 이름을 쓰세요.`,
            `${one.name} is shared, from the top level: give the loop variable another name.`,
          );
        if (top?.is === "shared") continue;
        if (top)
          refuseAt(
            one,
            `${one.name}은(는) 맨 위에서 다른 것의 이름입니다. 다른 이름을 쓰세요.`,
            `${one.name} is something else at the top level: use another name.`,
          );
        out.set(one.name, { parameter: false, length: null, held: null });
      }
      if (part.type === "Assign")
        for (const target of part.targets) {
          const mine = target.type === "Name" ? out.get(target.name) : undefined;
          const length = mine ? this.lengthOf(part.value) : null;
          if (!mine || length === null) continue;
          if (mine.parameter || (mine.length !== null && mine.length !== length))
            refuseAt(
              target,
              "배열의 길이는 바뀔 수 없습니다. 다른 이름을 쓰세요.",
              "The length of a list cannot change: use another name.",
            );
          mine.length = length;
        }
    });
    this.functions.set(def, out);
  }

  /** Works out which objects parameters and variables hold, until nothing new is found. */
  follow(program: readonly Stmt[]): void {
    let again = true;
    for (let passes = 0; again && passes < mostPasses; passes++) {
      again = false;
      const hold = (mine: Own | undefined, held: Held | null, at: Expr): void => {
        if (!mine || !held) return;
        if (mine.held && mine.held.kind !== held.kind)
          refuseAt(
            at,
            "한 이름이 서로 다른 종류의 동기화 객체를 가리킵니다.",
            "One name would hold synchronisation objects of two kinds.",
          );
        if (mine.held) {
          if (mine.held.mutex !== held.mutex && mine.held.mutex !== null) {
            mine.held = { ...held, mutex: null };
            again = true;
          }
          return;
        }
        mine.held = held;
        again = true;
      };
      const pass = (callee: Expr | undefined, given: readonly Expr[], own: Map<string, Own> | null): void => {
        const top = callee?.type === "Name" ? this.top.get(callee.name) : undefined;
        if (top?.is !== "function") return;
        const theirs = this.functions.get(top.def)!;
        given.forEach((one, at) => {
          const parameter = top.def.parameters[at];
          if (parameter) hold(theirs.get(parameter.name), this.held(one, own), one);
        });
      };
      const look = (tree: unknown, own: Map<string, Own> | null): void =>
        walk(tree, (part) => {
          if (part.type === "Assign" && own) {
            const values = part.value.type === "Tuple" ? part.value.of : [part.value];
            for (const target of part.targets)
              (target.type === "Tuple" ? target.of : [target]).forEach((one, at) => {
                const value = values[at];
                if (one.type === "Name" && value) hold(own.get(one.name), this.held(value, own), one);
              });
          }
          if (part.type !== "Call") return;
          const thread = threadOf(part);
          if (thread) pass(thread.f, thread.given, own);
          else if (part.callee.type === "Name" && part.callee.name === "spawn")
            pass(part.given[0], part.given.slice(1), own);
          else pass(part.callee, part.given, own);
        });
      for (const one of program) look(one, one.type === "Def" ? (this.functions.get(one) ?? null) : null);
    }
  }

  /** The synchronisation object that an expression names; null when it names none. */
  held(of: Expr, own: Map<string, Own> | null): Held | null {
    if (of.type === "Choice") return this.held(of.yes, own) ?? this.held(of.no, own);
    if (of.type === "Index" && of.of.type === "Name") {
      const top = own?.has(of.of.name) ? undefined : this.top.get(of.of.name);
      return top?.is === "object" && top.length !== null ? { kind: top.kind, mutex: top.mutex } : null;
    }
    if (of.type !== "Name") return null;
    const mine = own?.get(of.name);
    if (mine) return mine.held;
    const top = this.top.get(of.name);
    return top?.is === "object" && top.length === null ? { kind: top.kind, mutex: top.mutex } : null;
  }

  /** What an expression is worth before the program runs; null when that is not known. */
  known(of: Expr): number | null {
    if (of.type === "Number") return of.value;
    if (of.type === "Name") {
      const top = this.top.get(of.name);
      return top?.is === "constant" ? top.value : null;
    }
    if (of.type === "Call" && of.callee.type === "Name" && of.callee.name === "len" && of.given[0]?.type === "Name") {
      const top = this.top.get(of.given[0].name);
      return top && "length" in top ? top.length : null;
    }
    if (of.type === "Unary") {
      const inner = this.known(of.of);
      if (inner === null) return null;
      return { "-": 0 - inner, "+": inner, "~": ~inner, "!": Number(inner === 0) }[of.operator];
    }
    if (of.type !== "Binary") return null;
    const a = this.known(of.left);
    const b = this.known(of.right);
    if (a === null || b === null || (b === 0 && (of.operator === "//" || of.operator === "%"))) return null;
    const results: Readonly<Record<string, number>> = {
      "+": a + b,
      "-": a - b,
      "*": a * b,
      "//": Math.floor(a / b),
      "%": a - b * Math.floor(a / b),
      "<<": a << b,
      ">>": a >> b,
      "&": a & b,
      "|": a | b,
      "^": a ^ b,
    };
    return results[of.operator] ?? null;
  }

  /** The length of a list as it is written; null when it is no list. */
  lengthOf(of: Expr): number | null {
    return this.elements(of)?.length ?? null;
  }

  /** The elements of `[a, b]`, `[a] * n` and `[a for i in range(n)]`; null when it is no list. */
  elements(of: Expr): readonly Expr[] | null {
    if (of.type === "List") {
      if (of.of.length === 0)
        refuseAt(
          of,
          "빈 배열은 쓸 수 없습니다. [0] * n처럼 길이를 정하세요.",
          "A list must have elements: give its length, as in [0] * n.",
        );
      return this.#limit(of, of.of.length) && of.of;
    }
    if (of.type === "Comprehension") {
      const range = this.range(of.over);
      const [from, to, step] = range
        ? range.map((one) => (typeof one === "number" ? one : this.known(one)))
        : [null, null, null];
      if (from == null || to == null || step == null)
        return refuseAt(
          of.over,
          "[값 for i in range(n)]에서 n은 정수여야 합니다.",
          "In [value for i in range(n)], n must be a whole number.",
        );
      if (of.each.end - of.each.start > longestElement)
        refuseAt(of.each, "이 식은 너무 깁니다.", "This expression is too long.");
      const count = Math.max(0, Math.ceil((to - from) / step));
      this.#limit(of, count);
      return Array.from({ length: count }, (_, i) => replaced(of.each, of.name.name, from + i * step));
    }
    if (of.type !== "Binary" || of.operator !== "*") return null;
    const [list, times] = of.left.type === "List" ? [of.left, of.right] : [of.right, of.left];
    if (list.type !== "List") return null;
    const count = this.known(times);
    if (count === null)
      return refuseAt(times, "[0] * n에서 n은 정수여야 합니다.", "In [0] * n, n must be a whole number.");
    const one = list.of[0];
    if (one && count > 1 && constructorOf(one))
      refuseAt(
        of,
        "[Lock()] * n은 같은 잠금 하나를 n번 담습니다. [Lock() for _ in range(n)]으로 쓰세요.",
        "[Lock()] * n holds one lock n times: write [Lock() for _ in range(n)].",
      );
    this.#limit(of, list.of.length * count);
    return Array.from({ length: count }, () => list.of).flat();
  }

  #limit(of: Expr, length: number): true {
    if (length < 1) refuseAt(of, "빈 배열은 쓸 수 없습니다.", "A list must have elements.");
    if (length > longestList)
      refuseAt(of, `배열은 ${longestList}칸까지입니다.`, `A list has at most ${longestList} elements.`);
    return true;
  }

  /** First, end and step of `range(...)`; null when it is something else. @throws Refusal when the step is not known */
  range(of: Expr): readonly [Expr | number, Expr, number] | null {
    if (of.type !== "Call" || of.callee.type !== "Name" || of.callee.name !== "range") return null;
    const [a, b, c] = of.given;
    if (!a || of.given.length > 3 || of.named.length > 0)
      return refuseAt(
        of,
        "range(n), range(a, b), range(a, b, 간격)으로 쓰세요.",
        "Write range(n), range(a, b) or range(a, b, step).",
      );
    const step = c ? this.known(c) : 1;
    if (!step)
      return refuseAt(
        c!,
        "range의 간격은 0이 아닌 정수여야 합니다.",
        "The step of range must be a whole number other than 0.",
      );
    return b ? [a, b, step] : [0, a, step];
  }

  /** @throws Refusal always: the name means nothing here */
  unknown(at: Name, own: Map<string, Own> | null): never {
    const known = near(at.name, [...(own?.keys() ?? []), ...this.top.keys()]);
    return refuseAt(
      at,
      `${at.name}: 없는 이름입니다.${known ? ` 혹시 ${known}?` : ` 맨 위에 ${at.name} = 0처럼 쓰면 공유 변수가 됩니다.`}`,
      `There is no ${at.name}.${known ? ` Did you mean ${known}?` : ` Write ${at.name} = 0 at the top to share it.`}`,
    );
  }
}

/** The names that a statement assigns to, itself and not the ones inside it. */
export function assigned(part: Expr | Stmt): Name[] {
  const names = (target: Expr): Name[] =>
    target.type === "Name"
      ? [target]
      : target.type === "Tuple" || target.type === "List"
        ? target.of.flatMap(names)
        : [];
  if (part.type === "Assign") return part.targets.flatMap(names);
  if (part.type === "Augmented") return names(part.target);
  return part.type === "For" ? [part.target] : [];
}

/** `threading.Lock` is `Lock`. */
export function calleeName(call: Call): string | null {
  const { callee } = call;
  if (callee.type === "Name") return callee.name;
  const module = callee.type === "Dot" && callee.of.type === "Name" ? callee.of.name : "";
  return callee.type === "Dot" && ["threading", "time", "asyncio", "queue"].includes(module) ? callee.name : null;
}

/** `Lock()`, `Semaphore(2)`: what it makes, null when it makes nothing. @throws Refusal for what there is not */
export function constructorOf(of: Expr): { kind: Kind; call: Call } | null {
  if (of.type !== "Call") return null;
  const name = calleeName(of) ?? "";
  if (Object.hasOwn(absent, name)) refuseAt(of, ...absent[name]!);
  return Object.hasOwn(constructors, name) ? { kind: constructors[name]!, call: of } : null;
}

/** `Thread(target=f, args=(1, 2))`, `Thread(f, 1, 2)`: null when it is something else. */
export function threadOf(of: Expr): { f: Expr; given: readonly Expr[] } | null {
  if (of.type !== "Call" || calleeName(of) !== "Thread") return null;
  const f = of.named.find(({ name }) => name === "target")?.value ?? of.given[0];
  const args = of.named.find(({ name }) => name === "args")?.value;
  const others = of.named.find(({ name }) => name !== "target" && name !== "args");
  if (!f || others)
    return refuseAt(of, "Thread(target=f, args=(값,))으로 쓰세요.", "Write Thread(target=f, args=(value,)).");
  const listed =
    args ??
    (of.given.length === 2 && (of.given[1]!.type === "Tuple" || of.given[1]!.type === "List") ? of.given[1]! : null);
  if (!listed) return { f, given: of.given.slice(1) };
  if (listed.type !== "Tuple" && listed.type !== "List")
    return refuseAt(
      listed,
      "args는 args=(값,)처럼 쉼표를 넣어 쓰세요.",
      "Write args with a comma, as in args=(value,).",
    );
  return { f, given: listed.of };
}

/** The expression with a number in place of a name. */
function replaced(of: Expr, name: string, value: number): Expr {
  const copy = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(copy);
    if (typeof part !== "object" || part === null) return part;
    const { type, start, end } = part as Expr;
    if (type === "Name" && (part as Name).name === name) return { type: "Number", value, start, end };
    return Object.fromEntries(Object.entries(part).map(([key, inner]) => [key, copy(inner)]));
  };
  return copy(of) as Expr;
}
