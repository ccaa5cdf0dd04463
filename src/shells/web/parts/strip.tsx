/** A square for each run: filled where it decides, hollow where not. One stop of the Tab key; arrows move, and moving shows the run. */
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from "react";
import { useSettings } from "../shell/settings.tsx";
import type { StripView } from "../worker/protocol.ts";
import style from "./strip.module.css";

interface Props {
  readonly strip: StripView;
  /** "always": a run in which it fails is the one that counts; "possible": one in which it happens. */
  readonly holds: "always" | "possible";
  readonly selected: number | null;
  onSelect(index: number): void;
}

export function Strip({ strip, holds, selected, onSelect }: Props): ReactNode {
  const { t } = useSettings();
  const list = useRef<HTMLDivElement>(null);
  const focused = useRef(false);
  const current = selected ?? strip.chosen ?? 0;
  useEffect(() => {
    if (focused.current) list.current?.querySelectorAll<HTMLElement>("[role=radio]")[current]?.focus();
  }, [current]);
  const move = (event: KeyboardEvent): void => {
    const by = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
    const to =
      by !== undefined ? current + by : event.key === "Home" ? 0 : event.key === "End" ? strip.runs.length - 1 : null;
    if (to === null) return;
    event.preventDefault();
    if (to >= 0 && to < strip.runs.length) onSelect(to);
  };
  const name = (holdsHere: boolean, at: number): string => {
    if (holds === "always") return holdsHere ? t.evidence.strip.good(at + 1) : t.evidence.strip.bad(at + 1);
    return holdsHere ? t.evidence.strip.shows(at + 1) : t.evidence.strip.not(at + 1);
  };
  return (
    <div
      ref={list}
      role="radiogroup"
      aria-label={t.evidence.strip.label}
      className={style["strip"]}
      onKeyDown={move}
      onFocus={() => {
        focused.current = true;
      }}
      onBlur={() => {
        focused.current = false;
      }}
    >
      {strip.runs.map((run, at) => {
        const counts = holds === "always" ? !run.holds : run.holds;
        return (
          // biome-ignore lint/a11y/useSemanticElements: an input of its own for each of 500 squares would be 500 layers
          <span
            key={run.name}
            role="radio"
            aria-checked={at === current}
            aria-label={name(run.holds, at)}
            title={name(run.holds, at)}
            tabIndex={at === current ? 0 : -1}
            className={style["run"]}
            onClick={() => onSelect(at)}
            onKeyDown={(event) => {
              if (event.key === " " || event.key === "Enter") {
                event.preventDefault();
                onSelect(at);
              }
            }}
          >
            <Square counts={counts} wrong={holds === "always"} />
          </span>
        );
      })}
    </div>
  );
}

const Square = ({ counts, wrong }: { readonly counts: boolean; readonly wrong: boolean }): ReactNode => (
  <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
    {!counts && <rect x="2.6" y="2.6" width="10.8" height="10.8" rx="1.5" className={style["hollow"]} />}
    {counts && wrong && (
      <>
        <rect x="2" y="2" width="12" height="12" rx="1.5" className={style["no"]} />
        <path d="m5.5 5.5 5 5m0-5-5 5" className={style["cross"]} />
      </>
    )}
    {counts && !wrong && (
      <>
        <rect x="2" y="2" width="12" height="12" rx="1.5" className={style["ok"]} />
        <path d="m4.8 8.2 2.2 2.2 4.2-4.8" className={style["cross"]} />
      </>
    )}
  </svg>
);
