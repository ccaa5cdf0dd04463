/**
 * One connection as the script counts it, beside what is on the wire. A script's sequence numbers start at 0 with each side's SYN, its
 * timestamps are its own; this keeps the two in step.
 *
 *     on the wire, from us:   our ISS + script's number        from the peer: its ISS is what the script's SYN says
 *     timestamps of ours:     wherever the script named one, that one; else as far from the first named as in the script
 */
import { add, distance, type Seq, seq } from "../../engine/wire/seq.ts";

/** Ports as they are on the wire. */
export interface Tuple {
  readonly local: number;
  readonly remote: number;
}

export class Conversation {
  readonly tuple: Tuple;
  /** The number of our SYN; null: we have sent none. */
  localStart: Seq | null = null;
  /** Where the script's numbers of the peer count from; null: it has sent no SYN. */
  remoteStart: Seq | null = null;
  #remoteSyn: Seq | null = null;
  /** What our timestamps are on the wire, by what the script calls them. */
  readonly #stamps = new Map<number, number>();
  #firstStamp: { readonly script: number; readonly wire: number } | null = null;

  constructor(tuple: Tuple) {
    this.tuple = tuple;
  }

  // --- from the script to the wire

  /**
   * Of a segment of the peer. Its first SYN names its number itself; behind a SYN that is not 0, scripts of one tradition count from it,
   * those of another go on with the numbers of the wire.
   */
  peerSeq(script: number, isSyn: boolean, countsFromSyn: boolean): Seq {
    if (isSyn && this.#remoteSyn === null) {
      this.#remoteSyn = seq(script);
      this.remoteStart = countsFromSyn ? seq(script) : seq(0);
    }
    if (isSyn && this.#remoteSyn === seq(script)) return seq(script);
    return add(this.remoteStart ?? seq(0), script);
  }

  /** A number of ours, in the peer's acknowledgment, SACK blocks or quotes. */
  ourSeq(script: number): Seq {
    return add(this.localStart ?? seq(0), script);
  }

  /** What the peer echoes. */
  ourStamp(script: number): number {
    const known = this.#stamps.get(script);
    if (known !== undefined) return known;
    return this.#firstStamp === null || script === 0
      ? script
      : (this.#firstStamp.wire + script - this.#firstStamp.script) >>> 0;
  }

  /** Whether a timestamp of ours has been named by the script. */
  get firstStamp(): { readonly script: number; readonly wire: number } | null {
    return this.#firstStamp;
  }

  /** The script calls our timestamp `wire` by the name `script`. */
  nameStamp(script: number, wire: number): void {
    this.#firstStamp ??= { script, wire };
    this.#stamps.set(script, wire);
  }

  // --- from the wire to the script

  ourScript(wire: Seq): number {
    return distance(this.localStart ?? seq(0), wire);
  }

  peerScript(wire: Seq): number {
    return distance(this.remoteStart ?? seq(0), wire);
  }

  stampScript(wire: number): number {
    return this.#firstStamp === null ? wire : (this.#firstStamp.script + wire - this.#firstStamp.wire) >>> 0;
  }
}
