/**
 * Fragments of IPv6 packets (RFC 8200 4.5): cut by their sender alone, never by a router, and put together by their receiver. What is
 * missing is kept as in `../reassembly.ts`; a packet whose fragments overlap is given up whole and in silence (RFC 5722). A fragment that
 * is all of its packet is taken as it is, whatever else is being put together (RFC 6946).
 */
import { assert } from "../../../base/assert.ts";
import { seconds } from "../../../base/time.ts";
import type { HostId } from "../../../trace/happening.ts";
import { type Icmpv6Header, parameterCode6 } from "../../../wire/icmpv6.ts";
import { writeU16 } from "../../../wire/integers.ts";
import { decodeIpv6, encodeIpv6, type Ipv6Packet, ipv6HeaderLength } from "../../../wire/ipv6.ts";
import { formatIpv6 } from "../../../wire/ipv6-address.ts";
import { type Ipv6Extension, ipv6ExtensionKind, ipv6ExtensionLength } from "../../../wire/ipv6-extensions.ts";
import { isMalformed } from "../../../wire/malformed.ts";
import { ipProtocol } from "../../../wire/numbers.ts";
import type { World } from "../../../world/world.ts";
import { Partial } from "../reassembly.ts";
import type { SlabPool } from "../slab-pool.ts";

export interface Piece {
  readonly out: Uint8Array;
  readonly at: number;
  readonly end: number;
}

/** The fragments of a packet of this host, which has no extension headers; none is longer than `mtu` bytes. */
export function fragment6(bytes: Uint8Array, mtu: number, identification: number, slabs: SlabPool): Piece[] {
  const packet = decodeIpv6(bytes);
  assert(!isMalformed(packet) && packet.extensions.length === 0, "a packet that is to be cut has no extension headers");
  const room = (mtu - ipv6HeaderLength - fragmentHeaderLength) & ~7;
  const pieces: Piece[] = [];
  for (let from = 0; from < packet.payload.length; from += room) {
    const to = Math.min(packet.payload.length, from + room);
    const at = slabs.reserve(to - from);
    const { out } = slabs;
    const end = at + to - from;
    out.set(packet.payload.subarray(from, to), at);
    const more = to < packet.payload.length;
    const header: Ipv6Extension = { kind: "fragment", offset: from, more, identification };
    pieces.push({ out, at: encodeIpv6({ ...packet, extensions: [header] }, out, at, end), end });
  }
  return pieces;
}

/** The fragment header of a packet that is a piece of another; null for whole packets. */
export function fragmentOf(packet: Ipv6Packet): (Ipv6Extension & { readonly kind: "fragment" }) | null {
  for (const extension of packet.extensions)
    if (extension.kind === "fragment" && (extension.more || extension.offset > 0)) return extension;
  return null;
}

export type Fragmented =
  | { readonly kind: "whole"; readonly bytes: Uint8Array }
  | { readonly kind: "incomplete" | "overlap" }
  | { readonly kind: "problem"; readonly tell: Icmpv6Header };

export class Reassembler6 {
  readonly #world: World;
  readonly #host: HostId;
  /** A packet was given up for want of pieces; `first` is the fragment at offset zero, if it had come. */
  readonly #timedOut: (first: Uint8Array | null) => void;
  /** By source, destination and identification, the oldest first. */
  readonly #parts = new Map<string, Partial>();

  constructor(world: World, host: HostId, timedOut: (first: Uint8Array | null) => void) {
    this.#world = world;
    this.#host = host;
    this.#timedOut = timedOut;
  }

  onFragment(packet: Ipv6Packet, bytes: Uint8Array): Fragmented {
    const header = fragmentOf(packet);
    assert(header !== null, "a whole packet is no fragment");
    const { payload } = packet;
    // "If the length of a fragment ... is not a multiple of 8 octets and the M flag of that fragment is 1, then that fragment must be
    // discarded and an ICMP Parameter Problem, Code 0, message should be sent ..., pointing to the Payload Length field".
    if (header.more && payload.length % 8 !== 0) return { kind: "problem", tell: fieldProblem(4) };
    const at = packet.headerLength - fragmentHeaderLength;
    const to = header.offset + payload.length;
    if (to + at - ipv6HeaderLength > 0xffff) return { kind: "problem", tell: fieldProblem(at + 2) };
    if (payload.length === 0) return { kind: "incomplete" };
    const key = `${packet.source} ${packet.destination} ${header.identification}`;
    const partial = this.#parts.get(key) ?? this.#begin(key);
    if (partial.given === "up") return { kind: "incomplete" };
    const fitted = partial.fill(header.offset, to, header.more, payload);
    if (fitted === "overlap") {
      partial.given = "up"; // and so is whatever of it is still to come, until the timeout
      return { kind: "overlap" };
    }
    if (fitted === "nothing-new") return { kind: "incomplete" };
    if (header.offset === 0) partial.first = bytes;
    if (partial.holes.length > 0 || partial.first === null) return { kind: "incomplete" };
    partial.alarm?.cancel();
    this.#parts.delete(key);
    return { kind: "whole", bytes: this.#whole(partial, partial.first, header.identification) };
  }

  #begin(key: string): Partial {
    if (this.#parts.size >= mostAtOnce) {
      const [oldestKey, oldest] = this.#parts.entries().next().value!;
      oldest.alarm?.cancel();
      this.#parts.delete(oldestKey);
    }
    const partial = new Partial();
    partial.alarm = this.#world.after(timeout, "timer", () => {
      this.#parts.delete(key);
      if (partial.given !== "up") this.#timedOut(partial.first);
    });
    this.#parts.set(key, partial);
    return partial;
  }

  /** The headers of the first fragment without its fragment header, and all of the payload. */
  #whole(partial: Partial, first: Uint8Array, identification: number): Uint8Array {
    const { at, namedAt } = findFragmentHeader(first);
    const lengthBytes = at + partial.length;
    const out = new Uint8Array(lengthBytes);
    out.set(first.subarray(0, at));
    out[namedAt] = first[at]!;
    out.set(partial.bytes.subarray(0, partial.length), at);
    writeU16(out, 4, lengthBytes - ipv6HeaderLength);
    const world = this.#world;
    const packet = world.tracing ? decodeIpv6(out) : null;
    if (packet !== null && !isMalformed(packet)) {
      const ends = { source: formatIpv6(packet.source), destination: formatIpv6(packet.destination) };
      world.handle(world.emit(this.#host, { kind: "ip.reassembled", ...ends, identification, lengthBytes }));
    }
    return out;
  }
}

/** Where the fragment header of a decoded fragment stands, and the byte that announces it. */
function findFragmentHeader(bytes: Uint8Array): { readonly at: number; readonly namedAt: number } {
  let [at, namedAt] = [ipv6HeaderLength, 6];
  while (bytes[namedAt] !== ipProtocol.fragment) {
    const kind = ipv6ExtensionKind(bytes[namedAt]!);
    assert(kind !== undefined, "a fragment without a fragment header");
    namedAt = at;
    at += ipv6ExtensionLength(kind, bytes, at, bytes.length);
  }
  return { at, namedAt };
}

const fieldProblem = (pointer: number): Icmpv6Header => ({
  kind: "parameter-problem",
  code: parameterCode6.field,
  pointer,
});

const fragmentHeaderLength = 8;
/** "If insufficient fragments are received ... within 60 seconds of the reception of the first-arriving fragment" */
const timeout = seconds(60);
/** Packets under way at once; beyond it the oldest is given up in silence. */
const mostAtOnce = 64;
