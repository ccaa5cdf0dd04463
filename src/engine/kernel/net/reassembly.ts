/**
 * Putting fragments together (RFC 791 3.2; RFC 1122 3.3.2) with the hole descriptors of RFC 815: what is missing of a datagram is
 * a list of holes, at first one from zero to infinity, and each fragment fills a part of one.
 *
 *     0        hole         1480  2960        hole        infinity
 *     |_ _ _ _ _ _ _ _ _ _ _|=======|_ _ _ _ _ _ _ _ _ _ _ _ _ ...
 *
 * Deviates: RFC 791, 815 and 1122 let fragments overlap. An honest sender's hardly ever do, and attacks play with whose bytes win
 * (RFC 1858), so a datagram with such a fragment is given up whole and in silence, as RFC 8200 4.5 demands for IPv6; a fragment that
 * only repeats what is there is ignored, as it allows.
 */

import { equalBytes } from "../../base/bytes.ts";
import { addChecksum, finishChecksum } from "../../base/checksum.ts";
import { seconds } from "../../base/time.ts";
import type { HostId } from "../../trace/happening.ts";
import { writeU16 } from "../../wire/integers.ts";
import type { Ipv4Packet } from "../../wire/ipv4.ts";
import { formatIpv4 } from "../../wire/ipv4-address.ts";
import type { Alarm, World } from "../../world/world.ts";

export interface ReassemblyOut {
  /** A datagram was given up for want of pieces. `first`: the fragment at offset zero, if it had come. */
  timedOut(first: Uint8Array | null): void;
}

export class Reassembler {
  readonly #world: World;
  readonly #host: HostId;
  readonly #out: ReassemblyOut;
  /** By source, destination, protocol and identification (RFC 791 3.2), the oldest first. */
  readonly #parts = new Map<string, Partial>();

  constructor(world: World, host: HostId, out: ReassemblyOut) {
    this.#world = world;
    this.#host = host;
    this.#out = out;
  }

  /**
   * Takes a fragment. Gives the whole datagram, with a header as if it had never been cut, when this was the last missing piece;
   * "incomplete" while others are missing or when this one was not needed; "overlap" when it contradicts what is there; "malformed"
   * when it can be no part of any datagram.
   */
  onFragment(packet: Ipv4Packet, fragment: Uint8Array): Uint8Array | "incomplete" | "overlap" | "malformed" {
    const { payload, fragmentOffset: from, moreFragments } = packet;
    const to = from + payload.length;
    // All but the last have a multiple of 8 bytes, and no datagram has more than 65535.
    if (payload.length === 0 || (moreFragments && payload.length % 8 !== 0) || to + packet.headerLength > 0xffff)
      return "malformed";
    const key = `${packet.source} ${packet.destination} ${packet.protocol} ${packet.identification}`;
    const partial = this.#parts.get(key) ?? this.#begin(key);
    if (partial.given === "up") return "incomplete";
    const fitted = partial.fill(from, to, moreFragments, payload);
    if (fitted === "overlap") {
      partial.given = "up"; // and so is whatever of it is still to come, until the timeout
      return "overlap";
    }
    if (fitted === "nothing-new") return "incomplete";
    partial.fragments++;
    if (from === 0) partial.first = fragment;
    if (partial.holes.length > 0 || partial.first === null) return "incomplete";
    partial.alarm?.cancel();
    this.#parts.delete(key);
    return this.#whole(packet, partial, partial.first);
  }

  #begin(key: string): Partial {
    if (this.#parts.size >= mostAtOnce) {
      const [oldestKey, oldest] = this.#parts.entries().next().value!;
      oldest.alarm?.cancel();
      this.#parts.delete(oldestKey);
    }
    const partial = new Partial();
    // RFC 1122 3.3.2: a fixed value, "between 60 seconds and 120 seconds".
    partial.alarm = this.#world.after(timeout, "timer", () => {
      this.#parts.delete(key);
      if (partial.given !== "up") this.#out.timedOut(partial.first);
    });
    this.#parts.set(key, partial);
    return partial;
  }

  #whole(packet: Ipv4Packet, partial: Partial, first: Uint8Array): Uint8Array {
    const headerLength = (first[0]! & 15) * 4;
    const lengthBytes = headerLength + partial.length;
    const out = new Uint8Array(lengthBytes);
    out.set(first.subarray(0, headerLength));
    out.set(partial.bytes.subarray(0, partial.length), headerLength);
    writeU16(out, 2, lengthBytes);
    writeU16(out, 6, 0);
    writeU16(out, 10, 0);
    writeU16(out, 10, finishChecksum(addChecksum(out, 0, headerLength)));
    const world = this.#world;
    if (world.tracing) {
      const { identification } = packet;
      const ends = { source: formatIpv4(packet.source), destination: formatIpv4(packet.destination) };
      world.handle(world.emit(this.#host, { kind: "ip.reassembled", ...ends, identification, lengthBytes }));
    }
    return out;
  }
}

interface Hole {
  readonly from: number;
  /** The first byte behind the hole; infinity while the last fragment is missing. */
  readonly to: number;
}

/** A datagram of which pieces are missing, of either version of IP. */
export class Partial {
  holes: Hole[] = [{ from: 0, to: Number.POSITIVE_INFINITY }];
  bytes = new Uint8Array(0);
  /** Bytes of payload, once the last fragment has come; before that, as far as any fragment reached. */
  length = 0;
  first: Uint8Array | null = null;
  fragments = 0;
  given: "" | "up" = "";
  alarm: Alarm | null = null;

  /** RFC 815 section 3, with overlaps refused. `payload` belongs at [from, to). */
  fill(from: number, to: number, moreFragments: boolean, payload: Uint8Array): "filled" | "nothing-new" | "overlap" {
    const at = this.holes.findIndex((hole) => hole.from <= from && to <= hole.to);
    if (at < 0) {
      const touches = this.holes.some((hole) => from < hole.to && hole.from < to);
      return !touches && equalBytes(this.bytes.subarray(from, to), payload) ? "nothing-new" : "overlap";
    }
    const hole = this.holes[at]!;
    // The last fragment ends the datagram: there must be nothing behind it already.
    if (!moreFragments && hole.to !== Number.POSITIVE_INFINITY) return "overlap";
    const left: Hole[] = [];
    if (hole.from < from) left.push({ from: hole.from, to: from });
    if (moreFragments && to < hole.to) left.push({ from: to, to: hole.to });
    this.holes.splice(at, 1, ...left);
    if (to > this.bytes.length) {
      const larger = new Uint8Array(Math.min(0x10000, Math.max(to, this.bytes.length * 2)));
      larger.set(this.bytes);
      this.bytes = larger;
    }
    this.bytes.set(payload, from);
    this.length = Math.max(this.length, to);
    return "filled";
  }
}

const timeout = seconds(60);
/** Datagrams under way at once; beyond it the oldest is given up in silence. */
const mostAtOnce = 64;
