/** Stepping through a run: buttons, and a slider over its events with what was lost marked on it. */
import type { ReactNode } from "react";
import type { EventStepper } from "../parts/event-stepper.ts";
import { Icon, type IconName } from "../parts/icon.tsx";
import { useSettings } from "../shell/settings.tsx";
import type { NetworkView, RunView } from "../worker/protocol.ts";
import style from "./transport.module.css";

interface Props {
  readonly run: RunView;
  readonly network: NetworkView;
  readonly stepper: EventStepper;
}

export function Transport({ run, network, stepper }: Props): ReactNode {
  const { t } = useSettings();
  const { at, steps, selected } = stepper;
  const place = at ?? steps;
  const time = selected === null ? (at === 0 ? t.ladder.start : run.virtualTime) : run.events[selected]!.at;
  const lost = network.ladder.rungs.filter((rung) => rung.kind === "frame" && rung.dropped !== null).slice(0, 100);
  const button = (name: IconName, label: string, action: () => void, off: boolean): ReactNode => (
    <button
      type="button"
      className="btn quiet icon"
      aria-label={label}
      title={label}
      aria-disabled={off}
      onClick={action}
    >
      <Icon name={name} />
    </button>
  );
  return (
    <div className={style["transport"]}>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would be for a form */}
      <div role="group" aria-label={t.timeline.controls} className={style["buttons"]}>
        {button("previous", t.timeline.previous, stepper.previous, place === 0)}
        {button(
          stepper.playing ? "pause" : "play",
          stepper.playing ? t.timeline.pause : t.timeline.play,
          stepper.play,
          false,
        )}
        {button("next", t.timeline.next, stepper.next, place === steps)}
      </div>
      <span className={style["scrub"]}>
        <input
          type="range"
          min={0}
          max={steps}
          value={place}
          aria-label={t.ladder.time}
          aria-valuetext={t.ladder.timeAt(time, place, steps)}
          onChange={(event) => stepper.to(event.target.valueAsNumber)}
        />
        <svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
          {lost.map((rung) => {
            const x = (network.stops.indexOf(rung.event) / Math.max(1, steps)) * 100;
            return <path key={rung.event} d={`M${x} 0V6`} vectorEffect="non-scaling-stroke" />;
          })}
        </svg>
      </span>
      <span className={style["clock"]}>{time}</span>
      <span className={style["count"]}>{t.ladder.step(place, steps)}</span>
    </div>
  );
}
