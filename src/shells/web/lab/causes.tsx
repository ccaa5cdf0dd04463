/**
 * The chain of causes of the selected event, nearest first, each with its time. Between a timer and what set it stands what was waited
 * for in vain: the trace has no event for what did not happen, so it is worked out from what was lost meanwhile, and drawn apart.
 */
import { Fragment, memo, type ReactNode } from "react";
import { type FrameRung, rungIndex } from "../../../views/ladder.ts";
import { Icon } from "../parts/icon.tsx";
import { useSettings } from "../shell/settings.tsx";
import type { NetworkView } from "../worker/protocol.ts";
import style from "./causes.module.css";
import { LayerMark } from "./event-list.tsx";
import type { Events } from "./events.ts";

interface Props {
  readonly events: Events;
  readonly network: NetworkView | null;
  readonly event: number | null;
  onSelect(event: number): void;
}

/** A longer chain is shown so far, until the rest is asked for. */
const mostShown = 24;

export const Causes = memo(function Causes({ events, network, event, onSelect }: Props): ReactNode {
  const { t, say } = useSettings();
  if (event === null) return null;
  const chain = events.chain(event);
  const shown = chain.slice(0, mostShown);
  return (
    <section className={style["causes"]} aria-label={t.lab.causes}>
      <h2>
        {t.lab.causes} <small>{t.lab.causesAbout}</small>
      </h2>
      <ol>
        {shown.map((one, at) => {
          const words = events.words(one);
          const cause = shown[at + 1];
          return (
            <Fragment key={one}>
              <li aria-current={at === 0 ? "true" : undefined}>
                <button type="button" onClick={() => onSelect(one)}>
                  <span className={style["at"]}>{network ? events.time(one).replace(" s", "") : one}</span>
                  <LayerMark layer={events.layer(one)} />
                  <span className={style["who"]}>{events.who(one)}</span>
                  <span>{words ? say(words) : "…"}</span>
                </button>
              </li>
              {cause !== undefined &&
                lostBetween(network, cause, one).map((frame) => (
                  <li key={frame.event} className={style["vain"]} data-vain={frame.event}>
                    <button type="button" onClick={() => onSelect(frame.event)}>
                      <Icon name="drop" />
                      <span>{t.lab.inVain(`${frame.number} ${frame.label}`)}</span>
                    </button>
                  </li>
                ))}
            </Fragment>
          );
        })}
        {chain.length > mostShown && <li className={style["rest"]}>{t.lab.moreCauses(chain.length - mostShown)}</li>}
        {chain.length === 1 && <li className={style["rest"]}>{t.lab.noCause}</li>}
      </ol>
    </section>
  );
});

/** Of a timer that expired: the frames of its conversation that were lost between what set it and its expiry. */
function lostBetween(network: NetworkView | null, cause: number, timer: number): FrameRung[] {
  const rungs = network?.ladder.rungs ?? [];
  const place = rungIndex(rungs, timer);
  const expiry = rungs[place];
  if (expiry?.event !== timer || expiry.kind !== "note" || expiry.note.kind !== "timer") return [];
  const lost: FrameRung[] = [];
  for (let at = place - 1; at >= 0 && rungs[at]!.event > cause && lost.length < 2; at--) {
    const rung = rungs[at]!;
    if (rung.kind === "frame" && rung.dropped !== null && rung.flow === expiry.flow) lost.unshift(rung);
  }
  return lost;
}
