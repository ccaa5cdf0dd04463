/** Every event of the run in order: the accessible twin of the picture. Arrows move while the list has the focus. */
import { useVirtualizer } from "@tanstack/react-virtual";
import { type CSSProperties, type KeyboardEvent, type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import { useSettings } from "../shell/settings.tsx";
import type { EventView, RunView } from "../worker/protocol.ts";
import style from "./event-list.module.css";

interface Props {
  readonly run: RunView;
  /** The events that one steps through. */
  readonly stops: readonly number[];
  readonly selected: number | null;
  onSelect(event: number): void;
  /** Enter: what can be done with the selected event. */
  onOpen?(): void;
}

export function EventList({ run, stops, selected, onSelect, onOpen }: Props): ReactNode {
  const { t, say } = useSettings();
  const scroller = useRef<HTMLDivElement>(null);
  const onStops = useMemo(() => new Set(stops), [stops]);
  // Between hosts much happens that the picture leaves out; the list leaves it out too, until it is asked for or selected.
  const [whole, setWhole] = useState(run.network === null);
  const all = whole || (selected !== null && !onStops.has(selected));
  const events = useMemo(
    () => (all ? run.events : run.events.filter((event) => onStops.has(event.id))),
    [all, run.events, onStops],
  );
  const virtual = useVirtualizer({
    count: events.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 26,
    overscan: 20,
  });
  const timeWidth = useMemo(() => Math.max(5, ...events.slice(0, 500).map((event) => event.at.length - 2)), [events]);
  const place = selected === null ? -1 : events.findIndex((event) => event.id === selected);
  useEffect(() => {
    if (place >= 0) virtual.scrollToIndex(place, { align: "auto" });
  }, [place, virtual]);
  // Up and down go to the neighbouring step: a selection stands on steps everywhere.
  const move = (event: KeyboardEvent): void => {
    if (event.key === "Enter" && onOpen) {
      event.preventDefault();
      onOpen();
    }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    const to =
      event.key === "ArrowDown"
        ? stops.find((stop) => stop > (selected ?? -1))
        : stops.findLast((stop) => stop < (selected ?? Number.POSITIVE_INFINITY));
    if (to !== undefined) onSelect(to);
  };
  return (
    <section className={style["list"]}>
      <h2>
        {t.lab.events} {!run.network && <small>{events.length}</small>}
        {run.network ? (
          // biome-ignore lint/a11y/useSemanticElements: a fieldset would be for a form
          <span role="group" aria-label={t.lab.which} className={`seg ${style["which"]}`}>
            <button type="button" aria-pressed={!all} onClick={() => setWhole(false)}>
              {t.lab.shownEvents(stops.length)}
            </button>
            <button type="button" aria-pressed={all} onClick={() => setWhole(true)}>
              {t.lab.allEvents(run.events.length)}
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
            const event = events[item.index]!;
            return (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the list has the keys
              // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus
              <div
                key={item.key}
                id={`event-${event.id}`}
                role="option"
                aria-selected={event.id === selected}
                aria-posinset={item.index + 1}
                aria-setsize={events.length}
                className={[
                  style["row"],
                  run.network && style["timed"],
                  onStops.has(event.id) && style["step"],
                  event.bad && style["bad"],
                ]
                  .filter(Boolean)
                  .join(" ")}
                style={{ transform: `translateY(${item.start}px)`, height: item.size }}
                onClick={() => onSelect(event.id)}
              >
                <span className={style["id"]}>{event.id}</span>
                {run.network && <span className={style["at"]}>{event.at.replace(" s", "")}</span>}
                <Layer layer={event.layer} />
                <span className={style["who"]}>{event.who}</span>
                <span className={style["words"]}>{say(event.words)}</span>
              </div>
            );
          })}
        </div>
      </div>
      {run.events.length < run.allEvents && (
        <p className={style["cut"]}>{t.lab.firstEvents(run.events.length, run.allEvents)}</p>
      )}
      {run.network && <Legend network />}
    </section>
  );
}

const shapes: Readonly<Record<EventView["layer"], { readonly color: string; readonly shape: ReactNode }>> = {
  app: { color: "var(--l-app)", shape: <circle cx="5" cy="5" r="4" fill="currentColor" /> },
  transport: { color: "var(--l-tcp)", shape: <rect x="1" y="1" width="8" height="8" fill="currentColor" /> },
  ip: { color: "var(--l-ip)", shape: <path d="M5 .5 9.5 5 5 9.5.5 5z" fill="currentColor" /> },
  kernel: {
    color: "var(--l-kernel)",
    shape: <circle cx="5" cy="5" r="3.4" fill="none" stroke="currentColor" strokeWidth="1.6" />,
  },
};

export const Layer = ({ layer }: { readonly layer: EventView["layer"] }): ReactNode => (
  <svg viewBox="0 0 10 10" width="10" height="10" aria-hidden="true" style={{ color: shapes[layer].color }}>
    {shapes[layer].shape}
  </svg>
);

function Legend({ network }: { readonly network: boolean }): ReactNode {
  const { t } = useSettings();
  const shown: readonly (readonly [EventView["layer"], string])[] = network
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
          <Layer layer={layer} />
          {name}
        </span>
      ))}
    </span>
  );
}
