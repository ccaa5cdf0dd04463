/** The chart of CPUs and threads as text, time running to the right, with the same that the picture says. */
import type { Instant } from "../engine/base/time.ts";
import { padEnd, width } from "./columns.ts";
import type { Gantt } from "./gantt.ts";

export interface GanttTextOptions {
  readonly language: "ko" | "en";
  /** Columns of the terminal. */
  readonly columns: number;
  /** Writes an instant; milliseconds unless said. */
  readonly time?: (at: Instant) => string;
}

/** Running, changing over, ready, waiting, not there. */
const marks = { running: "█", switching: "▒", ready: "·", blocked: "~", absent: " " } as const;

/** Writes one host's chart. Lines end without trailing spaces; the last has no line break. */
export function ganttText(gantt: Gantt, options: GanttTextOptions): string {
  const ko = options.language === "ko";
  const time = options.time ?? milliseconds;
  const names = [
    ...gantt.lanes.map(({ name }) => name),
    ...(gantt.cpus.length > 1 ? gantt.cpus.map(({ number }) => `CPU ${number}`) : []),
    ...gantt.locks.map(({ name }) => name),
  ];
  const margin = Math.max(4, ...names.map(width)) + 2;
  const cells = Math.max(10, options.columns - margin - 1);
  const scale = scaleOf(gantt, cells);
  const cellOf = (at: Instant): number => Math.floor((at - gantt.from) / scale);
  const used = Math.max(1, Math.ceil((gantt.to - gantt.from) / scale));
  // What a cell shows is what took most of its time; of equals, what is named first.
  const row = (stretches: readonly { from: Instant; to: Instant; mark: string }[]): string => {
    const shares = Array.from({ length: used }, () => new Map<string, number>());
    for (const { from, to, mark } of stretches)
      for (let cell = cellOf(from); cell < used && gantt.from + cell * scale < to; cell++) {
        const begin = gantt.from + cell * scale;
        const share = Math.min(to, begin + scale) - Math.max(from, begin);
        if (share > 0) shares[cell]!.set(mark, (shares[cell]!.get(mark) ?? 0) + share);
      }
    return shares
      .map((share) => [...share].reduce((most, one) => (one[1] > most[1] ? one : most), [marks.absent as string, 0])[0])
      .join("");
  };
  const line = (name: string, text: string): string => (padEnd(name, margin) + text).trimEnd();
  const switching = gantt.cpus.flatMap(({ stretches }) => stretches.filter(({ kind }) => kind === "switch"));
  const lines = gantt.lanes.map(({ name, thread, stretches }) =>
    line(
      name,
      row([
        ...switching
          .filter((one) => one.thread === thread)
          .map(({ from, to }) => ({ from, to, mark: marks.switching })),
        ...stretches.map(({ state, from, to }) => ({ from, to, mark: marks[state] })),
      ]),
    ),
  );
  if (gantt.cpus.length > 1)
    for (const { number, stretches } of gantt.cpus)
      lines.push(
        line(
          `CPU ${number}`,
          row(
            stretches.map(({ from, to, kind, thread }) => ({
              from,
              to,
              mark: kind === "switch" ? marks.switching : digit(thread),
            })),
          ),
        ),
      );
  for (const { name, held } of gantt.locks)
    lines.push(line(name, row(held.map(({ from, to, by }) => ({ from, to, mark: digit(by) })))));
  lines.push(axis(gantt, scale, used, margin, time), "", ...legend(gantt, ko));
  return lines.join("\n");
}

/** Nanoseconds a cell: the time itself in whole cells where it fits, else a round number. */
function scaleOf(gantt: Gantt, cells: number): number {
  const span = Math.max(1, gantt.to - gantt.from);
  for (let power = 1; ; power *= 10)
    for (const step of [power, 2 * power, 5 * power]) if (span / step <= cells) return step;
}

/** Which thread, in one column: 0 to 9, then letters, then again. */
const digit = (thread: number): string => "0123456789abcdefghijklmnopqrstuvwxyz"[thread % 36]!;

function axis(gantt: Gantt, scale: number, used: number, margin: number, time: (at: Instant) => string): string {
  let text = " ".repeat(margin);
  for (let cell = 0; cell <= used; cell += 10) {
    const label = time((gantt.from + cell * scale) as Instant);
    const at = margin + cell;
    if (text.length <= at) text = text.padEnd(at) + label;
  }
  return text.trimEnd();
}

function legend(gantt: Gantt, ko: boolean): string[] {
  const count = gantt.switches.length;
  const why = new Map<string, number>();
  for (const { why: reason } of gantt.switches) why.set(reason, (why.get(reason) ?? 0) + 1);
  const reasons = [...why].map(([reason, times]) => `${(ko ? koreanReasons[reason] : reason) ?? reason} ${times}`);
  const detail = reasons.length > 0 ? ` (${reasons.join(", ")})` : "";
  const switching = gantt.cpus.some(({ stretches }) => stretches.some(({ kind }) => kind === "switch"));
  const keys = ko
    ? [
        `${marks.running} 실행`,
        ...(switching ? [`${marks.switching} 전환`] : []),
        `${marks.ready} 준비`,
        `${marks.blocked} 대기`,
      ]
    : [
        `${marks.running} running`,
        ...(switching ? [`${marks.switching} switching`] : []),
        `${marks.ready} ready`,
        `${marks.blocked} waiting`,
      ];
  return [
    keys.join("  "),
    ko ? `문맥 교환 ${count}번${detail}` : `${count} context ${count === 1 ? "switch" : "switches"}${detail}`,
  ];
}

const koreanReasons: Readonly<Record<string, string>> = {
  blocked: "대기",
  exit: "종료",
  preempted: "선점",
  quantum: "타임 슬라이스",
  yield: "양보",
};

const milliseconds = (at: Instant): string => `${at / 1_000_000}`;
