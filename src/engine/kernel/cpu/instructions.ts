/**
 * A few instructions of a small register machine, for threads whose registers and stack are the subject: they work on the registers of the CPU
 * that the thread has at that moment, and push onto the thread's own pages. Two registers to calculate with, a stack pointer that goes
 * down by 4, a program counter that numbers instructions. Other programs are TypeScript and keep their variables where nobody sees them.
 */
import { assert } from "../../base/assert.ts";
import type { Reply } from "../calls.ts";
import type { Host } from "../host.ts";
import { loadWord, type Stopped, storeWord } from "../memory/memory-calls.ts";
import { sys, type Thread, type ThreadRecord } from "../thread.ts";

/** Where each lies among the registers of a CPU. */
export const register = { a: 0, b: 1, sp: 2, pc: 3 } as const;
export const registerCount = 4;

export type Instruction =
  /** a or b becomes a number. */
  | { readonly op: "set"; readonly to: "a" | "b"; readonly value: number }
  /** a += b. */
  | { readonly op: "add" }
  /** a -= 1. */
  | { readonly op: "decrement" }
  | { readonly op: "push"; readonly from: "a" | "b" }
  | { readonly op: "pop"; readonly to: "a" | "b" }
  /** Pushes the number of the next instruction and goes to `to`. */
  | { readonly op: "call"; readonly to: number }
  /** Pops where to go on. */
  | { readonly op: "return" }
  | { readonly op: "jump-if-zero"; readonly to: number }
  | { readonly op: "halt" };

/** Name -> [arguments, result]. */
export interface InstructionCalls {
  /** Does the instruction that the program counter stands at; whether it was a halt. */
  instruction: [{ code: readonly Instruction[] }, boolean];
}

export const instructionCalls = {
  instruction(host: Host, thread: ThreadRecord, { code }: InstructionCalls["instruction"][0]): Reply<boolean> {
    const registers = host.dispatcher.cpuOf(thread)?.hardware.registers;
    assert(
      registers && registers.length >= registerCount,
      () => `${host.name} has CPUs without the registers for this`,
    );
    const at = registers[register.pc]!;
    const instruction = code[at];
    assert(instruction, () => `thread ${thread.id} runs out of its code at ${at}`);
    const done = perform(host, thread, registers, instruction, at);
    return done === null ? { answer: instruction.op === "halt" } : done.stop;
  },
};

/** Changes registers only when nothing faults, so that a faulting instruction can be made again. */
function perform(host: Host, thread: ThreadRecord, r: number[], one: Instruction, at: number): Stopped | null {
  const { a, b, sp, pc } = register;
  const push = (value: number): Stopped | null => {
    const stored = storeWord(host, thread, r[sp]! - 4, value);
    if (typeof stored !== "number") return stored;
    r[sp] = r[sp]! - 4;
    return null;
  };
  const pop = (): number | Stopped => {
    const value = loadWord(host, thread, r[sp]!);
    if (typeof value === "number") r[sp] = r[sp]! + 4;
    return value;
  };
  let next = at + 1;
  switch (one.op) {
    case "set":
      r[register[one.to]] = one.value;
      break;
    case "add":
      r[a] = (r[a]! + r[b]!) | 0;
      break;
    case "decrement":
      r[a] = (r[a]! - 1) | 0;
      break;
    case "push": {
      const stopped = push(r[register[one.from]]!);
      if (stopped) return stopped;
      break;
    }
    case "pop": {
      const value = pop();
      if (typeof value !== "number") return value;
      r[register[one.to]] = value;
      break;
    }
    case "call": {
      const stopped = push(next);
      if (stopped) return stopped;
      next = one.to;
      break;
    }
    case "return": {
      const value = pop();
      if (typeof value !== "number") return value;
      next = value;
      break;
    }
    case "jump-if-zero":
      if (r[a] === 0) next = one.to;
      break;
    case "halt":
      break;
  }
  r[pc] = next;
  return null;
}

/** Runs code from its beginning to a halt, on the caller's own stack; what register a holds then. */
export function* execute(code: readonly Instruction[]): Thread<number> {
  const { high } = yield* sys("stack", {});
  yield* sys("setRegister", { register: register.sp, value: high });
  yield* sys("setRegister", { register: register.pc, value: 0 });
  while (!(yield* sys("instruction", { code })));
  return yield* sys("addToRegister", { register: register.a, add: 0 });
}
