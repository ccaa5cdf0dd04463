/** What is odd about the run's name: made by another engine, or with choices and faults that it could not use. */
import type { ReactNode } from "react";
import { Mark } from "../parts/icon.tsx";
import { useSettings } from "../shell/settings.tsx";
import type { RunView } from "../worker/protocol.ts";
import style from "./run-page.module.css";

export function Remarks({ run }: { readonly run: RunView }): ReactNode {
  const { t, say } = useSettings();
  const remarks = [...(run.otherEngine === null ? [] : [t.lab.otherEngine(run.otherEngine)]), ...run.misfits.map(say)];
  if (remarks.length === 0) return null;
  return (
    <ul role="alert" className={style["remarks"]}>
      {remarks.map((remark) => (
        <li key={remark}>
          <Mark name="depends" />
          {remark}
        </li>
      ))}
    </ul>
  );
}
