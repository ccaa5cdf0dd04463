import { describe, expect, test } from "vitest";
import type { Instant } from "../engine/base/time.ts";
import type { EventId } from "../engine/trace/happening.ts";
import type { FrameRung, Ladder } from "./ladder.ts";
import { layOutLadder, shorten } from "./ladder-layout.ts";

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
      frameTexts: (one) => [`${one.number} ${one.label} with all its fields`, `${one.number}`],
      timeText: (at) => (at / 1e9).toFixed(3),
      states: [null, null],
      from: 0,
      to: rungs.length,
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
    expect(lay([frame(1, 0, 50)]).arrows[0]!.text).toBe("1 DATA with all its fields");
    expect(lay([frame(1, 0, 50)], 360).arrows[0]!.text).toBe("1");
    expect(shorten("retransmission", 50, (text) => text.length * 7)).toBe("retran…");
  });

  test("a lost frame has no arrival, and its rest ends inside the picture", () => {
    const { arrows, height } = lay([frame(1, 0, null)]);
    expect(arrows).toHaveLength(1);
    expect(arrows[0]!.lost).toBe(true);
    expect(arrows[0]!.y2).toBeLessThan(height);
  });
});
