/**
 * `viva event-loop`: in which order Node prints. A table shows for each line which queue it came from and who queued it; where Node's
 * order is not determined, it shows two orders and why. Nothing is run by Node: the program is interpreted.
 */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { Language, Text } from "../../lab/text.ts";
import type { LoopEvent } from "../../language/javascript/node/execution.ts";
import { type Prediction, predict } from "../../language/javascript/predict.ts";
import type { Goal } from "../../language/javascript/syntax.ts";
import { colour, exitCode, note, print, printJson } from "./io.ts";

export interface EventLoopFlags {
  readonly json?: boolean;
}

/** @returns 0 with an answer (also with "not determined"), 2 when the program cannot be read or interpreted */
export function eventLoop(file: string, flags: EventLoopFlags, language: Language): number {
  let source: string;
  try {
    source = readFileSync(file === "-" ? 0 : file, "utf8");
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code ?? String(error);
    note(`viva: ${file}: ${language === "ko" ? `읽을 수 없습니다 (${why})` : `cannot be read (${why})`}`);
    return exitCode.usage;
  }
  const result = predict(source, goalOf(file));
  if (result.kind !== "prediction") {
    note(`viva: ${file}:${result.line}:${result.column}: ${result.says[language]}`);
    return exitCode.usage;
  }
  if (flags.json) {
    const { order, decided, orders, executions, module, uncaught } = result;
    const lines = printedLines(result.events);
    printJson({
      schema: "viva.event-loop/1",
      order,
      decided,
      why: result.why[language],
      orders,
      clocks: executions,
      module,
      exitCode: result.exitCode,
      uncaught,
      lines: decided
        ? lines.map(({ text, line, queue, label, queuedLine }) => ({ text, line, queue, label, queuedLine }))
        : [],
    });
  } else if (result.decided) printTable(result, language);
  else printDoubt(result, language);
  return exitCode.fine;
}

/** As Node decides it: by the name, else by the nearest package.json, else by the syntax. */
function goalOf(file: string): Goal {
  if (file.endsWith(".mjs")) return "module";
  if (file.endsWith(".cjs")) return "commonjs";
  if (file === "-") return "either";
  for (let folder = dirname(resolve(file)); ; folder = dirname(folder)) {
    const path = join(folder, "package.json");
    if (existsSync(path)) {
      try {
        const { type } = JSON.parse(readFileSync(path, "utf8")) as { type?: unknown };
        return type === "module" ? "module" : type === "commonjs" ? "commonjs" : "either";
      } catch {
        return "either";
      }
    }
    if (dirname(folder) === folder) return "either";
  }
}

interface PrintedLine {
  readonly text: string;
  readonly line: number;
  readonly queue: string;
  readonly label: string;
  /** Where the task was asked for. */
  readonly queuedLine: number;
}

/** What went to stdout, line by line, each with the task that printed it. */
function printedLines(events: readonly LoopEvent[]): PrintedLine[] {
  const tasks = new Map<number, Extract<LoopEvent, { kind: "queued" }>>();
  const lines: PrintedLine[] = [];
  let open = "";
  for (const event of events) {
    if (event.kind === "queued") tasks.set(event.task, event);
    if (event.kind !== "printed" || event.stream !== "stdout") continue;
    const task = event.task === null ? undefined : tasks.get(event.task);
    const parts = (open + event.text).split("\n");
    open = parts.pop()!;
    for (const text of parts)
      lines.push({
        text,
        line: event.line,
        queue: task?.queue ?? "exit",
        label: task?.label ?? "exit",
        queuedLine: task?.line ?? event.line,
      });
  }
  if (open !== "") lines.push({ text: open, line: 0, queue: "", label: "", queuedLine: 0 });
  return lines;
}

const queues: Readonly<Record<string, Text>> = {
  main: { ko: "동기 코드", en: "synchronous" },
  tick: { ko: "nextTick 큐", en: "tick queue" },
  microtask: { ko: "마이크로태스크", en: "microtasks" },
  timer: { ko: "timers 단계", en: "timers phase" },
  immediate: { ko: "check 단계", en: "check phase" },
  poll: { ko: "poll 단계", en: "poll phase" },
  exit: { ko: "종료", en: "exit" },
};

function printTable(result: Prediction, language: Language): void {
  const ko = language === "ko";
  const rows = printedLines(result.events).map((one) => {
    const from =
      one.queue === "main" || one.queue === ""
        ? ""
        : `${one.label}, ${ko ? `${one.queuedLine}행` : `line ${one.queuedLine}`}`;
    return [one.text, queues[one.queue]?.[language] ?? "", from, one.line > 0 ? String(one.line) : ""] as const;
  });
  const head = ko ? ["출력", "어디에서", "누가 넣었나", "행"] : ["printed", "from", "queued by", "line"];
  const widths = head.map((title, i) => Math.min(40, Math.max(columns(title), ...rows.map((row) => columns(row[i]!)))));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, i) => cell + " ".repeat(Math.max(0, widths[i]! - columns(cell))))
      .join("  ")
      .trimEnd();
  print(colour.dim(line(head)));
  for (const row of rows) print(line(row));
  if (result.uncaught !== null)
    note(
      ko
        ? `처리되지 않은 예외로 끝납니다 (종료 코드 ${result.exitCode}): ${result.uncaught}`
        : `Ends with an uncaught exception (exit code ${result.exitCode}): ${result.uncaught}`,
    );
  note(`${colour.green("✓")} ${result.why[language]}`);
}

function printDoubt(result: Prediction, language: Language): void {
  const ko = language === "ko";
  note(
    `${colour.yellow("≈")} ${ko ? "Node의 순서가 정해져 있지 않습니다." : "Node's order is not determined."} ${result.why[language]}`,
  );
  for (const [i, order] of result.orders.slice(0, 2).entries()) {
    if (result.orders.length > 1) print(colour.dim(ko ? `가능한 순서 ${i + 1}` : `possible order ${i + 1}`));
    for (const line of order) print(result.orders.length > 1 ? `  ${line}` : line);
  }
}

/** Columns in a terminal: two for Hangul, Han and Kana. */
function columns(text: string): number {
  let count = 0;
  for (const char of text)
    count += /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60]/.test(char) ? 2 : 1;
  return count;
}
