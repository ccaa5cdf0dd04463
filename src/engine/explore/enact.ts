/**
 * Acts a thread program in a world: each visible step is a happening there, and who goes next is a choice that a RunRef can name. So
 * one schedule out of a search is a run like any other, with a trace that every view can draw. All in no virtual time.
 */

import { slot, status } from "../machine/layout.ts";
import { Machine } from "../machine/machine.ts";
import { failureOf, narrate, threadName, waitsFor } from "../machine/narrate.ts";
import type { MemoryModel, Program } from "../machine/program.ts";
import type { EventId, ThreadId } from "../trace/happening.ts";
import type { World } from "../world/world.ts";

/** The host on which programs are acted. */
export const stage = "machine";

export interface Enacted {
  readonly program: Program;
  readonly model: MemoryModel;
  readonly spurious: number;
}

/** Who may go next in a state, in order of number, and who does by default: who went last, else the first. */
export function optionsAt(
  machine: Machine,
  S: Int32Array,
  base: number,
  last: number | null,
): { options: number[]; byDefault: number } {
  const options: number[] = [];
  for (let actor = 0; actor < machine.layout.actors; actor++) if (machine.enabled(S, base, actor)) options.push(actor);
  return { options, byDefault: last === null ? 0 : Math.max(0, options.indexOf(last)) };
}

/** The choices of a RunRef that make `enact` follow a schedule. */
export function choicesOf(
  { program, model, spurious }: Enacted,
  schedule: readonly number[],
): [at: number, pick: number][] {
  const machine = new Machine(program, model);
  const S = new Int32Array(machine.layout.size);
  machine.begin(S, 0, spurious);
  const choices: [number, number][] = [];
  let number = 0;
  let last: number | null = null;
  for (const actor of schedule) {
    const { options, byDefault } = optionsAt(machine, S, 0, last);
    const pick = options.indexOf(actor);
    if (options.length > 1) {
      if (pick !== byDefault) choices.push([number, pick]);
      number++;
    }
    machine.step(S, 0, actor);
    last = machine.ownerOf(actor);
  }
  return choices;
}

/** Sets the program going in the world; `world.run()` then takes it to its end. */
export function enact(world: World, { program, model, spurious }: Enacted): void {
  const machine = new Machine(program, model);
  const { size, threads } = machine.layout;
  const S = new Int32Array(2 * size);
  machine.begin(S, 0, spurious);
  const latest: (EventId | null)[] = Array.from({ length: threads }, () => null);
  const asleep: boolean[] = Array.from({ length: threads }, () => false);
  const over: boolean[] = Array.from({ length: threads }, () => false);
  let last: ThreadId | null = null;

  for (const { name, initial } of program.cells) world.emit(stage, { kind: "cell.made", cell: name, value: initial });
  const log = (thread: ThreadId, cause: EventId | null, emit: () => EventId | null): void => {
    latest[thread] = world.because(cause, emit);
  };
  program.threads.forEach(({ entry }, thread) => {
    log(thread, null, () =>
      world.emit(stage, { kind: "thread.spawned", thread, name: threadName(machine, thread, entry) }),
    );
  });

  /** Says which threads have ended, wait, or wait no more, since the last step. */
  const lookRound = (): void => {
    for (let thread = 0; thread < threads; thread++) {
      const at = machine.thread(0, thread);
      const now = S[at + slot.status];
      if (over[thread] || now === status.absent) continue;
      const mine = latest[thread]!;
      if (now === status.ended || now === status.failed) {
        over[thread] = true;
        const failed = failureOf(machine, S, 0, thread);
        const result = S[at + slot.returned] === 1 ? S[at + slot.result]! : null;
        log(thread, mine, () =>
          failed
            ? world.emit(stage, { kind: "thread.failed", thread, why: failed.why, line: failed.line })
            : world.emit(stage, { kind: "thread.ended", thread, result }),
        );
        continue;
      }
      const waits = !machine.enabled(S, 0, thread);
      if (waits === asleep[thread]) continue;
      asleep[thread] = waits;
      if (waits)
        log(thread, mine, () =>
          world.emit(stage, { kind: "thread.blocked", thread, on: waitsFor(machine, S, 0, thread) }),
        );
      else log(thread, latest[last ?? thread]!, () => world.emit(stage, { kind: "thread.woken", thread }));
    }
  };

  const turn = (): void => {
    const { options, byDefault } = optionsAt(machine, S, 0, last);
    if (options.length === 0) {
      endOfAll();
      return;
    }
    const actor = options[world.choose("schedule", options.length, byDefault)]!;
    const owner = machine.ownerOf(actor);
    if (owner !== last) {
      const why = last === null ? "start" : over[last] ? "exit" : asleep[last] ? "blocked" : "preempted";
      world.because(last === null ? latest[owner]! : latest[last]!, () =>
        world.emit(stage, { kind: "thread.switch", cpu: 0, out: last, in: owner, why }),
      );
    }
    S.copyWithin(size, 0, size);
    machine.step(S, 0, actor);
    const what = narrate(machine, S, size, 0, actor, machine.woke);
    last = owner;
    log(owner, latest[owner]!, () => world.emit(stage, what));
    if (what.kind === "thread.spawned") latest[what.thread] = latest[owner]!;
    lookRound();
    world.at(world.now, "program", turn);
  };

  const endOfAll = (): void => {
    if (machine.isOver(S, 0)) return;
    const stuck = Array.from({ length: threads }, (_, thread) => thread).filter(
      (thread) => !over[thread] && S[machine.thread(0, thread) + slot.status] !== status.absent,
    );
    world.because(latest[stuck.at(-1)!]!, () =>
      world.emit(stage, { kind: "deadlock", threads: stuck, cycle: waitCycle(machine, S, 0, stuck) }),
    );
  };

  lookRound();
  world.at(world.now, "program", turn);
}

/** Threads that wait for each other in a ring, each for the next; empty when there is no ring. */
export function waitCycle(machine: Machine, S: Int32Array, base: number, stuck: readonly ThreadId[]): ThreadId[] {
  const next = (thread: ThreadId): ThreadId | null => {
    const on = waitsFor(machine, S, base, thread);
    return on.what === "lock" ? on.owner : on.what === "thread" ? on.thread : null;
  };
  for (const from of stuck) {
    const path: ThreadId[] = [];
    for (let at: ThreadId | null = from; at !== null && stuck.includes(at); at = next(at)) {
      const seen = path.indexOf(at);
      if (seen >= 0) return path.slice(seen);
      path.push(at);
    }
  }
  return [];
}
