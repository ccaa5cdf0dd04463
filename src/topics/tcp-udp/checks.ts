/** What must be so in a run for a claim about TCP and UDP to hold in it. Each reads the trace, and the run's name, only. */
import { type Instant, ms, seconds } from "../../engine/base/time.ts";
import type { EventId } from "../../engine/trace/happening.ts";
import type { Trace } from "../../engine/trace/trace.ts";
import type { Check, Finding } from "../../lab/claim.ts";
import type { Run } from "../../lab/run.ts";
import { numberKnob } from "../../lab/scenario.ts";
import { type SentSegment, tcpSegments } from "../../lab/segments.ts";
import {
  bytesRead,
  completeAt,
  datagramBytesReceived,
  delayOf,
  droppedFrames,
  framesFrom,
  type Message,
  messagesOf,
  type Noted,
  noted,
  type Transport,
  valuesOf,
} from "./deliveries.ts";
import * as worlds from "./scenario.ts";

const isOf = (run: Run, scenario: { readonly id: string }): boolean => run.ref.scenario === scenario.id;
const ids = (list: readonly (Noted | null | undefined)[]): EventId[] => list.flatMap((one) => (one ? [one.event] : []));
const at = (n: number): Instant => n as Instant;

/** TCP's first three segments are empty and both kernels are ESTABLISHED; UDP's first packet is the data. */
export const connects: Check = (run) => {
  const { trace } = run;
  const opening = tcpSegments(trace).slice(0, 3);
  const established = trace.of("tcp.state").filter(({ to }) => to === "ESTABLISHED");
  const [datagram] = framesFrom(trace, isOf(run, worlds.oneByte) ? "A" : "sender", "UDP");
  const [received] = trace.of("udp.received");
  const order = opening.map(({ flags }) => (flags.syn ? (flags.ack ? "SYN-ACK" : "SYN") : "ACK")).join(" ");
  const isRight =
    order === "SYN SYN-ACK ACK" &&
    opening.every(({ length }) => length === 0) &&
    new Set(established.map(({ host }) => host)).size === 2 &&
    datagram !== undefined &&
    received !== undefined;
  const [tcp, udp] = [noted(trace, "tcp read")[0], noted(trace, "udp read")[0]];
  const isOnTime = !isOf(run, worlds.oneByte) || (tcp?.at === at(ms(150)) && udp?.at === at(ms(50)));
  return {
    holds: isRight && isOnTime,
    because: [...opening.map(({ event }) => event), ...(datagram ? [datagram.id] : []), ...ids([udp, tcp])],
  };
};

/** Every read of UDP is one message, or its beginning; what TCP reads is what was written, however it is cut. */
export const keepsBoundaries: Check = ({ trace, ref }) => {
  const size = numberKnob(ref.knobs, "size");
  const max = numberKnob(ref.knobs, "read-size");
  const datagrams = noted(trace, "udp read");
  const stream = noted(trace, "tcp read");
  const sent = noted(trace, "tcp sent").length;
  const sum = valuesOf(stream).reduce((total, bytes) => total + bytes, 0);
  return {
    holds:
      datagrams.every(({ value }) => value === Math.min(size, max)) &&
      datagrams.length === trace.of("udp.received").length &&
      sum === sent * size &&
      inOrder(valuesOf(noted(trace, "tcp message")), sent) &&
      untouched(trace),
    because: ids([datagrams[0], stream.find(({ value }) => value !== size) ?? stream[0]]),
  };
};

/** Each read of TCP is exactly one message. */
export const readsAreMessages: Check = ({ trace, ref }) => {
  const size = numberKnob(ref.knobs, "size");
  const reads = noted(trace, "tcp read");
  return {
    holds: reads.every(({ value }) => value === size),
    because: ids(reads.filter(({ value }) => value !== size)).slice(0, 4),
  };
};

/** 1, 2, ... `count`. */
const inOrder = (numbers: readonly number[], count: number): boolean =>
  numbers.length === count && numbers.every((number, index) => number === index + 1);

const untouched = (trace: Trace): boolean =>
  noted(trace, "tcp damaged").length === 0 && noted(trace, "udp damaged").length === 0;

/** TCP's reader has all messages in order; UDP's has what the link delivered, in the order of arrival. */
export const onlyTcpRepairs: Check = ({ trace }) => {
  const sent = noted(trace, "tcp sent").length;
  const tcp = noted(trace, "tcp message");
  const udp = noted(trace, "udp message");
  const numberOf = new Map(framesFrom(trace, "sender", "UDP").map(({ id }, index) => [id, index + 1]));
  const arrived = trace.of("frame.received").flatMap(({ frame }) => numberOf.get(frame) ?? []);
  const again = trace.of("tcp.retransmitted");
  return {
    holds: inOrder(valuesOf(tcp), sent) && untouched(trace) && valuesOf(udp).join() === arrived.join(),
    because: again.slice(0, 3).map(({ id }) => id),
  };
};

/** UDP's reader has each message once and in order. */
export const udpComesWhole: Check = ({ trace }) => {
  const udp = noted(trace, "udp message");
  const wrong = udp.find(({ value }, index) => value !== index + 1);
  return { holds: inOrder(valuesOf(udp), noted(trace, "udp sent").length), because: ids([wrong]) };
};

/** The most that may be under way by the window last heard of, at each segment; probes into a closed window excepted. */
export const obeysWindow: Check = ({ trace, ref }) => {
  const buffer = numberKnob(ref.knobs, "buffer");
  const reads = ms(numberKnob(ref.knobs, "reads-from"));
  const shift = buffer > 65_535 ? 3 : 0;
  const heard = new Map<EventId, SentSegment>();
  const sentBy = new Map<EventId, SentSegment>();
  for (const segment of tcpSegments(trace)) (segment.from === "sender" ? sentBy : heard).set(segment.event, segment);
  const first = [...sentBy.values()][0]?.seq ?? 0;
  let edge = 0;
  let top = 0;
  let within = true;
  let stopped: EventId | null = null;
  const probes: EventId[] = [];
  for (const event of trace.events) {
    if (event.kind === "frame.received" && event.host === "sender") {
      const ack = heard.get(event.frame);
      if (ack) edge = Math.max(edge, ((ack.ack - first) >>> 0) + (ack.window << (ack.flags.syn ? 0 : shift)));
    } else if (event.kind === "frame.sent") {
      const segment = sentBy.get(event.id);
      if (!segment || segment.length === 0) continue;
      const end = ((segment.seq - first) >>> 0) + segment.length;
      if (end > edge && segment.length === 1) probes.push(segment.event);
      else if (end > edge) within = false;
      else if (event.at < reads) {
        top = Math.max(top, end - 1);
        stopped = segment.event;
      }
    }
  }
  const dropped = trace.of("udp.dropped");
  const offered = numberKnob(ref.knobs, "bytes");
  const kept = datagramBytesReceived(trace, "receiver", at(0), at(reads));
  const isTcpRight = within && top === buffer && probes.length > 0 && completeAt(trace, "tcp") !== null;
  const isUdpRight =
    dropped.length > 0 && dropped.every(({ why }) => why === "buffer-full") && kept <= buffer && kept < offered;
  return {
    holds: isTcpRight && isUdpRight,
    because: [
      ...(stopped === null ? [] : [stopped]),
      ...probes.slice(0, 2),
      ...dropped.slice(0, 1).map(({ id }) => id),
    ],
  };
};

/** ssthresh is halved at each loss; TCP flows share; a UDP flow beside TCP does not yield, and TCP does. */
export const yields: Check = (run) => {
  const { trace, ref } = run;
  const halved = halvesAtLoss(trace);
  const rate = numberKnob(ref.knobs, "rate") * 1_000_000;
  const lasts = numberKnob(ref.knobs, "seconds");
  const rates = ratesInSecondHalf(run);
  if (ref.knobs["beside"] === "tcp") return { holds: halved.holds && jain(rates) >= 0.9, because: halved.because };
  if (ref.knobs["beside"] === "nobody") return { holds: halved.holds, because: halved.because };
  const sentIn = (second: number): number =>
    trace.of("udp.sent").filter(({ at: when }) => when >= seconds(second) && when < seconds(second + 1)).length;
  const isSteady = Math.abs(sentIn(1) - sentIn(lasts - 2)) <= 1;
  return { holds: halved.holds && isSteady && (rates[0] ?? 0) < 0.2 * rate, because: halved.because };
};

/** TCP fills the link. */
export const fillsTheLink: Check = (run) => {
  const rate = numberKnob(run.ref.knobs, "rate") * 1_000_000;
  return { holds: (ratesInSecondHalf(run)[0] ?? 0) > 0.9 * rate, because: [] };
};

/** What each stream brought its reader in the second half of the run, in bits a second. */
export function ratesInSecondHalf({ trace, ref }: Run): number[] {
  const half = numberKnob(ref.knobs, "seconds") / 2;
  const [from, to] = [at(seconds(half)), at(seconds(2 * half))];
  return [...bytesRead(trace, "B", from, to).values()].map((bytes) => (bytes * 8) / half);
}

/** Jain's index of fairness: 1 when all have the same, 1/n when one has all. */
export function jain(rates: readonly number[]): number {
  const sum = rates.reduce((total, rate) => total + rate, 0);
  const squares = rates.reduce((total, rate) => total + rate * rate, 0);
  return squares === 0 ? 0 : (sum * sum) / (rates.length * squares);
}

/**
 * RFC 5681 3.1, equation 4, and 3.2 step 2: ssthresh = max (FlightSize / 2, 2*SMSS), where what limited transmit sent on the first two
 * duplicate ACKs is not counted. FlightSize is read off the segments.
 */
function halvesAtLoss(trace: Trace): Finding {
  const mss = 1460;
  const segments = new Map(tcpSegments(trace).map((segment) => [segment.event, segment]));
  const flights = new Map<string, { first: number; una: number; nxt: number }>();
  const because: EventId[] = [];
  let holds = true;
  for (const event of trace.events) {
    if (event.kind === "frame.sent" && event.host !== "B" && event.host !== "router") {
      const segment = segments.get(event.id);
      if (!segment) continue;
      const flight = flights.get(event.host!) ?? { first: segment.seq, una: 0, nxt: 0 };
      flights.set(event.host!, flight);
      flight.nxt = Math.max(flight.nxt, ((segment.seq - flight.first) >>> 0) + segment.length);
    } else if (event.kind === "frame.received") {
      const flight = flights.get(event.host!);
      const segment = segments.get(event.frame);
      if (flight && segment?.flags.ack) flight.una = Math.max(flight.una, (segment.ack - flight.first) >>> 0);
    } else if (event.kind === "tcp.window" && event.why === "recovery begins") {
      const flight = flights.get(event.host!)!;
      const half = (segmentsOut: number): number => Math.max(Math.floor(segmentsOut / 2), 2 * mss);
      const size = flight.nxt - flight.una;
      if (event.ssthresh > half(size) || event.ssthresh < half(size - 2 * mss)) holds = false;
      because.push(event.id);
    }
  }
  return { holds: holds && because.length > 0, because: because.slice(0, 4) };
}

/** UDP: one packet of 29 bytes. TCP: nine segments, 361 bytes and what the options of both SYNs add. */
export const costsHeaders: Check = ({ trace }) => {
  const segments = tcpSegments(trace);
  const datagrams = framesFrom(trace, "A", "UDP");
  const ethernet = 14;
  return {
    holds:
      datagrams.length === 1 &&
      datagrams[0]!.bytes.length - ethernet === 29 &&
      segments.length === 9 &&
      segments.reduce((sum, { ipBytes }) => sum + ipBytes, 0) === 369,
    because: [...datagrams.map(({ id }) => id), ...segments.map(({ event }) => event)],
  };
};

/** Nothing behind the lost message is read before it comes again; over UDP every other message takes 50 ms. */
export const holdsBack: Check = ({ trace }) => {
  const lost = droppedFrames(trace);
  const gap = framesFrom(trace, "sender", "UDP").findIndex(({ id }) => lost.has(id)) + 1;
  const [tcp, udp] = [messagesOf(trace, "tcp"), messagesOf(trace, "udp")];
  const again = tcp[gap - 1]?.read;
  const isHeld =
    again !== undefined && again !== null && tcp.slice(gap).every(({ read }) => read !== null && read.at >= again.at);
  const waits = isHeld && (delayOf(tcp[gap]!) ?? 0) > ms(50);
  const isPrompt = udp.every((message) =>
    message.number === gap ? message.read === null : delayOf(message) === ms(50),
  );
  return { holds: gap > 0 && isHeld && waits && isPrompt, because: [...lost, ...ids([again, udp[gap]?.read])] };
};

/** Every message over TCP takes 50 ms. */
export const tcpIsPrompt: Check = ({ trace }) => {
  const late = messagesOf(trace, "tcp").filter((message) => delayOf(message) !== ms(50));
  return { holds: late.length === 0, because: ids(late.map(({ read }) => read)).slice(0, 3) };
};

/** How many messages came no later than 150 ms after they were sent. */
export const inTime = (trace: Trace, transport: Transport): Message[] =>
  messagesOf(trace, transport).filter((message) => {
    const delay = delayOf(message);
    return delay !== null && delay <= ms(150);
  });

/** Voice: more comes in time over UDP. File: whole over TCP, and over UDP only where nothing was lost. */
export const suitsTheNeed: Check = (run) =>
  run.ref.knobs["payload"] === "voice" ? voiceWantsUdp(run) : fileWantsTcp(run);

const voiceWantsUdp: Check = ({ trace }) => {
  const [tcp, udp] = [inTime(trace, "tcp"), inTime(trace, "udp")];
  const late = messagesOf(trace, "tcp").find((message) => (delayOf(message) ?? 0) > ms(150));
  return { holds: udp.length > tcp.length, because: ids([late?.sent, late?.read]) };
};

const fileWantsTcp: Check = ({ trace }) => {
  const [tcp, udp] = [completeAt(trace, "tcp"), completeAt(trace, "udp")];
  const lost = droppedFrames(trace);
  const isUdpHit = framesFrom(trace, "sender", "UDP").some(({ id }) => lost.has(id));
  return { holds: tcp !== null && (udp === null) === isUdpHit, because: ids([tcp, udp]) };
};

/** One byte: TCP a round trip later, exactly. Bulk: no more than a quarter longer. */
export const costsARoundTrip: Check = (run) => {
  const { trace } = run;
  if (isOf(run, worlds.oneByte)) {
    const [tcp, udp] = [noted(trace, "tcp read")[0], noted(trace, "udp read")[0]];
    return { holds: !!tcp && !!udp && tcp.at - udp.at === ms(100), because: ids([udp, tcp]) };
  }
  const [tcp, udp] = [completeAt(trace, "tcp"), completeAt(trace, "udp")];
  return { holds: !!tcp && !!udp && tcp.at <= 1.25 * udp.at, because: ids([udp, tcp]) };
};

/** UDP has all of the file, and sooner. */
export const udpIsFaster: Check = ({ trace }) => {
  const [tcp, udp] = [completeAt(trace, "tcp"), completeAt(trace, "udp")];
  const lost = trace.of("frame.dropped")[0];
  return {
    holds: udp !== null && (tcp === null || udp.at < tcp.at),
    because: [...ids([tcp, udp]), ...(udp === null && lost ? [lost.frame] : [])],
  };
};

/** TCP takes more than a quarter longer: to the byte, to the slowest message, to the whole file. */
export const tcpIsSlower: Check = (run) => {
  const { trace } = run;
  if (isOf(run, worlds.messages)) {
    const slowest = (transport: Transport): number =>
      Math.max(...messagesOf(trace, transport).map((one) => delayOf(one) ?? 0));
    const again = trace.of("tcp.retransmitted").map(({ id }) => id);
    return { holds: slowest("tcp") > 1.25 * slowest("udp"), because: again.slice(0, 1) };
  }
  const what = isOf(run, worlds.oneByte) ? "read" : "complete";
  const [tcp, udp] = [noted(trace, `tcp ${what}`)[0], noted(trace, `udp ${what}`)[0]];
  return { holds: !!udp && (!tcp || tcp.at > 1.25 * udp.at), because: ids([udp, tcp]) };
};

/** How the film played: parts that came later than they were due, each a stall, and parts that never came. */
export function filmPlayed({ trace, ref }: Run): { stalls: Noted[]; missing: number } {
  const parts = noted(trace, "tcp part");
  const begins = parts[worlds.filmPartsAhead - 1]?.at ?? 0;
  let due = begins;
  const stalls: Noted[] = [];
  for (const [index, part] of parts.entries()) {
    if (index < worlds.filmPartsAhead) continue;
    const plays = due + worlds.filmPartLasts * (index === worlds.filmPartsAhead ? worlds.filmPartsAhead : 1);
    if (part.at > plays) stalls.push(part);
    due = Math.max(plays, part.at);
  }
  return { stalls, missing: numberKnob(ref.knobs, "seconds") / 2 - parts.length };
}

/** The film cannot do with TCP: it stalls, or something is missing. */
export const filmNeedsUdp: Check = (run) => {
  const { stalls, missing } = filmPlayed(run);
  const last = noted(run.trace, "tcp part").at(-1);
  return { holds: stalls.length > 0 || missing > 0, because: ids(stalls.length > 0 ? stalls.slice(0, 3) : [last]) };
};

/** UDP serves better: more of the voice comes in time; the film cannot do with TCP. */
export const streamingWantsUdp: Check = (run) => (isOf(run, worlds.deadline) ? voiceWantsUdp(run) : filmNeedsUdp(run));

/** A message that was damaged on the way reaches the program. */
export const damageIsHandedUp: Check = ({ trace }) => {
  const damaged = noted(trace, "udp damaged");
  const dropped = trace.of("udp.dropped").filter(({ why }) => why === "checksum");
  const altered = trace.of("frame.altered").map(({ frame }) => frame);
  return { holds: damaged.length > 0, because: [...altered, ...dropped.map(({ id }) => id), ...ids(damaged)] };
};

/** As many reads as writes, and as long. */
export const oneReadForOneWrite: Check = ({ trace, ref }) => {
  const size = numberKnob(ref.knobs, "size");
  const reads = noted(trace, "tcp read");
  const holds = reads.length === noted(trace, "tcp sent").length && reads.every(({ value }) => value === size);
  return { holds, because: ids(reads) };
};

/** All segments of data go the same way. */
export const oneWay: Check = ({ trace }) => {
  const first = new Map<string, EventId>();
  for (const event of trace.of("frame.sent"))
    if (event.host === "left" && event.to !== "A" && !first.has(event.link)) first.set(event.link, event.id);
  const routersKnow = trace.of("tcp.state").some(({ host }) => host !== "A" && host !== "B");
  const complete = completeAt(trace, "tcp");
  return {
    holds: first.size === 1 || routersKnow || complete === null,
    because: [...first.values(), ...ids([complete])],
  };
};

/** Both ends know of the connection; or, asked of the network between them: it has one fixed way. */
export const isACircuit: Check = (run) => (isOf(run, worlds.twoPaths) ? oneWay(run) : bothEndsKnow(run));

const bothEndsKnow: Check = ({ trace }) => {
  const established = trace.of("tcp.state").filter(({ to }) => to === "ESTABLISHED");
  return { holds: new Set(established.map(({ host }) => host)).size === 2, because: established.map(({ id }) => id) };
};
