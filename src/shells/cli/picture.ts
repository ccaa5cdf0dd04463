/** A run as a command shows it when nobody asked for a certain view: threads as a timeline, a network as a part of its ladder. */
import type { EventId } from "../../engine/trace/happening.ts";
import type { Trace } from "../../engine/trace/trace.ts";
import type { Language } from "../../lab/text.ts";
import { gantts } from "../../views/gantt.ts";
import { ganttText } from "../../views/gantt-text.ts";
import { excerpt, ladder } from "../../views/ladder.ts";
import { ladderText } from "../../views/ladder-text.ts";
import { timelines } from "../../views/timeline.ts";
import { timelineText } from "../../views/timeline-text.ts";

export interface PictureOptions {
  readonly language: Language;
  readonly columns: number;
  /** The events that a verdict rests on: the part of a ladder that is shown is round these. */
  readonly because: readonly EventId[];
  /** At most so many rungs of a ladder; what is left out is counted. */
  readonly rungs: number;
}

export function picture(trace: Trace, { language, columns, because, rungs }: PictureOptions): string {
  if (trace.of("frame.sent").length === 0) return threadTexts(trace, { language, columns, because });
  const whole = ladder(trace);
  const part = whole.rungs.length <= rungs ? { ...whole, before: 0, after: 0 } : excerpt(whole, because, rungs);
  const more = (count: number): string[] =>
    count === 0 ? [] : [language === "ko" ? `… 사건 ${count}개 더 (run --ladder)` : `… ${count} more (run --ladder)`];
  return [...more(part.before), ladderText(part, { language, because }), ...more(part.after)].join("\n");
}

/** The threads of each host: a chart where its CPUs take time, else a timeline of steps. */
export function threadTexts(trace: Trace, options: Omit<PictureOptions, "rungs">): string {
  const charts = gantts(trace);
  const hosts = new Set(charts.map(({ host }) => host));
  return [
    ...charts.map((chart) => ganttText(chart, options)),
    ...timelines(trace)
      .filter(({ host }) => !hosts.has(host))
      .map((timeline) => timelineText(timeline, options)),
  ].join("\n\n");
}
