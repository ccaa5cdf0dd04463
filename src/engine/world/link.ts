/**
 * A point-to-point link: each direction has a latency, a rate, a drop-tail queue and a probability of loss, and carries out the
 * run's faults on frames. It copies bytes and interprets none of them: what a frame is called is the sender's business.
 */
import { assert } from "../base/assert.ts";
import type { Rng } from "../base/rng.ts";
import { after, between, type Duration, type Instant, ns, start } from "../base/time.ts";
import type { EventId, HostId } from "../trace/happening.ts";
import type { World } from "./world.ts";

export interface LinkSpec {
  /** Unique in its world. */
  readonly name: string;
  readonly ends: readonly [LinkEnd, LinkEnd];
  /** One way. */
  readonly latency: Duration;
  /** Null: putting bits on the wire takes no time. */
  readonly bitsPerSecond: number | null;
  /** Frames that may wait for the wire, the one being sent not counted; null: any number. */
  readonly queueFrames: number | null;
  /** Probability that a frame is lost, 0 to 1. */
  readonly loss: number;
  /** The longest frame in bytes, all headers counted. */
  readonly maxFrameBytes: number;
}

export interface LinkEnd {
  readonly host: HostId;
  onFrame(bytes: Uint8Array): void;
}

const onTime = ns(0);

export class Link {
  readonly #world: World;
  readonly #spec: LinkSpec;
  readonly #directions: readonly [Direction, Direction];

  constructor(world: World, spec: LinkSpec) {
    assert(
      spec.latency >= 0 && spec.loss >= 0 && spec.loss <= 1,
      () => `link ${spec.name}: latency ${spec.latency}, loss ${spec.loss}`,
    );
    assert(
      spec.bitsPerSecond === null || spec.bitsPerSecond > 0,
      () => `link ${spec.name}: a rate of ${spec.bitsPerSecond} bit/s`,
    );
    this.#world = world;
    this.#spec = spec;
    const direction = (from: 0 | 1): Direction => ({
      rng: world.rng(`link ${spec.name} ${from}`),
      idleFrom: start,
      waiting: [],
    });
    this.#directions = [direction(0), direction(1)];
  }

  /** Sends a frame from end `from`. The link keeps `bytes`: the sender must not change them afterwards. */
  send(from: 0 | 1, bytes: Uint8Array, labels: readonly string[]): void {
    const world = this.#world;
    const { name, ends, loss, maxFrameBytes } = this.#spec;
    const sender = ends[from].host;
    // Drawn for every frame, asked or not, so that no fault and no override shifts the chances of later frames.
    const lostByChance = this.#directions[from].rng.chance(Math.max(loss, world.faults.loss));
    const faults = world.faults.onFrame(labels, sender);
    const lost = world.choose("frame", 2, lostByChance ? 1 : 0) === 1;
    const frame = world.emit(sender, {
      kind: "frame.sent",
      link: name,
      to: ends[from === 0 ? 1 : 0].host,
      labels,
      bytes,
    });
    const leaves = bytes.length > maxFrameBytes ? null : this.#leaves(from, bytes.length);
    const dropped = faults.some(({ fault }) => fault.act === "drop");
    if (leaves === null || lost || dropped) {
      const tooLong = bytes.length > maxFrameBytes;
      const why = tooLong
        ? "too-long"
        : leaves === null
          ? "queue-full"
          : !lost
            ? "fault"
            : lostByChance
              ? "loss"
              : "choice";
      world.because(frame, () => world.emit(sender, { kind: "frame.dropped", link: name, frame, why }));
      return;
    }
    let extra = onTime;
    let copies = 1;
    let carried = bytes;
    for (const { fault, text } of faults) {
      const alter = (how: "delayed" | "duplicated" | "corrupted"): EventId =>
        world.because(frame, () => world.emit(sender, { kind: "frame.altered", link: name, frame, how, by: text }));
      if (fault.act === "delay") {
        extra = ns(extra + fault.by);
        alter("delayed");
      } else if (fault.act === "duplicate") {
        copies++;
        alter("duplicated");
      } else if (fault.act === "corrupt" && fault.bit < carried.length * 8) {
        carried = carried.slice();
        carried[fault.bit >> 3]! ^= 0x80 >> (fault.bit & 7); // bit 0 is the first on the wire
        alter("corrupted");
      }
    }
    const arrives = after(after(leaves, this.#spec.latency), extra);
    for (let copy = 0; copy < copies; copy++) this.#deliver(from, frame, carried, arrives);
  }

  #deliver(from: 0 | 1, frame: EventId, bytes: Uint8Array, arrives: Instant): void {
    const world = this.#world;
    const end = this.#spec.ends[from === 0 ? 1 : 0];
    world.because(frame, () =>
      world.at(arrives, "arrival", () => {
        world.handle(world.emit(end.host, { kind: "frame.received", link: this.#spec.name, frame, bytes }));
        end.onFrame(bytes);
      }),
    );
  }

  /** When the last bit of a frame sent now is on the wire; null when the queue is full. */
  #leaves(from: 0 | 1, lengthBytes: number): Instant | null {
    const { bitsPerSecond, queueFrames } = this.#spec;
    const now = this.#world.now;
    if (bitsPerSecond === null) return now;
    const direction = this.#directions[from];
    while (direction.waiting.length > 0 && direction.waiting[0]! <= now) direction.waiting.shift();
    const begins = between(direction.idleFrom, now) > 0 ? now : direction.idleFrom;
    if (begins > now) {
      if (queueFrames !== null && direction.waiting.length >= queueFrames) return null;
      direction.waiting.push(begins);
    }
    direction.idleFrom = after(begins, ns((lengthBytes * 8 * 1_000_000_000) / bitsPerSecond));
    return direction.idleFrom;
  }
}

interface Direction {
  readonly rng: Rng;
  /** When the wire is free again. */
  idleFrom: Instant;
  /** When each frame that waits will begin to be sent, earliest first. */
  readonly waiting: Instant[];
}
