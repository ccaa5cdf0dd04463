/** From what a person wrote (a scenario or a run's name, knobs, faults, a seed) to the RunRef of a run that can be made. */
import { type FaultProblem, faultActs, formatFault, parseFault } from "../engine/world/faults.ts";
import {
  engineVersion,
  type KnobValue,
  parseRunRef,
  type RunRef,
  type RunRefProblem,
} from "../engine/world/run-ref.ts";
import { type Catalogue, findScenario, scenariosOf } from "./catalogue.ts";
import { isProblem, type Problem, problem, suggestion } from "./problem.ts";
import type { Knob, Scenario } from "./scenario.ts";
import { same, type Text } from "./text.ts";

const nameRules: Readonly<Record<RunRefProblem["wrong"], Text>> = {
  pair: { ko: "이름=값 꼴로 쓰세요.", en: "Write name=value." },
  seed: { ko: "씨앗은 0부터 2^53 - 1까지의 정수입니다.", en: "A seed is a whole number from 0 to 2^53 - 1." },
  choice: { ko: "choice=3:1처럼 번호:선택 꼴로 쓰세요.", en: "Write a choice as NUMBER:OPTION, as in choice=3:1." },
  "knob-twice": { ko: "같은 조절값이 두 번 나옵니다.", en: "This knob is given twice." },
  "choice-twice": { ko: "같은 선택이 두 번 나옵니다.", en: "This choice is given twice." },
};

const faultRules: Readonly<Record<FaultProblem["expected"], Text>> = {
  act: {
    ko: `결함은 ${faultActs.join(", ")} 가운데 하나로 시작합니다.`,
    en: `A fault begins with ${faultActs.join(", ")}.`,
  },
  frame: { ko: "어떤 프레임인지 쓰세요. 예: drop SYN 1", en: "Say which frame, as in: drop SYN 1." },
  range: { ko: "프레임은 1부터 셉니다. 예: 2 또는 1..3", en: "Frames are counted from 1, as in 2 or 1..3." },
  host: {
    ko: "어느 호스트에서인지 쓰세요. 예: drop SYN 1 from client",
    en: "Say from which host, as in: drop SYN 1 from client.",
  },
  duration: {
    ko: "얼마나 늦출지 쓰세요. 예: delay DATA 3 by 200ms",
    en: "Say by how long, as in: delay DATA 3 by 200ms.",
  },
  bit: { ko: "몇 번째 비트인지 쓰세요. 예: corrupt DATA 2 bit 17", en: "Say which bit, as in: corrupt DATA 2 bit 17." },
  percentage: {
    ko: "0%부터 100%까지의 비율 하나를 쓰세요. 예: loss 5%",
    en: "Write one percentage from 0% to 100%, as in: loss 5%.",
  },
  "program-and-time": {
    ko: "프로그램과 시각을 쓰세요. 예: kill web-server at 2s",
    en: "Write a program and a time, as in: kill web-server at 2s.",
  },
  certificate: { ko: "예: expire certificate of shop.test", en: "As in: expire certificate of shop.test." },
  end: { ko: "여기서 끝나야 합니다.", en: "Nothing more may follow here." },
};

/** What is given beside the name; it wins over what the name says. */
export interface Given {
  /** "name=value" each. */
  readonly knobs?: readonly string[];
  readonly faults?: readonly string[];
  readonly seed?: number | null;
}

export interface Resolved {
  readonly scenario: Scenario;
  readonly ref: RunRef;
  /** The run's name was made by another engine: its choices may mean other decisions now. */
  readonly otherEngine: string | null;
}

export function resolveRun(catalogue: Catalogue, written: string, given: Given = {}): Resolved | Problem {
  const named = parseRunRef(written);
  if ("wrong" in named)
    return problem(
      {
        ko: '실행 이름의 "{part}"을(를) 읽을 수 없습니다. {rule}',
        en: 'The run\'s name cannot be read at "{part}". {rule}',
      },
      { part: named.part, rule: nameRules[named.wrong] },
    );
  const scenario = findScenario(catalogue, named.scenario);
  if (!scenario)
    return problem(
      {
        ko: '"{id}"라는 시나리오가 없습니다.{hint} 목록은 viva list에 있습니다.',
        en: 'There is no scenario "{id}".{hint} See viva list.',
      },
      {
        id: named.scenario,
        hint: suggestion(
          named.scenario,
          scenariosOf(catalogue).map((known) => known.id),
        ),
      },
    );
  const texts = new Map(Object.entries(named.knobs));
  for (const pair of given.knobs ?? []) {
    const equals = pair.indexOf("=");
    if (equals < 1)
      return problem(
        {
          ko: '조절값 "{pair}"을(를) 읽을 수 없습니다. 이름=값 꼴로 쓰세요.',
          en: 'Knob "{pair}": write it as name=value.',
        },
        { pair },
      );
    texts.set(pair.slice(0, equals), pair.slice(equals + 1));
  }
  const knobs: Record<string, KnobValue> = {};
  for (const knob of scenario.knobs) {
    const text = texts.get(knob.name);
    const value = text === undefined ? knob.byDefault : readKnob(knob, text);
    if (isProblem(value)) return value;
    knobs[knob.name] = value;
    texts.delete(knob.name);
  }
  for (const name of texts.keys()) {
    const known = scenario.knobs.map((knob) => knob.name);
    const list = known.length > 0 ? known.join(", ") : "-";
    return problem(
      {
        ko: '{id}에는 "{name}" 조절값이 없습니다.{hint} 있는 것: {list}',
        en: '{id} has no knob "{name}".{hint} It has: {list}.',
      },
      { id: scenario.id, name, hint: suggestion(name, known), list },
    );
  }
  const faults: string[] = [];
  for (const text of [...named.faults, ...(given.faults ?? [])]) {
    const fault = parseFault(text);
    if ("expected" in fault)
      return problem(
        {
          ko: '결함 "{text}"의 {at}번째 글자부터 읽을 수 없습니다. {rule}{hint}',
          en: 'Fault "{text}" cannot be read from character {at}. {rule}{hint}',
        },
        {
          text,
          at: fault.at + 1,
          rule: faultRules[fault.expected],
          hint: fault.expected === "act" ? suggestion(fault.found, faultActs) : same(""),
        },
      );
    if (!scenario.faults.includes(fault.act))
      return problem(
        { ko: '{id}에는 "{text}" 결함을 낼 곳이 없습니다. {can}', en: '{id} has no occasion for "{text}". {can}' },
        { id: scenario.id, text, can: faultsOf(scenario) },
      );
    faults.push(formatFault(fault));
  }
  const ref: RunRef = {
    scenario: scenario.id,
    knobs,
    seed: given.seed ?? named.seed ?? 1,
    faults,
    choices: named.choices,
    engine: engineVersion,
  };
  const otherEngine = named.engine !== null && named.engine !== engineVersion ? named.engine : null;
  return { scenario, ref, otherEngine };
}

function faultsOf(scenario: Scenario): { ko: string; en: string } {
  if (scenario.faults.length === 0)
    return {
      ko: "네트워크가 없는 시나리오라서 잃을 패킷이 없습니다.",
      en: "It has no network, so there is no frame to lose.",
    };
  const list = scenario.faults.join(", ");
  return { ko: `낼 수 있는 결함: ${list}`, en: `It knows: ${list}.` };
}

function readKnob(knob: Knob, text: string): KnobValue | Problem {
  if (knob.type === "flag") {
    if (text === "true" || text === "false") return text === "true";
    return problem(
      { ko: "{name}={text}: true나 false를 쓰세요.", en: "{name}={text}: write true or false." },
      { name: knob.name, text },
    );
  }
  if (knob.type === "number") {
    const value = /^-?\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= knob.least && value <= knob.most) return value;
    return problem(
      {
        ko: "{name}={text}: {least}부터 {most}까지의 정수를 쓰세요.",
        en: "{name}={text}: write a whole number from {least} to {most}.",
      },
      { name: knob.name, text, least: knob.least, most: knob.most },
    );
  }
  if (knob.options.includes(text)) return text;
  return problem(
    { ko: "{name}={text}: {list} 가운데 하나를 쓰세요.{hint}", en: "{name}={text}: write one of {list}.{hint}" },
    { name: knob.name, text, list: knob.options.join(", "), hint: suggestion(text, knob.options) },
  );
}
