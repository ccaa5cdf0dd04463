/** What one ACK has told: gathered while it is read, used to decide. One record a connection, cleared for each ACK. */
export interface Tally {
  ackedSegments: number;
  ackedOctets: number;
  sackedSegments: number;
  sackedOctets: number;
  /** A D-SACK was in it. */
  duplicate: boolean;
  /** It covers something that was sent more than once: Karn's rule forbids a sample. */
  retransmittedAcked: boolean;
  /** It acknowledges, or sacks, a retransmission. */
  retransmittedDelivered: boolean;
  /** When the first record it covers, of those sent once and not sacked before, was sent; -1: there is none. */
  firstSentAt: number;
  /** TSecr, or -1. */
  echo: number;
  lostBefore: number;
  /** SND.UNA moved. */
  advanced: boolean;
  /** Congestion was reported (ECE, RFC 3168). */
  ece: boolean;
}

export const newTally = (): Tally => ({
  ackedSegments: 0,
  ackedOctets: 0,
  sackedSegments: 0,
  sackedOctets: 0,
  duplicate: false,
  retransmittedAcked: false,
  retransmittedDelivered: false,
  firstSentAt: -1,
  echo: -1,
  lostBefore: 0,
  advanced: false,
  ece: false,
});

export function clearTally(t: Tally): void {
  t.ackedSegments = 0;
  t.ackedOctets = 0;
  t.sackedSegments = 0;
  t.sackedOctets = 0;
  t.duplicate = false;
  t.retransmittedAcked = false;
  t.retransmittedDelivered = false;
  t.firstSentAt = -1;
  t.echo = -1;
  t.lostBefore = 0;
  t.advanced = false;
  t.ece = false;
}
