/** Each measurement once at a tiny size, and each conclusion on given samples. No times are asserted: they are the machine's. */
import { expect, test } from "vitest";
import { contextSwitch } from "./context-switch.ts";
import { creation } from "./creation.ts";
import { isolation } from "./isolation.ts";
import { lostUpdates } from "./lost-updates.ts";
import { type AnyMeasurement, conclude, type Measured, type Measurement, measure, type Sample } from "./measurement.ts";
import { measurements } from "./measurements.ts";
import { storeBuffering } from "./store-buffering.ts";
import { voluntarySwitches } from "./voluntary-switches.ts";
import { waits } from "./waits.ts";

/** One run: all quantities are there, or it is said in both languages why not. */
async function once<Size>(measurement: Measurement<Size>, size: Size): Promise<Measured> {
  const measured = await measure(measurement, 1, () => {}, size);
  const found = measured.quantities.map(({ id }) => id);
  if (measured.missing.length === 0 && !("rounds" in (size as object)))
    expect(found).toEqual(Object.keys(measurement.quantities));
  else for (const text of measured.missing) expect(text.ko.length * text.en.length).toBeGreaterThan(0);
  return measured;
}

const values = (measured: Measured): Sample =>
  Object.fromEntries(measured.quantities.map(({ id, samples }) => [id, samples[0]!]));

test("waits", () => once(waits, { waits: 2, ms: 1 }));
test("creation", () => once(creation, { starts: 1, forks: 3, megabytes: 1 }));
test("voluntary switches", () => once(voluntarySwitches, { calls: 20, waits: 3 }));
test("context switch", () => once(contextSwitch, { hands: 50 }));

test("isolation: only shared memory is changed for both", async () => {
  const measured = await once(isolation, {});
  expect(values(measured)).toEqual({ process: 5, copied: 5, shared: 6, theirs: 6 });
  expect(measured.conclusions.every((one) => one.outcome === "reproduced")).toBe(true);
});

test("lost updates: never more than there were, and none with an atomic operation", async () => {
  const found = values(await once(lostUpdates, { few: 100, many: 1000 }));
  expect(found["lostAtomic"]).toBe(0);
  expect(found["lostMany"]).toBeGreaterThanOrEqual(0);
  expect(found["lostMany"]).toBeLessThan(2000);
});

test("store buffering: Atomics never show it", async () => {
  const found = values(await once(storeBuffering, { rounds: 200, ms: 2000 }));
  expect(found["atomic"] ?? 0).toBe(0);
});

test("store buffering on a machine too busy for it ends, with the rounds that there were", async () => {
  const found = values(await once(storeBuffering, { rounds: 1_000_000, ms: 20 }));
  expect(found["plainRounds"] ?? 0).toBeLessThanOrEqual(1_000_000);
});

/** Which conclusions a sample shows. */
const held = (measurement: AnyMeasurement, sample: Sample): string[] =>
  conclude(measurement, [sample]).conclusions.flatMap((one) => (one.held > 0 ? [one.conclusion.id] : []));
const of = (name: string): AnyMeasurement => measurements.find((one) => one.name === name)!;

test("conclusions follow the samples, in both directions", () => {
  expect(held(of("waits"), { blocking: 505, oneByOne: 510, allAtOnce: 11 })).toHaveLength(2);
  expect(held(of("waits"), { blocking: 505, oneByOne: 11, allAtOnce: 505 })).toEqual([]);
  const fork = { nodeProcess: 40, nodeWorker: 15, fork: 100, thread: 10, forkLarge: 3300 };
  expect(held(of("creation"), fork)).toHaveLength(4);
  expect(held(of("creation"), { nodeProcess: 15, nodeWorker: 40, fork: 20, thread: 10, forkLarge: 21 })).toEqual([]);
  expect(held(of("lost-updates"), { lostFew: 0, lostMany: 9, lostAtomic: 0 })).toHaveLength(3);
  expect(held(of("lost-updates"), { lostFew: 1, lostMany: 0, lostAtomic: 1 })).toEqual([]);
  expect(held(of("store-buffering"), { plain: 0, atomic: 1 })).toEqual([]);
  expect(held(of("store-buffering"), { plain: Number.NaN, atomic: Number.NaN })).toEqual([]);
  const switching = { parent: 0.1, calls: 1, threads: 2, processes: 2.1, switches: 1 };
  expect(held(of("context-switch"), switching)).toHaveLength(4);
  expect(held(of("context-switch"), { ...switching, threads: 0.2, switches: 0 })).toEqual([]);
  expect(held(of("voluntary-switches"), { inCalls: 0, inWaits: 200, waits: 200 })).toHaveLength(2);
  expect(held(of("voluntary-switches"), { inCalls: 2000, inWaits: 0, waits: 200 })).toEqual([]);
});

test("names are unique, and each conclusion needs quantities that there are", () => {
  expect(new Set(measurements.map((one) => one.name)).size).toBe(measurements.length);
  for (const { quantities, conclusions } of measurements)
    for (const { needs } of conclusions) for (const id of needs) expect(quantities).toHaveProperty(id);
});
