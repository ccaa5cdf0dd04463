/**
 * TCP_INFO under the names that scripts use: `tcpi_snd_cwnd` and so on, with the units of Linux (microseconds; milliseconds for the ages
 * of the last data). Fields that our TCP does not keep are not here, and a script that asks for one is unsupported.
 */
import type { TcpInfo } from "../../engine/protocols/tcp/info.ts";
import { infoConstant, stateNumber } from "./constants.ts";

const caStates = { open: 0, disorder: 1, cwr: 2, recovery: 3, loss: 4 } as const;

const micro = (duration: number): number => Math.floor(duration / 1_000);
const milli = (duration: number): number => Math.floor(duration / 1_000_000);

type Field = (info: TcpInfo, bsd: boolean) => number;

const plain = (name: keyof TcpInfo): Field => {
  return (info) => info[name] as number;
};

// biome-ignore format: a table
const fields: Readonly<Record<string, Field>> = {
  tcpi_state: (info, bsd) => stateNumber(info.state, bsd),
  tcpi_ca_state: (info) => caStates[info.ca_state],
  tcpi_options: ({ options }) => (options.timestamps ? 1 : 0) | (options.sack ? 2 : 0) | (options.wscale ? 4 : 0) | (options.ecn ? 8 : 0) | (options.syn_data ? 32 : 0),
  tcpi_rto: (info) => micro(info.rto),
  tcpi_ato: (info) => micro(info.ato),
  tcpi_rtt: (info) => micro(info.rtt),
  tcpi_rttvar: (info) => micro(info.rttvar),
  tcpi_min_rtt: (info) => (Number.isFinite(info.min_rtt) ? micro(info.min_rtt) : 0xffff_ffff),
  tcpi_last_data_sent: (info) => milli(info.last_data_sent),
  tcpi_last_data_recv: (info) => milli(info.last_data_recv),
  ...Object.fromEntries(
    ([
      "retransmits", "probes", "backoff", "snd_wscale", "rcv_wscale", "snd_mss", "rcv_mss", "advmss", "pmtu", "unacked", "sacked", "lost", "retrans",
      "snd_ssthresh", "snd_cwnd", "reordering", "reord_seen", "rcv_space", "snd_wnd", "rcv_wnd", "total_retrans", "bytes_sent", "bytes_acked",
      "bytes_received", "bytes_retrans", "segs_out", "segs_in", "data_segs_out", "data_segs_in", "notsent_bytes", "delivered", "delivered_ce",
      "dsack_dups",
    ] as const).map((name) => [`tcpi_${name}`, plain(name)]),
  ),
};

/** Whether a name of this kind can be answered. Names that do not begin with tcpi_ are the script's own. */
export const isKnownField = (name: string): boolean => !name.startsWith("tcpi_") || Object.hasOwn(fields, name);

/** The value of `tcpi_...` or of a constant; undefined: no such name. */
export function lookUp(name: string, info: TcpInfo | "CLOSED" | "LISTEN", bsd: boolean): number | undefined {
  if (!Object.hasOwn(fields, name)) return infoConstant(name);
  // A socket without a connection has a state, and everything else of it is zero.
  if (typeof info === "string") return name === "tcpi_state" ? stateNumber(info, bsd) : 0;
  return fields[name]!(info, bsd);
}
