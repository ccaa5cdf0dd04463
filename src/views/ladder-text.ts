/** The ladder as text, time running down: one line a rung. */
import { formatTime } from "../engine/base/time.ts";
import type { EventId } from "../engine/trace/happening.ts";
import { centre, padEnd, padStart, width } from "./columns.ts";
import type { FrameRung, Ladder, Note, Rung } from "./ladder.ts";
import { stepLine } from "./step-words.ts";

export interface LadderTextOptions {
  readonly language: "ko" | "en";
  /** Events to mark: those that a verdict rests on. */
  readonly because: readonly EventId[];
}

const words = {
  ko: {
    loss: "사라짐",
    "queue-full": "큐가 차서 버려짐",
    "too-long": "너무 길어 버려짐",
    fault: "결함으로 사라짐",
    choice: "사라지게 함",
    again: "다시",
    expired: "타이머 만료",
    ignored: "버림",
    stuck: "영원히 기다림",
  },
  en: {
    loss: "lost",
    "queue-full": "dropped, queue full",
    "too-long": "dropped, too long",
    fault: "lost by the fault",
    choice: "made to be lost",
    again: "again",
    expired: "timer expired",
    ignored: "dropped",
    stuck: "waits for ever",
  },
} as const;

/** A note in a few words; the same beside the picture. */
export function noteWords(note: Note, language: "ko" | "en"): string {
  const say = words[language];
  switch (note.kind) {
    case "state":
      return note.to;
    case "timer":
      return `${say.expired} (${note.timer})`;
    case "ignored":
      return `${say.ignored}: ${note.why}`;
    case "called":
      return `${note.call}()`;
    case "returned":
      return `${note.call}() = ${note.result ?? 0}`;
  }
}

export function ladderText(ladder: Ladder, options: LadderTextOptions): string {
  const { lifelines, rungs } = ladder;
  const { language } = options;
  const sizes = rungs.map((rung) => width(middle(rung, language)) + (rung.kind === "frame" ? 8 : 2));
  const column = Math.max(14, ...lifelines.map((line) => width(line.name) + 2), ...sizes);
  // A thread program whose steps take no time is numbered; a run in which time passes shows the time.
  const timed = rungs.some((rung) => rung.at > 0);
  const times = rungs.map((rung) => width(formatTime(rung.at)));
  const left = timed ? Math.max(9, ...times) + 1 : String(rungs.length).length + 1;
  const out = [(" ".repeat(left) + lifelines.map((line) => centre(line.name, column)).join("")).trimEnd()];
  for (const [index, rung] of rungs.entries()) {
    const switched = rung.kind === "step" && rung.step.switched;
    const margin = padStart(timed ? formatTime(rung.at) : String(index + 1), left);
    const mark = options.because.includes(rung.event) ? "  ◀" : "";
    const line = margin + body(rung, lifelines.length, column, language);
    if (switched) out.push(" ".repeat(left) + "╌".repeat(column * lifelines.length));
    out.push((mark === "" ? line : padEnd(line, left + column * lifelines.length) + mark).trimEnd());
  }
  return out.join("\n");
}

/** What stands in the middle of a rung. */
function middle(rung: Rung, language: "ko" | "en"): string {
  switch (rung.kind) {
    case "step":
      return stepLine(rung.step.action, language);
    case "note":
      return noteWords(rung.note, language);
    case "deadlock":
      return words[language].stuck;
    case "frame":
      return [rung.label, rung.detail, rung.again ? words[language].again : ""].filter((part) => part !== "").join(" ");
  }
}

function body(rung: Rung, lifelines: number, column: number, language: "ko" | "en"): string {
  if (rung.kind === "frame") return arrow(rung, lifelines, column, language);
  const on = rung.kind === "deadlock" ? rung.on : [rung.on];
  const text = middle(rung, language);
  return Array.from({ length: lifelines }, (_, at) => centre(on.includes(at) ? text : "│", column)).join("");
}

function arrow(rung: FrameRung, lifelines: number, column: number, language: "ko" | "en"): string {
  const [first, last] = rung.from < rung.to ? [rung.from, rung.to] : [rung.to, rung.from];
  const span = (last - first) * column - 1;
  const label = ` ${middle(rung, language)} `;
  const shaft = Math.max(2, span - width(label) - 1);
  const half = shaft >> 1;
  const lost = rung.dropped !== null;
  const line = rung.again ? "═" : "─";
  const tail = line.repeat(half);
  const head = lost ? `${"╌".repeat(Math.max(0, shaft - half - 1))}✕` : line.repeat(shaft - half);
  const right = `${tail}${label}${head}${lost ? " " : "▶"}`;
  const leftward = `${lost ? " " : "◀"}${[...head].reverse().join("")}${label}${tail}`;
  const before = Array.from({ length: first }, () => centre("│", column)).join("");
  const after = Array.from({ length: lifelines - 1 - last }, () => centre("│", column)).join("");
  const why = rung.dropped ? `  ${words[language][rung.dropped]}` : "";
  const edge = centre("│", column);
  const start = edge.slice(0, edge.indexOf("│") + 1);
  const shape = rung.from < rung.to ? right : leftward;
  return `${before}${start}${shape.slice(0, Math.max(0, shape.length))}${after === "" ? "" : edge.slice(edge.indexOf("│"))}${after}${why}`;
}
