/** Random programs of processes: whatever they do to each other, the machine is empty when they are gone. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { ms, us } from "../../base/time.ts";
import type { SignalName } from "../../trace/happening.ts";
import { traceHash } from "../../trace/hash.ts";
import { World } from "../../world/world.ts";
import type { CpuOptions } from "../cpu-options.ts";
import type { Preemption } from "../dispatch/steps.ts";
import { Host } from "../host.ts";
import { sys, type Thread } from "../thread.ts";
import { type CloneFlag, startProgram } from "./begin.ts";

type Deed =
  | { do: "store"; at: number }
  | { do: "fork" | "spawn" | "exec"; body: readonly Deed[] }
  | { do: "clone"; flags: readonly CloneFlag[]; body: readonly Deed[] }
  | { do: "kill"; pid: number; signal: SignalName }
  | { do: "handle"; signal: SignalName; restart: boolean }
  | { do: "ignore" | "block" | "unblock"; signal: SignalName }
  | { do: "sleep" | "compute"; ms: number }
  | { do: "open" | "close" | "dup" | "read" | "write" | "flock"; fd: number }
  | { do: "pipe" | "wait" | "look" | "map" | "shared" | "grow" | "exit" };

const signals = ["SIGTERM", "SIGKILL", "SIGUSR1", "SIGSEGV", "SIGCHLD", "SIGPIPE"] as const;
const signal = fc.constantFrom(...signals);
const flag = fc.constantFrom<CloneFlag[]>("CLONE_VM", "CLONE_FILES", "CLONE_SIGHAND", "CLONE_THREAD");

const simple: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ do: fc.constant("store" as const), at: fc.nat(40) }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant("kill" as const), pid: fc.integer({ min: 1, max: 8 }), signal }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("handle" as const), signal, restart: fc.boolean() }) },
  fc.record({ do: fc.constantFrom("ignore" as const, "block" as const, "unblock" as const), signal }),
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom("sleep" as const, "compute" as const), ms: fc.nat(3) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom("open" as const, "close" as const, "dup" as const, "flock" as const),
      fd: fc.nat(8),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom("read" as const, "write" as const),
      fd: fc.integer({ min: 3, max: 6 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom(
        "pipe" as const,
        "pipe" as const,
        "wait" as const,
        "look" as const,
        "map" as const,
        "shared" as const,
        "grow" as const,
      ),
    }),
  },
  fc.record({ do: fc.constant("exit" as const) }),
);

/** Deeds of which some make processes and threads with deeds of their own, so deep. */
function deedsTo(depth: number): fc.Arbitrary<readonly Deed[]> {
  if (depth === 0) return fc.array(simple, { maxLength: 6 });
  const body = deedsTo(depth - 1);
  const makes: fc.Arbitrary<Deed> = fc.oneof(
    fc.record({ do: fc.constantFrom("fork" as const, "spawn" as const), body }),
    fc.record({ do: fc.constant("clone" as const), flags: fc.uniqueArray(flag), body }),
    fc.record({ do: fc.constant("exec" as const), body }),
  );
  return fc.array(fc.oneof({ weight: 3, arbitrary: simple }, { weight: 1, arbitrary: makes }), {
    minLength: 3,
    maxLength: 12,
  });
}
const deeds = deedsTo(3);

function* run(list: readonly Deed[], data: number, heap: number): Thread<null> {
  for (const deed of list) {
    if (deed.do === "store")
      yield* sys("store", {
        address: [data, heap, data + 4094, 0x4000_0000, heap + 4, data + 8, data, heap + 4094][deed.at % 9] ?? 0,
        value: deed.at,
      });
    else if (deed.do === "fork") yield* sys("fork", { child: () => run(deed.body, data, heap) });
    else if (deed.do === "spawn") yield* sys("spawn", { name: "t", body: () => run(deed.body, data, heap) });
    else if (deed.do === "clone") yield* sys("clone", { flags: deed.flags, child: () => run(deed.body, data, heap) });
    else if (deed.do === "exec") yield* sys("exec", { program: "other" });
    else if (deed.do === "kill") yield* sys("kill", { pid: deed.pid, signal: deed.signal });
    else if (deed.do === "handle") {
      const body = function* (): Thread<void> {
        if (deed.signal === "SIGSEGV") yield* sys("exit", { status: 1 });
        yield* sys("compute", { for: us(1) });
      };
      yield* sys("sigaction", { signal: deed.signal, action: { body, restart: deed.restart } });
    } else if (deed.do === "ignore") yield* sys("sigaction", { signal: deed.signal, action: "ignore" });
    else if (deed.do === "block" || deed.do === "unblock")
      yield* sys("sigmask", { how: deed.do, signals: [deed.signal] });
    else if (deed.do === "sleep" || deed.do === "compute") yield* sys(deed.do, { for: ms(deed.ms) });
    else if (deed.do === "open")
      yield* sys("open", { path: `/${deed.fd % 2}`, flags: { access: "read-write", create: true } });
    else if (deed.do === "close") yield* sys("close", { fd: deed.fd });
    else if (deed.do === "dup") yield* sys("dup2", { fd: deed.fd, to: 8 - deed.fd });
    else if (deed.do === "read") yield* sys("readFd", { fd: deed.fd, max: 10 });
    else if (deed.do === "write") yield* sys("writeFd", { fd: deed.fd, bytes: new Uint8Array(5000) });
    else if (deed.do === "flock") yield* sys("flock", { fd: deed.fd, lock: "exclusive" });
    else if (deed.do === "pipe") yield* sys("pipe", {});
    else if (deed.do === "wait") yield* sys("waitpid", {});
    else if (deed.do === "look") yield* sys("waitpid", { noHang: true });
    else if (deed.do === "map") yield* sys("mmap", { lengthBytes: 5000 });
    else if (deed.do === "shared") yield* sys("mmap", { lengthBytes: 5000, shared: true });
    else if (deed.do === "grow") yield* sys("sbrk", { byBytes: 4096 });
    else yield* sys("exit", { status: 2 });
  }
  return null;
}

function live(list: readonly Deed[], runs: Preemption | CpuOptions, choices: readonly number[]) {
  const world = new World({ seed: 1, choices: choices.map((pick, at) => [at, pick] as const) });
  const host = new Host(world, "machine", runs);
  host.processes.equip({ processes: 12, threads: 6, frames: 120, openFiles: 9 });
  const other = {
    name: "other",
    *main(): Thread<null> {
      yield* sys("sleep", { for: ms(1) });
      return null;
    },
  };
  host.processes.programs.set("other", other);
  startProgram(host, { name: "main", main: ({ data, heap }) => run(list, data, heap) });
  return { world, host, ending: world.run(50_000) };
}

const manners = fc.constantFrom<(Preemption | CpuOptions)[]>(
  "every-step",
  "when-blocked",
  { cpus: 2 },
  { cpus: 1, scheduler: { policy: "rr", quantum: us(300) } },
  { scheduler: { policy: "process-rr", quantum: ms(1) } },
);

test("whatever processes do, they end quietly or wait for each other, twice alike; when none is left, no frame is in use", () => {
  fc.assert(
    fc.property(deeds, manners, fc.array(fc.nat(3), { maxLength: 20 }), (list, runs, choices) => {
      const { world, host, ending } = live(list, runs, choices);
      expect(ending).toBe("quiet");
      const left = host.processes.all().filter(({ pid }) => pid !== 1);
      for (const process of left) {
        // Whoever is left lives and waits, or is a zombie of somebody who does.
        if (process.isZombie) expect(process.parent!.pid).not.toBe(1);
        else expect(process.threads.every(({ state }) => state === "blocked")).toBe(true);
        expect(process.isZombie ? process.threads.length : 1).toBe(process.isZombie ? 0 : 1);
      }
      if (left.length === 0) expect(host.processes.frames.inUse).toBe(0);
      const users = new Map<number, number>();
      for (const space of new Set(left.filter(({ isZombie }) => !isZombie).map(({ space }) => space)))
        for (const { first, pages } of space.regions)
          for (let page = first; page < first + pages; page++) {
            const frame = space.entry(page)?.frame;
            if (frame !== undefined) users.set(frame, (users.get(frame) ?? 0) + 1);
          }
      expect(users.size).toBeLessThanOrEqual(host.processes.frames.inUse);
      for (const [frame, count] of users) expect(host.processes.frames.users(frame)).toBeGreaterThanOrEqual(count);
      expect(traceHash(live(list, runs, choices).world.trace)).toBe(traceHash(world.trace));
    }),
    { numRuns: 300 },
  );
});
