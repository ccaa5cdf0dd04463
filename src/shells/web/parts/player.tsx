/** A timeline with its controls: the picture, stepping by buttons and keys, and in words what the step did and what holds after it. */
import type { ReactNode } from "react";
import { stepLine } from "../../../views/step-words.ts";
import type { Timeline } from "../../../views/timeline.ts";
import { useKeys } from "../shell/keys.ts";
import { useSettings } from "../shell/settings.tsx";
import { Icon, type IconName } from "./icon.tsx";
import style from "./player.module.css";
import type { Stepper } from "./stepper.ts";
import { TimelinePicture } from "./timeline-picture.tsx";

interface Props {
  readonly timeline: Timeline;
  readonly because: readonly number[];
  readonly wrong: boolean;
  readonly stepper: Stepper;
  /** Marks the steps at which another thread could have gone. */
  readonly forkable?: boolean;
}

export function Player({ timeline, because, wrong, stepper, forkable = false }: Props): ReactNode {
  const { t, singleKeys } = useSettings();
  const quietly = (action: () => void) => (event: KeyboardEvent) => {
    event.preventDefault();
    action();
  };
  useKeys(
    {
      ArrowLeft: quietly(stepper.previous),
      ArrowRight: quietly(stepper.next),
      Home: quietly(stepper.first),
      End: quietly(stepper.last),
      p: quietly(stepper.play),
    },
    singleKeys,
  );
  const { at, steps } = stepper;
  const button = (name: IconName, label: string, action: () => void, off: boolean): ReactNode => (
    <button type="button" className="btn icon" aria-label={label} title={label} aria-disabled={off} onClick={action}>
      <Icon name={name} />
    </button>
  );
  return (
    <div className={style["player"]}>
      <TimelinePicture
        timeline={timeline}
        because={because}
        wrong={wrong}
        at={at}
        forkable={forkable}
        onPick={stepper.to}
      />
      <div className={style["controls"]}>
        {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would be for a form */}
        <div role="group" aria-label={t.timeline.controls} className={style["buttons"]}>
          {button("first", t.timeline.first, stepper.first, at === 0)}
          {button("previous", t.timeline.previous, stepper.previous, at === 0)}
          {button(
            stepper.playing ? "pause" : "play",
            stepper.playing ? t.timeline.pause : t.timeline.play,
            stepper.play,
            false,
          )}
          {button("next", t.timeline.next, stepper.next, at === steps)}
          {button("last", t.timeline.last, stepper.last, at === steps)}
        </div>
        <p className={style["count"]}>{t.timeline.step(at ?? steps, steps)}</p>
        <p className={style["said"]} aria-live="polite">
          <Now timeline={timeline} at={at} />
        </p>
      </div>
      <Values timeline={timeline} at={at ?? steps} />
    </div>
  );
}

/** The step in words. */
function Now({ timeline, at }: { readonly timeline: Timeline; readonly at: number | null }): ReactNode {
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
function Values({ timeline, at }: { readonly timeline: Timeline; readonly at: number }): ReactNode {
  const { t } = useSettings();
  const { cells, locks, lanes, deadlock, cut, steps } = timeline;
  const ended = at >= steps.length;
  const returned = lanes.filter((lane) => lane.result !== null && lane.endedAfter !== null && lane.endedAfter <= at);
  return (
    <dl className={style["values"]}>
      {cells.map((cell) => (
        <div key={cell.name} className={at > 0 && cell.values[at] !== cell.values[at - 1] ? style["fresh"] : ""}>
          <dt>{cell.name}</dt>
          <dd>{cell.values[at]}</dd>
        </div>
      ))}
      {locks.map((lock) => (
        <div key={lock.name}>
          <dt>{lock.name}</dt>
          <dd>{lock.owners[at] == null ? t.timeline.nobody : `T${lock.owners[at]}`}</dd>
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
