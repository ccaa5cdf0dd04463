import fc from "fast-check";
import { expect, test } from "vitest";
import type { Instant } from "../base/time.ts";
import type { EventId } from "../trace/happening.ts";
import type { InLine } from "./line.ts";
import { World } from "./world.ts";

interface Item extends InLine {
  readonly name: string;
}

/** What is asked for at which time: something in a line, or a turn of some rank; while it runs, it asks for those nested in it. */
interface Wish {
  readonly name: number;
  readonly line: number | null;
  readonly order: "arrival" | "timer" | "program";
  readonly wait: number;
  readonly next: readonly Wish[];
}

const wishes = (depth: number): fc.Arbitrary<Wish[]> =>
  fc.array(
    fc.record({
      name: fc.nat(999),
      line: fc.option(fc.nat(1)),
      order: fc.constantFrom("arrival" as const, "timer" as const, "program" as const),
      wait: fc.nat(3),
      next: depth === 0 ? fc.constant([]) : wishes(depth - 1),
    }),
    { maxLength: 5 },
  );

/** The order in which everything happens, with lines or, as the oracle, with a turn of its own for everything. */
function orderOf(list: readonly Wish[], withLines: boolean): string[] {
  const world = new World({ seed: 1 });
  const done: string[] = [];
  const later = new Map<string, readonly Wish[]>();
  const happen = (name: string): void => {
    done.push(`${name} at ${world.now}`);
    for (const one of later.get(name) ?? []) ask(one, name);
  };
  const lines = [0, 1].map(() => world.line<Item>("arrival", ({ name }) => happen(name)));
  const ask = ({ name: number, line, order, wait, next }: Wish, parent: string): void => {
    const name = `${parent}/${number}`;
    later.set(name, next);
    const at = (world.now + wait) as Instant;
    const chosen = line === null ? null : lines[line]!;
    if (chosen !== null && withLines && chosen.takes(at))
      chosen.push({ at, cause: null as EventId | null, number: 0, name });
    else world.at(at, line === null ? order : "arrival", () => happen(name));
  };
  for (const first of list) ask(first, "");
  world.run(2000);
  return done;
}

test("what goes through a line happens exactly when a turn of its own would have", () => {
  fc.assert(
    fc.property(wishes(2), (list) => {
      expect(orderOf(list, true)).toEqual(orderOf(list, false));
    }),
    { numRuns: 500 },
  );
});

test("an entry is caused by what it was given as its cause", () => {
  const world = new World({ seed: 1 });
  const first = world.emit(null, { kind: "run.cut", afterTurns: 1 });
  const line = world.line<Item>("arrival", () => world.emit(null, { kind: "run.cut", afterTurns: 2 }));
  line.push({ at: 5 as Instant, cause: first, number: 0, name: "x" });
  world.run();
  expect(world.trace.events.map(({ cause }) => cause)).toEqual([null, first]);
});
