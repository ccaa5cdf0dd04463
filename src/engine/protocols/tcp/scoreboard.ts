/**
 * The sender's reading of SACK options (RFC 2018 5, RFC 6675 3 and 4, D-SACK RFC 2883): marks records of the flight as sacked, and by
 * the duplicate-ACK rule (without RACK) as lost. What the receiver reports is `sack-report.ts`.
 */
import type { Instant } from "../../base/time.ts";
import { after, atOrAfter, atOrBefore, before, distance, type Seq } from "../../wire/seq.ts";
import { findTcpOption, type SackBlock } from "../../wire/tcp-options.ts";
import { delivered } from "./rack.ts";
import type { Segment } from "./segment.ts";
import type { Tally } from "./tally.ts";
import type { TcpConnection } from "./tcb.ts";

/** Marks what the SACK blocks of an ACK report. */
export function readSack(c: TcpConnection, s: Segment, now: Instant, tally: Tally): void {
  const option = findTcpOption(s.options, "sack");
  if (option === undefined) return;
  let { blocks } = option;
  if (isDuplicateReport(s, blocks)) {
    tally.duplicate = true;
    c.count.duplicatesReported++;
    blocks = blocks.slice(1);
  }
  if (blocks.length > 1) blocks = [...blocks].sort((a, b) => (before(a.left, b.left) ? -1 : 1));
  for (const block of blocks) {
    // "SEG.ACK < left < right <= SND.NXT": anything else was never sent or is acknowledged already.
    if (!before(block.left, block.right) || after(block.right, c.snd.nxt) || !after(block.right, c.snd.una)) continue;
    markBlock(c, block.left, block.right, now, tally);
  }
}

/** "a D-SACK block is only used to report a duplicate": below the ACK, or inside the second block (RFC 2883 4). */
function isDuplicateReport(s: Segment, blocks: readonly SackBlock[]): boolean {
  const first = blocks[0]!;
  if (atOrBefore(first.right, s.ack)) return true;
  const second = blocks[1];
  return second !== undefined && atOrAfter(first.left, second.left) && atOrBefore(first.right, second.right);
}

/** Only whole records are marked: one that the receiver holds in part (another end cut it) is sent again as it was. */
function markBlock(c: TcpConnection, left: Seq, right: Seq, now: Instant, tally: Tally): void {
  const { flight } = c;
  const from = after(left, c.snd.una) ? left : c.snd.una;
  let i = flight.indexOf(from);
  if (i < flight.length && before(flight.at(i).seq, from)) i++;
  for (; i < flight.length; i++) {
    const sent = flight.at(i);
    if (after(sent.end, right)) return;
    if (sent.sacked) continue;
    tally.sackedSegments++;
    tally.sackedOctets += distance(sent.seq, sent.end);
    delivered(c, sent, now, tally);
    if (sent.retransmitted) tally.retransmittedDelivered = true;
    flight.markSacked(sent);
  }
}

/**
 * RFC 6675 IsLost: "DupThresh discontiguous SACKed sequences have arrived above, or more than (DupThresh - 1) * SMSS bytes with sequence
 * numbers greater than SeqNum have been SACKed". Marks all such records; one walk from the top.
 */
export function markLostByCount(c: TcpConnection): void {
  const { flight, profile } = c;
  if (flight.sacked === 0) return;
  const enough = (profile.dupThresh - 1) * c.snd.mss;
  let octets = 0;
  let runs = 0;
  let inRun = false;
  for (let i = flight.length - 1; i >= 0; i--) {
    const sent = flight.at(i);
    if (sent.sacked) {
      if (!inRun) runs++;
      inRun = true;
      octets += distance(sent.seq, sent.end);
      continue;
    }
    inRun = false;
    if ((runs >= profile.dupThresh || octets > enough) && !sent.lost && !sent.retransmitted && sent.times === 1) {
      flight.markLost(sent);
    }
  }
}

/** The receiver has dropped what it had sacked ("reneging", RFC 2018 8): what it said before is worth nothing. */
export function forgetSack(c: TcpConnection): void {
  const { flight } = c;
  for (let i = 0; i < flight.length; i++) flight.unmarkSacked(flight.at(i));
}
