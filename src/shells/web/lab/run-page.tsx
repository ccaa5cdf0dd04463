/** The page of one run: makes it, says how far it is when that takes long, and what is wrong when it cannot be made. */
import { type ReactNode, useRef } from "react";
import { FailureNote } from "../parts/failure.tsx";
import { useAsk } from "../shell/ask.ts";
import { addresses } from "../shell/route.ts";
import { useSettings } from "../shell/settings.tsx";
import { shellWord, useStatus } from "../shell/status.ts";
import type { RunView } from "../worker/protocol.ts";
import style from "./run-page.module.css";
import { RunPlayer } from "./run-player.tsx";

export function RunPage({ name }: { readonly name: string }): ReactNode {
  const { t } = useSettings();
  const { value, failure, slow, pending, runs, again } = useAsk("run", { name }, name);
  // A run stays on the page while the next one is made, so that a fork does not blink.
  const shown = useRef<RunView | null>(null);
  if (value) shown.current = value;
  const run = value ?? (failure ? null : shown.current);
  useStatus(`viva run ${shellWord(run?.name ?? name)} ${run?.network ? "--ladder" : "--timeline"}`, [
    ...(run ? [t.lab.eventCount(run.events.count), t.lab.virtual(run.virtualTime)] : []),
    t.status.sameEverywhere,
  ]);
  if (failure)
    return (
      <div className={style["bad"]}>
        <h1>{t.lab.bad}</h1>
        <code>{name}</code>
        <FailureNote failure={failure} onAgain={again} />
        <a className="btn primary" href={addresses.lab}>
          {t.lab.list}
        </a>
      </div>
    );
  // Leaving lets go of the run: back to where one came from, or to the list.
  const making = pending && slow && (
    <p role="status" className={run ? style["makingOver"] : style["working"]}>
      {t.lab.making(runs)}
      <button type="button" className="btn" onClick={() => (run ? history.back() : location.assign(addresses.lab))}>
        {t.player.stop}
      </button>
    </p>
  );
  if (!run) return <div className={style["bad"]}>{making}</div>;
  return (
    <>
      <RunPlayer run={run} />
      {making}
    </>
  );
}
