/** The ladder as text, time running down: one line a rung. */
import { formatTime } from "../engine/base/time.ts";
import type { EventId } from "../engine/trace/happening.ts";
import { centre, padEnd, padStart, width } from "./columns.ts";
import type { Ladder, Rung } from "./ladder.ts";
import { stepLine } from "./step-words.ts";

export interface LadderTextOptions {
  readonly language: "ko" | "en";
  /** Events to mark: those that a verdict rests on. */
  readonly because: readonly EventId[];
}

const waitsForEver = { ko: "영원히 기다림", en: "waits for ever" } as const;

const dropWords = {
  ko: {
    loss: "사라짐",
    "queue-full": "큐가 차서 버려짐",
    "too-long": "너무 길어 버려짐",
    fault: "결함으로 사라짐",
    choice: "사라지게 함",
  },
  en: {
    loss: "lost",
    "queue-full": "dropped, queue full",
    "too-long": "dropped, too long",
    fault: "lost by the fault",
    choice: "made to be lost",
  },
} as const;

export function ladderText(ladder: Ladder, options: LadderTextOptions): string {
  const { lifelines, rungs } = ladder;
  const { language } = options;
  const steps = rungs.flatMap((rung) => (rung.kind === "step" ? [width(stepLine(rung.step.action, language))] : []));
  const frames = rungs.flatMap((rung) => (rung.kind === "frame" ? [width(rung.label) + 8] : []));
  const stuck = rungs.some((rung) => rung.kind === "deadlock") ? [width(waitsForEver[language]) + 2] : [];
  const column = Math.max(
    14,
    ...stuck,
    ...lifelines.map((line) => width(line.name) + 2),
    ...steps.map((w) => w + 2),
    ...frames,
  );
  // A thread program whose steps take no time is numbered; a run in which time passes shows the time.
  const timed = rungs.some((rung) => rung.at > 0);
  const left = timed
    ? Math.max(9, ...rungs.map((rung) => width(formatTime(rung.at)))) + 1
    : String(rungs.length).length + 1;
  const out = [(" ".repeat(left) + lifelines.map((line) => centre(line.name, column)).join("")).trimEnd()];
  let number = 0;
  for (const rung of rungs) {
    number++;
    const switched = rung.kind === "step" && rung.step.switched;
    const margin = padStart(timed ? formatTime(rung.at) : String(number), left);
    const mark = options.because.includes(rung.event) ? "  ◀" : "";
    const line = margin + body(rung, lifelines.length, column, language);
    if (switched) out.push(" ".repeat(left) + "╌".repeat(column * lifelines.length));
    out.push((mark === "" ? line : padEnd(line, left + column * lifelines.length) + mark).trimEnd());
  }
  return out.join("\n");
}

function body(rung: Rung, lifelines: number, column: number, language: "ko" | "en"): string {
  if (rung.kind === "deadlock") {
    const word = waitsForEver[language];
    return Array.from({ length: lifelines }, (_, at) => centre(rung.on.includes(at) ? word : "", column)).join("");
  }
  if (rung.kind === "step")
    return Array.from({ length: lifelines }, (_, at) =>
      centre(at === rung.on ? stepLine(rung.step.action, language) : "│", column),
    ).join("");
  const [first, last] = rung.from < rung.to ? [rung.from, rung.to] : [rung.to, rung.from];
  const span = (last - first) * column - 1;
  const label = ` ${rung.label} `;
  const shaft = Math.max(2, span - width(label) - 1);
  const half = shaft >> 1;
  const rightward = rung.from < rung.to;
  const lost = rung.dropped !== null;
  const tail = "─".repeat(half);
  const head = lost ? `${"╌".repeat(Math.max(0, shaft - half - 1))}✕` : "─".repeat(shaft - half);
  const arrow = rightward
    ? `${tail}${label}${head}${lost ? " " : "▶"}`
    : `${lost ? " " : "◀"}${[...head].reverse().join("")}${label}${tail}`;
  const before = Array.from({ length: first }, () => centre("│", column)).join("") + " ".repeat(column >> 1);
  const why = rung.dropped ? `  ${dropWords[language][rung.dropped]}` : "";
  return `${before}${arrow}${why}`;
}
