/** A follow-up question: predict first, then the answer is computed from runs, here and now. */
import { type ReactNode, useId, useState } from "react";
import { FailureNote } from "../parts/failure.tsx";
import { Icon, Mark } from "../parts/icon.tsx";
import { useAsk } from "../shell/ask.ts";
import { addresses } from "../shell/route.ts";
import { useSettings } from "../shell/settings.tsx";
import type { AnswerView, FollowUpView } from "../worker/protocol.ts";
import style from "./evidence.module.css";

export function FollowUp({ followUp }: { readonly followUp: FollowUpView }): ReactNode {
  const { t, say } = useSettings();
  const [open, setOpen] = useState(false);
  const [guess, setGuess] = useState("");
  const [asked, setAsked] = useState(false);
  const { value, failure, slow, runs, again } = useAsk(
    "answer",
    asked ? { id: followUp.id } : undefined,
    `${followUp.id} ${asked}`,
  );
  const field = useId();
  const words = t.evidence.predict;
  const placeholder = {
    number: words.number,
    set: words.set,
    order: words.schedule,
    "trace-step": words.schedule,
    choice: words.text,
    "true-false": "",
  };
  return (
    <li className={style["followUp"]}>
      <button type="button" aria-expanded={open} className={style["ask"]} onClick={() => setOpen(!open)}>
        <Icon name="talk" />
        <span>{say(followUp.ask)}</span>
        <Icon name={open ? "up" : "down"} />
      </button>
      {open && (
        <div className={style["predict"]}>
          {!asked && (
            <form
              onSubmit={(event) => {
                event.preventDefault();
                setAsked(true);
              }}
            >
              <label htmlFor={field}>{words.label}</label>
              {followUp.kind === "true-false" ? (
                <select id={field} value={guess} onChange={(event) => setGuess(event.target.value)}>
                  <option value="">–</option>
                  <option value="true">{words.yes}</option>
                  <option value="false">{words.no}</option>
                </select>
              ) : (
                <input
                  id={field}
                  value={guess}
                  placeholder={placeholder[followUp.kind]}
                  inputMode={followUp.kind === "number" ? "numeric" : "text"}
                  autoComplete="off"
                  onChange={(event) => setGuess(event.target.value)}
                />
              )}
              <button type="submit" className="btn primary">
                {words.reveal}
              </button>
            </form>
          )}
          {failure && <FailureNote failure={failure} onAgain={again} />}
          {asked && slow && (
            <p role="status" className={style["slow"]}>
              {runs > 0 ? t.busy.runs(runs) : t.busy.working}
            </p>
          )}
          <div aria-live="polite">
            {asked && value && (
              <Answer
                answer={value}
                guess={guess.trim()}
                onAgain={() => {
                  setAsked(false);
                  setGuess("");
                }}
              />
            )}
          </div>
        </div>
      )}
    </li>
  );
}

function Answer({
  answer,
  guess,
  onAgain,
}: {
  readonly answer: AnswerView;
  readonly guess: string;
  onAgain(): void;
}): ReactNode {
  const { t, say } = useSettings();
  const words = t.evidence.predict;
  const right = compare(answer.value, guess);
  return (
    <>
      <p className={style["mine"]}>
        {right !== null && <Mark name={right ? "confirmed" : "refuted"} />}
        {words.mine}: <b>{guess === "" ? words.empty : guess}</b>
        {guess !== "" && <span>{right === null ? words.compare : right ? words.right : words.wrong}</span>}
      </p>
      <p className={style["answer"]}>{say(answer.says)}</p>
      <p className={style["answerFoot"]}>
        <span className="faint">{words.computed}</span>
        {answer.run && <a href={addresses.run(answer.run)}>{words.show}</a>}
        <button type="button" className="btn quiet" onClick={onAgain}>
          {words.again}
        </button>
      </p>
    </>
  );
}

/** Whether the guess is the answer; null where that cannot be told, as with a schedule, of which there may be several. */
function compare(value: AnswerView["value"], guess: string): boolean | null {
  if (guess === "") return null;
  const numbers = (guess.match(/-?\d+/g) ?? []).map(Number);
  if (typeof value === "number") return numbers.length === 1 ? numbers[0] === value : null;
  if (typeof value === "boolean") return guess === String(value);
  if (typeof value === "string") return value === guess ? true : null;
  const same = (a: readonly number[], b: readonly number[]): boolean =>
    a.length === b.length && a.every((n, at) => n === b[at]);
  if (/T\d/i.test(guess)) return same(value, numbers) ? true : null;
  return same(
    value,
    [...new Set(numbers)].sort((a, b) => a - b),
  );
}
