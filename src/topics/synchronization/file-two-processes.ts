/**
 * Two processes without any shared memory: each reads a balance from a file, adds 5, and writes it back. A read and a write are one step each, as in
 * the programs with shared cells, and the file takes the place of the cell. With flock round both, or with a log to which each only
 * appends its deposit, nothing is lost. For the topic "synchronization": the world, what it came to, and what claims ask of a run.
 */
import { Host } from "../../engine/kernel/host.ts";
import { toBytes, toInteger } from "../../engine/kernel/memory/memory-calls.ts";
import { startProgram } from "../../engine/kernel/process/begin.ts";
import type { Program } from "../../engine/kernel/process/program.ts";
import { sys } from "../../engine/kernel/thread.ts";
import type { EventId } from "../../engine/trace/happening.ts";
import type { Trace } from "../../engine/trace/trace.ts";
import type { World } from "../../engine/world/world.ts";
import type { Check } from "../../lab/claim.ts";

/** What keeps the two from losing a deposit: nothing, flock(2) round both steps, or O_APPEND with the deposit alone. */
export const fileGuards = ["none", "flock", "append"] as const;
export type FileGuard = (typeof fileGuards)[number];

const path = "/balance";
const first = 10;
const deposit = 5;
/** The descriptor that each process begins with; each has opened the file by itself. */
const fd = 3;

const depositor = (guard: FileGuard): Program => ({
  name: "depositor",
  *main() {
    if (guard === "append") {
      yield* sys("writeFd", { fd, bytes: toBytes(deposit) });
      return 0;
    }
    if (guard === "flock") yield* sys("flock", { fd, lock: "exclusive" });
    const balance = toInteger((yield* sys("readAt", { fd, offset: 0, max: 4 })) as Uint8Array);
    yield* sys("writeAt", { fd, offset: 0, bytes: toBytes(balance + deposit) });
    if (guard === "flock") yield* sys("flock", { fd, lock: "unlock" });
    return 0;
  },
});

/** Builds the world: the file holds 10, and `processes` processes are about to begin; any of them may go next after each step. */
export function depositIntoFile(world: World, guard: FileGuard, processes = 2): void {
  const host = new Host(world, "machine", "every-step");
  const file = host.processes.files.open(path, { access: "write", create: true });
  if (typeof file === "string" || file.kind !== "file") throw new TypeError(`no ${path}`);
  file.writeAt(0, toBytes(first));
  const flags = { access: "read-write", append: guard === "append" } as const;
  for (let i = 0; i < processes; i++) startProgram(host, depositor(guard), { files: { [fd]: { path, ...flags } } });
}

/** What the account holds in the end: the last balance that was written, or the first and all deposits of the log. */
export function balanceOf(trace: Trace, guard: FileGuard): number {
  const written = trace.of("file.written").map(({ bytes }) => toInteger(bytes));
  return guard === "append" ? written.reduce((sum, value) => sum + value, first) : (written.at(-1) ?? first);
}

/** No deposit was lost. Where one was, the events are the read, the other's write, and the write that undoes it. */
export const keepsEveryDeposit =
  (guard: FileGuard, processes = 2): Check =>
  ({ trace }) => {
    const holds = balanceOf(trace, guard) === first + processes * deposit;
    const steps = trace.events.filter(({ kind }) => kind === "file.read" || kind === "file.written");
    return { holds, because: holds ? steps.slice(-1).map(({ id }) => id) : lostDeposit(trace) };
  };

function lostDeposit(trace: Trace): EventId[] {
  for (const read of trace.of("file.read")) {
    const after = trace.of("file.written").filter(({ id }) => id > read.id);
    const own = after.find(({ pid }) => pid === read.pid);
    const other = after.find(({ pid, id }) => pid !== read.pid && own !== undefined && id < own.id);
    if (own && other) return [read.id, other.id, own.id];
  }
  return [];
}
