/**
 * A fork beside its parent: how far both are the same, the first thing that differs, what follows from it here and not there, and how
 * much later the rest happens. Each line of this run can be selected; the other run is one click away.
 */
import { memo, type ReactNode } from "react";
import { formatTime, type Instant } from "../../../engine/base/time.ts";
import type { Change } from "../../../views/difference.ts";
import type { Rung } from "../../../views/ladder.ts";
import { FailureNote } from "../parts/failure.tsx";
import { frameFate, noteText } from "../parts/ladder-words.ts";
import { useAsk } from "../shell/ask.ts";
import { addresses } from "../shell/route.ts";
import { useSettings } from "../shell/settings.tsx";
import type { EventView, RunView } from "../worker/protocol.ts";
import style from "./difference.module.css";

interface Props {
  readonly run: RunView;
  readonly selected: number | null;
  onSelect(event: number): void;
}

export const Difference = memo(function Difference({ run, selected, onSelect }: Props): ReactNode {
  const { t, say } = useSettings();
  const broken = run.faults.length + run.overrides.length > 0;
  const { value, failure, slow, again } = useAsk(
    "difference",
    broken ? { name: run.name } : undefined,
    broken ? run.name : "",
  );
  if (!broken) return null;
  const words = t.lab.difference;
  const first = value?.here ?? value?.there;
  const [shift] = value?.shifts ?? [];
  const side = (event: EventView | null, name: string): ReactNode => (
    <div>
      <dt>{name}</dt>
      <dd className={event?.bad ? "no" : ""}>
        {event ? (
          <>
            <span className="mono">{event.at}</span> <b className="mono">{event.who}</b> {say(event.words)}
          </>
        ) : (
          words.over
        )}
      </dd>
    </div>
  );
  return (
    <section className={style["difference"]} aria-label={words.title} data-differs={value?.same}>
      <h2>
        {words.title} {value && <small>{words.by(value.by)}</small>}
        {value && (
          <a href={addresses.run(value.name)} className={style["parent"]}>
            {words.parent}
          </a>
        )}
      </h2>
      {failure && <FailureNote failure={failure} onAgain={again} />}
      {!value && slow && <p className="dim">{t.busy.working}</p>}
      {value && !first && <p>{words.same}</p>}
      {value && first && (
        <>
          <p>{words.until(value.same, first.at)}</p>
          <dl>
            {side(value.here, words.here)}
            {side(value.there, words.there)}
          </dl>
          {value.changes.length > 0 && (
            <>
              <h3>{words.follows}</h3>
              <ol>
                {value.changes.map((change) => (
                  <Line
                    key={`${change.kind} ${(change.kind === "only-there" ? change.there : change.here).event}`}
                    change={change}
                    run={run}
                    selected={selected}
                    onSelect={onSelect}
                  />
                ))}
              </ol>
              {value.more > 0 && <p className="dim">{words.more(value.more)}</p>}
            </>
          )}
          {shift && (
            <p data-shift={shift.by}>
              {shift.by > 0
                ? words.later(shift.count, formatTime(shift.by as Instant))
                : words.earlier(shift.count, formatTime(-shift.by as Instant))}
            </p>
          )}
        </>
      )}
    </section>
  );
});

interface LineProps {
  readonly change: Change;
  readonly run: RunView;
  readonly selected: number | null;
  onSelect(event: number): void;
}

function Line({ change, run, selected, onSelect }: LineProps): ReactNode {
  const { t } = useSettings();
  const words = t.lab.difference;
  const only = change.kind === "only-there";
  const rung = only ? change.there : change.here;
  const text = useRungWords(run)(rung);
  const mark = change.kind === "only-here" ? "+" : only ? "−" : "≠";
  const kind = change.kind === "only-here" ? words.added : only ? words.gone : words.fared;
  const said = (
    <>
      <span aria-hidden="true" className={style["mark"]}>
        {mark}
      </span>
      <span className="sr">{kind}</span>
      <span className={style["at"]}>{formatTime(rung.at)}</span>
      <span>{text}</span>
    </>
  );
  return (
    <li data-change={change.kind}>
      {only ? (
        <del>{said}</del>
      ) : (
        <button type="button" aria-pressed={rung.event === selected} onClick={() => onSelect(rung.event)}>
          {said}
        </button>
      )}
    </li>
  );
}

/** A rung in a line: who, what, and what became of it. */
export function useRungWords(run: RunView): (rung: Rung, fate?: boolean) => string {
  const { t, language } = useSettings();
  const lifelines = run.network?.ladder.lifelines ?? [];
  const who = (line: number): string => lifelines[line]?.name ?? "";
  return (rung, fate = true) => {
    if (rung.kind === "deadlock") return t.timeline.forever;
    if (rung.kind !== "frame") return `${who(rung.on)} ${noteText(rung, t, language)}`;
    const became = fate ? frameFate(rung, t) : "";
    return `${who(rung.from)} → ${who(rung.to)} ${rung.label}${became === "" ? "" : `: ${became}`}`;
  };
}
