/**
 * One run: its knobs, its timeline with stepping, its events, why the selected one happened, and at each decision the way to go
 * elsewhere. Every change is another run with a name of its own, so the browser's Back undoes it and a link shows it to others.
 */
import { type ReactNode, useRef, useState } from "react";
import { CopyButton } from "../parts/copy-button.tsx";
import { Busy, FailureNote } from "../parts/failure.tsx";
import { Icon, Mark } from "../parts/icon.tsx";
import { Player } from "../parts/player.tsx";
import { useStepper } from "../parts/stepper.ts";
import { TextTwin } from "../parts/text-twin.tsx";
import { useAsk } from "../shell/ask.ts";
import { useKeys } from "../shell/keys.ts";
import { addresses, go } from "../shell/route.ts";
import { useSettings } from "../shell/settings.tsx";
import { shellWord, useStatus } from "../shell/status.ts";
import type { RunView } from "../worker/protocol.ts";
import { EventList } from "./event-list.tsx";
import { Forks } from "./forks.tsx";
import { Knobs } from "./knobs.tsx";
import { nameOf } from "./name.ts";
import style from "./run-page.module.css";

export function RunPage({ name }: { readonly name: string }): ReactNode {
  const { t } = useSettings();
  const { value, failure, slow, again } = useAsk("run", { name }, name);
  // A run stays on the page while the next one is made, so that a fork does not blink.
  const shown = useRef<RunView | null>(null);
  if (value) shown.current = value;
  const run = value ?? (failure ? null : shown.current);
  useStatus(`viva run ${shellWord(run?.name ?? name)} --timeline`, [
    ...(run ? [t.lab.eventCount(run.events.length), t.lab.virtual(run.virtualTime)] : []),
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
  return <Run run={run} />;
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
          <EventList key={run.name} run={run} selected={selected} onSelect={selectEvent} />
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

function Tools({ run }: { readonly run: RunView }): ReactNode {
  const { t, say } = useSettings();
  const back = (at: number): string =>
    addresses.run(nameOf(run, { choices: run.overrides.filter(([position]) => position < at) }));
  const address = `${location.href.replace(/#.*$/, "")}${addresses.run(run.name)}`;
  return (
    <div className={`tools ${style["tools"]}`}>
      <h1>
        <a href={addresses.lab}>{t.lab.title}</a> / <span className="mono">{run.scenario.id}</span>
      </h1>
      <span className={style["title"]}>{say(run.scenario.title)}</span>
      {run.overrides.length > 0 && (
        <ul aria-label={t.lab.fork.chips} className={style["chips"]}>
          {run.overrides.map(([at, pick]) => (
            <li key={at}>
              <a href={back(at)} aria-label={t.lab.fork.remove(at)} title={t.lab.fork.remove(at)}>
                <Icon name="fork" />
                <code>
                  choice={at}:{pick}
                </code>
                <Icon name="close" />
              </a>
            </li>
          ))}
        </ul>
      )}
      <div className="end">
        <CopyButton text={address} label={t.lab.link} icon="link" />
      </div>
    </div>
  );
}

/** What is odd about the run's name: made by another engine, or with choices that it could not use. */
function Remarks({ run }: { readonly run: RunView }): ReactNode {
  const { t, say } = useSettings();
  const remarks = [...(run.otherEngine === null ? [] : [t.lab.otherEngine(run.otherEngine)]), ...run.misfits.map(say)];
  if (remarks.length === 0) return null;
  return (
    <ul role="alert" className={style["remarks"]}>
      {remarks.map((remark) => (
        <li key={remark}>
          <Mark name="depends" />
          {remark}
        </li>
      ))}
    </ul>
  );
}

interface CausesProps {
  readonly run: RunView;
  readonly event: number | null;
  onSelect(event: number): void;
}

/** The chain of causes of the selected event, nearest first. */
function Causes({ run, event, onSelect }: CausesProps): ReactNode {
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

interface FindingsProps {
  readonly run: RunView;
  readonly shown: string | null;
  onShow(index: number): void;
}

/** What the claims about such runs say of this one; the chosen one is marked in the picture. */
function Findings({ run, shown, onShow }: FindingsProps): ReactNode {
  const { t, say } = useSettings();
  if (run.findings.length === 0) return null;
  return (
    <section className={style["block"]}>
      <h2>
        {t.lab.findings} <small>{t.lab.findingsAbout}</small>
      </h2>
      <ul>
        {run.findings.map((finding, at) => (
          <li key={finding.claim}>
            <button
              type="button"
              className={style["finding"]}
              aria-pressed={finding.claim === shown}
              onClick={() => onShow(at)}
            >
              <span className={!finding.always ? style["happens"] : finding.holds ? style["holds"] : style["fails"]}>
                {finding.always
                  ? finding.holds
                    ? t.lab.holds
                    : t.lab.fails
                  : finding.holds
                    ? t.lab.happens
                    : t.lab.not}
              </span>
              <span>{say(finding.says)}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
