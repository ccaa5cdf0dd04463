/** `viva sched`: a CPU schedule of some jobs under a policy, as a chart with a table, or as JSON. */
import type { Duration } from "../../engine/base/time.ts";
import { mostCpus } from "../../engine/kernel/cpu-options.ts";
import { leastNice, mostNice, type TaskOptions } from "../../engine/kernel/scheduler/task.ts";
import { parseSeed } from "../../engine/world/run-ref.ts";
import { type Problem, problem } from "../../lab/problem.ts";
import { parseAmount, parseJobs, unit } from "../../lab/sched/jobs.ts";
import { type PolicyWords, parsePolicy } from "../../lab/sched/policy.ts";
import { mostTurns, type Schedule, schedule } from "../../lab/sched/schedule.ts";
import type { Language } from "../../lab/text.ts";
import { width } from "../../views/columns.ts";
import { gantts } from "../../views/gantt.ts";
import { ganttText } from "../../views/gantt-text.ts";
import { colour, columns, print, printJson, UsageError, usable } from "./io.ts";

export interface SchedFlags extends PolicyWords {
  readonly policy: string;
  readonly jobs: string;
  readonly cpus?: string;
  readonly switchCost?: string;
  readonly ioTime?: string;
  readonly tickets?: string;
  readonly nice?: string;
  readonly priorities?: string;
  readonly seed?: string;
  readonly json?: boolean;
}

export function sched(flags: SchedFlags, language: Language): void {
  const { quantum, levels, allotment, boost, latency } = flags;
  const words = { quantum, levels, allotment, boost, latency };
  const given = Object.fromEntries(Object.entries(words).filter(([, value]) => value !== undefined)) as PolicyWords;
  const policy = usable(parsePolicy(flags.policy, given));
  const jobs = usable(parseJobs(flags.jobs));
  const seed = flags.seed === undefined ? 1 : parseSeed(flags.seed);
  if (seed === null)
    throw new UsageError({
      ko: `--seed ${flags.seed}: 0부터 2^53 - 1까지의 정수를 쓰세요.`,
      en: `--seed ${flags.seed}: write a whole number from 0 to 2^53 - 1.`,
    });
  const cpus = usable(whole("--cpus", flags.cpus ?? "1", 1, mostCpus));
  const found = schedule({
    policy,
    jobs,
    cpus,
    seed,
    switchCost: usable(time("--switch-cost", flags.switchCost ?? "0")),
    ioTime: usable(time("--io-time", flags.ioTime ?? "5")),
    tasks: usable(tasksOf(flags, jobs.length)),
  });
  if (found === null)
    throw new UsageError({
      ko: `이 작업들은 ${mostTurns}번 넘게 나뉘어 돌아야 합니다. 타임 슬라이스를 늘리거나 작업을 줄이세요.`,
      en: `These jobs would take more than ${mostTurns} turns; use a longer quantum or shorter jobs.`,
    });
  const { trace, random, ...result } = found;
  if (flags.json)
    printJson({
      schema: "viva.sched/1",
      policy: policy.policy,
      ...result,
      cpus,
      options: inUnits(policy),
      ...(random ? { seed } : {}),
    });
  else show(found, policy.policy, seed, language);
}

/** The policy's numbers in the user's unit, so that defaults can be seen. */
function inUnits(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(inUnits);
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => name !== "policy")
      .map(([name, one]) => [name, typeof one === "number" && name !== "allotment" ? one / unit : inUnits(one)]),
  );
}

function tasksOf(flags: SchedFlags, jobs: number): TaskOptions[] | Problem {
  const tasks: TaskOptions[] = Array.from({ length: jobs }, () => ({}));
  for (const [flag, name, least, most] of [
    ["tickets", "tickets", 1, 1_000_000],
    ["nice", "nice", leastNice, mostNice],
    ["priorities", "priority", -1_000_000, 1_000_000],
  ] as const) {
    const text = flags[flag];
    if (text === undefined) continue;
    const parts = text.split(",");
    if (parts.length !== jobs)
      return problem(
        {
          ko: "--{flag}: 작업이 {jobs}개이니 수도 {jobs}개여야 하는데 {found}개입니다.",
          en: "--{flag}: there are {jobs} jobs, so it takes {jobs} numbers, not {found}.",
        },
        { flag, jobs, found: parts.length },
      );
    for (const [job, part] of parts.entries()) {
      const number = whole(`--${flag}`, part.trim(), least, most);
      if (typeof number === "object") return number;
      tasks[job] = { ...tasks[job], [name]: number };
    }
  }
  return tasks;
}

function whole(flag: string, text: string, least: number, most: number): number | Problem {
  const number = /^-?\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (number >= least && number <= most) return number;
  return problem(
    {
      ko: "{flag} {text}: {least}부터 {most}까지의 정수를 쓰세요.",
      en: "{flag} {text}: write a whole number from {least} to {most}.",
    },
    { flag, text, least, most },
  );
}

function time(flag: string, text: string): Duration | Problem {
  const amount = parseAmount(text);
  if (amount !== null) return amount as Duration;
  return problem(
    {
      ko: "{flag} {text}: 0 이상의 수를 쓰세요 (소수점 아래 여섯 자리까지).",
      en: "{flag} {text}: write a number from 0, with up to six decimals.",
    },
    { flag, text },
  );
}

function show(found: Schedule, policy: string, seed: number, language: Language): void {
  const ko = language === "ko";
  const [chart] = gantts(found.trace);
  if (chart !== undefined && found.jobs.length <= 50) print(ganttText(chart, { language, columns: columns() }));
  const head = ko
    ? ["작업", "도착", "길이", "시작", "끝", "응답", "반환", "대기"]
    : ["job", "arrival", "length", "start", "finish", "response", "turnaround", "wait"];
  const rows = found.jobs.map((job) => [
    job.id,
    job.arrival,
    job.length,
    job.start,
    job.finish,
    job.response,
    job.turnaround,
    job.wait,
  ]);
  const { response, turnaround, wait } = found.averages;
  const round = (value: number): number => Math.round(value * 1000) / 1000;
  const table = [
    head,
    ...rows.map((row) => row.map(String)),
    [ko ? "평균" : "average", "", "", "", "", ...[response, turnaround, wait].map((value) => String(round(value)))],
  ];
  const widths = head.map((_, column) => Math.max(...table.map((row) => width(row[column]!))));
  print("");
  for (const row of table)
    print(
      row
        .map((cell, column) => " ".repeat(widths[column]! - width(cell)) + cell)
        .join("  ")
        .trimEnd(),
    );
  print("");
  print(colour.dim(`${policy}${found.random ? `  ${ko ? "씨앗" : "seed"} ${seed}` : ""}`));
}
