/**
 * For writing a topic: given what the learner reads in both languages, makes scenarios, claims and questions that find their words by
 * name. The compiler sees to it that each name has words, and that the languages have the same names.
 *
 *     const { claim, scenario, numberKnob } = author("context-switch", ko, en);
 */
import type { World } from "../engine/world/world.ts";
import type { Case, Check, Claim, Condition, Contrast, Decision } from "./claim.ts";
import type { ComputedAnswer, FollowUp } from "./follow-up.ts";
import type { Knob, Knobs, Scenario } from "./scenario.ts";
import type { Text } from "./text.ts";

/** The words of a topic in one language, by name. */
export interface TopicText {
  readonly ask: string;
  readonly scenarios: Readonly<Record<string, readonly [title: string, about: string] | readonly string[]>>;
  readonly knobs: Readonly<Record<string, string>>;
  readonly claims: Readonly<Record<string, string>>;
  readonly reasons: Readonly<Record<string, string>>;
  readonly contrasts: Readonly<Record<string, string>>;
  readonly conditions?: Readonly<Record<string, string>>;
  readonly followUps: Readonly<Record<string, string>>;
  readonly answers: Readonly<Record<string, string>>;
}

type Names<T, K extends keyof T> = keyof T[K] & string;

// The types of what it makes are those that its functions have.
export function author<T extends TopicText>(topic: string, ko: T, en: NoInfer<T>) {
  const at = <K extends "knobs" | "claims" | "reasons" | "contrasts" | "followUps" | "answers">(
    kind: K,
    name: Names<T, K>,
  ): Text => ({
    ko: (ko[kind] as Readonly<Record<string, string>>)[name]!,
    en: (en[kind] as Readonly<Record<string, string>>)[name]!,
  });
  const id = (name: string): string => `${topic}.${name}`;
  return {
    ask: { ko: ko.ask, en: en.ask } as Text,

    scenario(
      name: Names<T, "scenarios">,
      knobs: readonly Knob[],
      build: (world: World, knobs: Knobs) => void,
      more: Partial<Pick<Scenario, "faults" | "keeps" | "mostTurns">> = {},
    ): Scenario {
      const words = { ko: ko.scenarios[name]!, en: en.scenarios[name]! };
      return {
        id: `${topic}/${name}`,
        title: { ko: words.ko[0]!, en: words.en[0]! },
        about: { ko: words.ko[1]!, en: words.en[1]! },
        knobs,
        faults: [],
        build,
        ...more,
      };
    },

    flag: (name: Names<T, "knobs">, byDefault = false): Knob => ({
      type: "flag",
      name,
      about: at("knobs", name),
      byDefault,
    }),
    number: (name: Names<T, "knobs">, byDefault: number, least: number, most: number): Knob => ({
      type: "number",
      name,
      about: at("knobs", name),
      byDefault,
      least,
      most,
    }),
    oneOf: (name: Names<T, "knobs">, options: readonly string[], byDefault = options[0]!): Knob => ({
      type: "one-of",
      name,
      about: at("knobs", name),
      byDefault,
      options,
    }),

    claim: (
      name: Names<T, "claims"> & Names<T, "reasons">,
      kind: Claim["kind"],
      weight: Claim["weight"],
      source: string,
      decided: Decision,
      instead: readonly Names<T, "claims">[] = [],
    ): Claim => ({
      id: id(name),
      kind,
      weight,
      says: at("claims", name),
      reason: at("reasons", name),
      source,
      decided,
      instead: instead.map(id),
    }),

    /** What its reason says is why there is no experiment. */
    notYet: (name: Names<T, "reasons">): Decision => ({ by: "nothing-yet", why: at("reasons", name) }),

    contrast: (says: Names<T, "contrasts">, over: Case, check?: Check): Contrast => ({
      says: at("contrasts", says),
      over,
      ...(check ? { check } : {}),
    }),

    condition: (
      when: keyof NonNullable<T["conditions"]> & string,
      over: readonly Case[],
      precisely?: string,
    ): Condition => ({
      when: { ko: ko.conditions![when]!, en: en.conditions![when]! },
      over,
      ...(precisely === undefined ? {} : { precisely: id(precisely) }),
    }),

    followUp: (
      name: Names<T, "followUps">,
      kind: FollowUp["kind"],
      claims: readonly Names<T, "claims">[],
      answer: () => ComputedAnswer,
    ): FollowUp => ({ id: id(name), ask: at("followUps", name), kind, claims: claims.map(id), answer }),

    say: (name: Names<T, "answers">): Text => at("answers", name),
  };
}
