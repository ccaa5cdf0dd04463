/**
 * The registers of a CPU as far as thread programs have them (`instructions.ts`). A CPU has one set; each thread's is saved in its thread
 * control block while another thread uses the CPU.
 */
import type { Address } from "./memory/address-space.ts";

export interface Registers {
  /** The program counter: the number of the next instruction. */
  pc: number;
  /** The stack pointer: the address of what was pushed last. */
  sp: Address;
  /** The accumulator. */
  a: number;
  b: number;
}
