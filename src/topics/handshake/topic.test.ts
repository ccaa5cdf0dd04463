import { describe, expect, test } from "vitest";
import type { Claim } from "../../lab/claim.ts";
import { decide } from "../../lab/decide.ts";
import { makeRun } from "../../lab/run.ts";
import { defaultKnobs } from "../../lab/scenario.ts";
import { segmentName, tcpSegments } from "../../lab/segments.ts";
import { ladder } from "../../views/ladder.ts";
import { ladderText } from "../../views/ladder-text.ts";
import { decidedOf } from "../verdicts.ts";
import { openClose } from "./scenario.ts";
import { handshake } from "./topic.ts";

describe("the claims", () => {
  test.each(handshake.claims.map((claim) => [claim.id, claim] as [string, Claim]))(
    "%s comes out as expected, and as kept",
    (id, claim) => {
      const decided = decide(claim);
      expect(decided.verdict.verdict).toBe(id.includes(".x-") ? "refuted" : "confirmed");
      expect(decided).toEqual(decidedOf(claim));
    },
  );

  test("every claim is decided by runs, has words, and what to say instead is there", () => {
    const ids = handshake.claims.map((claim) => claim.id);
    expect(handshake.claims.every((claim) => claim.decided.by === "run")).toBe(true);
    expect(Object.keys(handshake.words).sort()).toEqual([...ids].sort());
    for (const claim of handshake.claims) for (const other of claim.instead) expect(ids).toContain(other);
  });
});

/** `fu-ports` opens 57,000 connections: `test/verdicts/ports.test.ts` asks it. */
describe("the follow-ups", () => {
  test.each([
    ["fu-syn-lost-twice", [0, 1, 3, 3.1]],
    ["fu-synack-lost-twice", [3, 3, 3.1]],
    ["fu-third-ack-lost", [0.15, 1.15]],
    ["fu-last-ack-lost", "ACK RST 1"],
    [
      "fu-sequence-numbers",
      "FIN seq 1011 ack 5011; ACK seq 5011 ack 1012; FIN seq 5011 ack 1012; ACK seq 1012 ack 5012",
    ],
    ["fu-simultaneous-close", "ESTABLISHED, FIN-WAIT-1, CLOSING, TIME-WAIT, CLOSED; 4"],
  ])("%s is answered out of runs", (name, value) => {
    const answer = handshake.followUps.find((followUp) => followUp.id === `handshake.${name}`)!.answer();
    expect(answer.value).toEqual(value);
    expect(`${answer.says.ko}${answer.says.en}`).not.toMatch(/[{}]/);
  });
});

test("over IPv6 the same segments open and close the connection, and the ladder shows them", () => {
  const made = (ip: string) =>
    makeRun(openClose, {
      scenario: openClose.id,
      knobs: { ...defaultKnobs(openClose), ip },
      seed: 1,
      faults: [],
      choices: [],
      engine: "1",
    });
  const segments = (ip: string) =>
    tcpSegments(made(ip).trace).map((s) => `${s.at} ${s.from} ${segmentName(s)} ${s.seq} ${s.ack}`);
  expect(segments("6")).toEqual(segments("4"));
  const lines = (ip: string) => ladderText(ladder(made(ip).trace), { language: "en", because: [] });
  expect(lines("6")).toBe(lines("4"));
});

describe("a lost SYN-ACK", () => {
  const run = makeRun(openClose, {
    scenario: openClose.id,
    knobs: defaultKnobs(openClose),
    seed: 1,
    faults: ["drop SYN-ACK 1"],
    choices: [],
    engine: "1",
  });

  test("costs a second: both ends repeat, and the bare ACK to the second SYN is dropped in SYN-SENT", () => {
    const opening = tcpSegments(run.trace).filter(({ at }) => at < 1.1e9);
    expect(opening.map((s) => `${s.at / 1e6} ${s.from} ${segmentName(s)}${s.arrived === null ? " lost" : ""}`)).toEqual(
      ["0 client SYN", "50 server SYN-ACK lost", "1000 client SYN", "1050 server ACK", "1050 server SYN-ACK"],
    );
  });

  test("is a cross on the ladder, between client on the left and server on the right", () => {
    const lines = ladderText(ladder(run.trace), { language: "ko", because: [] }).split("\n");
    expect(lines[0]).toMatch(/client\s+server/);
    expect(lines.find((line) => line.includes("결함으로 사라짐"))).toMatch(/0\.050 s .*SYN-ACK/);
  });
});
