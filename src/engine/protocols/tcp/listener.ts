/**
 * LISTEN: RFC 9293 3.10.7.2, and the two queues between a SYN and accept(): half-open connections, and established ones that nobody has
 * accepted yet. RFC 9293 says nothing of full queues; what happens then is in the profile. Fast Open (RFC 7413) goes past the first of them. No
 * SYN cookies.
 */
import type { Instant } from "../../base/time.ts";
import { add, after, type Seq } from "../../wire/seq.ts";
import { tcpFlag } from "../../wire/tcp.ts";
import { setInitialWindow } from "./congestion/window.ts";
import { answerFastOpen, type FastOpenServer, leavePending } from "./fast-open.ts";
import { agreeOnOptions } from "./options.ts";
import type { Profile } from "./profile.ts";
import { releaseText } from "./reassembly.ts";
import { answerWithReset, type Segment } from "./segment.ts";
import { queueText } from "./segment-arrives.ts";
import { sendSyn } from "./send.ts";
import {
  type Endpoint,
  enter,
  newConnection,
  type Parent,
  type Settings,
  type TcpConnection,
  type TcpOut,
} from "./tcb.ts";
import { tellAlarm } from "./timers.ts";

export interface NewListener {
  readonly profile: Profile;
  /** As in listen(2); at least 1 is used. */
  readonly backlog: number;
  /** Inherited by every connection. */
  readonly settings?: Partial<Settings>;
  readonly receiveBuffer?: number;
  /** The MSS to announce to a peer; the profile's, or that of the settings, unless given. */
  readonly mssTo?: (remote: Endpoint) => number;
  /** How initial sequence numbers, and timestamp offsets, are chosen; see isn.ts. */
  readonly iss: (local: Endpoint, remote: Endpoint, now: Instant) => Seq;
  readonly timestampOffset?: (local: Endpoint, remote: Endpoint) => number;
}

export interface TcpListener {
  readonly given: NewListener;
  backlog: number;
  /** In SYN-RECEIVED. */
  readonly synQueue: Set<TcpConnection>;
  /** Established, oldest first. */
  readonly acceptQueue: TcpConnection[];
  /** SYNs that were not answered because a queue was full. */
  dropped: number;
  /** Null: no Fast Open here. */
  fastOpen: FastOpenServer | null;
}

/** Where a listener pushes what it does. */
export interface ListenerOut {
  /** A reset for a segment that belongs to nothing. */
  send(segment: Segment, ecn: 0 | 2): void;
  /** A connection has begun: register it under its endpoints, and give the sink it is to use. */
  spawned(c: TcpConnection): TcpOut;
  /** `accept` has something to give. */
  acceptable(): void;
}

export const newListener = (given: NewListener): TcpListener => ({
  given,
  backlog: Math.max(1, given.backlog),
  synQueue: new Set(),
  acceptQueue: [],
  dropped: 0,
  fastOpen: null,
});

/** How many established connections may wait. */
export function acceptLimit(l: TcpListener): number {
  switch (l.given.profile.acceptQueue) {
    case "backlog":
      return l.backlog;
    case "backlog+1":
      return l.backlog + 1;
    case "3/2 backlog+1":
      return Math.floor((3 * l.backlog) / 2) + 1;
  }
}

/**
 * A segment for this port that belongs to no connection.
 * @param previous the connection in TIME-WAIT that this SYN has just ended ("superseded"), if so: the new sequence numbers begin behind its
 *   own (RFC 9293 3.6.1)
 */
export function onSegmentInListen(
  l: TcpListener,
  s: Segment,
  local: Endpoint,
  remote: Endpoint,
  now: Instant,
  out: ListenerOut,
  previous?: TcpConnection,
): void {
  // "First, check for a RST: ... An incoming RST should be ignored."
  if (s.flags & tcpFlag.rst) return;
  // "Second, check for an ACK: Any acknowledgment is bad if it arrives on a connection still in the LISTEN state. <SEQ=SEG.ACK><CTL=RST>"
  if (s.flags & tcpFlag.ack) {
    const reset = answerWithReset(s);
    if (reset) out.send(reset, 0);
    return;
  }
  // "Fourth, other data or control: This should not be reached. Drop the segment and return."
  if ((s.flags & tcpFlag.syn) === 0) return;
  const { profile } = l.given;
  if (s.flags & tcpFlag.fin && profile.synFin !== "take") return;
  const full = profile.dropSynWhenFull && l.acceptQueue.length >= acceptLimit(l);
  if (full || l.synQueue.size >= profile.synQueue) {
    l.dropped++;
    return;
  }
  let iss = l.given.iss(local, remote, now);
  if (previous && !after(iss, previous.snd.nxt)) iss = add(previous.snd.nxt, 65_537);
  const c = newConnection({
    profile,
    local,
    remote,
    iss,
    timestampOffset: l.given.timestampOffset?.(local, remote) ?? 0,
    settings: { ...(l.given.mssTo ? { mss: l.given.mssTo(remote) } : {}), ...l.given.settings },
    ...(l.given.receiveBuffer !== undefined ? { receiveBuffer: l.given.receiveBuffer } : {}),
  });
  c.state = "LISTEN";
  c.passive = true;
  if (l.fastOpen !== null) c.fastOpen = answerFastOpen(l.fastOpen, profile, s, local, remote, now);
  const ahead = c.fastOpen?.ahead === true;
  if (ahead) l.fastOpen?.pending.add(c);
  else l.synQueue.add(c);
  c.parent = parentOf(l, out);
  const itsOut = out.spawned(c);
  // "Third, check for a SYN: Set RCV.NXT to SEG.SEQ+1, IRS is set to SEG.SEQ, and any other control or text should be queued for
  //  processing later."
  c.rcv.irs = s.seq;
  c.rcv.nxt = add(s.seq, 1);
  c.lastReceivedAt = now;
  c.count.segmentsReceived++;
  agreeOnOptions(c, s, now);
  const ecnSetup = tcpFlag.ece | tcpFlag.cwr;
  c.options.ecn = profile.ecn !== "off" && (s.flags & ecnSetup) === ecnSetup;
  c.snd.wnd = s.window;
  c.snd.maxWnd = s.window;
  c.snd.wl1 = s.seq;
  c.snd.wl2 = iss;
  queueText(c, s);
  if (ahead) {
    const first = c.rcv.wnd;
    releaseText(c);
    c.rcv.wnd = Math.min(first, Math.max(0, c.rcv.capacity - c.rcv.buffer.length));
    setInitialWindow(c, itsOut);
    c.ack.lastReceivedAt = now;
  }
  // "ISS should be selected and a SYN segment sent of the form: <SEQ=ISS><ACK=RCV.NXT><CTL=SYN,ACK>"
  enter(c, "SYN-RECEIVED", "receive SYN", itsOut);
  sendSyn(c, now, itsOut);
  tellAlarm(c, itsOut);
  if (!ahead) return;
  // "the server can ... notify the application to accept it": RFC 7413 4.2.2, step 2.
  l.acceptQueue.push(c);
  out.acceptable();
}

/** The oldest connection that waits, or null. */
export const accept = (l: TcpListener): TcpConnection | null => l.acceptQueue.shift() ?? null;

/** The port is given up: every connection that nobody has accepted, for the kernel to `abort`. */
export function closeListener(l: TcpListener): TcpConnection[] {
  const all = [...l.synQueue, ...l.acceptQueue];
  l.synQueue.clear();
  l.acceptQueue.length = 0;
  return all;
}

function parentOf(l: TcpListener, out: ListenerOut): Parent {
  return {
    hasRoom: () => l.acceptQueue.length < acceptLimit(l),
    established(c) {
      c.parent = null;
      if (l.fastOpen?.pending.has(c)) {
        leavePending(l.fastOpen, c, "done");
        return;
      }
      l.synQueue.delete(c);
      l.acceptQueue.push(c);
      out.acceptable();
    },
    gone(c) {
      l.synQueue.delete(c);
      if (l.fastOpen) leavePending(l.fastOpen, c, "gone");
    },
  };
}
