/** The catalogue's numbers for ports that run out, from two runs of a minute with half a thousand connections a second each. */
import { expect, test } from "vitest";
import { engineVersion } from "../../src/engine/world/run-ref.ts";
import { makeRun } from "../../src/lab/run.ts";
import { defaultKnobs, type Knobs } from "../../src/lab/scenario.ts";
import { ports } from "../../src/topics/handshake/scenario.ts";
import { handshake } from "../../src/topics/handshake/topic.ts";

test("28,232 ports for 60.3 s each: 468 connections a second go on, 469 fail at 60.2 s", { timeout: 600_000 }, () => {
  const followUp = handshake.followUps.find(({ id }) => id === "handshake.fu-ports")!;
  const { value, says, run } = followUp.answer();
  expect(value).toEqual([468, 469, 60.2]);
  expect(`${says.ko}${says.en}`).not.toMatch(/[{}]/);
  expect(run?.knobs["rate"]).toBe(469);
});

const failures = (knobs: Knobs): string[] =>
  makeRun(ports, {
    scenario: ports.id,
    knobs: { ...defaultKnobs(ports), ...knobs },
    seed: 1,
    faults: [],
    choices: [],
    engine: engineVersion,
  }).trace.events.map((event) => (event.kind === "call.failed" ? `${event.call} ${event.error}` : event.kind));

test("the ports are those of the side that closes first, and of each address anew", { timeout: 60_000 }, () => {
  // A hundred a second use two hundred up before the first comes back.
  const rush = { rate: 100, seconds: 3, ports: 200 };
  expect(failures(rush)).toEqual(["connect EADDRNOTAVAIL"]);
  expect(failures({ ...rush, servers: 2 })).toEqual([]);
  expect(failures({ ...rush, first: "server" })).toEqual([]);
});
