/**
 * What extension headers ask of the node that a packet is for (RFC 8200 section 4): nothing, or to discard it, with or without a word to
 * its sender. No option is known here beyond padding and no routing type at all, so what counts is what an unknown one wants (4.2, 4.4).
 * Routers look at none of them, as RFC 8200 section 4 lets them.
 */
import { type Icmpv6Header, parameterCode6 } from "../../../wire/icmpv6.ts";
import type { Ipv6Packet } from "../../../wire/ipv6.ts";
import { isIpv6Multicast } from "../../../wire/ipv6-address.ts";
import type { Ipv6Extension } from "../../../wire/ipv6-extensions.ts";

/** What is wrong: `tell` the sender, or discard in silence (null). */
export interface Refusal {
  readonly tell: Icmpv6Header | null;
}

/** Null: nothing stands in the way of the next header. */
export function refusalOf(packet: Ipv6Packet, bytes: Uint8Array): Refusal | null {
  for (const extension of packet.extensions) {
    if (extension.kind === "fragment") continue;
    const refusal = extension.kind === "routing" ? ofRouting(extension, bytes) : ofOptions(extension, bytes, packet);
    if (refusal !== null) return refusal;
  }
  return null;
}

/** RFC 8200 4.4: with no segment left the header is ignored; else "discard the packet and send an ICMP Parameter Problem, Code 0". */
function ofRouting(header: Ipv6Extension & { readonly kind: "routing" }, bytes: Uint8Array): Refusal | null {
  if (header.segmentsLeft === 0) return null;
  const pointer = offsetIn(bytes, header.data) - 2; // the Routing Type
  return { tell: { kind: "parameter-problem", code: parameterCode6.field, pointer } };
}

/** RFC 8200 4.2: the two highest bits of an option's type say what becomes of the packet where the option is not known. */
function ofOptions(
  header: Ipv6Extension & { readonly kind: "hop-by-hop-options" | "destination-options" },
  bytes: Uint8Array,
  packet: Ipv6Packet,
): Refusal | null {
  for (const { type, data } of header.options) {
    if (type <= padN) continue;
    const action = type >> 6;
    if (action === 0) continue;
    const silent = action === 1 || (action === 3 && isIpv6Multicast(packet.destination));
    if (silent) return { tell: null };
    return { tell: { kind: "parameter-problem", code: parameterCode6.option, pointer: offsetIn(bytes, data) - 2 } };
  }
  return null;
}

const offsetIn = (bytes: Uint8Array, view: Uint8Array): number => view.byteOffset - bytes.byteOffset;

/** Pad1 is 0, PadN is 1. */
const padN = 1;
