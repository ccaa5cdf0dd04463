/**
 * Predicts what a program prints in Node by going through all clocks that are possible (see `node/loop.ts` for what is assumed of
 * them). When all print the same, the order is decided; else Node's order is not determined, and two orders with their reason show it.
 */
import { type Execution, executeProgram, type LoopEvent } from "./node/execution.ts";
import { type Doubt, slack } from "./node/loop.ts";
import { type Goal, parseProgram, type SyntaxProblem } from "./syntax.ts";
import type { Words } from "./values.ts";

export interface ProgramProblem {
  readonly kind: "unsupported" | "limit";
  readonly line: number;
  readonly column: number;
  readonly says: Words;
}

export interface Prediction {
  readonly kind: "prediction";
  /** The lines of stdout; null when Node's order is not determined. */
  readonly order: readonly string[] | null;
  readonly decided: boolean;
  readonly why: Words;
  /** Orders that were seen: one when decided, two when not (none when what is printed itself is chance). */
  readonly orders: readonly (readonly string[])[];
  /** How many clocks were gone through. */
  readonly executions: number;
  readonly module: boolean;
  readonly exitCode: number;
  readonly uncaught: string | null;
  /** What happened in the first of them. */
  readonly events: readonly LoopEvent[];
}

/** After so many executions, or steps in all of them, the search gives up and says so. */
export const searchLimits = { executions: 4_000, steps: 30_000_000 } as const;

interface Decision {
  readonly of: number;
  readonly pick: number;
  readonly doubt: Doubt;
}

export function predict(source: string, goal: Goal = "either"): Prediction | ProgramProblem | SyntaxProblem {
  const parsed = parseProgram(source, goal);
  if (parsed.kind === "syntax") return parsed;
  const run = (picks: readonly number[]): { execution: Execution; decisions: Decision[] } => {
    const decisions: Decision[] = [];
    const execution = executeProgram(parsed, source, (of, doubt) => {
      const pick = picks[decisions.length] ?? 0;
      decisions.push({ of, pick, doubt });
      return pick;
    });
    return { execution, decisions };
  };

  let { execution, decisions } = run([]);
  const first = execution;
  let steps = 0;
  const base = { module: parsed.module, exitCode: first.exitCode, uncaught: first.uncaught, events: first.events };
  const order = linesOf(first.stdout);
  for (let executions = 1; ; executions++) {
    const { stopped } = execution;
    if (stopped && stopped.why !== "chance")
      return { kind: stopped.why, line: stopped.line, column: stopped.column, says: stopped.says };
    if (stopped) {
      const at = { ko: `${stopped.line}행: ${stopped.says.ko}`, en: `Line ${stopped.line}: ${stopped.says.en}` };
      return { kind: "prediction", order: null, decided: false, why: at, orders: [], executions, ...base };
    }
    if (execution.stdout !== first.stdout || execution.exitCode !== first.exitCode) {
      const flipped = decisions[lastFlipped(decisions)]!;
      const orders = [order, linesOf(execution.stdout)];
      return {
        kind: "prediction",
        order: null,
        decided: false,
        why: sayDoubt(flipped.doubt),
        orders,
        executions,
        ...base,
      };
    }
    steps += execution.steps;
    const next = nextPicks(decisions);
    if (!next)
      return {
        kind: "prediction",
        order,
        decided: true,
        why: sayDecided(executions),
        orders: [order],
        executions,
        ...base,
      };
    if (executions >= searchLimits.executions || steps >= searchLimits.steps)
      return {
        kind: "prediction",
        order: null,
        decided: false,
        why: sayGivenUp(executions),
        orders: [order],
        executions,
        ...base,
      };
    ({ execution, decisions } = run(next));
  }
}

/** The next answers in depth-first order: the last decision that has an option left takes it. */
function nextPicks(decisions: readonly Decision[]): number[] | null {
  for (let i = decisions.length - 1; i >= 0; i--) {
    const { of, pick } = decisions[i]!;
    if (pick + 1 < of) return [...decisions.slice(0, i).map((one) => one.pick), pick + 1];
  }
  return null;
}

/** Where this execution left the one before: depth first, that is the last decision that is not the default. */
function lastFlipped(decisions: readonly Decision[]): number {
  return decisions.findLastIndex((one) => one.pick > 0);
}

function linesOf(stdout: string): string[] {
  if (stdout === "") return [];
  return (stdout.endsWith("\n") ? stdout.slice(0, -1) : stdout).split("\n");
}

function sayDecided(executions: number): Words {
  if (executions === 1)
    return {
      ko: "시계와 관계없이 순서가 하나뿐입니다.",
      en: "There is one order only, whatever the clock does.",
    };
  return {
    ko: `가능한 시계 ${executions}가지에서 모두 같은 순서입니다(한 번에 ${slack.main}ms보다 오래 멈추지 않는다고 보았습니다).`,
    en: `All ${executions} possible clocks give the same order (no pause longer than ${slack.main} ms assumed).`,
  };
}

function sayGivenUp(executions: number): Words {
  return {
    ko: `시계 ${executions}가지를 돌려 보았지만 다 보지 못했습니다. 타이머를 줄이세요.`,
    en: `${executions} possible clocks were tried, and there are more. Use fewer timers.`,
  };
}

function sayDoubt({ what, lines, labels }: Doubt): Words {
  const [line, other] = lines;
  switch (what) {
    case "first":
      return {
        ko: `${line}행의 ${labels[0]}와 ${other}행의 ${labels[1]} 가운데 어느 것이 먼저 끝날지는 두 줄 사이에 흐른 시간에 달려 있습니다.`,
        en: `Whether ${labels[0]} (line ${line}) or ${labels[1]} (line ${other}) is due first depends on the time that passes between setting them.`,
      };
    case "due":
      return {
        ko: `이벤트 루프가 timers 단계에 왔을 때 ${line}행의 ${labels[0]}가 이미 끝났는지는 그때까지 걸린 시간에 달려 있습니다. 아니면 ${labels[1]}이(가) 먼저입니다.`,
        en: `Whether ${labels[0]} (line ${line}) is due already when the loop comes to its timers phase depends on the time passed; if it is not, ${labels[1]} comes first.`,
      };
    case "file":
      return {
        ko: `${line}행의 ${labels[0]}가 언제 끝날지는 운영체제가 정합니다. ${labels[1]}보다 먼저일 수도, 나중일 수도 있습니다.`,
        en: `When ${labels[0]} (line ${line}) is done is up to the operating system: before or after ${labels[1]}.`,
      };
  }
}
