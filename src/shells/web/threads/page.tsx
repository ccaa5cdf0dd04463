/**
 * The Threads page: a thread program and every order in which it can run. One schedule is looked at at a time: the smallest
 * counterexample, an order that gives a chosen outcome, or one's own; choosing who goes next cuts it there and goes on.
 */
import { type ReactNode, useDeferredValue, useEffect, useMemo, useState } from "react";
import { CopyButton } from "../parts/copy-button.tsx";
import { FailureNote } from "../parts/failure.tsx";
import { Icon } from "../parts/icon.tsx";
import { useAsk } from "../shell/ask.ts";
import { addresses, go } from "../shell/route.ts";
import { useSettings } from "../shell/settings.tsx";
import { shellWord, useStatus } from "../shell/status.ts";
import type { ExploreView, MemoryModelName, SearchName, ThreadSample } from "../worker/threads-protocol.ts";
import { grouped } from "./digits.ts";
import { Editor, type EditorProblem, type LineMark } from "./editor.tsx";
import { decodeSource, encodeSource, longestLink } from "./link.ts";
import { Outcomes } from "./outcomes.tsx";
import style from "./page.module.css";
import { Schedule } from "./schedule.tsx";
import { Scheduler } from "./scheduler.tsx";
import { whyOf } from "./why.ts";
import { useWords } from "./words.ts";

/** What the address says: a sample by its name, or a whole program. */
export interface ThreadsPageProps {
  readonly sample: string | null;
  readonly source: string | null;
}

const models: readonly MemoryModelName[] = ["sc", "tso", "pso"];
const searches: readonly SearchName[] = ["all", "pct", "random"];
const pauseMs = 250;

/** Waits until nobody has typed for a moment. */
function useSettled<T>(value: T): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), pauseMs);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}

export function ThreadsPage({ sample, source }: ThreadsPageProps): ReactNode {
  const { value: samples, failure } = useAsk("threadSamples", null, "samples");
  if (failure) return <FailureNote failure={failure} />;
  if (!samples) return null;
  const known = samples.find(({ id }) => id === sample);
  const text = (source === null ? null : decodeSource(source)) ?? known?.source ?? samples[0]?.source ?? "";
  const chosen = source === null ? (known ?? samples[0] ?? null) : null;
  return <Workbench key={source ?? chosen?.id ?? ""} samples={samples} chosen={chosen} first={text} />;
}

interface WorkbenchProps {
  readonly samples: readonly ThreadSample[];
  readonly chosen: ThreadSample | null;
  readonly first: string;
}

/** Which schedule is looked at, and how far: the steps up to `at` have been done. */
interface Looking {
  readonly schedule: readonly number[];
  readonly at: number;
  readonly why: "smallest" | "found" | "race" | "outcome" | "mine";
  /** Changes of thread in it, where the search counted them. */
  readonly switches: number;
}

const nobody: Looking = { schedule: [], at: 0, why: "mine", switches: 0 };

function Workbench({ samples, chosen, first }: WorkbenchProps): ReactNode {
  const { say } = useSettings();
  const words = useWords();
  const [text, setText] = useState(first);
  const [model, setModel] = useState<MemoryModelName>(chosen?.model ?? "sc");
  const [search, setSearch] = useState<SearchName>("all");
  const [stopped, setStopped] = useState<number | null>(null);
  const source = useSettled(text);
  const edited = chosen === null || source !== chosen.source;
  const key = `${model} ${search} ${source}`;

  const exploring = useAsk(
    "exploreProgram",
    stopped === null ? { source, model, search } : undefined,
    `${key} ${stopped === null}`,
  );
  const found = exploring.value?.key === key ? exploring.value : null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another program or search begins anew
  useEffect(() => setStopped(null), [key]);

  const [chosenLook, setLook] = useState<{ readonly key: string; readonly look: Looking } | null>(null);
  const look = chosenLook?.key === key ? chosenLook.look : firstLook(found);
  const setLooking = (next: Looking): void => setLook({ key, look: next });
  const schedule = useDeferredValue(look.schedule.join(","));
  const replayed = useAsk(
    "replayProgram",
    { source, model, schedule: schedule === "" ? [] : schedule.split(",").map(Number) },
    `${model} ${schedule} ${source}`,
  );
  const run = replayed.value;
  const at = Math.min(look.at, run?.steps.length ?? 0);

  const problems = useMemo<EditorProblem[]>(
    () => (run?.problems ?? []).map(({ start, end, words: said }) => ({ start, end, message: say(said) })),
    [run, say],
  );
  const marks = useMemo<LineMark[]>(() => marksOf(run, at), [run, at]);
  const address = `${location.href.replace(/#.*$/, "")}${linkOf(chosen, edited, source)}`;
  const command = `viva explore ${edited ? "program.js" : shellWord(`${chosen.id.replace(/^.*\//, "")}.js`)} --model ${model} --strategy ${search}`;
  useStatus(command, statusFacts(found, words));

  const explore = (): void => {
    setStopped(null);
    exploring.again();
  };
  const searchingFor = exploring.pending && exploring.slow;
  return (
    <div className={style["page"]}>
      <div className="tools">
        <h1>{words.title}</h1>
        <select
          className={style["sample"]}
          aria-label={words.sample}
          value={edited ? "" : chosen.id}
          onChange={(event) => go(addresses.threads(event.target.value))}
        >
          {edited && <option value="">{words.own}</option>}
          {samples.map(({ id, title }) => (
            <option key={id} value={id} title={say(title)}>
              {id}
            </option>
          ))}
        </select>
        <Choice<MemoryModelName>
          label={words.model}
          options={models}
          at={model}
          onPick={setModel}
          about={words.models}
          names={{ sc: "SC", tso: "TSO", pso: "PSO" }}
        />
        <Choice<SearchName>
          label={words.strategy}
          options={searches}
          at={search}
          onPick={setSearch}
          about={words.strategyAbout}
          names={words.strategies}
        />
        <div className="end">
          {address.length <= longestLink && <CopyButton text={address} label={words.link} icon="link" />}
          {searchingFor ? (
            <button type="button" className="btn" onClick={() => setStopped(exploring.runs)}>
              <Icon name="close" />
              {words.stop}
            </button>
          ) : (
            <button type="button" className="btn primary" onClick={explore}>
              <Icon name="play" />
              {words.explore}
              <kbd>Ctrl ↵</kbd>
            </button>
          )}
        </div>
      </div>
      <div className={style["body"]}>
        <div className={style["left"]}>
          <div className="head">
            <h2>{words.program}</h2>
            <span className="end">{problems.length > 0 ? words.problems(problems.length) : words.live}</span>
          </div>
          <div className={style["editor"]}>
            <Editor
              text={text}
              label={`${words.editor}. ${words.leaveEditor}`}
              problems={problems}
              marks={marks}
              onChange={setText}
              onRun={explore}
            />
          </div>
          {run && run.problems.length > 0 && (
            <ul className={style["problems"]} aria-label={words.problems(run.problems.length)}>
              {run.problems.slice(0, 5).map((one) => (
                <li key={`${one.start} ${one.words.en}`}>
                  <b>{words.place(one.line, one.column)}</b> {say(one.words)}
                </li>
              ))}
            </ul>
          )}
          <Scheduler
            run={run}
            at={at}
            onStep={(pick) =>
              setLooking({ schedule: [...look.schedule.slice(0, at), pick], at: at + 1, why: "mine", switches: 0 })
            }
            onUndo={() => setLooking({ ...look, at: Math.max(0, at - 1) })}
            onRestart={() => setLooking(nobody)}
          />
        </div>
        <Outcomes
          found={found}
          failure={exploring.failure}
          runs={searchingFor ? exploring.runs : null}
          stopped={stopped}
          broken={(run?.problems.length ?? 0) > 0}
          shown={look.why === "mine" ? null : look.schedule.join(",")}
          onPick={(next, why, switches) => setLooking({ schedule: next, at: next.length, why, switches })}
        />
        <Schedule
          run={run}
          failure={replayed.failure}
          at={at}
          why={look.why}
          switches={look.switches}
          violations={found ? found.violations.length : null}
          onMove={(next) => setLooking({ ...look, at: next })}
        />
      </div>
    </div>
  );
}

/** The smallest counterexample, where there is one; else nobody has run yet. */
function firstLook(found: ExploreView | null): Looking {
  const [violation] = found?.violations ?? [];
  if (!violation) return nobody;
  const { schedule, switches } = violation;
  return { schedule, at: schedule.length, why: whyOf(violation), switches };
}

type Run = NonNullable<ReturnType<typeof useAsk<"replayProgram">>["value"]>;

function marksOf(run: Run | null, at: number): LineMark[] {
  if (!run) return [];
  const threads = (run.places[at] ?? []).flatMap(({ thread, line }) =>
    line === null
      ? []
      : [{ line, label: run.threads[thread]!.name, look: thread % 2 === 0 ? "thread-even" : "thread-odd" } as const],
  );
  const failed =
    at === run.steps.length ? run.failed.map((line) => ({ line, label: "✕", look: "wrong" }) as const) : [];
  return [...threads, ...failed];
}

const linkOf = (chosen: ThreadSample | null, edited: boolean, source: string): string =>
  edited || !chosen ? addresses.threadsSource(encodeSource(source)) : addresses.threads(chosen.id);

function statusFacts(found: ExploreView | null, words: ReturnType<typeof useWords>): string[] {
  if (!found || found.problems) return [];
  return [
    ...(found.interleavings === null ? [] : [`${words.facts.orders} ${grouped(found.interleavings)}`]),
    `${words.facts.executions} ${grouped(String(found.executions))}`,
    found.exhaustive ? words.facts.exhaustive : words.facts.partial,
    `${words.facts.blocked} ${found.blocked}`,
    `${found.ms} ms`,
  ];
}

interface ChoiceProps<T extends string> {
  readonly label: string;
  readonly options: readonly T[];
  readonly at: T;
  onPick(option: T): void;
  readonly about: Readonly<Record<T, string>>;
  readonly names: Readonly<Record<T, string>>;
}

function Choice<T extends string>({ label, options, at, onPick, about, names }: ChoiceProps<T>): ReactNode {
  return (
    <fieldset className={`seg ${style["choice"]}`} aria-label={label}>
      {options.map((option) => (
        <button
          key={option}
          type="button"
          aria-pressed={option === at}
          title={about[option]}
          onClick={() => onPick(option)}
        >
          {names[option]}
        </button>
      ))}
    </fieldset>
  );
}
