/** Small thread programs made at random, as text: for judging the explorers by each other, by brute force, and by spin. */
import fc from "fast-check";
import { compile } from "../../../language/compile.ts";
import type { Program } from "../../machine/program.ts";

export const compiled = (source: string): Program => {
  const result = compile(source);
  if ("problems" in result) throw new Error(`${result.problems[0]!.says.en}\n${source}`);
  return result.program;
};

const memory = [
  "x++;",
  "x = y + 1;",
  "y = 2;",
  "x = 1;",
  "if (x == 1) { y = 3; }",
  "if (y == 0) { x = 5; } else { y = x; }",
  "fetchAdd(x, 1);",
  "swap(y, 4);",
  "cas(x, 0, 7);",
  "if (cas(y, 0, 1)) { x = 9; }",
  "a[x & 1] = 1;",
  "y = a[0];",
  "fence();",
  "r = y;",
  "r = x;",
  "assert(x < 5);",
];
const locks = [
  "lock(m); x++; unlock(m);",
  "lock(n); y = x; unlock(n);",
  "lock(m); lock(n); x = y; unlock(n); unlock(m);",
  "lock(n); lock(m); y = 1; unlock(m); unlock(n);",
  "if (trylock(m)) { x = 6; unlock(m); }",
  "unlock(n);",
  "lock(m);",
];
const waits = [
  "down(s); x++; up(s);",
  "up(s);",
  "down(s);",
  "until(x == 1);",
  "until(y != 0);",
  "lock(m); if (x == 0) { wait(c, m); } x = 0; unlock(m);",
  "lock(m); while (y == 0) { wait(c, m); } unlock(m);",
  "lock(m); x = 1; signal(c); unlock(m);",
  "y = 1; broadcast(c);",
  "signal(c);",
  "lockRead(rw); r = x; unlock(rw);",
  "lockWrite(rw); x = 2; unlock(rw);",
  "arrive(b);",
];

/** Programs of two or three threads of one to three statements each. */
export const programs = fc
  .array(fc.array(fc.constantFrom(...memory, ...locks, ...waits), { minLength: 1, maxLength: 3 }), {
    minLength: 2,
    maxLength: 3,
  })
  .map(assemble);

/** The same without synchronisation objects. */
export const memoryPrograms = fc
  .array(fc.array(fc.constantFrom(...memory), { minLength: 1, maxLength: 3 }), { minLength: 2, maxLength: 3 })
  .map(assemble);

function assemble(threads: readonly (readonly string[])[]): string {
  const names = threads.map((_, number) => `T${number}`);
  return [
    "let x = 0, y = 0, a = [0, 0];",
    "const m = mutex(), n = mutex(), s = semaphore(1), c = condition(), rw = rwlock(), b = barrier(2);",
    ...threads.map((body, number) => `function T${number}() { let r = 0; ${body.join(" ")} return r; }`),
    `run(${names.join(", ")});`,
  ].join("\n");
}
