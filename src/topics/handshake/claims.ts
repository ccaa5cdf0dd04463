/** What is said about opening and closing a connection, and the experiment that decides each sentence. */
import type { EventId, EventOf } from "../../engine/trace/happening.ts";
import type { Case, Check, Claim, Decision, Finding } from "../../lab/claim.ts";
import type { Run } from "../../lab/run.ts";
import type { Knobs, Scenario } from "../../lab/scenario.ts";
import { type SentSegment, tcpSegments } from "../../lab/segments.ts";
import * as worlds from "./scenario.ts";
import en from "./text.en.ts";
import ko from "./text.ko.ts";

type Name = keyof typeof ko.claims;

const claim = (
  name: Name,
  kind: Claim["kind"],
  weight: Claim["weight"],
  source: string,
  decided: Decision,
  instead: readonly Name[] = [],
): Claim => ({
  id: `handshake.${name}`,
  kind,
  weight,
  says: { ko: ko.claims[name], en: en.claims[name] },
  reason: { ko: ko.reasons[name], en: en.reasons[name] },
  source,
  decided,
  instead: instead.map((other) => `handshake.${other}`),
});

const always = (over: readonly Case[], check: Check): Decision => ({
  by: "run",
  holds: "always",
  over,
  check,
  contrasts: [],
});
const possible = (over: readonly Case[], check: Check): Decision => ({
  by: "run",
  holds: "possible",
  over,
  check,
  contrasts: [],
});
const runs = (scenario: Scenario, knobs: Knobs = {}, rest: Partial<Case> = {}): Case => ({
  scenario,
  knobs,
  choices: "default",
  ...rest,
});
const atMostOneLost = { choices: { frame: 1 } } as const;
const seeds = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);

const found = (
  holds: boolean,
  ...because: readonly (SentSegment | { readonly event: EventId } | undefined)[]
): Finding => ({
  holds,
  because: because.flatMap((one) => (one ? [one.event] : [])),
});

/** The segments of one direction that were not sent before. */
const fresh = (all: readonly SentSegment[], from: string): SentSegment[] =>
  all.filter((segment) => segment.from === from && !segment.repeated);
const finOf = (all: readonly SentSegment[], from: string): SentSegment | undefined =>
  all.find((segment) => segment.from === from && segment.flags.fin);
const states = (run: Run, host: string): EventOf<"tcp.state">[] =>
  run.trace.of("tcp.state").filter((event) => event.host === host);
const names = (run: Run, host: string): string =>
  states(run, host)
    .map((event) => event.to)
    .join(" ");

/** SYN(x), SYN+ACK(y, x+1), then an ACK of y+1; each end's own segments in that order. */
const opensInThree: Check = (run) => {
  const all = tcpSegments(run.trace);
  const [syn, third] = fresh(all, "client").filter((segment, at) => at === 0 || segment.flags.ack);
  const [synAck] = fresh(all, "server");
  if (!syn || !synAck || !third) return found(false, syn, synAck);
  const opens = syn.flags.syn && !syn.flags.ack;
  const answers = synAck.flags.syn && synAck.flags.ack && synAck.ack === syn.seq + 1;
  const confirms = third.flags.ack && third.seq === syn.seq + 1 && third.ack === synAck.seq + 1;
  return found(opens && answers && confirms, syn, synAck, third);
};

/** Two-way: an old SYN makes a connection that nobody wants. Three-way: it does not. */
const needsThird: Check = (run) => {
  const all = tcpSegments(run.trace);
  const established = states(run, "server").find((event) => event.to === "ESTABLISHED");
  const data = all.find((segment) => segment.from === "server" && segment.length > 0);
  const reset = all.find((segment) => segment.from === "client" && segment.flags.rst);
  if (run.ref.knobs["stack"] === "two-way") return found(Boolean(established && data), data);
  const told = run.trace.of("call.returned").some((event) => event.call === "accept");
  return found(!established && !data && !told && Boolean(reset), reset);
};

const otherThan = (host: string): string => (host === "client" ? "server" : "client");

/** FIN(u), an ACK of u+1, FIN(v), an ACK of v+1; four segments when nothing was lost. */
const closesInFour: Check = (run) => {
  const all = tcpSegments(run.trace);
  const first = all.find((segment) => segment.flags.fin);
  if (!first) return found(false);
  const answered = all.find(
    (s) => s.from === first.to && s.event > first.event && s.ack === first.seq + first.length + 1,
  );
  const second = finOf(all, first.to);
  const last =
    second &&
    all.find((s) => s.from === first.from && s.event > second.event && s.ack === second.seq + second.length + 1);
  const nothingLost = all.every((segment) => segment.arrived !== null);
  // An ACK of data that was still under way when the first FIN was sent is no part of the closing.
  const closing = all.filter(
    (s) => s.event >= first.event && (s.flags.fin || s.from === first.from || s.ack > first.seq + first.length),
  );
  return found(
    Boolean(answered && second && last) && (!nothingLost || closing.length === 4),
    first,
    answered,
    second,
    last,
  );
};

/** The peer's data goes on after our FIN, and its own FIN comes after that. */
const goesOnAfterFin: Check = (run) => {
  const all = tcpSegments(run.trace);
  const fin = finOf(all, "client");
  const serverFin = finOf(all, "server");
  if (!fin || !serverFin) return found(false, fin);
  const data = all.filter((s) => s.from === "server" && s.event > fin.event && !s.repeated && s.length > 0);
  const bytes = data.reduce((sum, s) => sum + s.length, 0);
  const waited = states(run, "client").some((event) => event.to === "FIN-WAIT-2");
  const acknowledged = all.some((s) => s.from === "client" && s.ack === serverFin.seq + serverFin.length + 1);
  const holds =
    waited && acknowledged && bytes === run.ref.knobs["half-close"] && data.every((s) => s.event <= serverFin.event);
  return found(holds, fin, data[0], serverFin);
};

/** With TIME-WAIT the repeated FIN gets its ACK and nothing old gets in; without it, a reset, or old bytes in a new connection. */
const timeWaitProtects: Check = (run) => {
  const all = tcpSegments(run.trace);
  const waits = Number(run.ref.knobs["time-wait"]) > 0;
  if (run.ref.knobs["reuse"] === true) {
    // The new connection's client never sends anything: whatever its server reads is old.
    const accepted = run.trace
      .of("call.returned")
      .filter((event) => event.host === "server" && event.call === "accept")[1];
    const read = run.trace
      .of("call.returned")
      .find(
        (event) =>
          event.host === "server" &&
          event.call === "recvfrom" &&
          Number(event.result) > 0 &&
          accepted &&
          event.id > accepted.id,
      );
    const old = read ? { event: read.id } : undefined;
    return found(waits ? !accepted : old !== undefined, old);
  }
  const again = all.filter((s) => s.from === "server" && s.flags.fin)[1];
  const answer = again && all.find((s) => s.from === "client" && s.event > again.event);
  const why = run.trace.of("tcp.closed").find((event) => event.host === "server")?.why;
  const holds = waits ? answer?.flags.rst === false && why === "fin" : answer?.flags.rst === true && why === "reset";
  return found(Boolean(holds), again, answer);
};

/** Both ends pass the states of RFC 9293 3.3.2, whoever closes first. */
const passesTheStates: Check = (run) => {
  const first = run.ref.knobs["first"] as string;
  const opening = { client: "SYN-SENT ESTABLISHED", server: "SYN-RECEIVED ESTABLISHED" } as const;
  const active = "FIN-WAIT-1 FIN-WAIT-2 TIME-WAIT CLOSED";
  const passive = "CLOSE-WAIT LAST-ACK CLOSED";
  const holds = (["client", "server"] as const).every(
    (host) => names(run, host) === `${opening[host]} ${host === first ? active : passive}`,
  );
  return found(holds, ...states(run, first).map((event) => ({ event: event.id })));
};

/** SYN and FIN take a number each; a pure ACK takes none. */
const synAndFinTakeOne: Check = (run) => {
  const mine = tcpSegments(run.trace).filter((segment) => segment.from === "client");
  const [syn] = mine;
  const fin = mine.find((segment) => segment.flags.fin);
  if (!syn || !fin) return found(false);
  const acked = tcpSegments(run.trace).find((s) => s.from === "server" && s.ack === fin.seq + 1);
  const pure = mine.filter((s) => s.length === 0 && !s.flags.syn && !s.flags.fin);
  const takesNone = mine.every((s, at) => at === 0 || !pure.includes(mine[at - 1]!) || s.seq === mine[at - 1]!.seq);
  return found(
    fin.seq === syn.seq + 1 + Number(run.ref.knobs["bytes"]) && acked !== undefined && takesNone,
    syn,
    fin,
    acked,
  );
};

/** Data that was forged by somebody who saw nothing is never taken for the client's, when the number cannot be told in advance. */
const isnKeepsForgersOut: Check = (run) => {
  const believed = run.trace
    .of("call.returned")
    .find((event) => event.host === "server" && event.call === "recvfrom" && Number(event.result) > 0);
  const event = believed ? { event: believed.id } : undefined;
  return found(run.ref.knobs["isn"] === "random" ? !believed : believed !== undefined, event);
};

const clientClosesFirst: Check = (run) => {
  const first = tcpSegments(run.trace).find((segment) => segment.flags.fin);
  return found(first?.from === "client", first);
};

const takesFour: Check = (run) => {
  const all = tcpSegments(run.trace);
  const first = all.find((segment) => segment.flags.fin || segment.flags.rst);
  const closing = first ? all.filter((segment) => segment.event >= first.event) : [];
  return found(closing.length === 4, ...closing);
};

const timeWaitIsOn =
  (host: string): Check =>
  (run) => {
    const waiting = run.trace.of("tcp.state").find((event) => event.to === "TIME-WAIT");
    return found(waiting?.host === host, waiting ? { event: waiting.id } : undefined);
  };

const timeWaitLasts240: Check = (run) => {
  const waiting = run.trace.of("tcp.state").find((event) => event.to === "TIME-WAIT");
  const over = run.trace.of("tcp.state").find((event) => event.from === "TIME-WAIT");
  const lasted = waiting && over ? over.at - waiting.at : null;
  return found(lasted === 240e9, waiting && { event: waiting.id }, over && { event: over.id });
};

const ackIsLastByte: Check = (run) => {
  const all = tcpSegments(run.trace);
  const data = all.find((segment) => segment.from === "client" && segment.length > 0);
  const ack = data && all.find((segment) => segment.from === otherThan(data.from) && segment.event > data.event);
  return found(data !== undefined && ack?.ack === data.seq + data.length - 1, data, ack);
};

const lost = ["drop ACK 2 from client"];

export const claims: readonly Claim[] = [
  claim(
    "three-segments",
    "point",
    "core",
    "RFC 9293 3.5",
    always([runs(worlds.openClose, { isn: "random" }, { ...atMostOneLost, seeds: seeds(100) })], opensInThree),
  ),
  claim(
    "why-three",
    "point",
    "core",
    "RFC 9293 3.5, 3.4",
    always(
      ["two-way", "three-way"].map((stack) => runs(worlds.oldSyn, { stack }, { seeds: seeds(100) })),
      needsThird,
    ),
  ),
  claim(
    "close-four",
    "point",
    "core",
    "RFC 9293 3.6",
    always(
      ["client", "server"].map((first) => runs(worlds.openClose, { first, "server-delay": 100 }, atMostOneLost)),
      closesInFour,
    ),
  ),
  claim(
    "half-close",
    "point",
    "full",
    "RFC 9293 3.6, 3.6.1",
    possible([runs(worlds.openClose, { "half-close": 5000 })], goesOnAfterFin),
  ),
  claim(
    "time-wait",
    "point",
    "core",
    "RFC 9293 3.6.1, 3.10.7.4",
    always(
      [
        runs(worlds.lastAck, { "time-wait": 240 }, { faults: lost }),
        runs(worlds.lastAck, { "time-wait": 0 }, { faults: lost }),
        runs(worlds.lastAck, { "time-wait": 240, reuse: true }),
        runs(worlds.lastAck, { "time-wait": 0, reuse: true }),
      ],
      timeWaitProtects,
    ),
  ),
  claim(
    "states",
    "point",
    "full",
    "RFC 9293 3.3.2",
    always(
      ["client", "server"].flatMap((first) => [
        runs(worlds.openClose, { first }, atMostOneLost),
        runs(worlds.openClose, { first, isn: "random" }, { seeds: seeds(100) }),
      ]),
      passesTheStates,
    ),
  ),
  claim(
    "syn-fin-take-one",
    "point",
    "full",
    "RFC 9293 3.4",
    always(
      [0, 1, 10, 1460, 3000].map((bytes) => runs(worlds.openClose, { bytes, isn: "random" }, { seeds: seeds(100) })),
      synAndFinTakeOne,
    ),
  ),
  claim(
    "isn-unpredictable",
    "point",
    "senior",
    "RFC 9293 3.4.1; RFC 6528",
    always(
      [
        runs(worlds.blindSpoof, { isn: "fixed-step", guesses: 1 }),
        runs(worlds.blindSpoof, { isn: "random" }, { seeds: seeds(100) }),
      ],
      isnKeepsForgersOut,
    ),
  ),
  claim(
    "x-client-closes-first",
    "misconception",
    "core",
    "RFC 9293 3.6",
    always([runs(worlds.openClose, { first: "server" })], clientClosesFirst),
    ["close-four"],
  ),
  claim(
    "x-always-four",
    "misconception",
    "full",
    "RFC 9293 3.6, 3.8.6.3",
    always(
      [runs(worlds.openClose, { "server-delay": 0, "ack-delay": 40 }), runs(worlds.openClose, { abort: true })],
      takesFour,
    ),
    ["close-four", "half-close"],
  ),
  claim(
    "x-time-wait-server",
    "misconception",
    "full",
    "RFC 9293 3.6.1",
    always([runs(worlds.openClose, { first: "client" })], timeWaitIsOn("server")),
    ["time-wait"],
  ),
  claim(
    "x-time-wait-240",
    "misconception",
    "senior",
    "RFC 9293 3.4.2",
    always(
      ["rfc", "linux"].map((profile) => runs(worlds.openClose, { profile })),
      timeWaitLasts240,
    ),
    ["time-wait"],
  ),
  claim(
    "x-ack-is-last-byte",
    "misconception",
    "full",
    "RFC 9293 3.1, 3.4",
    always([runs(worlds.openClose)], ackIsLastByte),
    ["syn-fin-take-one"],
  ),
];
