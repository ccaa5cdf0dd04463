import { describe, expect, test } from "vitest";
import { isProblem } from "../lab/problem.ts";
import { resolveRun } from "../lab/resolve.ts";
import { makeRun } from "../lab/run.ts";
import { catalogue } from "../topics/catalogue.ts";
import { conversations, following, ladder } from "./ladder.ts";

function ladderOf(name: string) {
  const resolved = resolveRun(catalogue, name);
  if (isProblem(resolved)) throw new Error(resolved.problem.en);
  return ladder(makeRun(resolved.scenario, resolved.ref).trace);
}

describe("conversations", () => {
  test("both ways of a connection are one, who spoke first standing first, and calls on its descriptor belong to it", () => {
    const { rungs } = ladderOf("handshake/open-close");
    const [only, ...more] = conversations(rungs);
    expect(more).toEqual([]);
    expect(only!.flow).toMatch(/^10\.0\.0\.1:\d+ – 10\.0\.0\.2:80$/);
    expect(only!.frames).toBe(rungs.filter((rung) => rung.kind === "frame").length);
    const calls = rungs.flatMap((rung) =>
      rung.kind === "note" && (rung.note.kind === "called" || rung.note.kind === "returned") ? [rung.flow] : [],
    );
    expect(calls.length).toBeGreaterThan(4);
    expect(new Set(calls)).toEqual(new Set([only!.flow]));
  });

  test("to follow one leaves its frames and what its ends do, and nothing of the others", () => {
    const whole = ladderOf("tcpudp/messages?transport=both&messages=5");
    const list = conversations(whole.rungs);
    expect(list.length).toBeGreaterThan(1);
    for (const { flow, frames } of list) {
      const one = following(whole, flow);
      expect(one.lifelines).toBe(whole.lifelines);
      expect(one.rungs.filter((rung) => rung.kind === "frame")).toHaveLength(frames);
      for (const rung of one.rungs) if (rung.kind === "frame" || rung.kind === "note") expect(rung.flow).toBe(flow);
    }
  });
});
