/** What an interviewer asks next about synchronous and asynchronous. Each answer is worked out from runs at the moment it is asked. */
import { author } from "../../lab/author.ts";
import { Explored } from "../../lab/explored.ts";
import type { FollowUp } from "../../lab/follow-up.ts";
import { type Run, runWith as run } from "../../lab/run.ts";
import type { Knobs, Scenario } from "../../lab/scenario.ts";
import { fill } from "../../lab/text.ts";
import { changes, ends, lastEnd } from "./checks.ts";
import * as worlds from "./scenario.ts";
import en from "./text.en.ts";
import ko from "./text.ko.ts";

const { followUp, say } = author("sync-async", ko, en);

const total = (scenario: Scenario, knobs: Knobs): number => lastEnd(run(scenario, knobs).trace);

export const followUps: readonly FollowUp[] = [
  followUp("q-three-io", "number", ["overlap-io", "await-one-by-one"], () => {
    const [blocking, oneByOne, together] = ["blocking", "one-by-one", "together"].map((way) =>
      total(worlds.threeIo, { way }),
    );
    return {
      value: `${blocking}, ${oneByOne}, ${together}`,
      says: fill(say("threeIo"), { blocking: blocking!, oneByOne: oneByOne!, together: together! }),
      run: run(worlds.threeIo, { way: "together" }).ref,
    };
  }),
  followUp("q-three-cpu", "number", ["async-is-parallel", "async-speeds-up-cpu"], () => {
    const plain = total(worlds.threeCpu, { way: "plain" });
    const loop = total(worlds.threeCpu, { way: "together" });
    const two = total(worlds.threeCpu, { way: "threads", cores: 2, threads: 2 });
    const three = total(worlds.threeCpu, { way: "threads", cores: 3, threads: 3 });
    return {
      value: `${plain}, ${loop}, ${two}, ${three}`,
      says: fill(say("threeCpu"), { plain, loop, two, three }),
      run: run(worlds.threeCpu, { way: "together" }).ref,
    };
  }),
  followUp("q-mixed", "number", ["overlap-io", "async-is-parallel"], () => {
    const of = run(worlds.mixed);
    const blocking = total(worlds.mixed, { way: "blocking" });
    return { value: lastEnd(of.trace), says: fill(say("mixed"), { loop: lastEnd(of.trace), blocking }), run: of.ref };
  }),
  followUp("q-late-timer", "number", ["loop-must-not-block"], () => {
    const of = run(worlds.blockedLoop);
    const at = ends(of.trace).find(({ task }) => task === "timer")!.at;
    return { value: at, says: fill(say("lateTimer"), { at, late: at - 10 }), run: of.ref };
  }),
  followUp("q-polls", "number", ["other-axis", "sync-equals-blocking"], () => {
    const polls = (pause: number): { count: number; known: number; of: Run } => {
      const of = run(worlds.twoByTwo, { way: "polling", pause });
      return {
        count: changes(of.trace, "begun").filter(({ task }) => task === "poll").length,
        known: lastEnd(of.trace),
        of,
      };
    };
    const [without, pausing] = [polls(0), polls(9)];
    return {
      value: [without.count, pausing.count],
      says: fill(say("polls"), { without: without.count, pausing: pausing.count, known: without.known }),
      run: without.of.ref,
    };
  }),
  followUp("q-log-order", "order", ["completion-order"], () => {
    const of = run(worlds.loopOrder);
    const printed = of.trace
      .of("line.printed")
      .map(({ text }) => text)
      .join(" ");
    return { value: printed, says: fill(say("logOrder"), { printed }), run: of.ref };
  }),
  followUp("q-lost-await", "set", ["races-at-await", "single-thread-no-race"], () => {
    const explored = new Explored(worlds.awaitRace);
    const values = explored.values("x");
    const lost = explored.count("x == 1");
    return {
      value: values.map(Number),
      says: fill(say("lostAwait"), { values: values.join(", "), lost: String(lost), runs: String(explored.runs) }),
      run: explored.pick("x == 1")?.ref ?? null,
    };
  }),
];
