/** What an interviewer asks next about synchronisation. Each answer is worked out from runs at the moment it is asked. */
import type { RunRef } from "../../engine/world/run-ref.ts";
import { author } from "../../lab/author.ts";
import { Explored } from "../../lab/explored.ts";
import type { ComputedAnswer, FollowUp } from "../../lab/follow-up.ts";
import { runWith } from "../../lab/run.ts";
import { fill, same } from "../../lab/text.ts";
import * as worlds from "./scenario.ts";
import en from "./text.en.ts";
import ko from "./text.ko.ts";
import { endOf } from "./waits.ts";

const { followUp, say } = author("synchronization", ko, en);

/** The schedule with the fewest switches to an end of which the condition is so, as the question's answer. */
function schedule(explored: Explored, condition: string, other: Explored): ComputedAnswer {
  const best = explored.pick(condition)!;
  return {
    value: best.schedule,
    says: fill(say("schedule"), {
      schedule: same(best.schedule.map((thread) => `T${thread}`).join(" ")),
      switches: best.switches,
      runs: explored.runs,
      failing: explored.count(condition),
      otherRuns: other.runs,
      otherFailing: other.count(condition),
    }),
    run: best.ref,
  };
}

export const followUps: readonly FollowUp[] = [
  followUp("q-flag", "number", ["needs-atomic-instruction"], () => {
    const explored = new Explored(worlds.flagLock);
    const both = "ret[0] + ret[1] == 2";
    return {
      value: explored.count(both),
      says: fill(say("count"), { runs: explored.runs, failing: explored.count(both) }),
      run: explored.pick(both)?.ref ?? null,
    };
  }),
  followUp("q-philosophers", "number", ["deadlock"], () => {
    const left = new Explored(worlds.philosophers, { count: 5 });
    const ordered = new Explored(worlds.philosophers, { count: 5, ordered: true });
    const shortest = left.pick("dead")!;
    return {
      value: shortest.schedule.length,
      says: fill(say("philosophers"), {
        steps: shortest.schedule.length,
        switches: shortest.switches,
        failing: left.deadlocks,
        runs: left.runs,
        orderedFailing: ordered.deadlocks,
        orderedRuns: ordered.runs,
      }),
      run: shortest.ref,
    };
  }),
  followUp("q-if-while", "trace-step", ["recheck-in-loop", "if-is-enough"], () =>
    schedule(new Explored(worlds.condvarIf), "bad == 1", new Explored(worlds.condvarWhile)),
  ),
  followUp("q-lost-wakeup", "trace-step", ["recheck-in-loop"], () =>
    schedule(new Explored(worlds.lostWakeup), "dead", new Explored(worlds.lostWakeup, { fixed: true })),
  ),
  followUp("q-inversion", "order", ["priority-inversion"], () => {
    const ends = (middle: number, inherit: boolean): { ms: number; ref: RunRef } => {
      const run = runWith(worlds.priorityInversion, { middle, inherit });
      return { ms: endOf(run.trace, 0).at / 1e6, ref: run.ref };
    };
    const [none, inherited] = [ends(10, false), ends(10, true)];
    const [noneLong, inheritedLong] = [ends(100, false), ends(100, true)];
    return {
      value: [none.ms, inherited.ms, noneLong.ms, inheritedLong.ms],
      says: fill(say("inversion"), {
        none: none.ms,
        inherited: inherited.ms,
        noneLong: noneLong.ms,
        inheritedLong: inheritedLong.ms,
      }),
      run: none.ref,
    };
  }),
  followUp("q-foreign-up", "choice", ["mutex-and-semaphore", "binary-semaphore-is-mutex"], () => {
    const semaphore = new Explored(worlds.foreignUp);
    const mutex = new Explored(worlds.foreignUp, { lock: "mutex" });
    return {
      value: semaphore.count("both == 1") > 0 && mutex.count("both == 1") === 0 ? "semaphore" : "neither",
      says: fill(say("foreignUp"), {
        failing: semaphore.count("both == 1"),
        runs: semaphore.runs,
        mutexFailing: mutex.count("both == 1"),
        mutexRuns: mutex.runs,
      }),
      run: semaphore.pick("both == 1")?.ref ?? null,
    };
  }),
];
