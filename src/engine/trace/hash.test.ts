import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeUtf8, toHex } from "../base/bytes.ts";
import { start } from "../base/time.ts";
import type { EventId, TraceEvent } from "./happening.ts";
import { encodeCanonical, traceHash } from "./hash.ts";
import { Trace } from "./trace.ts";

const text = (value: unknown): string | null => decodeUtf8(encodeCanonical(value));

test("each value is its letter and its content, keys in code-unit order", () => {
  expect(text({ b: [1, true, null], a: "한", c: Uint8Array.of(65) })).toBe("o3;1;as1;한1;ba3;n1;tz1;cb1;A");
});

test("the order in which keys were written makes no difference", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.integer()), (record) => {
      const reversed = Object.fromEntries(Object.entries(record).reverse());
      expect(encodeCanonical(reversed)).toEqual(encodeCanonical(record));
    }),
  );
});

test("different values have different bytes", () => {
  const values = fc.jsonValue();
  fc.assert(
    fc.property(values, values, (a, b) => {
      const normal = (value: unknown): string =>
        JSON.stringify(value, (_, inner) =>
          inner && typeof inner === "object" && !Array.isArray(inner)
            ? Object.fromEntries(Object.entries(inner).sort(([x], [y]) => (x < y ? -1 : 1)))
            : inner,
        );
      if (normal(a) !== normal(b)) expect(toHex(encodeCanonical(a))).not.toBe(toHex(encodeCanonical(b)));
      else expect(toHex(encodeCanonical(a))).toBe(toHex(encodeCanonical(b)));
    }),
  );
});

test("a number that is not finite cannot stand in a trace; minus zero is zero", () => {
  expect(() => encodeCanonical({ at: Number.NaN })).toThrow(/finite/);
  expect(text(-0)).toBe("n0;");
});

test("the hash is SHA-256 over the canonical bytes of all events", () => {
  const trace = new Trace();
  trace.events.push({
    id: 0 as EventId,
    at: start,
    host: "h",
    cause: null,
    choice: null,
    kind: "cell.made",
    cell: "x",
    value: 1,
  });
  const expected = createHash("sha256").update(encodeCanonical(trace.events[0])).digest("hex");
  expect(traceHash(trace)).toBe(expected);
});

test("whatever is in the events, however much of it, the hash is that of the plain encoding", () => {
  const leaf = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constantFrom(null, true, false, -0, 0x7fff_ffff, 0x8000_0000, 9, 10, 1e21),
    fc.uint8Array({ maxLength: 300 }),
  );
  // Around the length of the buffer that is hashed when it is full; few, since the hash takes its time.
  const long = fc.constantFrom(1, 65_530, 65_536, 70_000).map((length) => new Uint8Array(length).fill(length));
  const value = fc.oneof(
    { weight: 5, arbitrary: leaf },
    { weight: 5, arbitrary: fc.array(leaf) },
    { weight: 5, arbitrary: fc.dictionary(fc.string(), fc.oneof(leaf, fc.constant(undefined))) },
    { weight: 1, arbitrary: long },
  );
  fc.assert(
    fc.property(fc.array(fc.dictionary(fc.string(), value), { maxLength: 10 }), (records) => {
      const trace = new Trace();
      const expected = createHash("sha256");
      for (const record of records) {
        trace.events.push(record as unknown as TraceEvent);
        expected.update(encodeCanonical(record));
      }
      expect(traceHash(trace)).toBe(expected.digest("hex"));
    }),
  );
});
