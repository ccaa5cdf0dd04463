/**
 * A parsed script: what its lines say, nothing of what they mean to a TCP. Sequence numbers, acknowledgments and timestamps are in the
 * script's own counting; `mapping.ts` translates.
 */
import type { Duration } from "../../engine/base/time.ts";
import type { Statement } from "./assertion.ts";
import type { Place } from "./place.ts";

export interface Script {
  readonly options: readonly ScriptOption[];
  readonly events: readonly ScriptEvent[];
}

/** `--tolerance_usecs=100`; null where there is no "=". */
export interface ScriptOption extends Place {
  readonly name: string;
  readonly value: string | null;
}

export interface ScriptEvent extends Place {
  readonly time: EventTime;
  readonly action: Action;
}

/** When an event is due. */
export type EventTime =
  /** Counted from the first event. */
  | { readonly kind: "absolute"; readonly at: Duration; readonly until: Duration | null }
  /** Counted from the event before; `until` closes a range of a packet that may come at any time within. */
  | { readonly kind: "relative"; readonly at: Duration; readonly until: Duration | null }
  /** `*`: whenever it comes. */
  | { readonly kind: "any" };

export type Action =
  | {
      readonly kind: "call";
      readonly name: string;
      readonly args: readonly Expression[];
      /** Of a call that blocks: when it returns, counted as its beginning is. Null: at once. */
      readonly returns: Duration | null;
      readonly result: Expression;
      readonly errno: string | null;
    }
  | { readonly kind: "packet"; readonly inbound: boolean; readonly ip: IpMarks; readonly packet: PacketSpec }
  | { readonly kind: "shell"; readonly text: string }
  | { readonly kind: "code"; readonly statements: readonly Statement[] };

/** What brackets before a packet say of its IP header; null: nothing. */
export interface IpMarks {
  readonly ecn: "noecn" | "ect0" | "ect1" | "ect01" | "ce" | null;
  readonly ttl: number | null;
  readonly tos: number | null;
}

export type PacketSpec =
  | TcpSpec
  | { readonly kind: "udp"; readonly length: number; readonly ports: Ports | null }
  | {
      readonly kind: "icmp";
      readonly type: string;
      readonly code: string | null;
      readonly mtu: number | null;
      /** The sequence number of the segment that the message quotes, where it says. */
      readonly about: number | null;
      /** The UDP ports that the quoted segment travelled between. */
      readonly udp: Ports | null;
    };

export interface Ports {
  readonly source: number;
  readonly destination: number;
}

export interface TcpSpec {
  readonly kind: "tcp";
  readonly ports: Ports | null;
  /** Bits of `tcpFlag`. */
  readonly flags: number;
  /** Null: any. */
  readonly seq: number | null;
  readonly length: number;
  /** `seq` is meant as it stands on the wire, `1:1(0)!`. */
  readonly exactSeq: boolean;
  readonly ack: number | null;
  readonly window: number | null;
  readonly urgent: number | null;
  /** `/udp(9811 > 1)`: the segment travels in UDP, between these ports; null: it does not. */
  readonly udp: Ports | null;
  /** Null: any, `<...>`. */
  readonly options: readonly OptionSpec[] | null;
}

export type OptionSpec =
  | { readonly kind: "nop" | "eol" | "sackOK" }
  | { readonly kind: "mss" | "wscale"; readonly value: number }
  | { readonly kind: "TS"; readonly value: number; readonly echo: number }
  /** `FO` alone asks for a cookie; digits are hexadecimal, and TFO_COOKIE is the one that the host itself makes for its peer. */
  | { readonly kind: "FO" | "FOEXP"; readonly cookie: string }
  | { readonly kind: "sack"; readonly blocks: readonly (readonly [left: number, right: number])[] };

/** The C-like expressions of system calls. */
export type Expression = Place &
  (
    | { readonly kind: "any" }
    | { readonly kind: "number"; readonly value: number }
    | { readonly kind: "text"; readonly text: string }
    /** A constant: SOCK_STREAM, O_NONBLOCK, NULL. */
    | { readonly kind: "name"; readonly name: string }
    | { readonly kind: "list"; readonly items: readonly Expression[] }
    /** `htons(80)`, `inet_addr("1.2.3.4")`. */
    | { readonly kind: "apply"; readonly name: string; readonly args: readonly Expression[] }
    | { readonly kind: "or"; readonly parts: readonly Expression[] }
    /** `{fd=4, events=POLLIN}`, `{..., 40}`, `{msg_iov(1)=[...], ...}`: items without a name have null. */
    | { readonly kind: "record"; readonly items: readonly RecordItem[] }
  );

export interface RecordItem {
  readonly name: string | null;
  readonly value: Expression;
}
