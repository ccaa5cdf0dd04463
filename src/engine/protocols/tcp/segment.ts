/**
 * A segment as it passes between this protocol and the layer below: header fields and data, no checksum, no addresses (RFC 9293 3.1).
 * `decodeTcp` of `wire/tcp.ts` gives one, `encodeTcp` takes one. Here too: the answer of a port on which no connection is (3.10.7.1).
 */
import { add, type Seq } from "../../wire/seq.ts";
import { type TcpHeader, type TcpSegment, tcpFlag } from "../../wire/tcp.ts";
import { noTcpOptions } from "../../wire/tcp-options.ts";

/**
 * Header fields and data. In a segment given to `TcpOut.send` the payload is a view that is good only during the call:
 * encode it or copy it at once.
 */
export interface Segment extends TcpHeader {
  readonly payload: Uint8Array;
}

/** A decoded segment can be handed in as it is. */
export type Incoming = Segment | TcpSegment;

export const noPayload = new Uint8Array(0);

/** SEG.LEN: "the number of octets occupied by the data in the segment (counting SYN and FIN)". */
export const segmentLength = (s: Segment): number =>
  s.payload.length + (s.flags & tcpFlag.syn ? 1 : 0) + (s.flags & tcpFlag.fin ? 1 : 0);

/**
 * "An incoming segment not containing a RST causes a RST to be sent in response" (RFC 9293 3.10.7.1): what the kernel sends when a
 * segment finds neither a connection nor a listener. Null for a RST, which is never answered.
 */
export function answerWithReset(s: Segment): Segment | null {
  if (s.flags & tcpFlag.rst) return null;
  const hasAck = (s.flags & tcpFlag.ack) !== 0;
  return {
    sourcePort: s.destinationPort,
    destinationPort: s.sourcePort,
    // "If the ACK bit is off, sequence number zero is used, <SEQ=0><ACK=SEG.SEQ+SEG.LEN><CTL=RST,ACK>.
    //  If the ACK bit is on, <SEQ=SEG.ACK><CTL=RST>"
    seq: hasAck ? s.ack : (0 as Seq),
    ack: hasAck ? (0 as Seq) : add(s.seq, segmentLength(s)),
    flags: hasAck ? tcpFlag.rst : tcpFlag.rst | tcpFlag.ack,
    window: 0,
    urgentPointer: 0,
    options: noTcpOptions,
    payload: noPayload,
  };
}
