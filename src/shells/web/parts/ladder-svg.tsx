/** Paints a ladder of moderate length as SVG: every arrow and note an element, to be pointed at and read by tools. */
import { memo, type ReactNode } from "react";
import { formatTime, type Instant } from "../../../engine/base/time.ts";
import { type Arrow, fitting, type LadderLayout, leastZoomOfTexts } from "../../../views/ladder-layout.ts";
import { useSettings } from "../shell/settings.tsx";
import { arrowShape } from "./arrow-shape.ts";
import style from "./ladder-picture.module.css";
import { frameFate, frameTexts, timeOnAxis } from "./ladder-words.ts";
import { textWidth } from "./text-width.ts";

export interface LadderPaint {
  readonly layout: LadderLayout;
  readonly zoom: number;
  /** The frame, or the event on a host, that is looked at. */
  readonly selected: number | null;
  readonly frame: number | null;
  readonly because: ReadonlySet<number>;
  readonly wrong: boolean;
  readonly label: string;
  onSelect(event: number): void;
}

export function LadderSvg(props: LadderPaint): ReactNode {
  const { layout, zoom, selected, frame, because, wrong, label, onSelect } = props;
  const texts = zoom >= leastZoomOfTexts;
  return (
    <svg width={layout.width} height={layout.height} role="img" aria-label={label} className={style["picture"]}>
      <Ground layout={layout} />
      {layout.arrows.map((arrow) => (
        <ArrowPicture
          key={`${arrow.frame.event} ${arrow.y2} ${arrow.piece}`}
          arrow={arrow}
          now={arrow.frame.event === frame}
          because={because.has(arrow.frame.event) || arrow.frame.received.some((event) => because.has(event))}
          wrong={wrong}
          texts={texts}
          onSelect={onSelect}
        />
      ))}
      {layout.notes.map((note) => {
        if (!texts && note.event !== selected && note.kind !== "state") return null;
        return (
          // biome-ignore lint/a11y/noStaticElementInteractions: a short cut for the pointer; the list of events has the same for the keyboard
          <text
            key={`${note.event} ${note.x}`}
            x={note.x}
            y={note.y}
            textAnchor={note.anchor}
            data-event={note.event}
            data-because={because.has(note.event) || undefined}
            className={[
              style["note"],
              style[note.kind],
              because.has(note.event) ? (wrong ? style["wrong"] : style["right"]) : "",
              note.event === selected ? style["nowNote"] : "",
            ].join(" ")}
            onClick={() => onSelect(note.event)}
          >
            {note.text}
            {note.text !== note.full && <title>{note.full}</title>}
          </text>
        );
      })}
    </svg>
  );
}

/** Time, lifelines, and the stretches in which nothing happens. */
const Ground = memo(function Ground({ layout }: { readonly layout: LadderLayout }): ReactNode {
  const { t } = useSettings();
  const { lifelines, width, axis } = layout;
  const first = lifelines[0]?.x ?? 0;
  const last = lifelines.at(-1)?.x ?? 0;
  return (
    <>
      {layout.times.map(({ at, y }) => (
        <g key={at}>
          <path d={`M${axis} ${y}H${width}`} className={style["grid"]} />
          <text x={0} y={y + 4} className={style["time"]}>
            {timeOnAxis(at)}
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
});

interface ArrowProps {
  readonly arrow: Arrow;
  readonly now: boolean;
  readonly because: boolean;
  readonly wrong: boolean;
  readonly texts: boolean;
  onSelect(event: number): void;
}

const ArrowPicture = memo(function ArrowPicture(props: ArrowProps): ReactNode {
  const { arrow, now, because, wrong, texts, onSelect } = props;
  const { t } = useSettings();
  const { frame, x1, y1, x2, y2, lost, copy, piece } = arrow;
  const { angle, upright, cross, word, offset, end, headless } = arrowShape(arrow);
  const double = frame.again || copy;
  const hollow = frame.again || frame.ignored !== null;
  const [nx, ny] = offset;
  const [cx, cy] = cross;
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
      {!copy && (texts || now) && (
        <text
          transform={`translate(${word[0]} ${word[1]}) rotate(${upright}) translate(0 -5)`}
          className={style["label"]}
          data-piece={piece ?? undefined}
        >
          {fitting(frameTexts(frame, t), arrow.room, textWidth)}
        </text>
      )}
    </g>
  );
});

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
