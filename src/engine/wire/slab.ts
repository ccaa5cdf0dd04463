/**
 * How a packet is built without copying: the payload lies in a slab with free space (headroom) in front of it, and every encoder
 * writes its header directly in front of what is there.
 *
 *     0            at                       end
 *     |  headroom  |  payload               |
 *     |    at' <- | TCP | payload           |      at = encodeTcp(header, out, at, end, addresses)
 *     | at'<-| IP | TCP | payload           |      at = encodeIpv4(header, out, at, end)
 *     |  Eth | IP | TCP | payload           |      at = encodeEthernet(header, out, at)
 *
 * So all `encodeX(header, out, at, ...)` here have one contract: `out[at, end)` is the payload, the return value is the offset at which
 * the header now starts. Too little headroom is our own mistake and asserts. Whoever pools slabs does so outside (`kernel`, `protocols`).
 */

/** Room for any header chain of ours over IPv4: Ethernet 14, IPv4 with all options 60, TCP with all options 60, and to spare. */
export const headroomBytes = 160;

export interface Slab {
  readonly out: Uint8Array;
  /** Where the payload starts. */
  readonly at: number;
  /** Where it ends. */
  readonly end: number;
}

/** A new slab holding a copy of `payload` behind `headroom` free bytes: for tests, tools and whatever is not in a hurry. */
export function withHeadroom(payload: Uint8Array = new Uint8Array(0), headroom: number = headroomBytes): Slab {
  const out = new Uint8Array(headroom + payload.length);
  out.set(payload, headroom);
  return { out, at: headroom, end: out.length };
}
