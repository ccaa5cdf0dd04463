/** Stepping through a run: buttons, speed, a slider over its stops, and where one is. The keys are the same everywhere. */
import type { ReactNode } from "react";
import { useKeys } from "../shell/keys.ts";
import { useSettings } from "../shell/settings.tsx";
import style from "./controls.module.css";
import { Icon, type IconName } from "./icon.tsx";
import { type Stepper, speeds } from "./stepper.ts";

interface Props {
  readonly stepper: Stepper;
  /** In a bar with little room the ends are reached by the slider and by Home and End. */
  readonly ends?: boolean;
}

export function StepButtons({ stepper, ends = true }: Props): ReactNode {
  const { t } = useSettings();
  const { at, steps } = stepper;
  const button = (icon: IconName, label: string, action: () => void, off: boolean): ReactNode => (
    <button
      type="button"
      className="btn quiet icon"
      aria-label={label}
      title={label}
      aria-disabled={off}
      onClick={() => {
        if (!off) action();
      }}
    >
      <Icon name={icon} />
    </button>
  );
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would be for a form
    <div role="group" aria-label={t.timeline.controls} className={style["buttons"]}>
      {ends && button("first", t.timeline.first, stepper.first, at === 0)}
      {button("previous", t.timeline.previous, stepper.previous, at === 0)}
      {button(
        stepper.playing ? "pause" : "play",
        stepper.playing ? t.timeline.pause : t.timeline.play,
        stepper.play,
        false,
      )}
      {button("next", t.timeline.next, stepper.next, at === steps)}
      {ends && button("last", t.timeline.last, stepper.last, at === steps)}
      <select
        className={style["speed"]}
        aria-label={t.player.speed}
        title={t.player.speed}
        value={stepper.speed}
        onChange={(event) => stepper.setSpeed(Number(event.target.value))}
      >
        {speeds.map((speed) => (
          <option key={speed} value={speed}>
            {t.player.perSecond(speed)}
          </option>
        ))}
      </select>
    </div>
  );
}

interface ScrubProps {
  readonly stepper: Stepper;
  /** The time that it stands at, in words; null where no time passes. */
  readonly time: string | null;
  /** Stops (1, 2, ...) at which something was lost. */
  readonly lost: readonly number[];
}

export function Scrubber({ stepper, time, lost }: ScrubProps): ReactNode {
  const { t } = useSettings();
  const { at, steps } = stepper;
  const place = at ?? steps;
  return (
    <>
      <span className={style["scrub"]}>
        <input
          type="range"
          min={0}
          max={steps}
          value={place}
          aria-label={time === null ? t.lab.steps : t.ladder.time}
          aria-valuetext={time === null ? t.timeline.step(place, steps) : t.ladder.timeAt(time, place, steps)}
          onChange={(event) => stepper.to(event.target.valueAsNumber)}
        />
        <svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
          <path
            d={lost.map((stop) => `M${((stop / Math.max(1, steps)) * 100).toFixed(2)} 0V6`).join("")}
            vectorEffect="non-scaling-stroke"
          />
        </svg>
      </span>
      {time !== null && <span className={style["clock"]}>{time}</span>}
      <span className={style["count"]}>
        {time === null ? t.timeline.step(place, steps) : t.ladder.step(place, steps)}
      </span>
    </>
  );
}

/** Arrows, Home, End and P wherever the focus is. */
export function usePlayerKeys(stepper: Stepper): void {
  const { singleKeys } = useSettings();
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
}
