/** One order of steps: who did what, the shared values after each, locks, store buffers. Stepped forward and back. */
import { type ReactNode, useEffect, useRef } from "react";
import { CopyButton } from "../parts/copy-button.tsx";
import { FailureNote } from "../parts/failure.tsx";
import { Icon, type IconName } from "../parts/icon.tsx";
import { useKeys } from "../shell/keys.ts";
import { useSettings } from "../shell/settings.tsx";
import type { Failure } from "../worker/protocol.ts";
import type { ProgramRunView, ProgramStateView } from "../worker/threads-protocol.ts";
import style from "./schedule.module.css";
import { ThreadMark } from "./thread-mark.tsx";
import { useWords } from "./words.ts";

interface Props {
  readonly run: ProgramRunView | null;
  readonly failure: Failure | null;
  /** So many steps have been done. */
  readonly at: number;
  readonly why: "smallest" | "found" | "race" | "outcome" | "mine";
  /** Changes of thread in it, where the search counted them. */
  readonly switches: number;
  /** How many ways to go wrong the search found; null: it has not ended. */
  readonly violations: number | null;
  onMove(at: number): void;
}

export function Schedule({ run, failure, at, why, switches, violations, onMove }: Props): ReactNode {
  const { say } = useSettings();
  const words = useWords();
  const of = run?.steps.length ?? 0;
  const to = (next: number): void => onMove(Math.max(0, Math.min(of, next)));
  useKeys(
    {
      ArrowRight: () => to(at + 1),
      ArrowLeft: () => to(at - 1),
      Home: () => to(0),
      End: () => to(of),
    },
    true,
  );
  const empty = of === 0;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by the keyboard
    <section className={style["schedule"]} tabIndex={0} aria-label={words.schedule[why]}>
      {failure && <FailureNote failure={failure} />}
      <header className={style["top"]}>
        <h2>{words.schedule[why]}</h2>
        {why === "smallest" && <p>{words.schedule.smallestAbout(switches)}</p>}
        {why === "found" && <p>{words.schedule.foundAbout(switches)}</p>}
        {why === "race" && <p>{words.schedule.raceAbout}</p>}
        {why === "mine" && empty && <p>{violations === 0 ? words.schedule.none : words.schedule.empty}</p>}
      </header>
      {run && !empty && (
        <>
          <Controls at={at} of={of} onMove={to} twin={say(run.text)} />
          <Sequence run={run} at={at} onMove={to} />
          <StepTable run={run} at={at} onMove={to} />
        </>
      )}
      {run && run.states.length > 0 && <Values run={run} at={at} />}
    </section>
  );
}

function Controls({
  at,
  of,
  onMove,
  twin,
}: {
  at: number;
  of: number;
  onMove(at: number): void;
  twin: string;
}): ReactNode {
  const { schedule: words } = useWords();
  const buttons: readonly [IconName, string, number, boolean][] = [
    ["first", words.first, 0, at === 0],
    ["previous", words.previous, at - 1, at === 0],
    ["next", words.next, at + 1, at === of],
    ["last", words.last, of, at === of],
  ];
  return (
    <div className={style["controls"]} role="toolbar" aria-label={words.controls}>
      {buttons.map(([icon, name, next, off]) => (
        <button
          key={icon}
          type="button"
          className="btn icon"
          aria-label={name}
          title={name}
          disabled={off}
          onClick={() => onMove(next)}
        >
          <Icon name={icon} />
        </button>
      ))}
      <span className={style["keys"]} aria-hidden="true">
        <kbd>←</kbd> <kbd>→</kbd>
      </span>
      <span className={style["count"]} role="status">
        {words.step(at, of)}
      </span>
      <CopyButton text={twin} label={words.twin} className="btn quiet" />
    </div>
  );
}

interface PartProps {
  readonly run: ProgramRunView;
  readonly at: number;
  onMove(at: number): void;
}

/** Who had each step, in one row; a picture of the list below it. */
function Sequence({ run, at, onMove }: PartProps): ReactNode {
  return (
    <div className={style["sequence"]} aria-hidden="true">
      {run.steps.map((step, index) => (
        <button
          key={index}
          type="button"
          tabIndex={-1}
          className={`${step.thread % 2 === 0 ? style["even"] : style["odd"]} ${index + 1 === at ? style["on"] : ""} ${index >= at ? style["future"] : ""}`}
          onClick={() => onMove(index + 1)}
        >
          {run.threads[step.thread]!.name}
        </button>
      ))}
    </div>
  );
}

function StepTable({ run, at, onMove }: PartProps): ReactNode {
  const { say } = useSettings();
  const { schedule: words } = useWords();
  const names = (run.states[0]?.cells ?? []).map(({ name }) => name);
  const shownNames = names.length <= 6 ? names : changing(run, names).slice(0, 6);
  const current = useRef<HTMLTableRowElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the row of the step that is looked at comes into view
  useEffect(() => {
    current.current?.scrollIntoView({ block: "nearest" }); // a promise in newer browsers: not to be returned here
  }, [at]);
  return (
    <div className={style["wide"]}>
      <table className={style["steps"]} aria-label={words.steps}>
        <thead>
          <tr>
            <th className="num">{words.number}</th>
            {run.threads.map(({ name }, thread) => (
              <th key={thread}>
                <ThreadMark thread={thread} name={name} />
              </th>
            ))}
            {shownNames.map((name) => (
              <th key={name} className="num mono">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {run.steps.map((step, index) => {
            const before = run.states[index]!;
            const after = run.states[index + 1]!;
            const changed = index > 0 && run.steps[index - 1]!.thread !== step.thread;
            const classes = [
              changed ? style["switch"] : "",
              index >= at ? style["future"] : "",
              index + 1 === at ? style["at"] : "",
            ];
            return (
              <tr
                key={index}
                ref={index + 1 === at ? current : null}
                className={classes.join(" ")}
                aria-current={index + 1 === at ? "step" : undefined}
                onClick={() => onMove(index + 1)}
                onKeyDown={undefined}
              >
                <td className="num">{index + 1}</td>
                {run.threads.map((_, thread) => (
                  <td key={thread}>
                    {thread === step.thread && (
                      <span
                        className={`${style["act"]} ${thread % 2 ? style["round"] : ""} ${step.writes ? style["writes"] : ""}`}
                      >
                        {say(step.words)}
                      </span>
                    )}
                  </td>
                ))}
                {shownNames.map((name) => {
                  const value = cellValue(after, name);
                  return (
                    <td key={name} className={`num mono ${value === cellValue(before, name) ? "" : style["changed"]}`}>
                      {value}
                    </td>
                  );
                })}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

const cellValue = (state: ProgramStateView, name: string): string =>
  state.cells.find((cell) => cell.name === name)?.value ?? "";

/** Of many variables, those that change come first. */
const changing = (run: ProgramRunView, names: readonly string[]): string[] => {
  const changes = (name: string): boolean =>
    run.states.some((state) => cellValue(state, name) !== cellValue(run.states[0]!, name));
  return [...names.filter(changes), ...names.filter((name) => !changes(name))];
};

/** Everything at the step that is looked at: variables, returned values, locks with who waits, store buffers. */
function Values({ run, at }: Omit<PartProps, "onMove">): ReactNode {
  const words = useWords();
  const state = run.states[at] ?? run.states.at(-1)!;
  const before = run.states[Math.max(0, at - 1)]!;
  return (
    <dl className={style["values"]} aria-label={words.schedule.values}>
      {state.cells.map(({ name, value }) => (
        <div key={name} className={value === cellValue(before, name) ? "" : style["on"]}>
          <dt className="mono">{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
      {state.locks.map(({ name, holder, waiting }) => (
        <div key={`lock ${name}`}>
          <dt className="mono">{name}</dt>
          <dd className={style["small"]}>
            {holder ?? words.schedule.free}
            {waiting.length > 0 && <small>{words.schedule.waiting(waiting.join(", "))}</small>}
          </dd>
        </div>
      ))}
      {state.buffers.map(({ thread, writes }) => (
        <div key={`buffer ${thread}`}>
          <dt>{words.schedule.buffer(run.threads[thread]!.name)}</dt>
          <dd className={style["small"]}>{writes.length > 0 ? writes.join(", ") : words.schedule.emptyBuffer}</dd>
        </div>
      ))}
      {state.returned.map((value, thread) =>
        value === null ? null : (
          <div key={`returned ${thread}`}>
            <dt>{words.outcome.returned(run.threads[thread]!.name)}</dt>
            <dd>{value}</dd>
          </div>
        ),
      )}
    </dl>
  );
}
