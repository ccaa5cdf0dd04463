import { describe, expect, test } from "vitest";
import { isProblem } from "../lab/problem.ts";
import { resolveRun } from "../lab/resolve.ts";
import { makeRun } from "../lab/run.ts";
import { catalogue } from "../topics/catalogue.ts";
import { type Change, difference } from "./difference.ts";
import { ladder } from "./ladder.ts";

function made(name: string) {
  const resolved = resolveRun(catalogue, name);
  if (isProblem(resolved)) throw new Error(resolved.problem.en);
  const { trace } = makeRun(resolved.scenario, resolved.ref);
  return { trace, ladder: ladder(trace) };
}

const said = (change: Change): string => {
  const rung = change.kind === "only-there" ? change.there : change.here;
  const what =
    rung.kind === "frame"
      ? `${rung.label}${rung.again ? " again" : ""}`
      : rung.kind === "note"
        ? rung.note.kind
        : rung.kind;
  return `${change.kind} ${what}`;
};

describe("what a fault changes", () => {
  const plain = made("handshake/open-close");
  const lost = made("handshake/open-close?fault=drop+SYN-ACK+1");

  test("a lost SYN-ACK: the loss comes first, then both ends send again, and the rest is a second later", () => {
    const { same, here, there, changes, shifts } = difference(lost, plain);
    expect(here!.kind).toBe("frame.dropped");
    expect(there!.kind).not.toBe("frame.dropped");
    expect(lost.trace.events[same - 1]!.kind).toBe("frame.sent");
    expect(changes.slice(0, 3).map(said)).toEqual(["fared SYN-ACK", "only-here timer", "only-here SYN again"]);
    expect(changes.map(said)).toContain("only-here SYN-ACK again");
    expect(shifts[0]!.by).toBe(1_000_000_000);
    expect(shifts[0]!.count).toBeGreaterThan(10);
  });

  test("seen from the other side, what was only here is only there", () => {
    const forth = difference(lost, plain).changes.map(said);
    const back = difference(plain, lost).changes.map(said);
    expect(back.filter((one) => one.startsWith("only-there"))).toHaveLength(
      forth.filter((one) => one.startsWith("only-here")).length,
    );
  });

  test("a run does not differ from itself made again", () => {
    const again = difference(lost, made("handshake/open-close?fault=drop+SYN-ACK+1"));
    expect(again).toEqual({ same: lost.trace.events.length, here: null, there: null, changes: [], shifts: [] });
  });
});
