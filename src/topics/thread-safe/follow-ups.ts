/** What an interviewer asks next about thread safety. Each answer is worked out from runs at the moment it is asked. */
import { Explored } from "../../lab/explored.ts";
import type { ComputedAnswer, FollowUp } from "../../lab/follow-up.ts";
import type { ProgramScenario } from "../../lab/program.ts";
import type { Knobs } from "../../lab/scenario.ts";
import { fill, same } from "../../lab/text.ts";
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

/** In how many interleavings the condition is so at the end. */
function howMany(scenario: ProgramScenario, condition: string): ComputedAnswer {
  const explored = new Explored(scenario);
  const failing = explored.count(condition);
  return {
    value: failing,
    says: fill(say("count"), { runs: explored.runs, failing }),
    run: explored.pick(condition)?.ref ?? null,
  };
}

const halfBuilt = "ret[0] == 0 || ret[1] == 0";
const bothZero = "ret[0] == 0 && ret[1] == 0";

export const followUps: readonly FollowUp[] = [
  followUp("q-singleton-schedule", "trace-step", ["singleton-is-safe"], () => {
    const explored = new Explored(worlds.singletonCounter);
    const best = explored.pick("count == 1")!;
    return {
      value: best.schedule,
      says: fill(say("schedule"), {
        schedule: same(best.schedule.map((thread) => `T${thread}`).join(" ")),
        switches: best.switches,
        runs: explored.runs,
        failing: explored.count("count == 1"),
      }),
      run: best.ref,
    };
  }),
  followUp("q-two-instances", "number", ["lazy-makes-one"], () => howMany(worlds.lazySingleton, "made == 2")),
  followUp("q-forgot-lock", "number", ["mutual-exclusion"], () => howMany(worlds.oneForgetsLock, "count == 1")),
  followUp("q-sum", "set", ["safe-parts-safe-whole", "compound-action"], () => {
    const explored = new Explored(worlds.transfer);
    const value = explored.values("ret[1]");
    return {
      value,
      says: fill(say("set"), { values: value.join(", "), runs: explored.runs }),
      run: explored.pick("ret[1] != 100")?.ref ?? null,
    };
  }),
  followUp("q-dcl-model", "choice", ["double-checked", "visibility"], () => {
    const models = ["sc", "tso", "pso"].map((model) => ({
      model,
      explored: new Explored(worlds.doubleChecked, { model }),
    }));
    const broken = models.filter(({ explored }) => explored.count(halfBuilt) > 0);
    const each = models.map(({ model, explored }) =>
      fill(say("oneModel"), { model: model.toUpperCase(), runs: explored.runs, failing: explored.count(halfBuilt) }),
    );
    const list = { ko: each.map((text) => text.ko).join(", "), en: each.map((text) => text.en).join(", ") };
    return {
      value: broken.map(({ model }) => model).join(),
      says: fill(say("models"), { broken: broken.map(({ model }) => model.toUpperCase()).join(", "), list }),
      run: broken[0]?.explored.pick(halfBuilt)?.ref ?? null,
    };
  }),
  followUp("q-store-buffer", "true-false", ["visibility"], () => {
    const settings: readonly Knobs[] = [{ model: "tso" }, { model: "sc" }, { model: "tso", store: "fence" }];
    const [tso, sc, fence] = settings.map((knobs) => new Explored(worlds.storeBuffer, knobs));
    return {
      value: tso!.count(bothZero) > 0,
      says: fill(say("storeBuffer"), {
        runs: tso!.runs,
        failing: tso!.count(bothZero),
        runsSc: sc!.runs,
        failingSc: sc!.count(bothZero),
        runsFence: fence!.runs,
        failingFence: fence!.count(bothZero),
      }),
      run: tso!.pick(bothZero)?.ref ?? null,
    };
  }),
];
