import { describe, expect, test } from "vitest";
import { ms, seconds } from "../base/time.ts";
import { Link } from "./link.ts";
import { Switch } from "./switch.ts";
import { World } from "./world.ts";

/** A switch with one station a port; station n has the address 02:00:00:00:00:0n. */
function lan(stations: number, ageing = seconds(300)) {
  const world = new World({ seed: 1 });
  const hub = new Switch(world, "sw", ageing);
  const heard: string[] = [];
  const links = Array.from({ length: stations }, (_, i) => {
    const port = hub.port();
    const onFrame = (bytes: Uint8Array, labels: readonly string[]): void => {
      heard.push(`${i + 1}: ${bytes[11]} ${labels[0]}`);
    };
    const link = new Link(world, {
      name: `p${i + 1}`,
      ends: [{ host: `h${i + 1}`, onFrame }, port],
      latency: ms(1),
      bitsPerSecond: null,
      queueFrames: null,
      loss: 0,
      maxFrameBytes: 1514,
    });
    port.attach(link, 1);
    return link;
  });
  const send = (from: number, to: number, label = "DATA"): string[] => {
    const address = (n: number): number[] => (n === 0 ? [255, 255, 255, 255, 255, 255] : [2, 0, 0, 0, 0, n]);
    links[from - 1]!.send(0, Uint8Array.from([...address(to), ...address(from), 8, 0]), [label]);
    heard.length = 0;
    world.run();
    return [...heard];
  };
  return { world, send };
}

describe("a learning switch", () => {
  test("floods what is for a station it has not seen, and sends the answer to one port", () => {
    const { send, world } = lan(3);
    expect(send(1, 2)).toEqual(["2: 1 DATA", "3: 1 DATA"]);
    expect(send(2, 1)).toEqual(["1: 2 DATA"]);
    expect(send(1, 2)).toEqual(["2: 1 DATA"]);
    expect(world.trace.of("switch.learned").map(({ mac, link }) => `${mac} ${link}`)).toEqual([
      "02:00:00:00:00:01 p1",
      "02:00:00:00:00:02 p2",
    ]);
    expect(world.trace.of("switch.flooded")).toHaveLength(1);
  });

  test("floods broadcasts always, and keeps the sender's labels", () => {
    const { send } = lan(3);
    for (let i = 0; i < 2; i++) expect(send(3, 0, "ARP request")).toEqual(["1: 3 ARP request", "2: 3 ARP request"]);
  });

  test("learns anew when a station is plugged in elsewhere, at its first frame", () => {
    const { send, world } = lan(3);
    send(1, 0);
    send(2, 1);
    // Station 1 now speaks through port 3: the test forges its address there.
    const { trace } = world;
    send(3, 0);
    expect(trace.of("switch.learned").at(-1)!.link).toBe("p3");
  });

  test("forgets a station that was silent for its ageing time", () => {
    const { send, world } = lan(3, seconds(10));
    send(2, 0);
    expect(send(1, 2)).toEqual(["2: 1 DATA"]);
    world.after(seconds(11), "timer", () => {});
    world.run();
    expect(send(1, 2)).toEqual(["2: 1 DATA", "3: 1 DATA"]);
  });

  test("what is sent on is caused by what came in", () => {
    const { send, world } = lan(2);
    send(1, 2);
    const last = world.trace.of("frame.received").at(-1)!;
    expect(world.trace.causes(last.id).map(({ kind }) => kind)).toEqual([
      ...["frame.received", "frame.sent", "switch.flooded", "frame.received", "frame.sent"],
    ]);
  });
});
