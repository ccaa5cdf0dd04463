import { expect, test } from "vitest";
import { Machine } from "../machine/machine.ts";
import type { MemoryModel } from "../machine/program.ts";
import { exploreAll, switchesOf } from "./exploration.ts";
import { sample } from "./sampling.ts";
import { compiled } from "./testing/programs.ts";

const explore = (source: string, model: MemoryModel = "sc", spurious = 0) =>
  exploreAll(new Machine(compiled(source), model), { spurious });
const wrongs = (source: string, model: MemoryModel = "sc") =>
  explore(source, model).violations.map(({ wrong, switches }) => [wrong.kind, switches]);

test("two threads of n unlocked increments: C(4n, 2n) interleavings, C(2n, n) right, none below 2 for n = 2, 3, 4", () => {
  const choose = (n: number, k: number): number => (k === 0 ? 1 : (choose(n - 1, k - 1) * n) / k);
  for (const n of [1, 2, 3, 4]) {
    const { interleavings, outcomes } = explore(
      `let x = 0; function T() { for (let i = 0; i < ${n}; i++) { x++; } } run(T, T);`,
    );
    expect(Number(interleavings)).toBe(choose(4 * n, 2 * n));
    expect(Number(outcomes.at(-1)!.interleavings)).toBe(choose(2 * n, n));
    expect(outcomes.at(-1)!.values).toEqual([2 * n]);
    expect(outcomes[0]!.values).toEqual([Math.min(n, 2)]);
  }
});

test("five philosophers, left first: 66,468,720 interleavings, 120 of them dead, in 31 executions", () => {
  const source = `const f = [mutex(), mutex(), mutex(), mutex(), mutex()];
    function P(i) { let r = (i + 1) % 5; lock(f[i]); lock(f[r]); unlock(f[r]); unlock(f[i]); }
    run(P(0), P(1), P(2), P(3), P(4));`;
  const { executions, interleavings, violations } = explore(source);
  expect([executions, interleavings]).toEqual([31, 66_468_720n]);
  expect(violations).toMatchObject([
    { wrong: { kind: "deadlock", cycle: [0, 1, 2, 3, 4] }, switches: 4, fewest: true },
  ]);
});

test("a data race names both accesses; a lock round both, or an atomic variable, takes it away", () => {
  const race = explore("let x = 0; function W() { x = 1; } function R() { return x; } run(W, R);").violations;
  expect(race).toMatchObject([
    { wrong: { kind: "race", cell: "x", accesses: [{ thread: 0, writes: true }, { thread: 1 }] } },
  ]);
  expect(
    wrongs(
      "let x = 0; const m = mutex(); function W() { lock(m); x = 1; unlock(m); } function R() { lock(m); let r = x; unlock(m); return r; } run(W, R);",
    ),
  ).toEqual([]);
  expect(wrongs("let x = 0; function W() { swap(x, 1); } function R() { return x; } run(W, R);")).toEqual([]);
  expect(
    wrongs("let d = 0, s = 0; function W() { d = 1; s = 1; } function R() { until(s == 1); return d; } run(W, R);"),
  ).toEqual([]);
});

test.each<[string, string, MemoryModel, (string | number)[][]]>([
  [
    "a lost wake-up",
    "let r = 0; const m = mutex(), c = condition(); function W() { if (fetchAdd(r, 0) == 0) { lock(m); wait(c, m); unlock(m); } } function S() { swap(r, 1); lock(m); signal(c); unlock(m); } run(W, S);",
    "sc",
    [["deadlock", 2]],
  ],
  ["an index outside its array", "let a = [1, 2], i = 2; function T() { return a[i]; } run(T);", "sc", [["error", 0]]],
  [
    "wait without the lock",
    "const m = mutex(), c = condition(); function T() { wait(c, m); } run(T);",
    "sc",
    [["error", 0]],
  ],
  [
    "an assertion in a thread",
    'let x = 1; function T() { assert(x == 2, "x is 2"); } run(T);',
    "sc",
    [["assertion", 0]],
  ],
  [
    "store buffering is seen under TSO",
    "let x = 0, y = 0, a = 0, b = 0; function A() { swap(a, 0); x = 1; a = y; } function B() { swap(b, 0); y = 1; b = x; } run(A, B); assert(a + b > 0);",
    "tso",
    [
      ["assertion", 2],
      ["race", 2],
      ["race", 2],
    ],
  ],
])("%s", (_, source, model, expected) => {
  expect(wrongs(source, model)).toEqual(expected);
});

test("the schedule of a violation makes it, with as many switches as it says", () => {
  const machine = new Machine(compiled("let x = 0; function T() { x++; x++; } run(T, T); assert(x == 4);"), "sc");
  const [first] = exploreAll(machine).violations;
  const S = new Int32Array(machine.layout.size);
  machine.begin(S, 0);
  for (const actor of first!.schedule) machine.step(S, 0, actor);
  expect(S[0]).not.toBe(4);
  expect(switchesOf(machine, first!.schedule)).toBe(first!.switches);
});

const bugs: [string, string][] = [
  [
    "a lazy singleton made twice",
    "let i = 0, made = 0; function T() { if (i == 0) { i = fetchAdd(made, 1) + 1; } } run(T, T); assert(made == 1);",
  ],
  [
    "check, then act",
    "let has = 0, puts = 0; const m = mutex(); function T() { lock(m); let h = has; unlock(m); if (!h) { lock(m); has = 1; puts++; unlock(m); } } run(T, T); assert(puts == 1);",
  ],
  [
    "two locks in opposite order",
    "const a = mutex(), b = mutex(); function A() { lock(a); lock(b); unlock(b); unlock(a); } function B() { lock(b); lock(a); unlock(a); unlock(b); } run(A, B);",
  ],
  [
    "if instead of while",
    "let items = 0, bad = 0; const m = mutex(), c = condition(); function C() { lock(m); if (items == 0) { wait(c, m); } if (items == 0) { bad = 1; } else { items--; } unlock(m); } function P() { lock(m); items++; signal(c); unlock(m); } run(C, C, P, P); assert(bad == 0);",
  ],
  [
    "reorder(3)",
    "let a = 0, b = 0; function S() { a = 1; b = -1; } function C() { let x = a, y = b; assert((x == 0 && y == 0) || (x == 1 && y == -1)); } run(S, S, S, C);",
  ],
  [
    "twostage",
    "let d1 = 0, d2 = 0; const m = mutex(), n = mutex(); function A() { lock(m); d1 = 1; unlock(m); lock(n); d2 = d1 + 1; unlock(n); } function B() { lock(m); let t = d1; unlock(m); if (t) { lock(n); let u = d2; unlock(n); assert(u == t + 1); } } run(A, B);",
  ],
  [
    "wronglock",
    "let x = 0; const m = mutex(), n = mutex(); function A() { lock(m); x++; unlock(m); } function B() { lock(n); x++; unlock(n); } run(A, B, B); assert(x == 3);",
  ],
];
test.each(bugs)(
  "%s is found within 1,000 schedules by chance (median of 20 seeds), and shortest by the search",
  (_, source) => {
    const machine = new Machine(compiled(source), "sc");
    const isBug = ({ wrong }: { wrong: { kind: string } }): boolean => wrong.kind !== "race";
    for (const strategy of ["pct", "random"] as const) {
      const found = Array.from({ length: 20 }, (_, seed) =>
        sample(machine, { strategy, runs: 1000, seed }).violations.some(isBug),
      );
      expect(found.filter(Boolean).length).toBeGreaterThan(10);
    }
    expect(exploreAll(machine).violations.find(isBug)!.fewest).toBe(true);
  },
);

test("a spin lock goes round for ever: all endings are known, and no number of interleavings is claimed", () => {
  const found = explore(
    "let flag = 0, n = 0; function T() { while (swap(flag, 1) == 1) {} n = n + 1; flag = 0; } run(T, T); assert(n == 2);",
  );
  expect(found).toMatchObject({ cyclic: true, exhaustive: true, interleavings: null, violations: [] });
});

test("a program with too many states for the graph is searched by traces alone, and its races are told all the same", () => {
  const readers = Array.from({ length: 12 }, () => "R").join(", ");
  const found = exploreAll(
    new Machine(compiled(`let x = 0; function W() { x = 1; } function R() { return x; } run(W, ${readers});`), "sc"),
    { states: 1000 },
  );
  expect(found).toMatchObject({ executions: 4096, exhaustive: true, interleavings: null, states: null });
  expect(found.violations).toMatchObject([{ wrong: { kind: "race", cell: "x" }, fewest: false }]);
});
