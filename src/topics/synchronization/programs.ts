/** The thread programs of this topic. What is a visible step is told in `engine/machine/README.md`. */

const enter = "let k = fetchAdd(inside, 1); if (k > 0) { both = 1; } fetchAdd(inside, -1);";

/** Test, then set: with a plain variable, or with one atomic step. Each thread tries once and returns whether it is in. */
export const tryOnce = (atomic: boolean): string => `
let flag = 0;
function T() { ${atomic ? "if (swap(flag, 1) == 0) { return 1; }" : "if (flag == 0) { flag = 1; return 1; }"} return 0; }
run(T, T);`;

export const flagLockSpin = `
let flag = 0, inside = 0, both = 0;
function T() { until(flag == 0); flag = 1; ${enter} flag = 0; }
run(T, T);`;

/** Peterson's algorithm; who would have to wait gives up, so that all runs are finite. */
export const peterson = (fence: boolean): string => `
let flag = [0, 0], turn = 0, inside = 0, both = 0;
function T(i) {
  flag[i] = 1; turn = 1 - i;${fence ? " fence();" : ""}
  if (flag[1 - i] == 1) { if (turn == 1 - i) { return 0; } }
  ${enter}
  flag[i] = 0; return 1;
}
run(T(0), T(1));`;

export const strictAlternation = `
let turn = 0, inside = 0, both = 0;
function enter() { ${enter} }
function A() { until(turn == 0); enter(); turn = 1; }
function B() { for (let i = 0; i < 2; i++) { until(turn == 1); enter(); turn = 0; } }
run(A, B);`;

/** How often T1 goes in while T0 waits: with test-and-set as often as it likes. */
export const tasBypass = `
let flag = 0, wants = 0, bypass = 0;
function T0() { if (swap(flag, 1) == 1) { wants = 1; while (swap(flag, 1) == 1) {} wants = 0; } flag = 0; }
function T1() { for (let i = 0; i < 3; i++) { while (swap(flag, 1) == 1) {} if (wants == 1) { bypass++; } flag = 0; } }
run(T0, T1);`;

export const ticketBypass = `
let next = 0, serving = 0, wants = 0, bypass = 0;
function T0() { let t = fetchAdd(next, 1); wants = 1; until(serving == t); wants = 0; fetchAdd(serving, 1); }
function T1() {
  for (let i = 0; i < 3; i++) {
    let t = fetchAdd(next, 1);
    until(serving == t);
    if (wants == 1) { bypass++; }
    fetchAdd(serving, 1);
  }
}
run(T0, T1);`;

export const semaphoreAsMutex = (permits: number): string => `
let count = 0;
const s = semaphore(${permits});
function T() { down(s); count++; up(s); }
run(T, T);`;

export const mutexCounter = `
let count = 0;
const m = mutex();
function T() { lock(m); count++; unlock(m); }
run(T, T);`;

export const criticalSection = `
let inside = 0, both = 0;
const m = mutex();
function T() { lock(m); ${enter} unlock(m); }
run(T, T);`;

/** Somebody who does not hold the lock gives it back. */
export const foreignUp = (lock: "semaphore" | "mutex"): string => {
  const [make, take, give] =
    lock === "semaphore" ? ["semaphore(1)", "down(s)", "up(s)"] : ["mutex()", "lock(s)", "unlock(s)"];
  return `
let inside = 0, both = 0;
const s = ${make};
function T() { ${take}; ${enter} ${give}; }
function C() { ${give}; }
run(T, T, C);`;
};

export const twoPermits = `
let inside = 0, three = 0;
const s = semaphore(2);
function T() { down(s); let k = fetchAdd(inside, 1); if (k == 2) { three = 1; } fetchAdd(inside, -1); up(s); }
run(T, T, T);`;

/** The first reader takes rw, the last one gives it back. */
export const readers = `
let readers = 0, both = 0;
const m = mutex();
const rw = semaphore(1);
function R() {
  lock(m); readers = readers + 1; if (readers == 1) { down(rw); } if (readers == 2) { both = 1; } unlock(m);
  lock(m); readers = readers - 1; if (readers == 0) { up(rw); } unlock(m);
}
run(R, R);`;

export type OrderMeans = "none" | "sleep" | "mutex" | "semaphore";

/** A writes, B reads: is B's reading after A's writing? */
export function order(means: OrderMeans): string {
  const [a, b] = {
    none: ["data = 42;", "return data;"],
    sleep: ["data = 42;", "sleep(1000); return data;"],
    mutex: ["lock(m); data = 42; unlock(m);", "lock(m); let r = data; unlock(m); return r;"],
    semaphore: ["data = 42; up(ready);", "down(ready); return data;"],
  }[means];
  return `
let data = 0;
const m = mutex(), ready = semaphore(0);
function A() { ${a} }
function B() { ${b} }
run(A, B);`;
}

export const rendezvous = (wrong: boolean): string => `
let la = 0, lb = 0;
const a = semaphore(0), b = semaphore(0);
function A() { la = 1; ${wrong ? "down(b); up(a);" : "up(a); down(b);"} return lb; }
function B() { lb = 1; ${wrong ? "down(a); up(b);" : "up(b); down(a);"} return la; }
run(A, B);`;

export const condvar = (check: "if" | "while", pairs: number): string => `
let items = 0, bad = 0;
const m = mutex();
const c = condition();
function C() {
  lock(m);
  ${check} (items == 0) { wait(c, m); }
  if (items == 0) { bad = 1; } else { items = items - 1; }
  unlock(m);
}
function P() { lock(m); items = items + 1; signal(c); unlock(m); }
run(${pairs === 2 ? "C, C, P, P" : "C, P"});`;

export const lostWakeup = (fixed: boolean): string => `
let ready = 0;
const m = mutex();
const c = condition();
function W() { ${
  fixed
    ? "lock(m); while (ready == 0) { wait(c, m); } unlock(m);"
    : "if (ready == 0) { lock(m); wait(c, m); unlock(m); }"
} }
function S() { ${fixed ? "lock(m); ready = 1; signal(c); unlock(m);" : "ready = 1; lock(m); signal(c); unlock(m);"} }
run(W, S);`;

export function philosophers(count: number, ordered: boolean): string {
  const each = (one: (i: number) => string): string => Array.from({ length: count }, (_, i) => one(i)).join(", ");
  return `
const fork = [${each(() => "mutex()")}];
function P(first, second) { lock(fork[first]); lock(fork[second]); unlock(fork[second]); unlock(fork[first]); }
run(${each((i) => {
    const right = (i + 1) % count;
    return ordered ? `P(${Math.min(i, right)}, ${Math.max(i, right)})` : `P(${i}, ${right})`;
  })});`;
}

/** A buffer of one slot: the mutex before the semaphore, or after it. */
export const boundedBuffer = (right: boolean): string => `
let buf = 0;
const empty = semaphore(1), full = semaphore(0), m = mutex();
function P() { for (let i = 1; i <= 2; i++) { ${right ? "down(empty); lock(m);" : "lock(m); down(empty);"} buf = i; ${right ? "unlock(m); up(full);" : "up(full); unlock(m);"} } }
function C() {
  let s = 0;
  for (let i = 0; i < 2; i++) { ${right ? "down(full); lock(m);" : "lock(m); down(full);"} s = s * 10 + buf; ${right ? "unlock(m); up(empty);" : "up(empty); unlock(m);"} }
  return s;
}
run(P, C);`;

export const lockOrder = (same: boolean): string => `
const a = mutex(), b = mutex();
function A() { lock(a); lock(b); unlock(b); unlock(a); }
function B() { ${same ? "lock(a); lock(b); unlock(b); unlock(a);" : "lock(b); lock(a); unlock(a); unlock(b);"} }
run(A, B);`;

/** A balance in a file: the cell stands for what is on the disk, a read and a write for read() and write(). */
export const file = (flock: boolean): string => `
let file = 10;
const m = mutex();
function P() { ${flock ? "lock(m);" : ""} let v = file; file = v + 5; ${flock ? "unlock(m);" : ""} }
run(P, P);`;

export const counter = `
let count = 0;
function T() { count++; }
run(T, T);`;
