/** What the faults of a run changed: the run without them, the run itself, and the same with one more frame lost. */
import { memo, type ReactNode } from "react";
import { FailureNote } from "../parts/failure.tsx";
import { useAsk } from "../shell/ask.ts";
import { addresses } from "../shell/route.ts";
import { useSettings } from "../shell/settings.tsx";
import type { ComparedRun, RunView } from "../worker/protocol.ts";
import style from "./compare.module.css";

export const Compare = memo(function Compare({ run }: { readonly run: RunView }): ReactNode {
  const { t } = useSettings();
  const broken = run.faults.length + run.overrides.length > 0;
  const { value, failure, again } = useAsk("compare", broken ? { name: run.name } : undefined, broken ? run.name : "");
  if (!broken) return null;
  const rows = value ?? [];
  // Where nobody connects, how long the run takes is what there is to compare.
  const connects = rows.some((row) => row.connected !== null);
  const measure = (row: ComparedRun): number => (connects ? (row.connected?.at ?? row.lasted) : row.lasted);
  const most = Math.max(1, ...rows.map(measure));
  const words = t.lab.compare;
  return (
    <section className={style["compare"]} aria-label={words.title}>
      <h2>
        {words.title} <small>{connects ? words.connect : words.whole}</small>
      </h2>
      {failure && <FailureNote failure={failure} onAgain={again} />}
      <table>
        <thead>
          <tr>
            <th>{words.run}</th>
            <th>
              <span className="sr">{words.bar}</span>
            </th>
            <th>{connects ? "connect()" : words.time}</th>
            <th>{words.frames}</th>
            <th>{words.again}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.name} aria-current={row.current ? "true" : undefined} data-compared={row.faults.join("; ")}>
              <td>
                {row.current ? (
                  <Name row={row} />
                ) : (
                  <a href={addresses.run(row.name)}>
                    <Name row={row} />
                  </a>
                )}
              </td>
              <td>
                <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
                  <rect width={Math.max(2, (measure(row) / most) * 100)} height="8" />
                </svg>
              </td>
              <td title={words.lasted(row.time)}>
                {connects ? (row.connected ? row.connected.time : words.never) : row.time}
                {row.connected?.error && <span className="no"> {row.connected.error}</span>}
              </td>
              <td>{row.frames}</td>
              <td>{row.again}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
});

function Name({ row }: { readonly row: ComparedRun }): ReactNode {
  const { t } = useSettings();
  return row.faults.length === 0 ? t.lab.compare.none : <code>{row.faults.join("; ")}</code>;
}
