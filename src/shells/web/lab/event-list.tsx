/** Every event of the run in order: the accessible twin of the picture. Arrows move while the list has the focus. */
import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from "react";
import { useSettings } from "../shell/settings.tsx";
import type { EventView, RunView } from "../worker/protocol.ts";
import style from "./event-list.module.css";

interface Props {
  readonly run: RunView;
  readonly selected: number | null;
  onSelect(event: number): void;
}

export function EventList({ run, selected, onSelect }: Props): ReactNode {
  const { t, say } = useSettings();
  const scroller = useRef<HTMLDivElement>(null);
  const { events } = run;
  const virtual = useVirtualizer({
    count: events.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 26,
    overscan: 20,
  });
  useEffect(() => {
    if (selected !== null) virtual.scrollToIndex(selected, { align: "auto" });
  }, [selected, virtual]);
  // Up and down go to the neighbouring step: a selection stands on steps everywhere.
  const steps = run.timelines[0]?.steps ?? [];
  const move = (event: KeyboardEvent): void => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    const at = steps.findIndex((step) => step.event === selected);
    const to = steps[event.key === "ArrowDown" ? at + 1 : at < 0 ? steps.length - 1 : at - 1];
    if (to) onSelect(to.event);
  };
  const onSteps = new Set<number>(steps.map((step) => step.event));
  return (
    <section className={style["list"]}>
      <h2>
        {t.lab.events} <small>{events.length}</small>
        <Legend />
      </h2>
      <div
        ref={scroller}
        role="listbox"
        aria-label={t.lab.events}
        aria-activedescendant={selected === null ? undefined : `event-${selected}`}
        tabIndex={0}
        className={style["scroll"]}
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
                className={`${style["row"]} ${onSteps.has(event.id) ? style["step"] : ""} ${event.bad ? style["bad"] : ""}`}
                style={{ transform: `translateY(${item.start}px)`, height: item.size }}
                onClick={() => onSelect(event.id)}
              >
                <span className={style["id"]}>{event.id}</span>
                <Layer layer={event.layer} />
                <span className={style["who"]}>{event.who}</span>
                <span className={style["words"]}>{say(event.words)}</span>
              </div>
            );
          })}
        </div>
      </div>
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

const Layer = ({ layer }: { readonly layer: EventView["layer"] }): ReactNode => (
  <svg viewBox="0 0 10 10" width="10" height="10" aria-hidden="true" style={{ color: shapes[layer].color }}>
    {shapes[layer].shape}
  </svg>
);

function Legend(): ReactNode {
  const { t } = useSettings();
  return (
    <span className={style["legend"]}>
      <span>
        <Layer layer="app" />
        {t.lab.layers.app}
      </span>
      <span>
        <Layer layer="kernel" />
        {t.lab.layers.kernel}
      </span>
    </span>
  );
}
