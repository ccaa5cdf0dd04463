/**
 * What differs between systems, as data: nothing in the code asks "is this Linux?". `rfc` is what the RFCs say, reduced to the simplest
 * TCP that obeys them (the ground rules of the catalogue); `linux` follows Linux 6.x with its default sysctls; `freebsd` FreeBSD 14.
 * Any field can be changed: `{ ...rfc, delayedAck: ms(40) }`.
 */
import { type Duration, ms, ns, seconds } from "../../base/time.ts";

export interface Profile {
  readonly name: string;

  // --- Options offered in a SYN (RFC 9293 3.2, RFC 7323, RFC 2018); each is used only when both ends offer it.
  /** The MSS announced when the route does not say: MTU less 40. */
  readonly mss: number;
  readonly timestamps: boolean;
  readonly sack: boolean;
  /** The shift count offered (0 to 14), or null: no window scaling. */
  readonly windowScale: number | null;
  /** How options are ordered and padded: Linux puts the window scale last, BSD second. */
  readonly optionLayout: "linux" | "bsd";
  /** Explicit congestion notification (RFC 3168): asked for in an active open, granted when asked, or neither. */
  readonly ecn: "off" | "grant" | "ask";
  /** How many repetitions of the SYN still ask for it (RFC 3168 6.1.1.1: a host MAY repeat without, for the sake of broken paths). */
  readonly ecnSynRepeats: number;
  /** From that repetition of the SYN on it carries no option but MSS (BSD, rexmit_drop_options); null: they stay. */
  readonly plainSynFrom: number | null;

  // --- Buffers, in octets.
  readonly receiveBuffer: number;
  /** How far the receive buffer may grow by itself (equal to `receiveBuffer`: it does not). */
  readonly receiveBufferMax: number;
  readonly sendBuffer: number;
  /** How far the send buffer may grow by itself as cwnd grows (Linux tcp_wmem); equal to `sendBuffer`: it does not. */
  readonly sendBufferMax: number;
  /** The window of the SYN is a whole number of segments (Linux). */
  readonly firstWindowInSegments: boolean;
  /** The receive buffer is rounded up to a whole number of segments when the connection is made (BSD). */
  readonly receiveBufferInSegments: boolean;
  /** A blocked writer is woken when this share of the send buffer is free: 1 in n; 0: as soon as there is any room. */
  readonly writableShare: number;
  /** See `Settings.notSentLimit`. */
  readonly notSentLimit: number;
  /** A write that meets the limit of the send buffer stops there, or fills what it has begun: half the largest window at a time (Linux). */
  readonly sendBufferFills: "exactly" | "by pieces";

  /**
   * When the right edge of the window moves: by RFC 9293 3.8.6.2.2 (a segment or half the buffer at a time), or with all the room there is
   * unless that is very little (BSD; Linux with window scaling).
   */
  readonly windowEdge: "in steps" | "all room";
  /** A window that is no multiple of the scale's unit is said a little too small (RFC 7323 2.4), or too large (BSD). */
  readonly windowRounding: "down" | "up";
  /** Text that goes on beyond the window: cut there (RFC 9293 3.10.7.4), or taken whole when nothing waits to be read, else left (Linux). */
  readonly beyondWindow: "cut" | "whole when empty";

  // --- Acknowledging (RFC 9293 3.8.6.3, RFC 5681 4.2).
  /** How long an ACK may wait for data or for a second segment; 0: every segment is acknowledged at once. */
  readonly delayedAck: Duration;
  /** What is acknowledged without delay: more than one full segment (RFC 9293 SHLD-19, Linux), or a second segment of any size (BSD). */
  readonly ackAtOnce: "full segment" | "second segment";
  /** A FIN is acknowledged without delay (BSD); where it is not, our own FIN may share the segment. */
  readonly ackFinAtOnce: boolean;
  /** That many ACKs at the start of a connection are not delayed. */
  readonly quickAcks: number;

  // --- Sending.
  /** RFC 9293 3.7.4; an application turns it off with TCP_NODELAY. */
  readonly nagle: boolean;
  /**
   * What makes Nagle wait: any unacknowledged data (RFC 9293), data that was unacknowledged before this burst began (BSD), or an unacknowledged
   * small segment (Minshall's variant, Linux).
   */
  readonly nagleWaitsFor: "any" | "earlier" | "small";
  /** Zero-window probe: one octet of new data (RFC 9293 3.8.6.1), or an empty segment with an old sequence number (Linux). */
  readonly windowProbe: "octet" | "old-sequence";

  // --- Retransmission timer (RFC 6298).
  readonly initialRto: Duration;
  readonly minRto: Duration;
  readonly maxRto: Duration;
  /** The minimum applies to the whole RTO (RFC 6298 2.4), or to its variance term K*RTTVAR (Linux). */
  readonly rtoFloor: "whole" | "variance";
  /** Added to every timeout once the timer was set from a measurement or has doubled (BSD, rexmit_slop). */
  readonly rtoSlop: Duration;
  /** G of RFC 6298 2. */
  readonly clockGranularity: Duration;
  /** That many repetitions of a SYN come at the same interval before doubling begins (Linux since 6.5: 4). */
  readonly linearSyns: number;
  /** Give up opening after that many repetitions of the SYN, not counting linear ones; of the SYN-ACK; of data. Infinity: see `giveUpAfter`. */
  readonly synRetries: number;
  readonly synAckRetries: number;
  readonly dataRetries: number;
  /** Give up opening after so long, whatever was repeated (BSD, keepinit); null: no such limit. */
  readonly openTimeout: Duration | null;
  /** The same for connections that no application holds any more. */
  readonly orphanRetries: number;
  /** R2 in time (RFC 9293 3.8.3): give up when nothing was acknowledged for so long; null: by count only. */
  readonly giveUpAfter: Duration | null;

  // --- Loss detection and congestion control.
  /** DupThresh (RFC 5681 3.2, RFC 6675 2). */
  readonly dupThresh: number;
  /** RFC 3042. */
  readonly limitedTransmit: boolean;
  /** RFC 8985, where SACK is in use. */
  readonly rack: boolean;
  /** Its tail loss probes (RFC 8985 7), where `rack` is. */
  readonly tailLossProbe: boolean;
  /** What a tail loss probe adds for the peer's delayed ACK when only one segment is out (RFC 8985 7.2); what both timers add anyway. */
  readonly probeAckDelay: Duration;
  readonly probeSlack: Duration;
  /** Proportional rate reduction (RFC 6937) during a recovery with SACK. */
  readonly prr: boolean;
  /** Restore cwnd when timestamps show that a retransmission was needless (RFC 3522 detection, RFC 4015 response). */
  readonly undo: boolean;
  readonly congestionControl: "new-reno" | "cubic";
  /** Hybrid slow start (Linux, with CUBIC). */
  readonly hystart: boolean;
  /** Segments (RFC 6928). */
  readonly initialWindow: number;
  /** The initial window is one segment when more than so many SYNs or SYN-ACKs were lost (RFC 5681 3.1: any; Linux: more than one). */
  readonly lossesBeforeSmallWindow: number;
  /** Whether cwnd counts octets (RFC 5681) or whole segments however small they are (Linux). */
  readonly cwndCounts: "octets" | "segments";
  /** In slow start an ACK adds at most one SMSS (RFC 5681 3.1), or all that it acknowledged (RFC 3465 with L unbounded, Linux). */
  readonly slowStartLimit: "one-segment" | "all-acknowledged";
  /** cwnd grows only while it is what holds the sender back (RFC 7661; Linux). */
  readonly cwndValidation: boolean;
  /** After an idle RTO: restart from the initial window (RFC 5681 4.1), halve per idle RTO (Linux), or keep. */
  readonly afterIdle: "restart" | "halve" | "keep";

  // --- Closing.
  /** While our FIN is not acknowledged every ACK carries it again (BSD). */
  readonly ackRepeatsFin: boolean;
  /** What an abort sends: RST alone (RFC 9293 3.10.5), or with ACK (Linux, BSD). */
  readonly abortSends: "rst" | "rst-ack";
  /** The window field of that: zero, or as in any other segment (Linux). */
  readonly abortWindow: "zero" | "current";
  /** Maximum segment lifetime; TIME-WAIT lasts twice that. */
  readonly msl: Duration;
  /** A new SYN may end TIME-WAIT (RFC 9293 3.6.1 MAY-2, RFC 6191). */
  readonly timeWaitReuse: boolean;
  /** A RST in TIME-WAIT ends it (RFC 9293 3.10.7.4), or is ignored against old duplicates (RFC 1337; BSD). */
  readonly resetInTimeWait: "end" | "ignore";
  /** In TIME-WAIT a segment without ACK gets no answer (BSD). */
  readonly timeWaitNeedsAck: boolean;
  /** How long a connection that no application holds may stay in FIN-WAIT-2; null: for ever, as RFC 9293 has it. */
  readonly finWait2: Duration | null;

  // --- Listening.
  /** How many established connections may wait for accept(), given the backlog. */
  readonly acceptQueue: "backlog" | "backlog+1" | "3/2 backlog+1";
  /** How many half-open ones, given the backlog. */
  readonly synQueue: number;
  /** A SYN that arrives while the accept queue is full is not answered. */
  readonly dropSynWhenFull: boolean;
  /** What the third segment gets while the accept queue is full: silence (the client retransmits) or a reset. */
  readonly acceptOverflow: "ignore" | "reset";
  /** What a repeated SYN gets in SYN-RECEIVED: a bare ACK (RFC 9293 3.10.7.4) or the SYN-ACK again (Linux). */
  readonly repeatedSyn: "ack" | "syn-ack";

  /** What a SYN with FIN gets: it opens a connection (RFC 9293 3.10.7.2), or is dropped, by a listener (Linux) or anywhere (BSD, drop_synfin). */
  readonly synFin: "take" | "drop in LISTEN" | "drop";
  /** A SYN-ACK whose timestamp echoes none of ours is refused with a reset (Linux); RFC 7323 does not ask for it. */
  readonly synAckEcho: "any" | "checked";
  /** Data and FIN on a SYN wait until the connection is established (RFC 9293 3.10.7.2, 3.10.7.3), or must be sent again (Linux). */
  readonly synText: "hold" | "drop";

  /** Fast Open (RFC 7413): which ends of it are on, which of them want a cookie, and whether every listener has it without asking. */
  readonly fastOpen: {
    readonly client: boolean;
    readonly server: boolean;
    readonly clientNeedsCookie: boolean;
    readonly serverNeedsCookie: boolean;
    readonly everyListener: boolean;
  };
  /** Keys of the server's cookies, 16 bytes each in hexadecimal: the first makes them, those of the others are taken too. */
  readonly fastOpenKeys: readonly string[];
  /** A server that gives no cookie or leaves the data of the SYN: left in peace for a while (RFC 7413 4.1.3), or asked in the old way (Linux). */
  readonly fastOpenRefused: "pause" | "experimental option";

  // --- Attacks and errors.
  /** What was received before a reset is thrown away (RFC 9293 3.10.7.4: "All segment queues should be flushed"), or can still be read. */
  readonly textAfterReset: "flush" | "keep";
  /** A RST or SYN behind the window offered but within the receive buffer counts as inside (BSD, whose RCV.WND is the buffer). */
  readonly resetWithinBuffer: boolean;
  /** RFC 5961: challenge ACKs for RST and SYN in the window, and the check of old ACKs. */
  readonly challengeAcks: boolean;
  /** The ACK in a repetition of what was received last: not looked at (RFC 9293 3.10.7.4, first step), or read (Linux, BSD). */
  readonly oldSegmentAck: "leave" | "read";
  /** An ACK of what was never sent gets an ACK (RFC 9293 3.10.7.4), or nothing (Linux). */
  readonly ackOfUnsent: "ack" | "ignore";
  /** At most so many challenge ACKs in so long a time (RFC 5961 7). */
  readonly challengeLimit: number;
  readonly challengePeriod: Duration;
  /** An ACK in answer to a segment outside the window is sent at most once in this time; 0: always. */
  readonly invalidRateLimit: Duration;
  /** ICMP hard errors end a connection always (RFC 9293 3.9.2.2, SHLD-26), or only while it is being opened (RFC 5461 4.1, Linux). */
  readonly hardErrorsEnd: "always" | "while-opening" | "never";

  // --- Keep-alive defaults (RFC 9293 3.8.4); off until the application asks.
  readonly keepAliveIdle: Duration;
  readonly keepAliveInterval: Duration;
  readonly keepAliveProbes: number;
}

const never = Number.POSITIVE_INFINITY;

/** The RFCs in their plainest form: rules G3 and G4 of the catalogue. */
export const rfc: Profile = {
  name: "rfc",
  mss: 1460,
  timestamps: false,
  sack: false,
  windowScale: null,
  optionLayout: "linux",
  ecn: "off",
  ecnSynRepeats: 0,
  plainSynFrom: null,
  receiveBuffer: 65_535,
  receiveBufferMax: 65_535,
  sendBuffer: 262_144,
  sendBufferMax: 262_144,
  firstWindowInSegments: false,
  receiveBufferInSegments: false,
  writableShare: 0,
  notSentLimit: never,
  sendBufferFills: "exactly",
  windowEdge: "in steps",
  windowRounding: "down",
  beyondWindow: "cut",
  delayedAck: ns(0),
  ackAtOnce: "full segment",
  ackFinAtOnce: false,
  quickAcks: 0,
  nagle: false,
  nagleWaitsFor: "any",
  windowProbe: "octet",
  initialRto: seconds(1), // RFC 6298 2.1
  minRto: seconds(1), // RFC 6298 2.4
  maxRto: seconds(60), // RFC 6298 2.5: "a maximum value MAY be placed on RTO provided it is at least 60 seconds"
  rtoFloor: "whole",
  rtoSlop: ns(0),
  clockGranularity: ms(1),
  linearSyns: 0,
  synRetries: never,
  synAckRetries: never,
  dataRetries: never,
  openTimeout: null,
  orphanRetries: never,
  giveUpAfter: seconds(300), // RFC 9293 3.9.1.1: "the present global default is five minutes"; R2 for a SYN is 3 minutes at least
  dupThresh: 3,
  limitedTransmit: true,
  rack: false,
  tailLossProbe: true,
  probeAckDelay: ns(0),
  probeSlack: ns(0),
  prr: false,
  undo: false,
  congestionControl: "new-reno",
  hystart: false,
  initialWindow: 10,
  lossesBeforeSmallWindow: 0,
  cwndCounts: "octets",
  slowStartLimit: "one-segment",
  cwndValidation: false,
  afterIdle: "restart",
  ackRepeatsFin: false,
  abortSends: "rst",
  abortWindow: "zero",
  msl: seconds(120), // RFC 9293 3.4.2
  timeWaitReuse: true,
  resetInTimeWait: "end",
  timeWaitNeedsAck: false,
  finWait2: null,
  acceptQueue: "backlog",
  synQueue: 1024,
  dropSynWhenFull: false,
  acceptOverflow: "ignore",
  repeatedSyn: "ack",
  synFin: "take",
  synAckEcho: "any",
  synText: "hold",
  fastOpen: { client: false, server: false, clientNeedsCookie: true, serverNeedsCookie: true, everyListener: false },
  fastOpenKeys: ["00000000000000000000000000000000"],
  fastOpenRefused: "pause",
  textAfterReset: "flush",
  resetWithinBuffer: false,
  challengeAcks: true,
  oldSegmentAck: "leave",
  ackOfUnsent: "ack",
  challengeLimit: 10,
  challengePeriod: seconds(5),
  invalidRateLimit: ns(0),
  hardErrorsEnd: "always",
  keepAliveIdle: seconds(7200), // MUST-28
  keepAliveInterval: seconds(75),
  keepAliveProbes: 9,
};

/** Linux 6.x, default sysctls; names of sysctls and constants beside the values. */
export const linux: Profile = {
  name: "linux",
  mss: 1460,
  timestamps: true,
  sack: true,
  windowScale: 7, // tcp_rmem[2] = 6 MiB
  optionLayout: "linux",
  ecn: "grant", // tcp_ecn = 2
  ecnSynRepeats: 0, // tcp_ecn_fallback = 1
  plainSynFrom: null,
  receiveBuffer: 65_536, // tcp_rmem[1] = 131072, half of it for data (tcp_adv_win_scale = 1)
  receiveBufferMax: 3_145_728, // tcp_rmem[2] = 6291456, half of it
  sendBuffer: 4_194_304, // tcp_wmem[2], where it ends; scripts set tcp_wmem[1]
  sendBufferMax: 4_194_304,
  firstWindowInSegments: true,
  receiveBufferInSegments: false,
  writableShare: 3,
  notSentLimit: never, // tcp_notsent_lowat
  sendBufferFills: "by pieces",
  windowEdge: "all room",
  windowRounding: "down",
  beyondWindow: "whole when empty",
  delayedAck: ms(40), // TCP_DELACK_MIN, TCP_ATO_MIN
  ackAtOnce: "full segment",
  ackFinAtOnce: false,
  quickAcks: 16, // TCP_MAX_QUICKACKS
  nagle: true,
  nagleWaitsFor: "small",
  windowProbe: "old-sequence",
  initialRto: seconds(1), // TCP_TIMEOUT_INIT
  minRto: ms(200), // TCP_RTO_MIN
  maxRto: seconds(120), // TCP_RTO_MAX
  rtoFloor: "variance",
  rtoSlop: ns(0),
  clockGranularity: ms(1),
  linearSyns: 4, // tcp_syn_linear_timeouts
  synRetries: 6, // tcp_syn_retries
  synAckRetries: 5, // tcp_synack_retries
  dataRetries: 15, // tcp_retries2
  openTimeout: null,
  orphanRetries: 8, // tcp_orphan_retries = 0 means 8
  giveUpAfter: null,
  dupThresh: 3, // tcp_reordering
  limitedTransmit: true,
  rack: true,
  tailLossProbe: true,
  probeAckDelay: ms(200),
  probeSlack: ms(2),
  prr: true,
  undo: true,
  congestionControl: "cubic",
  hystart: true,
  initialWindow: 10, // TCP_INIT_CWND
  lossesBeforeSmallWindow: 1,
  cwndCounts: "segments",
  slowStartLimit: "all-acknowledged",
  cwndValidation: true,
  afterIdle: "halve", // tcp_slow_start_after_idle = 1
  ackRepeatsFin: false,
  abortSends: "rst-ack",
  abortWindow: "current",
  msl: seconds(30), // TCP_TIMEWAIT_LEN = 60 s
  timeWaitReuse: true,
  resetInTimeWait: "end",
  timeWaitNeedsAck: false,
  finWait2: seconds(60), // tcp_fin_timeout
  acceptQueue: "backlog+1",
  synQueue: 1024, // tcp_max_syn_backlog
  dropSynWhenFull: true,
  acceptOverflow: "ignore", // tcp_abort_on_overflow = 0
  repeatedSyn: "syn-ack",
  synFin: "drop in LISTEN",
  synAckEcho: "checked",
  synText: "drop",
  fastOpen: { ...rfc.fastOpen, client: true }, // tcp_fastopen = 1
  fastOpenKeys: rfc.fastOpenKeys, // a key by chance in Linux
  fastOpenRefused: "experimental option",
  textAfterReset: "keep",
  resetWithinBuffer: false,
  challengeAcks: true,
  oldSegmentAck: "read",
  ackOfUnsent: "ignore",
  challengeLimit: 1000, // per connection here; Linux counts per namespace, without a limit since 6.0
  challengePeriod: seconds(1),
  invalidRateLimit: ms(500), // tcp_invalid_ratelimit
  hardErrorsEnd: "while-opening",
  keepAliveIdle: seconds(7200),
  keepAliveInterval: seconds(75),
  keepAliveProbes: 9,
};

/** FreeBSD 14 as far as its manual pages tcp(4) and syncache(4) fix it; what they leave open is as in `rfc` or `linux`. */
export const freebsd: Profile = {
  ...linux,
  name: "freebsd",
  windowScale: 6,
  optionLayout: "bsd",
  receiveBuffer: 65_536, // net.inet.tcp.recvspace
  receiveBufferMax: 2_097_152, // net.inet.tcp.recvbuf_max
  sendBuffer: 2_097_152, // net.inet.tcp.sendbuf_max
  sendBufferMax: 2_097_152,
  firstWindowInSegments: false,
  writableShare: 0,
  sendBufferFills: "exactly",
  ackAtOnce: "second segment",
  ackFinAtOnce: true,
  quickAcks: 0,
  receiveBufferInSegments: true,
  windowRounding: "up",
  beyondWindow: "cut",
  nagleWaitsFor: "earlier",
  windowProbe: "octet",
  minRto: ms(30), // net.inet.tcp.rexmit_min
  maxRto: seconds(64),
  rtoFloor: "whole",
  rtoSlop: ms(200), // net.inet.tcp.rexmit_slop
  ecnSynRepeats: 1, // net.inet.tcp.ecn.maxretries
  linearSyns: 0,
  openTimeout: seconds(75), // net.inet.tcp.keepinit
  synRetries: 12, // TCP_MAXRXTSHIFT
  synAckRetries: 3, // SYNCACHE_MAXREXMTS
  dataRetries: 12,
  orphanRetries: 12,
  rack: false, // the default stack; tcp_rack(4) is another
  undo: false,
  lossesBeforeSmallWindow: 0,
  cwndCounts: "octets",
  afterIdle: "restart",
  cwndValidation: false,
  finWait2: seconds(60), // net.inet.tcp.finwait2_timeout, with fast_finwait2_recycle off
  acceptQueue: "3/2 backlog+1",
  hystart: false,
  ackRepeatsFin: true,
  resetInTimeWait: "ignore",
  abortWindow: "zero",
  timeWaitNeedsAck: true,
  synFin: "take", // net.inet.tcp.drop_synfin = 0
  synAckEcho: "any",
  synText: "hold",
  fastOpenRefused: "pause",
  resetWithinBuffer: true,
  dropSynWhenFull: false,
  acceptOverflow: "reset", // net.inet.tcp.syncache.rst_on_sock_fail
  ackOfUnsent: "ack",
  challengeLimit: 10,
  challengePeriod: seconds(1),
  invalidRateLimit: ns(0),
  keepAliveProbes: 8,
};

export const profiles: Readonly<Record<string, Profile>> = { rfc, linux, freebsd };
