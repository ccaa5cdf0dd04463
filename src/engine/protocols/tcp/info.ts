/** What a connection tells about itself, in the manner of Linux's TCP_INFO: the names are those of `struct tcp_info`, without `tcpi_`. */
import type { Duration, Instant } from "../../base/time.ts";
import type { CaState } from "./congestion/record.ts";
import { noThreshold } from "./congestion/record.ts";
import { currentRto } from "./rtt.ts";
import type { TcpStateName } from "./states.ts";
import { type TcpConnection, unsent } from "./tcb.ts";

/** Times are durations in nanoseconds, windows of the sender in segments, all else in octets or plain numbers. */
export interface TcpInfo {
  readonly state: TcpStateName;
  readonly ca_state: CaState;
  readonly retransmits: number;
  readonly probes: number;
  readonly backoff: number;
  readonly options: {
    readonly timestamps: boolean;
    readonly sack: boolean;
    readonly wscale: boolean;
    readonly ecn: boolean;
    /** The data of a SYN was taken (RFC 7413). */
    readonly syn_data: boolean;
  };
  readonly snd_wscale: number;
  readonly rcv_wscale: number;
  readonly rto: Duration;
  readonly ato: Duration;
  readonly snd_mss: number;
  readonly rcv_mss: number;
  readonly advmss: number;
  readonly pmtu: number;
  /** Segments in flight; of those sacked, lost, and retransmitted and still under way. */
  readonly unacked: number;
  readonly sacked: number;
  readonly lost: number;
  readonly retrans: number;
  readonly rtt: Duration;
  readonly rttvar: Duration;
  readonly min_rtt: Duration;
  readonly snd_ssthresh: number;
  readonly snd_cwnd: number;
  readonly reordering: number;
  readonly reord_seen: number;
  readonly rcv_space: number;
  readonly snd_wnd: number;
  readonly rcv_wnd: number;
  readonly total_retrans: number;
  readonly bytes_sent: number;
  readonly bytes_acked: number;
  readonly bytes_received: number;
  readonly bytes_retrans: number;
  readonly segs_out: number;
  readonly segs_in: number;
  readonly data_segs_out: number;
  readonly data_segs_in: number;
  readonly notsent_bytes: number;
  readonly delivered: number;
  readonly delivered_ce: number;
  readonly dsack_dups: number;
  readonly last_data_sent: Duration;
  readonly last_data_recv: Duration;
}

export function info(c: TcpConnection, now: Instant): TcpInfo {
  const { cc, flight, snd, rcv, options, count } = c;
  return {
    state: c.state,
    ca_state: cc.state,
    retransmits: c.patience.retries,
    probes: c.patience.probes,
    backoff: c.rtt.backoff,
    options: {
      timestamps: options.timestamps,
      sack: options.sack,
      wscale: options.sndScale > 0 || options.rcvScale > 0,
      ecn: options.ecn,
      syn_data: c.fastOpen?.taken === true,
    },
    snd_wscale: options.sndScale,
    rcv_wscale: options.rcvScale,
    rto: currentRto(c),
    ato: c.profile.delayedAck,
    snd_mss: snd.mss,
    rcv_mss: rcv.mss,
    advmss: c.settings.mss,
    pmtu: snd.mss + (options.timestamps ? 12 : 0) + (typeof c.remote.address === "bigint" ? 60 : 40),
    unacked: flight.length,
    // Without SACK, duplicate ACKs stand for what has arrived beyond the gap, as in Linux.
    sacked: options.sack ? flight.sacked : Math.min(cc.dupAcks, Math.max(0, flight.length - 1)),
    lost: flight.lost,
    retrans: flight.retransmitted,
    rtt: c.rtt.srtt ?? (0 as Duration),
    rttvar: c.rtt.rttvar,
    min_rtt: c.rtt.min,
    snd_ssthresh: cc.ssthresh === noThreshold ? noThreshold : Math.floor(cc.ssthresh / snd.mss),
    snd_cwnd: cc.cwnd === 0 ? c.profile.initialWindow : Math.floor(cc.cwnd / snd.mss),
    reordering: cc.reordering,
    reord_seen: count.reorderings,
    rcv_space: rcv.space,
    snd_wnd: snd.wnd,
    rcv_wnd: rcv.wnd,
    total_retrans: count.retransmissions,
    bytes_sent: count.octetsSent,
    bytes_acked: count.octetsAcked,
    bytes_received: count.octetsReceived,
    bytes_retrans: count.octetsRetransmitted,
    segs_out: count.segmentsSent,
    segs_in: count.segmentsReceived,
    data_segs_out: count.dataSegmentsSent,
    data_segs_in: count.dataSegmentsReceived,
    notsent_bytes: unsent(c),
    delivered: count.delivered,
    delivered_ce: count.deliveredCe,
    dsack_dups: count.duplicatesReported,
    last_data_sent: (now - snd.lastSentAt) as Duration,
    last_data_recv: (now - c.ack.lastReceivedAt) as Duration,
  };
}
