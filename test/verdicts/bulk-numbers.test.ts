/** The catalogue's numbers for 10 MB through 100 Mbit/s, at full size; the claims themselves are decided on smaller files. */
import { expect, test } from "vitest";
import { engineVersion } from "../../src/engine/world/run-ref.ts";
import { makeRun } from "../../src/lab/run.ts";
import { defaultKnobs, type Knobs } from "../../src/lab/scenario.ts";
import { completeAt } from "../../src/topics/tcp-udp/deliveries.ts";
import { bulk } from "../../src/topics/tcp-udp/scenario.ts";

const traceOf = (knobs: Knobs) =>
  makeRun(bulk, {
    scenario: bulk.id,
    knobs: { ...defaultKnobs(bulk), ...knobs },
    seed: 1,
    faults: [],
    choices: [],
    engine: engineVersion,
  }).trace;

test("TCP takes 0.92 s, UDP at 95 Mbit/s 0.85 s, UDP at 50 Mbit/s 1.61 s", () => {
  const both = traceOf({ transport: "both" });
  expect(completeAt(both, "tcp")!.at / 1e9).toBeCloseTo(0.92, 2);
  expect(completeAt(both, "udp")!.at / 1e9).toBeCloseTo(0.85, 2);
  expect(completeAt(traceOf({ transport: "udp", "udp-rate": 50 }), "udp")!.at / 1e9).toBeCloseTo(1.61, 2);
});

test("a lone TCP flow loses nothing: its window ends below what line and queue hold", () => {
  expect(traceOf({}).of("frame.dropped")).toEqual([]);
});

test("UDP at 200 Mbit/s gets about half of its bytes through, and never all", () => {
  const trace = traceOf({ transport: "udp", "udp-rate": 200 });
  const got = trace.of("udp.received").reduce((sum, { lengthBytes }) => sum + lengthBytes, 0);
  expect(got / 10_000_000).toBeGreaterThan(0.48);
  expect(got / 10_000_000).toBeLessThan(0.53);
  expect(completeAt(trace, "udp")).toBe(null);
});
