/**
 * Guess, then see: what comes next among a few, and how sure one is. The record says how often each sureness was right; it stays in this
 * browser, and with few guesses it says that it says nothing yet.
 */
import { type ReactNode, useEffect, useId, useRef, useState } from "react";
import {
  type Calibration,
  confidences,
  counted,
  guessAfter,
  leastGuesses,
  readCalibration,
} from "../../../views/guess.ts";
import type { Rung } from "../../../views/ladder.ts";
import { Mark } from "../parts/icon.tsx";
import { useSettings } from "../shell/settings.tsx";
import type { NetworkView, RunView } from "../worker/protocol.ts";
import { useRungWords } from "./difference.tsx";
import style from "./guess-panel.module.css";

interface Props {
  readonly run: RunView;
  readonly network: NetworkView;
  readonly now: number;
  /** Shows what came. */
  onReveal(event: number): void;
}

const place = "viva.guesses";

export function GuessPanel({ run, network, now, onReveal }: Props): ReactNode {
  const { t } = useSettings();
  const words = useRungWords(run);
  const [record, setRecord] = useState<Calibration[]>(() => readCalibration(stored()));
  const [picked, setPicked] = useState<Rung | null>(null);
  const [told, setTold] = useState<{ after: number; right: boolean; said: string } | null>(null);
  const group = useId();
  const options = useRef<HTMLFieldSetElement>(null);
  const guess = guessAfter(network.ladder, now);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another question has no answer picked
  useEffect(() => setPicked(null), [now]);
  const settle = (confidence: number): void => {
    if (!guess || !picked) return;
    const right = picked === guess.answer;
    const next = counted(record, confidence, right);
    setRecord(next);
    try {
      localStorage.setItem(place, JSON.stringify(next));
    } catch {
      // storage is switched off or full: the record lasts as long as the page
    }
    setTold({ after: guess.answer.event, right, said: words(guess.answer) });
    onReveal(guess.answer.event);
    options.current?.querySelector("input")?.focus();
  };
  return (
    <section className={style["guess"]} aria-label={t.player.guess.title}>
      <h2>{t.player.guess.title}</h2>
      <p role="status" className={style["told"]}>
        {told && told.after === now && (
          <>
            <Mark name={told.right ? "confirmed" : "refuted"} />
            <span>{told.right ? t.player.guess.right : t.player.guess.wrong(told.said)}</span>
          </>
        )}
      </p>
      {guess ? (
        <>
          <fieldset ref={options}>
            <legend>{t.player.guess.ask}</legend>
            {guess.options.map((option, at) => (
              <label key={`${now} ${option.event}`}>
                <input
                  type="radio"
                  name={`${group} ${now}`}
                  checked={picked === option}
                  onChange={() => setPicked(option)}
                />
                <span>{words(option, false)}</span>
                <span className="sr">{at + 1}</span>
              </label>
            ))}
          </fieldset>
          {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would be for a form */}
          <div role="group" aria-label={t.player.guess.sure} className={style["sure"]}>
            <span>{t.player.guess.sure}</span>
            {confidences.map((confidence) => (
              <button
                key={confidence}
                type="button"
                className="btn"
                aria-disabled={picked === null}
                onClick={() => settle(confidence)}
              >
                {t.player.guess.confidence(confidence)}
              </button>
            ))}
          </div>
        </>
      ) : (
        <p>{t.player.guess.end}</p>
      )}
      <Record record={record} />
      <p className="dim">{t.player.guess.kept}</p>
    </section>
  );
}

function Record({ record }: { readonly record: readonly Calibration[] }): ReactNode {
  const { t } = useSettings();
  const some = record.filter((one) => one.guesses > 0);
  if (some.length === 0) return null;
  return (
    <table className={style["record"]}>
      <caption>{t.player.guess.record}</caption>
      <thead>
        <tr>
          <th>{t.player.guess.said}</th>
          <th>{t.player.guess.was}</th>
          <th>
            <span className="sr">{t.player.guess.means}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {some.map(({ confidence, guesses, right }) => (
          <tr key={confidence}>
            <td>{confidence}%</td>
            <td>{t.player.guess.of(right, guesses)}</td>
            <td>
              {guesses < leastGuesses
                ? t.player.guess.few
                : t.player.guess.percent(Math.round((right / guesses) * 100))}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function stored(): string | null {
  try {
    return localStorage.getItem(place);
  } catch {
    return null;
  }
}
