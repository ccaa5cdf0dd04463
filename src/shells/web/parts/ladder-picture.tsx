/**
 * A ladder: lifelines whose fill says how far the connection is, frames as slanted arrows, and beside the lifelines what hosts do. The
 * shape says what became of a frame. One layout for all; a short one is painted as SVG, a long one on a canvas that shows the part in
 * sight, so that a hundred thousand events scroll as a hundred do.
 */
import { type ReactNode, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import type { Ladder } from "../../../views/ladder.ts";
import { heightOf, type LadderLayout, layOutLadder } from "../../../views/ladder-layout.ts";
import { currentEnd, stateAt } from "../../../views/states.ts";
import { useSettings } from "../shell/settings.tsx";
import type { NetworkView } from "../worker/protocol.ts";
import { LadderCanvas } from "./ladder-canvas.tsx";
import style from "./ladder-picture.module.css";
import { LadderSvg } from "./ladder-svg.tsx";
import { noteTexts, timeOnAxis } from "./ladder-words.ts";
import type { Picturing } from "./picture.ts";
import { textWidth } from "./text-width.ts";

/** A ladder of more rungs than this is painted on a canvas. */
const mostInSvg = 400;
const widest = 900;

interface Props extends Picturing {
  readonly network: NetworkView;
  /** The ladder to show: the network's, or one conversation of it. */
  readonly ladder?: Ladder;
  readonly zoom?: number;
  /** Called when the picture stands for the first time. */
  onDrawn?(): void;
  /** Stands beside the selected frame. */
  readonly menu?: ReactNode;
}

export function LadderPicture(props: Props): ReactNode {
  const { network, selected, now, hidden = false, because, wrong, zoom = 1, onSelect, onDrawn, menu } = props;
  const { t, language } = useSettings();
  const ladder = props.ladder ?? network.ladder;
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
  const to = hidden ? ladder.rungs.findLastIndex((rung) => rung.event <= now) + 1 : ladder.rungs.length;
  const layout = useMemo(
    () =>
      width === 0
        ? null
        : layOutLadder(ladder, {
            width: Math.min(width, widest),
            textWidth,
            noteTexts: (rung) => noteTexts(rung, t, language),
            timeText: timeOnAxis,
            states: statesBefore(network, ladder),
            to,
            zoom,
          }),
    [network, ladder, width, t, language, to, zoom],
  );
  const causes = useMemo(() => new Set(because), [because]);
  // Where one steps, the picture goes along; it does not jump when it is drawn first.
  const drawn = useRef(false);
  useEffect(() => {
    if (!layout) return;
    if (drawn.current && selected !== null)
      holder.current?.querySelector("[data-now]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
    if (!drawn.current) onDrawn?.();
    drawn.current = true;
  }, [selected, layout, onDrawn]);
  const about = selected === null ? -1 : (network.frameOf[selected] ?? -1);
  const frame = about < 0 ? null : about;
  const chosen = menu && layout ? layout.arrows.find((arrow) => arrow.frame.event === frame) : undefined;
  const paint = layout && {
    layout,
    zoom,
    selected,
    frame,
    because: causes,
    wrong,
    onSelect,
    label: t.ladder.label(ladder.lifelines.map((line) => line.name).join(", ")),
  };
  return (
    <div ref={holder} className={style["holder"]}>
      {paint && (
        <div className={style["sheet"]} style={{ width: paint.layout.width, height: paint.layout.height }}>
          {ladder.rungs.length > mostInSvg ? <LadderCanvas {...paint} /> : <LadderSvg {...paint} />}
          <Now layout={paint.layout} selected={selected} />
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
                left: Math.max(8, Math.min(paint.layout.width - 206, Math.max(chosen.x1, chosen.x2) + 12)),
              }}
            >
              {menu}
            </div>
          )}
        </div>
      )}
    </div>
  );
}

/** A line where one is in time, with room round it when it is scrolled to. */
function Now({ layout, selected }: { readonly layout: LadderLayout; readonly selected: number | null }): ReactNode {
  const y = selected === null ? null : heightOf(layout, selected);
  if (y === null) return null;
  const top = Math.max(0, y - 60);
  // Not beyond the picture, which would become taller by it.
  const height = Math.min(120, layout.height - top);
  return (
    <div className={style["nowRoom"]} data-now={selected} style={{ top, height }}>
      <i style={{ top: y - top, left: layout.axis }} />
    </div>
  );
}

/** Which state each lifeline's connection is in before the first rung: the ladder may begin in the middle of a run. */
const statesBefore = ({ connections }: NetworkView, { lifelines, rungs }: Ladder): (string | null)[] =>
  lifelines.map(({ host }) => {
    const before = (rungs[0]?.event ?? 0) - 1;
    const end = currentEnd(connections, host, before);
    return end && stateAt(end, before);
  });

const bringIntoSight = (menu: HTMLElement | null): void => menu?.scrollIntoView({ block: "nearest" });
