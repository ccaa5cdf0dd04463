/** What an interviewer asks next about multithreading. Each answer is worked out from runs at the moment it is asked. */
import { author } from "../../lab/author.ts";
import { Explored } from "../../lab/explored.ts";
import type { FollowUp } from "../../lab/follow-up.ts";
import { lastEnd } from "../../lab/observe-cpu.ts";
import { runWith as run } from "../../lab/run.ts";
import type { Knobs } from "../../lab/scenario.ts";
import { fill } from "../../lab/text.ts";
import { pool, speedUp } from "./checks.ts";
import * as worlds from "./scenario.ts";
import en from "./text.en.ts";
import ko from "./text.ko.ts";

const { followUp, say } = author("multithreading", ko, en);

const hundredths = (value: number): number => Math.round(value * 100) / 100;

export const followUps: readonly FollowUp[] = [
  followUp("q-minimum", "number", ["minimum-is-n", "race"], () => {
    const explored = new Explored(worlds.inc2x5);
    const [least] = explored.values("x");
    const condition = `x == ${least}`;
    return {
      value: least!,
      says: fill(say("minimum"), { least: least!, ways: explored.count(condition), runs: explored.runs }),
      run: explored.pick(condition)!.ref,
    };
  }),
  followUp("q-correct-share", "number", ["race"], () => {
    const explored = new Explored(worlds.inc2x1);
    const right = explored.count("x == 2");
    return {
      value: right,
      says: fill(say("share"), { right, runs: explored.runs }),
      run: explored.pick("x != 2")!.ref,
    };
  }),
  followUp("q-three-threads", "set", ["race"], () => {
    const explored = new Explored(worlds.inc3x1);
    const values = explored.values("x");
    const counts = values.map((value) => explored.count(`x == ${value}`));
    const ways = Math.max(...counts);
    const most = values[counts.indexOf(ways)]!;
    return {
      value: values,
      says: fill(say("three"), { values: values.join(", "), most, ways, runs: explored.runs }),
      run: explored.pick(`x == ${most}`)!.ref,
    };
  }),
  followUp("q-amdahl", "number", ["amdahl", "n-times-faster"], () => {
    const [four, eight] = [run(worlds.amdahl, { threads: 4 }), run(worlds.amdahl, { threads: 8 })];
    // What is left when everything but the serial part takes no time.
    const alone = run(worlds.amdahl, { threads: 1 });
    const limit = lastEnd(alone.trace) / 1e6 / Number(alone.ref.knobs["serial"]);
    const value = `${hundredths(speedUp(four))}, ${hundredths(speedUp(eight))}, ${limit}`;
    return {
      value,
      says: fill(say("amdahl"), { four: hundredths(speedUp(four)), eight: hundredths(speedUp(eight)), limit }),
      run: eight.ref,
    };
  }),
  followUp("q-gil", "number", ["gil"], () => {
    const end = (knobs: Knobs): number => lastEnd(run(worlds.interpreterLock, knobs).trace) / 1e6;
    const [cpu, io, processes] = [end({}), end({ work: "io" }), end({ how: "processes" })];
    return { value: [cpu, io], says: fill(say("gil"), { cpu, io, processes }), run: run(worlds.interpreterLock).ref };
  }),
  followUp("q-pool", "number", ["pool-size"], () => {
    const rateOf = (threads: number): number => pool(run(worlds.ioPool, { threads })).rate;
    // The smallest number whose throughput one thread more does not raise.
    let best = 1;
    while (rateOf(best + 1) > rateOf(best)) best++;
    const twice = pool(run(worlds.ioPool, { threads: 2 * best }));
    return {
      value: best,
      says: fill(say("pool"), {
        best,
        rate: rateOf(best),
        twice: 2 * best,
        same: twice.rate,
        response: twice.response,
      }),
      run: run(worlds.ioPool, { threads: best }).ref,
    };
  }),
];
