/**
 * The evidence for one claim: what is kept of it, with its run made live, all runs of the part of its space that the run belongs
 * to, its contrasts, what to say instead and what an interviewer asks next. Slow parts come in slices (`yield`), so that a request
 * that nobody waits for any more can be dropped, and the page is told how many runs were made.
 */
import { formatRunRef } from "../../../engine/world/run-ref.ts";
import { claimsOf, findClaim, findScenario, type Topic } from "../../../lab/catalogue.ts";
import { type Claim, runOf, type Verdict } from "../../../lab/claim.ts";
import { type Problem, problem, suggestion } from "../../../lab/problem.ts";
import { makeRun, runHash } from "../../../lab/run.ts";
import { defaultKnobs } from "../../../lab/scenario.ts";
import { judgedRuns } from "../../../lab/verify.ts";
import { catalogue } from "../../../topics/catalogue.ts";
import { decidedOf } from "../../../topics/verdicts.ts";
import { timelines } from "../../../views/timeline.ts";
import { networkView } from "./network-view.ts";
import type { ClaimView, EvidenceRun, EvidenceView, FollowUpView, ListView, StripView } from "./protocol.ts";
import { defaultName, ladderWords, scenarioView, timelineWords } from "./run-view.ts";

/** An evidence pane shows so many rungs, from those that the verdict rests on; the lab shows more of a long run. */
const mostRungs = 900;
/** A strip of more squares than this is no picture any more; the count says the rest. */
const mostSquares = 600;

export function* evidenceView(id: string): Generator<number, EvidenceView | Problem, unknown> {
  const claim = findClaim(catalogue, id);
  const topic = catalogue.topics.find((one) => one.claims.some((candidate) => candidate.id === id));
  if (!claim || !topic)
    return problem(
      { ko: '"{id}"라는 주장이 없습니다.{hint}', en: 'There is no claim "{id}".{hint}' },
      {
        id,
        hint: suggestion(
          id,
          claimsOf(catalogue).map((known) => known.id),
        ),
      },
    );
  const { verdict, traceSha256, contrasts } = decidedOf(claim);
  const { decided } = claim;
  return {
    claim: claimView(claim),
    verdict: verdict.verdict,
    coverage: coverageOf(verdict),
    run: evidenceRun(claim, verdict, traceSha256),
    strip: yield* strip(claim, verdict),
    contrasts:
      decided.by !== "run"
        ? []
        : decided.contrasts.map((contrast, at) => {
            const { runs, failing, exhaustive } = contrasts[at]!;
            // A neighbour that is asked whether the same thing *can* happen goes wrong where it does.
            const wrong = decided.holds === "possible" && !contrast.check ? runs - failing : failing;
            const name = defaultName(contrast.over.scenario, contrast.over.knobs ?? {});
            return { says: contrast.says, runs, failing: wrong, exhaustive, name };
          }),
    instead: claim.instead.flatMap((other) => {
      const point = findClaim(catalogue, other);
      return point ? [{ id: point.id, says: point.says, verdict: decidedOf(point).verdict.verdict }] : [];
    }),
    followUps: followUpViews(topic, claim),
  };
}

export function claimView(claim: Claim): ClaimView {
  const { id, says, reason, kind, weight, source, decided } = claim;
  return { id, says, reason, kind, weight, source, by: decided.by, holds: decided.by === "run" ? decided.holds : null };
}

const coverageOf = (verdict: Verdict): EvidenceView["coverage"] => (verdict.by === "run" ? verdict.coverage : null);

function evidenceRun(claim: Claim, verdict: Verdict, kept: string | null): EvidenceRun | null {
  const ref = runOf(verdict);
  const scenario = ref && findScenario(catalogue, ref.scenario);
  if (!ref || !scenario || claim.decided.by !== "run") return null;
  const run = makeRun(scenario, ref);
  const { holds, because } = claim.decided.check(run);
  return {
    name: formatRunRef(ref),
    scenario: { id: scenario.id, title: scenario.title, about: scenario.about },
    timelines: timelines(run.trace),
    network: networkView(run, scenario, ({ rungs }) => {
      if (rungs.length <= mostRungs) return rungs;
      const first = Math.max(0, rungs.findIndex((rung) => rung.event >= (because[0] ?? 0)) - 20);
      return rungs.slice(first, first + mostRungs);
    }),
    because,
    holds,
    traceSha256: runHash(run),
    keptSha256: kept,
    text: run.trace.events.some((event) => event.kind === "frame.sent")
      ? ladderWords(run, because)
      : timelineWords(run, because),
  };
}

function* strip(claim: Claim, verdict: Verdict): Generator<number, StripView | null, unknown> {
  const ref = runOf(verdict);
  if (claim.decided.by !== "run" || !ref) return null;
  const shown = formatRunRef(ref);
  const knobs = formatRunRef({ ...ref, choices: [] });
  const over = claim.decided.over.find(
    (one) =>
      formatRunRef({
        ...ref,
        scenario: one.scenario.id,
        choices: [],
        knobs: { ...defaultKnobs(one.scenario), ...one.knobs },
      }) === knobs,
  );
  if (!over) return null;
  if (tooMany(over.scenario.faults.length > 0, verdict)) return null;
  const runs: StripView["runs"][number][] = [];
  const search = judgedRuns(over, claim.decided.check, mostSquares);
  for (;;) {
    const next = search.next();
    if (next.done) {
      const chosen = runs.findIndex((run) => run.name === shown);
      return {
        scenario: over.scenario.title,
        runs,
        chosen: chosen < 0 ? null : chosen,
        whole: next.value.exhaustive,
        all: verdict.by === "run" && verdict.coverage.runs === runs.length,
      };
    }
    runs.push({ name: formatRunRef(next.value.ref), holds: next.value.holds, switches: next.value.switches });
    yield runs.length;
  }
}

/** Runs between hosts take milliseconds each, long ones a second: so many are counted, not drawn. */
const tooMany = (network: boolean, verdict: Verdict): boolean => {
  const ref = runOf(verdict);
  if (!network || verdict.by !== "run" || !ref) return false;
  const scenario = findScenario(catalogue, ref.scenario);
  const events = scenario ? makeRun(scenario, ref).trace.events.length : 0;
  return verdict.coverage.runs > mostNetworkSquares || verdict.coverage.runs * events > mostNetworkEvents;
};
const mostNetworkSquares = 200;
const mostNetworkEvents = 60_000;

/** Those about this claim (or about what to say instead) first. */
function followUpViews(topic: Topic, claim: Claim): FollowUpView[] {
  const near = (list: readonly string[]): number =>
    list.includes(claim.id) ? 0 : list.some((id) => claim.instead.includes(id)) ? 1 : 2;
  return [...topic.followUps]
    .sort((a, b) => near(a.claims) - near(b.claims))
    .map(({ id, ask, kind }) => ({ id, ask, kind }));
}

export function listView(engine: string): ListView {
  return {
    engine,
    topics: catalogue.topics.map(({ question, scenarios, claims }) => ({
      question: question.id,
      ask: question.ask,
      scenarios: scenarios.map(scenarioView),
      claims: claims.map((claim) => {
        const { verdict } = decidedOf(claim);
        const ref = runOf(verdict);
        return {
          claim: claimView(claim),
          verdict: verdict.verdict,
          coverage: coverageOf(verdict),
          run: ref && formatRunRef(ref),
        };
      }),
    })),
  };
}
