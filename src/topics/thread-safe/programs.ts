/** The thread programs of this topic, as learners would write them; what is a visible step is told in `engine/machine/README.md`. */

const copies = (count: number): string => Array.from({ length: count }, () => "T").join(", ");

export const counter = (threads: number): string => `
let count = 0;
function T() { count++; }
run(${copies(threads)});`;

export const counterWithMutex = (threads: number): string => `
let count = 0;
const m = mutex();
function T() { lock(m); count++; unlock(m); }
run(${copies(threads)});`;

export const oneForgetsLock = `
let count = 0;
const m = mutex();
function A() { lock(m); count++; unlock(m); }
function B() { count++; }
run(A, B);`;

export const twoLocksOneCell = `
let count = 0;
const m = mutex(), n = mutex();
function A() { lock(m); count++; unlock(m); }
function B() { lock(n); count++; unlock(n); }
run(A, B);`;

export const counterWithFetchAdd = (threads: number): string => `
let count = 0;
function T() { fetchAdd(count, 1); }
run(${copies(threads)});`;

export const counterWithCasLoop = (threads: number): string => `
let count = 0;
function T() {
  let done = false;
  while (!done) { let seen = count; done = cas(count, seen, seen + 1); }
}
run(${copies(threads)});`;

/** What volatile gives: the read alone and the write alone are indivisible and seen at once. The pair is not. */
export const counterWithVolatile = (threads: number): string => `
let count = 0;
function T() { let seen = fetchAdd(count, 0); swap(count, seen + 1); }
run(${copies(threads)});`;

export type SingletonGuard = "none" | "lock" | "atomic" | "two-objects";

/** One eagerly made object with a counter field: each thread gets the reference, then counts up. */
export function singletonCounter(guard: SingletonGuard): string {
  if (guard === "two-objects")
    return `
let instance0 = 1, instance1 = 1, count0 = 0, count1 = 0;
function A() { let object = instance0; if (object == 1) { count0++; } }
function B() { let object = instance1; if (object == 1) { count1++; } }
run(A, B);`;
  const increment = { none: "count++;", lock: "lock(m); count++; unlock(m);", atomic: "fetchAdd(count, 1);" }[guard];
  return `
let instance = 1, count = 0;
const m = mutex();
function getInstance() { return instance; }
function T() { let object = getInstance(); if (object == 1) { ${increment} } }
run(T, T);`;
}

/** `fetchAdd(made, 1) + 1` stands for new: it gives the number of the object made. */
export const lazySingleton = `
let instance = 0, made = 0;
function getInstance() {
  if (instance == 0) { instance = fetchAdd(made, 1) + 1; }
  return instance;
}
function T() { return getInstance(); }
run(T, T);`;

export const lazySingletonLocked = `
let instance = 0, made = 0;
const m = mutex();
function getInstance() {
  lock(m);
  if (instance == 0) { instance = fetchAdd(made, 1) + 1; }
  let got = instance;
  unlock(m);
  return got;
}
function T() { return getInstance(); }
run(T, T);`;

/** Creation writes the field and publishes the reference, in this order or (as a compiler may do) the other. */
export const doubleChecked = (exchanged: boolean): string => `
let instance = 0, field = 0;
const m = mutex();
function getInstance() {
  if (instance == 0) {
    lock(m);
    if (instance == 0) { ${exchanged ? "instance = 1; field = 42;" : "field = 42; instance = 1;"} }
    unlock(m);
  }
  return field;
}
function T() { return getInstance(); }
run(T, T);`;

/** Each thread returns whether it put. */
export const checkThenPut = (whole: boolean): string => `
let has = 0, made = 0;
const m = mutex();
${
  whole
    ? "function T() { lock(m); let empty = has == 0; if (empty) { has = 1; made++; } unlock(m); return empty; }"
    : `function isEmpty() { lock(m); let empty = has == 0; unlock(m); return empty; }
function put() { lock(m); has = 1; made++; unlock(m); }
function T() { if (isEmpty()) { put(); return 1; } return 0; }`
}
run(T, T);`;

/** Each thread returns whether it got the 100. */
export const withdraw = (locked: boolean): string => `
let balance = 100;
const m = mutex();
function take() { if (balance >= 100) { balance = balance - 100; return 1; } return 0; }
function T() { ${locked ? "lock(m); let got = take(); unlock(m); return got;" : "return take();"} }
run(T, T);`;

export const transfer = (oneLock: boolean): string =>
  oneLock
    ? `
let a = 100, b = 0;
const m = mutex();
function mover() { lock(m); a = a - 30; b = b + 30; unlock(m); }
function reader() { lock(m); let sum = a + b; unlock(m); return sum; }
run(mover, reader);`
    : `
let a = 100, b = 0;
const ma = mutex(), mb = mutex();
function mover() { lock(ma); a = a - 30; unlock(ma); lock(mb); b = b + 30; unlock(mb); }
function reader() { lock(ma); let x = a; unlock(ma); lock(mb); let y = b; unlock(mb); return x + y; }
run(mover, reader);`;

export const immutable = (writer: boolean): string => `
let a = 1, b = 2;
function T() { return a + b; }
function W() { a = 10; }
run(T, T${writer ? ", W" : ""});`;

export const confined = (sameSlot: boolean): string => `
let sum = [0, 0];
function T(i) { sum[i] = sum[i] + 1; sum[i] = sum[i] + 1; }
run(T(0), T(${sameSlot ? 0 : 1}));`;

export const selfLock = `
let count = 0;
const m = mutex();
function f() { lock(m); count++; unlock(m); }
function T() { lock(m); f(); unlock(m); }
run(T);`;

export type StoreKind = "plain" | "fence" | "swap";

/** Store buffering: each sets its own flag, then reads the other's. */
export function storeBuffer(kind: StoreKind): string {
  const set = (flag: string): string =>
    kind === "swap" ? `swap(${flag}, 1);` : `${flag} = 1;${kind === "fence" ? " fence();" : ""}`;
  return `
let x = 0, y = 0;
function A() { ${set("x")} return y; }
function B() { ${set("y")} return x; }
run(A, B);`;
}

/** The writer stores data and then a flag; the reader looks at the flag and then at the data. */
export const publish = (exchanged: boolean): string => `
let data = 0, ready = 0;
function W() { ${exchanged ? "ready = 1; data = 42;" : "data = 42; ready = 1;"} }
function R() { if (ready == 1) { return data; } return -1; }
run(W, R);`;
