/** What a step of the machine was, as happenings: read off the state before and the state after it. */
import type { Happening, ThreadId, WaitsFor } from "../trace/happening.ts";
import { failure, registersAt, slot, status } from "./layout.ts";
import { everybody, type Machine } from "./machine.ts";
import { op, textOf } from "./program.ts";

/** The step that `actor` made from the state at `before` to the one at `after`; `woke` is what the machine said that it woke. */
export function narrate(
  machine: Machine,
  S: Int32Array,
  before: number,
  after: number,
  actor: number,
  woke: number,
): Happening {
  const { program, layout } = machine;
  const thread = machine.ownerOf(actor);
  const nameOf = (touch: number): string => program.objects[(touch >> 1) - layout.cells]!.name;
  const objectAfter = (touch: number): number => S[after + machine.objectAt(touch >> 1)]!;
  if (actor >= layout.threads) {
    const cell = machine.flushedCell(S, before, actor);
    return {
      kind: "store.flushed",
      thread,
      cell: program.cells[cell]!.name,
      was: S[before + cell]!,
      value: S[after + cell]!,
    };
  }
  const at = machine.thread(before, thread);
  const touch = S[at + slot.touch]!;
  switch (S[at + slot.status]) {
    case status.waiting:
      return { kind: "condition.spurious", thread, condition: nameOf(touch) };
    case status.woken:
      return { kind: "lock.taken", thread, lock: nameOf(S[at + slot.touch2]!) };
    case status.arrived:
      return { kind: "barrier.passed", thread, barrier: nameOf(touch) };
  }
  const pc = S[at + slot.pc]!;
  const { code } = program;
  const number = S[at + slot.target]!;
  const cell = program.cells[number]?.name ?? "";
  const updated = (operation: "fetch-add" | "swap" | "compare-and-swap", changed = true): Happening => ({
    kind: "cell.updated",
    thread,
    cell,
    was: S[before + number]!,
    value: S[after + number]!,
    operation,
    changed,
  });
  switch (code[pc]) {
    case op.read:
    case op.until:
      return { kind: "cell.read", thread, cell, value: machine.load(S, before, thread, number) };
    case op.write: {
      const value = machine.operand(S, at, code[pc + 1]!);
      if (layout.bufferSize > 0) return { kind: "store.buffered", thread, cell, value };
      return { kind: "cell.written", thread, cell, was: S[before + number]!, value };
    }
    case op.fetchAdd:
      return updated("fetch-add");
    case op.swap:
      return updated("swap");
    case op.cas:
      return updated("compare-and-swap", S[before + number] === machine.operand(S, at, code[pc + 5]!));
    case op.fence:
      return { kind: "fence", thread };
    case op.lock:
    case op.lockWrite:
      return { kind: "lock.taken", thread, lock: nameOf(touch) };
    case op.tryLock: {
      const taken = S[before + machine.objectAt(touch >> 1)] === 0;
      return { kind: taken ? "lock.taken" : "lock.busy", thread, lock: nameOf(touch) };
    }
    case op.lockRead:
      return {
        kind: "lock.shared",
        thread,
        lock: nameOf(touch),
        readers: S[after + machine.objectAt(touch >> 1) + 1]!,
      };
    case op.unlock: {
      const object = machine.objectAt(touch >> 1);
      const readers = machine.kindOf(touch >> 1) === "rwlock" ? S[before + object + 1]! : 0;
      if (S[before + object] === thread + 1 || readers > 0)
        return { kind: "lock.released", thread, lock: nameOf(touch) };
      return { kind: "lock.refused", thread, lock: nameOf(touch), error: "EPERM" };
    }
    case op.down:
      return { kind: "semaphore.down", thread, semaphore: nameOf(touch), count: objectAfter(touch) };
    case op.up:
      return { kind: "semaphore.up", thread, semaphore: nameOf(touch), count: objectAfter(touch) };
    case op.wait:
      return { kind: "condition.wait", thread, condition: nameOf(touch), lock: nameOf(S[at + slot.touch2]!) };
    case op.signal:
      return {
        kind: "condition.signal",
        thread,
        condition: nameOf(touch),
        everybody: false,
        woken: woke >= 0 ? [woke] : [],
      };
    case op.broadcast: {
      const queue = before + machine.objectAt(touch >> 1);
      const woken = woke === everybody ? [...S.subarray(queue + 1, queue + 1 + S[queue]!)] : [];
      return { kind: "condition.signal", thread, condition: nameOf(touch), everybody: true, woken };
    }
    case op.arrive: {
      const opened = woke === everybody;
      const arrived = opened ? program.objects[(touch >> 1) - layout.cells]!.initial : objectAfter(touch);
      return { kind: "barrier.arrived", thread, barrier: nameOf(touch), arrived, opened };
    }
    case op.spawn: {
      const child = S[machine.thread(after, thread) + registersAt + code[pc + 1]!]!;
      return {
        kind: "thread.spawned",
        thread: woke >= 0 ? woke : child,
        name: threadName(machine, woke, code[pc + 2]!),
      };
    }
    default:
      return { kind: "thread.joined", thread, joined: number };
  }
}

/** "T0 mover": the number, and the function that it runs. */
export function threadName(machine: Machine, thread: ThreadId, entry: number): string {
  const { name } = machine.program.entries[entry]!;
  return name === "T" ? `T${thread}` : `T${thread} ${name}`;
}

/** What a thread that cannot go on waits for. */
export function waitsFor(machine: Machine, S: Int32Array, base: number, thread: ThreadId): WaitsFor {
  const { program, layout } = machine;
  const at = machine.thread(base, thread);
  const now = S[at + slot.status];
  const thing = S[at + (now === status.woken ? slot.touch2 : slot.touch)]! >> 1;
  const object = program.objects[thing - layout.cells];
  const code = program.code[S[at + slot.pc]!];
  if (now === status.ready && code === op.join) return { what: "thread", thread: S[at + slot.target]! };
  if (now === status.ready && code === op.until)
    return { what: "cell", name: program.cells[S[at + slot.target]!]!.name };
  const owner = object ? S[base + machine.objectAt(thing)]! - 1 : -1;
  if ((object?.kind === "mutex" || object?.kind === "rwlock") && owner >= 0)
    return { what: "lock", lock: object.name, owner };
  if (object?.kind === "semaphore" || object?.kind === "condition" || object?.kind === "barrier")
    if (now !== status.ready || object.kind !== "condition") return { what: object.kind, name: object.name };
  return { what: "store-buffer", name: `T${thread}` };
}

/** Why a thread failed; null when it did not. */
export function failureOf(
  machine: Machine,
  S: Int32Array,
  base: number,
  thread: ThreadId,
): { why: string; assertion: boolean; line: number } | null {
  const at = machine.thread(base, thread);
  if (S[at + slot.status] !== status.failed) return null;
  const why = S[at + slot.failure]!;
  const { line } = textOf(machine.program, S[at + slot.pc]!);
  if (why > 0) return { why: machine.program.messages[why - 1]!, assertion: true, line };
  return { why: failures[why] ?? "?", assertion: false, line };
}

const failures: Readonly<Record<number, string>> = {
  [failure.range]: "a number left the range of 32 bits",
  [failure.index]: "an index outside its array",
  [failure.zero]: "a division by zero",
  [failure.threads]: "too many threads spawned",
  [failure.waitsWithoutLock]: "wait(c, m) without holding m",
  [failure.runaway]: "a loop without a shared step that does not end",
  [failure.thread]: "join of a thread that does not exist",
  [failure.kind]: "an operation on an object of another kind",
};
