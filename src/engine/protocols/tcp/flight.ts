/**
 * The retransmission queue: one record for each segment that was sent and not yet cumulatively acknowledged, in sequence order, with
 * what is known of it. The scoreboard of RFC 6675 and the per-segment transmission times of RFC 8985 are both here, so that
 * nobody keeps a second truth. Counts are kept in segments and in octets as the marks change.
 *
 *     SND.UNA                                                        SND.NXT
 *     | sacked? lost? | lost, sent again | sacked |   |   | ... |    |
 *       at(0)            at(1)             at(2)                       each record: [seq, end)
 *
 * Records are reused, never allocated twice. A second order, by time of the last transmission, is threaded through them.
 */
import { assert } from "../../base/assert.ts";
import type { Instant } from "../../base/time.ts";
import { atOrBefore, before, distance, type Seq } from "../../wire/seq.ts";

export interface Sent {
  seq: Seq;
  /** The sequence number behind the last octet, SYN and FIN counted. */
  end: Seq;
  syn: boolean;
  fin: boolean;
  /** It carried PSH, and does so whenever it is sent again. */
  push: boolean;
  /** When it was last sent. */
  sentAt: Instant;
  firstSentAt: Instant;
  /** How often it was sent. */
  times: number;
  /** The peer has reported it in a SACK block. */
  sacked: boolean;
  /** Taken for lost. */
  lost: boolean;
  /** Sent again since it was last taken for lost or timed out, and still under way for all we know. */
  retransmitted: boolean;
  // Order of transmission; null at the ends and when it is in no order (sacked, or lost and not sent again).
  older: Sent | null;
  newer: Sent | null;
  ordered: boolean;
}

const blank = (): Sent => ({
  seq: 0 as Seq,
  end: 0 as Seq,
  syn: false,
  fin: false,
  push: false,
  sentAt: 0 as Instant,
  firstSentAt: 0 as Instant,
  times: 0,
  sacked: false,
  lost: false,
  retransmitted: false,
  older: null,
  newer: null,
  ordered: false,
});

export class Flight {
  #ring: Sent[] = [];
  #head = 0;
  /** Segments in flight. */
  length = 0;
  sacked = 0;
  sackedOctets = 0;
  lost = 0;
  lostOctets = 0;
  retransmitted = 0;
  retransmittedOctets = 0;
  /** The record whose last transmission lies furthest back. */
  oldest: Sent | null = null;
  newest: Sent | null = null;
  /** No record below this index is lost and still to be sent again; a hint that saves walking. */
  firstLost = 0;

  at(i: number): Sent {
    return this.#ring[(this.#head + i) & (this.#ring.length - 1)]!;
  }

  push(seq: Seq, end: Seq, now: Instant, syn: boolean, fin: boolean, push: boolean): Sent {
    if (this.length === this.#ring.length) this.#grow();
    const s = this.at(this.length++);
    s.seq = seq;
    s.end = end;
    s.syn = syn;
    s.fin = fin;
    s.push = push;
    s.sentAt = now;
    s.firstSentAt = now;
    s.times = 1;
    s.sacked = false;
    s.lost = false;
    s.retransmitted = false;
    this.#enter(s);
    return s;
  }

  /** Removes the first record, which is acknowledged as a whole. */
  shift(): void {
    const s = this.at(0);
    this.unmarkLost(s);
    this.#unmarkRetransmitted(s);
    if (s.sacked) {
      s.sacked = false;
      this.sacked--;
      this.sackedOctets -= distance(s.seq, s.end);
    }
    this.#leave(s);
    this.#head = (this.#head + 1) & (this.#ring.length - 1);
    this.length--;
    if (this.firstLost > 0) this.firstLost--;
  }

  /** The first record is acknowledged up to `seq`, which lies within it. */
  trim(seq: Seq): void {
    const s = this.at(0);
    const gone = distance(s.seq, seq);
    s.seq = seq;
    s.syn = false;
    if (s.sacked) this.sackedOctets -= gone;
    if (s.lost) this.lostOctets -= gone;
    if (s.retransmitted) this.retransmittedOctets -= gone;
  }

  /** Makes two records of record `i`, the second beginning at `seq`. */
  split(i: number, seq: Seq): void {
    if (this.length === this.#ring.length) this.#grow();
    const first = this.at(i);
    assert(before(first.seq, seq) && before(seq, first.end), "a record is split within itself");
    const spare = this.at(this.length);
    const mask = this.#ring.length - 1;
    for (let k = this.length; k > i + 1; k--) {
      this.#ring[(this.#head + k) & mask] = this.#ring[(this.#head + k - 1) & mask]!;
    }
    this.#ring[(this.#head + i + 1) & mask] = spare;
    this.length++;
    spare.seq = seq;
    spare.end = first.end;
    spare.syn = false;
    spare.fin = first.fin;
    spare.push = first.push;
    spare.sentAt = first.sentAt;
    spare.firstSentAt = first.firstSentAt;
    spare.times = first.times;
    spare.sacked = first.sacked;
    spare.lost = first.lost;
    spare.retransmitted = first.retransmitted;
    spare.ordered = false;
    first.end = seq;
    first.fin = false;
    first.push = false;
    if (first.sacked) this.sacked++;
    if (first.lost) this.lost++;
    if (first.retransmitted) this.retransmitted++;
    if (first.ordered) {
      spare.older = first;
      spare.newer = first.newer;
      if (first.newer) first.newer.older = spare;
      else this.newest = spare;
      first.newer = spare;
      spare.ordered = true;
    }
    if (this.firstLost > i) this.firstLost = i;
  }

  markSacked(s: Sent): void {
    this.unmarkLost(s);
    this.#unmarkRetransmitted(s);
    this.#leave(s);
    s.sacked = true;
    this.sacked++;
    this.sackedOctets += distance(s.seq, s.end);
  }

  unmarkSacked(s: Sent): void {
    if (!s.sacked) return;
    s.sacked = false;
    this.sacked--;
    this.sackedOctets -= distance(s.seq, s.end);
    this.#enter(s);
  }

  /** Takes a record for lost, its retransmission too if there was one. */
  markLost(s: Sent): void {
    this.#unmarkRetransmitted(s);
    this.#leave(s);
    const i = this.indexOf(s.seq);
    if (i < this.firstLost) this.firstLost = i;
    if (s.lost) return;
    s.lost = true;
    this.lost++;
    this.lostOctets += distance(s.seq, s.end);
  }

  unmarkLost(s: Sent): void {
    if (!s.lost) return;
    s.lost = false;
    this.lost--;
    this.lostOctets -= distance(s.seq, s.end);
    if (!s.ordered && !s.sacked) this.#enter(s);
  }

  /** It is being sent again now. */
  markRetransmitted(s: Sent, now: Instant): void {
    s.sentAt = now;
    s.times++;
    if (!s.retransmitted) {
      s.retransmitted = true;
      this.retransmitted++;
      this.retransmittedOctets += distance(s.seq, s.end);
    }
    this.#leave(s);
    this.#enter(s);
  }

  /** The record that holds `seq`, or the first one behind it; `length` when there is none. Binary search. */
  indexOf(seq: Seq): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (atOrBefore(this.at(middle).end, seq)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The first record that is lost and not sent again since, or null. */
  nextLost(): Sent | null {
    if (this.lost === 0) {
      this.firstLost = this.length;
      return null;
    }
    for (let i = Math.min(this.firstLost, this.length); i < this.length; i++) {
      const s = this.at(i);
      if (s.lost && !s.retransmitted) {
        this.firstLost = i;
        return s;
      }
    }
    this.firstLost = this.length;
    return null;
  }

  clear(): void {
    while (this.length > 0) this.shift();
    this.#ring = [];
    this.#head = 0;
  }

  #unmarkRetransmitted(s: Sent): void {
    if (!s.retransmitted) return;
    s.retransmitted = false;
    this.retransmitted--;
    this.retransmittedOctets -= distance(s.seq, s.end);
  }

  #enter(s: Sent): void {
    s.ordered = true;
    s.newer = null;
    s.older = this.newest;
    if (this.newest) this.newest.newer = s;
    else this.oldest = s;
    this.newest = s;
  }

  #leave(s: Sent): void {
    if (!s.ordered) return;
    if (s.older) s.older.newer = s.newer;
    else this.oldest = s.newer;
    if (s.newer) s.newer.older = s.older;
    else this.newest = s.older;
    s.older = null;
    s.newer = null;
    s.ordered = false;
  }

  #grow(): void {
    const ring: Sent[] = [];
    for (let i = 0; i < this.length; i++) ring.push(this.at(i));
    const size = Math.max(16, this.length * 2);
    while (ring.length < size) ring.push(blank());
    this.#ring = ring;
    this.#head = 0;
  }
}
