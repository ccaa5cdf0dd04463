/** The state machine of each host's connection: where it is now, and the way it came. Drawn from the protocol's own table. */
import { memo, type ReactNode, useMemo } from "react";
import {
  type ConnectionStates,
  currentEnd,
  lastChange,
  type StateDiagram,
  stateAt,
  stateDiagram,
} from "../../../views/states.ts";
import { useSettings } from "../shell/settings.tsx";
import type { NetworkView } from "../worker/protocol.ts";
import style from "./state-strip.module.css";

interface Props {
  readonly network: NetworkView;
  /** Up to which event the run has come. */
  readonly now: number;
  readonly time: string;
  onSelect(event: number): void;
}

/** More hosts than this are more than one follows at a time. */
const mostHosts = 4;

export const StateStrip = memo(function StateStrip({ network, now, time, onSelect }: Props): ReactNode {
  const { t } = useSettings();
  const { connections, ladder, transitions } = network;
  const diagram = useMemo(() => stateDiagram(transitions), [transitions]);
  const hosts = [...new Set(ladder.lifelines.map((line) => line.host))];
  const shown = hosts.flatMap((host) => {
    const end = currentEnd(connections, host, now);
    return end ? [{ host, end }] : [];
  });
  if (shown.length === 0) return null;
  return (
    <section className={style["strip"]} aria-label={t.lab.states.title}>
      <h2>
        {t.lab.states.title} <small>{t.lab.states.at(time)}</small>
        <a href="https://www.rfc-editor.org/rfc/rfc9293#section-3.3.2" target="_blank" rel="noreferrer">
          RFC 9293 3.3.2
        </a>
      </h2>
      <div className={style["machines"]}>
        {shown.slice(0, mostHosts).map(({ host, end }) => (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by the keyboard
          <section key={host} className={style["machine"]} tabIndex={0} aria-label={host}>
            <b title={end.connection}>{host}</b>
            <Machine diagram={diagram} end={end} now={now} host={host} onSelect={onSelect} />
            <Change network={network} end={end} now={now} />
          </section>
        ))}
      </div>
    </section>
  );
});

/** How the state was reached: what happened, what was sent on the way, and where that is written. */
function Change({
  network,
  end,
  now,
}: {
  readonly network: NetworkView;
  readonly end: ConnectionStates;
  readonly now: number;
}): ReactNode {
  const { t } = useSettings();
  const last = lastChange(end, network.transitions, now);
  if (!last) return null;
  const { change, row } = last;
  const section = row && /^[0-9.]+$/.test(row.source) ? row.source : null;
  return (
    <p className={style["change"]}>
      {change.from} → {change.to}: {t.lab.states.triggers[change.why] ?? change.why}
      {row?.sends ? `, ${t.lab.states.sends(row.sends)}` : ""}
      {section && (
        <>
          {" "}
          <a href={`https://www.rfc-editor.org/rfc/rfc9293#section-${section}`} target="_blank" rel="noreferrer">
            {section}
          </a>
        </>
      )}
    </p>
  );
}

interface MachineProps {
  readonly diagram: StateDiagram;
  readonly end: ConnectionStates;
  readonly now: number;
  readonly host: string;
  onSelect(event: number): void;
}

function Machine({ diagram, end, now, host, onSelect }: MachineProps): ReactNode {
  const { t } = useSettings();
  const current = stateAt(end, now);
  const taken = end.changes.filter((change) => change.event <= now);
  const passed = new Set([...(taken[0] ? [taken[0].from] : []), ...taken.map((change) => change.to)]);
  const took = new Set(taken.map((change) => `${change.from} ${change.to}`));
  const label = t.lab.states.passed(host, [...passed].join(", "), current);
  return (
    <svg width={diagram.width} height={diagram.height} role="img" aria-label={label} data-state={current}>
      {diagram.ways.map((way) => (
        <path
          key={`${way.from} ${way.to}`}
          d={way.path}
          className={took.has(`${way.from} ${way.to}`) ? style["took"] : style["way"]}
        />
      ))}
      {diagram.boxes.map(({ name, x, y }) => {
        const tone = name === current ? "current" : passed.has(name) ? "passed" : "other";
        const change = end.changes.find((one) => one.to === name);
        return (
          // biome-ignore lint/a11y/noStaticElementInteractions: a short cut for the pointer; the list of events has the same for the keyboard
          <g
            key={name}
            className={`${style[tone]} ${change ? style["reached"] : ""}`}
            onClick={change && (() => onSelect(change.event))}
          >
            <rect x={x} y={y} width={diagram.boxWidth} height={diagram.boxHeight} rx={tone === "current" ? 10 : 2} />
            <text x={x + diagram.boxWidth / 2} y={y + 14}>
              {name}
            </text>
          </g>
        );
      })}
    </svg>
  );
}
