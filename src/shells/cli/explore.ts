/** `viva explore`: every interleaving of a thread program, what can come out, and the shortest schedule of whatever goes wrong. */
import { readFileSync } from "node:fs";
import { type Exploration, exploreAll, type Outcome, type Violation } from "../../engine/explore/exploration.ts";
import { sample } from "../../engine/explore/sampling.ts";
import { Machine } from "../../engine/machine/machine.ts";
import type { MemoryModel, Program } from "../../engine/machine/program.ts";
import { parseSeed } from "../../engine/world/run-ref.ts";
import type { Language, Text } from "../../lab/text.ts";
import { sayViolation, scheduleWords } from "../../lab/violation-words.ts";
import { compile, languageOf, type ProgramLanguage } from "../../language/compile.ts";
import { colour, exitCode, note, print, printJson, progress, UsageError } from "./io.ts";

export interface ExploreFlags {
  readonly model: MemoryModel;
  readonly strategy: "all" | "pct" | "random";
  readonly runs?: string;
  readonly seed?: string;
  readonly spurious?: string;
  readonly json?: boolean;
  /** Left out, told by the name of the file or the look of the text. */
  readonly language?: ProgramLanguage;
}

/** @returns 0 when nothing goes wrong, 1 when something does, 2 when the program cannot be read */
export function explore(file: string, flags: ExploreFlags, language: Language): number {
  const program = read(file, flags.language, language);
  if (program === null) return exitCode.usage;
  const runs = count("--runs", flags.runs, 1);
  const spurious = count("--spurious", flags.spurious, 0) ?? 0;
  const seed = flags.seed === undefined ? 1 : parseSeed(flags.seed);
  if (seed === null) throw usage("--seed", flags.seed!, 0);
  const machine = new Machine(program, flags.model);
  const shown = progress(language === "ko" ? "실행" : "executions");
  const started = process.hrtime.bigint();
  const onProgress = (executions: number): undefined => void shown.tell(executions);
  const found =
    flags.strategy === "all"
      ? exploreAll(machine, { spurious, onProgress, ...(runs === null ? {} : { executions: runs }) })
      : sample(machine, { strategy: flags.strategy, runs: runs ?? 1000, seed, spurious, onProgress });
  const ms = Number(process.hrtime.bigint() - started) / 1e6;
  shown.done();
  if (flags.json) printJson(asJson(machine, found, flags, spurious, seed, ms, language));
  else printFound(machine, found, flags, spurious, seed, ms, language);
  return found.violations.length > 0 ? exitCode.failed : exitCode.fine;
}

/** Reads and compiles; the problems go to stderr, one line each. */
function read(file: string, written: ProgramLanguage | undefined, language: Language): Program | null {
  let source: string;
  try {
    source = readFileSync(file === "-" ? 0 : file, "utf8");
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code ?? String(error);
    note(`viva: ${file}: ${language === "ko" ? `읽을 수 없습니다 (${why})` : `cannot be read (${why})`}`);
    return null;
  }
  const compiled = compile(source, written ?? languageOf(source, file));
  if ("program" in compiled) return compiled.program;
  for (const { line, column, says } of compiled.problems) note(`viva: ${file}:${line}:${column}: ${says[language]}`);
  return null;
}

function count(name: string, written: string | undefined, least: number): number | null {
  if (written === undefined) return null;
  if (!/^\d{1,9}$/.test(written) || Number(written) < least) throw usage(name, written, least);
  return Number(written);
}

const usage = (name: string, written: string, least: number): UsageError =>
  new UsageError({
    ko: `${name} ${written}: ${least} 이상의 정수를 쓰세요.`,
    en: `${name} ${written}: write a whole number from ${least} up.`,
  });

/** Shared variables by name, arrays as arrays. */
function namedValues({ variables }: Program, values: readonly (number | null)[]): Record<string, unknown> {
  return Object.fromEntries(
    variables.map(({ name, cell, length }) => [
      name,
      length === null ? values[cell] : values.slice(cell, cell + length),
    ]),
  );
}

function asJson(
  machine: Machine,
  found: Exploration,
  flags: ExploreFlags,
  spurious: number,
  seed: number,
  ms: number,
  language: Language,
): object {
  const counted = ({ executions, interleavings }: Outcome): object => ({
    executions,
    interleavings: interleavings === null ? null : String(interleavings),
  });
  return {
    schema: "viva.explore/1",
    model: flags.model,
    strategy: flags.strategy,
    ...(flags.strategy === "all" ? {} : { seed }),
    executions: found.executions,
    blocked: found.blocked,
    exhaustive: found.exhaustive,
    interleavings: found.interleavings === null ? null : String(found.interleavings),
    cyclic: found.cyclic,
    states: found.states,
    notes: notes(machine, found, flags).map((text) => text[language]),
    outcomes: found.outcomes.map((one) => ({ values: namedValues(machine.program, one.values), ...counted(one) })),
    returns: found.returns.map((one) => ({ values: one.values, ...counted(one) })),
    violations: found.violations.map((one) => violationJson(machine, one, spurious, language)),
    ms: Math.round(ms * 1000) / 1000,
  };
}

function violationJson(machine: Machine, violation: Violation, spurious: number, language: Language): object {
  const { wrong, switches, fewest, schedule } = violation;
  const steps = scheduleWords(machine, schedule, spurious);
  return {
    kind: wrong.kind,
    message: sayViolation(machine, violation)[language],
    switches,
    fewest,
    schedule,
    steps: steps.map(({ thread, line, text, does }) => ({ thread, line, text, does: does[language] })),
    ...(wrong.kind === "deadlock" ? { threads: wrong.waits.map(({ thread }) => thread), cycle: wrong.cycle } : {}),
  };
}

/** What the figures do and do not say. */
function notes(machine: Machine, found: Exploration, { strategy, model }: ExploreFlags): Text[] {
  const out: Text[] = [];
  if (strategy !== "all")
    out.push({
      ko: "일부 순서만 뽑아 돌린 결과입니다. 여기 없는 오류가 없다는 뜻은 아닙니다.",
      en: "Only some schedules were drawn; what is not found here may still happen.",
    });
  else if (found.cyclic)
    out.push({
      ko: "끝없이 돌 수 있는 반복문이 있어 실행의 수는 무한합니다. 도달할 수 있는 상태를 모두 살폈고, 서로 다른 결말을 세었습니다.",
      en: "Some loop can go round for ever, so executions are infinitely many; all reachable states were searched and different endings counted.",
    });
  else if (!found.exhaustive)
    out.push({
      ko: "너무 커서 다 보지 못했습니다. 여기 없는 오류가 없다는 뜻은 아닙니다.",
      en: "It is too large to be searched whole; what is not found here may still happen.",
    });
  else if (found.countedUpTo !== null)
    out.push({
      ko: `도달할 수 있는 상태는 모두 살폈지만, 실행은 ${found.countedUpTo}번까지만 세었습니다.`,
      en: `All reachable states were searched, but executions were counted up to ${found.countedUpTo} only.`,
    });
  if (model !== "sc" && machine.layout.bufferStores >= 8)
    out.push({
      ko: "스토어 버퍼에는 8개까지 들어간다고 보았습니다.",
      en: "Store buffers were taken to hold at most 8 stores.",
    });
  return out;
}

const modelNames: Readonly<Record<MemoryModel, Text>> = {
  sc: { ko: "순차 일관성", en: "sequential consistency" },
  tso: { ko: "TSO", en: "TSO" },
  pso: { ko: "PSO", en: "PSO" },
};

function printFound(
  machine: Machine,
  found: Exploration,
  flags: ExploreFlags,
  spurious: number,
  seed: number,
  ms: number,
  language: Language,
): void {
  const ko = language === "ko";
  const model = modelNames[flags.model][language];
  const total =
    found.interleavings === null
      ? ""
      : ko
        ? `, 인터리빙 ${found.interleavings}가지`
        : `, ${found.interleavings} interleavings`;
  const took = `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;
  if (flags.strategy === "all")
    print(
      ko
        ? `${model}: 실행 ${found.executions}가지${total} (${took})`
        : `${model}: ${found.executions} executions${total} (${took})`,
    );
  else
    print(
      ko
        ? `${model}: ${flags.strategy}로 ${found.executions}번, 씨앗 ${seed} (${took})`
        : `${model}: ${found.executions} runs by ${flags.strategy}, seed ${seed} (${took})`,
    );
  for (const text of notes(machine, found, flags)) print(colour.dim(text[language]));
  print("");
  for (const outcome of found.outcomes.slice(0, 20)) print(`  ${outcomeLine(machine.program, outcome, ko)}`);
  if (found.outcomes.length > 20)
    print(ko ? `  ... 모두 ${found.outcomes.length}가지` : `  ... ${found.outcomes.length} in all`);
  if (found.violations.length === 0) {
    print("");
    print(colour.green(ko ? "잘못되는 순서를 찾지 못했습니다." : "Nothing goes wrong."));
    return;
  }
  for (const violation of found.violations) {
    print("");
    print(colour.red(sayViolation(machine, violation)[language]));
  }
  const [first] = found.violations;
  const switches = first!.switches;
  print("");
  print(
    ko
      ? `첫째 것의 순서 (스레드 전환 ${switches}번${first!.fewest ? ", 이보다 적을 수 없음" : ""}):`
      : `How the first comes about (${switches} switch${switches === 1 ? "" : "es"}${first!.fewest ? ", and none has fewer" : ""}):`,
  );
  const steps = scheduleWords(machine, first!.schedule, spurious);
  const wide = Math.max(...steps.map(({ text }) => text.length), 0);
  for (const { thread, line, text, does } of steps)
    print(`  T${thread}  ${String(line).padStart(3)}  ${text.padEnd(Math.min(wide, 40))}  ${does[language]}`);
}

function outcomeLine(program: Program, outcome: Outcome, ko: boolean): string {
  const values = Object.entries(namedValues(program, outcome.values))
    .map(([name, value]) => `${name} = ${JSON.stringify(value)}`)
    .join(", ");
  const of =
    outcome.interleavings === null
      ? ""
      : ko
        ? `, 인터리빙 ${outcome.interleavings}가지`
        : `, ${outcome.interleavings} interleavings`;
  return `${values || "-"}  ${colour.dim(ko ? `실행 ${outcome.executions}가지${of}` : `${outcome.executions} executions${of}`)}`;
}
