/** What is said about TCP and UDP, and the experiment that decides each sentence. */
import { type Case, type Check, type Claim, type Contrast, type Decision, dependingOn } from "../../lab/claim.ts";
import type { Knobs, Scenario } from "../../lab/scenario.ts";
import * as checks from "./checks.ts";
import * as worlds from "./scenario.ts";
import en from "./text.en.ts";
import ko from "./text.ko.ts";

type Name = keyof typeof ko.claims;

function claim(
  name: Name,
  kind: Claim["kind"],
  weight: Claim["weight"],
  decided: Decision,
  source: string,
  instead: readonly Name[] = [],
): Claim {
  return {
    id: `tcpudp.${name}`,
    kind,
    weight,
    says: { ko: ko.claims[name], en: en.claims[name] },
    reason: { ko: ko.reasons[name], en: en.reasons[name] },
    source,
    decided,
    instead: instead.map((other) => `tcpudp.${other}`),
  };
}

const upTo = (last: number): number[] => Array.from({ length: last }, (_, index) => index + 1);

/** A setting with its default decisions, over so many seeds. */
const runs = (scenario: Scenario, knobs: Knobs, seeds: number, faults: readonly string[] = []): Case => ({
  scenario,
  knobs,
  faults,
  seeds: upTo(seeds),
  choices: "default",
});

const always = (over: readonly Case[], check: Check, contrasts: readonly Contrast[] = []): Decision => ({
  by: "run",
  holds: "always",
  over,
  check,
  contrasts,
});

const contrast = (says: keyof typeof ko.contrasts, over: Case, check?: Check): Contrast => ({
  says: { ko: ko.contrasts[says], en: en.contrasts[says] },
  over,
  ...(check ? { check } : {}),
});

const when = (condition: keyof typeof ko.conditions, precisely: Name, over: readonly Case[]) => ({
  when: { ko: ko.conditions[condition], en: en.conditions[condition] },
  precisely: `tcpudp.${precisely}`,
  over,
});

const both = { transport: "both" } as const;
const lossy = { ...both, loss: 5, duplicate: 2, reorder: 5 } as const;
/** Two small messages, written at once. */
const abcd = { messages: 2, size: 2, every: 0, "read-size": 10 } as const;
/** A twentieth of the bottleneck, 10 s: what matters is how long a round trip is, and that stays the same. */
const crowded = { rate: 5, seconds: 10, "udp-rate": 5, "receive-buffer": 1000 } as const;
/** A fifth of the bottleneck and of the file: as many seconds, fewer packets. */
const smallBulk = { ...both, rate: 20, kilobytes: 2000, "udp-rate": 19, "receive-buffer": 80 } as const;

const shortExchange = runs(worlds.oneByte, both, 20);

export const claims: readonly Claim[] = [
  claim(
    "connection",
    "point",
    "core",
    always([runs(worlds.oneByte, both, 100), runs(worlds.messages, both, 20)], checks.connects),
    "RFC 9293 2.2, 3.5; RFC 768",
  ),
  claim(
    "stream-vs-datagram",
    "point",
    "core",
    always(
      [10, 100, 1000, 65_535].flatMap((size) =>
        [false, true].map((nagle) =>
          runs(worlds.messages, { ...both, messages: 40, "read-size": size, nagle, jitter: 30 }, 10),
        ),
      ),
      checks.keepsBoundaries,
      [contrast("nagleOff", runs(worlds.messages, { messages: 40, jitter: 30 }, 10), checks.readsAreMessages)],
    ),
    "RFC 9293 2.2, 3.9.1; RFC 768",
  ),
  claim(
    "reliable-ordered",
    "point",
    "core",
    always([runs(worlds.messages, lossy, 100)], checks.onlyTcpRepairs, [
      contrast("udpLossy", runs(worlds.messages, { ...lossy, transport: "udp" }, 100), checks.udpComesWhole),
    ]),
    "RFC 9293 2.2, 3.4, 3.8.1",
  ),
  claim(
    "flow-control",
    "point",
    "full",
    always(
      [
        runs(worlds.slowReader, { ...both, buffer: 16_060 }, 3),
        runs(worlds.slowReader, { ...both, buffer: 64_240 }, 3),
        runs(worlds.slowReader, { ...both, buffer: 262_800, bytes: 400_000 }, 3),
      ],
      checks.obeysWindow,
    ),
    "RFC 9293 3.8.6",
  ),
  claim(
    "congestion-control",
    "point",
    "full",
    always(
      [runs(worlds.bulk, { ...crowded, beside: "tcp" }, 1), runs(worlds.bulk, { ...crowded, beside: "udp" }, 1)],
      checks.yields,
      [contrast("alone", runs(worlds.bulk, crowded, 1), checks.fillsTheLink)],
    ),
    "RFC 5681 3.1, 3.2; RFC 9293 3.8.2; RFC 8085 3.1",
  ),
  claim(
    "header-cost",
    "point",
    "full",
    always([runs(worlds.oneByte, both, 20)], checks.costsHeaders),
    "RFC 9293 3.1; RFC 768",
  ),
  claim(
    "hol-blocking",
    "point",
    "senior",
    always(
      upTo(97)
        .slice(1)
        .map((lost) => runs(worlds.messages, both, 1, [`drop DATA ${lost}`, `drop UDP ${lost}`])),
      checks.holdsBack,
      [contrast("tcpMayWait", runs(worlds.messages, {}, 1, ["drop DATA 3"]), checks.tcpIsPrompt)],
    ),
    "RFC 9293 3.4, 3.10.7.4",
  ),
  claim(
    "choose-by-need",
    "point",
    "core",
    always(
      ["voice", "file"].flatMap((payload) => [1, 3, 5].map((loss) => runs(worlds.deadline, { payload, loss }, 40))),
      checks.suitsTheNeed,
    ),
    "RFC 8085 1, 3",
  ),
  claim(
    "slower-when",
    "point",
    "senior",
    always([shortExchange, runs(worlds.bulk, both, 1)], checks.costsARoundTrip),
    "RFC 9293 3.5; RFC 5681 3.1",
  ),
  claim(
    "x-udp-always-faster",
    "misconception",
    "core",
    always(
      [200, 50, 95].map((udpRate) => runs(worlds.bulk, { ...both, kilobytes: 2000, "udp-rate": udpRate }, 1)),
      checks.udpIsFaster,
    ),
    "RFC 8085 3.1",
    ["slower-when"],
  ),
  claim(
    "x-streaming-is-udp",
    "misconception",
    "core",
    always([runs(worlds.streaming, { seconds: 60 }, 10)], checks.filmNeedsUdp, [
      contrast("heavyLoss", runs(worlds.streaming, { seconds: 60, loss: 10 }, 1)),
    ]),
    "RFC 8216; RFC 3550",
    ["choose-by-need"],
  ),
  claim(
    "x-no-checksum",
    "misconception",
    "full",
    always(
      [1, 50, 100].flatMap((message) =>
        [336, 767, 1135].map((bit) =>
          runs(worlds.messages, { transport: "udp" }, 1, [`corrupt UDP ${message} bit ${bit}`]),
        ),
      ),
      checks.damageIsHandedUp,
      [
        contrast(
          "checksumOff",
          runs(worlds.messages, { transport: "udp", checksum: false }, 1, ["corrupt UDP 3 bit 767"]),
        ),
      ],
    ),
    "RFC 768; RFC 8200 8.1",
    ["reliable-ordered"],
  ),
  claim(
    "x-send-equals-recv",
    "misconception",
    "full",
    always([runs(worlds.messages, { ...abcd, "reads-from": 500 }, 1)], checks.oneReadForOneWrite, [
      contrast("readOneByOne", runs(worlds.messages, { ...abcd, "reads-from": 500, "read-size": 1 }, 1)),
      contrast("readAtOnce", runs(worlds.messages, { ...abcd, every: 10 }, 1)),
    ]),
    "RFC 9293 3.9.1",
    ["stream-vs-datagram"],
  ),
  claim(
    "x-reserved-path",
    "misconception",
    "full",
    always([runs(worlds.twoPaths, {}, 1), runs(worlds.twoPaths, { "cut-at": 200 }, 1)], checks.oneWay, [
      contrast("singlePath", runs(worlds.twoPaths, { paths: "single" }, 1)),
    ]),
    "RFC 9293 2.2",
    ["connection", "reliable-ordered"],
  ),
  // What people say without saying when: true of one case, false of another.
  claim(
    "tcp-is-slower",
    "misconception",
    "full",
    dependingOn(
      [
        when("shortOrLossy", "slower-when", [
          runs(worlds.oneByte, both, 5),
          runs(worlds.messages, both, 5, ["drop DATA 3", "drop UDP 3"]),
        ]),
        when("bulkWithoutLoss", "x-udp-always-faster", [runs(worlds.bulk, smallBulk, 1)]),
      ],
      { holds: "always", check: checks.tcpIsSlower },
    ),
    "RFC 9293 3.5; RFC 5681 3.1",
    ["slower-when"],
  ),
  claim(
    "udp-for-streaming",
    "misconception",
    "full",
    dependingOn(
      [
        when(
          "liveCall",
          "choose-by-need",
          [1, 3, 5].map((loss) => runs(worlds.deadline, { payload: "voice", loss }, 3)),
        ),
        when("bufferedVideo", "x-streaming-is-udp", [runs(worlds.streaming, { seconds: 60 }, 2)]),
      ],
      { holds: "always", check: checks.streamingWantsUdp },
    ),
    "RFC 8216; RFC 3550",
    ["choose-by-need"],
  ),
  claim(
    "virtual-circuit",
    "misconception",
    "full",
    dependingOn(
      [
        when("stateAtEnds", "connection", [runs(worlds.oneByte, {}, 5)]),
        when("pathInNetwork", "x-reserved-path", [runs(worlds.twoPaths, {}, 1)]),
      ],
      { holds: "always", check: checks.isACircuit },
    ),
    "RFC 9293 2.2",
    ["connection"],
  ),
];
