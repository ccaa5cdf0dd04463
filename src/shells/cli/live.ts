/**
 * `viva live`: measures on this machine, beside what the simulation says. A table with the middle and the spread of each quantity, then
 * each conclusion with the number of runs in which it held, or "not reproduced this time" and why that may be.
 */
import { availableParallelism, cpus } from "node:os";
import type { Claim } from "../../lab/claim.ts";
import { problem, suggestion } from "../../lab/problem.ts";
import type { Language, Text } from "../../lab/text.ts";
import { catalogue } from "../../topics/catalogue.ts";
import { decidedOf } from "../../topics/verdicts.ts";
import { padEnd, padStart, width } from "../../views/columns.ts";
import { type AnyMeasurement, type Measured, measure, type Unit } from "../live/measurement.ts";
import { measurements } from "../live/measurements.ts";
import { needed, type Outcome } from "../live/statistics.ts";
import { colour, exitCode, note, print, printJson, progress, UsageError } from "./io.ts";
import { marks } from "./words.ts";

export interface LiveFlags {
  readonly runs?: string;
  readonly json?: boolean;
}

const mostRuns = 1000;

/** @returns 0 when all that could be measured was reproduced, 1 when something was not, or nothing could be measured */
export async function live(name: string | undefined, flags: LiveFlags, language: Language): Promise<number> {
  const runs = runsOf(flags.runs ?? "20");
  if (name === undefined) {
    list(flags, language);
    return exitCode.fine;
  }
  const measurement = measurements.find((one) => one.name === name);
  if (measurement === undefined) {
    const names = measurements.map((one) => one.name);
    const text = {
      ko: '"{name}"이라는 측정은 없습니다.{hint} viva live를 치면 목록이 나옵니다.',
      en: 'There is no measurement "{name}".{hint} viva live lists them.',
    };
    throw new UsageError(problem(text, { name, hint: suggestion(name, names) }).problem);
  }
  const shown = progress(`${name} (${runs})`);
  const measured = await measure(measurement, runs, (done) => shown.tell(done + 1))
    .catch((error: Error) => error)
    .finally(() => shown.done());
  if (measured instanceof Error) {
    // A worker or a child process that the machine would not start, or that died: no fault of the conclusion, and no result.
    const [why] = measured.message.split("\n");
    note(
      `viva: ${name}: ${language === "ko" ? `재는 도중에 실패했습니다 (${why})` : `could not be measured (${why})`}`,
    );
    return exitCode.failed;
  }
  const outcomes = measured.conclusions.map((one) => one.outcome);
  const reproduced = !outcomes.includes("not-reproduced") && (outcomes.length === 0 || outcomes.includes("reproduced"));
  if (flags.json) printJson(asJson(measurement, measured, runs, reproduced, language));
  else show(measurement, measured, runs, language);
  return reproduced ? exitCode.fine : exitCode.failed;
}

function runsOf(text: string): number {
  const runs = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (runs >= 1 && runs <= mostRuns) return runs;
  throw new UsageError({
    ko: `--runs ${text}: 1부터 ${mostRuns}까지의 정수를 쓰세요.`,
    en: `--runs ${text}: write a whole number from 1 to ${mostRuns}.`,
  });
}

function list(flags: LiveFlags, language: Language): void {
  if (flags.json) {
    printJson({
      schema: "viva.live/1",
      measurements: measurements.map((one) => ({
        name: one.name,
        says: one.about[language],
        claims: claimsOf(one).map(({ id }) => id),
        conclusions: one.conclusions.map(({ id, says, holds }) => ({ id, says: says[language], holds })),
      })),
    });
    return;
  }
  const margin = Math.max(...measurements.map((one) => one.name.length));
  for (const one of measurements)
    print(`${colour.bold(padEnd(`viva live ${one.name}`, margin + 10))}  ${one.about[language]}`);
}

/** The claims of a measurement that the catalogue has: their runs are the simulated counterpart. */
function claimsOf(measurement: AnyMeasurement): Claim[] {
  const claims = new Map(catalogue.topics.flatMap((topic) => topic.claims.map((claim) => [claim.id, claim])));
  return measurement.claims.flatMap((id) => claims.get(id) ?? []);
}

function asJson(
  measurement: AnyMeasurement,
  measured: Measured,
  runs: number,
  reproduced: boolean,
  language: Language,
): object {
  return {
    schema: "viva.live/1",
    name: measurement.name,
    machine: machine(),
    runs,
    reproduced,
    quantities: measured.quantities.map(({ says, ...quantity }) => ({ ...quantity, says: says[language] })),
    conclusions: measured.conclusions.map(({ conclusion, held, of, outcome }) => ({
      id: conclusion.id,
      says: conclusion.says[language],
      holds: conclusion.holds,
      held,
      of,
      outcome,
      why: outcome === "not-reproduced" ? conclusion.otherwise[language] : null,
    })),
    missing: measured.missing.map((text) => text[language]),
    claims: claimsOf(measurement).map((claim) => ({ id: claim.id, verdict: decidedOf(claim).verdict.verdict })),
  };
}

function machine() {
  const { platform, arch, version } = process;
  return { platform, arch, node: version, processors: availableParallelism(), model: cpus()[0]?.model.trim() ?? "" };
}

const outcomes: Readonly<Record<Outcome, { mark: string; paint: "green" | "red" | "dim"; says: Text }>> = {
  reproduced: { mark: "✓", paint: "green", says: { ko: "재현됨", en: "reproduced" } },
  "not-reproduced": { mark: "✗", paint: "red", says: { ko: "이번에는 재현되지 않음", en: "not reproduced this time" } },
  "not-measured": { mark: "◌", paint: "dim", says: { ko: "재지 못함", en: "not measured" } },
};

function show(measurement: AnyMeasurement, measured: Measured, runs: number, language: Language): void {
  const ko = language === "ko";
  const { platform, arch, node, processors, model } = machine();
  print(`${colour.bold(measurement.name)}  ${measurement.about[language]}`);
  const shortModel = model === "" || model === "unknown" ? "" : `, ${model}`;
  print(
    colour.dim(
      ko
        ? `이 컴퓨터에서 ${runs}번: ${platform} ${arch}${shortModel}, 프로세서 ${processors}개, Node ${node}`
        : `${runs} runs on this machine: ${platform} ${arch}${shortModel}, ${processors} processors, Node ${node}`,
    ),
  );
  print("");
  if (measured.quantities.length > 0) {
    printTable(measured, ko);
    print("");
  }
  for (const text of measured.missing) print(`${colour.yellow("!")} ${text[language]}`);
  for (const { conclusion, held, of, outcome } of measured.conclusions) {
    const { mark, paint, says } = outcomes[outcome];
    const often =
      outcome === "not-measured"
        ? ""
        : times(held, of, outcome === "reproduced" ? null : needed(conclusion.holds, of), ko);
    print(`${colour[paint](`${mark} ${says[language]}${often}`)}  ${conclusion.says[language]}`);
    if (outcome === "not-reproduced") print(`  ${conclusion.otherwise[language]}`);
  }
  const claims = claimsOf(measurement);
  if (claims.length === 0) return;
  print("");
  print(
    colour.dim(ko ? "시뮬레이션에서는 (viva verify로 다시 판정)" : "In the simulation (viva verify decides again)"),
  );
  for (const claim of claims) {
    const { mark, says } = marks[decidedOf(claim).verdict.verdict];
    print(`  ${mark} ${says[language]}  ${claim.id}  ${colour.dim(claim.says[language])}`);
  }
}

/** " in 19 of 20 runs", and when that was too few, how many it takes. */
function times(held: number, of: number, least: number | null, ko: boolean): string {
  if (least === null) return ko ? ` (${of}번 중 ${held}번)` : ` in ${held} of ${of}`;
  return ko ? ` (${of}번 중 ${held}번, ${least}번은 되어야 함)` : ` (${held} of ${of}, needs ${least})`;
}

function printTable({ quantities }: Measured, ko: boolean): void {
  const head = ko ? ["", "중앙값", "가운데 절반", "최소-최대"] : ["", "median", "middle half", "least to most"];
  const rows = quantities.map((one) => {
    const write = (value: number): string => figure(value);
    return [
      ko ? one.says.ko : one.says.en,
      `${write(one.median)}${unitWords[one.unit]}`,
      `${write(one.lowerQuartile)} - ${write(one.upperQuartile)}`,
      `${write(one.min)} - ${write(one.max)}`,
    ];
  });
  const widths = head.map((title, column) => Math.max(width(title), ...rows.map((row) => width(row[column]!))));
  const line = (row: readonly string[]): string =>
    row.map((cell, column) => (column === 0 ? padEnd : padStart)(cell, widths[column]!)).join("   ");
  print(colour.dim(line(head)));
  for (const row of rows) print(line(row));
}

const unitWords: Readonly<Record<Unit, string>> = { us: " µs", ms: " ms", "": "" };

/** Three figures that mean something; whole numbers whole, in groups of three. */
const figure = (value: number): string =>
  Number.isInteger(value) || Math.abs(value) >= 100
    ? Math.round(value).toLocaleString("en")
    : String(Number(value.toPrecision(3)));
