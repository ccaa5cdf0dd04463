import fc from "fast-check";
import { expect, it } from "vitest";
import { Heap } from "./heap.ts";

it("whatever goes in comes out in order, however pushes and pops are mixed", () => {
  // null pops; a number is pushed. The oracle is a sorted array.
  fc.assert(
    fc.property(fc.array(fc.option(fc.integer(), { freq: 3 }), { maxLength: 200 }), (moves) => {
      const heap = new Heap<number>((a, b) => a < b);
      const sorted: number[] = [];
      for (const move of moves) {
        if (move === null) expect(heap.pop()).toBe(sorted.shift());
        else {
          heap.push(move);
          sorted.push(move);
          sorted.sort((a, b) => a - b);
        }
        expect(heap.size).toBe(sorted.length);
        expect(heap.peek()).toBe(sorted[0]);
      }
    }),
  );
});

it("the first element may be moved back in place, and all else keeps its order", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(50), { minLength: 1, maxLength: 40 }), fc.nat(60), (keys, later) => {
      const heap = new Heap<{ key: number }>((a, b) => a.key < b.key);
      for (const key of keys) heap.push({ key });
      const first = heap.peek()!;
      const sorted = keys.toSorted((a, b) => a - b);
      first.key += later;
      heap.delayFirst();
      sorted[0]! += later;
      sorted.sort((a, b) => a - b);
      expect(keys.map(() => heap.pop()!.key)).toEqual(sorted);
    }),
  );
  new Heap<number>((a, b) => a < b).delayFirst();
});

it("equal keys leave in the order of arrival when the caller numbers them", () => {
  const heap = new Heap<{ at: number; id: number }>((a, b) => a.at < b.at || (a.at === b.at && a.id < b.id));
  for (let id = 0; id < 100; id++) heap.push({ at: id % 3, id });
  const order = Array.from({ length: 100 }, () => heap.pop()!);
  const expected = [...order].sort((a, b) => a.at - b.at || a.id - b.id);
  expect(order).toEqual(expected);
});

it("an empty heap gives undefined and stays usable", () => {
  const heap = new Heap<number>((a, b) => a < b);
  expect([heap.pop(), heap.peek(), heap.size]).toEqual([undefined, undefined, 0]);
  heap.push(1);
  expect([heap.pop(), heap.pop(), heap.size]).toEqual([1, undefined, 0]);
});
