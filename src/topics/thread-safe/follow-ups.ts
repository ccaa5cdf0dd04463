/** What an interviewer asks next about thread safety. Each answer is worked out from runs at the moment it is asked. */
import type { Case, Check } from "../../lab/claim.ts";
import type { ComputedAnswer, FollowUp } from "../../lab/follow-up.ts";
import { finalValues, results } from "../../lab/observe.ts";
import { makeRun } from "../../lab/run.ts";
import { fill, same } from "../../lab/text.ts";
import { type JudgedRun, judgedRuns } from "../../lab/verify.ts";
import * as worlds from "./scenario.ts";
import en from "./text.en.ts";
import ko from "./text.ko.ts";

type Name = keyof typeof ko.followUps;

const followUp = (
  name: Name,
  kind: FollowUp["kind"],
  claims: readonly string[],
  answer: () => ComputedAnswer,
): FollowUp => ({
  id: `thread-safe.${name}`,
  ask: { ko: ko.followUps[name], en: en.followUps[name] },
  kind,
  claims: claims.map((claim) => `thread-safe.${claim}`),
  answer,
});

const say = (name: keyof typeof ko.answers) => ({ ko: ko.answers[name], en: en.answers[name] });

/** All runs of a case, those with the property and those without. */
function all(over: Case, check: Check): { runs: JudgedRun[]; failing: JudgedRun[] } {
  const runs = [...judgedRuns(over, check)];
  return { runs, failing: runs.filter((run) => !run.holds) };
}

const fewestSwitches = (runs: readonly JudgedRun[]): JudgedRun =>
  runs.reduce((best, run) => (run.switches < best.switches ? run : best));

function howManyFail(over: Case, check: Check): ComputedAnswer {
  const { runs, failing } = all(over, check);
  return {
    value: failing.length,
    says: fill(say("count"), { runs: runs.length, failing: failing.length }),
    run: failing.length > 0 ? fewestSwitches(failing).ref : null,
  };
}

/** The thread of each step, in order: what a schedule is. */
function schedule(run: JudgedRun): number[] {
  const { trace } = makeRun(worlds.singletonCounter, run.ref);
  return trace.events.flatMap((event) =>
    event.kind === "cell.read" || event.kind === "cell.written" ? [event.thread] : [],
  );
}

export const followUps: readonly FollowUp[] = [
  followUp("q-singleton-schedule", "trace-step", ["singleton-is-safe"], () => {
    const { runs, failing } = all({ scenario: worlds.singletonCounter, choices: "all" }, (run) => ({
      holds: finalValues(run.trace).get("count") === 2,
      because: [],
    }));
    const best = fewestSwitches(failing);
    const steps = schedule(best);
    return {
      value: steps,
      says: fill(say("schedule"), {
        schedule: same(steps.map((thread) => `T${thread}`).join(" ")),
        switches: best.switches,
        runs: runs.length,
        failing: failing.length,
      }),
      run: best.ref,
    };
  }),
  followUp("q-two-instances", "number", ["lazy-makes-one"], () =>
    howManyFail({ scenario: worlds.lazySingleton, choices: "all" }, (run) => ({
      holds: finalValues(run.trace).get("made") === 1,
      because: [],
    })),
  ),
  followUp("q-forgot-lock", "number", ["mutual-exclusion"], () =>
    howManyFail({ scenario: worlds.oneForgetsLock, choices: "all" }, (run) => ({
      holds: finalValues(run.trace).get("count") === 2,
      because: [],
    })),
  ),
  followUp("q-sum", "set", ["safe-parts-safe-whole", "compound-action"], () => {
    const totals = new Set<number>();
    const { runs, failing } = all({ scenario: worlds.transfer, choices: "all" }, (run) => {
      const total = results(run.trace)[1]!;
      totals.add(total);
      return { holds: total === 100, because: [] };
    });
    const value = [...totals].sort((a, b) => a - b);
    return {
      value,
      says: fill(say("set"), { values: value.join(", "), runs: runs.length }),
      run: failing[0]?.ref ?? null,
    };
  }),
];
