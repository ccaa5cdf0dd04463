import { describe, expect, test } from "vitest";
import { isProblem } from "../lab/problem.ts";
import { resolveRun } from "../lab/resolve.ts";
import { makeRun } from "../lab/run.ts";
import { catalogue } from "../topics/catalogue.ts";
import { cpuLanes } from "./cpus.ts";
import { ladder } from "./ladder.ts";
import { samples } from "./samples.ts";
import { connectionStates } from "./states.ts";
import { axisOf, cpuLanesOf, layOutTime, stateLanesOf, type TimeModel } from "./time-lanes.ts";

function modelOf(name: string): TimeModel {
  const resolved = resolveRun(catalogue, name);
  if (isProblem(resolved)) throw new Error(resolved.problem.en);
  const { trace } = makeRun(resolved.scenario, resolved.ref);
  return { ladder: ladder(trace), lanes: cpuLanesOf(cpuLanes(trace)), samples: samples(trace, 2, 1_000) };
}

const whole = Number.POSITIVE_INFINITY;
const lay = (model: TimeModel, width: number, now = whole) => layOutTime(model, axisOf(model, width), 0, width, now);

describe("packets and CPUs over one axis", () => {
  const lost = modelOf("handshake/open-close?fault=drop+SYN-ACK+1");

  test("a frame leaves the row of its sender and arrives later at the row of its receiver", () => {
    const { arrows, hosts } = lay(lost, 800);
    for (const { x1, x2, y1, y2, frame, lost: gone } of arrows) {
      expect(x2).toBeGreaterThan(x1);
      if (gone) continue;
      const [sender, receiver] = [hosts[frame.from]!, hosts[frame.to]!];
      expect([sender.top, sender.top + sender.height]).toContain(y1);
      expect([receiver.top, receiver.top + receiver.height]).toContain(y2);
    }
    expect(arrows.filter((arrow) => arrow.lost)).toHaveLength(1);
  });

  test("the thread that a frame wakes begins to run where the frame arrives", () => {
    const { arrows, lanes } = lay(lost, 800);
    const arrivals = arrows.map(({ x2 }) => x2);
    const starts = lanes.flatMap(({ spans }) => spans.map(({ x }) => x)).filter((x) => x > 0);
    const woken = starts.filter((x) => arrivals.some((at) => Math.abs(at - x) < 0.01));
    // The others waited for a time of their own.
    expect(woken.length).toBeGreaterThan(3);
    expect(starts.length - woken.length).toBeLessThan(3);
  });

  test("states of few connections are lanes too, and the axis folds a TIME-WAIT in which nothing goes on", () => {
    const resolved = resolveRun(catalogue, "handshake/open-close");
    if (isProblem(resolved)) throw new Error(resolved.problem.en);
    const { trace, lasted } = makeRun(resolved.scenario, resolved.ref);
    const states = stateLanesOf(connectionStates(trace), lasted);
    const model = { ladder: ladder(trace), lanes: [...cpuLanesOf(cpuLanes(trace)), ...states], samples: [] };
    expect(states.find(({ host }) => host === "client")!.spans.map(({ text }) => text)).toEqual([
      "SYN-SENT",
      "ESTABLISHED",
      "FIN-WAIT-1",
      "FIN-WAIT-2",
      "TIME-WAIT",
    ]);
    expect(axisOf(model, 800).folds.map(({ lasts }) => lasts)).toEqual([239_950_000_000]);
  });

  test("what has not happened yet is not there", () => {
    const { arrows, plots } = lay(lost, 800, 12);
    expect(arrows.every(({ frame }) => frame.event <= 12)).toBe(true);
    expect(
      plots.every(({ value }) => !value.includes("H") || value.length < lay(lost, 800).plots[0]!.value.length),
    ).toBe(true);
  });

  test("thirty thousand frames become as many arrows as there is room for, and none is forgotten", () => {
    const bulk = modelOf("tcpudp/bulk?kilobytes=3000");
    const frames = bulk.ladder.rungs.filter((rung) => rung.kind === "frame").length;
    const { arrows, plots } = lay(bulk, 700);
    expect(arrows.length).toBeLessThan(frames / 4);
    expect(arrows.reduce((sum, { count }) => sum + count, 0)).toBe(frames);
    expect(plots.map(({ samples: { what } }) => what)).toContain("cwnd");
    for (const { value } of plots) expect(value.length).toBeLessThan(40_000);
  });
});
