/**
 * One run: its knobs, its timeline with stepping, its events, why the selected one happened, and at each decision the way to go
 * elsewhere. Every change is another run with a name of its own, so the browser's Back undoes it and a link shows it to others.
 */
import { type ReactNode, useRef, useState } from "react";
import { Busy, FailureNote } from "../parts/failure.tsx";
import { Player } from "../parts/player.tsx";
import { useStepper } from "../parts/stepper.ts";
import { TextTwin } from "../parts/text-twin.tsx";
import { useAsk } from "../shell/ask.ts";
import { useKeys } from "../shell/keys.ts";
import { addresses, go } from "../shell/route.ts";
import { useSettings } from "../shell/settings.tsx";
import { shellWord, useStatus } from "../shell/status.ts";
import type { RunView } from "../worker/protocol.ts";
import { Causes } from "./causes.tsx";
import { EventList } from "./event-list.tsx";
import { Findings } from "./findings.tsx";
import { Forks } from "./forks.tsx";
import { Knobs } from "./knobs.tsx";
import { NetworkRun } from "./network-run.tsx";
import { Remarks } from "./remarks.tsx";
import style from "./run-page.module.css";
import { Tools } from "./tools.tsx";

export function RunPage({ name }: { readonly name: string }): ReactNode {
  const { t } = useSettings();
  const { value, failure, slow, again } = useAsk("run", { name }, name);
  // A run stays on the page while the next one is made, so that a fork does not blink.
  const shown = useRef<RunView | null>(null);
  if (value) shown.current = value;
  const run = value ?? (failure ? null : shown.current);
  useStatus(`viva run ${shellWord(run?.name ?? name)} ${run?.network ? "--ladder" : "--timeline"}`, [
    ...(run ? [t.lab.eventCount(run.allEvents), t.lab.virtual(run.virtualTime)] : []),
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
  if (!run) return <div className={style["bad"]}>{slow && <Busy runs={0} />}</div>;
  return run.network ? <NetworkRun run={run} network={run.network} /> : <Run run={run} />;
}

/** The step at which the last fork was made: the next run begins there, so that one sees what changed. */
let forkedAtStep: { readonly name: string; readonly step: number } | null = null;

function Run({ run }: { readonly run: RunView }): ReactNode {
  const { t, say, singleKeys } = useSettings();
  const timeline = run.timelines[0];
  const steps = timeline?.steps ?? [];
  const begin = forkedAtStep?.name === run.name ? forkedAtStep.step : null;
  const stepper = useStepper(steps.length, run.name, begin);
  const step = stepper.at === null ? undefined : steps[stepper.at - 1];
  const [shown, setShown] = useState(0);
  const finding = run.findings[shown] ?? run.findings[0];
  const forks = useRef<HTMLElement>(null);
  const fork = (to: string): void => {
    if (step) forkedAtStep = { name: to, step: step.number };
    go(addresses.run(to));
  };
  useKeys(
    {
      f: (event) => {
        const other = forks.current?.querySelector<HTMLElement>("[data-fork]");
        if (!other) return;
        event.preventDefault();
        // One other way: go. Several: choose among them.
        if (forks.current!.querySelectorAll("[data-fork]").length === 1) other.click();
        else other.focus();
      },
    },
    singleKeys,
  );
  // What is selected by its event is selected by its step, and the other way round.
  const selected = step?.event ?? null;
  const selectEvent = (event: number): void => {
    let at = 0;
    for (const one of steps) if (one.event <= event) at = one.number;
    stepper.to(at);
  };
  return (
    <div className={style["page"]}>
      <Tools run={run} />
      <div className={style["body"]}>
        <aside className={style["left"]} aria-label={t.lab.events}>
          <EventList
            key={run.name}
            run={run}
            stops={steps.map((one) => one.event)}
            selected={selected}
            onSelect={selectEvent}
          />
          <Knobs run={run} />
        </aside>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by the keyboard */}
        <section className={style["centre"]} tabIndex={0} aria-label={t.lab.picture}>
          <p className={style["about"]}>{say(run.scenario.about)}</p>
          <Remarks run={run} />
          {timeline ? (
            <Player
              timeline={timeline}
              because={finding?.because ?? []}
              wrong={finding ? finding.always !== finding.holds : false}
              stepper={stepper}
              forkable
            />
          ) : (
            <p className={style["about"]}>{t.timeline.noThreads}</p>
          )}
          <div className={style["twins"]}>
            <TextTwin text={say(run.timelineText)} title={`${t.lab.twin}: ${t.lab.timelineText}`} />
            <TextTwin text={say(run.ladderText)} title={`${t.lab.twin}: ${t.lab.ladderText}`} />
          </div>
        </section>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by the keyboard */}
        <section className={style["right"]} tabIndex={0} aria-label={t.lab.event}>
          <Forks ref={forks} run={run} step={step ?? null} onFork={fork} />
          <Causes run={run} event={selected} onSelect={selectEvent} />
          <Findings run={run} shown={finding?.claim ?? null} onShow={setShown} />
          <section className={style["block"]}>
            <h2>
              {t.lab.fingerprint} <small>{t.lab.fingerprintAbout}</small>
            </h2>
            <p className={style["hash"]} data-live={run.traceSha256}>
              <code>{run.traceSha256}</code>
            </p>
          </section>
        </section>
      </div>
    </div>
  );
}
