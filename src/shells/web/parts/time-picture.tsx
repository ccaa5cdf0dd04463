/**
 * Paints a run over one axis of time: hosts with their CPUs, frames from row to row, and what connections measure. Zoomed it scrolls to
 * the side, and what is out of sight is not painted. Pointing at a frame, a thread or a curve selects its event; pointing beside them
 * goes to that moment.
 */
import { type MouseEvent, type ReactNode, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { formatTime, type Instant } from "../../../engine/base/time.ts";
import { firstIndex } from "../../../views/first-index.ts";
import { fitting } from "../../../views/ladder-layout.ts";
import type { Samples } from "../../../views/samples.ts";
import type { TimeAxis } from "../../../views/time-axis.ts";
import { axisOf, laneHeight, layOutTime, type TimeLayout, type TimeModel } from "../../../views/time-lanes.ts";
import { useSettings } from "../shell/settings.tsx";
import { frameFate, timeOnAxis } from "./ladder-words.ts";
import type { Picturing } from "./picture.ts";
import { textWidth } from "./text-width.ts";
import style from "./time-picture.module.css";

interface Props extends Picturing {
  readonly model: TimeModel;
  readonly zoom?: number;
  /** The frame that the selected event is about, or -1. */
  readonly frame: number;
  /** When the selected event happens; null for none. */
  readonly nowAt: number | null;
  /** Goes to a moment. */
  onMoment(at: number): void;
}

const names = 96;
/** What is out of sight by less than this is painted all the same. */
const margin = 400;

export function TimePicture(props: Props): ReactNode {
  const { model, zoom = 1, frame, nowAt, now, hidden = false, because, wrong, onSelect, onMoment } = props;
  const { t } = useSettings();
  const holder = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  const [left, setLeft] = useState(0);
  useLayoutEffect(() => {
    const element = holder.current!;
    const look = (): void => setWidth(Math.floor(element.clientWidth));
    const observer = new ResizeObserver(look);
    observer.observe(element);
    look();
    return () => observer.disconnect();
  }, []);
  const axis = useMemo(
    () => (width === 0 ? null : axisOf(model, Math.max(200, width - names - 8) * zoom)),
    [model, width, zoom],
  );
  const until = hidden ? now : Number.POSITIVE_INFINITY;
  const layout = useMemo(
    () => (axis ? layOutTime(model, axis, left - margin, left + width + margin, until) : null),
    [model, axis, left, width, until],
  );
  // Where one steps, the picture goes along.
  useEffect(() => {
    const element = holder.current;
    if (!axis || nowAt === null || !element || zoom === 1) return;
    const x = axis.x(nowAt);
    const seen = element.clientWidth - names;
    if (x < element.scrollLeft + 20 || x > element.scrollLeft + seen - 20) element.scrollLeft = x - seen / 2;
  }, [axis, nowAt, zoom]);
  const moment = (event: MouseEvent<SVGElement>): void => {
    if (!axis) return;
    onMoment(axis.at(event.clientX - event.currentTarget.getBoundingClientRect().left));
  };
  return (
    <section
      ref={holder}
      className={style["holder"]}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by the keyboard
      tabIndex={0}
      aria-label={t.player.timeLabel}
      onScroll={(event) => {
        const at = Math.round(event.currentTarget.scrollLeft / (margin / 2)) * (margin / 2);
        if (at !== left) setLeft(at);
      }}
    >
      {layout && axis && (
        <div className={style["sheet"]} style={{ width: axis.width + names + 8, height: layout.height }}>
          <Names layout={layout} now={now} />
          {/* biome-ignore lint/a11y/useKeyWithClickEvents: a short cut for the pointer; the slider has the same for the keyboard */}
          <svg
            width={axis.width + 8}
            height={layout.height}
            role="img"
            aria-label={t.player.timeLabel}
            className={style["picture"]}
            onClick={moment}
          >
            <Ground layout={layout} axis={axis} />
            {layout.lanes.map(({ name, kind, top, spans }) => (
              <g key={`${top} ${name}`} className={style[kind]}>
                {spans.map((span) => (
                  // biome-ignore lint/a11y/noStaticElementInteractions: a short cut for the pointer; the list of events has the same for the keyboard
                  <g
                    key={span.event}
                    className={style["span"]}
                    data-span={span.event}
                    onClick={(event) => {
                      event.stopPropagation();
                      onSelect(span.event);
                    }}
                  >
                    <title>
                      {span.count > 1
                        ? t.player.runsOf(span.count)
                        : kind === "runs"
                          ? t.player.runs(span.text, name)
                          : span.text}
                    </title>
                    <rect x={span.x} y={top} width={span.width} height={laneHeight - 2} />
                    {span.width > 24 && (
                      <text x={span.x + 4} y={top + 12}>
                        {fitting([span.text], span.width - 8, textWidth)}
                      </text>
                    )}
                  </g>
                ))}
              </g>
            ))}
            {layout.arrows.map(({ x1, y1, x2, y2, frame: own, lost, count }) => {
              const here = own.event === frame;
              const rests = because.includes(own.event) || own.received.some((event) => because.includes(event));
              const tone = lost ? style["lost"] : rests ? (wrong ? style["lost"] : style["right"]) : "";
              const wide = Math.hypot(x2 - x1, y2 - y1);
              const angle = (Math.atan2(y2 - y1, x2 - x1) * 180) / Math.PI;
              const fate = frameFate(own, t);
              return (
                // biome-ignore lint/a11y/noStaticElementInteractions: a short cut for the pointer; the list of events has the same for the keyboard
                <g
                  key={`${own.event} ${x2}`}
                  className={`${style["arrow"]} ${tone} ${here ? style["here"] : ""}`}
                  data-flight={own.event}
                  onClick={(event) => {
                    event.stopPropagation();
                    onSelect(own.event);
                  }}
                >
                  <title>
                    {`${own.number} ${own.label} ${own.detail}${fate === "" ? "" : `: ${fate}`}${count > 1 ? ` (+${count - 1})` : ""}`}
                  </title>
                  <path d={`M${x1} ${y1}L${x2} ${y2}`} className={style["reach"]} />
                  {own.again && <path d={`M${x1 + 3} ${y1}L${x2 + 3} ${y2}`} className={style["shaft"]} />}
                  <path d={`M${x1} ${y1}L${x2} ${y2}`} className={style["shaft"]} />
                  {lost ? (
                    <path d={`M${x2 - 5} ${y2 - 5}l10 10m0 -10l-10 10`} className={style["cross"]} />
                  ) : (
                    layout.arrows.length < 500 && (
                      <path
                        d="M-8 -3.5L0 0L-8 3.5z"
                        transform={`translate(${x2} ${y2}) rotate(${angle})`}
                        className={own.again || own.ignored !== null ? style["hollow"] : style["head"]}
                      />
                    )
                  )}
                  {count === 1 && (zoom > 1 || layout.arrows.length < 60) && textWidth(own.label) + 6 < wide && (
                    <text
                      transform={`translate(${(x1 + x2) / 2} ${(y1 + y2) / 2}) rotate(${angle}) translate(0 -4)`}
                      className={style["word"]}
                    >
                      {own.label}
                    </text>
                  )}
                </g>
              );
            })}
            {layout.plots.map(({ samples, top, height, value, limit }) => (
              // biome-ignore lint/a11y/noStaticElementInteractions: a short cut for the pointer; the list of events has the same for the keyboard
              <g
                key={`${samples.host} ${samples.connection} ${samples.what}`}
                transform={`translate(0 ${top})`}
                data-plot={samples.what}
                onClick={(event) => {
                  event.stopPropagation();
                  const box = event.currentTarget.ownerSVGElement!.getBoundingClientRect();
                  const near = sampleAt(samples, axis.at(event.clientX - box.left));
                  if (near) onSelect(near.event);
                }}
              >
                <rect width={axis.width} height={height} className={style["field"]} />
                <path d={`M0 ${height}H${axis.width}`} className={style["base"]} />
                <path d={limit} className={style["limit"]} />
                <path d={value} className={style["value"]} />
              </g>
            ))}
            {nowAt !== null && (
              <g className={style["now"]} data-moment={nowAt}>
                <path d={`M${axis.x(nowAt)} 16V${layout.height}`} />
                <path d={`M${axis.x(nowAt)} 18l-4 -7h8z`} className={style["thumb"]} />
                {layout.plots.map(({ samples, top, height, most }) => {
                  const here = sampleAt(samples, nowAt);
                  return here && here.event <= now ? (
                    <circle
                      key={`${samples.host} ${samples.connection} ${samples.what}`}
                      cx={axis.x(nowAt)}
                      cy={top + height - (Math.min(here.value, most) / most) * height}
                      r={3.5}
                    />
                  ) : null;
                })}
              </g>
            )}
          </svg>
        </div>
      )}
    </section>
  );
}

/** The value that holds at a moment: the last sample before it, or the first of all. */
function sampleAt({ values }: Samples, at: number): Samples["values"][number] | undefined {
  return values[Math.max(0, firstIndex(values.length, (index) => values[index]!.at > at) - 1)];
}

/** Stand still at the left while one scrolls. */
function Names({ layout, now }: { readonly layout: TimeLayout; readonly now: number }): ReactNode {
  const { t } = useSettings();
  return (
    <div className={style["names"]}>
      {layout.hosts.map(({ name, top, height }) => (
        <b key={name} style={{ top, height }}>
          {name}
        </b>
      ))}
      {layout.lanes.map(({ name, top }) => (
        <span key={`${top} ${name}`} style={{ top }} className={style["lane"]}>
          {name}
        </span>
      ))}
      {layout.plots.map(({ samples, top, height, most }) => {
        const words = t.lab.states.plots[samples.what];
        const here = samples.values.findLast((one) => one.event <= now);
        const said = (value: number): string =>
          samples.what === "cwnd"
            ? `${Math.round(value).toLocaleString("en-US")} B`
            : formatTime((Math.round(value / 1_000) * 1_000) as Instant);
        return (
          <div key={`${samples.host} ${samples.connection} ${samples.what}`}>
            <span className={style["title"]} style={{ top: top - 19 }}>
              <b>
                {samples.host} · {words.value}
              </b>{" "}
              {here ? said(here.value) : ""} <small>{words.limit}</small>
            </span>
            <span className={style["most"]} style={{ top: top - 2 }}>
              {said(most)}
            </span>
            <span className={style["most"]} style={{ top: top + height - 14 }}>
              0
            </span>
            <span className="sr">
              {t.lab.states.plotted(
                samples.host,
                words.value,
                samples.values.length,
                said(samples.values[0]!.value),
                said(samples.values.at(-1)!.value),
              )}
            </span>
          </div>
        );
      })}
    </div>
  );
}

function Ground({ layout, axis }: { readonly layout: TimeLayout; readonly axis: TimeAxis }): ReactNode {
  const { t } = useSettings();
  let after = Number.NEGATIVE_INFINITY;
  return (
    <>
      {axis.folds.map(({ x1, x2, lasts }) => (
        <g key={x1} className={style["fold"]}>
          <title>{t.ladder.quiet(formatTime(lasts as Instant))}</title>
          <rect x={x1 + 4} y={16} width={x2 - x1 - 8} height={layout.height - 16} />
          <path d={`M${x1 + 6} 12l5-4 6 6 6-6 6 6 5-4`} />
        </g>
      ))}
      {axis.ticks.map(({ at, x }) => {
        const text = timeOnAxis(at);
        // The last one ends at the edge instead of going over it.
        const left = Math.min(x, axis.width - textWidth(text));
        const room = left - after > 0;
        if (room) after = left + textWidth(text) + 8;
        return (
          <g key={at} className={style["tick"]}>
            <path d={`M${x} 16V${layout.height}`} />
            {room && (
              <text x={left} y={11}>
                {text}
              </text>
            )}
          </g>
        );
      })}
      {layout.hosts.map(({ name, top, height }) => (
        <rect key={name} x={0} y={top} width={axis.width} height={height} className={style["host"]} />
      ))}
    </>
  );
}
