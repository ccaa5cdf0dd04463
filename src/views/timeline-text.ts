/** The timeline as text, time running to the right: what the picture shows, for a terminal, a chat or a screen reader. */
import type { EventId } from "../engine/trace/happening.ts";
import { centre, padEnd, width } from "./columns.ts";
import { stepWords } from "./step-words.ts";
import type { Lane, Timeline } from "./timeline.ts";

export interface TextOptions {
  readonly language: "ko" | "en";
  /** Columns of the terminal: longer timelines are broken into blocks. */
  readonly columns: number;
  /** Events to point at: those that a verdict rests on. */
  readonly because: readonly EventId[];
}

/** Writes one host's timeline. Lines end without trailing spaces; the last has no line break. */
export function timelineText(timeline: Timeline, options: TextOptions): string {
  const { lanes, steps, cells, locks } = timeline;
  const { language } = options;
  const names = [
    ...lanes.map((lane) => lane.name),
    ...cells.map((cell) => cell.name),
    ...locks.map((lock) => lock.name),
  ];
  const margin = Math.max(...names.map(width), 4) + 2;
  const words = steps.map((step) => stepWords(step.action, language));
  const box = Math.max(9, ...words.flatMap(({ verb, what }) => [width(verb) + 2, width(what) + 2]));
  const perBlock = Math.max(1, Math.floor((options.columns - margin) / (box + 1)));
  const out: string[] = [];
  for (let from = 0; from < steps.length; from += perBlock) {
    const block = steps.slice(from, from + perBlock);
    const row = (name: string, cell: (index: number) => string): void =>
      void out.push((padEnd(name, margin) + block.map((_, index) => cell(from + index)).join("")).trimEnd());
    if (from > 0) out.push("");
    row("", (index) => bar(steps[index]!.switched) + centre(String(index + 1), box));
    for (const lane of lanes) {
      row(
        lane.name,
        (index) =>
          bar(steps[index]!.switched) +
          (steps[index]!.thread === lane.thread ? centre(words[index]!.verb, box) : idle(lane, index + 1, box)),
      );
      row(
        "",
        (index) =>
          bar(steps[index]!.switched) +
          (steps[index]!.thread === lane.thread ? centre(words[index]!.what, box) : " ".repeat(box)),
      );
    }
    for (const cell of cells)
      row(cell.name, (index) => bar(steps[index]!.switched) + centre(String(cell.values[index + 1]), box));
    for (const lock of locks) {
      const owner = (index: number): string => (lock.owners[index + 1] === null ? "·" : `T${lock.owners[index + 1]}`);
      row(lock.name, (index) => bar(steps[index]!.switched) + centre(owner(index), box));
    }
    if (block.some((step) => options.because.includes(step.event)))
      row("", (index) => ` ${options.because.includes(steps[index]!.event) ? centre("^", box) : " ".repeat(box)}`);
  }
  out.push("", ...closing(timeline, language));
  return out.join("\n");
}

const bar = (switched: boolean): string => (switched ? "┊" : " ");

function idle(lane: Lane, step: number, box: number): string {
  const waiting = lane.waits.some((wait) => wait.after < step && (wait.until === null || step < wait.until));
  if (waiting) return "~".repeat(box);
  return lane.endedAfter !== null && lane.endedAfter < step ? " ".repeat(box) : "─".repeat(box);
}

function closing(timeline: Timeline, language: "ko" | "en"): string[] {
  const ko = language === "ko";
  const lines = [
    ko
      ? `스레드 전환 ${timeline.switches}번 (┊)`
      : `${timeline.switches} thread ${timeline.switches === 1 ? "switch" : "switches"} (┊)`,
  ];
  const returned = timeline.lanes.filter((lane) => lane.result !== null);
  if (returned.length > 0)
    lines.push(`${ko ? "돌려준 값" : "returned"}: ${returned.map((lane) => `${lane.name} ${lane.result}`).join(", ")}`);
  if (timeline.deadlock) {
    const { threads, cycle } = timeline.deadlock;
    const who = threads.map((thread) => `T${thread}`).join(", ");
    const ring = cycle.length > 0 ? ` (${[...cycle, cycle[0]!].map((thread) => `T${thread}`).join(" → ")})` : "";
    lines.push(
      ko
        ? `교착: ${who} 영원히 기다림${ring}`
        : `deadlock: ${who} ${threads.length === 1 ? "waits" : "wait"} for ever${ring}`,
    );
  }
  if (timeline.cut) lines.push(ko ? "끝나지 않아 여기서 잘랐습니다." : "It did not end and was cut here.");
  return lines;
}
