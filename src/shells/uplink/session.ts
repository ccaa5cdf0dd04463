/**
 * A world that runs against the wall clock, with a real network behind its uplink. Virtual time follows a monotonic clock: what comes in
 * is an arrival at the instant at which it was read, and turns are taken when they are due. All that the world learns from outside is
 * recorded (when, which bytes), so that the same session can be seen again as an ordinary run, with the same trace.
 */
import { after, type Instant, ns } from "../../engine/base/time.ts";
import type { World } from "../../engine/world/world.ts";
import type { Uplink } from "./uplink.ts";
import type { Wire } from "./wire.ts";

/** All that a session took from outside. */
export interface Recording {
  readonly inputs: readonly { readonly at: Instant; readonly datagram: Uint8Array }[];
  /** Until when turns were taken. */
  readonly until: Instant;
}

export interface SessionOptions {
  /** Nanoseconds on a clock that never goes back; the machine's unless a test has its own. */
  readonly clock?: () => number;
  /** Off for long transfers, of which every byte would be kept. */
  readonly record?: boolean;
}

/** How a session went; for whoever wants to know whether the machine kept up. */
export interface SessionCount {
  datagramsIn: number;
  datagramsOut: number;
  /** Not taken by the device. */
  refused: number;
  /** The longest time in nanoseconds for which the event loop had to wait for us. */
  longestHold: number;
}

export class Session {
  readonly count: SessionCount = { datagramsIn: 0, datagramsOut: 0, refused: 0, longestHold: 0 };
  readonly #world: World;
  readonly #uplink: Uplink;
  readonly #wire: Wire;
  readonly #clock: () => number;
  readonly #began: number;
  readonly #inputs: { at: Instant; datagram: Uint8Array }[] = [];
  readonly #record: boolean;
  #until = 0 as Instant;

  constructor(world: World, uplink: Uplink, wire: Wire, options: SessionOptions = {}) {
    this.#world = world;
    this.#uplink = uplink;
    this.#wire = wire;
    this.#clock = options.clock ?? (() => Number(process.hrtime.bigint()));
    this.#record = options.record ?? true;
    this.#began = this.#clock();
    uplink.leaves = (datagram) => {
      this.count.datagramsOut++;
      if (!this.#wire.write(datagram)) this.count.refused++;
    };
  }

  /** Runs until `done` says so; it is asked between turns. */
  async run(done: () => boolean): Promise<void> {
    while (!done()) {
      const busy = this.#turn();
      if (done()) return;
      if (busy) await new Promise((resume) => setImmediate(resume));
      else await this.#wire.readable(this.#sleep());
    }
  }

  get recording(): Recording {
    return { inputs: this.#inputs, until: this.#until };
  }

  /** Takes in what is there and does what is due, for a few milliseconds at most; whether there may be more. */
  #turn(): boolean {
    const began = this.#clock();
    let now = began;
    let more = true;
    while (more && now - began < longestTurn) {
      // Later than the last time, so that no turn of that instant is left which a replay would take in another order.
      const at = Math.max(Math.floor(now - this.#began), this.#until + 1) as Instant;
      const batch: Uint8Array[] = [];
      for (let datagram = this.#wire.read(); datagram !== null; datagram = this.#wire.read()) {
        batch.push(datagram);
        if (batch.length === mostAtOnce) break;
      }
      advance(this.#world, this.#uplink, at, batch);
      this.#until = at;
      this.count.datagramsIn += batch.length;
      if (this.#record) for (const datagram of batch) this.#inputs.push({ at, datagram });
      more = batch.length > 0;
      now = this.#clock();
    }
    this.count.longestHold = Math.max(this.count.longestHold, now - began);
    return more;
  }

  /** Milliseconds until the next turn is due. */
  #sleep(): number {
    const { next } = this.#world;
    if (next === null) return longestSleep;
    const wait = (next - (this.#clock() - this.#began)) / 1e6;
    return Math.max(0, Math.min(longestSleep, wait));
  }
}

/** The same session again, in no time: `world` and `uplink` must be made as they were, with the same programs. */
export function replay(world: World, uplink: Uplink, { inputs, until }: Recording): void {
  for (let i = 0; i < inputs.length; ) {
    const { at } = inputs[i]!;
    const batch: Uint8Array[] = [];
    for (; inputs[i]?.at === at; i++) batch.push(inputs[i]!.datagram);
    advance(world, uplink, at, batch);
  }
  advance(world, uplink, until, []);
}

/**
 * Takes all turns before `at`, lets the datagrams arrive, and takes the turns at `at`. In this order a session and its replay number
 * their turns alike, however often the session looked in between.
 */
function advance(world: World, uplink: Uplink, at: Instant, batch: readonly Uint8Array[]): void {
  while (world.next !== null && world.next < at) world.step();
  for (const datagram of batch) world.at(at, "arrival", () => uplink.arrive(datagram));
  const end = after(at, ns(1));
  while (world.next !== null && world.next < end) world.step();
}

/** Datagrams that arrive at one instant at most; then time goes on, and what is due is done. */
const mostAtOnce = 64;
/** Nanoseconds after which the event loop has its turn. */
const longestTurn = 5e6;
/** Milliseconds after which `done` is asked again. */
const longestSleep = 20;
