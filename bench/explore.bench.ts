/**
 * The trace search on programs whose numbers of executions others published. The peer of each is our aim, since the reference tools
 * (GenMC, Nidhugg) need LLVM and are not here; times are CPU time of this process, which other work on the machine does not lengthen.
 */
import { dpor } from "../src/engine/explore/dpor.ts";
import { Machine } from "../src/engine/machine/machine.ts";
import { compile } from "../src/language/compile.ts";
import type { Bench, Row } from "./compare.ts";

const each = (count: number, one: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => one(i)).join(", ");

const fib = (n: number): string => `let i = 1, j = 1;
function A() { for (let k = 0; k < ${n}; k++) { i = i + j; } }
function B() { for (let k = 0; k < ${n}; k++) { j = j + i; } }
function C() { if (i >= 144 || j >= 144) { assert(false, "too large"); } }
run(A, B, C);`;
const readers = (n: number): string => `let x = 0;
function W() { x = 1; }
function R() { return x; }
run(W, ${each(n, () => "R")});`;
const lastzero = (n: number): string => `let a = Array(${n + 1}).fill(0);
function Z() { let i = ${n}; while (a[i] != 0) { i--; } }
function T(j) { a[j] = a[j - 1] + 1; }
run(Z, ${each(n, (i) => `T(${i + 1})`)});`;
const indexer = (n: number): string => `let table = Array(128).fill(0);
function T(tid) {
  for (let m = 1; m <= 4; m++) {
    let w = m * 11 + tid, h = (w * 7) % 128;
    while (!cas(table[h], 0, w)) { h = (h + 1) % 128; }
  }
}
run(${each(n, (i) => `T(${i})`)});`;

/** Program, its executions, and how many a CPU second we aim at. */
const cases: readonly [name: string, source: string, executions: number, aim: number][] = [
  ["fib_bench(5)", fib(5), 218_243, 600_000],
  ["readers(16)", readers(16), 65_536, 150_000],
  ["indexer(15)", indexer(15), 4_096, 30_000],
  ["lastzero(15)", lastzero(15), 147_456, 147_456],
];

const bench: Bench = {
  name: "explore",
  what: "CPU time an execution of the optimal trace search takes, beside what we aim at; executions are exact or it fails",
  run: () => cases.flatMap(([name, source, executions, aim]) => measure(name, source, executions, aim)),
};
export default bench;

function measure(name: string, source: string, executions: number, aim: number): Row[] {
  const compiled = compile(source);
  if ("problems" in compiled) throw new Error(compiled.problems[0]!.says.en);
  const machine = new Machine(compiled.program, "sc");
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 3; round++) {
    const began = process.cpuUsage();
    const found = dpor(machine);
    const { user, system } = process.cpuUsage(began);
    if (found.executions !== executions || found.blocked !== 0)
      throw new Error(
        `${name}: ${found.executions} executions and ${found.blocked} blocked, expected ${executions} and none`,
      );
    best = Math.min(best, ((user + system) * 1000) / executions);
  }
  const of = `${name}, ${executions.toLocaleString("en")} executions, each`;
  return [
    { of, who: `the aim: ${aim.toLocaleString("en")} a CPU second`, ns: 1e9 / aim, peer: true },
    { of, who: `viva: ${Math.round(1e9 / best).toLocaleString("en")} a CPU second`, ns: best, peer: false },
  ];
}
