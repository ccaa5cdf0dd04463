/**
 * A point-to-point link: each direction has a latency, a rate, a drop-tail queue, probabilities of loss, duplication, reordering and
 * corruption, and carries out the run's faults on frames. It copies bytes and interprets none of them: what a frame is called is the sender's business.
 */
import { assert } from "../base/assert.ts";
import type { Rng } from "../base/rng.ts";
import { after, between, type Duration, type Instant, ns, start } from "../base/time.ts";
import type { EventId, HostId, LinkId } from "../trace/happening.ts";
import type { InLine, Line } from "./line.ts";
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
  /** The stream of chance that it draws from; its name unless given. Links of one fate do the same to their n-th frames. */
  readonly fate?: string;
  /** The longest frame in bytes, all headers counted. */
  readonly maxFrameBytes: number;
  /** Each frame takes up to this much longer, every value equally likely; so a later one may overtake it. At most 4 s. */
  readonly jitter?: Duration;
  /** Probability that a frame is held back by `reorderBy`, so that those behind it overtake it. */
  readonly reorder?: number;
  readonly reorderBy?: Duration;
  /** Probability that a frame arrives twice. */
  readonly duplicate?: number;
  /** Probability that one bit of a frame, each equally likely, is flipped on the way. */
  readonly corrupt?: number;
}

export interface LinkEnd {
  readonly host: HostId;
  /**
   * `labels` are the sender's: for whoever sends the frame on as it is. `yours`: nobody else holds `bytes`, neither the trace nor a second
   * receiver, so the receiver may write into them or use them again.
   */
  onFrame(bytes: Uint8Array, labels: readonly string[], yours: boolean): void;
}

const onTime = ns(0);
/** Stands for the sending of a frame in a world that keeps no frames: nothing that is kept points at it (`keeping` of trace.ts). */
const unlogged = 0 as EventId;

export class Link {
  readonly name: LinkId;
  readonly #world: World;
  readonly #spec: LinkSpec;
  readonly #directions: readonly [Direction, Direction];
  /** Of loss, in this run. */
  readonly #loss: number;
  /** Whether the trace keeps frames sent, and frames received. */
  readonly #keepsSent: boolean;
  readonly #keepsReceived: boolean;
  /** Records of frames that have arrived, to be used again. */
  readonly #spare: Flying[] = [];

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
    this.name = spec.name;
    this.#loss = Math.max(spec.loss, world.faults.loss);
    this.#keepsSent = world.keeps("frame.sent");
    this.#keepsReceived = world.keeps("frame.received");
    const direction = (from: 0 | 1): Direction => ({
      rng: world.rng(`link ${spec.fate ?? spec.name} ${from}`),
      idleFrom: start,
      waiting: [],
      begun: 0,
      troubles: troublesOf(world, spec, from),
      line: world.line("arrival", (flying) => this.#arrive(spec.ends[from === 0 ? 1 : 0], flying)),
    });
    this.#directions = [direction(0), direction(1)];
  }

  /**
   * Sends a frame from end `from`. The link keeps `bytes`: the sender must not change them afterwards.
   * @param yours nobody else holds `bytes`, the sender included: they may become the receiver's (`LinkEnd.onFrame`)
   */
  send(from: 0 | 1, bytes: Uint8Array, labels: readonly string[], yours = false): void {
    const world = this.#world;
    const direction = this.#directions[from];
    const { name, ends, maxFrameBytes } = this.#spec;
    const sender = ends[from].host;
    // Drawn for every frame, asked or not, so that no fault and no override shifts the chances of later frames. Where nothing is ever lost
    // there is nothing to draw: the stream is this direction's alone.
    let lostByChance = false;
    if (this.#loss > 0) {
      world.leaveToChance();
      lostByChance = direction.rng.chance(this.#loss);
    }
    const faults = world.faults.onFrame(labels, sender);
    const lost = world.choose("frame", 2, lostByChance ? 1 : 0) === 1;
    let cause = world.handling;
    if (this.#keepsSent) {
      const to = ends[from === 0 ? 1 : 0].host;
      cause = world.emit(sender, { kind: "frame.sent", link: name, to, labels, bytes });
    }
    const frame = cause ?? unlogged;
    const leaves = bytes.length > maxFrameBytes ? null : this.#leaves(direction, bytes.length);
    const dropped = faults.length > 0 && faults.some(({ fault }) => fault.act === "drop");
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
      world.because(cause, () => world.emit(sender, { kind: "frame.dropped", link: name, frame, why }));
      return;
    }
    const arrivesAt = after(leaves, this.#spec.latency);
    if (faults.length === 0 && direction.troubles === null) {
      this.#carry(from, this.#flying(arrivesAt, cause, frame, bytes, labels, yours && !this.#keepsSent));
      return;
    }
    let extra = onTime;
    let copies = 1;
    let carried = bytes;
    for (const { fault, text } of faults) {
      const alter = (how: "delayed" | "duplicated" | "corrupted"): EventId | null =>
        world.because(cause, () => world.emit(sender, { kind: "frame.altered", link: name, frame, how, by: text }));
      if (fault.act === "delay") {
        extra = ns(extra + fault.by);
        alter("delayed");
      } else if (fault.act === "duplicate") {
        copies++;
        alter("duplicated");
      } else if (fault.act === "corrupt" && fault.bit < carried.length * 8) {
        carried = flipBit(carried, fault.bit);
        alter("corrupted");
      }
    }
    const { troubles } = direction;
    if (troubles !== null) {
      const trouble = troubles(bytes.length);
      const alter = (how: "delayed" | "duplicated" | "corrupted", by: string): EventId | null =>
        world.because(cause, () => world.emit(sender, { kind: "frame.altered", link: name, frame, how, by }));
      extra = ns(extra + trouble.late);
      if (trouble.reordered) alter("delayed", "reordering");
      if (trouble.duplicated) {
        copies++;
        alter("duplicated", "duplication");
      }
      if (trouble.flippedBit !== null) {
        carried = flipBit(carried, trouble.flippedBit);
        alter("corrupted", "corruption");
      }
    }
    const arrives = after(arrivesAt, extra);
    for (let copy = 0; copy < copies; copy++)
      this.#carry(from, this.#flying(arrives, cause, frame, carried, labels, false));
  }

  /** Frames arrive in the order in which they were sent, but for those that something delayed. */
  #carry(from: 0 | 1, flying: Flying): void {
    const { line } = this.#directions[from];
    if (line.takes(flying.at)) line.push(flying);
    else
      this.#world.because(flying.cause, () =>
        this.#world.at(flying.at, "arrival", () => this.#arrive(this.#spec.ends[from === 0 ? 1 : 0], flying)),
      );
  }

  #flying(
    at: Instant,
    cause: EventId | null,
    frame: EventId,
    bytes: Uint8Array,
    labels: readonly string[],
    yours: boolean,
  ): Flying {
    const flying = this.#spare.pop();
    if (flying === undefined) return { at, cause, number: 0, frame, bytes, labels, yours };
    flying.at = at;
    flying.cause = cause;
    flying.frame = frame;
    flying.bytes = bytes;
    flying.labels = labels;
    flying.yours = yours;
    return flying;
  }

  #arrive(end: LinkEnd, flying: Flying): void {
    const { frame, bytes, labels, yours } = flying;
    this.#spare.push(flying);
    const world = this.#world;
    if (this.#keepsReceived)
      world.handle(world.emit(end.host, { kind: "frame.received", link: this.#spec.name, frame, bytes }));
    end.onFrame(bytes, labels, yours);
  }

  /** When the last bit of a frame sent now is on the wire; null when the queue is full. */
  #leaves(direction: Direction, lengthBytes: number): Instant | null {
    const { bitsPerSecond, queueFrames } = this.#spec;
    const now = this.#world.now;
    if (bitsPerSecond === null) return now;
    const begins = between(direction.idleFrom, now) > 0 ? now : direction.idleFrom;
    if (begins > now && queueFrames !== null) {
      const { waiting } = direction;
      while (direction.begun < waiting.length && waiting[direction.begun]! <= now) direction.begun++;
      if (waiting.length - direction.begun >= queueFrames) return null;
      if (direction.begun >= 256 && direction.begun * 2 >= waiting.length) {
        waiting.splice(0, direction.begun);
        direction.begun = 0;
      }
      waiting.push(begins);
    }
    direction.idleFrom = after(begins, ns((lengthBytes * 8 * 1_000_000_000) / bitsPerSecond));
    return direction.idleFrom;
  }
}

interface Direction {
  readonly rng: Rng;
  /** When the wire is free again. */
  idleFrom: Instant;
  /** When each frame that waits will begin to be sent, earliest first, behind `begun` entries that have begun; only where a queue is bounded. */
  readonly waiting: Instant[];
  begun: number;
  readonly line: Line<Flying>;
  /** What the link does to its frames beyond losing them; null when it does nothing. */
  readonly troubles: ((lengthBytes: number) => Trouble) | null;
}

/** A frame on its way. */
interface Flying extends InLine {
  at: Instant;
  cause: EventId | null;
  frame: EventId;
  bytes: Uint8Array;
  labels: readonly string[];
  /** See `LinkEnd.onFrame`. */
  yours: boolean;
}

/** What a link does to one frame by chance. */
interface Trouble {
  readonly late: Duration;
  readonly reordered: boolean;
  readonly duplicated: boolean;
  readonly flippedBit: number | null;
}

/**
 * One stream of chance for each property, drawn for every frame that leaves: so switching one on or making it likelier changes
 * nothing about the others.
 */
function troublesOf(world: World, spec: LinkSpec, from: 0 | 1): ((lengthBytes: number) => Trouble) | null {
  const {
    name,
    fate = name,
    jitter = onTime,
    reorder = 0,
    reorderBy = spec.latency,
    duplicate = 0,
    corrupt = 0,
  } = spec;
  const fits = jitter >= 0 && jitter < 0x1_0000_0000 && [reorder, duplicate, corrupt].every((p) => p >= 0 && p <= 1);
  assert(fits, () => `link ${name}: jitter ${jitter}, probabilities ${reorder}, ${duplicate}, ${corrupt}`);
  if (jitter === 0 && reorder === 0 && duplicate === 0 && corrupt === 0) return null;
  world.leaveToChance();
  const rng = (what: string): Rng => world.rng(`link ${fate} ${from} ${what}`);
  const [jitters, reorders, duplicates, corrupts] = [rng("jitter"), rng("reorder"), rng("duplicate"), rng("corrupt")];
  return (lengthBytes) => {
    const reordered = reorders.chance(reorder);
    const isCorrupt = corrupts.chance(corrupt);
    const bit = corrupts.next();
    return {
      late: ns(jitters.below(jitter + 1) + (reordered ? reorderBy : 0)),
      reordered,
      duplicated: duplicates.chance(duplicate),
      flippedBit: isCorrupt && lengthBytes > 0 ? bit % (lengthBytes * 8) : null,
    };
  };
}

/** A copy with one bit changed; bit 0 is the first on the wire. */
function flipBit(bytes: Uint8Array, bit: number): Uint8Array {
  const changed = bytes.slice();
  changed[bit >> 3]! ^= 0x80 >> (bit & 7);
  return changed;
}
