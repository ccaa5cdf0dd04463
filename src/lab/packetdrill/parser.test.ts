/** What the parser understands, and how it says where it does not. */
import { describe, expect, test } from "vitest";
import { namesIn, parseStatements, runStatement, type Value } from "./assertion.ts";
import { parseScript } from "./parser.ts";
import { describeProblem } from "./place.ts";
import type { Script, ScriptEvent } from "./script.ts";

function script(source: string): Script {
  const parsed = parseScript(source);
  if ("kind" in parsed) throw new Error(describeProblem(parsed));
  return parsed;
}
const event = (source: string): ScriptEvent => script(source).events[0]!;
function problem(source: string): string {
  const parsed = parseScript(source);
  return "kind" in parsed ? describeProblem(parsed) : "none";
}

describe("times", () => {
  test.each([
    ["0 close(3) = 0", { kind: "absolute", at: 0, until: null }],
    ["1.5 close(3) = 0", { kind: "absolute", at: 1_500_000_000, until: null }],
    ["+.1 close(3) = 0", { kind: "relative", at: 100_000_000, until: null }],
    ["+0.000000001 close(3) = 0", { kind: "relative", at: 1, until: null }],
    ["* > . 1:1(0) ack 1", { kind: "any" }],
    ["+.2~+.25 > . 1:1(0) ack 1", { kind: "relative", at: 200_000_000, until: 250_000_000 }],
    ["0.1~0.2 > . 1:1(0) ack 1", { kind: "absolute", at: 100_000_000, until: 200_000_000 }],
  ])("%s", (source, time) => expect(event(source).time).toEqual(time));

  test("a span of time is when a call returns", () => {
    expect(event("+0...0.2 accept(3, ..., ...) = 4").action).toMatchObject({ kind: "call", returns: 200_000_000 });
  });
});

describe("packets", () => {
  test("every part of a TCP line", () => {
    const source =
      "+0 < [ce] 40000>8080 SFRPUEW. 1:11(10) ack 2 win 3 urg 4 <mss 1460,nop,wscale 7,sackOK,TS val 5 ecr 6,sack 7:8 9:10,eol>";
    expect(event(source).action).toMatchObject({
      kind: "packet",
      inbound: true,
      ip: { ecn: "ce" },
      packet: {
        kind: "tcp",
        ports: { source: 40_000, destination: 8080 },
        flags: 0xff,
        seq: 1,
        length: 10,
        ack: 2,
        window: 3,
        urgent: 4,
        options: [
          { kind: "mss", value: 1460 },
          { kind: "nop" },
          { kind: "wscale", value: 7 },
          { kind: "sackOK" },
          { kind: "TS", value: 5, echo: 6 },
          {
            kind: "sack",
            blocks: [
              [7, 8],
              [9, 10],
            ],
          },
          { kind: "eol" },
        ],
      },
    });
  });

  test("no options, any options, no flags, any number, a number as it is on the wire", () => {
    expect(event("+0 > . 1:1(0) ack 1").action).toMatchObject({ packet: { options: [], window: null } });
    expect(event("+0 > . 1:1(0) ack 1 <...>").action).toMatchObject({ packet: { options: null } });
    expect(event("+0 < - 1:1(0) win 5").action).toMatchObject({ packet: { flags: 0 } });
    expect(event("+0 > S. ...(0) ack 1").action).toMatchObject({ packet: { seq: null } });
    expect(event("+0 > R. 0:0(0)! ack 1").action).toMatchObject({ packet: { exactSeq: true } });
  });

  test("sequence numbers go round", () => {
    expect(event("+0 < . 4294967295:9(10) ack 1 win 5").action).toMatchObject({ packet: { seq: 4_294_967_295 } });
  });

  test("ICMP, with and without a quote", () => {
    const expected = { kind: "icmp", type: "unreachable", code: "frag_needed", mtu: 1200, about: 1 };
    expect(event("+0 < icmp unreachable frag_needed mtu 1200 [1:1001(1000)]").action).toMatchObject({
      packet: expected,
    });
    expect(event("+0 < [1:1001(1000)] icmp unreachable frag_needed mtu 1200").action).toMatchObject({
      packet: expected,
    });
  });
});

test("comments of three kinds, options, #ifdef, notes and shell commands", () => {
  const source = `// one
/* two
   lines */
# three
--tolerance_usecs=100
--strict_segments
\`./defaults.sh\`
0 fcntl(3, F_GETFL) = 0x2 (flags O_RDWR)
#ifdef Linux
+0 close(3) = 0 // four
#endif
#ifdef FreeBSD
+0 close(4) = 0
#endif
`;
  const parsed = parseScript(source, "Linux") as Script;
  expect(parsed.options).toMatchObject([
    { name: "tolerance_usecs", value: "100", line: 5 },
    { name: "strict_segments", value: null },
  ]);
  expect(parsed.events.map(({ line, action }) => [line, action.kind])).toEqual([
    [7, "shell"],
    [8, "call"],
    [10, "call"],
  ]);
});

describe("a mistake is told by its place, what was expected and what was found", () => {
  test.each([
    ["0 socket(..., SOCK_STREAM) 3", '1:28: expected "=", found "3"'],
    ["+0 > X 0:0(0)", '1:6: expected flags such as S, S., P., F., R or "-", found "X"'],
    ["+0 > S 0:1(0)", "1:12: expected 1, the distance from 0 to 1, found 0"],
    ["\n +0 < S 0:0(0)\n", '3:1: expected "win", the window of an inbound segment, found the end of the script'],
    ["+0 > S 0:0(0) <mss 70000>", "1:20: expected a segment size of at most 65535, found 70000"],
    ["+0 > S 0:0(0) <mess 1>", '1:16: expected a TCP option: mss, wscale, sackOK, sack, TS, nop or eol, found "mess"'],
    ["+0 < S 0:0(0) win 1 <...>", '1:22: expected options: an inbound segment has to say which, found "..."'],
    ["+0 `true", "1:4: expected ` at the end of the shell command, found the end of the script"],
    ["+.2~+.1 > . 1:1(0) ack 1", "1:6: expected a time not before .2, found .1"],
    ["+0 %{ assert 1 + }%", "1:18: expected a value, found the end of the code"],
    ["+0 %{ assert a\nassert b c }%", '2:10: expected the end of the statement, found "c"'],
  ])("%s", (source, said) => expect(problem(source)).toBe(said));
});

test.each([
  ["+0 > ipv4 192.0.2.1 > 192.0.2.2: S 0:0(0)", "IP encapsulation: ipv4"],
  ["+0 < S 0:0(0) win 1 <mptcp>", "multipath TCP (RFC 8684)"],
  ["+0 > gre ipv4: . 1:1(0) ack 1", "IP encapsulation: gre"],
  ["+0 %{ import os }%", "Python: import"],
])("%s is unsupported by name", (source, feature) => expect(problem(source)).toContain(`unsupported: ${feature}`));

describe("assertions", () => {
  const known: Readonly<Record<string, number>> = { tcpi_snd_cwnd: 10, tcpi_rtt: 20_000, TCP_CA_Open: 0 };
  const judge = (code: string, variables = new Map<string, Value>()) => {
    for (const one of parseStatements(code, { line: 1, column: 1 })) {
      const trouble = runStatement(one, variables, (name) => known[name]);
      if (trouble) return trouble;
    }
    return null;
  };

  test.each([
    "assert tcpi_snd_cwnd == 10, tcpi_snd_cwnd",
    "assert 5000 <= tcpi_rtt <= 30000, 'rtt %d' % tcpi_rtt",
    "assert (tcpi_snd_cwnd & 2) != 0 and not tcpi_snd_cwnd == 11 or False",
    "assert tcpi_snd_cwnd in [9, 10] and 3 not in (1, 2)",
    "cwnd = 9; cwnd += 1\nassert tcpi_snd_cwnd == cwnd  # the same",
    "assert -7 // 2 == -4 and -7 % 3 == 2 and 1 << 4 == 16 and ~0 == -1",
    "assert abs(tcpi_snd_cwnd - 12) < 3; print(tcpi_snd_cwnd); assert max(1, 2) == 2",
    "assert tcpi_snd_cwnd == \\\n  10",
    "assert (1 +\n 2) == 3",
  ])("%s", (code) => expect(judge(code)).toBeNull());

  test("one that does not hold tells the values of its names", () => {
    expect(judge("assert tcpi_snd_cwnd  ==  12, 'no'")).toEqual({
      kind: "false",
      expected: "tcpi_snd_cwnd == 12",
      found: "tcpi_snd_cwnd = 10",
    });
  });

  test("a name without a value, and nonsense, cannot be judged", () => {
    expect(judge("assert nothing == 1")).toMatchObject({ kind: "error", found: "the name nothing has no value" });
    expect(judge("assert 1 / 0")).toMatchObject({ kind: "error", found: "division by zero" });
    expect(judge("assert 'a' + 1")).toMatchObject({ kind: "error" });
  });

  test("names are found wherever they stand", () => {
    const [statement] = parseStatements("assert a < b < min(c, [d]) or not -e", { line: 1, column: 1 });
    expect(namesIn(statement!)).toEqual(["a", "b", "c", "d", "e"]);
  });
});
