/** The operations that a thread program may call, and what each takes. */
import { op } from "../engine/machine/program.ts";

/** "object": a synchronisation object; "place": a shared variable or an element of one; "value": any number. */
export type Takes = "object" | "place" | "value";

export interface Operation {
  readonly code: number;
  readonly takes: readonly Takes[];
  /** It has a value. */
  readonly gives: boolean;
  readonly usage: string;
}

// biome-ignore format: a table
export const operations: Readonly<Record<string, Operation>> = {
  lock:      { code: op.lock,      takes: ["object"], gives: false, usage: "lock(m)" },
  unlock:    { code: op.unlock,    takes: ["object"], gives: false, usage: "unlock(m)" },
  trylock:   { code: op.tryLock,   takes: ["object"], gives: true,  usage: "trylock(m)" },
  tryLock:   { code: op.tryLock,   takes: ["object"], gives: true,  usage: "tryLock(m)" },
  down:      { code: op.down,      takes: ["object"], gives: false, usage: "down(s)" },
  up:        { code: op.up,        takes: ["object"], gives: false, usage: "up(s)" },
  signal:    { code: op.signal,    takes: ["object"], gives: false, usage: "signal(c)" },
  broadcast: { code: op.broadcast, takes: ["object"], gives: false, usage: "broadcast(c)" },
  lockRead:  { code: op.lockRead,  takes: ["object"], gives: false, usage: "lockRead(rw)" },
  lockWrite: { code: op.lockWrite, takes: ["object"], gives: false, usage: "lockWrite(rw)" },
  arrive:    { code: op.arrive,    takes: ["object"], gives: false, usage: "arrive(b)" },
  fetchAdd:  { code: op.fetchAdd,  takes: ["place", "value"], gives: true, usage: "fetchAdd(x, k)" },
  swap:      { code: op.swap,      takes: ["place", "value"], gives: true, usage: "swap(x, v)" },
  cas:       { code: op.cas,       takes: ["place", "value", "value"], gives: true, usage: "cas(x, old, new)" },
  fence:     { code: op.fence,     takes: [], gives: false, usage: "fence()" },
};

/** Called like functions, compiled by hand. */
export const special: readonly string[] = ["wait", "until", "spawn", "join", "assert", "sleep", "run"];
/** Constructors of synchronisation objects, by name: what they make, and whether they take a number. */
export const constructors = {
  mutex: { kind: "mutex", number: false },
  semaphore: { kind: "semaphore", number: true },
  condition: { kind: "condition", number: false },
  rwlock: { kind: "rwlock", number: false },
  barrier: { kind: "barrier", number: true },
} as const;

export const reserved: ReadonlySet<string> = new Set([
  ...Object.keys(operations),
  ...special,
  ...Object.keys(constructors),
]);

// biome-ignore format: a table
/** JavaScript's binary operators by the operation that makes them; a negative one swaps its sides. */
export const binary: Readonly<Record<string, { readonly code: number; readonly swapped?: true }>> = {
  "+": { code: op.add }, "-": { code: op.subtract }, "*": { code: op.multiply }, "%": { code: op.remainder },
  "&": { code: op.and }, "|": { code: op.or }, "^": { code: op.xor }, "<<": { code: op.shiftLeft }, ">>": { code: op.shiftRight },
  "==": { code: op.equal }, "===": { code: op.equal }, "!=": { code: op.unequal }, "!==": { code: op.unequal },
  "<": { code: op.less }, "<=": { code: op.lessEqual },
  ">": { code: op.less, swapped: true }, ">=": { code: op.lessEqual, swapped: true },
};
