/**
 * The promise that everything else stands on: a run is named by its RunRef and by nothing else. The engine is bundled and run in a
 * realm that has the language and no more (`sealed`): a clock, chance, timers, promises or a locale would throw there.
 */

import { createContext, Script } from "node:vm";
import { buildSync } from "esbuild";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { encodeCanonical, traceHash } from "../../src/engine/trace/hash.ts";
import type { Trace } from "../../src/engine/trace/trace.ts";
import { claimsOf, findScenario } from "../../src/lab/catalogue.ts";
import { runOf } from "../../src/lab/claim.ts";
import { makeRun, runHash } from "../../src/lab/run.ts";
import { catalogue } from "../../src/topics/catalogue.ts";
import { decidedOf } from "../../src/topics/verdicts.ts";
import { type RandomWorld, randomWorld } from "./random-world.ts";
import { randomWorlds } from "./random-worlds.ts";

/** The globals that the engine may not touch: each throws when it is as much as looked at. */
const banned = [
  "Date",
  "performance",
  "crypto",
  "Promise",
  "setTimeout",
  "setInterval",
  "setImmediate",
  "queueMicrotask",
  "Intl",
  "console",
  "process",
  "require",
  "fetch",
  "eval",
  "Function",
];

/** Evaluates the module at `path` in a sealed realm and returns its exports. */
function sealed(path: string): Record<string, unknown> {
  const { outputFiles } = buildSync({
    entryPoints: [path],
    bundle: true,
    write: false,
    format: "iife",
    globalName: "exported",
    target: "node20",
  });
  const context = createContext({});
  const seal = `
    for (const name of ${JSON.stringify(banned)})
      Object.defineProperty(globalThis, name, { configurable: false, get() { throw new Error("the engine touched " + name); } });
    for (const name of ["random", "exp", "pow", "log", "sin", "cos", "cbrt", "hypot"])
      Object.defineProperty(Math, name, { get() { throw new Error("the engine touched Math." + name); } });
    for (const name of ["localeCompare", "toLocaleLowerCase", "toLocaleUpperCase"])
      Object.defineProperty(String.prototype, name, { get() { throw new Error("the engine touched " + name); } });
    Object.defineProperty(Number.prototype, "toLocaleString", { get() { throw new Error("the engine touched toLocaleString"); } });`;
  new Script(seal).runInContext(context);
  new Script(`${outputFiles[0]!.text}; globalThis.exported = exported;`).runInContext(context);
  return (context as { exported: Record<string, unknown> }).exported;
}

const keptRuns = claimsOf(catalogue).flatMap((claim) => {
  const { verdict, traceSha256 } = decidedOf(claim);
  const ref = runOf(verdict);
  return ref ? [{ id: claim.id, ref, traceSha256 }] : [];
});

describe("same RunRef, same trace", () => {
  test.each(keptRuns)("$id: as when its verdict was kept, and again", ({ ref, traceSha256 }) => {
    const scenario = findScenario(catalogue, ref.scenario)!;
    const run = makeRun(scenario, ref);
    expect(runHash(run)).toBe(traceSha256);
    // The table was made by another process, so a long run has been made twice already.
    if (run.trace.events.length < 20_000) expect(runHash(makeRun(scenario, ref))).toBe(traceSha256);
  });

  test("random worlds of threads and lossy links: twice the same", () => {
    fc.assert(
      fc.property(randomWorlds, (spec) => {
        expect(traceHash(randomWorld(spec, []))).toBe(traceHash(randomWorld(spec, [])));
      }),
    );
  });
});

describe("in a realm that has the language and no more", () => {
  let realm: Record<string, unknown>;
  beforeAll(() => {
    realm = sealed(new URL("./random-world.ts", import.meta.url).pathname);
  });

  test("the seal holds: a program that looks at the clock throws", () => {
    const context = createContext({});
    new Script(`Object.defineProperty(globalThis, "Date", { get() { throw new Error("touched"); } })`).runInContext(
      context,
    );
    expect(() => new Script("Date.now()").runInContext(context)).toThrow("touched");
  });

  test("worlds run there as they do here, to the last byte", () => {
    const there = realm["hashOfRandomWorld"] as (spec: RandomWorld) => string;
    fc.assert(
      fc.property(randomWorlds, (spec) => {
        expect(there(spec)).toBe(traceHash(randomWorld(spec, [])));
      }),
      { numRuns: 30 },
    );
  });
});

describe("overriding choice n leaves everything before it identical", () => {
  test("in random worlds of threads and lossy links", () => {
    let forks = 0;
    fc.assert(
      fc.property(randomWorlds, fc.nat(), fc.nat(), (spec, which, option) => {
        const original = randomWorld(spec, []);
        if (original.choices.length === 0) return;
        const n = which % original.choices.length;
        const choice = original.choices[n]!;
        const pick = (choice.pick + 1 + (option % (choice.of - 1))) % choice.of;
        const forked = randomWorld(spec, [[n, pick]]);
        expect(forked.choices.slice(0, n)).toEqual(original.choices.slice(0, n));
        expect(forked.choices[n]).toEqual({ ...choice, pick });
        // Up to the first event that bears choice n, or what follows it, nothing differs.
        const until = firstFrom(original, n);
        expect(encodeCanonical(forked.events.slice(0, until))).toEqual(
          encodeCanonical(original.events.slice(0, until)),
        );
        forks++;
      }),
      { numRuns: 200 },
    );
    expect(forks).toBeGreaterThan(100);
  });

  function firstFrom(trace: Trace, n: number): number {
    const at = trace.events.findIndex((event) => event.choice !== null && event.choice >= n);
    return at < 0 ? 0 : at;
  }
});
