/** Worlds drawn at random, for the contract tests: hosts with threads that share cells and locks, and lossy links between them. */
import { ms, us } from "../../src/engine/base/time.ts";
import { Host } from "../../src/engine/kernel/host.ts";
import { sys, type Thread } from "../../src/engine/kernel/thread.ts";
import { traceHash } from "../../src/engine/trace/hash.ts";
import type { Trace } from "../../src/engine/trace/trace.ts";
import { Link } from "../../src/engine/world/link.ts";
import { World } from "../../src/engine/world/world.ts";

export type RandomStep =
  | { readonly do: "read" | "write" | "add" | "swap"; readonly cell: number }
  | { readonly do: "guarded"; readonly lock: number; readonly cell: number }
  | { readonly do: "sleep"; readonly ms: number }
  | { readonly do: "compute"; readonly ms: number }
  | { readonly do: "send"; readonly bytes: number };

export interface RandomWorld {
  readonly seed: number;
  readonly loss: number;
  readonly everyStep: boolean;
  /** Threads of host a, then of host b. */
  readonly threads: readonly (readonly RandomStep[])[];
}

/** Runs such a world to its end. Each frame that arrives makes the other host answer with one of half the length. */
export function randomWorld(spec: RandomWorld, choices: readonly (readonly [number, number])[]): Trace {
  const world = new World({ seed: spec.seed, choices });
  const hosts = ["a", "b"].map((name) => new Host(world, name, spec.everyStep ? "every-step" : "when-blocked"));
  const answer =
    (from: 0 | 1) =>
    (bytes: Uint8Array): void => {
      if (bytes.length >= 2) link.send(from, bytes.slice(0, bytes.length >> 1), ["ANSWER"]);
    };
  const link: Link = new Link(world, {
    name: "a-b",
    ends: [
      { host: "a", onFrame: answer(0) },
      { host: "b", onFrame: answer(1) },
    ],
    latency: us(700),
    bitsPerSecond: 10_000_000,
    queueFrames: 3,
    loss: spec.loss,
    maxFrameBytes: 1500,
  });
  for (const host of hosts) {
    for (const cell of [0, 1]) host.makeCell(`c${cell}`, cell);
    for (const lock of [0, 1]) host.makeLock(`l${lock}`);
  }
  for (const [number, program] of spec.threads.entries()) {
    const side = (number % 2) as 0 | 1;
    hosts[side]!.start(`T${number}`, () => body(program, () => link.send(side, new Uint8Array(9 + number), ["DATA"])));
  }
  world.run(20_000);
  return world.trace;
}

export const hashOfRandomWorld = (spec: RandomWorld): string => traceHash(randomWorld(spec, []));

function* body(program: readonly RandomStep[], send: () => void): Thread<number> {
  let sum = 0;
  for (const step of program) {
    if (step.do === "sleep") yield* sys("sleep", { for: ms(step.ms) });
    else if (step.do === "compute") yield* sys("compute", { for: ms(step.ms) });
    else if (step.do === "send") {
      yield* sys("compute", { for: us(step.bytes) });
      send();
    } else if (step.do === "guarded") {
      yield* sys("lock", { lock: `l${step.lock}` });
      sum += yield* sys("fetchAdd", { cell: `c${step.cell}`, add: 1 });
      yield* sys("unlock", { lock: `l${step.lock}` });
    } else if (step.do === "read") sum += yield* sys("read", { cell: `c${step.cell}` });
    else if (step.do === "write") yield* sys("write", { cell: `c${step.cell}`, value: sum });
    else if (step.do === "add") sum += yield* sys("fetchAdd", { cell: `c${step.cell}`, add: 1 });
    else sum += yield* sys("swap", { cell: `c${step.cell}`, value: sum });
  }
  return sum;
}
