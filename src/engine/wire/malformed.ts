/**
 * What a decoder returns for bytes that are not what they claim to be: a value, never an exception. A wrong checksum is *not*
 * malformed (see `pseudo-header.ts`): the bytes still say something, the receiver drops them, the inspector shows both.
 */

/** Every layer the codecs here know by name; also the names of the layers that `dissect` returns. */
export type LayerName =
  | "ethernet"
  | "vlan"
  | "arp"
  | "ipv4"
  | "ipv6"
  | "hop-by-hop-options"
  | "destination-options"
  | "routing"
  | "fragment"
  | "icmp"
  | "icmpv6"
  | "udp"
  | "tcp";

/**
 * Bytes that cannot be read as the layer they should be.
 * `field` is the RFC's name of the field in which it shows, `at` its byte offset in the bytes given to the decoder (what an
 * ICMP parameter problem points to), `why` a sentence for people.
 */
export class Malformed {
  readonly layer: LayerName;
  readonly field: string;
  readonly at: number;
  readonly why: string;

  constructor(layer: LayerName, field: string, at: number, why: string) {
    this.layer = layer;
    this.field = field;
    this.at = at;
    this.why = why;
  }
}

/** Whether a decoder's result is `Malformed`. A class, because `instanceof` is the cheapest test for a union of many shapes. */
export const isMalformed = (decoded: unknown): decoded is Malformed => decoded instanceof Malformed;

/** `malformed tcp, Data Offset (byte 12): ...`, one line. */
export const formatMalformed = (m: Malformed): string => `malformed ${m.layer}, ${m.field} (byte ${m.at}): ${m.why}`;
