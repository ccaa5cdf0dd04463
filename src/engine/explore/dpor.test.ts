import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Machine } from "../machine/machine.ts";
import type { MemoryModel } from "../machine/program.ts";
import { dpor } from "./dpor.ts";
import { StateGraph } from "./state-graph.ts";
import { bruteForce } from "./testing/brute-force.ts";
import { compiled, memoryPrograms, programs } from "./testing/programs.ts";

const each = (count: number, one: (number: number) => string): string =>
  Array.from({ length: count }, (_, i) => one(i)).join(", ");

/** The explorer against brute force: as many executions as traces, none blocked, the same final states. */
function judge(source: string, model: MemoryModel, spurious: number): "equal" | "too large" {
  const machine = new Machine(compiled(source), model);
  const naive = bruteForce(machine, spurious, 800);
  if (naive === null) return "too large";
  const finals = new Set<string>();
  const { size } = machine.layout;
  const found = dpor(machine, { spurious, onEnd: (S, base) => finals.add(S.slice(base, base + size).join()) });
  expect({ ...found, finals }, source).toEqual({
    executions: naive.traces,
    blocked: 0,
    cutBy: null,
    finals: naive.finals,
  });
  const ways = new StateGraph(machine, { spurious }).interleavings();
  const interleavings = ways === null ? null : [...ways.values()].reduce((sum, count) => sum + count, 0n);
  expect(Number(interleavings), source).toBe(naive.interleavings);
  return "equal";
}

describe("one execution a trace, by brute force", () => {
  test.each<[string, fc.Arbitrary<string>, MemoryModel, number]>([
    ["locks, semaphores, conditions, memory", programs, "sc", 0],
    ["with a spurious wake-up", programs, "sc", 1],
    ["memory alone", memoryPrograms, "sc", 0],
    ["under TSO", memoryPrograms, "tso", 0],
    ["under PSO", memoryPrograms, "pso", 0],
    ["locks and conditions under TSO", programs, "tso", 0],
  ])("%s", (_, arbitrary, model, spurious) => {
    fc.assert(
      fc.property(arbitrary, (source) => {
        judge(source, model, spurious);
      }),
      { numRuns: 40 },
    );
  });
});

describe("the numbers of executions that others published", () => {
  // [name, program, executions]
  test.each<[string, string, number]>([
    ["inc(2)", `let x = 0; function T() { x++; } run(${each(2, () => "T")});`, 4],
    ["inc(3)", `let x = 0; function T() { x++; } run(${each(3, () => "T")});`, 36],
    ["inc(4)", `let x = 0; function T() { x++; } run(${each(4, () => "T")});`, 576],
    ["ainc(6)", `let x = 0; function T() { fetchAdd(x, 1); } run(${each(6, () => "T")});`, 720],
    [
      "lockinc(5)",
      `let x = 0; const m = mutex(); function T() { lock(m); x++; unlock(m); } run(${each(5, () => "T")});`,
      120,
    ],
    ["readers(8)", `let x = 0; function W() { x = 1; } function R() { return x; } run(W, ${each(8, () => "R")});`, 256],
    [
      "lastzero(10)",
      `let a = Array(11).fill(0);
      function Z() { let i = 10; while (a[i] != 0) { i--; } }
      function T(j) { a[j] = a[j - 1] + 1; }
      run(Z, ${each(10, (i) => `T(${i + 1})`)});`,
      13 * 2 ** 8,
    ],
    [
      "indexer(12)",
      `let table = Array(128).fill(0);
      function T(tid) {
        for (let m = 1; m <= 4; m++) {
          let w = m * 11 + tid, h = (w * 7) % 128;
          while (!cas(table[h], 0, w)) { h = (h + 1) % 128; }
        }
      }
      run(${each(12, (i) => `T(${i})`)});`,
      8,
    ],
    [
      "fib_bench(4)",
      `let i = 1, j = 1;
      function A() { for (let k = 0; k < 4; k++) { i = i + j; } }
      function B() { for (let k = 0; k < 4; k++) { j = j + i; } }
      function C() { if (i >= 144 || j >= 144) { assert(false, "too large"); } }
      run(A, B, C);`,
      19605,
    ],
    [
      "filesystem(16)",
      `let inode = Array(32).fill(0), busy = Array(26).fill(0);
      const li = [${each(32, () => "mutex()")}], lb = [${each(26, () => "mutex()")}];
      function T(i) {
        lock(li[i]);
        if (inode[i] == 0) {
          let b = (i * 2) % 26;
          while (true) {
            lock(lb[b]);
            if (!busy[b]) { busy[b] = 1; inode[i] = b + 1; unlock(lb[b]); break; }
            unlock(lb[b]);
            b = (b + 1) % 26;
          }
        }
        unlock(li[i]);
      }
      run(${each(16, (i) => `T(${i})`)});`,
      8,
    ],
    [
      "philosophers(5), left first: 2^n - 1",
      `const f = [${each(5, () => "mutex()")}];
      function P(i) { let r = (i + 1) % 5; lock(f[i]); lock(f[r]); unlock(f[r]); unlock(f[i]); }
      run(${each(5, (i) => `P(${i})`)});`,
      31,
    ],
    [
      "philosophers(5), ordered: 2^n - 2",
      `const f = [${each(5, () => "mutex()")}];
      function P(i) { let r = (i + 1) % 5, l = Math.min(i, r); r = Math.max(i, r); lock(f[l]); lock(f[r]); unlock(f[r]); unlock(f[l]); }
      run(${each(5, (i) => `P(${i})`)});`,
      30,
    ],
  ])("%s", (_, source, executions) => {
    expect(dpor(new Machine(compiled(source), "sc"))).toEqual({ executions, blocked: 0, cutBy: null });
  });
});
