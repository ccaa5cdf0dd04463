/** The run of a claim in the pane beside the note: the player with a ladder, or with a timeline of threads. */
import { type ReactNode, useCallback, useMemo, useRef } from "react";
import { formatTime } from "../../../engine/base/time.ts";
import { rungIndex } from "../../../views/ladder.ts";
import type { Timeline } from "../../../views/timeline.ts";
import { LadderPicture } from "../parts/ladder-picture.tsx";
import { LadderLegend } from "../parts/ladder-svg.tsx";
import { frameFate, frameTexts, noteText } from "../parts/ladder-words.ts";
import { Player } from "../parts/player.tsx";
import { useStepper } from "../parts/stepper.ts";
import { stepAt, TimelinePicture } from "../parts/timeline-picture.tsx";
import { TimelineSaid, TimelineValues } from "../parts/timeline-values.tsx";
import { useSettings } from "../shell/settings.tsx";
import type { NetworkView } from "../worker/protocol.ts";

interface Props {
  readonly name: string;
  readonly because: readonly number[];
  readonly wrong: boolean;
}

export function LadderPlayer({ network, name, because, wrong }: Props & { readonly network: NetworkView }): ReactNode {
  const { t, language } = useSettings();
  const { ladder } = network;
  const stops = useMemo(() => [...new Set<number>(ladder.rungs.map((rung) => rung.event))], [ladder]);
  const stepper = useStepper(stops, name);
  const { at, selected, now } = stepper;
  const window = useRef<HTMLElement>(null);
  // It opens at what the verdict rests on, without moving the pane round it.
  const show = useCallback(() => {
    const [frame, mark] = [window.current, window.current?.querySelector("[data-because]")];
    if (frame && mark) frame.scrollTop += mark.getBoundingClientRect().top - frame.getBoundingClientRect().top - 160;
  }, []);
  const rung = selected === null ? undefined : ladder.rungs[rungIndex(ladder.rungs, selected)];
  const said = !rung
    ? at === null
      ? t.timeline.all
      : t.timeline.before
    : rung.kind === "frame"
      ? [frameTexts(rung, t)[0], frameFate(rung, t)].filter(Boolean).join(": ")
      : noteText(rung, t, language);
  const where = rung && rung.kind !== "deadlock" ? ladder.lifelines[rung.kind === "frame" ? rung.from : rung.on] : null;
  return (
    <Player
      stepper={stepper}
      window={{ name: t.lab.tabs.ladder, ref: window }}
      said={
        <>
          {rung && <span className="mono">{formatTime(rung.at)}</span>} {where && <b>{where.name}</b>} {said}
        </>
      }
      below={<LadderLegend />}
    >
      <LadderPicture
        key={name}
        network={network}
        selected={selected}
        now={now}
        because={because}
        wrong={wrong}
        onSelect={stepper.select}
        onDrawn={show}
      />
    </Player>
  );
}

export function TimelinePlayer({ timeline, name, because, wrong }: Props & { readonly timeline: Timeline }): ReactNode {
  const stops = useMemo(() => timeline.steps.map((step) => step.event), [timeline]);
  const stepper = useStepper(stops, name);
  const at = stepAt(timeline, stepper.now);
  return (
    <Player
      stepper={stepper}
      said={<TimelineSaid timeline={timeline} at={at} />}
      below={<TimelineValues timeline={timeline} at={at} />}
    >
      <TimelinePicture
        timeline={timeline}
        selected={stepper.selected}
        now={stepper.now}
        because={because}
        wrong={wrong}
        onSelect={stepper.select}
      />
    </Player>
  );
}
