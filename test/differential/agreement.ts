/**
 * Where tshark's reading of a capture and the world's own log must say the same, in the words of both.
 *
 * Sent by the host of the capture: what the log calls a retransmission tshark flags as one, and the reverse; a fast retransmission
 * comes after three duplicate ACKs; what the persist timer sends into a window of zero is a zero-window probe, or a keep-alive as Linux
 * makes it; an ACK is a duplicate if what made the host send it was a segment that brought nothing new in order.
 * Received by it: what tshark flags as a retransmission was sent again by the peer, doubled by a link or overtaken, and the reverse.
 * In both directions a window of zero is a zero window.
 *
 * tshark sees frames only and has to guess. Where its guess is known to differ, the rule here says why ("Allowed") and counts it.
 */
import type { EventId } from "../../src/engine/trace/happening.ts";
import { decodeEthernet } from "../../src/engine/wire/ethernet.ts";
import { decodeIpv4 } from "../../src/engine/wire/ipv4.ts";
import { isMalformed } from "../../src/engine/wire/malformed.ts";
import { etherType, ipProtocol } from "../../src/engine/wire/numbers.ts";
import { add, after, before, type Seq } from "../../src/engine/wire/seq.ts";
import { summarise } from "../../src/engine/wire/summary.ts";
import { decodeTcp, type TcpSegment, tcpFlag } from "../../src/engine/wire/tcp.ts";
import type { FrameEvent } from "./capture.ts";
import type { FaultyRun } from "./faulty-run.ts";
import type { AnalysisFlag, Judged } from "./tshark.ts";

/** How often each thing that is compared was there to be compared: a rule that never applies proves nothing. */
export type Tally = Record<string, number>;

/** Where they disagree at one host of one run, each with the numbers of event and frame. */
export function disagreements(
  log: RunLog,
  host: string,
  frames: readonly FrameEvent[],
  judged: readonly Judged[],
  tally: Tally,
): string[] {
  const found: string[] = [];
  const count = (what: string): void => {
    tally[what] = (tally[what] ?? 0) + 1;
  };
  const flows = new Map<string, Direction>();
  const direction = (from: number, to: number): Direction => {
    const known = flows.get(`${from} ${to}`) ?? new Direction();
    flows.set(`${from} ${to}`, known);
    return known;
  };
  for (const [i, event] of frames.entries()) {
    const segment = segmentIn(event.bytes);
    if (segment === null) continue;
    const own = direction(segment.sourcePort, segment.destinationPort);
    const other = direction(segment.destinationPort, segment.sourcePort);
    const { analysis } = judged[i]!;
    const seen: Seen = { event, segment, own, other, analysis, log, count };
    for (const what of event.kind === "frame.sent" ? judgeSent(seen) : judgeReceived(seen))
      found.push(
        `${log.run.story}; at ${host}, event ${event.id}, frame ${i + 1} of its capture: the world says "${what}", ` +
          `tshark "${[...analysis].join(" ")}": ${summarise(event.bytes)}`,
      );
    own.see(event, segment, other);
  }
  return found;
}

interface Seen {
  readonly event: FrameEvent;
  readonly segment: Segment;
  /** The direction in which this segment goes, and the other, both before it. */
  readonly own: Direction;
  readonly other: Direction;
  readonly analysis: ReadonlySet<AnalysisFlag>;
  readonly log: RunLog;
  readonly count: (what: string) => void;
}

/** What the world says otherwise about a segment that the host sends. */
function* judgeSent({ event, segment, own, other, analysis, log, count }: Seen): Generator<string> {
  const { flags, seq, payload } = segment;
  const flagged = retransmissionKinds.some((kind) => analysis.has(kind));
  const why = log.whySentAgain(event);
  if (why !== null) {
    count(`retransmission: ${why}`);
    // Allowed: neither it nor anything behind it has left before; the first time it was longer than the path takes and went nowhere.
    const leftBefore = own.highest !== null && before(seq, own.highest);
    if (!leftBefore) count("allowed: retransmission of what never left");
    if (flagged !== leftBefore) yield `retransmission (${why})`;
  } else if (flagged) {
    // Allowed: nobody's timer; the answer to a repeated SYN, and BSD's ACKs that carry the FIN again.
    if (flags & tcpFlag.syn && flags & tcpFlag.ack) count("allowed: SYN-ACK again for a repeated SYN");
    else if (flags & tcpFlag.fin && payload.length === 0) count("allowed: FIN again with an ACK");
    else yield "no retransmission";
  }
  if (analysis.has("out_of_order")) {
    // Allowed: nothing overtakes before it is sent, but what is repeated within a round trip looks so to tshark.
    count("allowed: repeated within a round trip");
    if (event.at - own.highestAt >= (own.handshake ?? other.handshake ?? guessedRtt)) yield "in order, as it is sent";
  }
  if (why === "fast retransmit") {
    count("fast retransmissions");
    const duplicates = other.duplicates.get(seq) ?? 0;
    if (duplicates < 3) yield `fast retransmission after ${duplicates} duplicate ACKs`;
    // Allowed: tshark counts duplicates in a row only; an older ACK that was overtaken begins the count anew.
    if (!analysis.has("fast_retransmission")) {
      if (other.inARow >= 2) yield "fast retransmission";
      else count("allowed: duplicate ACKs with an older one between");
    }
  }

  const isProbe = log.isCausedByPersist(event) && other.window === 0 && (flags & tcpFlag.fin) === 0;
  if (isProbe) {
    const expected = payload.length === 1 ? "zero_window_probe" : "keep_alive";
    count(payload.length === 1 ? "zero-window probes" : "zero-window probes without an octet");
    // Allowed: the peer took the octet of the last probe, which tshark does not count as sent.
    if (analysis.has("lost_segment") && seq === own.probeEnd) {
      count("allowed: probe behind a probe that was taken");
      own.probeTakenForData = seq;
    }
    // Allowed: having taken that one for data behind a gap, it counts the octet as sent, and repeating the last octet is what keep-alives do.
    else if (analysis.has("keep_alive") && seq === own.probeTakenForData) count("allowed: such a probe again");
    else if (!analysis.has(expected)) yield "zero-window probe";
    if (payload.length === 1) own.probeEnd = segment.end;
  } else if (analysis.has("zero_window_probe")) yield "no zero-window probe";

  const cause = log.whyAcknowledged(event, segment.ack);
  const isBare = segment.isEmpty && (flags & tcpFlag.rst) === 0;
  const repeats =
    isBare && seq === own.highest && segment.ack === own.ack && segment.window === own.window && segment.window > 0;
  if (analysis.has("duplicate_ack")) {
    count("duplicate ACKs");
    if (cause !== "nothing new") yield `an ACK because of ${cause}`;
  } else if (repeats && cause === "nothing new" && !analysis.has("keep_alive_ack")) yield "duplicate ACK";
  yield* judgeWindow(segment, analysis, count);
}

/** What the world says otherwise about a segment that the host receives. */
function* judgeReceived({ event, segment, own, analysis, log, count }: Seen): Generator<string> {
  const flagged = retransmissionKinds.some((kind) => analysis.has(kind));
  const origin = log.origin(event, segment);
  if (origin === null) yield "nobody sent this";
  else {
    const again = own.highest !== null && !segment.isEmpty && before(segment.seq, own.highest);
    const why = log.whyOriginSentAgain(origin);
    const reason = own.origins.has(origin)
      ? "doubled on the way"
      : why !== null
        ? "sent again"
        : origin < own.latestOrigin
          ? "overtaken on the way"
          : again && (segment.flags & tcpFlag.syn || (segment.flags & tcpFlag.fin && segment.payload.length === 0))
            ? "a SYN-ACK for a repeated SYN, or a FIN in an ACK" // see `judgeSent`
            : null;
    if (again && reason !== null) count(`received: ${reason}`);
    // Allowed: a zero-window probe that comes again, by the persist timer or doubled, is a probe to tshark, perhaps a repeated one.
    const isProbe = analysis.has("zero_window_probe");
    if (flagged && reason === null && !isProbe) yield "sent once and arrived in order";
    if (!flagged && again && reason !== null && !isProbe) yield reason;
    own.origins.add(origin);
    own.latestOrigin = Math.max(own.latestOrigin, origin);
  }
  yield* judgeWindow(segment, analysis, count);
}

function* judgeWindow(segment: Segment, analysis: ReadonlySet<AnalysisFlag>, count: Seen["count"]): Generator<string> {
  const isZero = segment.window === 0 && (segment.flags & (tcpFlag.syn | tcpFlag.fin | tcpFlag.rst)) === 0;
  if (isZero) count("zero windows");
  if (isZero !== analysis.has("zero_window")) yield `a window of ${segment.window}`;
}

/** What the world knows of the TCP segments of a run. Made once a run, for the captures at all its ends. */
export class RunLog {
  readonly run: FaultyRun;
  /** Why a segment was sent again, by the number of the event in which it left its host. */
  readonly #again = new Map<EventId, string>();
  /** When each datagram left the host that made it; routers and switches only pass it on. */
  readonly #origins = new Map<string, EventId>();

  constructor(run: FaultyRun) {
    this.run = run;
    const due = new Map<string, string[]>();
    const begun = new Set<string>();
    for (const event of run.trace.events) {
      if (event.kind === "tcp.retransmitted") {
        const [, from, to] = /:(\d+) > .*:(\d+)$/.exec(event.connection)!;
        const key = `${event.host} ${from} ${to} ${event.seq}`;
        due.set(key, [...(due.get(key) ?? []), event.why]);
      }
      if (event.kind !== "frame.sent" || !run.ends.includes(event.host!)) continue;
      const segment = segmentIn(event.bytes);
      if (segment === null) continue;
      this.#origins.set(datagramKey(event.bytes, segment), event.id);
      if (segment.isEmpty) continue;
      const key = `${event.host} ${segment.sourcePort} ${segment.destinationPort} ${segment.seq}`;
      // A first SYN may wait for ARP until after its repetition was logged.
      const first = (segment.flags & tcpFlag.syn) !== 0 && !begun.has(key);
      begun.add(key);
      const why = first ? undefined : due.get(key)?.shift();
      if (why !== undefined) this.#again.set(event.id, why);
    }
  }

  /** Why this segment, now sent, is sent again; null when the log does not say that it is. */
  whySentAgain(event: FrameEvent): string | null {
    return this.#again.get(event.id) ?? null;
  }

  /** The event in which the host that made this segment sent it. */
  origin(event: FrameEvent, segment: Segment): EventId | null {
    return this.#origins.get(datagramKey(event.bytes, segment)) ?? null;
  }

  whyOriginSentAgain(origin: EventId): string | null {
    return this.#again.get(origin) ?? null;
  }

  isCausedByPersist({ id }: FrameEvent): boolean {
    // In between the host may have noticed that what it knows of its neighbour is old.
    const cause = this.run.trace.causes(id).find(({ kind }, i) => i > 0 && kind !== "arp.cache");
    return cause?.kind === "tcp.timer" && cause.timer === "persist";
  }

  /** What made the host send `ack`: a segment that was old, early, or ignored for a reason that the log gives; or something else. */
  whyAcknowledged({ id, host }: FrameEvent, ack: Seq): "nothing new" | "new data" | "a call" | "something else" {
    for (const event of this.run.trace.causes(id).slice(1)) {
      if (event.kind === "tcp.ignored") return "nothing new";
      if (event.kind === "call.made") return "a call";
      if (event.kind !== "frame.received") continue;
      const segment = event.host === host ? segmentIn(event.bytes) : null;
      if (segment === null || segment.isEmpty) return "something else";
      return segment.seq === ack ? "new data" : "nothing new";
    }
    return "something else";
  }
}

/** A segment and what it takes up in sequence space. */
interface Segment extends TcpSegment {
  readonly end: Seq;
  /** It takes up nothing: it has neither data nor SYN nor FIN. */
  readonly isEmpty: boolean;
}

/** One direction of a connection, as a capture shows it up to some frame. */
class Direction {
  /** The greatest sequence number that was reached, by data or by an ACK that says where the sender is, and when. */
  highest: Seq | null = null;
  highestAt = 0;
  window = -1;
  ack: Seq | null = null;
  /** The greatest so far. */
  greatestAck: Seq | null = null;
  /** How often `ack` was repeated without another in between. */
  inARow = 0;
  /** When the SYN of an active open was last seen. */
  synAt: number | null = null;
  /** From that SYN to the third segment: what tshark calls the initial round trip. */
  handshake: number | null = null;
  /** Behind the octet of the last zero-window probe. */
  probeEnd: Seq | null = null;
  /** Where the last probe stood that looked like data behind a gap, because the peer had taken the octet of the one before. */
  probeTakenForData: Seq | null = null;
  /** How many duplicate ACKs (RFC 5681 2) there were, by what they acknowledge. */
  readonly duplicates = new Map<Seq, number>();
  /** The latest origin of what was received, and all of them. */
  latestOrigin = -1;
  readonly origins = new Set<EventId>();

  see(event: FrameEvent, segment: Segment, other: Direction): void {
    if (segment.flags & tcpFlag.syn) this.synAt = segment.flags & tcpFlag.ack ? null : event.at;
    else if (this.synAt !== null && this.handshake === null) this.handshake = event.at - this.synAt;
    const { ack } = segment;
    const outstanding = other.highest !== null && before(ack, other.highest);
    if (segment.isEmpty && ack === this.greatestAck && outstanding)
      this.duplicates.set(ack, (this.duplicates.get(ack) ?? 0) + 1);
    if (segment.flags & tcpFlag.ack && (this.greatestAck === null || after(ack, this.greatestAck)))
      this.greatestAck = ack;
    this.inARow = segment.isEmpty && ack === this.ack && segment.window === this.window ? this.inARow + 1 : 0;
    if ((segment.flags & tcpFlag.rst) === 0 && (this.highest === null || after(segment.end, this.highest))) {
      this.highest = segment.end;
      this.highestAt = event.at;
    }
    this.window = segment.window;
    this.ack = segment.ack;
  }
}

function segmentIn(bytes: Uint8Array): Segment | null {
  const frame = decodeEthernet(bytes);
  if (isMalformed(frame) || frame.etherType !== etherType.ipv4) return null;
  const packet = decodeIpv4(frame.payload);
  if (isMalformed(packet) || packet.protocol !== ipProtocol.tcp) return null;
  const segment = decodeTcp(packet.payload);
  if (isMalformed(segment)) return null;
  const { flags, payload, seq } = segment;
  const space = payload.length + (flags & tcpFlag.syn ? 1 : 0) + (flags & tcpFlag.fin ? 1 : 0);
  return { ...segment, end: add(seq, space), isEmpty: space === 0 };
}

/** The identification of a datagram stays on its way; ports do not behind a NAT, so sequence numbers tell connections apart. */
const datagramKey = (bytes: Uint8Array, { seq, ack }: Segment): string =>
  `${(bytes[18]! << 8) | bytes[19]!} ${seq} ${ack}`;

const retransmissionKinds: readonly AnalysisFlag[] = [
  "retransmission",
  "fast_retransmission",
  "spurious_retransmission",
  "out_of_order",
];

/** What tshark takes for a round trip while it has seen none. */
const guessedRtt = 3_000_000;
