/** Every event of the run in order: the accessible twin of the picture. Arrows move while the list has the focus. */
import { useVirtualizer } from "@tanstack/react-virtual";
import {
  type CSSProperties,
  type KeyboardEvent,
  memo,
  type ReactNode,
  useEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { formatTime, type Instant } from "../../../engine/base/time.ts";
import { placeOf } from "../parts/stepper.ts";
import { useSettings } from "../shell/settings.tsx";
import type { Layer, RunView } from "../worker/protocol.ts";
import style from "./event-list.module.css";
import type { Events } from "./events.ts";

interface Props {
  readonly run: RunView;
  readonly events: Events;
  /** The events that one steps through. */
  readonly stops: ArrayLike<number>;
  readonly selected: number | null;
  /** Events after this one are not to be seen yet. */
  readonly until: number;
  readonly onSelect: (event: number) => void;
  /** The event that one is at now; `selected` may come after it, and quick keys go on from here. */
  readonly standing: number | null;
  /** Enter: what can be done with the selected event. */
  readonly onOpen?: () => void;
}

const rowHeight = 26;

export const EventList = memo(function EventList({
  run,
  events,
  stops,
  selected,
  until,
  onSelect,
  standing,
  onOpen,
}: Props): ReactNode {
  const { t, say } = useSettings();
  const scroller = useRef<HTMLDivElement>(null);
  const isStop = (event: number): boolean => stops[placeOf(stops, event) - 1] === event;
  // Between hosts much happens that the picture leaves out; the list leaves it out too, until it is asked for or selected.
  const [whole, setWhole] = useState(run.network === null);
  const all = whole || (selected !== null && !isStop(selected));
  const shown = all ? Math.min(events.count, until + 1) : placeOf(stops, until);
  const eventAt = (row: number): number => (all ? row : stops[row]!);
  const virtual = useVirtualizer({
    count: shown,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 20,
  });
  const timeWidth = useMemo(() => {
    let most = 5;
    for (let at = 0; at < Math.min(500, run.events.count); at++)
      most = Math.max(most, formatTime(run.events.at[at] as Instant).length - 2);
    return most;
  }, [run]);
  const place = selected === null ? -1 : all ? selected : placeOf(stops, selected) - 1;
  useEffect(() => {
    const sight = virtual.scrollRect?.height ?? 0;
    const at = virtual.scrollOffset ?? 0;
    const element = scroller.current;
    if (place < 0 || !element) return;
    // All rows are of one height: nothing has to be measured, which would lay out the page at every step of a scrub.
    if (place * rowHeight < at) element.scrollTop = place * rowHeight;
    else if ((place + 1) * rowHeight > at + sight) element.scrollTop = (place + 1) * rowHeight - sight;
  }, [place, virtual]);
  // Up and down go to the neighbouring step: a selection stands on steps everywhere.
  const move = (event: KeyboardEvent): void => {
    if (event.key === "Enter" && onOpen) {
      event.preventDefault();
      onOpen();
    }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    const here = standing === null ? 0 : placeOf(stops, standing);
    const to = event.key === "ArrowDown" ? stops[here] : stops[here - (stops[here - 1] === standing ? 2 : 1)];
    if (to !== undefined && to <= until) onSelect(to);
  };
  return (
    <section className={style["list"]}>
      <h2>
        {t.lab.events} {!run.network && <small>{shown}</small>}
        {run.network ? (
          // biome-ignore lint/a11y/useSemanticElements: a fieldset would be for a form
          <span role="group" aria-label={t.lab.which} className={`seg ${style["which"]}`}>
            <button type="button" aria-pressed={!all} onClick={() => setWhole(false)}>
              {t.lab.shownEvents(stops.length)}
            </button>
            <button type="button" aria-pressed={all} onClick={() => setWhole(true)}>
              {t.lab.allEvents(events.count)}
            </button>
          </span>
        ) : (
          <Legend network={false} />
        )}
      </h2>
      <div
        ref={scroller}
        role="listbox"
        aria-label={t.lab.events}
        aria-activedescendant={selected === null ? undefined : `event-${selected}`}
        tabIndex={0}
        className={style["scroll"]}
        style={{ "--time": `${timeWidth}ch` } as CSSProperties}
        onKeyDown={move}
      >
        <div role="presentation" style={{ height: virtual.getTotalSize(), position: "relative" }}>
          {virtual.getVirtualItems().map((item) => {
            const event = eventAt(item.index);
            const words = events.words(event);
            return (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the list has the keys
              // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus
              <div
                key={item.key}
                id={`event-${event}`}
                role="option"
                aria-selected={event === selected}
                aria-posinset={item.index + 1}
                aria-setsize={shown}
                className={[
                  style["row"],
                  run.network && style["timed"],
                  isStop(event) && style["step"],
                  events.isBad(event) && style["bad"],
                ]
                  .filter(Boolean)
                  .join(" ")}
                style={{ transform: `translateY(${item.start}px)`, height: item.size }}
                onClick={() => onSelect(event)}
              >
                <span className={style["id"]}>{event}</span>
                {run.network && <span className={style["at"]}>{events.time(event).replace(" s", "")}</span>}
                <LayerMark layer={events.layer(event)} />
                <span className={style["who"]}>{events.who(event)}</span>
                <span className={style["words"]}>{words ? say(words) : "…"}</span>
              </div>
            );
          })}
        </div>
      </div>
      {run.network && <Legend network />}
    </section>
  );
});

const shapes: Readonly<Record<Layer, { readonly color: string; readonly shape: ReactNode }>> = {
  app: { color: "var(--l-app)", shape: <circle cx="5" cy="5" r="4" fill="currentColor" /> },
  transport: { color: "var(--l-tcp)", shape: <rect x="1" y="1" width="8" height="8" fill="currentColor" /> },
  ip: { color: "var(--l-ip)", shape: <path d="M5 .5 9.5 5 5 9.5.5 5z" fill="currentColor" /> },
  kernel: {
    color: "var(--l-kernel)",
    shape: <circle cx="5" cy="5" r="3.4" fill="none" stroke="currentColor" strokeWidth="1.6" />,
  },
};

export const LayerMark = ({ layer }: { readonly layer: Layer }): ReactNode => (
  <svg viewBox="0 0 10 10" width="10" height="10" aria-hidden="true" style={{ color: shapes[layer].color }}>
    {shapes[layer].shape}
  </svg>
);

function Legend({ network }: { readonly network: boolean }): ReactNode {
  const { t } = useSettings();
  const shown: readonly (readonly [Layer, string])[] = network
    ? [
        ["app", t.lab.networkLayers.app],
        ["transport", t.lab.networkLayers.transport],
        ["ip", t.lab.networkLayers.ip],
        ["kernel", t.lab.networkLayers.kernel],
      ]
    : [
        ["app", t.lab.layers.app],
        ["kernel", t.lab.layers.kernel],
      ];
  return (
    <span className={network ? style["foot"] : style["legend"]}>
      {shown.map(([layer, name]) => (
        <span key={layer}>
          <LayerMark layer={layer} />
          {name}
        </span>
      ))}
    </span>
  );
}
