import fc from "fast-check";
import { expect, it } from "vitest";
import { BrokenInvariant } from "./assert.ts";
import { ByteRing } from "./ring.ts";

it("behaves as an array that refuses what is over its capacity", () => {
  const move = fc.oneof(
    fc.record({ kind: fc.constant("write" as const), bytes: fc.uint8Array({ maxLength: 12 }) }),
    fc.record({ kind: fc.constant("read" as const), max: fc.nat(12) }),
    fc.record({ kind: fc.constant("peek" as const), max: fc.nat(12), offset: fc.nat(20) }),
    fc.record({ kind: fc.constant("drop" as const), max: fc.nat(12) }),
  );
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 16 }), fc.array(move, { maxLength: 60 }), (capacity, moves) => {
      const ring = new ByteRing(capacity);
      let model: number[] = [];
      for (const step of moves) {
        if (step.kind === "write") {
          const taken = [...step.bytes].slice(0, capacity - model.length);
          expect(ring.write(step.bytes)).toBe(taken.length);
          model.push(...taken);
        } else if (step.kind === "read") {
          expect([...ring.read(step.max)]).toEqual(model.slice(0, step.max));
          model = model.slice(step.max);
        } else if (step.kind === "peek") {
          expect([...ring.peek(step.max, step.offset)]).toEqual(model.slice(step.offset, step.offset + step.max));
        } else {
          const count = Math.min(step.max, model.length);
          ring.drop(count);
          model = model.slice(count);
        }
        expect([ring.length, ring.free, ring.capacity]).toEqual([model.length, capacity - model.length, capacity]);
      }
    }),
    { numRuns: 300 },
  );
});

it("what was read is a copy: writing on does not change it", () => {
  const ring = new ByteRing(4);
  ring.write(Uint8Array.of(1, 2, 3, 4));
  const read = ring.read(4);
  ring.write(Uint8Array.of(9, 9, 9, 9));
  expect([...read]).toEqual([1, 2, 3, 4]);
});

it("dropping more than there is, or making a ring of nothing, is our own mistake", () => {
  const ring = new ByteRing(4);
  ring.write(Uint8Array.of(1));
  expect(() => ring.drop(2)).toThrow("cannot drop 2 of 1 bytes");
  expect(() => ring.drop(-1)).toThrow(BrokenInvariant);
  expect(() => new ByteRing(0)).toThrow(BrokenInvariant);
  expect(() => new ByteRing(1.5)).toThrow(BrokenInvariant);
});
