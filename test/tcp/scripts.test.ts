/**
 * The scripts of this folder, one idea of one RFC section each: every one must hold, and stop holding when any field of what it expects is
 * changed. The interpreter itself must survive any text.
 */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { describeProblem } from "../../src/lab/packetdrill/place.ts";
import { runScript, type Verdict } from "../../src/lab/packetdrill/run.ts";
import { endOf, mutatedScripts } from "./mutations.ts";

const folder = fileURLToPath(new URL(".", import.meta.url));
const scripts = readdirSync(folder)
  .filter((name) => name.endsWith(".pkt"))
  .sort()
  .map((name) => ({ name, source: readFileSync(`${folder}${name}`, "utf8") }));

function play(source: string): Verdict {
  const verdict = runScript(source, { profile: null, strict: true });
  if ("kind" in verdict) throw new Error(describeProblem(verdict));
  return verdict;
}

describe("the scripts hold", () => {
  test.each(scripts)("$name", ({ source }) => {
    const { verdict, line, expected, found, why } = play(source);
    expect({ verdict, line, expected, found, why }).toMatchObject({ verdict: "pass" });
  });
});

/** One changed expectation: which line of the script now says what, and the field that must be named. */
interface Mutation {
  readonly line: number;
  readonly text: string;
  readonly field: RegExp;
}

/** Everything that a `>` line or a result says, changed one by one. */
function mutationsOf(source: string): Mutation[] {
  const out: Mutation[] = [];
  const bump = (digits: string): string => String((Number(digits) + 1) % 0x1_0000_0000);
  source.split("\n").forEach((text, i) => {
    const line = i + 1;
    const change = (pattern: RegExp, to: (...groups: string[]) => string, field: RegExp): void => {
      const changed = text.replace(pattern, to);
      if (changed !== text) out.push({ line, text: changed, field });
    };
    if (/^[^/<`%]*> /.test(text)) {
      change(/ ack (\d+)/, (_, n) => ` ack ${bump(n!)}`, /^ack$/);
      change(/ win (\d+)/, (_, n) => ` win ${Number(n) === 65_535 ? 65_534 : bump(n!)}`, /^win$/);
      change(/ (\d+):(\d+)\(/, (_, a, b) => ` ${bump(a!)}:${bump(b!)}(`, /^seq$/);
      change(/(\d+)\((\d+)\)/, (_, end, n) => `${bump(end!)}(${bump(n!)})`, /^(length|packet)$/);
      change(
        / ([SFRPUEW]*)(\.?) (\d+:|\.\.\.\()/,
        (_, a, b, c) => ` ${a!.includes("F") ? a!.replace("F", "") : `F${a}`}${b || (a === "F" ? "." : "")} ${c}`,
        /^flags$/,
      );
      change(/mss (\d+)/, (_, n) => `mss ${bump(n!)}`, /^mss$/);
      change(/wscale (\d+)/, (_, n) => `wscale ${bump(n!)}`, /^wscale$/);
      change(/ecr (\d+)/, (_, n) => `ecr ${bump(n!)}`, /^TS ecr$/);
      change(/sack (\d+):/, (_, n) => `sack ${bump(n!)}:`, /^sack$/);
      change(/FO (?=[0-9a-f]{8})/, () => "FO aa", /^FO$/);
      change(/FO TFO_COOKIE/, () => "FO 0011223344556677", /^FO$/);
      change(/\/udp\((\d+)/, (_, n) => `/udp(${bump(n!)}`, /^udp$/);
      change(/ttl (\d+)/, (_, n) => `ttl ${bump(n!)}`, /^ttl$/);
      change(/tos 0x20/, () => "tos 0x28", /^tos$/);
      change(/<mss/, () => "<nop,mss", /^options$/);
      change(/\[ect0\]/, () => "[noecn]", /^ecn$/);
      change(/^( *\+)([\d.]+) /, (_, a, b) => `${a}${Number(b) + 0.1} `, /^(time|packet)$/);
    }
    if (/\) = -?\d+/.test(text)) {
      change(/\) = (\d+)$/, (_, n) => `) = ${Number(n) + 1}`, /^(result|value)/);
      change(/\) = -1 E[A-Z]+/, () => ") = -1 EXDEV", /^result/);
      change(/, \[(\w+)\], \[4\]\)/, (_, n) => `, [${n === "0" ? "ECONNRESET" : 0}], [4])`, /^value/);
      change(/SIOCINQ, \[(\d+)\]/, (_, n) => `SIOCINQ, [${bump(n!)}]`, /^SIOCINQ$/);
      change(/revents=POLL(IN|OUT)/, () => "revents=POLLERR", /^revents/);
    }
    change(/assert (\w+) == (\w+)/, (_, a, b) => `assert ${a} == ${b} + 1`, /^assertion$/);
  });
  return out;
}

/** Names of new descriptors are the script's to choose, so a changed one shows elsewhere, or nowhere. */
const choosesName = (text: string): boolean => /(socket|accept|accept4|epoll_create)\(/.test(text);

describe("a wrong expectation fails, at its line and by its field", () => {
  test.each(scripts)("$name", ({ source }) => {
    const lines = source.split("\n");
    for (const { line, text, field } of mutationsOf(source)) {
      if (choosesName(text) && !/= -1/.test(text)) continue;
      const changed = [...lines.slice(0, line - 1), text, ...lines.slice(line)].join("\n");
      const verdict = play(changed);
      expect({ text, ...verdict }).toMatchObject({ verdict: "fail", line, field: expect.stringMatching(field) });
      expect(verdict.expected).not.toBe(verdict.found);
    }
  });
});

describe("what is missing or too much", () => {
  const first = scripts.find(({ name }) => name.startsWith("9293-3.6-simultaneous-close"))!.source;

  test("a segment that no line expects fails the next line that expects one", () => {
    const without = first.replace(/^.*> F\. 1:1.*\n/m, "");
    expect(play(without)).toMatchObject({ verdict: "fail", field: "flags", expected: "flags .", found: "flags F." });
  });

  test("a segment left over at the end fails a strict run only", () => {
    const without = first.slice(0, first.lastIndexOf("+.01 < F."));
    const extra = without.replace(/ {2}\+0 > F\. 1:1.*\n/, "");
    expect(play(extra)).toMatchObject({ verdict: "fail", expected: "nothing more" });
    expect(runScript(extra, { profile: null })).toMatchObject({ verdict: "pass" });
  });

  test("a segment that does not come fails with the time until which it was waited for", () => {
    const more = `${first.trimEnd()}\n+.5 > . 2:2(0) ack 2\n`;
    expect(play(more)).toMatchObject({ verdict: "fail", field: "packet", found: "nothing" });
  });

  test("a profile makes a difference, and the script's own choice can be overruled", () => {
    expect(runScript(first, { profile: "linux" })).toMatchObject({ verdict: "fail", field: "win", profile: "linux" });
  });
});

describe("no text makes the interpreter throw or hang", () => {
  test("any text", () => {
    fc.assert(fc.property(fc.string({ maxLength: 200, unit: "grapheme" }), survives), { numRuns: 300 });
  });

  test("scripts with pieces cut out, doubled, moved, and numbers made strange", () => {
    fc.assert(fc.property(mutatedScripts(scripts.map(({ source }) => source)), survives), { numRuns: 700 });
  });
});

function survives(source: string): void {
  expect(endOf(source)).not.toMatch(/^invariant/);
}
