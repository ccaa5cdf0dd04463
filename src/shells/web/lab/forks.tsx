/** Fork here: the decision at the selected step, and for each other way it could have gone the run that follows. */
import type { ReactNode, Ref } from "react";
import type { Step } from "../../../views/timeline.ts";
import { FailureNote } from "../parts/failure.tsx";
import { Icon } from "../parts/icon.tsx";
import { useAsk } from "../shell/ask.ts";
import { useSettings } from "../shell/settings.tsx";
import type { RunView } from "../worker/protocol.ts";
import style from "./run-page.module.css";

interface Props {
  readonly ref: Ref<HTMLElement>;
  readonly run: RunView;
  readonly step: Step | null;
  onFork(name: string): void;
}

export function Forks({ ref, run, step, onFork }: Props): ReactNode {
  const { t, say } = useSettings();
  const choice = step?.choice ?? null;
  const key = choice === null ? "" : `${run.name} ${choice}`;
  const { value, failure, pending, again } = useAsk(
    "forks",
    choice === null ? undefined : { name: run.name, choice },
    key,
  );
  const ways = choice === null || pending ? null : value;
  return (
    <section ref={ref} className={`${style["block"]} ${style["forks"]}`}>
      <h2>
        <Icon name="fork" />
        {t.lab.fork.title} <kbd>F</kbd>
        {choice !== null && <small>{t.lab.fork.decision(choice)}</small>}
      </h2>
      {failure && <FailureNote failure={failure} onAgain={again} />}
      {step === null && <p className={style["hint"]}>{t.lab.fork.pick}</p>}
      {step !== null && choice === null && <p className={style["hint"]}>{t.lab.fork.none}</p>}
      {choice !== null && <p className={style["hint"]}>{t.lab.fork.about}</p>}
      {/* The height of two ways is kept while they are computed, so that nothing below jumps. */}
      {choice !== null && (
        <ul className={style["ways"]}>
          {ways?.map((way) => (
            <li key={way.pick}>
              {way.taken ? (
                <span className={style["way"]} aria-current="true">
                  <b>{t.lab.fork.taken}</b>
                  <span>{say(way.next)}</span>
                </span>
              ) : (
                <button type="button" className={style["way"]} data-fork={way.pick} onClick={() => onFork(way.name)}>
                  <b>{t.lab.fork.do}</b>
                  <span>{say(way.next)}</span>
                  <Icon name="right" />
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
