/** The lane beside the note: where in the whole file verdicts stand, and which part is in sight. For the pointer only. */
import { type PointerEvent, type ReactNode, type RefObject, useEffect, useMemo, useState } from "react";
import type { StatementVerdict } from "../../../study/coach/check.ts";
import type { NoteView } from "../worker/protocol.ts";
import style from "./note-text.module.css";

/** The lane has so many places; the worst verdict of each is drawn. */
const places = 260;
const gravity: readonly StatementVerdict[] = ["no-experiment", "unclear", "confirmed", "depends", "refuted"];
const bars = {
  refuted: { width: 9, height: 6, color: "var(--no)" },
  depends: { width: 7, height: 5, color: "var(--dep)" },
  confirmed: { width: 3, height: 3, color: "var(--ok)" },
  unclear: { width: 3, height: 2, color: "var(--none)" },
  "no-experiment": { width: 3, height: 2, color: "var(--edge)" },
} as const;

interface Props {
  readonly view: NoteView;
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly total: number;
}

export function Lane({ view, scroller, total }: Props): ReactNode {
  const [sight, setSight] = useState({ top: 0, height: 1 });
  // biome-ignore lint/correctness/useExhaustiveDependencies: `total` changes when lines have been measured
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const look = (): void =>
      setSight({
        top: element.scrollTop / element.scrollHeight,
        height: Math.min(1, element.clientHeight / element.scrollHeight),
      });
    look();
    element.addEventListener("scroll", look, { passive: true });
    return () => element.removeEventListener("scroll", look);
  }, [scroller, total]);
  const marks = useMemo(() => {
    const worst = new Map<number, StatementVerdict>();
    for (const { line, verdict } of view.statements) {
      const place = Math.floor(((line - 0.5) / Math.max(1, view.lines)) * places);
      const before = worst.get(place);
      if (before === undefined || gravity.indexOf(verdict) > gravity.indexOf(before)) worst.set(place, verdict);
    }
    return [...worst];
  }, [view]);
  const jump = (event: PointerEvent<HTMLElement>): void => {
    const element = scroller.current;
    if (!element || (event.type === "pointermove" && event.buttons !== 1)) return;
    const { top, height } = event.currentTarget.getBoundingClientRect();
    element.scrollTop = ((event.clientY - top) / height) * element.scrollHeight - element.clientHeight / 2;
  };
  return (
    <div className={style["lane"]} aria-hidden="true" onPointerDown={jump} onPointerMove={jump}>
      {marks.map(([place, verdict]) => (
        <i
          key={place}
          style={{
            top: `${(place / places) * 100}%`,
            width: bars[verdict].width,
            height: bars[verdict].height,
            background: bars[verdict].color,
          }}
        />
      ))}
      <b style={{ top: `${sight.top * 100}%`, height: `${sight.height * 100}%` }} />
    </div>
  );
}
