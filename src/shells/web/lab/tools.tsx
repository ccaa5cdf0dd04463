/** Above a run: where it comes from, and what it has that its scenario alone has not (choices, faults), each to be taken back. */
import type { ReactNode } from "react";
import { CopyButton } from "../parts/copy-button.tsx";
import { Icon } from "../parts/icon.tsx";
import { addresses } from "../shell/route.ts";
import { useSettings } from "../shell/settings.tsx";
import type { RunView } from "../worker/protocol.ts";
import { Faults } from "./faults.tsx";
import { nameOf } from "./name.ts";
import style from "./run-page.module.css";

export function Tools({ run, children }: { readonly run: RunView; readonly children?: ReactNode }): ReactNode {
  const { t, say } = useSettings();
  const back = (at: number): string =>
    addresses.run(nameOf(run, { choices: run.overrides.filter(([position]) => position < at) }));
  const address = `${location.href.replace(/#.*$/, "")}${addresses.run(run.name)}`;
  return (
    <div className={`tools ${style["tools"]} ${run.network ? style["playing"] : ""}`}>
      <h1>
        <a href={addresses.lab}>{t.lab.title}</a> / <span className="mono">{run.scenario.id}</span>
      </h1>
      {!run.network && <span className={style["title"]}>{say(run.scenario.title)}</span>}
      {run.network && <Faults run={run} />}
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
      {children}
      <div className="end">
        <CopyButton text={address} label={t.lab.link} icon="link" />
      </div>
    </div>
  );
}
