/**
 * Paints a ladder: lifelines whose fill says how far the connection is, frames as slanted arrows, and beside the lifelines what hosts
 * do. The shape says what became of a frame. A long run is shown in parts, round what is selected.
 */
import { type ReactNode, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { formatTime, type Instant } from "../../../engine/base/time.ts";
import type { Ladder } from "../../../views/ladder.ts";
import { type Arrow, type LadderLayout, layOutLadder } from "../../../views/ladder-layout.ts";
import { currentEnd, stateAt } from "../../../views/states.ts";
import { useSettings } from "../shell/settings.tsx";
import type { NetworkView } from "../worker/protocol.ts";
import style from "./ladder-picture.module.css";
import { frameFate, frameTexts, noteTexts } from "./ladder-words.ts";
import { textWidth } from "./text-width.ts";

/** A run of more rungs than this is drawn in parts of so many. */
const mostRungs = 400;
const partRungs = 300;
const stride = 100;

interface Props {
  readonly network: NetworkView;
  readonly selected: number | null;
  /** Events that a verdict rests on, and whether they show something wrong. */
  readonly because: readonly number[];
  readonly wrong: boolean;
  onSelect(event: number): void;
  /** Called when the picture stands for the first time. */
  onDrawn?(): void;
  /** Stands beside the selected frame. */
  readonly menu?: ReactNode;
}

export function LadderPicture({ network, selected, because, wrong, onSelect, onDrawn, menu }: Props): ReactNode {
  const { t, language } = useSettings();
  const holder = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = holder.current!;
    const look = (): void => setWidth(Math.floor(element.clientWidth));
    const observer = new ResizeObserver(look);
    observer.observe(element);
    look();
    return () => observer.disconnect();
  }, []);
  const { ladder, frameOf } = network;
  const { from, to } = partOf(ladder, selected);
  const layout = useMemo(
    () =>
      width === 0
        ? null
        : layOutLadder(ladder, {
            width: Math.min(width, 900),
            textWidth,
            noteTexts: (rung) => noteTexts(rung, t, language),
            frameTexts: (frame) => frameTexts(frame, t),
            timeText: seconds,
            states: statesBefore(network),
            from,
            to,
          }),
    [network, ladder, width, t, language, from, to],
  );
  // Where one steps, the picture goes along; it does not jump when it is drawn first.
  const drawn = useRef(false);
  useEffect(() => {
    if (!layout) return;
    if (drawn.current && selected !== null)
      holder.current?.querySelector("[data-now]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
    if (!drawn.current) onDrawn?.();
    drawn.current = true;
  }, [selected, layout, onDrawn]);
  const frame = selected === null ? undefined : frameOf.get(selected);
  const chosen = layout?.arrows.find((arrow) => arrow.frame.event === frame);
  return (
    <div ref={holder} className={style["holder"]}>
      {layout && (
        <>
          {layout.before > 0 && (
            <button type="button" className={style["more"]} onClick={() => onSelect(ladder.rungs[from - 1]!.event)}>
              {t.ladder.before(layout.before)}
            </button>
          )}
          <div className={style["sheet"]} style={{ width: layout.width }}>
            <svg
              width={layout.width}
              height={layout.height}
              role="img"
              aria-label={t.ladder.label(ladder.lifelines.map((line) => line.name).join(", "))}
              className={style["picture"]}
            >
              <Ground layout={layout} />
              <Now layout={layout} selected={selected} />
              {layout.arrows.map((arrow) => (
                <ArrowPicture
                  key={`${arrow.frame.event} ${arrow.y2} ${arrow.piece}`}
                  arrow={arrow}
                  now={arrow.frame.event === frame}
                  because={arrow.frame.received.concat(arrow.frame.event).some((event) => because.includes(event))}
                  wrong={wrong}
                  onSelect={onSelect}
                />
              ))}
              {layout.notes.map((note) => (
                // biome-ignore lint/a11y/noStaticElementInteractions: a short cut for the pointer; the list of events has the same for the keyboard
                <text
                  key={`${note.event} ${note.x}`}
                  x={note.x}
                  y={note.y}
                  textAnchor={note.anchor}
                  data-event={note.event}
                  data-because={because.includes(note.event) || undefined}
                  className={[
                    style["note"],
                    style[note.kind],
                    because.includes(note.event) ? (wrong ? style["wrong"] : style["right"]) : "",
                    note.event === selected ? style["nowNote"] : "",
                  ].join(" ")}
                  onClick={() => onSelect(note.event)}
                >
                  {note.text}
                  {note.text !== note.full && <title>{note.full}</title>}
                </text>
              ))}
            </svg>
            {menu && chosen && (
              <div
                className={style["menu"]}
                ref={bringIntoSight}
                style={{
                  // Above the frame where there is room, so that what follows from it stays in sight.
                  top:
                    Math.min(chosen.y1, chosen.y2) > 220
                      ? Math.min(chosen.y1, chosen.y2) - 206
                      : Math.max(chosen.y1, chosen.y2) + 8,
                  left: Math.max(8, Math.min(layout.width - 206, Math.max(chosen.x1, chosen.x2) + 12)),
                }}
              >
                {menu}
              </div>
            )}
          </div>
          {layout.after > 0 && (
            <button type="button" className={style["more"]} onClick={() => onSelect(ladder.rungs[to]!.event)}>
              {t.ladder.after(layout.after)}
            </button>
          )}
        </>
      )}
    </div>
  );
}

/** The rungs that are drawn: all of a short run, of a long one a part with the selection in it. */
function partOf({ rungs }: Ladder, selected: number | null): { from: number; to: number } {
  if (rungs.length <= mostRungs) return { from: 0, to: rungs.length };
  const at =
    selected === null
      ? 0
      : Math.max(
          0,
          rungs.findLastIndex((rung) => rung.event <= selected),
        );
  const from = Math.max(0, Math.floor(at / stride) * stride - stride);
  return { from, to: Math.min(rungs.length, from + partRungs) };
}

/** Which state each lifeline's connection is in before the first rung: the ladder may begin in the middle of a run. */
const statesBefore = ({ ladder, connections }: NetworkView): (string | null)[] =>
  ladder.lifelines.map(({ host }) => {
    const before = (ladder.rungs[0]?.event ?? 0) - 1;
    const end = currentEnd(connections, host, before);
    return end && stateAt(end, before);
  });

const bringIntoSight = (menu: HTMLElement | null): void => menu?.scrollIntoView({ block: "nearest" });

const seconds = (at: number): string => formatTime(at as Instant).replace(" s", "");

/** Time, lifelines, and the stretches in which nothing happens. */
function Ground({ layout }: { readonly layout: LadderLayout }): ReactNode {
  const { t } = useSettings();
  const { lifelines, width, axis } = layout;
  const first = lifelines[0]?.x ?? 0;
  const last = lifelines.at(-1)?.x ?? 0;
  return (
    <>
      {layout.times.map(({ at, y, text }) => (
        <g key={at}>
          <path d={`M${axis} ${y}H${width}`} className={style["grid"]} />
          <text x={0} y={y + 4} className={style["time"]}>
            {text}
          </text>
        </g>
      ))}
      {lifelines.map((line, index) => (
        <g key={line.name}>
          <text x={line.x} y={12} className={style["name"]}>
            {line.name}
          </text>
          {line.first && (
            <text
              x={line.x + (index === 0 && lifelines.length > 1 ? -10 : 10)}
              y={layout.top - 4}
              textAnchor={index === 0 && lifelines.length > 1 ? "end" : "start"}
              className={style["initial"]}
            >
              {line.first}
            </text>
          )}
          {line.parts.map((part) => (
            <rect
              key={part.y1}
              x={line.x - 4}
              y={part.y1}
              width={8}
              height={Math.max(0, part.y2 - part.y1)}
              className={`${style["life"]} ${style[part.fill]}`}
            />
          ))}
        </g>
      ))}
      {layout.gaps.map(({ y, lasts }) => (
        <g key={y}>
          {lifelines.map((line) => (
            <g key={line.name}>
              <rect x={line.x - 7} y={y - 7} width={14} height={14} className={style["blank"]} />
              <path
                d={`M${line.x - 8} ${y - 3}l5-4 6 5 5-4M${line.x - 8} ${y + 5}l5-4 6 5 5-4`}
                className={style["zigzag"]}
              />
            </g>
          ))}
          <text x={(first + last) / 2} y={y + 4} className={style["quiet"]}>
            {t.ladder.quiet(formatTime(lasts as Instant))}
          </text>
        </g>
      ))}
    </>
  );
}

/** A line where one is in time. */
function Now({ layout, selected }: { readonly layout: LadderLayout; readonly selected: number | null }): ReactNode {
  if (selected === null) return null;
  const here = layout.heights.findLast(({ event }) => event <= selected);
  if (!here) return null;
  return (
    <g data-now={selected}>
      <path d={`M${layout.axis} ${here.y}H${layout.width}`} className={style["now"]} />
      {/* Room to see what is round it when it is scrolled to. */}
      <rect x={0} y={Math.max(0, here.y - 60)} width={10} height={120} fill="none" />
    </g>
  );
}

interface ArrowProps {
  readonly arrow: Arrow;
  readonly now: boolean;
  readonly because: boolean;
  readonly wrong: boolean;
  onSelect(event: number): void;
}

function ArrowPicture({ arrow, now, because, wrong, onSelect }: ArrowProps): ReactNode {
  const { t } = useSettings();
  const { frame, x1, y1, x2, y2, lost, text, textAt, copy, piece } = arrow;
  const angle = (Math.atan2(y2 - y1, x2 - x1) * 180) / Math.PI;
  const upright = x2 < x1 ? angle + 180 : angle;
  const along = (part: number): readonly [number, number] => [x1 + (x2 - x1) * part, y1 + (y2 - y1) * part];
  const [cx, cy] = along(0.6);
  const [tx, ty] = along(textAt);
  // Up from the line, in the line's own direction.
  const lift = 5;
  const slant = (angle * Math.PI) / 180;
  const double = frame.again || copy;
  const hollow = frame.again || frame.ignored !== null;
  const [nx, ny] = [-Math.sin(slant) * 1.9, Math.cos(slant) * 1.9];
  const headless = piece === "leaves";
  const end = headless ? along(0.7) : lost ? along(0.58) : along(1 - 6 / Math.hypot(x2 - x1, y2 - y1));
  const tone = lost ? style["lost"] : because ? (wrong ? style["wrong"] : style["right"]) : "";
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a short cut for the pointer; the list of events has the same for the keyboard
    <g
      className={`${style["arrow"]} ${tone} ${now ? style["nowArrow"] : ""}`}
      data-frame={frame.event}
      data-lost={lost || undefined}
      data-because={because || undefined}
      data-again={frame.again || undefined}
      onClick={() => onSelect(frame.event)}
    >
      <title>
        {[`${frame.number} ${frame.label} ${frame.detail}`.trim(), frameFate(frame, t)].filter(Boolean).join(": ")}
      </title>
      <path d={`M${x1} ${y1}L${x2} ${y2}`} className={style["band"]} />
      {double ? (
        <path
          d={`M${x1 + nx} ${y1 + ny}L${end[0] + nx} ${end[1] + ny}M${x1 - nx} ${y1 - ny}L${end[0] - nx} ${end[1] - ny}`}
          className={style["shaft"]}
        />
      ) : (
        <path d={`M${x1} ${y1}L${end[0]} ${end[1]}`} className={style["shaft"]} />
      )}
      {headless && <path d={`M${end[0]} ${end[1]}L${x2} ${y2}`} className={style["rest"]} />}
      {headless ? null : lost ? (
        <>
          <path d={`M${cx} ${cy}L${x2} ${y2}`} className={style["rest"]} />
          <path d={`M${cx - 6} ${cy - 6}l12 12m0 -12l-12 12`} className={style["cross"]} />
        </>
      ) : (
        <path
          d="M-10 -4.5L0 0L-10 4.5z"
          transform={`translate(${x2} ${y2}) rotate(${angle})`}
          className={hollow ? style["hollow"] : style["head"]}
        />
      )}
      {frame.ignored !== null && !lost && !headless && <path d={`M${x2} ${y2 - 7}v14`} className={style["bar"]} />}
      {!copy && (
        <text transform={`translate(${tx} ${ty}) rotate(${upright}) translate(0 ${-lift})`} className={style["label"]}>
          {text}
        </text>
      )}
    </g>
  );
}

/** What the shapes mean. */
export function LadderLegend(): ReactNode {
  const { t } = useSettings();
  const sample = (shape: ReactNode): ReactNode => (
    <svg width="32" height="12" viewBox="0 0 32 12" aria-hidden="true">
      {shape}
    </svg>
  );
  return (
    <ul className={style["legend"]}>
      <li className={style["arrow"]}>
        {sample(
          <>
            <path d="M1 6H22" className={style["shaft"]} />
            <path d="M22 2L31 6L22 10z" className={style["head"]} />
          </>,
        )}
        {t.ladder.legend.sent}
      </li>
      <li className={`${style["arrow"]} ${style["lost"]}`}>
        {sample(
          <>
            <path d="M1 6H12" className={style["shaft"]} />
            <path d="M11 1l10 10m0-10l-10 10" className={style["cross"]} />
            <path d="M22 6H31" className={style["rest"]} />
          </>,
        )}
        {t.ladder.legend.lost}
      </li>
      <li className={style["arrow"]}>
        {sample(
          <>
            <path d="M1 4.2H22M1 7.8H22" className={style["shaft"]} />
            <path d="M22 2L31 6L22 10z" className={style["hollow"]} />
          </>,
        )}
        {t.ladder.legend.again}
      </li>
      <li className={style["arrow"]}>
        {sample(
          <>
            <path d="M1 6H20" className={style["shaft"]} />
            <path d="M20 2L29 6L20 10z" className={style["hollow"]} />
            <path d="M30 0v12" className={style["bar"]} />
          </>,
        )}
        {t.ladder.legend.ignored}
      </li>
    </ul>
  );
}
