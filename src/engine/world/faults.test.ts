import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Duration, type Instant, ms, seconds } from "../base/time.ts";
import { type Fault, formatFault, parseFault, type WhichFrames } from "./faults.ts";

const which = (label: string, first: number, last: number, from: string | null = null): WhichFrames => ({
  label,
  first,
  last,
  from,
});

describe("fault expressions", () => {
  test.each<[string, Fault]>([
    ["drop SYN 1..2 from client", { act: "drop", which: which("SYN", 1, 2, "client") }],
    ["drop SYN-ACK 1", { act: "drop", which: which("SYN-ACK", 1, 1) }],
    ["delay DATA 3 by 200ms", { act: "delay", which: which("DATA", 3, 3), by: ms(200) }],
    ["duplicate ACK 1", { act: "duplicate", which: which("ACK", 1, 1) }],
    ["corrupt DATA 2 bit 17", { act: "corrupt", which: which("DATA", 2, 2), bit: 17 }],
    ["loss 5%", { act: "loss", percent: 5 }],
    ["drop DNS response 1", { act: "drop", which: which("DNS RESPONSE", 1, 1) }],
    ["expire certificate of shop.test", { act: "expire", host: "shop.test" }],
    ["kill web-server at 2s", { act: "kill", program: "web-server", at: (0 + seconds(2)) as Instant }],
    ["  drop   syn  ", { act: "drop", which: which("SYN", 1, Number.MAX_SAFE_INTEGER) }],
  ])("%s", (text, fault) => {
    expect(parseFault(text)).toEqual(fault);
  });

  test.each<[string, number, string]>([
    ["", 0, "act"],
    ["drpo SYN 1", 0, "act"],
    ["drop", 4, "frame"],
    ["drop 1", 5, "frame"],
    ["drop SYN 0", 9, "range"],
    ["drop SYN 3..2", 9, "range"],
    ["drop SYN 1 from", 15, "host"],
    ["drop SYN 1 from client now", 23, "end"],
    ["delay DATA 3", 12, "duration"],
    ["delay DATA 3 by soon", 13, "duration"],
    ["corrupt DATA 2", 14, "bit"],
    ["loss 101%", 5, "percentage"],
    ["loss", 4, "percentage"],
    ["kill web-server", 5, "program-and-time"],
    ["expire shop.test", 7, "certificate"],
  ])("%j is refused at character %i", (text, at, expected) => {
    expect(parseFault(text)).toMatchObject({ at, expected });
  });

  const label = fc
    .stringMatching(/^[A-Z]{2,6}(-[A-Z]{2,4})?( [A-Z]{3,8})?$/)
    .filter((text) => !/(^| )(FROM|BY|BIT)( |$)/.test(text));
  const frames = fc
    .record({
      label,
      first: fc.integer({ min: 1, max: 99 }),
      more: fc.integer({ min: 0, max: 9 }),
      from: fc.option(fc.constantFrom("client", "server-2")),
    })
    .map(({ label, first, more, from }) => which(label, first, first + more, from));
  const faults: fc.Arbitrary<Fault> = fc.oneof(
    fc.record({ act: fc.constantFrom("drop" as const, "duplicate" as const), which: frames }),
    fc.record({
      act: fc.constant("delay" as const),
      which: frames,
      by: fc.integer({ min: 1, max: 10 ** 12 }).map((n) => n as Duration),
    }),
    fc.record({ act: fc.constant("corrupt" as const), which: frames, bit: fc.integer({ min: 0, max: 12_000 }) }),
    fc.record({
      act: fc.constant("loss" as const),
      percent: fc.integer({ min: 0, max: 10_000 }).map((n) => n / 100),
    }),
  );

  test("parseFault(formatFault(f)) is f", () => {
    fc.assert(
      fc.property(faults, (fault) => {
        expect(parseFault(formatFault(fault))).toEqual(fault);
      }),
    );
  });

  test("any text gives a fault or a place in the text, and never throws", () => {
    const word = fc.constantFrom(
      "drop",
      "delay",
      "corrupt",
      "loss",
      "kill",
      "SYN",
      "1",
      "1..2",
      "0",
      "from",
      "by",
      "bit",
      "5%",
      "2s",
      "at",
      "of",
      "",
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(word).map((words) => words.join(" ")),
        ),
        (text) => {
          const fault = parseFault(text);
          if ("expected" in fault) expect(fault.at).toBeLessThanOrEqual(text.length);
        },
      ),
    );
  });
});
