/** A policy as it is written on a command line: its name and numbers in the user's unit, each with a default that is said. */
import type { Duration } from "../../engine/base/time.ts";
import type { PolicyName, PolicyOptions } from "../../engine/kernel/cpu-options.ts";
import { type Problem, problem, suggestion } from "../problem.ts";
import { parseAmount, unit } from "./jobs.ts";

export const policies: readonly PolicyName[] = [
  "fifo",
  "sjf",
  "srtf",
  "rr",
  "priority",
  "mlfq",
  "lottery",
  "stride",
  "cfs",
  "eevdf",
];

/** Numbers as text, as they were written; what is left out takes its default. */
export interface PolicyWords {
  /** rr, lottery, stride: 1. mlfq: 10 at each level. cfs: the shortest slice, 6. eevdf: the slice, 3. priority: none, equals do not take turns. */
  readonly quantum?: string;
  /** mlfq: how many levels, 3; or the quantum of each from the top, `5,10,20`. */
  readonly levels?: string;
  /** mlfq: how many quanta a job may use at a level, 1. */
  readonly allotment?: string;
  /** mlfq: how often all jobs come back to the top; never. */
  readonly boost?: string;
  /** cfs: the period in which everybody gets a turn; 8 times the shortest slice. */
  readonly latency?: string;
}

const mostLevels = 100;

export function parsePolicy(name: string, words: PolicyWords): PolicyOptions | Problem {
  const policy = policies.find((one) => one === name);
  if (policy === undefined)
    return problem(
      {
        ko: "--policy {name}: 그런 정책이 없습니다.{hint} 있는 것: {list}",
        en: "--policy {name}: there is no such policy.{hint} There are: {list}.",
      },
      { name, hint: suggestion(name, policies), list: policies.join(", ") },
    );
  const unused = (Object.keys(words) as (keyof PolicyWords)[]).find(
    (word) => word !== "quantum" && words[word] !== undefined && !uses[policy].includes(word),
  );
  if (unused !== undefined)
    return problem(
      { ko: "--{unused}: {policy}에는 없는 설정입니다.", en: "--{unused}: {policy} does not have that." },
      { unused, policy },
    );
  const amount = (word: keyof PolicyWords, byDefault: number): Duration | Problem => {
    const text = words[word];
    if (text === undefined) return byDefault as Duration;
    return positive(word, text);
  };
  const quantum = amount("quantum", defaults[policy] * unit);
  if (typeof quantum === "object") return quantum;
  switch (policy) {
    case "fifo":
    case "sjf":
    case "srtf":
      return { policy };
    case "rr":
    case "lottery":
    case "stride":
      return { policy, quantum };
    case "priority":
      return { policy, quantum: words.quantum === undefined ? null : quantum };
    case "eevdf":
      return { policy, slice: quantum };
    case "cfs": {
      const latency = amount("latency", quantum * 8);
      if (typeof latency === "object") return latency;
      return { policy, minGranularity: quantum, latency, wakeUpGranularity: quantum };
    }
    case "mlfq":
      return mlfq(words, quantum);
  }
}

function mlfq(words: PolicyWords, quantum: Duration): PolicyOptions | Problem {
  const { levels = "3", allotment = "1", boost } = words;
  const count = (word: string, text: string, most: number): number | Problem =>
    /^\d{1,6}$/.test(text) && Number(text) >= 1 && Number(text) <= most
      ? Number(text)
      : problem(
          {
            ko: "--{word} {text}: 1부터 {most}까지의 정수를 쓰세요.",
            en: "--{word} {text}: write a whole number from 1 to {most}.",
          },
          { word, text, most },
        );
  const quanta: Duration[] = [];
  if (levels.includes(",")) {
    for (const text of levels.split(",")) {
      const one = positive("levels", text);
      if (typeof one === "object") return one;
      quanta.push(one);
    }
    if (quanta.length > mostLevels) return count("levels", String(quanta.length), mostLevels) as Problem;
  } else {
    const number = count("levels", levels, mostLevels);
    if (typeof number === "object") return number;
    for (let level = 0; level < number; level++) quanta.push(quantum);
  }
  const each = count("allotment", allotment, 100_000);
  if (typeof each === "object") return each;
  const every = boost === undefined ? null : positive("boost", boost);
  if (every !== null && typeof every === "object") return every;
  return { policy: "mlfq", levels: quanta.map((one) => ({ quantum: one, allotment: each })), boost: every };
}

function positive(word: string, text: string): Duration | Problem {
  const amount = parseAmount(text);
  return amount === null || amount === 0
    ? problem(
        {
          ko: "--{word} {text}: 0보다 큰 수를 쓰세요 (소수점 아래 여섯 자리까지).",
          en: "--{word} {text}: write a number greater than 0, with up to six decimals.",
        },
        { word, text },
      )
    : (amount as Duration);
}

/** Beside a quantum, which policies without one ignore, so that one can put the same line to all of them. */
const uses: Readonly<Record<PolicyName, readonly (keyof PolicyWords)[]>> = {
  fifo: [],
  sjf: [],
  srtf: [],
  rr: [],
  priority: [],
  mlfq: ["levels", "allotment", "boost"],
  lottery: [],
  stride: [],
  cfs: ["latency"],
  eevdf: [],
};

/** The quantum that stands unless one is given, in units. */
const defaults: Readonly<Record<PolicyName, number>> = {
  fifo: 1,
  sjf: 1,
  srtf: 1,
  rr: 1,
  priority: 1,
  mlfq: 10,
  lottery: 1,
  stride: 1,
  cfs: 6,
  eevdf: 3,
};
