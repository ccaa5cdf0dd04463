import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isProblem } from "../lab/problem.ts";
import { resolveRun } from "../lab/resolve.ts";
import { makeRun } from "../lab/run.ts";
import { catalogue } from "../topics/catalogue.ts";
import { counted, guessAfter, mostOptions, readCalibration } from "./guess.ts";
import { ladder } from "./ladder.ts";

const resolved = resolveRun(catalogue, "handshake/open-close?fault=drop+SYN-ACK+1");
if (isProblem(resolved)) throw new Error(resolved.problem.en);
const whole = ladder(makeRun(resolved.scenario, resolved.ref).trace);

describe("guessing what comes next", () => {
  test("the answer is what really comes next, one of at most four, all different", () => {
    for (const [at, rung] of whole.rungs.entries()) {
      const guess = guessAfter(whole, rung.event);
      const next = whole.rungs[at + 1];
      if (!next) expect(guess).toBeNull();
      else {
        expect(guess!.answer).toBe(next);
        expect(guess!.options).toContain(next);
        expect(guess!.options.length).toBeLessThanOrEqual(mostOptions);
        const said = guess!.options.map((one) =>
          one.kind === "frame" ? `${one.from} ${one.label}` : JSON.stringify(one),
        );
        expect(new Set(said).size).toBe(said.length);
      }
    }
  });

  test("where the answer stands does not give it away", () => {
    const places = whole.rungs.flatMap((rung) => {
      const guess = guessAfter(whole, rung.event);
      return guess ? [guess.options.indexOf(guess.answer)] : [];
    });
    for (const place of [0, 1, 2, 3])
      expect(places.filter((one) => one === place).length).toBeLessThan(places.length * 0.6);
  });

  test("a record counts each confidence by itself, and comes back from text as it was", () => {
    const record = counted(counted(counted([], 75, true), 75, false), 25, true);
    expect(record.find(({ confidence }) => confidence === 75)).toEqual({ confidence: 75, guesses: 2, right: 1 });
    expect(readCalibration(JSON.stringify(record))).toEqual(record);
  });

  test("whatever stands where the record was kept, it is read as a record or as none", () => {
    expect(readCalibration(null)).toEqual([]);
    expect(readCalibration('[{"confidence":75,"guesses":1,"right":2}]')).toEqual([]);
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        for (const { guesses, right } of readCalibration(text)) expect(right).toBeLessThanOrEqual(guesses);
      }),
    );
  });
});
