import { describe, expect, test } from "vitest";
import type { Claim } from "../../lab/claim.ts";
import { decide } from "../../lab/decide.ts";
import { makeRun, type Run } from "../../lab/run.ts";
import { sayVerdict } from "../../lab/say-verdict.ts";
import { defaultKnobs, type Knobs, type Scenario } from "../../lab/scenario.ts";
import { tcpSegments } from "../../lab/segments.ts";
import { recognise } from "../../study/coach/recognise.ts";
import { decidedOf } from "../verdicts.ts";
import { delayOf, framesFrom, messagesOf, noted, valuesOf } from "./deliveries.ts";
import * as worlds from "./scenario.ts";
import { tcpUdp } from "./topic.ts";

const named = (name: string): Claim => tcpUdp.claims.find((claim) => claim.id === `tcpudp.${name}`)!;

/** Decided again in full by `test/verdicts/`, since they take seconds. */
const slow = ["reliable-ordered", "congestion-control", "choose-by-need", "x-streaming-is-udp", "udp-for-streaming"];

const depends = ["tcp-is-slower", "udp-for-streaming", "virtual-circuit"];

describe("the claims", () => {
  test.each(tcpUdp.claims.map((claim) => claim.id.replace("tcpudp.", "")))("%s comes out as expected", (name) => {
    const expected = depends.includes(name) ? "depends" : name.startsWith("x-") ? "refuted" : "confirmed";
    expect(decidedOf(named(name)).verdict.verdict).toBe(expected);
  });

  test.each(tcpUdp.claims.map((claim) => claim.id.replace("tcpudp.", "")).filter((name) => !slow.includes(name)))(
    "%s is decided by its runs as it was kept",
    (name) => {
      expect(decide(named(name))).toEqual(decidedOf(named(name)));
    },
  );

  test("have words, and what to say instead, and what they precisely mean, is there", () => {
    const ids = tcpUdp.claims.map((claim) => claim.id);
    expect(Object.keys(tcpUdp.words).sort()).toEqual([...ids].sort());
    for (const claim of tcpUdp.claims) {
      const conditions = (claim.decided.by === "run" && claim.decided.conditions) || [];
      const named = [...claim.instead, ...conditions.flatMap(({ precisely }) => precisely ?? [])];
      for (const other of named) expect(ids).toContain(other);
    }
    for (const followUp of tcpUdp.followUps) for (const claim of followUp.claims) expect(ids).toContain(claim);
  });

  test("a verdict that depends says on what, with a run for each condition", () => {
    const claim = named("virtual-circuit");
    const { verdict } = decidedOf(claim);
    if (verdict.by !== "run" || verdict.verdict !== "depends") throw new Error("it does not depend");
    expect(verdict.conditions.map((one) => [one.verdict, one.run?.scenario])).toEqual([
      ["confirmed", "tcpudp/one-byte"],
      ["refuted", "tcpudp/two-paths"],
    ]);
    expect(sayVerdict(claim, verdict).en).toMatch(/^right as a picture .*; wrong as a fixed path .*\.$/);
  });

  test("a contrast shows what makes the difference", () => {
    const failing = (name: string) => decidedOf(named(name)).contrasts.map((one) => [one.failing, one.runs]);
    expect(failing("reliable-ordered")).toEqual([[100, 100]]); // over UDP no run was whole and in order
    expect(failing("stream-vs-datagram")).toEqual([[10, 10]]); // TCP's reads are not the messages
    expect(failing("x-no-checksum")).toEqual([[0, 1]]); // without a checksum damage is handed up
    expect(failing("x-reserved-path")).toEqual([[0, 1]]); // with a single path all go that way
  });
});

describe("the follow-ups", () => {
  test.each([
    ["fu-drop-every-20th", [95, 100], /990 ms.*1080 ms.*2080 ms/],
    ["fu-hol-delay", [80, 200], /30 ms.*80 ms.*150 ms/],
    ["fu-wire-bytes", [29, 369], /SYN 44 \+ SYN-ACK 44 \+ ACK 40 \+ DATA 41 \+ FIN 40 \+ ACK 40/],
    ["fu-closed-port", "RST+ACK ECONNREFUSED; ICMP 3/3 ECONNREFUSED", /seq 0.*x\+1.*100 ms/],
    ["fu-zero-window", 64_240, /44.*1000 ms.*2000, 4000 ms/],
    ["fu-reads", "ABCD ABC|D AB|CD A|BCD AB|C|D A|BC|D A|B|CD A|B|C|D", /8/],
  ])("%s is answered out of runs", (name, value, says) => {
    const answer = tcpUdp.followUps.find((followUp) => followUp.id === `tcpudp.${name}`)!.answer();
    expect(answer.value).toEqual(value);
    expect(answer.says.ko).toMatch(says);
    expect(answer.says.en).toMatch(says);
    expect(`${answer.says.ko}${answer.says.en}`).not.toMatch(/[{}]/);
    expect(answer.run).not.toBe(null);
  });
});

const run = (scenario: Scenario, knobs: Knobs, faults: readonly string[] = [], seed = 1): Run =>
  makeRun(scenario, {
    scenario: scenario.id,
    knobs: { ...defaultKnobs(scenario), ...knobs },
    seed,
    faults,
    choices: [],
    engine: "1",
  });

describe("the worlds", () => {
  test("two transports side by side lose the same frames by number", () => {
    const { trace } = run(worlds.messages, { transport: "both", loss: 20 }, [], 3);
    const dropped = trace.of("frame.dropped").map(({ frame }) => frame);
    const lost = (link: string): number[] =>
      trace
        .of("frame.sent")
        .filter((event) => event.host === "sender" && event.link === link)
        .flatMap(({ id }, index) => (dropped.includes(id) ? [index] : []))
        .filter((index) => index < 90);
    expect(lost("tcp-wire").length).toBeGreaterThan(5);
    expect(lost("tcp-wire")).toEqual(lost("udp-wire").filter((index) => index <= lost("tcp-wire").at(-1)!));
  });

  test("a lost message is late over TCP with those behind it, and missing over UDP alone", () => {
    const { trace } = run(worlds.messages, { transport: "both" }, ["drop DATA 3", "drop UDP 3"]);
    const delays = (transport: "tcp" | "udp") =>
      messagesOf(trace, transport)
        .slice(0, 5)
        .map((message) => (delayOf(message) ?? 0) / 1e6);
    expect(delays("tcp")).toEqual([50, 50, 180, 170, 160]);
    expect(delays("udp")).toEqual([50, 50, 0, 50, 50]);
  });

  test("a router that dies takes its path with it, and the transfer completes on the other", () => {
    const { trace } = run(worlds.twoPaths, { "cut-at": 200 });
    expect(valuesOf(noted(trace, "tcp complete"))).toEqual([100_000]);
    expect(trace.of("ip.dropped").some(({ host, why }) => host === "upper" && why === "not-for-us")).toBe(true);
  });

  test("a closed port: only a connected UDP socket hears of it", () => {
    const errors = (connect: boolean) =>
      run(worlds.oneByte, { transport: "udp", port: "closed", "udp-connect": connect })
        .trace.of("call.failed")
        .map(({ error }) => error);
    expect(errors(true)).toEqual(["ECONNREFUSED"]);
    expect(errors(false)).toEqual([]);
  });
});

describe("the byte over IPv6", () => {
  const open = run(worlds.oneByte, { transport: "both", ip: "6" });

  test("costs 49 bytes of UDP, and nine segments of TCP with 20 bytes more each", () => {
    expect(framesFrom(open.trace, "A", "UDP").map(({ bytes }) => bytes.length - 14)).toEqual([49]);
    expect(tcpSegments(open.trace).map(({ ipBytes }) => ipBytes)).toEqual([64, 64, 60, 61, 60, 60, 60, 60, 60]);
  });

  test("comes a round trip later with TCP, too", () => {
    const [tcp, udp] = [noted(open.trace, "tcp read"), noted(open.trace, "udp read")];
    expect([udp, tcp].map(([first]) => first!.at)).toEqual([50e6, 150e6]);
  });

  test("is refused by a closed port of either transport", () => {
    const closed = run(worlds.oneByte, { transport: "both", ip: "6", port: "closed" });
    const errors = closed.trace.of("call.failed").map(({ call, error }) => `${call} ${error}`);
    expect(errors.toSorted()).toEqual(["connect ECONNREFUSED", "recvfrom ECONNREFUSED"]);
  });
});

describe("words", () => {
  const ids = (text: string): string[] => recognise(text, tcpUdp).map(({ claim }) => claim.id.replace("tcpudp.", ""));

  test.each([
    ["TCP는 연결을 맺고 나서 데이터를 보냅니다", ["connection"]],
    ["UDP는 비연결형입니다", ["connection"]],
    ["TCP는 바이트 스트림이고 메시지 경계가 없습니다", ["stream-vs-datagram"]],
    ["TCP는 재전송과 순서 보장을 합니다", ["reliable-ordered"]],
    ["흐름 제어와 혼잡 제어를 합니다", ["flow-control", "congestion-control"]],
    ["UDP 헤더는 8바이트로 가볍습니다", ["header-cost"]],
    ["HOL 블로킹 때문에 HTTP/3는 QUIC을 씁니다", ["hol-blocking"]],
    ["실시간 음성 통화는 UDP를 씁니다", ["choose-by-need"]],
    ["UDP가 무조건 빠릅니다", ["x-udp-always-faster"]],
    ["TCP가 UDP보다 느립니다", ["tcp-is-slower"]],
    ["유튜브 같은 동영상은 UDP를 씁니다", ["x-streaming-is-udp"]],
    ["스트리밍은 UDP로 합니다", ["udp-for-streaming"]],
    ["UDP는 체크섬이 없습니다", ["x-no-checksum"]],
    ["send 한 번이면 recv 한 번에 옵니다", ["x-send-equals-recv"]],
    ["TCP는 가상 회선 방식입니다", ["virtual-circuit"]],
    ["가상 회선이라 모든 패킷이 같은 경로로 갑니다", ["x-reserved-path"]],
    ["TCP is connection-oriented and reliable, UDP is connectionless", ["connection", "reliable-ordered"]],
    ["UDP is always faster", ["x-udp-always-faster"]],
    ["TCP is slower than UDP", ["tcp-is-slower"]],
    ["UDP is for streaming", ["udp-for-streaming"]],
    ["Video uses UDP", ["x-streaming-is-udp"]],
    ["TCP does not build a virtual circuit", []],
    ["UDP가 항상 빠른 것은 아닙니다", []],
    ["오늘은 날씨가 좋습니다", []],
    // As people write it in their notes.
    ["TCP는 연결지향형 프로토콜이고", ["connection"]],
    ["UDP는 데이터그램 단위로 전송", ["stream-vs-datagram"]],
    ["TCP는 가상 회선을 이용하여", ["virtual-circuit"]],
    ["신뢰성을 보장하도록 하는 프로토콜", ["reliable-ordered"]],
    ["TCP는 UDP보다는 속도가 느리다", ["tcp-is-slower"]],
    ["TCP는 신뢰성이 중요한 서비스(파일 전송)에 사용되고", ["choose-by-need"]],
    ["UDP는 스트리밍같이 연속성이 중요한 서비스에", ["udp-for-streaming"]],
  ])("%s", (text, expected) => {
    expect(ids(text)).toEqual(expected);
  });
});
