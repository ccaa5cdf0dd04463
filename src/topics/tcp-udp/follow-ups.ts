/** What an interviewer asks next about TCP and UDP. Each answer is worked out from runs at the moment it is asked. */
import { between } from "../../engine/base/time.ts";
import { decodeEthernet } from "../../engine/wire/ethernet.ts";
import { icmpType, unreachableCode } from "../../engine/wire/icmp.ts";
import { engineVersion, type RunRef } from "../../engine/world/run-ref.ts";
import type { ComputedAnswer, FollowUp } from "../../lab/follow-up.ts";
import { makeRun, type Run } from "../../lab/run.ts";
import { defaultKnobs, type Knobs, type Scenario } from "../../lab/scenario.ts";
import { segmentName, tcpSegments } from "../../lab/segments.ts";
import { fill, same } from "../../lab/text.ts";
import { dataSegments, framesFrom, messagesOf, noted, valuesOf } from "./deliveries.ts";
import * as worlds from "./scenario.ts";
import en from "./text.en.ts";
import ko from "./text.ko.ts";

type Name = keyof typeof ko.followUps;

const followUp = (
  name: Name,
  kind: FollowUp["kind"],
  claims: readonly string[],
  answer: () => ComputedAnswer,
): FollowUp => ({
  id: `tcpudp.${name}`,
  ask: { ko: ko.followUps[name], en: en.followUps[name] },
  kind,
  claims: claims.map((claim) => `tcpudp.${claim}`),
  answer,
});

const say = (name: keyof typeof ko.answers) => ({ ko: ko.answers[name], en: en.answers[name] });

function runOf(scenario: Scenario, knobs: Knobs, faults: readonly string[] = [], seed = 1): Run {
  const ref: RunRef = {
    scenario: scenario.id,
    knobs: { ...defaultKnobs(scenario), ...knobs },
    seed,
    faults,
    choices: [],
    engine: engineVersion,
  };
  return makeRun(scenario, ref);
}

/** Whole milliseconds, as numbers are said. */
const inMs = (duration: number): number => Math.round(duration / 1e6);

const both = { transport: "both" } as const;

/**
 * Faults that drop the first transmission of each of these messages, over both transports. A retransmission is a frame of data too, so
 * which frame carries a message depends on what was dropped before: each is found in the run without it.
 */
function dropFirstTransmissions(messages: readonly number[]): string[] {
  const faults: string[] = [];
  for (const message of messages) {
    const { trace } = runOf(worlds.messages, both, faults);
    const nth = dataSegments(trace, "sender").findIndex((segment) => segment.message === message) + 1;
    faults.push(`drop DATA ${nth} from sender`, `drop UDP ${message} from sender`);
  }
  return faults;
}

/** Instants of a conversation are told from its first message on. */
const sinceFirst = (run: Run, at: number): number => inMs(at - (messagesOf(run.trace, "tcp")[0]?.sent.at ?? 0));

export const followUps: readonly FollowUp[] = [
  followUp("fu-drop-every-20th", "number", ["reliable-ordered"], () => {
    const run = runOf(worlds.messages, both, dropFirstTransmissions([20, 40, 60, 80, 100]));
    const { trace } = run;
    const got = (transport: "tcp" | "udp") => messagesOf(trace, transport).filter(({ read }) => read !== null).length;
    const last = dataSegments(trace, "sender").filter(({ message }) => message === 100);
    const before = dataSegments(trace, "sender").find(({ message }) => message === 99)!;
    const acked = tcpSegments(trace).find(
      (segment) => segment.from === "receiver" && segment.ack === ((before.seq + before.length) | 0) >>> 0,
    );
    const bytes = valuesOf(noted(trace, "tcp read")).reduce((sum, length) => sum + length, 0);
    return {
      value: [got("udp"), got("tcp")],
      says: fill(say("dropEvery20th"), {
        udp: got("udp"),
        tcp: got("tcp"),
        bytes,
        sent: sinceFirst(run, last[0]!.at),
        restarted: sinceFirst(run, acked?.arrived ?? 0),
        again: sinceFirst(run, last[1]!.at),
      }),
      run: run.ref,
    };
  }),
  followUp("fu-hol-delay", "number", ["hol-blocking"], () => {
    const run = runOf(worlds.messages, both, dropFirstTransmissions([3]));
    const { trace } = run;
    const [tcp, udp] = [messagesOf(trace, "tcp")[3]!, messagesOf(trace, "udp")[3]!];
    const carried = dataSegments(trace, "sender").find(({ message }) => message === 4)!;
    const again = dataSegments(trace, "sender").find(({ repeated }) => repeated)!;
    const value = [sinceFirst(run, udp.read!.at), sinceFirst(run, tcp.read!.at)];
    return {
      value,
      says: fill(say("holDelay"), {
        udp: value[0]!,
        tcp: value[1]!,
        sent: sinceFirst(run, carried.at),
        arrived: sinceFirst(run, carried.arrived!),
        third: sinceFirst(run, again.at),
      }),
      run: run.ref,
    };
  }),
  followUp("fu-wire-bytes", "number", ["header-cost"], () => {
    const run = runOf(worlds.oneByte, both);
    const segments = tcpSegments(run.trace);
    const udp = framesFrom(run.trace, "A", "UDP").reduce((sum, { bytes }) => sum + ipLength(bytes), 0);
    const tcp = segments.reduce((sum, { ipBytes }) => sum + ipBytes, 0);
    const list = segments.map((segment) => `${segmentName(segment)} ${segment.ipBytes}`).join(" + ");
    return { value: [udp, tcp], says: fill(say("wireBytes"), { udp, tcp, list }), run: run.ref };
  }),
  followUp("fu-closed-port", "choice", ["connection"], () => {
    const run = runOf(worlds.oneByte, { ...both, port: "closed" });
    const { trace } = run;
    const [syn, reset] = tcpSegments(trace);
    const failed = (call: string) => trace.of("call.failed").find((event) => event.call === call)!;
    const refused = failed("connect");
    // The layout of an ICMP message (RFC 792): type, code, ...
    const [icmp] = framesFrom(trace, "B", "ICMP port unreachable");
    const isPort = icmp !== undefined;
    const flags = reset!.flags.rst && reset!.flags.ack ? "RST+ACK" : segmentName(reset!);
    const [type, code] = isPort ? [icmpType.destinationUnreachable, unreachableCode.port] : [-1, -1];
    return {
      value: `${flags} ${refused.error}; ICMP ${type}/${code} ${failed("recvfrom").error}`,
      says: fill(say("closedPort"), {
        flags,
        seq: reset!.seq,
        ack: (reset!.ack - syn!.seq) >>> 0,
        error: refused.error,
        after: inMs(between(syn!.at, refused.at)),
        type,
        code,
        udpError: failed("recvfrom").error,
      }),
      run: run.ref,
    };
  }),
  followUp("fu-zero-window", "number", ["flow-control"], () => {
    const run = runOf(worlds.slowReader, { "reads-from": 10_000 });
    const segments = tcpSegments(run.trace);
    const data = segments.filter(({ from, length, at }) => from === "sender" && length > 0 && at < 10e9);
    const full = data.filter(({ length }) => length > 1);
    const probes = data.filter(({ length }) => length === 1);
    const bytes = full.reduce((sum, { length, repeated }) => sum + (repeated ? 0 : length), 0);
    const lastAck = segments.findLast(({ from, arrived }) => from === "receiver" && (arrived ?? 0) < probes[0]!.at)!;
    const gaps = probes.slice(1).map((probe, index) => inMs(between(probes[index]!.at, probe.at)));
    return {
      value: bytes,
      says: fill(say("zeroWindow"), {
        bytes,
        segments: full.length,
        first: inMs(between(lastAck.arrived!, probes[0]!.at)),
        gaps: same(gaps.join(", ")),
      }),
      run: run.ref,
    };
  }),
  followUp("fu-reads", "set", ["stream-vs-datagram", "x-send-equals-recv"], () => {
    const found = new Map<string, RunRef>();
    let runs = 0;
    const settings: Knobs[] = [false, true].flatMap((nagle) =>
      [0, 20].flatMap((every) =>
        [1460, 1].flatMap((segment) =>
          [0, 200].map((from) => ({ nagle, every, segment, jitter: 40, "read-pause": 10, "reads-from": from })),
        ),
      ),
    );
    for (const setting of settings)
      for (let seed = 1; seed <= 20; seed++) {
        const run = runOf(worlds.messages, { ...setting, messages: 2, size: 2, "read-size": 10 }, [], seed);
        const cut = cutOf(valuesOf(noted(run.trace, "tcp read")));
        if (!found.has(cut)) found.set(cut, run.ref);
        runs++;
      }
    const list = [...found.keys()].sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
    return {
      value: list.join(" "),
      says: fill(say("reads"), { count: list.length, list: list.join(", "), runs }),
      run: found.get("A|BCD") ?? null,
    };
  }),
];

/** Bytes of the IP datagram in a frame. */
function ipLength(frame: Uint8Array): number {
  const decoded = decodeEthernet(frame);
  return "payload" in decoded ? decoded.payload.length : 0;
}

/** ABCD in reads of these lengths: "A|BCD". */
function cutOf(lengths: readonly number[]): string {
  const ends = lengths.map((_, index) => lengths.slice(0, index + 1).reduce((sum, length) => sum + length, 0));
  return ends.map((end, index) => "ABCD".slice(end - lengths[index]!, end)).join("|");
}
