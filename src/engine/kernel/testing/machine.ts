/** A machine for tests of processes: runs one program to the end of everything, and what it said on the console. */
import { decodeUtf8, encodeUtf8 } from "../../base/bytes.ts";
import type { Trace } from "../../trace/trace.ts";
import { type Ending, World } from "../../world/world.ts";
import { Host } from "../host.ts";
import { startProgram } from "../process/begin.ts";
import type { Process } from "../process/process.ts";
import type { Equipment } from "../process/processes.ts";
import type { Program } from "../process/program.ts";
import { sys, type Thread } from "../thread.ts";

export interface Ran {
  readonly trace: Trace;
  readonly host: Host;
  readonly process: Process;
  readonly ending: Ending;
  /** Lines on the console, in the order in which they were written. */
  readonly lines: readonly string[];
}

export interface MachineOptions {
  readonly equipment?: Partial<Equipment>;
  readonly choices?: readonly (readonly [at: number, pick: number])[];
  /** Other programs that exec may run. */
  readonly programs?: readonly Program[];
  readonly maxTurns?: number;
}

export function runProgram(main: Program["main"], options: MachineOptions = {}, rest: Partial<Program> = {}): Ran {
  const world = new World({ seed: 1, choices: options.choices ?? [] });
  const host = new Host(world, "machine", "when-blocked");
  host.processes.equip(options.equipment ?? {});
  for (const program of options.programs ?? []) host.processes.programs.set(program.name, program);
  const process = startProgram(host, { name: "main", main, ...rest });
  const ending = world.run(options.maxTurns ?? 100_000);
  const written = world.trace.of("file.written").filter(({ file }) => file === "console");
  const text = written.map(({ bytes }) => decodeUtf8(bytes) ?? "?").join("");
  return { trace: world.trace, host, process, ending, lines: text === "" ? [] : text.replace(/\n$/, "").split("\n") };
}

/** Writes a line to the console, of at most 63 bytes: the trace keeps no more of one write. */
export function* say(words: string): Thread<void> {
  yield* sys("writeFd", { fd: 1, bytes: encodeUtf8(`${words}\n`) });
}
