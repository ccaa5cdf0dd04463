/**
 * Every order of a thread program, as the Threads page shows it: what can come out and how often, and each way to go wrong with the
 * order that has the fewest changes of thread. A search that is not whole says so.
 */
import { type Ending, type Exploration, exploreAll, type Violation } from "../../../engine/explore/exploration.ts";
import { sample } from "../../../engine/explore/sampling.ts";
import { Machine } from "../../../engine/machine/machine.ts";
import type { MemoryModel, Program } from "../../../engine/machine/program.ts";
import type { Text } from "../../../lab/text.ts";
import { sayViolation } from "../../../lab/violation-words.ts";
import { compile } from "../../../language/compile.ts";
import type { ExploreView, OutcomeView, SearchName, ViolationView } from "./threads-protocol.ts";

/** Runs that are drawn by chance in one search. */
const drawn = 1_000;
const seed = 1;

const nothing: Omit<ExploreView, "key"> = {
  problems: false,
  executions: 0,
  blocked: 0,
  exhaustive: false,
  interleavings: null,
  ms: 0,
  columns: [],
  outcomes: [],
  judged: false,
  violations: [],
  bound: null,
};

/** `key` comes back with the answer, so that the page knows which question it belongs to. */
export function exploreView(source: string, model: MemoryModel, search: SearchName, key: string): ExploreView {
  const compiled = compile(source);
  if (!("program" in compiled)) return { ...nothing, key, problems: true };
  const machine = new Machine(compiled.program, model);
  const began = performance.now();
  const found = search === "all" ? exploreAll(machine) : sample(machine, { strategy: search, runs: drawn, seed });
  const ms = Math.round(performance.now() - began);
  return { ...viewOf(compiled.program, machine, found, search), key, ms };
}

function viewOf(program: Program, machine: Machine, found: Exploration, search: SearchName): Omit<ExploreView, "key"> {
  const returning = program.threads.flatMap((_, thread) =>
    found.endings.some(({ results }) => results[thread] != null) ? [thread] : [],
  );
  const wrong = found.violations.some(({ wrong: { kind } }) => kind !== "race");
  return {
    ...nothing,
    executions: found.executions,
    blocked: found.blocked,
    exhaustive: found.exhaustive,
    interleavings: found.interleavings === null ? null : String(found.interleavings),
    columns: [...program.cells.map(({ name }) => name), ...returning.map((thread) => `T${thread}`)],
    outcomes: found.endings.map((ending) => outcomeView(ending, returning)),
    judged: program.assertions.length > 0 || program.messages.length > 0 || wrong,
    violations: found.violations.map((one) => violationView(machine, one)),
    bound: boundOf(found, search),
  };
}

const outcomeView = (ending: Ending, returning: readonly number[]): OutcomeView => ({
  values: [...ending.cells.map(String), ...returning.map((thread) => String(ending.results[thread] ?? "·"))],
  executions: ending.executions,
  interleavings: ending.interleavings === null ? null : String(ending.interleavings),
  bad: ending.wrong,
  deadlock: ending.dead,
  schedule: ending.schedule,
});

const violationView = (machine: Machine, violation: Violation): ViolationView => ({
  kind: violation.wrong.kind,
  words: sayViolation(machine, violation),
  switches: violation.switches,
  fewest: violation.fewest,
  schedule: violation.schedule,
});

/** What the search does not prove. */
function boundOf(found: Exploration, search: SearchName): Text | null {
  const runs = found.executions.toLocaleString("en-US");
  if (search !== "all")
    return {
      ko: `시드 ${seed}로 ${runs}번 뽑아 돌려 보았습니다. 나오지 않은 결과도 있을 수 있습니다.`,
      en: `${runs} runs drawn with seed ${seed}. Other outcomes may exist.`,
    };
  if (!found.exhaustive)
    return {
      ko: `실행 ${runs}개까지 보고 멈췄습니다. 보지 못한 순서가 있어, 없다고는 말할 수 없습니다.`,
      en: `Stopped after ${runs} executions. There are orders that were not seen, so nothing is ruled out.`,
    };
  if (found.cyclic)
    return {
      ko: "끝없이 돌 수 있는 반복이 있어 순서의 수는 셀 수 없습니다. 닿을 수 있는 상태는 모두 보았습니다.",
      en: "A loop can go round for ever, so orders cannot be counted. Every reachable state was seen.",
    };
  if (found.countedUpTo !== null)
    return {
      ko: `상태는 모두 보았고, 서로 다른 실행은 ${runs}개까지만 세었습니다.`,
      en: `Every state was seen; different executions were counted up to ${runs} only.`,
    };
  return null;
}
