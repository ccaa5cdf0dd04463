/** What stands on a ladder in words: beside a lifeline, and on an arrow from fullest to shortest. */
import { formatTime, type Instant } from "../../../engine/base/time.ts";
import type { Language } from "../../../lab/text.ts";
import type { FrameRung, Rung } from "../../../views/ladder.ts";
import { stepLine } from "../../../views/step-words.ts";
import type { Settings } from "../shell/settings.tsx";

type Words = Settings["t"];

/** An instant beside the ladder: the unit stands nowhere, for it is seconds everywhere. */
export const timeOnAxis = (at: number): string => formatTime(at as Instant).replace(" s", "");

export function noteText(rung: Exclude<Rung, FrameRung>, t: Words, language: Language): string {
  if (rung.kind === "step") return stepLine(rung.step.action, language);
  if (rung.kind === "deadlock") return t.timeline.forever;
  const { note } = rung;
  const known = t.ladder;
  switch (note.kind) {
    case "state":
      return note.to;
    case "timer":
      return known.expired(known.timers[note.timer] ?? note.timer);
    case "ignored":
      return known.ignored(known.why[note.why] ?? note.why);
    case "called":
      return `${note.call}()`;
    case "returned":
      return note.result === null ? known.returned(note.call) : `${note.call}() = ${note.result}`;
  }
}

/** The same from fullest to shortest, for where there is little room. */
export function noteTexts(rung: Exclude<Rung, FrameRung>, t: Words, language: Language): string[] {
  const full = noteText(rung, t, language);
  if (rung.kind !== "note") return [full];
  const { note } = rung;
  if (note.kind === "timer") return [full, t.ladder.timers[note.timer] ?? note.timer];
  if (note.kind === "ignored") return [full, t.ladder.dropped];
  return note.kind === "returned" ? [full, `${note.call}()`] : [full];
}

export function frameTexts(frame: FrameRung, t: Words): string[] {
  const parts = (...more: string[]): string =>
    [String(frame.number), frame.label, ...more].filter((one) => one !== "").join(" ");
  const again = frame.again ? t.ladder.again : "";
  const [first = ""] = frame.detail.split(" ");
  return [parts(frame.detail, again), parts(first, again), parts(again), parts()];
}

/** "SYN-ACK 다시 보냄, 사라짐": what became of a frame, for headings and for who does not see the picture. */
export function frameFate(frame: FrameRung, t: Words): string {
  const words = [
    frame.again ? t.ladder.sentAgain : "",
    frame.dropped === null ? "" : t.ladder.lost[frame.dropped],
    ...frame.altered.map((how) => t.ladder.altered[how]),
    frame.ignored === null ? "" : t.ladder.ignored(t.ladder.why[frame.ignored] ?? frame.ignored),
  ];
  return words.filter((one) => one !== "").join(", ");
}
