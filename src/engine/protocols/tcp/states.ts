/**
 * The eleven states of a connection and every way from one to another: RFC 9293 3.3.2 (figure 5) and 3.10 as a table. The state
 * diagram is generated from it, and every state change of the code is checked against it by the tests. No behaviour is here.
 */

export type TcpStateName =
  | "CLOSED"
  | "LISTEN"
  | "SYN-SENT"
  | "SYN-RECEIVED"
  | "ESTABLISHED"
  | "FIN-WAIT-1"
  | "FIN-WAIT-2"
  | "CLOSE-WAIT"
  | "CLOSING"
  | "LAST-ACK"
  | "TIME-WAIT";

/** What makes a connection change its state; also the reason given to `TcpOut.state`. */
export type Trigger =
  | "active open"
  | "passive open"
  | "close"
  | "abort"
  | "receive SYN"
  | "receive SYN, ACK"
  | "receive ACK of SYN"
  | "receive FIN"
  | "receive ACK of FIN"
  | "receive FIN, ACK of FIN"
  | "receive RST"
  | "2 MSL passed"
  | "timeout"
  | "ICMP error"
  | "new SYN";

export interface Transition {
  readonly from: TcpStateName;
  readonly to: TcpStateName;
  readonly on: Trigger;
  /** What is sent on the way, as figure 5 writes it; empty when nothing is. */
  readonly sends: string;
  /** The section of RFC 9293 that says so, unless another RFC is named. */
  readonly source: string;
}

const row = (from: TcpStateName, on: Trigger, to: TcpStateName, sends: string, source: string): Transition => ({
  from,
  to,
  on,
  sends,
  source,
});

/** Those in which both ends have agreed on sequence numbers (RFC 9293 3.5.2, third group). */
export const synchronizedStates: readonly TcpStateName[] = [
  "ESTABLISHED",
  "FIN-WAIT-1",
  "FIN-WAIT-2",
  "CLOSE-WAIT",
  "CLOSING",
  "LAST-ACK",
  "TIME-WAIT",
];

const withTcb: readonly TcpStateName[] = ["SYN-SENT", "SYN-RECEIVED", ...synchronizedStates];

// biome-ignore format: a table
export const transitions: readonly Transition[] = [
  row("CLOSED",       "active open",             "SYN-SENT",     "SYN",      "3.10.1"),
  row("CLOSED",       "passive open",            "LISTEN",       "",         "3.10.1"),
  row("LISTEN",       "receive SYN",             "SYN-RECEIVED", "SYN, ACK", "3.10.7.2"),
  row("LISTEN",       "close",                   "CLOSED",       "",         "3.10.4"),
  row("SYN-SENT",     "receive SYN, ACK",        "ESTABLISHED",  "ACK",      "3.10.7.3"),
  row("SYN-SENT",     "receive SYN",             "SYN-RECEIVED", "SYN, ACK", "3.10.7.3"),
  row("SYN-SENT",     "close",                   "CLOSED",       "",         "3.10.4"),
  row("SYN-RECEIVED", "receive ACK of SYN",      "ESTABLISHED",  "",         "3.10.7.4"),
  row("SYN-RECEIVED", "close",                   "FIN-WAIT-1",   "FIN",      "3.10.4"),
  row("SYN-RECEIVED", "receive RST",             "LISTEN",       "",         "3.10.7.4"),
  row("SYN-RECEIVED", "receive FIN",             "CLOSE-WAIT",   "ACK",      "3.10.7.4"),
  row("ESTABLISHED",  "close",                   "FIN-WAIT-1",   "FIN",      "3.10.4"),
  row("ESTABLISHED",  "receive FIN",             "CLOSE-WAIT",   "ACK",      "3.10.7.4"),
  row("FIN-WAIT-1",   "receive ACK of FIN",      "FIN-WAIT-2",   "",         "3.10.7.4"),
  row("FIN-WAIT-1",   "receive FIN",             "CLOSING",      "ACK",      "3.10.7.4"),
  row("FIN-WAIT-1",   "receive FIN, ACK of FIN", "TIME-WAIT",    "ACK",      "3.10.7.4"),
  row("FIN-WAIT-2",   "receive FIN",             "TIME-WAIT",    "ACK",      "3.10.7.4"),
  row("CLOSING",      "receive ACK of FIN",      "TIME-WAIT",    "",         "3.10.7.4"),
  row("CLOSE-WAIT",   "close",                   "LAST-ACK",     "FIN",      "3.10.4"),
  row("LAST-ACK",     "receive ACK of FIN",      "CLOSED",       "",         "3.10.7.4"),
  row("TIME-WAIT",    "2 MSL passed",            "CLOSED",       "",         "3.10.8"),
  row("TIME-WAIT",    "new SYN",                 "CLOSED",       "",         "3.6.1; RFC 6191 2"),
  ...withTcb.map((from) => row(from, "receive RST", "CLOSED", "", "3.5.3")),
  ...withTcb.map((from) => row(from, "abort", "CLOSED", from === "TIME-WAIT" ? "" : "RST", "3.10.5")),
  ...withTcb.filter((from) => from !== "TIME-WAIT").map((from) => row(from, "timeout", "CLOSED", "", "3.10.8")),
  ...withTcb.filter((from) => from !== "TIME-WAIT").map((from) => row(from, "ICMP error", "CLOSED", "", "3.9.2.2")),
];

/** Whether the table has a way from one state to another for this reason. */
export const isTransition = (from: TcpStateName, to: TcpStateName, on: Trigger): boolean =>
  transitions.some((one) => one.from === from && one.to === to && one.on === on);
