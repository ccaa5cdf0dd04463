/**
 * The transmission control block: all that one connection knows (RFC 9293 3.3.1), with the RFC's names, and the sink it speaks to.
 * Plain data; the functions that change it are in the other files, by concern.
 *
 *     send:     SND.UNA            SND.NXT              SND.UNA+SND.WND
 *        acked     |  in flight       |  may be sent        |  not yet allowed
 *
 *     receive:  RCV.NXT                    RCV.NXT+RCV.WND
 *     delivered    |  acceptable (ranges)      |  not allowed
 */
import type { Duration, Instant } from "../../base/time.ts";
import type { Ipv4Address } from "../../wire/ipv4-address.ts";
import type { Ipv6Address } from "../../wire/ipv6-address.ts";
import { add, before, distance, type Seq } from "../../wire/seq.ts";
import type { SackBlock, TcpOption } from "../../wire/tcp-options.ts";
import { type Congestion, newCongestion } from "./congestion/record.ts";
import type { FastOpen } from "./fast-open.ts";
import { Flight } from "./flight.ts";
import { type Profile, rfc } from "./profile.ts";
import type { Segment } from "./segment.ts";
import { settleShapes } from "./shapes.ts";
import type { TcpStateName, Trigger } from "./states.ts";
import { StreamBuffer } from "./stream-buffer.ts";
import { newTally, type Tally } from "./tally.ts";

export interface Endpoint {
  readonly address: Ipv4Address | Ipv6Address;
  readonly port: number;
}

/** Why a connection is no more. "superseded": TIME-WAIT gave way to a new SYN, which the kernel now hands to the listener. */
export type ClosedWhy =
  | "fin" // both directions were closed in order
  | "reset" // by the peer, or by us because the peer broke the rules
  | "refused" // a reset, or a hard ICMP error, in answer to our SYN
  | "timeout" // no answer within R2 or the user timeout, or no answer to keep-alives
  | "aborted" // by our own application
  | "unreachable" // an ICMP error
  | "superseded";

export type TimerName =
  | "retransmission"
  | "loss probe"
  | "reordering"
  | "persist"
  | "delayed ACK"
  | "keep-alive"
  | "FIN-WAIT-2"
  | "TIME-WAIT";

/** What may be said about a run besides the segments themselves; for the trace. */
export type TcpNote =
  | { readonly what: "timer armed"; readonly timer: TimerName; readonly at: Instant }
  | { readonly what: "timer expired"; readonly timer: TimerName }
  | { readonly what: "segment ignored"; readonly why: string; readonly seq: Seq }
  | { readonly what: "retransmission"; readonly why: RetransmissionWhy; readonly seq: Seq; readonly end: Seq }
  | { readonly what: "congestion window"; readonly cwnd: number; readonly ssthresh: number; readonly why: string }
  | { readonly what: "rtt sample"; readonly rtt: Duration; readonly srtt: Duration; readonly rto: Duration }
  | { readonly what: "zero-window probe"; readonly seq: Seq }
  | { readonly what: "urgent"; readonly up: Seq }
  | { readonly what: "soft error"; readonly why: string };

export type RetransmissionWhy =
  | "timeout"
  | "fast retransmit"
  | "partial ACK"
  | "SACK"
  | "tail loss probe"
  | "SYN"
  | "MTU";

/** Where a connection pushes what it does. Every function that takes `out` calls it only before returning. */
export interface TcpOut {
  /**
   * Send this segment now. Its payload is a view that is good only during the call. `ecn` is the codepoint for the IP header
   * (RFC 3168 5): 0 not ECN-capable, 2 ECT(0).
   */
  send(segment: Segment, ecn: 0 | 2): void;
  /** Call `onAlarm` at this instant and forget any earlier wish; null: no alarm. It may turn out that nothing is due then. */
  alarm(at: Instant | null): void;
  state(from: TcpStateName, to: TcpStateName, why: Trigger): void;
  /** There is something to read, or the end of the stream, or the urgent pointer moved. */
  readable(): void;
  /** There is room again after a `write` that took less than it was given. */
  writable(): void;
  /** The record is done with; said once, last. */
  closed(why: ClosedWhy): void;
  note?(note: TcpNote): void;
}

/** The listener a connection came from, as far as the connection needs it; see `listener.ts`. */
export interface Parent {
  /** Whether there is room for it in the accept queue; false: the third segment is treated as `Profile.acceptOverflow` says. */
  hasRoom(): boolean;
  /** It is established and waits for accept(). */
  established(c: TcpConnection): void;
  /** It is gone, whatever queue it was in. */
  gone(c: TcpConnection): void;
}

/** What an application sets for its connection (socket options); may be changed at any time. */
export interface Settings {
  /** RFC 9293 3.7.4, MUST-17: an application can turn it off. */
  nagle: boolean;
  /** Hold back partial segments altogether (Linux TCP_CORK). */
  cork: boolean;
  /** The MSS announced, and the upper bound of what is sent: MTU less headers. */
  mss: number;
  /** No more than so many octets wait to be sent for the first time (TCP_NOTSENT_LOWAT); Infinity: no limit. */
  notSentLimit: number;
  /** R2 set by the application (RFC 9293 3.8.3 MUST-21, RFC 5482); null: the profile's. */
  userTimeout: Duration | null;
  /** Give up opening after that many repetitions of the SYN (Linux TCP_SYNCNT); null: as the profile has it. */
  synRetries: number | null;
  /** Give up opening after so long; null: as the profile has it. */
  openTimeout: Duration | null;
  /** Neither offer nor take an option (BSD TCP_NOOPT). */
  noOptions: boolean;
  /** Null: off (MUST-25). */
  keepAlive: { readonly idle: Duration; readonly interval: Duration; readonly probes: number } | null;
  sendBuffer: number;
  /** See `Profile.sendBufferMax`; what an application sets stays as it is. */
  sendBufferMax: number;
  congestionControl: "new-reno" | "cubic";
}

export interface SendVariables {
  iss: Seq;
  una: Seq;
  nxt: Seq;
  /** Already shifted by the peer's window scale. */
  wnd: number;
  /** The octet behind the urgent data; equal to `una` or behind it when there is none. */
  up: Seq;
  wl1: Seq;
  wl2: Seq;
  /** MAX.SND.WND: the largest window ever offered. */
  maxWnd: number;
  /** Eff.snd.MSS: data octets in a full segment, options already taken off (RFC 9293 3.7.1). */
  mss: number;
  /** What the peer takes, from its MSS option or the default of 536. */
  peerMss: number;
  /** Octets from `bufferStart` on: unacknowledged, then unsent. */
  buffer: StreamBuffer;
  bufferStart: Seq;
  /** The application has closed this direction; the FIN follows the last octet. */
  closing: boolean;
  finSent: boolean;
  /** An octet at SND.NXT was sent as a zero-window probe, outside the flight: the peer may acknowledge it. */
  probed: boolean;
  /** Where the last segment smaller than the MSS ended (Minshall's variant of Nagle). */
  smallEnd: Seq;
  lastSentAt: Instant;
  /** Where the last write ended that nothing was said to follow: the segment that ends there carries PSH. */
  pushed: Seq;
  /** Where records end that are not sent yet: no segment goes across (MSG_EOR). */
  readonly records: Seq[];
  /** A write took less than it was given. */
  blocked: boolean;
}

export interface ReceiveVariables {
  irs: Seq;
  nxt: Seq;
  /** As last advertised, less what has arrived since. */
  wnd: number;
  /** The octet behind the urgent data, or null: none was ever announced. */
  up: Seq | null;
  /** In-order octets that the application has not read, then whatever has arrived beyond gaps. */
  buffer: StreamBuffer;
  /** How many octets the application is willing to have waiting. */
  capacity: number;
  /** What has arrived beyond RCV.NXT, in sequence order, without overlaps; see `reassembly.ts`. */
  ranges: Range[];
  /** The blocks last reported, the latest first (RFC 2018 4), at most four. */
  reported: Range[];
  /** To be reported once, in front of them (RFC 2883). */
  duplicate: SackBlock | null;
  /** The sequence number of the peer's FIN, once it has arrived, in order or not. */
  fin: Seq | null;
  /** The application reads no more (shutdown). */
  shut: boolean;
  /** The largest segment seen lately: the peer's idea of the MSS. */
  mss: number;
  /** Automatic buffer growth: octets read since `since`, and how many made the buffer grow last. */
  readSince: number;
  since: Instant;
  space: number;
}

/** Octets [left, right). */
export interface Range {
  left: Seq;
  right: Seq;
}

export interface Acknowledging {
  due: "no" | "delayed" | "now";
  /** Octets received and not yet acknowledged. */
  octets: number;
  /** ACKs that are still sent at once. */
  quick: number;
  /** The application answers what it receives: an ACK can ride on its data. */
  interactive: boolean;
  lastReceivedAt: Instant;
}

export interface Rtt {
  /** Null until the first sample. */
  srtt: Duration | null;
  rttvar: Duration;
  /** Without backoff. */
  rto: Duration;
  /** How often it was doubled. */
  backoff: number;
  min: Duration;
  latest: Duration;
}

/** What went unanswered so far. */
export interface Patience {
  /** Timeouts in a row. */
  retries: number;
  /** Window probes in a row. */
  probes: number;
  /** Window probes since the window closed, answered or not: the interval doubles with each. */
  persists: number;
  probingSince: Instant;
  /** Keep-alives in a row. */
  keepAlives: number;
  /** How often our SYN was repeated. */
  synRetries: number;
}

export type SendTimer = "off" | "retransmission" | "loss probe" | "reordering" | "persist";
export type LifeTimer = "off" | "keep-alive" | "FIN-WAIT-2" | "TIME-WAIT";

export interface Timers {
  /** One of these at a time: each drives retransmission in a way that excludes the others. */
  send: { kind: SendTimer; at: Instant };
  /** Delayed ACK; `never` when off. */
  ack: Instant;
  /** The first lives in open states, the others after closing. */
  life: { kind: LifeTimer; at: Instant };
  /** What the sink was last told; `never`: null. */
  told: Instant;
}

/** Later than everything. */
export const never = Number.POSITIVE_INFINITY as Instant;

export interface TcpConnection {
  readonly profile: Profile;
  readonly settings: Settings;
  readonly local: Endpoint;
  readonly remote: Endpoint;
  state: TcpStateName;
  /** It came from LISTEN. */
  passive: boolean;
  parent: Parent | null;
  /** The application has let go of it: nobody will read or write any more. */
  orphan: boolean;
  readonly snd: SendVariables;
  readonly rcv: ReceiveVariables;
  readonly flight: Flight;
  readonly cc: Congestion;
  readonly rtt: Rtt;
  readonly ack: Acknowledging;
  readonly timers: Timers;
  /** Agreed in the handshake. */
  readonly options: {
    timestamps: boolean;
    sack: boolean;
    ecn: boolean;
    /** Shift of the windows we receive, and of those we send (RFC 7323 2.2). */
    sndScale: number;
    rcvScale: number;
  };
  /** RFC 7323 4.3 and 5: TS.Recent, when it was taken, Last.ACK.sent; our clock starts at `offset`. */
  readonly ts: {
    recent: number;
    recentAt: Instant;
    valid: boolean;
    lastAckSent: Seq;
    readonly offset: number;
    /** The options of the latest segment that had a stamp alone; see `options.ts`. */
    shared: { readonly value: number; readonly echo: number; readonly options: readonly TcpOption[] } | null;
  };
  readonly patience: Patience;
  /** RFC 5961 7, and the answers to segments outside the window. */
  readonly challenge: { periodStart: Instant; sent: number; invalidAt: Instant };
  /** RFC 3168 6.1: we owe the peer ECE until it says CWR; we say CWR in our next new data. */
  readonly ecn: { echo: boolean; reduced: boolean };
  /** Null: an ordinary handshake. */
  fastOpen: FastOpen | null;
  lastReceivedAt: Instant;
  softError: string | null;
  /** What the ACK being read has told. */
  readonly tally: Tally;
  readonly count: Counters;
}

export interface Counters {
  segmentsSent: number;
  segmentsReceived: number;
  dataSegmentsSent: number;
  dataSegmentsReceived: number;
  octetsSent: number;
  octetsRetransmitted: number;
  octetsAcked: number;
  octetsReceived: number;
  retransmissions: number;
  timeouts: number;
  delivered: number;
  deliveredCe: number;
  duplicatesReported: number;
  reorderings: number;
}

/** Fast Open: whether the application may use the connection although the third segment has not come (RFC 7413 4.2.2). */
export const isAhead = (c: TcpConnection): boolean => c.fastOpen?.ahead === true && c.state === "SYN-RECEIVED";

/** How a connection is made; what is left out comes from the profile. */
export interface NewConnection {
  readonly profile: Profile;
  readonly local: Endpoint;
  readonly remote: Endpoint;
  /** From `initialSequenceNumber` (isn.ts), or any other for an experiment. */
  readonly iss: Seq;
  /** Where the timestamp clock starts (RFC 7323 5.4 allows an offset per connection); 0 when left out. */
  readonly timestampOffset?: number;
  readonly settings?: Partial<Settings>;
  readonly receiveBuffer?: number;
}

export function newSettings(profile: Profile, given: Partial<Settings> = {}): Settings {
  return {
    nagle: profile.nagle,
    cork: false,
    notSentLimit: profile.notSentLimit,
    mss: profile.mss,
    userTimeout: null,
    synRetries: null,
    openTimeout: null,
    noOptions: false,
    keepAlive: null,
    sendBuffer: profile.sendBuffer,
    sendBufferMax: profile.sendBufferMax,
    congestionControl: profile.congestionControl,
    ...given,
  };
}

/** A connection in CLOSED, with nothing sent. */
export function newConnection(given: NewConnection): TcpConnection {
  const { profile, iss } = given;
  const settings = newSettings(profile, given.settings);
  const capacity = given.receiveBuffer ?? profile.receiveBuffer;
  const zero = 0 as Seq;
  return {
    profile,
    settings,
    local: given.local,
    remote: given.remote,
    state: "CLOSED",
    passive: false,
    parent: null,
    orphan: false,
    snd: {
      iss,
      una: iss,
      nxt: iss,
      wnd: 0,
      up: iss,
      wl1: zero,
      wl2: zero,
      maxWnd: 0,
      mss: Math.min(536, settings.mss),
      peerMss: 536,
      buffer: new StreamBuffer(),
      bufferStart: add(iss, 1),
      closing: false,
      finSent: false,
      probed: false,
      smallEnd: iss,
      lastSentAt: 0 as Instant,
      pushed: add(iss, 1),
      records: [],
      blocked: false,
    },
    rcv: {
      irs: zero,
      nxt: zero,
      wnd: firstWindow(profile, settings, capacity),
      up: null,
      buffer: new StreamBuffer(),
      capacity,
      ranges: [],
      reported: [],
      duplicate: null,
      fin: null,
      shut: false,
      mss: 536,
      readSince: 0,
      since: 0 as Instant,
      space: capacity,
    },
    flight: new Flight(),
    cc: newCongestion(iss, settings.congestionControl, profile.dupThresh),
    rtt: {
      srtt: null,
      rttvar: 0 as Duration,
      rto: profile.initialRto,
      backoff: 0,
      min: Number.POSITIVE_INFINITY as Duration,
      latest: 0 as Duration,
    },
    ack: { due: "no", octets: 0, quick: profile.quickAcks, interactive: false, lastReceivedAt: 0 as Instant },
    timers: { send: { kind: "off", at: never }, ack: never, life: { kind: "off", at: never }, told: never },
    options: { timestamps: false, sack: false, ecn: false, sndScale: 0, rcvScale: 0 },
    ts: {
      recent: 0,
      recentAt: 0 as Instant,
      valid: false,
      lastAckSent: zero,
      offset: given.timestampOffset ?? 0,
      shared: null,
    },
    patience: { retries: 0, probes: 0, persists: 0, probingSince: never, keepAlives: 0, synRetries: 0 },
    challenge: { periodStart: 0 as Instant, sent: 0, invalidAt: -never as Instant },
    ecn: { echo: false, reduced: false },
    fastOpen: null,
    lastReceivedAt: 0 as Instant,
    softError: null,
    tally: newTally(),
    count: {
      segmentsSent: 0,
      segmentsReceived: 0,
      dataSegmentsSent: 0,
      dataSegmentsReceived: 0,
      octetsSent: 0,
      octetsRetransmitted: 0,
      octetsAcked: 0,
      octetsReceived: 0,
      retransmissions: 0,
      timeouts: 0,
      delivered: 0,
      deliveredCe: 0,
      duplicatesReported: 0,
      reorderings: 0,
    },
  };
}

/** The window of our SYN is never scaled (RFC 7323 2.2), so it is 65535 at most. */
function firstWindow(profile: Profile, settings: Settings, capacity: number): number {
  const whole = profile.firstWindowInSegments && capacity > settings.mss;
  return Math.min(whole ? capacity - (capacity % settings.mss) : capacity, 65_535);
}

/** Changes the state and says so. */
export function enter(c: TcpConnection, to: TcpStateName, why: Trigger, out: TcpOut): void {
  const from = c.state;
  c.state = to;
  out.state(from, to, why);
}

/** Whether the states RFC 9293 3.5.2 calls synchronized include this one. */
export const isSynchronized = (state: TcpStateName): boolean =>
  state !== "CLOSED" && state !== "LISTEN" && state !== "SYN-SENT" && state !== "SYN-RECEIVED";

/** Octets written and not yet sent, the FIN not counted. */
export function unsent(c: TcpConnection): number {
  const { snd } = c;
  if (before(snd.nxt, snd.bufferStart)) return snd.buffer.length;
  return snd.buffer.length - distance(snd.bufferStart, snd.nxt) + (snd.finSent ? 1 : 0);
}

const nowhere: Endpoint = { address: 0 as Ipv4Address, port: 0 };
settleShapes(newConnection({ profile: rfc, local: nowhere, remote: nowhere, iss: 0xffff_ffff as Seq }));
