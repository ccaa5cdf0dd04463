/** The IP packet in an Ethernet frame, of either version: what views and experiments ask for that look past the network layer. */
import { decodeEthernet } from "./ethernet.ts";
import type { IpAddress } from "./ip-address.ts";
import { decodeIpv4 } from "./ipv4.ts";
import { decodeIpv6 } from "./ipv6.ts";
import { isMalformed } from "./malformed.ts";
import { etherType } from "./numbers.ts";

export interface IpPacketView {
  readonly version: 4 | 6;
  readonly source: IpAddress;
  readonly destination: IpAddress;
  /** What the payload is: behind all extension headers of IPv6. */
  readonly protocol: number;
  readonly payload: Uint8Array;
  /** Bytes, headers counted. */
  readonly lengthBytes: number;
  /** A piece of a packet that is not its beginning: the payload starts in the middle of something. */
  readonly isLaterFragment: boolean;
}

/** Null: the frame holds none, or a broken one. */
export function ipPacketIn(bytes: Uint8Array): IpPacketView | null {
  const frame = decodeEthernet(bytes);
  if (isMalformed(frame)) return null;
  if (frame.etherType === etherType.ipv4) {
    const packet = decodeIpv4(frame.payload);
    if (isMalformed(packet)) return null;
    const { source, destination, protocol, payload, headerLength, fragmentOffset } = packet;
    const lengthBytes = headerLength + payload.length;
    return { version: 4, source, destination, protocol, payload, lengthBytes, isLaterFragment: fragmentOffset > 0 };
  }
  if (frame.etherType !== etherType.ipv6) return null;
  const packet = decodeIpv6(frame.payload);
  if (isMalformed(packet)) return null;
  const { source, destination, protocol, payload, headerLength, extensions } = packet;
  const lengthBytes = headerLength + payload.length;
  const isLaterFragment = extensions.some((extension) => extension.kind === "fragment" && extension.offset > 0);
  return { version: 6, source, destination, protocol, payload, lengthBytes, isLaterFragment };
}
