/**
 * What congestion control and loss recovery know of a connection (RFC 5681, 6582, 6675, 6937, 8985, 9438): one plain record, whoever
 * uses which part of it. cwnd and ssthresh are octets.
 */
import type { Instant } from "../../../base/time.ts";
import type { Seq } from "../../../wire/seq.ts";

/**
 * open: nothing unusual. disorder: duplicate ACKs or SACKs, no loss yet. recovery: fast recovery. loss: after a timeout.
 * cwr: after an ECN mark. The names are those of Linux's TCP_INFO.
 */
export type CaState = "open" | "disorder" | "cwr" | "recovery" | "loss";

export interface Congestion {
  cwnd: number;
  ssthresh: number;
  state: CaState;
  algorithm: "new-reno" | "cubic";
  /** Octets acknowledged in congestion avoidance since cwnd last grew. */
  pending: number;
  dupAcks: number;
  /** RFC 6582 "recover", RFC 6675 "RecoveryPoint": SND.NXT when the recovery began. */
  recover: Seq;
  /** FlightSize when the first duplicate ACK came: limited transmit must not count (RFC 5681 3.2). */
  flightAtFirstDuplicate: number;
  /** The first partial ACK of this recovery was seen (RFC 6582 3.2, "Impatient"). */
  partialAckSeen: boolean;
  /** RFC 6937. */
  prr: { delivered: number; out: number; recoverFs: number };
  /**
   * What to restore when a recovery proves needless: the window before it, when it began, and how many retransmissions and duplicate
   * reports there had been by then. Null: nothing to undo.
   */
  undo: Undo | null;
  /** The sender stopped because of cwnd, not for want of data or window. */
  limited: boolean;
  maxFlight: number;
  rack: {
    sentAt: Instant;
    end: Seq;
    rtt: number;
    /** The highest sequence number delivered so far (RFC 8985 RACK.fack). */
    fack: Seq;
    reorderingSeen: boolean;
    windowMultiplier: number;
    /** Recoveries left before the multiplier falls back to 1. */
    persist: number;
    dsackRound: Seq | null;
  };
  /** RFC 8985 7: TLP.end_seq, null when no probe is out; whether the probe repeated old data. */
  probe: { end: Seq | null; retransmission: boolean };
  /** Estimated reordering distance in segments, for TCP_INFO. */
  reordering: number;
  cubic: { epoch: Instant | null; wMax: number; k: number; origin: number; wEst: number };
  hystart: { roundEnd: Seq; roundStart: Instant; lastAck: Instant; samples: number; least: number };
}

export interface Undo {
  readonly cwnd: number;
  readonly ssthresh: number;
  readonly at: Instant;
  readonly retransmissions: number;
  readonly duplicates: number;
}

export const noThreshold = 0x7fff_ffff;

export function newCongestion(iss: Seq, algorithm: "new-reno" | "cubic", dupThresh: number): Congestion {
  return {
    cwnd: 0,
    ssthresh: noThreshold,
    state: "open",
    algorithm,
    pending: 0,
    dupAcks: 0,
    recover: iss,
    flightAtFirstDuplicate: 0,
    partialAckSeen: false,
    prr: { delivered: 0, out: 0, recoverFs: 1 },
    undo: null,
    limited: false,
    maxFlight: 0,
    rack: {
      sentAt: 0 as Instant,
      end: iss,
      rtt: 0,
      fack: iss,
      reorderingSeen: false,
      windowMultiplier: 1,
      persist: 0,
      dsackRound: null,
    },
    probe: { end: null, retransmission: false },
    reordering: dupThresh,
    cubic: { epoch: null, wMax: 0, k: 0, origin: 0, wEst: 0 },
    hystart: {
      roundEnd: iss,
      roundStart: 0 as Instant,
      lastAck: 0 as Instant,
      samples: 0,
      least: Number.POSITIVE_INFINITY,
    },
  };
}
