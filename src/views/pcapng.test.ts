import { describe, expect, test } from "vitest";
import { ms } from "../engine/base/time.ts";
import { parseFault } from "../engine/world/faults.ts";
import { Link } from "../engine/world/link.ts";
import { World } from "../engine/world/world.ts";
import { type PcapngOptions, pcapng } from "./pcapng.ts";

/** A client that sends three frames to a server, the second of which is lost by a fault. */
function capture(options: PcapngOptions = {}): DataView {
  const fault = parseFault("drop DATA 2");
  if ("expected" in fault) throw new Error("fault");
  const world = new World({ seed: 1, faults: [fault] });
  const link = new Link(world, {
    name: "client-server",
    ends: [
      { host: "client", onFrame: () => {} },
      { host: "server", onFrame: () => {} },
    ],
    latency: ms(50),
    bitsPerSecond: null,
    queueFrames: null,
    loss: 0,
    maxFrameBytes: 1514,
  });
  for (let i = 1; i <= 3; i++) world.after(ms(5000 * i), "program", () => link.send(0, new Uint8Array(i), ["DATA"]));
  world.run();
  return new DataView(pcapng(world.trace, options).buffer);
}

/** Walks the blocks, as a reader does: type and total length in front, the length again behind. */
function blocks(view: DataView): { type: number; at: number; length: number }[] {
  const out = [];
  for (let at = 0; at < view.byteLength; ) {
    const length = view.getUint32(at + 4, true);
    expect(length % 4).toBe(0);
    expect(view.getUint32(at + length - 4, true)).toBe(length);
    out.push({ type: view.getUint32(at, true), at, length });
    at += length;
  }
  return out;
}

const time = (view: DataView, at: number): number =>
  view.getUint32(at + 12, true) * 2 ** 32 + view.getUint32(at + 16, true);
const text = (view: DataView): string => Buffer.from(view.buffer).toString("latin1");

describe("a pcapng file", () => {
  test("is a section, an interface a link, and a packet block a frame, with nanoseconds", () => {
    const view = capture();
    const all = blocks(view);
    expect(all.map(({ type }) => type)).toEqual([0x0a0d0d0a, 1, 6, 6, 6]);
    expect(view.getUint32(8, true)).toBe(0x1a2b3c4d);
    expect(all.slice(2).map(({ at }) => time(view, at))).toEqual([5e9, 10e9, 15e9]);
    expect(all.slice(2).map(({ at }) => view.getUint32(at + 20, true))).toEqual([1, 2, 3]);
    expect(text(view)).toContain("client-server");
  });

  test("a frame that never arrives says so in its comment", () => {
    expect(text(capture()).match(/never arrives: fault/g)).toHaveLength(1);
  });

  test("captured on a host it has what that host sent and received: the lost frame is not on the server", () => {
    const onServer = capture({ at: "server" });
    const packets = blocks(onServer).filter(({ type }) => type === 6);
    expect(packets.map(({ at }) => time(onServer, at))).toEqual([5.05e9, 15.05e9]);
    expect(blocks(capture({ at: "client" })).filter(({ type }) => type === 6)).toHaveLength(3);
  });

  test("bears the run's name, and grows past its first buffer", () => {
    expect(text(capture({ comment: "x".repeat(9000) }))).toContain("x".repeat(9000));
  });
});
