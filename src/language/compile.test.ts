import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { StateGraph } from "../engine/explore/state-graph.ts";
import { Machine } from "../engine/machine/machine.ts";
import { compile, compileCondition } from "./compile.ts";

/** What the only interleaving of a program with one thread returns. */
function result(body: string, before = ""): number | null | undefined {
  const compiled = compile(`${before}\nfunction T() { ${body} }\nrun(T);`);
  if ("problems" in compiled) throw new Error(compiled.problems[0]!.says.en);
  const graph = new StateGraph(new Machine(compiled.program, "sc"));
  expect(graph.ends).toHaveLength(1);
  return graph.final(graph.ends[0]!).results[0];
}

describe("a thread computes what JavaScript computes", () => {
  test.each([
    ["let i = 5; return i + i++;", 10],
    ["let i = 5; return i++ + i;", 11],
    ["let i = 5; i += i++ * 2; return i;", 15],
    [
      "let a = [3, 1, 2], s = 0; for (let i = 0; i < a.length; i++) { if (a[i] == 1) continue; s = s * 10 + a[i]; } return s;",
      32,
    ],
    ["let n = 0; do { n++; if (n == 4) break; } while (true); return n;", 4],
    ["return 7 % -3 + -7 % 3;", 0],
    ["return Math.floor(-7 / 2) * 10 + Math.trunc(-7 / 2);", -43],
    ["return 2 > 1 && 0 || 5;", 5],
    ["return !0 + !3 + (true ? 2 : 3);", 3],
    ["return (1 << 4) ^ ~5;", 16 ^ ~5],
    ["return Math.max(3, 9) - Math.abs(-4) - Math.min(1, 2);", 4],
    ["let x = 3; { let x = 4; x++; } return x;", 3],
  ])("%s", (body, value) => {
    expect(result(body)).toBe(value);
  });

  test("functions are called with values, and give one back", () => {
    expect(result("return f(2, f(3, 4));", "function f(a, b) { a = a * 10; return a + b; }")).toBe(54);
  });

  test("any arithmetic expression comes out as in JavaScript", () => {
    const leaf = fc.oneof(
      fc.integer({ min: -9, max: 9 }).map((n) => `(${n})`),
      fc.constantFrom("a", "b", "g"),
    );
    const expression = fc.letrec<{ any: string }>((tie) => ({
      any: fc.oneof(
        { maxDepth: 4 },
        leaf,
        fc
          .tuple(
            tie("any"),
            fc.constantFrom("+", "-", "*", "<", "<=", ">", ">=", "==", "!=", "&", "|", "^", "&&", "||"),
            tie("any"),
          )
          .map((parts) => `(${parts.join(" ")})`),
        tie("any").map((inner) => `(!${inner})`),
        tie("any").map((inner) => `(-${inner})`),
      ),
    })).any;
    fc.assert(
      fc.property(expression, (text) => {
        const [a, b, g] = [3, -2, 7];
        // The oracle is JavaScript itself.
        const expected = Number(new Function("a", "b", "g", `return ${text};`)(a, b, g));
        expect(result(`let a = ${a}, b = ${b}; return ${text};`, `let g = ${g};`)).toBe(expected === 0 ? 0 : expected);
      }),
      { numRuns: 300 },
    );
  });
});

describe("mistakes are told with their place and what to write instead", () => {
  test.each([
    ["let o = { a: 1 };\nfunction T() {}\nrun(T);", 1, 9, "two shared variables"],
    ["let x = 0;\nfunction T() { y = 1; }\nrun(T);", 2, 16, "not declared"],
    ["let count = 0;\nfunction T() { cuont++; }\nrun(T);", 2, 16, "Did you mean count?"],
    ["let count = 0;\nfunction T() { coun++; }\nrun(T);", 2, 16, "Did you mean count?"],
    ["function T() { return 1 / 2; }\nrun(T);", 1, 23, "Math.floor"],
    ["function T() { T(); }\nrun(T);", 1, 16, "Recursion"],
    ["let x = 0;\nfunction T() { x++; }", 2, 22, "no run"],
    ["let x = 0;\nfunction T() { x++ \nrun(T);", 3, 8, "not JavaScript"],
    ["let x = 0, y = 0;\nfunction T() { until(x == y); }\nrun(T);", 2, 22, "one read"],
    ["let x = 0;\nfunction T() { lock(x); }\nrun(T);", 2, 21, "mutex()"],
    ["let lock = 0;\nfunction T() {}\nrun(T);", 1, 5, "another name"],
    ["const f = () => 1;\nfunction T() {}\nrun(T);", 1, 11, "Arrow functions"],
    ["let a = [1, 2];\nfunction T() { a[2] = 1; }\nrun(T);", 2, 18, "0 to 1"],
    ["function T(a) {}\nrun(T);", 2, 5, "takes 1 argument"],
    ["async function T() {}\nrun(T);", 1, 1, "await"],
    ["function T() { const x = 1; x = 2; }\nrun(T);", 1, 29, "const"],
  ])("%j", (source, line, column, words) => {
    const compiled = compile(source);
    if (!("problems" in compiled)) throw new Error("it compiled");
    const [first] = compiled.problems;
    expect({ line: first!.line, column: first!.column }).toEqual({ line, column });
    expect(compiled.problems.map(({ says }) => says.en).join(" ")).toContain(words);
    expect(first!.says.ko).toMatch(/[가-힣]/);
  });
});

describe("whatever is given, there is a program or there are problems", () => {
  const pieces = fc.constantFrom(
    ...'let const x y a m = 0 1 [ ] ( ) { } ; , ++ += == && || ! if else while for function return run assert T lock unlock until cas mutex() wait spawn join - / ? : => class . " ` \n'.split(
      " ",
    ),
  );

  test("text made of the language's own words", () => {
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), (words) => {
        const compiled = compile(words.join(" "));
        if ("problems" in compiled) expect(compiled.problems.length).toBeGreaterThan(0);
        else new Machine(compiled.program, "tso").begin(new Int32Array(100_000), 0);
      }),
      { numRuns: 300 },
    );
  });

  test("a body made of the language's own words", () => {
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (words) => {
        const compiled = compile(
          `let x = 0, a = [0, 1]; const m = mutex(); function T() { ${words.join(" ")} } run(T, T);`,
        );
        if ("problems" in compiled)
          for (const { line, column } of compiled.problems) expect(line * column).toBeGreaterThan(0);
      }),
      { numRuns: 300 },
    );
  });

  test("any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 60 }), (text) => {
        compile(text);
        compileCondition({ variables: [] } as never, text);
      }),
    );
  });

  test("text nested too deeply, text too long, a program too long", () => {
    const deep = `function T() { return ${"(".repeat(40_000)}1${")".repeat(40_000)}; } run(T);`;
    expect(compile(deep)).toMatchObject({ problems: [{ line: 1 }] });
    expect(compile(" ".repeat(200_000))).toMatchObject({ problems: [{ line: 1 }] });
    const calls = Array.from(
      { length: 16 },
      (_, i) => `function f${i}() { ${i === 0 ? "x++;" : `f${i - 1}(); f${i - 1}();`} }`,
    );
    expect(compile(`let x = 0; ${calls.join(" ")} run(f15);`)).toMatchObject({
      problems: [{ says: { en: expect.stringContaining("too long") } }],
    });
  });
});

test("a loop without a shared step fails its thread instead of hanging", () => {
  expect(result("let i = 0; while (true) { i = 1 - i; }")).toBe(null);
});
