/** What an interviewer asks next about opening and closing. Each answer is worked out from runs at the moment it is asked. */
import { between, formatTime, type Instant } from "../../engine/base/time.ts";
import { engineVersion, type RunRef } from "../../engine/world/run-ref.ts";
import type { ComputedAnswer, FollowUp } from "../../lab/follow-up.ts";
import { makeRun, type Run } from "../../lab/run.ts";
import { defaultKnobs, type Knobs, type Scenario } from "../../lab/scenario.ts";
import { type SentSegment, segmentName, tcpSegments } from "../../lab/segments.ts";
import { fill, same } from "../../lab/text.ts";
import { ephemeral } from "./ports.ts";
import * as worlds from "./scenario.ts";
import en from "./text.en.ts";
import ko from "./text.ko.ts";

type Name = keyof typeof ko.followUps;

const followUp = (
  name: Name,
  kind: FollowUp["kind"],
  claims: readonly string[],
  answer: (say: (values: Parameters<typeof fill>[1]) => ComputedAnswer["says"]) => ComputedAnswer,
): FollowUp => ({
  id: `handshake.${name}`,
  ask: { ko: ko.followUps[name], en: en.followUps[name] },
  kind,
  claims: claims.map((claim) => `handshake.${claim}`),
  answer: () => answer((values) => fill({ ko: ko.answers[name], en: en.answers[name] }, values)),
});

function once(scenario: Scenario, knobs: Knobs = {}, faults: readonly string[] = []): Run {
  const ref: RunRef = {
    scenario: scenario.id,
    knobs: { ...defaultKnobs(scenario), ...knobs },
    seed: 1,
    faults,
    choices: [],
    engine: engineVersion,
  };
  return makeRun(scenario, ref);
}

const secondsOf = (at: Instant): number => at / 1e9;
/** When connect() came back to the client. */
const connectedAt = (run: Run): Instant =>
  run.trace.of("call.returned").find((event) => event.host === "client" && event.call === "connect")!.at;
const establishedAt = (run: Run, host: string): Instant =>
  run.trace.of("tcp.state").find((event) => event.host === host && event.to === "ESTABLISHED")!.at;
const named = (run: Run, name: string): SentSegment[] => tcpSegments(run.trace).filter((s) => segmentName(s) === name);
const list = (times: readonly Instant[]): string => times.map((at) => formatTime(at)).join(", ");

export const followUps: readonly FollowUp[] = [
  followUp("fu-syn-lost-twice", "number", ["three-segments"], (say) => {
    const run = once(worlds.openClose, {}, ["drop SYN 1..2"]);
    const syns = named(run, "SYN").map(({ at }) => at);
    return {
      value: [...syns, connectedAt(run)].map(secondsOf),
      says: say({ syns: list(syns), connected: formatTime(connectedAt(run)) }),
      run: run.ref,
    };
  }),
  followUp("fu-synack-lost-twice", "number", ["three-segments"], (say) => {
    const run = once(worlds.openClose, {}, ["drop SYN-ACK 1..2"]);
    const other = once(worlds.openClose, {}, ["drop SYN 1..2"]);
    const counts = { syns: named(run, "SYN").length, synacks: named(run, "SYN-ACK").length };
    return {
      value: [counts.syns, counts.synacks, secondsOf(connectedAt(run))],
      says: say({ ...counts, connected: formatTime(connectedAt(run)), other: formatTime(connectedAt(other)) }),
      run: run.ref,
    };
  }),
  followUp("fu-third-ack-lost", "number", ["three-segments"], (say) => {
    const sending = once(worlds.openClose, {}, ["drop ACK 1 from client"]);
    const silent = once(worlds.openClose, { silent: true }, ["drop ACK 1 from client"]);
    const [a, b] = [establishedAt(sending, "server"), establishedAt(silent, "server")];
    return {
      value: [secondsOf(a), secondsOf(b)],
      says: say({ sending: formatTime(a), silent: formatTime(b) }),
      run: silent.ref,
    };
  }),
  followUp("fu-last-ack-lost", "choice", ["time-wait"], (say) => {
    const lost = ["drop ACK 2 from client"];
    const answerIn = (run: Run): { name: string; again: number } => {
      const [fin, repeated] = tcpSegments(run.trace).filter((s) => s.from === "server" && s.flags.fin);
      const answer = tcpSegments(run.trace).find((s) => s.from === "client" && s.event > repeated!.event)!;
      return { name: segmentName(answer), again: between(fin!.at, repeated!.at) };
    };
    const waiting = once(worlds.lastAck, { "time-wait": 240 }, lost);
    const [kept, gone] = [answerIn(waiting), answerIn(once(worlds.lastAck, { "time-wait": 0 }, lost))];
    return {
      value: `${kept.name} ${gone.name} ${kept.again / 1e9}`,
      says: say({ kept: same(kept.name), gone: same(gone.name), again: formatTime(kept.again as Instant) }),
      run: waiting.ref,
    };
  }),
  followUp("fu-sequence-numbers", "trace-step", ["syn-fin-take-one", "close-four"], (say) => {
    const run = once(worlds.openClose, { "server-delay": 100 });
    const all = tcpSegments(run.trace);
    const closing = all.slice(all.findIndex(({ flags }) => flags.fin));
    const written = closing.map((s) => `${segmentName(s)} seq ${s.seq} ack ${s.ack}`).join("; ");
    return { value: written, says: say({ list: written }), run: run.ref };
  }),
  followUp("fu-ports", "number", ["time-wait"], (say) => {
    // From connect() to the end of TIME-WAIT, as one connection of the same kind has it.
    const one = once(worlds.openClose, { first: "client", "server-delay": 0, profile: "linux" });
    const busy = one.trace.of("tcp.closed").find(({ host }) => host === "client")!.at;
    const ports = ephemeral.last - ephemeral.first + 1;
    const limit = (ports * 1e9) / busy;
    const [below, above] = [Math.floor(limit), Math.floor(limit) + 1];
    const [lasting, failing] = [below, above].map((rate) => once(worlds.ports, { rate })) as [Run, Run];
    const failedAt = (run: Run): Instant | null => run.trace.of("call.failed")[0]?.at ?? null;
    const [never, failed] = [failedAt(lasting), failedAt(failing)];
    return {
      value: never === null && failed !== null ? [below, above, Math.round(failed / 1e8) / 10] : [],
      says: say({
        ports,
        busy: formatTime(busy),
        limit: limit.toFixed(1),
        below,
        above,
        seconds: Number(lasting.ref.knobs["seconds"]),
        failed: formatTime(failed ?? (0 as Instant)),
      }),
      run: failing.ref,
    };
  }),
  followUp("fu-simultaneous-close", "order", ["states"], (say) => {
    const run = once(worlds.openClose, { first: "both" });
    const passed = (host: string): string => {
      const all = run.trace.of("tcp.state").filter((event) => event.host === host);
      const from = all.findIndex((event) => event.from === "ESTABLISHED");
      return ["ESTABLISHED", ...all.slice(from).map((event) => event.to)].join(", ");
    };
    const all = tcpSegments(run.trace);
    const closing = all.slice(all.findIndex(({ flags }) => flags.fin));
    const both = passed("client") === passed("server") ? passed("client") : `${passed("client")} / ${passed("server")}`;
    return { value: `${both}; ${closing.length}`, says: say({ states: both, segments: closing.length }), run: run.ref };
  }),
];
