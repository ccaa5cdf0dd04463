import { describe, expect, test } from "vitest";
import { ms, ns } from "../base/time.ts";
import type { EventId } from "../trace/happening.ts";
import { World } from "./world.ts";

const mark = (world: World, thread: number): EventId | null => world.emit("h", { kind: "thread.woken", thread });

describe("turns", () => {
  test("come in the order of time, then arrivals before timers before programs, then first asked first", () => {
    const world = new World({ seed: 1 });
    const seen: string[] = [];
    world.after(ms(2), "program", () => seen.push("2 program"));
    world.after(ms(1), "program", () => seen.push("1 program a"));
    world.after(ms(1), "program", () => seen.push("1 program b"));
    world.after(ms(1), "timer", () => seen.push("1 timer"));
    world.after(ms(1), "arrival", () => seen.push("1 arrival"));
    expect(world.run()).toBe("quiet");
    expect(seen).toEqual(["1 arrival", "1 timer", "1 program a", "1 program b", "2 program"]);
  });

  test("a cancelled turn never comes, and cancelling it again does nothing", () => {
    const world = new World({ seed: 1 });
    let came = false;
    const alarm = world.after(ms(1), "timer", () => {
      came = true;
    });
    alarm.cancel();
    alarm.cancel();
    world.run();
    expect(came).toBe(false);
  });

  test("the past cannot be scheduled", () => {
    const world = new World({ seed: 1 });
    world.after(ms(5), "timer", () => void world.at(ns(1) as never, "timer", () => {}));
    expect(() => world.run()).toThrow(/was asked for at/);
  });

  test("a run that does not end is cut, and the trace says so", () => {
    const world = new World({ seed: 1 });
    const again = (): void => void world.after(ms(1), "timer", again);
    again();
    expect(world.run(100)).toBe("cut");
    expect(world.trace.of("run.cut")).toMatchObject([{ afterTurns: 100 }]);
  });
});

describe("causes", () => {
  test("what is scheduled while an event is handled is caused by that event", () => {
    const world = new World({ seed: 1 });
    world.after(ms(1), "timer", () => {
      world.handle(mark(world, 1));
      world.after(ms(1), "timer", () => void mark(world, 2));
    });
    world.run();
    expect(world.trace.events.map((event) => event.cause)).toEqual([null, 0]);
    expect(world.trace.causes(1 as EventId).map((event) => event.id)).toEqual([1, 0]);
  });

  test("the cause is cleared when the turn ends: two unrelated experiments do not hang together", () => {
    const world = new World({ seed: 1 });
    world.after(ms(1), "timer", () => world.handle(mark(world, 1)));
    world.run();
    // Nobody's turn: as a second experiment set up later would be.
    mark(world, 2);
    world.after(ms(1), "timer", () => void mark(world, 3));
    world.run();
    expect(world.trace.events.map((event) => event.cause)).toEqual([null, null, null]);
  });

  test("because() names a cause for a while and gives the former one back", () => {
    const world = new World({ seed: 1 });
    const first = mark(world, 1);
    world.because(first, () => mark(world, 2));
    mark(world, 3);
    expect(world.trace.events.map((event) => event.cause)).toEqual([null, first, null]);
  });
});

describe("choices", () => {
  test("a choice takes its default, is numbered, and the next event bears its number", () => {
    const world = new World({ seed: 1 });
    expect(world.choose("schedule", 3, 2)).toBe(2);
    mark(world, 1);
    mark(world, 2);
    expect(world.trace.choices).toEqual([{ about: "schedule", of: 3, byDefault: 2, pick: 2 }]);
    expect(world.trace.events.map((event) => event.choice)).toEqual([0, null]);
  });

  test("many equal answers are listed one by one, among others, however often the list is asked for", () => {
    const world = new World({ seed: 1 });
    const asked: number[] = [];
    for (let i = 0; i < 50; i++) {
      asked.push(world.choose(i % 7 === 0 ? "schedule" : "frame", i % 7 === 0 ? 3 : 2, 0));
      if (i % 11 === 0) expect(world.trace.choices).toHaveLength(i + 1);
    }
    expect(world.trace.choiceCount).toBe(50);
    expect(world.trace.choices.map(({ about }) => about === "schedule")).toEqual(asked.map((_, i) => i % 7 === 0));
  });

  test("one option is no choice and is not counted", () => {
    const world = new World({ seed: 1 });
    expect(world.choose("schedule", 1, 0)).toBe(0);
    expect(world.trace.choices).toEqual([]);
  });

  test("an override that does not fit is reported and the default taken", () => {
    const world = new World({
      seed: 1,
      choices: [
        [0, 7],
        [5, 1],
      ],
    });
    expect(world.choose("schedule", 2, 1)).toBe(1);
    expect(world.misfits()).toEqual([
      { at: 0, pick: 7, of: 2 },
      { at: 5, pick: 1, of: 0 },
    ]);
  });

  test("with the trace off nothing is logged, and choices are still recorded for the search", () => {
    const world = new World({ seed: 1, trace: "off" });
    world.choose("frame", 2, 0);
    mark(world, 1);
    expect(world.trace.events).toEqual([]);
    expect(world.trace.choices).toHaveLength(1);
  });

  test("of some kinds kept, events are numbered as they lie, and hang on the nearest cause that is there", () => {
    const world = new World({ seed: 1, trace: ["tcp.closed", "run.cut"] });
    const closed = world.emit("h", { kind: "tcp.closed", connection: "c", why: "fin" });
    world.handle(closed);
    world.choose("frame", 2, 0);
    world.handle(mark(world, 1));
    world.emit(null, { kind: "run.cut", afterTurns: 1 });
    expect(world.trace.events).toMatchObject([
      { id: 0, kind: "tcp.closed", cause: null },
      { id: 1, kind: "run.cut", cause: 0, choice: null },
    ]);
    expect([world.tracing, world.keeps("thread.woken"), world.keeps("run.cut")]).toEqual([true, false, true]);
  });

  test("what points at a frame cannot be kept without the frame", () => {
    expect(() => new World({ seed: 1, trace: ["frame.dropped"] })).toThrow(/must keep frame.sent/);
  });
});
