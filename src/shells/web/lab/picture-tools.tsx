/** Above a picture: which one, whose conversation, how close, and whether one guesses before one sees. */
import { type ReactNode, useMemo, useState } from "react";
import { conversations, type Rung } from "../../../views/ladder.ts";
import { Icon } from "../parts/icon.tsx";
import { useSettings } from "../shell/settings.tsx";
import style from "./picture-tools.module.css";

export type PictureName = "ladder" | "time" | "threads";

export interface Zoom {
  /** How far apart a ladder's rungs stand, and how much wider than the page the axis of time is. */
  readonly ladder: number;
  readonly time: number;
  readonly step: number;
  closer(): void;
  farther(): void;
}

const ladderSteps = [0.2, 0.35, 0.6, 1, 1.4, 2, 2, 2];
const timeSteps = [1, 1, 1, 1, 2, 4, 12, 40];
const usual = 3;

export function useZoom(): Zoom {
  const [step, setStep] = useState(usual);
  return {
    step,
    ladder: ladderSteps[step]!,
    time: timeSteps[step]!,
    closer: () => setStep((before) => Math.min(ladderSteps.length - 1, before + 1)),
    farther: () => setStep((before) => Math.max(0, before - 1)),
  };
}

interface Props {
  readonly pictures: readonly PictureName[];
  readonly picture: PictureName;
  onPicture(picture: PictureName): void;
  readonly rungs: readonly Rung[];
  readonly flow: string | null;
  onFlow(flow: string | null): void;
  readonly zoom: Zoom;
  readonly guessing: boolean;
  /** Null: nothing to guess in this run. */
  readonly onGuessing: (() => void) | null;
}

export function PictureTools(props: Props): ReactNode {
  const { pictures, picture, onPicture, rungs, flow, onFlow, zoom, guessing, onGuessing } = props;
  const { t } = useSettings();
  const flows = useMemo(() => conversations(rungs), [rungs]);
  const steps = picture === "time" ? timeSteps : ladderSteps;
  const button = (name: "plus" | "minus", label: string, action: () => void, off: boolean): ReactNode => (
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
      <Icon name={name} />
    </button>
  );
  return (
    <div className={style["tools"]}>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would be for a form */}
      <span role="group" aria-label={t.lab.picture} className="seg">
        {pictures.map((one) => (
          <button key={one} type="button" aria-pressed={one === picture} onClick={() => onPicture(one)}>
            {t.player.pictures[one]}
          </button>
        ))}
      </span>
      {flows.length > 1 && (
        <select
          aria-label={t.player.follow}
          title={t.player.follow}
          value={flow ?? ""}
          onChange={(event) => onFlow(event.target.value === "" ? null : event.target.value)}
        >
          <option value="">{t.player.allFlows(flows.length)}</option>
          {flows.slice(0, 200).map((one) => (
            <option key={one.flow} value={one.flow}>
              {one.flow} ({one.frames})
            </option>
          ))}
        </select>
      )}
      {picture !== "threads" && (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset would be for a form
        <span role="group" aria-label={t.player.zoom} className={style["zoom"]}>
          {button("minus", t.player.farther, zoom.farther, steps[zoom.step]! <= Math.min(...steps))}
          {button("plus", t.player.closer, zoom.closer, steps[zoom.step]! >= Math.max(...steps))}
        </span>
      )}
      {onGuessing && (
        <button type="button" className={`btn ${style["guess"]}`} aria-pressed={guessing} onClick={onGuessing}>
          {t.player.guess.turn}
        </button>
      )}
    </div>
  );
}
