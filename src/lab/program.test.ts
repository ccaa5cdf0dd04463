import { expect, test } from "vitest";
import { formatRunRef } from "../engine/world/run-ref.ts";
import type { Check } from "./claim.ts";
import { Explored } from "./explored.ts";
import { lostUpdate } from "./observe.ts";
import { atEnd, type ProgramScenario, programScenario } from "./program.ts";
import { makeRun, runHash } from "./run.ts";
import { same } from "./text.ts";
import { judgedRuns } from "./verify.ts";

const scenario = (source: string, model: "sc" | "tso" | "pso" = "sc", spurious = 0): ProgramScenario =>
  programScenario({ id: "test/program", title: same("t"), about: same("a"), knobs: [], source, model, spurious });

const programs: [string, ProgramScenario, string][] = [
  ["a counter", scenario("let x = 0; function T() { x++; } run(T, T, T);"), "x == threads"],
  [
    "a store buffer",
    scenario("let x = 0, y = 0; function A() { x = 1; return y; } function B() { y = 1; return x; } run(A, B);", "tso"),
    "ret[0] + ret[1] > 0",
  ],
  [
    "publication under PSO",
    scenario(
      "let d = 0, r = 0; function W() { d = 42; r = 1; } function R() { if (r == 1) { return d; } return -1; } run(W, R);",
      "pso",
    ),
    "ret[1] != 0",
  ],
  [
    "locks in opposite order",
    scenario(`const a = mutex(), b = mutex();
      function A() { lock(a); lock(b); unlock(b); unlock(a); }
      function B() { lock(b); lock(a); unlock(a); unlock(b); }
      run(A, B);`),
    "!dead",
  ],
  [
    "a condition variable with a spurious wake-up",
    scenario(
      `let items = 0, bad = 0; const m = mutex(), c = condition();
      function C() { lock(m); if (items == 0) { wait(c, m); } if (items == 0) { bad = 1; } else { items--; } unlock(m); }
      function P() { lock(m); items++; signal(c); unlock(m); }
      run(C, P);`,
      "sc",
      1,
    ),
    "bad == 0",
  ],
  [
    "spawn, join, a barrier, a read-write lock and trylock",
    scenario(`let n = [0, 0]; const b = barrier(2), rw = rwlock(), m = mutex();
      function W(i) { lockWrite(rw); n[i] = 1; unlock(rw); arrive(b); return trylock(m); }
      function Main() { let a = spawn(W, 0), c = spawn(W(1)); let s = join(a) + join(c); lockRead(rw); s += n[0] + n[1]; unlock(rw); return s; }
      run(Main);`),
    "ret[0] == 3",
  ],
];

test.each(programs)(
  "%s: counted over states, and run by run, there are as many runs with as many exceptions",
  (_, over, condition) => {
    const explored = new Explored(over);
    const runs = [...judgedRuns({ scenario: over, choices: "all" }, atEnd(condition))];
    expect(explored.complete).toBe(true);
    expect(runs.length).toBe(explored.runs);
    expect(runs.filter(({ holds }) => holds).length).toBe(explored.count(condition));
    const failing = runs.filter(({ holds }) => !holds);
    const picked = explored.pick(`!(${condition})`);
    expect(picked?.switches).toBe(failing.length === 0 ? undefined : Math.min(...failing.map((run) => run.switches)));
    if (!picked) return;
    // Replayed: the picked schedule is one of the failing runs, and always the same.
    const run = makeRun(over, picked.ref);
    expect(run.misfits).toEqual([]);
    expect(atEnd(condition)(run).holds).toBe(false);
    expect(failing.map(({ ref }) => formatRunRef(ref))).toContain(formatRunRef(picked.ref));
    expect(runHash(makeRun(over, picked.ref))).toBe(runHash(run));
  },
);

test("the trace of a program says what each step did", () => {
  const over = scenario("let x = 0; function T() { x++; } run(T, T);");
  const picked = new Explored(over).pick("x == 1")!;
  const { trace } = makeRun(over, picked.ref);
  expect(lostUpdate(trace, "x").map((id) => trace.event(id))).toMatchObject([
    { kind: "cell.read", thread: 0, value: 0 },
    { kind: "cell.written", thread: 1, was: 0, value: 1 },
    { kind: "cell.written", thread: 0, was: 1, value: 1 },
  ]);
  expect(trace.of("thread.switch").map((event) => [event.out, event.in])).toEqual([
    [null, 0],
    [0, 1],
    [1, 0],
  ]);
});

test("a deadlock names the threads that wait for each other", () => {
  const [, over] = programs[3]!.slice() as [string, ProgramScenario];
  const { trace } = makeRun(over, new Explored(over).pick("dead")!.ref);
  expect(trace.of("deadlock")).toMatchObject([{ threads: [0, 1], cycle: [0, 1] }]);
});

test("a loop that may go round for ever has no number of interleavings, but all its endings", () => {
  const over = scenario(`let flag = 0, n = 0;
    function T() { while (swap(flag, 1) == 1) {} n = n + 1; flag = 0; }
    run(T, T);`);
  const explored = new Explored(over);
  expect([explored.cyclic, explored.complete, explored.values("n")]).toEqual([true, true, [2]]);
});

const check: Check = atEnd("x == 1");
test("a check of the end can be asked of any run", () => {
  const over = scenario("let x = 0; function T() { x = 1; } run(T);");
  expect(check(makeRun(over, new Explored(over).pick("1")!.ref)).holds).toBe(true);
});
