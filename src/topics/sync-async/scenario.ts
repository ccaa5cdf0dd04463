/** The worlds of "synchronous or asynchronous?": the same work in blocking calls, on an event loop, in threads. */
import { author } from "../../lab/author.ts";
import { programScenario } from "../../lab/program.ts";
import type { Scenario } from "../../lab/scenario.ts";
import * as programs from "./programs.ts";
import en from "./text.en.ts";
import ko from "./text.ko.ts";

const { scenario, flag, number, oneOf } = author("sync-async", ko, en);

export const threeIo = scenario(
  "three-io",
  [
    oneOf("way", ["blocking", "together", "one-by-one", "threads"]),
    number("tasks", 3, 1, 50),
    number("time", 100, 1, 1000),
    number("longer", 0, 0, 100),
    number("compute", 0, 0, 100),
    number("pool", 0, 0, 50),
  ],
  programs.threeIo,
);
export const threeCpu = scenario(
  "three-cpu",
  [oneOf("way", ["plain", "together", "threads"]), number("cores", 1, 1, 8), number("threads", 3, 1, 8), flag("gil")],
  programs.threeCpu,
);
export const mixed = scenario(
  "mixed",
  [oneOf("way", ["together", "blocking"]), number("io", 100, 1, 1000), number("compute", 50, 1, 1000)],
  programs.mixed,
);
export const blockedLoop = scenario(
  "blocked-loop",
  [number("length", 200, 1, 1000), number("piece", 0, 0, 1000), number("timer", 10, 1, 1000)],
  programs.blockedLoop,
);
export const twoByTwo = scenario(
  "two-by-two",
  [
    oneOf("way", ["blocking", "polling", "callback"]),
    number("time", 100, 1, 1000),
    number("pause", 0, 0, 100),
    number("poll", 1, 1, 10),
  ],
  programs.twoByTwo,
);
export const order = scenario(
  "order",
  [
    oneOf("way", ["together", "blocking"]),
    flag("unknown"),
    number("a", 30, 1, 1000),
    number("b", 10, 1, 1000),
    number("c", 20, 1, 1000),
  ],
  programs.order,
);
export const pool = scenario("pool", [number("requests", 1000, 1, 2000), number("limit", 10, 1, 2000)], programs.pool);
export const manyConnections = scenario(
  "many-connections",
  [
    oneOf("way", ["threads", "event-loop"]),
    number("connections", 1000, 1, 2000),
    number("stack", 64, 4, 256),
    number("state", 1, 1, 64),
  ],
  programs.manyConnections,
  { keeps: ["thread.spawned", "process.thread", "region.mapped", "page.fault", "limit.reached"], mostTurns: 3_000_000 },
);
export const loopOrder = scenario(
  "loop-order",
  [oneOf("program", Object.keys(programs.loopPrograms))],
  programs.loopOrder,
);

export const servers = scenario(
  "servers",
  [
    oneOf("build", ["thread-per-connection", "thread-pool", "event-loop"]),
    number("clients", 50, 1, 500),
    number("compute", 0, 0, 100),
    number("wait", 100, 0, 1000),
    number("cores", 1, 1, 8),
    number("threads", 8, 1, 100),
    flag("gil"),
  ],
  programs.servers,
  { faults: ["drop", "duplicate", "delay", "corrupt", "loss"] },
);

const raceKnob = oneOf("between", ["await", "nothing", "await-in-mutex"]);
export const awaitRace = programScenario({
  id: "sync-async/await-race",
  title: { ko: ko.scenarios["await-race"][0], en: en.scenarios["await-race"][0] },
  about: { ko: ko.scenarios["await-race"][1], en: en.scenarios["await-race"][1] },
  knobs: [raceKnob],
  source: (knobs) =>
    knobs["between"] === "nothing"
      ? // Without a wait in between, reading and writing are one stretch that nobody enters.
        "let x = 0; function T() { fetchAdd(x, 1); } run(T, T);"
      : knobs["between"] === "await"
        ? "let x = 0; function T() { let v = x; x = v + 1; } run(T, T);"
        : "let x = 0; const m = mutex(); function T() { lock(m); let v = x; x = v + 1; unlock(m); } run(T, T);",
});

export const scenarios: readonly Scenario[] = [
  threeIo,
  threeCpu,
  mixed,
  blockedLoop,
  twoByTwo,
  order,
  awaitRace,
  loopOrder,
  pool,
  manyConnections,
  servers,
];
