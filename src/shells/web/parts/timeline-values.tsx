/** A step of a timeline in words, and what each cell and lock holds after it. */
import type { ReactNode } from "react";
import { stepLine } from "../../../views/step-words.ts";
import type { Timeline } from "../../../views/timeline.ts";
import { useSettings } from "../shell/settings.tsx";
import style from "./timeline-values.module.css";

interface Props {
  readonly timeline: Timeline;
  /** The step that one is at: 0 before the first, null the whole run. */
  readonly at: number | null;
}

export function TimelineSaid({ timeline, at }: Props): ReactNode {
  const { t, language } = useSettings();
  if (at === null) return <span className="faint">{t.timeline.all}</span>;
  const step = timeline.steps[at - 1];
  if (!step) return <span className="faint">{t.timeline.before}</span>;
  return (
    <>
      <b className="mono">{timeline.lanes[step.thread]!.name}</b> {stepLine(step.action, language)}
    </>
  );
}

/** What each cell and lock holds after the step, and what was returned by then. */
export function TimelineValues({ timeline, at }: Props): ReactNode {
  const { t } = useSettings();
  const { cells, locks, lanes, deadlock, cut, steps } = timeline;
  const here = at ?? steps.length;
  const ended = here >= steps.length;
  const returned = lanes.filter((lane) => lane.result !== null && lane.endedAfter !== null && lane.endedAfter <= here);
  return (
    <dl className={style["values"]}>
      {cells.map((cell) => (
        <div key={cell.name} className={here > 0 && cell.values[here] !== cell.values[here - 1] ? style["fresh"] : ""}>
          <dt>{cell.name}</dt>
          <dd>{cell.values[here]}</dd>
        </div>
      ))}
      {locks.map((lock) => (
        <div key={lock.name}>
          <dt>{lock.name}</dt>
          <dd>{lock.owners[here] == null ? t.timeline.nobody : `T${lock.owners[here]}`}</dd>
        </div>
      ))}
      {lanes.some((lane) => lane.result !== null) && (
        <div>
          <dt>{t.timeline.returned}</dt>
          <dd>{returned.length === 0 ? "–" : returned.map((lane) => `${lane.name} ${lane.result}`).join(", ")}</dd>
        </div>
      )}
      {ended && deadlock && (
        <div className={style["bad"]}>
          <dd>{t.timeline.deadlock(deadlock.threads.map((thread) => `T${thread}`).join(", "))}</dd>
        </div>
      )}
      {ended && cut && (
        <div className={style["bad"]}>
          <dd>{t.timeline.cut}</dd>
        </div>
      )}
    </dl>
  );
}
