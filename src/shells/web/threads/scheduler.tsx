/** You are the scheduler: who may go next, what each would do, and a way back. */
import type { ReactNode } from "react";
import { Icon } from "../parts/icon.tsx";
import { useKeys } from "../shell/keys.ts";
import { useSettings } from "../shell/settings.tsx";
import type { ProgramRunView } from "../worker/threads-protocol.ts";
import style from "./scheduler.module.css";
import { ThreadMark } from "./thread-mark.tsx";
import { useWords } from "./words.ts";

interface Props {
  readonly run: ProgramRunView | null;
  readonly at: number;
  onStep(pick: number): void;
  onUndo(): void;
  onRestart(): void;
}

export function Scheduler({ run, at, onStep, onUndo, onRestart }: Props): ReactNode {
  const { say, singleKeys } = useSettings();
  const words = useWords();
  const options = run?.options[at] ?? [];
  const keys = Object.fromEntries(
    options.flatMap(({ pick }, index) => (pick === null || index > 9 ? [] : [[String(index), () => onStep(pick)]])),
  );
  useKeys({ ...keys, Backspace: onUndo }, singleKeys);
  if (!run || run.threads.length === 0) return null;
  const over = at === run.steps.length ? run.over : null;
  return (
    <section className={style["you"]} aria-label={words.you.title}>
      <div className="head">
        <h2>{words.you.title}</h2>
        <span>{over ? words.you.over[over] : words.you.about}</span>
        <span className="end">
          <button type="button" className="btn quiet" disabled={at === 0} onClick={onUndo} title="Backspace">
            <Icon name="undo" />
            {words.you.undo}
          </button>
          <button type="button" className="btn quiet" disabled={at === 0} onClick={onRestart}>
            {words.you.restart}
          </button>
        </span>
      </div>
      <ul>
        {options.map(({ thread, pick, words: next, ended }, index) => (
          <li key={`${thread} ${say(next)}`} className={pick === null ? "faint" : ""}>
            <ThreadMark thread={thread} name={run.threads[thread]!.name} />
            <span>
              {ended && run.states[at]!.returned[thread] != null
                ? words.you.endedWith(run.states[at]!.returned[thread]!)
                : say(next)}
            </span>
            <button
              type="button"
              className="btn"
              disabled={pick === null}
              aria-label={`${words.you.step}: ${run.threads[thread]!.name}, ${say(next)}`}
              onClick={() => pick !== null && onStep(pick)}
            >
              {words.you.step}
              {index <= 9 && <kbd>{index}</kbd>}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
