import { describe, expect, test } from "vitest";
import { type Duration, ms, ns } from "../base/time.ts";
import { parseFault } from "./faults.ts";
import { Link, type LinkSpec } from "./link.ts";
import { World } from "./world.ts";

interface Pair {
  readonly world: World;
  readonly link: Link;
  /** Arrivals at b: time in ns and bytes. */
  readonly arrived: { at: number; bytes: number[] }[];
}

function pair(
  spec: Partial<LinkSpec> = {},
  faults: readonly string[] = [],
  choices: readonly [number, number][] = [],
): Pair {
  const parsed = faults.map((text) => {
    const fault = parseFault(text);
    if ("expected" in fault) throw new Error(text);
    return fault;
  });
  const world = new World({ seed: 7, faults: parsed, choices });
  const arrived: Pair["arrived"] = [];
  const link = new Link(world, {
    name: "a-b",
    ends: [
      { host: "a", onFrame: () => {} },
      { host: "b", onFrame: (bytes) => arrived.push({ at: world.now, bytes: [...bytes] }) },
    ],
    latency: ms(10),
    bitsPerSecond: null,
    queueFrames: null,
    loss: 0,
    maxFrameBytes: 1514,
    ...spec,
  });
  return { world, link, arrived };
}

const frame = (length: number, fill = 0): Uint8Array => new Uint8Array(length).fill(fill);
const why = (world: World): string[] => world.trace.of("frame.dropped").map((event) => event.why);

describe("a link", () => {
  test("delivers the bytes after its latency, caused by the sending", () => {
    const { world, link, arrived } = pair();
    link.send(0, Uint8Array.of(1, 2, 3), ["DATA"]);
    world.run();
    expect(arrived).toEqual([{ at: 10_000_000, bytes: [1, 2, 3] }]);
    expect(world.trace.of("frame.received")[0]!.cause).toBe(world.trace.of("frame.sent")[0]!.id);
  });

  test("puts bits on the wire one after another: 1,000 bytes at 8 Mbit/s take 1 ms each", () => {
    const { world, link, arrived } = pair({ bitsPerSecond: 8_000_000 });
    for (let i = 0; i < 3; i++) link.send(0, frame(1000), ["DATA"]);
    world.run();
    expect(arrived.map(({ at }) => at)).toEqual([11_000_000, 12_000_000, 13_000_000]);
  });

  test("drops from the tail when its queue is full, and takes frames again when it has drained", () => {
    const { world, link, arrived } = pair({ bitsPerSecond: 8_000_000, queueFrames: 1 });
    for (let i = 0; i < 3; i++) link.send(0, frame(1000), ["DATA"]);
    world.after(ms(5), "program", () => link.send(0, frame(1000), ["DATA"]));
    world.run();
    expect(why(world)).toEqual(["queue-full"]);
    expect(arrived.map(({ at }) => at)).toEqual([11_000_000, 12_000_000, 16_000_000]);
  });

  test("does not carry a frame that is too long", () => {
    const { world, link } = pair({ maxFrameBytes: 100 });
    link.send(0, frame(101), ["DATA"]);
    world.run();
    expect(why(world)).toEqual(["too-long"]);
  });

  test("loses frames with its probability, by the seed alone", () => {
    const lost = (): number => {
      const { world, link } = pair({ loss: 0.05 });
      for (let i = 0; i < 10_000; i++) link.send(0, frame(1), ["DATA"]);
      return world.trace.of("frame.dropped").length;
    };
    // Five standard deviations round 500: a fair coin of 5 % stays within.
    expect(lost()).toBeGreaterThan(391);
    expect(lost()).toBeLessThan(609);
    expect(lost()).toBe(lost());
  });

  test("the two directions draw from streams of their own", () => {
    const { world, link } = pair({ loss: 0.5 });
    for (let i = 0; i < 64; i++) link.send(0, frame(1), ["DATA"]);
    const there = why(world).length;
    for (let i = 0; i < 64; i++) link.send(1, frame(1), ["DATA"]);
    const alone = pair({ loss: 0.5 });
    for (let i = 0; i < 64; i++) {
      alone.link.send(1, frame(1), ["DATA"]);
      alone.link.send(0, frame(1), ["DATA"]);
    }
    expect(alone.world.trace.of("frame.dropped").filter((event) => event.host === "a")).toHaveLength(there);
  });

  test("links of one fate lose the same frames by number, whatever their names", () => {
    const lost = (spec: Partial<LinkSpec>): number[] => {
      const { world, link } = pair({ loss: 0.3, ...spec });
      for (let i = 0; i < 50; i++) link.send(0, frame(1), ["DATA"]);
      return world.trace.of("frame.dropped").map((event) => event.frame);
    };
    expect(lost({ name: "x", fate: "both" })).toEqual(lost({ name: "y", fate: "both" }));
    expect(lost({ name: "x" })).not.toEqual(lost({ name: "y" }));
  });

  test("every frame is a choice: overriding it loses a frame that would arrive, or saves one that would not", () => {
    const losing = pair({}, [], [[0, 1]]);
    losing.link.send(0, frame(1), ["DATA"]);
    losing.world.run();
    expect(why(losing.world)).toEqual(["choice"]);
    const saving = pair({ loss: 1 }, [], [[0, 0]]);
    saving.link.send(0, frame(1), ["DATA"]);
    saving.world.run();
    expect(saving.arrived).toHaveLength(1);
  });
});

describe("what a link does by chance", () => {
  const send = (spec: Partial<LinkSpec>, count = 2000): Pair => {
    const given = pair(spec);
    for (let i = 0; i < count; i++) given.link.send(0, Uint8Array.of(i >> 8, i & 255), ["DATA"]);
    given.world.run();
    return given;
  };
  const numbers = (given: Pair): number[] => given.arrived.map(({ bytes }) => bytes[0]! * 256 + bytes[1]!);
  const isSorted = (list: readonly number[]): boolean => list.every((n, i) => i === 0 || list[i - 1]! <= n);

  test("jitter delays each frame by up to its value, and so reorders", () => {
    const given = send({ jitter: ms(4) });
    expect(numbers(given).sort((a, b) => a - b)).toEqual(Array.from({ length: 2000 }, (_, i) => i));
    expect(isSorted(numbers(given))).toBe(false);
    const times = given.arrived.map(({ at }) => at);
    expect(Math.min(...times)).toBeGreaterThanOrEqual(10_000_000);
    expect(Math.max(...times)).toBeLessThanOrEqual(14_000_000);
  });

  test("reordering holds a share of the frames back, and says which", () => {
    const given = send({ reorder: 0.1, reorderBy: ms(1) });
    const late = given.arrived.filter(({ at }) => at === 11_000_000).length;
    expect(late).toBeGreaterThan(150);
    expect(late).toBeLessThan(250);
    const altered = given.world.trace.of("frame.altered");
    expect(altered.filter(({ how, by }) => how === "delayed" && by === "reordering")).toHaveLength(late);
  });

  test("duplication delivers a share of the frames twice", () => {
    const { arrived, world } = send({ duplicate: 0.1 });
    expect(arrived.length).toBe(2000 + world.trace.of("frame.altered").length);
    expect(arrived.length).toBeGreaterThan(2150);
  });

  test("corruption flips one bit of a share of the frames, never the sender's bytes", () => {
    const given = send({ corrupt: 0.1 });
    const sent = given.world.trace.of("frame.sent").map(({ bytes }) => [...bytes]);
    const ones = (n: number): number => n.toString(2).replaceAll("0", "").length;
    const flipped = given.arrived.map(
      ({ bytes }, i) => ones(bytes[0]! ^ sent[i]![0]!) + ones(bytes[1]! ^ sent[i]![1]!),
    );
    expect(new Set(flipped)).toEqual(new Set([0, 1]));
    expect(flipped.filter((n) => n === 1)).toHaveLength(given.world.trace.of("frame.altered").length);
  });

  test("each has a stream of its own: adding one changes nothing about the others", () => {
    const lost = (spec: Partial<LinkSpec>): number[] =>
      send({ loss: 0.2, ...spec })
        .world.trace.of("frame.dropped")
        .map(({ frame: id }) => id);
    const count = (spec: Partial<LinkSpec>): number => lost(spec).length;
    expect(count({ jitter: ms(1), duplicate: 0.5 })).toBe(count({}));
    const doubled = (spec: Partial<LinkSpec>): number =>
      send({ duplicate: 0.1, ...spec })
        .world.trace.of("frame.altered")
        .filter(({ how }) => how === "duplicated").length;
    expect(doubled({ jitter: ms(1), corrupt: 0.5, reorder: 0.5 })).toBe(doubled({}));
  });
});

describe("faults on frames", () => {
  const send = (given: Pair, count: number, labels = ["DATA"]): Pair => {
    for (let i = 1; i <= count; i++) given.link.send(0, Uint8Array.of(i), labels);
    given.world.run();
    return given;
  };

  test("drop 2..3 loses the second and third with that label", () => {
    const { world, arrived } = send(pair({}, ["drop DATA 2..3"]), 4);
    expect(arrived.map(({ bytes }) => bytes[0])).toEqual([1, 4]);
    expect(why(world)).toEqual(["fault", "fault"]);
  });

  test("a frame with another label is not counted; FRAME means any", () => {
    expect(send(pair({}, ["drop SYN 1"]), 2).arrived).toHaveLength(2);
    expect(send(pair({}, ["drop FRAME 1"]), 2).arrived).toHaveLength(1);
  });

  test("from names the sender", () => {
    expect(send(pair({}, ["drop DATA from b"]), 2).arrived).toHaveLength(2);
    expect(send(pair({}, ["drop DATA from a"]), 2).arrived).toHaveLength(0);
  });

  test("delay makes a frame late and so lets a later one overtake it", () => {
    const { arrived } = send(pair({}, ["delay DATA 1 by 200ms"]), 2);
    expect(arrived.map(({ at, bytes }) => [bytes[0], at])).toEqual([
      [2, 10_000_000],
      [1, 210_000_000],
    ]);
  });

  test("duplicate delivers it twice; corrupt flips one bit, the first on the wire being bit 0, and leaves the sender's bytes", () => {
    expect(send(pair({}, ["duplicate DATA 1"]), 1).arrived).toHaveLength(2);
    const { world, arrived } = send(pair({}, ["corrupt DATA 1 bit 0"]), 1);
    expect(arrived[0]!.bytes).toEqual([0x81]);
    expect([...world.trace.of("frame.sent")[0]!.bytes]).toEqual([1]);
  });

  test("a fault without an occasion is told", () => {
    const { world } = send(pair({}, ["drop DATA 9", "loss 0%"]), 1);
    expect(world.faults.unused()).toEqual(["drop DATA 9"]);
  });

  test("loss of a fault adds to a link that loses nothing", () => {
    expect(send(pair({}, ["loss 100%"]), 3).arrived).toHaveLength(0);
  });
});

test("a latency below zero is refused", () => {
  expect(() => pair({ latency: -1 as Duration })).toThrow(/latency/);
  expect(() => pair({ latency: ns(0) })).not.toThrow();
});
