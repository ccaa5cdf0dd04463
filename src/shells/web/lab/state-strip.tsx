/** The state machine of each host's connection: where it is now, and the way it came. Drawn from the protocol's own table. */
import { type ReactNode, useMemo } from "react";
import { formatTime, type Instant } from "../../../engine/base/time.ts";
import { type ConnectionStates, currentEnd, type StateDiagram, stateAt, stateDiagram } from "../../../views/states.ts";
import { useSettings } from "../shell/settings.tsx";
import type { NetworkView } from "../worker/protocol.ts";
import style from "./state-strip.module.css";

interface Props {
  readonly network: NetworkView;
  readonly selected: number | null;
  readonly time: string;
}

/** More hosts than this are more than one follows at a time. */
const mostHosts = 4;

export function StateStrip({ network, selected, time }: Props): ReactNode {
  const { t } = useSettings();
  const { connections, ladder, ways, samples } = network;
  const diagram = useMemo(() => stateDiagram(ways), [ways]);
  const now = selected ?? Number.POSITIVE_INFINITY;
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
            <Machine diagram={diagram} end={end} now={now} host={host} />
          </section>
        ))}
      </div>
      {samples.length > 0 && (
        <div className={style["plots"]}>
          {samples.slice(0, 4).map((line) => (
            <Plot key={`${line.connection} ${line.what}`} line={line} now={now} />
          ))}
        </div>
      )}
    </section>
  );
}

interface MachineProps {
  readonly diagram: StateDiagram;
  readonly end: ConnectionStates;
  readonly now: number;
  readonly host: string;
}

function Machine({ diagram, end, now, host }: MachineProps): ReactNode {
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
        return (
          <g key={name} className={style[tone]}>
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

const plotWidth = 300;
const plotHeight = 64;

/** Congestion window or round-trip time over time, as steps: a value holds until the next. */
function Plot({ line, now }: { readonly line: NetworkView["samples"][number]; readonly now: number }): ReactNode {
  const { t } = useSettings();
  const { values, limits, what, host } = line;
  const first = values[0]!.at;
  const span = Math.max(1, values.at(-1)!.at - first);
  // A threshold that nothing has set yet is as good as infinite: it does not press the curve flat.
  const most = Math.max(1, ...values.map((one) => one.value)) * 1.25;
  const x = (at: number): number => ((at - first) / span) * plotWidth;
  const y = (value: number): number => plotHeight - (Math.min(value, most) / most) * plotHeight;
  const path = (list: typeof values): string =>
    list.map((one, at) => (at === 0 ? `M${x(one.at)} ${y(one.value)}` : `H${x(one.at)}V${y(one.value)}`)).join("");
  const here = values.findLast((one) => one.event <= now);
  const said = (value: number): string => (what === "cwnd" ? `${value} B` : formatTime(value as Instant));
  const words = t.lab.states.plots[what];
  const end = values.at(-1)!;
  return (
    <figure className={style["plot"]}>
      <figcaption>
        {host} · {words.value} <b>{here ? said(here.value) : ""}</b> <span>{words.limit}</span>
      </figcaption>
      <svg
        width={plotWidth}
        height={plotHeight}
        role="img"
        aria-label={t.lab.states.plotted(host, words.value, values.length, said(values[0]!.value), said(end.value))}
      >
        <path d={`M0 ${plotHeight - 0.5}H${plotWidth}`} className={style["way"]} />
        <path d={path(limits)} className={style["limit"]} />
        <path d={path(values)} className={style["value"]} />
        {here && <circle cx={x(here.at)} cy={y(here.value)} r={3.5} className={style["dot"]} />}
      </svg>
    </figure>
  );
}
