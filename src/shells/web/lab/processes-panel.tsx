/**
 * The processes of a run at the event that one is at: pages with the frames that they lie in, coloured by whose they are, and descriptors with
 * the open files behind them. Only runs that have programs show it. The text twin says the same.
 */
import type { ReactNode } from "react";
import type { PageView, ProcessesView } from "../../../views/processes.ts";
import { processesText } from "../../../views/processes-text.ts";
import { TextTwin } from "../parts/text-twin.tsx";
import { useAsk } from "../shell/ask.ts";
import { useSettings } from "../shell/settings.tsx";
import style from "./processes-panel.module.css";

interface Props {
  /** The run's name. */
  readonly name: string;
  /** Null: the end of the run. */
  readonly event: number | null;
}

export function ProcessesPanel({ name, event }: Props): ReactNode {
  const asked = useAsk("processes", { name, event }, `${name} ${event}`);
  return (asked.value ?? []).map((view) => <HostProcesses key={view.host} view={view} />);
}

function HostProcesses({ view }: { readonly view: ProcessesView }): ReactNode {
  const { t, language } = useSettings();
  const words = t.processes;
  return (
    <section className={style["panel"]} aria-label={words.title}>
      <h2>
        {words.title} <small>{words.frames(view.frames.inUse, view.frames.copied, view.frames.faults)}</small>
      </h2>
      <ul className={style["legend"]}>
        {(["own", "copy-on-write", "shared", "absent"] as const).map((state) => (
          <li key={state}>
            <span className={style["page"]} data-state={state} aria-hidden="true" /> {words.states[state]}
          </li>
        ))}
      </ul>
      <div className={style["processes"]}>
        {view.processes.map(({ pid, parent, program, threads, ended, space, table }) => {
          const regions = ended === null ? (view.spaces.find((one) => one.space === space)?.regions ?? []) : [];
          const entries = ended === null ? (view.tables.find((one) => one.table === table)?.entries ?? []) : [];
          return (
            <article key={pid} className={style["process"]}>
              <h3>
                {words.process(pid)} <code>{program}</code>
              </h3>
              <p>
                {words.parent(parent)} ·{" "}
                {ended === null ? threads.map((id) => `T${id}`).join(" ") : words.zombie(ended)}
              </p>
              {regions.map(({ name, protection, pages }) => (
                <div key={pages[0]?.page ?? name} className={style["region"]}>
                  <span>
                    {name} <code>{protection}</code>
                  </span>
                  <span className={style["pages"]}>
                    {pages.slice(0, mostPages).map((page) => (
                      <Page key={page.page} page={page} />
                    ))}
                    {pages.length > mostPages && <span>+{pages.length - mostPages}</span>}
                  </span>
                </div>
              ))}
              {entries
                .filter(({ description }) => description !== null)
                .map(({ fd, file, description, references }) => (
                  <div key={fd} className={style["region"]}>
                    <span>fd {fd}</span>
                    <span>
                      {file} <code>#{description}</code> {references > 1 && words.references(references)}
                    </span>
                  </div>
                ))}
            </article>
          );
        })}
      </div>
      <TextTwin text={processesText(view, language)} />
    </section>
  );
}

/** A region that is longer is shown so far. */
const mostPages = 16;

function Page({ page }: { readonly page: PageView }): ReactNode {
  const { t } = useSettings();
  const { frame, state, touched } = page;
  const title = `${page.page.toString(16)}: ${frame === null ? t.processes.states.absent : `${t.processes.frame(frame)}, ${t.processes.states[state]}`}`;
  return (
    <span className={style["page"]} data-state={state} data-touched={touched || undefined} title={title}>
      {frame ?? ""}
    </span>
  );
}
