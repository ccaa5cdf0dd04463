/** Draws random worlds. Apart from `random-world.ts`, which runs them in a realm that has the language and no more. */
import fc from "fast-check";
import type { RandomStep, RandomWorld } from "./random-world.ts";

const steps: fc.Arbitrary<RandomStep> = fc.oneof(
  fc.record({
    do: fc.constantFrom("read" as const, "write" as const, "add" as const, "swap" as const),
    cell: fc.nat(1),
  }),
  fc.record({ do: fc.constant("guarded" as const), lock: fc.nat(1), cell: fc.nat(1) }),
  fc.record({ do: fc.constant("sleep" as const), ms: fc.nat(5) }),
  fc.record({ do: fc.constant("compute" as const), ms: fc.nat(5) }),
  fc.record({ do: fc.constant("send" as const), bytes: fc.integer({ min: 1, max: 1500 }) }),
);

export const randomWorlds: fc.Arbitrary<RandomWorld> = fc.record({
  seed: fc.nat(),
  loss: fc.constantFrom(0, 0.2, 0.5),
  everyStep: fc.boolean(),
  threads: fc.array(fc.array(steps, { maxLength: 6 }), { minLength: 1, maxLength: 4 }),
});
