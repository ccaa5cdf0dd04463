/** What can come out, how often, and in words what goes wrong; a row opens an order that ends so. */
import type { ReactNode } from "react";
import { FailureNote } from "../parts/failure.tsx";
import { Mark } from "../parts/icon.tsx";
import { useSettings } from "../shell/settings.tsx";
import type { Failure } from "../worker/protocol.ts";
import type { ExploreView, OutcomeView } from "../worker/threads-protocol.ts";
import { grouped } from "./digits.ts";
import style from "./outcomes.module.css";
import { whyOf } from "./why.ts";
import { useWords, type Words } from "./words.ts";

interface Props {
  readonly found: ExploreView | null;
  readonly failure: Failure | null;
  /** So many runs so far, while it takes longer than a blink. */
  readonly runs: number | null;
  readonly stopped: number | null;
  readonly broken: boolean;
  /** The schedule that is looked at, as text. */
  readonly shown: string | null;
  onPick(schedule: readonly number[], why: "outcome" | "smallest" | "found" | "race", switches: number): void;
}

export function Outcomes({ found, failure, runs, stopped, broken, shown, onPick }: Props): ReactNode {
  const words = useWords();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by the keyboard
    <section className={style["outcomes"]} tabIndex={0} aria-label={words.outcome.title}>
      {failure && <FailureNote failure={failure} />}
      {broken && <p className={style["lead"]}>{words.broken}</p>}
      <p role="status" className={runs === null ? "sr" : style["lead"]}>
        {runs === null ? "" : runs === 0 ? words.searching : words.searched(runs)}
      </p>
      {stopped !== null && <p className={style["lead"]}>{words.stopped(stopped)}</p>}
      {found && !found.problems && <Found found={found} shown={shown} onPick={onPick} />}
    </section>
  );
}

interface FoundProps extends Pick<Props, "shown" | "onPick"> {
  readonly found: ExploreView;
}

function Found({ found, shown, onPick }: FoundProps): ReactNode {
  const { say } = useSettings();
  const words = useWords();
  const unit = countedIn(found, words);
  const kinds = new Set(found.violations.map(({ kind }) => kind));
  return (
    <>
      <h2>{headline(found, words)}</h2>
      {found.bound && <p className={style["lead"]}>{say(found.bound)}</p>}
      {!found.judged && found.outcomes.length > 0 && <p className={style["lead"]}>{words.outcome.noAssertAbout}</p>}
      <OutcomeTable found={found} shown={shown} unit={unit} onPick={onPick} />
      <div className={style["block"]}>
        <h3>{words.words.title}</h3>
        <ul className={style["words"]}>
          {found.violations.map((one) => (
            <li key={`${one.kind} ${one.words.en}`}>
              <Mark name="refuted" />
              <button
                type="button"
                aria-pressed={shown === one.schedule.join(",")}
                onClick={() => onPick(one.schedule, whyOf(one), one.switches)}
              >
                {say(one.words)}
              </button>
              <span className="faint">{words.words.switches(one.switches)}</span>
            </li>
          ))}
          {!kinds.has("race") && (
            <li>
              <Mark name={found.exhaustive ? "confirmed" : "undecided"} />
              <span>{words.words.noRace}</span>
            </li>
          )}
          {!kinds.has("deadlock") && (
            <li>
              <Mark name={found.exhaustive ? "confirmed" : "undecided"} />
              <span>{words.words.noDeadlock}</span>
            </li>
          )}
        </ul>
      </div>
    </>
  );
}

interface TableProps extends FoundProps {
  readonly unit: Unit;
}

function OutcomeTable({ found, shown, unit, onPick }: TableProps): ReactNode {
  const words = useWords();
  if (found.outcomes.length === 0) return <p className={style["lead"]}>{words.outcome.none}</p>;
  const most = found.outcomes.map(unit.of).reduce((a, b) => (b > a ? b : a), 1n);
  const share = (one: OutcomeView): number => Number((unit.of(one) * 1000n) / most) / 10;
  return (
    <div className={style["wide"]}>
      <table className={style["table"]}>
        <thead>
          <tr>
            <th>
              <span className="sr">{words.outcome.verdict}</span>
            </th>
            {found.columns.map((name) => (
              <th key={name} className="num mono">
                {name}
              </th>
            ))}
            <th className="num">{unit.name}</th>
            <th>
              <span className="sr">{words.outcome.share}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {found.outcomes.map((one) => {
            const selected = shown === one.schedule.join(",");
            const pick = (): void => onPick(one.schedule, "outcome", 0);
            return (
              // The button in it does the same for the keyboard.
              <tr
                key={`${one.values.join(" ")} ${one.deadlock}`}
                className={selected ? style["at"] : ""}
                onClick={pick}
                onKeyDown={undefined}
              >
                <td>
                  <button type="button" aria-label={words.outcome.open} aria-pressed={selected} onClick={pick}>
                    <Mark
                      name={one.bad ? "refuted" : found.judged ? "confirmed" : "undecided"}
                      label={one.bad ? words.outcome.bad : found.judged ? words.outcome.good : words.outcome.title}
                    />
                  </button>
                </td>
                {one.values.map((value, index) => (
                  <td key={found.columns[index]} className="num mono">
                    {value}
                  </td>
                ))}
                <td className="num">
                  <b>{grouped(String(unit.of(one)))}</b>
                  {one.deadlock && <small> {words.outcome.dead}</small>}
                </td>
                <td className={style["bar"]}>
                  <svg viewBox="0 0 100 9" preserveAspectRatio="none" aria-hidden="true">
                    <rect
                      width={share(one)}
                      height="9"
                      className={style[one.bad ? "bad" : found.judged ? "good" : "open"]}
                    />
                  </svg>
                </td>
              </tr>
            );
          })}
        </tbody>
        <tfoot>
          <tr>
            <td />
            <td colSpan={found.columns.length}>{words.outcome.total}</td>
            <td className="num">
              <b>{grouped(String(found.outcomes.map(unit.of).reduce((a, b) => a + b, 0n)))}</b>
            </td>
            <td />
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

/** Outcomes are counted in orders where these were counted, else in executions: never a mix of the two. */
interface Unit {
  readonly name: string;
  of(outcome: OutcomeView): bigint;
  say(n: bigint): string;
}

function countedIn(found: ExploreView, words: Words): Unit {
  if (found.outcomes.every(({ interleavings }) => interleavings !== null))
    return {
      name: words.facts.orders,
      of: ({ interleavings }) => BigInt(interleavings!),
      say: (n) => words.outcome.orders(grouped(String(n))),
    };
  const say = found.exhaustive ? words.outcome.executions : words.outcome.sampled;
  return {
    name: words.facts.executions,
    of: ({ executions }) => BigInt(executions),
    say: (n) => say(grouped(String(n))),
  };
}

function headline(found: ExploreView, words: Words): string {
  const unit = countedIn(found, words);
  const sum = (outcomes: readonly OutcomeView[]): bigint => outcomes.map(unit.of).reduce((a, b) => a + b, 0n);
  const bad = sum(found.outcomes.filter((one) => one.bad));
  const all = unit.say(sum(found.outcomes));
  if (!found.judged) return words.outcome.noAssert(found.outcomes.length);
  return bad === 0n ? words.outcome.allGood(all) : words.outcome.someBad(all, unit.say(bad));
}
