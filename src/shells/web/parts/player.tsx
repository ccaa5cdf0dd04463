/**
 * A player for the width of a pane: a picture, stepping by buttons and keys, and in words what stands there. The lab spreads the same
 * parts over a page of its own (`lab/run-player.tsx`); which picture it is does not matter to either.
 */
import type { ReactNode, Ref } from "react";
import { useSettings } from "../shell/settings.tsx";
import { StepButtons, usePlayerKeys } from "./controls.tsx";
import style from "./player.module.css";
import type { Stepper } from "./stepper.ts";

interface Props {
  readonly stepper: Stepper;
  /** What happens at the step, in words. */
  readonly said: ReactNode;
  /** What holds after the step, or what shapes mean: stands below. */
  readonly below?: ReactNode;
  /** A long picture scrolls in a window of its own, which has this name. */
  readonly window?: { readonly name: string; readonly ref: Ref<HTMLElement> };
  readonly children: ReactNode;
}

export function Player({ stepper, said, below, window, children }: Props): ReactNode {
  const { t } = useSettings();
  usePlayerKeys(stepper);
  const { at, steps } = stepper;
  return (
    <div className={style["player"]}>
      {window ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by the keyboard
        <section ref={window.ref} className={style["window"]} tabIndex={0} aria-label={window.name}>
          {children}
        </section>
      ) : (
        children
      )}
      <div className={style["controls"]}>
        <StepButtons stepper={stepper} />
        <p className={style["count"]}>{t.timeline.step(at ?? steps, steps)}</p>
        <p className={style["said"]} aria-live="polite">
          {said}
        </p>
      </div>
      {below}
    </div>
  );
}
