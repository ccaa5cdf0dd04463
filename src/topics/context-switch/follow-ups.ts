/** What an interviewer asks next about context switches. Each answer is worked out from runs at the moment it is asked. */
import { author } from "../../lab/author.ts";
import type { FollowUp } from "../../lab/follow-up.ts";
import { cpuTimes, endings, lastEnd, switchRecords } from "../../lab/observe-cpu.ts";
import { type Run, runWith as run } from "../../lab/run.ts";
import { fill } from "../../lab/text.ts";
import * as worlds from "./scenario.ts";
import en from "./text.en.ts";
import ko from "./text.ko.ts";

const { followUp, say } = author("context-switch", ko, en);

const milliseconds = (at: number): number => at / 1e6;

/** "A B C A": who ran, in order, each stretch once. */
const turns = (of: Run): string => {
  const names = of.trace.of("thread.spawned").map(({ name }) => name);
  return of.trace
    .of("thread.switch")
    .map((event) => names[event.in])
    .join(" ");
};

/** "B 17, C 21, A 33" */
function order(of: Run): string {
  const names = of.trace.of("thread.spawned").map(({ name }) => name);
  return endings(of.trace)
    .map((at, thread) => ({ at: at!, name: names[thread]! }))
    .sort((a, b) => a.at - b.at)
    .map(({ at, name }) => `${name} ${milliseconds(at)}`)
    .join(", ");
}

const percent = (part: number): number => Math.round(part * 10_000) / 100;

export const followUps: readonly FollowUp[] = [
  followUp("q-overhead", "number", ["direct-cost"], () => {
    // In the long run: one turn and the switch behind it. Over the whole run: what of it was switching.
    const shares = (quantum: number): { long: number; whole: number; of: Run } => {
      const of = run(worlds.twoCpuBound, { quantum });
      const { busy, switching } = cpuTimes(of.trace);
      const [first, second] = of.trace.of("thread.switch");
      const cost = second!.cost!;
      return { long: cost / (second!.at - first!.at + cost), whole: switching / (busy + switching), of };
    };
    const [ten, single] = [shares(10), shares(1)];
    const written = (part: number): string => `${percent(part)} %`;
    return {
      value: `${percent(ten.long)}, ${percent(single.long)}`,
      says: fill(say("overhead"), {
        share10: percent(ten.long),
        share1: percent(single.long),
        finite10: written(ten.whole),
        finite1: written(single.whole),
      }),
      run: ten.of.ref,
    };
  }),
  followUp("q-count", "number", ["alternation-one-cpu", "quantum-trade-off"], () => {
    const of = run(worlds.threeJobs, { quantum: 4 });
    const switches = switchRecords(of.trace).length;
    return { value: switches, says: fill(say("count"), { switches, order: turns(of) }), run: of.ref };
  }),
  followUp("q-order", "order", ["quantum-trade-off"], () => {
    const of = run(worlds.threeJobs, { quantum: 4 });
    const fifo = order(run(worlds.threeJobs, { policy: "fifo" }));
    return { value: order(of), says: fill(say("order"), { order: order(of), fifo }), run: of.ref };
  }),
  followUp("q-getpid", "number", ["not-mode-switch", "syscall-is-switch"], () => {
    const of = run(worlds.systemCalls);
    const modes = of.trace.of("mode.switch").filter(({ thread }) => thread === 0);
    const last = modes.at(-1)!.id;
    const switches = switchRecords(of.trace).filter(({ id }) => id < last).length;
    return {
      value: [switches, modes.length],
      says: fill(say("getpid"), { switches, modes: modes.length }),
      run: of.ref,
    };
  }),
  followUp("q-cache", "number", ["indirect-cost", "empties-cache"], () => {
    const misses = (lines: number): number => run(worlds.cache, { lines }).trace.of("cache.miss").length;
    const [forty, thirty] = [misses(40), misses(30)];
    return { value: [forty, thirty], says: fill(say("cache"), { forty, thirty }), run: run(worlds.cache).ref };
  }),
  followUp("q-io-mix", "number", ["overlap-io", "triggers"], () => {
    const of = run(worlds.ioMix);
    const together = milliseconds(lastEnd(of.trace));
    const apart = milliseconds(lastEnd(run(worlds.ioMix, { together: false }).trace));
    const switches = switchRecords(of.trace).length;
    return { value: [together, apart], says: fill(say("ioMix"), { together, apart, switches }), run: of.ref };
  }),
];
