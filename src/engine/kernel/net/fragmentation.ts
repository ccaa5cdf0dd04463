/**
 * Cutting a datagram into fragments (RFC 791 3.2, "An Example Fragmentation Procedure"): each but the last carries a multiple of
 * 8 bytes, all carry the same identification. The first keeps every option, the others those whose copied flag is set. Putting them
 * together again is `reassembly.ts`.
 */
import { assert } from "../../base/assert.ts";
import { decodeIpv4, encodeIpv4, ipv4HeaderLength } from "../../wire/ipv4.ts";
import type { Ipv4Address } from "../../wire/ipv4-address.ts";
import { type Ipv4Option, ipv4OptionsLength } from "../../wire/ipv4-options.ts";
import { isMalformed } from "../../wire/malformed.ts";
import type { SlabPool } from "./slab-pool.ts";

export interface Fragment {
  readonly out: Uint8Array;
  readonly at: number;
  readonly end: number;
  readonly source: Ipv4Address;
  readonly destination: Ipv4Address;
  readonly identification: number;
}

/**
 * The fragments of `datagram`, none longer than `mtu` bytes, each in a slab with headroom. The datagram may be a fragment itself.
 * The caller has seen that it may be fragmented.
 */
export function fragment(datagram: Uint8Array, mtu: number, slabs: SlabPool): Fragment[] {
  const packet = decodeIpv4(datagram);
  assert(!isMalformed(packet), "a datagram that is to be fragmented is malformed");
  const copied = packet.options.filter(isCopied);
  const pieces: Fragment[] = [];
  for (let from = 0; from < packet.payload.length; ) {
    const options = from === 0 && packet.fragmentOffset === 0 ? packet.options : copied;
    const room = (mtu - ipv4HeaderLength - ipv4OptionsLength(options)) & ~7;
    assert(room >= 8, () => `an MTU of ${mtu} bytes has no room for a fragment`);
    const to = Math.min(packet.payload.length, from + room);
    const at = slabs.reserve(to - from);
    const { out } = slabs;
    const end = at + to - from;
    out.set(packet.payload.subarray(from, to), at);
    const start = encodeIpv4(
      {
        ...packet,
        options,
        fragmentOffset: packet.fragmentOffset + from,
        moreFragments: packet.moreFragments || to < packet.payload.length,
      },
      out,
      at,
      end,
    );
    const { source, destination, identification } = packet;
    pieces.push({ out, at: start, end, source, destination, identification });
    from = to;
  }
  return pieces;
}

/** RFC 791 3.1: the copied flag is the highest bit of an option's type. */
const isCopied = (option: Ipv4Option): boolean =>
  option.kind === "loose-source-route" ||
  option.kind === "strict-source-route" ||
  (option.kind === "other" && option.type >= 0x80);
