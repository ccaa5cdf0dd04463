import { describe, expect, test } from "vitest";
import type { Instant } from "../engine/base/time.ts";
import type { EventId } from "../engine/trace/happening.ts";
import type { FrameRung, Ladder } from "./ladder.ts";
import { fitting, heightOf, layOutLadder, shorten } from "./ladder-layout.ts";

const ms = 1_000_000;

function frame(event: number, at: number, arrival: number | null, from = 0): FrameRung {
  return {
    kind: "frame",
    event: event as EventId,
    number: event,
    nth: 1,
    at: (at * ms) as Instant,
    from,
    to: 1 - from,
    label: "DATA",
    detail: "",
    lengthBytes: 60,
    arrivals: arrival === null ? [] : [(arrival * ms) as Instant],
    received: arrival === null ? [] : [(event + 1) as EventId],
    dropped: arrival === null ? "fault" : null,
    altered: [],
    ignored: null,
    flow: null,
    again: false,
    choice: null,
  };
}

const lay = (rungs: Ladder["rungs"], width = 700) =>
  layOutLadder(
    { lifelines: ["a", "b"].map((name) => ({ name, host: name })), rungs },
    {
      width,
      textWidth: (text) => text.length * 7,
      noteTexts: () => ["a note of some length", "a note"],
      timeText: (at) => (at / 1e9).toFixed(3),
      states: [null, null],
      to: rungs.length,
      zoom: 1,
    },
  );

describe("where a ladder stands", () => {
  test("time runs down, and a frame arrives below where it was sent", () => {
    const { arrows, times } = lay([frame(1, 0, 50), frame(3, 50, 100, 1)]);
    for (const arrow of arrows) expect(arrow.y2).toBeGreaterThan(arrow.y1);
    expect(times.map((time) => time.y)).toEqual(times.map((time) => time.y).toSorted((a, b) => a - b));
  });

  test("frames sent at one instant do not lie on each other", () => {
    const { arrows } = lay([frame(1, 0, 50), frame(3, 0, 50), frame(5, 0, 50)]);
    for (const [at, arrow] of arrows.entries()) if (at > 0) expect(arrow.y1 - arrows[at - 1]!.y1).toBeGreaterThan(14);
  });

  test("a long stretch in which nothing is under way is a gap that says how long it was", () => {
    const { gaps, height } = lay([frame(1, 0, 50), frame(3, 50, null, 1), frame(5, 1000, 1050)]);
    expect(gaps.map((gap) => gap.lasts)).toEqual([950 * ms]);
    expect(height).toBeLessThan(600);
  });

  test("texts are as long as there is room: on a phone the shorter one", () => {
    const texts = ["1 DATA with all its fields", "1"];
    const on = (width: number): string =>
      fitting(texts, lay([frame(1, 0, 50)], width).arrows[0]!.room, (text) => text.length * 7);
    expect(on(700)).toBe("1 DATA with all its fields");
    expect(on(360)).toBe("1");
    expect(shorten("retransmission", 50, (text) => text.length * 7)).toBe("retran…");
  });

  test("an event without a place of its own stands where the last one before it does", () => {
    const layout = lay([frame(1, 0, 50), frame(5, 50, 100, 1)]);
    expect(heightOf(layout, 0)).toBeNull();
    expect(heightOf(layout, 3)).toBe(heightOf(layout, 2));
    expect(heightOf(layout, 5)! > heightOf(layout, 2)!).toBe(true);
  });

  test("a long ladder takes time in proportion: no rung looks at all the others", () => {
    const many = (count: number): number => {
      const rungs = Array.from({ length: count }, (_, at) => frame(at * 2 + 1, at, at + 50, at % 2));
      const begun = performance.now();
      expect(lay(rungs).arrows).toHaveLength(count);
      return performance.now() - begun;
    };
    many(2_000);
    // Four times as many: quadratic would be sixteen times as long.
    const ratio = Math.min(...[0, 1, 2].map(() => many(24_000) / many(6_000)));
    expect(ratio).toBeLessThan(11);
  });

  test("a lost frame has no arrival, and its rest ends inside the picture", () => {
    const { arrows, height } = lay([frame(1, 0, null)]);
    expect(arrows).toHaveLength(1);
    expect(arrows[0]!.lost).toBe(true);
    expect(arrows[0]!.y2).toBeLessThan(height);
  });
});
