/** The chain of causes of the selected event, nearest first. */
import type { ReactNode } from "react";
import { useSettings } from "../shell/settings.tsx";
import type { RunView } from "../worker/protocol.ts";
import style from "./run-page.module.css";

interface CausesProps {
  readonly run: RunView;
  readonly event: number | null;
  onSelect(event: number): void;
}

export function Causes({ run, event, onSelect }: CausesProps): ReactNode {
  const { t, say } = useSettings();
  if (event === null) return null;
  const chain: RunView["events"][number][] = [];
  for (let at: number | null = event; at !== null; ) {
    const one: RunView["events"][number] = run.events[at]!;
    chain.push(one);
    at = one.cause;
  }
  return (
    <section className={style["block"]}>
      <h2>
        {t.lab.causes} <small>{t.lab.causesAbout}</small>
      </h2>
      <ol className={style["causes"]}>
        {chain.map((one, at) => (
          <li key={one.id} aria-current={at === 0 ? "true" : undefined}>
            <button type="button" onClick={() => onSelect(one.id)}>
              <span>{one.id}</span>
              <span className="mono">{one.who}</span>
              {say(one.words)}
            </button>
          </li>
        ))}
        {chain.length === 1 && <li className={style["hint"]}>{t.lab.noCause}</li>}
      </ol>
    </section>
  );
}
