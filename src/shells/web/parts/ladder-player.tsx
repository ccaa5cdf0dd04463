/** A ladder with its controls, for the width of a pane: the picture, stepping by buttons and keys, and in words what stands there. */
import { type ReactNode, useCallback, useMemo, useRef } from "react";
import { formatTime } from "../../../engine/base/time.ts";
import { useKeys } from "../shell/keys.ts";
import { useSettings } from "../shell/settings.tsx";
import type { NetworkView } from "../worker/protocol.ts";
import { useEventStepper } from "./event-stepper.ts";
import { Icon, type IconName } from "./icon.tsx";
import { LadderLegend, LadderPicture } from "./ladder-picture.tsx";
import style from "./ladder-player.module.css";
import { frameFate, frameTexts, noteText } from "./ladder-words.ts";

interface Props {
  readonly network: NetworkView;
  readonly name: string;
  readonly because: readonly number[];
  readonly wrong: boolean;
}

export function LadderPlayer({ network, name, because, wrong }: Props): ReactNode {
  const { t, language, singleKeys } = useSettings();
  const { ladder } = network;
  const stops = useMemo(() => [...new Set<number>(ladder.rungs.map((rung) => rung.event))], [ladder]);
  const stepper = useEventStepper(stops, name, null);
  const { at, steps, selected } = stepper;
  const window = useRef<HTMLElement>(null);
  // It opens at what the verdict rests on, without moving the pane round it.
  const show = useCallback(() => {
    const [frame, mark] = [window.current, window.current?.querySelector("[data-because]")];
    if (frame && mark) frame.scrollTop += mark.getBoundingClientRect().top - frame.getBoundingClientRect().top - 160;
  }, []);
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
  const rung = selected === null ? undefined : ladder.rungs.find((one) => one.event === selected);
  const said = !rung
    ? at === null
      ? t.timeline.all
      : t.timeline.before
    : rung.kind === "frame"
      ? [frameTexts(rung, t)[0], frameFate(rung, t)].filter(Boolean).join(": ")
      : noteText(rung, t, language);
  const where = rung && rung.kind !== "deadlock" ? ladder.lifelines[rung.kind === "frame" ? rung.from : rung.on] : null;
  const button = (icon: IconName, label: string, action: () => void, off: boolean): ReactNode => (
    <button type="button" className="btn icon" aria-label={label} title={label} aria-disabled={off} onClick={action}>
      <Icon name={icon} />
    </button>
  );
  return (
    <div className={style["player"]}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by the keyboard */}
      <section ref={window} className={style["window"]} tabIndex={0} aria-label={t.lab.tabs.ladder}>
        <LadderPicture
          key={name}
          network={network}
          selected={selected}
          because={because}
          wrong={wrong}
          onSelect={stepper.select}
          onDrawn={show}
        />
      </section>
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
          {rung && <span className="mono">{formatTime(rung.at)}</span>} {where && <b>{where.name}</b>} {said}
        </p>
      </div>
      <LadderLegend />
    </div>
  );
}
