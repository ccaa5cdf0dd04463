/** One run as the page draws it: its timelines, its events in words, its decisions, its text twins and the hash of its trace. */
import { formatTime } from "../../../engine/base/time.ts";
import type { EventId } from "../../../engine/trace/happening.ts";
import { hashing } from "../../../engine/trace/hash.ts";
import { formatRunRef, type RunRef } from "../../../engine/world/run-ref.ts";
import type { Misfit } from "../../../engine/world/world.ts";
import { findClaim } from "../../../lab/catalogue.ts";
import { findings } from "../../../lab/findings.ts";
import { isProblem, type Problem } from "../../../lab/problem.ts";
import { resolveRun } from "../../../lab/resolve.ts";
import { keptWords, makeRun, type Run, runHash } from "../../../lab/run.ts";
import { defaultKnobs, type Scenario } from "../../../lab/scenario.ts";
import type { Text } from "../../../lab/text.ts";
import { same } from "../../../lab/text.ts";
import { catalogue } from "../../../topics/catalogue.ts";
import { cpuLanes } from "../../../views/cpus.ts";
import { excerpt, ladder } from "../../../views/ladder.ts";
import { ladderText } from "../../../views/ladder-text.ts";
import { type ProcessesView, processesAt } from "../../../views/processes.ts";
import { stepLine } from "../../../views/step-words.ts";
import { timelines } from "../../../views/timeline.ts";
import { timelineText } from "../../../views/timeline-text.ts";
import { eventTable, words } from "./event-words.ts";
import { runOf } from "./made-runs.ts";
import { networkView } from "./network-view.ts";
import type { FindingView, ForkView, RunView, ScenarioView } from "./protocol.ts";

/** The words of the text twin are made for a page's column, not for the width of anybody's terminal. */
const columns = 96;

/** A longer run is drawn so far, and the page says so; its list of events and its files have it all. */
const mostRungs = 250_000;
/** Up to so many events the hash comes with the run: it takes the longest of all. */
const mostHashed = 20_000;
/** Rungs of a text twin that somebody reads. */
const mostTextRungs = 600;

export function* runView(name: string, claimId: string | undefined): Generator<number, RunView | Problem, unknown> {
  const made = yield* runOf(name);
  if (isProblem(made)) return made;
  const { scenario, ref, otherEngine, run } = made;
  const claim = claimId === undefined ? undefined : findClaim(catalogue, claimId);
  const asked = claim?.decided.by === "run" ? claim.decided.check(run) : null;
  const because = asked?.because ?? [];
  const { events } = run.trace;
  const network = networkView(run, scenario, ({ rungs }) => rungs.slice(0, mostRungs));
  yield events.length;
  return {
    name: formatRunRef(ref),
    scenario: scenarioView(scenario),
    knobs: ref.knobs,
    seed: ref.seed,
    engine: ref.engine,
    faults: ref.faults,
    overrides: ref.choices,
    otherEngine,
    misfits: [
      ...[keptWords(run) ?? []].flat(),
      ...run.misfits.map((misfit) => misfitWords(misfit, run.trace.choices.length)),
      ...run.unusedFaults.map(unusedWords),
      ...keptRemark(run),
    ],
    timelines: timelines(run.trace),
    cpus: cpuLanes(run.trace),
    network,
    timelineText: timelineWords(run, because),
    ladderText: ladderWords(run, because),
    events: eventTable(events, network !== null),
    traceSha256: events.length <= mostHashed ? runHash(run) : null,
    virtualTime: formatTime(run.lasted),
    findings: findingsOf(run),
    asked,
  };
}

/** The processes of each host just after an event, or at the end of the run. */
export function* processesView(
  name: string,
  event: number | null,
): Generator<number, readonly ProcessesView[] | Problem, unknown> {
  const made = yield* runOf(name);
  return isProblem(made) ? made : processesAt(made.run.trace, event as EventId | null);
}

/** The words of events [from, to). */
export function* wordsOf(
  name: string,
  from: number,
  to: number,
): Generator<number, readonly Text[] | Problem, unknown> {
  const made = yield* runOf(name);
  return isProblem(made) ? made : made.run.trace.events.slice(from, to).map(words);
}

/** The hash of a long run, in slices: it can take seconds. */
export function* hashOf(name: string): Generator<number, { traceSha256: string } | Problem, unknown> {
  const made = yield* runOf(name);
  return isProblem(made) ? made : { traceSha256: yield* hashing(made.run.trace, 200) };
}

/** What would happen if decision number `choice` went each of its ways: every way is run, and its first step is told. */
export function forkViews(name: string, choice: number): ForkView[] | Problem {
  const resolved = resolveRun(catalogue, name);
  if (isProblem(resolved)) return resolved;
  const { scenario, ref } = resolved;
  const made = makeRun(scenario, ref).trace.choices[choice];
  if (!made) return [];
  return Array.from({ length: made.of }, (_, pick): ForkView => {
    const taken = pick === made.pick;
    const fork = taken ? ref : forked(ref, choice, pick, made.byDefault);
    return { pick, taken, name: formatRunRef(fork), next: firstAfter(makeRun(scenario, fork), choice) };
  });
}

/** The run that is the same up to decision `at` and takes option `pick` there; what was decided later is left to its defaults. */
function forked(ref: RunRef, at: number, pick: number, byDefault: number): RunRef {
  const before = ref.choices.filter(([position]) => position < at);
  return { ...ref, choices: pick === byDefault ? before : [...before, [at, pick]] };
}

/** The first step that a decision leads to, with the thread that takes it. */
function firstAfter(run: Run, choice: number): Text {
  for (const line of timelines(run.trace)) {
    const step = line.steps.find((candidate) => candidate.choice === choice);
    if (step) {
      const who = line.lanes[step.thread]!.name;
      return inBoth((language) => `${who} ${stepLine(step.action, language)}`);
    }
  }
  const event = run.trace.events.find((candidate) => candidate.choice === choice);
  return event ? words(event) : same("…");
}

/** The ladder as text; of a long one the part round what a verdict rests on. */
export function ladderWords(run: Run, because: readonly EventId[]): Text {
  const whole = ladder(run.trace);
  const long = whole.rungs.length > mostTextRungs;
  const { before, after, ...shown } = long ? excerpt(whole, because, mostTextRungs) : { ...whole, before: 0, after: 0 };
  const more = (n: number): Text =>
    n === 0 ? same("") : { ko: `... 사건 ${n}개 더 ...`, en: `... ${n} more events ...` };
  return inBoth((language) =>
    [more(before)[language], ladderText(shown, { language, because }), more(after)[language]]
      .filter((part) => part !== "")
      .join("\n"),
  );
}

export const timelineWords = (run: Run, because: readonly EventId[]): Text =>
  inBoth((language) =>
    timelines(run.trace)
      .map((line) => timelineText(line, { language, columns, because }))
      .join("\n\n"),
  );

const findingsOf = (run: Run): FindingView[] =>
  findings(catalogue, run).map(({ claim, quantifier, holds, because }) => ({
    claim: claim.id,
    says: claim.says,
    always: quantifier === "always",
    holds,
    because,
  }));

export function scenarioView(scenario: Scenario): ScenarioView {
  const { id, title, about, knobs } = scenario;
  return { id, title, about, knobs, name: defaultName(scenario, {}) };
}

/** The run of `scenario` that nobody chose anything in, with these knobs turned. */
export const defaultName = (scenario: Scenario, knobs: RunRef["knobs"]): string => {
  const resolved = resolveRun(catalogue, scenario.id);
  if (isProblem(resolved)) throw new TypeError(`the catalogue does not know its own scenario ${scenario.id}`);
  return formatRunRef({ ...resolved.ref, knobs: { ...defaultKnobs(scenario), ...knobs } });
};

/** A choice in the run's name that this run could not use. */
const misfitWords = ({ at, pick, of }: Misfit, asked: number): Text =>
  of > 0
    ? {
        ko: `choice=${at}:${pick}: 이 선택에는 0부터 ${of - 1}까지 있어서 기본값으로 갔습니다.`,
        en: `choice=${at}:${pick}: this choice has options 0 to ${of - 1}, so its default was taken.`,
      }
    : {
        ko: `choice=${at}:${pick}: 이 실행에는 선택이 ${asked}번뿐이라 쓰이지 않았습니다.`,
        en: `choice=${at}:${pick}: this run asks for ${asked} choices only, so it was not used.`,
      };

/** A fault that the run gave no occasion for: said, rather than left to look as if it did nothing. */
const unusedWords = (fault: string): Text => ({
  ko: `${fault}: 이 실행에는 그런 프레임이 없어서 아무 일도 하지 않았습니다.`,
  en: `${fault}: there is no such frame in this run, so it did nothing.`,
});

function keptRemark(run: Run): Text[] {
  const words = keptWords(run);
  return words ? [words] : [];
}

function inBoth(say: (language: "ko" | "en") => string): Text {
  return { ko: say("ko"), en: say("en") };
}
