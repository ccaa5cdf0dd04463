/** How much is under way: "pipe" of RFC 6675, packets_in_flight of Linux; and FlightSize of RFC 5681. In octets, whoever counts. */
import { distance } from "../../../wire/seq.ts";
import type { TcpConnection } from "../tcb.ts";

/** What is estimated to be in the network: sent, neither acknowledged nor sacked nor lost, and what of it was sent again. */
export function pipe(c: TcpConnection): number {
  const f = c.flight;
  if (c.profile.cwndCounts === "segments") return (f.length - f.sacked - f.lost + f.retransmitted) * c.snd.mss;
  return distance(c.snd.una, c.snd.nxt) - f.sackedOctets - f.lostOctets + f.retransmittedOctets;
}

/** "FlightSize: the amount of data that has been sent but not yet cumulatively acknowledged" (RFC 5681 2). */
export const flightSize = (c: TcpConnection): number =>
  c.profile.cwndCounts === "segments" ? c.flight.length * c.snd.mss : distance(c.snd.una, c.snd.nxt);
