import { describe, expect, it } from "vitest";
import { findScenario } from "../../../lab/catalogue.ts";
import { resolveRun } from "../../../lab/resolve.ts";
import { makeRun } from "../../../lab/run.ts";
import { catalogue } from "../../../topics/catalogue.ts";
import { timelines } from "../../../views/timeline.ts";
import { layOut } from "./timeline-layout.ts";

const timelineOf = (name: string) => {
  const resolved = resolveRun(catalogue, name);
  if ("problem" in resolved) throw new Error(resolved.problem.en);
  return timelines(makeRun(findScenario(catalogue, resolved.ref.scenario)!, resolved.ref).trace)[0]!;
};
const options = { language: "ko", because: [] as number[], textWidth: (text: string) => text.length * 8 } as const;

describe("the layout of a timeline", () => {
  const timeline = timelineOf("thread-safe/check-then-put?choice=1:1");

  it.each([320, 358, 640, 1000, 2000])("%d px: every step has a box, inside the width, none over another", (width) => {
    const { blocks } = layOut(timeline, { ...options, width });
    const boxes = blocks.flatMap((block) => block.boxes);
    expect(boxes.map((box) => box.index)).toEqual(timeline.steps.map((_, at) => at));
    for (const box of boxes) {
      expect(box.x).toBeGreaterThan(0);
      expect(box.x + box.width).toBeLessThanOrEqual(width);
    }
    for (const a of boxes)
      for (const b of boxes)
        if (a.index < b.index)
          expect(a.y !== b.y || a.x + a.width <= b.x || b.x + b.width <= a.x, `${a.index} over ${b.index}`).toBe(true);
  });

  it("text keeps its size: a narrow picture has more blocks, not smaller boxes", () => {
    const wide = layOut(timeline, { ...options, width: 1400 });
    const narrow = layOut(timeline, { ...options, width: 360 });
    expect(wide.blocks.length).toBe(1);
    expect(narrow.blocks.length).toBeGreaterThan(3);
    const widest = Math.max(...narrow.blocks.flatMap((block) => block.boxes.map((box) => box.what.length * 8)));
    for (const box of narrow.blocks.flatMap((block) => block.boxes)) expect(box.width).toBeGreaterThan(widest);
  });

  it("a write that a stale write covers is marked, with the arrow from the later to the earlier one", () => {
    const lost = timelineOf("thread-safe/counter?choice=1:1");
    const because = [4, 7, 10];
    const [block] = layOut(lost, { ...options, width: 900, because }).blocks;
    expect(block!.boxes.filter((box) => box.overwritten).map((box) => box.index)).toEqual([2]);
    expect(block!.arrows.map(({ from, to }) => [from.index, to.index])).toEqual([[3, 2]]);
  });

  it("a thread that waits for ever is drawn behind the last step", () => {
    const { blocks } = layOut(timelineOf("thread-safe/self-lock"), { ...options, width: 400 });
    expect(blocks.at(-1)!.stuck.length).toBe(1);
  });
});
