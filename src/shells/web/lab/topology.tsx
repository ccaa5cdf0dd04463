/** The hosts side by side, the state that each one's connection is in now, and the frame that is selected on its way between them. */
import { Fragment, memo, type ReactNode } from "react";
import type { FrameRung } from "../../../views/ladder.ts";
import { currentEnd, stateAt } from "../../../views/states.ts";
import { Icon } from "../parts/icon.tsx";
import { useSettings } from "../shell/settings.tsx";
import type { NetworkView } from "../worker/protocol.ts";
import style from "./topology.module.css";

interface Props {
  readonly network: NetworkView;
  readonly selected: number | null;
  /** Up to which event the run has come. */
  readonly now: number;
  readonly frame: FrameRung | null;
}

export const Topology = memo(function Topology({ network, selected, now, frame }: Props): ReactNode {
  const { t } = useSettings();
  const { ladder, addresses, connections } = network;
  const stateOf = (host: string): string | null => {
    const latest = currentEnd(connections, host, now);
    return latest ? stateAt(latest, now) : null;
  };
  // Sent: it has just left. Arrived: it is about to be there. Lost: it stays halfway.
  const way = frame === null ? 0 : selected === frame.event ? (frame.dropped ? 0.5 : 0.22) : frame.dropped ? 0.5 : 0.8;
  return (
    <section className={style["topology"]} aria-label={t.ladder.topology}>
      {ladder.lifelines.map(({ name, host }, at) => {
        const state = stateOf(host);
        return (
          <Fragment key={name}>
            {at > 0 && <Wire left={at - 1} frame={frame} way={way} names={ladder.lifelines.map((line) => line.name)} />}
            <div className={style["host"]}>
              <Icon name="host" />
              <span>
                <b>{name}</b>
                <span className={style["address"]}>{addresses[at] ?? ""}</span>
              </span>
              {state && (
                <span className={style["state"]} data-state={state}>
                  {state}
                </span>
              )}
            </div>
          </Fragment>
        );
      })}
    </section>
  );
});

interface WireProps {
  /** The lifeline on its left. */
  readonly left: number;
  readonly frame: FrameRung | null;
  readonly way: number;
  readonly names: readonly string[];
}

function Wire({ left, frame, way, names }: WireProps): ReactNode {
  const { t } = useSettings();
  const here = frame && Math.min(frame.from, frame.to) <= left && Math.max(frame.from, frame.to) > left ? frame : null;
  const right = here ? here.to > here.from : true;
  const x = 6 + (right ? way : 1 - way) * 188;
  const label = here
    ? t.ladder.flying(`${here.number} ${here.label}`, names[here.from]!, names[here.to]!)
    : t.ladder.idle;
  return (
    <svg viewBox="0 0 200 30" preserveAspectRatio="none" className={style["wire"]} role="img" aria-label={label}>
      <path d="M0 15H200" className={style["line"]} vectorEffect="non-scaling-stroke" />
      {here && (
        <g transform={`translate(${x} 15)`} className={here.dropped ? style["lost"] : style["flying"]}>
          {here.dropped ? (
            <path d="M-4 -6l8 12m0 -12l-8 12" vectorEffect="non-scaling-stroke" />
          ) : (
            <>
              <rect x={-5} y={-6} width={10} height={12} vectorEffect="non-scaling-stroke" />
              <path d={right ? "M6 -4l5 4l-5 4z" : "M-6 -4l-5 4l5 4z"} className={style["tip"]} />
            </>
          )}
        </g>
      )}
    </svg>
  );
}
